"""All rules, over the data and the hand-written pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from qingdan.build_model import Kit
from qingdan.data_rules import data_problems
from qingdan.form_rules import form_problems
from qingdan.known import Known
from qingdan.page_rules import page_problems
from qingdan.pages import MarkdownPage
from qingdan.problems import Problem


def check(kit: Kit, pages: Mapping[str, MarkdownPage], others: Iterable[str] = ()) -> list[Problem]:
    """Every problem of the kit and the pages, in the order of files and lines.

    ``others`` names further pages that may be referred to: those that the build makes (``lists/q03.md``),
    and those that could not be read.
    """
    known = Known(kit, pages, others)
    found = [*data_problems(kit, known), *form_problems(kit, known)]
    for page in pages.values():
        found += page_problems(page, known)
    return sorted(found)
