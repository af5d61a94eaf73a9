"""The index of the search: golden cases in tests/search_index/ (NAME.html → NAME.yml), and the script."""

import json
import random
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from qingdan.search_index import KINDS, Entry, Kind, index_script, page_entries, tidy

CASES = sorted(Path(__file__).with_name("search_index").glob("*.html"))


def read_back(script: str) -> dict[str, Any]:
    """Return the data of an index script."""
    start, end = "var QINGDAN_SEARCH=", ";\n"
    assert script.startswith(start)
    assert script.endswith(end)
    data = json.loads(script[len(start) : -len(end)])
    assert isinstance(data, dict)
    return data


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_page_entries(case: Path) -> None:
    html = case.read_text(encoding="utf-8")
    expected = yaml.safe_load(case.with_suffix(".yml").read_text(encoding="utf-8"))
    entries = page_entries(html, title="时限怎么定", url="rectify/deadlines.html")
    assert [[e.kind, e.title, e.url, e.context, e.text] for e in entries] == expected


def test_headings_of_another_kind() -> None:
    html = '<h2 id="a">签字</h2><h3 id="q1">要签字吗？</h3><p>要。</p><h2 id="more">相关页面</h2>'
    entries = page_entries(
        html,
        title="问答",
        url="ask/index.html",
        kind_of_heading=lambda level: "question" if level == 3 else "section",
    )
    assert [entry.kind for entry in entries] == ["page", "section", "question", "section"]


@pytest.mark.parametrize(
    ("text", "tidied"),
    [
        ("  第 3 条  ", "第3条"),
        ("讲话 S0 里", "讲话S0里"),
        ("GB/T  9704", "GB/T 9704"),
        ("全角\u3000空格", "全角空格"),
        ("甲 \n\n 乙", "甲\n乙"),
        ("零\u200b宽\u00ad字\ufeff符", "零宽字符"),
        ("", ""),
    ],
)
def test_tidy(text: str, tidied: str) -> None:
    assert tidy(text) == tidied


@given(st.text())
def test_tidy_twice_is_tidy_once(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


@given(st.text(alphabet="<>/=\"' \n&#;pdivh12id甲", max_size=60))
def test_any_html_gives_the_page_first(html: str) -> None:
    first, *sections = page_entries(html, title="页", url="a.html")
    assert (first.kind, first.title, first.url) == ("page", "页", "a.html")
    assert all(section.url.startswith("a.html#") for section in sections)


def test_script_holds_tables_and_short_rows() -> None:
    entries = [
        Entry(
            "item", "Q03-07 写到旬", "lists/q03.html#Q03-07", "没有期限的措施无法督办\n整改清单", "方案审核"
        ),
        Entry("page", "时限", "rectify/deadlines.html", "最粗写到旬。"),
        Entry("section", "分几档", "rectify/deadlines.html#%E5%88%86%E5%87%A0%E6%A1%A3", "三档。", "时限"),
        Entry("item", "Q03-08 签字", "lists/q03.html#Q03-08", "", "方案审核"),
    ]
    index = read_back(index_script(entries))
    assert index["kinds"] == list(get_args(Kind)) == list(KINDS)
    named = [
        [index["kinds"][kind], index["paths"][path], anchor, title, index["contexts"][context], text]
        for kind, path, anchor, title, context, text in index["rows"]
    ]
    assert named == [
        ["page", "rectify/deadlines.html", "", "时限", "", "最粗写到旬。"],
        ["section", "rectify/deadlines.html", "分几档", "分几档", "时限", "三档。"],
        ["item", "lists/q03.html", "Q03-07", "Q03-07写到旬", "方案审核", "没有期限的措施无法督办\n整改清单"],
        ["item", "lists/q03.html", "Q03-08", "Q03-08签字", "方案审核", ""],
    ]
    assert index["paths"] == ["rectify/deadlines.html", "lists/q03.html"]
    assert index["contexts"] == ["", "时限", "方案审核"]


def test_script_is_the_same_for_the_same_entries() -> None:
    entries = [Entry(kind, f"{kind}{n}", f"{kind}.html#{n}") for kind in KINDS for n in range(5)]
    script = index_script(entries)
    assert index_script(iter(entries)) == script
    assert index_script([*entries, *entries]) == script
    # Kinds may arrive in any order; within a kind the order is that of the navigation.
    kinds = list(KINDS)
    random.Random(1).shuffle(kinds)
    assert index_script(entry for kind in kinds for entry in entries if entry.kind == kind) == script


def test_script_can_stand_in_a_page() -> None:
    text = "</script><!-- \u2028\u2029 \\ \" ' `${1}`"
    script = index_script([Entry("page", "引号与标签", "a.html", text)])
    for mark in ("</", "<!--", "\u2028", "\u2029"):
        assert mark not in script
    assert read_back(script)["rows"][0][5] == tidy(text)


def test_empty_index_is_a_script_too() -> None:
    assert read_back(index_script([])) == {"kinds": list(KINDS), "paths": [], "contexts": [], "rows": []}
