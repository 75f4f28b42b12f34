"""Milestones → the lane above charts over time, and a list for reading. Pure."""

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import combinations

import polars as pl

from mittaristo.i18n.wording import Wording
from mittaristo.privacy.disclosure import SafeFrame, shaped

LANES = 2
"""How many titles of milestones may stand above each other; the list below has them all."""

CHARACTERS_ACROSS = 148
"""How many characters of a title are as wide as a plot on a projector, with some air."""

CHARACTERS_NEAR = 60
"""The same of a plot that is little more than half as wide."""

AXIS_SAYS_IT = "project"
"""Events of this kind, the project's start and end, give way: the ends of the axis show them."""

DELIVERABLE = "deliverable"
"""Milestones of this kind are pieces of work to be finished by a day, no events to be held."""

AT_MOST_TRIED = 16
"""Among so many of the last events, two are tried as those that wait."""


@shaped
def milestone_lane(
    milestones: SafeFrame, first: dt.date, last: dt.date, _: Wording
) -> pl.DataFrame:
    """Milestones between two days, laid out so that their titles touch nothing.

    `on, title, on_text, done, lane, side, lane_near, side_near`. The marks stand in one line; a
    title stands beside its mark (lane 0) or above it, with a leader down to the mark, to the left
    or the right. Where there is no room, lane and side are empty. `near`: in a narrow plot.
    """
    span = max((last - first).days, 1)
    events = list(
        milestones.filter(pl.col("on").is_between(first, last))
        .sort("on", "milestone_id", descending=True)
        .iter_rows(named=True)
    )
    marks = [(event["on"] - first).days / span for event in events]
    titles = [event[f"title_{_.language}"] for event in events]
    weights = [1 if event["kind"] == AXIS_SAYS_IT else 2 for event in events]
    every = [
        _places(marks, [(len(title) + 2) / across for title in titles], weights)
        for across in (CHARACTERS_ACROSS, CHARACTERS_NEAR)
    ]
    rows = [
        {
            "on": event["on"],
            "title": title,
            "on_text": _.day(event["on"]),
            "done": event["done"],
            "lane": place[0] if place else None,
            "side": place[1] if place else None,
            "lane_near": nearer[0] if nearer else None,
            "side_near": nearer[1] if nearer else None,
        }
        for event, title, place, nearer in zip(events, titles, *every, strict=True)
    ]
    schema = {
        "on": pl.Date,
        "title": pl.String,
        "on_text": pl.String,
        "done": pl.Boolean,
        "lane": pl.Int64,
        "side": pl.String,
        "lane_near": pl.Int64,
        "side_near": pl.String,
    }
    return pl.DataFrame(rows, schema=schema).reverse()


@shaped
def of_kinds(milestones: SafeFrame, kinds: Sequence[str]) -> pl.DataFrame:
    """The milestones of some kinds."""
    return milestones.filter(pl.col("kind").is_in(kinds))


@shaped
def between(milestones: SafeFrame, first: dt.date, last: dt.date) -> pl.DataFrame:
    """The milestones from one day to another, both included."""
    return milestones.filter(pl.col("on").is_between(first, last))


@shaped
def milestones_in_words(milestones: SafeFrame, as_of: dt.date, _: Wording) -> pl.DataFrame:
    """Milestones for reading, oldest first: `on_text, title, state`."""
    return milestones.sort("on", "milestone_id").select(
        _.days("on"),
        pl.col(f"title_{_.language}").alias("title"),
        _state(as_of, _).alias("state"),
    )


def _state(as_of: dt.date, _: Wording) -> pl.Expr:
    ahead = (
        pl.when(pl.col("on") > as_of)
        .then(pl.lit(_("Coming")))
        .otherwise(pl.lit(_("Not marked as done")))
    )
    return pl.when("done").then(pl.lit(_("Done"))).otherwise(ahead)


@shaped
def happened(milestones: SafeFrame, as_of: dt.date, _: Wording) -> pl.DataFrame:
    """What is no piece of work, oldest first: `on_text, title, places, state`.

    What was held in several municipalities on one day stands once, with their names in one text.
    """
    concerned = milestones.filter(pl.col("kind") != DELIVERABLE)
    places = pl.lit("")
    if "municipality" in concerned.columns:
        names = pl.col("municipality").map_elements(
            lambda code: _.term("municipalities", code), pl.String
        )
        places = names.fill_null("")
    return (
        concerned.sort("on", "milestone_id")
        .with_columns(_.days("on"), places=places, state=_state(as_of, _))
        .group_by("on_text", f"title_{_.language}", "state", maintain_order=True)
        .agg(pl.col("places").sort().str.join(", "))
        .rename({f"title_{_.language}": "title"})
    )


Place = tuple[int, str]
"""A lane and a side."""


def _places(
    marks: Sequence[float], widths: Sequence[float], weights: Sequence[int]
) -> list[Place | None]:
    """For each title its place, or None: the layout with most weight, then in fewest lanes.

    Titles make steps: up to the right when they are placed from the last to the first, up to the
    left from the first to the last. One that hems in many others waits until they have their
    places: every one, and every two, are tried as those that wait.
    """
    every = range(len(marks))
    waiting = [(), *combinations(every, 1), *combinations(every[:AT_MOST_TRIED], 2)]
    layouts = [
        _placed([*(at for at in steps if at not in last), *last], side, marks, widths)
        for side, steps in (("right", every), ("left", every[::-1]))
        for last in waiting
    ]

    def worth(places: Sequence[Place | None]) -> tuple[int, int]:
        placed = (weight for weight, place in zip(weights, places, strict=True) if place)
        return sum(placed), -_lanes(places)

    return max(layouts, key=worth)


def _lanes(places: Iterable[Place | None]) -> int:
    """The highest lane in use."""
    return max((place[0] for place in places if place), default=0)


def _placed(
    order: Sequence[int], side: str, marks: Sequence[float], widths: Sequence[float]
) -> list[Place | None]:
    """Give each title in this order the first place that is free, on this side if possible."""
    taken: list[tuple[int, float, float]] = []
    leaders: list[tuple[int, float]] = []
    places: list[Place | None] = [None for _ in marks]
    for at in order:
        found = _room(marks[at], widths[at], side, marks, taken, leaders)
        if found is not None:
            lane, beside = found
            taken.append((lane, *_reach(marks[at], widths[at], beside)))
            leaders.append((lane, marks[at]))
            places[at] = found
    return places


def _reach(at: float, width: float, side: str) -> tuple[float, float]:
    """From where to where a title goes, as shares of the plot's width."""
    return (at, at + width) if side == "right" else (at - width, at)


def _room(
    at: float,
    width: float,
    first: str,
    marks: Sequence[float],
    taken: Sequence[tuple[int, float, float]],
    leaders: Sequence[tuple[int, float]],
) -> Place | None:
    """A lane and side where a title crosses no title, leader or, in lane 0, mark.

    Beside the mark if possible, then above it on the side that comes first, low before high.
    """
    sides = (first, "left" if first == "right" else "right")
    beside = [(0, "right"), (0, "left")]
    for lane, side in [*beside, *((lane, side) for side in sides for lane in range(1, LANES))]:
        begins, ends = _reach(at, width, side)
        crossed = [
            *(low < lane and left <= at <= right for low, left, right in taken),
            *(lane == other and begins < right and left < ends for other, left, right in taken),
            *(high > lane and begins <= x <= ends for high, x in leaders),
            *(lane == 0 and x != at and begins <= x <= ends for x in marks),
        ]
        if begins >= 0 and ends <= 1 and not any(crossed):
            return lane, side
    return None
