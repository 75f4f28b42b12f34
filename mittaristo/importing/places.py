"""Which row of which sheet a row of a table is, where its rows come from several sheets."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import polars as pl

from mittaristo.importing.source import Spot, TextTable
from mittaristo.messages.problems import AsWritten, Detail, Place, Problem
from mittaristo.registers.schemas import SOURCE_ROW

SHEET = 1 << 32
"""A row's number in a table is that of Excel, and so much more for each sheet before its own."""


def number(sheet: int, row: int) -> int:
    """The number of a row within a table: `sheet` counts the table's sheets from 0."""
    return sheet * SHEET + row


def spot(places: Sequence[Place], row: int) -> Spot:
    """Of the row with this number: its sheet, and its number there as the reader sees it."""
    sheet, own = divmod(row, SHEET)
    return places[sheet], own


def at(table: TextTable, row: int) -> Spot:
    return spot((table.place, *table.others), row)


def headings_at(table: TextTable, row: int | None) -> Mapping[str, str]:
    """How the sheet of a row heads the columns: a table may be read from several layouts."""
    sheet = 0 if row is None else row // SHEET
    return table.part_headings.get(sheet, table.headings)


def parts(table: TextTable) -> Iterator[TextTable]:
    """The table sheet by sheet, its rows numbered as the reader of that sheet sees them."""
    if not table.others:
        yield table
        return
    for sheet, place in enumerate((table.place, *table.others)):
        own = table.frame.filter(pl.col(SOURCE_ROW) // SHEET == sheet)
        frame = own.with_columns(pl.col(SOURCE_ROW) % SHEET)
        originals = table.originals
        if SOURCE_ROW in originals.columns:
            originals = originals.filter(pl.col(SOURCE_ROW) // SHEET == sheet)
            originals = originals.with_columns(pl.col(SOURCE_ROW) % SHEET)
        headings = table.part_headings.get(sheet, table.headings)
        own_part = replace(table, place=place, headings=headings, others=(), part_headings={})
        yield replace(own_part, frame=frame, originals=originals)


def numbered(problems: Iterable[Problem], table: TextTable) -> Iterator[Problem]:
    """The problems that are about rows of the table, with their rows as the table numbers them."""
    places = (table.place, *table.others)
    for problem in problems:
        for sheet, place in enumerate(places):
            if place == problem.place and problem.row is not None:
                yield replace(problem, row=number(sheet, problem.row))


def beside(first: tuple[Place, int], place: Place) -> str:
    """Another row as a message at a place names it: its sheet, too, where that is another."""
    there, row = first
    return str(row) if there == place else f"{row} ({there.sheet or there.file})"


def as_written(
    problems: Iterable[Problem],
    table: TextTable,
    tables: Mapping[str, TextTable],
    may_be_coded: Mapping[str, Collection[str]],
) -> Iterator[Problem]:
    """Problems of a table as its reader finds them: sheet, row there, column by its heading.

    Other `tables` are called by the reader's own sheets. `may_be_coded`: column → the rules that a
    mapping can satisfy by saying what a cell means.
    """
    for problem in problems:
        place, row, details = problem.place, problem.row, dict(problem.details)
        headings = headings_at(table, row)
        if row is not None:
            place, row = at(table, row)
        if "first" in details:
            details["first"] = beside(at(table, int(str(details["first"]))), place)
        column = problem.column
        may = ("repeated_key", *may_be_coded.get(column or "", ()))
        if column and table.mapped and problem.rule in may:
            details["mapped"] = column
        column = column and _heading(column, headings)
        details = _named(details, headings, tables)
        yield replace(problem, place=place, row=row, column=column, details=details)


def _named(
    details: dict[str, Detail], headings: Mapping[str, str], tables: Mapping[str, TextTable]
) -> dict[str, Detail]:
    """Columns as the headings of their file, a table as the reader's own sheet."""
    if "value" in details and headings.get(other := str(details["other"])) == other:
        details["value"] = AsWritten(details["value"])  # who heads columns by code writes codes
    target = tables.get(str(details.get("table")))
    if target and target.place.sheet:
        details["table"] = AsWritten(target.place.sheet)
    for name, known in (("other", headings), ("key", target.headings if target else headings)):
        if isinstance(given := details.get(name), str):
            details[name] = _heading(given, known)
        elif isinstance(given, tuple):
            details[name] = tuple(_heading(one, known) for one in given)
    return details


def _heading(column: str, headings: Mapping[str, str]) -> str:
    """What the file calls one of our columns; its own name where the file does not have it."""
    known = None if isinstance(column, AsWritten) else headings.get(column)
    return column if known is None else AsWritten(known)
