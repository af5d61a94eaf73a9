"""倒排: from a deadline backwards. Examples by hand, properties against the forward rule and a plain calendar."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from tests.browser.script_page import script_page

TODAY = "2026-09-10"
YEARS = [
    {
        "year": 2026,
        "holidays": [
            {"name": "国庆节", "first": "2026-10-01", "last": "2026-10-07", "workdays": ["2026-10-10"]}
        ],
    }
]


@pytest.fixture(scope="module")
def library(browser: Browser) -> Iterator[Page]:
    page = script_page(browser, "dates", "date-rules", "workdays", "backward")
    page.evaluate(
        "years => { window.lib = Qingdan.lib.backward; window.work = Qingdan.lib.workdays.of(years); }", YEARS
    )
    yield page
    page.context.close()


def rows(page: Page, deadline: str, *lengths: str, today: str = TODAY) -> list[dict[str, Any]]:
    """Plan steps of these lengths (``5b``; "" for one that is not filled in)."""
    steps = [{"text": "步骤", "amount": length[:-1], "unit": length[-1:] or "d"} for length in lengths]
    found: list[dict[str, Any]] = page.evaluate(
        "([plan, today]) => lib.rows(lib.sound(plan), today, work)",
        [{"deadline": deadline, "steps": steps}, today],
    )
    return found


def spans(found: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(row["start"], row["end"]) for row in found]


def test_a_plan_by_hand(library: Page) -> None:
    """4 days to 5 October, before it 2 weeks, before it 3 days, before it 5 workdays over two weekends."""
    assert spans(rows(library, "2026-10-05", "5b", "3d", "2w", "4d")) == [
        ("2026-09-07", "2026-09-14"),
        ("2026-09-14", "2026-09-17"),
        ("2026-09-17", "2026-10-01"),
        ("2026-10-01", "2026-10-05"),
    ]


@pytest.mark.parametrize(
    ("deadline", "length", "start"),
    [
        ("2026-07-04", "3d", "2026-07-01"),
        ("2026-07-04", "0d", "2026-07-04"),
        ("2026-03-31", "1m", "2026-02-28"),
        ("2024-03-31", "1m", "2024-02-29"),
        ("2026-09-21", "2m", "2026-07-21"),
        ("2027-01-15", "1m", "2026-12-15"),
        ("2026-01-05", "1w", "2025-12-29"),
        ("2026-10-12", "1b", "2026-10-10"),  # a Saturday on which people work for the holiday
        ("2026-10-12", "3b", "2026-10-08"),
        ("2026-10-08", "1b", "2026-09-30"),  # over the whole holiday
        ("2026-09-13", "1b", "2026-09-11"),  # from a Sunday
        ("2030-10-08", "2b", "2030-10-04"),  # a year that is not known: weekends alone
    ],
)
def test_one_step(library: Page, deadline: str, length: str, start: str) -> None:
    assert spans(rows(library, deadline, length)) == [(start, deadline)]


def test_a_step_without_a_length_leaves_what_is_before_it_open(library: Page) -> None:
    found = rows(library, "2026-12-31", "1d", "", "2d")
    assert spans(found) == [("", ""), ("", "2026-12-29"), ("2026-12-29", "2026-12-31")]
    assert [row["open"] for row in found] == ["later", "amount", ""]
    assert spans(rows(library, "", "1d")) == [("", "")]
    assert rows(library, "", "1d")[0]["open"] == "deadline"


def test_how_late_it_is(library: Page) -> None:
    found = rows(library, "2026-09-12", "3d", "2d", "1d")
    assert [row["late"] for row in found] == [4, 1, -1]
    assert library.evaluate("rows => lib.summary(rows)", found) == (
        "来不及：第 1、2 步的最迟开始日已过，最多过了 4 天。"
    )
    assert "就是今天" in library.evaluate("rows => lib.summary(rows)", rows(library, "2026-09-12", "2d"))
    assert "还有 1 天" in library.evaluate("rows => lib.summary(rows)", rows(library, "2026-09-12", "1d"))
    missing = rows(library, "2026-09-12", "1d", "", "9d")
    assert library.evaluate("rows => lib.summary(rows)", missing).startswith("来不及：第 3 步")
    assert "还有 2 步算不出" in library.evaluate("rows => lib.summary(rows)", missing)


def test_what_was_stored_is_never_trusted(library: Page) -> None:
    strange: list[Any] = [
        None, 1, "x", [], {"steps": "x"}, {"deadline": "2026-02-30", "steps": [None, 1, {"amount": 3}]},
        {"steps": [{"amount": "1e9", "unit": "y", "sources": ["<b>", 1, "S3-2.3-10"], "text": "a" * 999}] * 99},
    ]  # fmt: skip
    for value in strange:
        plan = library.evaluate("value => lib.sound(value)", value)
        assert plan["deadline"] == ""
        assert len(plan["steps"]) <= 60
        for step in plan["steps"]:
            assert (step["amount"], step["unit"]) == ("", "d")
            assert len(step["text"]) <= 200
            assert step["sources"] in ([], ["S3-2.3-10"])


DAY = st.dates(date(2024, 1, 1), date(2032, 12, 31)).map(date.isoformat)
LENGTH = st.builds(lambda n, unit: f"{n}{unit}", st.integers(0, 60), st.sampled_from("dbwm"))


def is_off(day: date) -> bool:
    """The calendar above, read plainly."""
    if day == date(2026, 10, 10):
        return False
    return date(2026, 10, 1) <= day <= date(2026, 10, 7) or day.weekday() > 4


@given(DAY, st.lists(LENGTH, min_size=1, max_size=8))
def test_steps_join_and_end_on_the_deadline(library: Page, deadline: str, lengths: list[str]) -> None:
    found = spans(rows(library, deadline, *lengths))
    assert found[-1][1] == deadline
    assert all(end == start for (_, end), (start, _) in pairwise(found))
    assert all(start <= end for start, end in found)


@given(DAY, st.integers(0, 60), st.sampled_from("dw"))
def test_forwards_again_it_is_the_deadline(library: Page, deadline: str, amount: int, unit: str) -> None:
    [(start, _)] = spans(rows(library, deadline, f"{amount}{unit}"))
    assert library.evaluate(
        "([day, n]) => Qingdan.lib.dateRules.add(day, n)", [start, f"{amount}{unit}"]
    ) == (deadline)


@given(DAY, st.integers(1, 40))
def test_workdays_are_counted_by_the_calendar(library: Page, deadline: str, amount: int) -> None:
    [(start, _)] = spans(rows(library, deadline, f"{amount}b"))
    first, end = date.fromisoformat(start), date.fromisoformat(deadline)
    between = [
        first + timedelta(n) for n in range((end - first).days)
    ]  # the deadline's own day is not counted
    assert not is_off(first)
    assert sum(not is_off(day) for day in between) == amount


@given(st.lists(st.integers(0, 99), max_size=9, unique=True), st.data())
def test_moving_keeps_every_step(library: Page, steps: list[int], data: st.DataObject) -> None:
    if not steps:
        return
    at = st.integers(0, len(steps) - 1)
    source, target = data.draw(at), data.draw(at)
    given_steps = [{"id": str(one), "at": one % 7} for one in steps]  # some of them in one place
    moved = library.evaluate("([steps, a, b]) => lib.move(steps, a, b)", [given_steps, source, target])
    ids = [one["id"] for one in moved]
    assert sorted(ids) == sorted(str(one) for one in steps)
    assert ids[target] == str(steps[source])
    assert ids[:target] + ids[target + 1 :] == [str(one) for one in steps if one != steps[source]]
    if source != target:  # and so it is read again: by its place
        before, after = moved[max(target - 1, 0) : target], moved[target + 1 : target + 2]
        assert all(one["at"] < moved[target]["at"] for one in before)
        assert all(one["at"] > moved[target]["at"] for one in after)
