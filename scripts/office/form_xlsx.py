"""Tabular forms as workbooks: printed as they are, or typed into; what is asked of a cell holds for every row."""

from __future__ import annotations

import datetime
import io
import sys
from collections.abc import Iterator
from functools import partial
from itertools import accumulate
from typing import Any

import xlsxwriter

from office import form_words
from office.form_words import box_lines, date_or_nothing, label_of, lines_of
from office.ready import ReadyFile, fingerprint_of, steady_zip
from qingdan import form_parts
from qingdan.catalogue import catalogue
from qingdan.form_parts import DATE_BLANK, field_rows, file_stem, printed_rows
from qingdan.forms_model import Blank, Block, Choice, Column, Form, Signature, Table
from qingdan.site_plan import SitePlan

BODY, HEI, TITLE = "仿宋_GB2312", "黑体", "方正小标宋简体"
LINE = 15.0  # points
HINT_LINE = 11.5
HINT_SIZE = 9
UNIT = 2.15  # of column width: one Chinese character of 11 points
PAPER_A4 = 9
CHARACTERS = 150.0  # of the whole sheet's width, in the unit of column widths
NUMBER_WIDTH = 5.0
LABEL_WIDTH = 16.0
OTHER_LINE = "_" * 12
SAFE = 0.9  # marks are as large as the words here, and programs do not agree on widths


def files(plan: SitePlan) -> Iterator[ReadyFile]:
    """A workbook for each tabular form."""
    version = catalogue(plan.views)["kit"]
    for form in plan.views.forms:
        if form.kind == "table":
            mark_of_it = fingerprint_of(form, version, form_words, form_parts, sys.modules[__name__])
            name = f"{form.id} {form.title}.xlsx"
            yield ReadyFile(
                form.id,
                f"{file_stem(form)}.xlsx",
                name,
                "Excel 文件",
                mark_of_it,
                partial(form_file, form, version),
            )


def form_file(form: Form, version: str) -> bytes:
    """The workbook of a form."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    book.set_properties(
        {
            "title": form.title,
            "subject": f"{form.id} {form.purpose}",
            "comments": f"{form.id} {version} 版",
            "author": "",
            "created": datetime.datetime.combine(form.updated, datetime.time()),
        }
    )
    _Sheet(book, form, version).write()
    book.close()
    return steady_zip(stream.getvalue())


class _Sheet:
    """One sheet, written from top to bottom. ``row`` is the next free one."""

    def __init__(self, book: xlsxwriter.Workbook, form: Form, version: str) -> None:
        self.form, self.version = form, version
        self.sheet = book.add_worksheet(form.id)
        base = {"font_name": BODY, "font_size": 11, "text_wrap": True, "valign": "vcenter"}

        def style(**more: Any) -> Any:
            return book.add_format({**base, **more})

        self.title = style(font_name=TITLE, font_size=20, align="center")
        self.label = style(font_name=HEI, align="center", border=1)
        self.head = style(font_name=HEI, align="center", border=1, bg_color="#F2F2F2")
        self.cell = style(align="left", border=1, num_format="@")
        self.given = style(font_name=HEI, align="left", border=1)
        self.number = style(align="center", border=1)
        self.day = style(align="center", border=1, num_format="yyyy-mm-dd")
        self.plain = style(align="left", font_size=10, valign="top")
        self.signing = style(align="left")
        # Runs within a cell: a label and its hint.
        self.of_label = book.add_format({"font_name": HEI, "font_size": 11})
        self.of_hint = book.add_format({"font_name": BODY, "font_size": HINT_SIZE})
        self.table = next(block.table for block in form.blocks if block.table)
        self.last = len(self.table.columns)  # column 0 holds the numbers
        self.row = 0

    def write(self) -> None:
        self._paper()
        self._merge(0, self.last, self.form.title, self.title, height=34)
        for block in self.form.blocks:
            self._fields(block)
            if block.table:
                self._table(block.table)
            self._signatures(block.signatures)
        notes = [note.text for note in self.form.notes]
        if len(printed_rows(self.table.rows, self.table.count)) != self._count(self.table):
            notes.append("行数不够，在表格中间插入行，格式和下拉选项会跟着来；多出的行可以删去。")
        for n, note in enumerate(notes, 1):
            self._merge(0, self.last, f"{n}. {note}", self.plain, height=LINE)
        self.sheet.print_area(0, 0, self.row - 1, self.last)

    def _paper(self) -> None:
        sheet = self.sheet
        sheet.set_paper(PAPER_A4)
        if self.form.orientation == "landscape":
            sheet.set_landscape()
        sheet.set_margins(left=0.59, right=0.59, top=0.6, bottom=0.65)
        sheet.fit_to_pages(1, 0)
        sheet.center_horizontally()
        sheet.hide_gridlines(2)
        sheet.set_header(f'&R&"{BODY}"&9{self.form.id} {self.form.title} · {self.version} 版')
        sheet.set_footer(f'&C&"{BODY}"&9第 &P 页 共 &N 页')
        for n, width in enumerate(self._widths()):
            sheet.set_column(n, n, width)

    def _merge(self, first: int, last: int, text: str, style: Any, height: float = 0) -> None:
        """Text over some columns of the next row; with a height the row is finished by it."""
        if first == last:
            self.sheet.write_string(self.row, first, text, style)
        else:
            self.sheet.merge_range(self.row, first, self.row, last, text, style)
        if height:
            self.sheet.set_row(self.row, height)
            self.row += 1

    def _labelled(self, first: int, last: int, label: str, hint: str | None, style: Any) -> float:
        """A label over some columns of the next row, its hint in small print below; return how high it needs to be."""
        width = self._characters(first, last)
        label = label_of(label, int(width))
        self._merge(first, last, label, style)
        height = LINE * (label.count("\n") + 1)
        if hint:
            runs = [self.of_label, label, self.of_hint, f"\n{hint}"]
            self.sheet.write_rich_string(self.row, first, *runs, style)
            height += HINT_LINE * lines_of(hint, width * 11 / HINT_SIZE)
        return height

    def _fields(self, block: Block) -> None:
        first_value, middle, second_value = self._cuts()
        pair = [(0, first_value, middle - 1), (middle, second_value, self.last)]
        for fields in field_rows(block):
            spans = pair if len(fields) == 2 else [(0, first_value, self.last)]
            height = LINE * max(field.lines for field in fields)
            for field, (first, beside, last) in zip(fields, spans, strict=True):
                words = value_words(field, self._characters(beside, last))
                needed = self._labelled(first, beside - 1, field.label, field.hint, self.label)
                self._merge(beside, last, words, self.cell)
                height = max(height, needed, LINE * (words.count("\n") + 1))
            self.sheet.set_row(self.row, height + 7)
            self.row += 1

    def _widths(self) -> list[float]:
        """Of every column, the one with the numbers first."""
        total = sum(column.width for column in self.table.columns)
        return [NUMBER_WIDTH, *((CHARACTERS - NUMBER_WIDTH) * c.width / total for c in self.table.columns)]

    def _characters(self, first: int, last: int) -> float:
        """How many Chinese characters stand side by side over these columns."""
        return (sum(self._widths()[first : last + 1]) - 1) / UNIT

    def _cuts(self) -> tuple[int, int, int]:
        """Where a row of two fields is cut: before the first value, in the middle, before the second value.

        Fields have to keep to the table's columns, which are of any width.
        """
        edges = list(accumulate(self._widths()))  # the right edge of each column

        def wide_enough(start: int) -> int:
            left = edges[start - 1] if start else 0
            return next(n for n, edge in enumerate(edges, 1) if n > start and edge - left >= LABEL_WIDTH)

        first = wide_enough(0)
        middle = min(range(first + 1, self.last), key=lambda n: abs(edges[n - 1] - CHARACTERS / 2))
        return first, middle, min(wide_enough(middle), self.last)

    def _count(self, table: Table) -> int:
        return len(table.rows) or table.sheet or table.count

    def _table(self, table: Table) -> None:
        head = self.row
        self.sheet.write_string(head, 0, "序号", self.head)
        needed = [
            self._labelled(n, n, column.label, column.hint, self.head)
            for n, column in enumerate(table.columns, 1)
        ]
        self.sheet.set_row(head, max(*needed, 2 * LINE) + 7)
        self.sheet.repeat_rows(head)
        self.sheet.freeze_panes(head + 1, 0)
        count = self._count(table)
        ticked = [
            boxes(column.choices, self._characters(n, n)).count("\n") + 1
            for n, column in enumerate(table.columns, 1)
            if column.choices and self.form.fillable
        ]
        height = LINE * max(2, table.lines, *ticked) + 5
        for row, printed in enumerate(printed_rows(table.rows, count), 1):
            self.sheet.write_number(head + row, 0, row, self.number)
            for n, column in enumerate(table.columns, 1):
                if column.given:
                    self.sheet.write_string(head + row, n, printed, self.given)
                elif column.choices and self.form.fillable:
                    # To tick on paper; what is picked from the list takes its place.
                    self.sheet.write_string(
                        head + row, n, boxes(column.choices, self._characters(n, n)), self.cell
                    )
                else:
                    self.sheet.write_blank(
                        head + row, n, None, self.day if column.kind == "date" else self.cell
                    )
            self.sheet.set_row(head + row, height)
        for n, column in enumerate(table.columns, 1):
            self._validate(column, head + 1, head + count, n)
        if not table.rows:
            self.sheet.autofilter(head, 0, head + count, self.last)
        self.row = head + count + 1

    def _validate(self, column: Column, first: int, last: int, at: int) -> None:
        """Every row of a column offers its choices, or asks for a day."""
        if column.choices:
            words = [choice.text for choice in column.choices]
            asked: dict[str, Any] = {
                "validate": "list",
                "source": words,
                "error_title": column.label,
                "error_message": f"请从下拉里选：{'、'.join(words)}",
            }
        elif column.kind == "date":
            asked = {
                "validate": "date",
                "criteria": "between",
                "minimum": datetime.date(2000, 1, 1),
                "maximum": datetime.date(2999, 12, 31),
                "error_title": column.label,
                "error_message": "请写成 2026-11-25 这样的日期",
            }
        else:
            return
        self.sheet.data_validation(first, at, last, at, asked)

    def _signatures(self, signatures: tuple[Signature, ...]) -> None:
        if not signatures:
            return
        words = [f"{s.label}{s.word}：{'_' * 14}　{DATE_BLANK}" for s in signatures]
        _, middle, _ = self._cuts()
        for start in range(0, len(words), 2):
            pair = words[start : start + 2]
            self._merge(0, middle - 1, pair[0], self.signing)
            self._merge(middle, self.last, pair[1] if len(pair) > 1 else "", self.signing)
            self.sheet.set_row(self.row, 30)
            self.row += 1


def value_words(field: Blank, characters: float) -> str:
    """What stands in a field that nobody has filled in."""
    if field.choices:
        return boxes(field.choices, characters, other=OTHER_LINE if field.other else "")
    return date_or_nothing(field)


def boxes(choices: tuple[Choice, ...], characters: float, *, other: str = "") -> str:
    lines = box_lines(choices, characters * SAFE, other=other)
    return "\n".join("".join(words + mark for words, mark in line) for line in lines)
