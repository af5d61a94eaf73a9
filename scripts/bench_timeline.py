"""Measure changing an anchor of a timeline:  python3 scripts/bench_timeline.py [--site DIR] [--rounds 20]

The timeline with the most dates is opened from file:// in Chromium with the CPU slowed down four times, as on an
old office PC. Its start is moved by a day, a week, three months. Script: from the change event until everything is
written anew – fields, chart, table, steps, notices. Painted: from the same event until style, layout and paint of
that frame are through, in the first task after it; what the browser's raster threads do then is not in it.
Once as the page comes, rhythms folded, and once with all dates unfolded.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import environment

SLOWER = 4
LIMIT = 50  # ms
MOVES = ("2026-04-14", "2026-04-20", "2026-07-13", "2026-04-13")
LAUNCH_ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")

CHANGE = """(day) => new Promise((resolve) => {
  const field = document.querySelector("[data-anchor=kickoff] input"), began = performance.now();
  field.value = day;
  field.dispatchEvent(new Event("change", { bubbles: true }));
  const drawn = performance.now() - began;
  requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => resolve([drawn, performance.now() - began]);
    channel.port2.postMessage(0);
  });
})"""
# Every date is one "M" in the path of its step's marks.
COUNT_MARKS = """(paths) => paths.filter((one) => /__(mark|point)/.test(one.getAttribute("class")))
  .reduce((sum, one) => sum + one.getAttribute("d").split("M").length - 1, 0)"""
SAVED = "document.querySelector('[data-save-words]').textContent === '已保存'"


def main() -> None:
    parser = argparse.ArgumentParser(description="测量时间轴改一个日子以后全部重画的时间。")
    parser.add_argument("--site", type=Path, help="已经构建好的网站；不给就现构建一份")
    parser.add_argument("--rounds", type=int, default=20, help="改几轮，每轮四次，默认 20")
    options = parser.parse_args()
    environment.enter("test")
    with tempfile.TemporaryDirectory(prefix="qingdan-bench-") as name:
        site = options.site or Path(name) / "site"
        if not options.site:
            command = [sys.executable, str(environment.ROOT / "scripts/build.py"), "--out", str(site)]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        bench_timeline(site.resolve(), options.rounds)


def bench_timeline(site: Path, rounds: int) -> None:
    """Measure at both speeds and print the figures."""
    from playwright.sync_api import sync_playwright  # only in .venv

    from system_parts import system_chromium

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=system_chromium(), args=list(LAUNCH_ARGUMENTS))
        for slower, unfolded in ((1, False), (SLOWER, False), (SLOWER, True)):
            page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
            page.goto(f"{site.as_uri()}/timelines/t03.html")
            page.wait_for_selector(".qd-days tbody tr")
            if unfolded:
                page.get_by_role("button", name="全部展开").click()
                page.evaluate("scrollTo(0, 0)")
            session = page.context.new_cdp_session(page)
            session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
            times: list[list[float]] = []
            for _ in range(rounds):
                for day in MOVES:
                    times.append(page.evaluate(CHANGE, day))
                    page.wait_for_function(SAVED)
            dates = page.locator(".qd-chart path").evaluate_all(COUNT_MARKS)
            rows = page.locator(".qd-days tbody tr").count()
            print(
                f"T03，{dates} 个日子，表里列出 {rows} 行，CPU {'不放慢' if slower == 1 else f'放慢 {slower} 倍'}（毫秒）"
            )
            for label, values in zip(("脚本重画", "画到屏上"), zip(*times, strict=True), strict=True):
                middle, late = statistics.median(values), sorted(values)[int(len(values) * 0.95)]
                verdict = "未超过" if middle <= LIMIT else "超过了"
                print(f"{middle:7.1f} 中位 {late:7.1f} 第 95 百分位  {label}，中位数{verdict} {LIMIT}")
            page.context.close()
        browser.close()


if __name__ == "__main__":
    main()
