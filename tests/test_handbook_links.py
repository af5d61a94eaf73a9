"""Links of the handbook: what a page links to in a list, a timeline or the matrix has its place in the document."""

import re

from qingdan.handbook import write_handbook
from qingdan.site_plan import plan_site
from tests.conftest import ROOT
from tests.rendering import config

PLAIN = ("attr_list", "tables", "def_list", "sane_lists", "admonition")


def test_links_to_lists_timelines_and_duties_have_a_place() -> None:
    views = plan_site(ROOT).views
    texts = {
        path: (ROOT / "docs" / path).read_text(encoding="utf-8").split("\n---\n", 1)[1]
        for path in views.pages
    }
    book = write_handbook(views, texts, config().nav or [], PLAIN, {})
    html = "".join(
        str(chapter.html)
        for chapters in (*(part for _, part in book.parts), book.appendix)
        for chapter in chapters
    )
    places = (
        {duty.id for duty in views.duties}
        | {c.id for c in views.checklists}
        | {t.id for t in views.timelines}
    )
    places |= {item.id for c in views.checklists for item in c.items}
    places |= {m.id for t in views.timelines for m in t.milestones}
    places |= {"part-duties", "part-differences", "part-flow", "part-glossary"}
    found = set(re.findall(r'href="#((?!p-|term-|D[0-9])[^"]+)"', html))
    assert "part-duties" in found  # the matrix' helpers are of the screen
    assert found - places == set()
