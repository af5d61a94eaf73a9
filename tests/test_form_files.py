"""The Word files and workbooks of the forms, read back by other programs than the one that wrote them."""

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pypdfium2
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Pt

from office import form_docx, form_words, form_xlsx, word
from office.ready import ReadyFile
from qingdan.forms_model import Form
from qingdan.site_plan import SitePlan, plan_site
from tests.conftest import ROOT
from tests.pdf_reading import squeeze

POINTS_PER_MM = 72 / 25.4


@pytest.fixture(scope="module")
def plan() -> SitePlan:
    return plan_site(ROOT)


@pytest.fixture(scope="module")
def files(plan: SitePlan, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return the file of every form, written into one folder, by the form's id."""
    folder = tmp_path_factory.mktemp("forms")
    found = {}
    for file in ready(plan):
        found[file.of] = folder / file.path
        found[file.of].write_bytes(file.make())
    return found


def ready(plan: SitePlan) -> Iterator[ReadyFile]:
    yield from form_docx.files(plan)
    yield from form_xlsx.files(plan)


@pytest.fixture(scope="module")
def sheets(files: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Any]]:
    """Return what LibreOffice makes of them: for each form the pages of a PDF, as (width, height, words)."""
    office = shutil.which("soffice")
    if not office:
        pytest.skip("没有 LibreOffice")
    out = tmp_path_factory.mktemp("pdf")
    profile = tmp_path_factory.mktemp("office").as_uri()
    command = [
        office,
        f"-env:UserInstallation={profile}",
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(out),
    ]
    subprocess.run([*command, *map(str, files.values())], check=True, capture_output=True, timeout=300)
    found = {}
    for identity, path in files.items():
        pdf = pypdfium2.PdfDocument(out / f"{path.stem}.pdf")
        found[identity] = [
            (
                *(round(side / POINTS_PER_MM) for side in page.get_size()),
                squeeze(page.get_textpage().get_text_range()),
            )
            for page in pdf
        ]
        pdf.close()
    return found


def form_of(plan: SitePlan, identity: str) -> Form:
    return next(form for form in plan.views.forms if form.id == identity)


# ── All of them ──


def test_every_form_has_its_file(plan: SitePlan) -> None:
    assert [(file.of, file.path, file.kind) for file in ready(plan)][:2] == [
        ("W01", "w01-claim.docx", "Word 文件"),
        ("W03", "w03-measures.docx", "Word 文件"),
    ]
    kinds = {file.of: file.path.rpartition(".")[2] for file in ready(plan)}
    assert kinds == {form.id: {"text": "docx", "table": "xlsx"}[form.kind] for form in plan.views.forms}
    assert all(file.path.isascii() for file in ready(plan))


def test_equal_data_give_equal_files(plan: SitePlan) -> None:
    first, second = list(ready(plan)), list(ready(plan_site(ROOT)))
    assert [file.fingerprint for file in first] == [file.fingerprint for file in second]
    for a, b in list(zip(first, second, strict=True))[::6]:
        assert a.make() == b.make()


def test_another_word_gives_another_fingerprint(plan: SitePlan) -> None:
    [before] = [file for file in ready(plan) if file.of == "W01"]
    form = form_of(plan, "W01")
    plan.views.forms[plan.views.forms.index(form)] = form.model_copy(update={"purpose": "另一句"})
    [after] = [file for file in ready(plan) if file.of == "W01"]
    plan.views.forms[0] = form
    assert before.fingerprint != after.fingerprint


def test_libreoffice_prints_them_on_their_sheets(plan: SitePlan, sheets: dict[str, list[Any]]) -> None:
    for form in plan.views.forms:
        pages = sheets[form.id]
        size = (210, 297) if form.orientation == "portrait" else (297, 210)
        assert {page[:2] for page in pages} == {size}, form.id
        expected = 3 if form.id == "W02" else form.sheets  # a workbook of thirty rows
        assert len(pages) == expected, form.id
        words = "".join(page[2] for page in pages)
        assert squeeze(form.title) in words
        for block in form.blocks:
            for field in block.fields:
                assert squeeze(field.label + (field.hint or "")) in words, (form.id, field.label)
            for column in block.table.columns if block.table else ():
                assert squeeze(column.label + (column.hint or "")) in words, (form.id, column.label)
            for signature in block.signatures:
                assert squeeze(signature.label) in words, (form.id, signature.label)
        for note in form.notes:
            assert squeeze(note.text) in words, (form.id, note.text)


# ── Word ──


def documents(plan: SitePlan, files: dict[str, Path]) -> Iterator[tuple[Form, Document]]:
    for form in plan.views.forms:
        if form.kind == "text":
            yield form, docx.Document(str(files[form.id]))


def test_the_paper_is_that_of_official_documents(plan: SitePlan, files: dict[str, Path]) -> None:
    """GB/T 9704—2012 as F-D1, F-D2 and F-D6 have it."""
    for _, document in documents(plan, files):
        [section] = document.sections
        assert [round(side.mm) for side in (section.page_width, section.page_height) if side] == [210, 297]
        margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
        assert [round(margin.mm) for margin in margins if margin] == [37, 35, 28, 26]
        grid = section._sectPr.find(qn("w:docGrid"))
        assert grid is not None
        assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) == ("lines", "579")
        odd, even = section.footer.paragraphs[0], section.even_page_footer.paragraphs[0]
        for foot in (odd, even):
            assert squeeze("".join(text.text or "" for text in foot._p.iter(qn("w:t")))) == "—1—"
        assert (str(odd.alignment), str(even.alignment)) == ("RIGHT (2)", "LEFT (0)")


def test_fonts_are_named_for_chinese_text(plan: SitePlan, files: dict[str, Path]) -> None:
    sizes = {
        "Title": (word.TITLE, 22),
        "Body Text": (word.BODY, 16),
        "Heading 1": (word.HEI, 16),
        "footer": (word.SONG, 14),
    }
    for _, document in documents(plan, files):
        for name, (font, size) in sizes.items():
            style = next(style for style in document.styles if style.name in (name, name.capitalize()))
            fonts = style.element.rPr.rFonts
            assert fonts.get(qn("w:eastAsia")) == font
            assert style.font.size == Pt(size)
        defaults = document.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:rFonts')}")
        assert defaults is not None
        assert defaults.get(qn("w:eastAsia")) == word.BODY


def test_nothing_of_the_libraries_template_is_left(plan: SitePlan, files: dict[str, Path]) -> None:
    own = {style.name for style in word.STYLES} | {
        "Normal",
        "Default Paragraph Font",
        "Normal Table",
        "Table Grid",
    }
    for form, document in documents(plan, files):
        names = set(zipfile.ZipFile(files[form.id]).namelist())
        assert names == {
            "[Content_Types].xml", "_rels/.rels", "docProps/core.xml", "word/document.xml", "word/_rels/document.xml.rels",
            "word/styles.xml", "word/settings.xml", "word/header1.xml", "word/header2.xml", "word/footer1.xml", "word/footer2.xml",
        }  # fmt: skip
        raw = {element.get(qn("w:val")) for element in document.styles.element.iter(qn("w:name"))}
        assert raw == own
        assert "asciiTheme" not in files[form.id].read_bytes().decode("latin-1")
        with zipfile.ZipFile(files[form.id]) as packed:
            everything = "".join(packed.read(name).decode() for name in packed.namelist())
        assert "python-docx" not in everything
        assert "Theme=" not in everything


def test_the_properties_name_the_form_and_nobody(plan: SitePlan, files: dict[str, Path]) -> None:
    for form, document in documents(plan, files):
        core = document.core_properties
        assert core.title == form.title
        assert core.subject == f"{form.id} {form.purpose}"
        assert core.language == "zh-CN"
        assert (core.author, core.last_modified_by) == ("", "")
        assert core.comments.startswith(f"{form.id} 20")


def test_no_row_is_divided_between_pages(plan: SitePlan, files: dict[str, Path]) -> None:
    for form, document in documents(plan, files):
        rows = [row for table in document.tables for row in table.rows]
        assert all(
            row._tr.trPr is not None and row._tr.trPr.find(qn("w:cantSplit")) is not None for row in rows
        ), form.id


def test_text_with_blanks_can_be_written_on(files: dict[str, Path]) -> None:
    document = docx.Document(str(files["W08"]))
    letter = next(p for p in document.paragraphs if p.text.startswith("你单位"))
    assert letter.style is not None
    assert letter.style.name == "Body Text"
    assert "年\u3000\u3000月\u3000\u3000日" in letter.text
    [line] = [run for run in letter.runs if run.underline]
    assert line.text.strip("\u00a0") == ""
    assert len(line.text) >= 20


def test_an_outline_has_one_place_to_write_under_each_heading(plan: SitePlan, files: dict[str, Path]) -> None:
    for identity in ("W06", "W11", "W12"):
        document = docx.Document(str(files[identity]))
        names = [(p.style.name if p.style else "", bool(p.text)) for p in document.paragraphs]
        headings = [n for n, (name, _) in enumerate(names) if name.lower() == "heading 1"]
        assert len(headings) == sum(len(block.outline) for block in form_of(plan, identity).blocks)
        for at in headings:
            assert names[at + 1 : at + 3] == [("写作提示", True), ("Body Text", False)]
        empty = [name for name, words in names if not words]
        assert len(empty) == len(headings)
        assert form_docx.PROMPTS in document.paragraphs[-1].text


def test_labels_and_boxes_are_not_broken(plan: SitePlan, files: dict[str, Path]) -> None:
    for form, document in documents(plan, files):
        cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
        for paragraph in {p._p: p for cell in cells for p in cell.paragraphs}.values():
            assert paragraph.style is not None
            for line in paragraph.text.split("\n"):
                if paragraph.style.name == "栏目名":
                    assert form_words.width(line) <= form_words.LABEL_LENGTH, (form.id, line)
                elif "□" in paragraph.text:
                    assert line.startswith(("□ ", "其他：")), (form.id, line)
                    small = sum(map(form_words.width, re.findall("〔.*?〕", line)))
                    taken = form_words.width(line) - small * (1 - form_words.SMALL)
                    assert line.count("□") == 1 or taken < 29, (form.id, line)  # 122 mm of 12 points


def test_a_form_with_more_to_write_has_lower_lines(plan: SitePlan) -> None:
    form = form_of(plan, "W05")
    assert word.FURTHER_LINE.pt < form_docx.further_line(form) < word.TABLE_PITCH.pt
    [fields, *others] = form.blocks
    shorter = form.model_copy(
        update={"blocks": (fields.model_copy(update={"fields": fields.fields[:9]}), *others)}
    )
    assert form_docx.further_line(shorter) == word.TABLE_PITCH.pt


def test_boxes_say_whose_rule_they_are(files: dict[str, Path]) -> None:
    document = docx.Document(str(files["W11"]))
    [cell] = {c.text for row in document.tables[0].rows for c in row.cells if "□" in c.text}
    assert "□ 市委巡察组〔S0〕" in cell
    assert "□ 市纪委监委、市委组织部〔S1〕" in cell


# ── Excel ──


def workbooks(plan: SitePlan, files: dict[str, Path]) -> Iterator[tuple[Form, Any]]:
    for form in plan.views.forms:
        if form.kind == "table":
            yield form, openpyxl.load_workbook(io.BytesIO(files[form.id].read_bytes()))


def rows_of(form: Form, sheet: Any) -> tuple[Any, int, int]:
    """The table, the row of its head and its last row, counted from 1."""
    table = next(block.table for block in form.blocks if block.table)
    head = next(row for row in range(1, 20) if sheet.cell(row, 1).value == "序号")
    return table, head, head + (len(table.rows) or table.sheet)


def test_a_workbook_prints_on_its_sheet(plan: SitePlan, files: dict[str, Path]) -> None:
    for form, book in workbooks(plan, files):
        [sheet] = book.worksheets
        table, head, _ = rows_of(form, sheet)
        assert sheet.title == form.id
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_title_rows == f"${head}:${head}"
        last = openpyxl.utils.get_column_letter(len(table.columns) + 1)
        assert sheet.print_area == f"'{form.id}'!$A$1:${last}${sheet.max_row}"
        assert sheet.freeze_panes == f"A{head + 1}"
        assert book.properties.title == form.title


def test_what_is_asked_of_a_cell_is_asked_of_every_row(plan: SitePlan, files: dict[str, Path]) -> None:
    for form, book in workbooks(plan, files):
        sheet = book.worksheets[0]
        table, head, last = rows_of(form, sheet)
        asked = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
        for n, column in enumerate(table.columns, 2):
            letter = openpyxl.utils.get_column_letter(n)
            place = f"{letter}{head + 1}:{letter}{last}"
            if column.choices:
                words = ",".join(choice.text for choice in column.choices)
                assert asked.pop(place).formula1 == f'"{words}"', (form.id, column.label)
            elif column.kind == "date":
                assert asked.pop(place).type == "date", (form.id, column.label)
        assert asked == {}
        for row in range(head, last + 1):
            for n in range(1, len(table.columns) + 2):
                cell = sheet.cell(row, n)
                assert cell.border.left.style == cell.border.bottom.style == "thin", (
                    form.id,
                    cell.coordinate,
                )
                assert cell.alignment.wrap_text
            if row > head:
                assert sheet.cell(row, 1).value == row - head
                for n, column in enumerate(table.columns, 2):
                    if not column.given:
                        wanted = [c.text for c in column.choices] if form.fillable else []
                        boxed = re.findall(r"□ (\S+)", str(sheet.cell(row, n).value or ""))
                        assert boxed == wanted, (form.id, column.label)


def test_printed_rows_stand_in_the_workbook(plan: SitePlan, files: dict[str, Path]) -> None:
    [(form, book)] = [(form, book) for form, book in workbooks(plan, files) if form.id == "W14"]
    table, head, last = rows_of(form, book.worksheets[0])
    assert [book.worksheets[0].cell(row, 2).value for row in range(head + 1, last + 1)] == [
        row.text for row in table.rows
    ]
