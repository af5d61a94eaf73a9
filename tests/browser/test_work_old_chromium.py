"""Every kind of page that stores something, in the oldest browser that the site promises to work in."""

from pathlib import Path

import pytest

from raw_browser import RawBrowser

FLOWS = (Path(__file__).parent / "work_flows.js").read_text(encoding="utf-8")


@pytest.mark.parametrize("site", ["http_name", "file"])
@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("workbench.html", ["workbench"]),
        ("lists/index.html", ["index"]),
        ("lists/q03.html", ["list", "listAgain"]),
        ("forms/w01.html", ["form", "formAgain"]),
        ("timelines/t01.html", ["timeline", "timelineAgain"]),
        ("ledger/index.html", ["ledger", "ledgerAgain"]),
        ("print/index.html?pick=Q03&state=1", ["printCentre"]),
    ],
)
def test_flow(
    old_browser: RawBrowser, addresses: dict[str, str], site: str, path: str, names: list[str]
) -> None:
    """Each flow on the page opened anew."""
    for name in names:
        old_browser.go(f"{addresses[site]}{path}{'&' if '?' in path else '?'}{name}")
        old_browser.evaluate(f"{FLOWS}\n;0")
        old_browser.evaluate(f"workFlows.{name}()")
