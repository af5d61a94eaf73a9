"""Measure a large ledger in the browser:  python3 scripts/bench_ledger.py

5,000 problems with three measures and ten events each, in Chromium with its CPU slowed down four times, with a profile
on the real disk, over http and from a folder. Opening counts from the call until all problems are there, as a page
may use them; filtering is a search through every text; an edit counts until its transaction has completed. Restore
points: what the first one and one after 20 further edits take up. bench_ledger_page.py measures the page itself.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import environment
import system_parts

if TYPE_CHECKING:
    from playwright.sync_api import Page

THROTTLE = 4
PROBLEMS, MEASURES, EVENTS = 5_000, 3, 10
LIMITS = {"打开": 2000, "筛选": 150, "改一格": 50, "办一步": 50}
SCRIPTS = (
    "core dates records cells event-line overlay sound-rows disk-rows disk database tabs ledger-log points history drafts store recovery "
    "files refusals unit-merge ledger-exchange calendar-years calendar-share exchange-file exchange"
).split()

FILL = """async ([problems, measures, events]) => {
  const {exchange, records} = Qingdan.lib, uid = records.newUid(), list = {}, log = {};
  const words = '巡察反馈指出的问题写在这里，一般有三四十个字，说明是什么情况、涉及哪些单位';
  for (let at = 0; at < problems; at++) {
    const id = records.newUid(), rev = `r${at}`;
    const own = {};
    for (let n = 1; n <= measures; n++) {
      own[`m${n}`] = {
        order: n, text: `第 ${n} 条措施：修订办法，核查情况，按月公示，逐项办结`,
        due: '2026-09-30', kind: 'now', result: '办法文本', persons: ['林某'],
      };
    }
    list[id] = {
      no: String(at + 1), order: at + 1, aspect: `方面 ${at % 4}`, class: `类别 ${at % 16}`, source: 'feedback', text: `${words}（${at}）`,
      findings: words, nature: 'common', goal: '当年见效', indicator: '三份文件', timeClass: 'period', leaders: ['丁某'],
      units: [`单位 ${at % 40}`], persons: ['陈某', '林某'], due: '2026-09-20', evidence: ['整改报告', '现场照片'], measures: own, rev,
    };
    let prev = [];
    for (let n = 0; n < events; n++) {
      const event = `${id.slice(0, 20)}${n}`;
      const [type, more] = n === 0 ? ['create', {}] : n === 1 ? ['claim', {from: 'new', to: 'open'}]
        : ['progress', {details: {text: `第 ${n} 次进展，按计划推进`}}];
      const at = '2026-08-20T01:00:00.000Z';
      log[event] = {id: event, problem: id, type, on: '2026-08-20', by: '陈某', note: '', at, prev, details: {}, ...more};
      prev = [event];
    }
  }
  const file = {format: 'qingdan', version: 1, units: [{uid, name: '甲单位', ledger: {problems: list, events: log}}]};
  await exchange.applyImport((await exchange.parseImport(JSON.stringify(file))).plan);
  await Qingdan.lib.ledgerStore.load(uid); // the first opening after an import replays everything
  await Qingdan.lib.database.read(async () => {});
  return uid;
}"""

OPEN = """async (uid) => {
  const began = performance.now(), problems = await Qingdan.lib.ledgerStore.load(uid);
  if (problems.length !== 5000 || problems[4999].value.now.state !== 'open') throw new Error('not whole');
  window.problems = problems;
  return performance.now() - began;
}"""

FILTER = """() => {
  const began = performance.now(), {ledgerModel: model} = Qingdan.lib;
  const found = window.problems.filter(({value}) => [value.no, value.text, value.findings, ...value.units, ...value.persons,
    ...Object.values(value.measures).map((one) => one.text)].some((text) => text.includes('（4321）')));
  if (found.length !== 1 || !model) throw new Error('not found');
  return performance.now() - began;
}"""

EDIT = """async ([uid, at]) => {
  const {id} = window.problems[at], began = performance.now();
  const {saved} = await Qingdan.lib.ledgerStore.patch(uid, id, {goal: `目标 ${at}`, 'measures/m1/result': `成果 ${at}`});
  if (!saved) throw new Error('not saved');
  return performance.now() - began;
}"""

ACT = """async ([uid, at]) => {
  const {id} = window.problems[at], began = performance.now();
  const step = {action: 'measure', measure: 'm1', on: '2026-08-21', by: '陈某', details: {to: 'done'}};
  const {saved} = await Qingdan.lib.ledgerStore.act(uid, id, step);
  if (!saved) throw new Error('not saved');
  return performance.now() - began;
}"""


POINT = """async (uid) => {
  const {store, database} = Qingdan.lib, sizes = [];
  const all = () => database.read((rows) => rows.all('snapshots'));
  for (const edits of [0, 20]) {
    for (let at = 0; at < edits; at++) await Qingdan.lib.ledgerStore.patch(uid, window.problems[at * 250].id, {goal: `又改 ${at}`});
    const before = new Set((await all()).map(({id}) => id)), began = performance.now();
    await store.takeSnapshot(uid);
    const took = performance.now() - began, made = (await all()).filter(({id}) => !before.has(id));
    sizes.push([took, made.length, JSON.stringify(made).length / 1000]);
  }
  return sizes;
}"""


def bench_ledger() -> dict[tuple[str, str], list[float]]:
    """Measure both places, print the times and return them."""
    results: dict[tuple[str, str], list[float]] = {}
    print(f"CPU 放慢 {THROTTLE} 倍，{PROBLEMS} 个问题 × {MEASURES} 条措施、{EVENTS} 笔记录（毫秒）")
    for place in ("http", "file"):
        for name, times in times_of(place).items():
            results[place, name] = times
            limit = LIMITS[name]
            late = sorted(times)[int(len(times) * 0.95)]
            print(
                f"{place:5} {name}：中位 {statistics.median(times):7.1f}  第 95 百分位 {late:7.1f}  最慢 {max(times):7.1f}"
                f"  限 {limit}{'，超' if statistics.median(times) > limit else ''}"
            )
    return results


def times_of(place: str) -> dict[str, list[float]]:
    """Fill a fresh profile, open it again and work in it."""
    from playwright.sync_api import sync_playwright

    with (
        tempfile.TemporaryDirectory(prefix="qingdan-bench-") as name,
        sync_playwright() as playwright,
        address(place, Path(name)) as url,
    ):
        context = playwright.chromium.launch_persistent_context(
            str(Path(name) / "profile"),
            executable_path=system_parts.system_chromium(),
            args=["--no-sandbox", "--disable-gpu"],
        )
        page = context.new_page()
        page.goto(url)
        uid = page.evaluate(FILL, [PROBLEMS, MEASURES, EVENTS])
        page.wait_for_timeout(6000)
        opened = []
        for _ in range(5):
            page.goto("about:blank")
            page.goto(url)
            slow(page)
            opened.append(page.evaluate(OPEN, uid))
        filtered = [page.evaluate(FILTER) for _ in range(20)]
        edited = [page.evaluate(EDIT, [uid, at * 7]) for at in range(60)]
        acted = [page.evaluate(ACT, [uid, at * 11]) for at in range(60)]
        for label, (took, count, size) in zip(
            ("第一个恢复点", "再改 20 格以后"), page.evaluate(POINT, uid), strict=True
        ):
            print(f"{place:5} {label}：{took:7.1f} 毫秒，新存 {count} 行、{size:,.0f} 千字")
        context.close()
    return {"打开": opened, "筛选": filtered, "改一格": edited, "办一步": acted}


def slow(page: Page) -> None:
    """Slow the page's processor down."""
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": THROTTLE})


@contextmanager
def address(place: str, folder: Path) -> Iterator[str]:
    """Write a page that holds the libraries and nothing else; give its address."""
    write_page(folder)
    if place == "file":
        yield (folder / "index.html").as_uri()
        return
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/index.html"
    finally:
        server.shutdown()


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


def write_page(folder: Path) -> None:
    """Write the rules and every library into one script."""
    sys.path.insert(0, str(environment.ROOT / "hooks"))
    from qingdan.ledger_data import ledger_files
    from qingdan.page_scripts import LEDGER
    from qingdan.site_plan import plan_site

    scripts = environment.ROOT / "docs" / "assets" / "js"
    data = dict(ledger_files(plan_site(environment.ROOT).kit))["data/ledger.js"]
    names = [
        *(f"{name}.js" for name in SCRIPTS),
        *(Path(path).name for path in LEDGER if path.startswith("assets/")),
    ]
    text = [(scripts / names[0]).read_text(encoding="utf-8"), data]
    text += [(scripts / name).read_text(encoding="utf-8") for name in names[1:]]
    (folder / "all.js").write_text("\n".join(text), encoding="utf-8")
    (folder / "index.html").write_text(
        '<!doctype html><html data-base=""><meta charset="utf-8"><title>测速</title><body><script src="all.js"></script>',
        encoding="utf-8",
    )


if __name__ == "__main__":
    environment.enter("test")
    bench_ledger()
