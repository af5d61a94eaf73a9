"""Fixtures for tests in a real Chromium: the site over http and from file://, watched pages, axe."""

import importlib.util
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    WebError,
    sync_playwright,
)

import old_chromium
from raw_browser import RawBrowser, raw_browser
from system_parts import headless_chromium

# Unlike 127.0.0.1, a plain name on the intranet is no secure context: no clipboard API, locks or randomUUID.
INTRANET_NAME = "kit.test"

LAUNCH_ARGUMENTS = (
    "--no-sandbox",  # tests may run as root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-proxy-server",
    # Any other name fails at once, instead of waiting for a network that may not be there.
    f"--host-resolver-rules=MAP {INTRANET_NAME} 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)

# Addresses that load nothing from anywhere.
INNER_ADDRESSES = ("data:", "blob:", "about:")


class QuietHandler(SimpleHTTPRequestHandler):
    """Serves files and keeps the log of requests off the screen."""

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="session")
def addresses(built_site: Path) -> Iterator[dict[str, str]]:
    """Serve the built site; yield its addresses, each with a slash at its end."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietHandler, directory=str(built_site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield {
        "http": f"http://127.0.0.1:{server.server_port}/",
        "http_name": f"http://{INTRANET_NAME}:{server.server_port}/",
        "file": f"{built_site.as_uri()}/",
    }
    server.shutdown()
    server.server_close()


@pytest.fixture(params=["http", "file"])
def site_url(addresses: dict[str, str], request: pytest.FixtureRequest) -> str:
    """Return the address of the site's folder; every test using it runs over http and from file://.

    Other choices: @pytest.mark.parametrize("site_url", ["http_name"], indirect=True)
    """
    return addresses[request.param]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start Chromium: the system's if there is one, otherwise Playwright's."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=headless_chromium(), args=list(LAUNCH_ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture
def incidents() -> Iterator[list[str]]:
    """Yield the list of what went wrong in any page of this test; it has to be empty when the test ends.

    A test that provokes an error looks at the list and clears it.
    """
    found: list[str] = []
    yield found
    if found:
        pytest.fail("页面里出了问题：\n" + "\n".join(found), pytrace=False)


@pytest.fixture
def new_context(
    browser: Browser, addresses: dict[str, str], incidents: list[str]
) -> Iterator[Callable[..., BrowserContext]]:
    """Return a function that opens a fresh browser profile; it takes the options of Playwright's new_context.

    Console errors, uncaught exceptions and requests that leave the site become incidents, in all its pages.
    """
    own = (*addresses.values(), *INNER_ADDRESSES)
    opened: list[BrowserContext] = []

    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error":
            incidents.append(f"console.error: {message.text} ({message.location['url']})")

    def on_error(error: WebError) -> None:
        incidents.append(f"uncaught: {error.error}")

    def on_request(request: Request) -> None:
        if not request.url.startswith(own):
            incidents.append(f"request: {request.url}")

    def on_page(page: Page) -> None:
        page.on("websocket", lambda socket: incidents.append(f"websocket: {socket.url}"))

    def open_context(**options: Any) -> BrowserContext:
        chosen = {
            "viewport": {"width": 1280, "height": 900},
            "locale": "zh-CN",
            "timezone_id": "Asia/Shanghai",
            **options,
        }
        context = browser.new_context(**chosen)
        context.on("console", on_console)
        context.on("weberror", on_error)
        context.on("request", on_request)
        context.on("page", on_page)
        opened.append(context)
        return context

    yield open_context
    for context in opened:
        context.close()


@pytest.fixture
def context(new_context: Callable[..., BrowserContext]) -> BrowserContext:
    """Return a fresh profile: 1280 × 900, Chinese, Beijing time. Several tabs of it share their storage."""
    return new_context()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """Return a page in a fresh profile."""
    return context.new_page()


@pytest.fixture(scope="session")
def axe() -> Callable[..., list[str]]:
    """Return axe(page, selector=None, **options of axe.run) -> the violations, one line for each element."""
    carrier = importlib.util.find_spec("axe_playwright_python")
    assert carrier is not None
    assert carrier.origin is not None
    script = Path(carrier.origin).with_name("axe.min.js").read_text(encoding="utf-8")

    def run(page: Page, selector: str | None = None, **options: Any) -> list[str]:
        page.evaluate(script)
        violations = page.evaluate(
            "([place, options]) => axe.run(place || document, options).then(result => result.violations)",
            # axe would preload style sheets by XMLHttpRequest, which file:// forbids. Nobody reads what passed
            # nor the selectors that axe makes up, and both take time.
            [selector, {"preload": False, "resultTypes": ["violations"], "selectors": False, **options}],
        )
        return [
            f"{violation['id']} ({violation['impact']}): {violation['help']} – {node['html']}"
            for violation in violations
            for node in violation["nodes"]
        ]

    return run


@pytest.fixture(scope="module")
def old_browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RawBrowser]:
    """Run the oldest Chromium that the site promises to work in for all tests of a file, or skip them."""
    binary = old_chromium.cached()
    if not binary:
        pytest.skip("没有旧版 Chromium（python3 scripts/old_chromium.py 可下载）")
    options = [f"--host-resolver-rules=MAP {INTRANET_NAME} 127.0.0.1", "--window-size=1280,900"]
    with raw_browser(binary, tmp_path_factory.mktemp("profile"), options) as browser:
        yield browser
