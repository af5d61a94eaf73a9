"""The exchange file: round trips, conflicts, and files that no page of ours has written."""

import pytest
from playwright.sync_api import Page

from tests.browser.data_page import EXCHANGE_FLOWS, run_flow

EVERYWHERE = pytest.mark.parametrize("site_url", ["http", "http_name", "file"], indirect=True)


@EVERYWHERE
@pytest.mark.parametrize("name", EXCHANGE_FLOWS)
def test_flow(page: Page, site_url: str, name: str) -> None:
    run_flow(page, site_url, "exchangeFlows", name)
