"""A printed page as the tests read it: Chromium's PDF of a page, through PDFium."""

import re
import unicodedata
from dataclasses import dataclass

import pypdfium2
from playwright.sync_api import Page

POINTS_PER_MM = 72 / 25.4


@dataclass(frozen=True)
class Sheet:
    """One sheet of paper: its size in mm, its words, how far the words reach, and its picture."""

    width: float
    height: float
    text: str
    left: float  # mm from the left edge to the first character
    right: float  # mm from the last character to the right edge
    pixels: bytes  # grey, 1 pixel a point
    stride: int

    @property
    def squeezed(self) -> str:
        return squeeze(self.text)

    @property
    def edge(self) -> set[int]:
        """The greys along the four edges of the sheet."""
        rows = [self.pixels[at : at + self.stride] for at in range(0, len(self.pixels), self.stride)]
        wide = int(self.width * POINTS_PER_MM) - 1
        return {
            *rows[1][:wide],
            *rows[-2][:wide],
            *(row[1] for row in rows),
            *(row[wide - 1] for row in rows),
        }

    @property
    def dark_share(self) -> float:
        """How much of the sheet is darker than middle grey."""
        return sum(grey < 128 for grey in self.pixels) / len(self.pixels)


def squeeze(text: str) -> str:
    """The characters alone: PDFs break lines anywhere, and some fonts give 目 as the radical ⽬."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def printed(page: Page) -> list[Sheet]:
    """Print a page as people do who ask for backgrounds too: what is dark there then shows."""
    document = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True, print_background=True))
    try:
        return [_sheet(document[number]) for number in range(len(document))]
    finally:
        document.close()


def _sheet(page: pypdfium2.PdfPage) -> Sheet:
    width, height = page.get_size()
    words = page.get_textpage()
    boxes = [words.get_charbox(n) for n in range(words.count_chars())]
    boxes = [box for box in boxes if box[2] > box[0]]  # spaces and line breaks have no width
    bitmap = page.render(scale=1, grayscale=True)
    return Sheet(
        width=width / POINTS_PER_MM,
        height=height / POINTS_PER_MM,
        text=words.get_text_range(),
        left=min(box[0] for box in boxes) / POINTS_PER_MM,
        right=(width - max(box[2] for box in boxes)) / POINTS_PER_MM,
        pixels=bytes(bitmap.buffer),
        stride=bitmap.stride,
    )
