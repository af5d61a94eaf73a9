"""A timeline's page as a unit works with it: filling in, dates, ticking, what leaves the page."""

import csv
import io
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from icalendar import Calendar
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from tests.browser.list_page import saved
from tests.browser.work_page import axe_in_both_schemes, dialog, make_unit, open_workbench, part

TODAY = "2026-08-12T09:00:00+08:00"


def open_timeline(page: Page, site_url: str, name: str = "t01", today: str = TODAY) -> Page:
    page.clock.set_fixed_time(today)
    page.goto(f"{site_url}timelines/{name}.html")
    expect(page.get_by_role("button", name="打印清单")).to_be_enabled()
    return page


def field(page: Page, label: str) -> Locator:
    return page.locator(".qd-anchors").get_by_label(label, exact=True)


def row(page: Page, key: str) -> Locator:
    return page.locator(f'tr[data-key="{key}"]')


def unfold(page: Page) -> None:
    page.get_by_role("button", name="全部展开").click()


def dated(page: Page) -> Locator:
    return page.locator(".qd-days tbody tr[data-key]")


def step_days(page: Page, step: str) -> Locator:
    return page.locator(f"#{step} [data-days]")


def fill(page: Page, label: str, value: str) -> None:
    field(page, label).fill(value)
    field(page, label).dispatch_event("change")


def test_a_unit_fills_in_its_days_and_finds_them_again(page: Page, site_url: str) -> None:
    open_timeline(page, site_url)
    expect(page.locator(".qd-sample").first).to_have_text("示例 2026年7月14日")
    expect(step_days(page, "T01-06")).to_contain_text("2026年9月21日 星期一")
    expect(step_days(page, "T01-06").locator(".qd-tag--sample")).to_be_visible()

    fill(page, "集中整改起始日", "2026-07-31")
    fill(page, "本单位整改清单公示日", "2026-08-15")
    expect(step_days(page, "T01-06")).to_contain_text("2026年9月30日 星期三，还有 49 天")
    expect(step_days(page, "T01-06").locator(".qd-tag--sample")).to_have_count(0)
    # a Saturday is said, with the workday before; nothing is moved
    expect(row(page, "T01-03")).to_contain_text("2026年8月15日 星期六")
    expect(row(page, "T01-03")).to_contain_text("周末建议提前到 2026年8月14日（星期五）")
    expect(row(page, "T01-08")).to_contain_text("2027年1月31日 星期日")
    expect(row(page, "T01-08")).to_contain_text("放假安排未公布，只按周末判断")
    saved(page)

    fill(page, "集中整改期（月）", "1")
    page.get_by_label("半年、一年从哪天算起").select_option("end")
    expect(step_days(page, "T01-08")).to_contain_text("2027年2月28日")
    fill(page, "旬汇报报给谁", "镇党委")
    expect(row(page, "T01-05@2026-08-20")).to_contain_text("→ 镇党委")
    saved(page)
    page.reload()
    expect(field(page, "集中整改起始日")).to_have_value("2026-07-31")
    expect(step_days(page, "T01-08")).to_contain_text("2027年2月28日")
    expect(page.locator("#T01-05 [data-recipient]")).to_have_text("镇党委")
    expect(page.get_by_label("列入我的工作台")).to_be_checked()

    # what timelines share is known to the next one, and to the unit's own dialog
    open_timeline(page, site_url, "t02")
    expect(field(page, "集中整改起始日")).to_have_value("2026-07-31")
    expect(field(page, "集中整改期（月）")).to_have_value("1")
    expect(page.get_by_label("列入我的工作台")).not_to_be_checked()  # until a step of it is ticked
    row(page, "T02-01").get_by_role("checkbox").check()
    expect(page.get_by_label("列入我的工作台")).to_be_checked()
    page.get_by_role("button", name="改名与资料").click()
    expect(dialog(page).get_by_label("集中整改起始日（可以不填）")).to_have_value("2026-07-31")


def test_a_half_typed_date_changes_nothing(page: Page, addresses: dict[str, str]) -> None:
    open_timeline(page, addresses["http"])
    start = field(page, "集中整改起始日")
    for year in ("0002", "0020", "0202"):
        start.evaluate(
            "(one, value) => { one.value = value; one.dispatchEvent(new Event('change')); }", f"{year}-07-01"
        )
    expect(step_days(page, "T01-06")).to_contain_text("2026年9月21日")
    months = field(page, "集中整改期（月）")
    months.fill("61")
    months.dispatch_event("change")
    expect(months).to_have_value("")
    assert page.evaluate("Qingdan.lib.store.units().then((units) => units.length)") == 0


def test_a_step_is_ticked_dated_taken_back_and_due_on_the_workbench(page: Page, site_url: str) -> None:
    open_workbench(page, site_url, TODAY)
    uid = make_unit(page, "甲镇", start="2026-07-21", feedback="2026-07-10", **{"T01/publish": "2026-08-14"})
    open_timeline(page, site_url)
    expect(page.get_by_label("列入我的工作台")).to_be_checked()
    expect(page.locator(".qd-days--next")).to_have_attribute("data-key", "T01-03")
    expect(row(page, "T01-05@2026-08-10")).to_contain_text("已过")  # the last one missed is not folded

    box = row(page, "T01-05@2026-08-10").get_by_role("checkbox")
    box.focus()
    page.keyboard.press("Space")
    expect(row(page, "T01-05@2026-08-10").get_by_label("办结日期")).to_have_value("2026-08-12")
    expect(row(page, "T01-05@2026-08-10").get_by_role("checkbox")).to_be_focused()
    row(page, "T01-05@2026-08-10").get_by_label("办结日期").fill("2026-08-10")
    row(page, "T01-05@2026-08-10").get_by_label("办结日期").dispatch_event("change")
    row(page, "T01-01").get_by_role("checkbox").check()
    expect(step_days(page, "T01-01")).to_contain_text("已办结（2026年8月12日）")
    saved(page)
    page.get_by_role("button", name="撤销：T01-01 已办").click()
    expect(row(page, "T01-01").get_by_role("checkbox")).not_to_be_checked()
    saved(page)
    marks = page.evaluate(
        "uid => Qingdan.lib.store.milestones(uid).then((m) => [...m].map(([k, t]) => [k, t.state, t.doneOn]))",
        uid,
    )
    assert ["T01-05@2026-08-10", "done", "2026-08-10"] in marks

    open_workbench(page, site_url, TODAY)
    due = part(page, "due")
    expect(due.get_by_role("row", name="整改清单汇总公示")).to_contain_text("2026年8月14日，星期五")
    expect(due.get_by_role("row", name="旬汇报")).to_contain_text("2026年7月31日，逾期 12 天")
    expect(due.get_by_role("row", name="周安排")).to_contain_text("此前还有 2 次没有标办结")
    expect(due.locator("a", has_text="旬汇报")).to_have_attribute(
        "href", f"{site_url}timelines/t01.html#T01-05"
    )


def test_a_rehearsal_sets_the_day(page: Page, addresses: dict[str, str]) -> None:
    open_workbench(page, addresses["http"], TODAY)
    make_unit(page, "演练", practice=True, practiceDay="2026-09-19", start="2026-07-21")
    open_timeline(page, addresses["http"])
    expect(step_days(page, "T01-06")).to_contain_text("还有 2 天")
    expect(page.locator(".qd-chart__today")).to_have_text("今天 9月19日")


def test_steps_that_the_unit_does_not_use_and_changes_of_its_own(
    page: Page, addresses: dict[str, str]
) -> None:
    open_timeline(page, addresses["http"], "t04")
    page.get_by_label("用哪一套节奏").select_option("s1")
    expect(step_days(page, "T04-17")).to_have_text("没有选这一套，不排")
    unfold(page)
    expect(page.locator('tr[data-key^="T04-18@"]').first).to_be_visible()
    expect(page.locator('tr[data-key^="T04-17@"]')).to_have_count(0)
    page.get_by_label("本单位不用“第9步 专题民主生活会”").check()
    expect(step_days(page, "T04-09")).to_have_text("本单位不用")
    page.locator("#T04-18 summary").click()
    page.get_by_label("半月报（S1）：哪几天").select_option("start")
    expect(row(page, "T04-18@2026-06-16")).to_be_visible()
    saved(page)
    page.reload()
    unfold(page)
    expect(row(page, "T04-18@2026-06-16")).to_be_visible()
    expect(step_days(page, "T04-09")).to_have_text("本单位不用")


def test_the_chart_has_a_name_today_and_one_mark_a_date(page: Page, addresses: dict[str, str]) -> None:
    open_timeline(page, addresses["http"])
    chart = page.get_by_role(
        "img", name="横道图：2026年7月14日到2027年7月21日，共 23 个日子，逐个列在下面的表里"
    )
    expect(chart).to_be_visible()
    unfold(page)
    marks = chart.locator(".qd-chart__mark, .qd-chart__point").evaluate_all(
        "(paths) => paths.map((one) => one.getAttribute('d').split('M').length - 1)"
    )
    assert sum(marks) == dated(page).count() == 23
    assert chart.locator(".qd-chart__band").count() == 4
    assert len({band.get_attribute("fill") for band in chart.locator(".qd-chart__band").all()}) == 4
    expect(chart.locator(".qd-chart__today")).to_have_text("今天 8月12日")
    expect(page.locator("[data-band-days]").nth(2)).to_have_text("2026年7月21日至2027年1月21日；")
    # long past: no line
    open_timeline(page, addresses["http"], today="2029-01-01T09:00:00+08:00")
    expect(page.locator(".qd-chart__today")).to_have_count(0)


def test_times_of_a_rhythm_are_folded_and_opened_by_keyboard(
    page: Page, addresses: dict[str, str], axe: Callable[..., list[str]]
) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    open_workbench(page, addresses["http"], TODAY)
    make_unit(page, "甲镇", **{"T03/kickoff": "2026-04-13", "T03/clear": "2026-09-30"})
    open_timeline(page, addresses["http"], "t03")
    weeks = page.locator('tr[data-key^="T03-08@"]')
    # the next one, and the last one missed
    assert weeks.evaluate_all("rows => rows.map((row) => row.dataset.key)") == [
        "T03-08@2026-08-07", "T03-08@2026-08-14",
    ]  # fmt: skip
    before = dated(page).count()
    assert before <= 30
    past = page.get_by_role("button", name="周报告：已过 16 次，都没标办结，展开")
    expect(past).to_have_attribute("aria-expanded", "false")
    past.focus()
    page.keyboard.press("Enter")
    past = page.get_by_role("button", name="周报告：已过 16 次，都没标办结，收起")
    expect(past).to_be_focused()
    expect(past).to_have_attribute("aria-expanded", "true")
    expect(weeks).to_have_count(18)
    # the rows follow their button, in the order of days
    days = dated(page).evaluate_all("rows => rows.map((row) => row.dataset.key.split('@')[1] || '')")
    assert [day for day in days if day] == sorted(day for day in days if day)
    after = past.evaluate("(one) => one.closest('tr').nextElementSibling.dataset.key")
    assert after == "T03-08@2026-04-17"
    # ticked in the fold: the row stays, though the fold is closed again
    row(page, "T03-08@2026-04-24").get_by_role("checkbox").check()
    page.get_by_role("button", name="周报告：已过 15 次，都没标办结，收起").click()
    expect(row(page, "T03-08@2026-04-24").get_by_role("checkbox")).to_be_checked()
    expect(weeks).to_have_count(3)
    assert axe_in_both_schemes(page, axe) == {"default": [], "slate": []}
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    # on paper, and in every file, all of them
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(weeks).to_have_count(24)
    expect(page.locator(".qd-days__fold")).to_have_count(0)
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(weeks).to_have_count(3)
    saved(page)


def test_a_calendar_file_and_a_table_hold_every_date(page: Page, site_url: str) -> None:
    open_workbench(page, site_url, TODAY)
    make_unit(page, "甲镇", start="2026-07-21", **{"T03/kickoff": "2026-04-13", "T03/clear": "2026-08-31"})
    open_timeline(page, site_url, "t03")
    unfold(page)
    keys = dated(page).evaluate_all("rows => rows.map((row) => row.dataset.key)")
    page.get_by_role("button", name="收起", exact=True).click()
    with page.expect_download() as saving:
        page.get_by_role("button", name="存成日历文件").click()
    assert saving.value.suggested_filename == "时间轴-T03 系统整改-甲镇-2026-08-12.ics"
    first = Path(saving.value.path()).read_bytes()
    events = Calendar.from_ical(first).walk("VEVENT")
    assert len(events) == len(keys)
    uids = [str(event["uid"]).rsplit(".", 2)[0].replace(".", "@") for event in events]
    assert uids == keys
    weekly = [event for event in events if str(event["uid"]).startswith("T03-08.2026-04-17")]
    assert weekly[0].decoded("dtstart").isoformat() == "2026-04-17T12:00:00+08:00"
    assert "谁办：牵头（责任）单位" in str(weekly[0]["description"])
    samples = [event for event in events if str(event["summary"]).startswith("［示例］")]
    assert {str(event["uid"])[:6] for event in samples} == {
        f"T03-{n}" for n in ("03", "04", "05", "06", "07", "12", "13", "15")
    }

    with page.expect_download() as saving:
        page.get_by_role("button", name="导出表格").click()
    text = Path(saving.value.path()).read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    table = list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"))))
    assert len(table) == len(keys)
    assert table[0]["日期"] == "2026-04-13"
    may_day = next(one for one in table if one["日期"] == "2026-05-01")
    assert (may_day["星期"], may_day["提示"], may_day["建议提前到"]) == ("星期五", "劳动节放假", "2026-04-30")

    # the clipboard, as WPS would read it
    page.get_by_role("button", name="复制为表格").click()
    expect(page.locator(".qd-toast")).to_contain_text(f"已复制 {len(keys)} 行")
    page.evaluate(
        """() => {
          const box = document.createElement("textarea");
          document.body.append(box);
          box.addEventListener("paste", ({clipboardData}) => {
            window.pasted = ["text/html", "text/plain"].map((type) => clipboardData.getData(type));
          });
          box.focus();
        }"""
    )
    page.keyboard.press("Control+V")
    page.wait_for_function("window.pasted")
    html, plain = page.evaluate("window.pasted")
    assert html.count("<tr>") == len(keys) + 1
    assert plain.split("\r\n")[1].split("\t")[:2] == ["2026-04-13", "星期一"]


def test_a_year_of_holidays_is_pasted_and_taken_back(
    page: Page, addresses: dict[str, str], axe: Callable[..., list[str]]
) -> None:
    open_timeline(page, addresses["http"])
    fill(page, "集中整改起始日", "2026-07-01")
    expect(page.locator("[data-part=notices]")).to_contain_text("2027 年的放假安排本站没有")
    page.get_by_role("button", name="放假安排").click()
    shown = dialog(page)
    expect(shown).to_contain_text("已有的年份：2025、2026")
    shown.get_by_role("button", name="用这一年").click()
    expect(shown.get_by_role("alert")).to_contain_text("请先粘贴放假安排")
    shown.get_by_label("粘贴放假安排").fill("2027年\n一、元旦：1月1日（周五）至3日（周日）放假，共3天。")
    expect(shown).to_contain_text("元旦：1月1日至1月3日放假")
    assert axe(page, "dialog") == []
    shown.get_by_role("button", name="用这一年").click()
    expect(shown).to_contain_text("已有的年份：2025、2026、2027")
    page.keyboard.press("Escape")
    expect(row(page, "T01-08")).to_contain_text("元旦放假建议提前到 2026年12月31日（星期四）")
    page.reload()
    expect(row(page, "T01-08")).to_contain_text("元旦放假")
    page.get_by_role("button", name="放假安排").click()
    dialog(page).get_by_role("button", name="去掉 2027 年").click()
    page.keyboard.press("Escape")
    expect(row(page, "T01-08")).to_contain_text("放假安排未公布")


@pytest.mark.parametrize("width", [1280, 360])
def test_timelines_and_wall_charts_pass_axe_and_fit(
    page: Page, addresses: dict[str, str], axe: Callable[..., list[str]], width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for name in ("t01", "t03", "t04"):
        open_timeline(page, addresses["http"], name)
        page.locator(".qd-own summary").first.click()
        assert axe_in_both_schemes(page, axe) == {"default": [], "slate": []}
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.goto(f"{addresses['http']}timelines/t03-wall.html")
    expect(page.get_by_role("img", name="横道图：共 76 个日子，列在下面")).to_be_visible()
    assert axe_in_both_schemes(page, axe) == {"default": [], "slate": []}
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_without_scripts_the_rules_stand_in_words(
    new_context: Callable[..., object], addresses: dict[str, str]
) -> None:
    page = new_context(java_script_enabled=False).new_page()  # type: ignore[attr-defined]
    page.goto(f"{addresses['http']}timelines/t01.html")
    expect(page.locator("#T01-08")).to_contain_text("集中整改起始日（可选）后 6 个月")
    expect(page.locator("#T01-10")).to_contain_text("集中整改结束前 7 天")
    expect(page.locator(".qd-bands")).to_contain_text("自集中整改起始日至集中整改结束")
    expect(page.locator(".qd-anchors")).to_contain_text("从收到反馈意见之日")
    expect(page.get_by_role("button", name="打印清单")).to_be_hidden()
    page.goto(f"{addresses['http']}timelines/t01-wall.html")
    expect(page.locator(".qd-wall__rules li").first).to_contain_text("收到反馈意见")


def test_a_broken_calendar_file_is_said_and_spares_the_page(
    page: Page, addresses: dict[str, str], incidents: list[str]
) -> None:
    page.route(
        "**/data/calendar.js",
        lambda route: route.fulfill(body="var QINGDAN_CALENDAR = [{]", content_type="text/javascript"),
    )
    open_timeline(page, addresses["http"])
    expect(page.locator("[data-part=notices]")).to_contain_text("data/calendar.js 读不出来")
    expect(row(page, "T01-06")).to_contain_text("放假安排未公布，只按周末判断")
    assert len(incidents) == 1
    incidents.clear()


def test_two_tabs_agree(page: Page, site_url: str) -> None:
    open_timeline(page, site_url)
    fill(page, "集中整改起始日", "2026-07-21")
    saved(page)
    other = page.context.new_page()
    open_timeline(other, site_url)
    fill(other, "集中整改期（月）", "3")
    expect(step_days(page, "T01-06")).to_contain_text("2026年10月21日")
    row(other, "T01-02").get_by_role("checkbox").check()
    expect(row(page, "T01-02").get_by_role("checkbox")).to_be_checked()


def test_paper_has_the_list_upright_and_the_wall_chart_on_one_sheet(
    page: Page, addresses: dict[str, str]
) -> None:
    open_workbench(page, addresses["http"], TODAY)
    make_unit(page, "甲镇", start="2026-07-21")
    open_timeline(page, addresses["http"])
    page.evaluate("window.print = () => {}")
    page.get_by_role("button", name="打印清单").click()
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    sheets = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    # Chromium writes 月 as the radical ⽉.
    text = unicodedata.normalize("NFKC", "".join(sheet.extract_text() for sheet in sheets))
    assert sheets[0].mediabox.width < sheets[0].mediabox.height
    assert "单位:甲镇" in text
    assert "2026年9月20日" in text
    assert "先填什么" not in text  # the list alone
    for name in ("t01", "t03", "t04"):
        page.goto(f"{addresses['http']}timelines/{name}-wall.html")
        expect(page.get_by_role("button", name="打印 A3 横版")).to_be_enabled()
        expect(page.locator(".qd-wall__days li").first).to_be_visible()
        page.add_style_tag(content="@page { size: A4 landscape; }")
        page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        sheets = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
        assert len(sheets) == 1
        assert sheets[0].mediabox.width > sheets[0].mediabox.height
