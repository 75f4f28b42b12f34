"""A world of clients, courses and employers that a seed makes, and when its rows were written."""

import datetime as dt
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from mittaristo.example.facts import CLIENTS, PUBLISHED_DAY

Row = dict[str, Any]
Tables = dict[str, list[Row]]


@dataclass(frozen=True)
class Recorded:
    """A row, when it was written and removed, and what was corrected in it.

    `corrections` are days, each with the columns as they read before that day.
    """

    row: Row
    on: dt.date
    removed_on: dt.date | None = None
    corrections: tuple[tuple[dt.date, Row], ...] = ()

    def as_read_on(self, day: dt.date) -> Row | None:
        """The row as it stood in the register on a day; None when it was not there."""
        if self.on > day or (self.removed_on and self.removed_on <= day):
            return None
        read = dict(self.row)
        for corrected_on, before in sorted(self.corrections, key=itemgetter(0), reverse=True):
            if day < corrected_on:
                read |= before
        return read


@dataclass
class World:
    """Everything that happens in the project, from its first to its last day."""

    clients: int
    random: random.Random
    tables: dict[str, list[Recorded]] = field(default_factory=dict)
    joined: list[tuple[dt.date, str, str]] = field(default_factory=list)
    enrolled: list[tuple[dt.date, dt.date, Row]] = field(default_factory=list)
    served: set[str] = field(default_factory=set)

    def share(self, of_thousand: int) -> int:
        """How many there are, when there are `of_thousand` with a thousand clients."""
        return round(of_thousand * self.clients / CLIENTS)

    def day(self, first: dt.date, last: dt.date) -> dt.date:
        """A working day, as likely early as late."""
        found = first + dt.timedelta(days=self.random.randint(0, max((last - first).days, 0)))
        return found - dt.timedelta(days=max(found.weekday() - 4, 0)) if found > first else found

    def recorded(self, on: dt.date) -> dt.date:
        """When a busy secretary writes it down: mostly in days, sometimes in months.

        What happened by the newsletter's day was in the registers on that day.
        """
        delay = (
            self.random.randint(0, 12)
            if self.random.random() < 0.92
            else self.random.randint(25, 90)
        )
        written = on + dt.timedelta(days=delay)
        return min(written, PUBLISHED_DAY) if on <= PUBLISHED_DAY else written

    def pick(self, weights: Mapping[str, int]) -> str:
        return self.random.choices(list(weights), list(weights.values()))[0]
