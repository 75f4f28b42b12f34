"""What in a snapshot does not fit together: shown, never smoothed over."""

import datetime as dt
import math
from collections.abc import Iterator
from dataclasses import dataclass

from mittaristo.figures.model import Figures


@dataclass(frozen=True)
class Sum:
    """A published figure that is not the sum of its published parts."""

    measure: str
    period_from: dt.date
    period_to: dt.date
    parts: tuple[tuple[str, float], ...]
    published: float

    @property
    def total(self) -> float:
        return sum(value for _, value in self.parts)


def sums_that_do_not_add_up(figures: Figures) -> Iterator[Sum]:
    """Published figures against the sum of their published parts, period by period.

    Only exact ones: how far "about 280" may be from its parts is not known.
    """
    published = {
        (row["measure"], row["period_from"], row["period_to"]): row["published_value"]
        for row in figures["values"].iter_rows(named=True)
        if row["published_value"] is not None and row["published_qualifier"] == "exact"
    }
    parts_of = {name: measure.parts for name, measure in figures.measures.items()}
    for (measure, first, last), whole in published.items():
        parts = tuple(
            (part, published[part, first, last])
            for part in parts_of.get(measure, ())
            if (part, first, last) in published
        )
        if not parts or len(parts) < len(parts_of[measure]):
            continue
        found = Sum(measure, first, last, parts, whole)
        if not math.isclose(found.total, whole):
            yield found


FLOWS = ("client_flow", "eura_flow")


@dataclass(frozen=True)
class Flow:
    """A period in which what was there, came and went does not make what was there at its end."""

    figure: str
    period_from: dt.date
    period_to: dt.date
    expected: int
    at_end: int


def flows_that_do_not_add_up(figures: Figures) -> Iterator[Flow]:
    """Periods whose start, arrivals and leavings do not make their end, each counted by itself."""
    for name in FLOWS:
        for row in figures.rows(name):
            expected = row["at_start"] + row["came"] + row.get("returned", 0) - row["gone"]
            if expected != row["at_end"]:
                yield Flow(name, row["period_from"], row["period_to"], expected, row["at_end"])
