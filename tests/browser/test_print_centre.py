"""打印中心: what is chosen becomes one pack, on the screen and out of the printer."""

import base64
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

import old_chromium
from raw_browser import RawBrowser, raw_browser
from tests.browser.work_page import axe_in_both_schemes, enter, make_unit
from tests.pdf_reading import Pdf, divided, squeeze, wrong_page_numbers

CENTRE = "print/index.html"
TODAY = "2026-11-25T09:00:00+08:00"


def open_centre(page: Page, site_url: str, query: str = "") -> Page:
    page.clock.set_fixed_time(TODAY)
    page.goto(f"{site_url}{CENTRE}{query}")
    expect(page.locator("[data-part=status]")).not_to_be_empty()
    expect(page.locator("[data-unit=choose] option")).not_to_have_count(0)
    return page


def sheets(page: Page) -> list[str]:
    """The lists and timelines in the pack, when all of it is built."""
    wanted = page.locator("[name=pick]:checked").count()
    expect(page.locator("[data-sheet]")).to_have_count(wanted)
    return [
        str(name)
        for name in page.locator("[data-sheet]").evaluate_all("all => all.map(e => e.dataset.sheet)")
    ]


def sheet(page: Page, name: str) -> Locator:
    return page.locator(f"[data-sheet={name}]")


def printed(page: Page) -> Pdf:
    return Pdf(page.pdf(prefer_css_page_size=True, print_background=True, tagged=True))


def rows_of(page: Page) -> dict[str, tuple[str, str]]:
    """By id: the first words, and the last ones of the main cell."""
    rows: dict[str, tuple[str, str]] = page.locator("[data-row]").evaluate_all(
        """rows => Object.fromEntries(rows.map(row => {
          const text = row.querySelector('.qd-col-text'), id = row.querySelector('.qd-col-id').textContent;
          return [row.dataset.row, [id.replace(row.dataset.row, ''), text.textContent.slice(-10)]];
        }))"""
    )
    return {name: (first, last) for name, (first, last) in rows.items()}


def test_a_timeline_names_the_units_own_recipient_and_no_sample(page: Page, site_url: str) -> None:
    open_centre(page, site_url)
    make_unit(page, "甲镇", start="2026-10-15", **{"T02/half-to": "县纪委监委"})
    open_centre(page, site_url, "?pick=T02&state=1")
    filled = sheet(page, "T02")
    expect(filled.locator("[data-row=T02-04] .qd-col-who")).to_contain_text("→ 县纪委监委")
    expect(filled.locator("[data-row=T02-04] .qd-col-who")).not_to_contain_text("市纪委监委")
    start = filled.locator(".qd-leaf__fields tr", has_text="集中整改起始日").first
    expect(start).to_contain_text("2026年10月15日")
    expect(start).not_to_contain_text("示例")
    expect(filled.locator(".qd-leaf__fields tr", has_text="整改完成截止日").first).to_contain_text("示例")


def test_a_role_chooses_a_pack_that_its_address_gives_again(page: Page, site_url: str) -> None:
    open_centre(page, site_url)
    expect(page.get_by_role("button", name="打印", exact=True)).to_be_disabled()
    expect(page.locator("[data-part=status]")).to_have_text("还没有选。")
    page.get_by_label("按角色").select_option(label="主要负责人")
    chosen = sheets(page)
    assert "Q05" in chosen
    expect(page.locator("[data-part=status]")).to_have_text(re.compile(rf"^{len(chosen)} 份，\d+ 条。$"))
    page.get_by_text("大字").click()
    page.get_by_text("含说明与依据").click()
    assert re.search(r"\?role=principal&detail=full&large=1$", page.url)
    open_centre(page, site_url, "?" + page.url.partition("?")[2])
    assert sheets(page) == chosen
    expect(page.get_by_label("按角色")).to_have_value("principal")
    expect(page.get_by_label("大字")).to_be_checked()
    expect(page.locator(".qd-pack")).to_have_attribute("data-size", "large")
    # One box more or less: the pack is no longer that role's.
    page.locator("[data-group=timeline] summary").click()
    page.get_by_label("T05").check()
    expect(page.get_by_label("按角色")).to_have_value("")
    assert f"pick={','.join(sorted([*chosen, 'T05']))}" in page.url
    page.get_by_role("button", name="全选").click()
    assert len(sheets(page)) == page.locator("[name=pick]").count()
    assert "?pick=all&" in page.url
    page.get_by_role("button", name="全不选").click()
    expect(page.locator(".qd-pack")).to_be_hidden()


@pytest.mark.parametrize("site_url", ["file"], indirect=True)
@pytest.mark.parametrize("dark", [False, True])
def test_a_blank_pack_comes_out_of_the_printer(page: Page, site_url: str, dark: bool) -> None:
    open_centre(page, site_url, "?pick=Q01,Q03,T01&detail=full")
    if dark:
        page.get_by_title("切换到深色").click()
    assert sheets(page) == ["Q01", "Q03", "T01"]
    rows, names = rows_of(page), page.locator("[data-sheet] h2").all_text_contents()
    pack = printed(page)
    assert {(one.width, one.height) for one in pack.pages} == {(210, 297)}
    assert wrong_page_numbers(pack) == []
    assert "打印中心" not in pack.text
    cover, contents, *rest = pack.pages
    assert "清单包自选单位" in cover.text
    assert squeeze("责任人：审核人：日期：") in cover.text
    assert [name for name in names if squeeze(name) not in contents.text] == []
    # On every page: whose, which, of which day.
    current = ""
    for number, one in enumerate(rest, 3):
        text = one.text.replace(f"第{number}页共{len(pack.pages)}页", "")
        began = [name for name in names if text.startswith(squeeze(name))]
        current = began[0] if began else current
        place = 1 + names.index(current)
        running = squeeze(f"单位：＿＿＿＿＿＿＿＿{current}（第{place}份）版本")
        assert running in one.text
        assert squeeze(f"第{place}份　{current}") in contents.text
        assert "打印日期:2026年11月25日" in one.text
    assert divided(pack, rows) == []
    assert pack.text.count("□") == len(rows) + 1  # and the legend on the cover
    assert pack.text.count(squeeze("责任人：审核人：日期：")) == 1 + len(names)
    assert "/StructTreeRoot" in pack.root
    greys = set(b"".join(picture[:600] for picture in pack.pictures(0, 2)))
    assert greys == {255}  # the upper edge: white, whatever the screen shows


@pytest.mark.parametrize("site_url", ["http_name"], indirect=True)
def test_a_pack_shows_what_the_unit_has_entered(page: Page, site_url: str) -> None:
    open_centre(page, site_url, "?pick=Q03,T01&state=1&cover=0")
    expect(page.locator("[data-part=status]")).to_contain_text("还没有单位档案，印成空白表。")
    uid = make_unit(page, "甲<b>镇", start="2026-09-01")
    enter(page, uid, "Q03-07", state="done", person="<i>张三", note="<img src=x>见附件")
    enter(page, uid, "Q03-08", state="doing", due="2026-11-01")
    enter(page, uid, "Q03-09", state="na")
    row = sheet(page, "Q03").locator("[data-row=Q03-07]")
    expect(row.locator(".qd-col-record")).to_contain_text("<img src=x>见附件")
    expect(row.locator(".qd-col-box")).to_have_text("√")
    expect(row.locator(".qd-col-record")).to_contain_text("已办责任人：<i>张三")
    overdue = sheet(page, "Q03").locator("[data-row=Q03-08] .qd-col-record")
    expect(overdue).to_have_text("在办期限：2026年11月1日（逾期）")
    expect(sheet(page, "Q03").locator("[data-row=Q03-09] .qd-col-box")).to_have_text("—")
    expect(sheet(page, "Q03").locator("[data-row=Q03-10] .qd-col-record")).to_have_text("未办")
    # The start is the unit's own; what rests on an example stays blank.
    dates = sheet(page, "T01").locator(".qd-col-date")
    expect(sheet(page, "T01").locator("[data-row=T01-02] .qd-col-date")).to_have_text("2026年9月1日")
    expect(sheet(page, "T01").locator("[data-row=T01-01] .qd-col-date")).to_have_text("")
    assert any("首次" in text and "共" in text for text in dates.all_text_contents())
    pack = printed(page)
    assert all(squeeze("单位：甲<b>镇") in one.text for one in pack.pages)
    # A blank one names the unit and shows nothing else of it.
    page.get_by_text("空白表", exact=True).click()
    expect(row.locator(".qd-col-box")).to_have_text("□")
    expect(row.locator(".qd-col-record")).to_have_text("")
    expect(sheet(page, "T01").locator("[data-row=T01-02] .qd-col-date")).to_have_text("")


@pytest.mark.parametrize("site_url", ["file"], indirect=True)
def test_forms_stand_in_the_pack_on_their_own_sheets(page: Page, site_url: str) -> None:
    open_centre(page, site_url, "?pick=W01,W06&state=1&cover=0")
    uid = make_unit(page, "甲镇", feedback="2026-08-20")
    problem = sheet(page, "W01").locator("[data-label=问题]")
    name = problem.get_attribute("data-blank")
    page.evaluate(
        "([uid, name]) => Qingdan.lib.store.patchForm(uid, name, {note: '台账<b>没有</b>更新'})", [uid, name]
    )
    expect(problem).to_have_text("台账<b>没有</b>更新")
    expect(sheet(page, "W01").locator("[data-label=单位]")).to_have_text("甲镇")  # known from the unit
    expect(page.locator("[data-sheet] [contenteditable]")).to_have_count(0)
    pack = printed(page)
    assert [squeeze("单位：甲镇W06") in one.text for one in pack.pages] == [False, True, True]
    assert all("打印日期:2026年11月25日" in one.text for one in pack.pages)
    assert wrong_page_numbers(pack) == []
    page.get_by_text("空白表", exact=True).click()
    expect(problem).to_have_text("")
    expect(sheet(page, "W01").locator("[data-label=单位]")).to_have_text("")


@pytest.mark.parametrize("site_url", ["file"], indirect=True)
def test_what_lies_across_stands_in_the_pack(page: Page, site_url: str) -> None:
    open_centre(page, site_url, "?pick=W01,W04,duties-rectify&detail=full&cover=0")
    assert sheets(page) == ["W01", "W04", "duties-rectify"]
    expect(page.locator("[data-part=upright]")).to_be_hidden()
    tasks = {
        f"{task} {duty}": ("", last)
        for task, duty, last in page.locator("[data-duty]").evaluate_all(
            """rows => rows.map(row => [row.cells[0].firstChild.textContent.trim(), row.dataset.duty,
              row.textContent.trim().slice(-8)])"""
        )
    }
    pack = printed(page)
    assert wrong_page_numbers(pack) == []
    upright = [one for one in pack.pages if (one.width, one.height) == (210, 297)]
    across = [one for one in pack.pages if (one.width, one.height) == (297, 210)]
    assert pack.pages == [*upright, *across]
    for name, of in {"W01": upright, "W04": across, "职责矩阵:": across}.items():
        assert any(name in one.text for one in of), name
    assert all("单位:________" in one.text and "打印日期:2026年11月25日" in one.text for one in pack.pages)
    assert len(tasks) > 30
    assert divided(pack, tasks) == []
    # What each part of a form rests on comes after its sheet, with the words of the sources.
    assert "每一栏的依据" not in upright[0].text
    assert "每一栏的依据" in upright[1].text
    assert squeeze("责任领导 W01-09〔S0-2.2-3 S1-2.2-5〕") in upright[1].text
    assert "S0-2.2-3S0" in "".join(one.text for one in upright[1:])
    page.get_by_text("只印正文").click()
    expect(sheet(page, "W01")).not_to_contain_text("每一栏的依据")
    sheets(page)
    assert re.findall(r"S\d-\d\.\d", "".join(page.locator("[data-sheet]").all_text_contents())) == []


@pytest.mark.parametrize("site_url", ["file"], indirect=True)
def test_large_letters_enlarge_forms_too(page: Page, site_url: str) -> None:
    open_centre(page, site_url, "?pick=W01,W08,W14&cover=0")
    sheets(page)
    page.emulate_media(media="print")
    size = "all => all.map(e => parseFloat(getComputedStyle(e).fontSize))"
    places = page.locator(
        ".qd-sheet .qd-grid th[scope=row], .qd-letter, .qd-sheet__title, .qd-sheet__notes li"
    )
    before = places.evaluate_all(size)
    page.get_by_label("大字").evaluate("box => box.click()")
    expect(page.locator(".qd-pack")).to_have_attribute("data-size", "large")
    sheets(page)
    after = places.evaluate_all(size)
    assert len(after) == len(before) > 30
    assert min(big / small for small, big in zip(before, after, strict=True)) > 1.1
    assert len(printed(page).pages) == 3  # and each still fits its sheet


@pytest.mark.parametrize("site_url", ["file"], indirect=True)
def test_who_prints_at_once_gets_all_of_a_large_pack(page: Page, site_url: str) -> None:
    open_centre(page, site_url)
    page.evaluate(
        """() => {
          document.querySelector('[data-pick=all]').click();
          return Promise.resolve().then(() => dispatchEvent(new Event('beforeprint')));
        }"""
    )
    assert len(sheets(page)) == page.locator("[name=pick]").count() > 30
    assert page.locator(".qd-leaf--cover").count() == 1


@pytest.mark.parametrize("site_url", ["file"], indirect=True)
def test_the_page_is_accessible_and_fits_a_phone(
    page: Page, new_context: Callable[..., BrowserContext], site_url: str, axe: Callable[..., list[str]]
) -> None:
    open_centre(page, site_url, "?pick=Q03,W01&detail=full")
    sheets(page)
    assert axe_in_both_schemes(page, axe) == {"default": [], "slate": []}
    phone = open_centre(new_context(viewport={"width": 360, "height": 740}).new_page(), site_url, "?pick=Q03")
    sheets(phone)
    assert phone.evaluate("document.documentElement.scrollWidth") == 360


@pytest.mark.parametrize("site_url", ["file"], indirect=True)
def test_without_scripts_the_page_says_how_to_print(
    new_context: Callable[..., BrowserContext], site_url: str
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(site_url + CENTRE)
    expect(page.get_by_text("可以逐页打印")).to_be_visible()
    expect(page.locator("form")).to_be_hidden()


@pytest.fixture(scope="module")
def oldest(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RawBrowser]:
    binary = old_chromium.cached()
    if binary is None:
        pytest.skip("没有旧版 Chromium（python3 scripts/old_chromium.py 可下载）")
    with raw_browser(binary, tmp_path_factory.mktemp("profile")) as browser:
        yield browser


def test_the_oldest_browser_repeats_the_heads_and_divides_no_row(
    oldest: RawBrowser, built_site: Path
) -> None:
    """It draws nothing in the margins: unit, list, version and day stand in the head of the table."""
    pack, found = printed_by(oldest, built_site, "?pick=Q03&detail=full&cover=0")
    assert len(pack.pages) > 1
    for one in pack.pages:
        assert "单位:" in one.text
        assert squeeze("Q03 方案与措施审核清单版本") in one.text
    rows = {name: (shown.removeprefix(name), text[-10:]) for name, shown, text, _ in found}
    assert len(rows) > 10
    assert divided(pack, rows) == []


def test_in_the_oldest_browser_no_heading_ends_a_page(oldest: RawBrowser, built_site: Path) -> None:
    pack, found = printed_by(
        oldest, built_site, f"?pick={','.join(f'Q0{n}' for n in range(1, 6))}&detail=full&cover=0"
    )
    headings = {name: heading for name, _, _, heading in found if heading}
    assert len(headings) > 10
    alone = [
        heading
        for name, heading in headings.items()
        if not any(re.search(rf"{re.escape(squeeze(heading))}□?{name}", one.text) for one in pack.pages)
    ]
    assert alone == []


def test_in_the_oldest_browser_nothing_lies_across(oldest: RawBrowser, built_site: Path) -> None:
    """It would print what lies across upright, and cut it."""
    pack, _ = printed_by(oldest, built_site, "?pick=W01,W04,duties-rectify&cover=0")
    assert {(one.width, one.height) for one in pack.pages} == {(210, 297)}
    said = oldest.evaluate(
        """[document.querySelector("[data-part=across]"), document.querySelector("[data-part=upright]").hidden,
          document.querySelector("[data-part=upright]").textContent,
          [...document.querySelectorAll("[data-sheet]")].map((sheet) => sheet.dataset.sheet)]"""
    )
    assert said[:2] == [None, False]
    assert "整改进展报告表" in said[2]
    assert said[3] == ["W01"]


def printed_by(browser: RawBrowser, site: Path, query: str) -> tuple[Pdf, list[list[str]]]:
    """A pack as an old browser prints it, and its rows: id, words of the columns 编号 and text, the heading right above."""
    browser.go(f"{site.as_uri()}/{CENTRE}{query}")
    found: list[list[str]] = browser.evaluate(
        """new Promise((resolve) => {
      const wanted = () => document.querySelectorAll('[name=pick]:checked').length;
      const heading = (row) => row.previousElementSibling && row.previousElementSibling.classList.contains('qd-leaf__part')
        ? row.previousElementSibling.textContent : '';
      const look = () => wanted() && document.querySelectorAll('[data-sheet]').length === wanted()
        ? resolve([...document.querySelectorAll('[data-row]')].map((row) => [row.dataset.row,
          row.querySelector('.qd-col-id').textContent, row.querySelector('.qd-col-text').textContent, heading(row)]))
        : setTimeout(look, 20);
      look();
    })"""
    )
    content = browser.send("Page.printToPDF", preferCSSPageSize=True, printBackground=True)["data"]
    return Pdf(base64.b64decode(content)), found
