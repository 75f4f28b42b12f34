"""How fast a measure grows, and where it will stand on a later day if it goes on so.

Events are taken to come at random at the pace of the last full months, of which only a share is
recorded yet: the pace is what is recorded, divided by the months as far as they are recorded, and
what is still to be recorded of the past is expected beside what is still to happen.
"""

import datetime as dt
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from mittaristo.figures.pace.recording import DAYS_IN_MONTH, Share, age_of, share_at

VERSION = "4"
"""The way of calculation: a forecast that is stored tells by which it came about."""

MONTHS = 6
"""How many full months the pace is taken from, at most."""

FEWEST_MONTHS = 3
"""From fewer full months nothing is said."""

TAIL = 0.05
"""What lies below the lower end, and above the upper: nine times of ten it ends up between."""

AT_LEAST = 0.5
"""Added to the events of the pace: none in some months does not mean none for ever."""

Spans = tuple[tuple[dt.date, dt.date], ...]
"""First and last days."""


@dataclass(frozen=True)
class Pace:
    """The pace of a measure whose units count one each, from its last full months.

    `months` they are, and `recorded` so many months as far as they are recorded. `missing`: months'
    worth of what has happened by the as-of date but is not recorded yet. `doubt`: age → months of
    that age in the pace and the variance of the share recorded.
    """

    events: float
    months: int
    recorded: float
    missing: float
    doubt: Mapping[int, tuple[float, float]]

    @property
    def a_month(self) -> float:
        """Events a month, with those still to be recorded."""
        return self.events / self.recorded

    @property
    def to_be_recorded(self) -> float:
        """How many events that have happened are still to be recorded."""
        return self.missing * self.a_month

    def coming(self, ahead: float) -> tuple[int, int]:
        """Between which numbers of events will be added in `ahead` months, nine times of ten."""
        ahead += self.missing
        if ahead <= 0:
            return 0, 0
        return _range(self.events + AT_LEAST, self.recorded, ahead, self._doubt(ahead))

    def _doubt(self, ahead: float) -> float:
        """The relative variance that comes of not knowing the shares recorded."""
        return sum(
            variance * (1 / ahead + months / self.recorded) ** 2
            for months, variance in self.doubt.values()
        )


def pace(
    months: Sequence[tuple[dt.date, float]],
    starts_on: dt.date,
    as_of: dt.date,
    shares: Sequence[Share],
) -> Pace | None:
    """The pace from the first days of months and their events, oldest first.

    None before there are enough full months.
    """
    full = full_months(months, starts_on, as_of)[-MONTHS:]
    if len(full) < FEWEST_MONTHS:
        return None
    events = sum(count for _first, count in full)
    if all(share.share == 1 for share in shares):
        return Pace(events, len(full), float(len(full)), 0.0, {})
    ages = _ages(tuple((first, last_day(first)) for first, _count in full), as_of)
    each = {age: days * len(full) / ages.total() for age, days in ages.items()}
    recorded = sum(part * share_at(shares, age) for age, part in each.items())
    past = (as_of - starts_on).days / DAYS_IN_MONTH
    missing = sum((1 - share.share) * min(max(past - share.age, 0.0), 1.0) for share in shares)
    doubt = {
        share.age: (each.get(share.age, 0.0), share.variance) for share in shares if share.variance
    }
    return Pace(events, len(full), recorded, missing, doubt)


def full_months(
    months: Sequence[tuple[dt.date, float]], starts_on: dt.date, as_of: dt.date
) -> list[tuple[dt.date, float]]:
    """Those of some months and their events that lie wholly in the project until the as-of date."""
    return [one for one in months if one[0] >= starts_on and last_day(one[0]) <= as_of]


def last_day(first: dt.date) -> dt.date:
    """The last day of a month, by its first."""
    return (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)


def months_between(earlier: dt.date, later: dt.date) -> float:
    """How many months lie between two days, in parts."""
    return (later - earlier).days / DAYS_IN_MONTH


def recorded_share(spans: Spans, seen_on: dt.date, shares: Sequence[Share]) -> float:
    """The share recorded, on a day, of what happened evenly over some spans of days."""
    ages = _ages(spans, seen_on)
    return sum(days * share_at(shares, age) for age, days in ages.items()) / ages.total()


@lru_cache(maxsize=1024)
def _ages(spans: Spans, seen_on: dt.date) -> Counter[int]:
    """How many of the days of some spans were so many months ago. Not to be changed."""
    return Counter(
        age_of(first + dt.timedelta(days=past), seen_on)
        for first, last in spans
        for past in range((last - first).days + 1)
    )


def _range(shape: float, months: float, ahead: float, doubt: float) -> tuple[int, int]:
    """The numbers of events in `ahead` months that TAIL lies below, and above.

    The rate has a gamma distribution (Jeffreys' prior), so the number is negative binomial; doubt
    about the mean widens it.
    """
    mean = shape * ahead / months
    shape = shape / (1 + shape * doubt)
    stay = shape / (shape + mean)
    spread = math.sqrt(mean / stay)
    count = max(0, int(mean - 10 * spread))
    ways = math.lgamma(shape + count) - math.lgamma(shape) - math.lgamma(count + 1)
    probability = math.exp(ways + shape * math.log(stay) + count * math.log1p(-stay))
    reached, low = probability, -1
    while True:
        if low < 0 and reached >= TAIL:
            low = count
        if reached >= 1 - TAIL:
            return low, count
        probability *= (shape + count) / (count + 1) * (1 - stay)
        count += 1
        reached += probability
