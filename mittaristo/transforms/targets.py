"""Measures beside their target values."""

from collections.abc import Mapping, Sequence

import polars as pl

from mittaristo.i18n.wording import Wording
from mittaristo.privacy.disclosure import SafeFrame, shaped


@shaped
def beside_targets(
    values: SafeFrame, measures: Sequence[str], labels: Mapping[str, str], _: Wording
) -> pl.DataFrame:
    """Measures in the given order: `measure, label, value, target, share, elapsed, target_due_on`.

    All but the first two also as texts, and `value_of_target_text`: 37 / 200. `elapsed` is the
    share of the time from the project's start to the day the target is due. Everything of the
    target is empty where a measure has none.
    """
    start, now = pl.col("period_from"), pl.col("period_to")
    elapsed = ((now - start).dt.total_days() + 1) / (
        (pl.col("target_due_on") - start).dt.total_days() + 1
    )
    order = {measure: place for place, measure in enumerate(measures)}
    return (
        values.filter(pl.col("measure").is_in(measures), pl.col("value").is_not_null())
        .sort(pl.col("measure").replace_strict(order, default=len(order)))
        .select(
            "measure",
            pl.col("measure").replace_strict(dict(labels), default=None).alias("label"),
            "value",
            "target",
            (pl.col("value") / pl.col("target")).alias("share"),
            elapsed.clip(0, 1).alias("elapsed"),
            _.numbers("value"),
            _.numbers("target"),
            _.days("target_due_on"),
        )
        .with_columns(
            _.percents("share"),
            _.percents("elapsed"),
            pl.concat_str("value_text", "target_text", separator=" / ").alias(
                "value_of_target_text"
            ),
        )
    )


@shaped
def with_targets(figure: SafeFrame) -> pl.DataFrame:
    """Those measures that have a target, the furthest from it first."""
    return figure.filter(pl.col("target") > 0).sort("share")


def reached(figure: SafeFrame) -> int:
    """How many of with_targets have reached their target."""
    return int((figure["share"] >= 1).sum())
