"""What a rule refuses is said where it was tried; the save bar speaks of what is not stored, as long as it is not."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.ledger_work import ROWS, dialog, drawer, open_ledger, paste, table, write
from tests.browser.list_page import box, open_list, open_panel, saved
from tests.browser.test_units import choice, current
from tests.browser.work_page import make_unit

HTTP = pytest.mark.parametrize("site_url", ["http"], indirect=True)


def bar(page: Page) -> str:
    """What the save bar says, aloud or not."""
    return page.locator("[data-save-problem]").inner_text()


@HTTP
def test_a_refused_step_is_no_failure_of_the_storage(page: Page, site_url: str) -> None:
    open_ledger(page, site_url)
    paste(page, table((ROWS[0],)))
    write(page)
    page.evaluate("Qingdan.lib.ledgerBoard.patch(Qingdan.lib.ledgerBoard.problems()[0], {units: []})")
    drawer(page, 1).get_by_role("button", name="认领挂号").click()
    dialog(page).get_by_label("经办人").fill("李四")
    dialog(page).get_by_role("button", name="认领挂号").click()
    expect(dialog(page).get_by_role("alert")).to_contain_text("还没有写责任单位")
    expect(page.locator("[data-save-words]")).to_have_text("已保存")
    assert bar(page) == ""


@HTTP
def test_what_could_not_be_stored_is_said_until_it_is_or_the_unit_is_left(page: Page, site_url: str) -> None:
    open_list(page, site_url)
    make_unit(page, "乙局")
    current(page, "乙局")
    make_unit(page, "甲镇")
    current(page, "甲镇")
    note = open_panel(page, "Q03-01").get_by_label("记事")
    note.evaluate("(field) => field.removeAttribute('maxlength')")
    note.fill("字" * 20001)
    expect(page.locator("[data-save-problem]")).to_contain_text("没有保存：Q03-01：")
    box(page, "Q03-02").click()  # another one is stored; this one still is not
    page.wait_for_function(
        "Qingdan.lib.store.ticks(Qingdan.lib.session.unit().uid).then(found => found.has('Q03-02'))"
    )
    assert "没有保存：Q03-01：" in bar(page)
    choice(page).select_option("乙局")
    current(page, "乙局")
    expect(page.locator(".qd-toast")).to_contain_text("“甲镇”有没存上的：Q03-01：")
    box(page, "Q03-02").click()
    saved(page)
    assert bar(page) == ""
