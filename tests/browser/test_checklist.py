"""A list as people work with it: ticks, states, notes, progress, filter, links, paper; nothing is lost."""

import re
from collections.abc import Callable
from urllib.parse import unquote

import pytest
from playwright.sync_api import BrowserContext, Page, ViewportSize, expect

from tests.browser.list_page import (
    LIST,
    TODAY,
    box,
    choose_state,
    filtered,
    item,
    items_shown,
    open_list,
    open_panel,
    panel,
    progress,
    record,
    reload,
    said,
    saved,
    shows,
    state_button,
    undo,
)
from tests.browser.paper import printed, squeeze
from tests.browser.work_page import CLEAN, axe_in_both_schemes

FIRST, SECOND, THIRD, LATER = "Q03-01", "Q03-02", "Q03-03", "Q03-12"
NARROW: ViewportSize = {"width": 360, "height": 740}

# What keeps data also has to hold at a plain name of the intranet, which is no secure context.
everywhere = pytest.mark.parametrize("site_url", ["http", "http_name", "file"], indirect=True)
once = pytest.mark.parametrize("site_url", ["file"], indirect=True)

# From `window.held = []` on, no write comes to its end until it is called from there.
HOLD = """
  const setter = Object.getOwnPropertyDescriptor(IDBTransaction.prototype, "oncomplete").set;
  Object.defineProperty(IDBTransaction.prototype, "oncomplete", { set(listener) {
    setter.call(this, (event) => {
      if (window.held && this.mode === "readwrite") window.held.push(() => listener(event));
      else listener(event);
    });
  } });
"""


# ---- Ticks and states


@everywhere
def test_ticks_states_and_everything_entered_are_kept(page: Page, site_url: str) -> None:
    open_list(page, site_url)
    box(page, FIRST).click()
    expect(box(page, FIRST)).to_be_checked()
    expect(state_button(page, FIRST)).to_have_text("已办")
    form = open_panel(page, LATER)
    form.get_by_label("责任人").fill("张三")
    form.get_by_label("期限").fill("2026-12-01")
    form.get_by_label("记事").fill("第一行\n<b>第二行</b>")
    form.get_by_label("佐证").fill("会议纪要")
    hint = form.locator(".qd-entry__hints button").first
    material = hint.inner_text().removeprefix("＋ ")
    hint.click()
    expect(hint).to_be_hidden()  # it is named
    saved(page)
    reload(page)
    expect(box(page, FIRST)).to_be_checked()
    progress(page, "已办 1，不适用 0，共 16")
    form = open_panel(page, LATER)
    expect(form.get_by_label("责任人")).to_have_value("张三")
    expect(form.get_by_label("期限")).to_have_value("2026-12-01")
    expect(form.get_by_label("记事")).to_have_value("第一行\n<b>第二行</b>")
    expect(form.get_by_label("佐证")).to_have_value(f"会议纪要\n{material}")
    for words in ("责任人：张三", "期限：2026年12月1日", f"佐证：会议纪要、{material}", "<b>第二行</b>"):
        expect(record(page, LATER)).to_contain_text(words)
    expect(state_button(page, LATER)).to_have_text("未办")

    box(page, FIRST).click()  # the next click takes it back
    expect(state_button(page, FIRST)).to_have_text("未办")
    for item_id, state in ((FIRST, "在办"), (SECOND, "不适用"), (THIRD, "已办")):
        choose_state(page, item_id, state)
        expect(state_button(page, item_id)).to_have_text(state)
    saved(page)
    reload(page)
    for item_id, state, ticked in ((FIRST, "在办", False), (SECOND, "不适用", False), (THIRD, "已办", True)):
        expect(state_button(page, item_id)).to_have_text(state)
        expect(box(page, item_id)).to_be_checked(checked=ticked)
        expect(open_panel(page, item_id).get_by_role("radio", name=state)).to_be_checked()
    box(page, FIRST).click()  # whatever it was: a plain tick is 已办
    expect(state_button(page, FIRST)).to_have_text("已办")
    expect(panel(page, FIRST).get_by_role("radio", name="已办")).to_be_checked()
    box(page, FIRST).click()
    saved(page)
    reload(page)
    expect(box(page, FIRST)).not_to_be_checked()
    expect(state_button(page, FIRST)).to_have_text("未办")


@once
def test_space_and_a_click_on_the_words_tick_but_selecting_them_does_not(page: Page, site_url: str) -> None:
    open_list(page, site_url)
    box(page, FIRST).focus()
    page.keyboard.press("Space")
    expect(box(page, FIRST)).to_be_checked()
    item(page, SECOND).locator(".qd-item__text").click()
    expect(box(page, SECOND)).to_be_checked()
    words = item(page, THIRD).locator(".qd-item__text").bounding_box()
    assert words
    page.mouse.move(words["x"] + 4, words["y"] + 12)
    page.mouse.down()
    page.mouse.move(words["x"] + 120, words["y"] + 12, steps=5)
    page.mouse.up()
    assert len(page.evaluate("getSelection().toString()")) > 3
    expect(box(page, THIRD)).not_to_be_checked()


@once
def test_progress_leaves_out_what_does_not_apply_and_is_read_out(page: Page, site_url: str) -> None:
    open_list(page, site_url)
    whole = page.get_by_role("progressbar", name="本清单进度")
    part = page.get_by_role("progressbar", name="写全、写实进度")
    box(page, FIRST).click()
    said(page, f"{FIRST} 已办。本清单已办 1，不适用 0，共 16")
    choose_state(page, SECOND, "不适用")
    said(page, f"{SECOND} 不适用")
    progress(page, "已办 1，不适用 1（不计入），共 16")
    assert whole.evaluate("(bar) => [bar.value, bar.max]") == [1, 15]
    assert part.evaluate("(bar) => [bar.value, bar.max]") == [1, 5]
    expect(page.locator("[data-progress-words='1']")).to_have_text("已办 1，不适用 1，共 6")
    expect(page.locator("[data-progress-words='2']")).to_have_text("已办 0，共 6")
    undo(page, f"{SECOND} 不适用")
    said(page, f"已撤销：{SECOND} 不适用")
    expect(state_button(page, FIRST)).to_have_accessible_name(re.compile("^已办"))


# ---- The panel


@once
def test_the_day_of_completion_comes_by_itself(page: Page, site_url: str) -> None:
    open_list(page, site_url)
    form = open_panel(page, FIRST)
    done = form.get_by_label("办结日期")
    box(page, FIRST).click()
    expect(done).to_have_value("2026-11-25")
    done.fill("2026-11-20")
    saved(page)
    reload(page)
    expect(item(page, FIRST)).to_contain_text("办结日期：2026年11月20日")
    box(page, FIRST).click()
    expect(item(page, FIRST)).not_to_contain_text("办结日期")


@pytest.mark.parametrize("narrow", [False, True], ids=["1280", "360"])
@once
def test_ticking_moves_nothing(
    new_context: Callable[..., BrowserContext], site_url: str, narrow: bool
) -> None:
    """Who ticks one item after the other finds the next one where it was."""
    page = new_context(**({"viewport": NARROW} if narrow else {})).new_page()
    open_list(page, site_url)
    box(page, FIRST).click()
    saved(page)
    places = (
        "[...document.querySelectorAll('.qd-item')].map((one) => one.getBoundingClientRect().top + scrollY)"
    )
    before = page.evaluate(places)
    for item_id in (SECOND, THIRD):
        box(page, item_id).click()
    progress(page, "已办 3，不适用 0，共 16")
    saved(page)
    assert page.evaluate(places) == before


@once
def test_half_a_date_is_not_saved_and_not_taken_away(page: Page, site_url: str) -> None:
    open_list(page, site_url)
    due = open_panel(page, FIRST).get_by_label("期限")
    due.fill("2026-12-01")
    saved(page)
    due.focus()
    page.keyboard.press("Delete")
    box(page, SECOND).click()  # what another item does redraws nothing here
    expect(box(page, SECOND)).to_be_checked()
    saved(page)
    expect(page.locator("[data-save-problem]")).to_be_hidden()
    assert due.evaluate("(field) => field.validity.badInput")
    reload(page)
    expect(record(page, FIRST)).to_contain_text("2026年12月1日")


@once
def test_panels_open_by_key_and_esc_gives_the_focus_back(page: Page, site_url: str) -> None:
    open_list(page, site_url)
    expect(page.locator(".qd-entry")).to_have_count(0)  # none is made before somebody asks for it
    button = state_button(page, FIRST)
    expect(button).to_have_attribute("aria-expanded", "false")
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(panel(page, FIRST).get_by_role("radio", name="未办")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.insert_text("李四")
    page.keyboard.press("Escape")
    expect(panel(page, FIRST)).to_be_hidden()
    expect(button).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "false")
    expect(record(page, FIRST)).to_have_text("责任人：李四")


@once
def test_all_panels_open_and_close(page: Page, site_url: str) -> None:
    open_list(page, site_url)
    page.get_by_role("button", name="展开全部").click()
    expect(page.locator(".qd-entry")).to_have_count(16)
    said(page, "已展开 16 条")
    page.get_by_role("button", name="收起全部").click()
    expect(page.locator(".qd-entry")).to_have_count(0)


@everywhere
def test_the_link_of_an_item_is_copied(page: Page, site_url: str) -> None:
    open_list(page, site_url, f"{LIST}?state=todo")
    form = open_panel(page, SECOND)
    form.get_by_role("button", name="复制本条链接").click()
    said(page, "已复制")
    form.get_by_label("记事").focus()
    page.keyboard.press("Control+V")
    expect(form.get_by_label("记事")).to_have_value(f"{site_url}{LIST}#{SECOND}")


# ---- Saving


@once
def test_saved_is_said_after_the_transaction_only(page: Page, site_url: str) -> None:
    page.add_init_script(HOLD)
    open_list(page, site_url)
    box(page, FIRST).click()
    saved(page)
    note = open_panel(page, FIRST).get_by_label("记事")
    words = note.evaluate("""(field) => {
      field.value = "刚打的字";
      field.dispatchEvent(new Event("input", { bubbles: true }));
      return document.querySelector("[data-save-words]").textContent;
    }""")
    assert words == "正在保存…"  # typing is not saved before it is
    saved(page)
    page.evaluate("window.held = []")
    box(page, SECOND).click()
    expect(box(page, SECOND)).to_be_checked()  # seen at once
    page.wait_for_function("window.held.length === 1")
    expect(page.locator("[data-save-words]")).to_have_text("正在保存…")
    page.evaluate("window.held[0]()")
    saved(page)
    # A name is offered in the next field before it is on the disk.
    panel(page, FIRST).get_by_label("责任人").fill("张三")
    field = open_panel(page, SECOND).get_by_label("责任人")
    field.focus()
    assert field.evaluate("(field) => [...field.list.options].map((option) => option.value)") == ["张三"]


@everywhere
def test_what_was_entered_last_survives_leaving_at_once(page: Page, site_url: str) -> None:
    open_list(page, site_url)
    page.evaluate("""() => {
      document.querySelector("#Q03-01 input").click(); // the very first one: there is no unit yet
      location.href = "../index.html";
    }""")
    page.wait_for_url("**/index.html")
    open_list(page, site_url)
    expect(box(page, FIRST)).to_be_checked()
    note = open_panel(page, SECOND).get_by_label("记事")
    note.evaluate("""(field) => {
      field.value = "离开前一刻";
      field.dispatchEvent(new Event("input", { bubbles: true }));
      document.querySelector("#Q03-03 input").click();
      location.href = "../index.html";
    }""")
    page.wait_for_url("**/index.html")
    open_list(page, site_url)
    expect(record(page, SECOND)).to_contain_text("离开前一刻")
    for item_id in (FIRST, THIRD):
        expect(box(page, item_id)).to_be_checked()
    left = "Object.keys(localStorage).filter((key) => /draft|early/.test(key))"
    page.wait_for_function(f"{left}.length === 0")
    reload(page)
    expect(box(page, FIRST)).to_be_checked()


@once
def test_a_browser_that_forbids_storage_is_told_loudly(page: Page, site_url: str) -> None:
    page.add_init_script(
        "IDBFactory.prototype.open = () => { throw new DOMException('no', 'SecurityError') }"
    )
    open_list(page, site_url)
    box(page, FIRST).click()
    expect(box(page, FIRST)).to_be_checked()
    expect(page.locator("[data-save-words]")).to_have_text("没有保存")
    expect(page.locator("[data-save-problem]")).to_contain_text("没有保存：这个浏览器不让本页保存数据")
    expect(page.locator("[data-save-problem]")).to_be_in_viewport()


@once
def test_what_is_refused_stays_in_its_field(page: Page, site_url: str) -> None:
    open_list(page, site_url)
    evidence = open_panel(page, FIRST).get_by_label("佐证")
    evidence.fill("长" * 501)
    expect(page.get_by_role("alert").filter(has_text="没有保存：Q03-01")).to_contain_text("最多 500 字")
    box(page, SECOND).click()
    expect(evidence).to_have_value("长" * 501)
    expect(page.locator("[data-save-words]")).to_have_text("没有保存")  # one success hides no failure
    evidence.fill("短")
    saved(page)


# ---- Two tabs


@everywhere
def test_two_tabs_show_the_same(context: BrowserContext, site_url: str) -> None:
    one = context.new_page()
    open_list(one, site_url)
    box(one, FIRST).click()
    saved(one)
    other = context.new_page()
    open_list(other, site_url)
    expect(box(other, FIRST)).to_be_checked()
    form = open_panel(other, SECOND)
    one.bring_to_front()  # a tab behind another draws once a second only
    open_panel(one, SECOND).get_by_label("记事").fill("从第一个标签页")
    expect(form.get_by_label("记事")).to_have_value("从第一个标签页")
    other.bring_to_front()
    form.get_by_label("责任人").fill("王五")
    expect(panel(one, SECOND).get_by_label("责任人")).to_have_value("王五")
    choose_state(other, THIRD, "不适用")
    progress(one, "已办 1，不适用 1（不计入），共 16")
    undo(other)
    progress(one, "已办 1，不适用 0，共 16")
    expect(panel(one, SECOND).get_by_label("记事")).to_have_value("从第一个标签页")


# ---- Taking back


@everywhere
def test_the_last_change_can_be_taken_back(page: Page, site_url: str) -> None:
    open_list(page, site_url)
    box(page, FIRST).click()
    choose_state(page, SECOND, "在办")
    panel(page, SECOND).get_by_label("记事").fill("写错了")
    saved(page)
    undo(page, f"{SECOND} 记事")
    expect(panel(page, SECOND).get_by_label("记事")).to_have_value("")
    undo(page, f"{SECOND} 在办")
    expect(state_button(page, SECOND)).to_have_text("未办")
    saved(page)
    reload(page)  # the tab remembers
    expect(box(page, FIRST)).to_be_checked()
    undo(page, f"{FIRST} 已办")
    expect(box(page, FIRST)).not_to_be_checked()
    button = page.get_by_role("button", name="撤销", exact=True)
    expect(button).to_have_attribute("aria-disabled", "true")
    expect(button).to_be_focused()


@everywhere
def test_what_is_taken_back_is_a_change_of_this_list(page: Page, site_url: str) -> None:
    open_list(page, site_url)
    box(page, FIRST).click()
    saved(page)
    open_list(page, site_url, "lists/q04.html")
    expect(page.get_by_role("button", name="撤销")).to_be_hidden()
    box(page, "Q04-01").click()
    saved(page)
    page.evaluate("Qingdan.lib.store.updateUnit(Qingdan.lib.session.unit().uid, {name: '甲镇'})")
    open_list(page, site_url)
    undo(page, f"{FIRST} 已办")
    expect(box(page, FIRST)).not_to_be_checked()
    expect(page.get_by_label("单位", exact=True)).to_contain_text("甲镇")
    open_list(page, site_url, "lists/q04.html")
    undo(page, "Q04-01 已办")
    expect(box(page, "Q04-01")).not_to_be_checked()


@once
def test_control_z_belongs_to_the_text_field(page: Page, site_url: str) -> None:
    open_list(page, site_url)
    box(page, FIRST).click()
    note = open_panel(page, SECOND).get_by_label("记事")
    note.focus()
    page.keyboard.insert_text("甲")
    page.keyboard.press("Control+z")
    expect(note).to_have_value("")
    expect(box(page, FIRST)).to_be_checked()


@everywhere
def test_clearing_asks_and_can_be_taken_back(page: Page, site_url: str) -> None:
    open_list(page, site_url, "lists/q04.html")
    box(page, "Q04-01").click()
    saved(page)
    open_list(page, site_url)
    for item_id in (FIRST, SECOND):
        box(page, item_id).click()
    saved(page)
    page.get_by_role("button", name="清空本清单").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("清空“我的单位”的这份清单？")
    expect(dialog).to_contain_text("2 个条目")
    page.keyboard.press("Escape")
    progress(page, "已办 2，不适用 0，共 16")
    page.get_by_role("button", name="清空本清单").click()
    dialog.get_by_role("button", name="清空 2 条记录").click()
    progress(page, "已办 0，不适用 0，共 16")
    expect(page.get_by_role("button", name="清空本清单")).to_be_focused()
    points = page.evaluate("Qingdan.lib.store.snapshots().then((all) => all.map((one) => one.reason))")
    assert "clear" in points
    undo(page)
    progress(page, "已办 2，不适用 0，共 16")
    reload(page)
    expect(box(page, SECOND)).to_be_checked()
    open_list(page, site_url, "lists/q04.html")
    expect(box(page, "Q04-01")).to_be_checked()


# ---- Filter


def enter_examples(page: Page) -> None:
    """已办, 在办 and late, 不适用 and late (which is not overdue), a note."""
    box(page, FIRST).click()
    choose_state(page, SECOND, "在办")
    panel(page, SECOND).get_by_label("期限").fill("2026-11-24")
    choose_state(page, THIRD, "不适用")
    panel(page, THIRD).get_by_label("期限").fill("2026-11-24")
    open_panel(page, LATER).get_by_label("记事").fill("找ＡＢＣ公司")
    saved(page)
    page.get_by_role("button", name="收起全部").click()


@once
def test_the_filter(page: Page, site_url: str) -> None:
    open_list(page, site_url)
    enter_examples(page)
    everything = items_shown(page)
    page.get_by_role("button", name="筛选", exact=True).click()
    form = page.get_by_role("search", name="筛选条目")
    state = form.get_by_label("状态")
    expect(state).to_be_focused()
    assert [text.strip() for text in state.locator("option").all_text_contents()] == [
        "全部", "未办（13）", "在办（1）", "已办（1）", "不适用（1）",
    ]  # fmt: skip
    state.select_option("done")
    filtered(page, "按筛选显示 1 条，共 16 条")
    shows(page, FIRST)
    expect(page.locator("section[data-section='2']")).to_be_hidden()
    state.select_option("")
    form.get_by_label("只看逾期（1）").check()
    shows(page, SECOND)
    form.get_by_label("只看逾期").uncheck()
    form.get_by_label("文字").fill("abc 找")
    shows(page, LATER)
    form.get_by_label("文字").fill("没有这样的字")
    filtered(page, "没有符合筛选的条目")
    said(page, "没有符合筛选的条目")
    page.get_by_role("button", name="显示全部").click()
    shows(page, *everything)
    expect(page.get_by_role("button", name="筛选", exact=True)).to_be_focused()
    form.get_by_label("要求").select_option("convention")
    form.get_by_label("谁办").select_option("lead-unit")
    wanted = page.locator("[data-level=convention][data-owner=lead-unit]")
    shows(page, *wanted.evaluate_all("(items) => items.map((item) => item.id)"))


@everywhere
def test_the_filter_stands_in_the_url(page: Page, site_url: str) -> None:
    open_list(page, site_url, f"{LIST}?q=x")
    enter_examples(page)
    page.get_by_role("button", name="筛选", exact=True).click()
    form = page.get_by_role("search", name="筛选条目")
    form.get_by_label("状态").select_option("doing")
    form.get_by_label("文字").fill("措施")
    page.wait_for_url("**text=*")
    assert unquote(page.url) == f"{site_url}{LIST}?q=x&state=doing&text=措施"
    reload(page)
    expect(form.get_by_label("状态")).to_have_value("doing")
    expect(form.get_by_label("文字")).to_have_value("措施")
    shows(page, SECOND)
    expect(record(page, SECOND)).to_contain_text("2026年11月24日")
    page.get_by_role("button", name="显示全部").click()
    assert page.url == f"{site_url}{LIST}?q=x"


@once
def test_older_browsers_forbid_that_on_files(page: Page, site_url: str) -> None:
    page.add_init_script("history.replaceState = () => { throw new DOMException('no', 'SecurityError') }")
    open_list(page, site_url)
    enter_examples(page)
    page.get_by_role("button", name="筛选", exact=True).click()
    page.get_by_role("search").get_by_label("状态").select_option("doing")
    filtered(page, "按筛选显示 1 条")
    assert page.url.endswith(f"{LIST}#?state=doing")
    reload(page)
    shows(page, SECOND)
    page.get_by_role("button", name="显示全部").click()
    reload(page)
    assert len(items_shown(page)) == 16


@once
def test_nothing_disappears_under_the_pointer(page: Page, site_url: str) -> None:
    open_list(page, site_url, f"{LIST}?state=todo")
    filtered(page, "按筛选显示 16 条")
    box(page, FIRST).click()
    saved(page)
    expect(item(page, FIRST)).to_be_visible()
    reload(page)
    assert FIRST not in items_shown(page)
    progress(page, "已办 1，不适用 0，共 16")  # hidden, not lost


# ---- Links to an item


# How far below the bar that stays in sight an item stands.
BELOW = """id => document.getElementById(id).getBoundingClientRect().top
  - document.querySelector(".qd-bar").getBoundingClientRect().bottom"""


def test_a_link_opens_its_item_below_the_bars(page: Page, site_url: str) -> None:
    open_list(page, site_url, f"{LIST}#{LATER}")
    expect(panel(page, LATER)).to_be_visible()
    assert -1 <= page.evaluate(BELOW, LATER) <= 60
    marked = "(item) => getComputedStyle(item).backgroundColor"
    assert item(page, LATER).evaluate(marked) != item(page, FIRST).evaluate(marked)
    item(page, FIRST).get_by_role("link", name=FIRST).click()
    expect(panel(page, FIRST)).to_be_visible()
    page.set_viewport_size(NARROW)  # where the bar has two lines once there is something to take back
    box(page, SECOND).click()
    saved(page)
    page.evaluate("id => { location.hash = id; }", THIRD)
    expect(panel(page, THIRD)).to_be_visible()
    page.wait_for_function(
        f"id => {{ const below = ({BELOW})(id); return below >= -1 && below <= 60; }}", arg=THIRD
    )


@once
def test_a_link_to_an_item_that_the_filter_hides(page: Page, site_url: str) -> None:
    open_list(page, site_url, f"{LIST}?state=done#{LATER}")
    expect(panel(page, LATER)).to_be_visible()
    shows(page, LATER)
    filtered(page, "按筛选显示 1 条")


# ---- Items that are no longer in the list


@once
def test_records_of_retired_items_are_kept_and_shown(page: Page, site_url: str) -> None:
    page.add_init_script("""document.addEventListener("DOMContentLoaded", () => {
      const place = document.querySelector("[data-retired] ul");
      if (place) place.innerHTML = '<li data-retired-id="Q03-90">Q03-90 以前的条目（2026-06-01 停用）</li>';
    })""")
    open_list(page, site_url)
    box(page, FIRST).click()
    saved(page)
    page.evaluate("""async () => {
      const { store, session } = Qingdan.lib, { uid } = session.unit();
      await store.patchTick(uid, "Q03-90", { state: "done", doneOn: "2026-05-01", note: "旧记录" });
      await store.patchTick(uid, "Q03-91", { state: "doing", person: "赵六" });
      await store.patchTick(uid, "Q99-01", { state: "done" });
    }""")
    reload(page)
    kept = page.locator("[data-retired]")
    expect(kept.locator("summary")).to_have_text("停用条目（保留了你的 2 条记录）")
    kept.locator("summary").click()
    expect(kept.locator("li").first).to_contain_text("以前的条目")
    expect(kept.locator("li").first).to_contain_text("旧记录")
    expect(kept).to_contain_text("Q03-91（本站没有这个编号")
    expect(kept).not_to_contain_text("Q99-01")
    progress(page, "已办 1，不适用 0，共 16")


# ---- Without scripts, with too little of a browser


def test_without_scripts_it_reads_and_prints(
    new_context: Callable[..., BrowserContext], site_url: str
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(site_url + LIST)
    expect(box(page, FIRST)).to_be_disabled()
    assert len(items_shown(page)) == 16
    expect(page.get_by_text("浏览器没有运行脚本")).to_be_visible()
    for control in (".qd-unit", ".qd-bar", ".qd-tools", ".qd-filter", ".qd-state", ".qd-section__progress"):
        for part in page.locator(control).all():
            expect(part).to_be_hidden()
    paper = "".join(sheet.squeezed for sheet in printed(page))
    for words in page.locator(".qd-item__text").all_text_contents():
        assert squeeze(words) in paper
    assert "没有运行脚本" not in paper


@once
def test_firefox_on_files_only_reads(new_context: Callable[..., BrowserContext], site_url: str) -> None:
    agent = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"
    page = new_context(user_agent=agent).new_page()
    page.goto(site_url + LIST)
    expect(page.get_by_text("只能阅读和打印")).to_be_visible()
    expect(box(page, FIRST)).to_be_disabled()
    expect(page.get_by_role("button", name="打印空白表")).to_be_visible()
    for name in ("新建", "保存到文件", "筛选", "清空本清单", "未办"):
        expect(page.get_by_role("button", name=name).first).to_be_hidden()


# ---- Paper


def print_by(page: Page, name: str) -> list[str]:
    """Press a print button; return the sheets' words, as Chromium prints them in that moment."""
    page.evaluate("window.print = () => document.body.dataset.printing = '1'")
    page.get_by_role("button", name=name).click()
    expect(page.locator("body")).to_have_attribute("data-printing", "1")
    page.evaluate("window.afterPrint = []; delete document.body.dataset.printing")
    sheets = [sheet.squeezed for sheet in printed(page)]
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.locator("body")).not_to_have_attribute("data-paper", re.compile("."))
    return sheets


@once
def test_the_state_is_printed_in_words_and_nothing_of_it_in_a_blank_form(page: Page, site_url: str) -> None:
    open_list(page, site_url)
    choose_state(page, FIRST, "在办")
    form = panel(page, FIRST)
    form.get_by_label("责任人").fill("张三")
    form.get_by_label("期限").fill("2026-11-01")
    form.get_by_label("记事").fill("很长的记事" * 30)
    box(page, SECOND).click()
    saved(page)
    paper = "".join(print_by(page, "打印当前状态"))
    head = ("单位：我的单位", "打印日期：2026年11月25日", "已办 1，不适用 0，共 16")
    for words in (*head, "责任人：张三", "期限：2026年11月1日", "逾期", "在办", "✓"):
        assert squeeze(words) in paper, words
    assert squeeze("很长的记事" * 30) in paper
    for words in ("复制本条链接", "保存到文件", "筛选", "撤销", "不向任何地方发送。不要填写"):
        assert words not in paper, words
    paper = "".join(print_by(page, "打印空白表"))
    assert squeeze("单位：我的单位") in paper
    for words in ("✓", "张三", "已办", "未办", "逾期", "很长的记事", "2026年11月25日办结"):
        assert words not in paper, words
    for words in page.locator(".qd-item__text").all_text_contents():
        assert squeeze(words) in paper
    expect(box(page, SECOND)).to_be_checked()


@once
def test_paper_says_what_the_filter_left_out(page: Page, site_url: str) -> None:
    open_list(page, site_url, f"{LIST}?level=convention")
    filtered(page, "按筛选显示")
    paper = "".join(print_by(page, "打印空白表"))
    assert squeeze("按筛选显示 1 条，共 16 条") in paper
    assert LATER not in paper


# ---- Accessible in every state


@pytest.mark.parametrize("narrow", [False, True], ids=["1280", "360"])
@once
def test_accessible_and_large_enough_in_every_state(
    new_context: Callable[..., BrowserContext],
    site_url: str,
    axe: Callable[..., list[str]],
    narrow: bool,
) -> None:
    page = new_context(**({"viewport": NARROW} if narrow else {})).new_page()
    open_list(page, site_url)
    enter_examples(page)
    page.get_by_role("button", name="筛选", exact=True).click()
    open_panel(page, SECOND)
    small = page.evaluate("""() => [...document.querySelectorAll(
      ".qd-list input, .qd-list select, .qd-list textarea, .qd-list .qd-tool, .qd-list .qd-state")]
      .filter((one) => one.getClientRects().length)
      .map((one) => (one.type === "radio" ? one.closest("label") : one)) // its words belong to it
      .map((one) => [one.outerHTML.slice(0, 80), one.getBoundingClientRect()])
      .filter(([, { width, height }]) => width < 24 || height < 24)""")
    assert small == []
    found = {"面板、筛选": axe_in_both_schemes(page, axe, ".qd-list")}
    assert page.evaluate("document.scrollingElement.scrollWidth") <= page.evaluate("innerWidth")
    page.get_by_role("button", name="清空本清单").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    found["对话框"] = axe_in_both_schemes(page, axe, "dialog[open]")
    page.keyboard.press("Escape")
    evidence = panel(page, SECOND).get_by_label("佐证")
    evidence.fill("长" * 501)
    expect(page.locator("[data-save-problem]")).to_be_visible()
    found["没有保存"] = axe_in_both_schemes(page, axe, ".qd-bar")
    assert found == dict.fromkeys(("面板、筛选", "对话框", "没有保存"), CLEAN)


@once
def test_on_a_phone_the_first_item_stands_on_the_first_screen(
    new_context: Callable[..., BrowserContext], site_url: str
) -> None:
    page = open_list(new_context(viewport=NARROW).new_page(), site_url)
    expect(item(page, FIRST).locator(".qd-item__text")).to_be_in_viewport(ratio=1)
    expect(page.get_by_text("大约多久")).to_be_hidden()
    page.get_by_text("关于这份清单").click()
    expect(page.get_by_text("大约多久")).to_be_visible()
    page.set_viewport_size({"width": 1280, "height": 740})
    expect(page.get_by_text("关于这份清单")).to_be_hidden()
    expect(open_list(page, site_url).get_by_text("大约多久")).to_be_visible()


@once
def test_today_is_the_clock_of_the_page(page: Page, site_url: str) -> None:
    open_list(page, site_url)
    open_panel(page, FIRST).get_by_label("期限").fill("2026-11-25")
    saved(page)
    expect(record(page, FIRST)).not_to_contain_text("逾期")
    page.clock.set_fixed_time(TODAY.replace("25", "26"))
    reload(page)
    expect(record(page, FIRST)).to_contain_text("逾期")
