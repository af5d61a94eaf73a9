"""The files that people take away (Word, Excel, PDF): which there are, as pages read it.

They are made after the site, by scripts/ready_files.py, and not on every machine. So a page cannot know at its
building whether they are there: it asks ``files/manifest.js``, which every build writes empty.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass

FOLDER = "files"
MANIFEST = f"{FOLDER}/manifest.js"
GLOBAL = "QINGDAN_FILES"


@dataclass(frozen=True)
class Download:
    """A file in ``files/`` as a page offers it.

    ``of`` is what the page asks by: an id (``W01``, ``Q03``) or a word of its own (``handbook``). ``path`` is
    ASCII, from the site's root; ``name`` is what it is saved as; ``kind`` says in words what it is.
    """

    of: str
    path: str
    name: str
    kind: str
    bytes: int


def manifest_script(downloads: Iterable[Download]) -> str:
    """``var QINGDAN_FILES = [{of, path, name, kind, bytes}, …];`` as a classic script: fetch fails on file://."""
    rows = [asdict(download) for download in downloads]
    text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    return f"var {GLOBAL} = {text};\n"
