"""Forms of text as Word files: the same parts as on the page, to be typed into or filled in by hand."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import partial

from docx.document import Document
from docx.enum.table import WD_ALIGN_VERTICAL
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from office import form_words, word
from office.form_words import box_lines, date_or_nothing, label_of, lines_of
from office.ready import ReadyFile, fingerprint_of
from qingdan import form_parts
from qingdan.catalogue import catalogue
from qingdan.form_parts import DATE_BLANK, field_rows, file_stem, pieces
from qingdan.forms_model import Blank, Block, Form, Signature
from qingdan.forms_model import Paragraph as Text
from qingdan.site_plan import SitePlan

LABEL = 32.0  # mm
TEXT_WIDTH = 156.0
TEXT_HEIGHT = 225 / word.MM_PER_POINT
SAFETY = 72.0  # points: programs do not agree on where a line ends
SIGN = form_words.SPACE * 6
NARROW = "\u00a0" * 4  # about one character wide; at the end of a line full-width spaces would vanish
OTHER_LINE = 6  # characters
SPACE_FOR_OTHER = form_words.SPACE * OTHER_LINE
PROMPTS = "括号里的楷体字是写作提示，接着往下写，写好后把提示删去。"


def files(plan: SitePlan) -> Iterator[ReadyFile]:
    """A Word file for each form of text."""
    version = catalogue(plan.views)["kit"]
    for form in plan.views.forms:
        if form.kind == "text":
            mark_of_it = fingerprint_of(form, version, word, form_words, form_parts, sys.modules[__name__])
            name = f"{form.id} {form.title}.docx"
            yield ReadyFile(
                form.id,
                f"{file_stem(form)}.docx",
                name,
                "Word 文件",
                mark_of_it,
                partial(form_file, form, version),
            )


def form_file(form: Form, version: str) -> bytes:
    """The Word file of a form."""
    document = word.new_document(landscape=form.orientation == "landscape")
    subject = f"{form.id} {form.purpose}"
    word.describe(
        document, title=form.title, subject=subject, version=f"{form.id} {version} 版", updated=form.updated
    )
    word.number_pages(document, f"{form.id} {form.title} · {version} 版")
    document.add_paragraph(form.title, style="Title")
    room = further_line(form)
    for block in form.blocks:
        if block.title:
            document.add_paragraph(block.title, style="表内小标题")
        _add_fields(document, block, room)
        for paragraph in block.paragraphs:
            _add_text(document, paragraph)
        _add_outline(document, block)
        _add_signatures(document, block.signatures, room)
    _add_notes(document, form)
    return word.content_of(document)


def further_line(form: Form) -> float:
    """How high, in points, each line after the first is in what is to be filled in, so that the form fills its sheet.

    What is typed takes a whole line; by hand one writes on less.
    """
    most, least = round(word.TABLE_PITCH.pt), round(word.FURTHER_LINE.pt)
    limit = TEXT_HEIGHT * form.sheets - SAFETY
    return next((room for room in range(most, least, -1) if _height(form, room) <= limit), least)


def _height(form: Form, room: float) -> float:
    """Of the whole form, in points, as far as one can tell without setting it."""
    height: float = word.TITLE_PITCH.pt
    for block in form.blocks:
        height += word.TABLE_PITCH.pt if block.title else 0
        for fields in field_rows(block):
            wanted = word.row_height(max(field.lines for field in fields), room)
            height += max(wanted, *(_least_height(field, full=len(fields) == 1) for field in fields))
        for paragraph in block.paragraphs:
            words = "".join(p if isinstance(p, str) else "一" * p.chars for p in pieces(paragraph))
            height += word.PITCH.pt * lines_of("一一" + words, word.characters(TEXT_WIDTH, 16))
        for signature in block.signatures:
            signing = max(word.row_height(signature.opinion + 1, room), word.row_height(2, 0))
            height += signing if signature.opinion else word.SIGN_PITCH.pt
    notes = ["填表说明", *(f"1. {note.text}" for note in form.notes)]
    height += word.NOTE_PITCH.pt * sum(lines_of(n, word.characters(TEXT_WIDTH, 10.5)) for n in notes)
    return height


def _least_height(field: Blank, *, full: bool) -> float:
    """Of a row with this field: its label and hint, or its boxes."""
    hint = lines_of(field.hint, word.characters(LABEL - word.CELL_SIDES, 9)) if field.hint else 0
    label = label_of(field.label).count("\n") + 1
    boxes = len(box_lines(field.choices, _place_width(full=full))) if field.choices else 1
    labelled: float = word.row_height(label, 0) + word.HINT_PITCH.pt * hint
    return max(labelled, word.row_height(boxes, 0))


def _place_width(*, full: bool) -> float:
    """How many characters a field's place is wide."""
    width = TEXT_WIDTH - LABEL if full else TEXT_WIDTH / 2 - LABEL
    return word.characters(width - word.CELL_SIDES, 12)


def _add_fields(document: Document, block: Block, room: float) -> None:
    if not block.fields:
        return
    rest = TEXT_WIDTH / 2 - LABEL
    table = word.add_table(document, [LABEL, rest, LABEL, rest])
    for fields in field_rows(block):
        row = word.add_row(table, max(field.lines for field in fields), room)
        cells = row.cells
        if len(fields) == 1:
            cells[1].merge(cells[3])
        for n, field in enumerate(fields):
            label, place = cells[2 * n], cells[2 * n + 1]
            word.write(label, label_of(field.label), "栏目名")
            if field.hint:
                word.write(label, field.hint, "填写提示")
            paragraph = word.write(place, date_or_nothing(field))
            if field.choices:
                _add_boxes(paragraph, field, full=len(fields) == 1)


def _add_boxes(paragraph: Paragraph, field: Blank, *, full: bool) -> None:
    """Boxes, the marks behind them in small print; 其他 with a line to write on."""
    other = SPACE_FOR_OTHER if field.other else ""
    for n, line in enumerate(box_lines(field.choices, _place_width(full=full), other=other)):
        if n:
            paragraph.add_run().add_break()
        for words, mark in line:
            paragraph.add_run(words.removesuffix(SPACE_FOR_OTHER))
            if mark:
                paragraph.add_run(mark).font.size = Pt(8)
    if field.other:
        _add_line(paragraph, OTHER_LINE)


def _add_text(document: Document, text: Text) -> None:
    style = {"body": "Body Text", "address": "Salutation", "right": "Closing"}[text.style]
    paragraph = document.add_paragraph(style=style)
    for piece in pieces(text):
        if isinstance(piece, str):
            paragraph.add_run(piece)
        elif piece.kind == "date":
            paragraph.add_run(DATE_BLANK)
        else:
            _add_line(paragraph, piece.chars)


def _add_line(paragraph: Paragraph, characters: int) -> None:
    paragraph.add_run(NARROW * characters).underline = True


def _add_outline(document: Document, block: Block) -> None:
    """Headings with what to write under them, and the paragraph in which to write."""
    for heading in block.outline:
        document.add_paragraph(heading.title, style="Heading 1")
        document.add_paragraph(f"（{'；'.join(heading.prompts)}）", style="写作提示")
        document.add_paragraph(style="Body Text")


def _add_signatures(document: Document, signatures: tuple[Signature, ...], room: float) -> None:
    opinions = [signature for signature in signatures if signature.opinion]
    if opinions:
        table = word.add_table(document, [LABEL, TEXT_WIDTH - LABEL])
        for signature in opinions:
            row = word.add_row(table, signature.opinion + 1, room)
            word.write(row.cells[0], label_of(signature.label), "栏目名")
            word.write(row.cells[1], "")  # the opinion
            paragraph = row.cells[1].add_paragraph(style="表内签名")
            paragraph.add_run(f"{signature.word}：{SIGN}{DATE_BLANK}")
            row.cells[1].vertical_alignment = WD_ALIGN_VERTICAL.BOTTOM
    for signature in signatures:
        if not signature.opinion:
            paragraph = document.add_paragraph(style="Signature")
            paragraph.add_run(f"{signature.label}{signature.word}：")
            _add_line(paragraph, 6)
            paragraph.add_run(DATE_BLANK)


def _add_notes(document: Document, form: Form) -> None:
    notes = [note.text for note in form.notes]
    if any(block.outline for block in form.blocks):
        notes.append(PROMPTS)
    if notes:
        document.add_paragraph("填表说明", style="填表说明").paragraph_format.space_before = Pt(6)
    for n, note in enumerate(notes, 1):
        document.add_paragraph(f"{n}. {note}", style="填表说明")
