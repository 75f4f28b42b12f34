"""Where measures stood: at each month's end, at each meeting, and where they are going."""

import datetime as dt
from collections.abc import Mapping, Sequence

import polars as pl

from mittaristo.i18n.wording import Wording
from mittaristo.privacy.disclosure import SafeFrame, shaped


@shaped
def course_of_measures(
    months: SafeFrame,
    measures: Sequence[str],
    labels: Mapping[str, str],
    starts_on: dt.date,
    as_of: dt.date,
    _: Wording,
) -> pl.DataFrame:
    """Where measures stood at each month's end: `measure, label, on, total`, the last two as texts.

    It begins with zero on the project's first day and ends on the as-of date itself.
    """
    chosen = months.filter(pl.col("measure").is_in(measures))
    standing = chosen.select(
        "measure",
        pl.min_horizontal(pl.col("month").dt.month_end(), pl.lit(as_of)).alias("on"),
        "total",
    )
    zeros = chosen.select(
        pl.col("measure").unique(), pl.lit(starts_on).alias("on"), pl.lit(0.0).alias("total")
    )
    course = (
        pl.concat([zeros, standing])
        .unique(["measure", "on"], keep="last", maintain_order=True)
        .sort("measure", "on")
    )
    return _written(course, measures, labels, _)


@shaped
def at_meetings(
    changes: SafeFrame, measures: Sequence[str], labels: Mapping[str, str], _: Wording
) -> pl.DataFrame:
    """What measures were at earlier snapshots, as it was known then: shaped as the course.

    changes: those that the reader may see.
    """
    newest = pl.col("since_snapshot") == pl.col("since_snapshot").max().over("since")
    known = changes.filter(newest, pl.col("measure").is_in(measures)).select(
        "measure", pl.col("since").alias("on"), pl.col("before").alias("total")
    )
    return _written(known.sort("measure", "on"), measures, labels, _)


def _written(
    course: pl.DataFrame, measures: Sequence[str], labels: Mapping[str, str], _: Wording
) -> pl.DataFrame:
    order = {name: place for place, name in enumerate(measures)}
    label = pl.col("measure").replace_strict(dict(labels), default=None).alias("label")
    ordered = course.sort(pl.col("measure").replace_strict(order, default=None), "on")
    return ordered.with_columns(label, _.days("on"), _.numbers("total"))


@shaped
def fan(
    course: SafeFrame, measure: str, until: dt.date, low: float, high: float, said: str
) -> pl.DataFrame:
    """From a measure's last point to between two values on a later day: `on, low, high, said`."""
    last = course.filter(pl.col("measure") == measure).tail(1)
    return pl.DataFrame(
        {
            "on": [*last["on"], *([until] if last.height else [])],
            "low": [*last["total"], *([low] if last.height else [])],
            "high": [*last["total"], *([high] if last.height else [])],
        },
        schema={"on": pl.Date, "low": pl.Float64, "high": pl.Float64},
    ).with_columns(said=pl.lit(said))


@shaped
def targets_due(values: SafeFrame, measures: Sequence[str], said: str, _: Wording) -> pl.DataFrame:
    """The target of each measure that has one: `on` the day it is due, `high` its value, `said`.

    said: how it is said, with {target}.
    """
    due = values.filter(pl.col("measure").is_in(measures), pl.col("target") > 0)
    words = pl.col("target").map_elements(
        lambda target: said.format(target=_.number(target)), pl.String
    )
    return due.select(
        pl.col("target_due_on").alias("on"), pl.col("target").alias("high"), words.alias("said")
    ).drop_nulls("on")
