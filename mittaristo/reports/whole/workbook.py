"""A report as a workbook: a sheet a figure with its definition, numbers as numbers."""

import io
from collections.abc import Callable, Iterator

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from mittaristo.i18n.table import Table
from mittaristo.panels.parts.panel import Panel
from mittaristo.reports.catalogue import every_measure
from mittaristo.reports.origin import plainly
from mittaristo.reports.tables import parts
from mittaristo.reports.whole import native_charts
from mittaristo.reports.whole.contents import Contents
from mittaristo.reports.whole.sections import Section
from mittaristo.reports.xlsx import SAFE, TOP, Formats, formats_of, sheet_name, top, write_table

ACROSS, USUAL_WIDTH = 9, 8
"""What is said below a table reaches over so many columns; one that has no table is so wide."""

WIDE = 110
"""How wide a column of texts is, in characters."""

LINE = 15
"""The height of a line in points."""


def report_workbook(contents: Contents, told: Callable[[str], None]) -> bytes:
    """The workbook's bytes. `told` is called with each chapter's title."""
    origin, _ = contents.origin, contents.origin.view.wording
    written, names = io.BytesIO(), set[str]()
    with xlsxwriter.Workbook(written, SAFE) as book:
        book.set_properties(
            {
                "title": contents.title(),
                "created": contents.published_at.replace(tzinfo=None),
            }
        )
        formats = formats_of(book)
        first = book.add_worksheet(sheet_name(_("Contents"), names))
        links: list[tuple[str, str]] = []
        for panel, title, table in _sheets(contents):
            name = sheet_name(plainly(title), names)
            sheet = book.add_worksheet(name)
            top(sheet, plainly(title), origin, formats)
            widths = write_table(sheet, table, formats)
            _linked(sheet, table, contents, formats)
            native_charts.insert(book, sheet, panel, table, origin)
            across = max(len(widths), ACROSS)
            wide = sum(widths) + USUAL_WIDTH * (across - len(widths))
            for row, said in enumerate(_explained(panel, contents), TOP + len(table.rows) + 2):
                sheet.merge_range(row, 0, row, across - 1, "", formats["wrap"])
                _wrapped(sheet, row, 0, said, wide, formats)
            links.append((plainly(title), name))
        _contents(first, contents, links, formats, told)
        about = book.add_worksheet(sheet_name(_("About the figures"), names))
        _about(about, contents, formats)
    return written.getvalue()


def _sheets(contents: Contents) -> Iterator[tuple[Panel, str, Table]]:
    """Each table of each panel once: whose it is, its title, and itself; first all measures."""
    seen = set()
    panels = [panel for chapter in contents.chapters for panel in chapter.panels]
    for panel in (every_measure(contents.origin.view), *panels):
        for place, (title, table) in enumerate(parts(panel)):
            said = panel.title if place == 0 else f"{title}: {panel.title}"
            if not table.is_empty and table not in seen:
                seen.add(table)
                yield panel, said, table


def _linked(sheet: Worksheet, table: Table, contents: Contents, formats: Formats) -> None:
    """The name of each measure leads to where its value comes from, where an address is known."""
    for row, address in enumerate(contents.origins_of(table)):
        if address:
            said = table.rows[row][0]
            sheet.write_url(TOP + 1 + row, 0, address, formats["link"], string=said)


def _explained(panel: Panel, contents: Contents) -> Iterator[str]:
    """How a panel is read, what its figures count, and where they come from."""
    _ = contents.origin.view.wording
    yield from (plainly(text) for text in (panel.note, *panel.texts) if text)
    for one in panel.explanations:
        lines = {
            _("Source"): one.source,
            _("Note"): one.caveat,
            _("Query"): one.file,
            _("Origin of the figure"): contents.origin_of(one.measure),
        }
        told = (f"{name}: {said}" for name, said in lines.items() if said)
        yield "\n".join([": ".join((one.label or _("This table"), one.definition)), *told])


def _wrapped(
    sheet: Worksheet, row: int, column: int, text: str, width: int, formats: Formats
) -> None:
    """A text in a row that is as high as it needs: not every program sees to that by itself."""
    lines = sum(1 + len(line) // width for line in text.split("\n"))
    sheet.set_row(row, LINE * lines)
    sheet.write_string(row, column, text, formats["wrap"])


def _contents(
    sheet: Worksheet,
    contents: Contents,
    links: list[tuple[str, str]],
    formats: Formats,
    told: Callable[[str], None],
) -> None:
    """What each theme says in words, and a link to each sheet."""
    top(sheet, contents.title(), contents.origin, formats)
    sheet.set_column(0, 0, WIDE)
    row = TOP
    for chapter in contents.chapters:
        told(chapter.heading.title)
        sheet.write_string(row, 0, plainly(chapter.heading.title), formats["bold"])
        lines = [chapter.heading.lead, *(line for one in chapter.sections for line in _words(one))]
        for line in filter(None, lines):
            row += 1
            _wrapped(sheet, row, 0, plainly(line), WIDE, formats)
        row += 2
    for title, name in links:
        quoted = name.replace("'", "''")
        sheet.write_url(row, 0, f"internal:'{quoted}'!A1", string=title)
        row += 1


def _words(section: Section) -> Iterator[str]:
    """What a section says outside tables and charts."""
    if section.panel is None:
        yield from (section.title, *section.texts, *section.points, *section.remarks)
    yield section.left_out


def _about(sheet: Worksheet, contents: Contents, formats: Formats) -> None:
    """Where the figures come from, and what explains those of all panels."""
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, WIDE)
    top(sheet, contents.title(), contents.origin, formats)
    definitions = [(one.label, one.definition) for one in contents.definitions()]
    for number, (name, text) in enumerate([*contents.about(), *definitions], start=TOP):
        sheet.write_string(number, 0, name, formats["bold"])
        _wrapped(sheet, number, 1, text, WIDE, formats)
