"""Reading files that office programs save: ZIP, XLSX, CSV, and what lies on the clipboard."""

import base64
import datetime
import io
import struct
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from playwright.sync_api import Browser, Page

from tests.browser.sheet_page import run, sheet_lab, value_of

# One page serves every example: none of them leaves anything behind.
IN_ONE_PAGE = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)

ZIP = """async ([file], {limits}) => {
  const zip = Qingdan.lib.sheetZip.read(file, limits || {});
  const texts = [];
  for (const name of zip.names) texts.push([name, await zip.text(name)]);
  return texts;
}"""
WORKBOOK = """async ([file]) => (await Qingdan.lib.sheetXlsxRead.read(file)).sheets"""
CELLS = """async ([file]) => (await Qingdan.lib.sheetXlsxRead.read(file)).sheets.map(sheets.plain)"""
CSV = "([file]) => sheets.plain(Qingdan.lib.sheetCsv.read(file))"
PASTED = "(_, given) => Qingdan.lib.sheetPaste.read(given)"


@pytest.fixture(scope="module")
def lab(browser: Browser, addresses: dict[str, str]) -> Iterator[Page]:
    with sheet_lab(browser, addresses["file"]) as page:
        yield page


def zip_of(parts: dict[str, str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return file.getvalue()


def saved(workbook: openpyxl.Workbook) -> bytes:
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def altered(file: bytes, name: str, change: Callable[[str], str]) -> bytes:
    """A workbook with one of its parts changed."""
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        parts = {one: archive.read(one).decode() for one in archive.namelist()}
    return zip_of({one: change(text) if one == name else text for one, text in parts.items()})


def code_of(result: dict[str, Any]) -> str:
    """The code of a refusal, whose message is Chinese and ends with a way out."""
    assert "value" not in result, result
    assert "。" in result["message"], result
    return str(result["code"])


# ── ZIP ──


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_zip_is_read_and_checked(lab: Page, method: int) -> None:
    parts = {"a.xml": "整改" * 5000, "b/c.xml": "", "__proto__": "x"}
    assert value_of(lab, ZIP, zip_of(parts, method)) == [list(part) for part in parts.items()]


@IN_ONE_PAGE
@given(
    parts=st.dictionaries(st.from_regex(r"[a-z]{1,9}(/[a-z]{1,9})?", fullmatch=True), st.text(max_size=200))
)
def test_what_is_written_is_read_back_here_and_elsewhere(lab: Page, parts: dict[str, str]) -> None:
    written = lab.evaluate(
        "(parts) => sheets.base64(Qingdan.lib.sheetZip.write(parts))", [list(part) for part in parts.items()]
    )
    file = base64.b64decode(written)
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name).decode() for name in archive.namelist()} == parts
    assert value_of(lab, ZIP, file) == [[name, text.removeprefix("\ufeff")] for name, text in parts.items()]


def test_damaged_zips_are_refused(lab: Page) -> None:
    good = zip_of({"a.xml": "整改" * 500})
    cut = [good[:length] for length in (0, 1, 21, 40, len(good) // 2, len(good) - 1)]
    flipped = [good[:at] + bytes([good[at] ^ 0x55]) + good[at + 1 :] for at in range(30, len(good) - 22, 7)]
    for file in cut:
        assert code_of(run(lab, ZIP, file)) == "damaged"
    for file in flipped:
        result = run(lab, ZIP, file)
        assert "code" in result or result["value"][0][1] == "整改" * 500, result


def test_zips_that_would_fill_the_memory_are_refused(lab: Page) -> None:
    bomb = zip_of({f"{n}.xml": "0" * 2_000_000 for n in range(4)})
    assert code_of(run(lab, ZIP, bomb, limits={"total": 5e6})) == "unpacks-too-big"
    assert code_of(run(lab, ZIP, bomb, limits={"entry": 1e6})) == "unpacks-too-big"
    assert code_of(run(lab, ZIP, bomb, limits={"entries": 3})) == "too-many-entries"
    assert code_of(run(lab, ZIP, bomb, limits={"file": 100})) == "too-big"
    # The directory says that one entry is small, or impossibly large; either way nothing is made of it.
    at = bomb.index(b"PK\x01\x02") + 24
    for size in (10, 190_000_000):
        assert code_of(run(lab, ZIP, bomb[:at] + struct.pack("<I", size) + bomb[at + 4 :])) == "damaged"


def test_zips_of_other_kinds_are_told_apart(lab: Page) -> None:
    good = zip_of({"a.xml": "整改"})
    central, end = good.index(b"PK\x01\x02"), good.index(b"PK\x05\x06")
    encrypted = good[: central + 8] + b"\x01" + good[central + 9 :]
    zip64 = good[: end + 10] + b"\xff\xff" + good[end + 12 :]
    assert code_of(run(lab, ZIP, encrypted)) == "encrypted"
    assert code_of(run(lab, ZIP, zip64)) == "zip64"
    assert code_of(run(lab, ZIP, zip_of({"a": "b" * 100}, zipfile.ZIP_BZIP2))) == "method"


def test_a_browser_without_decompression_tells_the_way_out(lab: Page) -> None:
    workbook = saved(openpyxl.Workbook())
    lab.evaluate("window.kept = DecompressionStream; delete window.DecompressionStream; 0")
    try:
        result = run(lab, WORKBOOK, workbook)
    finally:
        lab.evaluate("window.DecompressionStream = window.kept; 0")
    assert code_of(result) == "no-decompression"
    assert "粘贴" in result["message"]
    assert "CSV" in result["message"]


# ── Workbooks ──


def test_cells_of_every_type(lab: Page) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    bold = InlineFont(b=True)
    cells: list[tuple[Any, str | None, list[str]]] = [
        ("整改\n措施", None, ["text", "整改\n措施"]),
        (CellRichText("一是", TextBlock(bold, "建立"), "制度"), None, ["text", "一是建立制度"]),
        (" 前后空格 ", None, ["text", " 前后空格 "]),
        ("_x005F_x000D_", None, ["text", "_x000D_"]),
        (3, None, ["number", "3"]),
        (0.1 + 0.2, None, ["number", "0.3"]),
        (-1.5, None, ["number", "-1.5"]),
        (7, "000", ["number", "007"]),
        (0.875, "0.0%", ["number", "87.5%"]),
        (46265, None, ["number", "46265"]),
        (1234.5, '#,##0.00"元"', ["number", "1234.5"]),
        (True, None, ["boolean", "TRUE"]),
        ("#N/A", None, ["error", "#N/A"]),
        (datetime.date(2026, 8, 31), "yyyy-mm-dd", ["date", "2026-08-31"]),
        (46265.73, "yyyy/m/d h:mm", ["date", "2026-08-31"]),
        (46265, 'yyyy"年"m"月"d"日";@', ["date", "2026-08-31"]),
        (46265, "[$-804]aaaa;@", ["number", "46265"]),
        (46265, '[DBNum1][$-804]yyyy"年"m"月"d"日"', ["date", "2026-08-31"]),
        (46235, 'yyyy"年"m"月"', ["text", "2026年8月"]),
        (46235, "mmm-yy", ["text", "2026年8月"]),
        (46265, "[Red]m/d/yyyy", ["date", "2026-08-31"]),
        (0.5, "h:mm", ["text", "12:00"]),
        (60, "yyyy-mm-dd", ["number", "60"]),
        (1, "yyyy-mm-dd", ["date", "1900-01-01"]),
        (-5, "yyyy-mm-dd", ["number", "-5"]),
        ("2026.8.31", None, ["text", "2026.8.31"]),
    ]
    for row, (value, form, _) in enumerate(cells, 1):
        cell = sheet.cell(row, 1, value)
        if form:
            cell.number_format = form
    found = value_of(lab, WORKBOOK, saved(workbook))[0]["rows"]
    assert [list(row["cells"][0].values()) for row in found] == [expected for _, _, expected in cells]


def test_dates_counted_from_1904(lab: Page) -> None:
    workbook = openpyxl.Workbook()
    workbook.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    assert workbook.active is not None
    workbook.active["A1"] = datetime.date(2026, 8, 31)
    assert value_of(lab, CELLS, saved(workbook)) == [[["2026-08-31"]]]


def test_what_is_hidden_and_merged_is_told(lab: Page) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in range(1, 5):
        sheet.append([f"{row}-{column}" for column in range(1, 5)])
    sheet.merge_cells("B2:C3")
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["D"].hidden = True
    workbook.create_sheet("参数").sheet_state = "hidden"
    workbook.create_sheet("后台").sheet_state = "veryHidden"
    sheets = value_of(lab, WORKBOOK, saved(workbook))
    assert [one["hidden"] for one in sheets] == [False, True, True]
    assert sheets[0]["merges"] == [{"top": 2, "left": 1, "bottom": 3, "right": 2}]
    assert [row["hidden"] for row in sheets[0]["rows"]] == [False, False, True, False]
    assert sheets[0]["hiddenColumns"] == [3]
    assert sheets[0]["notes"] == ["有 1 行是隐藏或筛选掉的，一并读取", "有隐藏的列，一并读取"]


def test_other_shapes_of_the_same_format(lab: Page) -> None:
    """Prefixes, cells without addresses, inline and phonetic strings, formulas, parts at odd places."""
    sheet = """<x:worksheet xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main"><x:sheetData>
      <x:row><x:c t="inlineStr"><x:is><x:t>题目</x:t></x:is></x:c><x:c t="s"><x:v>0</x:v></x:c>
        <x:c t="s"><x:v>99</x:v></x:c><x:c t="str"><x:f>A1&amp;B1</x:f><x:v>题目责任</x:v></x:c>
        <x:c><x:f>1+1</x:f></x:c><x:c t="d"><x:v>2026-08-31T00:00:00</x:v></x:c><x:c><x:v>不是数</x:v></x:c></x:row>
      <x:row r="5"><x:c r="C5" t="str"><x:v>第一行_x000D_
第二行</x:v></x:c></x:row></x:sheetData></x:worksheet>"""
    parts = {
        "_rels/.rels": """<Relationships xmlns="a"><Relationship Id="1"
          Type="http://x/officeDocument" Target="/book/main.xml"/></Relationships>""",
        "book\\_rels\\main.xml.rels": """<Relationships xmlns="a">
          <Relationship Id="s" Type="http://x/worksheet" Target="../pages/one.xml"/>
          <Relationship Id="t" Type="http://x/sharedStrings" Target="strings.xml"/></Relationships>""",
        "book/main.xml": """<workbook xmlns="b" xmlns:r="c"><sheets><sheet name="甲" r:id="s"/>
          <sheet name="图表" r:id="none"/></sheets></workbook>""",
        "book/strings.xml": """<sst xmlns="b"><si><r><t>责</t></r><r><t>任</t></r><rPh sb="0" eb="2"><t>ze ren</t></rPh>
          <phoneticPr fontId="1"/></si></sst>""",
        "pages/one.xml": sheet,
    }
    (found,) = value_of(lab, WORKBOOK, zip_of(parts))
    assert [[cell["text"] for cell in row["cells"]] for row in found["rows"]] == [
        ["题目", "责任", "", "题目责任", "", "2026-08-31", "不是数"],
        ["", "", "第一行\n第二行"],
    ]
    assert [row["number"] for row in found["rows"]] == [1, 5]
    assert "1 个公式" in found["notes"][0]


def test_files_that_are_no_workbook_are_named(lab: Page) -> None:
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
    book = saved(openpyxl.Workbook())
    refused = {
        "empty": b"",
        "old-format": old + "Workbook".encode("utf-16-le"),
        "encrypted": old + "EncryptedPackage".encode("utf-16-le"),
        "word": old + "WordDocument".encode("utf-16-le"),
        "pdf": b"%PDF-1.7",
        "not-xlsx": "编号,问题".encode(),
        "damaged": book[: len(book) // 2],
        "binary": zip_of({"xl/workbook.bin": ""}),
        "ods": zip_of({"content.xml": "<a/>"}),
        "no-sheet": zip_of({"readme.txt": "x"}),
        "damaged-xml": altered(book, "xl/worksheets/sheet1.xml", lambda text: text[:-9]),
        "doctype": altered(
            book,
            "xl/workbook.xml",
            lambda text: '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>' + text.partition("?>")[2],
        ),
    }
    assert {code: code_of(run(lab, WORKBOOK, file)) for code, file in refused.items()} == {
        code: code for code in refused
    }
    assert code_of(run(lab, WORKBOOK, zip_of({"word/document.xml": ""}))) == "word"


@IN_ONE_PAGE
@given(
    part=st.sampled_from(
        ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/sharedStrings.xml"]
    ),
    at=st.integers(0, 3000),
    put=st.sampled_from(
        [
            "",
            "<",
            "\0",
            '"',
            "9" * 30,
            "-1",
            "__proto__",
            "constructor",
            "<c r='ZZZ9999999999'><v>1e999</v></c>",
        ]
    ),
    dropped=st.integers(0, 40),
)
def test_workbooks_with_anything_in_them_are_read_or_refused(
    lab: Page, part: str, at: int, put: str, dropped: int
) -> None:
    workbook = openpyxl.Workbook()
    assert workbook.active is not None
    workbook.active.append(["编号", "问题", datetime.date(2026, 8, 31), 5])
    workbook.active.merge_cells("A2:B3")
    file = altered(
        saved(workbook), part, lambda text: text[: at % len(text)] + put + text[at % len(text) + dropped :]
    )
    result = run(lab, CELLS, file)
    assert "value" in result or code_of(result)


# ── CSV ──

TABLE = [["编号", "问题"], ["1", '他说"是"'], ["2", "甲,乙\n丙"], ["", "=1+1"]]
PLAIN_CSV = '编号,问题\r\n1,"他说""是"""\r\n2,"甲,乙\n丙"\r\n,\'=1+1\r\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_csv_in_every_encoding(lab: Page, encoding: str, delimiter: str) -> None:
    text = (
        PLAIN_CSV.replace("号,", f"号{delimiter}")
        .replace("\n1,", f"\n1{delimiter}")
        .replace("2,", f"2{delimiter}")
    )
    text = text.replace("\n,", f"\n{delimiter}")
    assert value_of(lab, CSV, text.encode(encoding)) == TABLE


def test_csv_of_other_programs(lab: Page) -> None:
    assert value_of(lab, CSV, b"sep=;\r\na;b,c\r\n") == [["a", "b,c"]]
    assert value_of(lab, CSV, "标题\n\n编号,问题,\n1,甲".encode()) == [
        ["标题"],
        ["编号", "问题"],
        ["1", "甲"],
    ]
    assert code_of(run(lab, CSV, '编号,问题\n1,"没有结尾'.encode())) == "open-quote"
    assert "第 2 行" in run(lab, CSV, '编号,问题\n1,"没有结尾'.encode())["message"]
    assert code_of(run(lab, CSV, b"a" + b"," * 500)) == "too-many-columns"
    assert code_of(run(lab, CSV, b"\xff\xfe\x00\xd8\x00")) == "encoding"


@IN_ONE_PAGE
@given(
    rows=st.lists(
        st.lists(
            st.text(st.sampled_from("=+-@'\t\r\n,\";＝＋－＠甲 <script>"), max_size=6), min_size=3, max_size=3
        ),
        min_size=1,
        max_size=4,
    )
)
def test_csv_that_we_write_comes_back_whole(lab: Page, rows: list[list[str]]) -> None:
    rows = [["编", "号", "列"], *rows]
    script = """(_, {rows}) => {
      const columns = rows[0].map((title, at) => ({title, value: (row) => row[at]}));
      const text = Qingdan.lib.files.csv(columns, rows.slice(1));
      return [text, sheets.plain(Qingdan.lib.sheetCsv.parse(text, {delimiter: ","}))];
    }"""
    text, found = value_of(lab, script, rows=rows)
    trimmed = [[cell.replace("\r\n", "\n").replace("\r", "\n") for cell in row] for row in rows]
    for row in trimmed:
        while row and not row[-1]:
            row.pop()
    assert found == [row for row in trimmed if row]
    assert not any(f"{before}{sign}" in text for before in (",", "\r\n") for sign in "=+@")


# ── The clipboard ──

EXCEL = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><style>td{mso-x:1}</style></head><body>
<!--StartFragment--><table border=0><col width=72>
 <tr height=19><td colspan=3 style='mso-ignore:colspan'>关于XX的整改
  台账</td></tr>
 <tr><td rowspan=2>序号</td><td>一是建立<br>
    二是落实</td><td x:num="46265">2026/8/31</td></tr>
 <tr style='display:none'><td>第一&nbsp;&nbsp;条</td><td></td></tr>
<!--EndFragment--></table></body></html>"""
WORD = """<table class=MsoTableGrid><tr><td><p class=MsoNormal>问题<o:p></o:p></p></td>
<td><p class=MsoNormal><span style='mso-list:Ignore'>1.<span>&nbsp;&nbsp;</span></span>建章</p><p>2.立制</p>
<ol start=3><li>甲</li><li>乙</li></ol></td></tr></table>"""


def test_tables_pasted_from_office_programs(lab: Page) -> None:
    (grid,) = value_of(lab, PASTED, html=EXCEL, text="不用")
    assert [[cell["text"] for cell in row["cells"]] for row in grid["rows"]] == [
        ["关于XX的整改台账"],
        ["序号", "一是建立\n二是落实", "2026/8/31"],
        ["", "第一  条"],
    ]
    assert grid["merges"] == [
        {"top": 1, "left": 0, "bottom": 1, "right": 2},
        {"top": 2, "left": 0, "bottom": 3, "right": 0},
    ]
    assert grid["notes"] == ["有 1 行是隐藏或筛选掉的，一并读取"]
    (grid,) = value_of(lab, PASTED, html=WORD)
    assert [cell["text"] for cell in grid["rows"][0]["cells"]] == ["问题", "1.  建章\n2.立制\n3. 甲\n4. 乙"]


def test_pasted_text_without_html(lab: Page) -> None:
    text = '编号\t问题\n1\t"甲\n乙"\n2\t"引号" 开头\n3\t=1+1\n4\t"没有结尾'
    (grid,) = value_of(lab, PASTED, html="<p>没有表格</p>", text=text)
    assert [[cell["text"] for cell in row["cells"]] for row in grid["rows"]] == [
        ["编号", "问题"], ["1", "甲\n乙"], ["2", '"引号" 开头'], ["3", "=1+1"], ["4", '"没有结尾'],
    ]  # fmt: skip
    assert code_of(run(lab, PASTED, html="<b>x</b>", text=" ")) == "no-table"


def test_pasted_html_runs_nothing(lab: Page) -> None:
    html = """<table><tr><td><img src=x onerror="window.ran=1"><script>window.ran=1</script><svg onload="window.ran=1">
      甲</td><td rowspan=65534 colspan=1000>乙</td><td>丙</td></tr><tr><td onclick=x>&lt;script&gt;</td></tr></table>"""
    grids = value_of(lab, PASTED, html=html)
    assert [[cell["text"] for cell in row["cells"]][:2] for row in grids[0]["rows"]] == [
        ["甲", "乙"],
        ["<script>"],
    ]
    assert lab.evaluate("window.ran === undefined")


@IN_ONE_PAGE
@given(
    pieces=st.lists(
        st.sampled_from(
            ["<table>", "</table>", "<tr>", "<td>", "<td rowspan=3>", "<td colspan=999>", "<td rowspan=0>", "甲", "<br>",
             "<p>", "</td>", "<th>", "<ol><li>", "<script>", "&#0;", "<!--", "\t", "<td colspan=-1 rowspan=x>"]
        ),
        max_size=40,
    )
)  # fmt: skip
def test_any_pasted_html_is_read_or_refused(lab: Page, pieces: list[str]) -> None:
    result = run(lab, PASTED, html="".join(pieces), text="")
    assert "value" in result or code_of(result) == "no-table"
