"""What a maker yields: a file that can be made, and a fingerprint of what it is made from."""

from __future__ import annotations

import hashlib
import inspect
import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType

# ZIP knows no year before 1980. A fixed date: equal contents give equal bytes.
EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class ReadyFile:
    """A file for ``files/``. ``path`` is ASCII and relative to ``files/``; ``make`` gives its bytes.

    ``fingerprint`` changes whenever ``make`` would give something else: see ``fingerprint_of``. ``apart``: making
    it takes a while and can be done in a process of its own; ``make`` then has to be picklable.
    """

    of: str
    path: str
    name: str
    kind: str
    fingerprint: str
    make: Callable[[], bytes]
    apart: bool = False


def fingerprint_of(*parts: object) -> str:
    """A hash of data (by their repr), of texts, and of the code of modules."""
    digest = hashlib.sha256()
    for part in parts:
        text = inspect.getsource(part) if isinstance(part, ModuleType) else repr(part)
        digest.update(text.encode() + b"\0")
    return digest.hexdigest()


def steady_zip(content: bytes) -> bytes:
    """An office file packed again in the same order, without the time at which it was made."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(packed, "w") as new:
        for entry in old.infolist():
            again = zipfile.ZipInfo(entry.filename, EPOCH)
            again.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(again, old.read(entry))
    return packed.getvalue()
