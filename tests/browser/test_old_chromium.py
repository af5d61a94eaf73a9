"""The flows of the data layer in the oldest browser that the site promises to work in (scripts/old_chromium.py)."""

import pytest

from raw_browser import RawBrowser
from tests.browser.data_page import DATA_FLOWS, EMPTY, EXCHANGE_FLOWS, data_layer, flow_scripts

FLOWS = [("flows", name) for name in DATA_FLOWS] + [("exchangeFlows", name) for name in EXCHANGE_FLOWS]


def load(browser: RawBrowser, site_url: str, *scripts: str) -> None:
    """Open a page and run these scripts in it."""
    browser.go(f"{site_url}index.html")
    for script in scripts:
        browser.evaluate(f"{script}\n;0")


@pytest.mark.parametrize("site", ["http_name", "file"])
@pytest.mark.parametrize(("group", "name"), FLOWS)
def test_flow(old_browser: RawBrowser, addresses: dict[str, str], site: str, group: str, name: str) -> None:
    load(old_browser, addresses[site], data_layer())
    old_browser.evaluate(EMPTY)
    load(old_browser, addresses[site], data_layer(), flow_scripts())
    old_browser.evaluate(f"{group}.{name}()")
