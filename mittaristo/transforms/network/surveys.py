"""Answers to surveys: each question with how many answered it, and what they said."""

from dataclasses import replace

import polars as pl

from mittaristo.i18n.table import Table
from mittaristo.i18n.wording import Wording
from mittaristo.privacy.disclosure import SafeFrame, shaped


@shaped
def with_shares(answers: SafeFrame, _: Wording) -> pl.DataFrame:
    """The figure with words, and `of_largest`: the number as a share of the question's largest.

    Where a number is withheld, its text tells so, and so do those of the number who answered and
    of the share.
    """
    withheld, untold = pl.lit(_("fewer than 5")), pl.lit(_("not told"))
    largest = pl.col("respondents").max().over("survey_id", "question")
    shares = pl.when(pl.col("answered") > 0).then(pl.col("respondents") / pl.col("answered"))
    return answers.with_columns(
        _.days("asked_on"),
        _.codes("question"),
        _.codes("answer"),
        answered_text=pl.when(pl.col("answered").is_null())
        .then(untold)
        .otherwise(_.numbers("answered")),
        of_largest=(pl.col("respondents") / largest).fill_nan(0).fill_null(0),
        share=shares,
        respondents_text=pl.when(pl.col("respondents").is_null())
        .then(withheld)
        .otherwise(_.numbers("respondents")),
    ).with_columns(_.percents("share").fill_null(untold))


def marked(table: Table) -> Table:
    """The table with its texts in the place of values that are not told, for files too."""
    values = tuple(
        tuple(text if value is None else value for text, value in zip(texts, row, strict=True))
        for texts, row in zip(table.rows, table.values, strict=True)
    )
    return replace(table, values=values)
