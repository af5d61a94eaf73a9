"""The duty matrix: sides, stages in their order, columns, what a role gets of it; and the real one's honesty."""

import pytest

from qingdan.duty_views import PARTS, duties_of_role, duty_sides
from qingdan.model import Duty
from qingdan.site_plan import SitePlan, plan_site
from tests.conftest import ROOT
from tests.minimal_project import MinimalProject

DUTIES = "checklists/duties.yml"
MORE = """
- id: M04
  side: rectify
  task: 销号
  stage: close
  cells:
    office: {part: 审核, sources: [S0-1-1]}
- id: M03
  side: rectify
  task: 补措施
  stage: plan
  cells:
    office: {part: 主责, sources: [S0-1-1]}
"""


@pytest.fixture(scope="module")
def real() -> SitePlan:
    return plan_site(ROOT)


def test_a_side_has_its_tasks_by_stage_and_the_roles_that_take_part(minimal: MinimalProject) -> None:
    minimal.append(DUTIES, MORE)
    plan = minimal.plan()
    assert plan.problems == []
    rectify, inspect = duty_sides(plan.views)
    # the stages in their own order, the tasks of each in the file's
    assert [(g.title, [d.id for d in g.duties]) for g in rectify.stages] == [
        (plan.views.stage["plan"].title, ["M01", "M03"]),
        (plan.views.stage["close"].title, ["M04"]),
    ]
    assert [role.id for role in rectify.roles] == ["office", "lead-unit"]
    assert [role.id for role in inspect.roles] == ["lead-unit"]
    assert rectify.sources == ("S0-1-1", "S0-1-1", "S0-1-1")
    assert [rectify.width_of(role) for role in ("office", "lead-unit", "trainee")] == [
        "wide", "wide", "least"
    ]  # fmt: skip


def test_a_role_gets_its_own_parts_by_stage(minimal: MinimalProject) -> None:
    minimal.append(DUTIES, MORE)
    views = minimal.plan().views
    assert [(g.stage, [(d.id, c.part) for d, c in g.parts]) for g in duties_of_role(views, "office")] == [
        ("plan", [("M01", "牵头"), ("M03", "主责")]),
        ("close", [("M04", "审核")]),
    ]
    assert [g.stage for g in duties_of_role(views, "lead-unit")] == ["plan", "prepare"]  # both sides
    assert duties_of_role(views, "trainee") == []


def test_an_unknown_stage_comes_last_under_its_own_name(minimal: MinimalProject) -> None:
    minimal.append(DUTIES, MORE.replace("stage: close", "stage: nix"))
    plan = minimal.plan()
    assert plan.problems  # reported; serve goes on
    assert [g.title for g in duty_sides(plan.views)[0].stages][-1] == "nix"


def test_every_part_of_the_model_has_a_meaning() -> None:
    from typing import get_args

    from qingdan.model import Part

    assert tuple(PARTS) == get_args(Part)


def test_a_cell_whose_doer_no_speech_names_is_a_convention(real: SitePlan) -> None:
    """没有写由谁办 in a cell means that the column is this kit's choice."""
    for duty in real.views.duties:
        for role, cell in duty.cells.items():
            note = cell.note or ""
            where = f"{duty.id} {role}"
            assert cell.sources or cell.convention, where
            if "由谁" in note and "谁最后批" not in note:
                assert cell.convention, where


def test_sources_of_a_cell_are_of_the_speeches_that_its_note_names(real: SitePlan) -> None:
    def speeches(text: str) -> set[str]:
        return {f"S{digit}" for digit in "01234" if f"S{digit}" in text}

    def check(duty: Duty) -> None:
        for role, cell in duty.cells.items():
            cited = {source.split("-")[0] for source in cell.sources}
            assert speeches(cell.note or "") <= cited, f"{duty.id} {role}: {cell.note}"

    for duty in real.views.duties:
        check(duty)
