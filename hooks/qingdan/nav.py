"""The navigation: a hand-written tree in which ``lists/*`` stands for every generated page of that folder."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from qingdan.generated_pages import GeneratedPage


def expand_nav(nav: list[Any], pages: Iterable[GeneratedPage]) -> list[Any]:
    """A copy of ``nav`` with every ``folder/*`` entry replaced by ``{title: path}`` of the pages in it.

    A page that the tree names itself is not repeated. Order is that of ``pages``.
    """
    by_folder: dict[str, list[dict[str, str]]] = {}
    named = set(nav_paths(nav))
    for page in pages:
        folder, _, _ = page.path.rpartition("/")
        if page.path not in named and not page.aside:
            by_folder.setdefault(folder, []).append({page.nav_title: page.path})
    return _expanded(nav, by_folder)


def _expanded(nav: list[Any], by_folder: dict[str, list[dict[str, str]]]) -> list[Any]:
    result: list[Any] = []
    for entry in nav:
        if isinstance(entry, str) and entry.endswith("/*"):
            result += by_folder.get(entry[:-2], [])
        elif isinstance(entry, dict):
            result.append(
                {
                    title: _expanded(value, by_folder) if isinstance(value, list) else value
                    for title, value in entry.items()
                }
            )
        else:
            result.append(entry)
    return result


def nav_script(items: Iterable[Any]) -> str:
    """``var QINGDAN_NAV=[[title, url or children], …];`` of the generator's finished tree, for the drawer.

    A page holds the tree of its own section only; ``url`` is relative to the site's root.
    """
    return f"var QINGDAN_NAV={json.dumps(_branches(items), ensure_ascii=False, separators=(',', ':'))};\n"


def _branches(items: Iterable[Any]) -> list[list[Any]]:
    return [[item.title, _branches(item.children) if item.children else item.url] for item in items]


def nav_paths(nav: list[Any]) -> Iterator[str]:
    """The Markdown paths that a navigation names, in reading order."""
    for entry in nav:
        if isinstance(entry, str):
            yield entry
        elif isinstance(entry, dict):
            for value in entry.values():
                yield from nav_paths(value) if isinstance(value, list) else [value]
