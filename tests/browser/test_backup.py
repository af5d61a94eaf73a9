"""Files and leaving, as people meet them: saving, importing, choosing, reminders, warnings, clearing."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.work_page import (
    ITEM,
    OTHER,
    SECOND,
    STORE,
    THIRD,
    TODAY,
    axe_in_both_schemes,
    choose_files,
    dialog,
    enter,
    make_unit,
    open_workbench,
    part,
    payload,
    press,
    revised,
    said,
    save,
    saved_document,
    text_of,
    ticks,
    unit_names,
)

EVERYWHERE = pytest.mark.parametrize("site_url", ["http", "http_name", "file"], indirect=True)
HTTP = pytest.mark.parametrize("site_url", ["http"], indirect=True)
NO_VIOLATIONS: dict[str, list[str]] = {"default": [], "slate": []}
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 360, "height": 740}
COLUMNS = "清单 编号 条目 状态 责任人 期限 办结日期 记事 佐证 角色 级别".split()
SCRIPT = "<img src=x onerror='window.hacked=1'>"


def preview(page: Page, title: str) -> Any:
    """The unfolded list of a preview, by the beginning of its summary."""
    fold = dialog(page).locator("details", has=page.locator("summary", has_text=title)).first
    if fold.get_attribute("open") is None:
        fold.locator("summary").click()
    return fold


def conflict(page: Page, item: str) -> Any:
    return dialog(page).get_by_role("group").filter(has=page.locator("legend", has_text=item))


def go_on(page: Page, button: str) -> None:
    dialog(page).get_by_role("button", name=button, exact=True).click()


# ---- Saving to a file


@EVERYWHERE
def test_one_unit_is_saved_to_a_file(page: Page, site_url: str) -> None:
    uid = make_unit(open_workbench(page, site_url), "甲镇", feedback="2026-07-14")
    make_unit(page, "乙局")
    part(page, "units").get_by_role("button", name="切换到“甲镇”").click()
    enter(page, uid, ITEM, state="done", note="第一行\n第二行", evidence=["纪要"])
    expect(part(page, "backup")).to_contain_text("还没有保存到文件，共有 2 处修改")
    file = save(page)
    assert file.suggested_filename == "巡察整改备份-甲镇-2026-11-25-0900.json"
    document = json.loads(text_of(file))
    assert (document["format"], document["version"]) == ("qingdan", 1)
    assert document["kit"].startswith("2026-")
    [unit] = document["units"]
    assert (unit["uid"], unit["name"], unit["profile"]) == (uid, "甲镇", {"feedback": "2026-07-14"})
    assert unit["ticks"][ITEM]["note"] == "第一行\n第二行"
    said(page, "已交给浏览器保存：巡察整改备份-甲镇-2026-11-25-0900.json")
    expect(part(page, "backup")).to_contain_text("上次保存到文件：11月25日 09:00，此后有 0 处修改")
    enter(page, uid, SECOND, state="doing")
    expect(part(page, "backup")).to_contain_text("此后有 1 处修改")


def test_all_units_go_into_one_file(page: Page, site_url: str) -> None:
    make_unit(open_workbench(page, site_url), "甲镇")
    make_unit(page, "乙局")
    expect(part(page, "units").locator("tbody tr")).to_have_count(2)
    file = save(page, "保存全部单位")
    assert file.suggested_filename == "巡察整改备份-2个单位-2026-11-25-0900.json"
    assert sorted(unit["name"] for unit in json.loads(text_of(file))["units"]) == ["乙局", "甲镇"]
    expect(part(page, "units").get_by_text("都已保存到文件")).to_have_count(2)


@HTTP
def test_the_unit_that_is_shown_is_the_one_that_is_saved(page: Page, site_url: str) -> None:
    """Even where the words of the part are the same for both."""
    first = make_unit(open_workbench(page, site_url), "甲镇")
    make_unit(page, "乙局")
    part(page, "units").get_by_role("button", name="切换到“甲镇”").click()
    expect(part(page, "figures")).to_contain_text("当前单位 甲镇")
    assert saved_document(page)["units"][0]["uid"] == first


@HTTP
def test_the_files_name_is_safe(page: Page, site_url: str) -> None:
    make_unit(open_workbench(page, site_url), 'a/b\\c:d*e?"<f>|\u202egpj')
    assert save(page).suggested_filename == "巡察整改备份-a_b_c_d_e___f___gpj-2026-11-25-0900.json"


@EVERYWHERE
def test_a_list_page_saves_too(page: Page, site_url: str) -> None:
    """There the scripts for files come when they are asked for."""
    page.clock.set_fixed_time(TODAY)
    page.goto(f"{site_url}lists/q03.html")
    page.locator(f"[data-item-id={ITEM}]").get_by_role("checkbox").check()
    bar = page.get_by_role("region", name="单位档案")
    expect(bar.get_by_role("combobox")).to_have_text("我的单位")
    with page.expect_download() as saving:
        bar.get_by_role("button", name="保存到文件").click()
    assert saving.value.suggested_filename == "巡察整改备份-我的单位-2026-11-25-0900.json"
    assert json.loads(text_of(saving.value))["units"][0]["ticks"][ITEM]["state"] == "done"
    bar.get_by_role("button", name="接着做").click()
    expect(dialog(page).get_by_role("heading", name="接着做")).to_be_visible()
    page.keyboard.press("Escape")
    bar.get_by_role("button", name="离开并清除").click()
    expect(dialog(page)).to_contain_text("“我的单位”：1 个条目有记录")


@EVERYWHERE
def test_the_table_has_a_row_for_each_item(built_site: Path, page: Page, site_url: str) -> None:
    uid = make_unit(open_workbench(page, site_url))
    note = '他说："好"\n第二行'
    enter(page, uid, ITEM, state="done", person="=1+1", note=note, evidence=["@a", "b"], due="2026-12-01")
    enter(page, uid, SECOND, person="+86", note="-减", state="na")
    enter(page, uid, "Q99-01", note="别的版本的条目")
    file = save(page, "导出表格（WPS、Excel）")
    assert file.suggested_filename == "清单表格-甲镇-2026-11-25.csv"
    raw = Path(file.path()).read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    head, *rows = csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""))
    assert head == COLUMNS
    lists = json.loads((built_site / "data/checklists.json").read_text(encoding="utf-8"))
    items = [item for one in lists for section in one["sections"] for item in section["items"]]
    assert [row[1] for row in rows] == [*(item["id"] for item in items), "Q99-01"]
    by_id = {row[1]: dict(zip(COLUMNS, row, strict=True)) for row in rows}
    title = next(one["title"] for one in lists if one["id"] == "Q03")
    text = next(item["text"] for item in items if item["id"] == ITEM)
    expected = {
        "清单": f"Q03 {title}",
        "编号": ITEM,
        "条目": text,
        "状态": "已办",
        "责任人": "'=1+1",
        "期限": "2026-12-01",
        "办结日期": "2026-11-25",
        "记事": note,
        "佐证": "'@a；b",
    }
    assert {column: by_id[ITEM][column] for column in expected} == expected
    assert by_id[ITEM]["级别"] in ("必做", "宜做", "本工具约定")
    assert by_id[ITEM]["角色"] not in ("", "lead-unit")
    assert (by_id[SECOND]["责任人"], by_id[SECOND]["记事"], by_id[SECOND]["状态"]) == (
        "'+86",
        "'-减",
        "不适用",
    )
    assert by_id["Q99-01"]["记事"] == "别的版本的条目"
    assert {row[3] for row in rows if row[1] not in (ITEM, SECOND)} == {"未办"}
    expect(part(page, "backup")).to_contain_text("还没有保存到文件")  # a table cannot be imported again


# ---- Importing


@EVERYWHERE
def test_a_file_goes_from_one_computer_to_another(
    new_context: Callable[..., BrowserContext], site_url: str
) -> None:
    first = open_workbench(new_context().new_page(), site_url)
    uid = make_unit(first, "甲镇", feedback="2026-07-14")
    enter(first, uid, ITEM, state="done", person="张三")
    enter(first, uid, "Q99-01", note="本站没有的编号")
    document = saved_document(first)

    page = open_workbench(new_context().new_page(), site_url)
    opened = choose_files(page, ("甲.json", document))
    expect(opened).to_contain_text("现在还什么都没有写入")
    expect(opened).to_contain_text("这台电脑上还没有这个单位")
    expect(preview(page, "新增：2 条")).to_contain_text("状态：已办；责任人：张三")
    expect(preview(page, "编号对不上：1 条")).to_contain_text("Q99-01")
    assert unit_names(page) == []
    go_on(page, "确认导入")
    expect(dialog(page)).to_contain_text("“甲.json”：写入 3 处")
    said(page, "导入完成，写入 3 处")
    go_on(page, "好")
    expect(part(page, "figures")).to_contain_text("当前单位 甲镇")
    # It came from a file this moment: nothing is missing in files until it is changed.
    expect(part(page, "figures")).to_contain_text("备份 都已保存")
    expect(part(page, "backup")).to_contain_text("上次保存到文件：11月25日 09:00，此后有 0 处修改")
    assert ticks(page, uid)[ITEM]["person"] == "张三"
    # What this site does not know goes on travelling.
    again = saved_document(page)["units"][0]
    assert again["ticks"] == document["units"][0]["ticks"]

    # Nothing new in the same file.
    choose_files(page, ("甲.json", document))
    expect(dialog(page)).to_contain_text("没有要导入的")
    expect(dialog(page).get_by_role("button", name="确认导入")).to_have_count(0)


@EVERYWHERE
def test_an_import_can_be_taken_back(page: Page, site_url: str) -> None:
    uid = make_unit(open_workbench(page, site_url))
    enter(page, uid, ITEM, note="我的")
    document = saved_document(page)
    enter(page, uid, OTHER, note="导入前刚写的")
    mine = document["units"][0]
    mine["ticks"][ITEM] = revised(mine["ticks"][ITEM], "a1", note="同事的")
    mine["ticks"][SECOND] = {"state": "done", "rev": "a2", "revs": []}
    document["units"].append(
        {"uid": "f" * 32, "name": "乙局", "profile": {}, "ticks": {}, "rev": "b1", "revs": []}
    )
    choose_files(page, ("同事.json", document))
    expect(preview(page, "更新：1 条")).to_contain_text("记事：我的 → 同事的")
    go_on(page, "确认导入")
    expect(dialog(page)).to_contain_text("写入 3 处")
    assert ticks(page, uid)[ITEM]["note"] == "同事的"
    go_on(page, "撤销这次导入")
    expect(dialog(page).get_by_role("heading", name="导入已撤销")).to_be_visible()
    found = ticks(page, uid)
    assert (found[ITEM]["note"], SECOND in found, found[OTHER]["note"]) == ("我的", False, "导入前刚写的")
    assert unit_names(page) == ["甲镇"]


def changed_on_both_sides(page: Page, site_url: str) -> tuple[str, dict[str, Any]]:
    """A unit here, and the file of a colleague who went on from the same file."""
    uid = make_unit(open_workbench(page, site_url))
    for item in (ITEM, SECOND, THIRD, OTHER):
        enter(page, uid, item, note="共同的")
    document = saved_document(page)
    theirs = document["units"][0]["ticks"]
    for number, item in enumerate((ITEM, SECOND, THIRD)):
        theirs[item] = revised(theirs[item], f"c{number}", note=f"同事的{item}{SCRIPT}", state="done")
        enter(page, uid, item, note=f"我的{item}", person="张三")
    enter(page, uid, OTHER, note="只有我改")
    return uid, document


@EVERYWHERE
def test_where_both_sides_changed_people_choose(page: Page, site_url: str) -> None:
    uid, document = changed_on_both_sides(page, site_url)
    choose_files(page, ("同事.json", document))
    assert conflict(page, "Q").count() == 3
    for item in (ITEM, SECOND, THIRD):
        ours, theirs = conflict(page, item).locator(".qd-version").all()
        expect(ours).to_contain_text(f"我的{item}")
        expect(ours).to_contain_text("责任人张三不同")
        expect(theirs).to_contain_text(f"同事的{item}{SCRIPT}")
        expect(theirs).to_contain_text("责任人（空）不同")
        expect(conflict(page, item).get_by_label("都不动，稍后再说")).to_be_checked()
    expect(preview(page, "保留这里的：1 条")).to_contain_text("只有我改")
    conflict(page, ITEM).get_by_label("用文件里的").check()
    conflict(page, SECOND).get_by_label("保留这里的").check()
    go_on(page, "确认导入")
    expect(dialog(page)).to_contain_text("写入 2 处；1 处两边都改过的没有动")
    found = ticks(page, uid)
    assert {item: (tick["note"], tick["state"]) for item, tick in found.items()} == {
        ITEM: (f"同事的{ITEM}{SCRIPT}", "done"),
        SECOND: (f"我的{SECOND}", "todo"),
        THIRD: (f"我的{THIRD}", "todo"),
        OTHER: ("只有我改", "todo"),
    }
    go_on(page, "好")
    # The next time only what was put off is asked.
    choose_files(page, ("同事.json", document))
    assert conflict(page, "Q").count() == 1
    expect(conflict(page, THIRD)).to_be_visible()
    assert page.evaluate("window.hacked === undefined")


@HTTP
@pytest.mark.parametrize(
    ("button", "notes"),
    [("用文件里的", "同事的"), ("保留这里的", "我的"), ("都不动，稍后再说", "我的")],
)
def test_all_at_once(page: Page, site_url: str, button: str, notes: str) -> None:
    uid, document = changed_on_both_sides(page, site_url)
    choose_files(page, ("同事.json", document))
    for other in ("用文件里的", button):
        go_on(page, other)
    said(page, f"3 条都选了：{button}")
    for item in (ITEM, SECOND, THIRD):
        expect(conflict(page, item).get_by_label(button)).to_be_checked()
    go_on(page, "确认导入")
    expect(dialog(page).get_by_role("heading", name="导入完成")).to_be_visible()
    found = ticks(page, uid)
    assert all(found[item]["note"].startswith(notes) for item in (ITEM, SECOND, THIRD))


@HTTP
def test_the_units_own_data_may_be_a_conflict(page: Page, site_url: str) -> None:
    uid = make_unit(open_workbench(page, site_url), feedback="2026-07-14")
    document = saved_document(page)
    unit = document["units"][0]
    unit.update(revised(unit, "d1", profile={"feedback": "2026-07-20"}))
    page.evaluate(f"uid => {STORE}.updateUnit(uid, {{profile: {{feedback: '2026-07-16'}}}})", uid)
    choose_files(page, ("同事.json", document))
    expect(dialog(page).get_by_label("这里的：2026年7月16日")).not_to_be_checked()
    dialog(page).get_by_label("文件里的：2026年7月20日").check()
    go_on(page, "确认导入")
    go_on(page, "好")
    expect(part(page, "units")).to_contain_text("2026年7月20日")


@HTTP
def test_files_of_several_people_one_after_the_other(page: Page, site_url: str) -> None:
    uid = make_unit(open_workbench(page, site_url))
    enter(page, uid, ITEM, note="共同的")
    base = saved_document(page)
    documents = []
    for number, item in enumerate((ITEM, ITEM, SECOND)):
        document = json.loads(json.dumps(base))
        theirs = document["units"][0]["ticks"]
        old = theirs.get(item, {"state": "todo", "rev": "e9", "revs": []})
        theirs[item] = revised(old, f"e{number}", note=f"第{number + 1}个人")
        documents.append((f"{number + 1}.json", document))
    documents.insert(2, ("坏.json", "{"))
    choose_files(page, *documents)
    expect(dialog(page).get_by_role("heading", level=2)).to_have_text("导入“1.json”（第 1 个，共 4 个）")
    go_on(page, "确认导入")
    # The second one meets what the first one brought.
    expect(dialog(page).get_by_role("heading", level=2)).to_have_text("导入“2.json”（第 2 个，共 4 个）")
    expect(conflict(page, ITEM).locator(".qd-version").first).to_contain_text("第1个人")
    conflict(page, ITEM).get_by_label("用文件里的").check()
    go_on(page, "确认导入")
    expect(dialog(page).get_by_role("heading", level=2)).to_have_text("没有导入“坏.json”（第 3 个，共 4 个）")
    go_on(page, "看下一个文件")
    expect(preview(page, "新增：1 条")).to_contain_text(SECOND)
    go_on(page, "确认导入")
    expect(dialog(page).get_by_role("listitem")).to_have_count(3)
    assert {item: tick["note"] for item, tick in ticks(page, uid).items()} == {
        ITEM: "第2个人",
        SECOND: "第3个人",
    }
    go_on(page, "撤销这次导入")
    expect(dialog(page).get_by_role("heading", name="导入已撤销")).to_be_visible()
    assert {item: tick["note"] for item, tick in ticks(page, uid).items()} == {ITEM: "共同的"}


@HTTP
def test_a_unit_of_the_same_name_is_new_or_merged(page: Page, site_url: str) -> None:
    uid = make_unit(open_workbench(page, site_url))
    enter(page, uid, ITEM, note="这里的")
    theirs = {"uid": "f" * 32, "name": "甲镇", "profile": {}, "rev": "1", "revs": []}
    theirs["ticks"] = {SECOND: {"state": "done", "rev": "2", "revs": []}}
    choose_files(page, ("同事.json", {"format": "qingdan", "version": 1, "units": [theirs]}))
    expect(dialog(page)).to_contain_text("这台电脑上还没有这个单位")
    dialog(page).get_by_label("这里已有同名的单位").select_option(label="并入这里的“甲镇”")
    expect(dialog(page)).to_contain_text("并入这里的同名单位")
    go_on(page, "确认导入")
    expect(dialog(page).get_by_role("heading", name="导入完成")).to_be_visible()
    assert unit_names(page) == ["甲镇"]
    assert sorted(ticks(page, uid)) == [ITEM, SECOND]


@HTTP
def test_units_can_be_left_out(page: Page, site_url: str) -> None:
    open_workbench(page, site_url)
    units = [
        {"uid": letter * 32, "name": letter, "profile": {}, "ticks": {}, "rev": letter, "revs": []}
        for letter in "ab"
    ]
    choose_files(page, ("两个.json", {"format": "qingdan", "version": 1, "units": units}))
    dialog(page).get_by_label("导入这个单位").first.uncheck()
    go_on(page, "确认导入")
    expect(dialog(page).get_by_role("heading", name="导入完成")).to_be_visible()
    assert unit_names(page) == ["b"]


@EVERYWHERE
def test_what_changed_meanwhile_is_compared_again(context: BrowserContext, site_url: str) -> None:
    page = context.new_page()
    uid, document = changed_on_both_sides(page, site_url)
    choose_files(page, ("同事.json", document))
    go_on(page, "用文件里的")
    other = open_workbench(context.new_page(), site_url)
    enter(other, uid, ITEM, note="别的窗口刚写的")
    page.bring_to_front()  # a tab behind another draws once a second only
    go_on(page, "确认导入")
    expect(dialog(page)).to_contain_text("预览之后这里又有改动，已重新比对，还没有导入")
    expect(conflict(page, ITEM)).to_contain_text("别的窗口刚写的")
    assert ticks(page, uid)[SECOND]["note"] == f"我的{SECOND}"


@EVERYWHERE
def test_files_may_be_dropped_on_the_page(page: Page, site_url: str) -> None:
    open_workbench(page, site_url)
    unit = {"uid": "f" * 32, "name": "拖来的", "profile": {}, "ticks": {}, "rev": "1", "revs": []}
    drop = page.evaluate_handle(
        """text => {
          const data = new DataTransfer();
          data.items.add(new File([text], '拖.json', {type: 'application/json'}));
          return data;
        }""",
        json.dumps({"format": "qingdan", "version": 1, "units": [unit]}),
    )
    page.dispatch_event("article", "dragover", {"dataTransfer": drop})
    page.dispatch_event("article", "drop", {"dataTransfer": drop})
    expect(dialog(page)).to_contain_text("导入“拖.json”")
    go_on(page, "确认导入")
    go_on(page, "好")
    assert unit_names(page) == ["拖来的"]


def of_units(*units: dict[str, Any]) -> str:
    return json.dumps({"format": "qingdan", "version": 1, "units": units})


UNIT = {"uid": "f" * 32, "name": "坏", "profile": {}, "ticks": {}}
HOSTILE = {
    "empty": ("", "不是本站导出的文件"),
    "picture": ("\x89PNG\r\n", "不是本站导出的文件"),
    "office": ("PK\x03\x04rest", "Excel、Word"),
    "page": ("<html><script>window.hacked=1</script>", "不是本站导出的文件"),
    "truncated": ('{"format":"qingdan","version":1,"units":[{"uid"', "不完整或已损坏"),
    "other": ('{"format":"else"}', "不是本站导出的文件"),
    "newer": ('{"format":"qingdan","version":2,"units":[]}', "更新版本的站点"),
    "no units": ('{"format":"qingdan","version":1}', "没有单位"),
    "states": (of_units({**UNIT, "ticks": {"Q01-02": {"state": SCRIPT}}}), "状态只能是"),
    "names": (of_units({**UNIT, "name": ""}), "没有填写"),
    "prototype": (of_units({**UNIT, "ticks": {"__proto__": {"state": 3}}}), "状态只能是"),
    "script in an id": (of_units({**UNIT, "ticks": {SCRIPT: {"state": 3}}}), SCRIPT),
    "twice": (of_units(UNIT, UNIT), "编号相同"),
}


@HTTP
@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_file_of_ours_is_refused(page: Page, site_url: str, name: str) -> None:
    text, reason = HOSTILE[name]
    uid = make_unit(open_workbench(page, site_url))
    enter(page, uid, ITEM, note="原来的")
    before = page.evaluate(f"{STORE}.contents().then(({{units}}) => JSON.stringify(units))")
    choose_files(page, (f"{name}.json", text))
    expect(dialog(page).get_by_role("heading", level=2)).to_have_text(f"没有导入“{name}.json”")
    expect(dialog(page)).to_contain_text(reason)
    expect(dialog(page)).to_contain_text("这台电脑上的数据没有任何改动")
    said(page, "没有导入")
    assert page.evaluate(f"{STORE}.contents().then(({{units}}) => JSON.stringify(units))") == before
    assert page.evaluate("window.hacked === undefined && {}.state === undefined")
    go_on(page, "另选文件")
    expect(page.locator(".qd-file")).to_be_focused()


# ---- Leaving


@EVERYWHERE
def test_leaving_first_saves_and_then_clears(context: BrowserContext, site_url: str) -> None:
    page = open_workbench(context.new_page(), site_url)
    uid = make_unit(page)
    make_unit(page, "乙局")
    enter(page, uid, ITEM, note="要带走的")
    other = open_workbench(context.new_page(), site_url)
    page.bring_to_front()  # a tab behind another draws once a second only
    page.evaluate("localStorage.setItem('别的软件', '不要动'); sessionStorage.setItem('x', 'y')")
    press(page, "离开并清除")
    expect(dialog(page)).to_contain_text("“甲镇”：1 个条目有记录，2 处修改还没有保存到文件")
    with page.expect_download() as saving:
        go_on(page, "先保存到文件")
    for name in ("甲镇", "乙局"):
        expect(dialog(page).get_by_role("strong")).to_contain_text(f"“{name}”")
    expect(dialog(page)).to_contain_text(saving.value.suggested_filename)
    expect(dialog(page)).not_to_contain_text("还没有保存")
    assert len(unit_names(page)) == 2
    go_on(page, "全部清除")
    expect(dialog(page).get_by_role("heading", name="已经清除")).to_be_visible()
    said(page, "已全部删除")
    go_on(page, "好")
    expect(part(page, "units")).to_contain_text("还没有单位")
    expect(part(other, "units")).to_contain_text("还没有单位")
    assert unit_names(page) == unit_names(other) == []
    kept = page.evaluate("[Object.keys(localStorage), Object.keys(sessionStorage)].flat()")
    assert sorted(kept) == ["x", "别的软件"]
    # Taken along, it goes on elsewhere.
    choose_files(page, ("带走.json", text_of(saving.value)))
    go_on(page, "确认导入")
    expect(dialog(page).get_by_role("heading", name="导入完成")).to_be_visible()
    assert ticks(page, uid)[ITEM]["note"] == "要带走的"


def test_leaving_without_saving_is_warned_of_and_can_be_broken_off(page: Page, site_url: str) -> None:
    uid = make_unit(open_workbench(page, site_url))
    enter(page, uid, ITEM, note="没存过")
    press(page, "离开并清除")
    go_on(page, "不保存，继续")
    expect(dialog(page)).to_contain_text("有修改还没有保存到文件")
    go_on(page, "返回")
    expect(dialog(page).get_by_role("heading", name="离开并清除")).to_be_focused()
    go_on(page, "不保存，继续")
    page.keyboard.press("Escape")
    expect(part(page, "backup").get_by_role("button", name="离开并清除")).to_be_focused()
    assert unit_names(page) == ["甲镇"]
    saved_document(page)
    press(page, "离开并清除")
    expect(dialog(page)).to_contain_text("都已保存到文件")
    go_on(page, "已经保存，继续")
    expect(dialog(page)).not_to_contain_text("还没有保存")


# ---- Reminders and warnings


@EVERYWHERE
def test_after_a_week_it_reminds_of_saving(page: Page, site_url: str) -> None:
    uid = make_unit(open_workbench(page, site_url))
    enter(page, uid, ITEM, note="一周前")
    notice = page.get_by_role("region", name="备份提醒")
    open_workbench(page, site_url, "2026-12-01T23:00:00+08:00")
    expect(part(page, "backup")).to_be_visible()
    expect(notice).to_have_count(0)
    for later in ("lists/q03.html", "lists/index.html", "workbench.html"):
        page.clock.set_fixed_time("2026-12-02T08:00:00+08:00")
        page.goto(site_url + later)
        expect(notice).to_contain_text("“甲镇”有 2 处修改")
    notice.get_by_role("button", name="明天再说").click()
    expect(notice).to_have_count(0)
    open_workbench(page, site_url, "2026-12-02T23:00:00+08:00")
    expect(notice).to_have_count(0)
    open_workbench(page, site_url, "2026-12-03T00:10:00+08:00")
    with page.expect_download() as saving:
        notice.get_by_role("button", name="现在保存").click()
    assert saving.value.suggested_filename == "巡察整改备份-甲镇-2026-12-03-0010.json"
    expect(notice).to_have_count(0)
    enter(page, uid, SECOND, note="又改了")
    open_workbench(page, site_url, "2026-12-09T09:00:00+08:00")
    expect(notice).to_have_count(0)


@HTTP
def test_units_for_practice_are_not_reminded_of(page: Page, site_url: str) -> None:
    uid = make_unit(open_workbench(page, site_url), "演练一班", practice=True)
    enter(page, uid, ITEM, note="练习")
    open_workbench(page, site_url, "2027-12-01T09:00:00+08:00")
    page.wait_for_timeout(300)
    expect(page.get_by_role("region", name="备份提醒")).to_have_count(0)


FORBIDDEN = (
    "Object.defineProperty(window, 'indexedDB', {get() { throw new DOMException('no', 'SecurityError'); }})"
)
DAMAGED = """
const open = IDBFactory.prototype.open;
IDBFactory.prototype.open = function (name, version) {
  if (name !== 'qingdan') return open.call(this, name, version);
  const request = {error: new DOMException('Internal error opening backing store', 'UnknownError')};
  setTimeout(() => request.onerror({target: request}));
  return request;
};"""
FULL = """
for (const name of ['put', 'add']) {
  const write = IDBObjectStore.prototype[name];
  IDBObjectStore.prototype[name] = function (row) {
    if (window.full) throw new DOMException('full', 'QuotaExceededError');
    return write.call(this, row);
  };
}"""
NEWER = """() => new Promise(resolve => {
  const opening = indexedDB.open('qingdan', 99);
  opening.onsuccess = () => { opening.result.close(); resolve(); };
})"""


@EVERYWHERE
def test_forbidden_storage_is_said_loudly(page: Page, site_url: str) -> None:
    page.add_init_script(FORBIDDEN)
    open_workbench(page, site_url)
    alarm = page.locator(".qd-notices").get_by_role("alert")
    expect(alarm).to_contain_text("这个浏览器不让本页保存数据")
    page.evaluate(f"{STORE}.createUnit({{name: '只在内存'}})")
    expect(part(page, "figures")).to_contain_text("当前单位 只在内存")
    with page.expect_download() as saving:
        alarm.get_by_role("button", name="保存到文件").click()
    assert json.loads(text_of(saving.value))["units"][0]["name"] == "只在内存"


@HTTP
def test_full_storage_is_said_and_tried_again(page: Page, site_url: str) -> None:
    page.add_init_script(FULL)
    uid = make_unit(open_workbench(page, site_url))
    enter(page, uid, ITEM, note="存上的")
    page.evaluate("window.full = true")
    assert not page.evaluate(
        f"uid => {STORE}.patchTick(uid, '{SECOND}', {{note: '没存上的'}}).then(({{saved}}) => saved)", uid
    )
    alarm = page.locator(".qd-notices").get_by_role("alert")
    expect(alarm).to_contain_text("本机存储空间满了")
    with page.expect_download() as saving:
        alarm.get_by_role("button", name="保存到文件").click()
    assert json.loads(text_of(saving.value))["units"][0]["ticks"][SECOND]["note"] == "没存上的"
    # Steps that need room are refused, in words.
    press(page, "现在留一个恢复点", "restore")
    said(page, "这一步没有做，原来的数据都在")
    page.evaluate("window.full = false")
    alarm.get_by_role("button", name="再试一次").click()
    expect(alarm).to_be_empty()
    assert ticks(page, uid)[SECOND]["note"] == "没存上的"


@EVERYWHERE
def test_a_damaged_database_is_said_and_can_be_left_behind(page: Page, site_url: str) -> None:
    make_unit(open_workbench(page, site_url))
    page.add_init_script(DAMAGED)
    open_workbench(page, site_url)
    alarm = page.locator(".qd-notices").get_by_role("alert")
    expect(alarm).to_contain_text("可能已损坏")
    with page.expect_download() as saving:
        alarm.get_by_role("button", name="导出还读得出的内容").click()
    assert json.loads(text_of(saving.value))["format"] == "qingdan"
    alarm.get_by_role("button", name="另建一份重新开始").click()
    expect(dialog(page)).to_contain_text("留在原处，不删除")
    go_on(page, "另建一份")
    expect(alarm).to_be_empty()
    uid = make_unit(page, "重来")
    enter(page, uid, ITEM, note="存上了")


@HTTP
def test_data_of_a_newer_site_are_left_alone(page: Page, site_url: str) -> None:
    make_unit(open_workbench(page, site_url))
    page.goto(f"{site_url}404.html")
    page.evaluate(NEWER)
    open_workbench(page, site_url)
    alarm = page.locator(".qd-notices").get_by_role("alert")
    expect(alarm).to_contain_text("由更新版本的站点写入")
    expect(alarm.get_by_role("button")).to_have_count(1)


# ---- Access


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
@HTTP
def test_dialogs_are_accessible(
    new_context: Callable[..., BrowserContext],
    site_url: str,
    axe: Callable[..., list[str]],
    viewport: dict[str, int],
) -> None:
    page = new_context(viewport=viewport).new_page()
    _, document = changed_on_both_sides(page, site_url)
    found: dict[str, dict[str, list[str]]] = {}

    def check(name: str) -> None:
        expect(dialog(page)).to_be_visible()
        page.evaluate("document.querySelectorAll('.qd-toast').forEach(one => one.remove())")
        found[name] = axe_in_both_schemes(page, axe)
        assert page.evaluate("document.querySelector('dialog[open]').scrollWidth") <= viewport["width"]

    press(page, "接着做（导入文件）")
    check("choose")
    page.keyboard.press("Escape")
    choose_files(page, ("同事.json", document))
    preview(page, "保留这里的")
    check("preview")
    go_on(page, "确认导入")
    check("imported")
    go_on(page, "好")
    choose_files(page, ("坏.json", "{"))
    check("refused")
    page.keyboard.press("Escape")
    press(page, "离开并清除")
    check("leave")
    go_on(page, "不保存，继续")
    check("clear")
    page.keyboard.press("Escape")
    part(page, "units").get_by_role("button", name="移除“甲镇”").click()
    check("remove")
    assert found == dict.fromkeys(found, NO_VIOLATIONS)


def test_by_keyboard_alone(page: Page, site_url: str) -> None:
    """Into the dialog, through it, and back to where one came from."""
    uid, document = changed_on_both_sides(page, site_url)
    opener = part(page, "backup").get_by_role("button", name="接着做（导入文件）")
    opener.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".qd-file")).to_be_focused()
    page.locator(".qd-file").set_input_files(payload("同事.json", document))
    expect(dialog(page).get_by_role("heading", name="导入“同事.json”")).to_be_focused()
    first = conflict(page, ITEM).get_by_label("都不动，稍后再说")
    for _ in range(20):
        page.keyboard.press("Tab")
        if first.evaluate("one => one === document.activeElement"):
            break
    expect(first).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(conflict(page, ITEM).get_by_label("用文件里的")).to_be_checked()
    button = dialog(page).get_by_role("button", name="确认导入")
    for _ in range(10):
        page.keyboard.press("Tab")
        if button.evaluate("one => one === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(dialog(page).get_by_role("heading", name="导入完成")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog(page)).to_have_count(0)
    expect(opener).to_be_focused()
    assert ticks(page, uid)[ITEM]["note"].startswith("同事的")
