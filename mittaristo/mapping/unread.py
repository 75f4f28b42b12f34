"""Sheets that a mapping leaves unread, above all those that look as if they should be read."""

from collections.abc import Iterator

from mittaristo.mapping.file import SheetMapping, folded, headings
from mittaristo.mapping.sheets import Book
from mittaristo.problems import Problem
from mittaristo.reading import Grid, Numbered
from mittaristo.registers import INVENTED, TABLES
from mittaristo.texts import meant

FEWEST = 2
"""So many headings must a sheet share with a mapped one to be like it."""


def unread(book: Book, mapping: SheetMapping) -> tuple[list[Problem], list[Problem]]:
    """Suspicions and notes: one for each sheet with anything on it that no table names."""
    named: set[str] = set()
    for table in mapping.tables.values():
        named.update(map(folded, table.sheets))
        named.update(folded(sheet) for join in table.joins for sheet in join.sheets)
    suspicions, notes = [], []
    for grid in book.grids():
        if folded(grid.name) in named or folded(grid.name) == INVENTED:
            continue
        rows = book.top(grid)
        if rows == []:
            continue
        alike = next(_alike(grid, rows or [], mapping), None)
        if alike is None:
            notes.append(Problem("sheet_not_read", grid.place))
        else:
            suspicions.append(alike)
    return suspicions, notes


def _alike(grid: Grid, rows: Numbered, mapping: SheetMapping) -> Iterator[Problem]:
    """Whether the sheet is named like one of our tables or headed like a sheet that is read."""
    if table := meant("tables", grid.name, TABLES):
        yield Problem("sheet_like_table", grid.place, details={"table": table})
    written = [{folded(cell) for cell in cells if cell} for _, cells in rows]
    for mapped in mapping.tables.values():
        used = {folded(heading.name) for heading in headings(mapped)}
        if len(used) >= FEWEST and any(used <= row for row in written):
            yield Problem("sheet_like_sheet", grid.place, details={"sheet": mapped.sheets[0]})
