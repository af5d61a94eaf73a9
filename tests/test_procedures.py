"""The procedures of 倒排: steps with a source and no duration, whatever an author writes."""

from qingdan.site_plan import plan_site
from tests.conftest import ROOT
from tests.minimal_project import MinimalProject

PROCEDURES = "checklists/procedures.yml"


def test_a_step_cannot_have_a_duration(minimal: MinimalProject) -> None:
    minimal.replace(PROCEDURES, "hint: 没有写几天,", "days: 3,")
    problems = [str(problem) for problem in minimal.plan().problems]
    assert problems
    assert "未知字段“days”" in problems[0]


def test_a_step_needs_a_source_or_is_a_convention(minimal: MinimalProject) -> None:
    minimal.replace(PROCEDURES, ", convention: true", "")
    assert any("没有出处" in str(problem) for problem in minimal.plan().problems)


def test_unknown_roles_and_sources_are_reported(minimal: MinimalProject) -> None:
    minimal.replace(PROCEDURES, "who: lead-unit", "who: lead-unti")
    minimal.replace(PROCEDURES, "sources: [S0-1-1]", "sources: [S0-9-9]")
    words = "\n".join(str(problem) for problem in minimal.plan().problems)
    assert "lead-unti" in words
    assert "S0-9-9" in words


def test_facts_lead_back_to_the_procedures_that_use_them() -> None:
    views = plan_site(ROOT).views
    links = [link.url for link in views.uses("S3-2.3-10")]
    assert "timelines/backward.html#approval" in links


def test_the_procedures_of_the_speeches_are_there() -> None:
    views = plan_site(ROOT).views
    assert {"approval", "closing"} <= {procedure.id for procedure in views.procedures}
    approval = next(p for p in views.procedures if p.id == "approval")
    assert [step.sources for step in approval.steps] == [
        ("S3-2.3-10",), ("S3-2.3-11",), ("S3-2.3-12",), ("S3-2.3-13",)
    ]  # fmt: skip
