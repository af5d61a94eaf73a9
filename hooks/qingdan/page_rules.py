"""Rules for hand-written pages: whatever is named exists, and every statement or number has a source."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from qingdan.known import Known
from qingdan.pages import MarkdownPage
from qingdan.problems import Path, Problem
from qingdan.prose import Block

MAX_SOURCES_PER_SENTENCE = 3


def page_problems(page: MarkdownPage, known: Known) -> Iterator[Problem]:
    """Every problem that the rules of this module find."""
    for rule in (unknown_in_front_matter, unknown_sources, crowded_sentences, statements_without_source):
        yield from rule(page, known)


def unknown_in_front_matter(page: MarkdownPage, known: Known) -> Iterator[Problem]:
    """The roles, stages, lists and timelines that the front matter names must exist."""
    meta = page.meta
    named: list[tuple[str, str, Path]] = [
        *(("角色", role, ("audience", n)) for n, role in enumerate(meta.audience)),
        *(("阶段", stage, ("stage", n)) for n, stage in enumerate(meta.stage)),
        *(("清单、时间轴或表单", work, ("do", n)) for n, work in enumerate(meta.do)),
    ]
    if meta.role:
        named.append(("角色", meta.role, ("role",)))
    for what, name, path in named:
        if said := known.unknown(what, name):
            yield page.front.problem(*said, *path)


def unknown_sources(page: MarkdownPage, known: Known) -> Iterator[Problem]:
    """The sources cited must exist, and stand in the text: in a heading they would end up in its anchor."""
    for block in page.blocks:
        if block.kind == "heading" and (block.ids or block.is_convention):
            yield page.problem(block.line, "标题里标了出处", "请移到下面的正文里")
        for identity in block.ids:
            if said := known.unknown("出处", identity):
                yield page.problem(block.line, *said)


def crowded_sentences(page: MarkdownPage, known: Known) -> Iterator[Problem]:
    """A sentence has few sources: with more of them nobody can tell which one says what."""
    for block in page.blocks:
        for sentence in block.sentences():
            cited = Block(block.line, block.kind, sentence).ids
            if len(cited) > MAX_SOURCES_PER_SENTENCE:
                yield page.problem(block.line, f"一句话标了 {len(cited)} 条出处", "每句最多三条，请拆成几句")


def statements_without_source(page: MarkdownPage, known: Known) -> Iterator[Problem]:
    """A number needs a source everywhere; on guidance pages every statement does."""
    for block in page.blocks:
        if block.kind == "heading" or block.ids or block.is_convention:
            continue
        if not block.statement or block.is_links_only:
            continue
        shown = f"“{block.plain[:20]}{'…' if len(block.plain) > 20 else ''}”"
        if page.is_guidance:
            yield page.problem(block.line, f"{shown}没有出处", "请补 [[编号]]，讲话没有说的写 [[约定]]")
        elif states_quantity(block.statement, known.term_names):
            yield page.problem(block.line, f"{shown}有数字但没有出处", "请补 [[编号]] 或 [[约定]]")


_DIGITS = r"(?<![A-Za-z0-9.．-])[0-9０-９]+(?:[.．][0-9０-９]+)?\s*"  # not those of S0 or Q03-07
_FEW = r"[二两三四五六七八九十百半]+"
_SPAN = r"个?(?:年|月|周|旬|季度|小时|分钟|工作日)"
_QUANTITY = re.compile(
    "|".join(
        (
            # Arabic digits before any unit,
            rf"{_DIGITS}(?:{_SPAN}|天|日|[时点](?![候间代期机刻])|个|次|条|项|种|类|档|份|名|人|家|户|成|倍|轮|批|[%％‰])",
            # Chinese numerals before units of time, people and share; 一 only where it is no mere article,
            rf"{_FEW}(?:{_SPAN}|天|日|次|人|名|份|家|户|成|倍|轮|批)|一{_SPAN}",
            # shares and rhythms in words.
            r"[一二三四五六七八九十百]+分之|[一过]半|半数|每(?:半个?)?(?:年|季度?|月|旬|周|天|日)",
        )
    )
)


def states_quantity(text: str, names: Collection[str] = ()) -> bool:
    """Whether a text states a number with a unit, a share or a rhythm.

    Names such as 两个责任 or 五人小组 hold a number, but state none.
    """
    for name in sorted(names, key=len, reverse=True):
        if name in text:
            text = text.replace(name, "，")
    return bool(_QUANTITY.search(text))
