"""The budget for purchased services beside what has been ordered."""

import polars as pl

from mittaristo.i18n.wording import Wording
from mittaristo.privacy.disclosure import SafeFrame, shaped


@shaped
def ordered_of_budget(budget: SafeFrame, _: Wording) -> pl.DataFrame:
    """A row a category, and one for all: `label, budget_eur, used_eur, share`, also as texts.

    `share` is of one, and empty where a budget is 0.
    """
    amounts = ("budget_eur", "used_eur")
    rows = budget.select(_.codes("category").alias("label"), *amounts)
    total = rows.select(
        pl.lit(_("Total")).alias("label"), *(pl.col(name).sum() for name in amounts)
    )
    share = pl.when(pl.col("budget_eur") > 0).then(pl.col("used_eur") / pl.col("budget_eur"))
    return (
        pl.concat([rows, total])
        .with_columns(share.alias("share"))
        .with_columns(*(_.numbers(name) for name in amounts), _.percents("share").fill_null("–"))
    )
