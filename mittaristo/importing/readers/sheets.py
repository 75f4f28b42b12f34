"""A workbook or a folder of CSV files → its sheets, and the tables that they hold by name.

Every cell stays text here, and every row keeps its number as Excel shows it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import polars as pl
from xlsxwriter.utility import xl_cell_to_rowcol, xl_col_to_name

from mittaristo.i18n.terms import meant
from mittaristo.importing.many import first_of
from mittaristo.importing.readers import plain_csv
from mittaristo.importing.readers.csv_files import LIMITS, Cells, CsvFiles, CsvLimits, size_of
from mittaristo.importing.readers.headers import (
    SEARCHED,
    body,
    cells_at,
    header_at,
    lone_rows,
    tidied_cell,
    uneven,
    without_rows,
)
from mittaristo.importing.readers.plain_csv import Plain
from mittaristo.importing.readers.unreadable import Unreadable
from mittaristo.importing.readers.workbook import Sheet, read_workbook
from mittaristo.importing.readers.workbook_check import MOST_SHEETS
from mittaristo.importing.readers.workbook_sheet import MOST_MERGED, Merged
from mittaristo.importing.source import Numbered, Source, TextTable
from mittaristo.messages.problems import AsWritten, Detail, Place, Problem, spaced
from mittaristo.registers.schemas import (
    IDENTIFYING,
    INSTRUCTIONS,
    INVENTED,
    SOURCE_ROW,
    TABLES,
    columns,
    is_amount,
    refers,
)

MOST_COLUMNS = 2_000
"""Filled in on one row: a register with a column a day for years has fewer."""


@dataclass(frozen=True)
class Grid:
    """A sheet or CSV file as it is: its name, its rows from the first on, and what they tell.

    `errors` are the cells that hold an Excel error, `uncalculated` those with a formula that has
    no value: row, letters of the column. `plain`: the columns of a file with nothing odd in it.
    """

    name: str
    place: Place
    read: Callable[[], tuple[list[Cells], Sequence[Problem]]]
    errors: frozenset[tuple[int, str]] = frozenset()
    day_forms: Mapping[str, str] = field(default_factory=dict)
    messages: tuple[Problem, ...] = ()
    uncalculated: frozenset[tuple[int, str]] = frozenset()
    merged: tuple[Merged, ...] = ()
    plain: Callable[[], Plain | None] = lambda: None

    def merged_amounts(self, named: Mapping[str, str]) -> list[Problem]:
        """A warning of each merged area in these columns (letters → name): is it a sum of all?"""
        return [
            Problem("merged_amount", self.place, first, named[letters])
            for first, _last, letters in self.merged
            if letters in named
        ]

    def faulty(self, named: Mapping[str, int]) -> Iterator[tuple[str, str, int]]:
        """Rule, name and row of the cells in these columns (name → from the left) without a value:
        an Excel error, or a formula that nobody calculated."""
        names: dict[str, list[str]] = {}
        for name, position in named.items():
            names.setdefault(xl_col_to_name(position), []).append(name)
        for rule, cells in (("excel_error", self.errors), ("uncalculated", self.uncalculated)):
            for row, letters in sorted(cells):
                yield from ((rule, name, row) for name in names.get(letters, ()))


def read(path: Path, limits: CsvLimits = LIMITS) -> Source:
    """Read a workbook (.xlsx) or a folder of <table>.csv. Never raises for a bad file."""
    source = Source()
    for grid in grids(path, source, limits):
        _take(source, _table_meant(grid.name), grid)
    if not source.tables and not source.errors:
        source.messages.append(Problem("no_tables", Place(path.name or str(path))))
    return source


def grids(path: Path, source: Source, limits: CsvLimits = LIMITS) -> list[Grid]:
    """The sheets of a workbook or the CSV files of a folder; what hinders goes to the source."""
    found: list[Grid] = []
    if path.is_dir() and size_of(path.iterdir()) > limits.together:
        place, most = Place(path.name or str(path)), {"limit": limits.together >> 20}
        source.messages.append(Problem("folder_too_large", place, details=most))
    elif path.is_dir() and len(list(path.iterdir())) > MOST_SHEETS:
        place, limit = Place(path.name or str(path)), {"limit": MOST_SHEETS}
        source.messages.append(Problem("too_many_sheets", place, details=limit))
    elif path.is_dir():
        files = sorted(path.iterdir())
        every = [file for file in files if file.suffix.lower() == ".csv"]
        small = CsvFiles(file for file in every if not plain_csv.is_large(file))
        for file in files:
            place = Place(file.name)
            if file.suffix.lower() == ".csv":
                listed = CsvFiles([file]) if plain_csv.is_large(file) else small
                rows = partial(_csv_rows, listed, file)
                plain = partial(plain_csv.read, file, limits)
                found.append(Grid(file.stem, place, rows, plain=plain))
            elif file.suffix.lower() == ".xlsx" and not file.name.startswith("~$"):
                source.messages.append(Problem("workbook_in_folder", place))
            elif _table_meant(file.stem) in TABLES:
                source.messages.append(Problem("unknown_format", place))
    elif path.suffix.lower() == ".xlsx" and path.is_file():
        found = _sheets(path, source)
    else:
        single = path.suffix.lower() == ".csv"
        rule = ("single_csv" if single else "unknown_format") if path.exists() else "no_source"
        source.messages.append(Problem(rule, Place(path.name or str(path))))
    source.places = [grid.place for grid in found]
    return found


def cells_of(grid: Grid, source: Source) -> list[Cells] | None:
    """The rows of a grid; None, and a problem, where it cannot be read."""
    source.messages += grid.messages
    try:
        rows, messages = grid.read()
        if max(map(len, rows), default=0) > MOST_COLUMNS and any(map(_is_too_wide, rows)):
            raise Unreadable("too_many_columns", limit=spaced(MOST_COLUMNS))
    except Unreadable as error:
        source.messages.append(error.at(grid.place))
        return None
    source.messages += messages
    return rows


def _is_too_wide(row: Cells) -> bool:
    return len(row) > MOST_COLUMNS and sum(map(bool, row)) > MOST_COLUMNS


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
        source.messages.append(error.at(Place(path.name)))
        return []
    epoch = "excel 1904" if workbook.days_from_1904 else "excel 1900"
    return [
        Grid(
            sheet.name,
            Place(path.name, sheet.name),
            partial(_filled_down, sheet),
            frozenset(sheet.errors),
            {"": epoch},
            _easily_missed(path, sheet),
            sheet.uncalculated,
            tuple(area for area in sheet.merged if _merged_cell(sheet, area[0], area[2])[1]),
        )
        for sheet in workbook.sheets
        if _table_meant(sheet.name) not in INSTRUCTIONS
    ]


def _filled_down(sheet: Sheet) -> tuple[list[Cells], tuple[Problem, ...]]:
    """The rows, each with what a cell says that is merged over several of them.

    A row that has nothing else stays empty. Areas of a whole file never overlap: more cells than
    the sheet has are not filled.
    """
    rows = list(sheet.rows)
    left = sum(map(len, rows)) if len(sheet.merged) <= MOST_MERGED else 0
    for first, last, letters in sheet.merged:
        at, cell = _merged_cell(sheet, first, letters)
        for below in range(first, min(last, len(rows))) if cell else ():
            left -= 1
            if left < 0:
                raise Unreadable("unreadable", "merged")
            if any(sheet.rows[below]):
                rows[below] = (*rows[below][:at], cell, *rows[below][at + 1 :])
    return rows, ()


def _merged_cell(sheet: Sheet, row: int, letters: str) -> tuple[int, str | None]:
    """Where a merged cell begins from the left, and what it says."""
    _row, at = xl_cell_to_rowcol(f"{letters}1")
    cells = sheet.rows[row - 1] if row <= len(sheet.rows) else ()
    return at, cells[at] if at < len(cells) else None


def _easily_missed(path: Path, sheet: Sheet) -> tuple[Problem, ...]:
    """What counts although a reader of the sheet does not see it."""
    place = Place(path.name, sheet.name)
    merged = [row for row, _, letters in sheet.merged if _merged_cell(sheet, row, letters)[1]]
    told = [Problem("hidden_sheet", place)] if sheet.hidden else []
    if merged:
        told.append(Problem("merged_cells", place, min(merged), details={"count": len(merged)}))
    if (0, "") in sheet.uncalculated:  # somewhere: it is always told
        told.append(Problem("uncalculated", place))
    if sheet.hidden_rows:
        told.append(Problem("hidden_rows", place, details={"count": sheet.hidden_rows}))
    return tuple(told)


def _table_meant(written: str) -> str:
    """The table that a file or sheet is named after, in either language."""
    name = written.strip().lower()
    return meant("tables", name, TABLES) or name


def _csv_rows(listed: CsvFiles, file: Path) -> tuple[list[Cells], list[Problem]]:
    read, place = listed.read(file), Place(file.name)
    messages = [Problem(rule, place, row) for rule, row in read.faults]
    if read.encoding:
        messages.append(Problem("encoding", place, details={"encoding": read.encoding}))
    return read.rows, messages


def _take(source: Source, table: str, grid: Grid) -> None:
    """Add one table, or the problems that keep it out."""
    place = grid.place
    if table == INVENTED:
        source.invented = True
        return
    if table not in TABLES:
        source.messages.append(Problem("unknown_table", place, details={"tables": tuple(TABLES)}))
        return
    if table in source.tables:
        source.messages.append(Problem("repeated_table", place, details={"table": table}))
        return
    taken = _of_columns(table, grid)
    if taken is not None:
        source.messages += taken[0]
        source.tables[table] = taken[1]
        return
    written = cells_of(grid, source)
    if written is None:
        source.tables[table] = without_rows(place, list(columns(table)))
        return
    messages, source.tables[table] = _frame(table, grid, written)
    source.messages += messages


def _frame(table: str, grid: Grid, rows: Iterable[Cells]) -> tuple[list[Problem], TextTable]:
    """Put the cells under the table's columns: what is to be told, and the table."""
    own, place = list(columns(table)), grid.place
    allowed = [*own, *IDENTIFYING.get(table, ())]
    filled = tidied(rows)
    first = header_at(filled, allowed)
    at, header = filled[first] if filled else (1, [])
    if not any(cell and meant("columns", cell, allowed) for cell in header):
        details: dict[str, Detail] = {"columns": tuple(own), "limit": SEARCHED}
        return [Problem("no_header", place, row=at, details=details)], without_rows(place, own)
    positions, messages = _positions(table, header, place, at)
    if first:
        messages.append(Problem("above_header", place, at))
    below = filled[first + 1 :]
    kinds = columns(table)
    named = [at for name, at in positions.items() if name in kinds and refers(kinds[name])]
    numbered, notes = body(below, header, place, positions.get(own[0], 0), named)
    passed: set[int] = set()
    if len(numbered) < len(below):
        passed = {number for number, _ in below} - {number for number, _ in numbered}
    letters = {xl_col_to_name(position): name for name, position in positions.items()}
    messages += [
        *notes,
        *(
            Problem(rule, place, row, name)
            for rule, name, row in grid.faulty(positions)
            if row > at and row not in passed
        ),
        *grid.merged_amounts({at: one for at, one in letters.items() if is_amount(kinds.get(one))}),
        *first_of(uneven(header, numbered, place)),
        *_unnamed(header, numbered, place, at),
    ]
    values = {
        name: pl.Series(
            name, cells_at(positions.get(name), (row for _, row in numbered)), pl.String
        )
        for name in allowed
        if name in positions or name in own
    }
    numbers = pl.Series(SOURCE_ROW, [number for number, _ in numbered], pl.Int64)
    frame = pl.DataFrame([numbers, *values.values()])
    headings = {name: str(header[position]) for name, position in positions.items()}
    lone = lone_rows(numbered)
    return messages, TextTable(place, frame, headings, grid.day_forms, alone=lone)


def _of_columns(table: str, grid: Grid) -> tuple[list[Problem], TextTable] | None:
    """What `_frame` makes of a file whose rows are all alike; None where they are to be read."""
    plain = grid.plain()
    own, kinds = list(columns(table)), columns(table)
    allowed = [*own, *IDENTIFYING.get(table, ())]
    if plain is None or not any(meant("columns", cell or "", allowed) for cell in plain.header):
        return None
    positions, messages = _positions(table, plain.header, grid.place, 1)
    named = [at for name, at in positions.items() if name in kinds and refers(kinds[name])]
    if plain_csv.needs_a_look(plain, allowed, positions.get(own[0], 0), named):
        return None
    numbers = plain.rows[SOURCE_ROW]
    empty = pl.repeat(None, len(numbers), dtype=pl.String, eager=True)
    values = [
        (plain.column(positions[name]) if name in positions else empty).alias(name)
        for name in allowed
        if name in positions or name in own
    ]
    headings = {name: str(plain.header[position]) for name, position in positions.items()}
    return messages, TextTable(grid.place, pl.DataFrame([numbers, *values]), headings)


def _positions(
    table: str, header: Sequence[str | None], place: Place, at: int
) -> tuple[dict[str, int], list[Problem]]:
    """Where the table's columns stand, and what is wrong with the row of headings."""
    kinds = columns(table)
    own = list(kinds)
    allowed = [*own, *IDENTIFYING.get(table, ())]
    positions: dict[str, int] = {}
    errors = []
    for position, cell in enumerate(header):
        if cell is None:
            continue
        name = meant("columns", cell, allowed)
        details: dict[str, Detail] = {"position": position + 1, "columns": tuple(own)}
        if name is None:
            errors.append(Problem("unknown_column", place, at, details=details))
        elif name in positions:
            errors.append(Problem("repeated_column", place, at, AsWritten(cell), details))
        else:
            positions[name] = position
    needed = [name for name, kind in kinds.items() if not (kind.metadata or {}).get("later")]
    for name in needed:
        if name not in positions:
            rule = "column_not_given" if kinds[name].nullable else "missing_column"
            errors.append(Problem(rule, place, at, name))
    return positions, errors


def _unnamed(
    header: Sequence[str | None], rows: Numbered, place: Place, at: int
) -> Iterator[Problem]:
    """Cells below a column without a heading."""
    for position, cell in enumerate(header):
        held = sum(1 for _, row in rows if position < len(row) and row[position])
        if cell is None and held:
            details: dict[str, Detail] = {"position": position + 1, "count": held}
            yield Problem("without_heading", place, at, details=details)
