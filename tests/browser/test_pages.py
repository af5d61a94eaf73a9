"""Every kind of page: accessible in both colour schemes, wide and narrow; no page scrolls sideways."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, ViewportSize

WIDE: ViewportSize = {"width": 1280, "height": 900}
NARROW: ViewportSize = {"width": 360, "height": 740}

GUIDANCE = "rectify/closing.html"  # with a table, an admonition, terms, sources, what to do next
ONE_OF_EACH_KIND = (
    "index.html",
    GUIDANCE,
    "rectify/flowchart.html",
    "roles/index.html",
    "roles/office.html",
    "stages/index.html",
    "stages/close.html",
    "workbench.html",
    "lists/index.html",
    "lists/q03.html",
    "timelines/index.html",
    "timelines/t01.html",
    "timelines/backward.html",
    "duties/index.html",
    "duties/rectify-sheet.html",
    "glossary.html",
    "compare/differences.html",
    "compare/blanks.html",
    "sources/index.html",
    "sources/s0.html",
    "sources/outside.html",
    "ask/index.html",
    "help/writing.html",
    "help/architecture.html",
)

# axe takes seconds for hundreds of like rows and learns nothing from them; test_built_site.py reads them all.
# Once the widgets stand, which may look for their parts until then.
THIN = """async () => {
  await Promise.all(Object.values(Qingdan.lib).map((one) => one && one.ready));
  for (const parent of document.querySelectorAll("article, article *")) {
    while (parent.children.length > 12) parent.lastElementChild.remove();
  }
}"""


# From files every page is opened below.
@pytest.mark.parametrize("path", [*ONE_OF_EACH_KIND, "404.html"])
@pytest.mark.parametrize("site_url", ["http"], indirect=True)
def test_accessible(
    new_context: Callable[..., BrowserContext], site_url: str, path: str, axe: Callable[..., list[str]]
) -> None:
    """On a wide screen and on a narrow one. Dark differs from light in colours alone."""
    page = new_context(viewport=WIDE).new_page()
    page.goto(site_url + path)
    if path == GUIDANCE:
        for part in ("table", ".admonition", ".qd-term", ".qd-cites__open", ".qd-do"):
            assert page.locator(f"article {part}").count(), f"{path} 里没有 {part}，请换一页"
    page.evaluate(THIN)
    found = {"宽": axe(page)}
    page.set_viewport_size(NARROW)
    found["窄"] = axe(page)
    page.get_by_title("切换到深色").click()
    page.wait_for_selector('body[data-md-color-scheme="slate"]')
    page.wait_for_function("document.getAnimations().every((a) => a.playState !== 'running')")  # colours fade
    found["深色"] = axe(page, runOnly=["color-contrast"])
    assert found == {"宽": [], "窄": [], "深色": []}


# One way is enough: both load the same files, and every kind of page is opened over http above.
@pytest.mark.parametrize("site_url", ["file"], indirect=True)
def test_no_page_scrolls_sideways(
    built_site: Path, new_context: Callable[..., BrowserContext], site_url: str
) -> None:
    """Nor does any page report errors or ask for anything from elsewhere: the fixture watches that."""
    page = new_context(viewport=NARROW).new_page()
    wide = {}
    for path in sorted(built_site.rglob("*.html")):
        name = path.relative_to(built_site).as_posix()
        if name == "404.html":  # its links start at the server's root
            continue
        page.goto(site_url + name)
        width = page.evaluate("document.scrollingElement.scrollWidth")
        if width > NARROW["width"]:
            wide[name] = width
    assert wide == {}
