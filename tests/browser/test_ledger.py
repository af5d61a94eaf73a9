"""The ledger: its state machine, storage, exchange, checks, lights and reports, before any page shows them."""

import pytest
from playwright.sync_api import Page

from tests.browser.ledger_page import (
    LEDGER_EXCHANGE_FLOWS,
    LEDGER_FLOWS,
    run_ledger_flows,
)

HTTP = pytest.mark.parametrize("site_url", ["http"], indirect=True)
STORED = ["store", "restorePoints"]  # over file://, too; the rest asks nothing of the place


@HTTP
def test_flows(page: Page, site_url: str) -> None:
    run_ledger_flows(page, site_url, "ledgerFlows", LEDGER_FLOWS)


@pytest.mark.parametrize("site_url", ["file"], indirect=True)
def test_flows_from_a_folder(page: Page, site_url: str) -> None:
    run_ledger_flows(page, site_url, "ledgerFlows", STORED)


@HTTP
def test_exchange_flows(page: Page, site_url: str) -> None:
    run_ledger_flows(page, site_url, "ledgerExchangeFlows", LEDGER_EXCHANGE_FLOWS)
