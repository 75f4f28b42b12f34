"""Files → text. A workbook has a sheet a table, a folder has a CSV file a table.

Every cell stays text here, and every row keeps its number as Excel shows it.
"""

import re
import sys
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import polars as pl
from xlsxwriter.utility import xl_col_to_name

from mittaristo import spelling
from mittaristo.problems import AsWritten, Detail, Place, Problem
from mittaristo.reading.csv_files import MOST_TOGETHER, Cells, read_csv, size_of
from mittaristo.reading.unreadable import Unreadable
from mittaristo.reading.workbook import Sheet, read_workbook
from mittaristo.registers import IDENTIFYING, INSTRUCTIONS, INVENTED, SOURCE_ROW, TABLES, columns
from mittaristo.texts import meant

Numbered = list[tuple[int, list[str | None]]]
"""Rows with anything in them, tidied, each with its number as Excel shows it."""


Derived = Callable[[pl.Series, str | None], tuple[str, spelling.Meant]]
"""From the cells of a column and the way its days are written: the rule that a cell breaks when it
cannot be understood, and what the cells mean."""


Spot = tuple[Place, int]
"""A row of a sheet, as its reader sees it."""


@dataclass(frozen=True)
class Behind:
    """What the rows of a table hang on besides their own cells.

    `joined`: row of the table → rows of joined sheets. `merged`: row that is none of its own → the
    row of the table with the same key. `always`: rows whose faults leave open which rows count.
    """

    joined: Mapping[int, frozenset[Spot]] = field(default_factory=dict)
    merged: Mapping[int, int] = field(default_factory=dict)
    always: frozenset[Spot] = frozenset()


@dataclass(frozen=True)
class TextTable:
    """One register as it was written: text columns (empty = null) and `source_row`.

    `headings` are its columns as the header writes them; the others are there, but empty.
    `day_forms`: column → the way its days are written, where that is known; "" for all others.
    By a mapping only: `originals` are `source_row` and the columns whose cells were translated, as
    they were written; `put_together` are the columns whose cells were made from several others;
    `others` further sheets that its rows come from (see places), and `behind` what else they hang
    on; `derived` tells of a column how its cells are understood, and `outside` how many rows a
    condition kept out.
    """

    place: Place
    frame: pl.DataFrame
    headings: Mapping[str, str]
    day_forms: Mapping[str, str] = field(default_factory=dict)
    put_together: frozenset[str] = frozenset()
    others: tuple[Place, ...] = ()
    behind: Behind = field(default_factory=Behind)
    derived: Mapping[str, Derived] = field(default_factory=dict)
    mapped: bool = False
    outside: int = 0
    originals: pl.DataFrame = field(default_factory=pl.DataFrame)


@dataclass
class Source:
    """What was read. `invented` when the source itself says that its rows are made up.

    `notes` tell what was understood although it was written in another way, `suspicions` what may
    be wrong.
    """

    tables: dict[str, TextTable] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    suspicions: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    invented: bool = False


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
        if any(cells := [_cell(written) for written in row])
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
        source.tables[table] = _empty(place, list(columns(table)))
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
    first = _header(filled, allowed)
    at, header = filled[first] if filled else (1, [])
    meanings = [meant("columns", cell, allowed) if cell else None for cell in header]
    if not any(meanings):
        return [Problem("no_header", place, row=at, details=named)], [], _empty(place, own)
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
        name: pl.Series(name, _column(positions.get(name), (row for _, row in numbered)), pl.String)
        for name in allowed
        if name in positions or name in own
    }
    numbers = pl.Series(SOURCE_ROW, [number for number, _ in numbered], pl.Int64)
    frame = pl.DataFrame([numbers, *values.values()])
    return problems, notes, TextTable(place, frame, headings, grid.day_forms)


SEARCHED = 30
"""Among so many first rows the names of the columns are looked for."""

TOTALS = re.compile(
    r"(?:(?:kaikki )?yhteensä|summa|(?:grand )?totals?|sum)[ :]*(.*)", re.IGNORECASE
)
NUMBER = re.compile(r"[-\N{MINUS SIGN}]?\d[\d .,]*(?:€|eur|kpl|hlö|pcs|%)?", re.IGNORECASE)
"""A number with what people write behind it on a row of totals; a date is none."""


def _header(filled: Numbered, allowed: list[str]) -> int:
    """Which of the rows holds the names of the columns: the first with the most of them."""

    def known(place: int) -> int:
        return sum(bool(meant("columns", cell, allowed)) for cell in filled[place][1] if cell)

    return max(range(min(len(filled), SEARCHED)), key=known, default=0)


def without_headings(
    rows: Numbered, header: list[str | None], place: Place
) -> tuple[Numbered, list[Problem]]:
    """The rows without those that repeat the headings, as where each year has its own; a note."""
    wanted = _folded(header)
    at = next((place for place, cell in enumerate(wanted) if cell), 0)
    repeated = {
        number
        for number, row in rows
        if at < len(row) and _folded(row[at : at + 1]) == wanted[at : at + 1]
        if _folded(row) == wanted
    }
    if not repeated:
        return rows, []
    note = Problem("headings", place, min(repeated), details={"count": len(repeated)})
    return [(number, row) for number, row in rows if number not in repeated], [note]


def _folded(row: list[str | None]) -> list[str]:
    cells = [" ".join((cell or "").casefold().split()) for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def without_totals(rows: Numbered, key: int) -> tuple[Numbered, list[int]]:
    """The rows without those of totals at their end, and the numbers of these.

    A row of totals has no key of its own, says in one cell that it is one, and holds nothing else
    but numbers: an employer may well be called Total.
    """
    totals: list[int] = []
    while rows and of_totals(rows[-1][1], key):
        totals.insert(0, rows[-1][0])
        rows = rows[:-1]
    return rows, totals


def of_totals(row: list[str | None], key: int) -> bool:
    cells = [cell for cell in row if cell]
    others = [cell for cell in cells if not is_total(cell)]
    keyed = key < len(row) and row[key] in others
    return len(others) < len(cells) and not keyed and all(map(_number, others))


def is_total(cell: str) -> bool:
    found = TOTALS.fullmatch(cell)
    rest = found[1].rstrip(" :") if found else None
    return rest is not None and (not rest or _number(rest))


def _number(cell: str) -> bool:
    return bool(NUMBER.fullmatch(cell)) and not spelling.FINNISH.fullmatch(cell)


def _column(position: int | None, rows: Iterable[list[str | None]]) -> list[str | None]:
    if position is None:
        return [None for _ in rows]
    return [row[position] if position < len(row) else None for row in rows]


def _cell(cell: str | None) -> str | None:
    """A cell with plain spaces; None where nothing is left. Ids repeat: keep one of each."""
    text = spelling.tidy(cell)
    return sys.intern(text) if text else None


def _empty(place: Place, own: list[str]) -> TextTable:
    schema = {SOURCE_ROW: pl.Int64, **dict.fromkeys(own, pl.String)}
    return TextTable(place, pl.DataFrame(schema=schema), {})
