"""What stands in an empty form's cells, in Word and Excel alike, and how much room words take."""

from __future__ import annotations

import math
from collections.abc import Iterable

from qingdan.form_parts import BOX, DATE_BLANK, OTHER, label_parts, mark
from qingdan.forms_model import Blank, Choice

SPACE = "\u3000"
LABEL_LENGTH = 7  # characters of a label in one line
SMALL = 2 / 3  # a mark behind a box, against the words of the box


def width(text: str) -> float:
    """In characters: Latin letters and digits are half as wide as Chinese ones."""
    return sum(0.5 if character < "\u2000" else 1 for character in text)


def lines_of(text: str, characters: float) -> int:
    """How many lines of so many characters a text takes."""
    return sum(max(1, math.ceil(width(line) / characters)) for line in text.split("\n"))


def label_of(label: str, longest: int = LABEL_LENGTH) -> str:
    """A label in the lines in which it stands."""
    return "\n".join(label_parts(label, longest))


def date_or_nothing(field: Blank) -> str:
    return DATE_BLANK if field.kind == "date" else ""


def box_lines(
    choices: tuple[Choice, ...], characters: float, *, other: str = ""
) -> list[list[tuple[str, str]]]:
    """Boxes in lines of so many characters, none of them broken: ``(words, mark)`` for each.

    ``other``: the line to write on that follows 其他. The space between boxes is part of their words.
    """
    boxes = [(f"{BOX} {choice.text}", mark(choice, choices)) for choice in choices]
    if other:
        boxes.append((OTHER + other, ""))
    return list(_packed(boxes, characters))


def _packed(boxes: Iterable[tuple[str, str]], characters: float) -> Iterable[list[tuple[str, str]]]:
    line: list[tuple[str, str]] = []
    used = 0.0
    for words, small in boxes:
        needed = width(words) + SMALL * width(small)
        if line and used + 1 + needed > characters:
            yield line
            line, used = [], 0
        if line:
            words, needed = SPACE + words, needed + 1
        line.append((words, small))
        used += needed
    yield line
