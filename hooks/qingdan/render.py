"""Views → HTML, through Jinja templates of our own: a file per component, autoescaped, nothing undefined."""

from __future__ import annotations

import posixpath
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from qingdan import form_parts, views
from qingdan.citations import citation_html
from qingdan.page_scripts import LATER
from qingdan.when_words import band_words

TEMPLATES = Path(__file__).parent / "templates"


@cache
def environment() -> Environment:
    env = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
    env.filters["chinese"] = chinese
    env.globals.update(
        LATER=LATER,
        LEVELS=views.LEVELS,
        SIDES=views.SIDES,
        checklist_url=views.checklist_url,
        timeline_url=views.timeline_url,
        wall_url=views.wall_url,
        band_words=band_words,
        role_url=views.role_url,
        stage_url=views.stage_url,
        term_url=views.term_url,
        difference_url=views.difference_url,
        form_url=form_parts.form_url,
    )
    return env


def chinese(number: int) -> str:
    """A small number as headings of official papers count: 一、二 … 十、十一 … 九十九."""
    digits = "〇一二三四五六七八九"
    if not 1 <= number <= 99:
        raise ValueError(f"not between 1 and 99: {number}")
    tens, ones = divmod(number, 10)
    return f"{digits[tens] if tens > 1 else ''}{'十' if tens else ''}{digits[ones] if ones else ''}"


def root_of(url: str) -> str:
    """What leads from a page to the site's root: ``lists/q03.html`` → ``../``."""
    return "../" * url.count("/")


def render(template: str, url: str, **context: Any) -> str:
    """Render a template for the page at ``url`` (relative to the site's root).

    Inside, ``to(url)`` makes a root-relative URL relative to the page and ``cite(sources, convention)``
    writes a group of citations.
    """
    root = root_of(url)

    def cite(sources: Any = (), convention: bool = False) -> Markup:
        return Markup(citation_html(list(sources), convention=convention, root=root))

    def to(target: str) -> str:
        return root + target

    return environment().get_template(template).render(to=to, cite=cite, here=url, **context)


def output_url(path: str) -> str:
    """``lists/q03.md`` → ``lists/q03.html``."""
    return posixpath.splitext(path)[0] + ".html"
