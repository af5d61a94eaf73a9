"""Tables that come again: which problem each row is, what is stored then, and where people have to choose."""

import base64
import io
from collections.abc import Callable, Iterator

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet
from playwright.sync_api import Browser, Page

from tests.browser.sheet_page import sheet_lab, value_of
from tests.browser.test_sheet_store import TOOLS, fill, new_unit, stored

HEAD = ["序号", "问题类别", "问题", "整改措施"]


@pytest.fixture(scope="module")
def lab(browser: Browser, addresses: dict[str, str]) -> Iterator[Page]:
    with sheet_lab(browser, addresses["http_name"], store=True) as page:
        page.add_script_tag(content=TOOLS)
        page.evaluate("Qingdan.clock = {now: () => new Date('2026-08-01T09:00:00+08:00')}; 0")
        yield page
        page.evaluate("Qingdan.lib.store.wipe()")


BOOK = "async (_, {uid}) => sheets.base64((await Qingdan.lib.sheetExport.workbook(await sheets.exported(uid))).content)"
UPDATE = """async ([file], {uid, options}) => sheets.fill(uid, await Qingdan.lib.sheetImport.readBytes(file, 'a.xlsx'), {
  ...options, decided: new Map(options.decided || []), answers: new Map(options.answers || []),
})"""


def edited(lab: Page, uid: str, edit: Callable[[Worksheet, dict[str, int]], None]) -> bytes:
    """The ledger as a workbook that somebody edited in an office program; columns by their headings."""
    book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(value_of(lab, BOOK, uid=uid))))
    sheet = book["整改台账"]
    assert isinstance(sheet, Worksheet)
    edit(sheet, {str(cell.value): cell.column for cell in sheet[2]})
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def copy_row(sheet: Worksheet, source: int, target: int) -> None:
    for cell in sheet[source]:
        sheet.cell(target, cell.column).value = cell.value


# ── Rows that were copied in the office program ──


def test_a_copied_row_is_a_new_problem_and_the_old_one_stays(lab: Page) -> None:
    uid = new_unit(lab)
    fill(lab, uid, HEAD, ["1", "", "学习不深入", "补学"], ["2", "", "账目不清", "对账"], write=True)

    def edit(sheet: Worksheet, column: dict[str, int]) -> None:
        copy_row(sheet, 3, 5)  # with its hidden codes
        sheet.cell(5, column["序号"]).value = "3"
        sheet.cell(5, column["问题"]).value = "食堂采购没有询价"
        sheet.cell(5, column["整改措施"]).value = "建立询价制度"

    found = value_of(lab, UPDATE, edited(lab, uid, edit), uid=uid, options={"write": True})
    assert (found["added"], found["updated"], found["same"], found["refused"]) == (["3"], [], 2, [])
    assert stored(lab, uid) == [
        ["", "1", "学习不深入", ["补学 todo"]],
        ["", "2", "账目不清", ["对账 todo"]],
        ["", "3", "食堂采购没有询价", ["建立询价制度 todo"]],
    ]
    twins = """async (_, {uid}) => {
      const uids = (await Qingdan.lib.ledgerStore.load(uid)).flatMap(({value}) => Object.keys(value.measures));
      return [uids.length, new Set(uids).size];
    }"""
    assert value_of(lab, twins, uid=uid) == [3, 3]


def test_a_copied_row_that_keeps_its_number_is_told_apart_by_its_words(lab: Page) -> None:
    uid = new_unit(lab)
    fill(lab, uid, HEAD, ["1", "", "学习不深入", "补学"], write=True)

    def edit(words: str) -> Callable[[Worksheet, dict[str, int]], None]:
        def change(sheet: Worksheet, column: dict[str, int]) -> None:
            copy_row(sheet, 3, 4)
            sheet.cell(4, column["问题"]).value = words

        return change

    found = value_of(lab, UPDATE, edited(lab, uid, edit("食堂采购没有询价")), uid=uid, options={})
    assert (found["added"], found["same"], found["repeated"]) == (
        ["1"],
        1,
        ["4 序号“1”在第 3 行已经有了"],
    )
    # Alike, they may be one problem: which words hold is asked, and until then neither is written.
    book = edited(lab, uid, edit("学习不够深入"))
    found = value_of(lab, UPDATE, book, uid=uid, options={"write": True})
    assert (found["asks"], found["wrong"], found["added"], found["updated"]) == (1, [], [], [])
    found = value_of(lab, UPDATE, book, uid=uid, options={"answers": [["3:text", "学习不够深入"]]})
    assert (found["asks"], found["updated"][0][:2]) == (0, ["1", ["text"]])


@pytest.mark.parametrize("fresh", [False, True])
def test_a_copied_measure_is_one_more_measure(lab: Page, fresh: bool) -> None:
    uid = new_unit(lab)
    fill(lab, uid, HEAD, ["1", "", "学习不深入", "补学"], write=True)

    def edit(sheet: Worksheet, column: dict[str, int]) -> None:
        copy_row(sheet, 3, 4)
        sheet.cell(3, column["整改措施"]).value = "开展轮训"  # above the one it was copied from

    book = edited(lab, uid, edit)
    target = new_unit(lab) if fresh else uid
    found = value_of(lab, UPDATE, book, uid=target, options={"write": True})
    assert found["read"] == 2
    ((_, _, _, measures),) = stored(lab, target)
    assert sorted(measures) == ["开展轮训 todo", "补学 todo"]
    assert value_of(lab, UPDATE, book, uid=target, options={})["same"] == 1


def test_nothing_creates_a_problem_over_another(lab: Page) -> None:
    uid = new_unit(lab)
    fill(lab, uid, HEAD, ["1", "", "学习不深入", "补学"], write=True)
    script = """async (_, {uid}) => {
      const {ledgerStore} = Qingdan.lib, [{id}] = await ledgerStore.load(uid);
      const event = {type: "import", on: "2026-08-01", by: "", details: {}};
      const job = (text, own = id) => ({id: own, create: true, changes: {text}, event});
      const jobs = [job("别的"), job("新的", "fresh-id-1"), job("又一个", "fresh-id-1")];
      const {value} = await ledgerStore.apply(uid, jobs, "导入");
      return value.refused.map(({problems}) => problems.join());
    }"""
    assert value_of(lab, script, uid=uid) == ["这个编码已经有一个问题，没有再新增"] * 2
    assert [text for _, _, text, _ in stored(lab, uid)] == ["新的", "学习不深入"]


# ── Numbers ──

NUMBERED = {
    "dots": ["1", "1.1", "11", "1.10", "3", "3（2）", "3(3)", "甲-1"],
    "restarting": ["1", "2", "3", "1", "2", "1", "2", "3"],
    "none": [""] * 8,
    "zeros and marks": ["001", "01", "1、", "（1）", "①", "一", "2", "二"],
    "partly": ["1", "", "2", "", "3", "", "4", ""],
}


@pytest.mark.parametrize("kind", NUMBERED)
def test_a_table_pasted_again_changes_nothing_however_it_is_numbered(lab: Page, kind: str) -> None:
    classes = ["党建", "党建", "党建", "财务", "财务", "作风", "作风", "作风"]
    texts = [
        "会议不规范",
        "会议不及时",
        "党费不清",
        "会议不规范",
        "凭证不全",
        "会议偏多",
        "会议偏长",
        "文件偏多",
    ]
    rows = [
        [no, *rest, f"改{at}"]
        for at, (no, *rest) in enumerate(zip(NUMBERED[kind], classes, texts, strict=True))
    ]
    uid = new_unit(lab)
    first = fill(lab, uid, HEAD, *rows, write=True)
    assert (len(first["added"]), first["doubts"]) == (8, 0)
    for table in (rows, rows[::-1], rows[2:6]):  # as it was, sorted another way, a part of it
        again = fill(lab, uid, HEAD, *table)
        assert (again["added"], again["updated"], again["doubts"], again["same"]) == ([], [], 0, len(table))
    # Each row finds its own problem when a cell besides changes.
    changed = [[*row[:3], f"{row[3]}；报告"] for row in rows]
    again = fill(lab, uid, HEAD, *changed, write=True)
    assert (again["added"], again["doubts"], len(again["updated"])) == ([], 0, 8)
    assert [measures for *_, measures in stored(lab, uid)] == [[f"改{at}；报告 todo"] for at in range(8)]
    if "" in NUMBERED[kind]:
        return
    # And when its words change, by its number alone.
    reworded = [[no, name, f"{text}，没有记录", measure] for no, name, text, measure in changed]
    again = fill(lab, uid, HEAD, *reworded[::-1], write=True)
    assert (again["added"], again["doubts"], len(again["updated"])) == ([], 0, 8)
    assert [text for _, _, text, _ in stored(lab, uid)] == [row[2] for row in reworded]


ROW = st.tuples(
    st.sampled_from(["", "1", "1.1", "11", "1、", "001", "3（2）", "3", "甲-1", "（1）", "①", "1.10"]),
    st.sampled_from(["", "党建", "财务"]),
    st.sampled_from(
        ["会议不规范", "会议不规范。", "会议不及时", "考勤松散（机关）", "考勤松散（窗口）", "党费"]
    ),
    st.sampled_from(["", "整改", "1.补齐；2.公示", "公示"]),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
@given(rows=st.lists(ROW, min_size=1, max_size=9))
def test_any_table_pasted_again_changes_nothing(lab: Page, rows: list[tuple[str, ...]]) -> None:
    uid, table = new_unit(lab), [list(row) for row in rows]
    first = fill(lab, uid, HEAD, *table, write=True)
    before = stored(lab, uid)
    assert len(before) == len(first["added"])
    again = fill(lab, uid, HEAD, *table, write=True)
    assert (again["added"], again["updated"], again["undecided"], again["same"]) == ([], [], 0, len(before))
    assert stored(lab, uid) == before


def test_the_preview_says_by_what_and_what_is_unclear_waits_for_a_choice(lab: Page) -> None:
    uid = new_unit(lab)
    fill(
        lab, uid, HEAD, ["1", "党建", "会议记录不全", ""], ["2", "党建", "党费收缴不及时", ""],
        ["1", "财务", "凭证附件不齐", ""], ["", "", "没有编号的问题", ""], write=True,
    )  # fmt: skip
    rows = [
        ["1", "党建", "会议记录有缺漏", ""],  # alike, class and number
        ["2", "党建", "食堂采购没有询价", ""],  # same number, another matter
        ["7", "", "凭证附件不齐", ""],  # same words, renumbered
        ["", "", "没有编号的问题", ""],
        ["1", "作风", "文件偏多", ""],  # numbered anew in a class of its own
    ]
    found = fill(lab, uid, HEAD, *rows, write=True)
    assert found["by"] == ["place", "", "text", "text", "new"]
    assert found["doubted"] == [["2 党费收缴不及时", "序号相同，文字差得远"]]
    assert (found["added"], [no for no, *_ in found["updated"]]) == (["1"], ["1", "1"])
    assert [text for _, _, text, _ in stored(lab, uid)] == [
        "会议记录有缺漏", "党费收缴不及时", "凭证附件不齐", "没有编号的问题", "文件偏多",
    ]  # fmt: skip
    # Nothing was written of the row in doubt; it is what people say.
    left = fill(lab, uid, HEAD, *rows, decided=[[3, "skip"]])
    assert (left["added"], left["updated"], left["undecided"]) == ([], [], 0)
    other = fill(lab, uid, HEAD, *rows, decided=[[3, "new"]])
    assert (other["added"], other["updated"]) == (["2"], [])
    target = value_of(lab, "async (_, {uid}) => (await Qingdan.lib.ledgerStore.load(uid))[1].id", uid=uid)
    fill(lab, uid, HEAD, *rows, write=True, decided=[[3, target]])
    assert [text for _, _, text, _ in stored(lab, uid)][1] == "食堂采购没有询价"


def test_the_same_words_or_number_twice_are_not_guessed(lab: Page) -> None:
    uid = new_unit(lab)
    plain = ["序号", "问题", "整改措施"]
    fill(lab, uid, HEAD, ["1", "党建", "会议记录不全", ""], ["1", "财务", "凭证附件不齐", ""], write=True)
    # The table has no classes, and the number is that of two problems.
    found = fill(lab, uid, plain, ["1", "公务接待超标", "整改"])
    assert (found["doubted"], found["undecided"]) == (
        [["1 会议记录不全", "1 凭证附件不齐", "有 2 个问题是这个序号"]], 1,
    )  # fmt: skip
    assert fill(lab, uid, plain, ["1", "凭证附件不齐", ""])["by"] == ["no"]
    # Two rows choose the same problem: the second has to choose again.
    ids = value_of(
        lab, "async (_, {uid}) => (await Qingdan.lib.ledgerStore.load(uid)).map(({id}) => id)", uid=uid
    )
    rows = [["1", "公务接待超标", ""], ["1", "培训走过场", ""]]
    found = fill(lab, uid, plain, *rows, decided=[[2, ids[0]], [3, ids[0]]])
    assert (found["by"], found["undecided"]) == (["chosen", ""], 1)
    # Without numbers, words that were changed a little are asked about, and others are new.
    uid = new_unit(lab)
    fill(lab, uid, plain, ["", "支部会议记录不规范", ""], ["", "凭证附件不齐", ""], write=True)
    found = fill(lab, uid, plain, ["", "支部会议记录很不规范", ""], ["", "公务接待超标", ""])
    assert (found["doubted"], found["added"]) == (
        [[" 支部会议记录不规范", "文字相近，没有序号可对"]],
        [None],
    )
    # Words in brackets are words: these are two problems.
    uid = new_unit(lab)
    fill(lab, uid, plain, ["", "考勤松散（机关）", ""], ["", "考勤松散（窗口）", ""], write=True)
    assert fill(lab, uid, plain, ["", "考勤松散（窗口）", ""])["same"] == 1
    assert len(stored(lab, uid)) == 2


def test_a_ledger_that_changed_since_the_preview_is_not_written_over(lab: Page) -> None:
    uid = new_unit(lab)
    fill(lab, uid, HEAD, ["1", "", "学习不深入", ""], write=True)
    script = """async (_, {uid, text, other}) => {
      const {sheetImport, ledgerStore, ledgerFill} = Qingdan.lib;
      const {grid, head} = sheetImport.choose(sheetImport.readPaste({text}));
      const {plan} = sheetImport.preview(grid, head, {existing: await ledgerStore.load(uid)});
      const [{id}] = await ledgerStore.load(uid);
      if (other === "cell") await ledgerStore.patch(uid, id, {text: "同事改的"});
      else if (other === "step") await ledgerStore.act(uid, id, {action: "progress", on: "2026-08-01", by: "甲", details: {text: "办了"}});
      else await ledgerStore.add(uid, {no: "2", text: "同事添的"});
      try {
        await ledgerFill.apply(uid, plan, {file: "", how: "paste", on: "2026-08-01", by: ""});
      } catch (error) {
        return [error.name, error.code, await sheets.stored(uid)];
      }
    }"""
    text = "序号\t问题\n1\t学习不够深入\n2\t账目不清"
    for other, rows in (
        ("step", [["", "1", "学习不深入", []]]),
        ("cell", [["", "1", "同事改的", []]]),
        ("add", [["", "1", "同事改的", []], ["", "2", "同事添的", []]]),
    ):
        assert value_of(lab, script, uid=uid, text=text, other=other) == ["StoreError", "stale", rows]
