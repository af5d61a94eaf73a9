"""The reports and the wall chart: each number against a count by hand (small_ledger.py)."""

import re
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.ledger_work import TODAY, open_ledger
from tests.browser.small_ledger import put_in
from tests.browser.work_page import axe_in_both_schemes

HTTP = pytest.mark.parametrize("site_url", ["http"], indirect=True)
NARROW = {"width": 360, "height": 740}
CLEAN: dict[str, list[str]] = {"default": [], "slate": []}


def open_reports(page: Page, site_url: str, query: str = "") -> Page:
    page.clock.set_fixed_time(TODAY)
    page.goto(f"{site_url}ledger/reports.html{query}")
    expect(page.locator("[data-part=report] h2")).to_be_visible()
    return page


def choose(page: Page, kind: str, day: str = "2026-09-16") -> None:
    """Another report, or another period; wait until it is drawn."""
    page.locator("select[name=kind]").select_option(kind)
    if kind != "situation":
        page.locator("input[name=day]").fill(day)
    words = {"week": "周报", "xun": "旬报", "half": "半月报", "month": "月报", "situation": "整改情况报告"}[
        kind
    ]
    expect(page.locator("[data-part=report] h2")).to_contain_text(words)


def rows(page: Page, title: str) -> list[list[str]]:
    """The rows of the table under a heading; none where it says so."""
    table = page.get_by_role("region", name=re.compile(f"^{title}"))
    found: list[list[str]] = table.locator("tbody tr").evaluate_all(
        "rows => rows.map((row) => [...row.cells].map((cell) => cell.textContent))"
    )
    return found


@HTTP
def test_every_number_of_the_regular_reports_is_the_one_counted_by_hand(page: Page, site_url: str) -> None:
    put_in(open_ledger(page, site_url))
    expect(page.locator("[data-part=summary]")).to_have_text(
        "6 个问题，待认领 1，整改中 3，待审查 1，已销号 1；完成率 20%（另有长期坚持 1 个），措施 66.7%；逾期 1 个。"
    )
    open_reports(page, site_url)
    report = page.locator("[data-part=report]")
    expect(report.locator("h2")).to_have_text("甲县整改周报（2026年9月14日至2026年9月20日）")
    # 长期坚持 counts among the problems and among nothing else: 1 of 5 closed, 4 of 6 measures done.
    assert rows(page, "总体进展") == [["全部问题", "6", "1", "5", "1", "20%", "6", "4", "66.7%", "1"]]
    assert [row[1] for row in rows(page, "各状态")] == ["1", "3", "1", "0", "1"]
    assert rows(page, "分责任单位") == [
        ["甲站", "2", "1", "1", "0", "50%", "4", "3", "75%", "1"],
        ["乙站", "2", "0", "2", "1", "0%", "1", "0", "0%", "0"],
        ["丙站", "2", "0", "2", "0", "0%", "1", "1", "100%", "0"],
    ]
    assert rows(page, "分类别") == [
        ["党建", "3", "1", "2", "0", "33.3%", "4", "3", "75%", "1"],
        ["作风", "3", "0", "3", "1", "0%", "2", "1", "50%", "0"],
    ]
    assert [(row[0], row[1], row[2]) for row in rows(page, "本期办了什么")] == [
        ("认定销号", "2026-09-15", "1"),
        ("报专项报告", "2026-09-16", "5"),
        ("延期", "2026-09-14", "2"),
        ("进展", "2026-09-16", "4"),
        ("登记", "", ""),
    ]
    expect(report).to_contain_text("按问题计：认定销号 1 个，报专项报告 1 个，延期 1 个，进展 1 个。")
    expect(report).to_contain_text("延到哪一天：2026-09-15；延期理由：等上级批复；原期限：2026-09-05")
    assert [(row[0], row[4], row[5]) for row in rows(page, "逾期的")] == [
        ("2", "2026-09-05", "逾期 11 天"),  # its measure, which the extension leaves as it is
        ("2", "2026-09-15", "逾期 1 天"),
    ]
    assert [(row[0], row[4], row[5]) for row in rows(page, "到下期末（2026-09-27）要到期的")] == [
        ("3", "2026-09-25", "还有 9 天")
    ] * 2
    assert rows(page, "长期坚持") == [["4", "第4个问题", "2026-12-31 查两次", "按季检查了一次"]]
    # A period that is over stands as it stood then: the 6th was not there, the 1st not closed.
    choose(page, "week", "2026-09-07")
    expect(report.locator("h2")).to_contain_text("2026年9月7日至2026年9月13日")
    assert rows(page, "总体进展") == [["全部问题", "5", "0", "5", "1", "0%", "6", "4", "66.7%", "2"]]
    assert [row[0] for row in rows(page, "本期办了什么")] == [
        "审查通过，报办公室",
        "报专项报告",
        *["措施进度"] * 5,
    ]
    assert rows(page, "本期办了什么")[2][5].startswith("措施“核查第1项的第1条”；措施状态：已完成")
    for kind, title, happened in (
        ("xun", "2026年9月11日至2026年9月20日", 6),
        ("half", "2026年9月16日至2026年9月30日", 2),
        ("month", "2026年9月1日至2026年9月30日", 12),
    ):
        choose(page, kind)
        expect(report.locator("h2")).to_contain_text(title)
        assert (kind, len(rows(page, "本期办了什么"))) == (kind, happened)


@HTTP
def test_the_tables_of_the_final_report_and_what_the_unit_writes(
    page: Page, site_url: str, tmp_path: Path
) -> None:
    put_in(open_ledger(page, site_url))
    open_reports(page, site_url, "?kind=situation")
    report = page.locator("[data-part=report]")
    expect(report.locator("h2")).to_have_text("甲县整改情况报告（数据部分）")
    expect(report).to_contain_text("认领：主要负责人认领了哪些问题")
    expect(report.get_by_text("（由单位写）")).to_have_count(7)
    whole = ["6", "1", "5", "1", "20%", "6", "4", "66.7%", "1"]
    assert rows(page, "总体进展") == [["全部问题", *whole], ["反馈意见", *whole]]
    assert rows(page, "已销号") == [["1", "第1个问题", "甲站", "2026-09-15", "核查表1", ""]]
    assert [row[0] for row in rows(page, "正在整改")] == ["2", "3", "5", "6"]
    assert [row[0] for row in rows(page, "长期坚持")] == ["4"]
    assert rows(page, "延期和责成限时办结") == [
        ["2", "第2个问题", "甲站", "延期", "2026-09-05", "2026-09-15", "等上级批复", ""]
    ]
    assert [row[3] for row in rows(page, "建章立制")] == ["核查第1项的第2条", "核查第2项的第2条"]
    assert rows(page, "反馈意见以外的问题") == []
    assert [(row[0], row[5]) for row in rows(page, "回头看和反弹检查")] == [("1", "2026-10-15")]
    # For WPS and Word: a page of its own, with plain tables, and the same on the clipboard.
    with page.expect_download() as saving:
        page.get_by_role("button", name="存成网页").click()
    saving.value.save_as(tmp_path / "report.html")
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert saving.value.suggested_filename == "甲县整改情况报告（数据部分）.html"
    assert text.count("<table") == 9
    assert "第1个问题" in text
    assert "<script" not in text
    page.evaluate("document.addEventListener('copy', (event) => (window.taken = event.clipboardData))")
    page.get_by_role("button", name="复制到 WPS").click()
    expect(page.locator(".qd-toast")).to_contain_text("已复制")


@HTTP
def test_a_report_on_paper_has_its_own_title_and_nothing_of_the_page(
    page: Page, site_url: str, tmp_path: Path
) -> None:
    put_in(open_ledger(page, site_url))
    open_reports(page, site_url)
    page.pdf(path=tmp_path / "a.pdf", prefer_css_page_size=True)
    with pypdfium2.PdfDocument(tmp_path / "a.pdf") as pdf:
        width, height = pdf[0].get_size()
        text = "".join(sheet.get_textpage().get_text_range() for sheet in pdf)
    assert width > height
    assert "甲县整改周报" in text
    assert "台账报告" not in text
    assert "整改情况报告写什么" not in text
    assert "转述" not in text  # the sources of what is not printed


@HTTP
def test_the_wall_chart_shows_what_is_not_closed_over_time(page: Page, site_url: str, tmp_path: Path) -> None:
    put_in(open_ledger(page, site_url))
    page.goto(f"{site_url}ledger/wall.html")
    chart = page.locator("[data-part=chart]")
    names = chart.locator("tbody th")
    expect(names).to_have_text([f"第{no}个问题" for no in (2, 3, 4, 5, 6)])
    expect(page.locator("[data-part=head]")).to_contain_text("共 6 个问题，已销号 1，逾期 1")
    expect(chart.locator("tbody tr").first).to_contain_text("▲ 逾期 09.15")
    expect(chart.locator("tbody tr").nth(2)).to_contain_text("12.31")  # the next stage of what is for long
    expect(chart.locator("thead .is-today")).to_have_text("9月中今天")
    what = page.get_by_label("画哪些")
    what.select_option("late")
    expect(names).to_have_text(["第2个问题", "第3个问题"])
    what.select_option("all")
    expect(names).to_have_count(6)
    expect(chart.locator("tbody tr").first).to_contain_text("■ 已销号 09.15")
    # The bar reaches from the unit's start to the third of the month with the deadline.
    bar = (
        chart.locator("tbody tr").nth(2).locator(".qd-bar-cell")
    )  # 1 August to 25 September: six thirds of months
    assert bar.get_attribute("colspan") == "6"
    # The legend stands beside it, on paper, too; the buttons ask for the size of the sheet.
    printed: list[str] = page.evaluate(
        """() => new Promise((resolve) => {
          const sizes = [];
          window.print = () => sizes.push([...document.querySelectorAll("head > style")].map((one) => one.textContent).join(""));
          const buttons = [...document.querySelectorAll("[data-part=tools] button")];
          buttons.forEach((one) => one.click());
          resolve(sizes);
        })"""
    )
    assert [re.findall(r"size: (A\d landscape)", one) for one in printed] == [
        ["A4 landscape"],
        ["A3 landscape"],
    ]
    page.pdf(path=tmp_path / "a.pdf", prefer_css_page_size=True)
    with pypdfium2.PdfDocument(tmp_path / "a.pdf") as pdf:
        assert len(pdf) == 1
        width, height = pdf[0].get_size()
        text = pdf[0].get_textpage().get_text_range().replace(" ", "")
    assert width > height
    assert all(
        words in text for words in ("▲逾期（红：过了期限）", "●正常（绿：其余）", "主要负责人：", "甲站")
    )


@HTTP
def test_reports_and_wall_chart_are_accessible_and_fit_narrow_screens(
    new_context: Callable[..., BrowserContext], site_url: str, axe: Callable[..., list[str]]
) -> None:
    for viewport in ({"width": 1280, "height": 900}, NARROW):
        page = open_ledger(new_context(viewport=viewport).new_page(), site_url)
        put_in(page)
        for place in ("reports.html", "reports.html?kind=situation", "wall.html?what=all"):
            page.goto(f"{site_url}ledger/{place}")
            expect(page.locator("[data-part=report] h2, [data-part=chart] table")).to_be_visible()
            assert (place, axe_in_both_schemes(page, axe)) == (place, CLEAN)
            assert page.evaluate("document.scrollingElement.scrollWidth") <= viewport["width"]
        page.context.close()


# Files that are passed on give problems of two units the same uid.
TWO_UNITS = """async () => {
  const {store, ledgerStore} = Qingdan.lib, uids = [];
  for (const [name, day] of [['甲县', '2026-09-15'], ['乙县', '2026-09-07']]) {
    const {value: {uid}} = await store.createUnit({name, profile: {}});
    uids.push(uid);
    const changes = {no: '1', text: `${name}的问题`, due: '2026-09-10', units: ['某局']};
    await ledgerStore.add(uid, {...changes, 'measures/m1': {text: '核查', order: 1}}, {id: 'same-problem'});
    await ledgerStore.act(uid, 'same-problem', {action: 'claim', on: day, by: '林某', details: {}});
  }
  return uids.join(',');
}"""


@HTTP
def test_several_units_make_one_report_and_one_chart(
    page: Page, site_url: str, axe: Callable[..., list[str]]
) -> None:
    units = open_ledger(page, site_url).evaluate(TWO_UNITS)
    open_reports(page, site_url, f"?units={units},no-such-unit&kind=week")
    report = page.locator("[data-part=report]")
    expect(report.locator("h2")).to_have_text("2 个单位汇总整改周报（2026年9月14日至2026年9月20日）")
    assert [row[:2] for row in rows(page, "分单位")] == [["甲县", "1"], ["乙县", "1"]]
    assert rows(page, "总体进展")[0][:2] == ["全部问题", "2"]
    # Each step in its own week, under its own unit.
    done = [row[:5] for row in rows(page, "本期办了什么") if row[1] == "认领挂号"]
    assert done == [["甲县", "认领挂号", "2026-09-15", "1", "甲县的问题"]]
    assert [row[:3] for row in rows(page, "逾期的")] == [
        ["甲县", "1", "甲县的问题"],
        ["乙县", "1", "乙县的问题"],
    ]
    expect(page.get_by_role("option", name="整改情况报告")).to_have_count(0)
    assert axe_in_both_schemes(page, axe) == CLEAN
    choose(page, "week", "2026-09-08")
    # 甲县's own problem is there since it was typed in, and its step is of a later week.
    expect(page.get_by_role("region", name=re.compile("^本期办了什么"))).to_contain_text("乙县的问题")
    assert "甲县的问题" not in [cell for row in rows(page, "本期办了什么") for cell in row]
    page.goto(f"{site_url}ledger/wall.html?units={units}")
    expect(page.locator("[data-part=head]")).to_contain_text("单位：2 个单位汇总　共 2 个问题")
    expect(page.locator(".qd-lwall__table tbody tr")).to_have_count(2)
    expect(page.locator(".qd-lwall__table tbody tr").last).to_contain_text("乙县")
