"""Everything that exists as a ready PDF, as finished HTML on templates of its own. WeasyPrint makes the files.

The HTML is all that a file depends on besides the program that sets it, so its hash says whether to set it anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from qingdan.duty_views import PARTS, duty_sides
from qingdan.form_pages import form_context
from qingdan.form_parts import cited
from qingdan.handbook import Handbook
from qingdan.paper_sheets import Sheet, sheets
from qingdan.render import environment
from qingdan.views import SIDES, Views

SITE_NAME = "巡察整改知识库"


@dataclass(frozen=True)
class PaperDocument:
    """``of``: whose it is, as pages ask for it (``Q03``, ``duties``)."""

    of: str
    title: str
    html: str

    @property
    def name(self) -> str:
        """The file's name without its end: ``q03``."""
        return self.of.lower()


def paper_documents(views: Views, form_style: str) -> Iterator[PaperDocument]:
    """Every list, timeline and form, and the duty matrix, each as a file of its own.

    ``form_style``: the style sheet of the forms' pages, so that there is one look of a sheet.
    """
    for sheet in sheets(views):
        title = f"{sheet.id} {sheet.title}"
        notes = views.source_notes(sheet.cited)
        yield PaperDocument(sheet.id, title, _set("sheet.html", title, sheet=sheet, notes=notes))
    for form in views.forms:
        title = f"{form.id} {form.title}"
        notes = views.source_notes(cited(form))
        html = _set("form.html", title, style=form_style, notes=notes, **form_context(views, form))
        yield PaperDocument(form.id, title, html)
    sides = duty_sides(views)
    notes = views.source_notes(source for side in sides for source in side.sources)
    html = _set("duties.html", "职责矩阵", sides=sides, parts_of=PARTS, notes=notes)
    yield PaperDocument("duties", "职责矩阵", html)


def handbook_document(views: Views, book: Handbook, version: str) -> PaperDocument:
    """The whole handbook; ``version`` is that of the site's data."""
    made: list[Sheet] = sheets(views)
    groups: dict[str, list[object]] = {}
    for term in views.terms:
        groups.setdefault(term.group, []).append(term)
    title = f"{SITE_NAME}（全本）"
    return PaperDocument(
        "handbook",
        title,
        _set(
            "handbook.html",
            title,
            book=book,
            version=version,
            lists=[sheet for sheet in made if sheet.kind == "list"],
            timelines=[sheet for sheet in made if sheet.kind == "timeline"],
            duty_sides=duty_sides(views),
            differences=[(one, views.position_rows(one)) for one in views.differences],
            term_groups=list(groups.items()),
            terms=views.term,
            flows=[(SIDES[side], views.phases(side)) for side in ("rectify", "inspect")],
            stage_titles=views.stage_titles,
            speeches=views.speeches,
            outside=views.outside,
            note_of=views.source_notes,
        ),
    )


def _set(template: str, title: str, **context: object) -> str:
    return environment().get_template(f"pdf/{template}").render(title=title, site_name=SITE_NAME, **context)
