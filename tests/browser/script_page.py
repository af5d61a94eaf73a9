"""A page that holds some of the site's scripts and nothing else, for tests of pure libraries."""

from pathlib import Path

from playwright.sync_api import Browser, Page

SCRIPTS = Path(__file__).parent.parent.parent / "docs" / "assets" / "js"


def script_page(browser: Browser, *names: str) -> Page:
    """Open an empty page and put scripts in, core.js first. The caller closes its context."""
    page = browser.new_context(timezone_id="Asia/Shanghai", locale="zh-CN").new_page()
    page.set_content('<!doctype html><html lang="zh" data-base="http://kit.test/"><body></body></html>')
    for name in ("core", *names):
        page.add_script_tag(content=(SCRIPTS / f"{name}.js").read_text(encoding="utf-8"))
    return page
