"""Rules across the YAML files: ids are unique and never reused, what is named exists, dates can be computed.

A rule takes the kit and what is known and yields problems. No rule stops another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from qingdan.build_model import Kit, Loaded
from qingdan.known import HasId, Known, facts, items, milestones, records, with_id
from qingdan.model import Checklist, Fact, Item, Milestone, Position, Timeline, When
from qingdan.problems import Path, Problem, did_you_mean


def data_problems(kit: Kit, known: Known) -> Iterator[Problem]:
    """Every problem that the rules of this module find."""
    for rule in (
        duplicate_ids,
        reused_ids,
        wrong_prefixes,
        unknown_references,
        statements_without_source,
        milestone_dates,
        unknown_days,
        circular_days,
        calendar_days,
    ):
        yield from rule(kit, known)


def duplicate_ids(kit: Kit, known: Known) -> Iterator[Problem]:
    """No id stands twice among records of one kind, whichever files they stand in."""
    first: dict[tuple[type, str], Loaded[HasId]] = {}
    for loaded in with_id(kit):
        key = type(loaded.value), loaded.value.id
        if key in first:
            yield loaded.problem(f"编号“{loaded.value.id}”重复", f"{_line(first[key])}已用，请另编一个", "id")
        first.setdefault(key, loaded)
    for timeline in kit.timelines:
        yield from _duplicate_names(timeline)


def _duplicate_names(timeline: Loaded[Timeline]) -> Iterator[Problem]:
    """Anchors and named milestones of a timeline are referred to alike, so they share their names."""
    named: list[tuple[str, Path]] = [
        (anchor.id, ("anchors", n, "id")) for n, anchor in enumerate(timeline.value.anchors)
    ]
    named += [(m.name, ("milestones", n, "name")) for n, m in enumerate(timeline.value.milestones) if m.name]
    seen: set[str] = set()
    for name, path in named:
        if name in seen:
            yield timeline.problem(f"名字“{name}”重复", "同一条时间轴里请另起一个名字", *path)
        seen.add(name)


def _line(loaded: Loaded[object]) -> str:
    return f"{loaded.document.file} 第 {loaded.document.place(loaded.path)[0]} 行"


def reused_ids(kit: Kit, known: Known) -> Iterator[Problem]:
    """A retired id stood on paper; giving it to something else would mix up what people ticked."""
    live = {loaded.value.id: loaded for loaded in with_id(kit)}
    for owner in _owners(kit):
        seen: set[str] = set()
        for n, entry in enumerate(owner.value.retired):
            if entry.id in live:
                yield live[entry.id].problem(f"编号“{entry.id}”已停用，不能重用", "请另编一个新编号", "id")
            if entry.id in seen:
                yield owner.problem(f"停用编号“{entry.id}”重复", "请只留一个", "retired", n, "id")
            seen.add(entry.id)


def wrong_prefixes(kit: Kit, known: Known) -> Iterator[Problem]:
    """The id of a part, live or retired, starts with the id of the speech, list or timeline it belongs to."""
    parts: list[tuple[str, str, Loaded[HasId]]] = [("要点", prefix, fact) for prefix, fact in facts(kit)]
    parts += [("条目", prefix, item) for prefix, item in items(kit)]
    parts += [("节点", prefix, milestone) for prefix, milestone in milestones(kit)]
    for what, prefix, loaded in parts:
        if not loaded.value.id.startswith(f"{prefix}-"):
            yield loaded.problem(f"{what}编号“{loaded.value.id}”应以“{prefix}-”开头", "请改编号", "id")
    for owner in _owners(kit):
        for n, entry in enumerate(owner.value.retired):
            if not entry.id.startswith(f"{owner.value.id}-"):
                message = f"停用编号“{entry.id}”不属于“{owner.value.id}”"
                yield owner.problem(message, "请移到它原来的文件", "retired", n, "id")


def _owners(kit: Kit) -> list[Loaded[Checklist | Timeline]]:
    return [*kit.checklists, *kit.timelines]


# The fields that name something, in whichever record they stand → what they name.
_REFERENCES = {
    "sources": "出处",
    "outside": "外部事实",
    "confusable": "术语",
    "pages": "页面",
    "roles": "角色",
    "owner": "角色",
    "who": "角色",
    "cells": "角色",
    "stage": "阶段",
    "positions": "讲话",
}


def unknown_references(kit: Kit, known: Known) -> Iterator[Problem]:
    """Roles, stages, sources, terms and pages that are named must exist."""
    for loaded in records(kit):
        for name, what in _REFERENCES.items():
            if isinstance(loaded.value, Fact) and name == "who":
                continue  # who acts, in the speech's own words: no role
            for identity, step in _named(getattr(loaded.value, name, None)):
                if said := known.unknown(what, identity):
                    yield loaded.problem(*said, name, *step)


def _named(value: object) -> Iterator[tuple[str, Path]]:
    """The ids in a field, each with the step that leads to it: a single one, a list, or a mapping's keys."""
    if isinstance(value, str):
        yield value, ()
    elif isinstance(value, tuple):
        yield from ((str(identity), (n,)) for n, identity in enumerate(value))
    elif isinstance(value, Mapping):
        yield from ((key, (key,)) for key in value)


def statements_without_source(kit: Kit, known: Known) -> Iterator[Problem]:
    """Whatever states something leads back to a source, or says that it is a convention of this kit."""
    for loaded in records(kit):
        record = loaded.value
        if "sources" not in type(record).model_fields:
            continue
        named = [getattr(record, field, ()) for field in ("sources", "outside", "convention")]
        if not any(named) and getattr(record, "level", "") != "convention":
            yield loaded.problem("这一条没有出处", _SOURCE_HINTS.get(type(record), _SOURCE_HINT))


_SOURCE_HINT = "请补 sources；讲话没有说的，写 convention: true"
_SOURCE_HINTS: dict[type, str] = {
    Item: "请补 sources；讲话没有说的，把 level 写成 convention",
    Milestone: "请补 sources；讲话没有说的，在 convention 里写明是哪一项",
    Position: "请补 sources；没有提到的讲话不写",
}


def milestone_dates(kit: Kit, known: Known) -> Iterator[Problem]:
    """A milestone has one kind of date: a day (``at``) or a rhythm (``every`` … ``from`` … ``until``)."""
    for _, loaded in milestones(kit):
        milestone = loaded.value
        name = f"节点“{milestone.id}”"
        if (milestone.at is None) == (milestone.every is None):
            yield loaded.problem(f"{name}要写 at 或 every 之一", "一次性的写 at，定期的写 every")
        elif milestone.every:
            if not (milestone.start and milestone.until):
                yield loaded.problem(f"定期{name}缺少起止", "请写 from 和 until", "every")
            if milestone.name:
                yield loaded.problem(f"定期{name}不能有 name", "别的节点只能从一次性的节点算起", "name")
        elif milestone.start or milestone.until:
            field = "from" if milestone.start else "until"
            yield loaded.problem(f"一次性的{name}不写 {field}", "起算日写在 at 里", field)
        if milestone.weekday and milestone.every != "week":
            yield loaded.problem(
                f"{name}有 weekday，但不是每周一次", "请写 every: week，或删去 weekday", "weekday"
            )


def unknown_days(kit: Kit, known: Known) -> Iterator[Problem]:
    """A milestone counts from an anchor or a named milestone of its own timeline."""
    for timeline in kit.timelines:
        anchors = timeline.value.anchors
        days = {a.id for a in anchors if a.type == "date"}
        days |= {m.name for m in timeline.value.milestones if m.name}
        months = {a.id for a in anchors if a.type == "months"}
        for n, milestone in enumerate(timeline.value.milestones):
            loaded = Loaded(milestone, timeline.document, ("milestones", n))
            yield from _unknown_days(loaded, days, months)


def _unknown_days(loaded: Loaded[Milestone], days: set[str], months: set[str]) -> Iterator[Problem]:
    milestone = loaded.value
    named: list[tuple[str | None, Path]] = [(milestone.start, ("from",)), (milestone.until, ("until",))]
    if isinstance(milestone.at, When):
        named.append((milestone.at.start, ("at", "from")))
        plus = milestone.at.plus
        if plus and not re.fullmatch(r"[0-9]+[dwm]", plus) and plus not in months:
            hint = did_you_mean(plus, months) or "写成 10d、2w、6m，或月数锚点的名字"
            yield loaded.problem(f"不认识的时长“{plus}”", hint, "at", "plus")
    for name, path in named:
        if name and name not in days:
            hint = did_you_mean(name, days) or f"这条时间轴里有：{'、'.join(sorted(days))}"
            yield loaded.problem(f"没有叫“{name}”的日期锚点或节点", hint, *path)


def circular_days(kit: Kit, known: Known) -> Iterator[Problem]:
    """No milestone counts from itself, not even by way of others: its day could never be computed."""
    for timeline in kit.timelines:
        starts = {m.name: m.at.start for m in timeline.value.milestones if m.name and m.at}
        for n, milestone in enumerate(timeline.value.milestones):
            seen: set[str] = set()
            name = milestone.name
            while name in starts and name not in seen:
                seen.add(name)
                name = starts[name]
            if seen and name == milestone.name:
                message = f"“{milestone.name}”绕了一圈又从自己算起"
                yield timeline.problem(message, "请改成从某个锚点算起", "milestones", n, "at")


def calendar_days(kit: Kit, known: Known) -> Iterator[Problem]:
    """A year stands once; a holiday ends after it starts, in its year or next to it."""
    first: dict[int, Loaded[object]] = {}
    for year in kit.calendar:
        number = year.value.year
        if number in first:
            yield year.problem(f"{number} 年重复", f"{_line(first[number])}已有，请合并", "year")
        first.setdefault(number, year)
        for n, holiday in enumerate(year.value.holidays):
            if holiday.last < holiday.first:
                yield year.problem(
                    f"“{holiday.name}”的末日早于首日", "请核对 first 和 last", "holidays", n, "last"
                )
            if number not in {holiday.first.year, holiday.last.year}:
                yield year.problem(f"“{holiday.name}”不在 {number} 年", "请核对年份", "holidays", n, "first")
