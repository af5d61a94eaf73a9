"""Pages that hold the ledger's libraries, with the rules and the sample of this project."""

from pathlib import Path

from playwright.sync_api import Page

from qingdan.ledger_data import ledger_files
from qingdan.page_scripts import LEDGER
from qingdan.site_plan import plan_site
from tests.browser.data_page import HERE, SCRIPTS_FOLDER, flow_names, open_data_page, run_flows
from tests.conftest import ROOT

LEDGER_FILES = ("ledger_flows.js", "ledger_exchange_flows.js", "ledger_states_flows.js")
LEDGER_FLOWS = flow_names("ledger_flows.js")
LEDGER_EXCHANGE_FLOWS = flow_names("ledger_exchange_flows.js")


def ledger_scripts() -> str:
    """Return the rules, the sample and the libraries in one text."""
    data = dict(ledger_files(plan_site(ROOT).kit))
    names = [Path(path).name for path in LEDGER if path.startswith("assets/")] + ["ledger-event-words.js"]
    return "\n".join(
        [*data.values(), *((SCRIPTS_FOLDER / name).read_text(encoding="utf-8") for name in names)]
    )


_SCRIPTS: list[str] = []


def open_ledger_page(page: Page, site_url: str) -> Page:
    """Open a real page of the site; the ledger's libraries are put in unless the page brings them."""
    open_data_page(page, site_url)
    if page.evaluate("!Qingdan.lib.ledgerStore"):
        if not _SCRIPTS:
            _SCRIPTS.append(ledger_scripts())
        page.add_script_tag(content=_SCRIPTS[0])
    return page


def run_ledger_flows(page: Page, site_url: str, group: str, names: list[str]) -> None:
    """Run flows one after the other; each throws where the ledger breaks a promise."""
    scripts = [(HERE / file).read_text(encoding="utf-8") for file in LEDGER_FILES]
    run_flows(page, names, group, lambda: open_ledger_page(page, site_url), *scripts)
