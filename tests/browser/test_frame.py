"""The frame of every page: drawer, skip link, tabs, path, table of contents, colours, back to top, Tab."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

GUIDANCE = "rectify/closing.html"
NARROW = {"width": 360, "height": 740}

FOCUSED = """() => {
  const element = document.activeElement;
  const r = element.getBoundingClientRect();
  const style = getComputedStyle(element);
  return {
    name: (element.getAttribute("aria-label") || element.textContent).trim(),
    place: ["header", "nav", "main", "footer"].filter((tag) => element.closest(tag)).join(" "),
    seen: r.right > 0 && r.left < innerWidth && r.width > 0 && r.height > 0 && style.visibility === "visible",
    ringed: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1,
  };
}"""


@pytest.fixture
def guidance(page: Page, site_url: str) -> Page:
    page.goto(site_url + GUIDANCE)
    return page


@pytest.fixture
def phone(new_context: Callable[..., BrowserContext], site_url: str) -> Page:
    page = new_context(viewport=NARROW).new_page()
    page.goto(site_url + GUIDANCE)
    return page


def test_the_drawer_of_a_phone(phone: Page, axe: Callable[..., list[str]]) -> None:
    button = phone.get_by_role("button", name="目录")
    current = phone.locator("#qd-nav [aria-current=page]")
    expect(button).to_have_attribute("aria-expanded", "false")
    expect(current).to_be_hidden()
    button.focus()
    phone.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(current).to_be_in_viewport()
    expect(current).to_be_focused()
    assert axe(phone, "#qd-nav") == []
    phone.keyboard.press("Escape")
    expect(button).to_have_attribute("aria-expanded", "false")
    expect(button).to_be_focused()
    expect(current).to_be_hidden()


def test_the_drawer_closes_beside_it(phone: Page) -> None:
    button = phone.get_by_role("button", name="目录")
    button.click()
    expect(phone.locator("#qd-nav [aria-current=page]")).to_be_in_viewport()
    phone.mouse.click(340, 400)
    expect(button).to_have_attribute("aria-expanded", "false")
    button.click()
    phone.locator("#qd-nav summary", has_text="帮助").focus()
    phone.keyboard.press("Tab")  # out of the drawer, into the page that it would cover
    expect(button).to_have_attribute("aria-expanded", "false")


def test_the_drawer_leads_to_all_pages(phone: Page, site_url: str, axe: Callable[..., list[str]]) -> None:
    phone.get_by_role("button", name="目录").click()
    find = phone.locator("#qd-nav summary", has_text="查找")
    find.click()
    by_role = phone.locator("#qd-nav summary", has_text="按角色找")
    by_role.click()
    link = phone.locator("#qd-nav").get_by_role("link", name="整改办", exact=True)
    expect(link).to_be_visible()
    expect(phone.locator("#qd-nav a", has_text="全部清单")).to_be_hidden()  # that section is still folded
    assert axe(phone, "#qd-nav") == []
    link.click()
    phone.wait_for_url(f"{site_url}roles/office.html")
    expect(phone.get_by_role("button", name="目录")).to_have_attribute("aria-expanded", "false")


@pytest.mark.parametrize("site_url", ["http"], indirect=True)
def test_without_the_tree_the_drawer_leads_to_all_sections(phone: Page, site_url: str) -> None:
    phone.route("**/data/nav.js", lambda route: route.fulfill(body=""))  # e.g. of an older copy of the folder
    phone.get_by_role("button", name="目录").click()
    link = phone.locator("#qd-nav .qd-nav__other a", has_text="清单")
    expect(link).to_be_in_viewport()
    link.click()
    phone.wait_for_url(f"{site_url}lists/index.html")


def test_a_phone_without_scripts_has_the_sections(
    new_context: Callable[..., BrowserContext], site_url: str
) -> None:
    page = new_context(viewport=NARROW, java_script_enabled=False).new_page()
    page.goto(site_url + GUIDANCE)
    expect(page.get_by_role("button")).to_have_count(0)
    link = page.get_by_role("navigation", name="栏目").get_by_role("link", name="清单")
    expect(link).to_be_in_viewport()
    link.click()
    page.wait_for_url(f"{site_url}lists/index.html")


def test_the_skip_link_comes_first_and_skips(guidance: Page) -> None:
    guidance.keyboard.press("Tab")
    skip = guidance.get_by_role("link", name="跳到正文")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    guidance.keyboard.press("Enter")
    guidance.keyboard.press("Tab")
    assert guidance.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize("width", [1280, 360])
def test_tab_goes_through_the_page_in_order(
    new_context: Callable[..., BrowserContext], site_url: str, width: int
) -> None:
    """Header, sections, tree, text; every stop is seen, says its name and wears a ring."""
    page = new_context(viewport={"width": width, "height": 800}).new_page()
    page.goto(site_url + GUIDANCE)
    stops = []
    for _ in range(45):
        page.keyboard.press("Tab")
        stops.append(page.evaluate(FOCUSED))
    assert [stop for stop in stops if not (stop["seen"] and stop["name"] and stop["ringed"])] == []
    places = list(dict.fromkeys(stop["place"] for stop in stops))
    expected = ["", "header nav", "nav", "nav main", "main"]  # the skip link stands outside
    if width == 360:
        expected.remove("nav")  # the tree lies in the closed drawer, and this narrow there is no other
    assert places == expected


def test_tabs_and_path_say_where_one_is(guidance: Page, site_url: str) -> None:
    tabs = guidance.get_by_role("navigation", name="栏目")
    expect(tabs.get_by_role("link").filter(visible=True).first).to_have_text("首页")
    expect(tabs.locator("[aria-current]")).to_have_text("整改指引")
    path = guidance.get_by_role("navigation", name="当前位置")
    expect(path).to_contain_text("整改指引")
    expect(path).to_contain_text("收口")
    expect(guidance.locator("#qd-nav [aria-current=page]")).to_have_text("销号")
    path.get_by_role("link", name="首页").click()
    guidance.wait_for_url(f"{site_url}index.html")
    tabs.get_by_role("link", name="清单").click()
    guidance.wait_for_url(f"{site_url}lists/index.html")
    expect(tabs.locator("[aria-current]")).to_have_text("清单")


def test_previous_and_next_page(guidance: Page, site_url: str) -> None:
    guidance.get_by_role("navigation", name="上一页和下一页").locator("[rel=next]").click()
    guidance.wait_for_url(f"{site_url}rectify/report-and-sign.html")
    guidance.locator("[rel=prev]").click()
    guidance.wait_for_url(site_url + GUIDANCE)


def test_the_table_of_contents_follows(guidance: Page) -> None:
    contents = guidance.get_by_role("navigation", name="本页内容")
    headings = guidance.locator("article > h2")
    expect(contents.get_by_role("link")).to_have_text(headings.all_text_contents())
    third = contents.get_by_role("link").nth(2)
    third.click()
    expect(headings.nth(2)).to_be_in_viewport()
    expect(third).to_have_class(re.compile("md-nav__link--active"))
    header = guidance.locator(".md-header").bounding_box()
    heading = headings.nth(2).bounding_box()
    assert header
    assert heading
    assert heading["y"] >= header["y"] + header["height"]  # not covered


def test_the_colours_are_remembered(guidance: Page, site_url: str) -> None:
    body = guidance.locator("body")
    expect(body).to_have_attribute("data-md-color-scheme", "default")
    guidance.get_by_title("切换到深色").click()
    expect(body).to_have_attribute("data-md-color-scheme", "slate")
    guidance.reload()
    expect(body).to_have_attribute("data-md-color-scheme", "slate")
    guidance.goto(site_url + "index.html")
    expect(body).to_have_attribute("data-md-color-scheme", "slate")
    switch = guidance.get_by_role("button", name="深色")
    expect(switch).to_have_attribute("aria-pressed", "true")
    switch.focus()
    guidance.keyboard.press("Enter")
    expect(body).to_have_attribute("data-md-color-scheme", "default")
    expect(switch).to_have_attribute("aria-pressed", "false")


def test_back_to_top(guidance: Page) -> None:
    button = guidance.get_by_role("button", name="回到顶部")
    expect(button).to_be_hidden()
    guidance.mouse.move(600, 500)
    guidance.mouse.wheel(0, 900)
    guidance.wait_for_function("scrollY > 700")
    guidance.mouse.wheel(0, -150)  # it comes when one turns back
    expect(button).to_be_visible()
    button.click()
    guidance.wait_for_function("scrollY === 0")
    expect(button).to_be_hidden()


def test_a_browser_that_is_too_old_is_told_so(
    new_context: Callable[..., BrowserContext], site_url: str, incidents: list[str]
) -> None:
    page = new_context().new_page()
    page.goto(site_url + GUIDANCE)
    notice = page.get_by_text("这个浏览器太旧")
    expect(notice).to_have_count(0)
    page.add_init_script(
        "window.Function = () => { throw new SyntaxError('?.'); }"
    )  # what such a parser says
    page.goto(site_url + GUIDANCE)
    expect(notice).to_be_in_viewport()
    expect(notice).to_contain_text("极速模式")
    incidents.clear()
