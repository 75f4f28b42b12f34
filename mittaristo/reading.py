"""Files → text. A workbook has a sheet a table, a folder has a CSV file a table.

Every cell stays text here, and every row keeps its number as Excel shows it.
"""

import csv
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import polars as pl

from mittaristo.problems import Place, Problem
from mittaristo.registers import IDENTIFYING, INSTRUCTIONS, INVENTED, SOURCE_ROW, TABLES, columns
from mittaristo.texts import meant
from mittaristo.workbook import read_workbook
from mittaristo.workbook_check import Unreadable

csv.field_size_limit(1_000_000)

Cells = tuple[str | None, ...]


@dataclass(frozen=True)
class TextTable:
    """One register as it was written: text columns (empty = null) and `source_row`.

    `headings` are its columns as the header writes them; the others are there, but empty.
    """

    place: Place
    frame: pl.DataFrame
    headings: Mapping[str, str]


@dataclass
class Source:
    """What was read. `invented` when the source itself says that its rows are made up."""

    tables: dict[str, TextTable] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    invented: bool = False


def read(path: Path) -> Source:
    """Read a workbook (.xlsx) or a folder of <table>.csv. Never raises for a bad file."""
    source = Source()
    if path.is_dir():
        for file in sorted(path.iterdir()):
            name = _table_meant(file.stem)
            if file.suffix.lower() == ".csv":
                _take(source, name, Place(file.name), partial(_csv_rows, file))
            elif file.suffix.lower() == ".xlsx" and not file.name.startswith("~$"):
                source.problems.append(Problem("workbook_in_folder", Place(file.name)))
            elif name in TABLES:
                source.problems.append(Problem("unknown_format", Place(file.name)))
    elif path.suffix.lower() == ".xlsx" and path.is_file():
        _read_workbook(source, path)
    else:
        single = path.suffix.lower() == ".csv"
        rule = ("single_csv" if single else "unknown_format") if path.exists() else "no_source"
        source.problems.append(Problem(rule, Place(path.name or str(path))))
        return source
    if not source.tables and not source.problems:
        source.problems.append(Problem("no_tables", Place(path.name or str(path))))
    return source


class _Unreadable(Exception):
    """Holds the rule that the file breaks."""


def _read_workbook(source: Source, path: Path) -> None:
    try:
        workbook = read_workbook(path)
    except Unreadable as error:
        source.problems.append(Problem(error.rule, Place(path.name), details={"code": error.code}))
        return
    for sheet in workbook.sheets:
        place, table = Place(path.name, sheet.name), _table_meant(sheet.name)
        if table in INSTRUCTIONS:
            continue
        _take(source, table, place, partial(list, sheet.rows))
        if table in TABLES:
            source.problems += [
                Problem("excel_error", place, row, column) for row, column in sorted(sheet.errors)
            ]


def _table_meant(written: str) -> str:
    """The table that a file or sheet is named after, in either language."""
    name = written.strip().lower()
    return meant("tables", name, TABLES) or name


def _csv_rows(file: Path) -> list[Cells]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            first = opened.readline()
            opened.seek(0)
            separator = max(",;\t", key=first.count)
            return [tuple(row) for row in csv.reader(opened, delimiter=separator, strict=True)]
    except UnicodeDecodeError as error:
        raise _Unreadable("not_utf8") from error
    except (csv.Error, OSError) as error:
        raise _Unreadable("unreadable") from error


def _take(source: Source, table: str, place: Place, rows: Callable[[], list[Cells]]) -> None:
    """Add one table, or the problems that keep it out."""
    if table == INVENTED:
        source.invented = True
        return
    if table not in TABLES:
        source.problems.append(
            Problem("unknown_table", place, details={"tables": ", ".join(TABLES)})
        )
        return
    if table in source.tables:
        source.problems.append(Problem("repeated_table", place, details={"table": table}))
        return
    try:
        written = rows()
    except _Unreadable as error:
        source.problems.append(Problem(str(error), place))
        source.tables[table] = _empty(place, list(columns(table)))
        return
    problems, read = _frame(table, place, written)
    source.problems += problems
    source.tables[table] = read


def _frame(table: str, place: Place, rows: list[Cells]) -> tuple[list[Problem], TextTable]:
    """Put the cells under the table's columns; tell which columns are missing or foreign.

    The first row with anything in it is the header.
    """
    own = list(columns(table))
    allowed = [*own, *IDENTIFYING.get(table, ())]
    named = {"columns": ", ".join(own)}
    filled = [
        (number, row)
        for number, row in enumerate(rows, start=1)
        if any(_cell(cell) is not None for cell in row)
    ]
    at, titles = filled[0] if filled else (1, ())
    header = [_cell(cell) for cell in titles]
    meanings = [meant("columns", cell, allowed) if cell else None for cell in header]
    if not any(meanings):
        return [Problem("no_header", place, row=at, details=named)], _empty(place, own)
    positions: dict[str, int] = {}
    headings: dict[str, str] = {}
    problems = []
    for position, (cell, name) in enumerate(zip(header, meanings, strict=True), start=1):
        if cell is None:
            continue
        details = {"position": str(position), **named}
        if name is None:
            problems.append(Problem("unknown_column", place, at, details=details))
        elif name in positions:
            problems.append(Problem("repeated_column", place, at, cell, details))
        else:
            positions[name], headings[name] = position - 1, cell
    problems += [
        Problem("missing_column", place, at, name) for name in own if name not in positions
    ]

    width, numbered = len(header), filled[1:]
    problems += [
        Problem("too_many_cells", place, row=number)
        for number, row in numbered
        if any(_cell(cell) is not None for cell in row[width:])
    ]
    cells = {
        name: pl.Series(name, _column(positions.get(name), (row for _, row in numbered)), pl.String)
        for name in allowed
        if name in positions or name in own
    }
    numbers = pl.Series(SOURCE_ROW, [number for number, _ in numbered], pl.Int64)
    frame = pl.DataFrame([numbers, *cells.values()])
    return problems, TextTable(place, frame, headings)


def _column(position: int | None, rows: Iterable[Cells]) -> list[str | None]:
    if position is None:
        return [None for _ in rows]
    return [_cell(row[position]) if position < len(row) else None for row in rows]


def _cell(cell: str | None) -> str | None:
    """A cell without the spaces around it; None where nothing is left. Ids repeat: keep one."""
    text = (cell or "").strip()
    return sys.intern(text) if text else None


def _empty(place: Place, own: list[str]) -> TextTable:
    schema = {SOURCE_ROW: pl.Int64, **dict.fromkeys(own, pl.String)}
    return TextTable(place, pl.DataFrame(schema=schema), {})
