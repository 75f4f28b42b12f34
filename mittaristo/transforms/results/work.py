"""From joining to work: cohorts in rows, and the estimate for the whole project as a course."""

from collections.abc import Mapping, Sequence

import polars as pl

from mittaristo.i18n.wording import Wording
from mittaristo.privacy.disclosure import SafeFrame, shaped

MARKS = (6, 12, 18)
"""Months since joining at which work is told of."""


@shaped
def cohorts(figure: SafeFrame, states: Mapping[str, str], _: Wording) -> pl.DataFrame:
    """The figure work_by_half_year with `half_year_said`, and numbers and the share as texts.

    states: state → what stands in the place of a number that is not told.
    """
    year = pl.col("half_year").dt.year().cast(pl.String)
    half = (
        pl.when(pl.col("half_year").dt.month() < 7).then(pl.lit("1–6/")).otherwise(pl.lit("7–12/"))
    )
    instead = pl.col("state").replace_strict(dict(states), default=None)
    withheld = pl.lit(states["withheld"])
    return figure.with_columns(
        (half + year).alias("half_year_said"),
        _.numbers("months"),
        pl.when(pl.col("persons").is_null())
        .then(withheld)
        .otherwise(_.numbers("persons"))
        .alias("persons_text"),
        pl.when(pl.col("state") == "told")
        .then(_.numbers("in_work"))
        .otherwise(instead)
        .alias("in_work_text"),
        pl.when(pl.col("state") == "told").then(_.percents("share")).alias("share_text"),
    ).with_columns(pl.col("share_text").fill_null("–"))


@shaped
def share_course(figure: SafeFrame, _: Wording) -> pl.DataFrame:
    """The figure work_by_months with texts, and `marked` where MARKS are."""
    return figure.with_columns(
        _.numbers("months"),
        _.numbers("at_risk"),
        _.percents("in_work"),
        marked=pl.col("months").is_in(MARKS),
    )


@shaped
def expected_course(
    figure: SafeFrame, expected: Sequence[tuple[int, float]], said: str, _: Wording
) -> pl.DataFrame:
    """What the project expects, as far as the figure reaches: `months, in_work, said`.

    said: how it is said, with {share}.
    """
    last = max(figure["months"].to_list(), default=-1)
    rows = [
        (month, share, said.format(share=_.percent(share)))
        for month, share in expected
        if month <= last
    ]
    schema = {"months": pl.Int64, "in_work": pl.Float64, "said": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")
