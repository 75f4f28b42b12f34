"""A panel as a workbook: a sheet a table, with numbers as numbers, and a sheet of what they are."""

import datetime as dt
import io
import re
from collections.abc import Mapping

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from mittaristo.i18n.table import Table, Value
from mittaristo.panels.parts.cofunding import emblem
from mittaristo.panels.parts.panel import Panel
from mittaristo.reports.drawing import drawn, placed
from mittaristo.reports.origin import Origin, cited, plainly, told
from mittaristo.reports.tables import is_month, parts, rows_of

SAFE = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
"""A text stays a text, whatever it begins with."""

TOP = 4
"""The row of the headings: above it are title, origin, co-funding, and a free row."""

SHARP = 288
"""How many points an inch the emblem has: four for each of the screen's."""

WIDEST = 60
"""A column is at most so many characters wide; longer texts are wrapped."""

Formats = Mapping[str, Format]


def panel_workbook(panel: Panel, origin: Origin) -> bytes:
    """The workbook's bytes: the same for the same panel and snapshot."""
    written, _ = io.BytesIO(), origin.view.wording
    with xlsxwriter.Workbook(written, SAFE) as book:
        published = dt.datetime.combine(origin.published_on, dt.time())
        book.set_properties({"title": plainly(panel.title), "created": published})
        formats = formats_of(book)
        names: set[str] = set()
        for place, (title, table) in enumerate(parts(panel)):
            name = _("Figures") if place == 0 else title
            sheet = book.add_worksheet(sheet_name(name, names))
            top(sheet, panel.title if place == 0 else title, origin, formats)
            write_table(sheet, table, formats)
        _about(
            book.add_worksheet(sheet_name(_("About the figures"), names)), panel, origin, formats
        )
    return written.getvalue()


def formats_of(book: xlsxwriter.Workbook) -> Formats:
    """How cells of a workbook look, by what they hold."""
    formats = {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "bold": book.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
        "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True}),
        "eu": book.add_format({"font_color": "#003399", "valign": "vcenter", "indent": 11}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
        "link": book.add_format(
            {"text_wrap": True, "valign": "top", "font_color": "#003399", "underline": 1}
        ),
    }
    for number in ("#,##0", "#,##0.0#", "0 %", "d.m.yyyy", "m/yyyy"):
        formats[number] = book.add_format({"num_format": number, "valign": "top"})
    return formats


def sheet_name(title: str, taken: set[str]) -> str:
    """A name that Excel accepts, and that no other sheet has; it is added to those taken."""
    plain = re.sub(r"[\[\]:*?/\\]", " ", title).strip(" '")[:31] or "-"
    name, number = plain, 1
    while name.casefold() in taken:
        number += 1
        name = f"{plain[:27]} {number}"
    taken.add(name.casefold())
    return name


def top(sheet: Worksheet, title: str, origin: Origin, formats: Formats) -> None:
    """Title, origin and, where the project is co-funded, emblem and words; how it is printed."""
    _, figures = origin.view.wording, origin.view.figures
    sheet.write_string(0, 0, plainly(title), formats["title"])
    day = _("as of {day}, snapshot {number}").format(
        day=_.day(origin.view.as_of), number=origin.number
    )
    invented = [_("invented example data")] if figures.synthetic else []
    sheet.write_string(1, 0, " · ".join([figures.project.name, day, *invented]))
    if figures.project.co_funding == "esf_plus":
        _cofunding(sheet, _("EU emblem"), _("Co-funded by the European Union"), formats)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _cofunding(sheet: Worksheet, alt: str, words: str, formats: Formats) -> None:
    """The emblem, 79 points of the screen wide, and the words beside it."""
    picture = {"image_data": io.BytesIO(drawn(placed(emblem(), 0, 0, 79, 54), SHARP))}
    # A unit of the emblem is a 72nd of an inch, a point of the screen a 96th.
    smaller = {"x_scale": 72 / 96, "y_scale": 72 / 96, "x_offset": 2, "y_offset": 2}
    sheet.set_row(2, 44)
    sheet.insert_image(2, 0, "emblem.png", {**picture, **smaller, "description": alt})
    sheet.write_string(2, 0, words, formats["eu"])


def write_table(sheet: Worksheet, table: Table, formats: Formats) -> list[int]:
    """The table below its headings, which stay in sight and are printed on every page.

    Gives the widths of its columns in characters.
    """
    widths = [len(heading) for heading in table.headings]
    for place, heading in enumerate(table.headings):
        sheet.write_string(TOP, place, heading, formats["head"])
    for number, row in enumerate(rows_of(table), start=TOP + 1):
        for place, (text, value) in enumerate(row):
            _write(sheet, number, place, text, value, formats)
            widths[place] = max(widths[place], len(text))
    widths = [min(max(width + 2, 10), WIDEST) for width in widths]
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width)
    sheet.freeze_panes(TOP + 1, 1)
    sheet.repeat_rows(TOP)
    return widths


def _write(
    sheet: Worksheet, number: int, place: int, text: str, value: Value, formats: Formats
) -> None:
    """A cell by its kind: a day, a number, or a text that stays one."""
    if isinstance(value, dt.date):
        form = "m/yyyy" if is_month(text, value) else "d.m.yyyy"
        sheet.write_datetime(number, place, dt.datetime.combine(value, dt.time()), formats[form])
    elif isinstance(value, int | float):
        whole = "#,##0" if isinstance(value, int) else "#,##0.0#"
        sheet.write_number(number, place, value, formats["0 %" if "%" in text else whole])
    elif value is not None:
        sheet.write_string(number, place, value, formats["wrap"])


def _about(sheet: Worksheet, panel: Panel, origin: Origin, formats: Formats) -> None:
    """What the figures are and where they come from, and what to cite."""
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 110)
    top(sheet, cited(panel, origin, link=False), origin, formats)
    for number, (name, text) in enumerate(told(panel, origin), start=TOP):
        sheet.write_string(number, 0, name, formats["bold"])
        sheet.write_string(number, 1, text, formats["wrap"])
