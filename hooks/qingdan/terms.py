"""Glossary tooltips: the first use of a term on a page becomes a link that carries its meaning."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from xml.etree import ElementTree

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from qingdan.model import Term

_SKIPPED = frozenset("a code pre h1 h2 h3 h4 h5 h6 th button script style".split())


def term_names(terms: Iterable[Term]) -> dict[str, Term]:
    """What to look for → the term. A name that two terms share is left out: the page cannot tell which."""
    found: dict[str, Term | None] = {}
    for term in terms:
        if term.tooltip:
            for name in {term.term, *term.aka}:
                found[name] = None if name in found else term
    return {name: term for name, term in found.items() if term is not None and len(name) > 1}


class TermExtension(Extension):
    """Set ``root`` before each page: it leads from the page to the site's root."""

    def __init__(self, terms: Iterable[Term] = (), **options: Any) -> None:
        self.root = ""
        self.names = term_names(terms)
        longest_first = sorted(self.names, key=lambda name: (-len(name), name))
        self.pattern = re.compile("|".join(map(re.escape, longest_first))) if longest_first else None
        super().__init__(**options)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 -- Markdown calls it so
        # After citations were gathered (7), before the table of contents (5).
        md.treeprocessors.register(_Linker(md, self), "qd-term", 6)


class _Linker(Treeprocessor):
    def __init__(self, md: Markdown, extension: TermExtension) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, root: ElementTree.Element) -> None:
        if self.extension.pattern:
            self._walk(root, set())

    def _walk(self, element: ElementTree.Element, seen: set[str]) -> None:
        if element.tag in _SKIPPED:
            return
        children = list(element)
        self._link(element, None, element.text, seen)
        for child in children:
            self._walk(child, seen)
            self._link(element, child, child.tail, seen)

    def _link(
        self, parent: ElementTree.Element, after: ElementTree.Element | None, text: str | None, seen: set[str]
    ) -> None:
        """Replace first uses in ``parent.text`` (``after`` is None) or in the tail of a child."""
        assert self.extension.pattern
        rest = text or ""
        position = 0
        while match := self.extension.pattern.search(rest, position):
            term = self.extension.names[match[0]]
            if term.id in seen:
                position = match.end()
                continue
            seen.add(term.id)
            link = ElementTree.Element(
                "a",
                {
                    "class": "qd-term",
                    "href": f"{self.extension.root}glossary.md#{term.id}",
                    "data-tip": term.meaning,
                },
            )
            link.text = match[0]
            if after is None:
                parent.text = rest[: match.start()]
                parent.insert(0, link)
            else:
                after.tail = rest[: match.start()]
                parent.insert(list(parent).index(after) + 1, link)
            rest, position, after = rest[match.end() :], 0, link
            link.tail = rest
