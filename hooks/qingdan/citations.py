"""Citations in Markdown: ``[[S0-3.1-2]]``, ``[[S0-2.2-3, F-A2]]`` and ``[[约定]]`` for a choice of this kit.

The citations of a paragraph, list item or table cell are gathered at its end, where the reader finds one
button (出处 n 条); without scripts they are plain links to the source pages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any
from xml.etree import ElementTree

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markupsafe import escape

CITATION = re.compile(r"\[\[([^\[\]]+)\]\]")
CONVENTION = "约定"
CONVENTION_PAGE = "help/conventions.html"

_BLOCKS = frozenset(
    "address article aside blockquote dd details div dl dt figure footer h1 h2 h3 h4 h5 h6 header li nav ol p"
    " pre section table tbody td tfoot th thead tr ul".split()
)
_MARKER = "qd-citation"


def ids_in(text: str) -> list[str]:
    """The source ids that a text cites, in order; the convention mark is not one."""
    return [part for match in CITATION.finditer(text) for part in _parts(match[1]) if part != CONVENTION]


def marks_convention(text: str) -> bool:
    """Whether a text carries the convention mark."""
    return any(CONVENTION in _parts(match[1]) for match in CITATION.finditer(text))


def _parts(inside: str) -> list[str]:
    return [part.strip() for part in re.split(r"[,，]", inside) if part.strip()]


def source_url(source: str) -> str:
    """Where a source id is explained, relative to the site's root."""
    page = "outside" if source.startswith("F-") else source.split("-", 1)[0].lower()
    return f"sources/{page}.html#{source}"


def citation_html(sources: Sequence[str], *, convention: bool, root: str) -> str:
    """The group that ends a statement. ``root`` leads from the page to the site's root (``../``)."""
    parts = []
    if sources:
        unique = list(dict.fromkeys(sources))
        links = " ".join(
            f'<a class="qd-cite" href="{escape(root + source_url(s))}">{escape(s)}</a>' for s in unique
        )
        shown = f"出处 {len(unique)} 条"
        parts.append(
            f'<button type="button" class="qd-cites__open" aria-expanded="false">{shown}</button>'
            f'<span class="qd-cites__links">{links}</span>'
        )
    if convention:
        parts.append(f'<a class="qd-convention" href="{root}{CONVENTION_PAGE}">本工具约定</a>')
    return f'<span class="qd-cites" data-search="off">{"".join(parts)}</span>' if parts else ""


class CitationExtension(Extension):
    """Set ``root`` before each page: it leads from the page to the site's root.

    ``write(sources, convention=…, root=…)`` makes the HTML of a group; paper has a shape of its own.
    """

    def __init__(self, write: Callable[..., str] | None = None, **options: Any) -> None:
        self.root = ""
        self.write = write or citation_html
        super().__init__(**options)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 -- Markdown calls it so
        # Above links and references (160 and less), below code spans (190), so that code shows the syntax.
        md.inlinePatterns.register(_CitationPattern(CITATION.pattern, md), "qd-citation", 185)
        # After attributes were taken from the ends of blocks (8), before the table of contents (5).
        md.treeprocessors.register(_Gatherer(md, self), "qd-citation", 7)


class _CitationPattern(InlineProcessor):
    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[ElementTree.Element, int, int]:
        return ElementTree.Element(_MARKER, {"cited": m[1]}), m.start(0), m.end(0)


class _Gatherer(Treeprocessor):
    def __init__(self, md: Markdown, extension: CitationExtension) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, root: ElementTree.Element) -> None:
        for element in list(root.iter()):
            if element.tag in _BLOCKS or element is root:
                self._gather(element)

    def _gather(self, block: ElementTree.Element) -> None:
        cited: list[str] = []
        _take_markers(block, cited)
        if not cited:
            return
        parts = [part for inside in cited for part in _parts(inside)]
        html = self.extension.write(
            [p for p in parts if p and p != CONVENTION],
            convention=CONVENTION in parts,
            root=self.extension.root,
        )
        _append_text(block, self.md.htmlStash.store(html))


def _take_markers(element: ElementTree.Element, cited: list[str]) -> None:
    """Remove the markers that belong to a block (not to a block inside it) and keep the text around them."""
    for child in list(element):
        if child.tag == _MARKER:
            cited.append(child.get("cited", ""))
            index = list(element).index(child)
            element.remove(child)
            _give_tail(element, index, child.tail or "")
        elif child.tag not in _BLOCKS:
            _take_markers(child, cited)


def _give_tail(element: ElementTree.Element, index: int, tail: str) -> None:
    if index:
        before = element[index - 1]
        before.tail = (before.tail or "").rstrip(" ") + tail
    else:
        element.text = (element.text or "").rstrip(" ") + tail


def _append_text(block: ElementTree.Element, text: str) -> None:
    """Put text at the end of a block's own words: before the first block inside it (a nested list)."""
    children = list(block)
    nested = next((n for n, child in enumerate(children) if child.tag in _BLOCKS), len(children))
    _give_tail(block, nested, text) if nested == 0 else None
    if nested:
        before = children[nested - 1]
        before.tail = (before.tail or "").rstrip() + text
