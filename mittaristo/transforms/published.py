"""Published figures beside computed ones."""

from collections.abc import Mapping

import polars as pl

from mittaristo.i18n.formats import number
from mittaristo.i18n.translation import Language
from mittaristo.privacy.disclosure import SafeFrame, shaped
from mittaristo.transforms import text_columns


def compared_with_published(
    values: SafeFrame, labels: Mapping[str, str], language: Language
) -> SafeFrame:
    """Published figures beside computed ones, those that differ first, written out for reading.

    `measure, label, period, published, qualifier, value, difference, published_source, gap`.
    `value` is a dash where it cannot be computed.
    """
    period = pl.concat_str(
        text_columns.days("period_from", language),
        text_columns.days("period_to", language),
        separator="–",
    )
    found = (
        values.filter(pl.col("published_value").is_not_null())
        .sort(
            pl.col("difference").abs().fill_null(-1),
            "measure",
            "period_from",
            descending=[True, False, False],
        )
        .select(
            "measure",
            pl.col("measure")
            .replace_strict(dict(labels), default=pl.col("measure"))
            .alias("label"),
            period.alias("period"),
            text_columns.numbers("published_value", language).alias("published"),
            text_columns.codes("published_qualifier", language).alias("qualifier"),
            text_columns.numbers("value", language).alias("value"),
            pl.col("difference")
            .map_elements(lambda gap: number(gap, language, sign=True), pl.String, skip_nulls=False)
            .alias("difference"),
            "published_source",
            pl.col("difference").alias("gap"),
        )
    )
    return shaped(found, of=values)


def by_agreement(compared: SafeFrame) -> tuple[SafeFrame, SafeFrame]:
    """Published figures that equal the computed ones, and those that differ or have none."""
    equal = pl.col("gap").eq_missing(0)
    return (
        shaped(compared.filter(equal), of=compared),
        shaped(compared.filter(~equal), of=compared),
    )
