"""The pages about who does what and when it has to begin: matrix, wall sheets, backward planning.

They come as the arguments of ``generated_pages._page``, which makes a page of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from qingdan.duty_views import PARTS, DutySide, duty_sides
from qingdan.page_scripts import BACKWARD, BACKWARD_STYLES, DUTIES, DUTY_STYLES, SHEET, SHEET_STYLES
from qingdan.search_index import Entry
from qingdan.views import Views

# Who leads where several are named: S0's rule by the list, S3's by the leader in charge. Never merged.
FIRST_LISTED = {"leader": ("S0-2.2-3",), "unit": ("S0-2.2-4",), "person": ("S0-2.2-5",)}
APPOINTED = ("S3-2.2-9",)
BACKWARD_RULE = ("S0-3.2-1",)


def duty_pages(views: Views) -> Iterator[dict[str, Any]]:
    """The matrix, and each side of it on a sheet of its own."""
    sides = duty_sides(views)
    rules = {name: _known(views, rule) for name, rule in {**FIRST_LISTED, "appointed": APPOINTED}.items()}
    yield {
        "path": "duties/index.md",
        "title": "职责矩阵",
        "template": "duties.html",
        "cited": [
            *(s for side in sides for s in side.sources),
            *(s for rule in rules.values() for s in rule),
        ],
        "headings": [*((side.id, side.title) for side in sides), ("first-listed", "谁牵头：看名单首位")],
        "anchors": [duty.id for side in sides for duty in side.duties],
        "entries": [entry for side in sides for entry in _entries(views, side)],
        "wide": True,
        "scripts": DUTIES,
        "styles": DUTY_STYLES,
        "sides": sides,
        "parts": PARTS,
        "rules": rules,
    }
    for side in sides:
        yield {
            "path": f"duties/{side.id}-sheet.md",
            "title": f"职责矩阵大图：{side.title}",
            "template": "duty_sheet.html",
            "cited": side.sources,
            "aside": True,
            "wide": True,
            "scripts": SHEET,
            "styles": SHEET_STYLES,
            "side": side,
            "parts": PARTS,
        }


def _known(views: Views, sources: tuple[str, ...]) -> list[str]:
    """Those that this kit's speeches have: another kit may bring other speeches."""
    return [note.id for note in views.source_notes(sources)]


def _entries(views: Views, side: DutySide) -> Iterator[Entry]:
    for duty in side.duties:
        cells = (
            "\n".join(filter(None, (views.role_names[role], cell.part, cell.note)))
            for role, cell in duty.cells.items()
        )
        url = f"duties/index.html#{duty.id}"
        yield Entry("duty", f"{duty.id} {duty.task}", url, "\n".join(cells), "职责矩阵")


def backward_page(views: Views) -> dict[str, Any]:
    """倒排: from a deadline back to the day on which each step has to begin."""
    procedures, rule = views.procedures, _known(views, BACKWARD_RULE)
    return {
        "path": "timelines/backward.md",
        "title": "倒排",
        "template": "backward.html",
        "cited": [*rule, *(s for p in procedures for step in p.steps for s in step.sources)],
        "headings": [("plan", "排一排"), ("rule", "怎样往前推"), ("procedures", "讲话里的步骤")],
        "anchors": [procedure.id for procedure in procedures],
        "wide": True,
        "scripts": BACKWARD,
        "styles": BACKWARD_STYLES,
        "procedures": procedures,
        "role_names": views.role_names,
        "rule": rule,
    }
