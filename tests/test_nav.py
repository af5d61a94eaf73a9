"""The navigation: generated pages stand where ``folder/*`` stood."""

from typing import Any

import pytest

from qingdan.generated_pages import GeneratedPage
from qingdan.nav import expand_nav, nav_paths

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
