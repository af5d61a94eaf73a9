"""The date rules: one table of examples for every implementation, and properties against a plain oracle."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from qingdan.build_model import load_kit
from tests import date_oracle
from tests.browser.script_page import script_page

ROOT = Path(__file__).parent.parent.parent
VECTORS: dict[str, list[dict[str, Any]]] = json.loads(
    (ROOT / "tests" / "vectors" / "dates.json").read_text(encoding="utf-8")
)


@cache
def calendar_years() -> list[dict[str, Any]]:
    kit, problems = load_kit(ROOT / "checklists")
    assert problems == []
    return [year.value.model_dump(mode="json") for year in kit.calendar]


@pytest.fixture(scope="module")
def library(browser: Browser) -> Iterator[Page]:
    page = script_page(browser, "dates", "date-rules", "workdays")
    page.evaluate(
        "years => { window.rules = Qingdan.lib.dateRules; window.work = Qingdan.lib.workdays.of(years); }",
        calendar_years(),
    )
    yield page
    page.context.close()


def test_there_are_enough_vectors_and_each_has_a_name_of_its_own() -> None:
    names = [vector["name"] for group in ("add", "occurrences", "workdays") for vector in VECTORS[group]]
    assert len(names) >= 60
    assert len(set(names)) == len(names)


# ── The browser ──


def test_the_browser_adds_lengths(library: Page) -> None:
    found = library.evaluate("all => all.map((one) => rules.add(one.from, one.plus))", VECTORS["add"])
    assert found == [vector["to"] for vector in VECTORS["add"]]


def test_the_browser_finds_occurrences(library: Page) -> None:
    vectors = VECTORS["occurrences"]
    found = library.evaluate(
        "all => all.map((one) => rules.occurrences(one.rhythm, one.from, one.until))", vectors
    )
    assert found == [vector["days"] for vector in vectors]


def test_the_browser_knows_workdays(library: Page) -> None:
    vectors = VECTORS["workdays"]
    found = library.evaluate(
        """all => all.map(({day}) => {
          const {kind, name, known} = work.about(day);
          return {kind, holiday: name, known, suggest: work.previous(day)};
        })""",
        vectors,
    )
    assert found == [{k: v[k] for k in ("kind", "holiday", "known", "suggest")} for v in vectors]


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2026-07-21", ""),
        ("2026-08-15", "周末"),
        ("2026-10-01", "国庆节放假"),
        ("2026-10-10", "国庆节调休上班"),
        ("2027-07-24", "周末；放假安排未公布，只按周末判断"),
        ("2027-07-21", "放假安排未公布，只按周末判断"),
    ],
)
def test_a_day_in_words(library: Page, day: str, words: str) -> None:
    assert library.evaluate("day => work.words(day)", day) == words


def test_a_year_given_later_takes_the_place_of_the_former(library: Page) -> None:
    years = [
        *calendar_years(),
        {"year": 2027, "holidays": [{"name": "元旦", "first": "2027-01-01", "last": "2027-01-03"}]},
        {"year": 2026, "holidays": []},
    ]
    found = library.evaluate(
        """years => { const one = Qingdan.lib.workdays.of(years);
          return [one.years, one.words("2027-01-01"), one.previous("2027-01-03"), one.words("2026-10-01")]; }""",
        years,
    )
    assert found == [[2025, 2026, 2027], "元旦放假", "2026-12-31", ""]


# ── The oracle, which has to be right itself ──


def test_the_oracle_agrees_with_the_vectors() -> None:
    day = date.fromisoformat
    for vector in VECTORS["add"]:
        assert date_oracle.add(day(vector["from"]), vector["plus"]) == day(vector["to"]), vector["name"]
    for vector in VECTORS["occurrences"]:
        found = date_oracle.occurrences(vector["rhythm"], day(vector["from"]), day(vector["until"]))
        assert [one.isoformat() for one in found] == vector["days"], vector["name"]
    for vector in VECTORS["workdays"]:
        found_about = date_oracle.about(calendar_years(), day(vector["day"]))
        assert found_about == {k: vector[k] for k in ("kind", "holiday", "known")}, vector["name"]
        suggested = date_oracle.previous_workday(calendar_years(), day(vector["day"]))
        assert suggested.isoformat() == vector["suggest"], vector["name"]


# ── Properties: many inputs, each batch computed in one call ──

days = st.dates(date(2000, 1, 1), date(2100, 12, 31))
spans = st.tuples(days, st.integers(-5, 800)).map(lambda pair: (pair[0], pair[0] + timedelta(days=pair[1])))
lengths = st.tuples(st.integers(-400, 400), st.sampled_from("dwm")).map(lambda pair: f"{pair[0]}{pair[1]}")
rhythms = st.fixed_dictionaries(
    {"every": st.sampled_from(["week", "xun", "half-month", "month"])},
    optional={
        "weekday": st.sampled_from(date_oracle.WEEKDAYS),
        "day": st.integers(1, 31),
        "edge": st.sampled_from(["start", "end"]),
    },
)


@settings(deadline=None, max_examples=20)
@given(st.lists(st.tuples(rhythms, spans), min_size=1, max_size=25))
def test_occurrences_are_those_of_the_oracle_and_in_order(
    library: Page, cases: list[tuple[dict[str, Any], tuple[date, date]]]
) -> None:
    found = library.evaluate(
        "all => all.map(([rhythm, from, until]) => rules.occurrences(rhythm, from, until))",
        [[rhythm, start.isoformat(), until.isoformat()] for rhythm, (start, until) in cases],
    )
    for (rhythm, (start, until)), got in zip(cases, found, strict=True):
        assert got == [day.isoformat() for day in date_oracle.occurrences(rhythm, start, until)]
        assert got == sorted(set(got))
        assert all(start.isoformat() <= day <= until.isoformat() for day in got)


@settings(deadline=None, max_examples=20)
@given(st.lists(st.tuples(days, lengths), min_size=1, max_size=50))
def test_lengths_are_added_as_the_oracle_does(library: Page, cases: list[tuple[date, str]]) -> None:
    found = library.evaluate(
        "all => all.map(([day, length]) => rules.add(day, length))",
        [[day.isoformat(), length] for day, length in cases],
    )
    assert found == [date_oracle.add(day, length).isoformat() for day, length in cases]


@settings(deadline=None, max_examples=10)
@given(st.lists(st.dates(date(2024, 12, 1), date(2027, 2, 1)), min_size=1, max_size=80))
def test_workdays_are_those_of_the_oracle(library: Page, cases: list[date]) -> None:
    found = library.evaluate(
        "all => all.map((day) => [work.about(day).kind, work.previous(day)])",
        [day.isoformat() for day in cases],
    )
    years = calendar_years()
    assert found == [
        [date_oracle.about(years, day)["kind"], date_oracle.previous_workday(years, day).isoformat()]
        for day in cases
    ]
