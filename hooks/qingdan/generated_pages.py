"""Pages made from data: one maker a family, yielding finished articles with what search finds in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from qingdan.catalogue import catalogue
from qingdan.duty_pages import backward_page, duty_pages
from qingdan.form_pages import form_context, form_entry, form_groups
from qingdan.form_parts import blanks
from qingdan.form_parts import cited as cited_by_form
from qingdan.ledger_pages import ledger_pages
from qingdan.model import Checklist, Term
from qingdan.page_scripts import (
    FORM,
    FORM_STYLES,
    LANDSCAPE_STYLES,
    LIST,
    LIST_INDEX,
    LIST_STYLES,
    PRINT_CENTRE,
    PRINT_STYLES,
    TIMELINE,
    TIMELINE_STYLES,
    UNIT,
    WALL,
    WALL_STYLES,
    WORK_STYLES,
    WORKBENCH,
    WORKBENCH_LEDGER,
)  # fmt: skip
from qingdan.print_page import PATH, TITLE, print_context
from qingdan.render import output_url, render
from qingdan.search_index import Entry
from qingdan.timeline_data import timeline_data
from qingdan.views import SIDES, Views, checklist_url, term_url

Heading = tuple[int, str, str]  # level, id, words


@dataclass(frozen=True)
class GeneratedPage:
    """A page made from data. ``path`` is its Markdown path (``lists/q03.md``), ``html`` the article."""

    path: str
    title: str
    html: str
    headings: tuple[Heading, ...] = ()
    anchors: frozenset[str] = frozenset()
    entries: tuple[Entry, ...] = ()

    nav: str = ""
    wide: bool = False  # a table that needs the room of both sidebars
    # What this page loads besides what every page does, from the site's root and in this order.
    scripts: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()
    aside: bool = False  # reached from one page only: not in the navigation

    @property
    def url(self) -> str:
        return output_url(self.path)

    @property
    def nav_title(self) -> str:
        """The short name in the navigation."""
        return self.nav or self.title


Maker = Callable[[Views], Iterator[GeneratedPage]]


def generated_pages(views: Views) -> Iterator[GeneratedPage]:
    """Every generated page, in the order of the navigation."""
    makers: tuple[Maker, ...] = (
        _workbench_page,
        _print_page,
        _flow_page,
        _stage_pages,
        _checklist_pages,
        _form_pages,
        _timeline_pages,
        _backward_page,
        _duty_pages,
        _ledger_pages,
        _difference_page,
        _glossary_page,
        _source_pages,
    )
    for make in makers:
        yield from make(views)


def _page(
    views: Views,
    path: str,
    title: str,
    template: str,
    *,
    cited: Iterable[str] = (),
    headings: Iterable[tuple[str, str]] = (),
    anchors: Iterable[str] = (),
    entries: Iterable[Entry] = (),
    nav: str = "",
    wide: bool = False,
    scripts: tuple[str, ...] = (),
    styles: tuple[str, ...] = (),
    **context: Any,
) -> GeneratedPage:
    url = output_url(path)
    html = render(template, url, **context)
    html += render("refs.html", url, notes=views.source_notes(cited))
    second = tuple((2, anchor, words) for anchor, words in headings)
    ids = {"top", *anchors, *(anchor for _, anchor, _ in second)}
    first = Entry("page", title, url, "", "")
    return GeneratedPage(
        path,
        title,
        html,
        ((1, "top", title), *second),
        frozenset(ids),
        (first, *entries),
        nav,
        wide,
        scripts,
        styles,
    )


def _words(*parts: object) -> str:
    """The parts that are there, kept apart so that no match reaches across."""
    return "\n".join(str(p) for p in parts if p)


def _workbench_page(views: Views) -> Iterator[GeneratedPage]:
    sections = {
        "due": "逾期和本周到期",
        "progress": "清单进度",
        "recent": "最近修改",
        "backup": "备份",
        "units": "全部单位",
        "restore": "恢复点",
    }
    yield _page(
        views,
        "workbench.md",
        "我的工作台",
        "workbench.html",
        headings=sections.items(),
        wide=True,
        scripts=WORKBENCH,
        styles=WORK_STYLES,
        sections=sections,
        ledger_scripts=" ".join(WORKBENCH_LEDGER) if views.ledger else "",
        catalogue=catalogue(views),
    )


def _print_page(views: Views) -> Iterator[GeneratedPage]:
    context = print_context(views)
    yield _page(
        views,
        PATH,
        TITLE,
        "print_centre.html",
        wide=True,
        scripts=PRINT_CENTRE,
        styles=PRINT_STYLES,
        **context,
    )


def _flow_page(views: Views) -> Iterator[GeneratedPage]:
    sides = [(side, f"{SIDES[side]}的流程", views.phases(side)) for side in ("rectify", "inspect")]
    yield _page(
        views,
        "rectify/flowchart.md",
        "全流程图",
        "flow.html",
        cited=[
            s for stage in views.stages for s in (*stage.sources, *(s for b in stage.back for s in b.sources))
        ],
        headings=[(side, title) for side, title, _ in sides],
        sides=sides,
        stage_titles=views.stage_titles,
    )


def _stage_pages(views: Views) -> Iterator[GeneratedPage]:
    groups = [(SIDES[side], [s for s in views.stages if s.side == side]) for side in ("rectify", "inspect")]
    yield _page(views, "stages/index.md", "按阶段找", "stages_index.html", groups=groups)
    for stage in views.stages:
        duties = views.duties_of_stage(stage.id)
        sections = {
            "read": ("先读", views.pages_of_stage(stage.id)),
            "lists": ("照着做", views.checklist_links(views.checklists_of_stage(stage.id))),
            "forms": ("用哪些表单", views.form_links(views.forms_of_stage(stage.id))),
            "duties": ("谁做什么", duties),
        }
        page = _page(
            views,
            f"stages/{stage.id}.md",
            stage.title,
            "stage.html",
            nav=stage.title if stage.side == "rectify" else f"巡察·{stage.title}",
            cited=[*stage.sources, *(s for d in duties for c in d.cells.values() for s in c.sources)],
            headings=[(anchor, words) for anchor, (words, rows) in sections.items() if rows],
            stage=stage,
            pages=sections["read"][1],
            checklists=sections["lists"][1],
            forms=sections["forms"][1],
            duties=duties,
            role_names=views.role_names,
            next=views.next_stage(stage),
        )
        entry = Entry(
            "page", stage.title, page.url, _words(stage.question, stage.summary, *stage.out), "按阶段找"
        )
        yield replace(page, entries=(entry,))


def _checklist_pages(views: Views) -> Iterator[GeneratedPage]:
    sides = {s.id: s.side for s in views.stages}
    groups = []
    for side in ("rectify", "inspect"):
        rows = [
            (c, [views.role[r].name for r in c.roles if r in views.role])
            for c in views.checklists
            if sides.get(c.stage) == side
        ]
        if rows:
            groups.append((side, SIDES[side], rows))
    yield _page(
        views,
        "lists/index.md",
        "清单",
        "checklists_index.html",
        headings=[(f"side-{side}", title) for side, title, _ in groups],
        scripts=LIST_INDEX,
        styles=WORK_STYLES,
        groups=groups,
        roles=[r for r in views.roles if views.checklists_of_role(r.id)],
        stages=[s for s in views.stages if views.checklists_of_stage(s.id)],
        count=len(views.checklists),
        items=sum(len(c.items) for c in views.checklists),
    )
    for checklist in views.checklists:
        # An unknown stage was reported by the rules; the page waits until it is mended.
        if checklist.stage in views.stage:
            yield _checklist_page(views, checklist)


def _checklist_page(views: Views, checklist: Checklist) -> GeneratedPage:
    url = checklist_url(checklist)
    entries = [
        Entry("page", f"{checklist.id} {checklist.title}", url, _words(checklist.purpose, checklist.when)),
    ]
    entries += [
        Entry(
            "item",
            f"{item.id} {item.text}",
            f"{url}#{item.id}",
            _words(item.why, *item.evidence),
            checklist.title,
        )
        for item in checklist.items
    ]
    page = _page(
        views,
        f"lists/{checklist.id.lower()}.md",
        checklist.title,
        "checklist.html",
        cited=[s for item in checklist.items for s in item.sources],
        headings=[(f"section-{n}", section.title) for n, section in enumerate(checklist.sections, 1)],
        anchors=[item.id for item in checklist.items],
        scripts=LIST,
        styles=LIST_STYLES,
        checklist=checklist,
        roles=[views.role[r] for r in checklist.roles if r in views.role],
        stage=views.stage[checklist.stage],
        role_names=views.role_names,
    )
    return replace(page, entries=tuple(entries))  # found by its id, too


def _form_pages(views: Views) -> Iterator[GeneratedPage]:
    groups = form_groups(views)
    yield _page(
        views,
        "forms/index.md",
        "文书表单",
        "forms_index.html",
        headings=[(f"stage-{n}", title) for n, (title, _) in enumerate(groups, 1)],
        scripts=UNIT,
        styles=FORM_STYLES,
        groups=groups,
        count=len(views.forms),
    )
    for form in views.forms:
        if form.stage not in views.stage:
            continue  # reported by the rules
        page = _page(
            views,
            f"forms/{form.id.lower()}.md",
            form.title,
            "form.html",
            cited=cited_by_form(form),
            headings=[("basis", "每一栏的依据")],
            anchors=["sheet", *(identity for identity, _, _ in blanks(form))],
            wide=form.orientation == "landscape",
            scripts=FORM,
            styles=FORM_STYLES if form.orientation == "portrait" else LANDSCAPE_STYLES,
            **form_context(views, form),
        )
        yield replace(page, entries=(form_entry(form),))


def _timeline_pages(views: Views) -> Iterator[GeneratedPage]:
    yield _page(views, "timelines/index.md", "时间轴", "timelines_index.html", timelines=views.timelines)
    for timeline in views.timelines:
        path = f"timelines/{timeline.id.lower()}.md"
        rows, data = views.milestone_rows(timeline), timeline_data(views, timeline)
        yield _page(
            views,
            path,
            timeline.title,
            "timeline.html",
            cited=views.timeline_sources(timeline),
            headings=[("anchors", "先填什么"), ("dates", "全部日期"), ("milestones", "节点")],
            anchors=[row.milestone.id for row in rows],
            entries=[
                Entry(
                    "milestone",
                    f"{row.milestone.id} {row.milestone.title}",
                    f"{output_url(path)}#{row.milestone.id}",
                    _words(row.rule, row.milestone.deliver, row.milestone.note),
                    timeline.title,
                )
                for row in rows
            ],
            scripts=TIMELINE,
            styles=TIMELINE_STYLES,
            timeline=timeline,
            rows=rows,
            data=data,
        )
        wall = _page(
            views,
            f"timelines/{timeline.id.lower()}-wall.md",
            f"{timeline.title}挂图",
            "timeline_wall.html",
            wide=True,
            scripts=WALL,
            styles=WALL_STYLES,
            timeline=timeline,
            rows=rows,
            data=data,
        )
        yield replace(wall, entries=(), aside=True)


def _duty_pages(views: Views) -> Iterator[GeneratedPage]:
    for arguments in duty_pages(views):
        aside = arguments.pop("aside", False)
        yield replace(_page(views, **arguments), aside=aside)


def _ledger_pages(views: Views) -> Iterator[GeneratedPage]:
    for arguments in ledger_pages(views):
        yield _page(views, **arguments)


def _backward_page(views: Views) -> Iterator[GeneratedPage]:
    yield _page(views, **backward_page(views))


def _difference_page(views: Views) -> Iterator[GeneratedPage]:
    rows = [
        (d, views.position_rows(d), [link for p in d.pages if (link := views.page_link(p))])
        for d in views.differences
    ]
    yield _page(
        views,
        "compare/differences.md",
        "差异对照",
        "differences.html",
        cited=[s for d in views.differences for p in d.positions.values() for s in p.sources],
        headings=[(d.id, f"{d.id} {d.topic}") for d in views.differences],
        entries=[
            Entry(
                "section",
                f"{d.id} {d.topic}",
                f"compare/differences.html#{d.id}",
                _words(d.question, *(p.text for p in d.positions.values()), d.advice),
                "差异对照",
            )
            for d in views.differences
        ],
        rows=rows,
    )


def _glossary_page(views: Views) -> Iterator[GeneratedPage]:
    groups: dict[str, list[Term]] = {}
    for term in views.terms:
        groups.setdefault(term.group, []).append(term)
    yield _page(
        views,
        "glossary.md",
        "术语表",
        "glossary.html",
        cited=[s for term in views.terms for s in (*term.sources, *term.outside)],
        anchors=[term.id for term in views.terms],
        entries=[
            Entry(
                "term",
                term.term,
                term_url(term),
                _words(*term.aka, term.meaning, *term.items, term.note),
                "术语表",
            )
            for term in views.terms
        ],
        headings=[(f"group-{n}", group) for n, group in enumerate(groups, 1)],
        groups=list(groups.items()),
        count=len(views.terms),
        by_id=views.term,
    )


def _source_pages(views: Views) -> Iterator[GeneratedPage]:
    counts = []
    kinds: dict[str, list[int]] = {}
    for column, speech in enumerate(views.speeches):
        facts = [fact for part in speech.parts for fact in part.facts]
        counts.append((speech, len(facts), sum(bool(views.uses(f.id)) for f in facts)))
        for kind, number in Counter(f.kind for f in facts).items():
            kinds.setdefault(kind, [0] * len(views.speeches))[column] = number
    yield _page(
        views,
        "sources/index.md",
        "出处",
        "sources_index.html",
        headings=[("speeches", "五篇讲话"), ("kinds", "按类别看要点"), ("outside", "外部事实")],
        speeches=counts,
        kinds=list(kinds.items()),
        outside=sum(len(g.facts) for g in views.outside),
    )
    for speech, count, _ in counts:
        parts = views.fact_rows(speech)
        url = f"sources/{speech.id.lower()}.html"
        yield _page(
            views,
            f"sources/{speech.id.lower()}.md",
            f"{speech.id} {speech.title}",
            "speech.html",
            headings=[(f"part-{n}", title) for n, (title, _) in enumerate(parts, 1)],
            anchors=[row.fact.id for _, rows in parts for row in rows],
            entries=[
                Entry(
                    "fact",
                    f"{row.fact.id} {row.fact.text}",
                    f"{url}#{row.fact.id}",
                    _words(row.fact.term, row.fact.who, row.fact.when),
                    f"{speech.short}·{title}",
                )
                for title, rows in parts
                for row in rows
            ],
            speech=speech,
            count=count,
            parts=parts,
        )
    yield _page(
        views,
        "sources/outside.md",
        "外部事实",
        "outside.html",
        headings=[(f"group-{n}", group.title) for n, group in enumerate(views.outside, 1)],
        anchors=[fact.id for group in views.outside for fact in group.facts],
        entries=[
            Entry("fact", f"{f.id} {f.text}", f"sources/outside.html#{f.id}", f.source, f"外部事实·{g.title}")
            for g in views.outside
            for f in g.facts
        ],
        groups=views.outside,
        uses=views.uses,
    )
