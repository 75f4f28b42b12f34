"""Shapes of what happened month by month, and of where measures stood at each month's end."""

import datetime as dt
from collections.abc import Mapping, Sequence

import polars as pl

from mittaristo.i18n.formats import number
from mittaristo.i18n.translation import Language
from mittaristo.privacy.disclosure import SafeFrame, shaped
from mittaristo.transforms import text_columns

AT_MOST_APART = 6
"""So many colours can be told apart."""


OTHER = "other"


def course_of_measures(
    months: SafeFrame, measures: Sequence[str], starts_on: dt.date, as_of: dt.date
) -> SafeFrame:
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
    course = (
        pl.concat([zeros, standing])
        .unique(["measure", "on"], keep="last", maintain_order=True)
        .sort("measure", "on")
    )
    return shaped(course, of=months)


def with_words(course: SafeFrame, labels: Mapping[str, str], language: Language) -> SafeFrame:
    """Add what a reader sees of each point: `label, written, value`."""
    found = course.with_columns(
        pl.col("measure").replace_strict(dict(labels), default=None).alias("label"),
        text_columns.days("on", language).alias("written"),
        text_columns.numbers("total", language).alias("value"),
    )
    return shaped(found, of=course)


def most(figure: SafeFrame, name: str, count: str, language: Language) -> tuple[str, str]:
    """Which category has most, and how many, written out; dashes where there is nothing."""
    sums = (
        figure.group_by(name).agg(pl.col(count).sum()).sort(count, name, descending=[True, False])
    )
    if sums.is_empty():
        return "–", number(None, language)
    return sums[name][0], number(sums[count][0], language)


def by_month(figure: SafeFrame, category: str, value: str, language: Language) -> SafeFrame:
    """A category month by month, stacked, with words.

    `category, on, until, written, count, bottom, top`, `on` being the month's first day. The
    category is a language or a code; those with most come first and lowest, "other" last. Where
    there are more than AT_MOST_APART, the smallest are together as "other".
    """
    name = text_columns.languages if category == "language" else text_columns.codes
    together = pl.when(pl.col(category) == OTHER).then(text_columns.codes(category, language))
    found = (
        _the_smallest_together(figure, category, value)
        .select(
            together.otherwise(name(category, language)).alias("category"),
            pl.col(category).alias("code"),
            pl.col("month").alias("on"),
            (pl.col("month").dt.month_end() + pl.duration(days=1)).alias("until"),
            text_columns.months("month", language).alias("written"),
            pl.col(value).alias("count"),
            pl.col(value).sum().over(category).alias("total"),
        )
        .sort(
            [pl.col("code") == OTHER, "total", "code", "on"],
            descending=[False, True, False, False],
        )
        .with_columns(top=pl.col("count").cum_sum().over("on"))
        .with_columns(bottom=pl.col("top") - pl.col("count"))
    )
    return shaped(found.drop("total", "code"), of=figure)


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


def total(figure: SafeFrame, column: str, language: Language) -> str:
    """The sum of a column, written out."""
    return number(float(figure[column].sum()), language)
