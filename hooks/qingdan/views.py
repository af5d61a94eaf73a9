"""The model as rows that pages, print and office files share. No HTML and no file access here.

URLs are relative to the site's root (``lists/q03.html#Q03-07``); a renderer prefixes them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from qingdan.build_model import Kit
from qingdan.citations import source_url
from qingdan.form_parts import form_url, parts
from qingdan.forms_model import Form
from qingdan.model import (
    Checklist,
    Difference,
    Duty,
    Fact,
    Item,
    Milestone,
    Position,
    Procedure,
    Role,
    Speech,
    Stage,
    Term,
    Timeline,
)  # fmt: skip
from qingdan.pages import MarkdownPage
from qingdan.when_words import when_words

LEVELS = {"must": "必做", "should": "宜做", "convention": "本工具约定"}
SIDES = {"rectify": "整改一侧", "inspect": "巡察一侧", "both": "两侧"}
CONVENTIONS = {
    "weekday": "星期几",
    "days": "每旬、半月或每月的哪一天",
    "from": "从哪天起算",
    "until": "到哪天为止",
    "at": "日期的算法",
    "time": "钟点",
    "who": "由谁办",
}


@dataclass(frozen=True)
class Link:
    """Somewhere to go: ``url`` is relative to the site's root."""

    url: str
    title: str
    note: str = ""


@dataclass(frozen=True)
class SourceNote:
    """A cited source as a reader sees it: its paraphrase and where it was said."""

    id: str
    url: str
    text: str
    where: str
    certainty: str = ""  # only outside facts have one


@dataclass(frozen=True)
class FactRow:
    """A fact of a speech and the places of the site that use it."""

    fact: Fact
    uses: tuple[Link, ...]


@dataclass(frozen=True)
class MilestoneRow:
    """A milestone with its rule in words, for readers without scripts and for paper."""

    milestone: Milestone
    rule: str
    who: Role | None
    choices: str


@dataclass(frozen=True)
class PositionRow:
    """What one speech says on a difference; ``position`` is None where it says nothing."""

    speech: Speech
    position: Position | None


def checklist_url(checklist: Checklist) -> str:
    return f"lists/{checklist.id.lower()}.html"


def timeline_url(timeline: Timeline) -> str:
    return f"timelines/{timeline.id.lower()}.html"


def wall_url(timeline: Timeline) -> str:
    return f"timelines/{timeline.id.lower()}-wall.html"


def role_url(role: str) -> str:
    return f"roles/{role}.html"


def stage_url(stage: str) -> str:
    return f"stages/{stage}.html"


def term_url(term: Term) -> str:
    return f"glossary.html#{term.id}"


def difference_url(difference: Difference) -> str:
    return f"compare/differences.html#{difference.id}"


def duties_url(duty: Duty) -> str:
    return f"duties/index.html#{duty.id}"


def procedure_url(procedure: Procedure) -> str:
    return f"timelines/backward.html#{procedure.id}"


class Names(dict[str, str]):
    """Ids → names. An id that nobody knows, reported by the rules, stands for itself: ``serve`` goes on."""

    def __missing__(self, identity: str) -> str:
        return identity


class Views:
    """Everything that pages ask of the kit. Built once a build; holds indexes, changes nothing."""

    def __init__(self, kit: Kit, pages: Mapping[str, MarkdownPage]) -> None:
        self.pages = pages
        self.roles = [r.value for r in kit.roles]
        self.stages = [s.value for s in kit.stages]
        self.ledger = kit.ledger[0].value if kit.ledger else None
        self.speeches = [s.value for s in kit.speeches]
        self.outside = [g.value for g in kit.outside]
        self.terms = [t.value for t in kit.terms]
        self.differences = [d.value for d in kit.differences]
        self.checklists = [c.value for c in kit.checklists]
        self.timelines = [t.value for t in kit.timelines]
        self.forms = [f.value for f in kit.forms]
        self.duties = [d.value for d in kit.duties]
        self.procedures = [p.value for p in kit.procedures]
        self.calendar = [y.value for y in kit.calendar]
        self.role = {r.id: r for r in self.roles}
        self.stage = {s.id: s for s in self.stages}
        self.term = {t.id: t for t in self.terms}
        self.role_names = Names({r.id: r.name for r in self.roles})
        self.stage_titles = Names({s.id: s.title for s in self.stages})
        self._notes = self._source_notes()
        self._uses = self._source_uses()

    # Sources

    def _source_notes(self) -> dict[str, SourceNote]:
        notes = {}
        for speech in self.speeches:
            for part in speech.parts:
                for fact in part.facts:
                    notes[fact.id] = SourceNote(
                        fact.id, source_url(fact.id), fact.text, f"{speech.short}·{part.title}"
                    )
        for group in self.outside:
            for outside in group.facts:
                notes[outside.id] = SourceNote(
                    outside.id,
                    source_url(outside.id),
                    outside.text,
                    f"外部事实·{group.title}",
                    outside.certainty,
                )
        return notes

    def _source_uses(self) -> dict[str, list[Link]]:
        uses: dict[str, dict[str, Link]] = defaultdict(dict)  # by url, so that each place is named once

        def add(sources: Iterable[str], link: Link) -> None:
            for source in sources:
                uses[source].setdefault(link.url, link)

        for page in self.pages.values():
            for block in page.blocks:
                url = f"{page.url}#{block.anchor}" if block.anchor else page.url
                title = page.title if block.heading in ("", page.title) else f"{page.title} › {block.heading}"
                add(block.ids, Link(url, title))
        for checklist in self.checklists:
            for item in checklist.items:
                add(item.sources, Link(f"{checklist_url(checklist)}#{item.id}", f"{item.id} {item.text}"))
        for timeline in self.timelines:
            here = Link(timeline_url(timeline), f"{timeline.id} {timeline.title}")
            for anchor in timeline.anchors:
                add(anchor.sources, here)
            for choice in timeline.choices:
                add((*choice.sources, *(s for option in choice.options for s in option.sources)), here)
            for band in timeline.bands:
                add(band.sources, here)
            for milestone in timeline.milestones:
                url = f"{timeline_url(timeline)}#{milestone.id}"
                add(milestone.sources, Link(url, f"{milestone.id} {milestone.title}"))
        for form in self.forms:
            for part in parts(form):
                url = f"{form_url(form)}#{part.id or 'sheet'}"
                for based in (part.based, *part.within):
                    add(based.sources, Link(url, f"{form.id} {form.title}"))
        for duty in self.duties:
            for cell in duty.cells.values():
                add(cell.sources, Link(duties_url(duty), f"职责 {duty.id} {duty.task}"))
        for procedure in self.procedures:
            for step in procedure.steps:
                add(step.sources, Link(procedure_url(procedure), f"倒排 {procedure.title}"))
        for difference in self.differences:
            for position in difference.positions.values():
                add(
                    position.sources,
                    Link(difference_url(difference), f"差异 {difference.id} {difference.topic}"),
                )
        for stage in self.stages:
            add(stage.sources, Link(stage_url(stage.id), f"阶段 {stage.title}"))
            for back in stage.back:
                add(back.sources, Link("rectify/flowchart.html", "全流程图"))
        for term in self.terms:
            add((*term.sources, *term.outside), Link(term_url(term), f"术语 {term.term}"))
        return {source: list(links.values()) for source, links in uses.items()}

    def source_notes(self, sources: Iterable[str]) -> list[SourceNote]:
        """The notes of sources, each once, in the order given; unknown ids were reported by the rules."""
        return [self._notes[s] for s in dict.fromkeys(sources) if s in self._notes]

    def uses(self, source: str) -> list[Link]:
        return self._uses.get(source, [])

    def fact_rows(self, speech: Speech) -> list[tuple[str, list[FactRow]]]:
        """The facts of a speech by passage, in the speech's own order."""
        return [
            (part.title, [FactRow(fact, tuple(self.uses(fact.id))) for fact in part.facts])
            for part in speech.parts
        ]

    # Work: lists, timelines, duties

    def work(self, identity: str) -> Link | None:
        """A checklist, timeline or form by its id."""
        for checklist in self.checklists:
            if checklist.id == identity:
                return Link(checklist_url(checklist), f"{checklist.id} {checklist.title}", checklist.when)
        for timeline in self.timelines:
            if timeline.id == identity:
                return Link(timeline_url(timeline), f"{timeline.id} {timeline.title}", timeline.purpose)
        return next((link for link in self.form_links(self.forms) if link.title.startswith(identity)), None)

    def form_links(self, forms: Iterable[Form]) -> list[Link]:
        return [Link(form_url(f), f"{f.id} {f.title}", f.when) for f in forms]

    def forms_of_role(self, role: str) -> list[Form]:
        return [f for f in self.forms if role in f.roles]

    def forms_of_stage(self, stage: str) -> list[Form]:
        return [f for f in self.forms if f.stage == stage]

    def checklist_links(self, checklists: Iterable[Checklist]) -> list[Link]:
        return [Link(checklist_url(c), f"{c.id} {c.title}", c.when) for c in checklists]

    def checklists_of_role(self, role: str) -> list[Checklist]:
        return [c for c in self.checklists if role in c.roles]

    def items_of_role(self, role: str) -> list[tuple[Checklist, list[Item]]]:
        """The items a role owns in lists that are filled in by others."""
        found = []
        for checklist in self.checklists:
            own = [item for item in checklist.items if item.owner == role]
            if own and role not in checklist.roles:
                found.append((checklist, own))
        return found

    def checklists_of_stage(self, stage: str) -> list[Checklist]:
        return [c for c in self.checklists if c.stage == stage]

    def milestone_rows(self, timeline: Timeline) -> list[MilestoneRow]:
        return [
            MilestoneRow(
                milestone,
                when_words(milestone, timeline),
                self.role.get(milestone.who),
                "、".join(CONVENTIONS.get(c, c) for c in milestone.convention),
            )
            for milestone in timeline.milestones
        ]

    def timeline_sources(self, timeline: Timeline) -> Iterator[str]:
        """Every source of a timeline, in the order of its page."""
        for anchor in timeline.anchors:
            yield from anchor.sources
        for choice in timeline.choices:
            yield from choice.sources
            yield from (source for option in choice.options for source in option.sources)
        for band in timeline.bands:
            yield from band.sources
        for milestone in timeline.milestones:
            yield from milestone.sources

    def milestones_of_role(self, role: str) -> list[tuple[Timeline, list[MilestoneRow]]]:
        found = []
        for timeline in self.timelines:
            rows = [row for row in self.milestone_rows(timeline) if row.milestone.who == role]
            if rows:
                found.append((timeline, rows))
        return found

    def duties_of_side(self, side: str) -> tuple[list[Role], list[Duty]]:
        """The matrix of one side: the roles that have a part, and the tasks in order."""
        duties = [d for d in self.duties if d.side == side]
        used = {role for d in duties for role in d.cells}
        return [r for r in self.roles if r.id in used], duties

    def duties_of_stage(self, stage: str) -> list[Duty]:
        return [d for d in self.duties if d.stage == stage]

    # Reading

    def pages_of_stage(self, stage: str) -> list[Link]:
        return [Link(p.url, p.title) for p in self.pages.values() if stage in p.meta.stage]

    def pages_of_role(self, role: str) -> list[Link]:
        return [
            Link(p.url, p.title)
            for p in self.pages.values()
            if role in p.meta.audience and p.meta.role is None
        ]

    def position_rows(self, difference: Difference) -> list[PositionRow]:
        """One row a speech, the silent ones included."""
        return [PositionRow(speech, difference.positions.get(speech.id)) for speech in self.speeches]

    def page_link(self, path: str) -> Link | None:
        page = self.pages.get(path)
        return Link(page.url, page.title) if page else None

    def phases(self, side: str) -> list[tuple[str, list[tuple[Stage, int, list[str]]]]]:
        """The stages of a side by phase: ``(phase, [(stage, its number, who leads or answers for it)])``."""
        phases: dict[str, list[tuple[Stage, int, list[str]]]] = {}
        for number, stage in enumerate((s for s in self.stages if s.side == side), 1):
            leading = [
                self.role[role].name
                for duty in self.duties_of_stage(stage.id)
                for role, cell in duty.cells.items()
                if cell.part in ("牵头", "主责") and role in self.role
            ]
            phases.setdefault(stage.phase, []).append((stage, number, list(dict.fromkeys(leading))))
        return list(phases.items())

    def next_stage(self, stage: Stage) -> Stage | None:
        same = [s for s in self.stages if s.side == stage.side]
        after = same.index(stage) + 1
        return same[after] if after < len(same) else None
