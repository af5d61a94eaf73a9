"""A timeline's dates from what a unit filled in: the real timelines, some days listed by hand, properties."""

import json
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from playwright.sync_api import Browser, Page

from qingdan.site_plan import plan_site
from qingdan.timeline_data import timeline_data
from tests.browser.script_page import script_page

ROOT = Path(__file__).parent.parent.parent


@cache
def timelines() -> dict[str, Any]:
    views = plan_site(ROOT).views
    return {timeline.id: timeline_data(views, timeline) for timeline in views.timelines}


@pytest.fixture(scope="module")
def library(browser: Browser) -> Iterator[Page]:
    page = script_page(browser, "dates", "date-rules", "workdays", "schedule", "timeline-dues", "ics")
    page.evaluate("timelines => { window.timelines = timelines; }", timelines())
    yield page
    page.context.close()


def days(library: Page, timeline: str, **profile: Any) -> dict[str, list[str]]:
    """Return the days of every step that has some."""
    found: dict[str, list[str]] = library.evaluate(
        """([id, profile]) => Object.fromEntries(Qingdan.lib.schedule.of(timelines[id], profile).steps
          .filter(({rows}) => rows.length).map(({step, rows}) => [step.id, rows.map(({day}) => day)]))""",
        [timeline, profile],
    )
    return found


def steps(library: Page, timeline: str, **profile: Any) -> dict[str, dict[str, Any]]:
    """Return what is said of every step besides its days."""
    found: dict[str, dict[str, Any]] = library.evaluate(
        """([id, profile]) => Object.fromEntries(Qingdan.lib.schedule.of(timelines[id], profile).steps
          .map(({step, use, sample, missing, problem, rows}) => [step.id, {use, sample, missing, problem, count: rows.length}]))""",
        [timeline, profile],
    )
    return found


def test_the_worked_example_of_two_months(library: Page) -> None:
    found = days(library, "T01", start="2026-07-21", feedback="2026-07-10", **{"T01/publish": "2026-08-05"})
    assert found["T01-02"] == ["2026-07-21"]
    assert found["T01-06"] == found["T01-07"] == ["2026-09-21"]
    assert found["T01-03"] == ["2026-08-05"]
    assert found["T01-08"] == ["2027-01-21"]
    assert found["T01-09"] == ["2027-07-21"]
    assert found["T01-10"] == ["2026-09-14"]
    assert found["T01-05"] == [
        "2026-07-31",
        "2026-08-10",
        "2026-08-20",
        "2026-08-31",
        "2026-09-10",
        "2026-09-20",
    ]
    assert found["T01-04"] == [
        "2026-07-27",
        "2026-08-03",
        "2026-08-10",
        "2026-08-17",
        "2026-08-24",
        "2026-08-31",
        "2026-09-07",
        "2026-09-14",
        "2026-09-21",
    ]


def test_the_half_year_and_the_year_run_from_where_the_unit_says(library: Page) -> None:
    given_ = {"start": "2026-07-21", "feedback": "2026-07-10"}
    feedback = days(library, "T01", **given_, **{"T01/base": "feedback"})
    assert (feedback["T01-08"], feedback["T01-09"]) == (["2027-01-10"], ["2027-07-10"])
    end = days(library, "T01", **given_, **{"T01/base": "end"})
    assert (end["T01-08"], end["T01-09"]) == (["2027-03-21"], ["2027-09-21"])
    bands = library.evaluate(
        """profile => Qingdan.lib.schedule.of(timelines.T01, profile).bands.map(({from, until}) => [from, until])""",
        {**given_, "T01/base": "end"},
    )
    assert bands == [
        ["2026-07-21", "2026-07-21"],
        ["2026-07-21", "2026-09-21"],
        ["2026-09-21", "2027-03-21"],
        ["2026-09-21", "2027-09-21"],
    ]


def test_what_the_unit_changes_of_a_step(library: Page) -> None:
    start = {"start": "2026-07-21"}
    changed = {
        "T01-04/weekday": "fri",
        "T01-05/edge": "start",
        "T01-05/from": "publish",
        "T01/publish": "2026-08-20",
    }
    found = days(library, "T01", **start, **changed, months="1")
    assert found["T01-04"] == ["2026-07-24", "2026-07-31", "2026-08-07", "2026-08-14", "2026-08-21"]
    assert found["T01-05"] == ["2026-08-21"]
    kickoff = {"T03/kickoff": "2026-01-05", "T03/clear": "2026-03-31"}
    assert days(library, "T03", **kickoff)["T03-11"] == ["2026-01-31", "2026-02-28", "2026-03-31"]
    fifth = days(library, "T03", **kickoff, **{"T03-11/day": "5"})
    assert fifth["T03-11"] == ["2026-01-05", "2026-02-05", "2026-03-05"]


def test_the_end_of_the_second_month_is_the_day_or_the_months_last(library: Page) -> None:
    assert days(library, "T02", start="2026-03-20")["T02-06"] == ["2026-05-20"]
    assert days(library, "T02", start="2026-03-20", **{"T02/midterm": "month-end"})["T02-06"] == [
        "2026-05-31"
    ]


def test_a_unit_picks_one_set_of_rhythms(library: Page) -> None:
    def used(**profile: Any) -> list[str]:
        found = steps(library, "T04", **profile)
        return [i for i in ("T04-16", "T04-17", "T04-18", "T04-19", "T04-20") if found[i]["use"] == "used"]

    assert used() == ["T04-16", "T04-17", "T04-18", "T04-19", "T04-20"]
    assert used(**{"T04/rhythm": "s0"}) == ["T04-16", "T04-17"]
    assert used(**{"T04/rhythm": "s1"}) == ["T04-18"]
    assert used(**{"T04/rhythm": "s3", "T04-20/off": True}) == ["T04-19"]


def test_what_is_blank_stays_blank(library: Page) -> None:
    blank = steps(library, "T03")["T03-16"]
    assert (blank["missing"], blank["count"]) == ("没改到位的限几天办结", 0)
    filled = days(library, "T03", **{"T03/redo": "10", "T03/close": "2026-06-03"})
    assert filled["T03-16"] == ["2026-06-13"]
    # what is no number of days is not guessed at
    for wrong in ("0", "-3", "2.5", "abc", "367", ""):
        assert steps(library, "T03", **{"T03/redo": wrong})["T03-16"]["count"] == 0


def test_a_date_is_an_example_until_all_that_it_rests_on_is_filled_in(library: Page) -> None:
    samples = {i for i, one in steps(library, "T01", start="2026-07-21").items() if one["sample"]}
    assert samples == {"T01-01", "T01-03"}
    assert all(one["sample"] for one in steps(library, "T01").values() if one["count"])


def test_an_end_before_its_start_is_said(library: Page) -> None:
    found = steps(library, "T03", **{"T03/kickoff": "2026-09-01", "T03/clear": "2026-08-31"})["T03-08"]
    assert found["problem"] == "止（2026年8月31日）早于起（2026年9月1日），一次也排不出"
    found = steps(library, "T03", **{"T03/kickoff": "2026-09-01", "T03/clear": "2926-08-31"})["T03-08"]
    assert found["problem"] == "起止相隔超过十年，请核对日期"


def test_a_period_may_have_begun_before_the_meeting(library: Page) -> None:
    given_ = {"T04/kickoff": "2026-07-29", "start": "2026-07-21"}
    found = days(library, "T04", **given_)
    assert found["T04-04"] == ["2026-07-29"]
    assert found["T04-22"] == ["2026-09-21"]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("", "S0报市委巡察组；S1报市纪委监委、市委组织部"),
        ("市委巡察组", "市委巡察组"),
        ("s1", "市纪委监委、市委组织部"),
        ("县委巡察办", "县委巡察办"),
    ],
)
def test_to_whom_is_the_units_choice(library: Page, value: str, words: str) -> None:
    found = library.evaluate(
        """value => { const step = timelines.T04.milestones.find(({id}) => id === "T04-13");
          return Qingdan.lib.schedule.recipient(timelines.T04, {"T04/report-to": value}, step); }""",
        value,
    )
    assert found == words


def test_dues_are_the_units_own_dates_and_a_missed_rhythm_is_one(library: Page) -> None:
    library.clock.set_fixed_time("2026-08-12T09:00:00+08:00")

    def dues(profile: dict[str, Any], marks: dict[str, Any]) -> list[list[Any]]:
        found: list[list[Any]] = library.evaluate(
            """([profile, marks]) => Qingdan.lib.timelineDues.of(Object.values(timelines), profile, new Map(Object.entries(marks)))
              .map(({id, tick, more}) => [id, tick.due, more])""",
            [profile, marks],
        )
        return found

    assert dues({"start": "2026-07-21"}, {}) == []  # no timeline of the unit's own
    own = {"start": "2026-07-21", "T01/publish": "2026-08-05", "T01-04/off": ""}
    done = {"T01-05@2026-07-31": {"state": "done"}}
    found = dues(own, done)
    assert ["T01-03", "2026-08-05", 0] in found
    assert ["T01-04@2026-08-10", "2026-08-10", 2] in found
    assert ["T01-05@2026-08-10", "2026-08-10", 0] in found
    assert not any(one[0].startswith(("T02", "T01-01")) for one in found)  # not used, an example
    assert dues({**own, "T01/follow": False}, done) == []


# ── Properties ──


def value_of(anchor: dict[str, Any]) -> st.SearchStrategy[str]:
    """What people, and files, may bring as an answer."""
    if anchor["type"] == "date":
        return st.dates(date(2024, 1, 1), date(2029, 12, 31)).map(date.isoformat) | st.sampled_from(
            ["", "昨天"]
        )
    if anchor["type"] == "text":
        return st.text(max_size=40)
    return st.integers(-1, 70).map(str) | st.just("")


@st.composite
def profiles(draw: st.DrawFn, timeline: str) -> dict[str, Any]:
    data = timelines()[timeline]
    profile: dict[str, Any] = {}
    for anchor in data["anchors"]:
        key = anchor["id"] if anchor["shared"] else f"{timeline}/{anchor['id']}"
        if draw(st.booleans()):
            profile[key] = draw(value_of(anchor))
    for choice in data["choices"]:
        profile[f"{timeline}/{choice['id']}"] = draw(st.sampled_from([o["value"] for o in choice["options"]]))
    for step in data["milestones"]:
        if step["every"] and draw(st.booleans()):
            profile[f"{step['id']}/weekday"] = draw(st.sampled_from(["mon", "sun", "xxx"]))
            profile[f"{step['id']}/day"] = draw(st.sampled_from(["1", "29", "31", "x"]))
            profile[f"{step['id']}/edge"] = draw(st.sampled_from(["start", "end"]))
    return profile


@settings(deadline=None, max_examples=60)
@given(
    st.sampled_from(["T01", "T02", "T03", "T04", "T05", "T06"]).flatmap(
        lambda t: st.tuples(st.just(t), profiles(t))
    )
)
def test_rows_are_sorted_within_their_bounds_and_their_keys_stable(
    library: Page, case: tuple[str, dict[str, Any]]
) -> None:
    timeline, profile = case
    found = library.evaluate(
        """([id, profile]) => {
          const read = () => Qingdan.lib.schedule.of(timelines[id], profile), one = read();
          const find = (name) => { const step = timelines[id].milestones.find((m) => m.name === name);
            return step && one.steps.find((s) => s.step === step).rows[0]?.day; };
          const anchor = (name) => { const a = timelines[id].anchors.find((a) => a.id === name);
            if (!a) return find(name); const v = profile[Qingdan.lib.schedule.keyOf(timelines[id], a)];
            return Qingdan.lib.dates.isDate(v) ? v : a.example; };
          return {rows: one.rows.map(({key, day, step}) => [key, day, step.every && anchor(step.from), step.every && anchor(step.until)]),
            again: read().rows.map(({key}) => key)};
        }""",
        [timeline, profile],
    )
    rows = found["rows"]
    keys = [key for key, *_ in rows]
    assert keys == found["again"]
    assert len(set(keys)) == len(keys)
    assert [day for _, day, *_ in rows] == sorted(day for _, day, *_ in rows)
    for key, day, start, until in rows:
        assert key.split("@")[1:] in ([], [day])
        if "@" in key:
            assert start <= day <= until


def test_a_calendar_file_of_a_thousand_random_inputs_keeps_every_date(library: Page) -> None:
    files = library.evaluate(
        """() => {
          let seed = 20260721;
          const random = (below) => (seed = (seed * 1103515245 + 12345) % 2147483648) % below;
          const pick = (all) => all[random(all.length)];
          const words = ["整改", "，", ";", "\\\\", "\\n", "\\r\\n", "🀄", "é", " ", "\\u0007", "a,b", "汇报".repeat(40), "：", "\\u2028"];
          const text = () => Array.from({length: random(9)}, () => pick(words)).join("");
          return Array.from({length: 1000}, (_, file) => {
            const events = Array.from({length: 1 + random(4)}, (_, at) => ({
              uid: `T01-${at}.${file}@qingdan.invalid`, time: pick(["", "12:00", "00:00", "23:59"]),
              day: Qingdan.lib.dates.addDays("2024-01-01", random(3000)), summary: "节点" + text(), description: text(),
            }));
            return {events, ics: Qingdan.lib.ics.write("时间轴" + text(), events, new Date(Date.UTC(2026, 7, 12)))};
          });
        }"""
    )
    assert len(files) == 1000
    for file in files:
        raw = file["ics"].encode()
        assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
        found = Calendar.from_ical(raw).walk("VEVENT")
        assert len(found) == len(file["events"])
        for event, wanted in zip(found, file["events"], strict=True):
            start = event.decoded("dtstart")
            assert str(event["uid"]) == wanted["uid"]
            assert start.strftime("%Y-%m-%d") == wanted["day"]
            assert (start.strftime("%H:%M") if wanted["time"] else "") == wanted["time"]
            if wanted["time"]:
                assert start.utcoffset().total_seconds() == 8 * 3600
            clean = wanted["summary"].replace("\r\n", "\n").replace("\r", "\n").replace("\x07", " ")
            assert str(event["summary"]) == clean


def test_vectors_of_the_schedule_are_json(library: Page) -> None:
    """What the page embeds is what the library is tested with."""
    assert json.loads(json.dumps(timelines())) == library.evaluate("timelines")
