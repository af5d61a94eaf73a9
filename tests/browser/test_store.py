"""The data layer keeps what people tick and type: every flow, several tabs, and storage that fails."""

import json
import random
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.data_page import DATA_FLOWS, flow_scripts, open_data_page, run_flows

EVERYWHERE = pytest.mark.parametrize("site_url", ["http", "http_name", "file"], indirect=True)
HTTP = pytest.mark.parametrize("site_url", ["http"], indirect=True)

# Shorthands for what the tests below evaluate.
STORE = "Qingdan.lib.store"
NEW_UNIT = f"{STORE}.createUnit({{name: '甲单位'}}).then(({{value}}) => value.uid)"
STATES = f"uid => {STORE}.ticks(uid).then(ticks => [...ticks].map(([id, tick]) => [id, tick.state]))"
CODE = f"{STORE}.status().code"
# What is on disk, read past the data layer.
RAW = """name => new Promise((resolve, reject) => {
  const opening = indexedDB.open(name);
  opening.onerror = () => reject(opening.error);
  opening.onsuccess = async () => {
    const database = opening.result, found = {version: database.version};
    for (const store of database.objectStoreNames) {
      found[store] = await new Promise((done) => {
        database.transaction(store).objectStore(store).getAll().onsuccess = (event) => done(event.target.result);
      });
    }
    database.close();
    resolve(found);
  };
})"""


def patch(page: Page, uid: str, item: str, **fields: Any) -> dict[str, Any]:
    """Change fields of a tick; return {saved, value}."""
    result: dict[str, Any] = page.evaluate(
        f"([uid, item, fields]) => {STORE}.patchTick(uid, item, fields)", [uid, item, fields]
    )
    return result


def wait_until(page: Page, condition: str) -> None:
    """Wait for a condition; by the clock, since a tab in the background draws no frames."""
    page.wait_for_function(condition, polling=50)


def refusal(page: Page, call: str) -> str:
    """Return the code of the error that a call ends in."""
    code: str = page.evaluate(f"{STORE}.{call}.then(() => '没有出错', error => error.code)")
    return code


@EVERYWHERE
def test_flows(page: Page, site_url: str) -> None:
    run_flows(page, DATA_FLOWS, "flows", lambda: open_data_page(page, site_url), flow_scripts())


@EVERYWHERE
def test_changes_survive_a_reload(page: Page, site_url: str) -> None:
    open_data_page(page, site_url)
    uid = page.evaluate(NEW_UNIT)
    assert patch(page, uid, "Q01-01", state="done", note="一")["saved"]
    patch(page, uid, "Q01-01", note="二")
    open_data_page(page, site_url)
    assert page.evaluate(STATES, uid) == [["Q01-01", "done"]]
    # The same tab takes back what it did before the reload.
    page.evaluate(f"uid => {STORE}.undo(uid)", uid)
    assert page.evaluate(f"uid => {STORE}.ticks(uid).then(ticks => ticks.get('Q01-01').note)", uid) == "一"
    other = open_data_page(page.context.new_page(), site_url)
    assert other.evaluate(f"uid => {STORE}.undo(uid)", uid)["value"] is None


@EVERYWHERE
def test_a_thousand_interleaved_changes_of_two_tabs(context: BrowserContext, site_url: str) -> None:
    first, second = (open_data_page(context.new_page(), site_url) for _ in range(2))
    uid = first.evaluate(NEW_UNIT)
    for page in (first, second):
        page.evaluate(
            """() => {
              window.heard = 0;
              Qingdan.lib.store.subscribe(change => { if (!change.local && change.action === 'edit') window.heard++; });
            }"""
        )
    for page, own in ((first, "note"), (second, "person")):
        page.evaluate(
            """([uid, own]) => {
              window.work = (async () => {
                let saved = 0;
                for (let at = 0; at < 500; at++) {
                  // A field that only this tab changes, and one that both do.
                  const fields = {[own]: `${own} ${at}`, state: own === 'note' ? 'doing' : 'na'};
                  saved += (await Qingdan.lib.store.patchTick(uid, `Q01-${at % 50}`, fields)).saved;
                }
                return saved;
              })();
            }""",
            [uid, own],
        )
    assert [page.evaluate("window.work") for page in (first, second)] == [500, 500]
    everything = f"uid => {STORE}.ticks(uid).then(ticks => [...ticks].sort())"
    ticks = first.evaluate(everything, uid)
    assert ticks == second.evaluate(everything, uid)
    assert {item: (tick["note"], tick["person"]) for item, tick in ticks} == {
        f"Q01-{at}": (f"note {450 + at}", f"person {450 + at}") for at in range(50)
    }
    # Every change has its entry, and a line of ancestors without gap or fork.
    changes = first.evaluate(f"uid => {STORE}.recentChanges(uid, 2000)", uid)
    assert sum(change["action"] == "edit" for change in changes) == 1000
    assert all(len(tick["revs"]) == len(set(tick["revs"])) == 19 for _, tick in ticks)
    for page in (first, second):
        wait_until(page, "window.heard === 500")


@EVERYWHERE
@pytest.mark.parametrize("channel", ["BroadcastChannel", "localStorage"])
def test_other_tabs_hear_of_changes(context: BrowserContext, site_url: str, channel: str) -> None:
    if channel == "localStorage":
        context.add_init_script("delete window.BroadcastChannel")
    first, second = (open_data_page(context.new_page(), site_url) for _ in range(2))
    uid = first.evaluate(NEW_UNIT)
    second.evaluate(
        f"window.heard = []; {STORE}.subscribe(change => {{ change.action === 'edit' && window.heard.push(change); }}); 0"
    )
    for _ in range(2):
        patch(first, uid, "Q01-01", state="done")
        patch(first, uid, "Q01-01", state="todo")
    wait_until(second, "window.heard.length === 4")
    assert second.evaluate("window.heard[3]") == {
        "unit": uid, "store": "ticks", "key": "Q01-01", "action": "edit", "local": False,
        **({"count": second.evaluate("window.heard[3].count")} if channel == "localStorage" else {}),
    }  # fmt: skip


FORBIDDEN = {
    "throws": "Object.defineProperty(window, 'indexedDB', {get() { throw new DOMException('no', 'SecurityError'); }})",
    "missing": "Object.defineProperty(window, 'indexedDB', {value: undefined})",
    "open throws": "IDBFactory.prototype.open = () => { throw new DOMException('no', 'SecurityError'); };",
    "no storage at all": """
      for (const name of ['indexedDB', 'localStorage', 'sessionStorage'])
        Object.defineProperty(window, name, {get() { throw new DOMException('no', 'SecurityError'); }});
      delete window.BroadcastChannel;""",
}


@EVERYWHERE
@pytest.mark.parametrize("how", FORBIDDEN)
def test_forbidden_storage_is_said_and_the_page_goes_on(page: Page, site_url: str, how: str) -> None:
    page.add_init_script(FORBIDDEN[how])
    open_data_page(page, site_url)
    status = page.evaluate(f"{STORE}.open()")
    assert (status["code"], "保存到文件" in status["message"]) == ("readonly:forbidden", True)
    uid = page.evaluate(NEW_UNIT)
    result = patch(page, uid, "Q01-01", state="done")
    assert (result["saved"], result["value"]["state"]) == (False, "done")
    patch(page, uid, "Q01-02", note="没有存上")
    page.evaluate(f"uid => {STORE}.undo(uid)", uid)
    assert page.evaluate(STATES, uid) == [["Q01-01", "done"], ["Q01-02", "todo"]]
    page.evaluate(f"uid => {STORE}.clearUnit(uid)", uid)
    page.evaluate(f"uid => {STORE}.undo(uid)", uid)
    text = page.evaluate("Qingdan.lib.exchange.exportUnits(undefined, '测试').then(({text}) => text)")
    assert page.evaluate(f"{STORE}.status().pending") == 6
    page.evaluate(f"{STORE}.wipe()")
    assert page.evaluate(f"{STORE}.units()") == []
    plan = page.evaluate_handle("text => Qingdan.lib.exchange.parseImport(text).then(({plan}) => plan)", text)
    assert page.evaluate("plan => Qingdan.lib.exchange.applyImport(plan)", plan)["saved"] is False
    assert page.evaluate(STATES, uid) == [["Q01-01", "done"], ["Q01-02", "todo"]]


@HTTP
def test_full_storage_loses_nothing(page: Page, site_url: str) -> None:
    uid, saved, unsaved = fill_storage(page, site_url)
    page.evaluate(f"window.codes = []; {STORE}.onStatus(({{code}}) => window.codes.push(code)); 0")
    assert patch(page, uid, saved[0], note=LONG + "改")["saved"] is False
    status = page.evaluate(f"{STORE}.status()")
    assert (status["code"], status["pending"], "保存到文件" in status["message"]) == ("full", 2, True)
    # The page sees all of it, what lies on disk is what was saved before.
    ticks = dict(page.evaluate(f"uid => {STORE}.ticks(uid).then(ticks => [...ticks])", uid))
    assert list(ticks) == [*saved, unsaved]
    assert (ticks[saved[0]]["note"], ticks[unsaved]["note"]) == (LONG + "改", LONG)
    assert notes_on_disk(page) == dict.fromkeys(saved, LONG)
    text = page.evaluate("Qingdan.lib.exchange.exportUnits(undefined, '').then(({text}) => text)")
    assert json.loads(text)["units"][0]["ticks"][unsaved]["note"] == LONG
    # A step that needs room for its restore point is refused as a whole.
    assert refusal(page, f"clearUnit('{uid}')") == "full"
    assert page.evaluate(f"{STORE}.retry()") is False
    # Another tab changes another field meanwhile: both survive.
    limit_storage(page, site_url, None)
    other = open_data_page(page.context.new_page(), site_url)
    assert patch(other, uid, saved[0], person="另一个窗口")["saved"] is True
    assert page.evaluate(f"{STORE}.retry()") is True
    assert page.evaluate(f"{STORE}.status()") == {"code": "ok", "message": "", "notice": "", "pending": 0}
    assert set(page.evaluate("window.codes")) == {"full", "ok"}
    assert notes_on_disk(page) == {**dict.fromkeys([*saved, unsaved], LONG), saved[0]: LONG + "改"}
    ticks = dict(page.evaluate(f"uid => {STORE}.ticks(uid).then(ticks => [...ticks])", uid))
    assert ticks[saved[0]]["person"] == "另一个窗口"


@HTTP
def test_full_storage_is_left_by_the_next_change(page: Page, site_url: str) -> None:
    uid, saved, unsaved = fill_storage(page, site_url)
    limit_storage(page, site_url, None)
    assert patch(page, uid, "Q99-01", note="其后")["saved"] is True
    assert notes_on_disk(page) == {**dict.fromkeys([*saved, unsaved], LONG), "Q99-01": "其后"}
    assert page.evaluate(CODE) == "ok"


@HTTP
def test_removing_for_good_gives_room(page: Page, site_url: str) -> None:
    uid, *_ = fill_storage(page, site_url)
    other = open_data_page(page.context.new_page(), site_url)
    assert other.evaluate(f"uid => {STORE}.removeUnit(uid, {{final: true}})", uid)["saved"] is True
    assert notes_on_disk(page) == {}
    assert page.evaluate(f"{STORE}.units()") == []


@HTTP
def test_what_full_storage_refused_outlives_the_page(page: Page, site_url: str) -> None:
    uid, saved, unsaved = fill_storage(page, site_url)
    page.goto("about:blank")
    page.wait_for_timeout(3000)  # until Chromium forgets how little was free
    limit_storage(page, site_url, None)
    open_data_page(page, site_url)
    assert len(page.evaluate(STATES, uid)) == len(saved) + 1
    assert notes_on_disk(page)[unsaved] == LONG
    assert page.evaluate("Object.keys(localStorage)") == ["qingdan.used"]


# Random, because LevelDB compresses what it stores.
LONG = "".join(random.Random(1).choices([chr(0x4E00 + at) for at in range(20000)], k=19500))


def fill_storage(page: Page, site_url: str) -> tuple[str, list[str], str]:
    """Write long notes until one does not fit; return the unit, the items that are saved, and the one that is not."""
    open_data_page(page, site_url)
    limit_storage(page, site_url, 2_000_000)  # before the first use: Chromium keeps the free space in mind
    uid = page.evaluate(NEW_UNIT)
    saved: list[str] = []
    while patch(page, uid, item := f"Q01-{len(saved):03}", note=LONG)["saved"]:
        saved.append(item)
        assert len(saved) < 500
    assert saved
    return uid, saved, item


def notes_on_disk(page: Page) -> dict[str, str]:
    """Return what IndexedDB holds, by item."""
    return {row["id"]: row["value"]["note"] for row in page.evaluate(RAW, "qingdan")["ticks"]}


def limit_storage(page: Page, site_url: str, size: int | None) -> None:
    """Give the site so many bytes of storage; None: as many as usual."""
    devtools = page.context.new_cdp_session(page)
    limit = {} if size is None else {"quotaSize": size}
    devtools.send("Storage.overrideQuotaForOrigin", {"origin": site_url.rstrip("/"), **limit})


# A database that the browser can no longer open, though it is there.
DAMAGED = """
const open = IDBFactory.prototype.open;
IDBFactory.prototype.open = function (name, version) {
  if (name !== 'qingdan' || window.mended) return open.call(this, name, version);
  const request = {error: new DOMException('Internal error opening backing store', 'UnknownError')};
  setTimeout(() => request.onerror({target: request}));
  return request;
};"""


@EVERYWHERE
def test_damaged_database_is_set_aside(page: Page, site_url: str) -> None:
    open_data_page(page, site_url)
    old = page.evaluate(NEW_UNIT)
    patch(page, old, "Q01-01", note="在坏掉的库里")
    page.add_init_script(DAMAGED)
    open_data_page(page, site_url)
    status = page.evaluate(f"{STORE}.open()")
    assert (status["code"], "另建一份" in status["message"]) == ("damaged", True)
    assert page.evaluate(f"{STORE}.salvage()") == {}
    # What is entered now waits in memory, also for a unit that cannot be read.
    uid = page.evaluate(NEW_UNIT)
    assert patch(page, uid, "Q01-01", note="暂存")["saved"] is False
    assert patch(page, old, "Q01-02", note="也暂存")["saved"] is False
    assert page.evaluate(f"{STORE}.startAfresh()") is True
    assert page.evaluate(f"{STORE}.status()")["pending"] == 0
    assert patch(page, uid, "Q01-03", state="done")["saved"] is True
    names = "indexedDB.databases().then(found => found.map(({name}) => name).sort())"
    assert page.evaluate(names) == ["qingdan", "qingdan-2"]
    # The new one stays in use, even when localStorage is gone and the old one opens again.
    page.evaluate("localStorage.clear(); sessionStorage.clear()")
    page.add_init_script("window.mended = true")
    open_data_page(page, site_url)
    assert page.evaluate(STATES, uid) == [["Q01-01", "todo"], ["Q01-03", "done"]]
    assert page.evaluate(STATES, old) == [["Q01-02", "todo"]]
    kept = page.evaluate(RAW, "qingdan")
    assert [row["value"]["note"] for row in kept["ticks"]] == ["在坏掉的库里"]
    page.evaluate(f"{STORE}.wipe()")
    assert page.evaluate(names) == []


@HTTP
def test_damage_that_passes_brings_back_what_was_entered(page: Page, site_url: str) -> None:
    open_data_page(page, site_url)
    uid = page.evaluate(NEW_UNIT)
    patch(page, uid, "Q01-01", note="原来的", state="done")
    page.add_init_script(DAMAGED)
    open_data_page(page, site_url)
    assert patch(page, uid, "Q01-01", note="打不开时写的")["saved"] is False
    page.evaluate("window.mended = true")
    assert page.evaluate(f"{STORE}.retry()") is True
    [row] = page.evaluate(RAW, "qingdan")["ticks"]
    assert (row["value"]["note"], row["value"]["state"]) == ("打不开时写的", "done")
    assert [unit["name"] for unit in page.evaluate(f"{STORE}.units()")] == ["甲单位"]


@HTTP
def test_rows_that_can_be_read_are_salvaged(page: Page, site_url: str) -> None:
    open_data_page(page, site_url)
    uid = page.evaluate(NEW_UNIT)
    patch(page, uid, "Q01-01", note="好的")
    patch(page, uid, "Q01-02", note="坏的")
    page.add_init_script(
        """const fail = (name) => function () { throw new DOMException('Failed to read', 'DataError'); };
        const {get, getAll} = IDBObjectStore.prototype;
        IDBObjectStore.prototype.getAll = function (...a) { return window.failing ? fail()() : getAll.apply(this, a); };
        IDBObjectStore.prototype.get = function (key) { return key[1] === 'Q01-02' ? fail()() : get.call(this, key); };"""
    )
    open_data_page(page, site_url)
    page.evaluate("window.failing = true")
    assert refusal(page, f"ticks('{uid}')") == "damaged"
    assert page.evaluate(CODE) == "damaged"
    rows = page.evaluate(f"{STORE}.salvage()")
    assert [row["value"]["note"] for row in rows["ticks"]] == ["好的"]
    assert len(rows["units"]) == 1


NEWER = """() => new Promise((resolve, reject) => {
  const opening = indexedDB.open('qingdan', 99);
  opening.onupgradeneeded = () => { opening.result.createObjectStore('marvels'); window.upgraded = true; };
  opening.onblocked = () => { window.blocked = true; };
  opening.onerror = () => reject(opening.error);
  opening.onsuccess = () => { opening.result.close(); resolve(window.blocked || false); };
})"""


@EVERYWHERE
def test_newer_database_is_left_alone(page: Page, site_url: str) -> None:
    open_data_page(page, site_url)
    uid = page.evaluate(NEW_UNIT)
    patch(page, uid, "Q01-01", note="原来的")
    page.evaluate(NEWER)
    before = page.evaluate(RAW, "qingdan")
    open_data_page(page, site_url)
    status = page.evaluate(f"{STORE}.open()")
    assert status["code"] == "newer"
    assert "这台电脑上的数据由更新版本的站点写入，请用新版打开" in status["message"]
    mine = page.evaluate(NEW_UNIT)
    assert patch(page, mine, "Q01-01", note="另写的")["saved"] is False
    assert page.evaluate(RAW, "qingdan") == before
    page.evaluate(f"{STORE}.wipe()")
    assert page.evaluate("indexedDB.databases().then(found => found.length)") == 0


@EVERYWHERE
def test_newer_site_in_another_tab_is_not_blocked(context: BrowserContext, site_url: str) -> None:
    old, new = (open_data_page(context.new_page(), site_url) for _ in range(2))
    uid = old.evaluate(NEW_UNIT)
    patch(old, uid, "Q01-01", note="旧版写的")
    assert new.evaluate(NEWER) is False
    assert old.evaluate(CODE) == "newer"
    result = patch(old, uid, "Q01-01", note="换版之后")
    assert (result["saved"], result["value"]["note"]) == (False, "换版之后")
    assert [row["value"]["note"] for row in new.evaluate(RAW, "qingdan")["ticks"]] == ["旧版写的"]


@EVERYWHERE
def test_wipe_reaches_the_other_tabs(context: BrowserContext, site_url: str) -> None:
    first, second = (open_data_page(context.new_page(), site_url) for _ in range(2))
    uid = first.evaluate(NEW_UNIT)
    patch(second, uid, "Q01-01", note="在另一个窗口")
    second.evaluate(f"window.heard = []; {STORE}.subscribe(({{action}}) => window.heard.push(action)); 0")
    first.evaluate(f"{STORE}.wipe()")
    wait_until(second, "window.heard.includes('wiped')")
    assert second.evaluate(f"{STORE}.units()") == []
    assert refusal(second, f"patchTick('{uid}', 'Q01-01', {{note: '晚到的'}})") == "no-unit"
    assert second.evaluate(RAW, "qingdan")["ticks"] == []


@EVERYWHERE
def test_a_new_database_is_taken_by_the_other_tabs_too(context: BrowserContext, site_url: str) -> None:
    """Else they would say 已保存 of what no later page sees."""
    first, second = (open_data_page(context.new_page(), site_url) for _ in range(2))
    uid = first.evaluate(NEW_UNIT)
    patch(second, uid, "Q01-01", note="在旧的库里")
    second.evaluate(f"window.heard = []; {STORE}.subscribe(({{action}}) => window.heard.push(action)); 0")
    assert first.evaluate(f"{STORE}.startAfresh()") is True
    wait_until(second, "window.heard.includes('afresh')")
    assert second.evaluate(f"{STORE}.units()") == []
    assert refusal(second, f"patchTick('{uid}', 'Q01-01', {{note: '晚到的'}})") == "no-unit"
    again = second.evaluate(NEW_UNIT)
    assert patch(second, again, "Q01-02", note="在新的库里")["saved"] is True
    later = open_data_page(context.new_page(), site_url)
    assert later.evaluate(STATES, again) == [["Q01-02", "todo"]]
    assert [row["value"]["note"] for row in later.evaluate(RAW, "qingdan")["ticks"]] == ["在旧的库里"]


@HTTP
def test_tab_that_does_not_let_go_is_told(context: BrowserContext, site_url: str) -> None:
    page, other = (open_data_page(context.new_page(), site_url) for _ in range(2))
    page.evaluate(NEW_UNIT)
    other.evaluate(
        "indexedDB.open('qingdan').onsuccess = (event) => { window.held = event.target.result; }; 0"
    )
    wait_until(other, "window.held")
    page.evaluate(f"window.done = false; {STORE}.wipe().then(() => {{ window.done = true; }}); 0")
    wait_until(page, f"{CODE} === 'blocked'")
    assert page.evaluate("window.done") is False
    assert "关闭或刷新" in page.evaluate(f"{STORE}.status().message")
    other.evaluate("window.held.close()")
    wait_until(page, "window.done")
    assert page.evaluate(CODE) == "ok"


@HTTP
def test_data_cleared_from_outside_are_missed(page: Page, site_url: str) -> None:
    open_data_page(page, site_url)
    uid = page.evaluate(NEW_UNIT)
    page.context.new_cdp_session(page).send(
        "Storage.clearDataForOrigin", {"origin": site_url.rstrip("/"), "storageTypes": "indexeddb"}
    )
    page.wait_for_timeout(200)
    assert refusal(page, f"patchTick('{uid}', 'Q01-01', {{note: '还在写'}})") == "no-unit"
    assert "以前保存过数据，现在找不到了" in page.evaluate(f"{STORE}.status().notice")
    assert page.evaluate(f"{STORE}.createUnit({{name: '重来'}})")["saved"] is True


@EVERYWHERE
@pytest.mark.parametrize("leave", ["go", "close"])
@pytest.mark.parametrize("event", ["pagehide", "visibilitychange"])
def test_changes_made_while_the_page_goes_away(
    context: BrowserContext, site_url: str, leave: str, event: str
) -> None:
    page, next_page = (open_data_page(context.new_page(), site_url) for _ in range(2))
    uid = page.evaluate(NEW_UNIT)
    patch(page, uid, "Q01-1", state="doing")
    page.evaluate(
        """([uid, event]) => (event === 'pagehide' ? window : document).addEventListener(event, () => {
             for (let at = 0; at < 20; at++) Qingdan.lib.store.patchTick(uid, `Q01-${at}`, {note: `离开时 ${at}`});
             Qingdan.lib.store.updateUnit(uid, {name: '离开时改名'});
           })""",
        [uid, event],
    )
    if leave == "go":
        next_page = page
    else:
        page.close()
    open_data_page(next_page, f"{site_url}")
    notes = f"uid => {STORE}.ticks(uid).then(ticks => [...ticks.values()].map(({{note}}) => note))"
    assert sorted(next_page.evaluate(notes, uid)) == sorted(f"离开时 {at}" for at in range(20))
    assert [unit["name"] for unit in next_page.evaluate(f"{STORE}.units()")] == ["离开时改名"]
    assert next_page.evaluate("Object.keys(localStorage)") == ["qingdan.used"]
