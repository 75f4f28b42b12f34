"""Other people's sheets → our tables, by a mapping."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from xlsxwriter.utility import xl_col_to_name

from mittaristo import spelling
from mittaristo.mapping import Column, Join, SheetMapping, Table
from mittaristo.problems import Place, Problem
from mittaristo.reading import (
    SEARCHED,
    Grid,
    Numbered,
    Source,
    TextTable,
    cells_of,
    excel_errors,
    grids,
    tidied,
    without_headings,
    without_totals,
)
from mittaristo.registers import IDENTIFYING, INVENTED, SOURCE_ROW, TABLES, columns
from mittaristo.texts import meant, words


def read(path: Path, mapping: SheetMapping) -> Source:
    """Read the mapped tables from a workbook or a folder. Never raises for a bad file.

    Sheets that no table names are left alone.
    """
    source = Source()
    found = {_folded(grid.name): grid for grid in grids(path, source)}
    source.invented = INVENTED in found
    for name, table in mapping.tables.items():
        grid = found.get(_folded(table.sheet))
        beside = found.get(_folded(table.join.sheet)) if table.join else None
        missing = table.sheet if grid is None else table.join.sheet if table.join else ""
        if grid is None or (table.join and beside is None):
            source.problems.append(
                Problem("no_such_sheet", Place(path.name), details={"sheet": missing})
            )
            continue
        source.tables[name] = _mapped(name, table, grid, beside, mapping, source)
    return source


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


@dataclass(frozen=True)
class _Sheet:
    """A sheet below its headings: heading → position, and the rows with their numbers."""

    positions: Mapping[str, int]
    rows: Numbered

    def cells(self, heading: str) -> list[str | None]:
        at = self.positions[_folded(heading)]
        return [row[at] if at < len(row) else None for _, row in self.rows]


def _mapped(
    name: str,
    table: Table,
    grid: Grid,
    beside: Grid | None,
    mapping: SheetMapping,
    source: Source,
) -> TextTable:
    """One of our tables: its columns from theirs, only the wanted rows, each with its number."""
    source.problems += [
        Problem("not_mapped", grid.place, column=column)
        for column, kind in columns(name).items()
        if not kind.nullable and column not in table.columns
    ]
    wanted = [*_headings(table), *table.where]
    if table.join:
        wanted.append(table.join.ours)
    sheet, absent = _below_headings(grid, wanted, table.header, source)
    if table.join and beside:
        joined, also_absent = _below_headings(beside, [*absent, table.join.theirs], None, source)
        if (
            not {_folded(table.join.ours)} & absent
            and not {_folded(table.join.theirs)} & also_absent
        ):
            sheet = _joined(sheet, joined, table.join, source, beside)
        absent = absent & also_absent
    for heading in sorted(absent):
        source.problems.append(Problem("no_such_heading", grid.place, details={"heading": heading}))
    kept = set(range(len(sheet.rows)))
    for heading, values in table.where.items():
        if _folded(heading) in sheet.positions:
            wanted_ones = {_folded(one) for one in values}
            cells_of_it = enumerate(sheet.cells(heading))
            kept &= {at for at, cell in cells_of_it if _folded(cell or "") in wanted_ones}
    places = sorted(kept)
    own = [*columns(name), *(set(IDENTIFYING.get(name, ())) & table.columns.keys())]
    cells: dict[str, list[str | None]] = {}
    for column in own:
        said = table.columns.get(column, Column())
        filled = _cells(said, sheet, mapping, apart=_is_a_key(name, column))
        cells[column] = [filled[at] for at in places]
    numbers = pl.Series(SOURCE_ROW, [sheet.rows[at][0] for at in places], pl.Int64)
    frame = pl.DataFrame(
        [numbers, *(pl.Series(column, found, pl.String) for column, found in cells.items())]
    )
    originals = {
        column: pl.Series(sheet.cells(said.heading), dtype=pl.String).gather(places)
        for column, said in table.columns.items()
        if said.heading and (said.codes or said.take) and _folded(said.heading) in sheet.positions
    }
    given = {column: _called(column, said) for column, said in table.columns.items()}
    forms = {column: said.days for column, said in table.columns.items() if said.days}
    put_together = frozenset(column for column, said in table.columns.items() if said.number_by)
    written = [pl.Series(column, found, pl.String) for column, found in originals.items()]
    return TextTable(
        grid.place,
        frame,
        given,
        {**grid.day_forms, **forms},
        put_together,
        pl.DataFrame([numbers, *written]),
    )


def _is_a_key(name: str, column: str) -> bool:
    """Whether a column tells rows apart by itself. Those that refer to others may say the same."""
    return TABLES[name].primary_key() == [column]


def _called(column: str, said: Column) -> str:
    return said.heading or column


def _headings(table: Table) -> list[str]:
    return [
        heading
        for said in table.columns.values()
        for heading in (said.heading, *said.number_by)
        if heading
    ]


def _below_headings(
    grid: Grid, wanted: Iterable[str], header: int | None, source: Source
) -> tuple[_Sheet, set[str]]:
    """The sheet below its row of headings, and which of the wanted headings are not there."""
    names = {_folded(heading) for heading in wanted}
    rows = tidied(cells_of(grid, source) or [])

    def found(at: int) -> int:
        return len(names & {_folded(cell or "") for cell in rows[at][1]})

    if header is not None:
        first = next((at for at, (number, _) in enumerate(rows) if number == header), len(rows))
    else:
        first = max(range(min(len(rows), SEARCHED)), key=found, default=0)
    titles = rows[first][1] if first < len(rows) else []
    positions = {_folded(cell): at for at, cell in reversed(list(enumerate(titles))) if cell}
    key = min((positions[name] for name in names if name in positions), default=0)
    below, repeated = without_headings(rows[first + 1 :], titles, grid.place)
    source.notes += repeated
    below, totals = without_totals(below, key)
    source.notes += [Problem("totals", grid.place, number) for number in totals]
    used = {
        xl_col_to_name(positions[name]): titles[positions[name]] or ""
        for name in names
        if name in positions
    }
    source.problems += [
        problem
        for problem in excel_errors(grid, used, rows[first][0] if titles else 0, totals)
        if problem not in source.problems
    ]
    return _Sheet(positions, below), names - positions.keys()


def _joined(sheet: _Sheet, other: _Sheet, join: Join, source: Source, grid: Grid) -> _Sheet:
    """Each row with the cells of the other sheet's row that has the same key."""
    known: dict[str, list[str | None]] = {}
    for key, (number, row) in zip(other.cells(join.theirs), other.rows, strict=True):
        if key is None:
            continue
        if spelling.same_id(key) in known:
            source.problems.append(
                Problem("joined_twice", grid.place, number, join.theirs, {"sheet": join.sheet})
            )
        known[spelling.same_id(key)] = row
    width = max((len(row) for _, row in sheet.rows), default=0)
    width = max(width, *(at + 1 for at in sheet.positions.values()))
    rows = [
        (number, [*row, *[None] * (width - len(row)), *known.get(spelling.same_id(key or ""), [])])
        for key, (number, row) in zip(sheet.cells(join.ours), sheet.rows, strict=True)
    ]
    beside = {name: width + at for name, at in other.positions.items()}
    return _Sheet({**beside, **sheet.positions}, rows)


def _cells(said: Column, sheet: _Sheet, mapping: SheetMapping, *, apart: bool) -> list[str | None]:
    """The cells of one column, for every row of the sheet; keys tell all rows `apart`."""
    if said.always is not None:
        return [said.always for _ in sheet.rows]
    if said.number_by:
        return list(_numbered(said.number_by, sheet, apart=apart))
    if said.heading is None or _folded(said.heading) not in sheet.positions:
        return [None for _ in sheet.rows]
    cells = sheet.cells(said.heading)
    if said.codes:
        cells = [cell and said.codes.get(cell.casefold(), cell) for cell in cells]
    if said.take == "year":
        found = spelling.days(pl.Series(cells, dtype=pl.String), form=said.days, birth=True)
        years = [day and str(day.year) for day in found.values]
        cells = [year or cell for year, cell in zip(years, cells, strict=True)]
    if said.take == "municipality":
        cells = [cell and _municipality(cell, mapping) for cell in cells]
    return cells


def _numbered(headings: Sequence[str], sheet: _Sheet, *, apart: bool) -> Iterator[str | None]:
    """A key for each row from what it says; empty in a row that refers to nothing.

    A row keeps its key when others come in between. Where two say the same, a running number tells
    them `apart`.
    """
    if not all(_folded(heading) in sheet.positions for heading in headings):
        yield from ("" for _ in sheet.rows)
        return
    seen: dict[str, int] = {}
    for values in zip(*(sheet.cells(heading) for heading in headings), strict=True):
        key = "/".join(spelling.same_id(value or "") for value in values)
        if not apart:
            yield key if any(values) else None
            continue
        seen[key] = seen.get(key, 0) + 1
        yield key if seen[key] == 1 else f"{key}/{seen[key]}"


def _municipality(cell: str, mapping: SheetMapping) -> str:
    """The code of a municipality by its name, its code, or a postal code that the mapping names."""
    text = cell.casefold()
    if text in mapping.municipalities:
        return mapping.municipalities[text]
    if re.fullmatch(r"\d{5}", text):
        starts = [text[:length] for length in (4, 3, 2)]
        known = [mapping.municipalities[one] for one in starts if one in mapping.municipalities]
        return known[0] if known else cell
    return meant("municipalities", cell, words()["municipalities"]) or cell
