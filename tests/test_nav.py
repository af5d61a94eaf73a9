"""The navigation: generated pages stand where ``folder/*`` stood."""

import json
from types import SimpleNamespace
from typing import Any

import pytest

from qingdan.generated_pages import GeneratedPage
from qingdan.nav import expand_nav, nav_paths, nav_script

PAGES = [
    GeneratedPage("lists/index.md", "清单", ""),
    GeneratedPage("lists/q01.md", "第一份", ""),
    GeneratedPage("lists/q02.md", "第二份的全名", "", nav="第二份"),
    GeneratedPage("lists/old/q00.md", "更早的", ""),
    GeneratedPage("glossary.md", "术语表", ""),
]


@pytest.mark.parametrize(
    ("nav", "expanded"),
    [
        ([], []),
        (["index.md", {"甲": "a.md"}], ["index.md", {"甲": "a.md"}]),
        (
            [{"清单": ["lists/index.md", "lists/*"]}],
            [{"清单": ["lists/index.md", {"第一份": "lists/q01.md"}, {"第二份": "lists/q02.md"}]}],
        ),
        (
            [{"清单": ["lists/*", {"先看": "lists/q02.md"}]}],
            [{"清单": [{"清单": "lists/index.md"}, {"第一份": "lists/q01.md"}, {"先看": "lists/q02.md"}]}],
        ),
        ([{"甲": [{"乙": ["lists/old/*"]}]}], [{"甲": [{"乙": [{"更早的": "lists/old/q00.md"}]}]}]),
        ([{"无": ["none/*"]}], [{"无": []}]),
    ],
)
def test_folders_are_expanded_in_the_order_of_pages(nav: list[Any], expanded: list[Any]) -> None:
    before = repr(nav)
    assert expand_nav(nav, PAGES) == expanded
    assert repr(nav) == before


def test_paths_come_in_reading_order() -> None:
    nav: list[Any] = ["index.md", {"甲": [{"乙": "a.md"}, "b.md", {"丙": ["lists/*"]}]}, {"丁": "c.md"}]
    assert list(nav_paths(nav)) == ["index.md", "a.md", "b.md", "lists/*", "c.md"]


def test_the_finished_tree_is_written_for_scripts() -> None:
    def item(title: str, url: str = "", *children: SimpleNamespace) -> SimpleNamespace:
        return SimpleNamespace(title=title, url=url, children=list(children))

    tree = [
        item("首页", "index.html"),
        item("查找", "", item("角色", "", item("整改办", "roles/office.html"))),
    ]
    begin, end = "var QINGDAN_NAV=", ";\n"
    script = nav_script(tree)
    assert script.startswith(begin)
    assert script.endswith(end)
    assert json.loads(script[len(begin) : -len(end)]) == [
        ["首页", "index.html"],
        ["查找", [["角色", [["整改办", "roles/office.html"]]]]],
    ]
