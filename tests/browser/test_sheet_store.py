"""Tables that become a ledger, and the ledger that becomes tables: with the store, over http and from file://."""

import base64
import io
import json
from collections.abc import Iterator
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from playwright.sync_api import Browser, Page

from tests.browser.sheet_page import sheet_lab, value_of
from tests.browser.test_sheet_import import tsv

ROWS = (
    ["某局2026年整改台账", "", "", "", "", "", ""],
    ["序号", "问题", "整改措施", "责任单位", "整改时限", "完成情况", "督办人"],
    ["1", "凭证不全", "1.清理；2.补齐", "财务科、办公室", "8月底", "已完成", "督一"],
    ["2", "=1+1 <b>会议偏多</b>", "一是合并；二是限时", "办公室", "长期坚持", "推进中", ""],
    ["3", "档案缺件", "补齐", "人事科", "9月中旬", "", ""],
)
TOOLS = """
sheets.dump = async (uid) => {
  const {exported, ...rest} = JSON.parse((await Qingdan.lib.exchange.exportUnits([uid], "测试")).text);
  return rest;
};
sheets.ledger = async (uid) => JSON.stringify((await sheets.dump(uid)).units[0].ledger);
sheets.fill = async (uid, source, options = {}) => {
  const {sheetImport, ledgerStore, ledgerFill} = Qingdan.lib, {grid, head} = sheetImport.choose(source);
  const existing = await ledgerStore.load(uid), preview = sheetImport.preview(grid, head, {existing, ...options});
  const {plan, asks, wrong} = preview;
  const source_ = {file: source.name, how: source.how, on: "2026-08-01", by: "经办"};
  const written = options.write ? await ledgerFill.apply(uid, plan, source_) : null;
  return {
    added: plan.added.map((one) => one.values.no), same: plan.same.length, missing: plan.missing.length,
    updated: plan.updated.map(({problem, changes, differs}) => (
      [problem.value.no, Object.keys(changes).map((path) => path.replace(/[0-9a-f]{16,}/, "*")), differs.length])),
    asks: asks.length, wrong: wrong.map((one) => `${one.row} ${one.column} ${one.text}`), doubts: plan.doubts.length,
    read: preview.problems.reduce((sum, one) => sum + one.measures.length, 0),
    by: preview.problems.map((one) => plan.how.get(one)).map(({by, given}) => by || (plan.added.includes(given) ? "new" : "")),
    doubted: plan.doubts.map(({doubt}) => [...doubt.candidates.map(({value}) => `${value.no} ${value.text}`), doubt.why]),
    repeated: preview.repeated.map((one) => `${one.row} ${one.text}`),
    undecided: plan.doubts.filter(({doubt}) => !doubt.chosen).length, refused: written ? written.value.refused : [],
  };
};
/** What is stored, in short. */
sheets.stored = async (uid) => (await Qingdan.lib.ledgerStore.load(uid)).map(({value}) => [
  value.class, value.no, value.text, Qingdan.lib.ledgerModel.measuresOf(value).map(({text, state}) => `${text} ${state}`),
]);
sheets.exported = async (uid, mapping) => {
  const {ledgerStore, sheetExport} = Qingdan.lib, problems = await ledgerStore.load(uid);
  return {unit: {uid, name: "甲局"}, problems, mapping, kit: "测试"};
};
"""
FILL = """async (_, {uid, text, options}) => sheets.fill(uid, Qingdan.lib.sheetImport.readPaste({text}), {
  ...options, decided: new Map(options.decided || []), answers: new Map(options.answers || []),
})"""


@pytest.fixture(scope="module", params=["http_name", "file"])
def lab(browser: Browser, addresses: dict[str, str], request: pytest.FixtureRequest) -> Iterator[Page]:
    with sheet_lab(browser, addresses[request.param], store=True) as page:
        page.add_script_tag(content=TOOLS)
        page.evaluate("Qingdan.clock = {now: () => new Date('2026-08-01T09:00:00+08:00')}; 0")
        yield page
        page.evaluate("Qingdan.lib.store.wipe()")


@pytest.fixture
def uid(lab: Page) -> str:
    """A unit whose ledger was pasted from a table."""
    created = lab.evaluate("Qingdan.lib.store.createUnit({name: '甲局'}).then(({value}) => value.uid)")
    found = fill(lab, created, *ROWS, write=True, answers=CLOSED)
    assert (found["added"], found["same"], found["missing"], found["updated"]) == (["1", "2", "3"], 0, 0, [])
    assert (found["asks"], found["wrong"], found["doubts"]) == (0, [], 0)
    return str(created)


CLOSED = [["*:state:已完成", "closed"], ["*:measureState", "no"]]  # what 已完成 means in this table


def fill(lab: Page, uid: str, *rows: list[str], write: bool = False, **options: Any) -> dict[str, Any]:
    found = value_of(lab, FILL, uid=uid, text=tsv(*rows), options={"write": write, **options})
    assert isinstance(found, dict)
    return found


def new_unit(lab: Page) -> str:
    return str(lab.evaluate("Qingdan.lib.store.createUnit({name: '乙局'}).then(({value}) => value.uid)"))


def stored(lab: Page, uid: str) -> list[list[Any]]:
    """Class, number, words and measures of every problem."""
    found = value_of(lab, "(_, {uid}) => sheets.stored(uid)", uid=uid)
    assert isinstance(found, list)
    return found


def test_a_pasted_table_is_a_ledger_with_one_event_each(lab: Page, uid: str) -> None:
    script = """async (_, {uid}) => {
      const {ledgerStore, ledgerModel} = Qingdan.lib, problems = await ledgerStore.load(uid), events = await ledgerStore.allEvents(uid);
      return [problems.map((one) => [ledgerModel.flat(one), one.value.now.outside]), events.map(({type, details}) => [type, details])];
    }"""
    problems, events = value_of(lab, script, uid=uid)
    first, second, third = (one[0] for one in problems)
    assert (first["values"]["state"], problems[0][1], first["values"]["due"]) == (
        "closed",
        True,
        "2026-08-31",
    )
    assert (first["values"]["units"], first["own"]) == (["财务科", "办公室"], {"督办人": "督一"})
    assert [one["values"]["measure"] for one in first["measures"]] == ["清理", "补齐"]
    assert (second["values"]["state"], second["values"]["timeClass"], second["values"]["dueText"]) == (
        "open",
        "long",
        "长期坚持",
    )
    assert (third["values"]["state"], third["values"]["due"]) == ("new", "2026-09-20")
    assert [type_ for type_, _ in events] == ["import"] * 3
    assert {details["how"] for _, details in events} == {"paste"}


def test_pasting_again_changes_only_what_is_different(lab: Page, uid: str) -> None:
    again = fill(lab, uid, *ROWS, write=True, answers=CLOSED)
    assert (again["added"], again["updated"], again["same"]) == ([], [], 3)
    changed = [list(row) for row in ROWS]
    changed[4][3], changed[4][2] = "人事科、档案室", "1.补齐；2.培训"
    changed.append(["4", "新的问题", "办", "办公室", "2026.9.30", "", ""])
    found = fill(lab, uid, *changed, write=True)
    assert (found["added"], found["updated"]) == (["4"], [["3", ["units", "measures/*"], 0]])
    assert fill(lab, uid, *changed)["same"] == 4
    # Another problem under a known number is a doubt, and problems that the table leaves out stay.
    other = [ROWS[0], ROWS[1], ["1", "食堂管理松散", "", "", "", "", ""]]
    found = fill(lab, uid, *other)
    assert (found["added"], found["updated"], found["doubts"], found["missing"]) == ([], [], 1, 3)


def test_a_workbook_brings_the_ledger_back_whole(lab: Page, uid: str) -> None:
    script = """async (_, {uid}) => {
      const {sheetExport, sheetImport, exchange, store} = Qingdan.lib, before = await sheets.ledger(uid);
      const {name, content} = await sheetExport.workbook(await sheets.exported(uid));
      await store.wipe();
      const source = await sheetImport.readBytes(content, name), {ok, plan} = await exchange.parseImport(source.whole);
      await exchange.applyImport(plan);
      const left = (await store.changesSinceBackup(uid)).count, backup = (await exchange.exportUnits([uid], "")).name;
      return {name, ok, left, backup, same: await sheets.ledger(uid) === before, rows: await sheets.fill(uid, source)};
    }"""
    found = value_of(lab, script, uid=uid)
    assert (found["name"], found["ok"], found["same"]) == (
        "整改台账表格-甲局-2026-08-01-0900.xlsx",
        True,
        True,
    )
    assert (found["rows"]["same"], found["rows"]["added"], found["rows"]["updated"]) == (3, [], [])
    # It is the whole ledger, not what a lead unit hands back; and it is in that file.
    assert (found["left"], found["backup"]) == (0, "巡察整改备份-甲局-2026-08-01-0900.json")


def test_a_workbook_holds_the_ledger_and_nothing_else_of_the_unit(lab: Page, uid: str) -> None:
    """It goes to lead units and to superiors; its hidden sheet is not seen by who sends it."""
    script = """async (_, {uid}) => {
      const {sheetExport, sheetImport, store} = Qingdan.lib;
      await store.patchForm(uid, 'W06-01', {note: '内部的话'});
      await store.patchTick(uid, 'Q03-07', {note: '内部的话'});
      await store.updateUnit(uid, {profile: {start: '2026-07-21', backward: {title: '内部的话'},
        ledgerTotals: {党建类: 12}, ledgerChecksOff: ['J16'], ledgerLeadLimit: 5}});
      const {name, content} = await sheetExport.workbook(await sheets.exported(uid));
      return (await sheetImport.readBytes(content, name)).whole;
    }"""
    whole = value_of(lab, script, uid=uid)
    assert "凭证" in whole
    assert "内部的话" not in whole
    # What is said of the whole ledger goes along with the whole of it.
    assert json.loads(whole)["units"][0]["profile"] == {
        "start": "2026-07-21", "ledgerTotals": {"党建类": 12}, "ledgerChecksOff": ["J16"], "ledgerLeadLimit": 5,
    }  # fmt: skip


def test_a_workbook_that_somebody_edited_is_an_update(lab: Page, uid: str) -> None:
    script = """async (_, {uid}) => sheets.base64((await Qingdan.lib.sheetExport.workbook(await sheets.exported(uid))).content)"""
    book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(value_of(lab, script, uid=uid))))
    sheet = book["整改台账"]
    assert isinstance(sheet, Worksheet)
    column = {cell.value: cell.column for cell in sheet[2]}
    sheet.cell(3, column["问题"]).value = "凭证不齐"
    sheet.cell(4, column["问题"]).value = "凭证不齐"
    sheet.cell(7, column["问题"]).value = "档案缺件较多"
    sheet.cell(7, column["整改措施"]).value = "补齐并装订"
    sheet.cell(7, column["整改时限"]).value = "2026.9.25"
    sheet.cell(5, column["责任单位"]).value = "综合科"  # in one of two rows that say the same
    # Sorted the other way round: the hidden codes still say what is what.
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
    for at, row in enumerate(reversed(rows), 3):
        for number, value in enumerate(row, 1):
            cell = sheet.cell(at, number)
            cell.value = value
            cell.data_type = "s" if isinstance(value, str) else cell.data_type  # "=1+1" is a text here
    file = io.BytesIO()
    book.save(file)
    update = "async ([file], {uid}) => sheets.fill(uid, await Qingdan.lib.sheetImport.readBytes(file, 'a.xlsx'), {write: true})"
    found = value_of(lab, update, file.getvalue(), uid=uid)
    # The words of a closed problem stand until they are amended; the others change.
    assert sorted(found["updated"]) == [["3", ["text", "due", "measures/*/text"], 0]]
    assert (found["added"], found["asks"], found["wrong"]) == ([], 1, [])
    answer = """async ([file], {uid, answers}) => sheets.fill(
      uid, await Qingdan.lib.sheetImport.readBytes(file, 'a.xlsx'), {answers: new Map(answers)})"""
    found = value_of(lab, answer, file.getvalue(), uid=uid, answers=[["4:units", "综合科"]])
    assert (found["updated"], found["asks"]) == ([["2", ["units"], 0]], 0)


def test_csv_and_clipboard_say_the_same_as_the_ledger(lab: Page, uid: str) -> None:
    script = """async (_, {uid}) => {
      const {sheetExport, sheetImport} = Qingdan.lib, job = await sheets.exported(uid), {name, content} = sheetExport.csv(job);
      const csv = await sheetImport.readBytes(new TextEncoder().encode(content), name);
      return [name, content.includes("\\r\\n2,,,,'=1+1 <b>"), await sheets.fill(uid, csv),
        await sheets.fill(uid, sheetImport.readPaste({html: sheetExport.html(job)}))];
    }"""
    name, guarded, *found = value_of(lab, script, uid=uid)
    assert (name, guarded) == ("整改台账表格-甲局-2026-08-01-0900.csv", True)
    for one in found:
        assert (one["same"], one["added"], one["updated"], one["asks"]) == (3, [], [], 0)


def test_a_problem_without_a_number_comes_back_whole_from_csv(lab: Page) -> None:
    uid = new_unit(lab)
    fill(
        lab,
        uid,
        ["序号", "问题", "整改措施"],
        ["", "学习不深入", "1.补学；2.轮训；3.测试"],
        ["", "账目不清", "对账"],
        write=True,
    )
    script = """async (_, {uid, target}) => {
      const {sheetExport, sheetImport} = Qingdan.lib, {content} = sheetExport.csv(await sheets.exported(uid));
      const bytes = new TextEncoder().encode(content);
      return [await sheets.fill(uid, await sheetImport.readBytes(bytes, "a.csv")),
        await sheets.fill(target, await sheetImport.readBytes(bytes, "a.csv"), {write: true})];
    }"""
    target = new_unit(lab)
    again, other = value_of(lab, script, uid=uid, target=target)
    assert (again["same"], again["added"], len(other["added"])) == (2, [], 2)
    assert stored(lab, target) == stored(lab, uid)


def test_the_sample_goes_out_and_comes_back(lab: Page, addresses: dict[str, str]) -> None:
    lab.add_script_tag(url=f"{lab.url.rpartition('/')[0]}/data/ledger-sample.js")
    script = """async () => {
      const {store, ledgerStore, ledgerFill, ledgerModel, sheetExport, sheetImport, exchange} = Qingdan.lib;
      Qingdan.clock = {now: () => new Date(`${QINGDAN_LEDGER_SAMPLE.as_of}T09:00:00+08:00`)};
      const {value: {uid}} = await store.createUnit({name: "样例"});
      await ledgerStore.apply(uid, ledgerFill.sampleJobs(QINGDAN_LEDGER_SAMPLE), "样例");
      const job = await sheets.exported(uid), before = await sheets.ledger(uid), {name, content} = await sheetExport.workbook(job);
      const csv = sheetExport.csv(job).content, html = sheetExport.html(job);
      const rows = [await sheetImport.readBytes(content, name),
        await sheetImport.readBytes(new TextEncoder().encode(csv), "a.csv"), sheetImport.readPaste({html})];
      const found = [];
      for (const source of rows) found.push(await sheets.fill(uid, source));
      await store.wipe();
      const {plan} = await exchange.parseImport(rows[0].whole);
      await exchange.applyImport(plan);
      return {found, count: job.problems.length, whole: await sheets.ledger(uid) === before};
    }"""
    result = value_of(lab, script)
    assert result["whole"]
    for one in result["found"]:
        assert (one["same"], one["added"], one["updated"], one["asks"], one["wrong"]) == (
            result["count"],
            [],
            [],
            0,
            [],
        )


def test_the_deadline_that_a_measure_has_now_stands_beside_the_first_one(lab: Page) -> None:
    uid = new_unit(lab)
    rows = [
        ["序号", "问题", "整改措施", "责任单位", "整改时限", "措施时限"],
        ["1", "账目不清", "对账", "财务科", "2026-09-30", "2026-08-31"],
        ["", "", "公示", "", "", "2026-09-10"],
    ]
    fill(lab, uid, *rows, write=True)
    script = """async (_, {uid, target}) => {
      const {sheetExport, sheetImport, ledgerStore, ledgerModel, ledgerReplay, ledgerFill} = Qingdan.lib;
      const [{id, value}] = await ledgerStore.load(uid), [first] = ledgerModel.measuresOf(value);
      const by = {on: '2026-08-01', by: '陈某'}, details = {due: '2026-09-20', reason: '等批复', approver: '丁某'};
      await ledgerStore.act(uid, id, {action: 'claim', ...by, details: {}});
      await ledgerStore.act(uid, id, {action: 'extend', ...by, measure: first.uid, details});
      const dues = async (unit) => ledgerModel.flat((await ledgerStore.load(unit))[0]).measures
        .map(({values}) => [values.measureDue, values.measureCurrentDue]);
      const job = await sheets.exported(uid), {name, content} = await sheetExport.workbook(job);
      const bytes = new TextEncoder().encode(sheetExport.csv(job).content), csv = () => sheetImport.readBytes(bytes, "a.csv");
      const again = [], pasted = sheetImport.readPaste({html: sheetExport.html(job)});
      for (const source of [await sheetImport.readBytes(content, name), await csv(), pasted]) {
        const {same, updated} = await sheets.fill(uid, source);
        again.push([same, updated]);
      }
      const other = await sheets.fill(target, await csv(), {write: true}), [event] = await ledgerStore.allEvents(target);
      // As it was recorded before a table could say so.
      const [measure] = Object.keys(event.details.measures), earlier = {[measure]: {state: "done", on: "2026-08-02"}};
      const old = ledgerReplay.replay([{...event, details: {...event.details, measures: earlier}}]).measures[measure];
      const moved = await csv(), change = (cell) => (cell.text = cell.text.replace("2026-09-20", "2026-09-25"));
      moved.grids[0].rows.forEach(({cells}) => cells.forEach(change));
      const {problems} = sheetImport.preview(moved.grids[0], sheetImport.choose(moved).head);
      const {same, updated} = ledgerFill.plan(await ledgerStore.load(uid), problems);
      return {here: await dues(uid), there: await dues(target), same: again, other: other.added, book: sheets.base64(content),
        old, differs: updated, told: same.map((one) => one.differs)};
    }"""
    found = value_of(lab, script, uid=uid, target=new_unit(lab))
    assert found["here"] == [["2026-08-31", "2026-09-20"], ["2026-09-10", "2026-09-10"]]
    assert found["there"] == found["here"]
    assert (found["same"], found["other"]) == ([[1, []]] * 3, ["1"])
    assert found["old"] == {"state": "done", "on": "2026-08-02", "round": 1}
    assert found["differs"] == []
    assert found["told"] == [
        ["措施“对账”的现行期限：表里是 2026-09-25，这里是 2026-09-20；用“延期”或“更正期限”改"]
    ]
    book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(found["book"])))
    sheet = book["整改台账"]
    assert isinstance(sheet, Worksheet)
    column = {cell.value: cell.column for cell in sheet[2]}
    moved = sheet.cell(3, column["措施现行期限"]).value
    assert (column["措施现行期限"], str(moved)[:10]) == (column["措施时限"] + 1, "2026-09-20")
    # Earlier versions wrote no such column: their workbooks are read as before.
    sheet.unmerge_cells("A1:M1")
    sheet.delete_cols(column["措施现行期限"])
    file = io.BytesIO()
    book.save(file)
    read = """async ([file], {uid}) => {
      const {sheetImport} = Qingdan.lib, source = await sheetImport.readBytes(file, "a.xlsx");
      return [sheetImport.choose(source).head.ours, await sheets.fill(uid, source)];
    }"""
    ours, earlier = value_of(lab, read, file.getvalue(), uid=uid)
    assert (ours, earlier["same"], earlier["updated"]) == (True, 1, [])
