"""What pages, print and office files say of the data: dates in words, uses of a source, rows by role."""

from typing import Any

import pytest

from qingdan.model import Band, Milestone, Timeline
from qingdan.views import Link, Names, Views
from qingdan.when_words import band_words, when_words
from tests.minimal_project import MinimalProject


@pytest.fixture
def views(minimal: MinimalProject) -> Views:
    plan = minimal.plan()
    assert plan.problems == []
    return plan.views


def options(*values: str) -> list[dict[str, Any]]:
    return [{"value": value, "label": value} for value in values]


def timeline(*milestones: dict[str, Any]) -> Timeline:
    anchors = [
        {"id": "start", "label": "起始日", "type": "date"},
        {"id": "months", "label": "整改期（月）", "type": "months", "default": 2},
        {"id": "own", "label": "自填的月数", "type": "months"},
        {"id": "limit", "label": "限几天", "type": "days", "default": 0},
    ]
    choices = [
        {"id": "base", "label": "从哪天", "kind": "day", "options": options("end", "start")},
        {"id": "last", "label": "取哪天", "kind": "end", "options": options("day", "month-end")},
    ]
    first = {
        "id": "T01-01",
        "title": "结束",
        "name": "end",
        "at": {"from": "start", "plus": "months"},
        "who": "office",
    }
    fields = {
        "id": "T01",
        "title": "甲",
        "purpose": "乙",
        "basis": "丙",
        "anchors": anchors,
        "choices": choices,
    }
    return Timeline.model_validate({**fields, "milestones": [first, *milestones]})


WEEKLY = {"every": "week", "from": "start", "until": "end"}


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ({"at": "start"}, "起始日"),
        ({"at": "end"}, "结束"),
        ({"at": {"from": "start", "plus": "10d"}}, "起始日后 10 天"),
        ({"at": {"from": "start", "plus": "2w"}}, "起始日后 2 周"),
        ({"at": {"from": "end", "plus": "6m"}}, "结束后 6 个月"),
        ({"at": {"from": "start", "plus": "months"}}, "起始日后 2 个月（整改期（月），可改）"),
        ({"at": {"from": "start", "plus": "own"}}, "起始日后自填的月数"),
        ({"at": {"from": "start", "plus": "limit"}}, "起始日后 0 天（限几天，可改）"),
        ({"at": {"from": "end", "plus": "-7d"}}, "结束前 7 天"),
        ({"at": {"from": "base", "plus": "6m"}}, "结束（可选）后 6 个月"),
        ({"at": {"from": "start", "plus": "2m", "end": "month-end"}}, "起始日后 2 个月，取那个月的最后一天"),
        ({"at": {"from": "start", "plus": "2m", "end": "last"}}, "起始日后 2 个月，可选取那个月的最后一天"),
        ({"at": "start", "time": "12:00"}, "起始日 12:00 前"),
        ({"at": {"from": "start", "plus": "1d"}, "time": "09:30"}, "起始日后 1 天 09:30 前"),
        (WEEKLY, "每周，自起始日至结束"),
        ({**WEEKLY, "weekday": "mon"}, "每周一，自起始日至结束"),
        ({**WEEKLY, "weekday": "fri", "time": "12:00"}, "每周五 12:00 前，自起始日至结束"),
        ({**WEEKLY, "weekday": "sun"}, "每周日，自起始日至结束"),
        ({**WEEKLY, "every": "xun"}, "每旬，自起始日至结束"),
        ({**WEEKLY, "every": "half-month"}, "每半月，自起始日至结束"),
        ({**WEEKLY, "every": "month"}, "每月，自起始日至结束"),
        ({**WEEKLY, "every": "month", "day": 5}, "每月5日，自起始日至结束"),
        # what the rules have reported is shown as it was written, so that serve goes on
        ({"at": {"from": "nix", "plus": "nox"}}, "nix后nox"),
        ({"every": "month"}, "每月，自至"),
    ],
)
def test_a_date_rule_in_words(rule: dict[str, Any], words: str) -> None:
    made = timeline({"id": "T01-02", "title": "丁", "who": "office", **rule})
    assert when_words(made.milestones[1], made) == words


@pytest.mark.parametrize(
    ("band", "words"),
    [
        ({"from": "start", "until": "end"}, "自起始日至结束"),
        ({"from": "start", "until": "start"}, "自起始日，立即"),
        ({"from": "base"}, "自结束（可选）起，没有写到哪天止"),
    ],
)
def test_a_band_in_words(band: dict[str, Any], words: str) -> None:
    assert band_words(Band.model_validate({"title": "档", **band}), timeline()) == words


def test_every_choice_of_the_model_has_words() -> None:
    """A new rhythm or weekday in the model must not be shown as nothing."""
    for field, rule in (("every", {}), ("weekday", {"every": "week"})):
        annotation = Milestone.model_fields[field].annotation
        choices = [c for part in annotation.__args__ for c in getattr(part, "__args__", ())]  # type: ignore[union-attr]
        assert choices
        said = {
            when_words(made.milestones[1], made)
            for choice in choices
            for made in [timeline({"id": "T01-02", "title": "丁", "who": "office", **rule, field: choice})]
        }
        assert len(said) == len(choices)
        assert all(words.startswith("每") for words in said)


def test_uses_name_each_place_once(views: Views) -> None:
    assert views.uses("S0-1-2") == [
        Link("rectify/deadlines.html#时限怎么定", "时限怎么定 › 时限怎么定？"),
        Link("rectify/deadlines.html#多长", "时限怎么定 › 多长？"),
        Link("timelines/t01.html", "T01 集中整改"),
        Link("timelines/t01.html#T01-02", "T01-02 结束"),
        Link("compare/differences.html#D1", "差异 D1 频次"),
        Link("rectify/flowchart.html", "全流程图"),
    ]
    assert views.uses("F-A1") == [Link("glossary.html#five-person-group", "术语 五人小组")]
    assert views.uses("S0-2-1") == []


def test_a_place_that_cites_a_source_twice_is_named_once(minimal: MinimalProject) -> None:
    minimal.append(
        "docs/rectify/deadlines.md", "\n再说一遍。[[S0-2-1]]又一遍。[[S0-2-1]]\n\n- 三遍。[[S0-2-1]]\n"
    )
    assert minimal.plan().views.uses("S0-2-1") == [Link("rectify/deadlines.html#多长", "时限怎么定 › 多长？")]


def test_a_page_whose_heading_is_its_title_is_named_once(minimal: MinimalProject) -> None:
    minimal.write("docs/a.md", "---\ntitle: 甲\n---\n序。[[S0-2-1]]\n\n# 甲\n\n文。[[S0-2-1]]\n")
    assert minimal.plan().views.uses("S0-2-1") == [Link("a.html", "甲"), Link("a.html#甲", "甲")]


def test_source_notes_come_once_in_the_order_asked(views: Views) -> None:
    notes = views.source_notes(["F-A2", "S0-1-1", "F-A2", "S9-9-9"])
    assert [(n.id, n.url, n.text, n.where, n.certainty) for n in notes] == [
        ("F-A2", "sources/outside.html#F-A2", "外部乙", "外部事实·条例", "低"),
        ("S0-1-1", "sources/s0.html#S0-1-1", "要点甲", "S0 甲·开场", ""),
    ]


def test_facts_come_by_passage_with_their_uses(views: Views) -> None:
    rows = views.fact_rows(views.speeches[0])
    assert [(title, [row.fact.id for row in facts]) for title, facts in rows] == [
        ("开场", ["S0-1-1", "S0-1-2"]),
        ("结尾", ["S0-2-1"]),
    ]
    assert rows[0][1][1].uses == tuple(views.uses("S0-1-2"))


def test_a_difference_has_a_row_for_every_speech(views: Views) -> None:
    rows = views.position_rows(views.differences[0])
    assert [(row.speech.id, row.position and row.position.text) for row in rows] == [
        ("S0", "每周一次"),
        ("S1", None),
    ]


def test_work_is_found_by_its_id(views: Views) -> None:
    assert views.work("Q01") == Link("lists/q01.html", "Q01 审核清单", "报批之前")
    assert views.work("T01") == Link("timelines/t01.html", "T01 集中整改", "排日子")
    assert views.work("Q99") is None


def test_what_a_role_has_to_do(views: Views) -> None:
    assert [c.id for c in views.checklists_of_role("office")] == ["Q01"]
    assert views.checklists_of_role("lead-unit") == []
    # its own items in lists that others fill in; of lists it fills in itself it sees all
    assert [(c.id, [i.id for i in own]) for c, own in views.items_of_role("lead-unit")] == [
        ("Q01", ["Q01-01"])
    ]
    assert views.items_of_role("office") == []
    assert [
        (t.id, [row.milestone.id for row in rows]) for t, rows in views.milestones_of_role("lead-unit")
    ] == [("T01", ["T01-03"])]
    assert views.pages_of_role("office") == [
        Link("rectify/deadlines.html", "时限怎么定")
    ]  # not the role's own


def test_what_a_stage_has(views: Views) -> None:
    assert [c.id for c in views.checklists_of_stage("plan")] == ["Q01"]
    assert [d.id for d in views.duties_of_stage("prepare")] == ["M02"]
    assert views.pages_of_stage("plan") == [Link("rectify/deadlines.html", "时限怎么定")]
    following = [views.next_stage(stage) for stage in views.stages]
    assert [stage and stage.id for stage in following] == ["close", None, None]  # sides do not mix


def test_the_phases_of_a_side_number_its_stages(views: Views) -> None:
    assert [
        (phase, [(stage.id, number, who) for stage, number, who in stages])
        for phase, stages in views.phases("rectify")
    ] == [("起步", [("plan", 1, ["整改办"])]), ("收口", [("close", 2, [])])]


def test_the_matrix_of_a_side_has_the_roles_that_take_part(views: Views) -> None:
    roles, duties = views.duties_of_side("inspect")
    assert ([r.id for r in roles], [d.id for d in duties]) == (["lead-unit"], ["M02"])


def test_milestone_rows_say_what_is_a_choice_of_this_kit(views: Views) -> None:
    rows = views.milestone_rows(views.timelines[0])
    assert [(row.who and row.who.name, row.choices) for row in rows] == [
        ("整改办", ""),
        ("整改办", ""),
        ("牵头单位", "星期几"),
    ]


def test_a_page_is_linked_by_its_path(views: Views) -> None:
    assert views.page_link("rectify/deadlines.md") == Link("rectify/deadlines.html", "时限怎么定")
    assert views.page_link("rectify/nix.md") is None


def test_an_unknown_id_stands_for_itself() -> None:
    assert Names({"office": "整改办"})["office"] == "整改办"
    assert Names({})["offise"] == "offise"
