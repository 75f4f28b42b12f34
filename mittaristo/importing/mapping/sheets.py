"""Sheets below their headings: the cells that a mapping asks for, by heading."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

import polars as pl
from xlsxwriter.utility import xl_col_to_name

from mittaristo.i18n.normalisation import folded
from mittaristo.importing.many import first_of
from mittaristo.importing.places import number, spot
from mittaristo.importing.readers.headers import SEARCHED, body, cells_at, lone_rows, uneven
from mittaristo.importing.readers.sheets import Grid, cells_of, tidied
from mittaristo.importing.source import Numbered, Source, Spot
from mittaristo.messages.problems import AsWritten, Detail, Place, Problem

Cell = str | None
Errors = Mapping[tuple[str, str], set[int]]
"""Rule and heading (folded) → the numbers of the rows whose cell there breaks it."""

ROW = " row"
"""The column of the rows' numbers: no heading begins with a space."""


@dataclass(frozen=True)
class Rows:
    """The rows of one sheet, or of several that have the same headings.

    `frame`: the number of each row (see places) and the columns that were found, by heading
    (folded). `errors` are those of Excel, and formulas without a value. `alone` are the rows with
    one cell, in any column.
    """

    places: tuple[Place, ...]
    frame: pl.DataFrame
    errors: Errors
    alone: frozenset[int]

    def has(self, heading: str) -> bool:
        return heading in self.frame.columns

    def place(self, row: int) -> Spot:
        return spot(self.places, row)


@dataclass(frozen=True)
class Wanted:
    """What is looked for on a sheet: headings (folded → as the mapping writes them), and where."""

    headings: Mapping[str, str]
    keys: tuple[str, ...]
    """Headings (folded) whose cells a row of totals leaves empty, the first above all."""
    references: tuple[str, ...] = ()
    """Headings (folded) that name a row of another table."""
    header: tuple[int, ...] = ()
    rows: tuple[int, int] | None = None
    optional: frozenset[str] = frozenset()
    """Headings (folded) that may be missing."""
    amounts: frozenset[str] = frozenset()
    """Headings (folded) of numbers that are added up."""


@dataclass(frozen=True)
class List:
    """Rows below headings on a sheet, as a table or a join reads them.

    `positions`: heading (folded) that is read → its columns from the left.
    """

    place: Place
    header: int | None
    titles: Sequence[Cell]
    positions: Mapping[str, Sequence[int]]
    rows: Numbered

    def column(self, at: int) -> list[Cell]:
        return cells_at(at, (cells for _, cells in self.rows))


class Book:
    """The sheets of a source, each read once whatever tables are made of it."""

    def __init__(self, grids: Iterable[Grid], source: Source) -> None:
        self._source = source
        self._grids: dict[str, list[Grid]] = {}
        for grid in grids:
            self._grids.setdefault(folded(grid.name), []).append(grid)
        self._read: dict[str, Numbered] = {}
        self._noted: set[tuple[object, ...]] = set()
        self.unreadable: set[Place] = set()
        self.lists: list[List] = []

    def grids(self) -> Iterator[Grid]:
        for found in self._grids.values():
            yield from found

    def named(self, name: str) -> Grid | None:
        """The sheet of this name; None, and a problem, where several could be meant."""
        found = self._grids.get(folded(name), [])
        if len(found) > 1:
            self._problem(Problem("repeated_sheet", found[0].place))
            return None
        return found[0] if found else None

    def has(self, name: str) -> bool:
        return folded(name) in self._grids

    def rows(self, grid: Grid) -> Numbered:
        """All rows with anything in them; none where the sheet cannot be read."""
        if grid.name not in self._read:
            written = cells_of(grid, self._source)
            if written is None:
                self.unreadable.add(grid.place)
            self._read[grid.name] = tidied(written or [])
        return self._read[grid.name]

    def height(self, name: str) -> int:
        grid = self.named(name)
        return len(self.rows(grid)) if grid else 0

    def top(self, grid: Grid) -> Numbered | None:
        """The first rows of a sheet that need not be read; None where it cannot be."""
        if grid.name in self._read:
            return self._read[grid.name][:SEARCHED]
        written = cells_of(grid, Source())
        return None if written is None else tidied(written)[:SEARCHED]

    def below(self, grids: Sequence[Grid], wanted: Wanted) -> Rows:
        """The rows of these sheets one after the other, without totals and repeated headings."""
        parts = [self._part(at, grid, wanted) for at, grid in enumerate(grids)]
        here = {name for _, part in parts for name in part.frame.columns}
        for header, part in parts:
            if header is not None:
                self._source.messages += [
                    _no_heading(part.places[0], wanted.headings[name])
                    for name in wanted.headings
                    if name in here and not part.has(name) and name not in wanted.optional
                ]
        rows = [part for _, part in parts]
        broken = dict.fromkeys(one for part in rows for one in part.errors)
        return Rows(
            tuple(grid.place for grid in grids),
            pl.concat([part.frame for part in rows], how="diagonal"),
            {one: set().union(*(part.errors.get(one, ()) for part in rows)) for one in broken},
            frozenset().union(*(part.alone for part in rows)),
        )

    def _part(self, at: int, grid: Grid, wanted: Wanted) -> tuple[int | None, Rows]:
        """The row of the headings, None where the sheet has no rows; and what is below."""
        everything = self.rows(grid)
        rows = _within(everything, wanted.rows)
        header, titles = _header(everything if wanted.header else rows, wanted)
        positions = _positions(titles, wanted.headings)
        below = [(row, cells) for row, cells in rows if header is not None and row > header]
        self.lists.append(List(grid.place, header, titles, positions, below))
        for name, places in positions.items():
            if len(places) > 1:
                heading = wanted.headings[name]
                details: dict[str, Detail] = {"position": places[-1] + 1, "mapped": heading}
                details["lettered"] = f"{heading} ({xl_col_to_name(places[-1])})"
                self._source.messages.append(
                    Problem("repeated_column", grid.place, header, AsWritten(heading), details)
                )
        keys = [positions[name][0] for name in wanted.keys if name in positions]
        named = [positions[name][0] for name in wanted.references if name in positions]
        own, notes = body(below, titles, grid.place, keys[0] if keys else 0, named)
        notes += first_of(uneven(titles, own, grid.place))
        used = [places[0] for places in positions.values()]
        beside = {
            row for row, cells in own if not any(at < len(cells) and cells[at] for at in used)
        }
        if beside and len(used) > 1:
            own = [(row, cells) for row, cells in own if row not in beside]
            count: dict[str, Detail] = {"count": len(beside)}
            notes.append(Problem("beside_table", grid.place, min(beside), details=count))
        for note in notes:
            self._note(note)
        amounts = {
            xl_col_to_name(positions[name][0]): name for name in wanted.amounts & {*positions}
        }
        for one in grid.merged_amounts(amounts):
            self._note(replace(one, column=AsWritten(wanted.headings[str(one.column)])))
        errors: dict[tuple[str, str], set[int]] = {}
        for rule, name, row in grid.faulty({name: found[0] for name, found in positions.items()}):
            errors.setdefault((rule, name), set()).add(number(at, row))
        numbers = pl.Series(ROW, [number(at, row) for row, _ in own], pl.Int64)
        columns = (
            pl.Series(name, cells_at(places[0], (row for _, row in own)), pl.String)
            for name, places in positions.items()
        )
        alone = frozenset(number(at, row) for row in lone_rows(own))
        return header, Rows((grid.place,), pl.DataFrame([numbers, *columns]), errors, alone)

    def _problem(self, problem: Problem) -> None:
        if problem not in self._source.messages:
            self._source.messages.append(problem)

    def _note(self, note: Problem) -> None:
        """Several tables may be made of one sheet: once is enough."""
        if note.key() not in self._noted:
            self._noted.add(note.key())
            self._source.messages.append(note)


def _no_heading(place: Place, heading: str) -> Problem:
    return Problem("no_such_heading", place, details={"heading": heading})


def _within(rows: Numbered, limits: tuple[int, int] | None) -> Numbered:
    if limits is None:
        return rows
    first, last = limits
    return [(row, cells) for row, cells in rows if first <= row <= last]


def _header(rows: Numbered, wanted: Wanted) -> tuple[int | None, list[Cell]]:
    """The row that holds most of the headings, or the one that the mapping says."""
    if wanted.header:
        by_number = dict(rows)
        titles = [by_number.get(row, []) for row in wanted.header]
        return wanted.header[-1], titles[0] if len(titles) == 1 else two_rows(*titles)
    if not rows:
        return None, []
    return max(rows[:SEARCHED], key=lambda numbered: len(_positions(numbered[1], wanted.headings)))


def two_rows(above: Sequence[Cell], below: Sequence[Cell]) -> list[Cell]:
    """Headings on two rows as one: what stands above holds to its right, until the next."""
    titles: list[Cell] = []
    last: Cell = None
    for upper, lower in zip_longest(above, below):
        last = upper or last
        titles.append(f"{last} / {lower}" if last and lower else upper or lower)
    return titles


def _positions(titles: Sequence[Cell], wanted: Collection[str]) -> dict[str, list[int]]:
    """Heading → all columns that it stands above, from the left.

    One that stands above several is also named with the letter of its column: Day (D).
    """
    positions: dict[str, list[int]] = {}
    for at, title in enumerate(titles):
        name = folded(title or "")
        for called in (name, f"{name} ({xl_col_to_name(at).lower()})".strip()):
            if called and called in wanted:
                positions.setdefault(called, []).append(at)
    return positions
