"""Make the files that people take away and put them into a finished site:

    python3 scripts/ready_files.py [--site DIR] [--only W01]

A new family of files is a maker: a function that takes the plan of the site and yields ReadyFiles, in a module
of scripts/office/, and its line in MAKERS. What has not changed since the last time is copied from .ready/.
"""

import argparse
import json
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

import environment

if TYPE_CHECKING:
    from office.ready import ReadyFile
    from qingdan.site_plan import SitePlan

KEPT = environment.ROOT / ".ready"
DEFAULT_SITE = environment.ROOT / "site"

# module of scripts/office/ → its function `files(plan)`. Named, not imported: only .venv has what they need.
MAKERS: tuple[str, ...] = ("form_docx", "form_xlsx", "pdf")


def main() -> None:
    parser = argparse.ArgumentParser(description="生成可以带走的成品文件，放进已经构建好的网站。")
    parser.add_argument(
        "--site", type=Path, default=DEFAULT_SITE, metavar="DIR", help="网站文件夹，默认 site"
    )
    parser.add_argument("--only", metavar="ID", help="只生成这一份的文件，例如 W01；其余的保持不动")
    options = parser.parse_args()
    enter()
    site = options.site.resolve()
    if not (site / "404.html").exists():
        sys.exit(f"{site} 里没有网站。请先运行：python3 scripts/build.py")
    started = time.monotonic()
    made, all_files = put_into(site, options.only)
    print(f"成品文件 {all_files} 个，其中新做 {made} 个，用时 {time.monotonic() - started:.1f} 秒。")


def enter() -> None:
    """Go on with what making files needs."""
    environment.enter("paper")
    sys.path.insert(0, str(environment.ROOT / "hooks"))


def put_into(site: Path, only: str | None = None, kept: Path = KEPT) -> tuple[int, int]:
    """Make what is new, copy everything into ``site/files/``; return how many were made, and how many there are."""
    from qingdan.ready_files import FOLDER, MANIFEST, Download, manifest_script

    made, files = make_new(only, kept)
    folder = site / FOLDER
    folder.mkdir(exist_ok=True)
    downloads = []
    for file in files:
        shutil.copyfile(kept / file.path, folder / file.path)
        size = (kept / file.path).stat().st_size
        downloads.append(Download(file.of, f"{FOLDER}/{file.path}", file.name, file.kind, size))
    (site / MANIFEST).write_text(manifest_script(downloads), encoding="utf-8")
    return made, len(downloads)


def make_new(only: str | None = None, kept: Path = KEPT, end: str = "") -> tuple[int, "list[ReadyFile]"]:
    """Make what has changed; return how many were made, and all that lie in ``kept`` now.

    ``end``: only files whose path ends so, e.g. ``.pdf``.
    """
    kept.mkdir(exist_ok=True)
    index = kept / "index.json"
    known: dict[str, str] = json.loads(index.read_text(encoding="utf-8")) if index.exists() else {}
    wanted = list(ready_files())
    for left in set(known) - {file.path for file in wanted}:  # of a form that is no more
        (kept / left).unlink(missing_ok=True)
        del known[left]
    asked = [file for file in wanted if file.path.endswith(end)]
    stale = [
        file
        for file in asked
        if (not only or file.of == only)
        and not ((kept / file.path).exists() and known.get(file.path) == file.fingerprint)
    ]
    for file, content in contents(stale):
        (kept / file.path).write_bytes(content)
        known[file.path] = file.fingerprint
        # At once: an interrupted run does not begin again from the start.
        index.write_text(json.dumps(known, indent=1), encoding="utf-8")
    index.write_text(json.dumps(known, indent=1), encoding="utf-8")
    return len(stale), [file for file in asked if (kept / file.path).exists()]


def contents(files: "list[ReadyFile]") -> "Iterator[tuple[ReadyFile, bytes]]":
    """Make files: those that take long in processes beside this one, and each is given when it is ready."""
    apart = [file for file in files if file.apart]
    if len(apart) < 2:  # a process takes longer to start than one file to make
        yield from ((file, file.make()) for file in files)
        return
    # Fresh processes: a copy of this one would share what libraries hold open.
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as processes:
        making = {processes.submit(file.make): file for file in apart}
        yield from ((file, file.make()) for file in files if not file.apart)
        yield from ((making[done], done.result()) for done in as_completed(making))


def ready_files() -> "Iterator[ReadyFile]":
    """Every file that the data of the project give, in the order of MAKERS."""
    from importlib import import_module

    from qingdan.site_plan import plan_site

    plan = plan_site(environment.ROOT)
    if plan.problems:
        sys.exit("\n".join(map(str, plan.problems)) + "\n数据有问题，没有生成。")
    for name in MAKERS:
        make: Callable[[SitePlan], Iterator[ReadyFile]] = import_module(f"office.{name}").files
        yield from make(plan)


if __name__ == "__main__":
    main()
