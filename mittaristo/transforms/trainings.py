"""Shapes of trainings: language and card, and what is coming."""

import datetime as dt

import polars as pl

from mittaristo.i18n.translation import Language
from mittaristo.privacy.disclosure import SafeFrame, shaped
from mittaristo.transforms import text_columns

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


def training_grid(trainings: SafeFrame, language: Language) -> SafeFrame:
    """The grid training × language, and what is said of each cell.

    `training, spoken, held, coming, attendances, of_language`, and three of them written out in
    `held_said, attended, awaited`. Trainings stand
    in the order of TRAINING_ORDER, languages by attendances, most first.
    """
    order = {name: place for place, name in enumerate(TRAINING_ORDER)}
    grid = trainings.with_columns(subject=pl.coalesce("card", "kind")).select(
        text_columns.codes("subject", language).alias("training"),
        text_columns.languages("language", language).alias("spoken"),
        pl.col("subject").replace_strict(order, default=len(order)).alias("place"),
        "held",
        "coming",
        "attendances",
        text_columns.numbers("held", language).alias("held_said"),
        text_columns.numbers("attendances", language).alias("attended"),
        text_columns.numbers("coming", language).alias("awaited"),
        pl.col("attendances").sum().over("language").alias("of_language"),
    )
    ordered = grid.sort(["place", "of_language", "spoken"], descending=[False, True, False])
    return shaped(ordered.drop("place"), of=trainings)


def coming(trainings: SafeFrame, language: Language) -> SafeFrame:
    """Coming trainings, written out: `day, title, training, spoken, seats`."""
    found = trainings.with_columns(subject=pl.coalesce("card", "kind")).select(
        text_columns.days("starts_on", language).alias("day"),
        "title",
        text_columns.codes("subject", language).alias("training"),
        text_columns.languages("language", language).alias("spoken"),
        text_columns.numbers("seats", language),
    )
    return shaped(found, of=trainings)


def coming_next(
    trainings: SafeFrame | None, milestones: SafeFrame, as_of: dt.date, language: Language
) -> SafeFrame:
    """The next few trainings and events after the as-of date: `day, title`, the next one first."""
    events = milestones.filter(pl.col("on") > as_of).select(
        "on", pl.col(f"title_{language}").alias("title")
    )
    if trainings is not None:
        courses = trainings.select(pl.col("starts_on").alias("on"), "title")
        events = pl.concat([courses, events])
    found = events.sort("on", maintain_order=True).head(NEXT)
    return shaped(
        found.select(text_columns.days("on", language).alias("day"), "title"), of=milestones
    )
