"""Tables and texts as a workbook: a sheet each, below project, day and co-funding."""

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass

import xlsxwriter

from mittaristo.i18n.table import Table
from mittaristo.reports.origin import Origin, sources
from mittaristo.reports.xlsx import SAFE, TOP, Formats, formats_of, sheet_name, top, write_table


@dataclass(frozen=True)
class Sheet:
    """A table under its title, with paragraphs below it. `name`: on the sheet's tab."""

    name: str
    title: str
    table: Table
    texts: tuple[str, ...] = ()


def workbook(
    title: str, sheets: Sequence[Sheet], origin: Origin, told: Sequence[tuple[str, str]] = ()
) -> bytes:
    """The workbook's bytes: the same for the same sheets and snapshot.

    told: names and texts that stand first on the last sheet, before where the figures come from.
    """
    written, names, _ = io.BytesIO(), set[str](), origin.view.wording
    with xlsxwriter.Workbook(written, SAFE) as book:
        published = dt.datetime.combine(origin.published_on, dt.time())
        book.set_properties({"title": title, "created": published})
        formats = formats_of(book)
        for one in sheets:
            sheet = book.add_worksheet(sheet_name(one.name, names))
            top(sheet, one.title, origin, formats)
            write_table(sheet, one.table, formats)
            for number, text in enumerate(one.texts, start=TOP + len(one.table.rows) + 2):
                sheet.write_string(number, 0, text)
        about = book.add_worksheet(sheet_name(_("About the figures"), names))
        _about(about, title, [*told, *sources(origin)], origin, formats)
    return written.getvalue()


def _about(
    sheet: xlsxwriter.worksheet.Worksheet,
    title: str,
    told: Sequence[tuple[str, str]],
    origin: Origin,
    formats: Formats,
) -> None:
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 110)
    top(sheet, title, origin, formats)
    for number, (name, text) in enumerate(told, start=TOP):
        sheet.write_string(number, 0, name, formats["bold"])
        sheet.write_string(number, 1, text, formats["wrap"])
