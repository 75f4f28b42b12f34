"""The units behind a figure of a snapshot, listed by the queries that it froze."""

import datetime as dt
from collections.abc import Iterable

import polars as pl

from mittaristo.figures.engine import DuckDb, all_tables
from mittaristo.figures.model import Definition, Figures
from mittaristo.figures.queries import Column, Query
from mittaristo.registers.schemas import Registers

SHARED = "queries/shared/"
"""Where views lie that measures read, among what a snapshot keeps of what its figures read."""


def units_behind(registers: Registers, figures: Figures, measures: Iterable[str]) -> pl.DataFrame:
    """Every unit of some measures of a snapshot, by its own queries over its own registers.

    One row a unit: `measure, unit_id, counts_from, counts_until, weight`, and `counts`: whether it
    does on the as-of day. Of persons: for the team only.
    """
    with DuckDb(all_tables(registers)) as engine:
        shared = (one for one in figures.shared.values() if one.file.startswith(SHARED))
        engine.make_once(_query(view, "shared") for view in shared)
        engine.list_units(_query(figures.measures[name], "measures") for name in measures)
        units = engine.ask("select * from units")
    return units.with_columns(counts=_counts_on(figures.as_of)).sort(
        "measure", "counts_from", "unit_id", nulls_last=True
    )


def _counts_on(day: dt.date) -> pl.Expr:
    """Whether a unit counts on a day: from its first event on, until it stops."""
    until = pl.col("counts_until")
    return (pl.col("counts_from") <= day).fill_null(False) & (until > day).fill_null(True)


def value_of(units: pl.DataFrame) -> float:
    """What the units that count come to."""
    return float(units.filter("counts")["weight"].sum() or 0)


def _query(one: Definition, kind: str) -> Query:
    """A query as it was frozen."""
    return Query(
        name=one.id,
        kind=kind,
        sentence=one.sentence,
        grain=one.grain,
        reads=one.reads,
        parameters=one.parameters,
        columns=tuple(Column(*column) for column in one.columns),
        protects=one.protects,
        text=one.sql,
    )
