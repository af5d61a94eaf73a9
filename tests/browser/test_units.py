"""单位档案: several sets of ticks in one browser, the bar that shows which one, and days of rehearsal."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.list_page import (
    LIST,
    box,
    choose_state,
    item,
    open_list,
    open_panel,
    panel,
    progress,
    record,
    reload,
    said,
    saved,
    undo,
)
from tests.browser.work_page import CLEAN, axe_in_both_schemes, open_workbench

FIRST, SECOND = "Q03-01", "Q03-02"
OTHER_LIST = "lists/q04.html"

everywhere = pytest.mark.parametrize("site_url", ["http", "http_name", "file"], indirect=True)
once = pytest.mark.parametrize("site_url", ["file"], indirect=True)


def bar(page: Page) -> Locator:
    return page.get_by_role("region", name="单位档案")


def choice(page: Page) -> Locator:
    return bar(page).get_by_label("单位", exact=True)


def names(page: Page) -> list[str]:
    return choice(page).locator("option").all_text_contents()


def current(page: Page, name: str) -> None:
    expect(choice(page).locator("option:checked")).to_have_text(name)


def make_unit(page: Page, name: str, *, feedback: str = "", practice: bool = False) -> None:
    bar(page).get_by_role("button", name="新建").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("单位名称").fill(name)
    if feedback:
        dialog.get_by_label("巡察反馈日期").fill(feedback)
    if practice:
        dialog.get_by_label("演练用").check()
    dialog.get_by_role("button", name="新建", exact=True).click()
    expect(dialog).to_be_hidden()
    current(page, name)


@everywhere
def test_the_first_tick_makes_a_unit_and_the_bar_explains_it(page: Page, site_url: str) -> None:
    open_list(page, site_url)
    expect(bar(page)).to_contain_text("第一次勾选、填写或导入时会自动建一个“我的单位”")
    expect(choice(page)).to_be_disabled()
    expect(bar(page).get_by_role("button", name="改名与资料")).to_be_hidden()
    box(page, FIRST).click()
    saved(page)
    current(page, "我的单位")
    expect(bar(page)).to_contain_text("勾选和填写都存在“我的单位”名下")
    expect(bar(page)).to_contain_text(
        "数据只存在这台电脑的浏览器里，不向任何地方发送。不要填写涉密内容和问题线索。"
    )
    expect(box(page, FIRST)).to_be_checked()


@everywhere
def test_two_tabs_that_begin_together_make_one_unit(context: BrowserContext, site_url: str) -> None:
    one, other = context.new_page(), context.new_page()
    open_list(one, site_url)
    open_list(other, site_url)
    one.evaluate(f"document.querySelector('#{FIRST} input').click()")
    other.evaluate(f"document.querySelector('#{SECOND} input').click()")
    for page in (one, other):
        progress(page, "已办 2，不适用 0，共 16")
        assert names(page) == ["我的单位"]


@everywhere
def test_units_are_kept_apart_and_switched_in_every_tab(context: BrowserContext, site_url: str) -> None:
    one = context.new_page()
    open_list(one, site_url)
    make_unit(one, "甲镇", feedback="2026-07-01")
    said(one, "已新建“甲镇”")
    box(one, FIRST).click()
    choose_state(one, SECOND, "不适用")
    saved(one)
    make_unit(one, "乙局")
    progress(one, "已办 0，不适用 0，共 16")
    expect(record(one, FIRST)).to_be_hidden()
    other = context.new_page()
    open_list(other, site_url, OTHER_LIST)
    current(other, "乙局")  # a new tab goes on with the unit chosen last
    box(other, "Q04-01").click()
    saved(other)
    choice(one).select_option("甲镇")
    progress(one, "已办 1，不适用 1（不计入），共 16")
    said(one, "已换到“甲镇”")
    current(other, "甲镇")
    progress(other, "已办 0，不适用 0，共 10")
    reload(one)
    current(one, "甲镇")
    progress(one, "已办 1，不适用 1（不计入），共 16")
    choice(other).select_option("乙局")
    current(one, "乙局")
    progress(other, "已办 1，不适用 0，共 10")


@everywhere
def test_a_unit_is_renamed_and_keeps_its_dates(page: Page, site_url: str) -> None:
    open_list(page, site_url)
    box(page, FIRST).click()
    saved(page)
    bar(page).get_by_role("button", name="改名与资料").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("单位名称")).to_have_value("我的单位")
    expect(dialog.get_by_label("单位名称")).to_be_focused()
    expect(dialog).to_contain_text("已有 1 个条目的记录。")
    dialog.get_by_label("单位名称").fill("  <b>甲镇</b> ")
    dialog.get_by_label("巡察反馈日期").fill("2026-07-01")
    dialog.get_by_label("集中整改起始日").fill("2026-07-21")
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(bar(page).get_by_role("button", name="改名与资料")).to_be_focused()
    current(page, "<b>甲镇</b>")
    expect(bar(page)).to_contain_text("巡察反馈：2026年7月1日；集中整改起始：2026年7月21日。")
    saved(page)
    reload(page)
    bar(page).get_by_role("button", name="改名与资料").click()
    expect(dialog.get_by_label("巡察反馈日期")).to_have_value("2026-07-01")
    expect(dialog.get_by_label("集中整改起始日")).to_have_value("2026-07-21")
    page.keyboard.press("Escape")
    open_workbench(page, site_url)  # a list's own page takes back changes of that list only
    page.get_by_role("button", name="撤销最后一步").click()
    current(page, "我的单位")


@everywhere
def test_a_due_day_follows_from_the_units_dates(page: Page, site_url: str) -> None:
    due_item, path = "Q15-10", "lists/q15.html"
    by = item(page, due_item).locator(".qd-item__by")
    open_list(page, site_url, path)
    make_unit(page, "甲镇")
    expect(item(page, due_item)).not_to_contain_text("之前（")
    bar(page).get_by_role("button", name="改名与资料").click()
    page.get_by_role("dialog").get_by_label("集中整改起始日").fill("2026-08-31")
    page.keyboard.press("Enter")
    # August has 31 days, October too; the day itself is not late yet.
    expect(by).to_have_text("2026年10月31日之前（集中整改起始日加2个月，本工具约定） 逾期")
    open_list(page, site_url, f"{path}?overdue=1")
    expect(item(page, due_item)).to_be_visible()
    expect(page.locator("[data-item-id]:visible")).to_have_count(1)
    open_workbench(page, site_url)
    expect(page.locator("[data-part=due]")).to_contain_text("2026年10月31日，逾期 25 天")
    open_list(page, site_url, path)
    open_panel(page, due_item).get_by_label("期限").fill(
        "2026-12-01"
    )  # what the unit says itself counts more
    expect(by).to_be_empty()
    open_list(page, site_url, f"{path}?overdue=1")
    expect(item(page, due_item)).to_be_hidden()
    open_list(page, site_url, path, today="2026-10-31T09:00:00")
    panel_of_it = open_panel(page, due_item)
    panel_of_it.get_by_label("期限").fill("")
    expect(by).to_have_text("2026年10月31日之前（集中整改起始日加2个月，本工具约定）")


@once
def test_a_name_is_needed_and_belongs_to_one_unit(page: Page, site_url: str) -> None:
    open_list(page, site_url)
    make_unit(page, "甲镇")
    bar(page).get_by_role("button", name="新建").click()
    dialog = page.get_by_role("dialog")
    for name, problem in ((" ", "请填写单位名称"), ("甲镇", "已经有一个“甲镇”")):
        dialog.get_by_label("单位名称").fill(name)
        dialog.get_by_role("button", name="新建", exact=True).click()
        expect(dialog.get_by_role("alert")).to_contain_text(problem)
        expect(dialog.get_by_label("单位名称")).to_be_focused()
    page.keyboard.press("Escape")
    assert names(page) == ["甲镇"]


@everywhere
def test_what_was_being_typed_goes_to_its_own_unit(context: BrowserContext, site_url: str) -> None:
    page = context.new_page()
    open_list(page, site_url)
    make_unit(page, "甲镇")
    make_unit(page, "乙局")
    other = context.new_page()
    open_list(other, site_url)
    page.bring_to_front()  # a tab behind another draws once a second only
    form = open_panel(page, FIRST)
    page.evaluate(f"""() => {{
      const field = document.querySelector("#panel-{FIRST} textarea");
      field.value = "乙局的事";
      field.dispatchEvent(new Event("input", {{ bubbles: true }}));
    }}""")
    choice(other).select_option("甲镇")  # within the rest that typing is given
    current(page, "甲镇")
    expect(form.get_by_label("记事")).to_have_value("")
    expect(record(page, FIRST)).to_be_hidden()
    choice(page).select_option("乙局")
    expect(form.get_by_label("记事")).to_have_value("乙局的事")


@once
def test_only_a_unit_for_practice_has_a_day_of_its_own(page: Page, site_url: str) -> None:
    open_list(page, site_url)
    make_unit(page, "甲镇")
    expect(page.get_by_label("演练日期")).to_be_hidden()
    open_panel(page, FIRST).get_by_label("期限").fill("2026-12-31")
    saved(page)
    make_unit(page, "演练一组", practice=True)
    open_panel(page, SECOND).get_by_label("期限").fill("2026-12-31")
    expect(record(page, SECOND)).not_to_contain_text("逾期")
    page.get_by_label("演练日期").fill("2027-01-10")
    expect(record(page, SECOND)).to_contain_text("逾期")
    expect(bar(page)).to_contain_text("本页把今天当作2027年1月10日")
    saved(page)
    reload(page)
    expect(record(page, SECOND)).to_contain_text("逾期")
    box(page, FIRST).click()
    expect(item(page, FIRST)).to_contain_text("办结日期：2027年1月10日")
    # What is entered for another unit meanwhile, and when it was, has the true day.
    stored = page.evaluate(
        """async ([first, second]) => {
      const {store, exchange, session} = Qingdan.lib, units = await store.units();
      const [own, other] = [session.unit(), units.find(({name}) => name === '甲镇')];
      await store.patchTick(other.uid, second, {state: 'done'});
      await store.patchTick(own.uid, second, {state: 'done'});
      const [a, b] = await Promise.all([other, own].map(({uid}) => store.ticks(uid)));
      const [changes] = await Promise.all([store.recentChanges(other.uid, 1)]);
      return [a.get(second).doneOn, b.get(second).doneOn, b.get(first).doneOn, changes[0].at.slice(0, 10),
        units.map(({created}) => created.slice(0, 10))];
    }""",
        [FIRST, SECOND],
    )
    assert stored == ["2026-11-25", "2027-01-10", "2027-01-10", "2026-11-25", ["2026-11-25"] * 2]
    choice(page).select_option("甲镇")
    expect(page.get_by_label("演练日期")).to_be_hidden()
    expect(record(page, FIRST)).not_to_contain_text("逾期")
    assert page.evaluate("Qingdan.lib.dates.today()") == "2026-11-25"


@once
def test_ids_from_elsewhere_are_counted_and_kept(page: Page, site_url: str) -> None:
    open_list(page, site_url)
    box(page, FIRST).click()
    saved(page)
    page.evaluate("""async () => {
      const { store, session } = Qingdan.lib, { uid } = session.unit();
      for (const id of ["Q03-97", "X1", "Q98-01"]) await store.patchTick(uid, id, { state: "done" });
    }""")
    bar(page).get_by_role("button", name="改名与资料").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("已有 4 个条目的记录。其中 3 个的编号本站不认识（Q03-97、Q98-01、X1）")
    expect(dialog).to_contain_text("照样保留")


@everywhere
def test_removing_a_unit_elsewhere_is_followed_and_can_be_taken_back(
    context: BrowserContext, site_url: str
) -> None:
    page = context.new_page()
    open_list(page, site_url)
    make_unit(page, "甲镇")
    make_unit(page, "乙局")
    box(page, FIRST).click()
    saved(page)
    other = context.new_page()
    open_list(other, site_url)
    page.bring_to_front()
    page.evaluate("Qingdan.lib.store.removeUnit(Qingdan.lib.session.unit().uid)")
    for tab in (page, other):
        current(tab, "甲镇")
        assert names(tab) == ["甲镇"]
        progress(tab, "已办 0，不适用 0，共 16")
    undo(page)
    for tab in (page, other):
        current(tab, "乙局")
        expect(box(tab, FIRST)).to_be_checked()


@everywhere
def test_files_can_be_saved_from_the_bar(page: Page, site_url: str) -> None:
    open_list(page, site_url)
    box(page, FIRST).click()
    saved(page)
    with page.expect_download() as saving:
        bar(page).get_by_role("button", name="保存到文件").click()
    assert "我的单位" in saving.value.suggested_filename
    bar(page).get_by_role("button", name="接着做").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    bar(page).get_by_role("button", name="离开并清除").click()
    expect(page.get_by_role("dialog")).to_contain_text("离开并清除")


@once
def test_the_bar_stands_where_people_enter_something(page: Page, site_url: str) -> None:
    for path in (LIST, "workbench.html"):
        page.goto(site_url + path)
        expect(bar(page)).to_be_visible()


@once
def test_accessible(
    new_context: Callable[..., BrowserContext], site_url: str, axe: Callable[..., list[str]]
) -> None:
    page = new_context(viewport={"width": 360, "height": 740}).new_page()
    open_list(page, site_url)
    make_unit(page, "演练一组", practice=True)
    page.get_by_label("演练日期").fill("2027-01-10")
    expect(bar(page)).to_contain_text("把今天当作")
    found = {"栏": axe_in_both_schemes(page, axe, ".qd-unit")}
    bar(page).get_by_role("button", name="改名与资料").click()
    expect(page.get_by_role("dialog")).to_contain_text("已有")
    found["对话框"] = axe_in_both_schemes(page, axe, "dialog[open]")
    assert found == dict.fromkeys(("栏", "对话框"), CLEAN)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 360
    expect(panel(page, FIRST)).to_be_hidden()
