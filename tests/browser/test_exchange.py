"""The exchange file: round trips, conflicts, saving, and files that no page of ours has written."""

import copy
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.data_page import EXCHANGE_FLOWS, flow_scripts, open_data_page, run_flows

EVERYWHERE = pytest.mark.parametrize("site_url", ["http", "http_name", "file"], indirect=True)


@EVERYWHERE
def test_flows(page: Page, site_url: str) -> None:
    run_flows(page, EXCHANGE_FLOWS, "exchangeFlows", lambda: open_data_page(page, site_url), flow_scripts())


@EVERYWHERE
def test_a_saved_file_can_be_chosen_again(page: Page, site_url: str, tmp_path: Path) -> None:
    open_data_page(page, site_url)
    page.evaluate(
        """Qingdan.lib.store.createUnit({name: '甲：“单位”/1'}).then(({value}) =>
             Qingdan.lib.store.patchTick(value.uid, 'Q01-01', {note: '一'}))"""
    )
    with page.expect_download() as download:
        page.evaluate(
            """Qingdan.lib.exchange.exportUnits(undefined, '测试').then(({text, name}) =>
                 Qingdan.lib.exchange.download(name, 'application/json', text))"""
        )
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    assert file.name.startswith("巡察整改备份-甲：“单位”_1-")
    assert json.loads(file.read_text(encoding="utf-8"))["format"] == "qingdan"
    page.evaluate("Qingdan.lib.store.wipe()")
    page.evaluate(
        """document.body.append(Object.assign(document.createElement('input'), {type: 'file', id: 'chosen'}))"""
    )
    page.set_input_files("#chosen", file)
    text = "Qingdan.lib.exchange.readText(document.getElementById('chosen').files[0])"
    plan = page.evaluate(f"{text}.then(text => Qingdan.lib.exchange.parseImport(text))")["plan"]
    assert (plan["units"][0]["name"], len(plan["units"][0]["added"])) == ("甲：“单位”/1", 1)


# Five hundred files in all.
@pytest.mark.parametrize(
    ("site_url", "numbers"), [("http_name", range(250)), ("file", range(250, 500))], indirect=["site_url"]
)
def test_hostile_files_are_refused_or_imported_cleanly(page: Page, site_url: str, numbers: range) -> None:
    open_data_page(page, site_url)
    page.add_script_tag(content=flow_scripts())
    page.evaluate(CHECKER)
    counts = {"refused": 0, "imported": 0}
    for number in numbers:
        kind, text = hostile_file(random.Random(number))
        result = page.evaluate("text => window.check(text)", text)
        assert result in counts, f"文件 {number}（{kind}）：{result}\n{text[:500]}"
        counts[result] += 1
    assert min(counts.values()) >= 60, counts
    assert page.evaluate("window.pwned") is None
    assert page.evaluate("Qingdan.lib.store.status().code") == "ok"


# Reads a file and, if it is accepted, imports it; returns "refused", "imported", or what is wrong.
CHECKER = """
const {store, exchange, records} = Qingdan.lib, {everything} = flows.tools;
const scripts = document.scripts.length, members = Object.getOwnPropertyNames(Object.prototype).join();
const all = async () => records.canonical([await everything(), await store.snapshots(), await store.units()]);
window.check = async (text) => {
  try {
    const before = await all();
    const {ok, problems, plan} = await exchange.parseImport(text);
    if (await all() !== before) return '预览时已有改动';
    if (!ok) {
      if (plan !== null || !problems.length) return '拒绝了却没有说明';
      return problems.every((problem) => /[\\u4e00-\\u9fff]/.test(problem)) ? 'refused' : problems.join();
    }
    for (const unit of plan.units) for (const entry of [unit.unit, ...unit.conflicts]) entry.choice = 'theirs';
    await exchange.applyImport(plan);
    const given = JSON.parse(text.replace(/^\\uFEFF/, ''));
    for (const unit of given.units) {
      const ticks = await store.ticks(unit.uid);
      for (const [id, tick] of Object.entries(unit.ticks || {})) {
        if (!ticks.has(id)) return `条目 ${id} 没有了`;
        if (records.checkFields(ticks.get(id)).length) return `条目 ${id} 不合格`;
        if ((ticks.get(id).note || '') !== (tick.note || '') && !ticks.get(id).revs.includes(tick.rev)) return `条目 ${id} 变了`;
      }
    }
    const again = await exchange.parseImport((await exchange.exportUnits(undefined, '')).text);
    if (!again.ok) return `导出的文件自己不认：${again.problems}`;
    if (again.plan.units.some((unit) => unit.added.length + unit.changed.length + unit.conflicts.length)) return '再导入不一致';
    if (Object.getOwnPropertyNames(Object.prototype).join() !== members || {}.polluted || [].polluted) return '原型被改';
    if (document.scripts.length !== scripts || window.pwned) return '执行了文件里的内容';
    return 'imported';
  } catch (error) {
    return String(error.stack);
  } finally {
    if (text.length > 100000 || (await store.units()).length > 8) await store.wipe(); // else every file is compared with all of that
  }
};
0"""

SCRIPTS = (
    "<script>window.pwned = 1</script>",
    "<img src=x onerror='window.pwned = 1'>",
    "javascript:window.pwned=1",
    "'\"><svg onload=window.pwned=1>",
    "${window.pwned = 1}",
    "=cmd|' /C calc'!A0",
    "\u202e\u0000\ud83d\ude00",
)
PROTOTYPE_KEYS = ("__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "valueOf")
ODD_VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1.5, 1e308, "", "文字", [], {}, [[]], [None], {"polluted": 1}, "x" * 30000, ["y"] * 200,
)  # fmt: skip
OTHER_FORMATS = (
    "", " ", "null", "0", '"qingdan"', "[]", "{}", "\ufeff", "\ufeff{}", "PK\u0003\u0004\u0014\u0000", "%PDF-1.7",
    "条目,状态\r\nQ01-01,已办\r\n", "<?xml version='1.0'?><units/>", "<!doctype html><script>window.pwned=1</script>",
    "format: qingdan\nversion: 1\n", "window.pwned = 1", '{"format": "qingdan"}', '{"format": "other", "units": []}',
    '{"format": "qingdan", "version": 2, "units": []}', '{"format": "qingdan", "version": 1, "units": {}}',
    '{"type": "excalidraw", "version": 2, "elements": []}', "{'format': 'qingdan'}", '{"format": "qingdan", "version": 1,}',
)  # fmt: skip


def plain_document(chance: random.Random) -> dict[str, Any]:
    """Return a document as our pages write it, from a small stock of names, so that files meet in the same units."""

    def records() -> dict[str, Any]:
        return {
            f"Q0{chance.randint(1, 3)}-{chance.randint(1, 9):02}": {
                "state": chance.choice(["todo", "doing", "done", "na"]),
                **({"note": f"备注 {chance.randint(0, 99)}"} if chance.random() < 0.6 else {}),
                **({"doneOn": "2026-11-22", "evidence": ["报告"]} if chance.random() < 0.3 else {}),
                "rev": f"r{chance.randint(0, 30)}",
                "revs": [f"r{chance.randint(0, 30)}" for _ in range(chance.randint(0, 3))],
            }
            for _ in range(chance.randint(0, 6))
        }

    uids = chance.sample([f"{number:032x}" for number in range(6)], chance.randint(1, 3))
    units = [
        {
            "uid": uid,
            "name": f"单位 {uid[-1]}",
            "profile": {"start": "2026-07-21"},
            "ticks": records(),
            "milestones": records(),
        }
        for uid in uids
    ]
    return {
        "format": "qingdan",
        "version": 1,
        "kit": "1.0",
        "exported": "2026-11-22T00:00:00Z",
        "units": units,
    }


def places(value: Any) -> list[tuple[Any, Any]]:
    """Return every place in a document, as container and key."""
    found: list[tuple[Any, Any]] = []
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, member in list(pairs):
        found += [(value, key), *places(member)]
    return found


def wrong_types(chance: random.Random) -> str:
    document = plain_document(chance)
    for _ in range(chance.randint(1, 3)):
        container, key = chance.choice(places(document))
        container[key] = copy.deepcopy(chance.choice(ODD_VALUES))
    return json.dumps(document, ensure_ascii=chance.random() < 0.5)


def truncated(chance: random.Random) -> str:
    text = json.dumps(plain_document(chance))
    return text[: chance.randint(0, len(text) - 1)]


def garbled(chance: random.Random) -> str:
    text = list(json.dumps(plain_document(chance), ensure_ascii=False))
    for _ in range(chance.randint(1, 4)):
        text[chance.randrange(len(text))] = chance.choice('{}[]",:\\0\u0000\ud800中')
    return "".join(text)


def prototype_keys(chance: random.Random) -> str:
    document = plain_document(chance)
    objects = [document] + [
        container[key] for container, key in places(document) if isinstance(container[key], dict)
    ]
    for target in chance.sample(objects, min(4, len(objects))):
        target[chance.choice(PROTOTYPE_KEYS)] = chance.choice(
            [{"polluted": 1}, {"state": "done", "polluted": 1}, {"state": "done"}, "x", 1, None]
        )
    return json.dumps(document)


def scripts_everywhere(chance: random.Random) -> str:
    document = plain_document(chance)
    for container, key in places(document):
        if isinstance(container[key], str) and key not in ("format", "state", "due", "doneOn", "start"):
            container[key] = chance.choice(SCRIPTS) + (container[key] if key in ("uid", "rev") else "")
    for unit in document["units"]:
        unit["ticks"] = {chance.choice(SCRIPTS) + item: tick for item, tick in unit["ticks"].items()}
    return json.dumps(document)


def unknown_members(chance: random.Random) -> str:
    document = plain_document(chance)
    objects = [document] + [
        container[key] for container, key in places(document) if isinstance(container[key], dict)
    ]
    for target in objects:
        if chance.random() < 0.5:
            target[f"未知{chance.randint(0, 9)}"] = (
                {"state": "done"} if chance.random() < 0.5 else [1, {"a": None}]
            )
    return "\ufeff" + json.dumps(document, ensure_ascii=False, indent=chance.choice([None, 2]))


def other_format(chance: random.Random) -> str:
    return chance.choice(OTHER_FORMATS)


def huge(chance: random.Random) -> str:
    document = plain_document(chance)
    unit = document["units"][0]
    match chance.randrange(5):
        case 0:
            unit["ticks"] = {f"Q{number}": {"state": "done", "note": "长" * 300} for number in range(3000)}
        case 1:
            document["units"] *= 300
        case 2:
            unit["name"] = "长" * 100_000
        case 3:
            unit["未知"] = json.loads("[" * 30 + "]" * 30)
        case 4:
            return json.dumps(document)[:-1] + ', "x": ' + "[" * 200_000 + "]" * 200_000 + "}"
    return json.dumps(document)


KINDS: dict[Callable[[random.Random], str], int] = {
    wrong_types: 8, truncated: 2, garbled: 4, prototype_keys: 4, scripts_everywhere: 3, unknown_members: 3,
    other_format: 2, huge: 1,
}  # fmt: skip


def hostile_file(chance: random.Random) -> tuple[str, str]:
    """Return the kind of a file and its text."""
    [make] = chance.choices(list(KINDS), list(KINDS.values()))
    return make.__name__, make(chance)
