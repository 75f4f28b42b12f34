"""How much of what has happened is recorded, by how long ago it happened.

Measured from earlier snapshots: of what is known today to have happened some months before one of
them, how much did it hold?
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

DAYS_IN_MONTH = 365.25 / 12

AGES = 12
"""What happened so many months ago is taken to be recorded."""

FEWEST_DAYS = 28
"""Snapshots less apart say the same of the same events, and are counted once."""

TAKEN_AS_RECORDED = 1.0
"""So many events more are taken to have been recorded in time: little history says little."""


@dataclass(frozen=True)
class Seen:
    """Of the events known today that had happened `age` months before an earlier snapshot.

    `months_since`: from the earlier snapshot to this one. `then` of the `now` were in it.
    """

    age: int
    months_since: int
    then: float
    now: float


@dataclass(frozen=True)
class Share:
    """Which share of what happened `age` months ago is recorded, from how many events.

    `known` are those known today, and what is still to be expected of them; `recorded` those that
    were recorded at that age. `variance`: of the share, by how few they are.
    """

    age: int
    recorded: float
    known: float
    share: float
    variance: float


def age_of(day: dt.date, as_of: dt.date) -> int:
    """How many whole months ago a day was."""
    return int((as_of - day).days / DAYS_IN_MONTH)


def apart(days: Iterable[dt.date], as_of: dt.date) -> list[dt.date]:
    """Those of some earlier days that are at least FEWEST_DAYS apart, the newest first."""
    kept: list[dt.date] = []
    for day in sorted(days, reverse=True):
        if ((kept[-1] if kept else as_of) - day).days >= FEWEST_DAYS:
            kept.append(day)
    return kept


def shares(seen: Iterable[Seen]) -> list[Share]:
    """The share recorded at each age of fewer than AGES months, the newest age first.

    What was known later was not all either: it is divided by the share recorded at its age then, so
    the oldest age comes first. Where earlier snapshots saw nothing of an age, the share is one.
    """
    by_age = defaultdict(list)
    for one in seen:
        by_age[one.age].append(one)
    found: dict[int, Share] = {}
    for age in reversed(range(AGES)):
        known = sum(_whole(one, found) for one in by_age[age])
        recorded = sum(one.then for one in by_age[age])
        share = min(1.0, (recorded + TAKEN_AS_RECORDED) / (known + TAKEN_AS_RECORDED))
        variance = share * (1 - share) / (known + TAKEN_AS_RECORDED + 1)
        found[age] = Share(age, recorded, known, share, variance)
    return [found[age] for age in range(AGES)]


def _whole(one: Seen, found: Mapping[int, Share]) -> float:
    """What is known now, with what is still to be expected of it."""
    later = found.get(one.age + max(one.months_since, 1))
    return one.now / (later.share if later else 1.0)


def share_at(shares: Sequence[Share], age: int) -> float:
    """The share recorded of what happened so many months ago."""
    return shares[age].share if 0 <= age < len(shares) else 1.0
