"""Which rows of a mapped table count, by the conditions of the mapping."""

import datetime as dt
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from mittaristo.i18n.normalisation import folded, tidy
from mittaristo.importing.mapping.join import View
from mittaristo.importing.mapping.schema import Condition
from mittaristo.importing.mapping.sheets import Cell
from mittaristo.importing.parsing import days as days_
from mittaristo.importing.parsing import numbers as numbers_
from mittaristo.importing.places import SHEET
from mittaristo.messages.problems import AsWritten, Detail, Problem

TRUE_FALSE = {"tosi": "true", "epätosi": "false"}
"""As Excel shows it in Finnish, and as it is read."""

PERCENT = re.compile(r"(\d+(?:[.,]\d+)?) ?%")
CODE = re.compile(r"[-\N{MINUS SIGN}]?0\d")
"""What begins so is a code, such as 049, and no number."""


def kept(where: Sequence[Condition], view: View) -> list[int]:
    """The rows for which all these conditions hold. One whose heading is missing is passed over."""
    found = set(range(len(view.main.numbers)))
    for condition in where:
        if (cells := view.cells(condition.heading)) is not None:
            meet = _meeting(condition, frozenset(cells))
            found &= {at for at, cell in enumerate(cells) if cell in meet}
    return sorted(found)


def _meeting(condition: Condition, cells: frozenset[Cell]) -> set[Cell]:
    said = _said((*condition.among, *condition.but_not), cells)
    meet = {
        cell for cell in cells if condition.filled is None or condition.filled == (cell is not None)
    }
    if condition.among:
        meet &= {cell for value in condition.among for cell in said[value]}
    return meet - {cell for value in condition.but_not for cell in said[value]}


# --- What a cell says -------------------------------------------------------------------------


@dataclass(frozen=True)
class _Meaning:
    """A cell or a wanted value: as a text, and as a day or a number where it reads as one."""

    text: str
    day: dt.date | None
    number: float | None

    def says(self, cell: "_Meaning") -> bool:
        """Whether a cell says this value, however Excel shows it.

        Capitals and spaces do not matter. Excel holds 0.8 where it shows 80 %, true where it shows
        TOSI, and one day or number is shown in many ways.
        """
        if cell.text in (self.text, TRUE_FALSE.get(self.text, self.text)):
            return True
        if self.day is not None and self.day == cell.day:
            return True
        if self.number is not None and self.number == cell.number:
            return True
        if not (percent := PERCENT.fullmatch(self.text)):
            return False
        try:
            shown = float(percent[1].replace(",", "."))
            in_hundreds = 1 if "%" in cell.text else 100
            return abs(float(cell.text.rstrip(" %")) * in_hundreds - shown) < 1e-9
        except ValueError:
            return False


def _said(values: Sequence[str], cells: Collection[Cell]) -> Mapping[str, frozenset[Cell]]:
    """Value → the cells that say it."""
    wanted = dict(zip(values, _meanings(values), strict=True))
    written = list(zip(cells, _meanings(cells), strict=True))
    return {
        value: frozenset(cell for cell, has in written if meaning.says(has))
        for value, meaning in wanted.items()
    }


def _meanings(texts: Collection[Cell]) -> Iterator[_Meaning]:
    written = pl.Series([tidy(text) for text in texts], dtype=pl.String)
    days = days_.days(written).values
    numbers = numbers_.numbers(written).values
    for text, day, number in zip(written, days, numbers, strict=True):
        is_code = text is not None and CODE.match(text)
        yield _Meaning(folded(text or ""), day, None if is_code else number)


# --- What is told -----------------------------------------------------------------------------


def errors(
    where: Sequence[Condition], view: View, kept: Collection[int], hidden: Collection[str]
) -> Iterator[Problem]:
    """A value that no cell has, and conditions that keep nothing.

    The values of headings that are `hidden` (folded) tell who someone is: they are not repeated.
    """
    if not view.main.numbers:
        return
    for condition in where:
        yield from _said_by_none("no_such_value", condition, condition.among, view, hidden)
    if where and not kept:
        yield Problem("nothing_kept", view.main.places[0])


def _said_by_none(
    rule: str,
    condition: Condition,
    values: Sequence[str],
    view: View,
    hidden: Collection[str],
) -> Iterator[Problem]:
    """A problem of this rule for each of the values that no cell has."""
    cells = view.cells(condition.heading)
    if not cells:
        return
    heading = condition.heading.name
    said = _said(values, frozenset(cells))
    for at, value in enumerate(values, start=1):
        if not said[value]:
            wanted = f"({at}.)" if folded(heading) in hidden else f"“{value}”"
            details: dict[str, Detail] = {"wanted": wanted}
            yield Problem(rule, view.main.places[0], None, AsWritten(heading), details)


def infos(
    where: Sequence[Condition], view: View, kept: Collection[int], hidden: Collection[str]
) -> Iterator[Problem]:
    """How many rows of each sheet the conditions keep, and values to leave out that no cell has.

    Nothing to leave out is usual, and may be a slip of the pen. `hidden` as for errors.
    """
    if not any(view.cells(condition.heading) for condition in where):
        return
    for sheet, place in enumerate(view.main.places):
        here = [at for at, number in enumerate(view.main.numbers) if number // SHEET == sheet]
        count = {"count": len(set(here) & set(kept)), "of": len(here)}
        yield Problem("kept_by_condition", place, details=count)
    for condition in where:
        values = [value for value in condition.but_not if value.strip()]
        yield from _said_by_none("no_value_to_leave_out", condition, values, view, hidden)
