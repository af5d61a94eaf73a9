"""Problems without a deadline: 长期坚持 and 立行立改 say so in the table, in the filter, on the wall and on paper."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.ledger_work import cell, count, dialog, drawer, open_ledger
from tests.browser.small_ledger import begun, problem, put_in
from tests.browser.work_page import axe_in_both_schemes

HTTP = pytest.mark.parametrize("site_url", ["http"], indirect=True)

PROBLEMS = [
    problem("1", "党建", "甲站", "", 1, *begun("甲站办"), timeClass="long"),
    problem("2", "党建", "甲站", "", 1, *begun("甲站办"), timeClass="long", stages=["2026-09-20 查一次"]),
    problem("3", "党建", "甲站", "", 1, *begun("甲站办"), timeClass="long", stages=["2026-08-31 查过一次"]),
    problem("4", "党建", "甲站", "", 1, *begun("甲站办"), timeClass="now"),
    problem("5", "党建", "甲站", "", 1, *begun("甲站办"), timeClass="half"),
]
WORDS = ["● 长期坚持", "◆ 临期", "◆ 阶段到期", "◆ 立行立改未定日期", "◆ 没有期限"]
DUES = ["长期坚持", "长期坚持 阶段 2026-09-20", "长期坚持 阶段 2026-08-31 已过", "立行立改 未定日期", ""]
# As the settings stored them before there were lights of time classes.
OLDER = {
    "days": [
        {"light": "red", "word": "超期", "when": {"state": [], "days_below": 0, "undated": False}},
        {"light": "green", "word": "还早", "when": {"state": [], "days_below": None, "undated": False}},
    ]
}


@HTTP
def test_problems_without_a_day_have_a_word_of_their_own(
    page: Page, site_url: str, axe: Callable[..., list[str]]
) -> None:
    put_in(open_ledger(page, site_url), problems=PROBLEMS)
    for row, (word, due) in enumerate(zip(WORDS, DUES, strict=True), 1):
        expect(cell(page, row, "light")).to_have_text(word)
        expect(cell(page, row, "due")).to_have_text(due)
    expect(drawer(page, 4).locator(".qd-drawer__facts")).to_contain_text("期限 立行立改 未定日期")
    page.keyboard.press("Escape")
    for chosen, found in (("soon", "1 个"), ("stage", "1 个"), ("none", "2 个"), ("late", "0 个")):
        page.locator("select[name=due]").select_option(chosen)
        count(page, f"{found}，共 5 个")
    page.locator("select[name=due]").select_option("")
    legend = page.locator("[data-part=legend]")
    for words in (
        "◆ 阶段到期（黄：长期坚持，阶段目标的日期都已过去）",
        "● 长期坚持（绿：长期坚持，没有定日期）",
    ):
        expect(legend).to_contain_text(words)
    assert axe_in_both_schemes(page, axe) == {"default": [], "slate": []}
    # On paper.
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    paper = page.locator("[data-part=paper]")
    for row, due in enumerate(DUES):
        expect(paper.locator("tbody").nth(row).locator("td").nth(10)).to_have_text(due)
        expect(paper.locator("tbody").nth(row)).to_contain_text(WORDS[row].replace(" ", ""))
    expect(paper.locator(".qd-ledger__legend")).to_contain_text(
        "阶段到期（黄：长期坚持，阶段目标的日期都已过去）"
    )
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    # The settings say when each is on.
    page.get_by_role("button", name="设置", exact=True).click()
    for words in ("长期坚持，阶段目标的日期都已过去", "立行立改，没有定日期"):
        expect(dialog(page).get_by_role("listitem").filter(has_text=words)).to_have_count(1)
    dialog(page).get_by_label("绿灯的字").first.fill("常抓")
    dialog(page).get_by_role("button", name="保存", exact=True).click()
    expect(cell(page, 1, "light")).to_have_text("● 常抓")
    # On the wall; there what is over counts among 逾期和临期的.
    page.goto(f"{site_url}ledger/wall.html")
    bars = page.locator(".qd-lwall__table tbody .qd-bar-cell__words")
    expect(bars).to_have_text(
        ["● 常抓", "◆ 临期 09.20", "◆ 阶段到期 08.31", "◆ 立行立改未定日期", "◆ 没有期限"]
    )
    page.get_by_label("画哪些").select_option("late")
    expect(bars).to_have_text(["◆ 临期 09.20", "◆ 阶段到期 08.31"])


@HTTP
def test_lights_that_a_unit_stored_before_stay_and_it_is_told_of_the_new_ones(
    page: Page, site_url: str
) -> None:
    put_in(open_ledger(page, site_url), problems=PROBLEMS, ledgerLightRules=OLDER)
    expect(cell(page, 1, "light")).to_have_text("● 还早")
    page.get_by_role("button", name="设置", exact=True).click()
    expect(dialog(page)).to_contain_text("没有“长期坚持”“立行立改未定日期”的灯；点“亮灯恢复默认”就有了。")
    dialog(page).get_by_role("button", name="亮灯恢复默认").click()
    expect(cell(page, 1, "light")).to_have_text("● 长期坚持")
