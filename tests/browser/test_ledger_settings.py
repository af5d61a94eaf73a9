"""What is typed into the ledger's settings is understood or complained about; units that share ids are told apart."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.ledger_work import cell, close, count, dialog, open_ledger
from tests.browser.work_page import make_unit

HTTP = pytest.mark.parametrize("site_url", ["http"], indirect=True)


def settings(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate("Qingdan.lib.ledgerStore.settings(Qingdan.lib.session.unit().uid)")
    return found


def add(page: Page, uid: str, id_: str, text: str) -> None:
    page.evaluate(
        """([uid, id, text]) => Qingdan.lib.ledgerStore.add(uid, {no: '1', text}, {id})
        .then(() => Qingdan.lib.ledgerBoard.refresh())""",
        [uid, id_, text],
    )


@HTTP
def test_lines_of_the_settings_that_are_not_understood_are_named(page: Page, site_url: str) -> None:
    open_ledger(page, site_url)
    add(page, make_unit(page, "甲县"), "p1aaaaaaaaaaaaaa", "问题")
    expect(cell(page, 1, "text")).to_have_text("问题")

    def open_settings() -> None:
        page.get_by_role("button", name="设置", exact=True).click()

    def save(months: str, totals: str) -> None:
        dialog(page).get_by_label("销号后第几个月查反弹").fill(months)
        dialog(page).get_by_label("反馈意见各类多少个问题").fill(totals)
        dialog(page).get_by_role("button", name="保存", exact=True).click()

    open_settings()
    save("1个月、半年、12", "")
    expect(dialog(page).get_by_role("alert")).to_contain_text("“半年”看不出是第几个月")
    save("1个月、第3个月、１２", "党建类12\n组织类 八个\n财务类：5\n财务类 6")
    expect(dialog(page).get_by_role("alert")).to_contain_text("“组织类 八个”看不出是几个")
    expect(dialog(page).get_by_role("alert")).to_contain_text("“财务类”写了两次")
    # Words of a light that stand ready when another preset is looked at, too.
    dialog(page).get_by_label("黄灯的字").first.fill("快到期")
    dialog(page).get_by_label("按办理状态").check()
    dialog(page).get_by_label("红灯的字").first.fill("没人认")
    save("1个月、第3个月、１２", "党建类12\n组织类 8 个问题\n财务类：5")
    expect(dialog(page)).to_have_count(0)
    found = settings(page)
    assert found["rebound"] == [1, 3, 12]
    assert found["totals"] == {"党建类": 12, "组织类": 8, "财务类": 5}
    assert found["lights"] == "state"
    assert sorted(found["lightRules"]) == ["days", "state"]
    expect(cell(page, 1, "light")).to_contain_text("没人认")
    # The history says which of them; those that stayed as they were are not in it.
    undo = page.get_by_role("button", name="撤销：台账设置")
    expect(undo).to_have_text(
        re.compile("^撤销：台账设置：(亮灯|第几个月查反弹|各类多少个问题|亮灯的字和天数|、)+$")
    )
    open_settings()
    dialog(page).get_by_label("集中整改期（月）").fill("3")
    dialog(page).get_by_role("textbox", name="集中整改起始日").fill("2026-08-01")
    dialog(page).get_by_role("button", name="保存", exact=True).click()
    expect(undo).to_have_text("撤销：台账设置：集中整改期（月）；单位信息：起始日")
    undo.click()
    expect(undo).to_have_text(re.compile("反弹"))
    assert settings(page)["start"] == ""
    open_settings()
    dialog(page).get_by_label("按剩余天数").check()
    expect(dialog(page).get_by_label("黄灯的字").first).to_have_value("快到期")
    close(page)
    # 我的工作台 lists it in the same words.
    page.goto(f"{site_url}workbench.html")
    expect(page.locator(".qd-changes")).to_contain_text(
        "台账设置：集中整改期（月）；单位信息：起始日（已撤销）"
    )
    open_ledger(page, site_url)
    # A filtered ledger on paper says that it is not all of it.
    page.locator("input[name=text]").fill("没有这样的")
    count(page, "0 个，共 1 个")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(page.locator(".qd-ledger__head")).to_contain_text("筛出 0 个（台账共 1 个问题）")


@HTTP
def test_problems_of_two_units_with_the_same_id_are_told_apart(page: Page, site_url: str) -> None:
    open_ledger(page, site_url)
    uids = [make_unit(page, name) for name in ("甲县", "乙县")]
    for uid, text in zip(uids, ("甲的问题", "乙的问题"), strict=True):
        add(page, uid, "p1aaaaaaaaaaaaaa", text)
    page.evaluate("uids => Qingdan.lib.ledgerBoard.merged(uids)", uids)
    count(page, "共 2 个问题")
    for row, text in ((1, "甲的问题"), (2, "乙的问题")):
        page.locator(".qd-grid tbody tr[data-key]").nth(row - 1).get_by_role("button").click()
        expect(page.locator(".qd-drawer[open] h2")).to_contain_text(text)
        close(page)
    # What is typed in one of them changes this one alone.
    page.evaluate("Qingdan.lib.ledgerBoard.merged(null)")
    count(page, "共 1 个问题")
    cell(page, 1, "text").dblclick()
    page.keyboard.press("Control+A")
    page.keyboard.type("改了")
    page.keyboard.press("Enter")
    expect(cell(page, 1, "text")).to_have_text("改了")
    texts = page.evaluate(
        "uids => Qingdan.lib.ledgerStore.load(uids).then(all => all.map(({value}) => value.text))", uids
    )
    assert texts == ["甲的问题", "改了"]
