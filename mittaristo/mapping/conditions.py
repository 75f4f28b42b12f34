"""Which rows of a mapped table count, by the conditions of the mapping."""

import re
from collections.abc import Collection, Iterator, Sequence

from mittaristo.mapping.file import Condition, folded
from mittaristo.mapping.joined import View
from mittaristo.mapping.sheets import Cell
from mittaristo.problems import AsWritten, Problem
from mittaristo.reading.places import SHEET

TRUE_FALSE = {"tosi": "true", "epätosi": "false"}
"""As Excel shows it in Finnish, and as it is read."""

PERCENT = re.compile(r"(\d+(?:[.,]\d+)?) ?%")


def kept(where: Sequence[Condition], view: View) -> list[int]:
    """The rows for which all these conditions hold. One whose heading is missing is passed over."""
    found = set(range(len(view.main.numbers)))
    for condition in where:
        if (cells := view.cells(condition.heading)) is not None:
            meet = {cell for cell in set(cells) if _holds(condition, cell)}
            found &= {at for at, cell in enumerate(cells) if cell in meet}
    return sorted(found)


def _holds(condition: Condition, cell: Cell) -> bool:
    if condition.filled is not None and condition.filled != (cell is not None):
        return False
    if condition.among and not any(_same(one, cell) for one in condition.among):
        return False
    return not any(_same(one, cell) for one in condition.but_not)


def _same(wanted: str, cell: Cell) -> bool:
    """Whether a cell says this. Excel holds 0.8 where it shows 80 %, and true where it shows TOSI.

    Capitals and spaces do not matter.
    """
    written, said = folded(cell or ""), folded(wanted)
    if written == TRUE_FALSE.get(said, said):
        return True
    if not (percent := PERCENT.fullmatch(said)):
        return False
    try:
        shown = float(percent[1].replace(",", "."))
        return abs(float(written.rstrip(" %")) * (1 if "%" in written else 100) - shown) < 1e-9
    except ValueError:
        return False


def problems(
    where: Sequence[Condition], view: View, kept: Collection[int], hidden: Collection[str]
) -> Iterator[Problem]:
    """A value that no cell has, and conditions that keep nothing.

    The values of headings that are `hidden` (folded) tell who someone is: they are not repeated.
    """
    if not view.main.numbers:
        return
    place = view.main.places[0]
    for condition in where:
        cells = view.cells(condition.heading)
        if cells is None:
            continue
        heading = condition.heading.name
        for at, value in enumerate(condition.among, start=1):
            if not any(_same(value, cell) for cell in set(cells)):
                said = f"({at}.)" if folded(heading) in hidden else f"“{value}”"
                yield Problem("no_such_value", place, None, AsWritten(heading), {"wanted": said})
    if where and not kept:
        yield Problem("nothing_kept", place)


def notes(where: Sequence[Condition], view: View, kept: Collection[int]) -> Iterator[Problem]:
    """How many rows of each sheet the conditions keep."""
    if not any(view.cells(condition.heading) for condition in where):
        return
    for sheet, place in enumerate(view.main.places):
        here = [at for at, number in enumerate(view.main.numbers) if number // SHEET == sheet]
        count = {"count": len(set(here) & set(kept)), "of": len(here)}
        yield Problem("kept_by_condition", place, details=count)
