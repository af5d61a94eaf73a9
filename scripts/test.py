"""Check everything, with nothing to prepare:  python3 scripts/test.py [arguments for pytest]

Without arguments: lint, format, types, strict build, all tests. A failing step does not stop the next one, so
that all errors are seen at once. With arguments only pytest runs:

    python3 scripts/test.py tests/test_dates.py -k month
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import environment
import system_parts
from system_parts import CHROMIUM, Part

CHECKS = (
    ("代码检查 ruff check", ("-m", "ruff", "check")),
    ("代码格式 ruff format", ("-m", "ruff", "format", "--check")),
    ("类型检查 mypy --strict", ("-m", "mypy", "--strict", "hooks", "scripts", "tests")),
)
BROWSER_TESTS = "tests/browser"
# A browser test waits as often as it computes; each worker takes from the others when it has nothing left to do.
SIDE_BY_SIDE = ("-n", str(max(2, os.cpu_count() or 1)), "--dist", "worksteal")
BUILT_SITE = "QINGDAN_BUILT_SITE"  # names the site of the build step to the fixture in tests/conftest.py


class Result(NamedTuple):
    """How one step ended."""

    title: str
    passed: bool
    seconds: float


def main() -> None:
    environment.enter("test")
    os.chdir(environment.ROOT)
    missing = prepare_machine()
    if len(sys.argv) > 1:
        sys.exit(run("-m", "pytest", *sys.argv[1:]))
    results = [step(title, *command) for title, command in CHECKS]
    results += build_and_test(browser=CHROMIUM not in missing)
    sys.exit(conclusion(results, missing))


def prepare_machine() -> list[Part]:
    """Install the system parts that tests need, and return those that cannot be had here."""
    missing = system_parts.install_missing_parts()
    if CHROMIUM in missing:
        print("系统里没有 Chromium，正在下载 Playwright 自带的 Chromium ……", flush=True)
        if system_parts.log_run([sys.executable, "-m", "playwright", "install", "chromium"]):
            missing.remove(CHROMIUM)
    return missing


def build_and_test(*, browser: bool) -> list[Result]:
    """Build the site once, then test: unit tests first, then the browser's (tests/conftest.py orders them).

    One run of pytest for both, so that its closing line counts them all.
    """
    with tempfile.TemporaryDirectory(prefix="qingdan-") as folder:
        site = Path(folder) / "site"
        build = step("严格构建 scripts/build.py", "scripts/build.py", "--out", str(site))
        if build.passed:
            os.environ[BUILT_SITE] = str(site)
        if browser and build.passed:
            return [build, *tested("测试 pytest")]
        # Without a site or a browser each browser test would only repeat that.
        return [build, *tested("测试 pytest（不含浏览器测试）", f"--ignore={BROWSER_TESTS}")]


def tested(title: str, *options: str) -> list[Result]:
    """Run the tests; what failed runs once more, one at a time: a busy machine may be too slow for two browsers.

    Both runs stand in the conclusion, so that an unsteady test is seen and mended.
    """
    first = step(title, "-m", "pytest", *SIDE_BY_SIDE, *options)
    if first.passed:
        return [first]
    again = step(
        "失败的测试单独再跑", "-m", "pytest", "--last-failed", "--last-failed-no-failures=none", *options
    )
    if again.passed:
        first = first._replace(title=f"{title}（有不稳定的测试，单独再跑才通过，见上）", passed=True)
    return [first, again]


def step(title: str, *arguments: str) -> Result:
    """Run one step under its heading."""
    print(f"\n━━ {title} ━━", flush=True)
    started = time.monotonic()
    code = run(*arguments)
    return Result(title, code == 0, time.monotonic() - started)


def run(*arguments: str) -> int:
    """Run the Python of .venv with these arguments and return its exit code."""
    return subprocess.run([sys.executable, *arguments], check=False).returncode


def conclusion(results: list[Result], missing: list[Part]) -> int:
    """Print one line for each step and what was left out; return the exit code."""
    print()
    for result in results:
        print(f"{'通过' if result.passed else '失败'}  {result.seconds:6.1f} 秒  {result.title}")
    for part in missing:
        print(f"未测：本机没有 {part.name}，{part.used_for}没有运行。")
    failed = sum(not result.passed for result in results)
    # On Debian everything can be had, so there nothing may be left out unnoticed.
    incomplete = bool(missing) and Path("/etc/debian_version").exists()
    if incomplete:
        packages = " ".join(package for part in missing for package in part.packages)
        print(
            f"测试不完整。请先安装：sudo apt-get install {packages}（自动安装失败时，详见 .venv/setup.log）"
        )
    if failed:
        print(f"{failed} 个步骤失败，详情见上。")
    elif not incomplete:
        print("全部通过。")
    return 1 if failed or incomplete else 0


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
