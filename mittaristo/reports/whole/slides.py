"""A report as slides: native titles, texts and tables, charts as pictures, definitions as notes."""

import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pptx
from pptx.dml.color import RGBColor
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.text import PP_ALIGN
from pptx.util import Inches, Pt

from mittaristo.i18n.table import Table
from mittaristo.panels.parts.cofunding import emblem
from mittaristo.panels.parts.panel import Panel
from mittaristo.reports.drawing import chart_svg, drawn, placed
from mittaristo.reports.origin import plainly
from mittaristo.reports.whole.contents import Chapter, Contents
from mittaristo.reports.whole.sections import Section, in_parts
from mittaristo.reports.whole.two_at_once import draw_ahead

WIDTH, HEIGHT, MARGIN, TOP, FOOT = 13.333, 7.5, 0.6, 1.35, 0.55
"""Of a slide, in inches: its size, the margins, where its content begins, and the foot's height."""

ROOM = HEIGHT - TOP - FOOT - 0.2
"""The height for the content of a slide."""

TITLE_ONLY = 5
"""The layout of the library's own template that has a title and nothing else."""

DRAWN = 1150
"""How wide a chart is drawn."""

SHARP = 180
"""Points an inch of a chart's picture."""

ROW, LETTERS, SHORT = 0.3, 13, 14
"""Of a table: a line's height in inches, its letters in points, and what stays on one line."""

EU_BLUE, INK, QUIET, WHITE = map(RGBColor.from_string, ("003399", "0B1220", "4A5563", "FFFFFF"))


def report_slides(contents: Contents, told: Callable[[str], None]) -> bytes:
    """The file. `told` is called with each chapter's title."""
    deck = pptx.Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDTH), Inches(HEIGHT)
    about = deck.core_properties
    about.title, about.author = contents.title(), contents.origin.view.figures.project.name
    about.language = contents.origin.view.language
    about.created = about.modified = contents.published_at.replace(tzinfo=None)
    about.last_modified_by, about.revision = about.author, 1
    made = _Deck(deck, contents)
    draw_ahead(contents.charts(), DRAWN)
    for chapter in contents.chapters:
        told(chapter.heading.title)
        made.chapter(chapter)
    made.end()
    written = io.BytesIO()
    deck.save(written)
    return _undated(written.getvalue())


def _undated(content: bytes) -> bytes:
    """The same archive without the time at which it was made."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as made,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as kept,
    ):
        for name in made.namelist():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            kept.writestr(entry, made.read(name))
    return written.getvalue()


class _Deck:
    """Slides that are being made, each with the same foot."""

    def __init__(self, deck: Any, contents: Contents) -> None:
        self.deck, self.contents = deck, contents
        self.wording = contents.origin.view.wording
        language = contents.origin.view.language
        self.language = MSO_LANGUAGE_ID.FINNISH if language == "fi" else MSO_LANGUAGE_ID.ENGLISH_UK

    def chapter(self, chapter: Chapter) -> None:
        """A slide of what a theme says at once, then one a chart or table."""
        untitled = [one for one in chapter.sections if not one.title]
        cards = [one.cards for one in untitled if one.cards]
        texts = [chapter.heading.lead, *(one.note for one in untitled)]
        texts += [text for one in untitled for text in (one.left_out, *one.texts, *one.points)]
        slide = self.slide(chapter.heading.title)
        top = self.text(slide, [text for text in texts if text], TOP)
        for one in cards:
            rows = [
                (card.name, card.value, _said(card.change), _said([card.aim])) for card in one.cards
            ]
            _ = self.wording
            headings = (_("Figure"), _("Value"), _("Change"), _("Target"))
            measures = [card.measure for card in one.cards]
            said = Table.of_texts(headings, rows, numeric=[1], measures=measures)
            self.table(slide, said, top)
        for section in chapter.sections:
            self.section(section, chapter.heading.title)

    def section(self, section: Section, chapter: str) -> None:
        """A chart, or texts with tables that go on as long as they must."""
        panel = section.panel
        if panel is not None and panel.chart is not None:
            slide = self.slide(section.title)
            self.picture(slide, panel, self.text(slide, _words(section), TOP))
            self.notes(slide, [panel.alt, *_definitions(panel)])
        elif section.title:
            slide = self.slide(section.title)
            top = self.text(slide, _words(section), TOP)
            if panel is not None:
                self.notes(slide, [panel.alt, *_definitions(panel)])
            for title, table in section.tables:
                for place, part in enumerate(_fitting(table, HEIGHT - FOOT - top - 0.2)):
                    if place:
                        slide, top = self.slide(title or section.title), TOP
                    self.table(slide, part, top)
        else:
            for title, table in section.tables:
                for part in _fitting(table, ROOM):
                    self.table(self.slide(title or chapter), part, TOP)

    def end(self) -> None:
        """Where the figures come from."""
        _ = self.wording
        slide = self.slide(_("About the figures"))
        said = [
            f"**{name}:** {text}" if text else f"**{name}**" for name, text in self.contents.about()
        ]
        self.text(slide, said, TOP, size=12)

    def slide(self, title: str) -> Any:
        """A slide with its title and foot."""
        slide = self.deck.slides.add_slide(self.deck.slide_layouts[TITLE_ONLY])
        head = slide.shapes.title
        head.left, head.top = Inches(MARGIN), Inches(0.3)
        head.width, head.height = Inches(WIDTH - 2 * MARGIN), Inches(TOP - 0.4)
        head.text_frame.word_wrap = True
        self.write(head.text_frame.paragraphs[0], plainly(title), 28 if len(title) < 70 else 22)
        head.text_frame.paragraphs[0].alignment = PP_ALIGN.LEFT
        self.foot(slide)
        return slide

    def foot(self, slide: Any) -> None:
        """Co-funding, day, snapshot, and that the data are invented where they are."""
        contents, _ = self.contents, self.wording
        figures, left = contents.origin.view.figures, MARGIN
        said = [figures.project.name, contents.origin.as_of]
        said.append(
            _("Snapshot {number}, digest {digest}").format(
                number=contents.origin.number, digest=contents.short_digest()
            )
        )
        if figures.project.co_funding == "esf_plus":
            picture = io.BytesIO(drawn(placed(emblem(), 0, 0, 79, 54), SHARP))
            shape = slide.shapes.add_picture(
                picture, Inches(left), Inches(HEIGHT - FOOT - 0.05), height=Inches(0.42)
            )
            _described(shape, _("EU emblem"))
            said.insert(0, _("Co-funded by the European Union"))
            left += 0.75
        if figures.synthetic:
            said.append("**" + _("invented example data") + "**")
        box = slide.shapes.add_textbox(
            Inches(left), Inches(HEIGHT - FOOT), Inches(WIDTH - left - MARGIN), Inches(0.35)
        )
        box.text_frame.word_wrap = True
        self.write(box.text_frame.paragraphs[0], " · ".join(said), 11, QUIET)

    def text(self, slide: Any, texts: Sequence[str], top: float, size: int = 16) -> float:
        """Paragraphs below each other; gives where they end."""
        if not texts:
            return top
        lines = sum(1 + len(text) * size // 1900 for text in texts)
        height = lines * size * 1.35 / 72 + 0.15
        box = slide.shapes.add_textbox(
            Inches(MARGIN), Inches(top), Inches(WIDTH - 2 * MARGIN), Inches(height)
        )
        box.text_frame.word_wrap = True
        for place, text in enumerate(texts):
            frame = box.text_frame
            paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
            self.write(paragraph, text, size)
        return top + height + 0.1

    def write(
        self, paragraph: Any, text: str, size: int, colour: RGBColor = INK, leads: str = ""
    ) -> None:
        """A line of Markdown in its language; what is bold in it is bold. leads: to an address."""
        for part, bold in in_parts(text):
            run = paragraph.add_run()
            run.text = part
            run.font.size, run.font.bold, run.font.name = Pt(size), bold, "Arial"
            run.font.color.rgb, run.font.language_id = colour, self.language
            if leads:
                run.hyperlink.address = leads

    def picture(self, slide: Any, panel: Panel, top: float) -> None:
        """A chart as large as there is room, with its alternative text."""
        assert panel.chart is not None
        content = io.BytesIO(drawn(chart_svg(panel.chart, DRAWN), SHARP))
        width, room = WIDTH - 2 * MARGIN, HEIGHT - FOOT - top - 0.15
        shape = slide.shapes.add_picture(content, Inches(MARGIN), Inches(top), width=Inches(width))
        if shape.height > Inches(room):
            shape.width, shape.height = int(shape.width * Inches(room) / shape.height), Inches(room)
        _described(shape, plainly(panel.alt))

    def table(self, slide: Any, table: Table, top: float) -> None:
        """A table of the slide's own kind, whose columns are as wide as what they hold."""
        rows, widths = [table.headings, *table.rows], _widths(table)
        origins = ["", *self.contents.origins_of(table)]
        frame = slide.shapes.add_table(
            len(rows),
            len(widths),
            Inches(MARGIN),
            Inches(top),
            Inches(sum(widths)),
            Inches(ROW * len(rows)),
        )
        for place, width in enumerate(widths):
            frame.table.columns[place].width = Inches(width)
        for number, row in enumerate(rows):
            frame.table.rows[number].height = Inches(ROW)
            for place, said in enumerate(row):
                cell = frame.table.cell(number, place)
                cell.margin_top = cell.margin_bottom = Inches(0.02)
                paragraph = cell.text_frame.paragraphs[0]
                shown = said.replace("\n", " · ")
                if number == 0:
                    cell.fill.solid()
                    cell.fill.fore_color.rgb = EU_BLUE
                leads = "" if place else origins[number]
                self.write(paragraph, shown, LETTERS, WHITE if number == 0 else INK, leads)
                if table.numeric[place]:
                    paragraph.alignment = PP_ALIGN.RIGHT

    def notes(self, slide: Any, texts: Sequence[str]) -> None:
        """What is said beside a slide."""
        slide.notes_slide.notes_text_frame.text = "\n".join(plainly(text) for text in texts if text)


def _described(shape: Any, text: str) -> None:
    """Alternative text of a picture."""
    plain = "".join(sign for sign in text if sign.isprintable())
    shape._element.nvPicPr.cNvPr.set("descr", plain)


def _said(lines: Sequence[str]) -> str:
    return "; ".join("".join(part for part, _bold in in_parts(line)) for line in lines if line)


def _words(section: Section) -> list[str]:
    points = [f"• {text}" for text in section.points]
    texts = (section.left_out, *section.texts, section.note, *points, *section.remarks)
    return [text for text in texts if text]


def _definitions(panel: Panel) -> Iterator[str]:
    for one in panel.explanations:
        yield f"{one.label}: {one.definition} {one.caveat}".strip()


def _widths(table: Table) -> list[float]:
    """How wide each column is, in inches: short texts stay on a line, the others share the rest."""
    columns = zip(table.headings, *table.rows, strict=True)
    longest = [max(map(len, column)) for column in columns]
    widths = [0.25 + 0.105 * min(length, 60) for length in longest]
    short = sum(width for width, length in zip(widths, longest, strict=True) if length <= SHORT)
    share = min(1.0, (WIDTH - 2 * MARGIN - short) / max(sum(widths) - short, 0.01))
    return [
        width if length <= SHORT else width * share
        for width, length in zip(widths, longest, strict=True)
    ]


def _fitting(table: Table, room: float) -> Iterator[Table]:
    """The table in parts that each fit on a slide below its headings."""
    fits = [max(1, int((width - 0.25) / 0.105)) for width in _widths(table)]
    rest, used, count = table, 2, 0
    for row in table.rows:
        lines = max(1 + len(cell) // fit for cell, fit in zip(row, fits, strict=True))
        if count and (used + lines) * ROW > room:
            part, rest = rest.parted(count)
            yield part
            used, count, room = 2, 0, ROOM
        used, count = used + lines, count + 1
    if count:
        yield rest
