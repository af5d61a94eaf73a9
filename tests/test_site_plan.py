"""The façade: from a folder to pages, files and problems, whatever state the folder is in."""

import json
import re
from collections.abc import Collection
from pathlib import Path

import pytest

from qingdan.build_model import FAMILIES
from qingdan.citations import source_url
from qingdan.site_plan import SitePlan, plan_site
from tests.minimal_project import SOURCE, MinimalProject

DATA = sorted((SOURCE / "checklists").rglob("*.yml"))
# Values that name something: an id, alone, in a list, or as a key of the matrix and the differences.
REFERENCE = re.compile(
    r"(?<=owner: )[\w-]+|(?<=who: )[a-z-]+|(?<=stage: )[\w-]+|(?<=roles: \[)[\w-]+|(?<=sources: \[)[\w.-]+"
    r"|(?<=outside: \[)[\w-]+|(?<=confusable: \[)[\w-]+|(?<=pages: \[)[\w/.-]+"
    r"|^    (?:office|lead-unit|S0)(?=: \{)|(?<=at: )[a-z]+"
    r"|(?<=from: )\w+|(?<=until: )\w+|(?<=plus: )\w+|(?<=- id: )[\w-]+|(?<=\{id: )[\w-]+",
    re.M,
)


def test_the_pages_of_the_small_project(minimal: MinimalProject) -> None:
    plan = minimal.plan()
    expected = [
        "rectify/flowchart.md",
        "stages/index.md",
        "stages/plan.md",
        "stages/close.md",
        "stages/prepare.md",
        "lists/index.md",
        "lists/q01.md",
        "timelines/index.md",
        "timelines/t01.md",
        "duties/index.md",
        "compare/differences.md",
        "glossary.md",
        "sources/index.md",
        "sources/s0.md",
        "sources/s1.md",
        "sources/outside.md",
    ]
    assert [path for path in plan.pages if path in expected] == expected  # there may be more
    assert sorted(plan.markdown) == [
        "help/conventions.md",
        "index.md",
        "rectify/deadlines.md",
        "roles/lead-unit.md",
        "roles/office.md",
    ]


def test_anchors_that_are_promised_stand_in_the_page(minimal: MinimalProject) -> None:
    for page in minimal.plan().pages.values():
        ids = re.findall(r' id="([^"]*)"', page.html)
        assert len(ids) == len(set(ids)), page.path
        assert page.anchors <= set(ids), page.path
        assert {anchor for _, anchor, _ in page.headings} <= set(ids), page.path


def test_links_between_generated_pages_lead_somewhere(minimal: MinimalProject) -> None:
    plan = minimal.plan()
    known = {page.url for page in plan.pages.values()} | {page.url for page in plan.markdown.values()}
    for page in plan.pages.values():
        for target in re.findall(r'href="([^"#]+)', page.html):
            base = Path(page.url).parent
            parts: list[str] = []
            for part in (base / target).parts:
                parts = parts[:-1] if part == ".." else [*parts, part]
            assert "/".join(parts) in known, f"{page.path} → {target}"


def test_every_source_has_a_place_on_its_page(minimal: MinimalProject) -> None:
    plan = minimal.plan()
    pages = {page.url: page for page in plan.pages.values()}
    sources = [f.id for s in plan.views.speeches for part in s.parts for f in part.facts]
    sources += [f.id for g in plan.views.outside for f in g.facts]
    assert len(sources) == 6
    for source in sources:
        url, _, anchor = source_url(source).partition("#")
        assert anchor in pages[url].anchors


def test_the_head_of_a_page_names_readers_and_stages(minimal: MinimalProject) -> None:
    plan = minimal.plan()
    head = plan.head_of("rectify/deadlines.md")
    assert ">整改办</a>" in head
    assert ">牵头单位</a>" in head
    assert 'href="../stages/plan.html">定措施</a>' in head
    assert plan.head_of("index.md").strip() == ""
    assert ">整改办</a>" not in plan.head_of("roles/office.md")  # it says so itself
    assert plan.head_of("none.md") == ""


def test_the_tail_of_a_page_says_what_to_do_and_lists_its_sources(minimal: MinimalProject) -> None:
    plan = minimal.plan()
    tail = plan.tail_of("rectify/deadlines.md")
    assert "Q01 审核清单" in tail
    assert "T01 集中整改" in tail
    assert re.findall(r'data-ref="([^"]*)"', tail) == ["S0-1-1", "S0-1-2"]
    assert plan.tail_of("none.md") == ""


def test_the_page_of_a_role_shows_its_part_of_the_data(minimal: MinimalProject) -> None:
    plan = minimal.plan()
    parts = plan.parts_of("roles/lead-unit.md")
    assert "Q01-01" in parts
    assert "周安排" in parts
    assert "摸情况" in parts
    assert "S1-1-1" in re.findall(r'data-ref="([^"]*)"', plan.tail_of("roles/lead-unit.md"))
    assert plan.parts_of("rectify/deadlines.md") == ""


def test_pages_stand_in_reading_order(minimal: MinimalProject) -> None:
    minimal.write("docs/a.md", "---\ntitle: 甲\nstage: [plan]\n---\n# 甲\n")
    order = ["rectify/deadlines.md", "a.md"]
    assert list(plan_site(minimal.root, order).markdown)[:2] == order
    assert [link.title for link in plan_site(minimal.root, order).views.pages_of_stage("plan")] == [
        "时限怎么定",
        "甲",
    ]
    assert [link.title for link in minimal.plan().views.pages_of_stage("plan")] == ["甲", "时限怎么定"]


def test_data_files_hold_the_data(minimal: MinimalProject) -> None:
    check_data_files(minimal.plan(), allowed_empty={"ledger", "samples"})


def test_data_files_of_the_project_hold_its_data(project: Path) -> None:
    check_data_files(plan_site(project))


def check_data_files(plan: SitePlan, allowed_empty: Collection[str] = ()) -> None:
    """Assert that what is published can be read back into the same values."""
    files = dict(plan.data_files())
    for family in FAMILIES:
        text = files[f"data/{family.name}.json"]
        loaded = [entry.value for entry in plan.kit.family(family)]
        assert loaded or family.name in allowed_empty
        assert [family.entry.model_validate(value) for value in json.loads(text)] == loaded
        assert "\\u" not in text  # Chinese stays legible


def test_a_folder_that_is_no_project_is_named(tmp_path: Path) -> None:
    assert [str(problem) for problem in plan_site(tmp_path).problems] == [
        "checklists：没有这个文件夹，请在项目的文件夹里运行",
        "docs：没有这个文件夹，请在项目的文件夹里运行",
    ]


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("checklists/role.yml", "不认识这个文件，是否想写“roles.yml”？"),
        ("checklists/roles.yaml", "扩展名是 .yaml，请改成 .yml"),
        ("checklists/lists/roles.yml", None),  # a list, by its folder; what is wrong with it is its content
        (
            "checklists/lists/old/q09.yml",
            "不认识这个文件，清单写成 lists/ 里的 .yml 文件，时间轴写成 timelines/ 里的 .yml 文件，"
            "表单写成 forms/ 里的 .yml 文件",
        ),
        (
            "checklists/lists/q09.yml.txt",
            "不认识这个文件，清单写成 lists/ 里的 .yml 文件，时间轴写成 timelines/ 里的 .yml 文件，"
            "表单写成 forms/ 里的 .yml 文件",
        ),
        ("checklists/.q09.yml.swp", ""),
        ("checklists/lists/Thumbs.db", ""),
        ("checklists/schema/x.schema.json", ""),
    ],
)
def test_a_file_that_belongs_nowhere_is_named(minimal: MinimalProject, file: str, said: str | None) -> None:
    minimal.write(file, "- {id: office, name: 整改办, side: rectify, summary: 协调}\n")
    if said is None:
        said = "列表不是一组“键: 值”，请检查缩进，冒号后要有空格"
        assert minimal.problems() == [f"{file}:1:1：{said}"]
    else:
        assert minimal.problems() == ([f"{file}：{said}"] if said else [])


def test_a_wrong_reference_is_reported_and_the_site_still_planned(minimal: MinimalProject) -> None:
    """``serve`` shows the pages with the problems: no name that leads nowhere may stop it."""
    tried = 0
    for path in DATA:
        file = path.relative_to(SOURCE).as_posix()
        text = path.read_text(encoding="utf-8")
        for match in REFERENCE.finditer(text):
            new = re.sub(r"\w", lambda m: "9" if m[0].isdigit() else m[0], match[0])
            new = re.sub(r"[a-z](?=[^a-z]*$)", "x", new) if new == match[0] else new
            assert new != match[0], match
            minimal.write(file, text[: match.start()] + new + text[match.end() :])
            everything(minimal.plan())
            tried += 1
        minimal.write(file, text)
    assert tried > 60


def test_a_missing_file_is_reported_and_the_site_still_planned(minimal: MinimalProject) -> None:
    """The same for each family whose file is gone or cannot be read."""
    for path in DATA:
        file = path.relative_to(SOURCE).as_posix()
        text = path.read_text(encoding="utf-8")
        minimal.write(file, "坏: [")
        broken = everything(minimal.plan())
        assert [problem.file for problem in broken.problems] == [file], "one slip, one problem"
        (minimal.root / file).unlink()
        everything(minimal.plan())
        minimal.write(file, text)
    assert minimal.problems() == []


def everything(plan: SitePlan) -> SitePlan:
    """Ask a plan for all it has."""
    for path in plan.markdown:
        assert plan.head_of(path) is not None
        assert plan.parts_of(path) is not None
        assert plan.tail_of(path) is not None
    assert list(plan.data_files())
    return plan
