"""What in a snapshot does not fit together: shown, never smoothed over."""

import datetime as dt
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

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


# --- What is published, held against itself -----------------------------------------------------


@dataclass(frozen=True)
class OneNumber:
    """The same exact number published of one period for measures of different units."""

    value: float
    measures: tuple[str, ...]


@dataclass(frozen=True)
class Several:
    """Different exact numbers published of one measure and period."""

    measure: str
    period_from: dt.date
    period_to: dt.date
    values: tuple[float, ...]


@dataclass(frozen=True)
class Populations:
    """Published numbers that look like steps of one way, and are counted from different registers.

    No difference and no share of them is known: one is not a part of the other.
    """

    values: tuple[tuple[str, float, str], ...]
    """Measure, value and qualifier, the largest first."""


@dataclass(frozen=True)
class Unsure:
    """How many published figures have a rounded value, or a day that is not stated.

    `rounded`: measure, value and qualifier. `undated` includes days that were assumed.
    """

    rounded: tuple[tuple[str, float, str], ...]
    undated: int
    count: int


Contradiction = OneNumber | Several | Populations | Unsure


def contradictions(figures: Figures) -> Iterator[Contradiction]:
    """What the published figures leave open among themselves, beside sums that do not add up."""
    rows = figures.rows("published_actuals")
    exact = [row for row in rows if row["published_qualifier"] == "exact"]
    yield from _one_number(figures, exact)
    yield from _several(exact)
    yield from _populations(figures, rows)
    if rows:
        rounded = [_told(row) for row in rows if row["published_qualifier"] != "exact"]
        undated = sum(row["published_as_of_basis"] != "stated" for row in rows)
        if rounded or undated:
            yield Unsure(tuple(rounded), undated, len(rows))


def _told(row: Mapping[str, Any]) -> tuple[str, float, str]:
    return row["measure"], row["published_value"], row["published_qualifier"]


def _period(row: Mapping[str, Any]) -> tuple[dt.date, dt.date]:
    return row["period_from"], row["period_to"]


def _one_number(figures: Figures, exact: list[dict[str, Any]]) -> Iterator[OneNumber]:
    """Measures that read a register together, so that equal numbers are hardly a chance."""
    for one, other in combinations(exact, 2):
        if _period(one) != _period(other) or one["published_value"] != other["published_value"]:
            continue
        first, second = (figures.measures.get(row["measure"]) for row in (one, other))
        if first is None or second is None or first.unit == second.unit:
            continue
        if set(first.registers) & set(second.registers):
            yield OneNumber(one["published_value"], (first.id, second.id))


def _several(exact: list[dict[str, Any]]) -> Iterator[Several]:
    found: dict[tuple[str, dt.date, dt.date], list[float]] = {}
    for row in exact:
        values = found.setdefault((row["measure"], *_period(row)), [])
        if row["published_value"] not in values:
            values.append(row["published_value"])
    for (measure, first, last), values in found.items():
        if len(values) > 1:
            yield Several(measure, first, last, tuple(values))


def _populations(figures: Figures, rows: list[dict[str, Any]]) -> Iterator[Populations]:
    """By unit, then by group: counts of one period that are made from different registers.

    What is a part of another is told with that, and so is a set that lies within another one.
    """
    told: dict[frozenset[str], Populations] = {}
    sets: dict[tuple[Any, ...], dict[str, tuple[str, float, str]]] = {}
    for row in rows:
        one = figures.measures.get(row["measure"]) if row.get("newest", 1) == 1 else None
        if one is not None and one.kind == "count":
            for kind in (("unit", one.unit), ("group", one.group)):
                sets.setdefault((*kind, *_period(row)), {})[one.id] = _told(row)
    for every in sets.values():
        parts = {part for name in every for part in figures.measures[name].parts}
        found = {name: value for name, value in every.items() if name not in parts}
        registers = {figures.measures[name].registers for name in found}
        if len(registers) > 1:
            ordered = sorted(found.values(), key=lambda value: -value[1])
            told[frozenset(found)] = Populations(tuple(ordered))
    for names, one_set in told.items():
        if not any(names < others for others in told):
            yield one_set
