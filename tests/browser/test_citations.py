"""Sources of statements and meanings of terms: by mouse, touch and keyboard, without scripts, on paper."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

GUIDANCE = "rectify/closing.html"
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}

BUTTON = "article .qd-cites__open"
PANEL = "#qd-panel"
TIP = "#qd-tip"

# Before any script of the page: storage as a browser has it that forbids it.
FORBID_STORAGE = """for (const name of ["localStorage", "sessionStorage"]) {
  Object.defineProperty(window, name, { get() { throw new DOMException("forbidden", "SecurityError"); } });
}"""


@pytest.fixture
def guidance(page: Page, site_url: str) -> Page:
    page.goto(site_url + GUIDANCE)
    return page


def inside_window(box: Locator) -> bool:
    """The whole box, not cut off by anything around it, stands between the window's sides."""
    return bool(
        box.evaluate(
            """(box) => {
              const r = box.getBoundingClientRect();
              const width = document.documentElement.clientWidth;
              if (r.left < 0 || r.right > width) return false;
              // What is cut off or covered is not what one would click at its corners.
              return [r.left + 3, r.right - 3].every((x) => [r.top + 3, r.bottom - 3].every(
                (y) => y >= innerHeight || box.contains(document.elementFromPoint(x, y))));
            }"""
        )
    )


def test_a_click_opens_and_closes_the_paraphrases(guidance: Page) -> None:
    button = guidance.locator(BUTTON).first
    panel = guidance.locator(PANEL)
    ids = button.locator("xpath=..").locator(".qd-cite").all_text_contents()
    expect(button).to_have_text(f"出处 {len(ids)} 条")
    button.click()
    expect(panel).to_be_visible()
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(button).to_have_attribute("aria-controls", "qd-panel")
    expect(panel.locator(".qd-panel__head a")).to_have_text(ids)
    for text in panel.locator(".qd-panel__text").all_text_contents():
        assert len(text) > 5
    assert panel.locator(".qd-panel__text").count() == len(ids)
    assert inside_window(panel)
    button.click()
    expect(panel).to_have_count(0)
    expect(button).to_have_attribute("aria-expanded", "false")


def test_a_click_elsewhere_or_on_close_closes(guidance: Page) -> None:
    first, second = guidance.locator(BUTTON).nth(0), guidance.locator(BUTTON).nth(1)
    panel = guidance.locator(PANEL)
    first.click()
    second.click()
    expect(panel).to_have_count(1)
    expect(first).to_have_attribute("aria-expanded", "false")
    panel.locator(".qd-panel__text").first.click()  # reading and selecting inside is no click elsewhere
    expect(panel).to_be_visible()
    guidance.locator("h1").click()
    expect(panel).to_have_count(0)
    first.click()
    panel.get_by_role("button", name="关闭").click()
    expect(panel).to_have_count(0)
    expect(first).to_be_focused()


def test_the_keyboard_opens_enters_and_leaves(guidance: Page) -> None:
    button = guidance.locator(BUTTON).first
    panel = guidance.locator(PANEL)
    tab_to(button)
    guidance.keyboard.press("Enter")
    expect(panel).to_be_visible()
    guidance.keyboard.press("Tab")
    expect(panel.locator("a").first).to_be_focused()
    guidance.keyboard.press("Escape")
    expect(panel).to_have_count(0)
    expect(button).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "false")
    guidance.keyboard.press("Space")
    expect(panel).to_be_visible()


def tab_to(element: Locator) -> None:
    """Press Tab from the top of the page until this element has the focus."""
    for _ in range(80):
        element.page.keyboard.press("Tab")
        if element.evaluate("(element) => element === document.activeElement"):
            return
    pytest.fail("按 Tab 到不了这里")


def test_no_panel_is_cut_off_in_a_table(guidance: Page, site_url: str) -> None:
    """Tables scroll sideways where they are wider than the window, and would cut off what stands in them."""
    for path in (GUIDANCE, "duties/index.html"):
        guidance.goto(site_url + path)
        button = guidance.locator("table").first.locator(".qd-cites__open").last
        button.click()
        assert inside_window(guidance.locator(PANEL)), path


def test_a_panel_near_the_lower_edge_opens_upwards(guidance: Page) -> None:
    button = guidance.locator(BUTTON).last
    button.evaluate("(b) => scrollTo(0, b.getBoundingClientRect().bottom + scrollY - innerHeight + 10)")
    button.click()
    box, at = guidance.locator(PANEL).bounding_box(), button.bounding_box()
    assert box
    assert at
    assert box["y"] + box["height"] <= at["y"]
    assert inside_window(guidance.locator(PANEL))


def test_touch_on_a_phone(new_context: Callable[..., BrowserContext], site_url: str) -> None:
    page = new_context(**PHONE).new_page()
    for path in (
        GUIDANCE,
        "lists/q03.html",
        "compare/differences.html",
        "glossary.html",
        "duties/index.html",
    ):
        page.goto(site_url + path)
        buttons = page.locator(BUTTON)
        for at in {0, 2, buttons.count() - 1}:
            buttons.nth(at).scroll_into_view_if_needed()
            buttons.nth(at).tap()
            assert inside_window(page.locator(PANEL)), f"{path} {at}"
            assert page.evaluate("document.scrollingElement.scrollWidth") == 360, path
            page.locator(PANEL).get_by_role("button", name="关闭").tap()
            expect(page.locator(PANEL)).to_have_count(0)


def test_a_source_leads_to_its_row(guidance: Page, site_url: str) -> None:
    guidance.locator(BUTTON).first.click()
    link = guidance.locator(PANEL).locator("a").first
    source = link.inner_text()
    link.click()
    guidance.wait_for_url(f"{site_url}sources/*.html#{source}")
    row = guidance.locator(f'[id="{source}"]')
    expect(row).to_be_in_viewport()
    expect(row).to_contain_text(source)
    other = guidance.locator("tbody tr[id]:not(:target)").first
    assert colour(row) != colour(other)
    header = guidance.locator(".md-header").bounding_box()
    at = row.bounding_box()
    assert header
    assert at
    assert at["y"] >= header["y"] + header["height"]  # not covered


def colour(element: Locator) -> str:
    return str(element.evaluate("(element) => getComputedStyle(element).backgroundColor"))


def test_accessible_while_open(guidance: Page, axe: Callable[..., list[str]]) -> None:
    guidance.locator(BUTTON).first.click()
    assert axe(guidance, "article") == []


def hidden(page: Page) -> bool:
    """No button, id or list of sources is to be seen."""
    return not any(
        element.is_visible()
        for selector in (BUTTON, ".qd-cites__links", ".qd-refs")
        for element in page.locator(selector).all()
    )


def test_the_switch_hides_all_sources_and_remembers(guidance: Page, site_url: str) -> None:
    switch = guidance.get_by_role("button", name="出处", exact=True)
    expect(switch).to_have_attribute("aria-pressed", "true")
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "false")
    assert hidden(guidance)
    expect(guidance.locator("article .qd-convention").first).to_be_visible()  # a choice of ours, not a source
    guidance.reload()
    assert hidden(guidance)
    guidance.goto(site_url + "lists/q03.html")
    assert hidden(guidance)
    expect(switch).to_have_attribute("aria-pressed", "false")
    switch.click()
    expect(guidance.locator(BUTTON).first).to_be_visible()
    guidance.goto(site_url + GUIDANCE)
    expect(guidance.locator(BUTTON).first).to_be_visible()


def test_forbidden_storage_breaks_nothing(
    new_context: Callable[..., BrowserContext], site_url: str, incidents: list[str]
) -> None:
    context = new_context()
    context.add_init_script(FORBID_STORAGE)
    page = context.new_page()
    page.goto(site_url + GUIDANCE)
    page.locator(BUTTON).first.click()
    expect(page.locator(PANEL)).to_be_visible()
    page.get_by_role("button", name="出处", exact=True).click()
    assert hidden(page)
    page.get_by_role("button", name="出处", exact=True).click()
    expect(page.locator(BUTTON).first).to_be_visible()


@pytest.fixture
def without_scripts(new_context: Callable[..., BrowserContext], site_url: str) -> Page:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(site_url + GUIDANCE)
    return page


def test_without_scripts_ids_are_links(without_scripts: Page) -> None:
    page = without_scripts
    expect(page.locator(BUTTON).first).to_be_hidden()
    link = page.locator("article .qd-cite").first
    expect(link).to_be_visible()
    source = link.inner_text()
    refs = page.locator(".qd-refs")
    note = refs.locator(".qd-ref", has_text=source).first
    expect(note).to_be_hidden()
    refs.locator("summary").click()
    expect(note).to_be_visible()
    link.click()
    expect(page.locator(f'[id="{source}"]')).to_be_in_viewport()


def test_paper_shows_ids_and_the_list_of_sources(guidance: Page) -> None:
    """test_print.py reads the ready PDF; here, what the style sheet for paper shows."""
    guidance.emulate_media(media="print")
    expect(guidance.locator(".qd-cites__links").first).to_be_visible()
    expect(guidance.locator(BUTTON).first).to_be_hidden()
    expect(guidance.locator(".qd-ref").first).to_be_visible()
    expect(guidance.locator(".qd-ref").last).to_be_visible()
    guidance.emulate_media(media="screen")
    expect(guidance.locator(".qd-ref").first).to_be_hidden()  # as the reader had left it


def test_a_term_tells_its_meaning(guidance: Page) -> None:
    terms, tip = guidance.locator("article .qd-term"), guidance.locator(TIP)
    first, second = terms.nth(0), terms.nth(1)
    meaning = first.get_attribute("data-tip")
    assert meaning
    first.hover()
    expect(tip).to_have_text(meaning)
    expect(tip).to_have_role("tooltip")
    expect(first).to_have_attribute("aria-describedby", "qd-tip")
    assert inside_window(tip)
    tip.hover()  # it can be pointed at, and stays
    guidance.wait_for_timeout(400)
    expect(tip).to_be_visible()
    guidance.keyboard.press("Escape")
    expect(tip).to_have_count(0)
    second.hover()
    expect(tip).to_have_text(second.get_attribute("data-tip") or "")
    expect(first).not_to_have_attribute("aria-describedby", "qd-tip")
    guidance.locator("h1").hover()
    expect(tip).to_have_count(0)


def test_a_term_by_keyboard(guidance: Page) -> None:
    term, tip = guidance.locator("article .qd-term").first, guidance.locator(TIP)
    tab_to(term)
    expect(tip).to_have_text(term.get_attribute("data-tip") or "")
    guidance.keyboard.press("Escape")
    expect(tip).to_have_count(0)
    expect(term).to_be_focused()
    guidance.keyboard.press("Enter")
    guidance.wait_for_url("**/glossary.html#*")
    assert guidance.locator("dl > div:target").is_visible()


def test_tips_stay_inside_a_phone(new_context: Callable[..., BrowserContext], site_url: str) -> None:
    page = new_context(viewport={"width": 360, "height": 740}).new_page()
    page.goto(site_url + GUIDANCE)
    terms = page.locator("article .qd-term")
    for at in range(min(terms.count(), 8)):
        terms.nth(at).focus()
        assert inside_window(page.locator(TIP)), terms.nth(at).inner_text()
