"""打印中心: the page on which a pack is chosen. What stands on the sheets comes from paper_sheets.

What lies across (some forms, the duty matrix) is in a pack only in browsers that know named pages, Chromium 85 and
newer; the page offers links to the others.
"""

from __future__ import annotations

from typing import Any

from qingdan.catalogue import catalogue
from qingdan.duty_views import PARTS, duty_sides
from qingdan.form_pages import form_context
from qingdan.form_parts import form_url, parts
from qingdan.paper_sheets import Sheet, sheets
from qingdan.views import SIDES, Views

PATH = "print/index.md"
TITLE = "打印中心"
MACROS = (
    "field_rows",
    "pieces",
    "label_parts",
    "mark",
    "printed_rows",
    "words",
)  # what form_blocks.html asks for


def print_context(views: Views) -> dict[str, Any]:
    """What the page offers: the roles and stages that have something to print, and every sheet by group."""
    made = sheets(views)
    lists = [sheet for sheet in made if sheet.kind == "list"]
    groups: list[tuple[str, str, list[Sheet]]] = [
        (f"list-{side}", f"清单·{SIDES[side]}", [sheet for sheet in lists if sheet.side == side])
        for side in ("rectify", "inspect")
    ]
    groups.append(("timeline", "时间轴", [sheet for sheet in made if sheet.kind == "timeline"]))
    context = form_context(views, views.forms[0]) if views.forms else {}
    return {
        **{name: context[name] for name in MACROS if name in context},
        "kit": catalogue(views)["kit"],
        "forms": [(form, list(parts(form))) for form in views.forms if form.orientation == "portrait"],
        "wide_forms": [(form, list(parts(form))) for form in views.forms if form.orientation == "landscape"],
        "sides": duty_sides(views),
        "meanings": PARTS,
        "form_url": form_url,
        "roles": [role for role in views.roles if any(role.id in sheet.roles for sheet in made)],
        "stages": [stage for stage in views.stages if any(stage.id == sheet.stage for sheet in made)],
        "groups": [group for group in groups if group[2]],
    }
