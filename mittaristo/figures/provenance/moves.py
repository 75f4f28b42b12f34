"""The units that were recorded late or corrected since an earlier snapshot."""

import datetime as dt
from collections.abc import Iterable

import polars as pl

from mittaristo.figures.model import Figures
from mittaristo.figures.provenance.units import units_behind
from mittaristo.registers.schemas import Registers

LATE, CORRECTED = "late", "corrections"


def besides_growth(
    then: tuple[Registers, dt.date], now: Registers, figures: Figures, measures: Iterable[str]
) -> pl.DataFrame:
    """Each unit by which late entries or corrections moved a measure, by the later snapshot's rule.

    One row a unit: `measure, unit_id, part` (late or corrections), `difference`: by how much it
    moved the value, `counts_from` and `counts_from_then`, empty where it was not there. By measure
    the differences come to `late` and `corrections` of the figure `changes`.

    then: registers of the earlier snapshot and its as-of day; now: of the one of `figures`. Both
    have pseudonyms by the same key.
    """
    names, (registers, since) = list(measures), then
    before = _counted(units_behind(registers, figures, names), since)
    after = _counted(units_behind(now, figures, names), figures.as_of)
    both = after.join(
        before, on=["measure", "unit_id"], how="full", coalesce=True, suffix="_then"
    ).with_columns(
        part=_part(since, figures.as_of),
        difference=pl.col("counted").fill_null(0) - pl.col("counted_then").fill_null(0),
    )
    moved = both.filter(pl.col("part").is_in([LATE, CORRECTED]), pl.col("difference") != 0)
    return moved.select(
        "measure", "unit_id", "part", "difference", "counts_from", "counts_from_then"
    ).sort("measure", "part", "counts_from", "unit_id", descending=[False, True, False, False])


def _counted(units: pl.DataFrame, day: dt.date) -> pl.DataFrame:
    """What each unit counts on a day; `there` tells it from one of the other snapshot."""
    until = pl.col("counts_until")
    counts = (pl.col("counts_from") <= day).fill_null(False) & (until > day).fill_null(True)
    return units.select(
        "measure",
        "unit_id",
        "counts_from",
        "counts_until",
        counted=pl.when(counts).then("weight").otherwise(0).cast(pl.Float64),
        there=True,
    )


def _part(since: dt.date, as_of: dt.date) -> pl.Expr:
    """Which part of the change a unit belongs to, as queries/figures/changes.sql has it."""
    is_here, was_there = pl.col("there").is_not_null(), pl.col("there_then").is_not_null()
    after_since = (pl.col("counts_from") > since).fill_null(False)
    counts, counted = pl.col("counted") != 0, pl.col("counted_then") != 0
    until = pl.col("counts_until")
    return (
        pl.when(~is_here)
        .then(pl.lit(CORRECTED))
        .when(~was_there)
        .then(pl.when(after_since).then(pl.lit("growth")).otherwise(pl.lit(LATE)))
        .when(counted & counts)
        .then(pl.lit(CORRECTED))
        .when(~counted)
        .then(pl.when(after_since).then(pl.lit("growth")).otherwise(pl.lit(CORRECTED)))
        .when(pl.col("counts_from") > as_of)
        .then(pl.lit(CORRECTED))
        .when(until <= since)
        .then(pl.lit(LATE))
        .when(until <= as_of)
        .then(pl.lit("growth"))
        .otherwise(pl.lit(CORRECTED))
    )
