"""What stands on a printed list or timeline: rows that the ready PDF and the browser's pack share. No HTML.

Everything a sheet needs is plain data, so that the pack in the browser (``data/print.js``) and the PDFs are made
from one description: which columns, what stands in them, and what only the long version shows.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from itertools import chain
from typing import Any

from qingdan.duty_views import duty_sides
from qingdan.form_parts import cited as form_sources
from qingdan.model import Anchor, Checklist, Choice, Item, Timeline
from qingdan.views import LEVELS, SIDES, MilestoneRow, Views, checklist_url, timeline_url

GLOBAL = "QINGDAN_PRINT"
LENGTHS = {"months": "个月", "days": "天"}
SIGNATURES = ("责任人", "审核人", "日期")


@dataclass(frozen=True)
class Column:
    """A column: ``name`` is stable, for styles and scripts; ``title`` stands in the head."""

    name: str
    title: str


@dataclass(frozen=True)
class Field:
    """What a unit fills in or chooses before a timeline has dates. ``example`` is never the unit's own value."""

    id: str
    label: str
    example: str
    hint: str
    cites: tuple[str, ...]
    convention: bool


@dataclass(frozen=True)
class Row:
    """A row. ``cells`` go by column; ``always`` and ``long`` are (label, words) that follow the main cell.

    ``long`` and ``cites`` belong to the version with explanations and sources.
    """

    id: str
    cells: dict[str, str]
    always: tuple[tuple[str, str], ...]
    long: tuple[tuple[str, str], ...]
    cites: tuple[str, ...]
    convention: bool


@dataclass(frozen=True)
class Part:
    """Rows under a heading of their own; an empty title is no heading."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Sheet:
    """One list or timeline on paper. ``version`` changes with any word of it, and with nothing else."""

    id: str
    kind: str  # list or timeline
    title: str
    url: str
    side: str
    purpose: str
    about: tuple[tuple[str, str], ...]
    roles: tuple[str, ...]
    stage: str
    fields: tuple[Field, ...]
    columns: tuple[Column, ...]
    parts: tuple[Part, ...]
    sign: tuple[str, ...]
    version: str

    @property
    def rows(self) -> tuple[Row, ...]:
        return tuple(row for part in self.parts for row in part.rows)

    @property
    def cited(self) -> list[str]:
        """Every source of the sheet, each once, in the order of the paper."""
        groups = [*(field.cites for field in self.fields), *(row.cites for row in self.rows)]
        return list(dict.fromkeys(source for group in groups for source in group))


LIST_COLUMNS = (
    Column("box", "办结"),
    Column("id", "编号"),
    Column("text", "要办的事"),
    Column("who", "谁办"),
    Column("record", "办理情况"),
)
TIMELINE_COLUMNS = (
    Column("box", "办结"),
    Column("id", "编号"),
    Column("text", "节点"),
    Column("rule", "怎么定日期"),
    Column("date", "本单位日期"),
    Column("who", "谁办"),
)


def sheets(views: Views) -> list[Sheet]:
    """Every list and timeline as a sheet, in the order of the site."""
    # A list with an unknown stage was reported by the rules and has no page: there is nothing to print either.
    lists = [_list_sheet(views, one) for one in views.checklists if one.stage in views.stage]
    return [*lists, *(_timeline_sheet(views, one) for one in views.timelines)]


def _list_sheet(views: Views, checklist: Checklist) -> Sheet:
    about = [
        ("什么时候用", checklist.when),
        ("谁来填", "、".join(views.role_names[role] for role in checklist.roles)),
        ("阶段", views.stage_titles[checklist.stage]),
    ]
    if checklist.out:
        about.append(("产出", "、".join(checklist.out)))
    return _versioned(
        checklist.updated.isoformat(),
        id=checklist.id,
        kind="list",
        title=checklist.title,
        url=checklist_url(checklist),
        side=views.stage[checklist.stage].side,
        purpose=checklist.purpose,
        about=tuple(about),
        roles=checklist.roles,
        stage=checklist.stage,
        fields=(),
        columns=LIST_COLUMNS,
        parts=tuple(
            Part(section.title, tuple(_item_row(views, item) for item in section.items))
            for section in checklist.sections
        ),
        sign=SIGNATURES,
    )


def _item_row(views: Views, item: Item) -> Row:
    return Row(
        id=item.id,
        cells={
            "id": f"{item.id}\n{LEVELS[item.level]}",
            "text": item.text,
            "who": views.role_names[item.owner],
        },
        always=_given(("时间", item.due)),
        long=_given(("为什么", item.why), ("佐证（本工具约定）", "、".join(item.evidence))),
        cites=item.sources,
        convention=False,  # its level says so already
    )


def _timeline_sheet(views: Views, timeline: Timeline) -> Sheet:
    stage = views.stage.get(timeline.stage or "")
    return _versioned(
        "",
        id=timeline.id,
        kind="timeline",
        title=timeline.title,
        url=timeline_url(timeline),
        side=stage.side if stage else "rectify",
        purpose=timeline.purpose,
        about=(("根据", timeline.basis),),
        roles=timeline.roles,
        stage=timeline.stage or "",
        fields=(*map(_anchor_field, timeline.anchors), *map(_choice_field, timeline.choices)),
        columns=TIMELINE_COLUMNS,
        parts=(Part("", tuple(_milestone_row(timeline, row) for row in views.milestone_rows(timeline))),),
        sign=SIGNATURES,
    )


def _anchor_field(anchor: Anchor) -> Field:
    if anchor.example:
        example = f"示例：{anchor.example.isoformat()}"
    elif anchor.default is not None:
        example = f"没有填写时按 {anchor.default} {LENGTHS[anchor.type]}"
    else:
        example = ""
    return Field(anchor.id, anchor.label, example, anchor.hint or "", anchor.sources, anchor.convention)


def _choice_field(choice: Choice) -> Field:
    cites = dict.fromkeys([*choice.sources, *(s for option in choice.options for s in option.sources)])
    convention = choice.convention or any(option.convention for option in choice.options)
    options = "选一项：" + "；".join(option.label for option in choice.options)
    return Field(choice.id, choice.label, options, choice.hint or "", tuple(cites), convention)


def _milestone_row(timeline: Timeline, row: MilestoneRow) -> Row:
    milestone = row.milestone
    who = row.who.name if row.who else milestone.who
    to = milestone.to or ("（单位自填）" if milestone.ask else "")
    labels = {option.value: option.label for choice in timeline.choices for option in choice.options}
    sets = "、".join(labels.get(name, name) for name in milestone.sets)
    return Row(
        id=milestone.id,
        cells={
            "id": milestone.id,
            "text": milestone.title,
            "rule": row.rule,
            "who": f"{who}\n→ {to}" if to else who,
        },
        always=_given(
            ("交", milestone.deliver),
            ("只在选了这几套时用", sets),
            ("可选", "本单位不用的划掉" if milestone.optional else ""),
        ),
        long=_given(("说明", milestone.note), ("本工具约定", row.choices)),
        cites=milestone.sources,
        convention=bool(milestone.convention),
    )


def _given(*pairs: tuple[str, str | None]) -> tuple[tuple[str, str], ...]:
    return tuple((label, words) for label, words in pairs if words)


def _versioned(day: str, **content: Any) -> Sheet:
    """A sheet with its version: the day it was changed, where known, and digits that change with any word."""
    bare = Sheet(version="", **content)
    digits = hashlib.sha256(json.dumps(asdict(bare), ensure_ascii=False).encode()).hexdigest()[:6]
    return Sheet(version=f"{day}-{digits}".lstrip("-"), **content)


def print_data(views: Views, kit: str) -> dict[str, Any]:
    """What the print centre builds a pack from. ``notes`` explains the sources: [where, words, certainty]."""
    made = sheets(views)
    cited: Iterable[str] = chain(
        (source for sheet in made for source in sheet.cited),
        (source for form in views.forms for source in form_sources(form)),
        (source for side in duty_sides(views) for source in side.sources),
    )
    return {
        "kit": kit,
        "sides": SIDES,
        "roles": {role.id: role.name for role in views.roles},
        "stages": {stage.id: stage.title for stage in views.stages},
        "sheets": [asdict(sheet) for sheet in made],
        "notes": {note.id: [note.where, note.text, note.certainty] for note in views.source_notes(cited)},
    }


def print_script(views: Views, kit: str) -> str:
    """The data as a classic script: fetch fails on file://."""
    text = json.dumps(print_data(views, kit), ensure_ascii=False, separators=(",", ":"))
    # Both end a line in JavaScript before 2019, and JSON leaves them as they are.
    return f"var {GLOBAL} = {text.replace(chr(0x2028), ' ').replace(chr(0x2029), ' ')};\n"
