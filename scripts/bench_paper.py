"""Measure the ready PDFs and the print centre:  python3 scripts/bench_paper.py

The whole set made from nothing, and again with nothing changed; then a pack of everything, in the browser.
Not part of the tests: a shared machine is too unsteady for limits.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

import environment

ROUNDS = 5
PACK = """async () => {
  const wait = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const began = performance.now();
  let longest = 0, last = began;
  document.querySelector('[data-pick=all]').click();
  const wanted = document.querySelectorAll('[name=pick]').length;
  while (document.querySelectorAll('[data-sheet]').length < wanted) {
    await wait();
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }
  const whole = performance.now() - began;
  document.querySelector('[data-pick=none]').click();
  await wait();
  return [whole, longest];
}"""


def main() -> None:
    parser = argparse.ArgumentParser(description="测成品 PDF 和打印中心的用时。")
    parser.parse_args()
    environment.enter("test")
    sys.path.insert(0, str(environment.ROOT / "hooks"))
    bench_files()
    bench_pack()


def bench_files() -> None:
    """Everything that ends in .pdf, into an empty folder."""
    import ready_files

    with tempfile.TemporaryDirectory(prefix="qingdan-bench-") as name:
        for label in ("从头生成", "没有改动"):
            started, worked = time.monotonic(), processor_time()
            made, files = ready_files.make_new(kept=Path(name), end=".pdf")
            took, worked = time.monotonic() - started, processor_time() - worked
            size = sum((Path(name) / file.path).stat().st_size for file in files) / 1e6
            print(
                f"{label}：{len(files)} 个 PDF，新做 {made} 个，共 {size:.1f} MB，用时 {took:.1f} 秒（处理器 {worked:.1f} 秒）"
            )


def processor_time() -> float:
    """Seconds that this process and those it waited for have worked: on a busy machine the fairer figure."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def bench_pack() -> None:
    """All lists and timelines in one pack: until the last sheet stands there, and the longest standstill."""
    from playwright.sync_api import sync_playwright

    import build
    from system_parts import system_chromium

    with tempfile.TemporaryDirectory(prefix="qingdan-bench-") as name, sync_playwright() as playwright:
        site = Path(name) / "site"
        if not build.build(site):
            sys.exit("构建失败，没有可测的网站。")
        browser = playwright.chromium.launch(executable_path=system_chromium(), args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(f"{site.as_uri()}/print/index.html")
        page.wait_for_function("document.querySelector('[data-part=status]').textContent")
        for slow in (1, 6):
            page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slow})
            runs = [page.evaluate(PACK) for _ in range(ROUNDS)]
            whole, longest = (statistics.median(run[n] for run in runs) for n in (0, 1))
            print(
                f"全部清单和时间轴合成一份（CPU 放慢 {slow} 倍）：{whole:.0f} 毫秒，最长停顿 {longest:.0f} 毫秒"
            )
        started = time.monotonic()
        page.get_by_role("button", name="全选").click()
        size = len(page.pdf(prefer_css_page_size=True))
        print(f"浏览器印成 PDF：{size / 1e6:.1f} MB，用时 {time.monotonic() - started:.1f} 秒")
        browser.close()


if __name__ == "__main__":
    main()
