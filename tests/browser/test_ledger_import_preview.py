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
    assert wide and wide["width"] > min(width, 1200) - 1
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
    expect(preview.locator("details").filter(has_text="没有变化的")).to_contain_text("第 4 行　3　窗口推诿（按类别和序号对上）")


def test_a_long_table_is_listed_piece_by_piece(page: Page, site_url: str) -> None:
    open_ledger(page, site_url)
    preview = paste(page, lines("序号|问题", *(f"{at}|第{at}个问题" for at in range(1, 251))))
    listed = preview.get_by_role("region", name="预览").locator("tbody tr")
    expect(listed).to_have_count(100)
    expect(preview).to_contain_text("还有 150 行没有列出，照样导入")
    preview.get_by_role("button", name="再列 150 行").click()
    expect(listed).to_have_count(250)
    expect(dialog(page).get_by_role("button", name="再列")).to_have_count(0)
