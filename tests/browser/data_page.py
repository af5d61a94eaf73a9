"""Pages that hold the scripts of the data layer, and the flows that test it (data_flows.js, exchange_flows.js)."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Error, Page

HERE = Path(__file__).parent
SCRIPTS_FOLDER = HERE.parent.parent / "docs" / "assets" / "js"
# Each needs those before it.
SCRIPTS = (
    "dates records cells event-line overlay sound-rows disk-rows disk database tabs ledger-log points history drafts store recovery files "
    "refusals unit-merge ledger-exchange calendar-years calendar-share exchange-file exchange"
).split()


def data_layer() -> str:
    """Return the scripts of the data layer in one text."""
    return "\n".join((SCRIPTS_FOLDER / f"{name}.js").read_text(encoding="utf-8") for name in SCRIPTS)


def flow_scripts() -> str:
    """Return the scripts of all flows in one text."""
    files = (HERE / "data_flows.js", HERE / "exchange_flows.js")
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


def flow_names(file: str) -> list[str]:
    """Return the names of the flows in a file."""
    return re.findall(
        r"^    (?:async )?(\w+)\(\) {$", (HERE / file).read_text(encoding="utf-8"), re.MULTILINE
    )


DATA_FLOWS = flow_names("data_flows.js")
EXCHANGE_FLOWS = flow_names("exchange_flows.js")


def saved_when(count: int) -> str:
    """Return a script that gives `window.saved` once it holds so many, or after a minute what it holds then."""
    return f"""new Promise((resolve) => {{
      const end = Date.now() + 60000;
      (function look() {{
        if (window.saved.length >= {count} || Date.now() > end) resolve([...window.saved]);
        else setTimeout(look, 2);
      }})();
    }})"""


def open_data_page(page: Page, site_url: str) -> Page:
    """Open a real page of the site; the data layer is put in unless the page brings it."""
    page.goto(f"{site_url}index.html")
    if page.evaluate("!Qingdan.lib.store"):
        page.add_script_tag(content=data_layer())
    return page


EMPTY = """Promise.all([Qingdan.lib.store.wipe(), indexedDB.deleteDatabase("qingdan-other")]).then(() => {
  localStorage.clear();
  sessionStorage.clear();
})"""


def run_flows(page: Page, names: list[str], group: str, open_page: Callable[[], Page], *scripts: str) -> None:
    """Run flows one after the other, each on a page opened anew without data; say of every one how it failed.

    A flow throws where the data layer breaks a promise.
    """
    failures = []
    for name in names:
        open_page()
        for script in scripts:
            page.add_script_tag(content=script)
        try:
            page.evaluate(f"{group}.{name}()")
        except Error as error:
            failures.append(f"{name}: {error.message}")
        page.evaluate(EMPTY)
    if failures:
        pytest.fail("\n\n".join(failures), pytrace=False)
