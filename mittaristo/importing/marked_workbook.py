"""A workbook of registers as they were read, with the faulty cells marked.

It holds rows of persons: it is written for the one who asked, on their own machine, and is never
sent by the server.
"""

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, count
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from mittaristo.i18n.table import Table
from mittaristo.i18n.terms import word
from mittaristo.i18n.translation import Language, translator
from mittaristo.importing import private_file
from mittaristo.importing.places import parts
from mittaristo.importing.source import TextTable
from mittaristo.messages.problems import Group, Problem
from mittaristo.registers.schemas import SOURCE_ROW

MOMENT = re.compile(r"(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)")
LONGEST = 32_767
"""So many characters fit into a cell of Excel."""
LONGEST_NAME = 31
NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
"""What Excel does not take in the name of a sheet."""


def write(
    path: Path, tables: Mapping[str, TextTable], problems: Iterable[Problem], language: Language
) -> None:
    """Write the list of problems and a sheet a table; only its owner can read the file.

    Rows keep their numbers. Raises FileExistsError rather than overwrite anything.
    """
    private_file.write(path, _workbook(tables, list(problems), language))


def save(
    folder: Path,
    name: str,
    tables: Mapping[str, TextTable],
    problems: Iterable[Problem],
    language: Language,
) -> Path:
    """Write it into a folder under a name that is free there; the path. Raises OSError."""
    return private_file.save(folder, name, _workbook(tables, list(problems), language))


def listed(problems: Iterable[Problem | Group], language: Language) -> Table:
    """A row a problem, or group of them, under the headings that a reader sees.

    It holds no value of any cell.
    """
    _ = translator(language)
    headings = (_("Place"), _("Row"), _("Column"), _("What is wrong"), _("What to do"))
    return Table.of_texts(headings, (problem.parts(language) for problem in problems))


def _workbook(
    tables: Mapping[str, TextTable], problems: list[Problem], language: Language
) -> bytes:
    written = io.BytesIO()
    options = {  # in memory: nothing of it lies in a temporary folder
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(written, options) as book:
        head = book.add_format({"bold": True, "bottom": 1})
        fault = book.add_format({"bg_color": "#FFD9B3", "border": 1})
        _ = translator(language)
        first = _("Problems")
        _list(book.add_worksheet(first), problems, head, language)
        taken = {first.casefold(), "history"}  # Excel keeps this one for itself
        sheets = [(name, part) for name, table in tables.items() for part in parts(table)]
        theirs = _dealt(problems, [part for _name, part in sheets])
        for (name, part), here in zip(sheets, theirs, strict=True):
            called = _sheet_name(part, word("tables", name, language), taken)
            _table(book.add_worksheet(called), part, here, head, fault, language)
    return written.getvalue()


def _dealt(problems: Iterable[Problem], sheets: Sequence[TextTable]) -> list[list[Problem]]:
    """The problems of each of these sheets: several may be made of one sheet of the reader's.

    A problem goes to those that have its row, and of these to those that have its column.
    """
    dealt: list[list[Problem]] = [[] for _ in sheets]
    rows = [set(sheet.frame[SOURCE_ROW]) for sheet in sheets]
    for problem in problems:
        fits = {
            at: (problem.row in rows[at], problem.column in _headings(sheet))
            for at, sheet in enumerate(sheets)
            if sheet.place == problem.place
        }
        for at, fit in fits.items():
            if fit == max(fits.values()):
                dealt[at].append(problem)
    return dealt


def _headings(table: TextTable) -> list[str]:
    """Its columns as problems call them."""
    names = [name for name in table.frame.columns if name != SOURCE_ROW]
    return [table.headings.get(name, name) for name in names]


def _sheet_name(table: TextTable, called: str, taken: set[str]) -> str:
    """The name of the reader's own sheet; with that of the table, where another has it already."""
    own = NOT_IN_NAMES.sub(" ", table.place.sheet or called).strip("' ") or called
    ends = chain(("", f" ({called})"), (f" ({number})" for number in count(2)))
    names = (f"{own[: LONGEST_NAME - len(end)]}{end}" for end in ends)
    name = next(name for name in names if name.casefold() not in taken)
    taken.add(name.casefold())
    return name


def _list(sheet: Worksheet, problems: list[Problem], head: Format, language: Language) -> None:
    table = listed(problems, language)
    for column, (heading, width) in enumerate(
        zip(table.headings, (26, 8, 22, 60, 60), strict=True)
    ):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, heading, head)
    for row, cells in enumerate(table.rows, start=1):
        for column, text in enumerate(cells):
            if column == 1 and text:
                sheet.write_number(row, column, int(text))
            else:
                sheet.write_string(row, column, text)
    sheet.freeze_panes(1, 0)


def _table(
    sheet: Worksheet,
    table: TextTable,
    problems: list[Problem],
    head: Format,
    fault: Format,
    language: Language,
) -> None:
    """Headings on the first row, and each row where it was; what is wrong stands in comments."""
    names = [name for name in table.frame.columns if name != SOURCE_ROW]
    headings = _headings(table)
    shown = [table.headings.get(name) or word("columns", name, language) for name in names]
    cells = table.frame
    if translated := [name for name in names if name in table.originals.columns]:
        originals = table.originals.select(SOURCE_ROW, *translated)
        cells = cells.drop(translated).join(originals, on=SOURCE_ROW, how="left")
    rows = {row[0]: row[1:] for row in cells.select(SOURCE_ROW, *names).iter_rows()}
    said: dict[tuple[int, int], list[str]] = {}
    for problem in problems:
        at = problem.row - 1 if problem.row is not None and problem.row in rows else 0
        column = headings.index(problem.column) if problem.column in headings else 0
        said.setdefault((at, column), []).append(" ".join(problem.said(language)).rstrip())
    for column, heading in enumerate(shown):
        sheet.write_string(0, column, heading, fault if (0, column) in said else head)
        sheet.set_column(column, column, max(14, len(heading) + 2))
    for number, row in rows.items():
        for column, cell in enumerate(row):
            faulty = (number - 1, column) in said
            if cell is not None:
                text = _as_seen(cell)[:LONGEST]
                sheet.write_string(number - 1, column, text, fault if faulty else None)
            elif faulty:
                sheet.write_blank(number - 1, column, None, fault)
    for (at, column), sentences in said.items():
        sheet.write_comment(at, column, "\n".join(sentences), {"x_scale": 2})
    sheet.freeze_panes(1, 1)


def _as_seen(cell: str) -> str:
    """A day as sheets show it: the parser of workbooks gives year, month, day and time."""
    if not (found := MOMENT.fullmatch(cell)):
        return cell
    year, month, day, *time = map(int, found.groups())
    seen = f"{day}.{month}.{year}"
    return f"{seen} {time[0]}:{time[1]:02}" if any(time) else seen
