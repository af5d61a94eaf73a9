"""Which scripts of its own a page loads, in the order they need each other. Paths from the site's root."""

from __future__ import annotations


def _paths(names: str) -> tuple[str, ...]:
    return tuple(f"assets/js/{name}.js" for name in names.split())


# What people tick and type, kept in the browser.
STORE = _paths("dates records overlay disk database tabs history drafts store recovery current-unit")

# Wherever people enter something, or see what they entered: the unit, whether it is saved, warnings.
UNIT = (*STORE, *_paths("dom session unit-bar save-state notices"))

# Saving to a file, importing, restore points, leaving: loaded when somebody asks for it.
LATER = _paths("files exchange catalogue dialogs backup import-preview importing")

WORKBENCH = (*UNIT, *LATER, *_paths("progress workbench-parts workbench"))
LIST = (*UNIT, *_paths("checklist checklist-tools"))  # item-panel and checklist-filter come when opened
LIST_INDEX = (*UNIT, *_paths("progress list-index"))

FORM = (*UNIT, *_paths("form"))

# A page that offers ready files: templates/downloads.html.
DOWNLOADS = ("files/manifest.js", *_paths("downloads"))

UNIT_STYLES = ("assets/css/unit.css", "assets/css/dialogs.css")
LIST_STYLES = (*UNIT_STYLES, "assets/css/checklist.css")
FORM_STYLES = (*UNIT_STYLES, "assets/css/form.css")
LANDSCAPE_STYLES = (*FORM_STYLES, "assets/css/form-landscape.css")
WORK_STYLES = (*UNIT_STYLES, "assets/css/workbench.css")
