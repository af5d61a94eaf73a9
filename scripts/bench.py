"""Measure by comparison:  python3 scripts/bench.py build [--rounds 5]

Both sides run in turns on the same machine, so the ratio means more than the seconds. Not part of the tests:
a shared machine is too unsteady for limits. A further benchmark is a function and a line in BENCHMARKS.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import environment

PARAGRAPH = "这是一段与正文相仿的普通文字，带有**强调**、`代码`和[链接](#_1)，用来比较构建所需的时间。"
TABLE = (
    "| 事项 | 责任人 | 期限 |\n| --- | --- | --- |\n| 第一项 | 张三 | 十日内 |\n| 第二项 | 李四 | 二十日内 |"
)


def main() -> None:
    parser = argparse.ArgumentParser(description="对比测速。")
    parser.add_argument("name", choices=BENCHMARKS, help="测什么：build 为完整构建，与不加任何功能的主题相比")
    parser.add_argument("--rounds", type=int, default=5, help="轮数，默认 5（另有一轮预热）")
    options = parser.parse_args()
    environment.enter("site")
    BENCHMARKS[options.name](options.rounds)


def bench_build(rounds: int) -> None:
    """Compare the full build of this site with the bare theme's, of as many plain pages in like folders."""
    with tempfile.TemporaryDirectory(prefix="qingdan-bench-") as name:
        folder = Path(name)
        ours, bare = folder / "ours", folder / "bare"
        build(environment.ROOT, ours)  # also tells which pages there are
        pages = [page.relative_to(ours) for page in ours.rglob("*.html") if page.name != "404.html"]
        size = write_bare_project(bare, pages)
        print(f"{len(pages)} 页，每页 Markdown 约 {size / 1000:.1f} KB，{rounds} 轮交替取中位数")
        compare(
            {
                "本站": lambda: build(environment.ROOT, ours),
                "仅主题": lambda: build(bare, folder / "bare-site"),
            },
            rounds,
        )


def build(project: Path, site: Path) -> None:
    """Run one full build."""
    command = [sys.executable, "-P", "-m", "mkdocs", "build", "--quiet", "--site-dir", str(site)]
    if subprocess.run(command, cwd=project, check=False).returncode:
        sys.exit("构建失败，没有可比的结果。")


def write_bare_project(project: Path, pages: list[Path]) -> int:
    """Write a project with a plain page for each of these; return the bytes of one page.

    The size is the mean of this project's own pages. Generated pages have no Markdown of their own: here they
    get as much as the others.
    """
    written = [file.stat().st_size for file in (environment.ROOT / "docs").rglob("*.md")]
    size = int(statistics.mean(written))
    section = f"## 小节\n\n{PARAGRAPH}\n\n{PARAGRAPH}\n\n- {PARAGRAPH}\n- {PARAGRAPH}\n\n{TABLE}\n\n"
    text = "# 标题\n\n" + section * max(1, round(size / len(section.encode())))
    for page in pages:
        file = project / "docs" / page.with_suffix(".md")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    config = {
        "site_name": "bare",
        "use_directory_urls": False,
        "theme": {"name": "material", "language": "zh", "font": False, "features": ["navigation.prune"]},
        "markdown_extensions": ["tables"],
        "plugins": [],
    }
    # JSON is YAML, too.
    (project / "mkdocs.yml").write_text(json.dumps(config), encoding="utf-8")
    return len(text.encode())


def compare(sides: dict[str, Callable[[], None]], rounds: int) -> None:
    """Time both sides in turns, after a warm-up; print the medians and the ratio of first to second."""
    seconds: dict[str, list[float]] = {label: [] for label in sides}
    for number in range(rounds + 1):
        # Every other round in reverse, so that going first is no advantage.
        for label in list(sides)[:: 1 if number % 2 else -1]:
            started = time.perf_counter()
            sides[label]()
            if number:
                seconds[label].append(time.perf_counter() - started)
    first, second = (statistics.median(times) for times in seconds.values())
    for label, times in seconds.items():
        print(f"{statistics.median(times):7.2f} 秒（{min(times):.2f}–{max(times):.2f}）  {label}")
    print(f"{first / second:7.2f} 倍")


BENCHMARKS: dict[str, Callable[[int], None]] = {"build": bench_build}


if __name__ == "__main__":
    main()
