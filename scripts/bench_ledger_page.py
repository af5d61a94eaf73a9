"""Measure the ledger's page with a large ledger:  python3 scripts/bench_ledger_page.py [--site DIR] [--rounds 7]

The page of a built site, in a profile on the real disk that holds the ledger of bench_ledger.py, with the CPU slowed
down four times, over http and from a folder. Open: from the start of the navigation until the first rows are in the
picture and the count of all of them stands above. Filter: from the input in the field for words until the picture
shows what was found. An edit: from the key that ends it until 已保存, and until the picture shows the new words.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import environment
import system_parts
from bench_ledger import EVENTS, FILL, MEASURES, PROBLEMS, THROTTLE, Quiet

if TYPE_CHECKING:
    from playwright.sync_api import CDPSession, Page

LIMITS = {"打开": 2000, "筛选画出": 150, "修改落盘": 50, "修改画出": 100}
# An input of one letter after the other, and words that all, many or no problems hold.
WORDS = (
    "4",
    "43",
    "432",
    "4321",
    "432",
    "43",
    "4",
    "",
    "党建",
    "巡察反馈",
    "林某",
    "单位 7",
    "类别 3",
    "核查",
    "",
) * 2
EDITS = 20
SETTLE = 8000  # ms: what the page does in quiet moments is over

FIRST_USE = f"""async () => {{
  const bar = document.querySelector("[data-later]");
  for (const path of bar.dataset.later.split(" ")) await Qingdan.loadScript(path);
  const uid = await ({FILL})([{PROBLEMS}, {MEASURES}, {EVENTS}]);
  Qingdan.lib.session.choose(uid);
}}"""

# Runs before any script of the page; what is said to be painted is in a frame that has been made.
RECORDER = f"""
window.painted = (then) => requestAnimationFrame(() => {{
  const channel = new MessageChannel();
  channel.port1.onmessage = () => then(performance.now());
  channel.port2.postMessage(0);
}});
new MutationObserver((_, observer) => {{
  const count = document.querySelector("[data-part=count]");
  if (!count || !count.textContent.includes("{PROBLEMS}") || !document.querySelector(".qd-grid tbody tr[data-key]")) return;
  observer.disconnect();
  painted((at) => (window.openedAt = at));
}}).observe(document, {{ childList: true, subtree: true, characterData: true }});
"""

FILTER = """(words) => new Promise((resolve) => {
  const field = document.querySelector("[data-part=filter] [name=text]"), began = performance.now();
  field.value = words;
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  painted((at) => resolve([at - began, document.querySelectorAll(".qd-grid tbody tr[data-key]").length]));
})"""

EDIT = """(row) => new Promise((resolve, reject) => {
  const cell = () => document.querySelectorAll(".qd-grid tbody tr[data-key]")[row].querySelector("[data-column=text]");
  cell().click();
  cell().dispatchEvent(new MouseEvent("dblclick", { bubbles: true }));
  const field = cell().querySelector("textarea"), text = `第 ${Math.random()} 次改的问题`;
  const words = document.querySelector("[data-save-words]"), found = [0, 0];
  let shown = false, saving = false;
  setTimeout(() => {
    const began = performance.now();
    const done = () => found.every(Boolean) && resolve(found);
    const watch = new MutationObserver(() => {
      saving = saving || words.textContent === "正在保存…";
      if (saving && words.textContent === "已保存" && !found[0]) found[0] = performance.now() - began;
      if (!shown && cell().textContent === text) {
        shown = true;
        painted((at) => (found[1] = at - began, done()));
      }
      done();
    });
    watch.observe(document.body, { childList: true, characterData: true, subtree: true });
    field.value = text; // at the last moment, or a rest in typing would have saved it before
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
  }, 300);
})"""


def main() -> None:
    parser = argparse.ArgumentParser(description=f"测量 {PROBLEMS} 个问题的台账页。")
    parser.add_argument("--site", type=Path, help="已经构建好的网站；不给就现构建一份")
    parser.add_argument("--rounds", type=int, default=7, help="打开页面的次数，默认 7")
    options = parser.parse_args()
    environment.enter("test")
    with tempfile.TemporaryDirectory(prefix="qingdan-bench-") as name:
        site = options.site or built(Path(name) / "site")
        print(
            f"台账页，CPU 放慢 {THROTTLE} 倍，{PROBLEMS} 个问题 × {MEASURES} 条措施、{EVENTS} 笔记录（毫秒）"
        )
        for place in ("http", "file"):
            for label, times in times_of(site, place, options.rounds).items():
                late, limit = sorted(times)[int(len(times) * 0.95)], LIMITS[label]
                verdict = "超" if statistics.median(times) > limit else ""
                print(
                    f"{place:5} {label}：中位 {statistics.median(times):7.1f}  第 95 百分位 {late:7.1f}  "
                    f"最慢 {max(times):7.1f}  限 {limit}{verdict and f'，{verdict}'}"
                )


def built(site: Path) -> Path:
    """Build the site as it is published."""
    command = [sys.executable, str(environment.ROOT / "scripts/build.py"), "--out", str(site)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return site


def times_of(site: Path, place: str, rounds: int) -> dict[str, list[float]]:
    """Fill a fresh profile, open the page again and again, and work in it."""
    from playwright.sync_api import sync_playwright

    with (
        tempfile.TemporaryDirectory(prefix="qingdan-bench-") as profile,
        sync_playwright() as playwright,
        address(site, place) as url,
    ):
        context = playwright.chromium.launch_persistent_context(
            profile,
            executable_path=system_parts.system_chromium(),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
            viewport={"width": 1280, "height": 900},
        )
        page = context.new_page()
        page.goto(url)
        page.evaluate(FIRST_USE)
        page.add_init_script(RECORDER)
        page.wait_for_timeout(SETTLE)
        session = context.new_cdp_session(page)
        open_page(page, session, url)  # the first opening is that of no everyday
        opened = [open_page(page, session, url) for _ in range(rounds)]
        filtered = [filter_by(page, words) for words in WORDS]
        page.wait_for_timeout(1000)
        edits = [edit(page, at % 5 + 1) for at in range(EDITS)]
        context.close()
    return {
        "打开": opened,
        "筛选画出": filtered,
        "修改落盘": [stored for stored, _ in edits],
        "修改画出": [painted for _, painted in edits],
    }


def open_page(page: Page, session: CDPSession, url: str) -> float:
    """Go away, come back, and tell how long that took."""
    session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    page.goto("about:blank")
    session.send("Emulation.setCPUThrottlingRate", {"rate": THROTTLE})
    page.goto(url, wait_until="commit")
    page.wait_for_function("window.openedAt", polling=200, timeout=120_000)
    return float(page.evaluate("openedAt"))


def filter_by(page: Page, words: str) -> float:
    """Type words, all at once."""
    page.wait_for_timeout(200)
    took: float = page.evaluate(FILTER, words)[0]
    return took


def edit(page: Page, row: int) -> tuple[float, float]:
    """Change the words of a problem."""
    page.wait_for_timeout(500)
    stored, painted = page.evaluate(EDIT, row)
    return stored, painted


@contextmanager
def address(site: Path, place: str) -> Iterator[str]:
    """Give the address of the ledger's page."""
    if place == "file":
        yield (site / "ledger" / "index.html").as_uri()
        return
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/ledger/index.html"
    finally:
        server.shutdown()


if __name__ == "__main__":
    main()
