"""Which rows of a mapped table count, by the conditions of the mapping."""

from collections.abc import Collection, Iterator, Mapping, Sequence

import polars as pl

from mittaristo.i18n.normalisation import folded
from mittaristo.importing.mapping.join import View
from mittaristo.importing.mapping.meanings import Meaning, meanings
from mittaristo.importing.mapping.schema import BOUNDS, Condition
from mittaristo.importing.mapping.sheets import ROW, Cell
from mittaristo.importing.parsing.nearest import nearest
from mittaristo.importing.places import SHEET
from mittaristo.messages.problems import AsWritten, Detail, Problem


def kept(where: Sequence[Condition], view: View) -> pl.Series:
    """Whether all conditions hold, row by row. One whose heading is missing is passed over."""
    found = pl.Series([True] * view.height, dtype=pl.Boolean)
    for condition in where:
        if (cells := view.cells(condition.heading)) is not None:
            meet = _meeting(condition, frozenset(cells), view.day_form)
            among = pl.Series(list(meet), dtype=pl.String).implode()
            found &= cells.is_in(among, nulls_equal=True)
    return found


def _meeting(condition: Condition, cells: frozenset[Cell], form: str | None) -> set[Cell]:
    said = _said((*condition.among, *condition.but_not), cells)
    meet = {
        cell for cell in cells if condition.filled is None or condition.filled == (cell is not None)
    }
    if condition.among:
        meet &= {cell for value in condition.among for cell in said[value]}
    if condition.bounds:
        written = list(zip(cells, meanings(cells, form), strict=True))
        meet &= {cell for cell, has in written if _within(condition, has) is True}
    return meet - {cell for value in condition.but_not for cell in said[value]}


def _within(condition: Condition, cell: Meaning) -> bool | None:
    """Whether a cell lies within the bounds; None where it is no such day or number."""
    limits = zip(condition.bounds, meanings(condition.bounds.values()), strict=True)
    for name, limit in limits:
        if cell.size is None or limit.size is None or cell.size[0] != limit.size[0]:
            return None
        if not BOUNDS[name](cell.size[1], limit.size[1]):
            return False
    return True


def _said(values: Sequence[str], cells: Collection[Cell]) -> Mapping[str, frozenset[Cell]]:
    """Value → the cells that say it."""
    wanted = dict(zip(values, meanings(values), strict=True))
    written = list(zip(cells, meanings(cells), strict=True))
    return {
        value: frozenset(cell for cell, has in written if meaning.says(has))
        for value, meaning in wanted.items()
    }


# --- What is told -----------------------------------------------------------------------------


def errors(
    where: Sequence[Condition], view: View, kept: pl.Series, hidden: Collection[str]
) -> Iterator[Problem]:
    """A value that no cell has, and conditions that keep nothing.

    The values of headings that are `hidden` (folded) tell who someone is: they are not repeated.
    """
    if not view.height:
        return
    rules = ("no_such_value", "nearly_such_value")
    for condition in where:
        yield from _said_by_none(rules, condition, condition.among, view, hidden)
        yield from _not_compared(condition, view)
    if where and not kept.any():
        yield Problem("nothing_kept", view.main.places[0])


def _not_compared(condition: Condition, view: View) -> Iterator[Problem]:
    """Cells that are neither a day nor a number, where the mapping compares them with one."""
    cells = view.cells(condition.heading) if condition.bounds else None
    if cells is None:
        return
    written = cells.unique().drop_nulls()
    has = dict(zip(written, meanings(written, view.day_form), strict=True))
    details: dict[str, Detail] = {"wanted": ", ".join(condition.bounds.values())}
    for number, cell in zip(view.main.frame[ROW], cells, strict=True):
        if cell is not None and _within(condition, has[cell]) is None:
            place, row = view.main.place(number)
            heading = AsWritten(condition.heading.name)
            yield Problem("not_comparable", place, row, heading, details)


def _said_by_none(
    rules: tuple[str, str],
    condition: Condition,
    values: Sequence[str],
    view: View,
    hidden: Collection[str],
) -> Iterator[Problem]:
    """A problem of the first rule for each of the values that no cell has.

    Of the second, where a cell has nearly this value: it is named.
    """
    cells = view.cells(condition.heading)
    if cells is None or cells.is_empty():
        return
    heading = condition.heading.name
    among = frozenset(cells)
    said = _said(values, among)
    for at, value in enumerate(values, start=1):
        if not said[value]:
            is_hidden = folded(heading) in hidden
            details: dict[str, Detail] = {"wanted": f"({at}.)" if is_hidden else f"“{value}”"}
            near = None if is_hidden else nearest(value, among.difference(*said.values()))
            rule = rules[near is not None]
            details |= {"nearest": f"“{near}”"} if near else {}
            yield Problem(rule, view.main.places[0], None, AsWritten(heading), details)


def infos(
    where: Sequence[Condition], view: View, kept: pl.Series, hidden: Collection[str]
) -> Iterator[Problem]:
    """How many rows of each sheet the conditions keep, and values to leave out that no cell has.

    Nothing to leave out is usual. Where a cell nearly says it, it may be a slip of the pen: a
    warning. `hidden` as for errors.
    """
    if not view.height or all(view.cells(condition.heading) is None for condition in where):
        return
    for place in dict.fromkeys(view.main.places):
        sheets = [sheet for sheet, one in enumerate(view.main.places) if one == place]
        here = (view.main.frame[ROW] // SHEET).is_in(sheets)
        count = {"count": int((here & kept).sum()), "of": int(here.sum())}
        yield Problem("kept_by_condition", place, details=count)
    for condition in where:
        values = [value for value in condition.but_not if value.strip()]
        rules = ("no_value_to_leave_out", "nearly_left_out")
        yield from _said_by_none(rules, condition, values, view, hidden)
