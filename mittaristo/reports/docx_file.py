"""A document as DOCX, to be gone on with in any word processor."""

import datetime as dt
import io
import zipfile

import docx
from docx.document import Document
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from mittaristo.i18n.table import Table
from mittaristo.panels.parts.cofunding import emblem
from mittaristo.panels.parts.panel import Draft
from mittaristo.reports.document import Piece, pieces
from mittaristo.reports.drawing import drawn, placed
from mittaristo.reports.origin import Origin, writable

FONT = "Arial"
WIDTH = Cm(16)
SHARP = 288
"""How many points an inch the emblem has."""

EU_BLUE = RGBColor(0x00, 0x33, 0x99)
SIZES = {"Normal": 11, "Title": 20, "Heading 1": 14}


def document_docx(draft: Draft, origin: Origin) -> bytes:
    """The document's bytes: the same for the same draft and snapshot."""
    document = docx.Document()
    _dress(document, origin)
    if origin.view.figures.project.co_funding == "esf_plus":
        _cofunding(document, origin)
    for piece in pieces(draft, origin):
        _write(document, piece)
    _properties(document, draft, origin)
    written = io.BytesIO()
    document.save(written)
    return _undated(written)


def _dress(document: Document, origin: Origin) -> None:
    """Paper, fonts and language."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    for name, size in SIZES.items():
        style = document.styles[name]
        style.font.name, style.font.size = FONT, Pt(size)
        style.font.color.rgb = RGBColor(0, 0, 0)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in [key for key in fonts.attrib if key.endswith("Theme")]:
            del fonts.attrib[theme]
        fonts.set(qn("w:hAnsi"), FONT)
    locale = {"fi": "fi-FI", "en": "en-GB"}[origin.view.language]
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), locale)


def _cofunding(document: Document, origin: Origin) -> None:
    """The emblem, and the words beside it."""
    _ = origin.view.wording
    line = document.add_paragraph()
    picture = io.BytesIO(drawn(placed(emblem(), 0, 0, 79, 54), SHARP))
    shape = line.add_run().add_picture(picture, height=Cm(1.4))
    shape._inline.docPr.set("descr", _("EU emblem"))
    words = line.add_run("  " + _("Co-funded by the European Union"))
    words.font.color.rgb = EU_BLUE


def _write(document: Document, piece: Piece) -> None:
    text = writable(piece.text)
    match piece.kind:
        case "title":
            document.add_paragraph(text, "Title")
        case "heading":
            document.add_heading(text, 1)
        case "text":
            document.add_paragraph(text)
        case "entry":
            paragraph = document.add_paragraph()
            paragraph.add_run(text).bold = True
            if piece.below:
                paragraph.add_run().add_break()
                paragraph.add_run(writable(piece.below))
        case "empty":
            _empty(document.add_paragraph(f"{text}:\t"))
        case "address":
            _address(document.add_paragraph(), piece.text)
        case "table":
            assert piece.table is not None
            _table(document, piece.table)


def _empty(line: Paragraph) -> None:
    """A dotted line up to the margin, to be written on."""
    stops = line.paragraph_format.tab_stops
    stops.add_tab_stop(WIDTH, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)


def _address(line: Paragraph, address: str) -> None:
    """An address, linked where it is a whole one."""
    run = line.add_run(address)
    run.font.size = Pt(9)
    if "://" in address:
        link = OxmlElement("w:hyperlink")
        target = line.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        link.set(qn("r:id"), target)
        run.font.underline, run.font.color.rgb = True, EU_BLUE
        link.append(run._r)
        line._p.append(link)


def _table(document: Document, table: Table) -> None:
    """A table whose headings are repeated on each page."""
    written = document.add_table(rows=1, cols=len(table.headings), style="Table Grid")
    for cell, heading in zip(written.rows[0].cells, table.headings, strict=True):
        cell.paragraphs[0].add_run(writable(heading)).bold = True
    repeated = OxmlElement("w:tblHeader")
    written.rows[0]._tr.get_or_add_trPr().append(repeated)
    for row in table.rows:
        for cell, text in zip(written.add_row().cells, row, strict=True):
            cell.text = writable(text)


def _properties(document: Document, draft: Draft, origin: Origin) -> None:
    """Title and language; nobody's name."""
    told, published = document.core_properties, dt.datetime.combine(origin.published_on, dt.time())
    told.title, told.language = draft.title, origin.view.language
    told.author = told.last_modified_by = told.comments = ""
    told.created = told.modified = published


def _undated(written: io.BytesIO) -> bytes:
    """The same package without the time at which it was packed."""
    packed = io.BytesIO()
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(packed, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name)
            target.writestr(entry, source.read(name), zipfile.ZIP_DEFLATED)
    return packed.getvalue()
