"""Where a measure will stand on a later day if it goes on as it has lately."""

import datetime as dt
import math
from dataclasses import dataclass

import polars as pl

from mittaristo.privacy.disclosure import SafeFrame

MONTHS = 6
"""How many full months the pace is taken from, at most."""

FEWEST_MONTHS = 3
"""From fewer full months nothing is said."""

TAIL = 0.05
"""What lies below the lower end, and above the upper: nine times of ten it ends up between."""

DAYS_IN_MONTH = 365.25 / 12


@dataclass(frozen=True)
class Forecast:
    """Between which totals a measure ends up nine times of ten, and from how many months."""

    low: float
    high: float
    months: int


def forecast(
    months: SafeFrame, measure: str, starts_on: dt.date, as_of: dt.date, until: dt.date
) -> Forecast | None:
    """The total of a measure whose units count one each and go on counting.

    Events are taken to come at random at the pace of the last full months (a gamma–Poisson
    interval). On or after `until` it is what it is. None before there are enough full months.

    months: the figure of that name.
    """
    course = months.filter(pl.col("measure") == measure).sort("month")
    if course.is_empty():
        return None
    total = float(course["total"][-1])
    full = full_months(course, starts_on, as_of).tail(MONTHS)
    if until <= as_of:
        return Forecast(total, total, full.height)
    if full.height < FEWEST_MONTHS:
        return None
    ahead = (until - as_of).days / DAYS_IN_MONTH
    events = float(full["events"].sum())
    return Forecast(
        total + _coming(events, full.height, ahead, TAIL),
        total + _coming(events, full.height, ahead, 1 - TAIL),
        full.height,
    )


def full_months(course: pl.DataFrame, starts_on: dt.date, as_of: dt.date) -> pl.DataFrame:
    """The months of a measure that lie wholly within the project until the as-of date."""
    whole = (pl.col("month") >= starts_on) & (pl.col("month").dt.month_end() <= as_of)
    return course.filter(whole).sort("month")


def _coming(events: float, months: int, ahead: float, share: float) -> int:
    """The number of events in `ahead` months that is not exceeded with probability `share`.

    The rate has a gamma distribution (Jeffreys' prior), so the number is negative binomial.
    """
    shape = events + 0.5
    stay = months / (months + ahead)
    mean = shape * ahead / months
    spread = math.sqrt(mean / stay)

    def probability(count: int) -> float:
        ways = math.lgamma(shape + count) - math.lgamma(shape) - math.lgamma(count + 1)
        return math.exp(ways + shape * math.log(stay) + count * math.log1p(-stay))

    count = max(0, int(mean - 10 * spread))
    reached = probability(count)
    while reached < share:
        count += 1
        reached += probability(count)
    return count
