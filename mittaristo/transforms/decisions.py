"""Decisions that come back: what was decided, the value then, the expected one, and that of now."""

import datetime as dt
from collections.abc import Mapping

import polars as pl

from mittaristo.i18n.wording import Wording
from mittaristo.privacy.disclosure import SafeFrame, shaped
from mittaristo.transforms.changes import PARTS

OPTIONAL = {"role": pl.String, "expected": pl.Float64, "due_on": pl.Date, "done": pl.Boolean}
"""Columns of `notes` that snapshots of before do not have."""


@shaped
def of_kind(notes: SafeFrame, kind: str) -> pl.DataFrame:
    """The notes of one kind, with every column that a snapshot of today has; empty where it lacks.

    notes: the figure of that name.
    """
    absent = [
        pl.lit(None, kept).alias(name)
        for name, kept in OPTIONAL.items()
        if name not in notes.columns
    ]
    return notes.with_columns(absent).filter(pl.col("kind") == kind)


@shaped
def still_open(notes: SafeFrame, since: dt.date | None) -> pl.DataFrame:
    """Those that are not done, and those written on a day or later.

    notes: of_kind.
    """
    recent = pl.lit(False) if since is None else pl.col("written_on") >= since
    return notes.filter(recent | ~pl.col("done").fill_null(False))


@shaped
def closed(notes: SafeFrame, since: dt.date | None) -> pl.DataFrame:
    """The others: what was done, of before that day."""
    older = pl.lit(True) if since is None else pl.col("written_on") < since
    return notes.filter(older & pl.col("done").fill_null(False))


@shaped
def by_due_day(notes: SafeFrame) -> pl.DataFrame:
    """What is due first before the others, and what has no due day last."""
    return notes.sort("due_on", "written_on", nulls_last=True, maintain_order=True)


@shaped
def then_and_now(
    decisions: SafeFrame,
    changes: SafeFrame,
    months: SafeFrame,
    values: SafeFrame,
    labels: Mapping[str, str],
    _: Wording,
) -> pl.DataFrame:
    """Each decision with its measure's value then and now, and what was expected in between.

    `then` is the value that the last snapshot until the day of the decision had, which is what was
    known; `then_on` its day, and the parts of the change since. Before the first snapshot it is
    what today's registers give for the last month's end until then, and the parts are null. `off`
    is the value now minus the expected one, once that is due. Numbers and days are also texts.

    decisions: of_kind. changes: those that the reader may see, since snapshots of before the as-of
    date. months, values: the figures of the whole project.
    """
    dated = decisions.with_row_index("place").sort("written_on")
    now = values.select("measure", now="value", as_of="period_to")
    newest = pl.col("since_snapshot") == pl.col("since_snapshot").max().over("since")
    known = changes.filter(newest).select("measure", *PARTS, then_on="since", then="before")
    counted = months.select("measure", then_on=pl.col("month").dt.month_end(), then="total")
    found = dated.join(now, on="measure", how="left")
    found = _until(found, known, "")
    found = _until(found, counted, "_counted")
    at_once = pl.col("written_on") >= pl.col("as_of")
    chosen = [
        pl.when(at_once).then(of_now).otherwise(pl.coalesce(name, f"{name}_counted")).alias(name)
        for name, of_now in (("then", pl.col("now")), ("then_on", pl.col("as_of")))
    ]
    parts = [pl.when(~at_once).then(pl.col(part)).alias(part) for part in PARTS]
    return (
        found.with_columns(chosen + parts)
        .with_columns(
            pl.col("measure").replace_strict(dict(labels), default="").fill_null("").alias("label"),
            pl.when(pl.col("due_on").is_null() | (pl.col("due_on") <= pl.col("as_of")))
            .then((pl.col("now") - pl.col("expected")).round(2))
            .alias("off"),
        )
        .sort("place")
        .with_columns(
            *(_texts(_.numbers(name), name) for name in ("then", "expected", "now")),
            *(_texts(_.changes(name), name) for name in ("off", *PARTS)),
            *(_texts(_.days(name), name) for name in ("written_on", "then_on", "due_on")),
            pl.col("role").fill_null(""),
        )
    )


def _until(found: pl.DataFrame, known: pl.DataFrame, suffix: str) -> pl.DataFrame:
    """Each row with the last of what is known of its measure until its day."""
    return found.join_asof(
        known.rename({name: f"{name}{suffix}" for name in ("then", "then_on")}).sort(
            f"then_on{suffix}"
        ),
        left_on="written_on",
        right_on=f"then_on{suffix}",
        by="measure",
        strategy="backward",
        coalesce=False,
        check_sortedness=False,
    )


def _texts(written: pl.Expr, name: str) -> pl.Expr:
    """What is not known is no text."""
    return pl.when(pl.col(name).is_null()).then(pl.lit("")).otherwise(written).alias(f"{name}_text")
