"""The ledger's page loses nothing that it showed as saved: a killed browser, a full disk, a database that breaks."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

import old_chromium
from raw_browser import RawBrowser, raw_browser
from system_parts import system_chromium
from tests.browser.ledger_work import ROWS, cell, dialog, open_ledger, paste, table, write
from tests.browser.test_store import DAMAGED, LONG, limit_storage

HTTP = pytest.mark.parametrize("site_url", ["http"], indirect=True)
FLOWS = (Path(__file__).parent / "ledger_page_flows.js").read_text(encoding="utf-8")
WORDS = "[data-save-words]"


def binary_of(age: str) -> Path:
    found = system_chromium() if age == "current" else old_chromium.cached()
    if not found:
        pytest.skip("没有这个浏览器（旧版可用 python3 scripts/old_chromium.py 下载）")
    return Path(found)


def open_flows(browser: RawBrowser, url: str) -> None:
    browser.go(url)
    browser.evaluate(f"{FLOWS}\n;0")


@pytest.fixture
def old_browser(tmp_path: Path) -> Iterator[RawBrowser]:
    """Run an old Chromium."""
    names = "--host-resolver-rules=MAP kit.test 127.0.0.1"
    with raw_browser(binary_of("old"), tmp_path, [names, "--window-size=1280,900"]) as browser:
        yield browser


@pytest.mark.parametrize("site_url", ["http_name", "file"], indirect=True)
def test_in_the_oldest_browser_from_paste_to_closed(old_browser: RawBrowser, site_url: str) -> None:
    for flow in ("work", "again"):
        open_flows(old_browser, f"{site_url}ledger/index.html?{flow}")
        old_browser.evaluate(f"ledgerPageFlows.{flow}()")


@pytest.mark.parametrize(
    ("age", "site_url"), [("current", "http"), ("current", "file"), ("old", "file")], indirect=["site_url"]
)
def test_what_the_page_showed_as_saved_survives_a_kill(age: str, site_url: str, tmp_path: Path) -> None:
    url, sized = f"{site_url}ledger/index.html", ["--window-size=1280,900"]
    browser = RawBrowser(binary_of(age), tmp_path, sized)
    open_flows(browser, url)
    browser.evaluate("ledgerPageFlows.paste()")
    browser.evaluate("ledgerPageFlows.edits().catch(() => {}), 0")
    deadline = time.monotonic() + 40
    while browser.evaluate("Object.keys(window.shown).length") < 8 and time.monotonic() < deadline:
        time.sleep(0.1)
    shown = {int(row): at for row, at in browser.evaluate("window.shown").items()}
    browser.kill()
    assert len(shown) == 8

    again = RawBrowser(binary_of(age), tmp_path, sized)
    open_flows(again, url)
    found = again.evaluate("ledgerPageFlows.classes()")
    again.close()
    # What was typed after the last look may have arrived, too; nothing older may be there.
    assert [int(words.split(" ")[1]) >= shown[row] for row, words in enumerate(found, 1)] == [True] * 8


@HTTP
def test_a_full_disk_is_said_and_what_was_typed_comes_later(page: Page, site_url: str) -> None:
    limit_storage(page, site_url, 2_000_000)
    open_ledger(page, site_url)
    paste(page, table(ROWS[:2]))
    write(page)
    patch = "words => Qingdan.lib.ledgerBoard.patch(Qingdan.lib.ledgerBoard.problems()[1], {[`own/${Math.random()}`]: words})"
    for _ in range(200):
        if page.evaluate(f"words => ({patch})(words).then(({{saved}}) => !saved)", LONG):
            break
    # The page goes on: the cell takes what is typed, and nothing says that it is saved.
    cell(page, 1, "class").dblclick()
    page.keyboard.press("Control+A")
    page.keyboard.type("磁盘满了以后")
    page.keyboard.press("Enter")
    expect(cell(page, 1, "class")).to_have_text("磁盘满了以后")
    expect(page.locator(WORDS)).to_have_text("没有保存")
    expect(page.locator(".qd-notices__alarm")).to_contain_text("存储空间满了")
    page.evaluate("window.onbeforeunload = null")
    page.on("dialog", lambda asked: asked.accept())
    page.goto("about:blank")
    page.wait_for_timeout(3000)  # until Chromium forgets how little was free
    limit_storage(page, site_url, None)
    open_ledger(page, site_url)
    expect(cell(page, 1, "class")).to_have_text("磁盘满了以后")


@HTTP
def test_a_database_that_breaks_while_people_work(page: Page, site_url: str, incidents: list[str]) -> None:
    open_ledger(page, site_url)
    paste(page, table(ROWS[:2]))
    write(page)
    page.evaluate(
        """() => {
          const {transaction} = IDBDatabase.prototype;
          IDBDatabase.prototype.transaction = function (...given) {
            if (window.broken) throw new DOMException('Internal error', 'UnknownError');
            return transaction.apply(this, given);
          };
          window.broken = true;
        }"""
    )
    cell(page, 1, "class").dblclick()
    page.keyboard.press("Control+A")
    page.keyboard.type("坏了以后写的")
    page.keyboard.press("Enter")
    expect(page.locator(".qd-notices__alarm")).to_contain_text("打不开，可能已损坏")
    expect(page.locator(WORDS)).to_have_text("没有保存")
    # The words were never shown as saved, and are not lost either: the next page stores them.
    page.goto("about:blank")
    incidents.clear()  # what was to be read again after the import stands in the console
    open_ledger(page, site_url)
    expect(cell(page, 1, "class")).to_have_text("坏了以后写的")
    expect(cell(page, 2, "text")).to_have_text("党费收缴不及时")


@HTTP
def test_a_database_that_cannot_be_opened_keeps_its_ledger(
    page: Page, site_url: str, incidents: list[str]
) -> None:
    open_ledger(page, site_url)
    paste(page, table(ROWS[:2]))
    write(page)
    page.add_init_script(DAMAGED)
    open_ledger(page, site_url)
    expect(page.locator(".qd-notices__alarm")).to_contain_text("打不开，可能已损坏")
    incidents.clear()  # what could not be read stands in the console
    page.get_by_role("button", name="自己填").click()
    dialog(page).get_by_label("问题（一格写一个）").fill("打不开时写的问题")
    dialog(page).get_by_role("button", name="新增", exact=True).click()
    expect(page.locator(".qd-drawer[open]")).to_contain_text("打不开时写的问题")
    expect(page.locator(WORDS)).to_have_text("没有保存")
    page.evaluate("window.mended = true")
    assert page.evaluate("Qingdan.lib.store.retry()") is True
    found = page.evaluate(
        """Qingdan.lib.store.units().then((units) => Promise.all(units.map(({uid}) => Qingdan.lib.ledgerStore.load(uid))))
          .then((lists) => lists.flat().map(({value}) => value.text))"""
    )
    assert sorted(found) == sorted(["打不开时写的问题", ROWS[0][2], ROWS[1][2]])
