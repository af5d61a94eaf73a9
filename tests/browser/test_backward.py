"""倒排: from a deadline back to each step's latest start; kept with the unit; by keyboard; on paper; without scripts."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.paper import printed, squeeze
from tests.browser.work_page import axe_in_both_schemes, make_unit, said, text_of

EVERYWHERE = pytest.mark.parametrize("site_url", ["http", "http_name", "file"], indirect=True)
FILE = pytest.mark.parametrize("site_url", ["file"], indirect=True)
NARROW = {"width": 360, "height": 740}
TODAY = "2026-09-10T09:00:00+08:00"


def open_plan(page: Page, site_url: str) -> Page:
    page.clock.set_fixed_time(TODAY)
    page.goto(f"{site_url}timelines/backward.html")
    expect(page.locator("[data-part=summary]")).not_to_be_empty()
    return page


def use(page: Page, title: str) -> None:
    page.get_by_role("button", name=f"用这套步骤：{title}").click()


def length(page: Page, number: int, amount: str, unit: str = "d") -> None:
    page.get_by_label(f"第 {number} 步用时", exact=True).fill(amount)
    page.get_by_label(f"第 {number} 步用时的单位").select_option(unit)


def step(page: Page, number: int) -> Locator:
    return page.locator(f"[data-step='{number - 1}']")


def texts(page: Page) -> list[str]:
    found: list[str] = page.locator("[data-field=text]").evaluate_all("(all) => all.map((one) => one.value)")
    return found


def stored(page: Page) -> Any:
    return page.evaluate(
        "Qingdan.lib.store.units().then((units) => units[0] && Qingdan.lib.backwardMembers.plan(units[0].profile))"
    )


@EVERYWHERE
def test_the_approval_of_measures_planned_backwards(page: Page, site_url: str) -> None:
    open_plan(page, site_url)
    summary = page.locator("[data-part=summary]")
    expect(summary).to_have_text("还没有步骤。")
    use(page, "整改措施审批四环")
    # no speech gives a duration: the fields are empty, and say that they are to be filled in
    amounts = page.locator("[data-field=amount]")
    assert (
        amounts.evaluate_all("(all) => all.map((one) => [one.value, one.placeholder])") == [["", "自填"]] * 4
    )
    expect(step(page, 2)).to_contain_text("没有定量")
    expect(step(page, 2).get_by_role("link", name="S3-2.3-11")).to_be_visible()
    expect(amounts.first).to_be_focused()
    expect(summary).to_have_text("先填期限。")
    page.get_by_label("期限").fill("2026-10-05")
    for number, amount, unit in ((1, "5", "b"), (2, "3", "d"), (3, "2", "w")):
        length(page, number, amount, unit)
    expect(summary).to_contain_text("还有 4 步算不出最迟开始日")
    length(page, 4, "４")  # full width, as an IME leaves it
    expect(summary).to_have_text("来不及：第 1 步的最迟开始日已过，最多过了 3 天。")
    expect(step(page, 1)).to_contain_text("2026年9月7日（星期一）")
    expect(step(page, 1)).to_contain_text("最迟开始日已过 3 天")
    expect(step(page, 3)).to_contain_text("完成日：国庆节放假，可提前到 2026年9月30日（星期三）")
    length(page, 4, "四")
    expect(page.get_by_label("第 4 步用时", exact=True)).to_have_attribute("aria-invalid", "true")
    expect(step(page, 4)).to_contain_text("用时没有填")
    length(page, 4, "1", "m")
    expect(step(page, 4)).to_contain_text("2026年9月5日（星期六）")
    expect(step(page, 4)).to_contain_text("开始日：周末，可提前到 2026年9月4日（星期五）")
    page.get_by_label("排什么").fill("措施报审")
    expect(page.locator("[data-save-words]")).to_have_text("已保存")
    page.reload()
    expect(page.get_by_label("排什么")).to_have_value("措施报审")
    expect(page.get_by_label("第 3 步用时的单位")).to_have_value("w")
    expect(step(page, 4)).to_contain_text("2026年9月5日（星期六）")
    assert stored(page)["deadline"] == "2026-10-05"
    assert [one["amount"] for one in stored(page)["steps"]] == ["5", "3", "2", "1"]


@FILE
def test_steps_by_keyboard(page: Page, site_url: str) -> None:
    open_plan(page, site_url)
    page.get_by_role("button", name="加一步").press("Enter")
    for number, text in enumerate(("甲", "乙", "丙"), 1):
        if number > 1:
            page.get_by_role("button", name="加一步").press("Enter")
        expect(page.get_by_label(f"第 {number} 步做什么")).to_be_focused()
        page.keyboard.type(text)
    page.keyboard.press("Alt+ArrowUp")
    assert texts(page) == ["甲", "丙", "乙"]
    expect(page.get_by_label("第 2 步做什么")).to_be_focused()  # the step keeps the focus
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.press("Alt+ArrowUp")  # it is the first
    assert texts(page) == ["丙", "甲", "乙"]
    page.get_by_role("button", name="下移第 1 步").press("Enter")
    assert texts(page) == ["甲", "丙", "乙"]
    expect(page.get_by_role("button", name="下移第 2 步")).to_be_focused()
    page.get_by_role("button", name="删除第 2 步").press("Enter")
    said(page, "删除了第 2 步")
    assert texts(page) == ["甲", "乙"]
    expect(page.get_by_role("button", name="删除第 2 步")).to_be_focused()
    expect(page.locator("[data-save-words]")).to_have_text("已保存")
    page.get_by_role("button", name="撤销").click()
    expect(page.locator("[data-step]")).to_have_count(3)
    assert texts(page) == ["甲", "丙", "乙"]


@FILE
def test_a_step_taken_away_while_it_is_being_stored_stays_away(page: Page, site_url: str) -> None:
    open_plan(page, site_url)
    make_unit(page, "甲镇")
    page.evaluate(  # a slow disk
        """() => {
          const { store } = Qingdan.lib, write = store.updateUnit;
          const ready = new Promise((go) => (window.goOn = go));
          window.sent = [];
          store.updateUnit = async (...given) => {
            window.sent.push(JSON.stringify(given));
            await ready;
            return write(...given);
          };
        }"""
    )
    for at, text in enumerate(("甲", "乙")):
        page.get_by_role("button", name="加一步").press("Enter")
        page.keyboard.type(text)
        expect(page.locator("[data-field=text]").nth(at)).to_have_value(text)
    page.wait_for_function("sent.some((one) => one.includes('乙'))")
    page.get_by_role("button", name="删除第 2 步").press("Enter")
    page.evaluate("goOn()")
    expect(page.locator("[data-save-words]")).to_have_text("已保存")
    assert texts(page) == ["甲"]
    page.reload()
    expect(page.locator("[data-step]")).to_have_count(1)
    assert texts(page) == ["甲"]


@FILE
def test_every_unit_has_its_own_and_tabs_agree(context: BrowserContext, site_url: str) -> None:
    page, other = context.new_page(), context.new_page()
    open_plan(page, site_url)
    make_unit(page, "甲镇")
    use(page, "销号步骤")
    page.get_by_label("期限").fill("2026-12-01")
    expect(page.locator("[data-save-words]")).to_have_text("已保存")
    open_plan(other, site_url)
    expect(other.locator("[data-step]")).to_have_count(5)
    length(other, 5, "7")
    expect(page.get_by_label("第 5 步用时", exact=True)).to_have_value("7")
    # typed and not saved yet, when another unit is chosen: it stays with the unit it was typed for
    page.get_by_label("排什么").fill("甲镇的")
    make_unit(page, "乙局")
    expect(page.locator("[data-step]")).to_have_count(0)
    expect(page.get_by_label("排什么")).to_have_value("")
    page.get_by_role("region", name="单位档案").get_by_role("combobox").select_option(label="甲镇")
    expect(page.get_by_label("排什么")).to_have_value("甲镇的")
    expect(page.locator("[data-step]")).to_have_count(5)


@FILE
def test_two_tabs_that_hear_nothing_of_each_other_lose_nothing(
    context: BrowserContext, site_url: str
) -> None:
    context.add_init_script("BroadcastChannel.prototype.postMessage = () => {};")
    page, other = context.new_page(), context.new_page()
    open_plan(page, site_url)
    make_unit(page, "甲镇")
    use(page, "销号步骤")
    expect(page.locator("[data-save-words]")).to_have_text("已保存")
    open_plan(other, site_url)
    page.get_by_label("期限").fill("2026-12-01")
    length(page, 1, "5")
    page.get_by_label("第 2 步做什么").fill("这边改的第二步")
    page.get_by_role("button", name="加一步").click()
    page.get_by_label("第 6 步做什么").fill("这边加的")
    page.get_by_role("button", name="删除第 3 步").click()
    expect(page.locator("[data-save-words]")).to_have_text("已保存")
    # the other one still shows what it has read: its saving must not bring that back
    other.get_by_label("第 3 步做什么").fill("那边还在写第三步")
    length(other, 2, "3", "b")
    other.get_by_label("排什么").fill("那边起的名")
    other.get_by_role("button", name="加一步").click()
    other.keyboard.type("那边加的")  # its saving may have read the rest: the rows are others by now
    other.keyboard.press("Alt+ArrowUp")
    expect(other.locator("[data-save-words]")).to_have_text("已保存")
    open_plan(page, site_url)
    plan = stored(page)
    assert (plan["title"], plan["deadline"]) == ("那边起的名", "2026-12-01")
    assert (plan["steps"][0]["amount"], plan["steps"][1]["amount"], plan["steps"][1]["unit"]) == (
        "5",
        "3",
        "b",
    )
    found = texts(page)
    assert found[1] == "这边改的第二步"
    assert {"这边加的", "那边加的", "那边还在写第三步"} <= set(found)
    assert len(found) == 7
    assert plan["steps"][1]["sources"]  # what a step was made from stays with it


@FILE
def test_another_tab_takes_nobodys_pen_away(context: BrowserContext, site_url: str) -> None:
    page, other = context.new_page(), context.new_page()
    open_plan(page, site_url)
    make_unit(page, "甲镇")
    use(page, "销号步骤")
    expect(page.locator("[data-save-words]")).to_have_text("已保存")
    open_plan(other, site_url)
    here = page.get_by_label("第 2 步做什么")
    here.fill("写到一半")
    here.evaluate("(one) => one.setSelectionRange(2, 2)")
    other.get_by_role("button", name="下移第 1 步").click()
    other.get_by_label("第 5 步做什么").fill("那边改的")
    expect(page.get_by_label("第 5 步做什么")).to_have_value("那边改的")
    moved = page.get_by_label("第 1 步做什么")  # the second has become the first
    expect(moved).to_have_value("写到一半")
    expect(moved).to_be_focused()
    assert moved.evaluate("(one) => one.selectionStart") == 2
    page.keyboard.type("了，")
    expect(other.get_by_label("第 1 步做什么")).to_have_value("写到了，一半")


@FILE
def test_a_plan_kept_in_one_piece_is_read_and_goes_on(page: Page, site_url: str) -> None:
    open_plan(page, site_url)
    steps = [{"text": "甲", "amount": "2", "unit": "w"}, {"text": "乙", "amount": "", "unit": "d"}]
    make_unit(page, "甲镇", backward={"title": "旧的", "deadline": "2026-12-01", "steps": steps})
    expect(page.get_by_label("排什么")).to_have_value("旧的")
    length(page, 2, "3")
    expect(page.locator("[data-save-words]")).to_have_text("已保存")
    open_plan(page, site_url)
    assert texts(page) == ["甲", "乙"]
    assert [(one["amount"], one["unit"]) for one in stored(page)["steps"]] == [("2", "w"), ("3", "d")]
    assert page.evaluate("Qingdan.lib.store.units().then(([unit]) => 'backward' in unit.profile)") is False


@FILE
def test_what_was_typed_a_moment_ago_survives_leaving(page: Page, site_url: str) -> None:
    open_plan(page, site_url)
    make_unit(page)
    page.get_by_role("button", name="加一步").click()
    page.get_by_label("第 1 步做什么").fill("刚刚写的")
    page.goto(f"{site_url}index.html")
    open_plan(page, site_url)
    expect(page.get_by_label("第 1 步做什么")).to_have_value("刚刚写的")


@FILE
def test_what_could_not_be_stored_stays_on_the_page(page: Page, site_url: str) -> None:
    open_plan(page, site_url)
    uid = make_unit(page)
    page.get_by_role("button", name="加一步").click()
    expect(page.locator("[data-save-words]")).to_have_text("已保存")
    page.evaluate(
        """() => { const {store} = Qingdan.lib; window.update = store.updateUnit;
          store.updateUnit = () => Promise.reject(new Error("存不下")); }"""
    )
    page.get_by_label("第 1 步做什么").fill("存不下的一步")
    expect(page.get_by_role("alert").filter(has_text="没有保存")).to_contain_text("存不下")
    page.evaluate(
        "uid => update(uid, { name: '改了名' })", uid
    )  # something else of the unit is stored and told
    expect(page.get_by_role("region", name="单位档案").get_by_role("combobox")).to_contain_text("改了名")
    expect(page.get_by_label("第 1 步做什么")).to_have_value("存不下的一步")
    page.evaluate("void (Qingdan.lib.store.updateUnit = update)")
    page.get_by_label("第 1 步做什么").fill("存得下的一步")
    expect(page.locator("[data-save-words]")).to_have_text("已保存")
    assert stored(page)["steps"][0]["text"] == "存得下的一步"


@EVERYWHERE
def test_out_as_csv_and_to_the_clipboard(page: Page, site_url: str) -> None:
    open_plan(page, site_url)
    use(page, "整改措施审批四环")
    page.get_by_label("期限").fill("2026-12-31")
    length(page, 4, "2")
    page.get_by_label("第 1 步做什么").fill("=甲，“乙”")
    with page.expect_download() as saving:
        page.get_by_role("button", name="导出表格").click()
    assert saving.value.suggested_filename == "倒排计划-期限2026-12-31-2026-09-10.csv"
    lines = text_of(saving.value).split("\r\n")
    assert lines[0] == "\ufeff序号,步骤,谁办,用时,最迟开始,最迟完成,提示,出处"
    assert lines[1].startswith("1,'=甲")  # no formula
    assert lines[4].split(",")[3:6] == ["2天", "2026年12月29日（星期二）", "2026年12月31日（星期四）"]
    assert lines[4].endswith("S3-2.3-13")
    page.get_by_role("button", name="复制为表格").click()
    expect(page.locator(".qd-toast")).to_contain_text("已复制")
    # pasted where rich text is taken
    page.evaluate(
        """() => { const box = document.createElement("div"); box.contentEditable = "true"; box.id = "paste";
          document.body.prepend(box); box.focus(); }"""
    )
    page.keyboard.press("Control+V")
    assert page.locator("#paste td").count() == 5 * 8  # its head, too
    assert page.locator("#paste td").nth(8 * 4 + 4).inner_text() == "2026年12月29日（星期二）"


@FILE
def test_on_a_phone_on_paper_and_for_screen_readers(
    new_context: Callable[..., BrowserContext], site_url: str, axe: Callable[..., list[str]]
) -> None:
    page = open_plan(new_context(viewport=NARROW).new_page(), site_url)
    make_unit(page, "甲镇")
    use(page, "整改措施审批四环")
    page.get_by_label("期限").fill("2026-10-05")
    length(page, 4, "4")
    long = "很长的一步，" * 20
    page.get_by_label("第 1 步做什么").fill(long)
    assert page.evaluate("document.scrollingElement.scrollWidth") == 360
    assert axe_in_both_schemes(page, axe) == {"default": [], "slate": []}
    sheets = printed(page)
    assert len(sheets) < 3
    together = "".join(sheet.squeezed for sheet in sheets)
    for sheet in sheets:
        assert (round(sheet.width), round(sheet.height)) == (210, 297)
        assert sheet.edge == {255}
    for words in (long, "甲镇", "2026年10月5日（星期一）", "2026年10月1日（星期四）", "S3-2.3-13", "4天"):
        assert squeeze(words) in together, words
    assert [word for word in ("上移", "加一步", "保存到文件", "用这套步骤") if word in together] == []


@FILE
def test_without_scripts_the_rule_the_steps_and_a_blank_table(
    new_context: Callable[..., BrowserContext], site_url: str, built_site: Path
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(f"{site_url}timelines/backward.html")
    procedures = json.loads((built_site / "data/procedures.json").read_text(encoding="utf-8"))
    for procedure in procedures:
        for one in procedure["steps"]:
            expect(page.locator("article").get_by_text(one["text"]).first).to_be_visible()
    expect(page.get_by_text("上一步最迟在下一步的开始日完成。")).to_be_visible()
    assert page.locator(".qd-back__table tbody tr:visible").count() == 8
    assert page.locator("article").get_by_role("button", name="加一步").count() == 0
    sheets = printed(page)
    together = "".join(sheet.squeezed for sheet in sheets)
    assert squeeze("整改措施审批四环") in together
