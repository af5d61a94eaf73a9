"""Build the finished site:  python3 scripts/build.py [--out DIR] [--files]

Strict: a single warning, of MkDocs or of Python, makes the build fail.
"""

import argparse
import re
import subprocess
import sys
import time
from pathlib import Path

import environment

DEFAULT_SITE = environment.ROOT / "site"

WARNING_LINE = re.compile(r"^(WARNING|ERROR|CRITICAL)\b|\b[A-Z]\w*Warning: ")


def main() -> None:
    parser = argparse.ArgumentParser(description="构建完整网站（严格模式：有任何警告即失败）。")
    parser.add_argument("--out", type=Path, default=DEFAULT_SITE, metavar="DIR", help="输出文件夹，默认 site")
    parser.add_argument("--files", action="store_true", help="再生成 Word、Excel、PDF 等成品文件，放进网站")
    options = parser.parse_args()
    site = options.out.resolve()
    environment.enter("site")
    if site != DEFAULT_SITE and holds_something_else(site):
        sys.exit(f"{shown(site)} 里有别的文件，构建会清空它。请换一个空文件夹。")

    started = time.monotonic()
    if not build(site):
        sys.exit("\n构建失败：请按上面的 WARNING、ERROR 修改后重新构建。")
    if options.files and not make_files(site):
        sys.exit("\n网站已建好，成品文件没有做成：请看上面的提示。")
    files = [file for file in site.rglob("*") if file.is_file()]
    pages = sum(file.suffix == ".html" for file in files)
    size = sum(file.stat().st_size for file in files) / 1e6
    print(f"\n构建完成：{pages} 个网页，共 {size:.1f} MB，用时 {time.monotonic() - started:.1f} 秒。")
    print(f"用浏览器打开 {shown(site / 'index.html')} 即可使用；")
    print("整个文件夹可以拷到 U 盘、共享目录或内网服务器。")


def build(site: Path) -> bool:
    """Run the strict build, pass on what it prints, and tell whether it succeeded without any warning."""
    # -P keeps the working directory off sys.path, as the command `mkdocs` does.
    command = [sys.executable, "-P", "-m", "mkdocs", "build", "--strict", "--site-dir", str(site)]
    warned = False
    with subprocess.Popen(
        command, cwd=environment.ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8"
    ) as process:
        for line in process.stdout or ():
            print(line, end="", flush=True)
            warned = warned or bool(WARNING_LINE.search(line))
    return process.returncode == 0 and not warned


def make_files(site: Path) -> bool:
    """Make the ready files in a process of its own: they need more than building a site does."""
    script = Path(__file__).with_name("ready_files.py")
    return subprocess.run([sys.executable, str(script), "--site", str(site)], check=False).returncode == 0


def holds_something_else(site: Path) -> bool:
    """Tell whether the folder has content that no earlier build left: MkDocs would delete it all."""
    return site.exists() and any(site.iterdir()) and not (site / "404.html").exists()


def shown(path: Path) -> str:
    """Return the path as people read it: short, where it lies below the working directory."""
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)


if __name__ == "__main__":
    main()
