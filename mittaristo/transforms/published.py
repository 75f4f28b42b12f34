"""Published figures beside computed ones."""

from collections.abc import Mapping

import polars as pl

from mittaristo.i18n.wording import Wording
from mittaristo.privacy.disclosure import SafeFrame, shaped


@shaped
def compared_with_published(
    values: SafeFrame, labels: Mapping[str, str], _: Wording
) -> pl.DataFrame:
    """Published figures beside computed ones, those that differ first.

    `measure, label, period_text, published_value, published_qualifier_text, value, difference,
    published_source`; numbers also as texts, a dash where a value cannot be computed.
    """
    period = pl.concat_str(_.days("period_from"), _.days("period_to"), separator="–")
    return (
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
            period.alias("period_text"),
            "published_value",
            "value",
            "difference",
            _.numbers("published_value"),
            _.codes("published_qualifier"),
            _.numbers("value"),
            _.changes("difference"),
            "published_source",
        )
    )


@shaped
def agreeing(compared: SafeFrame) -> pl.DataFrame:
    """Published figures that equal the computed ones."""
    return compared.filter(pl.col("difference").eq_missing(0))


@shaped
def differing(compared: SafeFrame) -> pl.DataFrame:
    """Published figures that differ from the computed ones, or have none beside them."""
    return compared.filter(~pl.col("difference").eq_missing(0))
