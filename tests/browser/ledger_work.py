"""What the tests of the ledger share: opening it, the sample, tables on the clipboard, cells of the grid."""

from playwright.sync_api import Locator, Page, expect

PAGE = "ledger/index.html"
TODAY = "2026-09-16T09:00:00+08:00"

# A table as WPS puts it on the clipboard; the last problem holds a script.
SCRIPT = "<img src=x onerror='window.hacked=1'><script>window.hacked=1</script>"
HEADS = ("序号", "问题类别", "存在问题", "整改措施", "责任领导", "责任单位", "责任人", "整改时限")
ROWS = (
    (
        "1",
        "党建类",
        "支部会议记录不规范",
        "补齐3个支部的会议记录",
        "张三",
        "党政办、组织科",
        "李四",
        "2026.10.31",
    ),
    ("2", "党建类", "党费收缴不及时", "清退多收党费12笔", "王五", "财政所", "赵六", "9月中旬"),
    (
        "3",
        "作风类",
        f"窗口推诿{SCRIPT}",
        f"公示{SCRIPT}",
        f"某{SCRIPT}",
        f"所{SCRIPT}",
        f"人{SCRIPT}",
        "长期坚持",
    ),
)


def table(rows: tuple[tuple[str, ...], ...] = ROWS) -> str:
    return "\n".join("\t".join(row) for row in (HEADS, *rows))


def open_ledger(page: Page, site_url: str, query: str = "") -> Page:
    """Open the ledger on a given day and wait until it can be worked on."""
    page.clock.set_fixed_time(TODAY)
    page.goto(f"{site_url}{PAGE}{query}")
    expect(page.locator("[data-work]")).to_be_visible()
    return page


def paste(page: Page, text: str) -> Locator:
    """Ctrl+V of a table on the page itself; return the preview."""
    page.evaluate(
        """text => {
          const data = new DataTransfer();
          data.setData('text/plain', text);
          document.body.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
        }""",
        text,
    )
    shown = dialog(page)
    expect(shown.get_by_role("heading", level=2)).to_contain_text("导入预览")
    return shown


def write(page: Page, unanswered: int = 0) -> None:
    """Confirm the preview; with questions of the whole table left open, a second time."""
    button = dialog(page).get_by_role("button", name="写入台账")
    button.click()
    if unanswered:
        expect(dialog(page).get_by_role("alert")).to_contain_text(f"还有 {unanswered} 处整张表的问题没有答")
        button.click()
    expect(page.locator("dialog[open]")).to_have_count(0)


def open_sample(page: Page, site_url: str) -> Page:
    """The ledger with the sample in it."""
    open_ledger(page, site_url)
    page.get_by_role("button", name="看样例").click()
    expect(page.locator("[data-part=filter] [data-part=count]")).to_have_text("共 57 个问题")
    return page


def dialog(page: Page) -> Locator:
    return page.locator("dialog.qd-dialog[open]")


def close(page: Page) -> None:
    expect(page.locator("dialog[aria-busy]")).to_have_count(0)  # a write that is under way is waited for
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)


def cell(page: Page, row: int, column: str) -> Locator:
    """A cell of the grid, rows from 1."""
    return page.locator(".qd-grid tbody tr[data-key]").nth(row - 1).locator(f'[data-column="{column}"]')


def drawer(page: Page, row: int) -> Locator:
    """Open the drawer of a row."""
    page.locator(".qd-grid tbody tr[data-key]").nth(row - 1).get_by_role("button").click()
    shown = page.locator(".qd-drawer[open]")
    expect(shown.get_by_role("heading", name="接下来")).to_be_visible()
    return shown


def count(page: Page, words: str) -> None:
    expect(page.locator("[data-part=filter] [data-part=count]")).to_have_text(words)


def states(page: Page) -> list[str]:
    """The states of the problems as they are stored."""
    found: list[str] = page.evaluate(
        """Qingdan.lib.ledgerStore.load(Qingdan.lib.session.unit().uid)
        .then(found => found.map(({value}) => value.now.state))"""
    )
    return found
