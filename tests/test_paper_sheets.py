"""What stands on printed lists and timelines, and which documents become PDFs."""

import json
import re
from collections import Counter

import pytest
import yaml

from office import pdf
from qingdan.duty_views import duty_sides
from qingdan.form_parts import cited as form_sources
from qingdan.handbook import APPENDIX, GUIDANCE, anchor_of
from qingdan.model import Milestone
from qingdan.paper_documents import PaperDocument
from qingdan.paper_sheets import GLOBAL, Sheet, print_script, sheets
from qingdan.render import chinese
from qingdan.site_plan import SitePlan, plan_site
from tests.conftest import ROOT
from tests.minimal_project import MinimalProject


@pytest.fixture(scope="module")
def plan() -> SitePlan:
    return plan_site(ROOT)


@pytest.fixture(scope="module")
def documents(plan: SitePlan) -> dict[str, PaperDocument]:
    return {document.of: document for document in pdf.documents(plan)}


def sheet_of(plan: SitePlan, name: str) -> Sheet:
    [found] = [sheet for sheet in sheets(plan.views) if sheet.id == name]
    return found


def test_every_list_and_timeline_is_a_sheet_with_all_its_rows(plan: SitePlan) -> None:
    rows = {sheet.id: [row.id for row in sheet.rows] for sheet in sheets(plan.views)}
    items = {one.id: [item.id for item in one.items] for one in plan.views.checklists}
    steps = {one.id: [step.id for step in one.milestones] for one in plan.views.timelines}
    assert rows == items | steps


def test_a_row_says_who_and_how_binding_it_is(plan: SitePlan) -> None:
    row = next(row for row in sheet_of(plan, "Q03").rows if row.id == "Q03-07")
    assert row.cells["id"] == "Q03-07\n必做"
    assert row.cells["who"] == "牵头（责任）单位"
    assert dict(row.long)["佐证（本工具约定）"] == "整改清单（时限栏）"
    assert row.cites


def test_what_a_unit_chooses_on_a_timeline_stands_among_its_fields(plan: SitePlan) -> None:
    for timeline in plan.views.timelines:
        asked = [*(one.id for one in timeline.anchors), *(one.id for one in timeline.choices)]
        assert [field.id for field in sheet_of(plan, timeline.id).fields] == asked


def test_whom_a_unit_names_itself_stays_open(plan: SitePlan) -> None:
    def named(step: Milestone) -> str | None:
        return step.to

    asking = [
        (timeline.id, step)
        for timeline in plan.views.timelines
        for step in timeline.milestones
        if step.ask and not named(step)
    ]
    for sheet_id, step in asking:
        row = next(row for row in sheet_of(plan, sheet_id).rows if row.id == step.id)
        assert row.cells["who"].endswith("→ （单位自填）")


def test_the_version_follows_the_words_of_its_own_sheet(minimal: MinimalProject) -> None:
    def versions() -> dict[str, str]:
        return {sheet.id: sheet.version for sheet in sheets(minimal.plan().views)}

    before = versions()
    [file] = minimal.root.glob("checklists/lists/q01*.yml")
    text = file.read_text(encoding="utf-8")
    file.write_text(re.sub("purpose: .*", "purpose: 换了一种说法", text), encoding="utf-8")
    after = versions()
    assert {name for name in before if before[name] != after[name]} == {"Q01"}


def test_the_browser_gets_the_same_sheets(plan: SitePlan) -> None:
    script = print_script(plan.views, "2026-11-22-000000")
    data = json.loads(script.removeprefix(f"var {GLOBAL} = ").rstrip(";\n"))
    assert [sheet["id"] for sheet in data["sheets"]] == [sheet.id for sheet in sheets(plan.views)]
    cited = {source for sheet in sheets(plan.views) for source in sheet.cited}
    cited |= {source for form in plan.views.forms for source in form_sources(form)}
    cited |= {source for side in duty_sides(plan.views) for source in side.sources}
    assert data["notes"].keys() == cited
    assert data["kit"] == "2026-11-22-000000"


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (35, "三十五"), (99, "九十九")],
)
def test_headings_count_in_chinese(number: int, words: str) -> None:
    assert chinese(number) == words


@pytest.mark.parametrize("number", [0, 100])
def test_headings_count_to_99(number: int) -> None:
    with pytest.raises(ValueError, match="not between"):
        chinese(number)


def test_every_list_timeline_and_form_the_duties_and_the_handbook_have_a_pdf(
    plan: SitePlan, documents: dict[str, PaperDocument]
) -> None:
    assert sorted(documents) == sorted(
        [
            *(sheet.id for sheet in sheets(plan.views)),
            *(form.id for form in plan.views.forms),
            "duties",
            "handbook",
        ]
    )


def test_links_lead_inside_their_document(documents: dict[str, PaperDocument]) -> None:
    found = []
    for document in documents.values():
        ids = Counter(re.findall(r'\bid="([^"]+)"', document.html))
        found += [f"{document.of}: #{name} 有 {count} 处" for name, count in ids.items() if count > 1]
        links = set(re.findall(r'\bhref="([^"]*)"', document.html))
        found += [
            f"{document.of}: {link} 不在本内" for link in links if link[:1] != "#" or link[1:] not in ids
        ]
    assert found == []


def test_the_handbook_holds_the_guidance_in_the_order_of_the_navigation(
    documents: dict[str, PaperDocument],
) -> None:
    nav = yaml.load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"), Loader=_Lenient)["nav"]
    sections = {
        title: entries for entry in nav if isinstance(entry, dict) for title, entries in entry.items()
    }
    paths = [path for title in GUIDANCE for path in re.findall(r"[\w/-]+\.md", str(sections[title]))]
    made = [path for path in paths if path != "rectify/flowchart.md"]  # generated: the part in front
    html = documents["handbook"].html
    places = [html.index(f'<h2 id="{anchor_of(path)}">') for path in [*made, *APPENDIX]]
    assert len(places) > 30
    assert places == sorted(places)


class _Lenient(yaml.SafeLoader):
    """Reads mkdocs.yml without the Python objects in it."""


_Lenient.add_multi_constructor("tag:yaml.org,2002:python/", lambda loader, suffix, node: None)


def test_markdown_is_converted_as_on_the_site(documents: dict[str, PaperDocument]) -> None:
    html = documents["handbook"].html
    assert [mark for mark in ("[[", "]]", "](", "!!!", "{:", ".md") if mark in html] == []
    assert "<td>" in html
    assert 'class="admonition' in html


def test_every_citation_of_a_chapter_is_explained_at_its_end(documents: dict[str, PaperDocument]) -> None:
    html = documents["handbook"].html
    page = anchor_of("rectify/closing.md")
    chapter = html[html.index(f'<h2 id="{page}">') :].split("</section>")[0]
    cited = set(re.findall(rf'href="#({page}-[SF][^"]+)"', chapter))
    assert len(cited) > 10
    assert cited <= set(re.findall(r'<dt id="([^"]+)"', chapter))
