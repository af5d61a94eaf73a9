"""Forms of text as Word files: the same parts as on the page, to be typed into or filled in by hand."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import partial

from docx.document import Document
from docx.text.paragraph import Paragraph

from office import word
from office.ready import ReadyFile, fingerprint_of
from qingdan import form_parts
from qingdan.catalogue import catalogue
from qingdan.form_parts import BOX, DATE_BLANK, OTHER, field_rows, file_stem, mark, pieces
from qingdan.forms_model import Blank, Block, Form, Signature
from qingdan.forms_model import Paragraph as Text
from qingdan.site_plan import SitePlan

LABEL = 31.0  # mm
TEXT_WIDTH = 156.0
SPACE = "\u3000"
SIGN = SPACE * 6
NARROW = "\u00a0" * 4  # about one character wide; at the end of a line full-width spaces would vanish


def files(plan: SitePlan) -> Iterator[ReadyFile]:
    """A Word file for each form of text."""
    version = catalogue(plan.views)["kit"]
    for form in plan.views.forms:
        if form.kind == "text":
            mark_of_it = fingerprint_of(form, version, word, form_parts, sys.modules[__name__])
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
    for block in form.blocks:
        if block.title:
            document.add_paragraph(block.title, style="表内小标题")
        _add_fields(document, block)
        for paragraph in block.paragraphs:
            _add_text(document, paragraph)
        _add_outline(document, block)
        _add_signatures(document, block.signatures)
    _add_notes(document, form)
    return word.content_of(document)


def _add_fields(document: Document, block: Block) -> None:
    if not block.fields:
        return
    rest = TEXT_WIDTH / 2 - LABEL
    table = word.add_table(document, [LABEL, rest, LABEL, rest])
    for fields in field_rows(block):
        row = word.add_row(table, max(field.lines for field in fields))
        cells = row.cells
        if len(fields) == 1:
            cells[1].merge(cells[3])
        for n, field in enumerate(fields):
            label, place = cells[2 * n], cells[2 * n + 1]
            word.write(label, field.label, "栏目名")
            if field.hint:
                word.write(label, field.hint, "填写提示")
            paragraph = word.write(place, value_words(field))
            if field.other:
                _add_line(paragraph, 6)


def value_words(field: Blank) -> str:
    """What stands in a field that nobody has filled in: boxes, the places of a date, or nothing."""
    if field.choices:
        boxes = [f"{BOX} {choice.text}{mark(choice, field.choices)}" for choice in field.choices]
        if field.other:
            boxes.append(OTHER)
        return SPACE.join(boxes)
    return DATE_BLANK if field.kind == "date" else ""


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
    """Headings with what to write under them, and two empty lines of text to begin with."""
    for heading in block.outline:
        document.add_paragraph(heading.title, style="Heading 1")
        document.add_paragraph(f"（{'；'.join(heading.prompts)}）", style="写作提示")
        for _ in range(2):
            document.add_paragraph(style="Body Text")


def _add_signatures(document: Document, signatures: tuple[Signature, ...]) -> None:
    opinions = [signature for signature in signatures if signature.opinion]
    if opinions:
        table = word.add_table(document, [LABEL, TEXT_WIDTH - LABEL])
        for signature in opinions:
            row = word.add_row(table, signature.opinion + 1)
            word.write(row.cells[0], signature.label, "栏目名")
            for n in range(signature.opinion):
                word.write(row.cells[1], "") if n == 0 else row.cells[1].add_paragraph(style="表内文字")
            paragraph = row.cells[1].add_paragraph(style="表内签名")
            paragraph.add_run(f"{signature.word}：{SIGN}{DATE_BLANK}")
    for signature in signatures:
        if not signature.opinion:
            paragraph = document.add_paragraph(style="Signature")
            paragraph.add_run(f"{signature.label}{signature.word}：")
            _add_line(paragraph, 6)
            paragraph.add_run(DATE_BLANK)


def _add_notes(document: Document, form: Form) -> None:
    if form.notes:
        document.add_paragraph("填表说明", style="填表说明")
    for n, note in enumerate(form.notes, 1):
        document.add_paragraph(f"{n}. {note.text}", style="填表说明")
