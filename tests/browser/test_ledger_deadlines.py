"""The deadline of a measure after 挂号: the drawer moves it by 延期 alone, and shows what was and what holds."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.ledger_work import cell, dialog, drawer, open_ledger
from tests.browser.work_page import axe_in_both_schemes

ADD = """async () => {
  const {session, ledgerStore, ledgerBoard} = Qingdan.lib;
  await ledgerBoard.change('', async (uid) => {
    const made = await ledgerStore.add(uid, {no: '1', text: '问题', due: '2026-10-31', units: ['甲局'],
      'measures/m1': {text: '修订办法', order: 1, due: '2026-09-20'}, 'measures/m2': {text: '核查', order: 2}});
    await ledgerStore.act(uid, made.value.id, {action: 'claim', on: '2026-09-16', by: '陈某', details: {}});
    return made;
  });
  await ledgerBoard.refresh();
}"""


@pytest.mark.parametrize("site_url", ["http"], indirect=True)
def test_the_deadline_of_a_measure_moves_by_a_step(
    page: Page, site_url: str, axe: Callable[..., list[str]]
) -> None:
    open_ledger(page, site_url)
    page.evaluate(ADD)
    shown = drawer(page, 1)
    first, second = (shown.get_by_role("region", name=f"措施 {n}") for n in (1, 2))
    due = first.get_by_label("措施时限")
    expect(due).to_be_disabled()
    expect(first).to_contain_text("已挂号的问题，改时限用“延期”")
    # One that was never set may still be written down, once.
    second.get_by_label("措施时限").fill("2026-09-25")
    second.get_by_label("措施时限").blur()
    expect(second.get_by_label("措施时限")).to_be_disabled()
    first.get_by_role("button", name="措施 1 延期").click()
    form = dialog(page)
    expect(form).to_contain_text("措施：修订办法")
    form.get_by_label("延到哪一天").fill("2026-10-10")
    form.get_by_label("经办人").fill("陈某")
    form.get_by_role("button", name="延期", exact=True).click()
    expect(form).to_contain_text("没有写“延期理由”")
    form.get_by_label("延期理由").fill("等上级批复")
    form.get_by_label("批准人").fill("丁某")
    form.get_by_role("button", name="延期", exact=True).click()
    expect(first).to_contain_text("现行期限 2026-10-10")
    expect(due).to_have_value("2026-09-20")
    log = shown.locator("[data-section=history]")
    expect(log).to_contain_text("原期限：2026-09-20")
    for words in ("措施“修订办法”", "延到哪一天：2026-10-10", "延期理由：等上级批复", "批准人：丁某"):
        expect(log).to_contain_text(words)
    assert axe_in_both_schemes(page, axe) == {"default": [], "slate": []}


@pytest.mark.parametrize("site_url", ["http"], indirect=True)
def test_measures_get_the_deadline_of_their_problem_in_one_step(
    page: Page, site_url: str, axe: Callable[..., list[str]]
) -> None:
    open_ledger(page, site_url)
    page.evaluate(ADD)
    page.evaluate(
        """async () => {
          const {session, ledgerStore, ledgerBoard} = Qingdan.lib;
          await ledgerStore.add(session.unit().uid, {no: '2', text: '问题二', due: '2026-09-20', dueText: '9月中旬', timeClass: 'period',
            'measures/n1': {text: '公示', order: 1}, 'measures/n2': {text: '通报', order: 2, due: '2026-09-18'}});
          await ledgerStore.add(session.unit().uid, {no: '3', text: '问题三', timeClass: 'now', 'measures/o1': {text: '清退', order: 1}});
          await ledgerBoard.refresh();
        }"""
    )
    dues = """Qingdan.lib.ledgerBoard.problems().flatMap(({value}) =>
      Object.values(value.measures).map(({due, dueText}) => due + dueText)).sort().join()"""
    before = page.evaluate(dues)
    page.get_by_role("button", name="体检").click()
    for words in (
        "立行立改，没有写到哪一天",
        "措施没有时限，问题也没有（1）",
        "措施没有自己的时限，按问题的期限 2026-10-31 算",
    ):
        expect(dialog(page)).to_contain_text(words)
    assert axe_in_both_schemes(page, axe, "dialog[open]") == {"default": [], "slate": []}
    dialog(page).get_by_role("button", name="2 条都填上问题的期限").click()
    expect(dialog(page)).not_to_contain_text("按问题的期限")
    assert page.evaluate(dues) == ",2026-09-18,2026-09-20,2026-09-209月中旬,2026-10-31"
    page.keyboard.press("Escape")
    page.locator("[data-undo]").click()
    page.wait_for_function(f"before => {dues} === before", arg=before)
    # A unit that gives 立行立改 days: they are offered, and counted from the starting day.
    expect(cell(page, 3, "due")).to_have_text("立行立改 未定日期")
    page.evaluate(
        """async () => {
          const {session, store, ledgerStore, ledgerBoard} = Qingdan.lib, {uid} = session.unit();
          await store.updateUnit(uid, {profile: {start: "2026-09-01"}});
          await ledgerStore.saveSettings(uid, {nowDays: 20});
          await ledgerBoard.refresh();
        }"""
    )
    page.get_by_role("button", name="体检").click()
    dialog(page).get_by_role("button", name="立行立改的 1 个都按单位规定写上 2026-09-21").click()
    expect(dialog(page)).not_to_contain_text("没有写到哪一天")
    page.keyboard.press("Escape")
    expect(cell(page, 3, "due")).to_contain_text("2026-09-21")
