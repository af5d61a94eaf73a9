"""The years of holidays that people pasted: kept by the browser, taken along in the file, brought back from it."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.test_timeline import fill, open_timeline, row
from tests.browser.work_page import (
    STORE,
    axe_in_both_schemes,
    choose_files,
    dialog,
    make_unit,
    open_workbench,
    press,
    said,
    saved_document,
)

NEW_YEAR = {"name": "元旦", "first": "2027-01-01", "last": "2027-01-03"}
HOLIDAY = "元旦放假建议提前到 2026年12月31日（星期四）"


def paste(page: Page, text: str = "2027年\n一、元旦：1月1日至3日放假，共3天。") -> None:
    page.get_by_role("button", name="放假安排").click()
    dialog(page).get_by_label("粘贴放假安排").fill(text)
    dialog(page).get_by_role("button", name="用这一年").click()
    said(page, "2027 年的放假安排已用上")
    page.keyboard.press("Escape")


def years(document: dict[str, Any]) -> list[tuple[int, list[dict[str, Any]]]]:
    return [
        (one["year"], [{k: v for k, v in day.items() if k != "workdays" or v} for day in one["holidays"]])
        for one in document.get("calendar", [])
    ]


@pytest.mark.parametrize("site_url", ["http", "file"], indirect=True)
def test_a_pasted_year_outlives_its_unit_and_goes_to_another_computer(
    page: Page, site_url: str, new_context: Callable[..., BrowserContext], axe: Callable[..., list[str]]
) -> None:
    open_workbench(page, site_url)
    uid = make_unit(page, "甲镇", start="2026-07-01")
    open_timeline(page, site_url)
    paste(page)
    expect(row(page, "T01-08")).to_contain_text(HOLIDAY)
    # the copy in localStorage may never have reached the disk
    page.evaluate("localStorage.removeItem('qingdan.pref.calendar')")
    page.reload()
    expect(row(page, "T01-08")).to_contain_text(HOLIDAY)
    page.evaluate(f"uid => {STORE}.removeUnit(uid, {{final: true}})", uid)
    open_workbench(page, site_url)
    make_unit(page, "乙局")
    document = saved_document(page)
    assert years(document) == [(2027, [NEW_YEAR])]

    other = new_context().new_page()
    open_workbench(other, site_url)
    shown = choose_files(other, ("带走.json", document))
    expect(shown).to_contain_text("新增 2027 年，各单位共用")
    assert axe_in_both_schemes(other, axe, "dialog") == {"default": [], "slate": []}
    shown.get_by_role("button", name="确认导入").click()
    said(other, "导入完成，写入 2 处")
    open_timeline(other, site_url)
    fill(other, "集中整改起始日", "2026-07-01")
    expect(row(other, "T01-08")).to_contain_text(HOLIDAY)

    # the colleague has read the notice otherwise: it is asked, and nothing decided before
    changed = {**document, "calendar": [{"year": 2027, "holidays": [{**NEW_YEAR, "last": "2027-01-02"}]}]}
    open_workbench(other, site_url)
    shown = choose_files(other, ("改过.json", changed))
    question = shown.get_by_role("group").filter(has_text="2027 年的放假安排与这里的不同")
    expect(question).to_contain_text("2027-01-01 至 2027-01-02 放假")
    question.get_by_label("用文件里的").check()
    shown.get_by_role("button", name="确认导入").click()
    said(other, "导入完成，写入 1 处")
    shown.get_by_role("button", name="好").click()
    assert years(saved_document(other))[0][1][0]["last"] == "2027-01-02"


@pytest.mark.parametrize("site_url", ["http"], indirect=True)
def test_a_file_with_a_wrong_year_is_said_and_leaving_takes_all_of_it_away(page: Page, site_url: str) -> None:
    open_workbench(page, site_url)
    make_unit(page, "甲镇")
    document = saved_document(page)
    assert "calendar" not in document
    wrong = [{"year": 2027, "holidays": [{**NEW_YEAR, "first": "2027-13-01"}]}]
    shown = choose_files(page, ("错.json", {**document, "calendar": wrong}))
    expect(shown).to_contain_text("没有用：2027 年元旦：“2027-13-01”不是日期")
    page.keyboard.press("Escape")

    # without any unit there is still something to save
    page.evaluate(f"{STORE}.units().then((all) => {STORE}.removeUnit(all[0].uid, {{final: true}}))")
    open_timeline(page, site_url)
    paste(page)
    open_workbench(page, site_url)
    leaving = press(page, "离开并清除")
    expect(leaving).to_contain_text("粘贴的放假安排（1 年）也会存进文件")
    with page.expect_download() as saving:
        leaving.get_by_role("button", name="先保存到文件").click()
    assert saving.value.suggested_filename.startswith("巡察整改放假安排-")
    leaving.get_by_role("button", name="全部清除").click()
    expect(leaving).to_contain_text("已经清除")
    open_timeline(page, site_url)
    page.get_by_role("button", name="放假安排").click()
    expect(dialog(page)).to_contain_text("已有的年份：2025、2026。")
