"""Which scripts of its own a page loads, in the order they need each other. Paths from the site's root."""

from __future__ import annotations


def _paths(names: str) -> tuple[str, ...]:
    return tuple(f"assets/js/{name}.js" for name in names.split())


# What people tick and type, kept in the browser.
STORE = _paths(
    "dates records cells event-line overlay sound-rows disk-rows disk database tabs ledger-log "
    "points history drafts store recovery current-unit"
)

# Wherever people enter something, or see what they entered: the unit, whether it is saved, warnings.
UNIT = (*STORE, *_paths("dom following session unit-bar save-state notices"))

# Saving to a file, importing, restore points, leaving: loaded when somebody asks for it.
LATER = _paths(
    "files refusals unit-merge ledger-exchange calendar-years calendar-share exchange-file exchange catalogue dialogs backup "
    "unit-words profile-words unit-choices ledger-preview import-preview importing"
)

# A page that offers ready files: templates/downloads.html.
DOWNLOADS = ("files/manifest.js", *_paths("downloads"))

LIST = (
    *UNIT,
    *DOWNLOADS,
    *_paths("date-rules item-dues checklist-rows checklist checklist-tools"),
)  # item-panel and checklist-filter come when opened
LIST_INDEX = (*UNIT, *_paths("progress address-filter list-index"))
FORM = (*UNIT, *DOWNLOADS, *_paths("form"))
DUTIES = (*DOWNLOADS, *_paths("dom names address-filter duty-filter first-listed"))
SHEET = _paths("dom small-type duty-sheet")

# Dates of timelines: the rules, which days are worked, what a unit filled in, the chart.
DATES = _paths("date-rules workdays calendar-years schedule timeline-chart")
CALENDAR = ("data/calendar.js",)  # people edit it: a page says so where it cannot be read
TIMELINES = ("data/timelines.js",)
# timeline-output, ics and calendar-dialog come when they are asked for
TIMELINE = (
    *UNIT,
    *DOWNLOADS,
    *CALENDAR,
    *DATES,
    *_paths("in-order timeline-fields timeline-table timeline-steps timeline"),
)
PRINT_CENTRE = (
    *UNIT,
    *DOWNLOADS,
    "data/print.js",
    *TIMELINES,
    *_paths("date-rules schedule form print-sheets print-ready print-dates print-centre"),
)
WORKBENCH = (
    *UNIT,
    *LATER,
    *TIMELINES,
    *_paths(
        "date-rules item-dues schedule timeline-dues progress workbench-ledger workbench-parts workbench"
    ),
)
WALL = (*UNIT, *CALENDAR, *DATES, *_paths("small-type timeline-wall"))
BACKWARD = (
    *UNIT, *CALENDAR, *_paths("date-rules workdays calendar-years files table-copy in-order"),
    *_paths("backward backward-members backward-rows backward-form"),
)  # fmt: skip

# The ledger's rules and libraries.
LEDGER = (
    "data/ledger.js",
    *_paths(
        "unit-words ledger-sound ledger-model ledger-fields ledger-replay ledger-amend ledger-events ledger-work ledger-exchange"
    ),
    *_paths(
        "ledger-store ledger-likeness ledger-match ledger-fill ledger-checks ledger-lights ledger-reports ledger-situation ledger-draws"
    ),
)

# What the ledger's page loads at once; drawer, import, check-up, sharing come when they are asked for.
LEDGER_PAGE = (
    *UNIT, *LEDGER, *_paths("names sheet-numerals sheet-values dialogs files address-filter ledger-cite ledger-board"),
    *_paths("ledger-filter ledger-cells ledger-unsaved ledger-edit ledger-rows ledger-table ledger-cards ledger-paper"),
    *_paths("ledger-tools ledger-page"),
)  # fmt: skip
# What the workbench loads where a unit keeps a ledger.
WORKBENCH_LEDGER = (
    "data/ledger.js",
    *_paths(
        "ledger-sound ledger-model ledger-fields ledger-replay ledger-amend ledger-events ledger-work ledger-exchange ledger-store"
    ),
    *_paths("ledger-checks ledger-reports ledger-dues"),
)
LEDGER_REPORTS = (
    *UNIT, *LEDGER, *_paths("table-copy files ledger-cite ledger-board ledger-event-words ledger-report-tables"),
    *_paths("ledger-reports-page"),
)  # fmt: skip
LEDGER_WALL = (*UNIT, *LEDGER, *_paths("ledger-board ledger-wall"))

UNIT_STYLES = ("assets/css/unit.css", "assets/css/dialogs.css")
PAGE_STYLES = (*UNIT_STYLES, "assets/css/work.css")  # a list, a form, a timeline
LIST_STYLES = (*PAGE_STYLES, "assets/css/checklist.css")
FORM_STYLES = (*PAGE_STYLES, "assets/css/form.css")
LANDSCAPE_STYLES = (*FORM_STYLES, "assets/css/form-landscape.css")
WORK_STYLES = (*UNIT_STYLES, "assets/css/workbench.css")
PRINT_STYLES = (*FORM_STYLES, "assets/css/print-centre.css")
DUTY_STYLES = ("assets/css/unit.css", "assets/css/duties.css")
SHEET_STYLES = (*DUTY_STYLES, "assets/css/duty-sheet.css")
BACKWARD_STYLES = (*UNIT_STYLES, "assets/css/backward.css")
TIMELINE_STYLES = (*PAGE_STYLES, "assets/css/timeline.css")
WALL_STYLES = (*TIMELINE_STYLES, "assets/css/wall.css", "assets/css/timeline-wall.css")
LEDGER_STYLES = (*UNIT_STYLES, "assets/css/ledger.css")
LEDGER_WALL_STYLES = (*UNIT_STYLES, "assets/css/wall.css", "assets/css/ledger-wall.css")
