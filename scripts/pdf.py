"""Make the ready PDFs on their own, without a site:  python3 scripts/pdf.py [--out DIR] [--only Q03]

What has not changed since the last time is copied from .ready/. With a site: scripts/build.py --files.
"""

import argparse
import shutil
import time
from pathlib import Path

import environment
import ready_files

DEFAULT_FOLDER = environment.ROOT / "dist" / "pdf"


def main() -> None:
    parser = argparse.ArgumentParser(description="只生成打印用的 PDF：清单、时间轴、表单、职责矩阵、全本。")
    parser.add_argument(
        "--out", type=Path, default=DEFAULT_FOLDER, metavar="DIR", help="放到哪里，默认 dist/pdf"
    )
    parser.add_argument("--only", metavar="ID", help="只生成这一份，例如 Q03、T01、duties、handbook")
    options = parser.parse_args()
    ready_files.enter()
    folder = options.out.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    made, files = ready_files.make_new(options.only, end=".pdf")
    files = [file for file in files if options.only in (None, file.of)]
    for file in files:
        shutil.copyfile(ready_files.KEPT / file.path, folder / file.path)
    print(f"PDF {len(files)} 个，其中新做 {made} 个，用时 {time.monotonic() - started:.1f} 秒：{folder}")


if __name__ == "__main__":
    main()
