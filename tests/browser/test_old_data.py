"""Data that earlier versions, other programs or a failing disk left: the pages take them as far as they can be read."""

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.list_page import item, open_list, saved
from tests.browser.work_page import dialog, open_workbench, part

BOTH = pytest.mark.parametrize("site_url", ["http", "file"], indirect=True)
HTTP = pytest.mark.parametrize("site_url", ["http"], indirect=True)
STORE = "Qingdan.lib.store"


def rows(name: str) -> dict[str, list[dict[str, Any]]]:
    """Rows for a database, by store."""
    found: dict[str, list[dict[str, Any]]] = json.loads(
        (Path(__file__).parent / "rows" / f"{name}.json").read_text(encoding="utf-8")
    )
    return found


# As the first version wrote them, before forms and the ledger: two units, ticks, a milestone, the journal with a clearing
# and its restore point, the time of a backup.
FIRST_VERSION = rows("first_version")

MAKE = """rows => new Promise((resolve, reject) => {
  const opening = indexedDB.open('qingdan', 1);
  opening.onerror = () => reject(opening.error);
  opening.onupgradeneeded = () => {
    const database = opening.result;
    const stores = {units: 'uid', ticks: ['unit', 'id'], milestones: ['unit', 'id'], meta: 'key'};
    for (const [name, keyPath] of Object.entries(stores)) database.createObjectStore(name, {keyPath});
    for (const name of ['changes', 'snapshots']) {
      database.createObjectStore(name, {keyPath: 'id', autoIncrement: true}).createIndex('unit', 'unit');
    }
    opening.transaction.objectStore('snapshots').createIndex('of', 'of');
    for (const [name, list] of Object.entries(rows)) list.forEach(row => opening.transaction.objectStore(name).put(row));
  };
  opening.onsuccess = () => {
    const database = opening.result;
    database.onversionchange = () => { database.close(); window.madeRoom = true; }; // as an open page of then does
    resolve();
  };
})"""

PUT = """rows => new Promise((resolve, reject) => {
  const opening = indexedDB.open('qingdan');
  opening.onerror = () => reject(opening.error);
  opening.onsuccess = () => {
    const transaction = opening.result.transaction(Object.keys(rows), 'readwrite');
    for (const [name, list] of Object.entries(rows)) list.forEach(row => transaction.objectStore(name).put(row));
    transaction.oncomplete = () => { opening.result.close(); resolve(); };
    transaction.onabort = () => reject(transaction.error);
  };
})"""
ROW = """([store, key]) => new Promise(resolve => {
  const opening = indexedDB.open('qingdan');
  opening.onsuccess = () => {
    const asking = opening.result.transaction(store).objectStore(store).get(key);
    asking.onsuccess = () => { opening.result.close(); resolve(asking.result); };
  };
})"""


@BOTH
def test_what_the_first_version_stored_is_all_there(context: BrowserContext, site_url: str) -> None:
    old = context.new_page()
    old.goto(f"{site_url}index.html")
    old.evaluate(MAKE, FIRST_VERSION)
    page = open_list(context.new_page(), site_url)
    assert old.evaluate("window.madeRoom")
    expect(page.locator("[data-unit=choose] option")).to_have_text(["甲镇", "乙镇"])
    expect(item(page, "Q03-07").get_by_role("checkbox")).to_be_checked()
    expect(item(page, "Q03-07")).to_contain_text("旧的记事")
    expect(item(page, "Q03-07")).to_contain_text("办结日期：2026年7月3日")
    for words in ("张三", "2026年8月1日", "整改方案"):
        expect(item(page, "Q03-08").locator(".qd-record")).to_contain_text(words)
    expect(page.locator("[data-progress-words=all]")).to_have_text("已办 1，不适用 0，共 16")
    page.locator("[data-unit=choose]").select_option("乙镇")
    expect(item(page, "Q03-07")).to_have_attribute("data-state", "na")
    page.locator("[data-unit=choose]").select_option("甲镇")
    item(page, "Q03-09").get_by_role("checkbox").check()  # and it goes on from there
    saved(page)

    open_workbench(page, site_url)
    expect(part(page, "recent")).to_contain_text("Q03-07")
    expect(part(page, "backup")).to_contain_text("7月4日")
    part(page, "restore").get_by_role("button", name="恢复到7月4日").click()
    dialog(page).get_by_role("button", name="恢复", exact=True).click()
    page.wait_for_function(f"{STORE}.ticks('u1').then(found => found.has('Q03-01'))")
    assert page.evaluate(f"{STORE}.ticks('u1').then(found => found.get('Q03-01').note)") == "清空之前的"
    assert page.evaluate(f"{STORE}.milestones('u1').then(found => found.size)") == 0  # as it was then

    page.goto(f"{site_url}forms/w01.html")
    page.locator("[data-label=问题][contenteditable]").fill("表单也能填")
    saved(page)
    page.goto(f"{site_url}ledger/index.html")
    page.get_by_role("button", name="自己填").click()
    dialog(page).get_by_label("问题（一格写一个）").fill("台账也能记")
    dialog(page).get_by_role("button", name="新增", exact=True).click()
    expect(page.locator(".qd-drawer[open]")).to_contain_text("台账也能记")
    page.reload()
    expect(page.locator(".qd-grid tbody tr[data-key]")).to_contain_text("台账也能记")
    assert page.evaluate(f"{STORE}.forms('u1').then(found => found.size)") == 1


# Rows of the right key and the wrong shape, beside sound ones.
ODD = rows("odd")


@HTTP
def test_records_of_a_wrong_shape_cost_only_themselves(page: Page, site_url: str) -> None:
    open_list(page, site_url)
    page.evaluate(f"{STORE}.open()")
    page.evaluate(PUT, ODD)
    open_list(page, site_url)
    alarm = page.locator(".qd-notices [role=alert]")
    expect(alarm).to_contain_text("条记录的格式不对")
    expect(page.locator("[data-unit=choose] option")).to_have_text(["（名称没能读出）", "甲镇"])
    page.locator("[data-unit=choose]").select_option("甲镇")
    expect(alarm).to_contain_text("Q03-02")
    expect(item(page, "Q03-01").get_by_role("checkbox")).to_be_checked()
    expect(item(page, "Q03-02").locator(".qd-record")).to_have_text("佐证：纪要记事：5")
    expect(page.locator("[data-progress-words=all]")).to_have_text("已办 1，不适用 0，共 16")

    # Reading changes nothing; who changes one keeps what could not be read beside it.
    before = next(row for row in ODD["ticks"] if row["id"] == "Q03-02")
    assert page.evaluate(ROW, ["ticks", ["u1", "Q03-02"]]) == before
    for name in ("Q03-02", "Q03-03"):
        item(page, name).get_by_role("checkbox").check()
    saved(page)
    after = page.evaluate(ROW, ["ticks", ["u1", "Q03-02"]])["value"]
    assert (after["state"], after["note"], after["evidence"]) == ("done", "5", ["纪要"])
    assert after["damaged"] == before["value"]
    page.get_by_role("button", name="撤销").click()
    expect(item(page, "Q03-03").get_by_role("checkbox")).not_to_be_checked()

    page.goto(f"{site_url}forms/w01.html")
    expect(page.locator('[data-blank="W01-06"]')).to_have_text("2026")
    page.goto(f"{site_url}timelines/t01.html")
    expect(page.locator('tr[data-key="T01-01"]').get_by_role("checkbox").first).not_to_be_checked()
    page.goto(f"{site_url}ledger/index.html")
    grid = page.locator(".qd-grid tbody tr[data-key]")
    expect(grid).to_have_count(3)
    for words in ("好的问题", "404", "党政办"):
        expect(page.locator(".qd-grid tbody")).to_contain_text(words)
    grid.filter(has_text="404").get_by_role("button").click()
    expect(page.locator(".qd-drawer[open]").get_by_label("整改措施").first).to_have_value("好的措施")
    expect(alarm).to_contain_text("条记录的格式不对")
    open_workbench(page, site_url)
    expect(part(page, "units")).to_contain_text("甲镇")

    # All of it goes into a file, and the file is taken back.
    found = page.evaluate(
        "Qingdan.lib.exchange.exportUnits(undefined, '').then(({text}) => [text, Qingdan.lib.exchangeFile.readDocument(text)])"
    )
    assert (found[1]["ok"], found[1]["problems"]) == (True, [])
    for words in ("finished", "下周", "坏的措施", "尽快", "不是单位"):
        assert words in found[0]
