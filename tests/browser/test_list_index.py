"""The index of the lists: the filter and its address, the progress of the current unit, without scripts."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.work_page import ITEM, OTHER, SECOND, axe_in_both_schemes, enter, make_unit

EVERYWHERE = pytest.mark.parametrize("site_url", ["http", "http_name", "file"], indirect=True)
HTTP = pytest.mark.parametrize("site_url", ["http"], indirect=True)
NARROW = {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def lists(built_site: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(
        (built_site / "data/checklists.json").read_text(encoding="utf-8")
    )
    sides = {
        stage["id"]: stage["side"]
        for stage in json.loads((built_site / "data/stages.json").read_text(encoding="utf-8"))
    }
    return [{**one, "side": sides[one["stage"]]} for one in found]


def open_index(page: Page, site_url: str, query: str = "") -> Locator:
    """Open the index and return its filter."""
    page.goto(f"{site_url}lists/index.html{query}")
    form = page.get_by_role("search", name="筛选清单")
    expect(form).to_be_visible()
    return form


def shown(page: Page) -> list[str]:
    """The ids of the lists that are shown, in order."""
    return [str(row.get_attribute("data-list")) for row in page.locator("tr[data-list]:visible").all()]


@EVERYWHERE
def test_role_stage_and_kind(page: Page, site_url: str, lists: list[dict[str, Any]]) -> None:
    form = open_index(page, site_url)
    order = [one["id"] for side in ("rectify", "inspect") for one in lists if one["side"] == side]
    assert shown(page) == order
    expect(form.get_by_role("status")).to_have_text(f"共 {len(lists)} 份清单")

    form.get_by_label("谁来填").select_option("office")
    of_role = [one["id"] for one in lists if "office" in one["roles"]]
    assert sorted(shown(page)) == sorted(of_role)
    expect(form.get_by_role("status")).to_have_text(f"{len(lists)} 份里有 {len(of_role)} 份符合")

    stage = next(one["stage"] for one in lists if "office" in one["roles"])
    form.get_by_label("哪个阶段").select_option(stage)
    assert sorted(shown(page)) == sorted(
        one["id"] for one in lists if "office" in one["roles"] and one["stage"] == stage
    )
    form.get_by_label("哪一类").select_option("inspect")
    assert shown(page) == [
        one["id"] for one in lists
        if "office" in one["roles"] and one["stage"] == stage and one["side"] == "inspect"
    ]  # fmt: skip
    expect(form.get_by_role("status")).to_have_text("没有符合的清单，请放宽条件")

    form.get_by_role("button", name="清除筛选").click()
    expect(form.get_by_label("关键词")).to_be_focused()
    form.get_by_label("哪一类").select_option("inspect")
    assert shown(page) == [one["id"] for one in lists if one["side"] == "inspect"]
    expect(page.get_by_role("heading", name="整改一侧")).to_be_hidden()
    expect(page.get_by_role("heading", name="巡察一侧")).to_be_visible()


@pytest.mark.parametrize("word", ["Q03", "q03", "Ｑ０３", "方案 措施", "措施 方案"])
def test_words_are_found_however_they_are_typed(
    page: Page, site_url: str, lists: list[dict[str, Any]], word: str
) -> None:
    form = open_index(page, site_url)
    form.get_by_label("关键词").fill(word)
    found = shown(page)
    assert "Q03" in found
    assert len(found) < len(lists)
    if "Q" in word.upper():
        assert found == ["Q03"]


@EVERYWHERE
def test_the_filter_stands_in_the_address(page: Page, site_url: str) -> None:
    form = open_index(page, site_url)
    form.get_by_label("关键词").fill("方案")
    form.get_by_label("谁来填").select_option("office")
    page.wait_for_url("**/index.html?*role=office*")
    found = shown(page)
    assert 0 < len(found) < 10
    page.reload()
    expect(form.get_by_label("关键词")).to_have_value("方案")
    expect(form.get_by_label("谁来填")).to_have_value("office")
    assert shown(page) == found
    form.get_by_role("button", name="清除筛选").click()
    page.wait_for_function("!location.search")
    other = page.context.new_page()
    open_index(other, site_url, "?stage=nirgends&kind=inspect&word=%3Cb%3E")
    expect(other.get_by_label("哪个阶段")).to_have_value("")
    expect(other.get_by_label("哪一类")).to_have_value("inspect")
    expect(other.get_by_label("关键词")).to_have_value("<b>")


@EVERYWHERE
def test_progress_of_the_current_unit_beside_each_list(context: BrowserContext, site_url: str) -> None:
    page, other = context.new_page(), context.new_page()
    open_index(page, site_url)
    row = page.locator("tr[data-list=Q03]")
    expect(row).to_contain_text("还没开始")
    expect(page.get_by_role("columnheader", name="进度")).to_have_count(2)
    open_index(other, site_url)
    uid = make_unit(other)
    enter(other, uid, ITEM, state="done")
    enter(other, uid, SECOND, state="doing")
    # The other tab draws it without a reload.
    expect(row).to_contain_text("已办 1/")
    expect(row.get_by_role("progressbar", name="的进度")).to_have_attribute("value", "1")
    expect(page.locator("tr[data-list=Q09]")).to_contain_text("还没开始")
    second = make_unit(other, "乙局")
    enter(other, second, OTHER, state="done")
    expect(other.locator("tr[data-list=Q09]")).to_contain_text("已办 1/")
    expect(other.locator("tr[data-list=Q03]")).to_contain_text("还没开始")
    page.bring_to_front()
    page.get_by_role("region", name="单位档案").get_by_role("combobox").select_option(label="甲镇")
    expect(row).to_contain_text("已办 1/")


def test_the_count_is_heard_after_a_rest(page: Page, site_url: str) -> None:
    form = open_index(page, site_url)
    form.get_by_label("关键词").press_sequentially("q03", delay=20)
    expect(form.get_by_role("status")).to_contain_text("份里有 1 份符合")


@HTTP
def test_without_scripts_all_lists_stand_there(
    new_context: Callable[..., BrowserContext], site_url: str, lists: list[dict[str, Any]]
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(f"{site_url}lists/index.html?kind=inspect")
    assert len(shown(page)) == len(lists)
    expect(page.get_by_role("search", name="筛选清单")).to_be_hidden()
    expect(page.get_by_role("columnheader", name="进度")).to_have_count(0)
    page.get_by_role("link", name="Q03").first.click()
    page.wait_for_url("**/lists/q03.html")


@HTTP
def test_without_storage_the_filter_works_all_the_same(page: Page, site_url: str) -> None:
    page.add_init_script(
        """Object.defineProperty(window, 'indexedDB', {
          get() { throw new DOMException('no', 'SecurityError'); },
        });"""
    )
    form = open_index(page, site_url)
    form.get_by_label("关键词").fill("Q03")
    assert shown(page) == ["Q03"]


@HTTP
@pytest.mark.parametrize("viewport", [{"width": 1280, "height": 900}, NARROW])
def test_accessible(
    new_context: Callable[..., BrowserContext],
    site_url: str,
    axe: Callable[..., list[str]],
    viewport: dict[str, int],
) -> None:
    page = new_context(viewport=viewport).new_page()
    form = open_index(page, site_url, "?role=office")
    enter(page, make_unit(page), ITEM, state="done")
    expect(page.locator("tr[data-list=Q03]")).to_contain_text("已办 1/")
    expect(form.get_by_role("button", name="清除筛选")).to_be_visible()
    assert axe_in_both_schemes(page, axe) == {"default": [], "slate": []}
    assert page.evaluate("document.scrollingElement.scrollWidth") == viewport["width"]
