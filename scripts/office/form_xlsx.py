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

from office.ready import ReadyFile, fingerprint_of, steady_zip
from qingdan import form_parts
from qingdan.catalogue import catalogue
from qingdan.form_parts import BOX, DATE_BLANK, OTHER, field_rows, file_stem, mark, printed_rows
from qingdan.forms_model import Blank, Block, Column, Form, Signature, Table
from qingdan.site_plan import SitePlan

BODY, HEI, TITLE = "仿宋_GB2312", "黑体", "方正小标宋简体"
LINE = 15.0  # points
PAPER_A4 = 9
CHARACTERS = 150.0  # of the whole sheet's width, in the unit of column widths
NUMBER_WIDTH = 5.0
LABEL_WIDTH = 12.0


def files(plan: SitePlan) -> Iterator[ReadyFile]:
    """A workbook for each tabular form."""
    version = catalogue(plan.views)["kit"]
    for form in plan.views.forms:
        if form.kind == "table":
            mark_of_it = fingerprint_of(form, version, form_parts, sys.modules[__name__])
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
        total = sum(column.width for column in self.table.columns)
        sheet.set_column(0, 0, NUMBER_WIDTH)
        for n, column in enumerate(self.table.columns, 1):
            sheet.set_column(n, n, (CHARACTERS - NUMBER_WIDTH) * column.width / total)

    def _merge(self, first: int, last: int, text: str, style: Any, height: float = 0) -> None:
        """Text over some columns of the next row; with a height the row is finished by it."""
        if first == last:
            self.sheet.write_string(self.row, first, text, style)
        else:
            self.sheet.merge_range(self.row, first, self.row, last, text, style)
        if height:
            self.sheet.set_row(self.row, height)
            self.row += 1

    def _fields(self, block: Block) -> None:
        first_value, middle, second_value = self._cuts()
        pair = [(0, first_value, middle - 1), (middle, second_value, self.last)]
        for fields in field_rows(block):
            spans = pair if len(fields) == 2 else [(0, first_value, self.last)]
            for field, (first, beside, last) in zip(fields, spans, strict=True):
                self._merge(
                    first, beside - 1, field.label + (f"\n（{field.hint}）" if field.hint else ""), self.label
                )
                self._merge(beside, last, value_words(field), self.cell)
            lines = max(2 if field.hint else 1 for field in fields)
            self.sheet.set_row(self.row, LINE * max(lines, *(field.lines for field in fields)) + 6)
            self.row += 1

    def _cuts(self) -> tuple[int, int, int]:
        """Where a row of two fields is cut: before the first value, in the middle, before the second value.

        Fields have to keep to the table's columns, which are of any width.
        """
        total = sum(column.width for column in self.table.columns)
        widths = [NUMBER_WIDTH, *((CHARACTERS - NUMBER_WIDTH) * c.width / total for c in self.table.columns)]
        edges = list(accumulate(widths))  # the right edge of each column

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
        for n, column in enumerate(table.columns, 1):
            hint = f"\n（{column.hint}）" if column.hint else ""
            self.sheet.write_string(head, n, column.label + hint, self.head)
        hinted = any(column.hint for column in table.columns)
        self.sheet.set_row(head, (3 if hinted else 2) * LINE + 4)
        self.sheet.repeat_rows(head)
        self.sheet.freeze_panes(head + 1, 0)
        count = self._count(table)
        for row, printed in enumerate(printed_rows(table.rows, count), 1):
            self.sheet.write_number(head + row, 0, row, self.number)
            for n, column in enumerate(table.columns, 1):
                if column.given:
                    self.sheet.write_string(head + row, n, printed, self.given)
                else:
                    self.sheet.write_blank(
                        head + row, n, None, self.day if column.kind == "date" else self.cell
                    )
            self.sheet.set_row(head + row, LINE * (3 if table.rows else max(table.lines, 2)) + 3)
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


def value_words(field: Blank) -> str:
    """What stands in a field that nobody has filled in."""
    if field.choices:
        boxes = [f"{BOX} {choice.text}{mark(choice, field.choices)}" for choice in field.choices]
        return "　".join([*boxes, *([f"{OTHER}{'_' * 12}"] if field.other else [])])
    return DATE_BLANK if field.kind == "date" else ""
