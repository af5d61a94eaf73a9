"""The whole handbook as one document: guidance from the same Markdown as the pages, then the data.

Ids of several pages meet in one document, so a chapter's anchors carry its page's name, and links between pages
become links inside the document; what is not in it loses its link and keeps its words.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markupsafe import Markup, escape

from qingdan.citations import CitationExtension
from qingdan.pages import MarkdownPage
from qingdan.terms import TermExtension
from qingdan.views import SourceNote, Views

GUIDANCE = ("整改指引", "巡察指引")  # the sections of the navigation that are read from end to end
# Generated pages that are parts of the book, under other headings.
PARTS = {
    "compare/differences.md": "part-differences",
    "duties/index.md": "part-duties",
    "lists/index.md": "part-lists",
    "rectify/flowchart.md": "part-flow",
    "sources/index.md": "part-sources",
    "timelines/index.md": "part-timelines",
}
APPENDIX = ("compare/blanks.md", "help/conventions.md")


@dataclass(frozen=True)
class Chapter:
    """A hand-written page: ``html`` has its headings one level lower and no title of its own."""

    id: str
    title: str
    group: str  # the group in the navigation: 总览, 责任 …
    html: Markup
    notes: tuple[SourceNote, ...]


@dataclass(frozen=True)
class Handbook:
    """The guidance by section, and the pages that close the book."""

    parts: tuple[tuple[str, tuple[Chapter, ...]], ...]
    appendix: tuple[Chapter, ...]


def anchor_of(path: str, fragment: str = "") -> str:
    """Where a page, or a heading of it, stands in the document: ``p-rectify-closing--步骤``."""
    page = "p-" + path.removesuffix(".md").replace("/", "-")
    return f"{page}--{fragment}" if fragment else page


def write_handbook(
    views: Views,
    texts: Mapping[str, str],
    nav: Sequence[Any],
    extensions: Sequence[str],
    configs: Mapping[str, Any],
) -> Handbook:
    """``texts``: the Markdown of each page below its front matter; ``nav``, ``extensions`` and ``configs`` as in mkdocs.yml."""
    sections = [(title, list(_pages(entries))) for title, entries in _sections(nav) if title in GUIDANCE]
    inside = {path for _, pages in sections for path, _ in pages} | set(APPENDIX)
    writer = _Writer(views, inside, extensions, configs)

    def chapters(pages: Iterable[tuple[str, str]]) -> tuple[Chapter, ...]:
        return tuple(
            writer.chapter(views.pages[path], texts[path], group)
            for path, group in pages
            if path in views.pages
        )

    return Handbook(
        tuple((title, chapters(pages)) for title, pages in sections),
        chapters((path, "") for path in APPENDIX),
    )


def _sections(nav: Sequence[Any]) -> Iterable[tuple[str, Any]]:
    for entry in nav:
        if isinstance(entry, dict):
            yield from entry.items()


def _pages(entries: Any, group: str = "") -> Iterable[tuple[str, str]]:
    if isinstance(entries, str):
        yield entries, group
        return
    for entry in entries:
        if isinstance(entry, dict):
            for title, inner in entry.items():
                yield from _pages(inner, group if isinstance(inner, str) else title)
        else:
            yield from _pages(entry, group)


class _Writer:
    """Converts pages one after the other; what Markdown needs is set up once."""

    def __init__(
        self, views: Views, inside: set[str], extensions: Sequence[str], configs: Mapping[str, Any]
    ) -> None:
        self.views = views
        self.inside = inside
        self.page = ""
        self.markdown = Markdown(
            extensions=[
                *extensions,
                CitationExtension(self.cite),
                TermExtension(views.terms),
                _Anchors(self),
            ],
            extension_configs=dict(configs),
        )

    def chapter(self, page: MarkdownPage, text: str, group: str) -> Chapter:
        self.page = page.path
        html = self.markdown.reset().convert(text)
        notes = self.views.source_notes(page.sources)
        return Chapter(anchor_of(page.path), page.title, group, Markup(html), tuple(notes))

    def cite(self, sources: Sequence[str], *, convention: bool, root: str) -> str:
        """Ids in small type; each leads to its note at the chapter's end."""
        at = anchor_of(self.page)
        parts = [f'<a href="#{at}-{escape(s)}">{escape(s)}</a>' for s in dict.fromkeys(sources)]
        parts += ["<span>本工具约定</span>"] if convention else []
        return f'<span class="cites">〔{" ".join(parts)}〕</span>' if parts else ""

    def target(self, href: str) -> str:
        """The anchor that a link leads to inside the document; empty: it is not in it."""
        path, _, fragment = href.partition("#")
        full = posixpath.normpath(posixpath.join(posixpath.dirname(self.page), path)) if path else self.page
        if sheet := re.fullmatch(r"(?:lists|timelines)/([qt][0-9]{2})\.md", full):
            return fragment or sheet[1].upper()
        if path == "glossary.md" or full == "glossary.md":  # terms.py knows no folder of the page
            return f"term-{fragment}" if fragment else "part-glossary"
        if full in PARTS:
            return fragment if re.fullmatch(r"[DM][0-9]+", fragment) else PARTS[full]
        return anchor_of(full, fragment) if full in self.inside else ""


class _Anchors(Extension):
    def __init__(self, writer: _Writer) -> None:
        self.writer = writer
        super().__init__()

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 -- Markdown calls it so
        # After the table of contents gave headings their ids (5).
        md.treeprocessors.register(_Mover(md, self.writer), "qd-handbook", 3)


class _Mover(Treeprocessor):
    """Takes the title away, moves headings one level down, and makes ids and links fit one document."""

    def __init__(self, md: Markdown, writer: _Writer) -> None:
        super().__init__(md)
        self.writer = writer

    def run(self, root: ElementTree.Element) -> None:
        for heading in root.findall("h1"):
            root.remove(heading)
        for element in root.iter():
            if element.tag in ("h2", "h3", "h4", "h5"):
                element.tag = f"h{int(element.tag[1]) + 1}"
            if "id" in element.attrib:
                element.set("id", anchor_of(self.writer.page, element.attrib["id"]))
            if element.tag == "a" and "href" in element.attrib:
                target = self.writer.target(element.attrib["href"])
                element.attrib.clear()
                if target:
                    element.set("href", f"#{target}")
