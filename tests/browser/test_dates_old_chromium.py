"""Timelines, wall chart, 倒排 and the duty matrix in the oldest browser that the site promises to work in."""

from pathlib import Path

import pytest

from raw_browser import RawBrowser

FLOWS = (Path(__file__).parent / "date_flows.js").read_text(encoding="utf-8")


@pytest.mark.parametrize("site", ["http_name", "file"])
@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("timelines/t03.html", ["timeline", "timelineAgain"]),
        ("timelines/t03-wall.html", ["wall"]),
        ("timelines/backward.html", ["backward", "backwardAgain"]),
        ("duties/index.html", ["duties"]),
    ],
)
def test_flow(
    old_browser: RawBrowser, addresses: dict[str, str], site: str, path: str, names: list[str]
) -> None:
    """Each flow on the page opened anew."""
    for name in names:
        old_browser.go(f"{addresses[site]}{path}?{name}")
        old_browser.evaluate(f"{FLOWS}\n;0")
        old_browser.evaluate(f"dateFlows.{name}()")
