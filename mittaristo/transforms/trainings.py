"""Shapes of trainings: language and card, and what is coming."""

import datetime as dt

import polars as pl

from mittaristo.i18n.wording import Wording
from mittaristo.privacy.disclosure import SafeFrame, shaped

NEXT = 4
"""How many coming trainings and events are listed on the overview."""

TRAINING_ORDER = (
    "occupational_safety",
    "hot_work",
    "hygiene_passport",
    "alcohol_serving",
    "emergency_first_aid",
    "short",
    "job_search",
    "career",
    "other",
)


@shaped
def training_grid(trainings: SafeFrame, _: Wording) -> pl.DataFrame:
    """The grid training × language, and what is said of each cell.

    `subject, language, held, coming, attendances` with their texts, and `of_language`. Trainings
    stand in the order of TRAINING_ORDER, languages by attendances, most first.
    """
    order = {name: place for place, name in enumerate(TRAINING_ORDER)}
    grid = trainings.with_columns(subject=pl.coalesce("card", "kind")).select(
        _.codes("subject"),
        _.languages("language"),
        pl.col("subject").replace_strict(order, default=len(order)).alias("place"),
        "held",
        "coming",
        "attendances",
        _.numbers("held"),
        _.numbers("attendances"),
        _.numbers("coming"),
        pl.col("attendances").sum().over("language").alias("of_language"),
    )
    ordered = grid.sort(["place", "of_language", "language_text"], descending=[False, True, False])
    return ordered.drop("place")


@shaped
def coming(trainings: SafeFrame, _: Wording) -> pl.DataFrame:
    """Coming trainings: `starts_on, title, subject, language, seats`, written out."""
    return trainings.with_columns(subject=pl.coalesce("card", "kind")).select(
        _.days("starts_on"),
        "title",
        _.codes("subject"),
        _.languages("language"),
        "seats",
        _.numbers("seats"),
    )


@shaped
def coming_next(
    trainings: SafeFrame | None, milestones: SafeFrame, as_of: dt.date, _: Wording
) -> pl.DataFrame:
    """The next few trainings and events after the as-of date: `on_text, title`, next one first."""
    events = milestones.filter(pl.col("on") > as_of).select(
        "on", pl.col(f"title_{_.language}").alias("title")
    )
    if trainings is not None:
        courses = trainings.select(pl.col("starts_on").alias("on"), "title")
        events = pl.concat([courses, events])
    found = events.sort("on", maintain_order=True).head(NEXT)
    return found.select(_.days("on"), "title")
