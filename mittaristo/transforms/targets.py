"""Measures beside their target values."""

from collections.abc import Mapping, Sequence

import polars as pl

from mittaristo.i18n.formats import number
from mittaristo.i18n.translation import Language
from mittaristo.privacy.disclosure import SafeFrame, shaped
from mittaristo.transforms import text_columns


def beside_targets(
    values: SafeFrame, measures: Sequence[str], labels: Mapping[str, str], language: Language
) -> SafeFrame:
    """Measures in the given order: `measure, label, value, target, share, elapsed`, written out in
    `said, aim, both, reached, due, passed`.

    `elapsed` is the share of the time from the project's start to the day the target is due.
    Everything of the target is empty where a measure has none.
    """
    start, now = pl.col("period_from"), pl.col("period_to")
    elapsed = ((now - start).dt.total_days() + 1) / (
        (pl.col("target_due_on") - start).dt.total_days() + 1
    )
    order = {measure: place for place, measure in enumerate(measures)}
    found = (
        values.filter(pl.col("measure").is_in(measures), pl.col("value").is_not_null())
        .sort(pl.col("measure").replace_strict(order, default=len(order)))
        .select(
            "measure",
            pl.col("measure").replace_strict(dict(labels), default=None).alias("label"),
            "value",
            "target",
            (pl.col("value") / pl.col("target")).alias("share"),
            text_columns.numbers("value", language).alias("said"),
            text_columns.numbers("target", language).alias("aim"),
            elapsed.clip(0, 1).alias("elapsed"),
            text_columns.days("target_due_on", language).alias("due"),
        )
        .with_columns(
            text_columns.percents("share", language).alias("reached"),
            text_columns.percents("elapsed", language).alias("passed"),
            pl.concat_str("said", "aim", separator=" / ").alias("both"),
        )
    )
    return shaped(found, of=values)


def with_targets(figure: SafeFrame) -> SafeFrame:
    """Those measures that have a target, the furthest from it first."""
    return shaped(figure.filter(pl.col("target") > 0).sort("share"), of=figure)


def short_of_target(values: SafeFrame, measure: str, language: Language) -> dict[str, str]:
    """`value` and `target` of a measure, written out; empty once it is reached or has none."""
    row = values.filter(pl.col("measure") == measure, pl.col("value") < pl.col("target"))
    return {name: number(row[name][0], language) for name in ("value", "target") if row.height == 1}


def reached(figure: SafeFrame) -> int:
    """How many of with_targets have reached their target."""
    return int((figure["share"] >= 1).sum())
