"""Months of the labour market as series, broken where nothing is known or the rules change."""

import datetime as dt
from collections.abc import Mapping, Sequence

import polars as pl

from mittaristo.i18n.wording import Wording
from mittaristo.privacy.disclosure import SafeFrame, shaped

KEY = ("area", "measure", "sex")


@shaped
def series(
    market: SafeFrame, measures: Sequence[str], areas: Sequence[str], _: Wording
) -> pl.DataFrame:
    """Rows of some measures and areas, by area, sex and month, with what charts need of each.

    `on, area, measure, sex, label, value, withheld, regime, invented, source, run`, and texts of
    value and month. `run` changes where a month is missing, not known or under other rules: no line
    may cross it. A withheld value is said to be protected.
    """
    names = {sex: _.term("columns", sex).lower() for sex in ("woman", "man")}
    sexes = pl.col("sex").replace_strict(names, default=None, return_dtype=pl.String)
    gap = (
        pl.col("month").ne_missing(pl.col("month").shift().over(KEY).dt.offset_by("1mo"))
        | pl.col("regime").ne_missing(pl.col("regime").shift().over(KEY))
        | pl.col("value").is_null()
        | pl.col("value").shift().over(KEY).is_null()
    )
    return (
        market.filter(pl.col("measure").is_in(measures), pl.col("area").is_in(areas))
        .sort(*KEY, "month", nulls_last=True)
        .with_columns(
            gap.cast(pl.Int32).cum_sum().over(KEY).alias("run"),
            pl.col("month").alias("on"),
            _.months("month").alias("on_text"),
            pl.when("withheld")
            .then(pl.lit(_("protected")))
            .otherwise(_.numbers("value"))
            .alias("value_text"),
            pl.concat_str(_.codes("measure"), sexes, separator=", ", ignore_nulls=True).alias(
                "label"
            ),
        )
        .drop("month")
    )


@shaped
def of_measures(market: SafeFrame, measures: Sequence[str]) -> pl.DataFrame:
    """The rows of some measures."""
    return market.filter(pl.col("measure").is_in(measures))


@shaped
def rate(market: SafeFrame, measure: str) -> pl.DataFrame:
    """The rows of a measure, each value as a share of that month's labour force; null without one.

    The whole is the labour force of the same area: a rate of the region, never of a project's own.
    """
    force = market.filter(pl.col("measure") == "labour_force", pl.col("value") > 0).select(
        "area", "month", force="value"
    )
    return (
        market.filter(pl.col("measure") == measure, pl.col("sex").is_null())
        .join(force, on=["area", "month"], how="left", maintain_order="left")
        .with_columns(pl.col("value") / pl.col("force"))
        .drop("force")
    )


@shaped
def breaks(series: SafeFrame, _: Wording) -> pl.DataFrame:
    """The months in which other rules begin than those of the month before: `on, regime, said`."""
    months = series.select("on", "regime").drop_nulls().unique().sort("on")
    return months.filter(pl.col("regime") != pl.col("regime").shift()).with_columns(
        said=_.codes("regime")
    )


@shaped
def wide(series: SafeFrame, names: Mapping[str, str]) -> pl.DataFrame:
    """A row a month, the newest first: `on_text`, and of each name its value and its text.

    names: area → name; where it is empty, rows are told apart by their label.
    """
    of = pl.col("area").replace_strict(dict(names)) if names else pl.col("label")
    known = series.filter(pl.col("value").is_not_null() | pl.col("withheld")).with_columns(
        of.alias("name")
    )
    by = ["on", "on_text"]
    values = known.pivot("name", index=by, values="value", maintain_order=True)
    named = known.with_columns(pl.col("name") + "_text")
    texts = named.pivot("name", index=by, values="value_text", maintain_order=True)
    said = pl.all().exclude("on", "on_text").fill_null("–")
    both = values.join(texts.with_columns(said), on=by, how="left")
    return both.sort("on", descending=True)


@shaped
def in_percent(series: SafeFrame, _: Wording) -> pl.DataFrame:
    """A series of shares of one with its texts as per cent of one decimal."""

    def written(share: float) -> str:
        return _("{number}%").format(number=_.number(round(100 * share, 1)))

    shares = pl.col("value").map_elements(written, pl.String).fill_null("–")
    percent = pl.when("withheld").then(pl.lit(_("protected"))).otherwise(shares)
    return series.with_columns(percent.alias("value_text"))


@shaped
def of_place(milestones: SafeFrame, place: str, always: Sequence[str]) -> pl.DataFrame:
    """The milestones in a municipality, and those of kinds that concern every place."""
    everywhere = pl.col("kind").is_in(always)
    if "municipality" not in milestones.columns:
        return milestones.filter(everywhere)
    return milestones.filter(everywhere | (pl.col("municipality") == place).fill_null(value=False))


@shaped
def table_of_last_month(
    market: SafeFrame, names: Mapping[str, str], measures: tuple[str, str], _: Wording
) -> pl.DataFrame:
    """A row an area: its last month of two measures, and the first one's change in a year.

    `area, name, month_text`, values of both as `first`, `second` and as texts, and `change_text`:
    empty where the month a year before is not known or was under other rules. The area with most of
    the first comes first.
    """
    first, second = measures
    known = market.filter(pl.col("area").is_in(list(names)), pl.col("sex").is_null())
    last = known.filter(pl.col("measure").is_in(measures))["month"].max()
    if not isinstance(last, dt.date):
        return pl.DataFrame(schema=dict.fromkeys(("area", "name"), pl.String))
    before = last.replace(year=last.year - 1)

    def of(measure: str, month: dt.date, name: str) -> pl.DataFrame:
        return known.filter(pl.col("measure") == measure, pl.col("month") == month).select(
            "area", pl.col("value", "withheld", "regime").name.prefix(f"{name}_")
        )

    same = pl.col("first_regime").eq_missing(pl.col("before_regime"))
    rows = of(first, last, "first")
    known = known.with_columns(pl.col("value").round())
    for measure, month, name in ((second, last, "second"), (first, before, "before")):
        rows = rows.join(of(measure, month, name), on="area", how="left", maintain_order="left")
    return (
        rows.sort("first_value", descending=True, nulls_last=True)
        .with_columns(change=pl.when(same).then(pl.col("first_value") - pl.col("before_value")))
        .with_columns(
            pl.lit(_.month(last)).alias("month_text"),
            pl.col("area").replace_strict(dict(names)).alias("name"),
            *(
                pl.when(pl.col(f"{name}_withheld"))
                .then(pl.lit(_("protected")))
                .otherwise(_.numbers(f"{name}_value"))
                .alias(f"{name}_text")
                for name in ("first", "second")
            ),
            pl.when(pl.col("change").is_not_null())
            .then(_.changes("change"))
            .otherwise(pl.lit("–"))
            .alias("change_text"),
            (pl.col("before_value").is_not_null() & ~same).alias("other_rules"),
        )
    )
