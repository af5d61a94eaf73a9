"""A page that holds the libraries for workbooks, CSV and pasted tables, and how tests hand it files."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Page

from tests.browser.data_page import SCRIPTS, SCRIPTS_FOLDER

# Each needs those before it.
SHEET_SCRIPTS = (
    "dates records names files ledger-sound ledger-model ledger-likeness "
    "sheet-zip sheet-dates sheet-xlsx-read sheet-csv sheet-paste sheet-numerals "
    "sheet-deadline sheet-values sheet-whole sheet-asof sheet-groups sheet-head sheet-grid sheet-cells sheet-problems sheet-import "
    "sheet-table sheet-xlsx-write"
).split()

# Files travel as base64, bytes of results too; an error is told as {code, message}.
TOOLS = """
var sheets = {
  bytes(text) { return Uint8Array.from(atob(text), (one) => one.charCodeAt(0)); },
  base64(bytes) { let text = ""; bytes.forEach((one) => (text += String.fromCharCode(one))); return btoa(text); },
  async told(action) {
    try {
      return { value: await action() };
    } catch (error) {
      if (error.name !== "SheetError") throw error;
      return { code: error.code, message: error.message };
    }
  },
  /** What a preview shows people, in short. */
  summary({head, table, problems, asks, notes, wrong, repeated}) {
    const line = (one) => `${one.row} ${one.column}：${one.text}`;
    return {
      columns: head.ids.map((id, at) => `${head.headings[at]} → ${id || "?"}${id && !head.sure[at] ? "（像）" : ""}`),
      skipped: table.skipped.map(({row, why, text}) => `${row} ${why}：${text}`),
      totals: table.totals.map(({name, level, count}) => `${level} ${name}：${count}`),
      table: table.notes,
      problems: problems.map(({values, own, measures}) => (
        {...values, ...(Object.keys(own).length && {own}), measures: measures.map((one) => one.values)}
      )),
      asks: asks.map(({key, text, reason, choices}) => `${key} ${text}：${reason}｜${choices.map(({value}) => value).join(" ")}`),
      notes: notes.map(line), wrong: wrong.map(line), repeated: repeated.map(line),
    };
  },
  plain(grid) { return grid.rows.map((row) => row.cells.map((cell) => cell.text)); },
};
"""


# What a ledger is kept with.
STORE_SCRIPTS = [
    *SCRIPTS,
    *"ledger-sound ledger-model ledger-fields ledger-replay ledger-amend ledger-events ledger-work ledger-store".split(),
    *"ledger-likeness ledger-match ledger-fill".split(),
]


@contextmanager
def sheet_lab(browser: Browser, site_url: str, *, store: bool = False) -> Iterator[Page]:
    """Open a page with the libraries, on request with a store of ledgers; any error in it fails at the end."""
    page = browser.new_page(locale="zh-CN", timezone_id="Asia/Shanghai")
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.on("dialog", lambda dialog: wrong.append(f"dialog: {dialog.message}"))
    page.goto(f"{site_url}index.html")
    for path in ("data/ledger.js", "data/workbook.js"):
        page.add_script_tag(url=f"{site_url}{path}")
    scripts = [*STORE_SCRIPTS, *SHEET_SCRIPTS, "sheet-export"] if store else SHEET_SCRIPTS
    for name in dict.fromkeys(scripts):
        if page.evaluate(f"![...document.scripts].some((one) => one.src.endsWith('/{name}.js'))"):
            page.add_script_tag(content=(SCRIPTS_FOLDER / f"{name}.js").read_text(encoding="utf-8"))
    page.add_script_tag(content=TOOLS)
    yield page
    page.close()
    assert not wrong, wrong


def run(page: Page, script: str, *files: bytes, **values: Any) -> Any:
    """Run ``(files, values) => …`` with the files as Uint8Arrays; return {value} or {code, message}."""
    encoded = [base64.b64encode(file).decode() for file in files]
    return page.evaluate(
        f"([files, values]) => sheets.told(() => ({script})(files.map(sheets.bytes), values))",
        [encoded, values],
    )


def value_of(page: Page, script: str, *files: bytes, **values: Any) -> Any:
    """Run as ``run`` does and return the value; a refusal fails the test."""
    result = run(page, script, *files, **values)
    assert "value" in result, result
    return result["value"]
