"""A Word document of our own: paper, fonts and styles in the spirit of GB/T 9704—2012 (sources F-D1 to F-D10).

python-docx begins with a template of its own; nothing of it is left but the empty body. Fonts stand by name:
none is shipped, and WPS or Word take what the machine has.
"""

from __future__ import annotations

import datetime
import io
from dataclasses import dataclass

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import XmlPart
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section
from docx.shared import Length, Mm, Pt
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from office.ready import steady_zip

TITLE, BODY, HEI, KAI, SONG = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"
LATIN = "Times New Roman"
PITCH = Pt(28.95)  # 22 lines on a page whose text is 225 mm high
TITLE_PITCH = Pt(34)
TABLE_PITCH = Pt(18)
SIGN_PITCH = Pt(26)
NOTE_PITCH = Pt(16)
HINT_PITCH = Pt(12)
# At the least: rows grow with what is typed; empty ones leave room for the rest of the sheet.
FURTHER_LINE = Pt(6)
CELL_SIDES = 2.0  # mm: what a cell has of margins, left and right together
CELL_MARGIN = Pt(2)  # above and below
MM_PER_POINT = 25.4 / 72

# Paper by F-D1: top 37, inner edge 28; the others follow from a text of 156 × 225 mm.
TOP, BOTTOM, LEFT, RIGHT = Mm(37), Mm(35), Mm(28), Mm(26)
FOOT = Mm(23)  # the page number's line stands 7 mm below the text
WIDTH, HEIGHT = Mm(210), Mm(297)

_KEPT = {RELATIONSHIP_TYPE.STYLES, RELATIONSHIP_TYPE.SETTINGS}
_KEPT_OF_PACKAGE = {RELATIONSHIP_TYPE.OFFICE_DOCUMENT, RELATIONSHIP_TYPE.CORE_PROPERTIES}


@dataclass(frozen=True)
class Style:
    """A paragraph style: its id and name, font and size in points, and what differs from the body."""

    id: str
    name: str
    font: str
    size: float
    paragraph: str = ""  # WordprocessingML inside <w:pPr>
    built_in: bool = True


def _pitch(length: Length, rule: str = "exact") -> str:
    return f'<w:spacing w:line="{length.twips}" w:lineRule="{rule}"/>'


_LEFT = '<w:jc w:val="left"/>'  # of even width only where lines are long
_NO_GRID = '<w:snapToGrid w:val="0"/>'

STYLES = (
    Style("Title", "Title", TITLE, 22, f'{_pitch(TITLE_PITCH)}<w:jc w:val="center"/>'),
    Style("Heading1", "heading 1", HEI, 16, '<w:keepNext/><w:ind w:firstLineChars="200" w:firstLine="640"/><w:outlineLvl w:val="0"/>'),
    Style("Prompt", "写作提示", KAI, 12, f'{_NO_GRID}{_pitch(Pt(20))}<w:ind w:firstLineChars="200" w:firstLine="480"/>', built_in=False),
    Style("BodyText", "Body Text", BODY, 16, f'<w:ind w:firstLineChars="200" w:firstLine="640"/>{_LEFT}'),
    Style("Salutation", "Salutation", BODY, 16),
    Style("Closing", "Closing", BODY, 16, '<w:ind w:rightChars="200" w:right="640"/><w:jc w:val="right"/>'),
    Style("Signature", "Signature", BODY, 12, f'{_NO_GRID}{_pitch(SIGN_PITCH)}<w:jc w:val="right"/>'),
    Style("Part", "表内小标题", HEI, 12, f"<w:keepNext/>{_NO_GRID}{_pitch(TABLE_PITCH)}", built_in=False),
    Style("Label", "栏目名", HEI, 12, f'{_NO_GRID}{_pitch(TABLE_PITCH)}<w:jc w:val="center"/>', built_in=False),
    Style("Hint", "填写提示", BODY, 9, f'{_NO_GRID}{_pitch(HINT_PITCH)}<w:jc w:val="center"/>', built_in=False),
    Style("Cell", "表内文字", BODY, 12, f"{_NO_GRID}{_pitch(TABLE_PITCH, 'atLeast')}{_LEFT}", built_in=False),
    Style("CellSign", "表内签名", BODY, 12, f'{_NO_GRID}{_pitch(TABLE_PITCH)}<w:jc w:val="right"/>', built_in=False),
    Style("Note", "填表说明", BODY, 10.5, f"{_NO_GRID}{_pitch(NOTE_PITCH)}", built_in=False),
    Style("Header", "header", BODY, 9, f'{_NO_GRID}<w:jc w:val="right"/>'),
    Style("Footer", "footer", SONG, 14, f'{_NO_GRID}'),
)  # fmt: skip


def new_document(*, landscape: bool = False) -> Document:
    """An empty document with our paper and styles, and nothing of python-docx's template."""
    document = docx.Document()
    _drop_parts(document)
    _part(document, RELATIONSHIP_TYPE.STYLES)._element = parse_xml(_styles_xml())
    _part(document, RELATIONSHIP_TYPE.SETTINGS)._element = parse_xml(_SETTINGS)
    section = document.sections[0]
    _set_paper(section, landscape)
    return document


def describe(document: Document, *, title: str, subject: str, version: str, updated: datetime.date) -> None:
    """The properties that a file manager shows. Nobody is named as the author: offices put in theirs."""
    core = document.core_properties
    core.title, core.subject, core.comments = title, subject, version
    core.author = core.last_modified_by = core.keywords = core.category = ""
    core.language = "zh-CN"
    core.revision = 1
    core.created = core.modified = datetime.datetime.combine(updated, datetime.time())


def content_of(document: Document) -> bytes:
    """The file. Equal documents give equal bytes."""
    stream = io.BytesIO()
    document.save(stream)
    return steady_zip(stream.getvalue())


def _drop_parts(document: Document) -> None:
    for owner, kept in ((document.part, _KEPT), (document.part.package, _KEPT_OF_PACKAGE)):
        for identity, relation in list(owner.rels.items()):
            if relation.reltype not in kept:
                del owner.rels[identity]


def _part(document: Document, kind: str) -> XmlPart:
    part = document.part.part_related_by(kind)
    assert isinstance(part, XmlPart)
    return part


_SETTINGS = f"""<w:settings {nsdecls("w")}>
<w:zoom w:percent="100"/><w:evenAndOddHeaders/><w:defaultTabStop w:val="420"/>
<w:drawingGridVerticalSpacing w:val="{PITCH.twips}"/><w:characterSpacingControl w:val="compressPunctuation"/>
<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>
<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>
</w:settings>"""


def _fonts(east_asia: str, latin: str = LATIN) -> str:
    return f'<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{east_asia}" w:cs="{latin}" w:hint="eastAsia"/>'


def _size(points: float) -> str:
    return f'<w:sz w:val="{round(points * 2)}"/><w:szCs w:val="{round(points * 2)}"/>'


def _styles_xml() -> str:
    side = Mm(CELL_SIDES / 2).twips
    line = '<w:{0} w:val="single" w:sz="6" w:space="0" w:color="000000"/>'
    borders = "".join(line.format(side) for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
    return f"""<w:styles {nsdecls("w")}>
<w:docDefaults>
  <w:rPrDefault><w:rPr>
    {_fonts(BODY)}<w:color w:val="000000"/><w:kern w:val="2"/>{_size(16)}
    <w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>
  </w:rPr></w:rPrDefault>
  <w:pPrDefault><w:pPr><w:widowControl w:val="0"/><w:jc w:val="both"/></w:pPr></w:pPrDefault>
</w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>
<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">
  <w:name w:val="Default Paragraph Font"/><w:semiHidden/>
</w:style>
<w:style w:type="table" w:default="1" w:styleId="TableNormal">
  <w:name w:val="Normal Table"/><w:semiHidden/>
  <w:tblPr><w:tblInd w:w="0" w:type="dxa"/>
    <w:tblCellMar><w:top w:w="{CELL_MARGIN.twips}" w:type="dxa"/><w:left w:w="{side}" w:type="dxa"/>
      <w:bottom w:w="{CELL_MARGIN.twips}" w:type="dxa"/><w:right w:w="{side}" w:type="dxa"/></w:tblCellMar></w:tblPr>
</w:style>
<w:style w:type="table" w:styleId="TableGrid">
  <w:name w:val="Table Grid"/><w:basedOn w:val="TableNormal"/>
  <w:tblPr><w:tblBorders>{borders}</w:tblBorders></w:tblPr>
</w:style>
{"".join(map(_style_xml, STYLES))}
</w:styles>"""


def _style_xml(style: Style) -> str:
    custom = "" if style.built_in else ' w:customStyle="1"'
    fonts = _fonts(style.font, SONG if style.font == SONG else LATIN)
    return f"""<w:style w:type="paragraph" w:styleId="{style.id}"{custom}>
  <w:name w:val="{style.name}"/><w:basedOn w:val="Normal"/><w:qFormat/>
  <w:pPr>{style.paragraph}</w:pPr><w:rPr>{fonts}{_size(style.size)}</w:rPr>
</w:style>"""


def _set_paper(section: Section, landscape: bool) -> None:
    section.page_width, section.page_height = (HEIGHT, WIDTH) if landscape else (WIDTH, HEIGHT)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.top_margin, section.bottom_margin = TOP, BOTTOM
    section.left_margin, section.right_margin = LEFT, RIGHT
    section.header_distance, section.footer_distance = Mm(28), FOOT
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is not None:
        section._sectPr.remove(grid)
    section._sectPr.append(
        parse_xml(f'<w:docGrid {nsdecls("w")} w:type="lines" w:linePitch="{PITCH.twips}"/>')
    )


def number_pages(document: Document, header: str) -> None:
    """``— 1 —`` at the outer edge, one character in; ``header`` in small print above."""
    section = document.sections[0]
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        paragraph = footer.paragraphs[0]
        paragraph.style = "Footer"
        indent = f'<w:ind {nsdecls("w")} w:{side}Chars="100" w:{side}="280"/>'
        paragraph._p.get_or_add_pPr().append(parse_xml(indent))
        paragraph._p.get_or_add_pPr().append(parse_xml(f'<w:jc {nsdecls("w")} w:val="{side}"/>'))
        paragraph.add_run("— ")
        paragraph._p.append(
            parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>')
        )
        paragraph.add_run(" —")
    for head in (section.header, section.even_page_header):
        head.paragraphs[0].style = "Header"
        head.paragraphs[0].add_run(header)


def add_table(document: Document, widths: list[float]) -> Table:
    """A table with a grid and columns of these widths in mm; it has no row yet."""
    table: Table = document.add_table(rows=0, cols=len(widths))
    table.style = "Table Grid"
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    return table


def row_height(lines: int, further: float) -> float:
    """Of a table's row, in points: whole lines, or a first one and further ones of their own height."""
    first: float = TABLE_PITCH.pt
    margins: float = 2 * CELL_MARGIN.pt + 2
    return first + (further or first) * (lines - 1) + margins


def characters(width: float, size: float) -> float:
    """How many characters of a size in points stand on so many mm."""
    return width / MM_PER_POINT / size


def add_row(table: Table, lines: int = 1, further: float = 0) -> _Row:
    """A row at least so many lines high, which is not divided between pages."""
    row: _Row = table.add_row()  # type: ignore[no-untyped-call]
    row.height_rule = WD_ROW_HEIGHT_RULE.AT_LEAST
    row.height = Pt(row_height(lines, further))
    row._tr.get_or_add_trPr().insert(0, parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))
    for cell in row.cells:
        cell._tc.get_or_add_tcPr().append(parse_xml(f'<w:vAlign {nsdecls("w")} w:val="center"/>'))
    return row


def write(cell: _Cell, text: str, style: str = "表内文字") -> Paragraph:
    """Text as the next paragraph of a cell; the first one takes the place of the empty one."""
    paragraph: Paragraph = cell.paragraphs[0]
    if paragraph.text or paragraph.style is None or paragraph.style.name != "Normal":
        paragraph = cell.add_paragraph()
    paragraph.style = style
    paragraph.add_run(text)
    return paragraph
