"""What comes out of the printer: A4, black on white, whole rows, numbered pages, sources where wanted."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.paper import Sheet, printed, squeeze

GUIDANCE = "rectify/closing.html"
CHECKLIST = "lists/q03.html"
DIFFERENCES = "compare/differences.html"
SPEECH = "sources/s1.html"

SOURCE_ID = re.compile(r"S\d-\d[\d.]*-\d+")

# Words of the frame. Nothing that one could press or follow is of use on paper.
FRAME = (
    "跳到正文",
    "回到顶部",
    "本页内容",
    "上一页",
    "下一页",
    "清除标记",
    "不向任何地方发送数据",
    "当前位置",
    "关闭",
)

# The printer gets the same from everywhere; that scripts run the same is shown elsewhere.
pytestmark = pytest.mark.parametrize("site_url", ["file"], indirect=True)


def texts(elements: Locator) -> list[str]:
    return [squeeze(text) for text in elements.all_text_contents()]


def assert_well_printed(sheets: list[Sheet]) -> None:
    for number, sheet in enumerate(sheets, 1):
        upright = sorted((round(sheet.width), round(sheet.height)))
        assert upright == [210, 297], f"第 {number} 页不是 A4"
        assert sheet.edge == {255}, f"第 {number} 页的页边不是白的"
        assert sheet.dark_share < 0.1, f"第 {number} 页有大块深色"
        assert sheet.left >= 12, f"第 {number} 页的字离左边只有 {sheet.left:.0f} mm"
        assert sheet.right >= 12, f"第 {number} 页的字离右边只有 {sheet.right:.0f} mm"
        assert squeeze(f"第 {number} 页 共 {len(sheets)} 页") in sheet.squeezed
        assert [word for word in FRAME if word in sheet.squeezed] == []


@pytest.mark.parametrize("path", [GUIDANCE, CHECKLIST, DIFFERENCES])
@pytest.mark.parametrize(("dark", "width"), [(False, 1280), (True, 1280), (False, 360)])
def test_a4_black_on_white(
    new_context: Callable[..., BrowserContext], site_url: str, path: str, dark: bool, width: int
) -> None:
    page = new_context(viewport={"width": width, "height": 800}).new_page()
    page.goto(site_url + path)
    title = squeeze(page.locator("h1").inner_text())
    last_source = squeeze(
        page.locator(".qd-ref dd").last.inner_text() or page.locator(".qd-ref dd").last.text_content() or ""
    )
    if dark:
        page.get_by_title("切换到深色").click()
    sheets = printed(page)
    assert_well_printed(sheets)
    assert title in sheets[0].squeezed
    assert last_source in sheets[-1].squeezed  # the list of sources is opened, to its end


def test_collapsed_parts_are_opened_and_closed_again(page: Page, site_url: str) -> None:
    page.goto(site_url + GUIDANCE)
    refs = page.locator(".qd-refs")
    expect(refs).not_to_have_attribute("open", "")
    sheets = printed(page)
    assert all(id_ in sheets[-1].squeezed + sheets[-2].squeezed for id_ in texts(refs.locator("dt a")))
    expect(refs).not_to_have_attribute("open", "")
    refs.locator("summary").click()  # what the reader opened stays open
    printed(page)
    expect(refs).to_have_attribute("open", "")


def test_scripts_open_what_older_browsers_cannot(page: Page, site_url: str) -> None:
    """Before Chromium 131 the style sheet for paper has no way to open them."""
    page.goto(site_url + SPEECH)
    collapsed = page.locator("article details:not([open])")
    count = collapsed.count()
    assert count > 1
    for _ in range(2):  # a second preview before the first has ended
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        expect(collapsed).to_have_count(0)
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(collapsed).to_have_count(count)


def test_without_scripts_the_sources_are_printed_too(
    new_context: Callable[..., BrowserContext], site_url: str
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(site_url + GUIDANCE)
    last = texts(page.locator(".qd-ref dd"))[-1]
    assert last in printed(page)[-1].squeezed


def test_hidden_sources_are_not_printed(page: Page, site_url: str) -> None:
    page.goto(site_url + GUIDANCE)
    shown = "".join(sheet.squeezed for sheet in printed(page))
    assert set(texts(page.locator("article .qd-cite"))) <= set(SOURCE_ID.findall(shown)) | set(
        re.findall(r"F-[A-Z]\d+", shown)
    )
    page.get_by_role("button", name="出处", exact=True).click()
    hidden = "".join(sheet.squeezed for sheet in printed(page))
    assert SOURCE_ID.findall(hidden) == []
    assert "本页出处" not in hidden
    assert texts(page.locator("article h2"))[0] in hidden


def test_table_heads_are_repeated_and_rows_stay_whole(page: Page, site_url: str) -> None:
    page.goto(site_url + SPEECH)
    sheets = printed(page)
    assert_well_printed(sheets)
    rows = page.locator(".qd-facts tbody tr")
    words = dict(
        zip(
            rows.evaluate_all("(rows) => rows.map((r) => r.id)"),
            texts(rows.locator("td:nth-child(2)")),
            strict=True,
        )
    )
    assert len(words) > 50
    whole = set()
    for sheet in sheets:
        # The list of corrections above the tables names facts too, without their words.
        here = {id_ for id_, text in words.items() if id_ in sheet.squeezed and text in sheet.squeezed}
        if here:
            assert "编号要求(转述)谁何时" in sheet.squeezed
        whole |= here
    assert sorted(words.keys() - whole) == []


def test_items_of_a_list_stay_whole(page: Page, site_url: str) -> None:
    page.goto(site_url + CHECKLIST)
    sheets = printed(page)
    items = page.locator(".qd-item")
    for id_, text, more in zip(
        items.evaluate_all("(items) => items.map((i) => i.id)"),
        texts(page.locator(".qd-item__text")),
        texts(page.locator(".qd-item__more > *:last-child")),
        strict=True,
    ):
        [sheet] = [sheet for sheet in sheets if text in sheet.squeezed]
        assert id_ in sheet.squeezed
        assert more.split("出处")[0] in sheet.squeezed


def test_the_matrix_is_printed_with_all_its_columns(page: Page, site_url: str) -> None:
    page.goto(site_url + "duties/index.html")
    sheets = printed(page)
    assert_well_printed(sheets)
    heads = texts(page.locator("table").first.locator("thead th"))
    assert len(heads) > 5
    assert [head for head in heads if head not in sheets[0].squeezed] == []


@pytest.mark.parametrize(
    "path",
    [
        "index.html",
        "workbench.html",
        "lists/index.html",
        "roles/office.html",
        "stages/close.html",
        "help/how-to-use.html",
    ],
)
def test_other_pages_are_plain_paper_too(page: Page, site_url: str, path: str) -> None:
    page.goto(site_url + path)
    page.get_by_title("切换到深色").click()
    buttons = texts(page.locator("article button:not(.qd-state):not(.qd-cites__open):visible"))
    sheets = printed(page)
    assert_well_printed(sheets)
    page.emulate_media(media="print")
    expect(page.locator("article button:not(.qd-state):visible")).to_have_count(0)
    expect(page.locator("article select:visible")).to_have_count(0)
    assert buttons or path not in ("index.html", "workbench.html")  # there was something to leave out


def test_the_foot_says_once_where_the_page_is_from(page: Page, site_url: str) -> None:
    page.clock.set_fixed_time("2026-11-25T09:00:00+08:00")
    page.goto(f"{site_url}{GUIDANCE}?q=%E9%94%80%E5%8F%B7#top")
    sheets = printed(page)
    foot = squeeze(f"巡察整改知识库：{GUIDANCE}　2026年11月25日打印")
    assert [foot in sheet.squeezed for sheet in sheets] == [False] * (len(sheets) - 1) + [True]
    assert ".html" not in "".join(sheet.squeezed for sheet in sheets).replace(
        foot, ""
    )  # no link is written out


def test_on_a_server_the_foot_has_the_whole_address(
    page: Page, site_url: str, addresses: dict[str, str]
) -> None:
    page.goto(f"{addresses['http']}{GUIDANCE}?q=%E9%94%80%E5%8F%B7")
    assert squeeze(f"巡察整改知识库：{addresses['http']}{GUIDANCE}") in printed(page)[-1].squeezed


def test_terms_and_roles_are_plain_words(page: Page, site_url: str) -> None:
    page.goto(site_url + GUIDANCE)
    page.emulate_media(media="print")
    for place in (".qd-term", ".qd-chip"):
        lines = page.locator(f"article {place}").first.evaluate(
            "e => [getComputedStyle(e).borderBottomWidth, getComputedStyle(e).textDecorationLine]"
        )
        assert lines == ["0px", "none"]


def test_marks_of_a_search_do_not_print(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}{GUIDANCE}?q=%E9%94%80%E5%8F%B7")
    expect(page.locator(".qd-marks")).to_be_visible()
    assert_well_printed(printed(page))


def test_what_only_a_screen_needs_is_not_printed(page: Page, site_url: str) -> None:
    page.goto(site_url + GUIDANCE)
    expect(page.locator(".qd-meta")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".qd-meta")).to_be_hidden()
    dotted = "(term) => getComputedStyle(term).textDecorationLine"
    assert page.locator(".qd-term").first.evaluate(dotted) == "none"
    # The id of a source and its place do not touch.
    reference = page.locator(".qd-refs").evaluate(
        """(refs) => {
          refs.open = true;
          const [id, where] = refs.querySelector("dt").children;
          return where.getBoundingClientRect().left - id.getBoundingClientRect().right;
        }"""
    )
    assert reference >= 8
    page.goto(site_url + CHECKLIST)
    words = page.locator(".qd-about dd", has=page.locator(".qd-chip"))
    assert (
        words.locator(".qd-chip").last.evaluate("(chip) => getComputedStyle(chip, '::before').content")
        == '"、"'
    )
