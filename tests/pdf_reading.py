"""A PDF as the tests read it: through PDFium for words and pictures, through pypdf for structure and fonts."""

import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2
from pypdf import PdfReader
from pypdf.generic import ArrayObject, ContentStream

POINTS_PER_MM = 72 / 25.4
MISSING = {0, 0xFFFF}  # glyph numbers of .notdef: an empty box; WeasyPrint writes the second


# Radicals that Unicode does not say to be the same as the character.
RADICALS = str.maketrans(
    "⺟⺠⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳", "母民见角贝车长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙龟"
)


def squeeze(text: str) -> str:
    """The characters alone: PDFs break lines anywhere, and some fonts give 目 as the radical ⽬."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).translate(RADICALS)


@dataclass(frozen=True)
class PdfPage:
    """Sizes in mm; ``text`` without white space."""

    width: int
    height: int
    text: str


class Pdf:
    """A whole PDF."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.reader = PdfReader(io.BytesIO(content))
        document = pypdfium2.PdfDocument(content)
        try:
            self.pages = [
                PdfPage(
                    round(page.get_width() / POINTS_PER_MM),
                    round(page.get_height() / POINTS_PER_MM),
                    squeeze(page.get_textpage().get_text_range()),
                )
                for page in document
            ]
        finally:
            document.close()

    @property
    def text(self) -> str:
        return "".join(page.text for page in self.pages)

    def pictures(self, *numbers: int) -> list[bytes]:
        """Pages as grey pixels."""
        document = pypdfium2.PdfDocument(self.content)
        try:
            return [bytes(document[number].render(scale=1, grayscale=True).buffer) for number in numbers]
        finally:
            document.close()

    @property
    def root(self) -> Any:
        return self.reader.trailer["/Root"]

    @property
    def bookmarks(self) -> list[str]:
        def titles(entries: Any) -> Iterator[str]:
            for entry in entries:
                if isinstance(entry, list):
                    yield from titles(entry)
                else:
                    yield str(entry.title)

        return list(titles(self.reader.outline))

    def fonts(self) -> dict[str, Any]:
        """Every font by name, with the dictionary that describes it."""
        found = {}
        for page in self.reader.pages:
            resources: Any = page.get("/Resources", {})
            for entry in resources.get_object().get("/Font", {}).get_object().values():
                font = entry.get_object()
                found[str(font.get("/BaseFont", font["/Subtype"]))] = font
        return found

    def numbers_shown(self) -> set[int]:
        """The glyph numbers in all the texts of fonts with two bytes a glyph; see MISSING."""
        shown: set[int] = set()
        for page in self.reader.pages:
            content = ContentStream(page.get_contents(), self.reader)
            for operands, operator in content.operations:
                if operator not in (b"Tj", b"TJ"):
                    continue
                parts = operands[0] if isinstance(operands[0], ArrayObject) else [operands[0]]
                for part in parts:
                    raw = getattr(part, "original_bytes", None)
                    if raw is not None:
                        shown |= {int.from_bytes(raw[at : at + 2], "big") for at in range(0, len(raw), 2)}
        return shown


def wrong_page_numbers(pdf: Pdf, first: int = 1) -> list[str]:
    """Pages, from ``first`` on, that do not say which they are and how many there are."""
    return [
        f"第 {number} 页：{page.text[-30:]}"
        for number, page in enumerate(pdf.pages, 1)
        if number >= first and f"第{number}页共{len(pdf.pages)}页" not in page.text
    ]


def divided(pdf: Pdf, rows: dict[str, tuple[str, str]]) -> list[str]:
    """The rows (first and last words by id) that do not stand on one page."""
    found = []
    for name, (first, last) in rows.items():
        begins = [n for n, page in enumerate(pdf.pages) if squeeze(name + first) in page.text]
        if not any(squeeze(last) in pdf.pages[n].text.split(squeeze(name + first), 1)[1] for n in begins):
            found.append(f"{name}：起于第 {[n + 1 for n in begins]} 页，末句“{last}”不在同一页")
    return found
