"""Which unit a tab shows while another one switches: an open edit or dialog keeps the unit that it was opened for."""

from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.ledger_work import dialog, drawer, open_ledger, paste, table
from tests.browser.list_page import TODAY
from tests.browser.test_units import choice, current
from tests.browser.work_page import make_unit, open_workbench

HTTP = pytest.mark.parametrize("site_url", ["http"], indirect=True)
EVERYWHERE = pytest.mark.parametrize("site_url", ["http", "file"], indirect=True)
FOLLOWED = "另一个标签页换到了“乙县”，这一页也换过去了。"


def two_units(page: Page) -> tuple[str, str]:
    """Make two units and go on with the first."""
    mine, theirs = make_unit(page, "甲县"), make_unit(page, "乙县")
    choice(page).select_option("甲县")
    current(page, "甲县")
    return mine, theirs


def switch_elsewhere(other: Page, name: str = "乙县") -> None:
    choice(other).select_option(name)
    current(other, name)
    # What one tab tells, the others hear a moment later; a message of our own comes after it.
    other.evaluate("Qingdan.lib.tabs.tell({unit: null, store: 'none', key: null, action: 'ping'})")


def wait_for_word(page: Page) -> None:
    """Wait until a word of another tab has come: what was said before it has come, too."""
    page.wait_for_function("window.heard")


def listen(page: Page) -> None:
    page.evaluate(
        """() => { window.heard = false;
          Qingdan.lib.tabs.subscribe(({action, local}) => { if (action === 'ping' && !local) window.heard = true; }); }"""
    )


def followed(page: Page) -> None:
    expect(page.locator(".qd-toast")).to_contain_text(FOLLOWED)
    current(page, "乙县")


def stored(page: Page, uid: str) -> dict[str, Any]:
    """What a unit holds: its profile, its forms, its problems."""
    found: dict[str, Any] = page.evaluate(
        """async uid => {
          const {store, ledgerStore} = Qingdan.lib, {profile} = await store.unit(uid);
          const forms = Object.fromEntries([...await store.forms(uid)].map(([id, {note}]) => [id, note]));
          return {profile, forms, problems: ledgerStore ? (await ledgerStore.load(uid)).map(({value}) => value) : []};
        }""",
        uid,
    )
    return found


@EVERYWHERE
def test_what_is_half_typed_stays_with_its_unit(context: BrowserContext, site_url: str) -> None:
    page = context.new_page()
    page.clock.set_fixed_time(TODAY)
    page.goto(f"{site_url}timelines/t01.html")
    number = page.get_by_role("spinbutton").first
    expect(number).to_be_enabled()
    mine, theirs = two_units(page)
    other = open_workbench(context.new_page(), site_url)
    page.bring_to_front()
    listen(page)
    number.fill("5")
    switch_elsewhere(other)
    wait_for_word(page)
    current(page, "甲县")
    number.blur()
    followed(page)
    expect(number).to_have_value("")
    assert "5" in stored(page, mine)["profile"].values()
    assert stored(page, theirs)["profile"] == {}
    # A date of which only a part is typed: no event tells of it.
    choice(page).select_option("甲县")
    current(other, "甲县")
    date = page.locator("[data-anchor] input[type=date]").first
    date.focus()
    page.keyboard.type("12")
    assert date.evaluate("field => field.validity.badInput")
    listen(page)
    switch_elsewhere(other)
    wait_for_word(page)
    current(page, "甲县")
    date.blur()
    followed(page)
    # A form: the caret stays in the blank, and what is typed after the switch belongs to what was typed before it.
    page.goto(f"{site_url}forms/w01.html")
    blank = page.locator("[data-blank][contenteditable]").nth(3)
    name = blank.get_attribute("data-blank") or ""
    choice(page).select_option("甲县")
    current(other, "甲县")
    listen(page)
    blank.click()
    page.keyboard.type("甲县的话")
    expect(page.locator("[data-save-words]")).to_have_text("已保存")
    switch_elsewhere(other)
    wait_for_word(page)
    page.keyboard.type("，续写")
    blank.evaluate("element => element.blur()")
    followed(page)
    expect(blank).to_have_text("")
    page.wait_for_function("Qingdan.lib.session.state().code === 'saved'")
    assert (stored(page, mine)["forms"], stored(page, theirs)["forms"]) == ({name: "甲县的话，续写"}, {})
    # Where nothing is half done it follows at once.
    switch_elsewhere(other, "甲县")
    current(page, "甲县")


@HTTP
def test_dialogs_of_the_ledger_write_to_the_unit_they_were_opened_for(
    context: BrowserContext, site_url: str
) -> None:
    page = open_ledger(context.new_page(), site_url)
    mine, theirs = two_units(page)
    other = open_workbench(context.new_page(), site_url)
    page.bring_to_front()
    listen(page)
    paste(page, table())
    dialog(page).get_by_label("第 3 行整改时限，另填一天").fill("2026-09-20")
    switch_elsewhere(other)
    wait_for_word(page)
    dialog(page).get_by_role("button", name="写入台账").click()
    followed(page)
    assert [len(stored(page, uid)["problems"]) for uid in (mine, theirs)] == [3, 0]
    # The drawer, its fields and the settings.
    switch_elsewhere(other, "甲县")
    current(page, "甲县")
    shown = drawer(page, 1)
    shown.locator("[data-path=goal]").click()
    page.keyboard.type("目标")
    listen(page)
    switch_elsewhere(other)
    wait_for_word(page)
    page.keyboard.type("，续写")
    shown.locator("[data-path=indicator]").click()
    page.wait_for_function("Qingdan.lib.ledgerBoard.problems()[0].value.goal === '目标，续写'")
    page.keyboard.press("Escape")
    followed(page)
    assert [one["goal"] for one in stored(page, mine)["problems"]] == ["目标，续写", "", ""]
    switch_elsewhere(other, "甲县")
    current(page, "甲县")
    page.get_by_role("button", name="设置", exact=True).click()
    dialog(page).get_by_label("一个人牵头超过几个要提示").fill("7")
    listen(page)
    switch_elsewhere(other)
    wait_for_word(page)
    dialog(page).get_by_role("button", name="保存", exact=True).click()
    current(page, "乙县")
    limits = [stored(page, uid)["profile"].get("ledgerLeadLimit") for uid in (mine, theirs)]
    assert limits == [7, None]
