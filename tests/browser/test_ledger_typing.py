"""What is typed into the ledger: saved while one types, kept when the page is left, left alone by other tabs."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.ledger_work import ROWS, cell, drawer, open_ledger, paste, table, write

BOTH = pytest.mark.parametrize("site_url", ["http", "file"], indirect=True)
HTTP = pytest.mark.parametrize("site_url", ["http"], indirect=True)

# Reads what another page would show, until it is as it should be.
STORED = """async ([column, texts]) => {
  for (let n = 0; ; n++) {
    const found = await Qingdan.lib.ledgerStore.load(Qingdan.lib.session.unit().uid);
    const now = found.map(({value}) => String(value[column])).join("|");
    if (now === texts) return;
    if (n > 200) throw new Error(`${column}: ${now}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}"""


def stored(page: Page, column: str, *texts: str) -> None:
    """Wait until the problems hold this in a column."""
    page.evaluate(STORED, [column, "|".join(texts)])


def begun(page: Page, site_url: str) -> Page:
    open_ledger(page, site_url)
    paste(page, table((ROWS[0], (*ROWS[1][:7], "2026.9.20"))))
    write(page)
    expect(cell(page, 2, "text")).to_have_text("党费收缴不及时")
    return page


@BOTH
def test_what_is_typed_is_there_after_the_page_was_left(page: Page, site_url: str) -> None:
    begun(page, site_url)
    cell(page, 1, "text").dblclick()
    page.keyboard.press("Control+A")
    page.keyboard.type("写到一半的问题")
    stored(page, "text", "写到一半的问题", "党费收缴不及时")  # the caret is still in the cell
    page.keyboard.press("Escape")
    stored(page, "text", "支部会议记录不规范", "党费收缴不及时")
    expect(cell(page, 1, "text")).to_have_text("支部会议记录不规范")
    # Left at once, without a pause and without leaving the field: the next page has it.
    cell(page, 1, "text").dblclick()
    page.keyboard.press("Control+A")
    page.keyboard.type("马上离开")
    open_ledger(page, site_url)
    stored(page, "text", "马上离开", "党费收缴不及时")
    drawer(page, 1).locator("[data-path=findings]").click()
    page.keyboard.type("写着的情况")
    page.locator("[data-path=goal]").click()
    page.keyboard.type("目标")
    open_ledger(page, site_url)
    stored(page, "findings", "写着的情况", "")
    stored(page, "goal", "目标", "")


@HTTP
def test_a_button_in_the_row_of_an_edited_cell_takes_its_click(page: Page, site_url: str) -> None:
    begun(page, site_url)
    cell(page, 1, "text").dblclick()
    page.keyboard.press("Control+A")
    page.keyboard.type("改了的问题")
    page.get_by_role("button", name="1 的详情").hover()
    page.mouse.down()  # the field is left: it is saved while the button is down
    stored(page, "text", "改了的问题", "党费收缴不及时")
    page.wait_for_function("Qingdan.lib.ledgerBoard.problems()[0].value.text === '改了的问题'")
    page.mouse.up()
    expect(page.locator(".qd-drawer[open] h2")).to_contain_text("改了的问题")
    page.keyboard.press("Escape")
    expect(cell(page, 1, "text")).to_have_text("改了的问题")


@HTTP
def test_another_tab_does_not_end_what_is_being_typed(context: BrowserContext, site_url: str) -> None:
    page, other = begun(context.new_page(), site_url), context.new_page()
    open_ledger(other, site_url)
    page.bring_to_front()

    def from_elsewhere(text: str, path: str = "remark", row: int = 1) -> None:
        other.evaluate(
            "([path, text, row]) => Qingdan.lib.ledgerBoard.patch(Qingdan.lib.ledgerBoard.problems()[row], {[path]: text})",
            [path, text, row],
        )
        page.wait_for_function(
            "([path, text, row]) => Qingdan.lib.ledgerBoard.problems()[row].value[path] === text",
            arg=[path, text, row],
        )

    cell(page, 1, "persons").dblclick()
    page.keyboard.press("Control+A")
    page.keyboard.type("张三、李")
    from_elsewhere("另一个标签页改的")
    from_elsewhere("作风类", "class")
    page.keyboard.type("五")
    page.keyboard.press("Enter")
    stored(page, "persons", "张三,李五", "赵六")
    expect(cell(page, 1, "persons")).to_have_text("张三、李五")
    expect(cell(page, 2, "class")).to_have_text("作风类")  # it comes once the edit is over
    expect(cell(page, 2, "persons")).to_be_focused()
    # The drawer: text, and a date of which only a part is typed.
    shown = drawer(page, 1)
    shown.locator("[data-path=findings]").click()
    page.keyboard.type("情况")
    from_elsewhere("目标", "goal", 0)
    page.keyboard.type("，续写")
    expect(shown.locator("[data-path=findings]")).to_have_value("情况，续写")
    shown.locator("[data-path=indicator]").click()
    expect(shown.locator("[data-path=goal]")).to_have_value("目标")
    stored(page, "findings", "情况，续写", "")
    date = (
        shown.locator("[data-path='measures']")
        .or_(shown.locator("input[type=date][data-path]:not(:disabled)"))
        .first
    )
    date.focus()
    page.keyboard.type("2026")
    from_elsewhere("再改")
    expect(date).to_be_focused()
    assert date.evaluate("field => field.isConnected")
    # A button that is pressed meanwhile takes its click.
    button = shown.get_by_role("button", name="记一笔进展")
    button.scroll_into_view_if_needed()
    button.hover()
    page.mouse.down()
    from_elsewhere("第三次")
    page.mouse.up()
    expect(page.locator("dialog[open] h2")).to_have_text("进展")


@HTTP
def test_what_is_refused_shows_what_is_kept(context: BrowserContext, site_url: str) -> None:
    page, other = begun(context.new_page(), site_url), context.new_page()
    open_ledger(other, site_url)
    page.bring_to_front()
    row = page.locator(".qd-grid tbody tr[data-key]").first
    row.evaluate("row => { row.kept = true; }")
    cell(page, 1, "due").dblclick()
    cell(page, 1, "due").locator("input").fill("2026-12-31")
    other.evaluate(
        """async () => {
          const {ledgerStore, ledgerBoard, session} = Qingdan.lib, [{id}] = ledgerBoard.problems();
          await ledgerStore.act(session.unit().uid, id, {action: 'claim', on: '2026-09-16', by: '陈某', details: {}});
        }"""
    )
    page.keyboard.press("Enter")
    expect(page.locator(".qd-toast")).to_contain_text("改时限用“延期”")
    expect(cell(page, 1, "due")).to_contain_text("10-31")
    expect(cell(page, 1, "state")).to_have_text("整改中")
    expect(cell(page, 2, "due")).to_be_focused()
    # The row is the one that stood there, its button opens the problem as it is now.
    assert row.evaluate("row => row.kept")
    row.get_by_role("button", name="1 的详情").click()
    expect(page.locator(".qd-drawer[open] [data-section=facts]")).to_contain_text("整改中")
