"""Timelines, wall chart, 倒排 and the duty matrix in the oldest browser that the site promises to work in."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import old_chromium
from raw_browser import RawBrowser, raw_browser

FLOWS = (Path(__file__).parent / "date_flows.js").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def old_browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RawBrowser]:
    """Run an old Chromium for all tests of this file."""
    binary = old_chromium.cached()
    if not binary:
        pytest.skip("没有旧版 Chromium（python3 scripts/old_chromium.py 可下载）")
    names = "--host-resolver-rules=MAP kit.test 127.0.0.1"
    with raw_browser(
        binary, tmp_path_factory.mktemp("profile"), [names, "--window-size=1280,900"]
    ) as browser:
        yield browser


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
