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
