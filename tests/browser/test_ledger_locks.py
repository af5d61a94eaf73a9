"""What may be changed when: words after the report, measures after the registration; what is refused is said."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.ledger_work import cell, close, count, dialog, drawer, open_ledger, states
from tests.browser.small_ledger import put_in
from tests.browser.work_page import axe_in_both_schemes

HTTP = pytest.mark.parametrize("site_url", ["http"], indirect=True)
BOTH = pytest.mark.parametrize("site_url", ["http", "file"], indirect=True)

REPORTED, OPEN = 5, 3  # rows of the small ledger

# As another tab, or an earlier page, would do it: behind the back of what is shown.
SUBMIT = """async (no) => {
  const {session, ledgerStore} = Qingdan.lib, {uid} = session.unit();
  const problem = (await ledgerStore.load(uid)).find(({value}) => value.no === no);
  for (const measure of Object.keys(problem.value.measures)) {
    await ledgerStore.act(uid, problem.id, {action: 'measure', on: '2026-09-16', by: '陈某', measure, details: {to: 'done'}});
  }
  await ledgerStore.act(uid, problem.id, {action: 'submit', on: '2026-09-16', by: '陈某', details: {report: '专报'}});
}"""
LEAVE_BEHIND = """async ([no, changes]) => {
  const {session, ledgerStore} = Qingdan.lib, {uid} = session.unit();
  const {id} = (await ledgerStore.load(uid)).find(({value}) => value.no === no);
  const ops = [{id, changes, rev: 'left-1', eventId: 'left-2'}];
  localStorage.setItem('qingdan.draft.left-1', JSON.stringify({rev: 'left-1', store: 'ledger', unit: uid, id, order: 1,
    fields: {ops, options: {action: 'edit'}}}));
}"""


@BOTH
def test_words_are_amended_with_a_reason_after_the_report(
    page: Page, site_url: str, axe: Callable[..., list[str]]
) -> None:
    put_in(open_ledger(page, site_url))
    text = cell(page, REPORTED, "text")
    expect(text).to_have_attribute("aria-readonly", "true")
    expect(text).to_have_attribute("title", "已报送，改文字用“更正内容”，写理由")
    expect(cell(page, REPORTED, "persons")).not_to_have_attribute("aria-readonly", "true")
    expect(cell(page, OPEN, "text")).not_to_have_attribute("aria-readonly", "true")
    text.click()
    page.keyboard.press("F2")  # leads to the button that may
    shown = page.locator(".qd-drawer[open]")
    expect(shown.get_by_role("button", name="更正 问题", exact=True)).to_be_focused()
    for field in (shown.locator("[data-path=text]"), shown.locator("[data-path=findings]")):
        expect(field).not_to_be_editable()
    for name in ("责任人", "佐证材料（一行一条）", "备注"):
        expect(shown.locator("[data-section=fields]").get_by_label(name, exact=True)).to_be_editable()
    measure = shown.get_by_role("region", name="措施 1")
    expect(measure.get_by_role("textbox", name="整改措施")).not_to_be_editable()
    expect(measure.get_by_role("combobox", name="措施责任人")).to_be_editable()
    expect(shown.get_by_role("button", name="加一条措施")).to_have_count(0)
    assert axe_in_both_schemes(page, axe) == {"default": [], "slate": []}
    measure.get_by_role("button", name="更正 措施 1 的可见成果").click()
    form = dialog(page)
    expect(form).to_contain_text("现在写的：核查表")
    form.get_by_label("可见成果改为").fill("核查表和公示")
    form.get_by_label("经办人").fill("陈某")
    form.get_by_role("button", name="更正内容", exact=True).click()
    expect(form.get_by_role("alert")).to_contain_text("没有写“理由”")
    assert axe_in_both_schemes(page, axe) == {"default": [], "slate": []}
    form.get_by_label("理由").fill("少写了一样")
    form.get_by_role("button", name="更正内容", exact=True).click()
    expect(measure.get_by_role("textbox", name="可见成果")).to_have_value("核查表和公示")
    expect(measure.get_by_role("button", name="更正 措施 1 的可见成果")).to_be_focused()
    log = shown.locator("[data-section=history]")
    expect(log).to_contain_text("的可见成果：原“核查表” → 改为“核查表和公示”")
    expect(log).to_contain_text("理由：少写了一样")
    # Sent back, the words are free again.
    shown.get_by_role("button", name="责成限时办结").click()
    form.get_by_label("哪里没有改到位").fill("没有公示")
    form.get_by_label("限到哪一天").fill("2026-12-01")
    form.get_by_role("button", name="责成限时办结", exact=True).click()
    expect(measure.get_by_role("textbox", name="可见成果")).to_be_editable()
    expect(shown.get_by_role("button", name="更正 问题", exact=True)).to_have_count(0)


@HTTP
def test_a_measure_is_cancelled_with_a_reason_and_added_on_record(page: Page, site_url: str) -> None:
    put_in(open_ledger(page, site_url))
    shown = drawer(page, OPEN)
    log = shown.locator("[data-section=history]")
    expect(shown.get_by_role("button", name="删除措施 1")).to_have_count(0)
    shown.get_by_role("button", name="加一条措施").click()
    expect(log).to_contain_text("增加措施")
    shown.get_by_role("region", name="措施 2").get_by_label("整改措施").fill("公示结果")
    expect(log).to_contain_text("措施“公示结果”")
    shown.get_by_role("button", name="取消措施 1").click()
    form = dialog(page)
    form.get_by_label("经办人").fill("陈某")
    form.get_by_label("理由").fill("和新的一条重复")
    form.get_by_role("button", name="取消措施", exact=True).click()
    expect(shown.get_by_role("region", name="措施 1").get_by_label("整改措施")).to_have_value("公示结果")
    expect(log).to_contain_text("原措施：核查第3项的第1条")
    expect(log).to_contain_text("原期限：2026-09-25")
    close(page)
    page.get_by_role("button", name="撤销：第 3 号问题：取消措施").click()
    expect(cell(page, OPEN, "measures")).to_have_text("0/2")


@HTTP
def test_deleting_asks_with_what_would_go(page: Page, site_url: str, axe: Callable[..., list[str]]) -> None:
    put_in(open_ledger(page, site_url))
    shown = drawer(page, 1)
    expect(shown.locator(".qd-dialog__actions").get_by_role("button")).to_have_text(["关闭"])
    shown.get_by_role("button", name="删除这个问题").click()
    asked = page.locator("dialog[open]").last
    expect(asked).to_contain_text("删除第 1 号问题？")
    expect(asked).to_contain_text("2 条措施、7 笔办理记录。状态：已销号。")
    expect(asked).to_contain_text("点“撤销”")
    assert axe_in_both_schemes(page, axe) == {"default": [], "slate": []}
    asked.get_by_role("button", name="取消").click()
    expect(shown.get_by_role("button", name="删除这个问题")).to_be_focused()
    shown.get_by_role("button", name="删除这个问题").click()
    asked.get_by_role("button", name="这是已销号的，仍要删除").click()
    expect(page.locator("dialog[open]")).to_have_count(0)
    count(page, "共 5 个问题")
    page.get_by_role("button", name="撤销：删除 1 个问题").click()
    count(page, "共 6 个问题")
    # One that nobody has begun; then several at once.
    drawer(page, 6).get_by_role("button", name="删除这个问题").click()
    expect(asked).to_contain_text("0 条措施、1 笔办理记录。状态：待认领。")
    asked.get_by_role("button", name="删除", exact=True).click()
    count(page, "共 5 个问题")
    for row in (1, 2, 3):
        page.locator(".qd-grid tbody tr[data-key]").nth(row - 1).get_by_role("checkbox").check()
    page.get_by_role("group", name="对选中的问题").get_by_role("button", name="删除").click()
    expect(asked).to_contain_text("删除 3 个问题？")
    expect(asked).to_contain_text("一共 5 条措施、13 笔办理记录。状态：整改中 2 个、已销号 1 个。")
    asked.get_by_role("button", name="有 3 个已挂号，仍要删除").click()
    count(page, "共 2 个问题")


@HTTP
def test_a_step_is_offered_where_it_is_of_use_and_says_what_it_asks_for(page: Page, site_url: str) -> None:
    put_in(open_ledger(page, site_url))
    shown = drawer(page, 6)
    expect(shown.locator("[data-section=steps]")).to_contain_text("认领挂号")
    expect(shown.get_by_role("button", name="延期")).to_have_count(
        0
    )  # the deadline is edited where it stands
    close(page)
    shown = drawer(page, REPORTED)
    expect(shown.locator("#why-review")).to_have_text("佐证材料在下一步里填")
    shown.get_by_role("button", name="审查通过，报办公室").click()
    expect(dialog(page).locator(".qd-warning")).to_have_count(0)
    expect(dialog(page).get_by_label("佐证材料")).to_be_visible()
    dialog(page).get_by_role("button", name="返回").click()
    shown.locator("[data-section=steps]").get_by_role("button", name="延期").click()
    expect(dialog(page).get_by_label("批准人（没有写的，体检会提出）")).to_be_visible()
    close(page)
    drawer(page, OPEN).get_by_role("button", name="记为已完成").click()
    expect(dialog(page).locator(".qd-dialog__actions").get_by_role("button")).to_have_text(["记下", "返回"])


@HTTP
def test_what_may_not_be_stored_any_more_is_said_with_the_words(
    page: Page, site_url: str, axe: Callable[..., list[str]]
) -> None:
    put_in(open_ledger(page, site_url))
    # A colleague's tab reports on it while the words are typed.
    cell(page, OPEN, "text").dblclick()
    page.keyboard.press("Control+A")
    page.keyboard.type("打到")
    page.evaluate(SUBMIT, "3")
    page.keyboard.type("一半的问题")
    told = dialog(page)
    expect(told).to_contain_text("刚才写的没有存")
    expect(told).to_contain_text("已报送，改文字用“更正内容”")
    expect(told.get_by_label("问题", exact=True)).to_have_value("打到一半的问题")
    assert axe_in_both_schemes(page, axe) == {"default": [], "slate": []}
    close(page)
    expect(page.get_by_text("没有保存")).to_have_count(0)  # a rule is no failure of the disk
    # Left behind by an earlier page, and refused by now: told once it is read, and not before.
    page.evaluate(LEAVE_BEHIND, ["5", {"goal": "上次写的目标"}])
    for _ in range(2):
        open_ledger(page, site_url)
        expect(told).to_contain_text("上一次离开时写的没有存")
        expect(told.get_by_label("整改目标")).to_have_value("上次写的目标")
    told.get_by_role("button", name="知道了").click()
    open_ledger(page, site_url)
    page.evaluate("Qingdan.lib.ledgerStore.leftOver()")
    expect(told).to_have_count(0)
    assert states(page)[2] == "review"
