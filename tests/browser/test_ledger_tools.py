"""What stands above the ledger: 体检, 设置, 导出, 分发与回收, 汇总, 反向抽查, each through the page."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.data_page import SCRIPTS_FOLDER
from tests.browser.ledger_work import cell, close, count, dialog, drawer, open_ledger, open_sample
from tests.browser.small_ledger import PROBLEMS, put_in
from tests.browser.work_page import axe_in_both_schemes

HTTP = pytest.mark.parametrize("site_url", ["http"], indirect=True)
EVERYWHERE = pytest.mark.parametrize("site_url", ["http_name", "file"], indirect=True)


def tool(page: Page, name: str) -> Locator:
    """Press a button above the ledger; return the dialog that opens."""
    page.get_by_role("button", name=name, exact=True).click()
    expect(dialog(page).get_by_role("heading", level=2)).not_to_be_empty()
    return dialog(page)


def press(page: Page, name: str) -> None:
    dialog(page).get_by_role("button", name=name, exact=True).click()


def ledger_of(page: Page, uid: str) -> dict[str, Any]:
    """The ledger of a unit as it goes into a file: problems and events by their ids."""
    text: str = page.evaluate(
        """async uid => {
          await Qingdan.lib.ledgerBoard.load("exchange");
          return (await Qingdan.lib.exchange.exportUnits([uid], "")).text;
        }""",
        uid,
    )
    found: dict[str, Any] = json.loads(text)["units"][0]["ledger"]
    return found


def saved(page: Page, button: str, folder: Path) -> Path:
    """Press a button of the dialog that gives a file; return the file."""
    with page.expect_download() as saving:
        press(page, button)
    path = folder / saving.value.suggested_filename
    saving.value.save_as(path)
    return path


def hand_in(page: Page, *files: Path) -> Locator:
    """Give files to 接着做, which is open; return its preview."""
    dialog(page).locator("input[type=file]").set_input_files(files)
    expect(dialog(page).get_by_role("button", name="确认导入")).to_be_visible()
    return dialog(page)


@HTTP
def test_a_finding_leads_to_its_cell_and_a_rule_can_rest(page: Page, site_url: str) -> None:
    put_in(open_ledger(page, site_url))
    page.locator("input[name=text]").fill("第3个")
    count(page, "1 个，共 6 个")
    found = tool(page, "体检")
    expect(found).to_contain_text(re.compile(r"J20 延期没有批准人（1）"))
    # A cell of the grid, though the filter hid its row; the column of the deadline shows the current one.
    found.get_by_role("button", name="延期到 2026-09-15，没有批准人").click()
    expect(dialog(page)).to_have_count(0)
    expect(cell(page, 2, "due")).to_be_focused()
    count(page, "共 6 个问题")
    # A column that the grid does not show, and a cell of a measure: in the drawer.
    tool(page, "体检").get_by_role("button", name=re.compile(r"^5\s.*没有检验指标")).click()
    expect(page.locator('.qd-drawer [data-amend="indicator"]')).to_be_focused()  # reported: by 更正
    close(page)
    tool(page, "体检").get_by_role("button", name=re.compile(r"^2\s.*措施 2.*措施逾期 11 天")).click()
    # Its deadline is not edited any more; 延期 is what mends it.
    expect(page.locator(".qd-drawer").get_by_role("button", name="措施 2 延期", exact=True)).to_be_focused()
    close(page)
    # A rule that is switched off stays so, and can be switched on again.
    found = tool(page, "体检")
    rule = found.locator("details", has=page.get_by_text(re.compile("^J26 ")))
    rule.get_by_role("button", name="不查这一条").click()
    expect(found).to_contain_text("已经关掉的")
    page.reload()
    found = tool(page, "体检")
    expect(found.locator("summary", has_text="J26")).to_have_count(0)
    found.get_by_role("listitem").filter(has_text="J26 没有检验指标").get_by_role(
        "button", name="再打开"
    ).click()
    expect(found.locator("summary", has_text="J26")).to_have_count(1)


@EVERYWHERE
def test_settings_take_effect_and_stay(page: Page, site_url: str) -> None:
    put_in(open_ledger(page, site_url))
    legend, light = page.locator("[data-part=legend]"), cell(page, 5, "light")
    expect(light).to_have_text("● 正常")  # 45 days
    settings = tool(page, "设置")
    settings.get_by_label("临期：天数").fill("60")
    settings.get_by_label("黄灯的字").first.fill("快到期")
    press(page, "保存")
    expect(light).to_have_text("◆ 快到期")
    expect(legend).to_contain_text("快到期（黄：离期限不到 60 天）")
    # Another procedure offers other steps; another preset other lights; other months other checks.
    settings = tool(page, "设置")
    settings.get_by_label("对账销号").check()
    settings.get_by_label("按办理状态").check()
    settings.get_by_label("销号后第几个月查反弹").fill("2、4")
    press(page, "保存")
    expect(light).to_have_text("■ 待审查认定")
    page.reload()
    expect(light).to_have_text("■ 待审查认定")
    expect(cell(page, 6, "light")).to_have_text("▲ 待认领")
    shown = drawer(page, 3)
    expect(shown.locator('[data-section="steps"]')).to_contain_text("报请对账")
    close(page)
    checks = drawer(page, 1).locator('[data-section="checks"]')
    expect(checks.get_by_role("listitem")).to_have_text(
        [re.compile("2026-11-15第 2 个月"), re.compile("2027-01-15第 4 个月")]
    )
    close(page)
    # The words and days of a preset are its own, and can be taken back.
    settings = tool(page, "设置")
    expect(settings.get_by_label("按办理状态")).to_be_checked()
    expect(settings.get_by_label("销号后第几个月查反弹")).to_have_value("2、4")
    settings.get_by_label("按剩余天数").check()
    press(page, "保存")
    expect(light).to_have_text("◆ 快到期")
    tool(page, "设置")
    press(page, "亮灯恢复默认")
    expect(light).to_have_text("● 正常")


@EVERYWHERE
def test_the_ledger_goes_to_another_computer_whole(
    new_context: Callable[..., BrowserContext], site_url: str, tmp_path: Path
) -> None:
    page = open_ledger(new_context().new_page(), site_url)
    uid = put_in(page)
    before = ledger_of(page, uid)
    assert (len(before["problems"]), len(before["events"])) == (
        6,
        sum(len(one["events"]) for one in PROBLEMS),
    )
    tool(page, "导出")
    data, book = saved(page, "数据文件（.json）", tmp_path), saved(page, "表格（.xlsx）", tmp_path)
    csv = saved(page, "表格（.csv）", tmp_path).read_bytes()
    assert csv.startswith("\ufeff序号,".encode())
    for file, way in ((data, "从备份接着做"), (book, "从文件导入")):
        other = open_ledger(new_context().new_page(), site_url)
        other.get_by_role("button", name=way).click()
        dialog(other).locator("input[type=file]").set_input_files(file)
        if file == book:
            expect(dialog(other)).to_contain_text("里面还存着办理记录")
            press(other, "合并整个台账")
        expect(dialog(other)).to_contain_text("新增：6 条")
        press(other, "确认导入")
        expect(dialog(other)).to_contain_text("导入完成")
        press(other, "好")
        count(other, "共 6 个问题")
        assert ledger_of(other, uid) == before
        assert cell(other, 1, "state").inner_text() == "已销号"
        other.context.close()


@EVERYWHERE
def test_a_file_goes_to_each_lead_unit_and_comes_back(
    new_context: Callable[..., BrowserContext], site_url: str, tmp_path: Path
) -> None:
    office = open_ledger(new_context().new_page(), site_url)
    uid = put_in(office)
    offered = tool(office, "分发与回收")
    expect(offered.locator("tbody tr")).to_have_text(
        [re.compile("^甲站21"), re.compile("^乙站22"), re.compile("^丙站22")]
    )
    file = saved(office, "存 甲站 的文件", tmp_path)
    given = json.loads(file.read_text(encoding="utf-8"))["units"][0]["ledger"]
    assert sorted(one["no"] for one in given["problems"].values()) == ["1", "2"]
    assert {event["problem"] for event in given["events"].values()} == set(given["problems"])
    close(office)
    # The lead unit, on its own computer: a measure is done, a remark written.
    unit = open_ledger(new_context().new_page(), site_url)
    unit.get_by_role("button", name="从备份接着做").click()
    hand_in(unit, file)
    press(unit, "确认导入")
    press(unit, "好")
    count(unit, "共 2 个问题")
    shown = drawer(unit, 2)
    shown.get_by_role("region", name="措施 2").get_by_role("button", name="记为已完成").click()
    dialog(unit).get_by_label("经办人").fill("甲站办")
    press(unit, "记下")
    expect(shown.get_by_role("region", name="措施 2")).to_contain_text("已完成 2026-09-16")
    shown.locator('[data-path="remark"]').fill("批复到了")
    shown.locator('[data-path="remark"]').blur()
    expect(unit.locator("[data-save-words]")).to_have_text("已保存")
    close(unit)
    tool(unit, "导出")
    back = saved(unit, "数据文件（.json）", tmp_path)
    # Meanwhile the office writes something of its own, in another cell of the same problem and in another problem.
    for row, text in ((2, "催过一次"), (3, "乙站的")):
        shown = drawer(office, row)
        shown.locator('[data-path="findings"]').fill(text)
        shown.locator('[data-path="findings"]').blur()
        expect(office.locator("[data-save-words]")).to_have_text("已保存")
        close(office)
    tool(office, "分发与回收")
    press(office, "回收：导入交回的文件")
    preview = hand_in(office, back)
    expect(preview).to_contain_text("更新：1 条")
    expect(preview).to_contain_text("台账的办理过程：新增 1 笔记录")
    expect(preview).not_to_contain_text("两边都改过")
    press(office, "确认导入")
    press(office, "好")
    count(office, "共 6 个问题")
    after = {one["no"]: one for one in ledger_of(office, uid)["problems"].values()}
    assert (after["2"]["remark"], after["2"]["findings"], after["3"]["findings"]) == (
        "批复到了",
        "催过一次",
        "乙站的",
    )
    expect(cell(office, 2, "measures")).to_have_text("2/2")
    # All at once: a file each.
    tool(office, "分发与回收")
    with office.expect_download(lambda last: "丙站" in last.suggested_filename):
        press(office, "全部存成文件")


@EVERYWHERE
def test_many_units_are_seen_together_and_stay_apart(
    new_context: Callable[..., BrowserContext], site_url: str, tmp_path: Path
) -> None:
    files = []
    for name, problems in (("甲县", PROBLEMS), ("乙县", PROBLEMS[:2])):
        page = open_ledger(new_context().new_page(), site_url)
        put_in(page, name, problems)
        tool(page, "导出")
        files.append(saved(page, "数据文件（.json）", tmp_path))
        page.context.close()
    page = open_ledger(new_context().new_page(), site_url)
    own = put_in(page, "本市", PROBLEMS[2:3])
    before = ledger_of(page, own)
    tool(page, "汇总")
    press(page, "导入各单位的文件")
    preview = hand_in(page, *files)
    expect(preview.get_by_role("heading", level=2)).to_contain_text("第 1 个，共 2 个")
    expect(preview).to_contain_text("这台电脑上还没有这个单位")
    press(page, "确认导入")
    expect(dialog(page).get_by_role("heading", level=2)).to_contain_text("第 2 个，共 2 个")
    press(page, "确认导入")
    press(page, "好")
    # The totals come back, of the chosen units: 1 of 5, 1 of 2, 0 of 1 closed; 长期坚持 apart.
    totals = dialog(page).get_by_role("region", name="各单位")
    lines = totals.locator("tbody tr")
    expect(lines).to_have_count(4)
    rows = {text.split("\t")[1]: text.split("\t")[2:] for text in lines.all_inner_texts()}
    assert rows == {
        "本市": ["1", "0", "1", "0", "0", "0%", "0%"],
        "甲县": ["6", "1", "5", "1", "1", "20%", "66.7%"],
        "乙县": ["2", "1", "1", "1", "0", "50%", "75%"],
        "合计（3 个单位）": ["9", "2", "7", "2", "1", "25%", "63.6%"],
    }
    totals.get_by_role("checkbox", name="本市").uncheck()
    expect(lines.last).to_contain_text("合计（2 个单位）")
    totals.get_by_role("checkbox", name="本市").check()
    order = list(rows)[:3]
    press(page, "放在一张表里看")
    count(page, "共 9 个问题")
    expect(page.get_by_role("columnheader", name="单位", exact=True)).to_be_visible()
    page.locator("select[name=group]").select_option("unit")
    expect(page.locator(".qd-grid__group")).to_have_text([f"{name} {rows[name][0]} 个" for name in order])
    for name in ("新增问题", "导入、粘贴", "体检", "分发与回收", "设置"):
        expect(page.get_by_role("button", name=name, exact=True)).to_be_hidden()
    expect(page.locator("[data-part=tools]").get_by_role("link")).to_have_count(0)  # one unit's
    for name in ("汇总报告", "汇总挂图"):
        expect(page.get_by_role("link", name=name)).to_be_visible()
    # Reading only: no field and no step of the drawer can be used; the way to the unit's own ledger is shown.
    page.locator("select[name=group]").select_option("")
    page.locator(".qd-grid tbody tr[data-key]", has_text="第6个问题").get_by_role("button").click()
    shown = page.locator(".qd-drawer[open]")
    expect(shown).to_contain_text("这是“甲县”的问题，汇总里只看不改。")
    expect(shown.locator("input:enabled, textarea:enabled, select:enabled")).to_have_count(0)
    expect(shown.get_by_role("button", name="认领挂号")).to_have_count(0)
    close(page)
    tool(page, "导出")
    head, first = saved(page, "表格（.csv）", tmp_path).read_text(encoding="utf-8-sig").splitlines()[:2]
    assert head.startswith("单位,序号,方面,")
    assert first.startswith(f"{order[0]},{'3' if order[0] == '本市' else '1'},")
    close(page)
    page.get_by_role("button", name="回到本单位").click()
    count(page, "共 1 个问题")
    assert ledger_of(page, own) == before


@HTTP
def test_a_sample_for_reverse_checks_can_be_drawn_again_by_others(
    new_context: Callable[..., BrowserContext], site_url: str
) -> None:
    def drawn(page: Page, number: str, percent: str = "20") -> list[str]:
        form = tool(page, "反向抽查")
        form.get_by_label("抽百分之几").fill(percent)
        form.get_by_label(re.compile("^抽签号")).fill(number)
        press(page, "抽")
        expect(form.get_by_role("heading", level=2)).to_contain_text("共 30 个已销号")
        found = form.locator("tbody tr td:first-child").all_inner_texts()
        close(page)
        return found

    first, second = (open_sample(new_context().new_page(), site_url) for _ in range(2))
    one = drawn(first, "2026 年第三季度")
    assert len(one) == 6
    assert len(set(one)) == 6
    assert drawn(first, "2026 年第三季度") == one
    # Another computer draws the same, though its table is sorted otherwise; another number draws others.
    second.get_by_role("columnheader", name="责任人").get_by_role("button").click()
    assert drawn(second, "2026 年第三季度") == one
    assert drawn(second, "2026 年第四季度") != one
    closed = first.evaluate(
        "Qingdan.lib.ledgerBoard.problems().filter(({value}) => value.now.state === 'closed').map(({value}) => value.no)"
    )
    assert set(one) <= set(closed)
    # It is printed in place of the ledger, once.
    first.evaluate(
        """() => {
          window.print = () => {
            window.dispatchEvent(new Event('beforeprint'));
            window.printed = document.querySelector('[data-part=paper]').innerText;
            window.dispatchEvent(new Event('afterprint'));
          };
        }"""
    )
    tool(first, "反向抽查")
    press(first, "抽")
    press(first, "打印")
    first.wait_for_function("window.printed")
    text = first.evaluate("window.printed")
    assert "从 30 个已销号的问题里抽 3 个　抽签号：2026-09-16" in text
    assert "现场看到的" in text
    first.evaluate("window.print()")
    assert "反向抽查表" not in first.evaluate("window.printed")


@HTTP
@pytest.mark.parametrize("width", [1280, 360])
def test_every_dialog_is_accessible_in_light_and_dark(
    new_context: Callable[..., BrowserContext], site_url: str, axe: Callable[..., list[str]], width: int
) -> None:
    page = open_ledger(new_context(viewport={"width": width, "height": 800}).new_page(), site_url)
    put_in(page, start="")  # so that the preview asks for a year

    def clean(name: str) -> None:
        found = axe_in_both_schemes(page, axe, "dialog[open]")
        assert (name, found) == (name, {"default": [], "slate": []})
        cut = page.evaluate(
            """() => [...document.querySelectorAll("dialog[open], dialog[open] .qd-dialog__body, dialog[open] .qd-dialog__foot")]
              .filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.className)"""
        )
        assert (name, cut) == (name, [])

    for name in ("体检", "设置", "导出", "分发与回收", "汇总"):
        tool(page, name)
        clean(name)
        close(page)
    tool(page, "反向抽查")
    clean("反向抽查")
    press(page, "抽")
    expect(dialog(page)).to_contain_text("抽出 1 个")
    clean("抽查表")
    close(page)
    tool(page, "导入、粘贴")
    clean("导入")
    dialog(page).locator("textarea").fill("问题\t责任单位\t时限\n1.甲\t甲站\t8月底\n2.乙\t\t适时")
    press(page, "看预览")
    expect(dialog(page).get_by_label("都按哪一年算")).to_be_visible()
    clean("预览")
    close(page)
    # The drawer, a step of it, and the drawer of a merged view.
    page.get_by_role("button", name="2 的详情").click()
    expect(dialog(page).locator('[data-section="history"] li')).to_have_count(4)
    clean("详情")
    dialog(page).get_by_role("button", name="延期", exact=True).click()
    clean("办一步")
    close(page)
    tool(page, "汇总")
    press(page, "放在一张表里看")
    expect(page.get_by_role("button", name="回到本单位")).to_be_visible()
    page.get_by_role("button", name="2 的详情").click()
    expect(dialog(page)).to_contain_text("汇总里只看不改")
    clean("汇总的详情")
    close(page)
    assert axe_in_both_schemes(page, axe) == {"default": [], "slate": []}
    assert page.evaluate("document.scrollingElement.scrollWidth") <= width


@HTTP
def test_settings_are_told_in_words_where_an_import_would_change_them(page: Page, site_url: str) -> None:
    """Members of a unit's profile are the kit's names; people read what they are called."""
    put_in(open_ledger(page, site_url))
    values = {
        "ledgerProcedure": "plain", "ledgerTiers": "three", "ledgerLights": "state", "ledgerMonths": 3, "ledgerFrom": "feedback",
        "ledgerNowDays": 25, "ledgerTotals": {"党建": 3}, "ledgerRebound": [2, 4], "ledgerChecksOff": ["J26", "J18"], "ledgerLeadLimit": 6,
        "ledgerLightRules": {"days": [{"light": "yellow", "word": "快到期", "when": {"days_below": 60}}]},
        "ledgerMappings": [{"headings": ["编号", "问题"], "ids": ["no", "text"]}],  # nobody reads these
    }  # fmt: skip
    words = page.evaluate(
        """async values => {
          for (const name of ["unit-merge", "profile-words"]) await Qingdan.loadScript(`assets/js/${name}.js`);
          return [...Qingdan.lib.profileWords.of({name: "", profile: values})].map((one) => one.join(": "));
        }""",
        values,
    )
    assert words == [
        "台账：销号程序: 对账销号（S0、S1）", "台账：时限分档: S3 三档", "台账：亮灯: 按办理状态", "台账：集中整改期（月）: 3",
        "台账：半年、一年从哪天算起: 巡察反馈日", "台账：立行立改几天: 25", "台账：各类多少个问题: 党建 3",
        "台账：第几个月查反弹: 2、4", "台账：关掉的体检规则: 没有检验指标、逾期", "台账：一个人牵头超过几个要提示: 6",
        "台账：亮灯的字和天数: 按剩余天数：快到期（少于 60 天）",
    ]  # fmt: skip
    model = (SCRIPTS_FOLDER / "ledger-model.js").read_text(encoding="utf-8")
    assert set(re.findall(r'"(ledger[A-Z]\w+)"', model)) == set(values)
