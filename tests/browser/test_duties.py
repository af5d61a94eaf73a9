"""The duty matrix: filters, cards on a phone, who leads by the list, the sheets on paper, without scripts."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pypdf import PdfReader

from system_parts import headless_chromium
from tests.browser.paper import printed, squeeze
from tests.browser.work_page import axe_in_both_schemes

EVERYWHERE = pytest.mark.parametrize("site_url", ["http", "file"], indirect=True)
FILE = pytest.mark.parametrize("site_url", ["file"], indirect=True)
NARROW = {"width": 360, "height": 740}
PARTS = ("牵头", "主责", "配合", "审核", "监督", "报送对象")


@pytest.fixture(scope="module")
def duties(built_site: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((built_site / "data/duties.json").read_text(encoding="utf-8"))
    return found


def shown(page: Page) -> set[str]:
    return set(
        page.evaluate(
            """() => [...document.querySelectorAll(".qd-matrix tr[id]")]
              .filter((row) => row.offsetParent).map((row) => row.id)"""
        )
    )


@EVERYWHERE
def test_filters_stand_in_the_address(page: Page, site_url: str, duties: list[dict[str, Any]]) -> None:
    page.goto(f"{site_url}duties/index.html")
    form = page.get_by_role("search", name="筛选职责")
    status = form.get_by_role("status")
    expect(status).to_have_text(f"共 {len(duties)} 件事")
    assert shown(page) == {d["id"] for d in duties}

    form.get_by_label("角色").select_option("office")
    of_role = {d["id"] for d in duties if "office" in d["cells"]}
    assert shown(page) == of_role
    expect(status).to_have_text(f"{len(duties)} 件里有 {len(of_role)} 件符合，“整改办”这一列已标出")
    # the whole column, its head included, and no other
    marked = page.locator(".qd-matrix__on").evaluate_all("(all) => all.map((one) => one.dataset.role)")
    assert len(marked) == len([d for d in duties if d["side"] == "rectify"]) + 1
    assert set(marked) == {"office"}

    # the part is the chosen role's own
    form.get_by_label("职责").select_option("审核")
    assert shown(page) == {d["id"] for d in duties if d["cells"].get("office", {}).get("part") == "审核"}
    page.wait_for_url("**/duties/index.html?role=office&part=*")
    page.reload()
    expect(form.get_by_label("职责")).to_have_value("审核")
    assert shown(page) == {d["id"] for d in duties if d["cells"].get("office", {}).get("part") == "审核"}

    form.get_by_role("button", name="清除筛选").press("Enter")
    expect(form.get_by_label("角色")).to_be_focused()
    form.get_by_label("阶段").select_option("close")
    assert shown(page) == {d["id"] for d in duties if d["stage"] == "close"}
    expect(page.get_by_role("heading", name="巡察一侧")).to_be_hidden()
    form.get_by_label("文字").fill("专项报告")
    assert shown(page) == {"M24"}
    form.get_by_label("文字").fill("没有这个词")
    expect(status).to_have_text("没有符合的事项，请放宽条件")
    # a link to a task that is filtered away shows it
    page.evaluate("location.hash = 'M33'")
    expect(page.locator("#M33")).to_be_in_viewport()
    expect(form.get_by_label("文字")).to_have_value("")


@FILE
def test_the_head_stays_in_sight_and_cells_open_their_sources(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}duties/index.html#M25")
    head = page.locator(".qd-matrix").first.locator("thead th").first
    expect(page.locator("#M25")).to_be_in_viewport()
    box, below = head.bounding_box(), page.locator("#M25").bounding_box()
    header = page.locator(".md-header").bounding_box()
    assert box
    assert below
    assert header
    assert abs(box["y"] - (header["y"] + header["height"])) < 4  # right below the header
    assert below["y"] >= box["y"] + box["height"] - 1  # and the row below that
    page.locator("#M25 td[data-role=office] .qd-cites__open").press("Enter")
    expect(page.get_by_role("group", name="出处（转述）")).to_contain_text("S3-3.3-8")


@FILE
def test_cards_on_a_phone(new_context: Callable[..., BrowserContext], site_url: str) -> None:
    page = new_context(viewport=NARROW).new_page()
    for path in ("duties/index.html", "duties/rectify-sheet.html", "duties/inspect-sheet.html"):
        page.goto(site_url + path)
        assert page.evaluate("document.scrollingElement.scrollWidth") == 360, path
        row = page.locator(".qd-matrix tbody tr", has_text="M24" if "inspect" not in path else "M33").first
        cells = row.locator("td:visible")
        roles = [text for text in cells.all_inner_texts() if text.strip()]
        assert len(roles) == cells.count() == 3, path  # no empty line; each says whose it is
        assert row.locator("td:visible .qd-matrix__role:visible").count() == 3


@EVERYWHERE
def test_who_leads_by_the_list(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}duties/index.html#first-listed")
    section = page.locator(".qd-first")
    # both rules stand there in words, each with its source
    assert {"S0-2.2-3", "S0-2.2-4", "S0-2.2-5", "S3-2.2-9"} <= set(
        section.locator(".qd-cite").all_text_contents()
    )
    result = section.locator("output")
    names = section.get_by_label("把名单粘贴在这里")
    names.fill("张三（局长）、李四、王五")
    expect(result).to_contain_text("牵头领导：张三（局长）")
    expect(result).to_contain_text("其余责任领导，按名单次序：李四、王五")
    section.get_by_label("这是谁的名单").select_option("unit")
    expect(result).to_contain_text("牵头单位：张三")
    names.fill("财政局等")
    expect(result).to_contain_text("名单里只有一个")
    expect(result).to_contain_text("把名字写全")
    names.fill("<b>甲</b>、乙")  # text, never HTML; the slash separates
    assert result.locator("b").count() == 0
    names.fill("、、")
    expect(result).to_have_text("没有认出名字。")


@FILE
def test_accessible_in_every_state(page: Page, site_url: str, axe: Callable[..., list[str]]) -> None:
    page.goto(f"{site_url}duties/index.html?stage=close&role=office")
    page.locator(".qd-first").get_by_label("把名单粘贴在这里").fill("张三、李四")
    page.locator("#M24 .qd-cites__open").first.click()
    assert axe_in_both_schemes(page, axe) == {"default": [], "slate": []}
    page.goto(f"{site_url}duties/inspect-sheet.html")
    assert axe_in_both_schemes(page, axe) == {"default": [], "slate": []}


@FILE
def test_each_side_is_one_sheet_of_a3(page: Page, site_url: str, duties: list[dict[str, Any]]) -> None:
    for side in ("rectify", "inspect"):
        page.goto(f"{site_url}duties/{side}-sheet.html")
        tasks = [d for d in duties if d["side"] == side]
        [sheet] = printed(page)
        assert (round(sheet.width), round(sheet.height)) == (420, 297)
        assert sheet.edge == {255}
        assert min(sheet.left, sheet.right) >= 7
        missing = [d["id"] for d in tasks if squeeze(d["task"]) not in sheet.squeezed]
        missing += [d["id"] for d in tasks if d["id"] not in sheet.squeezed]
        notes = [c["note"] for d in tasks for c in d["cells"].values() if c["note"]]
        missing += [note for note in notes if squeeze(note) not in sheet.squeezed]
        assert missing == []
        assert all(f"{part}：" in sheet.text or f"{part}:" in sheet.squeezed for part in PARTS)
        assert "〔约〕" in sheet.squeezed
        assert "S3-2.3-10" not in sheet.squeezed
        sizes = page.locator(".qd-matrix td strong, .qd-cell-note, .qd-id, .qd-matrix th")
        page.emulate_media(media="print")
        smallest = sizes.evaluate_all(
            "(all) => Math.min(...all.map((e) => parseFloat(getComputedStyle(e).fontSize)))"
        )
        assert smallest >= 7 * 96 / 72 - 0.01  # 7 pt
        page.emulate_media(media=None)


@FILE
def test_where_small_type_is_refused_the_page_says_how_to_get_one_sheet(
    browser: Browser, site_url: str
) -> None:
    """Chromium up to 117 in Chinese draws nothing under 12 px."""
    old = browser.browser_type.launch(
        executable_path=headless_chromium(), args=["--no-sandbox", "--blink-settings=minimumFontSize=12"]
    )
    page = old.new_page(viewport={"width": 1280, "height": 900})
    for path, paper in (("duties/rectify-sheet.html", ""), ("timelines/t04-wall.html", "A4")):
        page.goto(f"{site_url}{path}")
        expect(page.locator(".qd-small-type")).to_contain_text("把“缩放”设为 75")
        if paper:
            expect(page.locator(".qd-wall__days li").first).to_be_visible()
            page.add_style_tag(content=f"@page {{ size: {paper} landscape; }}")
        for scale, count in ((1, 2), (0.75, 1)):
            sheets = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True, scale=scale))).pages
            assert len(sheets) == count
        assert "缩放" not in sheets[0].extract_text()
    old.close()
    page = browser.new_page()
    page.goto(f"{site_url}duties/rectify-sheet.html")
    expect(page.locator(".qd-sheet__tools")).to_be_visible()
    expect(page.locator(".qd-small-type")).to_have_count(0)
    page.close()


@FILE
def test_on_a4_the_head_is_on_every_sheet(page: Page, site_url: str, duties: list[dict[str, Any]]) -> None:
    page.goto(f"{site_url}duties/rectify-sheet.html")
    page.get_by_label("纸张").select_option("a4")
    sheets = printed(page)
    assert 1 < len(sheets) < 5
    for number, sheet in enumerate(sheets, 1):
        assert (round(sheet.width), round(sheet.height)) == (297, 210)
        assert "事项" in sheet.squeezed
        assert "整改办" in sheet.squeezed
        assert squeeze(f"第 {number} 页 共 {len(sheets)} 页") in sheet.squeezed
        assert min(sheet.left, sheet.right) >= 7
    together = "".join(sheet.squeezed for sheet in sheets)
    rectify = [d for d in duties if d["side"] == "rectify"]
    assert [d["id"] for d in rectify if d["id"] not in together] == []
    sources = {s for d in rectify for c in d["cells"].values() for s in c["sources"]}
    assert [s for s in sources if s not in together] == []


@FILE
@pytest.mark.parametrize("side", ["rectify", "inspect"])
def test_on_the_screen_no_cell_of_a_sheet_is_written_over(page: Page, site_url: str, side: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{site_url}duties/{side}-sheet.html")
    spilled = page.locator(".qd-matrix").evaluate(
        """(table) => [...table.querySelectorAll("th, td")]
          .filter((cell) => cell.scrollWidth > cell.offsetWidth + 1).map((cell) => cell.textContent)"""
    )
    assert spilled == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


@FILE
def test_without_scripts_the_matrix_is_whole(
    new_context: Callable[..., BrowserContext], site_url: str, duties: list[dict[str, Any]]
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(f"{site_url}duties/index.html")
    assert page.locator(".qd-matrix tr[id]:visible").count() == len(duties)
    assert page.locator(".qd-matrix td[data-part]").count() == sum(len(d["cells"]) for d in duties)
    expect(page.get_by_role("search", name="筛选职责")).to_be_hidden()
    expect(page.get_by_label("把名单粘贴在这里")).to_be_hidden()
    expect(page.get_by_text("责任领导有两名以上的，首位是牵头领导。")).to_be_visible()
    page.goto(f"{site_url}duties/rectify-sheet.html")
    [sheet] = printed(page)
    assert "M31" in sheet.squeezed


@FILE
def test_a_role_page_leads_to_the_row(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}roles/office.html")
    own = page.locator(".qd-own")
    stages = own.locator("th[scope=rowgroup]").all_inner_texts()
    assert stages[0].startswith("起步")
    own.get_by_role("link", name="销号审查认定").click()
    page.wait_for_url("**/duties/index.html#M25")
    expect(page.locator("#M25")).to_be_in_viewport()
