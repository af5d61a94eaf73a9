"""What is wrong in an author's file, said in Chinese, with the place and the remedy."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

Path: TypeAlias = tuple[str | int, ...]
"""Where in a document: keys and list indexes from the root, e.g. ``("sections", 0, "title")``."""


@dataclass(frozen=True, order=True)
class Problem:
    """One thing an author has to mend.

    ``file`` is relative to the project's root; ``line`` and ``column`` count from 1, 0 means the whole
    file. ``path`` is the place in the data (``sections[0].items[2].owner``), empty in Markdown.
    """

    file: str
    line: int
    column: int
    path: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        """One printable line, whatever an author wrote: ``file:line:column path：message，hint``."""
        place = ":".join([self.file, *(str(n) for n in (self.line, self.column) if n)])
        where = f"{place} {self.path}".rstrip()
        said = f"{where}：{self.message}{'，' + self.hint if self.hint else ''}"
        return "".join(char if char.isprintable() else " " for char in said)


def path_text(path: Path) -> str:
    """``("sections", 0, "items")`` → ``sections[0].items``."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The hint that names the known word nearest to a mistyped one, or an empty string."""
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"是否想写“{near[0]}”？" if near else ""


def one_of(known: Sequence[str], limit: int = 12) -> str:
    """The hint that lists what may stand here, cut where the list grows long."""
    shown = "、".join(known[:limit])
    return f"可以写：{shown}{' 等' if len(known) > limit else ''}"
