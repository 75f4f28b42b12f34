"""Shapes of pace and forecast: the way to a target, what is still to be recorded, what was said."""

import datetime as dt
from collections.abc import Mapping

import polars as pl

from mittaristo.i18n.wording import Wording
from mittaristo.privacy.disclosure import SafeFrame, shaped
from mittaristo.transforms import tables

TOLD = 0.5
"""Less than half an event still to be recorded is not spoken of."""


@shaped
def fan(course: SafeFrame, forecasts: SafeFrame, measure: str, _: Wording) -> pl.DataFrame:
    """From a measure's last point through its forecasts: `on, low, high, said`."""
    last = tables.only(course, measure).tail(1)
    now = last.select("on", low="total", high="total")
    ahead = tables.only(forecasts, measure).sort("until").select("low", "high", on="until")
    fan = pl.concat([now, ahead.select("on", "low", "high")])
    return fan.with_columns(_range(_).alias("said")) if ahead.height else fan.clear()


def _range(_: Wording) -> pl.Expr:
    """`low` and `high` written out: 41–58; a dash where they are not known."""
    return (
        pl.struct("low", "high")
        .map_elements(
            lambda row: "–" if row["low"] is None else _range_of(row["low"], row["high"], _),
            pl.String,
        )
        .alias("range_text")
    )


def _range_of(low: float, high: float, _: Wording) -> str:
    return f"{_.number(low)}–{_.number(high)}"


@shaped
def forecast_rows(forecasts: SafeFrame, measure: str, _: Wording) -> pl.DataFrame:
    """The forecasts of a measure by day, with texts."""
    rows = tables.only(forecasts, measure).sort("until")
    return rows.with_columns(_.days("until"), _.numbers("low"), _.numbers("high"))


@shaped
def aims(
    targets: SafeFrame, pace: SafeFrame, measure: str, starts_on: dt.date, as_of: dt.date
) -> pl.DataFrame:
    """A target value as it has been in force, and the way to it: `place, on, high, line`.

    The one is level from version to version until it is due; the other is straight from today's
    value, where the target is still to be met.
    """
    row = tables.only(pace, measure).filter(pl.col("target_due_on").is_not_null())
    in_force = tables.only(targets, measure).filter(pl.col("valid_from") <= as_of)
    versions = in_force.sort("valid_from").select(
        pl.max_horizontal("valid_from", pl.lit(starts_on)).alias("on"),
        pl.col("value").cast(pl.Float64).alias("high"),
    )
    corners = versions.select(pl.col("on").shift(-1), "high").drop_nulls("on")
    due = row.select(on="target_due_on", high="target")
    level = pl.concat([corners, versions, due]).sort("on", maintain_order=True)
    open_ = row.filter(pl.col("target") > pl.col("value"), pl.col("target_due_on") > as_of)
    way = pl.concat(
        [
            open_.select(pl.lit(as_of).alias("on"), pl.col("value").alias("high")),
            open_.select(on="target_due_on", high="target"),
        ]
    )
    lines = [("target", level), ("way", way)]
    drawn = pl.concat([frame.with_columns(line=pl.lit(name)) for name, frame in lines])
    return drawn.with_row_index("place")


@shaped
def still_to_come(revisions: SafeFrame, measure: str, _: Wording) -> pl.DataFrame:
    """Months of which something is still to be recorded: as transforms.months.planned.

    `count`: with it; `said`: how much it is, of the newest only: bars are narrow.
    """
    words = pl.col("to_be_recorded").map_elements(
        lambda count: _.number(round(count, 1), sign=True), pl.String
    )
    return (
        tables.only(revisions, measure)
        .filter(pl.col("to_be_recorded") >= TOLD)
        .select(
            pl.col("month").alias("on"),
            (pl.col("month").dt.month_end() + pl.duration(days=1)).alias("until"),
            (pl.col("now") + pl.col("to_be_recorded")).alias("count"),
            words.alias("said"),
        )
        .with_columns(
            pl.when(pl.col("on") == pl.col("on").max())
            .then("said")
            .otherwise(pl.lit(""))
            .alias("said")
        )
        .with_columns(short=pl.col("said"))
    )


@shaped
def revised(revisions: SafeFrame, measure: str, months: int, _: Wording) -> pl.DataFrame:
    """The last months of a measure, newest first, all columns also as texts; with one decimal."""
    return (
        tables.only(revisions, measure)
        .sort("month", descending=True)
        .head(months)
        .with_columns(pl.col("usual_change", "to_be_recorded").round(1))
        .with_columns(
            _.months("month"),
            pl.col("first_on")
            .map_elements(lambda day: _.day(day) if day else "–", pl.String, skip_nulls=False)
            .alias("first_on_text"),
            _.numbers("first_published"),
            _.numbers("now"),
            _.changes("change"),
            _.changes("usual_change"),
            _.numbers("to_be_recorded"),
        )
    )


@shaped
def said_and_came(
    record: SafeFrame, measure: str, outcomes: Mapping[str, str], _: Wording
) -> pl.DataFrame:
    """What was forecast of a measure and what came, the newest first, with texts.

    `expected`: what came with what is still to be recorded of it; `said`: both in a word.
    """
    plus = pl.concat_str("came_text", pl.lit(" "), "to_be_recorded_change")
    return (
        tables.only(record, measure)
        .sort("said_on", descending=True)
        .with_columns(
            (pl.col("came") + pl.col("to_be_recorded")).alias("expected"),
            pl.col("to_be_recorded").round(1),
        )
        .with_columns(
            _.days("said_on"),
            _.days("until"),
            _range(_),
            _.numbers("came"),
            _.numbers("to_be_recorded"),
            _.changes("to_be_recorded").alias("to_be_recorded_change"),
            pl.col("outcome").replace_strict(dict(outcomes), default=None).alias("outcome_text"),
        )
        .with_columns(
            pl.when(pl.col("to_be_recorded") < TOLD).then("came_text").otherwise(plus).alias("said")
        )
    )


@shaped
def every_pace(
    pace: SafeFrame,
    forecasts: SafeFrame,
    ends_on: dt.date,
    order: Mapping[str, str],
    statuses: Mapping[str, str],
    _: Wording,
) -> pl.DataFrame:
    """All measures, those with a target first, with texts. order: measure → its name.

    `low` and `high` are for the day on which the target is due, and otherwise for the last day.
    """
    last = forecasts.filter(pl.col("until") == ends_on).select("measure", "low", "high")
    place = {measure: place for place, measure in enumerate(order)}
    return (
        pace.filter(pl.col("measure").is_in(list(order)))
        .join(last, on="measure", how="left", suffix="_at_the_end")
        .with_columns(
            pl.when(pl.col("target").is_null())
            .then(pl.col(f"{end}_at_the_end"))
            .otherwise(end)
            .alias(end)
            for end in ("low", "high")
        )
        .sort(
            pl.col("target").is_null(),
            pl.col("measure").replace_strict(place, default=None, return_dtype=pl.Int64),
        )
        .with_columns(pl.col("needed", "pace").round(1), pl.col("to_be_recorded").round(1))
        .with_columns(
            pl.col("measure").replace_strict(dict(order), default=None).alias("label"),
            _.numbers("value"),
            _.numbers("to_be_recorded"),
            _.numbers("target"),
            _.numbers("needed"),
            _.numbers("pace"),
            _range(_),
            pl.col("status").replace_strict(dict(statuses), default=None).alias("status_text"),
        )
    )


def held(record: SafeFrame, measure: str | None = None) -> tuple[int, int]:
    """How many earlier forecasts held, of a measure or of all, and how many there were."""
    chosen = record if measure is None else tables.only(record, measure)
    return int((chosen["outcome"] == "within").sum()), chosen.height
