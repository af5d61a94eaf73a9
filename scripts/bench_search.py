"""Measure what a key costs in the search:  python3 scripts/bench.py search

The real site is opened from file:// in Chromium with its CPU slowed down four times, as on an old office
PC. From a key to the picture counts: matching, building the list, layout and paint; not the wait for the
screen's next refresh, which Chromium is told to leave out. Chinese arrives as an input method commits it,
character by character, with a pause as between the keys of a quick typist.
"""

import statistics
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Page, sync_playwright

import environment
import system_parts

THROTTLE = 4
PAUSE = 200  # ms between two keys
LIMIT = 30  # ms from a key to the painted results
QUERIES = ("整改", "签字背书", "旬", "整改 方案 时限", "主要负责人", "S0-3.1-2", "Q03-07", "两个月", "销号 签字", "没有这个词")

LAUNCH_ARGUMENTS = (
    "--no-sandbox",  # may run as root
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-gpu-vsync",
    "--disable-frame-rate-limit",
)

# Runs before any script of the page. `script` is the time in event listeners, `painted` that from the
# input event to the first task after the frame that shows its results.
RECORDER = """
window.keyCosts = [];
let began = 0;
window.addEventListener("input", () => (began = performance.now()), true);
window.addEventListener("input", (event) => {
  const script = performance.now() - began;
  requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => window.keyCosts.push([script, performance.now() - event.timeStamp]);
    channel.port2.postMessage(0);
  });
});
"""


class KeyCosts(NamedTuple):
    """Milliseconds of every key: in the page's scripts, and until the results were painted."""

    script: list[float]
    painted: list[float]


def bench_search(rounds: int, build: Callable[[Path], None]) -> KeyCosts:
    """Build the site into a folder, measure every key of QUERIES ``rounds`` times, print and return the costs."""
    with tempfile.TemporaryDirectory(prefix="qingdan-bench-") as folder:
        site = Path(folder) / "site"
        build(site)
        return bench_search_of(site, rounds)


def bench_search_of(site: Path, rounds: int) -> KeyCosts:
    """Measure and print as above, on a site that is built already."""
    pages = sum(1 for _ in site.rglob("*.html"))
    size = (site / "search" / "index.js").stat().st_size
    costs = key_costs(site, rounds)
    print(f"{pages} 页，索引 {size / 1000:.0f} KB，CPU 放慢 {THROTTLE} 倍，{len(costs.painted)} 次按键（毫秒）")
    for label, times in (("脚本", costs.script), ("从按键到画面", costs.painted)):
        late = sorted(times)[int(len(times) * 0.95)]
        print(f"{statistics.median(times):7.1f} 中位 {late:7.1f} 第 95 百分位 {max(times):7.1f} 最慢  {label}")
    over = sum(time > LIMIT for time in costs.painted)
    print(f"超过 {LIMIT} 毫秒的：{over} 次")
    return costs


def key_costs(site: Path, rounds: int) -> KeyCosts:
    """Type every query, key by key, and return what each key cost."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=system_parts.system_chromium(), args=list(LAUNCH_ARGUMENTS)
        )
        page = browser.new_page()
        page.add_init_script(RECORDER)
        page.goto((site / "index.html").as_uri())
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": THROTTLE})
        page.keyboard.press("Control+k")
        page.wait_for_function("window.QINGDAN_SEARCH !== undefined")
        for _ in range(rounds):
            for query in QUERIES:
                type_query(page, query)
        recorded = page.evaluate("window.keyCosts")
        browser.close()
    return KeyCosts(*map(list, zip(*recorded, strict=True)))


def type_query(page: Page, query: str) -> None:
    """Type a query into the open search. No polling for results: it would cost the page time, too."""
    page.evaluate("document.activeElement.select()")
    for character in query:
        page.keyboard.insert_text(character)
        page.wait_for_timeout(PAUSE)


if __name__ == "__main__":
    environment.enter("test")
