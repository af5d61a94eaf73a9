"""Rendered pages and data → the index of the search, written as a classic script.

The search finds words by substring (`docs/assets/js/search-match.js`), because Chinese has no spaces to
cut at. What this module guards is therefore *adjacency*: text that a reader sees as one run must be one
run in the index (a line break of the source between two characters is none to the reader), and text
that stands apart (table cells, list items, paragraphs) must be kept apart, or 甲 | 乙 would be found as 甲乙.

A script, not JSON: `fetch` is blocked on ``file://``, a ``<script>`` tag is not.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Literal, TypeAlias, get_args
from urllib.parse import quote, unquote

Kind: TypeAlias = Literal[
    "page", "question", "term", "section", "item", "form", "milestone", "duty", "fact", "outside"
]  # fmt: skip
KINDS: tuple[Kind, ...] = get_args(Kind)
"""Every kind, in the order in which groups of equal rank are shown."""

KindOfHeading: TypeAlias = Callable[[int], Kind]
"""The level of a heading, 2 or 3 → the kind of the entry it opens."""


@dataclass(frozen=True)
class Entry:
    """One thing that can be found and opened.

    ``url`` is relative to the site's root, its anchor percent-encoded. ``text`` is plain; a line break
    in it separates blocks (paragraphs, cells, list items), so that no match reaches across. ``context``
    says where it stands: the page of a section, the list of an item. May be empty.
    """

    kind: Kind
    title: str
    url: str
    text: str = ""
    context: str = ""


def page_entries(
    html: str, *, title: str, url: str, kind_of_heading: KindOfHeading = lambda level: "section"
) -> list[Entry]:
    """The entries of one rendered article: the page with its intro, then one per h2 and h3 with an id.

    The text of an entry ends where the next entry begins, so that no text is held twice; a page is
    still found by words that stand in different sections (the script joins the entries of one path).
    Left out: elements with ``data-search="off"``, scripts, styles, drawings and headings' permalinks.
    """
    reader = _Reader(title)
    reader.feed(html)
    reader.close()
    entries = []
    chapter = ""
    for part in reader.parts:
        text, heading = tidy("".join(part.text)), _one_line("".join(part.heading))
        if not part.anchor:
            entries.append(Entry("page", title, url, text))
            continue
        if part.level == 2:
            chapter = heading
        context = f"{title} › {chapter}" if part.level == 3 and chapter else title
        link = f"{url}#{quote(part.anchor)}"
        entries.append(Entry(kind_of_heading(part.level), heading, link, text, context))
    return entries


def index_script(entries: Iterable[Entry]) -> str:
    """``var QINGDAN_SEARCH={kinds, paths, contexts, rows};`` with a line break at its end.

    A row is ``[kind, path, anchor, title, context, text]``; kind, path and context are positions in the
    tables, the anchor is not encoded. Rows are sorted by kind and keep their order within it (the order
    of the navigation), so equal input gives equal bytes. Equal entries are written once.
    """
    paths: dict[str, int] = {}
    contexts: dict[str, int] = {}
    rows = []
    for entry in sorted(dict.fromkeys(entries), key=lambda entry: KINDS.index(entry.kind)):
        path, _, anchor = entry.url.partition("#")
        rows.append(
            [
                KINDS.index(entry.kind),
                paths.setdefault(path, len(paths)),
                unquote(anchor),
                _one_line(entry.title),
                contexts.setdefault(_one_line(entry.context), len(contexts)),
                tidy(entry.text),
            ]
        )
    index = {"kinds": KINDS, "paths": list(paths), "contexts": list(contexts), "rows": rows}
    data = json.dumps(index, ensure_ascii=False, separators=(",", ":"))
    for mark, escape in _ESCAPES.items():
        data = data.replace(mark, escape)
    return f"var QINGDAN_SEARCH={data};\n"


# So that the text may also stand inside an HTML page and in engines before ES2019.
_ESCAPES = {"</": "<\\/", "<!--": "<\\u0021--", "\u2028": "\\u2028", "\u2029": "\\u2029"}
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_WIDE = "\u2e80-\u303f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef"
_BESIDE_WIDE = re.compile(f"(?<=[{_WIDE}]) | (?=[{_WIDE}])")


def tidy(text: str) -> str:
    """Text without what a reader does not see: invisible characters, doubled and edge white space.

    A space beside a Chinese character is dropped too (第 3 条 → 第3条): it is a habit of typesetting,
    and one who searches types it or not. Line breaks stay, as the separators of blocks.
    """
    lines = (re.sub(r"\s+", " ", line).strip() for line in _INVISIBLE.sub("", text).split("\n"))
    return "\n".join(_BESIDE_WIDE.sub("", line) for line in lines if line)


def _one_line(text: str) -> str:
    return tidy(text).replace("\n", " ")


_VOID = set("area base br col embed hr img input link meta source track wbr".split(" "))
_SKIPPED = {"script", "style", "template", "svg", "math", "textarea", "select"}
_INLINE = set(
    "a abbr b bdi bdo cite code data del dfn em font i img input ins kbd label mark q ruby s samp small"
    " span strong sub sup time tt u var wbr".split(" ")
)
_SAME_TITLE = str.maketrans("", "", " \n?？。.!！")


@dataclass
class _Part:
    """What is being read: the page's intro (no anchor) or a section."""

    anchor: str
    level: int
    heading: list[str]
    text: list[str]


class _Reader(HTMLParser):
    """Cuts an article into parts. Tags that never close, or close twice, do no harm."""

    def __init__(self, title: str) -> None:
        super().__init__(convert_charrefs=True)
        self.parts = [_Part("", 1, [], [])]
        self.title = title
        self.open: list[str] = []  # the tags around what is being read
        self.skip_from = 0  # how many tags were open where skipping began; 0: not skipping
        self.into: list[str] = self.parts[0].text
        self.heading: list[str] | None = None  # an h1, kept only where it says more than the title

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(reversed(attrs))  # of two equal attributes the first counts
        if tag in _VOID:
            if not self.skip_from and values.get("data-search") != "off":
                self.into.append("\n" if tag not in _INLINE else values.get("alt") or "")
            return
        self.open.append(tag)
        if self.skip_from:
            return
        classes = (values.get("class") or "").split()
        if tag in _SKIPPED or values.get("data-search") == "off" or "headerlink" in classes:
            self.skip_from = len(self.open)
            self._separate(tag)
        elif tag in ("h2", "h3") and values.get("id"):
            self.parts.append(_Part(values["id"] or "", int(tag[1]), [], []))
            self.into = self.parts[-1].heading
        elif tag == "h1":
            self.into = self.heading = []
        else:
            self._separate(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # HTML knows no <div/>: the slash is ignored, only a void element has no end tag.
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.open:
            return
        while self.open.pop() != tag:
            pass
        if self.skip_from:
            if len(self.open) >= self.skip_from:
                return
            self.skip_from = 0
        if tag in ("h1", "h2", "h3"):
            self._end_heading()
        self._separate(tag)

    def handle_data(self, data: str) -> None:
        if not self.skip_from:
            self.into.append(data if "pre" in self.open else re.sub(r"\s+", " ", data))

    def _separate(self, tag: str) -> None:
        if tag not in _INLINE:
            self.into.append("\n")

    def _end_heading(self) -> None:
        part = self.parts[-1]
        self.into = part.text
        if self.heading is not None:
            said = "".join(self.heading)
            if said.translate(_SAME_TITLE) != self.title.translate(_SAME_TITLE):
                part.text += ["\n", said]
            self.heading = None
