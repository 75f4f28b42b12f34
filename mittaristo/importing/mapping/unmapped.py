"""Sheets, rows and columns that a mapping leaves unread, above all those like what it reads."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from xlsxwriter.utility import xl_col_to_name

from mittaristo.i18n.normalisation import folded, same_id
from mittaristo.i18n.terms import meant
from mittaristo.importing.mapping.proposal import ANY_ID, columns_meant
from mittaristo.importing.mapping.schema import Column, SheetMapping, headings
from mittaristo.importing.mapping.sheets import Book, Cell, List
from mittaristo.importing.readers.sheets import Grid
from mittaristo.importing.source import Numbered
from mittaristo.messages.problems import AsWritten, Detail, Place, Problem
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


# --- Columns ----------------------------------------------------------------------------------


def unread_columns(book: Book, mapping: SheetMapping) -> Iterator[Problem]:
    """One message for each list with columns that nothing reads, and for those that look read."""
    lists: dict[tuple[Place, int | None], list[List]] = {}
    for one in book.lists:
        lists.setdefault((one.place, one.header), []).append(one)
    for same in lists.values():
        yield from _columns(same)
    of_clients = mapping.tables.get("clients", ())
    known = {
        same_id(cell)
        for one, at in _client_columns(book, "clients", mapping)
        for cell in one.column(at)
        if cell
    }
    theirs = {folded(sheet) for table in of_clients for sheet in table.sheets}
    for name in mapping.tables:
        for one, at in _client_columns(book, name, mapping):
            if folded(one.place.sheet or one.place.file.removesuffix(".csv")) not in theirs:
                yield from _running(name, one, at, known)


def _columns(lists: Sequence[List]) -> Iterator[Problem]:
    first = lists[0]
    read = {at for one in lists for places in one.positions.values() for at in places}
    left = {at for at, title in enumerate(first.titles) if title and at not in read}
    filled: set[int] = set()
    for cells in (cells for one in lists for _, cells in one.rows):
        if not left:
            break
        filled |= {at for at in left if at < len(cells) and cells[at]}
        left -= filled
    if not filled:
        return
    numbered: dict[str, str] = {}
    for at in sorted(read):
        if (title := first.titles[at] or "") and (about := _about(title)):
            numbered.setdefault(about, title)
    for at in sorted(filled):
        title = first.titles[at] or ""
        if like := numbered.get(_about(title)):
            details: dict[str, Detail] = {"letter": xl_col_to_name(at)}
            yield Problem("column_like_column", first.place, first.header, AsWritten(like), details)
    letters = ", ".join(_letters(sorted(filled)))
    yield Problem("columns_not_read", first.place, first.header, details={"letters": letters})


def _about(title: str) -> str:
    """A heading without its numbers; nothing of one that has none."""
    return YEAR.sub("#", folded(title)) if YEAR.search(title) else ""


def _letters(columns: Sequence[int]) -> Iterator[str]:
    """A, C–F: of columns from the left, those beside each other together."""
    for place, at in enumerate(columns):
        if place and columns[place - 1] == at - 1:
            continue
        last = at
        while last + 1 in columns[place:]:
            last += 1
        yield "–".join(dict.fromkeys(map(xl_col_to_name, (at, last))))


def _client_columns(book: Book, name: str, mapping: SheetMapping) -> Iterator[tuple[List, int]]:
    """Where a table reads its clients: the lists on its own sheets, and the column of each."""
    for table in mapping.tables.get(name, ()):
        said = table.columns.get("client_id", Column()).heading
        heading = folded(said.name if said else "")
        sheets = {grid.place for sheet in table.sheets if (grid := book.named(sheet))}
        for one in book.lists:
            if one.place in sheets and heading in one.positions:
                yield one, one.positions[heading][0]


def _running(name: str, one: List, at: int, known: set[str]) -> Iterator[Problem]:
    """Whether numbers that run on stand for the client, while another column names clients.

    It names one on several rows, or it has nothing but ids of clients, and others than these.
    """
    numbers = one.column(at)
    if len(numbers) < FEWEST_NUMBERS or not _run_on(numbers):
        return
    for other, title in enumerate(one.titles):
        if other == at or not title or folded(title) in ANY_ID:
            continue
        if not {*columns_meant(name, title), *columns_meant("clients", title)} & NAMES:
            continue
        beside = zip(numbers, one.column(other), strict=True)
        pairs = [(number, same_id(cell)) for number, cell in beside if cell]
        cells = [cell for _, cell in pairs]
        others = any(number != cell for number, cell in pairs)
        if len(set(cells)) < len(cells) or (cells and others and known.issuperset(cells)):
            details: dict[str, Detail] = {"letter": xl_col_to_name(other)}
            heading = AsWritten(one.titles[at] or "")
            yield Problem("running_client", one.place, one.header, heading, details)
            return


FEWEST_NUMBERS = 3
NAMES = {"client_id", "name", "identity_code"}
"""Columns that say which client is meant."""


def _run_on(cells: Sequence[Cell]) -> bool:
    """Whether each is a whole number, greater than the one above it."""
    if not all(cell and cell.isdecimal() and len(cell) < 10 for cell in cells):
        return False
    numbers = [int(cell or 0) for cell in cells]
    return all(one < other for one, other in pairwise(numbers))
