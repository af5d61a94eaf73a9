"""Rules across the YAML files: ids are unique and never reused, what is named exists, dates can be computed.

A rule takes the kit and what is known and yields problems. No rule stops another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from qingdan.build_model import Kit, Loaded
from qingdan.known import HasId, Known, facts, items, milestones, records, with_id
from qingdan.model import Checklist, Fact, Item, Milestone, Position, Timeline
from qingdan.problems import Path, Problem
from qingdan.timeline_rules import TIMELINE_RULES


def data_problems(kit: Kit, known: Known) -> Iterator[Problem]:
    """Every problem that the rules of this module find."""
    for rule in (
        duplicate_ids,
        reused_ids,
        wrong_prefixes,
        unknown_references,
        statements_without_source,
        *TIMELINE_RULES,
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
        for name in _REFERENCES.keys() & type(loaded.value).model_fields.keys():
            if isinstance(loaded.value, Fact) and name == "who":
                continue  # who acts, in the speech's own words: no role
            what = _REFERENCES[name]
            for identity, step in _named(getattr(loaded.value, name)):
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
