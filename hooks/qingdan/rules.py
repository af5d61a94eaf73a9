"""Rules across files: ids are unique and never reused, whatever is named exists, every number has a source.

Each rule takes what was loaded and yields problems; ``check`` runs them all. No rule stops another.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from qingdan.build_model import Kit, Loaded
from qingdan.model import Item, Milestone, Record, When
from qingdan.pages import MarkdownPage
from qingdan.problems import Path, Problem, did_you_mean
from qingdan.prose import Block
from qingdan.source import Document

Pages = Mapping[str, MarkdownPage]

MAX_SOURCES_PER_SENTENCE = 3

_DIGITS = r"[0-9０-９]+(?:\.[0-9]+)?"
_FEW = r"[二两三四五六七八九十百半]+"
_TIME = r"(?:个)?(?:年|月|天|日|周|旬|小时|分钟|季度|工作日)"
_COUNT = r"(?:次|条|项|份|名|人|家|户|成|倍|轮|批|％|%)"
# Arabic digits before any unit; Chinese numerals before units of time and share, where they state a quantity.
_QUANTITY = re.compile(
    rf"{_DIGITS}\s*(?:{_TIME}|{_COUNT})|{_FEW}\s*{_TIME}|[一二三四五六七八九十]+(?:分之|成)"
)


def check(kit: Kit, pages: Pages, generated: Iterable[str] = ()) -> list[Problem]:
    """Every problem of the kit and the pages, in the order of files and lines.

    ``generated`` names the pages that the build makes (``lists/q03.md``), which other pages may link to.
    """
    found: list[Problem] = []
    known = Known(kit, pages, generated)
    for rule in (
        duplicate_ids,
        reused_ids,
        unknown_references,
        statements_without_source,
        timeline_anchors,
        inverted_holidays,
    ):
        found += rule(kit, known)
    for page in pages.values():
        found += page_references(page, known)
        found += page_statements(page, known)
    return sorted(found)


class Known:
    """The ids that others may refer to."""

    def __init__(self, kit: Kit, pages: Pages, generated: Iterable[str]) -> None:
        self.roles = {r.value.id for r in kit.roles}
        self.stages = {s.value.id for s in kit.stages}
        self.facts = {f.id for s in kit.speeches for part in s.value.parts for f in part.facts}
        self.outside = {f.id for g in kit.outside for f in g.value.facts}
        self.speeches = {s.value.id for s in kit.speeches}
        self.sources = self.facts | self.outside
        self.terms = {t.value.id for t in kit.terms}
        self.work = {c.value.id for c in kit.checklists} | {t.value.id for t in kit.timelines}
        self.pages = set(pages) | set(generated)
        # Names such as 两个责任 or 五人小组 hold a number, but state none.
        names = sorted({n for t in kit.terms for n in (t.value.term, *t.value.aka)}, key=len, reverse=True)
        self.names = re.compile("|".join(map(re.escape, names))) if names else None

    def states_quantity(self, text: str) -> bool:
        """Whether a text states a number with a unit of time, count or share."""
        return bool(_QUANTITY.search(self.names.sub("", text) if self.names else text))


def _entries(kit: Kit) -> Iterator[tuple[str, Loaded[Record], Path]]:
    """Everything that has an id: ``(id, where it was loaded, path within)``."""
    top: list[Loaded[Record]] = [
        *kit.roles, *kit.stages, *kit.speeches, *kit.terms, *kit.differences, *kit.checklists,
        *kit.timelines, *kit.duties,
    ]  # fmt: skip
    for loaded in top:
        yield getattr(loaded.value, "id"), loaded, loaded.path  # noqa: B009 – every family here has one
    for speech in kit.speeches:
        for p, part in enumerate(speech.value.parts):
            for f, fact in enumerate(part.facts):
                yield fact.id, speech, ("parts", p, "facts", f)
    for group in kit.outside:
        for f, outside in enumerate(group.value.facts):
            yield outside.id, group, (*group.path, "facts", f)
    for item, checklist, path in items(kit):
        yield item.id, checklist, path
    for milestone, timeline, path in milestones(kit):
        yield milestone.id, timeline, path


def items(kit: Kit) -> Iterator[tuple[Item, Loaded[Record], Path]]:
    for checklist in kit.checklists:
        for s, section in enumerate(checklist.value.sections):
            for i, item in enumerate(section.items):
                yield item, checklist, ("sections", s, "items", i)


def milestones(kit: Kit) -> Iterator[tuple[Milestone, Loaded[Record], Path]]:
    for timeline in kit.timelines:
        for m, milestone in enumerate(timeline.value.milestones):
            yield milestone, timeline, ("milestones", m)


def duplicate_ids(kit: Kit, known: Known) -> Iterator[Problem]:
    """No id stands twice within the kinds that share a namespace (all of them)."""
    first: dict[tuple[str, str], str] = {}
    for identity, loaded, path in _entries(kit):
        kind = type(loaded.value).__name__ if len(path) <= len(loaded.path) else "part"
        place = f"{loaded.document.file} 第 {loaded.document.marks.get(path, (1, 1))[0]} 行"
        if (kind, identity) in first:
            message = f"编号“{identity}”重复"
            yield loaded.document.problem((*path, "id"), message, f"{first[kind, identity]}已用，请另编一个")
        first.setdefault((kind, identity), place)


def reused_ids(kit: Kit, known: Known) -> Iterator[Problem]:
    """A retired id stood on paper; giving it to something else would mix up what people ticked."""
    live = {identity: (loaded, path) for identity, loaded, path in _entries(kit)}
    for source in (*kit.checklists, *kit.timelines):
        retired = source.value.retired
        prefix = source.value.id
        for n, entry in enumerate(retired):
            if entry.id in live:
                loaded, path = live[entry.id]
                yield loaded.document.problem(
                    (*path, "id"), f"编号“{entry.id}”已停用，不能重用", "请另编一个新编号"
                )
            if not entry.id.startswith(prefix):
                message = f"停用编号“{entry.id}”不属于“{prefix}”"
                yield source.document.problem(("retired", n, "id"), message, "请移到它原来的文件")
    for item, loaded, path in items(kit):
        prefix = getattr(loaded.value, "id")  # noqa: B009
        if not item.id.startswith(prefix + "-"):
            yield loaded.document.problem(
                (*path, "id"), f"条目编号“{item.id}”应以“{prefix}-”开头", "请改编号"
            )
    for milestone, loaded, path in milestones(kit):
        prefix = getattr(loaded.value, "id")  # noqa: B009
        if not milestone.id.startswith(prefix + "-"):
            yield loaded.document.problem(
                (*path, "id"), f"节点编号“{milestone.id}”应以“{prefix}-”开头", "请改编号"
            )


def unknown_references(kit: Kit, known: Known) -> Iterator[Problem]:
    """Roles, stages, sources, terms and pages that are named must exist."""
    fields: dict[str, tuple[str, set[str]]] = {
        "sources": ("出处", known.sources),
        "outside": ("外部事实", known.outside),
        "confusable": ("术语", known.terms),
        "pages": ("页面", known.pages),
        "roles": ("角色", known.roles),
        "owner": ("角色", known.roles),
        "who": ("角色", known.roles),
        "stage": ("阶段", known.stages),
        "positions": ("讲话", known.speeches),
        "cells": ("角色", known.roles),
    }
    plain_who = {"Fact"}  # a fact's 谁 is the speech's own words, not a role
    for loaded, record, path in _records(kit):
        for name, (what, ids) in fields.items():
            if name not in type(record).model_fields or (
                name == "who" and type(record).__name__ in plain_who
            ):
                continue
            value = getattr(record, name)
            listed = [value] if isinstance(value, str) else list(value or ())
            for n, identity in enumerate(listed):
                if identity not in ids:
                    at = (
                        (path + (name,))
                        if isinstance(value, str)
                        else (*path, name, _step(value, n, identity))
                    )
                    hint = did_you_mean(identity, ids) or f"请核对{what}编号"
                    yield loaded.document.problem(at, f"未知{what}“{identity}”", hint)


def _step(value: object, number: int, key: str) -> str | int:
    return key if isinstance(value, Mapping) else number


def _records(kit: Kit) -> Iterator[tuple[Loaded[Record], Record, Path]]:
    """Every record of the kit with its place, the nested ones included."""
    families: list[list[Loaded[Record]]] = [getattr(kit, name) for name in vars(kit)]
    for family in families:
        for loaded in family:
            yield from ((loaded, record, path) for record, path in _nested(loaded.value, loaded.path))


def _nested(value: object, path: Path) -> Iterator[tuple[Record, Path]]:
    if isinstance(value, Record):
        yield value, path
        for name, info in type(value).model_fields.items():
            yield from _nested(getattr(value, name), (*path, info.alias or name))
    elif isinstance(value, tuple):
        for n, entry in enumerate(value):
            yield from _nested(entry, (*path, n))
    elif isinstance(value, Mapping):
        for key, entry in value.items():
            yield from _nested(entry, (*path, key))


def statements_without_source(kit: Kit, known: Known) -> Iterator[Problem]:
    """An item, milestone or duty leads back to a speech, or says that it is a convention."""
    for item, loaded, path in items(kit):
        if not item.sources and item.level != "convention":
            hint = "请补 sources；讲话没有说的，把 level 写成 convention"
            yield loaded.document.problem(path, f"条目“{item.id}”没有出处", hint)
        if item.level == "convention" and any(s in known.facts for s in item.sources):
            continue  # a convention may build on a speech
    for milestone, loaded, path in milestones(kit):
        if not milestone.sources and not milestone.convention:
            hint = "请补 sources；讲话没有说的，写上 convention"
            yield loaded.document.problem(path, f"节点“{milestone.id}”没有出处", hint)
    for duty in kit.duties:
        for role, cell in duty.value.cells.items():
            if not cell.sources and not cell.convention:
                hint = "请补 sources；讲话没有说的，写 convention: true"
                at = (*duty.path, "cells", role)
                yield duty.document.problem(at, f"“{duty.value.task}”里“{role}”的职责没有出处", hint)


def timeline_anchors(kit: Kit, known: Known) -> Iterator[Problem]:
    """A milestone counts from an anchor or a named milestone of its own timeline, and has one kind of date."""
    for timeline in kit.timelines:
        value, document = timeline.value, timeline.document
        days = {a.id for a in value.anchors if a.type == "date"} | {
            m.name for m in value.milestones if m.name
        }
        months = {a.id for a in value.anchors if a.type == "months"}
        for n, milestone in enumerate(value.milestones):
            path: Path = ("milestones", n)
            if (milestone.at is None) == (milestone.every is None):
                message = f"节点“{milestone.id}”要写 at 或 every 之一"
                yield document.problem(path, message, "一次性的写 at，定期的写 every")
            if milestone.every and not (milestone.start and milestone.until):
                message = f"定期节点“{milestone.id}”缺少起止"
                yield document.problem((*path, "every"), message, "请写 from 和 until")
            yield from _unknown_days(document, path, milestone, days, months)


def _unknown_days(
    document: Document, path: Path, milestone: Milestone, days: set[str], months: set[str]
) -> Iterator[Problem]:
    named: list[tuple[Path, str | None]] = [
        ((*path, "from"), milestone.start),
        ((*path, "until"), milestone.until),
    ]
    if isinstance(milestone.at, When):
        named.append(((*path, "at", "from"), milestone.at.start))
        plus = milestone.at.plus
        if plus and not re.fullmatch(r"[0-9]+[dwm]", plus) and plus not in months:
            hint = did_you_mean(plus, months) or "写成 10d、2w、6m，或月数锚点的名字"
            yield document.problem((*path, "at", "plus"), f"不认识的时长“{plus}”", hint)
    for at, name in named:
        if name and name not in days:
            hint = did_you_mean(name, days) or f"这条时间轴里有：{'、'.join(sorted(days))}"
            yield document.problem(at, f"没有叫“{name}”的日期锚点或节点", hint)


def inverted_holidays(kit: Kit, known: Known) -> Iterator[Problem]:
    """A holiday ends after it starts, in the year it is listed under or next to it."""
    for year in kit.calendar:
        for n, holiday in enumerate(year.value.holidays):
            at = (*year.path, "holidays", n)
            if holiday.last < holiday.first:
                yield year.document.problem(at, f"“{holiday.name}”的末日早于首日", "请核对 first 和 last")
            if year.value.year not in {holiday.first.year, holiday.last.year}:
                yield year.document.problem(at, f"“{holiday.name}”不在 {year.value.year} 年", "请核对年份")


def page_references(page: MarkdownPage, known: Known) -> Iterator[Problem]:
    """What a page's front matter and citations name must exist."""
    meta = page.meta
    for what, names, ids in (
        ("角色", (*meta.audience, *((meta.role,) if meta.role else ())), known.roles),
        ("阶段", meta.stage, known.stages),
        ("清单或时间轴", meta.do, known.work),
    ):
        for name in names:
            if name not in ids:
                hint = did_you_mean(name, ids) or f"请核对{what}编号"
                yield Problem(page.file, 1, 0, "", f"未知{what}“{name}”", hint)
    for block in page.blocks:
        for identity in block.ids:
            if identity not in known.sources:
                hint = did_you_mean(identity, known.sources) or "请核对出处编号"
                yield Problem(page.file, block.line, 0, "", f"未知出处“{identity}”", hint)


def page_statements(page: MarkdownPage, known: Known) -> Iterator[Problem]:
    """A number needs a source everywhere; on guidance pages every statement does."""
    for block in page.blocks:
        if block.kind == "heading":
            continue
        for sentence in block.sentences():
            cited = Block(block.line, block.kind, sentence).ids
            if len(cited) > MAX_SOURCES_PER_SENTENCE:
                message = f"一句话标了 {len(cited)} 条出处"
                yield Problem(page.file, block.line, 0, "", message, "每句最多三条，请拆成几句")
        if block.ids or block.is_convention or block.is_lead_in or block.is_links_only:
            continue
        shown = f"“{block.plain[:20]}{'…' if len(block.plain) > 20 else ''}”"
        if page.is_guidance:
            yield Problem(
                page.file, block.line, 0, "", f"{shown}没有出处", "请补 [[编号]]，讲话没有说的写 [[约定]]"
            )
        elif known.states_quantity(block.plain):
            yield Problem(
                page.file, block.line, 0, "", f"{shown}有数字但没有出处", "请补 [[编号]] 或 [[约定]]"
            )
