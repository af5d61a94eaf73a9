"""Rules for forms: what is filled in has an id of its own, blocks have one content, blanks and text agree."""

from __future__ import annotations

from collections.abc import Iterator

from qingdan.build_model import Kit, Loaded
from qingdan.form_parts import PLACE
from qingdan.forms_model import Blank, Block, Column, Form, Heading, Paragraph
from qingdan.known import Known, nested
from qingdan.problems import Problem

_CONTENTS = ("fields", "table", "paragraphs", "outline", "signatures")


def form_problems(kit: Kit, known: Known) -> Iterator[Problem]:
    """Every problem that the rules of this module find."""
    for form in kit.forms:
        yield from blank_ids(form)
        for n, block in enumerate(form.value.blocks):
            yield from block_contents(Loaded(block, form.document, ("blocks", n)))
        yield from places_in_text(form)


def blank_ids(form: Loaded[Form]) -> Iterator[Problem]:
    """Ids start with the form's and stand once; a retired one does not come back."""
    retired = {entry.id for entry in form.value.retired}
    seen: set[str] = set()
    for loaded in nested(form):
        if not isinstance(loaded.value, Blank | Column | Heading):
            continue
        identity = loaded.value.id
        if not identity.startswith(f"{form.value.id}-"):
            yield loaded.problem(f"栏目编号“{identity}”应以“{form.value.id}-”开头", "请改编号", "id")
        if identity in seen:
            yield loaded.problem(f"栏目编号“{identity}”重复", "请另编一个", "id")
        if identity in retired:
            yield loaded.problem(f"编号“{identity}”已停用，不能重用", "请另编一个新编号", "id")
        seen.add(identity)


def block_contents(loaded: Loaded[Block]) -> Iterator[Problem]:
    """A block has just one content; a table has rows, printed ones or empty ones."""
    block = loaded.value
    present = [name for name in _CONTENTS if getattr(block, name)]
    if len(present) != 1:
        said = f"这一块写了 {'、'.join(present)}" if present else "这一块是空的"
        yield loaded.problem(said, f"请只写 {'、'.join(_CONTENTS)} 之一，别的另起一块")
    if table := block.table:
        given = [column for column in table.columns if column.given]
        if bool(table.rows) == bool(table.count):
            yield loaded.problem("表格要写 rows 或 count 之一", "印好内容的写 rows，空行写 count", "table")
        if len(given) != bool(table.rows):
            message = f"有 {len(given)} 栏标了 given"
            yield loaded.problem(message, "有 rows 的表格标一栏，没有的不标", "table", "columns")


def places_in_text(form: Loaded[Form]) -> Iterator[Problem]:
    """Every place in a text has its blank, and every blank its place."""
    for loaded in nested(form):
        if not isinstance(loaded.value, Paragraph):
            continue
        places = PLACE.findall(loaded.value.text)
        endings = [blank.id[-2:] for blank in loaded.value.blanks]
        for place in places:
            if place not in endings:
                yield loaded.problem(f"“{{{place}}}”没有对应的空", "请在 blanks 里补上", "text")
        for n, ending in enumerate(endings):
            if ending not in places:
                yield loaded.problem(f"文字里没有“{{{ending}}}”", "请写进 text，或删去这个空", "blanks", n)
