"""我的工作台 as people meet it: progress, what is due, changes and undo, units, restore points, two tabs."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.work_page import (
    ITEM,
    OTHER,
    SECOND,
    THIRD,
    TODAY,
    axe_in_both_schemes,
    dialog,
    enter,
    make_unit,
    open_workbench,
    part,
    press,
    said,
    ticks,
    unit_names,
)

EVERYWHERE = pytest.mark.parametrize("site_url", ["http", "http_name", "file"], indirect=True)
HTTP = pytest.mark.parametrize("site_url", ["http"], indirect=True)
NARROW = {"width": 360, "height": 740}
SCRIPT = "<img src=x onerror='window.hacked=1'><script>window.hacked=1</script>"


# ---- What it shows


def test_empty_it_says_what_to_do(page: Page, site_url: str) -> None:
    open_workbench(page, site_url)
    expect(part(page, "due")).to_contain_text("给条目填上期限")
    expect(part(page, "progress")).to_contain_text("挑一份打开")
    expect(part(page, "progress").get_by_role("link", name="Q03")).to_be_visible()
    expect(part(page, "recent")).to_contain_text("还没有修改")
    expect(part(page, "backup")).to_contain_text("从“接着做”导入")
    expect(part(page, "backup").get_by_role("button", name="保存到文件")).to_have_count(0)
    expect(part(page, "units")).to_contain_text("还没有单位")
    expect(part(page, "restore")).to_contain_text("还没有恢复点")


@EVERYWHERE
def test_lists_that_are_begun_show_how_far_they_are(page: Page, site_url: str) -> None:
    uid = make_unit(open_workbench(page, site_url))
    enter(page, uid, ITEM, state="done")
    enter(page, uid, SECOND, state="na")
    enter(page, uid, OTHER, note="只写了一句")
    open_workbench(page, site_url)
    items = page.evaluate(
        "JSON.parse(document.getElementById('qd-catalogue').textContent).lists"
        ".find(({id}) => id === 'Q03').items.length"
    )
    row = part(page, "progress").locator("tr", has_text="Q03")
    expect(row).to_contain_text(f"已办 1/{items - 1}")
    bar = row.get_by_role("progressbar", name="的进度")
    expect(bar).to_have_attribute("max", str(items - 1))
    expect(bar).to_have_attribute("value", "1")
    expect(part(page, "progress").locator("tr", has_text="Q09")).to_contain_text("已办 0/")
    rest = part(page, "progress").locator("details")
    expect(rest).not_to_have_attribute("open", "")
    expect(rest.locator("summary")).to_contain_text("还没开始的清单（26）")
    rest.locator("summary").click()
    expect(rest.get_by_role("link", name="Q01")).to_be_visible()
    row.get_by_role("link").click()
    page.wait_for_url("**/lists/q03.html")


def test_what_is_late_and_what_is_due_this_week(page: Page, site_url: str) -> None:
    uid = make_unit(open_workbench(page, site_url))
    enter(page, uid, ITEM, due="2026-11-20", person="张三", state="doing")
    enter(page, uid, SECOND, due="2026-11-29")  # Sunday
    enter(page, uid, THIRD, due="2026-11-25")  # today
    enter(page, uid, OTHER, due="2026-11-30")  # next Monday
    enter(page, uid, "Q03-02", due="2026-11-01", state="done")
    enter(page, uid, "Q03-03", due="2026-11-02", state="na")
    open_workbench(page, site_url)
    late, week = part(page, "due").get_by_role("table").all()
    assert [row.text_content() for row in late.locator("tbody th").all()] == [
        f"{ITEM} {page.evaluate(MEANING, ITEM)}"
    ]
    expect(late).to_contain_text("2026年11月20日，逾期 5 天")
    expect(late).to_contain_text("张三")
    expect(late).to_contain_text("在办")
    assert [row.locator(".qd-id").text_content() for row in week.locator("tbody th").all()] == [THIRD, SECOND]
    expect(week).to_contain_text("今天到期")
    expect(week).to_contain_text("2026年11月29日，星期日")
    expect(part(page, "figures")).to_contain_text("逾期 1 条")
    expect(part(page, "figures")).to_contain_text("本周到期 2 条")
    late.get_by_role("link").click()
    page.wait_for_url(f"**/lists/q03.html#{ITEM}")


MEANING = "id => Qingdan.lib.catalogue.load().then(known => known.meaning(id).text)"


def test_the_last_changes_and_the_way_back(page: Page, site_url: str) -> None:
    uid = make_unit(open_workbench(page, site_url))
    for number in range(1, 10):
        enter(page, uid, f"Q03-0{number}", state="done")
        enter(page, uid, f"Q03-0{number}", person=f"某{number}")
        enter(page, uid, f"Q03-0{number}", state="doing")
    changes = part(page, "recent").get_by_role("listitem")
    expect(changes).to_have_count(20)
    expect(changes.first).to_contain_text("Q03-09")
    expect(changes.first).to_contain_text("状态：已办 → 在办")
    expect(changes.nth(1)).to_contain_text("责任人：空 → 某9")
    undo = part(page, "recent").get_by_role("button", name="撤销最后一步")
    undo.focus()
    page.keyboard.press("Enter")
    said(page, "已撤销")
    expect(changes.nth(1)).to_contain_text("（已撤销）")
    expect(undo).to_be_focused()  # though the part was drawn again
    assert ticks(page, uid)["Q03-09"]["state"] == "done"
    page.keyboard.press("Enter")
    expect(part(page, "recent")).to_contain_text("将撤销：Q03-09")
    page.wait_for_function(
        "uid => Qingdan.lib.store.ticks(uid).then(found => found.get('Q03-09').person === '')", arg=uid
    )


# ---- Units


@EVERYWHERE
def test_units_are_made_changed_switched_and_removed(page: Page, site_url: str) -> None:
    open_workbench(page, site_url)
    opener = part(page, "units").get_by_role("button", name="新建单位")
    opener.click()
    page.get_by_role("textbox", name="单位名称").fill("甲镇")
    page.get_by_label("巡察反馈日期").fill("2026-07-14")
    page.keyboard.press("Enter")
    expect(dialog(page)).to_have_count(0)
    row = part(page, "units").locator("tr", has_text="甲镇")
    expect(row).to_contain_text("2026年7月14日")
    expect(row).to_contain_text("当前")

    opener.click()
    page.get_by_role("textbox", name="单位名称").fill("甲镇")
    dialog(page).get_by_role("button", name="新建", exact=True).click()
    expect(dialog(page).get_by_role("alert")).to_contain_text("已经有一个")
    page.get_by_role("textbox", name="单位名称").fill("演练一班")
    dialog(page).get_by_role("checkbox").check()
    dialog(page).get_by_role("button", name="新建", exact=True).click()
    expect(part(page, "units").locator("tr", has_text="演练一班")).to_contain_text("演练")
    expect(part(page, "figures")).to_contain_text("当前单位 演练一班")

    part(page, "units").get_by_role("button", name="切换到“甲镇”").click()
    expect(part(page, "figures")).to_contain_text("当前单位 甲镇")
    part(page, "units").get_by_role("button", name="修改“演练一班”").click()
    page.get_by_role("textbox", name="单位名称").fill("演练二班")
    page.get_by_label("集中整改起始日").fill("2026-07-21")
    dialog(page).get_by_role("button", name="保存").click()
    expect(part(page, "units").locator("tr", has_text="演练二班")).to_contain_text("2026年7月21日")
    assert sorted(unit_names(page)) == ["演练二班", "甲镇"]


@HTTP
def test_removing_and_leaving_say_all_that_goes(page: Page, site_url: str) -> None:
    """The ledger, forms and milestones count as the ticks do."""
    uid = make_unit(open_workbench(page, site_url))
    page.evaluate(
        """async uid => {
          const {store, database} = Qingdan.lib;
          for (const blank of ['W01-01', 'W01-02']) await store.patchForm(uid, blank, {note: '填了'});
          await store.patchMilestone(uid, 'T01-01', {state: 'done'});
          await database.write(async (rows) => ['a', 'b', 'c'].forEach((id) => (
            rows.put('problems', {unit: uid, id, value: {text: id, rev: id, revs: [], first: id, order: 1}}))));
          await store.patchMilestone(uid, 'T01-01', {note: '重画'});
        }""",
        uid,
    )
    row = part(page, "units").locator("tr", has_text="甲镇")
    parts = ("1 个节点", "2 处表单", "3 个台账问题")
    for words in parts:
        expect(row).to_contain_text(words)
    row.get_by_role("button", name="移除“甲镇”").click()
    for words in parts:
        expect(dialog(page)).to_contain_text(words)
    expect(dialog(page)).not_to_contain_text("还没有记录")
    page.keyboard.press("Escape")
    part(page, "backup").get_by_role("button", name="离开并清除").click()
    for words in parts:
        expect(dialog(page).get_by_role("listitem")).to_contain_text(words)


def test_a_unit_goes_once_its_name_is_typed_and_can_come_back(page: Page, site_url: str) -> None:
    uid = make_unit(open_workbench(page, site_url))
    enter(page, uid, ITEM, state="done")
    make_unit(page, "乙局")
    part(page, "units").get_by_role("button", name="移除“甲镇”").click()
    expect(dialog(page).get_by_role("heading", name="移除“甲镇”？")).to_be_visible()
    expect(dialog(page)).to_contain_text("1 个条目的记录会一起移除")
    yes = dialog(page).get_by_role("button", name="移除", exact=True)
    field = dialog(page).get_by_label("请输入“甲镇”确认")
    expect(field).to_be_focused()
    field.fill("乙局")
    expect(yes).to_be_disabled()
    field.fill("甲镇")
    yes.click()
    expect(dialog(page)).to_have_count(0)
    assert unit_names(page) == ["乙局"]
    said(page, "“甲镇”已移除")
    row = part(page, "restore").locator("tr", has_text="甲镇").first
    expect(row).to_contain_text("移除单位之前")
    expect(row).to_contain_text("1 个条目有记录")
    row.get_by_role("button").click()
    dialog(page).get_by_role("button", name="恢复", exact=True).click()
    expect(part(page, "units").locator("tr", has_text="甲镇")).to_be_visible()
    assert ticks(page, uid)[ITEM]["state"] == "done"


# ---- Restore points


@EVERYWHERE
def test_a_restore_point_brings_back_and_is_taken_back(page: Page, site_url: str) -> None:
    uid = make_unit(open_workbench(page, site_url))
    enter(page, uid, ITEM, note="第一稿", person="张三")
    press(page, "现在留一个恢复点", "restore")
    point = part(page, "restore").locator("tr", has_text="手工留存")
    expect(point).to_contain_text("1 个条目有记录")
    enter(page, uid, ITEM, note="第二稿")
    enter(page, uid, OTHER, state="done")
    point.get_by_role("button").click()
    expect(dialog(page)).to_contain_text("把“甲镇”恢复到11月25日 09:00")
    page.keyboard.press("Escape")
    expect(point.get_by_role("button")).to_be_focused()
    assert ticks(page, uid)[ITEM]["note"] == "第二稿"

    point.get_by_role("button").click()
    dialog(page).get_by_role("button", name="恢复", exact=True).click()
    expect(part(page, "restore").locator("tr", has_text="恢复之前")).to_be_visible()
    assert ticks(page, uid)[ITEM]["note"] == "第一稿"
    assert OTHER not in ticks(page, uid)
    press(page, "撤销最后一步", "recent")
    expect(part(page, "progress").locator("tr", has_text="Q09")).to_contain_text("已办 1/")
    assert ticks(page, uid)[ITEM]["note"] == "第二稿"


# ---- Several tabs


@EVERYWHERE
def test_what_another_tab_changes_shows_at_once(context: BrowserContext, site_url: str) -> None:
    page = open_workbench(context.new_page(), site_url)
    uid = make_unit(page)
    enter(page, uid, ITEM, due="2026-11-20")
    expect(part(page, "due").get_by_role("table")).to_have_count(1)
    rest = part(page, "progress").locator("details")
    if rest.get_attribute("open") is None:
        rest.locator("summary").click()
    rest.get_by_role("link", name="Q05").focus()
    other = context.new_page()
    other.clock.set_fixed_time(TODAY)
    other.goto(f"{site_url}lists/q03.html")
    other.locator(f"[data-item-id={ITEM}]").get_by_role("checkbox").check()
    expect(part(page, "due").get_by_role("table")).to_have_count(0)
    expect(part(page, "progress").locator("tr", has_text="Q03")).to_contain_text("已办 1/")
    expect(part(page, "recent").get_by_role("listitem").first).to_contain_text("未办 → 已办")
    # Drawn again, but not from under the reader.
    expect(rest).to_have_attribute("open", "")
    expect(rest.get_by_role("link", name="Q05")).to_be_focused()
    # What the other tab did is not this tab's to undo.
    expect(part(page, "recent")).to_contain_text("将撤销：Q03-07")
    expect(part(page, "recent").locator(".qd-buttons")).to_contain_text("期限")


# ---- Safety and access


def test_text_is_shown_as_text(page: Page, site_url: str) -> None:
    uid = make_unit(open_workbench(page, site_url), SCRIPT[:100], feedback="2026-07-14", other=SCRIPT)
    enter(page, uid, ITEM, person=SCRIPT, note=SCRIPT, evidence=[SCRIPT], due="2026-11-20")
    enter(page, uid, f"X-{SCRIPT}", note=SCRIPT, due="2026-11-20")
    press(page, "现在留一个恢复点", "restore")
    expect(part(page, "restore").locator("tr", has_text="手工留存")).to_be_visible()
    for name in ("figures", "due", "recent", "units", "restore"):
        expect(part(page, name)).to_contain_text("<img src=x")
    part(page, "units").get_by_role("button", name="移除").click()
    expect(dialog(page)).to_contain_text("<img src=x")
    page.keyboard.press("Escape")
    press(page, "离开并清除")
    expect(dialog(page)).to_contain_text("<img src=x")
    assert page.evaluate("window.hacked === undefined")
    assert page.locator("article img, article script:not([type]), dialog img").count() == 0


def test_nothing_scrolls_sideways_on_a_phone(
    new_context: Callable[..., BrowserContext], site_url: str
) -> None:
    page = open_workbench(new_context(viewport=NARROW).new_page(), site_url)
    uid = make_unit(page, "很长" * 60 + "x" * 60)
    enter(page, uid, ITEM, person="y" * 150, note="z" * 500, due="2026-11-20")
    expect(part(page, "due").get_by_role("table")).to_be_visible()
    press(page, "现在留一个恢复点", "restore")
    expect(part(page, "restore").locator("tr", has_text="手工留存")).to_be_visible()
    assert page.evaluate("document.scrollingElement.scrollWidth") == NARROW["width"]
    press(page, "离开并清除")
    expect(page.locator("dialog[open]")).to_be_visible()  # it comes with scripts of its own
    assert page.evaluate("document.querySelector('dialog[open]').scrollWidth") <= NARROW["width"]


@HTTP
@pytest.mark.parametrize("viewport", [{"width": 1280, "height": 900}, NARROW])
@pytest.mark.parametrize("filled", [False, True])
def test_accessible(
    new_context: Callable[..., BrowserContext],
    site_url: str,
    axe: Callable[..., list[str]],
    viewport: dict[str, int],
    filled: bool,
) -> None:
    page = open_workbench(new_context(viewport=viewport).new_page(), site_url)
    if filled:
        uid = make_unit(page)
        enter(page, uid, ITEM, due="2026-11-20", state="doing")
        enter(page, uid, SECOND, due="2026-11-26")
        enter(page, uid, OTHER, state="done")
        make_unit(page, "演练一班", practice=True)
        part(page, "units").get_by_role("button", name="切换到“甲镇”").click()
        press(page, "现在留一个恢复点", "restore")
        press(page, "撤销最后一步", "recent")
        expect(part(page, "recent")).to_contain_text("（已撤销）")
        page.evaluate("document.querySelectorAll('.qd-toast').forEach(one => one.remove())")
    assert axe_in_both_schemes(page, axe) == {"default": [], "slate": []}


@HTTP
def test_without_scripts_it_leads_to_the_lists(
    new_context: Callable[..., BrowserContext], site_url: str
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(f"{site_url}workbench.html")
    expect(page.locator(".qd-workbench")).to_be_hidden()
    page.locator("article noscript a, article p a").get_by_text("清单", exact=True).click()
    page.wait_for_url("**/lists/index.html")
