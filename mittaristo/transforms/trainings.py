"""Shapes of trainings: language and card, and what is coming."""

import datetime as dt

import polars as pl

from mittaristo.i18n.wording import Wording
from mittaristo.privacy.disclosure import SafeFrame, shaped
from mittaristo.transforms.timeline import DELIVERABLE

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

COUNTED = ("held", "coming", "seats", "attendances")


@shaped
def training_grid(trainings: SafeFrame, _: Wording) -> pl.DataFrame:
    """The grid training × language: `subject, language, held, coming, seats, attendances`.

    All but the seats also as texts. Trainings stand in the order of TRAINING_ORDER, languages by
    attendances, most first. Where seats were not recorded yet, they are 0.
    """
    order = {name: place for place, name in enumerate(TRAINING_ORDER)}
    seats = [] if "seats" in trainings.columns else [pl.lit(0, pl.Int64).alias("seats")]
    grid = trainings.with_columns(*seats, subject=pl.coalesce("card", "kind")).select(
        "subject",
        "language",
        _.codes("subject"),
        _.languages("language"),
        pl.col("subject").replace_strict(order, default=len(order)).alias("place"),
        *COUNTED,
        _.numbers("held"),
        _.numbers("attendances"),
        _.numbers("coming"),
        pl.col("attendances").sum().over("language").alias("of_language"),
    )
    ordered = grid.sort(["place", "of_language", "language_text"], descending=[False, True, False])
    return ordered.drop("place")


@shaped
def summed(grid: SafeFrame, *by: str) -> pl.DataFrame:
    """What is counted in the grid, summed over the rows that are alike in `by`, in its order."""
    counted = [pl.col(name).sum() for name in COUNTED]
    if not by:
        return grid.select(counted)
    return grid.group_by(*by, maintain_order=True).agg(counted)


@shaped
def coming(trainings: SafeFrame, _: Wording) -> pl.DataFrame:
    """Coming trainings: `starts_on, title, seats`, written out, and their ids, if they have any."""
    ids = [name for name in ("training_id",) if name in trainings.columns]
    return trainings.select(_.days("starts_on"), "title", "seats", _.numbers("seats"), *ids)


@shaped
def coming_next(
    trainings: SafeFrame | None, milestones: SafeFrame, as_of: dt.date, _: Wording
) -> pl.DataFrame:
    """The next few trainings and events after the as-of date: `on_text, title`, next one first."""
    events = milestones.filter(pl.col("on") > as_of, pl.col("kind") != DELIVERABLE).select(
        "on", pl.col(f"title_{_.language}").alias("title")
    )
    if trainings is not None:
        courses = trainings.select(pl.col("starts_on").alias("on"), "title")
        events = pl.concat([courses, events])
    found = events.sort("on", maintain_order=True).head(NEXT)
    return found.select(_.days("on"), "title")
