"""Hand-written Markdown → its front matter and blocks with line numbers, for the rules and the backlinks.

This is no Markdown parser: it finds where a paragraph, list item or table row starts and ends, which is
what an author needs to hear about. Rendering is Python-Markdown's, with ``citations`` and ``terms``.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from markdown.extensions.toc import unique
from pymdownx.slugs import slugify

from qingdan.citations import CITATION, ids_in, marks_convention

BlockKind = Literal["heading", "paragraph", "item", "row"]

_FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)", re.S | re.M)
_FENCE = re.compile(r"\s*(```+|~~~+)")
_ITEM = re.compile(r"\s*([-*+]|\d+[.)])\s+")
_HEADING = re.compile(r"#{1,6}\s*(.*?)\s*#*\s*\Z")
_ATTRIBUTES = re.compile(r"[ ]+\{:?[ ]*([^}]*)\}\Z")  # of attr_list, at the end of a heading
_EXPLICIT_ID = re.compile(r"(?:\A|\s)#(\S+)")
_ATTRIBUTE_LINE = re.compile(r"\{:[^}]*\}\Z")
_RULE_ROW = re.compile(r"[\s:|]*-[\s:|-]*\Z")
_CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")
# A comment, or a fenced block, in which what looks like a comment is code.
_FENCED_OR_COMMENT = re.compile(r"^[ \t]*(```+|~~~+).*?(?:^[ \t]*\1[`~ \t]*$|\Z)|<!--.*?-->", re.S | re.M)
_STARS = re.compile(r"(\*{1,3})(?=[^\s*])(.+?)(?<=[^\s*])\1")
_UNDERSCORES = re.compile(r"(?<![^\W_])(_{1,3})(?=[^\s_])(.+?)(?<=[^\s_])\1(?![^\W_])")
_LEAD_IN = re.compile(r"[^。！？；]*[：:]\Z")
_PICTURE = re.compile(r"!\[[^\[\]]*\]\([^)]*\)")  # its words describe it, and state nothing
_LINK = re.compile(r"\[([^\[\]]*)\]\([^)]*\)")
_SENTENCE_END = re.compile(r"(?<=[。！？；])(?!\s*\[\[)|(?<=\]\])\s*(?=[^\[\s，。；：、！？）”])|\|")

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
        return marks_convention(self._prose)

    @property
    def _prose(self) -> str:
        return _CODE_SPAN.sub("", _PICTURE.sub("", self.text))

    @property
    def plain(self) -> str:
        """The words a reader sees: no citations, code, link targets or emphasis marks."""
        text = CITATION.sub("", self._prose)
        return re.sub(r"[*_]{1,3}|\\", "", _LINK.sub(r"\1", text)).strip()

    @property
    def is_links_only(self) -> bool:
        return not re.sub(
            r"[\s、，。；：:|·/*-]+", "", _LINK.sub("", CITATION.sub("", _PICTURE.sub("", self.text)))
        )

    @property
    def statement(self) -> str:
        """What it states: its text without a last sentence that only leads in what follows."""
        return _LEAD_IN.sub("", self.plain)

    def sentences(self) -> Iterator[str]:
        """The block cut at sentence ends and table cells; a citation after the full stop stays with it."""
        yield from (part for part in _SENTENCE_END.split(self._prose) if part.strip())


def split_front_matter(text: str) -> tuple[str, str, int]:
    """``(front matter, body, lines before the body)``; the front matter is "" where there is none."""
    match = _FRONT_MATTER.match(text)
    if not match:
        return "", text, 0
    return match[1], text[match.end() :], match[0].count("\n")


def heading_anchor(text: str, used: set[str]) -> tuple[str, str]:
    """A heading's ``(words, id)``, by the same slugs as Python-Markdown's toc with pymdownx's slugify."""
    words = _words_of_heading(_ATTRIBUTES.sub("", text))
    return words, _explicit_id(text) or unique(_slug(words, "-"), used)


def _explicit_id(heading: str) -> str:
    """The id in ``## 标题 {#id}``, or an empty string."""
    attributes = _ATTRIBUTES.search(heading)
    found = _EXPLICIT_ID.search(attributes[1]) if attributes else None
    return found[1] if found else ""


def _words_of_heading(text: str) -> str:
    """What is left of a heading without marks; of code spans the code stays as it is."""
    codes: list[str] = []

    def stash(match: re.Match[str]) -> str:
        codes.append(match[2])
        return f"\0{len(codes) - 1}\0"

    text = _LINK.sub(r"\1", _CODE_SPAN.sub(stash, text.replace("\0", "")))
    text = _UNDERSCORES.sub(r"\2", _STARS.sub(r"\2", text))
    text = html.unescape(re.sub(r"\\(?=[^\w\s])", "", text))
    return " ".join(re.sub("\0([0-9]+)\0", lambda m: codes[int(m[1])], text).split())


def blocks(body: str, first_line: int = 1) -> list[Block]:
    """Cut a page's body into blocks. ``first_line`` is the line number of its first line in the file."""
    found: list[Block] = []
    # Not splitlines(): to editors and to Markdown a form feed or U+2028 ends no line.
    lines = [line.rstrip("\r") for line in _without_comments(body).split("\n")]
    used = _explicit_ids(lines)
    heading = anchor = fence = ""
    open_block: tuple[int, BlockKind, list[str]] | None = None

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
        if not text or text.startswith(("!!!", "???", "<")) or _ATTRIBUTE_LINE.match(text):
            close()
        elif match := _HEADING.match(text):
            close()
            heading, anchor = heading_anchor(match[1], used)
            found.append(Block(number, "heading", match[1], heading, anchor))
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


def _without_comments(body: str) -> str:
    return _FENCED_OR_COMMENT.sub(lambda m: m[0] if m[1] else "\n" * m[0].count("\n"), body)


def _explicit_ids(lines: Sequence[str]) -> set[str]:
    """The ids that headings state. They are taken before any id is made from a heading's words."""
    headings = (_HEADING.match(line.strip()) for line in lines)
    return {explicit for match in headings if match and (explicit := _explicit_id(match[1]))}
