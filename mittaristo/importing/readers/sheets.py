"""A workbook or a folder of CSV files → its sheets, and the tables that they hold by name.

Every cell stays text here, and every row keeps its number as Excel shows it."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import polars as pl
from xlsxwriter.utility import xl_col_to_name

from mittaristo.i18n.terms import meant
from mittaristo.importing.readers.csv_files import MOST_TOGETHER, Cells, read_csv, size_of
from mittaristo.importing.readers.headers import (
    cells_at,
    header_at,
    tidied_cell,
    without_headings,
    without_rows,
    without_totals,
)
from mittaristo.importing.readers.unreadable import Unreadable
from mittaristo.importing.readers.workbook import Sheet, read_workbook
from mittaristo.importing.source import Numbered, Source, TextTable
from mittaristo.messages.problems import AsWritten, Detail, Place, Problem
from mittaristo.registers.schemas import (
    IDENTIFYING,
    INSTRUCTIONS,
    INVENTED,
    SOURCE_ROW,
    TABLES,
    columns,
)


@dataclass(frozen=True)
class Grid:
    """A sheet or CSV file as it is: its name, and its rows from the first on.

    `errors` are the cells that hold an Excel error, `uncalculated` those with a formula that has
    no value: row, letters of the column.
    """

    name: str
    place: Place
    read: Callable[[], list[Cells]]
    errors: frozenset[tuple[int, str]] = frozenset()
    day_forms: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[Problem, ...] = ()
    uncalculated: frozenset[tuple[int, str]] = frozenset()


def read(path: Path) -> Source:
    """Read a workbook (.xlsx) or a folder of <table>.csv. Never raises for a bad file."""
    source = Source()
    for grid in grids(path, source):
        _take(source, _table_meant(grid.name), grid)
    if not source.tables and not source.problems:
        source.problems.append(Problem("no_tables", Place(path.name or str(path))))
    return source


def grids(path: Path, source: Source) -> list[Grid]:
    """The sheets of a workbook or the CSV files of a folder; what hinders goes to the source."""
    found: list[Grid] = []
    if path.is_dir() and size_of(path.iterdir()) > MOST_TOGETHER:
        source.problems.append(Problem("folder_too_large", Place(path.name or str(path))))
    elif path.is_dir():
        for file in sorted(path.iterdir()):
            place = Place(file.name)
            if file.suffix.lower() == ".csv":
                found.append(Grid(file.stem, place, partial(_csv_rows, file, source.notes)))
            elif file.suffix.lower() == ".xlsx" and not file.name.startswith("~$"):
                source.problems.append(Problem("workbook_in_folder", place))
            elif _table_meant(file.stem) in TABLES:
                source.problems.append(Problem("unknown_format", place))
    elif path.suffix.lower() == ".xlsx" and path.is_file():
        found = _sheets(path, source)
    else:
        single = path.suffix.lower() == ".csv"
        rule = ("single_csv" if single else "unknown_format") if path.exists() else "no_source"
        source.problems.append(Problem(rule, Place(path.name or str(path))))
    return found


def cells_of(grid: Grid, source: Source) -> list[Cells] | None:
    """The rows of a grid; None, and a problem, where it cannot be read."""
    source.notes += grid.notes
    try:
        return grid.read()
    except Unreadable as error:
        source.problems.append(Problem(error.rule, grid.place))
        return None


def tidied(rows: Iterable[Cells]) -> Numbered:
    """The rows with anything in them, with plain spaces only."""
    return [
        (number, cells)
        for number, row in enumerate(rows, start=1)
        if any(cells := [tidied_cell(written) for written in row])
    ]


def _sheets(path: Path, source: Source) -> list[Grid]:
    try:
        workbook = read_workbook(path)
    except Unreadable as error:
        source.problems.append(Problem(error.rule, Place(path.name), details={"code": error.code}))
        return []
    epoch = "excel 1904" if workbook.days_from_1904 else "excel 1900"
    return [
        Grid(
            sheet.name,
            Place(path.name, sheet.name),
            partial(list, sheet.rows),
            frozenset(sheet.errors),
            {"": epoch},
            _easily_missed(path, sheet),
            sheet.uncalculated,
        )
        for sheet in workbook.sheets
        if _table_meant(sheet.name) not in INSTRUCTIONS
    ]


def _easily_missed(path: Path, sheet: Sheet) -> tuple[Problem, ...]:
    """What counts although a reader of the sheet does not see it, or sees it crossed out."""
    place = Place(path.name, sheet.name)
    rows = {"hidden_rows": sheet.hidden_rows, "struck_rows": sheet.struck_rows}
    return (
        *([Problem("hidden_sheet", place)] if sheet.hidden else []),
        *(Problem(rule, place, details={"count": count}) for rule, count in rows.items() if count),
    )


def _table_meant(written: str) -> str:
    """The table that a file or sheet is named after, in either language."""
    name = written.strip().lower()
    return meant("tables", name, TABLES) or name


def _csv_rows(file: Path, notes: list[Problem]) -> list[Cells]:
    rows, encoding = read_csv(file)
    if encoding:
        notes.append(Problem("encoding", Place(file.name), details={"encoding": encoding}))
    return rows


def _take(source: Source, table: str, grid: Grid) -> None:
    """Add one table, or the problems that keep it out."""
    place = grid.place
    if table == INVENTED:
        source.invented = True
        return
    if table not in TABLES:
        source.problems.append(Problem("unknown_table", place, details={"tables": tuple(TABLES)}))
        return
    if table in source.tables:
        source.problems.append(Problem("repeated_table", place, details={"table": table}))
        return
    written = cells_of(grid, source)
    if written is None:
        source.tables[table] = without_rows(place, list(columns(table)))
        return
    problems, notes, read = _frame(table, grid, written)
    source.problems += problems
    source.notes += notes
    source.tables[table] = read


def excel_errors(
    grid: Grid, named: Mapping[str, str], below: int, without: Collection[int]
) -> list[Problem]:
    """One problem for each cell that holds an Excel error, or a formula that has no value.

    Only of the columns that are `named` (letters → name), of the rows `below` the headings and
    `without` those that are passed over. A formula whose place is not known is always told.
    """
    found = [
        *(("excel_error", row, column) for row, column in grid.errors),
        *(("uncalculated", row, column) for row, column in grid.uncalculated if row),
    ]
    return [
        *([Problem("uncalculated", grid.place)] if (0, "") in grid.uncalculated else []),
        *(
            Problem(rule, grid.place, row, named[column])
            for rule, row, column in sorted(found, key=lambda one: one[1:])
            if column in named and row > below and row not in without
        ),
    ]


def _frame(
    table: str, grid: Grid, rows: Iterable[Cells]
) -> tuple[list[Problem], list[Problem], TextTable]:
    """Put the cells under the table's columns: what hinders, what was repaired, and the table."""
    own, place = list(columns(table)), grid.place
    allowed = [*own, *IDENTIFYING.get(table, ())]
    named: dict[str, Detail] = {"columns": tuple(own)}
    filled = tidied(rows)
    first = header_at(filled, allowed)
    at, header = filled[first] if filled else (1, [])
    meanings = [meant("columns", cell, allowed) if cell else None for cell in header]
    if not any(meanings):
        return [Problem("no_header", place, row=at, details=named)], [], without_rows(place, own)
    notes = [Problem("above_header", place, row=at)] if first else []
    positions: dict[str, int] = {}
    headings: dict[str, str] = {}
    problems = []
    for position, (cell, name) in enumerate(zip(header, meanings, strict=True), start=1):
        if cell is None:
            continue
        details: dict[str, Detail] = {"position": position, **named}
        if name is None:
            problems.append(Problem("unknown_column", place, at, details=details))
        elif name in positions:
            problems.append(Problem("repeated_column", place, at, AsWritten(cell), details))
        else:
            positions[name], headings[name] = position - 1, cell
    problems += [
        Problem("missing_column", place, at, name) for name in own if name not in positions
    ]

    width = len(header)
    below, repeated = without_headings(filled[first + 1 :], header, place)
    notes += repeated
    numbered, totals = without_totals(below, positions.get(own[0], 0))
    notes += [Problem("totals", place, row=number) for number in totals]
    letters = {xl_col_to_name(position): name for name, position in positions.items()}
    problems += excel_errors(grid, letters, at, totals)
    problems += [
        Problem("too_many_cells", place, row=number) for number, row in numbered if any(row[width:])
    ]
    for position, cell in enumerate(header):
        held = sum(1 for _, row in numbered if position < len(row) and row[position])
        if cell is None and held:
            nameless = {"position": position + 1, "count": held}
            notes.append(Problem("without_heading", place, at, details=nameless))
    values = {
        name: pl.Series(
            name, cells_at(positions.get(name), (row for _, row in numbered)), pl.String
        )
        for name in allowed
        if name in positions or name in own
    }
    numbers = pl.Series(SOURCE_ROW, [number for number, _ in numbered], pl.Int64)
    frame = pl.DataFrame([numbers, *values.values()])
    return problems, notes, TextTable(place, frame, headings, grid.day_forms)
