"""Where a table begins and ends on a sheet: its row of headings, repeats of it, rows of totals."""

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import polars as pl

from mittaristo.i18n.normalisation import folded, tidy
from mittaristo.i18n.terms import meant
from mittaristo.importing.parsing import days
from mittaristo.importing.source import Numbered, TextTable
from mittaristo.messages.problems import Place, Problem
from mittaristo.registers.schemas import SOURCE_ROW

SEARCHED = 30
"""Among so many first rows the names of the columns are looked for."""


AT_ONCE = 16
"""So many rows at a time Excel writes into a text file."""


TOTALS = re.compile(
    r"(?:(?:kaikki )?yhteensä|summa|(?:grand )?totals?|sum)[ :]*(.*)", re.IGNORECASE
)


NUMBER = re.compile(r"[-\N{MINUS SIGN}]?\d[\d .,]*(?:€|eur|kpl|hlö|pcs|%)?", re.IGNORECASE)
"""A number with what people write behind it on a row of totals; a date is none."""


def header_at(filled: Numbered, allowed: list[str]) -> int:
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
    cells = [folded(cell or "") for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def without_totals(rows: Numbered, key: int) -> tuple[Numbered, list[int]]:
    """The rows without those of totals and subtotals, and the numbers of these, to be told.

    A row of totals has no key of its own, says in one cell that it is one, and holds nothing else
    but numbers: an employer may well be called Total.
    """
    totals = {number for number, cells in rows if of_totals(cells, key)}
    return [(number, cells) for number, cells in rows if number not in totals], sorted(totals)


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
    return bool(NUMBER.fullmatch(cell)) and not days.FINNISH.fullmatch(cell)


def uneven(header: Sequence[str | None], rows: Numbered, place: Place) -> Iterator[Problem]:
    """Rows of a CSV file with more or fewer cells than the headings: below which are they?

    Cells without a heading at the end of the headings need not be there. Two ways of writing are
    no fault: some programs end every row with a separator, and Excel leaves out the empty cells at
    the end of sixteen rows, which it writes at a time. One cell alone stands where it should.
    """
    most = len(header)
    least = max((at for at, cell in enumerate(header, start=1) if cell), default=0)
    widths = Counter(len(row) for _, row in rows)
    if not least or all(least <= width <= most for width in widths):
        return
    ends = len(widths) == 1 and len(rows) > 1 and min(widths) > most
    if ends and not any(any(row[most:]) for _, row in rows):
        return
    blocks: dict[int, list[int]] = {}
    for number, row in rows:
        blocks.setdefault((number - 1) // AT_ONCE, []).append(len(row))
    for number, row in rows:
        others = blocks[(number - 1) // AT_ONCE]
        by_excel = number > AT_ONCE and len(others) > 1 and len(set(others)) == 1
        if len(row) > most:
            yield Problem("too_many_cells", place, number)
        elif 1 < len(row) < least and not by_excel:
            yield Problem("too_few_cells", place, number)


def cells_at(position: int | None, rows: Iterable[list[str | None]]) -> list[str | None]:
    if position is None:
        return [None for _ in rows]
    return [row[position] if position < len(row) else None for row in rows]


def tidied_cell(cell: str | None) -> str | None:
    """A cell with plain spaces; None where nothing is left. Ids repeat: keep one of each."""
    text = tidy(cell)
    return sys.intern(text) if text else None


def without_rows(place: Place, own: list[str]) -> TextTable:
    schema = {SOURCE_ROW: pl.Int64, **dict.fromkeys(own, pl.String)}
    return TextTable(place, pl.DataFrame(schema=schema), {})
