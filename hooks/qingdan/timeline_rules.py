"""Rules within a timeline: its names are its own, its dates can be computed, what a unit decides has an effect."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qingdan.build_model import Kit, Loaded
from qingdan.known import Known, milestones
from qingdan.model import Choice, Milestone, Timeline, When
from qingdan.problems import Path, Problem, did_you_mean


def duplicate_names(kit: Kit, known: Known) -> Iterator[Problem]:
    """Anchors, choices and named milestones of a timeline are referred to alike, so they share their names."""
    for timeline in kit.timelines:
        value = timeline.value
        named: list[tuple[str, Path]] = [(a.id, ("anchors", n, "id")) for n, a in enumerate(value.anchors)]
        named += [(c.id, ("choices", n, "id")) for n, c in enumerate(value.choices)]
        named += [(m.name, ("milestones", n, "name")) for n, m in enumerate(value.milestones) if m.name]
        seen: set[str] = set()
        for name, path in named:
            if name in seen:
                yield timeline.problem(f"名字“{name}”重复", "同一条时间轴里请另起一个名字", *path)
            seen.add(name)


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
            if milestone.every == "week" and not milestone.weekday:
                hint = "请写 weekday；讲话没有写的，在 convention 里写明 weekday"
                yield loaded.problem(f"{name}每周一次，没有写星期几", hint, "every")
        elif milestone.start or milestone.until:
            field = "from" if milestone.start else "until"
            yield loaded.problem(f"一次性的{name}不写 {field}", "起算日写在 at 里", field)
        for field, every, word in (("weekday", "week", "每周一次"), ("day", "month", "每月一次")):
            if getattr(milestone, field) and milestone.every != every:
                hint = f"请写 every: {every}，或删去 {field}"
                yield loaded.problem(f"{name}有 {field}，但不是{word}", hint, field)


def unknown_days(kit: Kit, known: Known) -> Iterator[Problem]:
    """What a milestone or band counts from, and how long, stands in its own timeline."""
    for timeline in kit.timelines:
        names = _Names(timeline.value)
        for n, milestone in enumerate(timeline.value.milestones):
            loaded = Loaded(milestone, timeline.document, ("milestones", n))
            yield from _unknown_days(loaded, names)
            yield from _unknown_answers(loaded, names)
        for n, band in enumerate(timeline.value.bands):
            for name, field in ((band.start, "from"), (band.until, "until")):
                yield from names.unknown_day(timeline, name, "bands", n, field)
        for n, choice in enumerate(timeline.value.choices):
            yield from _unknown_options(Loaded(choice, timeline.document, ("choices", n)), names)


class _Names:
    """The names within a timeline, by what they stand for."""

    def __init__(self, timeline: Timeline) -> None:
        def chosen(kind: str) -> set[str]:
            return {choice.id for choice in timeline.choices if choice.kind == kind}

        def anchors(*kinds: str) -> set[str]:
            return {anchor.id for anchor in timeline.anchors if anchor.type in kinds}

        self.own_days = anchors("date") | {m.name for m in timeline.milestones if m.name}
        self.days = self.own_days | chosen("day")
        self.lengths = anchors("months", "days")
        self.ends = chosen("end")
        self.asked = anchors("text") | chosen("text")
        self.sets = {o.value for c in timeline.choices if c.kind == "set" for o in c.options}

    def unknown_day(
        self, loaded: Loaded[object], name: str | None, *path: str | int, only: set[str] | None = None
    ) -> Iterator[Problem]:
        days = self.days if only is None else only
        if name and name not in days:
            hint = did_you_mean(name, days) or f"这条时间轴里有：{'、'.join(sorted(days))}"
            yield loaded.problem(f"没有叫“{name}”的日期锚点或节点", hint, *path)


def _unknown_days(loaded: Loaded[Milestone], names: _Names) -> Iterator[Problem]:
    milestone = loaded.value
    if isinstance(milestone.at, When):
        yield from names.unknown_day(loaded, milestone.at.start, "at", "from")
        plus, end = milestone.at.plus, milestone.at.end
        if plus and not re.fullmatch(r"-?[0-9]+[dwm]", plus) and plus not in names.lengths:
            hint = did_you_mean(plus, names.lengths) or "写成 10d、2w、6m、-3d，或月数、天数锚点的名字"
            yield loaded.problem(f"不认识的时长“{plus}”", hint, "at", "plus")
        if end and end not in {"month-end", *names.ends}:
            hint = did_you_mean(end, {"month-end", *names.ends}) or "写成 month-end，或一项 kind: end 的选择"
            yield loaded.problem(f"不认识的取法“{end}”", hint, "at", "end")
    yield from names.unknown_day(loaded, milestone.start, "from")
    yield from names.unknown_day(loaded, milestone.until, "until")


def _unknown_answers(loaded: Loaded[Milestone], names: _Names) -> Iterator[Problem]:
    milestone = loaded.value
    if milestone.ask and milestone.ask not in names.asked:
        hint = did_you_mean(milestone.ask, names.asked) or "写一个 type: text 的锚点，或 kind: text 的选择"
        yield loaded.problem(f"没有叫“{milestone.ask}”的自填项", hint, "ask")
    for n, name in enumerate(milestone.sets):
        if name not in names.sets:
            hint = did_you_mean(name, names.sets) or "写一项 kind: set 的选择，这里写它的选项"
            yield loaded.problem(f"没有叫“{name}”的一套节点", hint, "sets", n)


def _unknown_options(loaded: Loaded[Choice], names: _Names) -> Iterator[Problem]:
    choice = loaded.value
    seen: set[str] = set()
    for n, option in enumerate(choice.options):
        path = ("options", n, "value")
        if option.value in seen:
            yield loaded.problem(f"选项“{option.value}”重复", "请只留一个", *path)
        seen.add(option.value)
        if choice.kind == "day":
            yield from names.unknown_day(loaded, option.value, *path, only=names.own_days)
        elif choice.kind == "end" and option.value not in ("day", "month-end"):
            yield loaded.problem(f"不认识的取法“{option.value}”", "写成 day 或 month-end", *path)


def circular_days(kit: Kit, known: Known) -> Iterator[Problem]:
    """No milestone counts from itself, not even by way of others: its day could never be computed."""
    for timeline in kit.timelines:
        value = timeline.value
        starts = {m.name: {m.at.start} for m in value.milestones if m.name and m.at}
        starts |= {c.id: {o.value for o in c.options} for c in value.choices if c.kind == "day"}
        for n, milestone in enumerate(value.milestones):
            if milestone.name and milestone.name in _reached(milestone.name, starts):
                message = f"“{milestone.name}”绕了一圈又从自己算起"
                yield timeline.problem(message, "请改成从某个锚点算起", "milestones", n, "at")


def _reached(name: str, starts: dict[str, set[str]]) -> set[str]:
    """Every name that a name counts from, directly or by way of others."""
    found: set[str] = set()
    waiting = set(starts.get(name, ()))
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting |= starts.get(one, set())
    return found


TIMELINE_RULES = (duplicate_names, milestone_dates, unknown_days, circular_days)
