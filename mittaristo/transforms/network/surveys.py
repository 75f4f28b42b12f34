"""Answers to surveys: each question with how many answered it, and what they said."""

import polars as pl

from mittaristo.i18n.wording import Wording
from mittaristo.privacy.disclosure import SafeFrame, shaped


@shaped
def with_shares(answers: SafeFrame, _: Wording) -> pl.DataFrame:
    """The figure with words, and `of_largest`: the number as a share of the question's largest.

    `respondents_text` tells where a number is withheld, `answered_text` and `share_text` are a dash
    where the number who answered is.
    """
    withheld = _("fewer than 5")
    largest = pl.col("respondents").max().over("survey_id", "question")
    shares = pl.when(pl.col("answered") > 0).then(pl.col("respondents") / pl.col("answered"))
    return answers.with_columns(
        _.days("asked_on"),
        _.codes("question"),
        _.codes("answer"),
        _.numbers("answered"),
        of_largest=(pl.col("respondents") / largest).fill_nan(0).fill_null(0),
        share=shares,
        respondents_text=pl.when(pl.col("respondents").is_null())
        .then(pl.lit(withheld))
        .otherwise(_.numbers("respondents")),
    ).with_columns(_.percents("share").fill_null("–"))
