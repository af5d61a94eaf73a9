"""The ready PDFs themselves: what comes out of the printer, and what assistive tools find in the file."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import weasyprint

import ready_files
from office import pdf
from qingdan.form_parts import cited, labels, parts, signers
from qingdan.paper_documents import PaperDocument
from qingdan.paper_sheets import Sheet, sheets
from qingdan.render import chinese
from qingdan.site_plan import SitePlan, plan_site
from tests.conftest import ROOT
from tests.pdf_reading import MISSING, Pdf, divided, squeeze, wrong_page_numbers

# One of each kind, the longest list and timeline, and two lists with a heading that would end a page. The handbook
# holds all the others, set by the same rules.
CHOSEN = ("Q01", "Q03", "Q09", "Q13", "T04", "W01", "W04", "W06", "duties")


@pytest.fixture(scope="module")
def plan() -> SitePlan:
    return plan_site(ROOT)


@pytest.fixture(scope="module")
def documents(plan: SitePlan) -> dict[str, PaperDocument]:
    return {document.of: document for document in pdf.documents(plan)}


@pytest.fixture(scope="module")
def made(documents: dict[str, PaperDocument]) -> dict[str, Pdf]:
    return {name: Pdf(pdf.set_pdf(documents[name].html)) for name in CHOSEN}


@pytest.fixture(scope="module")
def handbook() -> Pdf:
    """Half a minute to make: what scripts/ready_files.py keeps is used where nothing has changed."""
    ready_files.make_new("handbook", end=".pdf")
    return Pdf((ready_files.KEPT / "handbook.pdf").read_bytes())


def sheet_of(plan: SitePlan, name: str) -> Sheet:
    [found] = [sheet for sheet in sheets(plan.views) if sheet.id == name]
    return found


def assert_sound(document: Pdf, title: str) -> None:
    """What every file promises."""
    assert document.reader.metadata is not None
    assert document.reader.metadata.title == title
    assert document.root["/Lang"] == "zh-CN"
    assert document.root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in document.root
    assert document.root["/ViewerPreferences"]["/DisplayDocTitle"]
    fonts = document.fonts()
    assert fonts
    for name, font in fonts.items():
        assert font["/Subtype"] == "/Type0", f"{name} 不是可选取、可缩放的字体"
        described = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        assert {"/FontFile2", "/FontFile3"} & described.keys(), f"{name} 没有嵌入"
    assert not MISSING & document.numbers_shown(), "有字没有字形"
    assert "\ufffd" not in document.text


@pytest.mark.parametrize("name", CHOSEN)
def test_a_file_is_tagged_named_and_complete(
    made: dict[str, Pdf], documents: dict[str, PaperDocument], name: str
) -> None:
    document = made[name]
    assert_sound(document, documents[name].title)
    assert wrong_page_numbers(document) == []
    wide = name in ("duties", "W04")
    assert {(page.width, page.height) for page in document.pages} == {(297, 210) if wide else (210, 297)}
    assert documents[name].title.removeprefix(f"{name} ") in "".join(document.bookmarks)
    for page in document.pages:
        assert squeeze(documents[name].title) in page.text
        assert "单位:" in page.text
        assert "打印日期:" in page.text


@pytest.mark.parametrize("name", ["Q01", "Q03", "T04"])
def test_a_sheet_has_all_rows_each_on_one_page_under_its_head(
    made: dict[str, Pdf], plan: SitePlan, name: str
) -> None:
    document, sheet = made[name], sheet_of(plan, name)
    head = squeeze("".join(column.title for column in sheet.columns))
    rows = {}
    for row in sheet.rows:
        number = row.cells["id"].split("\n")[0]
        last = (row.always + row.long)[-1][1] if row.always + row.long else row.cells["text"]
        rows[number] = (row.cells["id"].removeprefix(number), last)
    assert divided(document, rows) == []
    for page in document.pages:
        if any(
            squeeze(first_words(row.cells["text"])) in page.text and row.id in page.text for row in sheet.rows
        ):
            assert head in page.text
    assert squeeze("".join(f"{label}:" for label in sheet.sign)) in document.text
    assert squeeze(f"版本 {sheet.version}") in document.pages[-1].text
    assert document.text.count("□") == len(sheet.rows)


def first_words(text: str) -> str:
    return text[:12]


def test_a_heading_does_not_end_a_page(made: dict[str, Pdf], plan: SitePlan) -> None:
    for name in ("Q01", "Q03", "Q09", "Q13"):
        for number, part in enumerate(sheet_of(plan, name).parts, 1):
            heading, first = squeeze(f"{chinese(number)}、{part.title}"), part.rows[0].id
            [page] = [page for page in made[name].pages if heading in page.text]
            assert first in page.text.split(heading)[1]


def test_sources_of_a_list_are_explained_in_the_file(made: dict[str, Pdf], plan: SitePlan) -> None:
    for note in plan.views.source_notes(sheet_of(plan, "Q03").cited):
        assert squeeze(note.id + note.where) in made["Q03"].text


@pytest.mark.parametrize("name", ["W01", "W04", "W06"])
def test_a_form_stands_on_its_sheets_and_what_it_rests_on_follows(
    made: dict[str, Pdf], plan: SitePlan, name: str
) -> None:
    [form] = [form for form in plan.views.forms if form.id == name]
    begins = [n for n, page in enumerate(made[name].pages) if "每一栏的依据" in page.text]
    assert begins == [form.sheets]
    sheet = "".join(page.text for page in made[name].pages[: form.sheets])
    behind = "".join(page.text for page in made[name].pages[form.sheets :])
    assert [label for label in labels(form) if squeeze(label.removeprefix("栏：")) not in sheet] == []
    for signer in signers(form):
        assert squeeze(signer) in sheet
    assert re.findall(r"S\d-\d", sheet) == []
    for part in parts(form):
        marks = [*part.based.sources, *(["本工具约定"] if part.based.convention else [])]
        words = f"{part.label} {part.id} {part.based.basis or ''}〔{' '.join(marks)}〕"
        assert squeeze(words) in behind
    for note in plan.views.source_notes(cited(form)):
        assert squeeze(note.id + note.where) in behind


def test_every_form_fits_its_sheets(documents: dict[str, PaperDocument], plan: SitePlan) -> None:
    for form in plan.views.forms:
        sheet = documents[form.id].html.split('<section class="new-page">')[0]
        assert len(weasyprint.HTML(string=sheet).render().pages) == form.sheets, form.id


def test_the_matrix_has_every_task_and_role(made: dict[str, Pdf], plan: SitePlan) -> None:
    document = made["duties"]
    for side in ("rectify", "inspect"):
        roles, duties = plan.views.duties_of_side(side)
        head = squeeze("事项" + "".join(role.name for role in roles))
        for duty in duties:
            [page] = [page for page in document.pages if duty.id in page.text]
            assert squeeze(duty.task) in page.text
            assert head in page.text


def test_small_fonts_look_like_the_whole_ones(
    documents: dict[str, PaperDocument], made: dict[str, Pdf]
) -> None:
    """The fonts are packed by us, so the same page has to come out, and the same words be found in it."""
    whole = Pdf(weasyprint.HTML(string=documents["Q03"].html).write_pdf(pdf_variant="pdf/ua-1"))
    pixels = zip(b"".join(made["Q03"].pictures(0, 1)), b"".join(whole.pictures(0, 1)), strict=True)
    assert max(abs(ours - theirs) for ours, theirs in pixels) < 64  # edges are smoothed a little otherwise
    assert made["Q03"].text == whole.text
    assert len(made["Q03"].content) < len(whole.content) / 3


def test_the_handbook_has_a_cover_contents_with_numbers_and_bookmarks(
    handbook: Pdf, documents: dict[str, PaperDocument]
) -> None:
    assert_sound(handbook, documents["handbook"].title)
    assert wrong_page_numbers(handbook, first=2) == []
    assert "第1页" not in handbook.pages[0].text  # the cover
    entries = re.findall(r'<li class="t\d"><a href="#([^"]+)">([^<]+)</a>', documents["handbook"].html)
    assert len(entries) > 80
    front = "".join(page.text for page in handbook.pages[1:5])
    wrong = []
    for _, words in entries:
        found = re.search(re.escape(squeeze(words)) + r"[.…‥·]*(\d+)", front)
        if not found or squeeze(words) not in handbook.pages[int(found[1]) - 1].text:
            wrong.append(words)
    assert wrong == []
    assert [words for _, words in entries if words not in handbook.bookmarks] == []


def test_the_handbook_holds_every_list_whole(handbook: Pdf, plan: SitePlan) -> None:
    text = handbook.text
    missing = [
        row.id for sheet in sheets(plan.views) for row in sheet.rows if squeeze(row.cells["text"]) not in text
    ]
    assert missing == []
    facts = [fact.id for speech in plan.views.speeches for part in speech.parts for fact in part.facts]
    assert [fact for fact in facts if fact not in text] == []


def test_links_in_the_handbook_lead_to_pages(handbook: Pdf) -> None:
    names = handbook.reader.named_destinations
    links = 0
    for page in handbook.reader.pages:
        for entry in page.get("/Annots", []):
            annotation = entry.get_object()
            if annotation["/Subtype"] == "/Link":
                links += 1
                assert str(annotation.get("/Dest", annotation.get("/A", {}).get("/D"))) in names
    assert links > 1000


def test_a_change_of_one_list_makes_its_pdf_and_the_handbook_again(plan: SitePlan) -> None:
    """The fingerprints say so; how they are used, the tests of ready files show."""
    before = {file.of: file.fingerprint for file in pdf.files(plan)}
    changed = plan_site(ROOT)
    views = changed.views
    first = views.checklists[0]
    views.checklists[0] = first.model_copy(update={"purpose": "换了一种说法"})
    after = {file.of: file.fingerprint for file in pdf.files(changed)}
    again = {name for name in before if before[name] != after[name]}
    # The handbook's own version follows the data as a whole.
    assert again == {first.id, "handbook"}


def test_the_command_fills_a_folder(tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "scripts/pdf.py"), "--out", str(tmp_path), "--only", "Q03"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "q03.pdf").read_bytes().startswith(b"%PDF-")
    assert done.stdout.startswith("PDF ")
