"""Take the pictures of the documentation again:  python3 scripts/screenshots.py [--site DIR] [NAME …]

Each is the sample ledger, or a small table, in a real Chromium at a fixed hour, written to docs/assets/images/ with few
colours. Without NAME all of them; without --site the site is built first.
"""

import argparse
import io
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import environment

environment.enter("test")

from PIL import Image  # noqa: E402
from playwright.sync_api import Browser, Locator, Page, ViewportSize, sync_playwright  # noqa: E402

import build  # noqa: E402 -- what stands in .venv can be imported from here
from system_parts import system_chromium  # noqa: E402

IMAGES = environment.ROOT / "docs" / "assets" / "images"
NOW = "2026-09-16T09:00:00+08:00"
COLOURS = 64
SHARP = 1.5  # pixels of the picture for one of the page
NARROW: ViewportSize = {"width": 460, "height": 620}
TABLE: ViewportSize = {"width": 760, "height": 900}
WIDE: ViewportSize = {"width": 1280, "height": 900}

PASTED = """序号\t存在问题\t整改措施\t责任领导\t责任单位\t责任人\t整改时限
1\t支部会议记录不规范\t1.补齐3个支部的记录；2.每季抽查一次\t张某\t党政办、组织科\t李某\t8月底
2\t党费收缴不及时\t清退多收党费12笔\t王某\t财政所\t赵某\t9月中旬
3\t窗口推诿\t公示办事指南\t王某\t政务中心\t孙某、周某\t长期坚持"""
COLUMNS = '["no", "light", "text", "due"]'


class Shots:
    """A site in a browser, and how its pages are brought where a picture is taken."""

    def __init__(self, browser: Browser, site: str) -> None:
        self.browser, self.site = browser, site

    @contextmanager
    def page(self, size: ViewportSize, path: str = "ledger/index.html") -> Iterator[Page]:
        context = self.browser.new_context(
            viewport=size, device_scale_factor=SHARP, locale="zh-CN", timezone_id="Asia/Shanghai"
        )
        page = context.new_page()
        page.clock.set_fixed_time(NOW)
        page.goto(f"{self.site}{path}")
        yield page
        context.close()

    @contextmanager
    def sample(self, size: ViewportSize, path: str = "") -> Iterator[Page]:
        """A page with the sample ledger."""
        with self.page(size) as page:
            page.evaluate("columns => localStorage.setItem('qingdan.pref.ledgerColumns', columns)", COLUMNS)
            page.get_by_role("button", name="看样例").click()
            page.locator(".qd-toast").wait_for()  # the last thing that happens
            page.locator(".qd-toast").evaluate("toast => toast.remove()")
            if path:
                page.goto(f"{self.site}ledger/{path}")
                page.locator("[data-part=report] h2, [data-part=chart] table").wait_for()
            yield page


def dialog(page: Page) -> Locator:
    return page.locator("dialog.qd-dialog[open]")


def clip(page: Page, top: Locator, width: int, height: int) -> bytes:
    """So much of the page, from the upper left corner of an element on."""
    page.evaluate("window.scrollTo(0, 0)")
    box = top.bounding_box()
    assert box is not None
    return page.screenshot(
        full_page=True, clip={"x": box["x"] - 4, "y": box["y"] - 4, "width": width, "height": height}
    )


def padded(place: Locator) -> bytes:
    """An element with some room around it."""
    place.evaluate("element => (element.style.padding = '12px')")
    return place.screenshot()


def start(shots: Shots) -> bytes:
    with shots.page(NARROW) as page:
        return padded(page.locator("[data-part=start]"))


def importing(shots: Shots) -> bytes:
    with shots.page(NARROW) as page:
        page.get_by_role("button", name="从表格粘贴").click()
        dialog(page).locator("textarea").fill(PASTED)
        dialog(page).get_by_role("button", name="看预览").click()
        dialog(page).get_by_text("都按哪一年算").wait_for()
        # An empty date is shown in the language of the computer that takes the picture.
        page.add_style_tag(content=".qd-ask ::-webkit-datetime-edit { color: transparent; }")
        return dialog(page).screenshot()


def table(shots: Shots) -> bytes:
    with shots.sample(TABLE) as page:
        page.locator("select[name=due]").select_option("late")
        page.locator("[data-part=board]").evaluate("board => (board.style.width = '600px')")
        page.set_viewport_size(
            {"width": TABLE["width"], "height": TABLE["height"] + 1}
        )  # the grid draws what is in view again
        return clip(page, page.locator("[data-part=board]"), 610, 330)


def check(shots: Shots) -> bytes:
    with shots.sample(NARROW) as page:
        page.get_by_role("button", name="体检", exact=True).click()
        dialog(page).get_by_text("必须改", exact=True).wait_for()
        return dialog(page).screenshot()


def steps(shots: Shots) -> bytes:
    with shots.sample(NARROW) as page:
        page.get_by_role("button", name="5 的详情", exact=True).click()
        dialog(page).get_by_text("接下来").wait_for()
        return dialog(page).screenshot()


def report(shots: Shots) -> bytes:
    with shots.sample({"width": 640, "height": 900}, "reports.html") as page:
        return clip(page, page.locator("[data-part=report]"), 620, 560)


def wall(shots: Shots) -> bytes:
    with shots.sample(TABLE, "wall.html") as page:
        return clip(page, page.locator("[data-part=legend]"), 736, 400)


def rebound(shots: Shots) -> bytes:
    with shots.sample(NARROW) as page:
        page.get_by_role("button", name="2 的详情", exact=True).click()
        place = dialog(page).locator('[data-section="checks"]')
        place.scroll_into_view_if_needed()
        return padded(place)


def home(shots: Shots) -> bytes:
    with shots.page(WIDE, "index.html") as page:
        return page.screenshot()


PICTURES: dict[str, Callable[[Shots], bytes]] = {
    "ledger-start": start,
    "ledger-import": importing,
    "ledger-table": table,
    "ledger-check": check,
    "ledger-steps": steps,
    "ledger-report": report,
    "ledger-wall": wall,
    "ledger-rebound": rebound,
    "screenshot": home,
}


def small(picture: bytes) -> bytes:
    """The same picture with few colours."""
    image = Image.open(io.BytesIO(picture)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def main() -> None:
    parser = argparse.ArgumentParser(description="重拍帮助页和 README 里的图。")
    parser.add_argument("--site", type=Path, metavar="DIR", help="已经建好的网站；不写就先建一个")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"只拍这几张：{'、'.join(PICTURES)}")
    options = parser.parse_args()
    unknown = [name for name in options.names if name not in PICTURES]
    if unknown:
        parser.error(f"没有这张图：{'、'.join(unknown)}")
    with tempfile.TemporaryDirectory() as folder:
        site = options.site or Path(folder) / "site"
        if not options.site and not build.build(site):
            raise SystemExit("构建失败，没有拍图。")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=system_chromium(),
                args=["--no-sandbox", "--lang=zh-CN"],
                env={"LANG": "zh_CN.UTF-8", "LANGUAGE": "zh_CN"},
            )
            shots = Shots(browser, f"{site.resolve().as_uri()}/")
            for name in options.names or PICTURES:
                content = small(PICTURES[name](shots))
                (IMAGES / f"{name}.png").write_bytes(content)
                print(f"{name}.png：{len(content) / 1000:.0f} KB")
            browser.close()


if __name__ == "__main__":
    main()
