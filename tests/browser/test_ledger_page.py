"""The ledger as people meet it: from a pasted table by the keyboard alone to 销号, filter, bulk, undo, two tabs."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.ledger_work import (
    ROWS,
    SCRIPT,
    cell,
    close,
    count,
    dialog,
    drawer,
    open_ledger,
    open_sample,
    paste,
    states,
    table,
    write,
)
from tests.browser.work_page import axe_in_both_schemes

HTTP = pytest.mark.parametrize("site_url", ["http"], indirect=True)
EVERYWHERE = pytest.mark.parametrize("site_url", ["http_name", "file"], indirect=True)
NARROW = {"width": 360, "height": 740}


def tab_to(page: Page, name: str) -> None:
    """Go on by Tab until the button of that name has the focus; first let the page draw what the last step changed."""
    expect(page.locator("button").filter(has_text=re.compile(rf"^\s*{name}\s*$")).last).to_be_enabled()
    for _ in range(80):
        page.keyboard.press("Tab")
        focused = page.evaluate("(document.activeElement.textContent || '').trim()")
        if focused == name:
            return
    pytest.fail(f"按 Tab 到不了“{name}”")


def fill_step(page: Page, fields: dict[str, str], step: str, button: str = "") -> None:
    """Fill in the form of a step by typing, and confirm it by Enter on its button."""
    expect(dialog(page).get_by_role("heading", level=2)).to_have_text(step)
    for name, text in fields.items():
        dialog(page).get_by_label(name).focus()
        page.keyboard.press("Control+A")
        page.keyboard.type(text)
    tab_to(page, button or step)
    page.keyboard.press("Enter")


@EVERYWHERE
def test_by_keyboard_from_paste_to_closed(page: Page, site_url: str) -> None:
    open_ledger(page, site_url)
    paste(page, table(ROWS[:1]))
    expect(dialog(page)).to_contain_text("新增 1 个")
    tab_to(page, "写入台账")
    page.keyboard.press("Enter")
    count(page, "共 1 个问题")
    expect(page.locator("dialog[open]")).to_have_count(0)
    # In the grid: the cell of the problem's text is changed where it stands.
    page.locator('.qd-grid td[tabindex="0"]').focus()
    page.keyboard.press("Home")
    for _ in range(6):
        page.keyboard.press("ArrowRight")
    expect(cell(page, 1, "text")).to_be_focused()
    page.keyboard.press("F2")
    page.keyboard.press("Control+A")
    page.keyboard.type("改了的问题")
    page.keyboard.press("Escape")
    expect(cell(page, 1, "text")).to_have_text("支部会议记录不规范")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+A")
    page.keyboard.type("支部会议记录有缺漏")
    page.keyboard.press("Tab")
    expect(cell(page, 1, "text")).to_have_text("支部会议记录有缺漏")
    expect(page.locator("[data-save-words]")).to_have_text("已保存")
    # Steps in the drawer, each by Tab and Enter.
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    steps = page.locator('.qd-drawer [data-section="steps"]')
    expect(steps).to_be_visible()
    tab_to(page, "认领挂号")
    page.keyboard.press("Enter")
    fill_step(page, {"经办人": "李四"}, "认领挂号")
    expect(steps).to_contain_text("还有措施没有完成")  # said before anybody presses
    tab_to(page, "记为已完成")
    page.keyboard.press("Enter")
    fill_step(page, {"经办人": "李四"}, "措施进度", "记下")
    tab_to(page, "报专项报告")
    page.keyboard.press("Enter")
    fill_step(page, {"专项报告名称或文号": "专报1号", "经办人": "李四"}, "报专项报告")
    tab_to(page, "审查通过，报办公室")
    page.keyboard.press("Enter")
    expect(dialog(page).get_by_label("审查的牵头责任领导")).to_have_value("张三")
    fill_step(page, {"佐证材料": "会议记录本", "经办人": "张三"}, "审查通过，报办公室")
    tab_to(page, "认定销号")
    page.keyboard.press("Enter")
    # The person who does the work cannot confirm it.
    fill_step(page, {"办公室审查评估意见": "到位", "办公室认定人": "李四", "经办人": "钱八"}, "认定销号")
    expect(dialog(page).get_by_role("alert")).to_contain_text("审查人、认定人不能同时是")
    fill_step(page, {"办公室认定人": "钱八"}, "认定销号")
    expect(page.locator('.qd-drawer [data-section="checks"]')).to_contain_text("第 1 个月")
    expect(page.locator('.qd-drawer [data-section="history"]')).to_contain_text("认定销号")
    assert states(page) == ["closed"]
    page.reload()
    expect(cell(page, 1, "state")).to_have_text("已销号")


@HTTP
def test_what_is_unclear_is_asked_and_a_second_paste_updates(page: Page, site_url: str) -> None:
    open_ledger(page, site_url)
    preview = paste(page, table())
    expect(preview).to_contain_text("没有写年份")
    preview.get_by_label("第 3 行整改时限，另填一天").fill("2026-09-20")
    expect(preview).not_to_contain_text("没有写年份")
    write(page)
    count(page, "共 3 个问题")
    expect(cell(page, 2, "due")).to_contain_text("2026-09-20")
    # A script in every field is text.
    for column in ("text", "leaders", "units", "persons"):
        expect(cell(page, 3, column)).to_contain_text("<img src=x")
    drawer(page, 3)
    close(page)
    assert page.evaluate("window.hacked") is None
    # By its number the first one is known again.
    changed = ((*ROWS[0][:2], "会议记录缺漏", *ROWS[0][3:]),)
    preview = paste(page, table(changed))
    expect(preview).to_contain_text("新增 0 个，更新 1 个")
    write(page)
    expect(cell(page, 1, "text")).to_have_text("会议记录缺漏")
    page.locator("[data-undo]").click()
    expect(cell(page, 1, "text")).to_have_text("支部会议记录不规范")
    assert SCRIPT in page.evaluate("Qingdan.lib.ledgerBoard.problems()[2].value.text")


@HTTP
def test_filter_group_and_sort_stand_in_the_address(page: Page, site_url: str) -> None:
    open_sample(page, site_url)
    page.locator("select[name=due]").select_option("late")
    count(page, "10 个，共 57 个")
    page.locator("select[name=group]").select_option("state")
    expect(page.locator(".qd-grid__group").first).to_be_visible()
    page.get_by_role("columnheader", name="期限").get_by_role("button").click()
    expect(page.get_by_role("columnheader", name="期限")).to_have_attribute("aria-sort", "ascending")
    assert "due=late" in page.url
    assert "sort=due" in page.url
    page.reload()
    count(page, "10 个，共 57 个")
    expect(page.get_by_role("columnheader", name="期限")).to_have_attribute("aria-sort", "ascending")
    page.get_by_role("button", name="显示全部").click()
    count(page, "共 57 个问题")
    # Only what is in view stands in the page; on paper stands all of it.
    assert page.locator(".qd-grid tbody tr[data-key]").count() < 40
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".qd-ledger__paper tbody").count() == 57
    page.emulate_media(media="print")
    expect(page.locator(".qd-refs")).to_be_hidden()  # six sheets of sources, of rules that are not printed
    expect(page.locator(".qd-ledger__paper table")).to_be_visible()
    page.emulate_media(media="screen")
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.locator(".qd-ledger__paper tbody").count() == 0


@HTTP
def test_several_at_once_and_back(page: Page, site_url: str) -> None:
    open_ledger(page, site_url)
    paste(page, table())
    write(page)
    page.get_by_role("checkbox", name="全选").check()
    expect(page.locator(".qd-bulk")).to_contain_text("选中 3 个")
    page.get_by_role("button", name="批量填一栏").click()
    dialog(page).get_by_label("哪一栏").select_option("persons")
    dialog(page).get_by_label("填什么").fill("郑一、吴二")
    dialog(page).get_by_role("button", name="填上").click()
    expect(cell(page, 1, "persons")).to_have_text("郑一、吴二")
    expect(cell(page, 3, "persons")).to_have_text("郑一、吴二")
    page.locator("[data-undo]").click()
    expect(cell(page, 1, "persons")).to_have_text("李四")
    # A step that some refuse says which and why.
    drawer(page, 1).get_by_role("button", name="认领挂号").click()
    dialog(page).get_by_label("经办人").fill("李四")
    dialog(page).get_by_role("button", name="认领挂号").click()
    expect(page.locator(".qd-drawer")).to_contain_text("整改中（已挂号）")
    close(page)
    page.get_by_role("button", name="批量办一步").click()
    dialog(page).get_by_role("button", name="认领挂号").click()
    dialog(page).get_by_label("经办人").fill("李四")
    dialog(page).get_by_role("button", name="认领挂号").click()
    expect(dialog(page)).to_contain_text("办了 2 个，1 个没有办")
    assert states(page) == ["open", "open", "open"]


@EVERYWHERE
def test_two_tabs_show_the_same(context: BrowserContext, site_url: str) -> None:
    first, second = open_ledger(context.new_page(), site_url), context.new_page()
    paste(first, table())
    write(first)
    open_ledger(second, site_url)
    cell(second, 1, "no").dblclick()
    second.keyboard.press("Control+A")
    second.keyboard.type("甲-1")
    second.keyboard.press("Enter")
    expect(cell(first, 1, "no")).to_have_text("甲-1")
    # Another cell of the same problem, from the other tab: both stay.
    cell(first, 1, "class").dblclick()
    first.keyboard.press("Control+A")
    first.keyboard.type("组织类")
    first.keyboard.press("Enter")
    expect(cell(second, 1, "class")).to_have_text("组织类")
    expect(cell(second, 1, "no")).to_have_text("甲-1")


@HTTP
def test_narrow_it_reads_and_takes_an_edit(
    new_context: Callable[..., BrowserContext], site_url: str, axe: Callable[..., list[str]]
) -> None:
    page = open_sample(new_context(viewport=NARROW).new_page(), site_url)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= NARROW["width"]
    page.locator(".qd-toast").wait_for(state="detached", timeout=15000)
    assert axe_in_both_schemes(page, axe) == {"default": [], "slate": []}
    page.get_by_role("button", name="1 的详情", exact=True).click()
    field = page.locator('.qd-drawer [data-path="remark"]')
    field.fill("手机上改的")
    field.blur()
    expect(page.locator("[data-save-words]")).to_have_text("已保存")
    assert axe_in_both_schemes(page, axe) == {"default": [], "slate": []}
    assert page.evaluate("Qingdan.lib.ledgerBoard.problems()[0].value.remark") == "手机上改的"


@HTTP
def test_accessible_in_every_state(page: Page, site_url: str, axe: Callable[..., list[str]]) -> None:
    clean: dict[str, list[str]] = {"default": [], "slate": []}
    open_ledger(page, site_url)
    assert axe_in_both_schemes(page, axe) == clean
    paste(page, table())
    assert axe_in_both_schemes(page, axe) == clean
    close(page)
    page.get_by_role("button", name="看样例").click()
    count(page, "共 57 个问题")
    page.locator(".qd-toast").wait_for(state="detached", timeout=15000)
    assert axe_in_both_schemes(page, axe) == clean
    cell(page, 1, "text").dblclick()
    assert axe_in_both_schemes(page, axe) == clean
    page.keyboard.press("Escape")
    drawer(page, 1)
    assert axe_in_both_schemes(page, axe) == clean
    close(page)
    for tool in ("体检", "设置", "导出", "分发与回收", "汇总", "反向抽查"):
        page.get_by_role("button", name=tool, exact=True).click()
        expect(dialog(page).get_by_role("heading", level=2)).not_to_be_empty()
        assert (tool, axe(page)) == (tool, [])
        close(page)


@HTTP
def test_without_scripts_it_explains_and_prints_an_empty_sheet(
    new_context: Callable[..., BrowserContext], site_url: str, axe: Callable[..., list[str]]
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(f"{site_url}ledger/index.html")
    expect(page.get_by_role("heading", name="体检查什么")).to_be_visible()
    expect(page.locator(".qd-ledger__blank table")).to_be_visible()
    expect(page.locator("#J05")).to_contain_text("时限比一旬还粗")
    expect(page.locator("[data-work]")).to_be_hidden()


@HTTP
@pytest.mark.parametrize("fails", [False, True])
def test_a_dialog_left_while_it_stores_closes_once_that_is_done(
    page: Page, site_url: str, fails: bool
) -> None:
    open_ledger(page, site_url)
    page.evaluate(
        """() => Qingdan.lib.dialogs.open({title: '写着', body: [], actions: [
          {text: '写入', run: () => new Promise((resolve, reject) => Object.assign(window, {resolve, reject}))}]})"""
    )
    dialog(page).get_by_role("button", name="写入").click()
    expect(dialog(page)).to_have_attribute("aria-busy", "true")
    page.keyboard.press("Escape")
    expect(dialog(page)).to_be_visible()
    page.evaluate("fails => fails ? reject('没有写进去') : resolve()", fails)
    if fails:
        expect(dialog(page).get_by_role("alert")).to_have_text("没有写进去")
        page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
