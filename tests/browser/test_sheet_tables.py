"""Ledgers on their way out and back: workbooks, CSV, the clipboard."""

import base64
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from playwright.sync_api import Browser, Page

from tests.browser.sheet_page import sheet_lab, value_of
from tests.sheets import random_ledgers
from tests.sheets.office import convert

SEEDS = range(200)

# Rows as the table shows them; what an import reads is shown the same way.
SHOWN = """
sheets.shown = (problems) => Qingdan.lib.sheetTable.lines(problems, Qingdan.lib.sheetTable.kitLayout(problems))
  .map((line) => line.cells.map((cell) => cell.text));
sheets.read = (source) => {
  const {grid, head} = Qingdan.lib.sheetImport.choose(source);
  const {problems, asks, wrong, table, notes} = Qingdan.lib.sheetImport.preview(grid, head);
  const skipped = table.skipped.slice(source.how === "xlsx" ? 1 : 0); // the title
  return {problems, ours: head.ours, told: [...asks, ...wrong, ...skipped, ...table.notes, ...notes]};
};
"""
CSV = """(_, {ledgers}) => ledgers.map((problems) => {
  const {sheetTable, sheetImport} = Qingdan.lib, text = sheetTable.csv(problems, sheetTable.kitLayout(problems));
  return sheets.read({grids: [Qingdan.lib.sheetCsv.read(new TextEncoder().encode(text), "")], how: "csv"});
}).map((read, at) => ({told: read.told, ours: read.ours, before: sheets.shown(ledgers[at]), after: sheets.shown(read.problems)}))"""
PASTE = """(_, {ledgers}) => ledgers.map((problems) => {
  const {sheetTable, sheetImport} = Qingdan.lib, html = sheetTable.html(problems, sheetTable.kitLayout(problems));
  return sheets.read(sheetImport.readPaste({html}));
}).map((read, at) => ({told: read.told, ours: read.ours, before: sheets.shown(ledgers[at]), after: sheets.shown(read.problems)}))"""
XLSX = """async (_, {ledgers}) => {
  const found = [];
  for (const problems of ledgers) {
    const whole = JSON.stringify({problems, events: [{id: "e", note: "\\ud800_x0041_ & <"}]});
    const file = await Qingdan.lib.sheetXlsxWrite.workbook({problems, title: "甲 & 乙", whole});
    const source = await Qingdan.lib.sheetImport.readBytes(file, "a.xlsx"), read = sheets.read(source);
    const uids = (all) => all.map(({uid, measures}) => [uid, measures.map((one) => one.uid)]);
    found.push({
      told: read.told, ours: read.ours, before: sheets.shown(problems), after: sheets.shown(read.problems),
      whole: source.whole === whole, uids: [uids(problems), uids(read.problems)],
    });
  }
  return found;
}"""
WRITE = """async (_, {problems, title, layout, whole}) => sheets.base64(
  await Qingdan.lib.sheetXlsxWrite.workbook({problems, title, whole: JSON.stringify(whole), ...(layout && {layout})}))"""


@pytest.fixture(scope="module")
def lab(browser: Browser, addresses: dict[str, str]) -> Iterator[Page]:
    with sheet_lab(browser, addresses["file"]) as page:
        page.add_script_tag(content=SHOWN)
        yield page


@pytest.fixture(scope="module")
def columns(lab: Page) -> list[dict[str, Any]]:
    found = lab.evaluate("Qingdan.lib.ledgerModel.columns()")
    assert isinstance(found, list)
    return found


def ledgers(columns: list[dict[str, Any]], *, plain: bool) -> list[list[dict[str, Any]]]:
    return [random_ledgers.ledger(seed, columns, plain=plain) for seed in SEEDS]


def assert_all_came_back(found: list[dict[str, Any]]) -> None:
    assert len(found) == len(SEEDS)
    for seed, one in enumerate(found):
        rows = zip(one["after"], one["before"], strict=False)
        differing = [pair for row in rows for pair in zip(*row, strict=True) if pair[0] != pair[1]]
        assert (seed, differing, len(one["after"])) == (seed, [], len(one["before"]))
        assert (one["told"], one["ours"]) == ([], True)


def test_two_hundred_ledgers_come_back_from_csv(lab: Page, columns: list[dict[str, Any]]) -> None:
    assert_all_came_back(value_of(lab, CSV, ledgers=ledgers(columns, plain=False)))


def test_two_hundred_ledgers_come_back_from_the_clipboard(lab: Page, columns: list[dict[str, Any]]) -> None:
    assert_all_came_back(value_of(lab, PASTE, ledgers=ledgers(columns, plain=True)))


def test_two_hundred_ledgers_come_back_from_workbooks_whole(lab: Page, columns: list[dict[str, Any]]) -> None:
    found = value_of(lab, XLSX, ledgers=ledgers(columns, plain=False))
    assert_all_came_back(found)
    assert all(one["whole"] for one in found)
    assert all(before == after for before, after in (one["uids"] for one in found))


# ── What other programs make of the workbook ──

PROBLEMS: list[dict[str, Any]] = [
    {
        "uid": f"p{n}",
        "values": {
            "no": f"{n:03}", "aspect": "资金管理", "class": "票据", "source": "feedback", "text": f"=1+{n} 凭证不全", "leaders": ["周五"],
            "units": ["财务科", "办公室"], "persons": ["吴六"] if n % 5 else [], "due": f"2026-{n % 12 + 1:02}-28", "state": "open",
            "light": "▲红 逾期" if n % 2 else "●绿 正常", "round": 1, "evidence": ["《通知》", "纪要"],
        },
        "own": {"督办人": "督一"},
        "measures": [
            {"uid": f"m{n}-{m}", "values": {"measure": f"-{m} 清理\n归档", "measureState": "doing", "measureDue": "2026-08-31"}}
            for m in range(3)
        ],
    }
    for n in range(1, 301)
]  # fmt: skip
ROWS = len(PROBLEMS) * 3


@pytest.fixture(scope="module")
def workbook(lab: Page) -> bytes:
    text = value_of(
        lab, WRITE, problems=PROBLEMS, title="某局整改台账", layout=None, whole={"events": ["甲" * 100000]}
    )
    return base64.b64decode(text)


def main_sheet(file: bytes) -> Worksheet:
    sheet = openpyxl.load_workbook(io.BytesIO(file))["整改台账"]
    assert isinstance(sheet, Worksheet)
    return sheet


PRINTED = [
    "序号",
    "类别",
    "问题",
    "整改措施",
    "措施时限",
    "措施现行期限",
    "责任领导",
    "责任单位",
    "责任人",
    "时限类",
    "现行期限",
    "状态",
    "亮灯",
]


def test_rules_reach_over_all_rows(workbook: bytes) -> None:
    sheet = main_sheet(workbook)
    letters = {cell.value: cell.column_letter for cell in sheet[2]}
    last = 2 + ROWS
    assert (sheet.freeze_panes, sheet.print_title_rows, sheet.print_title_cols) == ("B3", "$1:$2", "$A:$A")
    assert sheet.auto_filter.ref == f"A2:{letters['督办人']}{last}"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (
        "landscape",
        9,
        0,
    )
    # On paper stand the main columns, one sheet wide, and rows that people add below; the rest is behind them.
    assert (sheet.print_area, sheet.page_setup.fitToWidth) == ("'整改台账'!$A$1:$M$1048576", 1)
    assert [cell.value for cell in sheet[2]][:13] == PRINTED
    validations = {str(one.sqref): one for one in sheet.data_validations.dataValidation}
    for label in ("状态", "问题来源", "措施状态", "整改时限"):
        (found,) = [one for area, one in validations.items() if area.startswith(f"{letters[label]}3:")]
        assert int(str(found.sqref).split(letters[label])[-1]) >= last
        assert found.type == ("date" if label == "整改时限" else "list")
    assert '"反馈意见,巡察期间指出,自查举一反三"' in [one.formula1 for one in validations.values()]
    rules = {str(area.sqref): [rule.type for rule in area.rules] for area in sheet.conditional_formatting}
    assert rules[f"{letters['亮灯']}3:{letters['亮灯']}{last}"] == ["containsText"] * 4 + ["expression"]
    assert rules[f"{letters['责任人']}3:{letters['责任人']}{last}"] == ["containsBlanks", "expression"]
    formulas = [
        rule.formula[0]
        for area in sheet.conditional_formatting
        for rule in area.rules
        if rule.type == "expression"
    ]
    assert f"${letters['问题编码']}3=${letters['问题编码']}2" in formulas
    assert any(f"${letters['现行期限']}3<TODAY()" in formula for formula in formulas)


def test_cells_are_text_and_dates_are_dates(workbook: bytes) -> None:
    sheet = main_sheet(workbook)
    rows = list(sheet.iter_rows(min_row=3))
    assert len(rows) == ROWS
    labels = [cell.value for cell in sheet[2]]
    first = dict(zip(labels, rows[0], strict=True))
    assert (first["问题"].value, first["问题"].data_type) == ("=1+1 凭证不全", "s")
    assert (first["整改措施"].value, first["整改措施"].data_type) == ("-0 清理\n归档", "s")
    assert (first["序号"].value, first["责任单位"].value, first["督办人"].value) == (
        "001",
        "财务科、办公室",
        "督一",
    )
    assert (first["整改时限"].is_date, str(first["整改时限"].value)) == (True, "2026-02-28 00:00:00")
    assert not any(cell.data_type == "f" for row in rows for cell in row)
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    assert {sheet.title: sheet.sheet_state for sheet in book} == {
        "整改台账": "visible",
        "填表说明": "visible",
        "_qingdan": "hidden",
    }
    cells = [cell.value for cell in book["_qingdan"]["A"][1:]]
    assert json.loads("".join(str(cell) for cell in cells))["events"] == ["甲" * 100000]
    assert [len(str(cell)) for cell in cells][:3] == [32767] * 3


def test_libreoffice_opens_it_cleanly(workbook: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(workbook)
    pdf_file = convert(tmp_path, "pdf", tmp_path / "a.xlsx") / "a.pdf"
    csv_file = convert(tmp_path, "csv:Text - txt - csv (StarCalc):44,34,76", tmp_path / "a.xlsx") / "a.csv"
    lines = csv_file.read_text(encoding="utf-8").splitlines()
    assert sum(line.startswith("001,票据") for line in lines) == 3
    with pypdfium2.PdfDocument(pdf_file) as pdf:
        size = pdf[0].get_size()
        texts = [page.get_textpage().get_text_range() for page in pdf]
    assert [round(one) for one in size] == [842, 595]
    # The help follows on the last sheet; the hidden one is not printed. The head stands on every sheet of the ledger.
    ledger = [text for text in texts if "怎样填" not in text]
    assert len(ledger) > 10
    assert all(
        "序号" in text and "亮灯" in text and "共" in text for text in ledger
    )  # none has a second sheet beside it
    assert not any("督办人" in text or "问题来源" in text for text in ledger)
    assert "凭证不全" in "".join(texts)


def test_a_workbook_saved_again_by_libreoffice_is_still_whole(lab: Page, tmp_path: Path) -> None:
    """Edited in an office program, and sent back: what was edited is an update, all else is as it was."""
    problems = PROBLEMS[:2]
    file = base64.b64decode(
        value_of(lab, WRITE, problems=problems, title="甲", layout=None, whole={"a": ["甲\n" * 20000]})
    )
    (tmp_path / "a.xlsx").write_bytes(file)
    again = (convert(tmp_path, "xlsx", tmp_path / "a.xlsx") / "a.xlsx").read_bytes()
    script = """async ([file]) => {
      const source = await Qingdan.lib.sheetImport.readBytes(file, "a.xlsx");
      return {...sheets.read(source), whole: JSON.parse(source.whole)};
    }"""
    found = value_of(lab, script, again)
    assert found["whole"] == {"a": ["甲\n" * 20000]}
    assert [(one["uid"], [m["uid"] for m in one["measures"]]) for one in found["problems"]] == [
        (one["uid"], [m["uid"] for m in one["measures"]]) for one in problems
    ]
    assert [one["values"]["text"] for one in found["problems"]] == ["=1+1 凭证不全", "=1+2 凭证不全"]


def test_the_units_own_columns_in_their_own_order(lab: Page) -> None:
    headings, ids = ["编号", "督办人", "措施", "存在问题", "时限"], ["no", "", "measure", "text", "due"]
    layout = lab.evaluate(
        "(mapping) => Qingdan.lib.sheetTable.ownLayout(mapping)", {"headings": headings, "ids": ids}
    )
    problem = {**PROBLEMS[0], "values": {"no": "1", "text": "甲", "due": "", "dueText": "长期坚持"}}
    file = base64.b64decode(value_of(lab, WRITE, problems=[problem], title="甲", layout=layout, whole=None))
    sheet = main_sheet(file)
    assert [[cell.value for cell in row][:5] for row in sheet.iter_rows(min_row=2)] == [
        headings,
        ["1", "督一", "1.-0 清理\n归档\n2.-1 清理\n归档\n3.-2 清理\n归档", "甲", "长期坚持"],
    ]
    text = lab.evaluate(
        "([problem, layout]) => Qingdan.lib.sheetTable.csv([problem], layout)", [problem, layout]
    )
    assert text.startswith("\ufeff编号,督办人,措施,存在问题,时限\r\n1,督一,")
