"""The workbook that the ledger page fills in: made once by XlsxWriter, published in parts as a classic script.

The browser has no library for workbooks. What is hard (styles, rules, validations, page set-up) is written here
and cut at the places that depend on the data; the page puts rows, ranges and column letters there and zips the
parts (``sheet-xlsx-write.js``).
"""

from __future__ import annotations

import datetime
import io
import json
import re
import zipfile
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from qingdan.ledger_model import Column, Ledger

GLOBAL = "QINGDAN_WORKBOOK"
MAIN, HELP, HIDDEN = "整改台账", "填表说明", "_qingdan"
HEAD, FIRST = 1, 2  # rows, from 0: the title stands above the head
UIDS = ("问题编码", "措施编码")
LIGHTS = {
    "red": ("#F8CBAD", "#7F1D00"),
    "yellow": ("#FFF2CC", "#5F4B00"),
    "green": ("#E2EFDA", "#1E4620"),
    "blue": ("#DDEBF7", "#12395B"),
}
MADE = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)  # the same data gives the same file
LONGEST_LIST = 255  # characters that a list in a validation may have


def workbook_script(ledger: Ledger) -> str:
    """The template as a classic script: ``var QINGDAN_WORKBOOK = {parts, columns, rules, …}``."""
    text = json.dumps(workbook_template(ledger), ensure_ascii=False, separators=(",", ":"))
    return f"var {GLOBAL} = {text.replace(chr(0x2028), ' ').replace(chr(0x2029), ' ')};\n"


def workbook_template(ledger: Ledger) -> dict[str, Any]:
    """``parts``: the files of the ZIP, with marks such as ``{{data}}``; ``columns``: by id, what each column brings
    along; ``rules``: over whole rows; ``styles``: numbers of cell styles, those of a unit's own columns among them.

    Marks in rules and validations: ``{{range}}`` the cells, ``{{cell}}`` the first of them, ``{{due}}``, ``{{state}}``
    and ``{{uid}}`` letters of columns, ``{{row}}`` the first row, ``{{above}}`` the one above it. ``{{pages}}`` is how many
    sheets of paper the columns fill, ``{{area}}`` what is printed.
    """
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    book.set_properties({"title": ledger.title, "created": MADE})
    styles = _Styles(book)
    main, help_sheet, hidden = (book.add_worksheet(name) for name in (MAIN, HELP, HIDDEN))
    _main_sheet(main, ledger, styles)
    _help_sheet(help_sheet, ledger, styles)
    hidden.hide()
    hidden.write_row(0, 0, ["这张表存着完整的台账和办理记录，读回时用，请不要改动。"])
    book.close()
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name).decode("utf-8") for name in archive.namelist()}
    return _cut(parts, ledger)


class _Styles:
    """The looks of cells."""

    def __init__(self, book: Workbook) -> None:
        font = {"font_name": "宋体", "font_size": 10}
        cell = {**font, "border": 1, "border_color": "#999999", "valign": "top", "text_wrap": True}
        self.title: Format = book.add_format(
            {**font, "font_name": "黑体", "font_size": 16, "align": "center", "valign": "vcenter"}
        )
        self.head: Format = book.add_format(
            {
                **cell,
                "bold": True,
                "align": "center",
                "valign": "vcenter",
                "bg_color": "#E7E6E6",
                "num_format": "@",
            }
        )
        self.text: Format = book.add_format({**cell, "num_format": "@"})
        self.date: Format = book.add_format({**cell, "num_format": "yyyy-mm-dd", "align": "center"})
        self.number: Format = book.add_format({**cell, "num_format": "0", "align": "center"})
        self.plain: Format = book.add_format({**font, "valign": "top", "text_wrap": True, "num_format": "@"})
        self.lights = {
            light: book.add_format({"bg_color": fill, "font_color": ink})
            for light, (fill, ink) in LIGHTS.items()
        }
        self.missing: Format = book.add_format({"bg_color": "#FFF2CC"})
        self.late: Format = book.add_format({"font_color": "#9C0006", "bold": True})
        self.repeated: Format = book.add_format({"font_color": "#808080"})

    def of(self, column: Column) -> Format:
        return {"date": self.date, "number": self.number}.get(column.type, self.text)


def _main_sheet(sheet: Worksheet, ledger: Ledger, styles: _Styles) -> None:
    """One row of data, with everything that the page repeats over all rows. The uid stands behind all columns."""
    last, uid = len(ledger.columns) - 1, len(ledger.columns)
    sheet.merge_range(0, 0, 0, last, "", styles.title)
    sheet.set_row(0, 30)
    for at, column in enumerate(ledger.columns):
        sheet.write_string(HEAD, at, column.label, styles.head)
        sheet.write_blank(FIRST, at, None, styles.of(column))
        sheet.set_column(at, at, column.width, styles.of(column), {"hidden": column.hidden})
        _column_rules(sheet, at, column, ledger, styles)
    sheet.write_blank(FIRST, uid, None, styles.plain)
    sheet.freeze_panes(FIRST, 1)
    sheet.autofilter(HEAD, 0, FIRST, last)
    sheet.print_area(0, 0, FIRST, last)
    sheet.repeat_rows(0, HEAD)
    sheet.repeat_columns(0)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.set_footer("&C第 &P 页 共 &N 页")
    letters = {column.id: _letter(at) for at, column in enumerate(ledger.columns)}
    closed = next(choice.label for choice in ledger.choices["state"] if choice.id == "closed")
    due = f"${letters['due']}{FIRST + 1}"
    late = f'=AND(ISNUMBER({due}),{due}<TODAY(),${letters["state"]}{FIRST + 1}<>"{closed}")'
    sheet.conditional_format(
        FIRST, last + 2, FIRST, last + 2, {"type": "formula", "criteria": late, "format": styles.late}
    )
    same = f"=${_letter(uid)}{FIRST + 1}=${_letter(uid)}{FIRST}"
    sheet.conditional_format(
        FIRST, last + 3, FIRST, last + 3, {"type": "formula", "criteria": same, "format": styles.repeated}
    )


def _column_rules(sheet: Worksheet, at: int, column: Column, ledger: Ledger, styles: _Styles) -> None:
    options: dict[str, Any] = (
        {"input_title": column.label[:32], "input_message": column.help or ""} if column.help else {}
    )
    if column.choices:
        labels = [choice.label for choice in ledger.choices[column.choices]]
        assert len(",".join(labels)) <= LONGEST_LIST, column.id
        sheet.data_validation(FIRST, at, FIRST, at, {
            "validate": "list", "source": labels, "error_title": column.label, "error_message": "请从下拉里选一个", **options,
        })  # fmt: skip
    elif column.type == "date":
        sheet.data_validation(FIRST, at, FIRST, at, {
            "validate": "date", "criteria": ">=", "value": datetime.date(2000, 1, 1), "error_type": "warning",
            "error_title": column.label, "error_message": "这里一般填日期，例如 2026-08-31。确定要填别的吗？", **options,
        })  # fmt: skip
    if column.id == "light":
        for light, word in ledger.colours.items():
            sheet.conditional_format(
                FIRST,
                at,
                FIRST,
                at,
                {"type": "text", "criteria": "containing", "value": word, "format": styles.lights[light]},
            )
    elif column.required:
        sheet.conditional_format(FIRST, at, FIRST, at, {"type": "blanks", "format": styles.missing})


def _help_sheet(sheet: Worksheet, ledger: Ledger, styles: _Styles) -> None:
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_column(0, 0, 18, styles.plain)
    sheet.set_column(1, 1, 80, styles.plain)
    lines = [
        (
            "怎样填",
            "每条措施一行；同一个问题的几行，问题的各栏都照抄（灰字）。改好后在台账页面“导入”这个文件，先看预览再写入。",
        ),
        (
            "打印",
            "A4 横版，一页宽，只印左边的主要栏目；右边的照样填、照样读回。要全部打印，取消“打印区域”。",
        ),
        (
            "新加一行",
            "新问题写新的序号；给老问题加措施，照抄那个问题的各栏，再写措施。右边隐藏的编码不用填。",
        ),
        (
            "状态",
            "状态、亮灯、轮次、现行期限、销号日期、最新进展和措施的状态、现行期限由办理记录推出；已挂号的问题，改这里不改变办理结果。",
        ),
        ("几个人、几个单位", "用顿号隔开，第一个牵头。"),
        *((column.label, column.help) for column in ledger.columns if column.help and not column.hidden),
    ]
    for row, (name, text) in enumerate(lines):
        sheet.write_row(row, 0, [name, text], styles.plain)


def _letter(column: int) -> str:
    letters = ""
    while column >= 0:
        letters, column = chr(65 + column % 26) + letters, column // 26 - 1
    return letters


# ── Cutting ──


def _cut(parts: dict[str, str], ledger: Ledger) -> dict[str, Any]:
    main, sheets = "xl/worksheets/sheet1.xml", parts
    xml = sheets[main]
    uid, last = _letter(len(ledger.columns)), _letter(len(ledger.columns) - 1)
    styles = [int(one) for one in re.findall(rf'<c r="[A-Z]+{FIRST + 1}" s="(\d+)"', xml)]
    head = re.findall(rf'<c r="[A-Z]+{HEAD + 1}" s="(\d+)"', xml)[0]
    title = re.findall(r'<c r="A1" s="(\d+)"', xml)[0]
    formats = re.findall(r'<conditionalFormatting sqref="([A-Z]+)\d+">(.*?)</conditionalFormatting>', xml)
    validations = re.findall(r'<dataValidation ([^>]*)sqref="([A-Z]+)\d+">(.*?)</dataValidation>', xml)
    letters = {column.id: _letter(at) for at, column in enumerate(ledger.columns)}
    named = {f"${letters['due']}": "${{due}}", f"${letters['state']}": "${{state}}", f"${uid}": "${{uid}}"}
    *_, late, repeated = (_marked(rule, "", named) for _, rule in formats)
    columns = {
        column.id: {
            "style": style,
            "width": column.width,
            "hidden": column.hidden,
            "formats": [
                _marked(rule, letters[column.id], {}) for at, rule in formats if at == letters[column.id]
            ],
            "validation": "".join(
                f'<dataValidation {start}sqref="{{{{range}}}}">{rest}</dataValidation>'
                for start, at, rest in validations
                if at == letters[column.id]
            ),
        }
        for column, style in zip(ledger.columns, styles, strict=False)
    }
    for place, pattern in {
        "dimension": r'(?<=<dimension ref=")[^"]*',
        "cols": r"(?<=<cols>).*?(?=</cols>)",
        "data": r"(?<=<sheetData>).*?(?=</sheetData>)",
        "filter": r'(?<=<autoFilter ref=")[^"]*',
        "title": r'(?<=<mergeCell ref=")[^"]*',
        "formats": r"<conditionalFormatting.*</conditionalFormatting>",
        "validations": r"<dataValidations.*</dataValidations>",
        "pages": r'(?<=paperSize="9" )(?=fitToHeight="0")',
    }.items():
        xml, count = re.subn(pattern, f"{{{{{place}}}}}", xml, flags=re.DOTALL)
        assert count == 1, place
    sheets[main] = xml
    book, count = re.subn(rf"\$A\$2:\${last}\$3", "{{filter}}", sheets["xl/workbook.xml"])
    assert count == 1
    book, count = re.subn(rf"\$A\$1:\${last}\$3", "{{area}}", book)
    assert count == 1
    sheets["xl/workbook.xml"] = book
    sheets["xl/sharedStrings.xml"] = re.sub(
        r' count="\d+" uniqueCount="\d+"', "", sheets["xl/sharedStrings.xml"]
    ).replace("</sst>", "{{strings}}</sst>")
    hidden = "xl/worksheets/sheet3.xml"
    sheets[hidden], count = re.subn("</sheetData>", "{{whole}}</sheetData>", sheets[hidden])
    assert count == 1
    sheets[hidden] = re.sub(r'<dimension ref="[^"]*"/>', "", sheets[hidden])
    return {
        "parts": sheets,
        "main": main,
        "hidden": hidden,
        "strings": len(re.findall("<si>", sheets["xl/sharedStrings.xml"])),
        "columns": columns,
        "rules": {"late": late, "repeated": repeated},
        "styles": {
            "title": int(title),
            "head": int(head),
            "text": columns["text"]["style"],
            "plain": styles[len(ledger.columns)],
        },
        "uids": list(UIDS),
    }


def _marked(rule: str, letter: str, named: dict[str, str]) -> str:
    """A rule with marks where it names its own cell, columns of its row, or the row above."""
    if letter:
        rule = re.sub(rf"\b{letter}{FIRST + 1}\b", "{{cell}}", rule)
    for column, mark in named.items():
        rule = rule.replace(f"{column}{FIRST + 1}", f"{mark}{{{{row}}}}").replace(
            f"{column}{FIRST}", f"{mark}{{{{above}}}}"
        )
    return re.sub(r' priority="\d+"', ' priority="{{priority}}"', rule)
