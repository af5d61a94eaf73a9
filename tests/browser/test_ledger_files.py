"""Files of a ledger that go to other people and come back: what they carry, and what they may change here."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.browser.ledger_work import open_ledger
from tests.browser.work_page import (
    axe_in_both_schemes,
    choose_files,
    dialog,
    make_unit,
    open_workbench,
    part,
    save,
    saved_document,
    text_of,
)

HTTP = pytest.mark.parametrize("site_url", ["http"], indirect=True)
LIB = "Qingdan.lib"
FAIL = "Qingdan.lib.ledgerStore.load = () => Promise.reject(new Error('读不出'))"
# A unit with a form, ticks, a backward plan, settings, and two problems of different lead units.
FILLED = """async () => {
  const {store, session, ledgerStore} = Qingdan.lib;
  const {value: {uid}} = await store.createUnit({name: '甲县', profile: {start: '2026-07-21',
    backward: {title: '内部倒排', deadline: '2026-12-01', steps: []}}});
  session.choose(uid);
  await store.patchForm(uid, 'W06-01', {note: '对照检查的内部内容'});
  await store.patchTick(uid, 'Q03-07', {note: '内部记事'});
  await store.patchMilestone(uid, 'T01-02', {note: '内部节点'});
  await ledgerStore.saveSettings(uid, {procedure: 'plain', totals: {内部类: 12}, mappings: [{headings: ['内部列'], ids: ['no']}]});
  await ledgerStore.add(uid, {no: '1', text: '教育局的问题', units: ['教育局']});
  await ledgerStore.add(uid, {no: '2', text: '财政局的问题', units: ['财政局']});
  return uid;
}"""


def distributed(page: Page, name: str) -> tuple[str, dict[str, Any]]:
    """The file for one lead unit, saved by the dialog: its name and what it holds."""
    page.get_by_role("button", name="分发与回收", exact=True).click()
    with page.expect_download() as saving:
        dialog(page).get_by_role("button", name=f"存 {name} 的文件").click()
    dialog(page).get_by_role("button", name="关闭", exact=True).last.click()
    document: dict[str, Any] = json.loads(text_of(saving.value))
    return saving.value.suggested_filename, document


def unit_of(page: Page, uid: str) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(f"uid => {LIB}.store.unit(uid)", uid)
    return found


@HTTP
def test_a_lead_unit_gets_its_problems_and_its_return_changes_nothing_else(
    new_context: Callable[..., BrowserContext], site_url: str
) -> None:
    centre = open_ledger(new_context().new_page(), site_url)
    uid: str = centre.evaluate(FILLED)
    expect(centre.locator("[data-part=filter] [data-part=count]")).to_have_text("共 2 个问题")
    name, document = distributed(centre, "教育局")
    assert name == "整改台账分发-甲县-给教育局-2026-09-16-0900.json"
    text = json.dumps(document, ensure_ascii=False)
    assert "教育局的问题" in text
    assert "财政局" not in text
    assert "内部" not in text
    [handed] = document["units"]
    assert handed["profile"] == {"start": "2026-07-21", "ledgerProcedure": "plain"}

    # On the computer of the lead unit: its own name and procedure, a step, and forms of its own.
    lead = open_workbench(new_context().new_page(), site_url)
    choose_files(lead, ("分发.json", document))
    expect(dialog(lead)).to_contain_text("这是分发给教育局的台账，导出于9月16日 09:00，里面只有一部分问题。")
    dialog(lead).get_by_role("button", name="确认导入").click()
    expect(dialog(lead)).to_contain_text("导入完成")
    expect(dialog(lead)).to_contain_text("把名称以“整改台账交回”开头的文件交回去")
    # All of it is in that file: nothing has to be saved before something changes.
    backup = part(lead, "backup")
    expect(backup).to_contain_text("上次保存到文件：9月16日 09:00，此后有 0 处修改")
    open_ledger(lead, site_url)
    lead.evaluate(
        """async uid => {
          const {store, ledgerStore} = Qingdan.lib, [{id}] = await ledgerStore.load(uid);
          await store.updateUnit(uid, {name: '教育局', profile: {start: '2026-08-01'}});
          await ledgerStore.saveSettings(uid, {procedure: 'five', lights: 'state'});
          await ledgerStore.act(uid, id, {action: 'progress', on: '2026-09-10', by: '李四', details: {text: '已经开会'}});
        }""",
        uid,
    )
    open_workbench(lead, site_url, "2026-11-26T10:30:00+08:00")
    expect(backup).to_contain_text("此后有 3 处修改")
    saved = save(lead)
    assert saved.suggested_filename == "整改台账交回-教育局-2026-11-26-1030.json"
    returned = json.loads(text_of(saved))
    # A workbook from there comes back from the same lead unit.
    alone = f"text => {LIB}.ledgerExchange.alone(text)"
    assert json.loads(lead.evaluate(alone, text_of(saved)))["units"][0]["part"] == ["教育局"]

    before = unit_of(centre, uid)
    page = open_workbench(centre, site_url)
    choose_files(page, ("分发.json", document))
    expect(dialog(page)).to_contain_text("是分发出去的那一份，不是交回来的")
    dialog(page).get_by_role("button", name="好", exact=True).click()
    choose_files(page, ("交回.json", returned))
    expect(dialog(page)).to_contain_text("这是分发出去的台账交回来的，教育局，导出于11月26日 10:30")
    expect(dialog(page)).to_contain_text("单位名称和设置用这里的")
    expect(dialog(page)).not_to_contain_text("会更新")
    dialog(page).get_by_role("button", name="确认导入").click()
    expect(dialog(page)).to_contain_text("导入完成")
    assert unit_of(page, uid) == before
    [(_, note), _] = open_ledger(page, site_url).evaluate(
        f"uid => {LIB}.ledgerStore.load(uid).then(list => list.map(({{value}}) => [value.no, value.now.progress?.text]))",
        uid,
    )
    assert note == "已经开会"


@HTTP
def test_what_a_newer_file_changes_of_the_unit_is_said_and_may_be_refused(page: Page, site_url: str) -> None:
    open_ledger(page, site_url)
    uid: str = page.evaluate(FILLED)
    open_workbench(page, site_url)
    document = saved_document(page)
    unit = document["units"][0]
    unit["revs"] = [unit["rev"], *unit["revs"]]
    unit["rev"], unit["name"] = "x1", "别的名称"
    unit["profile"].update(
        ledgerProcedure="five", backward={"title": "", "deadline": "2026-11-30", "steps": []}
    )
    for take in (False, True):
        choose_files(page, ("同事.json", document))
        record = dialog(page).get_by_role("group", name="单位信息")
        expect(record).to_contain_text("单位名称：甲县 → 别的名称")
        expect(record).to_contain_text("台账：销号程序：对账销号（S0、S1） → ")
        expect(record).to_contain_text(
            "倒排计划：内部倒排，期限 2026年12月1日，0 步 → 期限 2026年11月30日，0 步"
        )
        box = record.get_by_label("用文件里的")
        expect(box).to_be_checked()
        if not take:
            box.uncheck()
        dialog(page).get_by_role("button", name="确认导入").click()
        expect(dialog(page)).to_contain_text("导入完成")
        dialog(page).get_by_role("button", name="好", exact=True).click()
        found = unit_of(page, uid)
        assert (found["name"], found["profile"]["ledgerProcedure"]) == (
            ("别的名称", "five") if take else ("甲县", "plain")
        )


@HTTP
def test_two_changed_units_are_put_together_member_by_member(
    page: Page, site_url: str, axe: Callable[..., list[str]]
) -> None:
    open_workbench(page, site_url)
    uid = make_unit(page, "甲县", feedback="", start="")
    document = saved_document(page)
    unit = document["units"][0]
    unit["revs"] = [unit["rev"], *unit["revs"]]
    unit["rev"], unit["name"] = "x1", "甲县委"
    unit["profile"] = {
        "feedback": "2026-07-14", "start": "", "ledgerMappings": [{"headings": ["他的列"], "ids": ["no"]}],
        "T01/base": "end", "ledgerTotals": {"党建类": 12}, "T01-04/off": True, "backward": {"title": "别的计划", "steps": []},
    }  # fmt: skip
    ours = {
        "start": "2026-07-21", "ledgerMappings": [{"headings": ["我的列"], "ids": ["no"]}], "T01/base": "start",
        "backward": {"title": "倒排", "deadline": "2026-12-01", "steps": [{"text": "起草"}]},
    }  # fmt: skip
    page.evaluate(
        f"([uid, profile]) => {LIB}.store.updateUnit(uid, {{name: '甲县局', profile}})", [uid, ours]
    )
    choose_files(page, ("同事.json", document))
    asked = dialog(page).get_by_role("group", name="单位信息")
    assert asked.locator("legend").all_inner_texts() == [
        "单位信息", "单位名称", "T01 两个月集中整改：半年、一年从哪天算起", "倒排计划",
    ]  # fmt: skip
    assert asked.locator("label").all_inner_texts() == [
        "文件里的：甲县委", "这里的：甲县局", "文件里的：从集中整改结束日", "这里的：从集中整改起始日",
        "文件里的：别的计划，0 步", "这里的：倒排，期限 2026年12月1日，1 步",
    ]  # fmt: skip
    expect(dialog(page)).not_to_contain_text("ledger")
    expect(dialog(page)).not_to_contain_text("{")
    # One of each: nothing is written before all are decided, and all may be decided at once.
    status = asked.get_by_role("status")
    expect(status).to_contain_text("没有选的话，单位信息这次不动")
    asked.get_by_role("button", name="全用这里的").click()
    expect(status).to_have_text("")
    asked.get_by_role("button", name="都不动，稍后再说").click()
    asked.get_by_label("文件里的：从集中整改结束日").check()
    asked.get_by_label("这里的：甲县局").check()
    expect(status).to_contain_text("还有 1 项没有选")
    assert axe_in_both_schemes(page, axe) == {"default": [], "slate": []}
    asked.get_by_label("这里的：倒排").check()
    expect(status).to_have_text("")
    dialog(page).get_by_role("button", name="确认导入").click()
    expect(dialog(page)).to_contain_text("导入完成")
    assert unit_of(page, uid)["name"] == "甲县局"
    assert unit_of(page, uid)["profile"] == {
        **unit["profile"], "start": "2026-07-21", "ledgerMappings": ours["ledgerMappings"], "backward": ours["backward"],
    }  # fmt: skip
    dialog(page).get_by_role("button", name="好", exact=True).click()
    # Where no member differs nothing is asked.
    again = saved_document(page)
    theirs = again["units"][0]
    theirs["revs"], theirs["rev"] = [theirs["rev"], *theirs["revs"]], "x2"
    theirs["profile"]["T01-05/off"] = True
    page.evaluate(f"uid => {LIB}.store.updateUnit(uid, {{profile: {{'T01-06/off': true}}}})", uid)
    choose_files(page, ("同事.json", again))
    expect(dialog(page).get_by_role("group", name="单位信息")).to_contain_text("本单位不用“")
    dialog(page).get_by_role("button", name="确认导入").click()
    expect(dialog(page)).to_contain_text("导入完成")
    profile = unit_of(page, uid)["profile"]
    assert (profile["T01-05/off"], profile["T01-06/off"]) == (True, True)


@HTTP
def test_a_ledger_that_cannot_be_read_is_not_shown_as_an_empty_one(
    page: Page, site_url: str, incidents: list[str]
) -> None:
    open_ledger(page, site_url)
    uid: str = page.evaluate(FILLED)
    expect(page.locator("[data-part=filter] [data-part=count]")).to_have_text("共 2 个问题")
    page.evaluate(f"{FAIL}; 0")
    page.evaluate(f"uid => {LIB}.store.updateUnit(uid, {{profile: {{ledgerTiers: 'four'}}}})", uid)
    expect(page.locator("[data-part=summary]")).to_contain_text("台账没能读出来，数据没有动")
    expect(page.locator("[data-part=start]")).to_be_hidden()

    def spoil(route: Route) -> None:
        response = route.fetch()
        route.fulfill(response=response, body=f"{response.text()}\n{FAIL};")

    page.route("**/ledger-store.js", spoil)
    page.reload()
    expect(page.locator("[data-part=summary]")).to_contain_text("台账没能读出来，数据没有动")
    expect(page.locator("[data-part=start]")).to_be_hidden()
    page.goto(f"{site_url}ledger/reports.html")
    expect(page.locator("[data-part=report]")).to_contain_text("台账没能读出来，数据没有动")
    page.goto(f"{site_url}ledger/wall.html")
    expect(page.locator("[data-part=chart]")).to_contain_text("台账没能读出来，数据没有动")
    assert incidents
    assert all("ledger-board" in one for one in incidents)
    incidents.clear()


@HTTP
def test_a_problem_removed_here_is_asked_about(page: Page, site_url: str) -> None:
    open_ledger(page, site_url)
    uid: str = page.evaluate(FILLED)
    older = saved_document(open_workbench(page, site_url))
    open_ledger(page, site_url)
    change = f"uid => {LIB}.ledgerStore.load(uid).then(([one]) => {LIB}.ledgerStore.patch(uid, one.id, {{remark: '再看'}}))"
    page.evaluate(change, uid)
    document = saved_document(open_workbench(page, site_url))
    open_ledger(page, site_url)
    remove = f"uid => {LIB}.ledgerStore.load(uid).then(([{{id}}]) => {LIB}.ledgerStore.remove(uid, [id]))"
    page.evaluate(remove, uid)
    open_workbench(page, site_url)
    ask = "这里删除过的问题：1 个"
    held = f"""uid => {LIB}.store.contents([uid]).then(({{units: [unit]}}) =>
      [[...unit.records.get('problems').values()].map(({{no}}) => no).sort(), Boolean(unit.value.refused)])"""

    def choose(choice: str, said: str) -> None:
        asked = dialog(page).get_by_role("group", name="问题 1 教育局的问题")
        expect(asked.get_by_label("都不动，稍后再说")).to_be_checked()
        asked.get_by_label(choice).check()
        dialog(page).get_by_role("button", name="确认导入").click()
        expect(dialog(page)).to_contain_text(said)

    choose_files(page, ("旧的.json", document))
    expect(dialog(page)).to_contain_text(ask)
    choose("不要，这里不再有", "没有写入；1 个删除过的不带回，同样的文件以后不再问")
    # Taken back with the import, the choice is asked for again.
    dialog(page).get_by_role("button", name="撤销这次导入").click()
    dialog(page).get_by_role("button", name="好", exact=True).click()
    choose_files(page, ("旧的.json", document))
    expect(dialog(page)).to_contain_text(ask)
    choose("不要，这里不再有", "没有写入")
    dialog(page).get_by_role("button", name="好", exact=True).click()
    assert page.evaluate(held, uid) == [["2"], True]

    # An older copy says nothing new, either; and the choice travels with the unit.
    changed = json.loads(json.dumps(document))
    [first] = [one for one in changed["units"][0]["ledger"]["problems"].values() if one["no"] == "1"]
    backup = saved_document(page)
    page.evaluate(f"uid => {LIB}.store.removeUnit(uid, {{final: true}})", uid)
    choose_files(page, ("备份.json", backup))
    dialog(page).get_by_role("button", name="确认导入").click()
    dialog(page).get_by_role("button", name="好", exact=True).click()
    choose_files(page, ("旧的.json", older))
    expect(dialog(page)).to_contain_text("照上次的选择，1 个已删除的不再带回。")
    expect(dialog(page)).to_contain_text("没有要导入的")
    expect(dialog(page)).not_to_contain_text(ask)
    dialog(page).get_by_role("button", name="好", exact=True).click()
    # What was changed since then is another matter.
    first["revs"], first["rev"] = [first["rev"], *first["revs"]], "x1"
    choose_files(page, ("改过的.json", changed))
    expect(dialog(page)).to_contain_text(ask)
    dialog(page).get_by_role("button", name="取消").click()
    # People may think again.
    choose_files(page, ("旧的.json", document))
    dialog(page).get_by_role("button", name="重新选").click()
    expect(dialog(page)).to_contain_text(ask)
    choose("恢复", "写入 2 处")
    assert page.evaluate(held, uid) == [["1", "2"], False]


@HTTP
def test_the_preview_says_what_is_taken_and_asks_where_measures_and_states_meet(
    page: Page, site_url: str, axe: Callable[..., list[str]]
) -> None:
    """Put off, nothing of that problem changes; a file that does not say whether it is all is not called handed back."""
    open_ledger(page, site_url)
    uid: str = page.evaluate(FILLED)
    act = """async ([uid, no, step, changes]) => {
      const {ledgerStore} = Qingdan.lib;
      const {id} = (await ledgerStore.load(uid)).find(({value}) => value.no === no);
      if (Object.keys(changes).length) await ledgerStore.patch(uid, id, changes);
      if (step) await ledgerStore.act(uid, id, {on: '2026-09-10', by: '李四', details: {reason: '并到别的措施'}, ...step});
    }"""
    claim = {"action": "claim"}
    for no in ("1", "2"):
        measures = {"measures/m1": {"text": "原措施", "order": 1}}
        page.evaluate(act, [uid, no, claim, {"due": "2026-10-31", "persons": ["陈某"], **measures}])
    open_workbench(page, site_url)
    base = saved_document(page)

    def begin_from_base() -> None:
        page.evaluate(f"() => {LIB}.store.wipe()")
        open_workbench(page, site_url)
        choose_files(page, ("底稿.json", base))
        dialog(page).get_by_role("button", name="确认导入").click()
        dialog(page).get_by_role("button", name="好", exact=True).click()
        open_ledger(page, site_url)

    begin_from_base()
    drop = {"action": "drop", "measure": "m1"}
    page.evaluate(act, [uid, "1", drop, {"measures/m2": {"text": "新措施", "order": 2}}])
    page.evaluate(act, [uid, "2", None, {"goal": "新目标"}])
    open_workbench(page, site_url)
    theirs = saved_document(page)
    theirs["units"][0]["part"] = True
    begin_from_base()
    mark = {"action": "measure", "measure": "m1", "details": {"to": "done"}}
    page.evaluate(act, [uid, "1", mark, {}])
    page.evaluate(act, [uid, "2", None, {"plan": "这里的计划"}])
    open_workbench(page, site_url)
    measures_of = (
        f"uid => {LIB}.ledgerStore.load(uid).then(list => list.map(({{value}}) => "
        "[value.goal, value.plan, Object.values(value.measures).map(({text}) => text).join()]))"
    )
    for choice, expected in (("都不动，稍后再说", "原措施"), ("用文件里的", "新措施")):
        choose_files(page, ("同事.json", theirs))
        expect(dialog(page)).to_contain_text("没有写明是整个台账还是其中一部分")
        expect(dialog(page)).not_to_contain_text("交回来的")
        dialog(page).get_by_text("更新：").click()
        if expected == "原措施":
            expect(dialog(page)).to_contain_text("合在一起。用文件里的：整改目标：空 → 新目标")
            assert axe(page, ".qd-import__unit") == []
        expect(dialog(page)).to_contain_text("措施的增减随下面“办理过程”的选择")
        group = dialog(page).get_by_role("group", name="办理过程")
        expect(group).to_have_count(1)
        group.get_by_label(choice).check()
        dialog(page).get_by_role("button", name="确认导入").click()
        expect(dialog(page)).to_contain_text("导入完成")
        dialog(page).get_by_role("button", name="好", exact=True).click()
        open_ledger(page, site_url)
        found = page.evaluate(measures_of, uid)
        assert found == [["", "", expected], ["新目标", "这里的计划", "原措施"]]
        open_workbench(page, site_url)
