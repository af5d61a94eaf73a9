"""Measure a list of 1,000 items:  python3 scripts/bench_checklist.py [--site DIR] [--rounds 5]

The largest real list, its items repeated under new ids, is opened from file:// in Chromium, at the speed of
this machine and with the CPU slowed down four times, as on an old office PC. Ready: from the start of the
navigation until the first item can be ticked. Painted: from the click until the picture shows the tick and
the progress. Committed: from the click until 已保存, which stands there only after the transaction.
"""

import argparse
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

import environment

ITEMS = 1000
PER_SECTION = 12
TICKS = 20
SLOWER = 4
LIMITS = {"可以勾选": 500, "勾选画出": 50, "提交落盘": 100}  # ms

ITEM = re.compile(r'<li class="qd-item".*?</li>', re.DOTALL)
SECTIONS = re.compile(
    r'<section class="qd-section".*</section>(?=\s*<details class="qd-details qd-retired")', re.DOTALL
)

# Runs before any script of the page.
RECORDER = """
window.addEventListener("DOMContentLoaded", () => {
  const box = document.querySelector(".qd-item__line input");
  new MutationObserver(() => (window.readyAt = window.readyAt || performance.now()))
    .observe(box, { attributes: true, attributeFilter: ["disabled"] });
});
"""
TICK = """(at) => new Promise((resolve) => {
  const box = document.querySelectorAll(".qd-item__line input")[at];
  const words = document.querySelector("[data-save-words]"), began = performance.now();
  let painted = 0, committed = 0;
  const done = () => painted && committed && resolve([painted, committed]);
  const watch = new MutationObserver(() => {
    if (words.textContent !== "已保存") return;
    watch.disconnect();
    committed = performance.now() - began;
    done();
  });
  watch.observe(words, { childList: true, characterData: true, subtree: true });
  box.click();
  requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      painted = performance.now() - began;
      done();
    };
    channel.port2.postMessage(0);
  });
})"""

LAUNCH_ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")


class Costs(NamedTuple):
    """Milliseconds of every measurement."""

    ready: list[float]
    painted: list[float]
    committed: list[float]


def main() -> None:
    parser = argparse.ArgumentParser(description=f"测量 {ITEMS} 个条目的清单页。")
    parser.add_argument("--site", type=Path, help="已经构建好的网站；不给就现构建一份")
    parser.add_argument("--rounds", type=int, default=5, help="打开页面的次数，默认 5")
    options = parser.parse_args()
    environment.enter("test")
    with tempfile.TemporaryDirectory(prefix="qingdan-bench-") as name:
        site = Path(name) / "site"
        if options.site:
            shutil.copytree(options.site, site)
        else:
            command = [sys.executable, str(environment.ROOT / "scripts/build.py"), "--out", str(site)]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        bench_checklist(site, options.rounds)


def bench_checklist(site: Path, rounds: int) -> None:
    """Add the long list to a built site, measure it, and print the figures."""
    page = long_list(site)
    for slower in (1, SLOWER):
        costs = measure(page, rounds, slower)
        print(f"{ITEMS} 个条目，CPU {'不放慢' if slower == 1 else f'放慢 {slower} 倍'}（毫秒）")
        for (label, limit), times in zip(LIMITS.items(), costs, strict=True):
            late = sorted(times)[int(len(times) * 0.95)]
            verdict = "未超过" if statistics.median(times) <= limit else "超过了"
            print(
                f"{statistics.median(times):7.1f} 中位 {late:7.1f} 第 95 百分位 {max(times):7.1f} 最慢  "
                f"{label}，中位数{verdict} {limit}"
            )


def long_list(site: Path) -> Path:
    """Write the synthetic list beside the real ones and return its path."""
    real = max(
        site.glob("lists/q*.html"), key=lambda path: len(ITEM.findall(path.read_text(encoding="utf-8")))
    )
    text = real.read_text(encoding="utf-8")
    originals = ITEM.findall(text)
    list_id = real.stem.upper()
    items = [
        re.sub(rf"{list_id}-\d+", f"Q99-{number:04}", originals[number % len(originals)])
        for number in range(1, ITEMS + 1)
    ]
    sections = [
        section_html(number, items[start : start + PER_SECTION])
        for number, start in enumerate(range(0, ITEMS, PER_SECTION), 1)
    ]
    page = real.with_name("q99.html")
    text = SECTIONS.sub(lambda _: "".join(sections), text, count=1)
    page.write_text(text.replace(f'data-list="{list_id}"', 'data-list="Q99"'), encoding="utf-8")
    return page


def section_html(number: int, items: list[str]) -> str:
    """A section as the template writes it."""
    return (
        f'<section class="qd-section" data-section="{number}" aria-labelledby="section-{number}">'
        f'<div class="qd-section__head"><h2 id="section-{number}">第 {number} 节</h2>'
        f'<p class="qd-section__progress qd-js" data-search="off"><progress class="qd-meter"'
        f' data-progress="{number}" max="{len(items)}" value="0" aria-label="第 {number} 节进度">0</progress>'
        f' <span data-progress-words="{number}">已办 0，共 {len(items)}</span></p></div>'
        f'<ul class="qd-items qd-plain">{"".join(items)}</ul></section>'
    )


def measure(page: Path, rounds: int, slower: int) -> Costs:
    """Open the page ``rounds`` times and tick ``TICKS`` items each time."""
    from playwright.sync_api import sync_playwright

    import system_parts

    costs = Costs([], [], [])
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=system_parts.system_chromium(), args=list(LAUNCH_ARGUMENTS)
        )
        for _ in range(rounds):
            tab = browser.new_context().new_page()
            tab.add_init_script(RECORDER)
            tab.context.new_cdp_session(tab).send("Emulation.setCPUThrottlingRate", {"rate": slower})
            tab.goto(page.as_uri())
            tab.wait_for_function("window.readyAt")
            costs.ready.append(tab.evaluate("window.readyAt"))
            for number in range(TICKS):
                tab.wait_for_timeout(100)
                painted, committed = tab.evaluate(TICK, number * ITEMS // TICKS)
                costs.painted.append(painted)
                costs.committed.append(committed)
            tab.context.close()
        browser.close()
    return costs


if __name__ == "__main__":
    main()
