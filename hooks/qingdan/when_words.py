"""Date rules in words, for readers without scripts and for paper: ``起始日后 2 个月``, ``每周五 12:00 前，自…至…``."""

from __future__ import annotations

import re

from qingdan.model import Band, Milestone, Timeline, When

RHYTHMS = {"week": "每周", "xun": "每旬", "half-month": "每半月", "month": "每月"}
WEEKDAYS = {"mon": "一", "tue": "二", "wed": "三", "thu": "四", "fri": "五", "sat": "六", "sun": "日"}
UNITS = {"d": "天", "w": "周", "m": "个月"}


def when_words(milestone: Milestone, timeline: Timeline) -> str:
    """A milestone's date rule in words. What the rules have reported is shown as it was written."""
    if isinstance(milestone.at, When):
        return _at_words(milestone.at, timeline) + _time(milestone)
    rhythm = RHYTHMS.get(milestone.every or "", "")
    if milestone.weekday:
        rhythm = f"每周{WEEKDAYS[milestone.weekday]}"
    if milestone.day:
        rhythm = f"每月{milestone.day}日"
    return f"{rhythm}{_time(milestone)}，{_span(milestone.start, milestone.until, timeline)}"


def band_words(band: Band, timeline: Timeline) -> str:
    """From when until when: ``自起始日至结束``, or ``自起始日起，没有写到哪天止``."""
    if band.start == band.until:
        return f"自{_names(timeline).get(band.start, band.start)}，立即"
    if band.until:
        return _span(band.start, band.until, timeline)
    return f"自{_names(timeline).get(band.start, band.start)}起，没有写到哪天止"


def _names(timeline: Timeline) -> dict[str, str]:
    """What a day is called, by its name. A choice stands for the day that holds until the unit decides."""
    names = {a.id: a.label for a in timeline.anchors}
    names |= {m.name: m.title for m in timeline.milestones if m.name}
    return names | {
        c.id: f"{names.get(c.options[0].value, c.label)}（可选）" for c in timeline.choices if c.kind == "day"
    }


def _span(start: str | None, until: str | None, timeline: Timeline) -> str:
    names = _names(timeline)
    return f"自{names.get(start or '', '')}至{names.get(until or '', '')}"


def _time(milestone: Milestone) -> str:
    return f" {milestone.time} 前" if milestone.time else ""


def _at_words(at: When, timeline: Timeline) -> str:
    start = _names(timeline).get(at.start, at.start)
    day = f"{start}{_length(at.plus, timeline)}" if at.plus else start
    if at.end == "month-end":
        return f"{day}，取那个月的最后一天"
    if at.end:
        choice = next((c for c in timeline.choices if c.id == at.end), None)
        return f"{day}，可选取那个月的最后一天" if choice else f"{day}，{at.end}"
    return day


def _length(plus: str, timeline: Timeline) -> str:
    match = re.fullmatch(r"(-?)([0-9]+)([dwm])", plus)
    if match:
        return f"{'前' if match[1] else '后'} {match[2]} {UNITS[match[3]]}"
    anchor = next((a for a in timeline.anchors if a.id == plus), None)
    if anchor is None:
        return f"后{plus}"
    if anchor.default is None:
        return f"后{anchor.label}"
    unit = "个月" if anchor.type == "months" else "天"
    return f"后 {anchor.default} {unit}（{anchor.label}，可改）"
