"""Where a table begins and ends on a sheet: its headings, and the rows that are none of its own."""

import re
import sys
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

import polars as pl
from babel import Locale

from mittaristo.i18n.normalisation import folded, tidy
from mittaristo.i18n.terms import meant
from mittaristo.i18n.translation import LANGUAGES
from mittaristo.importing.parsing import days
from mittaristo.importing.source import Numbered, TextTable
from mittaristo.messages.problems import Place, Problem
from mittaristo.registers.schemas import SOURCE_ROW

SEARCHED = 30
"""Among so many first rows the names of the columns are looked for."""

AT_ONCE = 16
"""So many rows at a time Excel writes into a text file."""

UNIT = re.compile(r"(?:€|eur|kpl|hlö|pcs|%)", re.IGNORECASE)
TOTALS = re.compile(
    r"(?:(?:kaikki )?yht(?:eensä|\.)?|(?:väli|loppu)?summa|(?:grand |sub)?totals?|sum|[Σ∑])"
    r"[ :,]*(.*)|.+ (?:yhteensä|yht\.|in total)[ :]*(.*)",
    re.IGNORECASE,
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


def body(
    rows: Numbered, header: list[str | None], place: Place, key: int, references: Collection[int]
) -> tuple[Numbered, list[Problem]]:
    """The rows of the table itself, and a note on each kind that was passed over.

    `key` is where the key of a row stands, `references` are where it names another row.
    """
    rows, notes = without_headings(rows, header, place)
    ids = (key, *references)
    totals = {number for number, cells in rows if of_totals(cells, key, ids)}
    notes += [Problem("totals", place, number) for number in sorted(totals)]
    rows = _without(rows, totals)
    for rule, passed in (
        ("heading_rows", {number for number, cells in rows if _is_of_a_month(cells)}),
        ("unfilled", _unfilled(rows, key, references)),
    ):
        if passed:
            notes.append(Problem(rule, place, min(passed), details={"count": len(passed)}))
            rows = _without(rows, passed)
    return rows, notes


def _without(rows: Numbered, passed: Collection[int]) -> Numbered:
    return [(number, cells) for number, cells in rows if number not in passed] if passed else rows


def of_totals(row: list[str | None], key: int, ids: Iterable[int]) -> bool:
    """Whether a row has no key of its own, and says nothing but that it is one of totals.

    An employer may well be called Total. A number alone is one, where it is no id.
    """
    if key < len(row) and (own := row[key]) and not is_total(own):
        return False
    cells = [cell for cell in row if cell]
    others = [cell for cell in cells if not is_total(cell)]
    if len(others) == len(cells):
        named = any(at < len(row) and row[at] for at in ids)
        return not named and all(map(_number, cells))
    return all(map(_number, others))


def is_total(cell: str) -> bool:
    found = TOTALS.fullmatch(cell)
    rest = (found[1] or found[2] or "").strip(" :,()") if found else None
    return rest is not None and bool(not rest or UNIT.fullmatch(rest) or _number(rest))


MONTHS = {
    folded(name)
    for language in LANGUAGES
    for names in Locale(language).months.values()
    for width in ("wide", "abbreviated")
    for name in names[width].values()
}
NAMES_OF_MONTHS = "|".join(map(re.escape, sorted(MONTHS, reverse=True)))
OF_A_MONTH = re.compile(
    rf"(?:{NAMES_OF_MONTHS}|(?:vko|viikko|week) ?\d{{1,2}}|kevät|kesä|syksy|talvi"
    r"|spring|summer|autumn|winter|q[1-4]|\d{1,2})[ ./:-]*(?:20\d\d)?:?"
)
"""What people write above the rows of a month, a week or a season."""


def _is_of_a_month(row: list[str | None]) -> bool:
    if len(row) - row.count(None) != 1:
        return False
    [cell] = filter(None, row)
    return not cell.isdigit() and bool(OF_A_MONTH.fullmatch(folded(cell)))


NOTHING = ("false", "epätosi", "0", "☐")
"""What a box or a formula says that was drawn down and never used."""

MOST_DRAWN = 3
"""So many columns, drawn down to different rows, are looked for."""


def _unfilled(rows: Numbered, key: int, references: Collection[int]) -> set[int]:
    """The rows that hold nothing but a default: a box, or what was drawn down to the bottom."""
    ids = (key, *references)
    found = {number for number, cells in rows if _has_defaults_only(cells, ids)}
    left = _without(rows, found)
    for _ in range(MOST_DRAWN):
        if not (last := _drawn(left, references)):
            break
        found.update(number for number, _ in left[-last:])
        left = left[:-last]
    return found


def _has_defaults_only(cells: list[str | None], ids: Iterable[int]) -> bool:
    return not any(at < len(cells) and cells[at] for at in ids) and all(
        cell.lower() in NOTHING for cell in cells if cell
    )


def may_be_none(rows: Iterable[list[str | None]], key: int, references: Collection[int]) -> bool:
    """Whether any of the rows is one that `body` passes over by what stands in it alone."""
    ids = (key, *references)
    return any(of_totals(row, key, ids) or _has_defaults_only(row, ids) for row in rows)


def may_be_drawn(above: list[str | None], last: list[str | None]) -> bool:
    """Whether the last row of a table may be one of those that were drawn down to the bottom."""
    return all(_may_be_drawn(at, above, last) for at in _filled(last))


def _drawn(rows: Numbered, references: Collection[int]) -> int:
    """How many of the last rows were drawn down: the same cells, a number that runs on.

    They lack what every other row has, and one word repeated is less than half of it; and they name
    no row of another table.
    """
    filled = _filled(rows[-1][1]) if rows else frozenset()
    if len(rows) < 2 or not may_be_drawn(rows[-2][1], rows[-1][1]):
        return 0
    last = next((at for at, (_, one) in enumerate(reversed(rows)) if _filled(one) != filled), 0)
    if not last or not filled.isdisjoint(references):
        return 0
    above = rows[-last - 1][1]
    words: set[int] = set()
    for at in filled:
        cells = [str(cells[at]) for _, cells in rows[-last:]]
        before = [str(above[at])] if at < len(above) and above[at] else []
        same = len(set(cells)) == 1 and last > 1
        if cells[0].lower() not in NOTHING and not _run_on([*before, *cells]):
            words.add(at)
            if not same:
                return 0
    always = frozenset.intersection(*(_filled(cells) for _, cells in rows[:-last]))
    return last if always - filled and 2 * len(always & words) < len(always) else 0


def _may_be_drawn(at: int, above: Sequence[str | None], row: Sequence[str | None]) -> bool:
    cell, before = str(row[at]), above[at] if at < len(above) else None
    return cell.lower() in NOTHING or before == cell or _run_on([before or "", cell])


def _filled(row: Sequence[str | None]) -> frozenset[int]:
    return frozenset(at for at, cell in enumerate(row) if cell)


def _run_on(cells: Sequence[str]) -> bool:
    """Whether each is the number after the one before it."""
    if len(cells) < 2 or not all(cell.isdecimal() and len(cell) < 10 for cell in cells):
        return False
    first = int(cells[0])
    return [int(cell) for cell in cells] == list(range(first, first + len(cells)))


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


def lone_rows(rows: Numbered) -> frozenset[int]:
    """The rows of which one cell only is filled in."""
    return frozenset(row for row, cells in rows if len(cells) - cells.count(None) == 1)


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
