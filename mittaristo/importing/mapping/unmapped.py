"""Sheets and rows that a mapping leaves unread, above all sheets that look like those it reads."""

import re
from collections.abc import Iterator

from mittaristo.i18n.normalisation import folded
from mittaristo.i18n.terms import meant
from mittaristo.importing.mapping.schema import SheetMapping, headings
from mittaristo.importing.mapping.sheets import Book
from mittaristo.importing.readers.sheets import Grid
from mittaristo.importing.source import Numbered
from mittaristo.messages.problems import Detail, Problem
from mittaristo.registers.schemas import INVENTED, TABLES

YEAR = re.compile(r"\d+")
FEWEST = 2
"""So many headings must a sheet share with a mapped one to be like it."""


def unread(book: Book, mapping: SheetMapping) -> Iterator[Problem]:
    """One message for each sheet with anything on it that no table names.

    And one for each sheet with rows below those that tables name.
    """
    named: set[str] = set()
    for table in (one for parts in mapping.tables.values() for one in parts):
        named.update(map(folded, table.sheets))
        named.update(folded(sheet) for join in table.joins for sheet in join.sheets)
    for grid in book.grids():
        if folded(grid.name) == INVENTED:
            continue
        if folded(grid.name) in named:
            yield from _below(book, grid, mapping)
            continue
        rows = book.top(grid)
        if rows == []:
            continue
        alike = next(_alike(grid, rows or [], mapping), None)
        yield alike or Problem("sheet_not_read", grid.place)


def _below(book: Book, grid: Grid, mapping: SheetMapping) -> Iterator[Problem]:
    """Whether there are rows that none of the tables which name rows of the sheet names."""
    name = folded(grid.name)
    tables = [one for parts in mapping.tables.values() for one in parts]
    limits = [table.rows for table in tables if name in map(folded, table.sheets)]
    for join in (join for table in tables for join in table.joins):
        limits += [None] if name in map(folded, join.sheets) else []
    named = [limit for limit in limits if limit is not None]
    if len(named) < len(limits) or not named:
        return
    above = min(last for _, last in named)
    lost = [
        row
        for row, _ in book.rows(grid)
        if row > above and not any(first <= row <= last for first, last in named)
    ]
    if lost:
        yield Problem("below_rows", grid.place, lost[0], details={"count": len(lost)})


def _alike(grid: Grid, rows: Numbered, mapping: SheetMapping) -> Iterator[Problem]:
    """Whether the sheet is named like one of our tables or headed like a sheet that is read."""
    if table := meant("tables", grid.name, TABLES):
        yield Problem("sheet_like_table", grid.place, details={"table": table})
    written = [{folded(cell) for cell in cells if cell} for _, cells in rows]
    for mapped in (one for parts in mapping.tables.values() for one in parts):
        used = {folded(heading.name): heading.name for heading in headings(mapped)}
        found = max((used.keys() & row for row in written), key=len, default=set())
        details: dict[str, Detail] = {"sheet": mapped.sheets[0]}
        if len(found) == len(used) >= FEWEST:
            yield Problem("sheet_like_sheet", grid.place, details=details)
        # a new year has most of the headings, or half of them and the name but for the year
        years = any(YEAR.sub("", one) == YEAR.sub("", grid.name) for one in mapped.sheets)
        if len(found) >= FEWEST and len(found) >= len(used) * (0.5 if years else 0.75):
            missing = ", ".join(used[name] for name in used if name not in found)
            details |= {"count": len(found), "of": len(used), "missing": missing}
            yield Problem("sheet_nearly_like", grid.place, details=details)
