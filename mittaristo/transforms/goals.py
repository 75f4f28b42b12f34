"""Goals of a project beside what has come of them, and the budget beside what is ordered of it."""

from collections.abc import Mapping

import polars as pl

from mittaristo.i18n.wording import Wording
from mittaristo.privacy.disclosure import SafeFrame, shaped
from mittaristo.transforms.targets import beside_targets

OUTCOMES = ("outcome", "outcome_text", "basis")


@shaped
def with_values(
    goals: SafeFrame,
    values: SafeFrame,
    labels: Mapping[str, str],
    _: Wording,
    *,
    operational: bool,
) -> pl.DataFrame:
    """A row a goal in the order of the figure `goals`, then one a target that is no goal's own.

    `title, parent, measure, outcome, outcome_text, basis, said`, and what beside_targets gives of
    the measure, empty where a goal has none. `said`: the number and target in words. operational:
    whether goals that serve another one have rows also where no target is set.
    """
    counted = beside_targets(values, list(labels), labels, _)
    aimed = counted.filter(pl.col("target") > 0)["measure"].to_list()
    few = (pl.col("level") == "strategic") | pl.col("measure").is_in(aimed)
    told = goals.filter(pl.lit(operational) | few.fill_null(value=False)).select(
        pl.col(f"title_{_.language}").alias("title"),
        "parent",
        "measure",
        "outcome",
        _.codes("outcome"),
        pl.col(f"basis_{_.language}").alias("basis"),
    )
    others = counted.filter(
        pl.col("target") > 0, ~pl.col("measure").is_in(told["measure"].drop_nulls().to_list())
    ).select(
        pl.col("label").alias("title"),
        pl.lit(None, pl.String).alias("parent"),
        "measure",
        *(pl.lit(None, pl.String).alias(name) for name in OUTCOMES),
    )
    rows = pl.concat([told, others]).join(counted, on="measure", how="left", maintain_order="left")
    said = pl.coalesce("value_of_target_text", "value_text", "outcome_text")
    return rows.with_columns(
        said.alias("said"),
        *(pl.col(name).fill_null("") for name in ("label", "outcome_text", "basis")),
        *(pl.col(f"{name}_text").fill_null("–") for name in ("value", "target", "share")),
    )


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
