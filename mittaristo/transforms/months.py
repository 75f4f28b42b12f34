"""Shapes of what happened month by month, and of where measures stood at each month's end."""

import datetime as dt
from collections.abc import Mapping, Sequence

import polars as pl

from mittaristo.i18n.wording import Wording
from mittaristo.privacy.disclosure import SafeFrame, shaped

AT_MOST_APART = 6
"""So many colours can be told apart."""


OTHER = "other"


@shaped
def course_of_measures(
    months: SafeFrame, measures: Sequence[str], starts_on: dt.date, as_of: dt.date
) -> pl.DataFrame:
    """Where measures stood at each month's end: `measure, on, total`.

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
    return (
        pl.concat([zeros, standing])
        .unique(["measure", "on"], keep="last", maintain_order=True)
        .sort("measure", "on")
    )


@shaped
def written_out(course: SafeFrame, labels: Mapping[str, str], _: Wording) -> pl.DataFrame:
    """Add what a reader sees of each point: `label, on_text, total_text`."""
    label = pl.col("measure").replace_strict(dict(labels), default=None).alias("label")
    return course.with_columns(label, _.days("on"), _.numbers("total"))


def most(figure: SafeFrame, name: str, count: str) -> tuple[str, float | None]:
    """Which category has most, and how many; a dash and None where there is nothing."""
    sums = (
        figure.group_by(name).agg(pl.col(count).sum()).sort(count, name, descending=[True, False])
    )
    return ("–", None) if sums.is_empty() else (sums[name][0], sums[count][0])


@shaped
def by_month(figure: SafeFrame, category: str, value: str, _: Wording) -> pl.DataFrame:
    """A category month by month, stacked, with words.

    `category, on, until, on_text, count, bottom, top`, `on` being the month's first day. The
    category is a language or a code; those with most come first and lowest, "other" last. Where
    there are more than AT_MOST_APART, the smallest are together as "other".
    """
    name = _.languages if category == "language" else _.codes
    together = pl.when(pl.col(category) == OTHER).then(_.codes(category))
    return (
        _the_smallest_together(figure, category, value)
        .select(
            together.otherwise(name(category)).alias("category"),
            pl.col(category).alias("code"),
            pl.col("month").alias("on"),
            (pl.col("month").dt.month_end() + pl.duration(days=1)).alias("until"),
            _.months("month").alias("on_text"),
            pl.col(value).alias("count"),
            pl.col(value).sum().over(category).alias("total"),
        )
        .sort(
            [pl.col("code") == OTHER, "total", "code", "on"],
            descending=[False, True, False, False],
        )
        .with_columns(top=pl.col("count").cum_sum().over("on"))
        .with_columns(bottom=pl.col("top") - pl.col("count"))
        .drop("total", "code")
    )


def _the_smallest_together(figure: SafeFrame, category: str, value: str) -> pl.DataFrame:
    """The figure with at most AT_MOST_APART categories."""
    ranked = (
        figure.group_by(category)
        .agg(pl.col(value).sum())
        .sort(value, category, descending=[True, False])[category]
        .to_list()
    )
    if len(ranked) <= AT_MOST_APART:
        return figure
    named = [one for one in ranked if one != OTHER][: AT_MOST_APART - 1]
    kept = pl.when(pl.col(category).is_in(named)).then(category).otherwise(pl.lit(OTHER))
    return figure.group_by(kept.alias(category), "month").agg(pl.col(value).sum())
