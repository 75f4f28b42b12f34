"""Goals of a project beside what has come of them, and the budget beside what is ordered of it."""

from collections.abc import Mapping

import polars as pl

from mittaristo.i18n.wording import Wording
from mittaristo.privacy.disclosure import SafeFrame, shaped
from mittaristo.transforms.targets import beside_targets

OUTCOMES = ("outcome", "outcome_text", "basis")

ORDER = ("reached", "partly", "not_reached", "open")
"""Outcomes as they are told: the best first, and last what nobody has judged."""


@shaped
def with_values(
    goals: SafeFrame,
    values: SafeFrame,
    quoted: SafeFrame,
    labels: Mapping[str, str],
    _: Wording,
    *,
    operational: bool,
) -> pl.DataFrame:
    """A row a goal in the order of the figure `goals`, then one a target that is no goal's own.

    quoted: published targets and actuals, for goals of which nothing is counted.

    `title, parent, measure, outcome, outcome_text, basis, said`, and what beside_targets gives of
    the measure, empty where a goal has none. `said`: the number and target in words. operational:
    whether goals that serve another one have rows also where no target is set.
    """
    computed = beside_targets(values, list(labels), labels, _)
    only_told = quoted.filter(
        ~pl.col("measure").is_in(computed["measure"].to_list()),
        pl.col("measure").is_in(goals["measure"].drop_nulls().to_list()),
    )
    counted: pl.DataFrame = pl.concat([computed, only_told], how="diagonal_relaxed")
    aimed = counted.filter(pl.col("target") != 0)["measure"].to_list()
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
def aimed(rows: SafeFrame) -> pl.DataFrame:
    """Those rows of with_values that have a target."""
    return rows.filter(pl.col("share").is_not_null())


@shaped
def numbered(notes: SafeFrame) -> pl.DataFrame:
    """The same notes, numbered from one in `nth_text`."""
    return notes.with_row_index("place", offset=1).with_columns(
        nth_text=pl.col("place").cast(pl.String)
    )


def outcomes(goals: SafeFrame) -> dict[str, dict[str, int]]:
    """Outcome → how many goals have it, in all and by their level; in the order of ORDER."""
    return {
        outcome: {
            "all": goals.filter(pl.col("outcome") == outcome).height,
            **{
                level: goals.filter(pl.col("outcome") == outcome, pl.col("level") == level).height
                for level in ("strategic", "operational")
            },
        }
        for outcome in ORDER
    }


@shaped
def below(goals: SafeFrame, shown: list[str], _: Wording) -> pl.DataFrame:
    """The operational goals that are not shown yet: `title, outcome, outcome_text, basis`.

    By their outcome as in ORDER, then in their own order. shown: titles.
    """
    title = pl.col(f"title_{_.language}")
    rank = {outcome: place for place, outcome in enumerate(ORDER)}
    return (
        goals.filter(pl.col("level") == "operational", ~title.is_in(shown))
        .sort(pl.col("outcome").replace_strict(rank), maintain_order=True)
        .select(
            title.alias("title"),
            "outcome",
            _.codes("outcome"),
            pl.col(f"basis_{_.language}").alias("basis"),
        )
    )


@shaped
def ordered_of_budget(budget: SafeFrame, _: Wording) -> pl.DataFrame:
    """A row a category, and one for all: `label, budget_eur, used_eur, share`, also as texts.

    `category` is its code, empty for all. `share` is of one, and empty where a budget is 0.
    """
    amounts = ("budget_eur", "used_eur")
    rows = budget.select("category", _.codes("category").alias("label"), *amounts)
    total = rows.select(
        pl.lit("").alias("category"),
        pl.lit(_("Total")).alias("label"),
        *(pl.col(name).sum() for name in amounts),
    )
    share = pl.when(pl.col("budget_eur") > 0).then(pl.col("used_eur") / pl.col("budget_eur"))
    return (
        pl.concat([rows, total])
        .with_columns(share.alias("share"))
        .with_columns(*(_.numbers(name) for name in amounts), _.percents("share").fill_null("–"))
    )
