"""Parts of the operating system that tests need: what is there, and apt-get for what is not.

Standard library only: environment.py runs this before anything is installed.
"""

import os
import platform
import shutil
import subprocess
from collections.abc import Callable, Sequence
from ctypes.util import find_library
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Full output of pip and apt-get. It names hosts and paths of this machine, so the screen only points here.
LOG = ROOT / ".venv" / "setup.log"

CHROMIUM_COMMANDS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
HEADLESS_COMMAND = (
    "chromium-headless-shell"  # the same Chromium without a frame: opens a page in half the time
)


def system_chromium() -> str | None:
    """Return the path of an installed Chromium, or None where Playwright's own has to serve."""
    return next((found for command in CHROMIUM_COMMANDS if (found := shutil.which(command))), None)


def headless_chromium() -> str | None:
    """Return the Chromium for tests that need no window of their own."""
    return shutil.which(HEADLESS_COMMAND) or system_chromium()


def has_chinese_font() -> bool:
    """Windows and macOS always bring one; elsewhere fontconfig knows."""
    if platform.system() != "Linux":
        return True
    if not shutil.which("fc-list"):
        return False
    return bool(subprocess.run(["fc-list", ":lang=zh-cn"], capture_output=True, check=False).stdout.strip())


@dataclass(frozen=True)
class Part:
    """One part: its name and use for messages, how to recognise it, and its Debian packages."""

    name: str
    used_for: str
    present: Callable[[], bool]
    packages: tuple[str, ...]
    needed: bool = True  # without it something is left out, not only slower


CHROMIUM = Part("Chromium", "浏览器测试", lambda: system_chromium() is not None, ("chromium",))

SYSTEM_PARTS = (
    CHROMIUM,
    Part(
        "无界面的 Chromium",
        "更快的浏览器测试",
        lambda: shutil.which(HEADLESS_COMMAND) is not None,
        (HEADLESS_COMMAND,),
        needed=False,
    ),
    Part("中文字体", "打印与版面测试", has_chinese_font, ("fonts-noto-cjk", "fontconfig")),
    Part(
        "Pango",
        "成品 PDF",
        lambda: find_library("pango-1.0") is not None and find_library("harfbuzz-subset") is not None,
        ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"),
    ),
    Part(
        "LibreOffice",
        "Word 和 Excel 文件的测试",
        lambda: shutil.which("soffice") is not None,
        ("libreoffice-writer-nogui", "libreoffice-calc-nogui"),
    ),
    Part("Java", "HTML 规范校验", lambda: shutil.which("java") is not None, ("default-jre-headless",)),
)


def apt_command() -> list[str]:
    """Return the words that start apt-get with the right to install, or [] where that is not possible."""
    if not shutil.which("apt-get"):
        return []
    if os.geteuid() == 0:
        return ["apt-get"]
    if not shutil.which("sudo"):
        return []
    asks_no_password = (
        subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    )
    # sudo drops the variables of log_run.
    return ["sudo", "-n", "DEBIAN_FRONTEND=noninteractive", "apt-get"] if asks_no_password else []


def apt_install(packages: Sequence[str]) -> bool:
    """Install Debian packages without asking anything; True if all are in place afterwards."""
    command = apt_command()
    if not command:
        return False
    print(f"正在用 apt-get 安装：{'、'.join(packages)} ……", flush=True)
    command += ["-o", "DPkg::Lock::Timeout=300"]  # another apt-get may be at work: wait for it
    log_run([*command, "update"])  # may fail for one foreign source only; what counts is the installation
    # One by one: apt-get installs nothing at all where it does not know one of the names.
    done = [log_run([*command, "install", "-y", "--no-install-recommends", package]) for package in packages]
    return all(done)


def log_run(command: Sequence[str]) -> bool:
    """Run a command, append all it says to the log, and tell whether it succeeded."""
    LOG.parent.mkdir(exist_ok=True)
    with LOG.open("a", encoding="utf-8") as log:
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        return subprocess.run(command, stdout=log, stderr=log, env=quiet, check=False).returncode == 0


def missing_parts() -> list[Part]:
    """Return the parts that this machine lacks."""
    return [part for part in SYSTEM_PARTS if not part.present()]


def install_missing_parts() -> list[Part]:
    """Install through apt-get what is missing, if possible; return the needed parts that are missing still."""
    missing = missing_parts()
    if missing:
        apt_install([package for part in missing for package in part.packages])
    return [part for part in missing_parts() if part.needed]
