"""The pages of the ledger: the one people work on, its reports, its wall chart.

They come as the arguments of ``generated_pages._page``, which makes a page of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from qingdan.ledger_model import Ledger
from qingdan.page_scripts import (
    LEDGER_PAGE,
    LEDGER_REPORTS,
    LEDGER_STYLES,
    LEDGER_WALL,
    LEDGER_WALL_STYLES,
)
from qingdan.search_index import Entry
from qingdan.views import Names, Views

SEVERITIES = {"error": "必须改", "warning": "应当看", "hint": "提示"}
LEVELS = {"problem": "问题", "measure": "措施"}
TYPES = {"text": "文字", "names": "名单", "date": "日期", "choice": "选项", "number": "数", "list": "分行"}
# The sections that explain the ledger, for readers without scripts and under the working page.
SECTIONS = {
    "columns": "有哪些栏目",
    "options": "选项各指什么",
    "states": "状态怎样走",
    "guards": "哪些情形过不去",
    "lights": "亮灯",
    "checks": "体检查什么",
    "rhythms": "报告多久一次",
}
# The columns of the sheet that is printed empty, and how wide each is in per cent.
BLANK = {
    "no": 4, "class": 8, "text": 16, "measure": 20, "indicator": 10, "leaders": 8, "units": 9, "persons": 8,
    "due": 9, "state": 8,
}  # fmt: skip


def ledger_pages(views: Views) -> Iterator[dict[str, Any]]:
    """None where the kit has no ledger."""
    ledger = views.ledger
    if ledger is None:
        return
    cited = list(cited_by(ledger))
    shared = {
        "wide": True,
        "ledger": ledger,
        "severities": SEVERITIES,
        "levels": LEVELS,
        "types": TYPES,
        "columns": {column.id: column.label for column in ledger.columns},
        "state_names": {state.id: state.label for state in ledger.choices.get("state", ())},
        "time_classes": Names({one.id: one.label for one in ledger.choices.get("timeClass", ())}),
        "guards": {guard.id: guard for guard in ledger.guards},
    }
    yield {
        "path": "ledger/index.md",
        "title": ledger.title,
        "template": "ledger.html",
        "nav": "台账",
        "cited": cited,
        "headings": list(SECTIONS.items()),
        "anchors": [check.id for check in ledger.checks],
        "scripts": LEDGER_PAGE,
        "styles": LEDGER_STYLES,
        "entries": [
            Entry("item", f"{c.id} {c.title or c.text}", f"ledger/index.html#{c.id}", c.remedy, "台账体检")
            for c in ledger.checks
        ],
        "sections": SECTIONS,
        "blank": [(one, BLANK[one.id]) for one in ledger.columns if one.id in BLANK],
        **shared,
    }
    yield {
        "path": "ledger/reports.md",
        "title": "台账报告",
        "template": "ledger_reports.html",
        "nav": "报告",
        "cited": [
            *(s for rhythm in ledger.rhythms for s in rhythm.sources),
            *(
                s
                for part in ledger.outline
                for s in (*part.sources, *(t for p in part.points for t in p.sources))
            ),
        ],
        "headings": [("rhythms", SECTIONS["rhythms"]), ("outline", "整改情况报告写什么")],
        "scripts": LEDGER_REPORTS,
        "styles": LEDGER_STYLES,
        **shared,
    }
    yield {
        "path": "ledger/wall.md",
        "title": "挂图作战",
        "template": "ledger_wall.html",
        "scripts": LEDGER_WALL,
        "styles": LEDGER_WALL_STYLES,
        **shared,
    }


def cited_by(ledger: Ledger) -> Iterator[str]:
    """Every source the ledger's rules name."""
    yield from ledger.sources
    for columns in (
        ledger.columns,
        ledger.guards,
        ledger.entries,
        ledger.common,
        ledger.checks,
        ledger.rhythms,
    ):
        for one in columns:
            yield from one.sources
    for choices in ledger.choices.values():
        for choice in choices:
            yield from choice.sources
    for procedure in ledger.procedures:
        yield from procedure.sources
        for step in procedure.transitions:
            yield from step.sources
    for tiers in ledger.tiers:
        yield from tiers.sources
    for section in ledger.outline:
        yield from section.sources
        for point in section.points:
            yield from point.sources
    yield from ledger.periods.sources
