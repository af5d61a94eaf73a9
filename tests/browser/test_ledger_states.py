"""What the records of a problem add up to: which day they count for, what a table says, what reports count."""

import pytest
from playwright.sync_api import Page

from tests.browser.data_page import flow_names
from tests.browser.ledger_page import run_ledger_flows


@pytest.mark.parametrize("site_url", ["http"], indirect=True)
@pytest.mark.parametrize("flow", flow_names("ledger_states_flows.js"))
def test_flow(page: Page, site_url: str, flow: str) -> None:
    run_ledger_flows(page, site_url, "ledgerStatesFlows", [flow])
