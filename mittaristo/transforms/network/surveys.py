"""Answers to surveys: each question with how many answered it, and what they said."""

import polars as pl

from mittaristo.i18n.wording import Wording
from mittaristo.privacy.disclosure import SafeFrame, shaped


@shaped
def with_shares(answers: SafeFrame, _: Wording) -> pl.DataFrame:
    """The figure with words, and `of_largest`: the number as a share of the question's largest.

    A number that is withheld is a dash; `said` and `note` tell so in words.
    """
    few, hidden = pl.col("respondents").is_null(), pl.col("answered").is_null()
    largest = pl.col("respondents").max().over("survey_id", "question")
    note = pl.when(few).then(pl.lit(_("fewer than 5: the number is not told")))
    return answers.with_columns(
        _.days("asked_on"),
        _.codes("question"),
        _.codes("answer"),
        _.numbers("respondents"),
        _.numbers("answered"),
        of_largest=(pl.col("respondents") / largest).fill_nan(0).fill_null(0),
        share=pl.when(pl.col("answered") > 0).then(pl.col("respondents") / pl.col("answered")),
        note=note.when(hidden)
        .then(pl.lit(_("the number who answered is not told")))
        .otherwise(pl.lit("")),
    ).with_columns(
        _.percents("share").fill_null("–"),
        said=pl.when(few).then(pl.lit(_("fewer than 5"))).otherwise("respondents_text"),
    )
