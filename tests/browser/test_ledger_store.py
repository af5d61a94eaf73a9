"""The ledger keeps what it was given: two tabs, a full disk, a killed browser, a database of the version before."""

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from raw_browser import RawBrowser
from system_parts import system_chromium
from tests.browser.data_page import data_layer, open_data_page, saved_when
from tests.browser.ledger_page import ledger_scripts, open_ledger_page
from tests.browser.test_store import LONG, NEW_UNIT, limit_storage
from tests.browser.work_page import choose_files, dialog, make_unit, open_workbench

BOTH = pytest.mark.parametrize("site_url", ["http", "file"], indirect=True)
HTTP = pytest.mark.parametrize("site_url", ["http"], indirect=True)
LEDGER = "Qingdan.lib.ledgerStore"
ADD = f"""async ([unit, count]) => {{
  const ids = [];
  for (let at = 0; at < count; at++) {{
    const {{value}} = await {LEDGER}.add(unit, {{no: String(at), text: `问题 ${{at}}`, units: ['甲局'],
      'measures/m1': {{text: '修订', order: 1}}}});
    ids.push(value.id);
  }}
  return ids;
}}"""
CELLS = f"unit => {LEDGER}.load(unit).then(list => list.map(({{value}}) => [value.goal, value.plan, value.now.state, value.now.count]))"


@BOTH
def test_two_tabs_lose_nothing(context: BrowserContext, site_url: str) -> None:
    first, second = (open_ledger_page(context.new_page(), site_url) for _ in range(2))
    unit = first.evaluate(NEW_UNIT)
    ids = first.evaluate(ADD, [unit, 10])
    first.evaluate(
        f"([unit, ids]) => {LEDGER}.actMany(unit, ids, {{action: 'claim', on: Qingdan.lib.dates.today(), by: '甲'}})",
        [unit, ids],
    )
    for page, own in ((first, "goal"), (second, "plan")):
        page.evaluate(
            f"""([unit, ids, own]) => {{
              window.work = (async () => {{
                let saved = 0;
                for (let at = 0; at < 100; at++) {{
                  const id = ids[at % 10];
                  saved += (await {LEDGER}.patch(unit, id, {{[own]: `${{own}} ${{at}}`}})).saved;
                  const step = {{action: 'progress', on: Qingdan.lib.dates.today(), by: own, details: {{text: `${{own}} ${{at}}`}}}};
                  saved += (await {LEDGER}.act(unit, id, step)).saved;
                }}
                return saved;
              }})();
            }}""",
            [unit, ids, own],
        )
    assert [page.evaluate("window.work") for page in (first, second)] == [200, 200]
    for page in (first, second):
        assert page.evaluate(CELLS, unit) == [
            [f"goal {90 + at}", f"plan {90 + at}", "open", 22] for at in range(10)
        ]
    # No event stands beside another: each follows the one before, whichever tab made it.
    assert (
        first.evaluate(
            f"unit => {LEDGER}.load(unit).then(list => list.map(({{value}}) => value.now.heads.length))", unit
        )
        == [1] * 10
    )
    assert first.evaluate(f"unit => {LEDGER}.verify(unit)", unit) == []


@HTTP
def test_what_a_full_disk_refused_outlives_the_page(page: Page, site_url: str) -> None:
    open_ledger_page(page, site_url)
    limit_storage(page, site_url, 2_000_000)
    unit = page.evaluate(NEW_UNIT)
    [first] = page.evaluate(ADD, [unit, 1])
    count = 0
    write = f"([unit, id, changes]) => {LEDGER}.patch(unit, id, changes)"
    while page.evaluate(write, [unit, first, {f"own/{count:03}": LONG}])["saved"]:
        count += 1
        assert count < 200
    step = {"action": "claim", "on": page.evaluate("Qingdan.lib.dates.today()"), "by": "甲"}
    result = page.evaluate(f"([unit, id, step]) => {LEDGER}.act(unit, id, step)", [unit, first, step])
    assert (result["saved"], result["value"]["value"]["now"]["state"]) == (False, "open")
    assert page.evaluate("Qingdan.lib.store.status().pending") == 2
    page.goto("about:blank")
    page.wait_for_timeout(3000)  # until Chromium forgets how little was free
    limit_storage(page, site_url, None)
    # A page without the ledger leaves it to one that has it.
    open_data_page(page, site_url)
    page.evaluate("Qingdan.lib.store.open()")
    page.goto("about:blank")
    open_ledger_page(page, site_url)
    page.wait_for_function("Object.keys(localStorage).join() === 'qingdan.used'", polling=50)
    [problem] = page.evaluate(f"unit => {LEDGER}.load(unit)", unit)
    assert len(problem["value"]["own"]) == count + 1
    assert problem["value"]["now"]["state"] == "open"
    assert page.evaluate(f"unit => {LEDGER}.verify(unit)", unit) == []


@pytest.mark.parametrize("least", [200, 20], ids=["when all are saved", "in the midst"])
def test_saved_steps_survive_a_kill(site_url: str, tmp_path: Path, least: int) -> None:
    scripts = f"{data_layer()}\n{ledger_scripts()}\n;0"

    def start() -> RawBrowser:
        browser = RawBrowser(str(system_chromium()), tmp_path)
        browser.go(f"{site_url}index.html")
        browser.evaluate(scripts)
        return browser

    browser = start()
    browser.evaluate(f"({NEW_UNIT}).then(uid => {{ window.unit = uid; return uid; }})")
    browser.evaluate(f"({ADD})([window.unit, 20]).then(ids => {{ window.ids = ids; return ids; }})")
    unit, ids = browser.evaluate("window.unit"), browser.evaluate("window.ids")
    browser.evaluate(
        f"""window.saved = [];
        for (let at = 0; at < 100; at++) setTimeout(() => {{
          const id = window.ids[at % 20], text = `第 ${{at}} 次`;
          {LEDGER}.act(window.unit, id, {{action: 'progress', on: Qingdan.lib.dates.today(), by: '甲', details: {{text}}}})
            .then(({{saved}}) => saved && window.saved.push(text));
          {LEDGER}.patch(window.unit, id, {{[`own/${{at}}`]: text}}).then(({{saved}}) => saved && window.saved.push(`栏 ${{text}}`));
        }}, at * 4);
        0"""
    )
    saved = browser.evaluate(saved_when(least))
    browser.kill()
    assert len(saved) >= least

    again = start()
    found = again.evaluate(
        f"""Promise.all([{LEDGER}.allEvents('{unit}'), {LEDGER}.load('{unit}'), {LEDGER}.verify('{unit}')])
          .then(([events, list, wrong]) => [[
            ...events.map(({{details}}) => details.text || ''),
            ...list.flatMap(({{value}}) => Object.values(value.own).map(text => `栏 ${{text}}`)),
          ], wrong])"""
    )
    again.close()
    assert set(saved) - set(found[0]) == set()
    assert found[1] == []
    assert len(ids) == 20


@HTTP
def test_an_import_shows_what_the_ledger_would_become(page: Page, site_url: str) -> None:
    open_workbench(page, site_url)
    unit = make_unit(page)
    open_ledger = "async (script) => { const one = document.createElement('script'); one.textContent = script; document.head.append(one); }"
    page.evaluate(open_ledger, ledger_scripts())
    [problem] = page.evaluate(ADD, [unit, 1])
    text: str = page.evaluate(
        "unit => Qingdan.lib.exchange.exportUnits([unit], '').then(({text}) => text)", unit
    )
    document: dict[str, Any] = json.loads(text)
    [theirs] = document["units"]
    known = theirs["ledger"]["problems"][problem]
    known.update(text="他改的", goal="目标", at={"text": "x1", "goal": "x1"}, rev="x1", revs=[known["rev"]])
    create = next(iter(theirs["ledger"]["events"]))
    theirs["ledger"]["events"]["e9"] = {
        "id": "e9", "problem": problem, "type": "claim", "on": "2026-11-24", "by": "乙", "note": "", "at": "",
        "prev": [create], "details": {}, "from": "new", "to": "open",
    }  # fmt: skip
    page.evaluate(f"([unit, id]) => {LEDGER}.patch(unit, id, {{text: '我改的'}})", [unit, problem])
    choose_files(page, ("同事.json", document))
    shown = dialog(page)
    expect(shown).to_contain_text("台账的办理过程：新增 1 笔记录")
    conflict = shown.locator(".qd-conflict")
    expect(conflict).to_contain_text("问题 0 ")
    assert conflict.locator("dt").all_inner_texts() == ["问题", "问题"]  # only the cell that both changed
    conflict.get_by_label("用文件里的").check()
    shown.get_by_role("button", name="确认导入").click()
    expect(shown).to_contain_text("写入 2 处")
    [after] = page.evaluate(f"unit => {LEDGER}.load(unit)", unit)
    assert (after["value"]["text"], after["value"]["goal"], after["value"]["now"]["state"]) == (
        "他改的",
        "目标",
        "open",
    )
    shown.get_by_role("button", name="撤销这次导入").click()
    expect(dialog(page)).to_contain_text("导入已撤销")
    [before] = page.evaluate(f"unit => {LEDGER}.load(unit)", unit)
    assert (before["value"]["text"], before["value"].get("goal"), before["value"]["now"]["state"]) == (
        "我改的",
        "",
        "new",
    )
    assert page.evaluate(f"unit => {LEDGER}.verify(unit)", unit) == []
