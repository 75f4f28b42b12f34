"""Shapes of what happened month by month, and of where measures stood at each month's end."""

import datetime as dt
from collections.abc import Mapping

import polars as pl

from mittaristo.i18n.wording import Wording
from mittaristo.privacy.disclosure import SafeFrame, shaped

AT_MOST_APART = 6
"""So many colours can be told apart."""


OTHER = "other"


def most(figure: SafeFrame, name: str, count: str) -> tuple[str, float | None]:
    """Which category has most, and how many; a dash and None where there is nothing."""
    sums = (
        figure.group_by(name).agg(pl.col(count).sum()).sort(count, name, descending=[True, False])
    )
    return ("–", None) if sums.is_empty() else (sums[name][0], sums[count][0])


@shaped
def between(figure: SafeFrame, first: dt.date, last: dt.date) -> pl.DataFrame:
    """The months of a figure that begin between two days, both included."""
    return figure.filter(pl.col("month").is_between(first, last))


@shaped
def by_month(figure: SafeFrame, category: str, value: str, _: Wording) -> pl.DataFrame:
    """A category month by month, stacked, with words.

    `category, code, on, until, on_text, count, bottom, top, strength`, `on` being the month's first
    day. The category is a language or a code; those with most come first and lowest, "other" last.
    Where there are more than AT_MOST_APART, the smallest are together as "other".
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
        .drop("total")
        .with_columns(strength=pl.lit(1.0))
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


@shaped
def by_measure(
    months: SafeFrame, labels: Mapping[str, str], growing_from: dt.date, _: Wording
) -> pl.DataFrame:
    """Some measures month by month, one upon the other, the first lowest: as by_month.

    labels: measure → how it is called. Months from `growing_from` on may still grow: their
    `strength` is less than one.
    """
    order = {measure: place for place, measure in enumerate(labels)}
    light = pl.when(pl.col("month") >= growing_from).then(0.55).otherwise(1.0)
    return (
        months.filter(pl.col("measure").is_in(list(labels)))
        .sort(pl.col("measure").replace_strict(order, default=None), "month")
        .select(
            pl.col("measure").replace_strict(dict(labels), default=None).alias("category"),
            pl.col("measure").alias("code"),
            pl.col("month").alias("on"),
            (pl.col("month").dt.month_end() + pl.duration(days=1)).alias("until"),
            _.months("month").alias("on_text"),
            pl.col("events").alias("count"),
            light.alias("strength"),
        )
        .with_columns(top=pl.col("count").cum_sum().over("on"))
        .with_columns(bottom=pl.col("top") - pl.col("count"))
    )


@shaped
def planned(coming: SafeFrame, said: str, _: Wording) -> pl.DataFrame:
    """Seats of coming trainings by month: `on, until, count, said, short`.

    said: how a month's plan is said, with {count} trainings.
    """
    month = pl.col("starts_on").dt.truncate("1mo").alias("on")
    words = pl.col("trainings").map_elements(
        lambda count: said.format(count=_.number(count)), pl.String
    )
    return (
        coming.group_by(month)
        .agg(pl.col("seats").sum().alias("count"), pl.len().alias("trainings"))
        .sort("on")
        .with_columns(
            (pl.col("on").dt.month_end() + pl.duration(days=1)).alias("until"),
            _.numbers("trainings").alias("short"),
            words.alias("said"),
        )
        .filter(pl.col("count") > 0)
    )


@shaped
def grouped(
    figure: SafeFrame, category: str, value: str, together: Mapping[str, str]
) -> pl.DataFrame:
    """The figure with some categories counted together: code → group; `others` for the rest."""
    group = pl.col(category).replace_strict(dict(together), default="others")
    return figure.group_by(group.alias(category), "month").agg(pl.col(value).sum())
