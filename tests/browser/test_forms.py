"""Office forms in the browser: filling in, what is kept, what is known of the unit, the sheet that is printed."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from qingdan.site_plan import plan_site
from tests.browser.list_page import TODAY, saved, undo
from tests.browser.paper import printed, squeeze
from tests.browser.work_page import CLEAN, axe_in_both_schemes
from tests.conftest import ROOT

FORM = "forms/w01.html"
TABLE = "forms/w04.html"
LETTER = "forms/w17.html"

everywhere = pytest.mark.parametrize("site_url", ["http", "http_name", "file"], indirect=True)
once = pytest.mark.parametrize("site_url", ["file"], indirect=True)


def open_form(page: Page, site_url: str, path: str = FORM) -> Page:
    page.clock.set_fixed_time(TODAY)
    page.goto(site_url + path)
    ready(page)
    return page


def ready(page: Page) -> None:
    expect(page.locator("[contenteditable]").first).to_be_visible()


def blank(page: Page, identity: str) -> Locator:
    return page.locator(f'[data-blank="{identity}"]')


def boxes(page: Page, identity: str) -> Locator:
    return page.locator(f'[data-boxes="{identity}"]')


def name_unit(page: Page, name: str, *, start: str = "", feedback: str = "") -> None:
    page.get_by_role("button", name="新建").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("单位名称").fill(name)
    dialog.get_by_label("巡察反馈日期").fill(feedback)
    dialog.get_by_label("集中整改起始日").fill(start)
    dialog.get_by_role("button", name="新建", exact=True).click()
    expect(dialog).to_be_hidden()


@everywhere
def test_what_is_filled_in_is_kept(page: Page, site_url: str) -> None:
    open_form(page, site_url)
    problem = page.get_by_role("textbox", name="问题", exact=True)
    problem.click()
    page.keyboard.type("第一行")
    page.keyboard.press("Enter")
    page.keyboard.type("第二行 <b>")
    boxes(page, "W01-03").get_by_label("自查出来的").check()
    boxes(page, "W01-13").get_by_label("半年内").check()
    page.locator('[data-other="W01-13"]').fill("两年规划")
    saved(page)
    page.reload()
    ready(page)
    expect(problem).to_have_text("第一行\n第二行 <b>", use_inner_text=True)
    expect(boxes(page, "W01-03").get_by_label("自查出来的")).to_be_checked()
    expect(boxes(page, "W01-03").get_by_label("反馈意见写明的")).not_to_be_checked()
    expect(boxes(page, "W01-13").get_by_label("半年内")).to_be_checked()
    expect(page.locator('[data-other="W01-13"]')).to_have_text("两年规划")
    # Another form of the unit is another sheet.
    page.goto(site_url + "forms/w05.html")
    ready(page)
    expect(blank(page, "W05-09")).to_have_text("")


@once
def test_a_table_is_filled_in_row_by_row(page: Page, site_url: str) -> None:
    open_form(page, site_url, TABLE)
    page.get_by_role("textbox", name="第 2 行 本期进展").fill("已开会")
    boxes(page, "W04-11.2").get_by_label("留号").check()
    saved(page)
    page.reload()
    ready(page)
    expect(blank(page, "W04-09.2")).to_have_text("已开会")
    expect(blank(page, "W04-09.1")).to_have_text("")
    expect(boxes(page, "W04-11.2").get_by_label("留号")).to_be_checked()


@once
def test_steps_are_taken_back_and_the_sheet_is_cleared(page: Page, site_url: str) -> None:
    open_form(page, site_url)
    blank(page, "W01-08").fill("甲")
    saved(page)
    blank(page, "W01-08").fill("乙")
    saved(page)
    undo(page)
    expect(blank(page, "W01-08")).to_have_text("甲")
    page.get_by_role("button", name="清空本表").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("填过的 1 处")
    dialog.get_by_role("button", name="清空 1 处").click()
    expect(blank(page, "W01-08")).to_have_text("")
    undo(page)
    expect(blank(page, "W01-08")).to_have_text("甲")


@once
def test_what_is_known_of_the_unit_stands_there(page: Page, site_url: str) -> None:
    open_form(page, site_url, LETTER)
    name_unit(page, "甲局")
    expect(blank(page, "W17-12")).to_have_text("甲局")
    expect(page.locator(".qd-sheet__head")).to_contain_text("单位：甲局")
    # What is typed over it stays, and only for this form.
    blank(page, "W17-12").fill("甲局党组")
    saved(page)
    page.reload()
    ready(page)
    expect(blank(page, "W17-12")).to_have_text("甲局党组")
    page.goto(site_url + FORM)
    ready(page)
    expect(blank(page, "W01-01")).to_have_text("甲局")
    # What is erased stays empty, until that is taken back or the sheet is cleared.
    blank(page, "W01-01").fill("")
    saved(page)
    page.reload()
    ready(page)
    expect(page.locator(".qd-sheet__head")).to_contain_text("单位：甲局")
    expect(blank(page, "W01-01")).to_have_text("")
    undo(page)
    expect(blank(page, "W01-01")).to_have_text("甲局")
    blank(page, "W01-01").fill("")
    saved(page)
    page.get_by_role("button", name="清空本表").click()
    page.get_by_role("button", name="清空 1 处").click()
    expect(blank(page, "W01-01")).to_have_text("甲局")
    # Another unit has sheets of its own.
    name_unit(page, "乙局")
    expect(blank(page, "W01-01")).to_have_text("乙局")


@once
def test_two_tabs_agree(context: BrowserContext, site_url: str) -> None:
    first = open_form(context.new_page(), site_url)
    blank(first, "W01-06").fill("第一页写的")
    saved(first)
    second = open_form(context.new_page(), site_url)
    expect(blank(second, "W01-06")).to_have_text("第一页写的")
    blank(second, "W01-07").fill("第二页写的")
    saved(second)
    expect(blank(first, "W01-07")).to_have_text("第二页写的")
    expect(blank(first, "W01-06")).to_have_text("第一页写的")


@once
def test_the_file_carries_it_away(
    page: Page, site_url: str, new_context: Callable[..., BrowserContext]
) -> None:
    open_form(page, site_url)
    blank(page, "W01-06").fill("带走的问题")
    boxes(page, "W01-05").get_by_label("按分工认领").check()
    saved(page)
    with page.expect_download() as saving:
        page.get_by_role("button", name="保存到文件").click()
        page.get_by_role("dialog").get_by_role("button").first.click() if page.get_by_role(
            "dialog"
        ).count() else None
    there = open_form(new_context().new_page(), site_url)
    there.get_by_role("button", name="接着做").click()
    there.locator('input[type="file"]').set_input_files(saving.value.path())
    there.get_by_role("button", name="确认导入").click()
    expect(blank(there, "W01-06")).to_have_text("带走的问题")
    expect(boxes(there, "W01-05").get_by_label("按分工认领")).to_be_checked()


@once
def test_it_is_accessible(page: Page, site_url: str, axe: Callable[..., list[str]]) -> None:
    open_form(page, site_url)
    blank(page, "W01-06").fill("有字")
    assert axe_in_both_schemes(page, axe) == CLEAN
    open_form(page, site_url, LETTER)
    assert axe(page) == []
    open_form(page, site_url, TABLE)
    assert axe(page) == []


@once
@pytest.mark.parametrize("path", [FORM, TABLE, LETTER, "forms/w11.html", "forms/index.html"])
def test_nothing_scrolls_sideways_on_a_phone(
    new_context: Callable[..., BrowserContext], site_url: str, path: str
) -> None:
    page = new_context(viewport={"width": 360, "height": 740}).new_page()
    page.goto(site_url + path)
    assert page.evaluate("document.documentElement.scrollWidth") == 360


# ── Paper ──

FORMS = plan_site(ROOT).views.forms
KEPT_OFF = (
    "每一栏的依据",
    "什么时候用",
    "打印空白表",
    "保存到文件",
    "直接在表上写",
    "本页出处",
    "上一页",
    "下载",
)


@once
def test_a_form_is_printed_alone_on_its_sheet(page: Page, site_url: str) -> None:
    for form in FORMS:
        page.goto(site_url + f"forms/{form.id.lower()}.html")
        sheets = printed(page)
        assert len(sheets) == form.sheets, form.id
        size = (210, 297) if form.orientation == "portrait" else (297, 210)
        words = "".join(sheet.squeezed for sheet in sheets)
        for sheet in sheets:
            assert (round(sheet.width), round(sheet.height)) == size, form.id
            assert sheet.edge == {255}, form.id
            assert sheet.left >= 12, form.id
            assert sheet.right >= 12, form.id
            assert squeeze(f"{form.id} {form.title} · 20") in sheet.squeezed, form.id
        assert [word for word in KEPT_OFF if squeeze(word) in words] == [], form.id
        for block in form.blocks:
            for signature in block.signatures:
                assert squeeze(signature.label) in words, (form.id, signature.label)
        for note in form.notes:
            assert squeeze(note.text) in words, form.id


@once
def test_what_is_filled_in_is_printed_black_on_white(
    new_context: Callable[..., BrowserContext], site_url: str
) -> None:
    page = new_context(viewport={"width": 360, "height": 740}).new_page()
    page.add_init_script("localStorage.setItem('qingdan.pref.scheme', 'slate')")
    open_form(page, site_url)
    name_unit(page, "甲局")
    blank(page, "W01-06").fill("打印出来的问题")
    boxes(page, "W01-05").get_by_label("按分工认领").check()
    saved(page)
    [sheet] = printed(page)
    assert "打印出来的问题" in sheet.squeezed
    assert squeeze("单位：甲局") in sheet.squeezed
    assert sheet.squeezed.count("✓") == 1
    assert sheet.edge == {255}
    assert sheet.dark_share < 0.1


@once
def test_an_empty_sheet_can_be_printed_all_the_same(page: Page, site_url: str) -> None:
    open_form(page, site_url)
    name_unit(page, "甲局")
    blank(page, "W01-06").fill("不印的问题")
    boxes(page, "W01-05").get_by_label("按分工认领").check()
    saved(page)
    page.evaluate("window.print = () => {}")
    page.get_by_role("button", name="打印空白表").click()
    [sheet] = printed(page)  # ends with afterprint
    assert "不印的问题" not in sheet.squeezed
    assert "甲局" not in sheet.squeezed
    assert "✓" not in sheet.squeezed
    expect(blank(page, "W01-06")).to_have_text("不印的问题")
    expect(boxes(page, "W01-05").get_by_label("按分工认领")).to_be_checked()


@once
def test_the_sheet_reads_and_prints_without_scripts(
    new_context: Callable[..., BrowserContext], site_url: str
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(site_url + FORM)
    expect(page.get_by_role("button", name="打印空白表")).to_be_hidden()
    [sheet] = printed(page)
    assert squeeze("能马上改的〔S0、S3〕") in sheet.squeezed
    assert "年月日" in sheet.squeezed


# ── Ready files ──


@once
def test_a_site_without_ready_files_says_so(page: Page, site_url: str) -> None:
    page.goto(site_url + FORM)
    expect(page.locator(".qd-downloads")).to_contain_text("没有带成品文件")


@once
def test_ready_files_are_offered(page: Page, site_url: str) -> None:
    rows = """var QINGDAN_FILES = [
      {of: "W01", path: "files/w01-claim.docx", name: "W01 认领单.docx", kind: "Word 文件", bytes: 7400},
      {of: "W02", path: "files/w02-ledger.xlsx", name: "W02 台账.xlsx", kind: "Excel 文件", bytes: 9000}];"""
    page.route("**/files/manifest.js", lambda route: route.fulfill(body=rows, content_type="text/javascript"))
    page.goto(site_url + FORM)
    link = page.get_by_role("link", name="Word 文件（7 KB）")
    expect(link).to_have_attribute("download", "W01 认领单.docx")
    assert (link.get_attribute("href") or "").endswith("/files/w01-claim.docx")
    expect(page.locator(".qd-downloads a")).to_have_count(1)
