"""What the tests of the lists and the units share: opening a list, its parts, what it says."""

from playwright.sync_api import Locator, Page, expect

LIST = "lists/q03.html"
TODAY = "2026-11-25T09:00:00"


def open_list(page: Page, site_url: str, path: str = LIST, *, today: str = TODAY) -> Page:
    """Open a list on a given day and wait until it can be ticked."""
    page.clock.set_fixed_time(today)
    page.goto(site_url + path)
    wait_until_ready(page)
    return page


def reload(page: Page) -> None:
    page.reload()
    wait_until_ready(page)


def wait_until_ready(page: Page) -> None:
    expect(page.locator("[data-item-id] input[type=checkbox]").first).to_be_enabled()


def item(page: Page, item_id: str) -> Locator:
    return page.locator(f"#{item_id}")


def box(page: Page, item_id: str) -> Locator:
    return item(page, item_id).locator(".qd-item__head").get_by_role("checkbox")


def state_button(page: Page, item_id: str) -> Locator:
    return item(page, item_id).locator(".qd-item__head").get_by_role("button")


def panel(page: Page, item_id: str) -> Locator:
    return page.get_by_role("group", name=f"{item_id} 的记录")


def open_panel(page: Page, item_id: str) -> Locator:
    state_button(page, item_id).click()
    expect(panel(page, item_id)).to_be_visible()
    return panel(page, item_id)


def choose_state(page: Page, item_id: str, state: str) -> None:
    """By the panel, which stays open."""
    if not panel(page, item_id).is_visible():
        open_panel(page, item_id)
    panel(page, item_id).get_by_role("radio", name=state).check()


def record(page: Page, item_id: str) -> Locator:
    """What is entered for an item, in words below it."""
    return item(page, item_id).locator(".qd-record")


def saved(page: Page) -> None:
    expect(page.locator("[data-save-words]")).to_have_text("已保存")


def progress(page: Page, words: str) -> None:
    expect(page.locator("[data-progress-words=all]")).to_have_text(words)


def undo(page: Page, what: str = "") -> None:
    """Press 撤销, once its label names what it takes back."""
    page.get_by_role("button", name=f"撤销：{what}").click()


def said(page: Page, words: str) -> None:
    """Wait until screen readers have heard this: a region that is hidden is not among the roles."""
    expect(page.get_by_role("status").filter(has_text=words).first).to_be_attached()


def filtered(page: Page, words: str) -> None:
    """Wait until the line above the items says this."""
    expect(page.locator("[data-filter-status]")).to_contain_text(words)
    expect(page.locator("[data-filter-status]")).to_be_visible()


def shows(page: Page, *item_ids: str) -> None:
    """Wait until just these items are shown."""
    locator = page.locator("[data-item-id]:visible")
    expect(locator).to_have_count(len(item_ids))
    for place, item_id in enumerate(item_ids):
        expect(locator.nth(place)).to_have_id(item_id)


def items_shown(page: Page) -> list[str]:
    shown: list[str] = page.locator("[data-item-id]").evaluate_all(
        "(items) => items.filter((item) => item.getClientRects().length).map((item) => item.id)"
    )
    return shown
