"""The preview of an import as a clerk checks it: row by row against the sheet, and cell by cell what would change."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.ledger_work import dialog, open_ledger, paste, write
from tests.browser.work_page import axe_in_both_schemes

pytestmark = pytest.mark.parametrize("site_url", ["http"], indirect=True)

HEAD = "序号|问题类别|问题|具体表现|整改措施|责任领导|责任单位|责任人|整改时限|整改进展"


def lines(*rows: str) -> str:
    return "\n".join(row.replace("|", "\t") for row in rows)


def row(preview: Locator, number: int) -> Locator:
    """A listed row, from 1."""
    return preview.get_by_role("region", name="预览").locator("tbody tr").nth(number - 1)


@pytest.mark.parametrize("width", [1280, 360])
def test_all_that_would_be_written_can_be_read_in_the_preview(
    new_context: Callable[..., BrowserContext], site_url: str, axe: Callable[..., list[str]], width: int
) -> None:
    page = open_ledger(new_context(viewport={"width": width, "height": 800}).new_page(), site_url)
    measures = "；".join(f"{at}.第{at}件事" for at in range(1, 7))
    preview = paste(
        page,
        lines(
            "2026年整改台账", HEAD,
            f"1|党建类|支部会议记录不规范|抽查5个支部|{measures}|张三|党政办|李四|9月中旬|已补2个",
            "2|党建类|党费收缴不及时||清退12笔||财政所|赵六|尽快|",
            f"3|作风类|{'窗口' * 60}尾|||王五|大厅|钱七|2026.10.8|",
        ),
    )  # fmt: skip
    first = row(preview, 1)
    for words in ("党建类", "支部会议记录不规范", "具体表现：抽查5个支部", "第4件事", "责任领导 张三", "责任单位 党政办",
                  "责任人 李四", "2026-09-20", "表里写“9月中旬”", "进展：已补2个", "新的"):  # fmt: skip
        expect(first).to_contain_text(words)
    expect(first).not_to_contain_text("第5件事")
    first.get_by_role("button", name="全文").click()
    expect(first).to_contain_text("第6件事")
    expect(first.get_by_role("button", name="收起")).to_be_focused()
    expect(row(preview, 2)).to_contain_text("责任领导 没有写")
    expect(row(preview, 2)).to_contain_text("要问的，还没有定")
    expect(row(preview, 2)).to_contain_text("表里写“尽快”")
    expect(row(preview, 3)).to_contain_text("表里写“2026.10.8”")
    expect(row(preview, 3)).not_to_contain_text("尾")
    row(preview, 3).get_by_role("button", name="全文").click()
    expect(row(preview, 3)).to_contain_text("尾")
    assert axe_in_both_schemes(page, axe, "dialog[open]") == {"default": [], "slate": []}
    assert page.evaluate(
        """[...document.querySelectorAll("dialog[open], dialog[open] .qd-dialog__body, .qd-rows")]
          .every((one) => one.scrollWidth <= one.clientWidth + 1)"""
    )
    wide = preview.bounding_box()
    assert wide
    assert wide["width"] > min(width, 1200) - 1
    # A row that is left out stays in sight.
    row(preview, 2).get_by_role("checkbox").uncheck()
    expect(preview).to_contain_text("新增 2 个")
    expect(row(preview, 2)).to_contain_text("不导入")
    expect(row(preview, 2).get_by_role("checkbox")).to_be_focused()


def test_an_update_shows_what_each_cell_says_and_would_say(page: Page, site_url: str) -> None:
    open_ledger(page, site_url)
    long = "支部会议记录不规范，" * 8
    rows = [
        f"1|党建类|{long}甲||1.补齐记录；2.培训一次|张三|党政办|李四|2026-09-30|",
        "2|党建类|党费收缴不及时||清退12笔|张三|财政所|赵六|2026-09-30|",
        "3|作风类|窗口推诿|||王五|大厅|钱七|2026-09-30|",
    ]
    paste(page, lines(HEAD, *rows))
    write(page)
    preview = paste(
        page,
        lines(
            HEAD,
            f"1|党建类|{long}乙||1.补齐全部记录|张三|党政办、组织科||2026-10-31|已补2个",
            "2|党建类|党费收缴不及时||清退12笔|张三|财政所|赵六|2026-09-30|",
            rows[2],
            "4|作风类|文件积压||清理||办公室|||",
        ),
    )
    expect(preview).to_contain_text("新增 1 个，更新 1 个，没有变化 2 个")
    first = row(preview, 1)
    for words in ("责任单位　原：党政办 → 新：党政办、组织科", "整改时限　原：2026-09-30 → 新：2026-10-31",
                  "最新进展　原：（空） → 新：已补2个", "措施“补齐记录”的整改措施　原：补齐记录 → 新：补齐全部记录",
                  "表里没有、这里留着的措施 1 条：“培训一次”", "更新，按类别和序号对上"):  # fmt: skip
        expect(first).to_contain_text(words)
    expect(first).not_to_contain_text("责任人")  # blank in the table: stays
    # Of long texts, the place where they part.
    expect(first.locator("del").first).to_contain_text("甲")
    expect(first.locator("ins").first).to_contain_text("乙")
    expect(row(preview, 2)).to_contain_text("文件积压")
    preview.get_by_text("没有变化的（2）").click()
    expect(preview.locator("details").filter(has_text="没有变化的")).to_contain_text(
        "第 4 行　3　窗口推诿（按类别和序号对上）"
    )


def test_a_long_table_is_listed_piece_by_piece(page: Page, site_url: str) -> None:
    open_ledger(page, site_url)
    preview = paste(page, lines("序号|问题", *(f"{at}|第{at}个问题" for at in range(1, 251))))
    listed = preview.get_by_role("region", name="预览").locator("tbody tr")
    expect(listed).to_have_count(100)
    expect(preview).to_contain_text("还有 150 行没有列出，照样导入")
    preview.get_by_role("button", name="再列 150 行").click()
    expect(listed).to_have_count(250)
    expect(preview.get_by_role("checkbox", name="导入第 102 行")).to_be_focused()
    expect(dialog(page).get_by_role("button", name="再列")).to_have_count(0)


STATES = lines(
    "某局整改台账（截至9月10日）",
    "序号|问题|整改措施|责任单位|整改时限|完成情况|完成日期",
    "1|支部会议记录不规范|1.补齐记录；2.培训一次|党政办|2026-08-31|已完成|2026-09-01",
    "2|党费收缴不及时|清退12笔|财政所|立行立改|推进中|",
    "3|窗口推诿|公示时限|大厅|2026-09-30|已销号|",
)
STATE_OF = """Qingdan.lib.ledgerBoard.problems().map(({value}) => [value.now.state, value.due,
  Qingdan.lib.ledgerModel.measuresOf(value).map((one) => one.state).join()])"""


def start_on(page: Page, day: str, now_days: int | None = None) -> None:
    page.evaluate(
        """async ([start, nowDays]) => {
          const {store, ledgerStore, ledgerBoard, session} = Qingdan.lib, {uid} = session.unit();
          await store.updateUnit(uid, {profile: {start}});
          await ledgerStore.saveSettings(uid, {nowDays});
          await ledgerBoard.refresh();
        }""",
        [day, now_days],
    )


def test_what_is_said_of_the_whole_table_is_asked_once_and_remembered(page: Page, site_url: str) -> None:
    open_ledger(page, site_url)
    preview = paste(page, STATES)
    word, done = "整张表：状态已完成", "整张表：措施状态"
    expect(preview).to_contain_text("整张表答一次的 2 处，2 处还没有答")
    expect(preview).to_contain_text("立行立改，没有写到哪一天；单位规定了几天的，在“设置”里填")
    expect(row(preview, 2)).to_contain_text("立行立改")
    preview.get_by_label(word).focus()
    preview.get_by_label(word).select_option("review")
    expect(preview.get_by_label(word)).to_be_focused()
    preview.get_by_label(done).select_option("都办完了，记为已完成")
    expect(preview).to_contain_text("整张表答一次的 2 处")
    expect(preview).not_to_contain_text("还没有答")
    expect(row(preview, 1)).to_contain_text("状态：待审查")
    # The day is the table's; where it has none, there is none.
    expect(row(preview, 1).locator("li").first).to_contain_text("已完成 2026-09-01")
    expect(row(preview, 3).locator("li")).to_have_text("公示时限已完成")
    write(page)
    assert page.evaluate(STATE_OF) == [
        ["review", "2026-08-31", "done,done"], ["open", "", "todo"], ["closed", "2026-09-30", "done"],
    ]  # fmt: skip
    # The same table again: what was answered stands there, and can be changed.
    preview = paste(page, f"{STATES}\n4\t文件积压\t清理\t办公室\t2026-09-30\t已完成\t")
    expect(preview.get_by_label(word)).to_have_value("review")
    expect(preview.get_by_label(done)).to_have_value("yes")
    expect(preview).to_contain_text("新增 1 个，更新 0 个")
    preview.get_by_label(done).select_option("没有，照原样留着")
    preview.get_by_text("怎样读的").click()
    expect(preview).to_contain_text("1 条措施没有写状态，照选的不改")
    write(page)
    assert page.evaluate(STATE_OF)[3] == ["review", "2026-09-30", "todo"]
    # Another table is asked anew, and so is this one where its columns mean something else now.
    kept = page.evaluate("Qingdan.lib.ledgerBoard.settings().mappings[0].answers")
    assert kept == {"*:state:已完成": "review", "*:measureState": "no"}
    preview = paste(page, STATES.replace("责任单位", "牵头单位"))
    expect(preview).to_contain_text("整张表答一次的 2 处，2 处还没有答")
    expect(preview.get_by_label(done).get_by_role("option")).to_have_count(3)


def test_the_day_that_a_table_tells_of_goes_with_the_import(page: Page, site_url: str) -> None:
    open_ledger(page, site_url)
    page.evaluate(
        """() => {
          const {ledgerFill} = Qingdan.lib, {apply} = ledgerFill;
          window.sources = [];
          ledgerFill.apply = (unit, plan, source) => (sources.push(source.asOf ?? null), apply(unit, plan, source));
        }"""
    )
    label = "表里的情况截至哪一天"
    # Without a year it is not guessed.
    preview = paste(page, STATES)
    expect(preview.get_by_label(label)).to_have_value("")
    expect(preview).to_contain_text("表里写着“截至9月10日”：“9月10日”没有写年份，没有替你填")
    preview = reopened(page, STATES.replace("台账（", "2026年台账（"))
    expect(preview.get_by_label(label)).to_have_value("2026-09-10")
    expect(preview).to_contain_text("没有写年份，按表题里的 2026 年读作 2026-09-10")
    preview = reopened(page, STATES.replace("9月10日", "2026年10月1日"))
    expect(preview.get_by_label(label)).to_have_value("")
    expect(preview).to_contain_text("还没有到")
    preview.get_by_label(label).fill("2026-09-08")
    preview.get_by_label("整张表：状态已完成").select_option("review")
    expect(preview.get_by_label(label)).to_have_value("2026-09-08")
    write(page, 1)
    # Deadlines are not told of as a day; a table without states has none.
    preview = paste(
        page, lines("整改期限截至2026年9月1日", "序号|问题|整改进展", "1|支部会议记录不规范|补了2个")
    )
    expect(preview.get_by_label(label)).to_have_value("")
    write(page)
    expect(
        paste(page, lines("截至2026年9月1日", "序号|问题|备注", "1|支部会议记录不规范|另附"))
    ).not_to_contain_text(label)
    write(page)
    assert page.evaluate("sources") == ["2026-09-08", None, None]


def reopened(page: Page, text: str) -> Locator:
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    return paste(page, text)


def test_days_that_the_unit_gives_for_at_once_are_offered_and_not_taken(page: Page, site_url: str) -> None:
    open_ledger(page, site_url)
    table = lines(
        "序号|问题|整改措施|责任单位|整改时限", "1|党费收缴不及时|清退12笔|财政所|立行立改",
        "2|窗口推诿|1.公示；2.通报|大厅|（1）立行立改；（2）2026年9月底",
    )  # fmt: skip
    paste(page, table)
    write(page)
    assert page.evaluate("Qingdan.lib.ledgerBoard.problems().map(({value}) => value.due)") == [
        "",
        "2026-09-30",
    ]
    start_on(page, "2026-09-01", 10)
    preview = paste(page, table)
    question = preview.get_by_label("整张表：整改时限立行立改")
    expect(preview).to_contain_text(
        "没有写到哪一天。单位规定 10 天，从起始日 2026-09-01 算（共 2 处，答一次）"
    )
    expect(preview).to_contain_text("更新 0 个")
    question.select_option("都按 2026-09-11")
    expect(row(preview, 1)).to_contain_text("整改时限　原：（空） → 新：2026-09-11")
    expect(row(preview, 2)).to_contain_text("措施“公示”的措施时限　原：（空） → 新：2026-09-11")
    write(page)
    assert page.evaluate(
        "Qingdan.lib.ledgerBoard.problems().map(({value}) => [value.due, value.dueText, value.timeClass])"
    ) == [["2026-09-11", "立行立改", "now"], ["2026-09-30", "2026年9月底", ""]]


def test_a_class_is_known_under_other_names(page: Page, site_url: str) -> None:
    open_ledger(page, site_url)
    paste(page, lines("序号|类别|问题|责任单位", "1|理论学习类|学习笔记照抄|党委办", "2|作风|窗口推诿|大厅"))
    write(page)
    # The same problems under the same numbers, their classes written otherwise: nothing to update but one cell.
    preview = paste(
        page,
        lines(
            "序号|问题|责任单位", "一、理论学习（2个）||", "1|学习笔记照抄|党委办", "3|研讨次数不够|党委办",
            "二、作风方面（3个）||", "2|窗口推诿|政务大厅",
        ),
    )  # fmt: skip
    expect(preview).to_contain_text("新增 1 个，更新 1 个，没有变化 1 个。 对上 2 个：按类别和序号 2 个")
    expect(row(preview, 1)).to_contain_text("理论学习类")
    preview.get_by_text("怎样读的").click()
    expect(preview).to_contain_text("“理论学习”和“理论学习类”是一个，写作“理论学习类”")
    write(page)
    assert page.evaluate("Qingdan.lib.ledgerBoard.problems().map(({value}) => [value.aspect, value.class, value.units.join()])") == [
        ["", "理论学习类", "党委办"], ["", "作风", "政务大厅"], ["", "理论学习类", "党委办"],
    ]  # fmt: skip
    assert page.evaluate("Qingdan.lib.ledgerBoard.settings().totals") == {"理论学习类": 2, "作风": 3}
    page.get_by_role("button", name="体检").click()
    expect(dialog(page)).to_contain_text("“作风”有 1 个问题，应是 3 个")
    expect(dialog(page)).not_to_contain_text("“理论学习类”有")


def test_one_year_stands_before_the_days_that_it_answers(page: Page, site_url: str) -> None:
    open_ledger(page, site_url)
    rows = [f'{at}|第{at}个问题|"1.14 处清理\n2.3 处公示"|8月{at}日' for at in range(1, 8)]
    table = lines("序号|问题|整改措施|整改时限", *rows, "8|第8个问题||尽快")
    preview = paste(page, table)
    expect(preview).to_contain_text("要问的 8 处")
    expect(preview).to_contain_text("读出 8 个问题、14 条措施")  # a number before a number of places
    expect(preview.get_by_label("第 2 行整改时限", exact=True)).to_be_hidden()
    expect(preview.get_by_label("第 9 行整改时限", exact=True)).to_be_visible()
    preview.get_by_text("没有写年份的 7 处").click()
    expect(preview.get_by_label("第 2 行整改时限", exact=True)).to_be_visible()
    preview.get_by_label("都按哪一年算").select_option("2026")
    expect(preview).to_contain_text("要问的 1 处")
    expect(row(preview, 1)).to_contain_text("2026-08-01")
    expect(row(preview, 1).locator("li")).to_have_text(["14 处清理", "3 处公示"])
