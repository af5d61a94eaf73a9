"""What stands in the cells of tables: deadlines, names, numbered measures, choices, numbers."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from tests.browser.sheet_page import sheet_lab, value_of

IN_ONE_PAGE = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)

START = {"start": "2026-07-21"}
TITLE = {"year": 2026, "why": "标题里的"}
DEADLINES = """(_, {cells, context}) => cells.map((cell) =>
  Qingdan.lib.sheetDeadline.read(typeof cell === "string" ? {type: "text", text: cell} : cell, context))"""


@pytest.fixture(scope="module")
def lab(browser: Browser, addresses: dict[str, str]) -> Iterator[Page]:
    with sheet_lab(browser, addresses["file"]) as page:
        yield page


def deadlines(lab: Page, *cells: Any, **context: Any) -> list[dict[str, Any]]:
    found = value_of(lab, DEADLINES, cells=list(cells), context=context)
    assert isinstance(found, list)
    return found


def short(found: dict[str, Any]) -> str:
    """``2026-08-31``, ``2026-08-31 long``, ``long``, ``?``, or nothing."""
    what = {"day": found["date"], "ask": "?", "class": "", "empty": ""}[found["kind"]]
    return f"{what} {found['timeClass']}".strip()


CERTAIN = {
    "2026-08-31": "day", "2026.8.31": "day", "2026/8/31": "day", "2026年8月31日": "day", "2026年08月31号前": "day",
    "２０２６年８月３１日": "day", "2026年8月31日 17:30": "day", "2026-08-31 00:00:00": "day", "20260831": "day", "46265": "day",
    "二〇二六年八月三十一日": "day", "2026.8.31前完成": "day", "截至2026年8月31日": "day", "8/31/2026": "day",
    "2026年7月21日至2026年8月31日": "day", "2026.7.21-8.31": "day", "2026年8月1日至31日": "day", "2026年 8 月 31 日。": "day",
    "2026年8月底": "xun", "2026.8月底前完成": "xun", "2026年8月末": "xun", "2026年8月下旬": "xun", "2026年八月下旬": "xun",
    "2026年8月": "month", "2026.8": "month", "2026-08": "month", "2026年7月至8月": "month",
}  # fmt: skip


def test_deadlines_with_one_reading(lab: Page) -> None:
    found = deadlines(lab, *CERTAIN)
    assert {text: (one["date"], one["precision"]) for text, one in zip(CERTAIN, found, strict=True)} == {
        text: ("2026-08-31", precision) for text, precision in CERTAIN.items()
    }
    untold = [
        text
        for text, one in zip(CERTAIN, found, strict=True)
        if one["precision"] != "day" and not one["note"]
    ]
    assert untold == []


def test_other_deadlines_with_one_reading(lab: Page) -> None:
    cases = {
        "2026年9月上旬": "2026-09-10", "2026年9月中旬": "2026-09-20", "2028年2月底": "2028-02-29", "2026年底": "2026-12-31",
        "2026年底前": "2026-12-31", "2026年第三季度": "2026-09-30", "2026年三季度末": "2026-09-30", "2026年上半年": "2026-06-30",
        "2026年12月": "2026-12-31", "长期坚持": "long", "长期": "long", "持续推进": "long", "常态化": "long", "立行立改": "now",
        "即时": "now", "立即整改": "now", "集中整改期内": "period", "半年内": "half", "6个月内": "half", "一年内": "year",
        "2026年8月31日（长期坚持）": "2026-08-31 long", "立行立改，2026年8月底": "2026-08-31 now",
        "长期坚持，2026.8.31前见效": "2026-08-31 long",
        "": "", "/": "", "——": "", "无": "",
    }  # fmt: skip
    assert {text: short(one) for text, one in zip(cases, deadlines(lab, *cases), strict=True)} == cases


def test_a_missing_year_is_taken_from_what_is_known_or_asked_about(lab: Page) -> None:
    cases = {"8月底": "2026-08-31", "9月中旬": "2026-09-20", "8月上旬": "2026-08-10", "8月31日前": "2026-08-31", "8.31": "2026-08-31",
             "8月": "2026-08-31", "7月-9月": "2026-09-30", "年底": "2026-12-31", "年内": "2026-12-31", "明年3月": "2027-03-31"}  # fmt: skip
    for context in (START, TITLE):
        found = deadlines(lab, *cases, **context)
        assert {text: one["date"] for text, one in zip(cases, found, strict=True)} == cases
        assert all("没有写年份" in one["note"] for one in found), found
    assert [short(one) for one in deadlines(lab, *cases)] == ["?"] * len(cases)
    # Before the start: this year's or next year's, nobody knows.
    (early,) = deadlines(lab, "3月底", **START)
    assert (early["kind"], [one["date"] for one in early["candidates"]]) == (
        "ask",
        ["2026-03-31", "2027-03-31"],
    )


def test_what_has_no_one_reading_is_asked_about(lab: Page) -> None:
    cases: dict[str, list[str]] = {
        "2026年2月30日": [], "2026年13月": [], "26.8.31": ["2026-08-31"], "8/9/2026": ["2026-08-09", "2026-09-08"],
        "2026年8月初": ["2026-08-10"], "2026年8月中": ["2026-08-15", "2026-08-20"], "两个月内": ["2026-09-21"],
        "10天内": ["2026-07-31"], "15个工作日内": [], "及时": [], "适时": [], "待定": [], "已完成": [], "立行立改并长期坚持": [],
        "########": [], "2026年9月30日至2026年8月31日": ["2026-08-31"], "下周五": [], "8月31日、9月30日": [], "31日": [], "9999": [],
        "2026年8月31日和9月30日": [], "2026年10月前": ["2026-09-30", "2026-10-31"], "9月以前完成": ["2026-08-31", "2026-09-30"],
    }  # fmt: skip
    found = deadlines(lab, *cases, **START)
    assert {
        text: [c["date"] for c in one["candidates"]] for text, one in zip(cases, found, strict=True)
    } == cases
    assert [short(one) for one in found] == ["?"] * len(cases)
    assert all(one["reason"] for one in found)


def test_a_number_whose_last_zero_a_program_dropped_is_asked_about(lab: Page) -> None:
    numbers = ["8.3", "8.31", "2026.1", "2026.8", "46265"]
    found = deadlines(lab, *({"type": "number", "text": text} for text in numbers), **TITLE)
    assert [short(one) for one in found] == ["?", "2026-08-31", "?", "2026-08-31", "2026-08-31"]
    assert [[c["date"] for c in one["candidates"]] for one in found][:3:2] == [
        ["2026-08-03", "2026-08-30"],
        ["2026-01-31", "2026-10-31"],
    ]
    assert short(deadlines(lab, {"type": "error", "text": "#N/A"})[0]) == "?"


@IN_ONE_PAGE
@given(
    st.lists(
        st.text(
            st.sampled_from("2026年八月末8/.-31日前至旬底长期坚持立行改()，、 内半一个工作0"), max_size=14
        ),
        min_size=20,
        max_size=40,
    )
)
def test_whatever_stands_there_is_a_day_or_a_question(lab: Page, cells: list[str]) -> None:
    for one in deadlines(lab, *cells, **START):
        assert (one["kind"] == "day") == bool(one["date"])
        assert (one["kind"] == "ask") == bool(one["reason"])


def test_names_with_a_note_in_brackets_come_back_whole(lab: Page) -> None:
    names = [
        "王五（办公室主任、三级调研员）",
        "李四",
        "赵六（一、二级巡视员(正)、兼）",
        "钱七（没有配对",
        "孙八",
    ]
    script = "(_, {text}) => Qingdan.lib.sheetValues.readNames(text, true).value"
    assert value_of(lab, script, text="、".join(names)) == names
