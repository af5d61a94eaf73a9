"""Measure what it costs to keep a tick:  python3 scripts/bench_store.py

Chromium with its CPU slowed down four times, as on an old office PC, and a profile on the real disk: private windows
and fresh contexts keep IndexedDB in memory, where everything looks fast. From the call until the transaction has
completed counts, the point at which a page may say 已保存. For comparison the same without asking that the commit
reach the disk (durability "strict").
"""

import statistics
import tempfile
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Page, sync_playwright

import environment
import system_parts

THROTTLE = 4
LIMIT = 100  # ms from a tick to its commit
SIZES = (1_000, 10_000)  # ticks that the unit has already
PATCHES = 50  # a round
SCRIPTS = (
    "core dates records cells event-line overlay sound-rows disk-rows disk database tabs ledger-log points history drafts store recovery "
    "files refusals unit-merge ledger-exchange calendar-years calendar-share exchange-file exchange"
).split()

RELAXED = """const transaction = IDBDatabase.prototype.transaction;
IDBDatabase.prototype.transaction = function (stores, mode) {
  return transaction.call(this, stores, mode, {durability: "relaxed"});
};"""

# One unit with so many ticks, by way of an import; returns its uid.
FILL = """async (size) => {
  const {exchange} = Qingdan.lib, uid = Qingdan.lib.records.newUid(), ticks = {};
  for (let at = 0; at < size; at++) {
    ticks[`Q01-${at}`] = {state: "done", doneOn: "2026-11-22", person: "张三", note: `第 ${at} 条的备注，不长不短`, rev: `r${at}`};
  }
  const file = {format: "qingdan", version: 1, units: [{uid, name: "甲单位", ticks}]};
  await exchange.applyImport((await exchange.parseImport(JSON.stringify(file))).plan);
  return uid;
}"""

# The time of each change, one after the other, in milliseconds.
MEASURE = """async ([uid, count, round]) => {
  const times = [];
  for (let at = 0; at < count; at++) {
    const began = performance.now();
    const {saved} = await Qingdan.lib.store.patchTick(uid, `Q01-${at * 7}`, {state: round % 2 ? "todo" : "doing", note: `${round} ${at}`});
    if (!saved) throw new Error("not saved");
    times.push(performance.now() - began);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return times;
}"""


class Costs(NamedTuple):
    """Milliseconds until the commit: of the first change of a day, and of the others."""

    first: float
    others: list[float]


def bench_store(rounds: int) -> dict[tuple[int, str], Costs]:
    """Measure every size with both kinds of commit, print the costs and return them."""
    results: dict[tuple[int, str], Costs] = {}
    print(f"CPU 放慢 {THROTTLE} 倍，每种 {rounds * PATCHES} 次修改，从调用到事务完成（毫秒）")
    for size in SIZES:
        for kind in ("strict", "relaxed"):
            costs = costs_of(size, kind, rounds)
            results[size, kind] = costs
            late = sorted(costs.others)[int(len(costs.others) * 0.95)]
            over = sum(time > LIMIT for time in costs.others)
            print(
                f"{statistics.median(costs.others):7.1f} 中位 {late:7.1f} 第 95 百分位 {max(costs.others):7.1f} 最慢"
                f"  超过 {LIMIT}：{over} 次  当天第一次 {costs.first:.0f}  {size} 条，{kind}"
            )
    return results


def costs_of(size: int, kind: str, rounds: int) -> Costs:
    """Fill a fresh profile and change its ticks."""
    with tempfile.TemporaryDirectory(prefix="qingdan-bench-") as name, sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            str(Path(name) / "profile"),
            executable_path=system_parts.system_chromium(),
            args=["--no-sandbox", "--disable-gpu"],
        )
        page = context.new_page()
        if kind == "relaxed":
            page.add_init_script(RELAXED)
        page.goto(write_page(Path(name)))
        uid = page.evaluate(FILL, size)
        context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": THROTTLE})
        [first] = measure(page, uid, 1, 0)
        others = [time for number in range(rounds) for time in measure(page, uid, PATCHES, number + 1)]
        context.close()
    return Costs(first, others)


def measure(page: Page, uid: str, count: int, number: int) -> list[float]:
    """Change so many ticks and return the time of each."""
    times: list[float] = page.evaluate(MEASURE, [uid, count, number])
    return times


def write_page(folder: Path) -> str:
    """Write a page that holds the data layer and nothing else; return its address."""
    scripts = environment.ROOT / "docs" / "assets" / "js"
    tags = "".join(f'<script src="{(scripts / f"{name}.js").as_uri()}"></script>' for name in SCRIPTS)
    page = folder / "index.html"
    page.write_text(f'<!doctype html><meta charset="utf-8"><title>测速</title><body>{tags}', encoding="utf-8")
    return page.as_uri()


if __name__ == "__main__":
    environment.enter("test")
    bench_store(4)
