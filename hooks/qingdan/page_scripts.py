"""Which scripts of its own a page loads, in the order they need each other. Paths from the site's root."""

from __future__ import annotations


def _paths(names: str) -> tuple[str, ...]:
    return tuple(f"assets/js/{name}.js" for name in names.split())


# What people tick and type, kept in the browser.
STORE = _paths(
    "dates records cells event-line overlay disk database tabs ledger-log history drafts store recovery current-unit"
)

# Wherever people enter something, or see what they entered: the unit, whether it is saved, warnings.
UNIT = (*STORE, *_paths("dom session unit-bar save-state notices"))

# Saving to a file, importing, restore points, leaving: loaded when somebody asks for it.
LATER = _paths("files ledger-exchange exchange catalogue dialogs backup import-preview importing")

WORKBENCH = (*UNIT, *LATER, *_paths("progress workbench-parts workbench"))
LIST = (*UNIT, *_paths("checklist checklist-tools"))  # item-panel and checklist-filter come when opened
LIST_INDEX = (*UNIT, *_paths("progress list-index"))

# The ledger's rules and libraries, without a page of their own.
LEDGER = (
    "data/ledger.js",
    *_paths("ledger-model ledger-fields ledger-replay ledger-events ledger-work ledger-store ledger-fill"),
    *_paths("ledger-checks ledger-lights ledger-reports ledger-situation ledger-draws"),
)

UNIT_STYLES = ("assets/css/unit.css", "assets/css/dialogs.css")
LIST_STYLES = (*UNIT_STYLES, "assets/css/checklist.css")
WORK_STYLES = (*UNIT_STYLES, "assets/css/workbench.css")
