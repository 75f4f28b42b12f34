"""Several rows of one, and one row of several."""

import re
from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from mittaristo.i18n.normalisation import folded
from mittaristo.importing.mapping.meanings import meanings
from mittaristo.importing.mapping.schema import Column, Keep
from mittaristo.importing.mapping.sheets import ROW, Rows
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
    split = {name: signs for name, signs in split.items() if signs and rows.has(name)}
    down = {name for name in down if rows.has(name)}
    if not split and not down:
        return rows, []
    above = [pl.col(name).forward_fill().over(pl.col(ROW) // SHEET) for name in down]
    frame = rows.frame.with_columns(above)
    listed = [_values(name, signs) for name, signs in split.items()]
    made = pl.fold(
        pl.col(ROW) * 0 + 1.0,
        lambda one, other: one * other,
        [one.list.len().clip(1) for one in listed],
    )
    fits = made <= MOST_OF_A_ROW
    made = pl.when(fits).then(made).otherwise(1).cum_sum() <= MOST_MADE
    several = [
        pl.when(fits, one.list.len() > 0).then(one).otherwise(pl.concat_list(name)).alias(name)
        for name, one in zip(split, listed, strict=True)
    ]
    few = frame.filter(made)
    told = [made_too_many(rows.places[0])] if few.height < frame.height else []
    frame = few.with_columns(several)
    for name in split:
        frame = frame.explode(name)
    again = pl.int_range(pl.len()).over(ROW)
    most = int(str(frame.select(again.max()).item() or 0))
    frame = frame.with_columns(pl.col(ROW) + again * (len(rows.places) * SHEET))
    return replace(rows, places=rows.places * (most + 1), frame=frame), told


def made_too_many(place: Place) -> Problem:
    return Problem("made_too_many", place, details={"limit": spaced(MOST_MADE)})


def _values(column: str, signs: str) -> pl.Expr:
    """The values of each cell."""
    values = pl.col(column).str.replace_all(f"[{re.escape(signs)}]", "\0").str.split("\0")
    values = values.list.eval(pl.element().str.strip_chars()).list.drop_nulls()
    return values.list.filter(pl.element() != "")


def by_what_counts(
    rows: pl.DataFrame, keep: Keep | None, cells: pl.Series | None, form: str | None
) -> pl.DataFrame:
    """The rows, with that which counts before others of its key. `cells`: by which that is told."""
    if keep is None or keep.which == "first":
        return rows
    if keep.which == "last" or cells is None:
        return rows.reverse()
    sizes = [one.size or (None, None) for one in meanings(cells, form)]
    kinds, values = zip(*sizes, strict=True) if sizes else ((), ())
    sized = rows.with_columns(
        pl.Series(" kind", kinds, pl.Int64), pl.Series(" size", values, pl.Float64)
    )
    return sized.sort(
        *(" kind", " size"),
        descending=keep.which == "largest",
        nulls_last=True,
        maintain_order=True,
    ).drop(" kind", " size")
