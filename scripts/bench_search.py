"""Measure what a key costs in the search:  python3 scripts/bench_search.py [--site DIR]

The real site is opened from file:// in Chromium with its CPU slowed down four times, as on an old office
PC. From a key to the picture counts: matching, building the list, layout and paint; not the wait for the
screen's next refresh, which Chromium is told to leave out. Chinese arrives as an input method commits it,
character by character, at the pace of a quick typist.

The same keys go into the same field with the search switched off: the difference is the search's own.
"""

import argparse
import statistics
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import environment
import system_parts

if TYPE_CHECKING:
    from playwright.sync_api import Page

THROTTLE = 4
PAUSE = 200  # ms between two keys
LIMIT = 30  # ms from a key to the painted results
QUERIES = (
    "整改",
    "签字背书",
    "旬",
    "整改 方案 时限",
    "主要负责人",
    "S0-3.1-2",
    "Q03-07",
    "两个月",
    "销号 签字",
    "没有这个词",
)

LAUNCH_ARGUMENTS = (
    "--no-sandbox",  # may run as root
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-gpu-vsync",
    "--disable-frame-rate-limit",
)

# Runs before any script of the page. Each key: the time in event listeners, and that from the input event
# to the first task after the frame which shows its results.
RECORDER = """
window.keyCosts = [];
let began = 0, script = 0;
window.addEventListener("input", (event) => {
  if (window.searchIsOff) event.stopPropagation();
  script = 0;
  requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => window.keyCosts.push([script, performance.now() - event.timeStamp]);
    channel.port2.postMessage(0);
  });
  began = performance.now();
}, true);
window.addEventListener("input", () => (script = performance.now() - began));
"""


class KeyCosts(NamedTuple):
    """Milliseconds of every key: in scripts, until the results were painted, and without any search."""

    script: list[float]
    painted: list[float]
    without: list[float]


def bench_search(site: Path, rounds: int = 3) -> KeyCosts:
    """Type every query ``rounds`` times into the search of a built site; print and return the costs."""
    pages = sum(1 for _ in site.rglob("*.html"))
    size = (site / "search" / "index.js").stat().st_size
    costs = key_costs(site, rounds)
    print(
        f"{pages} 页，索引 {size / 1000:.0f} KB，CPU 放慢 {THROTTLE} 倍，按键 {len(costs.painted)} 次（毫秒）"
    )
    labels = ("其中脚本", "从按键到画面", "同一输入框，不搜索")
    for label, times in zip(labels, costs, strict=True):
        late = sorted(times)[int(len(times) * 0.95)]
        print(
            f"{statistics.median(times):7.1f} 中位 {late:7.1f} 第 95 百分位 {max(times):7.1f} 最慢  {label}"
        )
    verdict = "未超过" if statistics.median(costs.painted) < LIMIT else "超过了"
    print(f"从按键到画面的中位数{verdict} {LIMIT} 毫秒")
    return costs


def key_costs(site: Path, rounds: int) -> KeyCosts:
    """Type every query in turns with and without the search, and return what each key cost."""
    from playwright.sync_api import sync_playwright  # there once the environment stands

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
        searched: list[tuple[float, float]] = []
        plain: list[tuple[float, float]] = []
        for _ in range(rounds):
            for query in QUERIES:
                searched += type_query(page, query, search=True)
                plain += type_query(page, query, search=False)
        browser.close()
    return KeyCosts([s for s, _ in searched], [p for _, p in searched], [p for _, p in plain])


def type_query(page: "Page", query: str, *, search: bool) -> list[tuple[float, float]]:
    """Type into the open search; return (script, painted) of each key.

    No polling for the results meanwhile: it would cost the page time, too.
    """
    page.evaluate(
        "on => { window.searchIsOff = !on; window.keyCosts = []; document.activeElement.select() }", search
    )
    for character in query:
        page.keyboard.insert_text(character)
        page.wait_for_timeout(PAUSE)
    costs = page.evaluate("window.keyCosts")
    if len(costs) != len(query):
        raise RuntimeError(f"{query}：停顿 {PAUSE} 毫秒内没有画完，测不准")
    return [(script, painted) for script, painted in costs]


def main() -> None:
    parser = argparse.ArgumentParser(description="测搜索每按一键要多久。")
    parser.add_argument(
        "--site", type=Path, default=environment.ROOT / "site", help="已构建的网站，默认 site"
    )
    site: Path = parser.parse_args().site.resolve()
    environment.enter("test")
    if not (site / "index.html").exists():
        raise SystemExit("请先运行 python3 scripts/build.py，或用 --site 指出网站在哪里。")
    bench_search(site)


if __name__ == "__main__":
    main()
