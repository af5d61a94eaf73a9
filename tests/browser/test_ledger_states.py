"""What the records of a problem add up to: which day they count for, what a table says, what reports count."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.data_page import flow_names
from tests.browser.ledger_page import run_ledger_flows
from tests.browser.ledger_work import dialog, drawer, open_ledger

HTTP = pytest.mark.parametrize("site_url", ["http"], indirect=True)


@HTTP
@pytest.mark.parametrize("flow", flow_names("ledger_states_flows.js"))
def test_flow(page: Page, site_url: str, flow: str) -> None:
    run_ledger_flows(page, site_url, "ledgerStatesFlows", [flow])


def import_rows(page: Page, *rows: dict[str, Any], as_of: str = "") -> None:
    """Import a table: each row the cells of a problem and its measures."""
    page.evaluate(
        """async ([rows, asOf]) => {
          const {dates, store, session, ledgerStore, ledgerFill, ledgerBoard: board} = Qingdan.lib;
          let unit = session.unit() && session.unit().uid;
          if (!unit) await session.choose((unit = (await store.createUnit({name: "甲县", profile: {}})).value.uid));
          const flat = (values) => ({uid: "", own: {}, values, measures: []});
          const given = rows.map(({measures = [], ...values}) => ({...flat(values), measures: measures.map(flat)}));
          const source = {file: "旧台账.xlsx", how: "xlsx", on: dates.today(), by: "", asOf};
          await ledgerFill.apply(unit, ledgerFill.plan(await ledgerStore.load(unit), given), source);
          await board.refresh();
        }""",
        [list(rows), as_of],
    )


@HTTP
def test_a_measure_left_open_is_finished_though_its_problem_is_reported(page: Page, site_url: str) -> None:
    open_ledger(page, site_url)
    measures = [{"measure": "公示名单"}, {"measure": "约谈两人", "measureState": "done"}]
    import_rows(
        page, {"no": "1", "text": "窗口推诿", "units": ["甲局"], "state": "review", "measures": measures}
    )
    shown = drawer(page, 1)
    first, second = shown.locator(".qd-measure").all()
    expect(first).to_contain_text("已报送，只能补记完成，不增删")
    expect(first.get_by_role("button", name="记为")).to_have_text(["记为已完成"])
    expect(second.get_by_role("button", name="记为")).to_have_count(0)
    first.get_by_role("button", name="记为已完成").click()
    dialog(page).get_by_label("日期").fill("2026-08-20")  # before the import, which was typed in today
    dialog(page).get_by_label("经办人").fill("李四")
    dialog(page).get_by_role("button", name="记下").click()
    expect(shown.locator(".qd-measure").first).to_contain_text("措施 1：已完成 2026-08-20")
    expect(shown.locator('[data-section="steps"]')).not_to_contain_text("还有措施没有完成")


@HTTP
def test_the_history_says_what_a_table_changed(page: Page, site_url: str) -> None:
    open_ledger(page, site_url)
    before = {"no": "1", "text": "窗口推诿", "state": "open", "measures": [{"measure": "公示名单"}]}
    import_rows(page, before)
    done = {"measure": "公示名单", "measureState": "done", "measureDoneOn": "2026-08-01"}
    import_rows(
        page, {**before, "persons": ["李四"], "due": "2026-10-31", "measures": [done]}, as_of="2026-08-31"
    )
    history = drawer(page, 1).locator('[data-section="history"] li')
    expect(history).to_have_count(2)
    for words in ("表是 2026-08-31 的", "改了：责任人、整改时限", "措施“公示名单”：已完成 2026-08-01"):
        expect(history.first).to_contain_text(words)
