"""The register workbook: a sheet a table, headings and drop-downs in words, and instructions.

Empty it is a form to fill in; with rows it is the same workbook filled. Read back, both languages
give the same registers.
"""

import datetime as dt
import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import dataframely as dy
import xlsxwriter
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from mittaristo.i18n.terms import code, word
from mittaristo.i18n.translation import Language, Translate, translator
from mittaristo.registers.schemas import INSTRUCTIONS, INVENTED, TABLES, columns

ROWS = 20_000
"""How many rows of a sheet are prepared with drop-downs and formats."""

Rows = Iterable[Mapping[str, Any]]


def write_workbook(
    path: Path | io.BytesIO,
    language: Language,
    tables: Mapping[str, Rows] | None = None,
    *,
    invented: str | None = None,
) -> None:
    """Write the workbook to `path`: every table empty, or the given tables filled.

    `invented` is what the sheet says that marks all rows as made up. Raises OSError where the file
    cannot be written.
    """
    try:
        _write_workbook(path, language, tables, invented)
    except FileCreateError as error:  # what xlsxwriter makes of an OSError is none
        raise OSError(*error.args) from error


def _write_workbook(
    path: Path | io.BytesIO,
    language: Language,
    tables: Mapping[str, Rows] | None,
    invented: str | None,
) -> None:
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(path, options) as book:
        formats = {
            "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True}),
            "day": book.add_format({"num_format": "d.m.yyyy"}),
            "text": book.add_format({"num_format": "@"}),
            "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
        }
        _instructions(
            book.add_worksheet(INSTRUCTIONS[language == "en"].capitalize()), language, formats
        )
        for name in TABLES if tables is None else tables:
            sheet = book.add_worksheet(word("tables", name, language))
            _prepare(sheet, name, language, formats)
            for number, row in enumerate(tables[name] if tables else (), start=1):
                for place, (column, kind) in enumerate(columns(name).items()):
                    _write(sheet, number, place, kind, row.get(column), language, formats)
        if invented:
            book.add_worksheet(INVENTED).write(0, 0, invented)


def _instructions(sheet: Worksheet, language: Language, formats: Mapping[str, Format]) -> None:
    _ = translator(language)
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 32)
    sheet.set_column(2, 2, 14)
    sheet.set_column(3, 3, 90)
    lines = (
        _("Fill in a row for each client, training, job and so on. One sheet is one table."),
        _("Delete the sheets that your project does not keep: an empty sheet means zero so far."),
        _("Do not change the headings. Do not write names or identity codes."),
        _("Save the workbook as .xlsx and check it with: python -m mittaristo check"),
    )
    for number, line in enumerate(lines):
        sheet.write(number, 0, line)
    at = len(lines) + 1
    headings = (_("Sheet"), _("Column"), _("Needed"), _("What to write"))
    sheet.write_row(at, 0, headings, formats["head"])
    for name in TABLES:
        for column, kind in columns(name).items():
            at += 1
            sheet.write(at, 0, word("tables", name, language))
            sheet.write(at, 1, word("columns", column, language))
            sheet.write(at, 2, _("may be empty") if kind.nullable else _("yes"))
            what = _what_to_write(name, kind, language, _)
            sheet.write(at, 3, what, formats["wrap"])


def _what_to_write(table: str, kind: dy.Column, language: Language, _: Translate) -> str:
    metadata = kind.metadata or {}
    if codes := metadata.get("codes"):
        return ", ".join(code(one, language) for one in codes)
    if isinstance(kind, dy.Bool):
        return ", ".join(code(one, language) for one in ("true", "false"))
    if isinstance(kind, dy.Date):
        return _("a date")
    if isinstance(kind, dy.Int64 | dy.Float64):
        return _("a number")
    if target := metadata.get("references"):
        sheet = word("tables", target, language)
        return _("an id that stands on sheet {sheet}").format(sheet=sheet)
    if form := metadata.get("form"):
        return _(form)
    if metadata.get("public") == "text":
        return _("text that everyone may read")
    if metadata.get("entity") == "client":
        return _("an id of your own, the same person always with the same one")
    if len(TABLES[table].primary_key()) > 1:
        return _("an id of your own, the same one on all rows that belong together")
    return _("an id of your own, for this row alone")


def _prepare(
    sheet: Worksheet, name: str, language: Language, formats: Mapping[str, Format]
) -> None:
    """Headings, formats and drop-downs."""
    sheet.freeze_panes(1, 1)
    for place, (column, kind) in enumerate(columns(name).items()):
        heading = word("columns", column, language)
        is_day = isinstance(kind, dy.Date)
        plain = None if isinstance(kind, dy.Int64 | dy.Float64) else formats["text"]
        sheet.set_column(
            place, place, max(14, len(heading) + 2), formats["day"] if is_day else plain
        )
        sheet.write(0, place, heading, formats["head"])
        if rule := _validation(kind, language):
            sheet.data_validation(1, place, ROWS, place, rule)


def _validation(kind: dy.Column, language: Language) -> dict[str, Any] | None:
    """What Excel lets into a cell."""
    codes = (kind.metadata or {}).get("codes")
    if isinstance(kind, dy.Bool):
        codes = ("true", "false")
    if codes:
        return {"validate": "list", "source": [code(one, language) for one in codes]}
    if isinstance(kind, dy.Date):
        return {"validate": "date", "criteria": ">=", "value": dt.date(1990, 1, 1)}
    if isinstance(kind, dy.Int64):
        whole: dict[str, Any] = {"minimum": kind.min, "maximum": kind.max}
        return {"validate": "integer", "criteria": "between", **whole}
    if isinstance(kind, dy.Float64):
        bounds = {"minimum": kind.min, "maximum": kind.max}
        return {"validate": "decimal", "criteria": "between", **bounds}
    return None


def _write(
    sheet: Worksheet,
    number: int,
    place: int,
    kind: dy.Column,
    value: object,
    language: Language,
    formats: Mapping[str, Format],
) -> None:
    """A cell as a person would fill it in: a word for a code, a date cell for a day."""
    if value is None:
        return
    if isinstance(kind, dy.Date) and isinstance(value, dt.date):
        sheet.write_datetime(number, place, value, formats["day"])
    elif isinstance(kind, dy.Bool):
        sheet.write_string(number, place, code("true" if value else "false", language))
    elif isinstance(value, int | float):
        sheet.write_number(number, place, value)
    elif (kind.metadata or {}).get("codes"):
        sheet.write_string(number, place, code(str(value), language))
    else:
        sheet.write_string(number, place, str(value))
