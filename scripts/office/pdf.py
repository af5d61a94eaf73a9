"""Ready PDFs: HTML of our own templates, set by WeasyPrint, tagged, with small fonts.

WeasyPrint keeps the place of every glyph of a font (65 000 in an open Chinese one) and the metrics that a PDF gives
elsewhere: half a megabyte in every file. So the fonts are packed once more: only the outlines that are used.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from functools import partial
from typing import Any

from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig

import environment
from office.ready import ReadyFile, fingerprint_of
from qingdan.catalogue import catalogue
from qingdan.handbook import write_handbook
from qingdan.paper_documents import PaperDocument, handbook_document, paper_documents
from qingdan.prose import split_front_matter
from qingdan.site_plan import SitePlan

KIND = "PDF，打印用"
SETTING = 1  # raise it when `set_pdf` gives something else from the same HTML
# How each file begins is decided by these versions too.
PROGRAMS = ("weasyprint", "fonttools")


def files(plan: SitePlan) -> Iterator[ReadyFile]:
    """The handbook first: it takes longest, and others can be made beside it."""
    for document in documents(plan):
        yield ReadyFile(
            of=document.of,
            path=f"{document.name}.pdf",
            name=f"{document.title}.pdf",
            kind=KIND,
            fingerprint=fingerprint_of(document.html, SETTING, *_versions()),
            make=partial(set_pdf, document.html),
            apart=True,
        )


def documents(plan: SitePlan) -> Iterator[PaperDocument]:
    """Everything that exists as a ready PDF."""
    config = load_config(str(environment.ROOT / "mkdocs.yml"))
    yield handbook(plan, config)
    form_style = environment.ROOT / "docs/assets/css/form.css"
    yield from paper_documents(plan.views, form_style.read_text(encoding="utf-8"))


def handbook(plan: SitePlan, config: MkDocsConfig) -> PaperDocument:
    """The handbook, with the navigation and the Markdown of the site."""
    docs = environment.ROOT / "docs"
    texts = {
        path: split_front_matter((docs / path).read_text(encoding="utf-8-sig"))[1] for path in plan.markdown
    }
    extensions = [name for name in config.markdown_extensions if isinstance(name, str)]
    book = write_handbook(plan.views, texts, config.nav or [], extensions, config.mdx_configs)
    return handbook_document(plan.views, book, catalogue(plan.views)["kit"])


def set_pdf(html: str) -> bytes:
    """HTML → a tagged PDF with a title, a language, bookmarks and embedded fonts."""
    import weasyprint  # takes a second: only where something is to be made

    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    content: bytes = weasyprint.HTML(string=html).write_pdf(pdf_variant="pdf/ua-1", finisher=_pack_fonts)
    return content


def _pack_fonts(document: Any, pdf: Any) -> None:
    for entry in pdf.objects:
        extra = getattr(entry, "extra", None)
        if isinstance(extra, dict) and extra.get("Subtype") == "/OpenType":
            packed = outlines(b"".join(entry.stream))
            if packed:
                entry.stream[:] = [packed]
                extra["Subtype"] = "/CIDFontType0C"


def outlines(font: bytes) -> bytes | None:
    """The bare CFF of a font with only the glyphs that have an outline; None where glyphs go by their place.

    In a CID-keyed font the number in the text names the glyph, wherever it stands; so the others can go.
    """
    from fontTools import subset
    from fontTools.ttLib import TTFont

    opened = TTFont(io.BytesIO(font))
    if "CFF " not in opened:
        return None
    top = opened["CFF "].cff[0]
    numbers = (
        [0 if name == ".notdef" else int(name[3:]) for name in top.charset] if hasattr(top, "ROS") else []
    )
    if numbers != list(range(len(numbers))) or not numbers:
        return None
    ends = top.CharStrings.charStringsIndex.offsets
    used = [number for number in numbers if ends[number + 1] - ends[number] > 1]
    options = subset.Options(layout_features=[], name_IDs=[], notdef_outline=True)
    options.drop_tables += ["cmap", "hmtx", "hhea", "vmtx", "vhea", "VORG", "OS/2", "name", "post"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(gids=used)
    subsetter.subset(opened)
    content: bytes = opened["CFF "].compile(opened)
    return content


def _versions() -> list[str]:
    from importlib.metadata import version

    return [version(name) for name in PROGRAMS]
