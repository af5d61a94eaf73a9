"""Office forms: the rules of their files, their rows and boxes, and what this project's forms rest on."""

from pathlib import Path

import pytest

from qingdan.form_parts import blanks, cited, field_rows, label_parts, mark, parts, pieces, signers
from qingdan.forms_model import Blank, Block, Choice, Form, Paragraph
from qingdan.site_plan import SitePlan, plan_site
from tests.conftest import ROOT
from tests.minimal_project import MinimalProject

FILE = "checklists/forms/w01-claim.yml"

# Named in the brief of this kit: none may go missing, and their ids stay.
TITLES = {
    "W01": "整改任务认领单",
    "W02": "整改台账（空白样表）",
    "W03": "整改措施审核签批表",
    "W04": "整改进展报告表（周、旬、半月、月）",
    "W05": "重大事项会商记录",
    "W06": "整改专题民主生活会对照检查提纲",
    "W07": "销号申请与审查表",
    "W08": "限时办结通知",
    "W09": "回炉补课通知",
    "W10": "延期申请",
    "W11": "整改情况报告提纲",
    "W12": "主要负责人组织落实情况报告提纲",
    "W13": "签字背书承诺书",
    "W14": "回头看检查表",
    "W15": "防反弹回访记录",
    "W16": "反向核查抽样表",
    "W17": "约请沟通函",
}

BROKEN = {
    "an id twice": ("W01-02, label", "W01-01, label", "栏目编号“W01-01”重复，请另编一个"),
    "an id of another form": ("W01-02, label", "W02-02, label", "栏目编号“W02-02”应以“W01-”开头，请改编号"),
    "a retired id": (
        "blocks:",
        "retired: [{id: W01-02, text: 旧栏, since: 2026-11-01}]\nblocks:",
        "编号“W01-02”已停用，不能重用，请另编一个新编号",
    ),
    "no source": ("label: 单位, prefill: unit, convention: true", "label: 单位", "这一条没有出处"),
    "no source of a choice": (
        "{text: 组织部, sources: [S1-1-1]}",
        "{text: 组织部}",
        "这一条没有出处，请补 sources；讲话没有说的，写 convention: true",
    ),
    "an unknown source": ("sources: [S1-1-1]", "sources: [S1-9-9]", "未知出处“S1-9-9”"),
    "an unknown role": ("roles: [office]", "roles: [ofice]", "未知角色“ofice”，是否想写“office”？"),
    "an unknown stage": ("stage: plan", "stage: plam", "未知阶段“plam”，是否想写“plan”？"),
    "two contents": ("  - table:", "    table:", "这一块写了 fields、table"),
    "no content": ("  - signatures:", "  - title: 空\n  - signatures:", "这一块是空的，请只写 fields"),
    "a table without rows": ("      count: 2\n", "", "表格要写 rows 或 count 之一"),
    "a place without a blank": ("请{05}办完", "请{05}在{06}办完", "“{06}”没有对应的空，请在 blanks 里补上"),
    "a blank without a place": ("请{05}办完", "请办完", "文字里没有“{05}”，请写进 text，或删去这个空"),
}


@pytest.mark.parametrize("slip", BROKEN)
def test_a_broken_form_is_reported_once_with_its_place(minimal: MinimalProject, slip: str) -> None:
    old, new, said = BROKEN[slip]
    minimal.replace(FILE, old, new)
    [problem] = minimal.problems()
    assert problem.startswith(f"{FILE}:")
    assert said in problem


def test_a_printed_column_needs_printed_rows(minimal: MinimalProject) -> None:
    minimal.replace(FILE, "label: 问题,", "label: 问题, given: true,")
    assert ["有 1 栏标了 given" in problem for problem in minimal.problems()] == [True]


@pytest.fixture(scope="module")
def plan() -> SitePlan:
    return plan_site(ROOT)


@pytest.fixture(scope="module")
def forms(plan: SitePlan) -> dict[str, Form]:
    return {form.id: form for form in plan.views.forms}


def test_every_form_of_the_brief_is_there(forms: dict[str, Form]) -> None:
    assert {identity: form.title for identity, form in forms.items()} == TITLES


def test_every_part_rests_on_something(forms: dict[str, Form]) -> None:
    """The rules say so of every record; this says that ``parts`` leaves none of them out."""
    for form in forms.values():
        found = list(parts(form))
        assert all(part.based.sources or part.based.convention for part in found)
        assert {part.id for part in found if part.id} >= {identity for identity, _, _ in blanks(form)}


def test_a_difference_of_the_speeches_is_left_to_the_unit(forms: dict[str, Form]) -> None:
    """Rhythm, recipient and tiers stand side by side, each with its speech, and nothing is filled in."""
    for identity, speeches in {
        "W04-03": {"S0", "S1", "S3"},  # D1
        "W11-03": {"S0", "S1", "S3"},  # D2
        "W01-13": {"S0", "S3"},  # D6
        "W12-04": {"S0", "S1"},  # D7
        "W14-03": {"S2", "S3", "S4"},  # D16
    }.items():
        field = field_of(forms[identity[:3]], identity)
        said = {source[:2] for choice in field.choices for source in choice.sources if source[0] == "S"}
        assert said == speeches, identity
        assert all(mark(choice, field.choices) for choice in field.choices), identity


def field_of(form: Form, identity: str) -> Blank:
    return next(field for block in form.blocks for field in block.fields if field.id == identity)


def test_only_what_speeches_call_signing_is_called_so(forms: dict[str, Form]) -> None:
    """签字 is said of two things only (D14); everywhere else people leave their names."""
    signed = {
        (form.id, signature.sources)
        for form in forms.values()
        for block in form.blocks
        for signature in block.signatures
        if signature.word == "签字"
    }
    assert signed == {(of, ("S1-3.3-11",)) for of in ("W11", "W12", "W13")} | {("W03", ("S3-2.3-10",))}


def test_a_form_is_linked_from_where_it_is_needed(plan: SitePlan) -> None:
    for form in plan.views.forms:
        link = plan.views.work(form.id)
        assert link is not None
        assert link.url == f"forms/{form.id.lower()}.html"
        assert f'href="../{link.url}"' in plan.pages[f"stages/{form.stage}.md"].html
        for role in form.roles:
            assert link.url in plan.parts_of(f"roles/{role}.md"), (form.id, role)
        assert any(form.id in page.meta.do for page in plan.markdown.values()), form.id


def test_a_source_leads_back_to_the_forms_that_use_it(plan: SitePlan) -> None:
    assert "W13 签字背书承诺书" in [use.title for use in plan.views.uses("S1-3.3-11")]


def test_the_page_says_what_each_part_rests_on(plan: SitePlan) -> None:
    page = plan.pages["forms/w13.md"]
    assert {"W13-01", "basis", "sheet"} <= page.anchors
    assert 'id="W13-01"' in page.html
    assert "S1-3.3-11" in page.html
    assert page.entries[0].kind == "form"
    assert "收件单位" in page.entries[0].text


# ── Rows, boxes and blanks ──


def blank(identity: str, width: str = "full") -> Blank:
    return Blank.model_validate({"id": f"W01-{identity}", "label": "甲", "width": width, "convention": True})


@pytest.mark.parametrize(
    ("widths", "rows"),
    [
        (["full"], [1]),
        (["half", "half"], [2]),
        (["half"], [1]),
        (["half", "full", "half"], [1, 1, 1]),
        (["half", "half", "half"], [2, 1]),
    ],
)
def test_halves_stand_side_by_side(widths: list[str], rows: list[int]) -> None:
    fields = tuple(blank(f"{n:02}", width) for n, width in enumerate(widths, 1))
    block = Block.model_validate({"fields": fields})
    found = field_rows(block)
    assert [len(row) for row in found] == rows
    assert [field.id for row in found for field in row] == [field.id for field in block.fields]


def choice(text: str, *sources: str) -> Choice:
    return Choice.model_validate({"text": text, "sources": sources, "convention": not sources})


def test_boxes_say_their_speech_where_they_differ() -> None:
    different = (
        choice("旬", "S0-1-1"),
        choice("月", "S3-1-1", "S1-1-1"),
        choice("条例", "F-A2"),
        choice("自定"),
    )
    assert [mark(each, different) for each in different] == ["〔S0〕", "〔S1、S3〕", "〔外部事实〕", ""]
    alike = (choice("科学", "S3-1-1"), choice("精准", "S3-1-2"))
    assert [mark(each, alike) for each in alike] == ["", ""]


@pytest.mark.parametrize(
    ("label", "halves"),
    [
        ("从自身找的原因", ("从自身找的原因",)),
        ("牵头责任单位申请", ("牵头责任", "单位申请")),
        ("领导小组办公室汇总", ("领导小组", "办公室汇总")),
        ("党组（党委）审议", ("党组（党委）", "审议")),
        ("重改什么（回炉）", ("重改什么", "（回炉）")),
        ("问了谁、怎么说的呢", ("问了谁、", "怎么说的呢")),
    ],
)
def test_a_long_label_is_broken_where_it_can_be(label: str, halves: tuple[str, ...]) -> None:
    assert label_parts(label, 7) == halves


def test_text_and_blanks_come_in_turn() -> None:
    first, second = blank("03"), blank("04")
    paragraph = Paragraph.model_validate(
        {"text": "{03}：请{04}办。", "blanks": (first, second), "convention": True}
    )
    assert pieces(paragraph) == [first, "：请", second, "办。"]


def test_what_is_filled_in_has_an_id_of_its_own(minimal: MinimalProject) -> None:
    [form] = minimal.plan().views.forms
    assert list(blanks(form)) == [
        ("W01-01", "单位", 0),
        ("W01-02", "报给谁", 0),
        ("W01-03", "问题", 2),
        ("W01-04", "哪天完", 2),
        ("W01-05", "谁", 0),
    ]
    assert signers(form) == ["责任人"]
    assert set(cited(form)) == {"S0-1-1", "S1-1-1"}


def test_the_sheet_reads_without_scripts(minimal: MinimalProject) -> None:
    html = minimal.plan().pages["forms/w01.md"].html
    for words in ("报给谁", "巡察组", "组织部", "〔S0〕", "〔S1〕", "责任人签字", "请<span", "办完。"):
        assert words in html
    assert html.count('data-blank="W01-03.') == 2


def test_the_files_are_named_alike(project: Path) -> None:
    for path in sorted((project / "checklists/forms").glob("*.yml")):
        text = path.read_text(encoding="utf-8")
        slug = path.stem.partition("-")[2]
        assert f"\nid: {path.stem[:3].upper()}\nslug: {slug}\n" in text
