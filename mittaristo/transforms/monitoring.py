"""Measures as a monitoring report asks for them: reported before, this period, and so far."""

import datetime as dt
from collections.abc import Mapping

import polars as pl

from mittaristo.i18n.wording import Wording
from mittaristo.privacy.disclosure import SafeFrame, shaped


@shaped
def monitored(
    values: SafeFrame,
    before: SafeFrame,
    measures: Mapping[str, str],
    comments: Mapping[str, str],
    _: Wording,
    *,
    first: bool,
) -> pl.DataFrame:
    """One row a measure: `measure, label, target, before, gained, value, share, comment`.

    The numbers also as texts. measures: id → name, in order; those with a target come first.
    before: the changes since the snapshot that was reported from, which tell what was reported.
    gained: value minus that; in the first period nothing was reported before.
    """
    order = {measure: place for place, measure in enumerate(measures)}
    reported = before.select("measure", "before")
    nothing = 0.0 if first else None
    return (
        values.filter(pl.col("measure").is_in(list(measures)), pl.col("value").is_not_null())
        .join(reported, on="measure", how="left", maintain_order="left")
        .with_columns(pl.col("before").fill_null(pl.lit(nothing, pl.Float64)))
        .sort(pl.col("target").is_null(), pl.col("measure").replace_strict(order))
        .select(
            "measure",
            _named(measures).alias("label"),
            "target",
            "before",
            (pl.col("value") - pl.col("before")).alias("gained"),
            "value",
            pl.when(pl.col("target") > 0).then(pl.col("value") / pl.col("target")).alias("share"),
            _named(comments).alias("comment"),
        )
        .with_columns(
            pl.when(pl.col("target").is_null())
            .then(pl.lit(""))
            .otherwise(_.numbers("target"))
            .alias("target_text"),
            _.numbers("before"),
            _.changes("gained"),
            _.numbers("value"),
            _.percents("share").fill_null(""),
        )
    )


@shaped
def reported_and_known(
    changes: SafeFrame, period: str, measures: Mapping[str, str], _: Wording
) -> pl.DataFrame:
    """What was reported once and what is known of the same day now, where these differ.

    One row a measure: `period, measure, label, before, known, late, corrections, redefinition`,
    the numbers also as texts. changes: those since the snapshot that was reported from.
    """
    order = {measure: place for place, measure in enumerate(measures)}
    numbers = ("late", "corrections", "redefinition")
    return (
        changes.filter(
            pl.col("measure").is_in(list(measures)),
            pl.any_horizontal(pl.col(name) != 0 for name in numbers),
        )
        .sort(pl.col("measure").replace_strict(order))
        .select(
            pl.lit(period).alias("period"),
            "measure",
            _named(measures).alias("label"),
            "before",
            (pl.col("after") - pl.col("growth")).alias("known"),
            *numbers,
        )
        .with_columns(
            _.numbers("before"), _.numbers("known"), *(_.changes(name) for name in numbers)
        )
    )


@shaped
def in_the_period(
    periods: SafeFrame, measures: Mapping[str, str], units: Mapping[str, str], _: Wording
) -> pl.DataFrame:
    """What happened in a period itself, and how much of it was new, in the order of the measures.

    One row a measure: `measure, label, unit, value, new`, the numbers also as texts; `new` is
    empty where units do not come back.
    """
    order = {measure: place for place, measure in enumerate(measures)}
    return (
        periods.filter(pl.col("measure").is_in(list(measures)))
        .sort(pl.col("measure").replace_strict(order))
        .select(
            "measure",
            _named(measures).alias("label"),
            _named(units).alias("unit"),
            "value",
            "new",
            _.numbers("value"),
            pl.when(pl.col("new").is_null())
            .then(pl.lit(""))
            .otherwise(_.numbers("new"))
            .alias("new_text"),
        )
    )


@shaped
def of_period(periods: SafeFrame, first: dt.date) -> pl.DataFrame:
    """The rows of the reporting period that begins on a day."""
    return periods.filter(pl.col("period_kind") == "reporting", pl.col("period_from") == first)


def _named(names: Mapping[str, str]) -> pl.Expr:
    """The name that goes with a measure; empty where it has none."""
    return pl.col("measure").replace_strict(dict(names), default="", return_dtype=pl.String)
