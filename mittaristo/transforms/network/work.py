"""Pieces of work over months: what is done, what is coming and what is late."""

from collections.abc import Collection

import polars as pl

from mittaristo.i18n.wording import Wording
from mittaristo.privacy.disclosure import SafeFrame, shaped

STATES = ("done", "late", "coming", "undated")


@shaped
def in_rows(work: SafeFrame, _: Wording) -> pl.DataFrame:
    """The figure `pieces_of_work`: `row, title, on, on_text, state, state_text, said`.

    row: its place, from 0. said: the state and the day in words.
    """
    words = {
        "done": _("done"),
        "late": _("late"),
        "coming": _("coming"),
        "undated": _("no day set yet"),
    }
    return (
        work.select(
            pl.int_range(pl.len()).alias("row"),
            pl.col(f"title_{_.language}").alias("title"),
            pl.col("due_on").alias("on"),
            pl.col("state"),
            pl.col("state").replace_strict(words, return_dtype=pl.String).alias("state_text"),
        )
        .with_columns(_.days("on"))
        .with_columns(pl.col("on_text").fill_null(""))
        .with_columns(said=pl.format("{} {}", "state_text", "on_text").str.strip_chars())
    )


@shaped
def by_stage(pilots: SafeFrame, stages: Collection[str], _: Wording) -> pl.DataFrame:
    """New services, those of the first stage first and in it those that have been there longest.

    The figure with `of_longest`, the months as a share of the longest, and all columns as texts.
    """
    order = {stage: place for place, stage in enumerate(stages)}
    longest = pl.max_horizontal(pl.col("months").max(), 1)
    return (
        pilots.sort(
            pl.col("stage").replace_strict(order, default=len(order)),
            "months",
            "name",
            descending=[False, True, False],
        )
        .with_columns(of_longest=pl.col("months") / longest)
        .with_columns(_.codes("stage"), _.days("stage_since"), _.numbers("months"))
    )
