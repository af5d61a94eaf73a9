"""A project's folder → the pages and files that the build adds, with every problem on the way.

This is all that anything outside the package uses. A site generator asks it for the generated pages, for
what stands above and below the text of a hand-written page, and for the data files.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from qingdan.build_model import FAMILIES, Kit, load_kit
from qingdan.catalogue import catalogue, catalogue_script
from qingdan.duty_views import duties_of_role
from qingdan.generated_pages import GeneratedPage, generated_pages
from qingdan.ledger_data import ledger_files
from qingdan.pages import MarkdownPage, read_pages
from qingdan.paper_sheets import print_script
from qingdan.problems import Problem
from qingdan.ready_files import MANIFEST, manifest_script
from qingdan.render import render
from qingdan.rules import check
from qingdan.timeline_data import calendar_script, timelines_script
from qingdan.views import Views


@dataclass
class SitePlan:
    """Everything that the build adds to the hand-written Markdown."""

    kit: Kit
    views: Views
    pages: dict[str, GeneratedPage]
    markdown: dict[str, MarkdownPage]
    problems: list[Problem] = field(default_factory=list)

    def head_of(self, path: str) -> str:
        """What stands under the title of a hand-written page, as HTML."""
        page = self.markdown.get(path)
        if page is None:
            return ""
        roles = [self.views.role[r] for r in page.meta.audience if r in self.views.role]
        stages = [self.views.stage[s] for s in page.meta.stage if s in self.views.stage]
        return render("page_head.html", page.url, audience=[] if page.meta.role else roles, stages=stages)

    def parts_of(self, path: str) -> str:
        """What a role's page has besides its text, as Markdown, so that its headings enter the contents."""
        page = self.markdown.get(path)
        if page is None or page.meta.role not in self.views.role:
            return ""
        return "\n\n" + render("role_parts.html", page.url, **self._role_context(page.meta.role))

    def tail_of(self, path: str) -> str:
        """What stands below a hand-written page, as HTML: what to do next, and the sources."""
        page = self.markdown.get(path)
        if page is None:
            return ""
        cited = list(page.sources)
        if page.meta.role in self.views.role:
            cited += self._role_context(page.meta.role)["cited"]
        links = [link for name in page.meta.do if (link := self.views.work(name))]
        do = render("page_do.html", page.url, links=links)
        return do + render("refs.html", page.url, notes=self.views.source_notes(cited))

    def _role_context(self, role: str | None) -> dict[str, Any]:
        assert role
        views = self.views
        duties, timelines = duties_of_role(views, role), views.milestones_of_role(role)
        items = views.items_of_role(role)
        cited = [s for group in duties for _, cell in group.parts for s in cell.sources]
        cited += [s for _, rows in timelines for row in rows for s in row.milestone.sources]
        cited += [s for _, owned in items for item in owned for s in item.sources]
        return {
            "role": role,
            "checklists": views.checklist_links(views.checklists_of_role(role)),
            "forms": views.form_links(views.forms_of_role(role)),
            "other_items": items,
            "timelines": timelines,
            "duties": duties,
            "pages": views.pages_of_role(role),
            "cited": cited,
        }

    def data_files(self) -> Iterator[tuple[str, str]]:
        """``(path, content)``: the data itself as JSON, for anyone to reuse, and what scripts load of it."""
        for family in FAMILIES:
            entries = self.kit.family(family)
            values = [loaded.value.model_dump(mode="json", by_alias=True) for loaded in entries]
            yield f"data/{family.name}.json", json.dumps(values, ensure_ascii=False, indent=1)
        yield "data/catalogue.js", catalogue_script(self.views)
        yield "data/print.js", print_script(self.views, catalogue(self.views)["kit"])
        yield MANIFEST, manifest_script(())  # filled by scripts/ready_files.py
        yield "data/timelines.js", timelines_script(self.views)
        yield "data/calendar.js", calendar_script(self.views.calendar)
        yield from ledger_files(self.kit)


def plan_site(root: Path, reading_order: Iterable[str] = ()) -> SitePlan:
    """Read ``root``'s ``checklists/`` and ``docs/`` and plan the site. Problems are collected, not raised.

    ``reading_order`` names pages (``rectify/deadlines.md``) as the navigation does; wherever pages are
    listed they stand in this order, the others after them.
    """
    kit, problems = load_kit(root / "checklists")
    markdown, found = read_pages(root / "docs")
    problems += found
    unreadable = {problem.file.removeprefix("docs/") for problem in found}
    order = {path: n for n, path in enumerate(reading_order)}
    markdown = dict(sorted(markdown.items(), key=lambda entry: order.get(entry[0], len(order))))
    views = Views(kit, markdown)
    pages = {page.path: page for page in generated_pages(views)}
    problems += check(kit, markdown, pages.keys() | unreadable)
    for path in sorted(markdown.keys() & pages.keys()):
        problems.append(Problem(f"docs/{path}", 0, 0, "", "这一页由构建生成", "请改用别的文件名"))
    return SitePlan(kit, views, pages, markdown, sorted(problems))
