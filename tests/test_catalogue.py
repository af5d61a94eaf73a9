"""What scripts learn of the lists: complete, with a version of its own, and safe inside a page."""

import json
import re
from typing import Any

from qingdan.catalogue import GLOBAL, catalogue, catalogue_script
from tests.minimal_project import MinimalProject

LIST = "checklists/lists/q01-plan.yml"


def test_lists_and_timelines_by_id(minimal: MinimalProject) -> None:
    found = catalogue(minimal.plan().views)
    assert found["lists"] == [
        {
            "id": "Q01",
            "title": "审核清单",
            "url": "lists/q01.html",
            "side": "rectify",
            "items": [
                {"id": "Q01-01", "text": "写全时限", "owner": "lead-unit", "level": "must"},
                {"id": "Q01-02", "text": "编上页码", "owner": "office", "level": "convention"},
            ],
            "retired": [{"id": "Q01-09", "text": "旧条目"}],
        }
    ]
    [timeline] = found["timelines"]
    assert (timeline["url"], timeline["milestones"][0]) == (
        "timelines/t01.html",
        {"id": "T01-01", "title": "开始"},
    )
    assert found["roles"] == {"office": "整改办", "lead-unit": "牵头单位"}


def test_how_a_due_day_is_reckoned(minimal: MinimalProject) -> None:
    minimal.replace(LIST, "    level: must", "    by: {from: start, plus: 2m}\n        level: must")
    [checklist] = catalogue(minimal.plan().views)["lists"]
    assert [item.get("by") for item in checklist["items"]] == ["start 2m", None]


def test_any_word_makes_another_version(minimal: MinimalProject) -> None:
    first = catalogue(minimal.plan().views)["kit"]
    assert re.fullmatch(r"2026-11-22-[0-9a-f]{6}", first)
    assert catalogue(minimal.plan().views)["kit"] == first
    minimal.replace(LIST, "编上页码", "编好页码")
    assert catalogue(minimal.plan().views)["kit"] != first


def test_the_script_is_the_same_data(minimal: MinimalProject) -> None:
    views = minimal.plan().views
    script = catalogue_script(views)
    assert script.startswith(f"var {GLOBAL} = ")
    assert json.loads(script.removeprefix(f"var {GLOBAL} = ").rstrip(";\n")) == catalogue(views)


def test_the_page_cannot_be_left_by_what_a_list_says(minimal: MinimalProject) -> None:
    minimal.replace(LIST, "编上页码", "</script><b>")
    plan = minimal.plan()
    embedded = re.search(
        r'<script type="application/json" id="qd-catalogue">(.*?)</script>',
        plan.pages["workbench.md"].html,
        re.S,
    )
    assert embedded
    data: dict[str, Any] = json.loads(embedded[1])
    assert data["lists"][0]["items"][1]["text"] == "</script><b>"
    assert data == catalogue(plan.views)
