"""A form's parts as pages, print and office files share them: rows of fields, boxes, blanks, and what each rests on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from qingdan.forms_model import Based, Blank, Block, Choice, Form, Paragraph, Row

PLACE = re.compile(r"\{([0-9]{2})\}")
DATE_BLANK = "\u3000\u3000\u3000年\u3000\u3000月\u3000\u3000日"
BOX = "□"
OTHER = "其他："


@dataclass(frozen=True)
class Part:
    """A part of a form that rests on something. ``id`` is that of what is filled in, or empty."""

    id: str
    label: str
    based: Based
    within: tuple[Based, ...] = ()  # its choices or printed rows, each with its own sources


def form_url(form: Form) -> str:
    return f"forms/{form.id.lower()}.html"


def file_stem(form: Form) -> str:
    """The name of its files without the ending, ASCII: ``w01-claim``."""
    return f"{form.id.lower()}-{form.slug}"


def parts(form: Form) -> Iterator[Part]:
    """Every part with a rule behind it, in the order of the paper."""
    paragraphs = 0
    for block in form.blocks:
        for blank in block.fields:
            yield Part(blank.id, blank.label, blank, blank.choices)
        if block.table:
            for column in block.table.columns:
                rows: tuple[Based, ...] = block.table.rows if column.given else ()
                yield Part(column.id, f"栏：{column.label}", column, column.choices or rows)
        for paragraph in block.paragraphs:
            paragraphs += 1
            if paragraph.style == "body":
                yield Part("", f"正文：{_begin(paragraph)}", paragraph)
            for blank in paragraph.blanks:
                yield Part(blank.id, blank.label, blank)
        for heading in block.outline:
            yield Part(heading.id, heading.title, heading)
        for signature in block.signatures:
            yield Part("", f"{signature.label}（{signature.word}）", signature)
    for note in form.notes:
        yield Part("", f"说明：{_shortened(note.text)}", note)


def _begin(paragraph: Paragraph) -> str:
    return _shortened(PLACE.sub("…", paragraph.text))


def _shortened(text: str, length: int = 18) -> str:
    return text if len(text) <= length else f"{text[:length]}……"


def cited(form: Form) -> list[str]:
    """Every source of a form, in the order of the paper."""
    found: list[str] = []
    for part in parts(form):
        for based in (part.based, *part.within):
            found += based.sources
    return found


def label_parts(label: str, longest: int) -> tuple[str, ...]:
    """A label longer than ``longest`` characters in the two halves between which it is to be broken."""
    if len(label) <= longest:
        return (label,)
    breaks = [at + 1 for at, character in enumerate(label[:-1]) if character in "）、"]
    breaks += [at for at, character in enumerate(label) if character == "（" and at]
    middle = len(label) // 2
    cut = min(breaks, key=lambda at: abs(at - middle), default=middle)
    return label[:cut], label[cut:]


def signers(form: Form) -> list[str]:
    """Who signs by hand."""
    return [signature.label for block in form.blocks for signature in block.signatures]


def labels(form: Form) -> list[str]:
    """The words by which one would look for a form."""
    return [part.label for part in parts(form) if part.id]


def blanks(form: Form) -> Iterator[tuple[str, str, int]]:
    """``(id, label, rows)`` of everything that can be filled in; rows is 0 outside tables.

    What stands in row n of a column is kept under ``W04-05.n``.
    """
    for block in form.blocks:
        for blank in (*block.fields, *(b for p in block.paragraphs for b in p.blanks)):
            yield blank.id, blank.label, 0
        for heading in block.outline:
            yield heading.id, heading.title, 0
        if block.table:
            for column in block.table.columns:
                if not column.given:
                    yield column.id, column.label, len(block.table.numbers)


def field_rows(block: Block) -> list[tuple[Blank, ...]]:
    """The fields as rows of a sheet: one full, or two halves side by side."""
    rows: list[tuple[Blank, ...]] = []
    waiting: Blank | None = None
    for blank in block.fields:
        if blank.width == "half" and waiting:
            rows.append((waiting, blank))
            waiting = None
            continue
        if waiting:
            rows.append((waiting,))
            waiting = None
        if blank.width == "half":
            waiting = blank
        else:
            rows.append((blank,))
    if waiting:
        rows.append((waiting,))
    return rows


def pieces(paragraph: Paragraph) -> list[str | Blank]:
    """Text and blanks in turn."""
    by_ending = {blank.id[-2:]: blank for blank in paragraph.blanks}
    found: list[str | Blank] = []
    for n, piece in enumerate(PLACE.split(paragraph.text)):
        if n % 2:
            found.append(by_ending.get(piece, ""))  # a missing one was reported by the rules
        elif piece:
            found.append(piece)
    return found


def speeches_of(based: Based) -> tuple[str, ...]:
    """The speeches that say it, each once."""
    return tuple(sorted({source[:2] for source in based.sources if source.startswith("S")}))


def mark(choice: Choice, choices: Iterable[Choice]) -> str:
    """``〔S0、S3〕`` after a box, where the boxes rest on different speeches; otherwise nothing."""
    different = {speeches_of(each) for each in choices if each.sources}
    own = speeches_of(choice)
    if len(different) < 2:
        return ""
    if not own:
        return "〔外部事实〕" if choice.sources else ""
    return f"〔{'、'.join(own)}〕"


def printed_rows(rows: Iterable[Row], count: int) -> list[str]:
    """What the rows of a table begin with: the printed words, or nothing."""
    return [row.text for row in rows] or [""] * count
