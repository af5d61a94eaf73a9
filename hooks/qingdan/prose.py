"""Hand-written Markdown → its front matter and blocks with line numbers, for the rules and the backlinks.

This is no Markdown parser: it finds where a paragraph, list item or table row starts and ends, which is
what an author needs to hear about. Rendering is Python-Markdown's, with ``citations`` and ``terms``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from markdown.extensions.toc import unique
from pymdownx.slugs import slugify

from qingdan.citations import CITATION, CONVENTION, ids_in

BlockKind = Literal["heading", "paragraph", "item", "row"]

_FRONT_MATTER = re.compile(r"\A---\r?\n(.*?)^---\r?\n", re.S | re.M)
_FENCE = re.compile(r"\s*(```+|~~~+)")
_ITEM = re.compile(r"\s*([-*+]|\d+[.)])\s+")
_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*\s*\Z")
_EXPLICIT_ID = re.compile(r"\s*\{[^}]*#([^\s}]+)[^}]*\}\Z")
_RULE_ROW = re.compile(r"\s*\|?[\s:|-]*-[\s:|-]*\|?\s*\Z")
_CODE_SPAN = re.compile(r"(`+).+?\1")
_LINK = re.compile(r"\[([^\[\]]*)\]\([^)]*\)")
_SENTENCE_END = re.compile(r"(?<=[。！？；])(?!\s*\[\[)|(?<=\]\])(?=[^\[\s，。；：、）])|\|")

_slug = slugify(case="lower")


@dataclass(frozen=True)
class Block:
    """A run of text that is read as one: its first line (from 1), kind and Markdown text.

    ``anchor`` and ``heading`` belong to the nearest heading at or above it ("" before the first).
    """

    line: int
    kind: BlockKind
    text: str
    heading: str = ""
    anchor: str = ""

    @property
    def ids(self) -> list[str]:
        """The source ids cited, in order."""
        return ids_in(self._prose)

    @property
    def is_convention(self) -> bool:
        return CONVENTION in [i for m in CITATION.finditer(self._prose) for i in _parts(m[1])]

    @property
    def _prose(self) -> str:
        return _CODE_SPAN.sub("", self.text)

    @property
    def plain(self) -> str:
        """The words a reader sees: no citations, code, link targets or emphasis marks."""
        text = CITATION.sub("", self._prose)
        return re.sub(r"[*_]{1,3}|\\", "", _LINK.sub(r"\1", text)).strip()

    @property
    def is_links_only(self) -> bool:
        return not re.sub(r"[\s、，。；：:|·/*-]+", "", _LINK.sub("", CITATION.sub("", self.text)))

    @property
    def is_lead_in(self) -> bool:
        return self.plain.endswith(("：", ":"))

    def sentences(self) -> Iterator[str]:
        """The block cut at sentence ends and table cells; a citation after the full stop stays with it."""
        for part in _SENTENCE_END.split(self.text):
            if part and part.strip():
                yield part


def _parts(inside: str) -> list[str]:
    return [part.strip() for part in re.split(r"[,，]", inside)]


def split_front_matter(text: str) -> tuple[str, str, int]:
    """``(front matter, body, lines before the body)``; the front matter is "" where there is none."""
    match = _FRONT_MATTER.match(text)
    if not match:
        return "", text, 0
    return match[1], text[match.end() :], match[0].count("\n")


def heading_anchor(text: str, used: set[str]) -> tuple[str, str]:
    """A heading's ``(words, id)``, by the same slugs as Python-Markdown's toc with pymdownx's slugify."""
    explicit = _EXPLICIT_ID.search(text)
    words = re.sub(r"[*_`]", "", _LINK.sub(r"\1", _EXPLICIT_ID.sub("", text))).strip()
    if explicit:
        used.add(explicit[1])
        return words, explicit[1]
    return words, unique(_slug(words, "-"), used)


def blocks(body: str, first_line: int = 1) -> list[Block]:
    """Cut a page's body into blocks. ``first_line`` is the line number of its first line in the file."""
    found: list[Block] = []
    used: set[str] = set()
    heading = anchor = fence = ""
    open_block: tuple[int, BlockKind, list[str]] | None = None
    lines = re.sub(r"<!--.*?-->", lambda m: "\n" * m[0].count("\n"), body, flags=re.S).splitlines()

    def close() -> None:
        nonlocal open_block
        if open_block:
            line, kind, parts = open_block
            found.append(Block(line, kind, "".join(parts), heading, anchor))
        open_block = None

    for number, line in enumerate(lines, first_line):
        mark = _FENCE.match(line)
        if fence or mark:
            close()
            if mark and (not fence or mark[1].startswith(fence)):
                fence = "" if fence else mark[1]
            continue
        text = line.strip()
        if not text or re.match(r"(!!!|\?\?\?)", text) or text.startswith("<"):
            close()
        elif match := _HEADING.match(text):
            close()
            heading, anchor = heading_anchor(match[2], used)
            found.append(Block(number, "heading", heading, heading, anchor))
        elif text.startswith("|"):
            close()
            if _RULE_ROW.match(text):
                if found and found[-1].kind == "row" and found[-1].line == number - 1:
                    found.pop()  # what stands above the rule is the table's head
            else:
                found.append(Block(number, "row", text, heading, anchor))
        elif _ITEM.match(line):
            close()
            open_block = (number, "item", [_ITEM.sub("", line, count=1).strip()])
        elif open_block:
            open_block[2].append(text)
        else:
            open_block = (number, "paragraph", [text])
    close()
    return found
