"""Several rows of one, and one row of several."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import polars as pl

from mittaristo.i18n.normalisation import folded
from mittaristo.importing.mapping.meanings import meanings
from mittaristo.importing.mapping.schema import Column, Keep
from mittaristo.importing.mapping.sheets import Cell, Rows
from mittaristo.importing.places import SHEET
from mittaristo.messages.problems import Place, Problem, spaced

MOST_OF_A_ROW, MOST_MADE = 200, 200_000
"""More rows are not made of one: its cells stay as they are, and are no right values. Nor are more
made of all."""


def spread(rows: Rows, columns: Mapping[str, Column]) -> tuple[Rows, list[Problem]]:
    """The rows with what stands above empty cells, and one for each of several values of a cell.

    The first of them keeps the row's number; others have it on a further sheet of the same place.
    That there would be too many is a problem.
    """
    split = {folded(one.heading.name): one.split for one in columns.values() if one.heading}
    down = {folded(said.heading.name) for said in columns.values() if said.down and said.heading}
    split = {name: signs for name, signs in split.items() if signs and name in rows.cells}
    if not split and not down & rows.cells.keys():
        return rows, []
    at = {name: str(place) for place, name in enumerate(rows.cells)}
    cells = {at[name]: pl.Series(found, dtype=pl.String) for name, found in rows.cells.items()}
    frame = pl.DataFrame({"row": pl.Series(rows.numbers, dtype=pl.Int64), **cells})
    above = [pl.col(at[name]).forward_fill() for name in down & at.keys()]
    frame = frame.with_columns(one.over(pl.col("row") // SHEET) for one in above)
    listed = [_values(at[name], signs) for name, signs in split.items()]
    made = pl.fold(
        pl.col("row") * 0 + 1.0,
        lambda one, other: one * other,
        [one.list.len().clip(1) for one in listed],
    )
    fits = made <= MOST_OF_A_ROW
    frame = frame.with_columns(fits=fits, made=pl.when(fits).then(made).otherwise(1))
    frame = frame.with_columns(
        pl.when("fits", one.list.len() > 0)
        .then(one)
        .otherwise(pl.concat_list(at[name]))
        .alias(at[name])
        for name, one in zip(split, listed, strict=True)
    )
    few = frame.filter(pl.col("made").cum_sum() <= MOST_MADE)
    too_many = few.height < frame.height
    for name in split:
        few = few.explode(at[name])
    frame = few
    again = pl.int_range(pl.len()).over("row")
    frame = frame.with_columns(pl.col("row") + again * (len(rows.places) * SHEET), again=again)
    most = 0 if frame.is_empty() else int(str(frame["again"].max()))
    spread_ = Rows(
        rows.places * (most + 1),
        frame["row"].to_list(),
        {name: frame[place].to_list() for name, place in at.items()},
        rows.errors,
        rows.alone,
    )
    return spread_, [made_too_many(rows.places[0])] if too_many else []


def made_too_many(place: Place) -> Problem:
    return Problem("made_too_many", place, details={"limit": spaced(MOST_MADE)})


def _values(column: str, signs: str) -> pl.Expr:
    """The values of each cell."""
    values = pl.col(column).str.replace_all(f"[{re.escape(signs)}]", "\0").str.split("\0")
    values = values.list.eval(pl.element().str.strip_chars()).list.drop_nulls()
    return values.list.filter(pl.element() != "")


def kept_first(
    kept: Sequence[int], keep: Keep | None, cells: Sequence[Cell] | None, form: str | None
) -> list[int]:
    """These rows, with that which counts before others of its key. `cells`: of all rows."""
    if keep is None or keep.which == "first":
        return list(kept)
    if keep.which == "last" or cells is None:
        return list(reversed(kept))
    sizes = dict(zip(kept, meanings([cells[at] for at in kept], form), strict=True))
    known = [(size, at) for at, one in sizes.items() if (size := one.size) is not None]
    known.sort(key=lambda one: one[0], reverse=keep.which == "largest")
    there = {at for _, at in known}
    return [*(at for _, at in known), *(at for at in kept if at not in there)]


def only(rows: Rows, wanted: Sequence[int]) -> Rows:
    """Some of the rows."""
    return replace(
        rows,
        numbers=[rows.numbers[at] for at in wanted],
        cells={name: [found[at] for at in wanted] for name, found in rows.cells.items()},
    )


def together(parts: Sequence[Rows]) -> Rows:
    """The rows of several layouts one after the other, numbered by all their sheets."""
    places = tuple(place for rows in parts for place in rows.places)
    made = Rows(places)
    before = 0
    for rows in parts:
        made.numbers += [before * SHEET + row for row in rows.numbers]
        made.alone |= {before * SHEET + row for row in rows.alone}
        before += len(rows.places)
    return made
