"""Importing into the ledger as people meet it: what is unclear waits for them, what changed meanwhile is seen again."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.ledger_work import cell, close, count, dialog, open_ledger, paste, write
from tests.browser.work_page import axe_in_both_schemes

pytestmark = pytest.mark.parametrize("site_url", ["http"], indirect=True)


def lines(*rows: str) -> str:
    return "\n".join(row.replace("|", "\t") for row in rows)


def test_a_row_in_doubt_waits_for_a_choice_and_the_preview_says_why(
    page: Page, site_url: str, axe: Callable[..., list[str]]
) -> None:
    open_ledger(page, site_url)
    head = "序号|问题类别|问题|责任人"
    paste(
        page,
        lines(
            head, "1|党建类|支部会议记录不规范|甲", "2|党建类|党费收缴不及时|甲", "1|财务类|凭证附件不齐|乙"
        ),
    )
    write(page)
    count(page, "共 3 个问题")
    # Numbers that begin anew in each class are told apart; a number with other words is asked about.
    preview = paste(
        page,
        lines(
            head, "1|党建类|支部会议记录有缺漏|甲", "2|党建类|食堂采购没有询价|丙", "1|财务类|凭证附件不齐|丁"
        ),
    )
    expect(preview).to_contain_text("新增 0 个，更新 2 个，没有变化 0 个。 对上 2 个：按类别和序号 2 个。")
    expect(preview).to_contain_text("第 3 行，2. “食堂采购没有询价”：序号相同，文字差得远。")
    expect(preview.get_by_role("region", name="预览").get_by_role("row").nth(2)).to_contain_text("要选")
    button = preview.get_by_role("button", name="写入台账")
    expect(button).to_be_disabled()
    assert axe_in_both_schemes(page, axe) == {"default": [], "slate": []}
    preview.get_by_label("第 3 行是不是已有的问题").select_option("是另一个，当作新问题")
    expect(preview).to_contain_text("新增 1 个，更新 2 个")
    expect(preview).to_contain_text("问题　原：支部会议记录不规范 → 新：支部会议记录有缺漏")
    write(page)
    count(page, "共 4 个问题")
    expect(cell(page, 2, "text")).to_have_text("党费收缴不及时")
    expect(cell(page, 3, "persons")).to_have_text("丁")
    expect(cell(page, 4, "text")).to_have_text("食堂采购没有询价")


def test_what_another_tab_did_since_the_preview_is_not_written_over(
    context: BrowserContext, site_url: str
) -> None:
    first, second = open_ledger(context.new_page(), site_url), context.new_page()
    paste(first, lines("序号|问题|整改目标", "1|支部会议记录不规范|"))
    write(first)
    open_ledger(second, site_url)
    preview = paste(
        first, lines("序号|问题|整改目标", "1|支部会议记录不规范|表里的目标", "2|党费收缴不及时|")
    )
    expect(preview).to_contain_text("新增 1 个，更新 1 个")
    second.evaluate(
        """async () => {
          const {ledgerStore, session} = Qingdan.lib, {uid} = session.unit();
          await ledgerStore.patch(uid, (await ledgerStore.load(uid))[0].id, {goal: "同事刚填的目标"});
          await ledgerStore.add(uid, {no: "2", text: "党费收缴不及时"});
        }"""
    )
    preview.get_by_role("button", name="写入台账").click()
    expect(preview.get_by_role("alert")).to_contain_text("预览以后台账又有改动，没有写入")
    expect(preview).to_contain_text("新增 0 个，更新 1 个，没有变化 1 个。")
    expect(first.locator("[data-save-words]")).not_to_have_text("没有保存")
    goals = "Qingdan.lib.ledgerBoard.problems().map(({value}) => [value.no, value.goal])"
    assert first.evaluate(goals) == [["1", "同事刚填的目标"], ["2", ""]]
    write(first)  # having seen it
    count(first, "共 2 个问题")
    assert first.evaluate(goals) == [["1", "表里的目标"], ["2", ""]]


def test_an_answer_is_of_the_column_that_it_was_given_for(page: Page, site_url: str) -> None:
    open_ledger(page, site_url)
    preview = paste(page, lines("序号|问题|整改时限|推后到", "1|支部会议记录不规范|8月底|12月底"))
    preview.get_by_label("第 2 行整改时限，另填一天").fill("2026-08-31")
    expect(preview).not_to_contain_text("要问的")
    preview.get_by_role("button", name="答过 1 处，重新回答").click()
    preview.get_by_label("第 2 行整改时限，另填一天").fill("2026-08-31")
    preview.get_by_text("各列当作什么").click()
    preview.get_by_label("“推后到”当作").select_option("整改时限")
    expect(preview).to_contain_text("整改时限“12月底”：")
    expect(preview.get_by_label("第 2 行整改时限，另填一天")).to_have_value("")
    write(page)
    expect(cell(page, 1, "due")).not_to_contain_text("2026-08-31")


def test_a_new_problem_gets_the_number_after_the_highest(page: Page, site_url: str) -> None:
    open_ledger(page, site_url)
    paste(
        page,
        lines(
            "序号|问题",
            "1|支部会议记录不规范",
            "007|党费收缴不及时",
            "甲-9|凭证附件不齐",
            "3|食堂采购没有询价",
        ),
    )
    write(page)
    count(page, "共 4 个问题")
    page.get_by_role("button", name="新增问题").click()
    expect(dialog(page).get_by_label("序号")).to_have_value("008")
    close(page)
    # Where the numbers are none nothing is suggested.
    for at in range(4):
        cell(page, at + 1, "no").dblclick()
        page.keyboard.press("Control+A")
        page.keyboard.type(f"乙-{at}")
        page.keyboard.press("Enter")
        expect(cell(page, at + 1, "no")).to_have_text(f"乙-{at}")
    page.get_by_role("button", name="新增问题").click()
    expect(dialog(page).get_by_label("序号")).to_have_value("")
