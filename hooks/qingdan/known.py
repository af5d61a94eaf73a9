"""What is there to refer to: every record of the kit with its place, and the ids that exist."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from qingdan.build_model import FAMILIES, Kit, Loaded
from qingdan.model import Fact, Item, Milestone, Record
from qingdan.problems import did_you_mean


class HasId(Protocol):
    """A record with an id."""

    @property
    def id(self) -> str: ...


def facts(kit: Kit) -> Iterator[tuple[str, Loaded[Fact]]]:
    """Every fact with its speech's id."""
    for speech in kit.speeches:
        for p, part in enumerate(speech.value.parts):
            for f, fact in enumerate(part.facts):
                yield speech.value.id, Loaded(fact, speech.document, ("parts", p, "facts", f))


def items(kit: Kit) -> Iterator[tuple[str, Loaded[Item]]]:
    """Every item with its checklist's id."""
    for checklist in kit.checklists:
        for s, section in enumerate(checklist.value.sections):
            for i, item in enumerate(section.items):
                yield checklist.value.id, Loaded(item, checklist.document, ("sections", s, "items", i))


def milestones(kit: Kit) -> Iterator[tuple[str, Loaded[Milestone]]]:
    """Every milestone with its timeline's id."""
    for timeline in kit.timelines:
        for m, milestone in enumerate(timeline.value.milestones):
            yield timeline.value.id, Loaded(milestone, timeline.document, ("milestones", m))


def with_id(kit: Kit) -> Iterator[Loaded[HasId]]:
    """Everything that has an id, in the order of the data."""
    yield from kit.roles
    yield from kit.stages
    yield from kit.speeches
    yield from (fact for _, fact in facts(kit))
    for group in kit.outside:
        for f, outside in enumerate(group.value.facts):
            yield Loaded(outside, group.document, (*group.path, "facts", f))
    yield from kit.terms
    yield from kit.differences
    yield from kit.checklists
    yield from (item for _, item in items(kit))
    yield from kit.timelines
    yield from (milestone for _, milestone in milestones(kit))
    yield from kit.forms
    yield from kit.duties
    yield from kit.procedures


def records(kit: Kit) -> Iterator[Loaded[Record]]:
    """Every record, the nested ones included."""
    for family in FAMILIES:
        for loaded in kit.family(family):
            yield from nested(loaded)


def nested(loaded: Loaded[object]) -> Iterator[Loaded[Record]]:
    """A record and every record within it, each with its place."""
    value, document, path = loaded.value, loaded.document, loaded.path
    if isinstance(value, Record):
        yield Loaded(value, document, path)
        for name, info in type(value).model_fields.items():
            yield from nested(Loaded(getattr(value, name), document, (*path, info.alias or name)))
    elif isinstance(value, tuple):
        for n, entry in enumerate(value):
            yield from nested(Loaded(entry, document, (*path, n)))
    elif isinstance(value, Mapping):
        for key, entry in value.items():
            yield from nested(Loaded(entry, document, (*path, key)))


class Known:
    """The ids that others may refer to, by what they are called in messages.

    Where a file could not be read its ids are not known. Then nothing is said about references to its
    family: one missing comma would otherwise be reported a hundred times.
    """

    def __init__(self, kit: Kit, pages: Iterable[str], others: Iterable[str]) -> None:
        outside = {f.id for g in kit.outside for f in g.value.facts}
        self._ids: dict[str, set[str]] = {
            "角色": {r.value.id for r in kit.roles},
            "阶段": {s.value.id for s in kit.stages},
            "讲话": {s.value.id for s in kit.speeches},
            "出处": {fact.value.id for _, fact in facts(kit)} | outside,
            "外部事实": outside,
            "术语": {t.value.id for t in kit.terms},
            "清单、时间轴或表单": {
                *(c.value.id for c in kit.checklists),
                *(t.value.id for t in kit.timelines),
                *(f.value.id for f in kit.forms),
            },
            "页面": {*pages, *others},
        }
        self._unsure = {what for what, families in _FAMILIES_OF.items() if families & kit.incomplete}
        self.term_names = {name for t in kit.terms for name in (t.value.term, *t.value.aka)}

    def unknown(self, what: str, identity: str) -> tuple[str, str] | None:
        """``(message, hint)`` if there is no such 角色, 阶段 …; None if there is, or if nobody can tell."""
        known = self._ids[what]
        if identity in known or what in self._unsure:
            return None
        return f"未知{what}“{identity}”", did_you_mean(identity, known) or f"请核对{what}编号"


# The families whose files say which ids of a kind there are.
_FAMILIES_OF: dict[str, set[str]] = {
    "角色": {"roles"},
    "阶段": {"stages"},
    "讲话": {"speeches"},
    "出处": {"speeches", "outside"},
    "外部事实": {"outside"},
    "术语": {"terms"},
    "清单、时间轴或表单": {"checklists", "timelines", "forms"},
    "页面": {"checklists", "timelines", "forms", "stages"},  # the build makes a page of each
}
