"""The ledger: its state machine, storage, exchange, checks, lights and reports, before any page shows them."""

import pytest
from playwright.sync_api import Page

from tests.browser.ledger_page import (
    LEDGER_EXCHANGE_FLOWS,
    LEDGER_FLOWS,
    run_ledger_flow,
)

BOTH = pytest.mark.parametrize("site_url", ["http", "file"], indirect=True)
HTTP = pytest.mark.parametrize("site_url", ["http"], indirect=True)
STORED = ("store", "restorePoints")  # over file://, too; the rest asks nothing of the place


@HTTP
@pytest.mark.parametrize("name", LEDGER_FLOWS)
def test_flow(page: Page, site_url: str, name: str) -> None:
    run_ledger_flow(page, site_url, "ledgerFlows", name)


@pytest.mark.parametrize("site_url", ["file"], indirect=True)
@pytest.mark.parametrize("name", STORED)
def test_flow_from_a_folder(page: Page, site_url: str, name: str) -> None:
    run_ledger_flow(page, site_url, "ledgerFlows", name)


@HTTP
@pytest.mark.parametrize("name", LEDGER_EXCHANGE_FLOWS)
def test_exchange_flow(page: Page, site_url: str, name: str) -> None:
    run_ledger_flow(page, site_url, "ledgerExchangeFlows", name)
