"""How a figure stands today, and what moved it from snapshot to snapshot."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from mittaristo.figures.model import Definition, Figures
from mittaristo.figures.periods import Period
from mittaristo.figures.provenance.chain import Chain, PublishedSnapshot

Standing = Literal["current", "newer", "corrected", "redefined", "unknown"]
"""current: of the newest snapshot. newer: that has another. corrected: rows were altered since.
redefined: it is counted in another way since. unknown: no figure of this project."""

PARTS = ("growth", "late", "corrections", "redefinition")


@dataclass(frozen=True)
class State:
    """How the figure of a snapshot stands beside the newest one.

    `parts`: what the difference is made of; empty where that is not known.
    """

    standing: Standing
    newest: PublishedSnapshot | None = None
    then: float | None = None
    now: float | None = None
    parts: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Step:
    """A figure in one snapshot, and what moved it since the one before.

    `redefined`: whether it is counted in another way than there; `reworded`: whether its definition
    has other words.
    """

    snapshot: PublishedSnapshot
    value: float | None
    parts: Mapping[str, float]
    redefined: bool
    reworded: bool


def state_of(chain: Chain, measure: str, period: Period | None = None) -> State:
    """How the figure of the shown snapshot stands today."""
    shown, newest = chain.current, chain.newest
    if shown is None or newest is None or not _counts(shown, measure):
        return State("unknown", newest)
    then = value_in(_whole(shown), measure, period)
    if shown.number == newest.number:
        return State("current", newest, then, then)
    now = value_in(_whole(newest), measure, period)
    parts = parts_between(chain, shown, newest, measure)
    told = parts if period is None else {}
    if _rule(shown, measure) != _rule(newest, measure) or parts.get("redefinition"):
        return State("redefined", newest, then, now, told)
    if told.get("corrections") or _fell(shown, newest, measure, period):
        return State("corrected", newest, then, now, told)
    return State("newer", newest, then, now, told)


def history(chain: Chain, measure: str, period: Period | None = None) -> Iterator[Step]:
    """The figure in each snapshot that counts it, the oldest first."""
    before: PublishedSnapshot | None = None
    for one in chain.snapshots:
        if not _counts(one, measure):
            continue
        parts: Mapping[str, float] = {}
        if before is not None and period is None:
            parts = parts_between(chain, before, one, measure)
        yield Step(
            one,
            value_in(_whole(one), measure, period),
            parts,
            before is not None and _rule(before, measure) != _rule(one, measure),
            before is not None and _words(before, measure) != _words(one, measure),
        )
        before = one


def value_in(figures: Figures, measure: str, period: Period | None) -> float | None:
    """What a measure comes to; None where it is not counted, or not for the period.

    A period that was not over yet has the same first day, and ends with the snapshot.
    """
    if period is None:
        return figures.values.get(measure, {}).get("value")
    for row in figures.rows("periods"):
        asked = (row["measure"], row["period_kind"], row["period_from"])
        if asked == (measure, period.kind, period.first):
            return float(row["value"])
    return None


def parts_between(
    chain: Chain, then: PublishedSnapshot, now: PublishedSnapshot, measure: str
) -> Mapping[str, float]:
    """What a measure moved by between two snapshots, as the later one recorded it.

    One that was superseded is compared by way of the one that took its place. Empty where the
    snapshots were never compared.
    """
    if (row := _compared(then, now, measure)) is not None:
        return row
    place_taken = [
        one
        for one in chain.snapshots
        if one.as_of == then.as_of and then.number < one.number < now.number
    ]
    for one in place_taken:
        first, rest = _compared(then, one, measure), parts_between(chain, one, now, measure)
        if first is not None and rest:
            return {part: first[part] + rest[part] for part in PARTS}
    return {}


def _compared(
    then: PublishedSnapshot, now: PublishedSnapshot, measure: str
) -> dict[str, float] | None:
    for row in _whole(now).rows("changes"):
        if (row["since_snapshot"], row["measure"]) == (then.number, measure):
            return {part: row[part] for part in PARTS}
    return None


def _whole(snapshot: PublishedSnapshot) -> Figures:
    assert snapshot.figures is not None, "a chain holds only those that are whole"
    return snapshot.figures


def _counts(snapshot: PublishedSnapshot, measure: str) -> bool:
    return measure in _whole(snapshot).kept(measure)


def _fell(
    then: PublishedSnapshot, now: PublishedSnapshot, measure: str, period: Period | None
) -> bool:
    """Whether a period that was over has less by now, which only a correction can bring about."""
    if period is None or _whole(now).measures[measure].kind == "stock":
        return False
    before, after = (value_in(_whole(one), measure, period) for one in (then, now))
    return before is not None and after is not None and after < before


def _rule(snapshot: PublishedSnapshot, measure: str) -> object:
    """What decides how a measure is counted: its unit, and the statements that it is made by."""
    figures = _whole(snapshot)
    one = figures.measures.get(measure)
    return None if one is None else (one.unit, *statements_of(one, figures))


def statements_of(one: Definition, figures: Figures) -> Iterator[str]:
    """The query without its header and layout, and those of the shared views that it reads."""
    yield " ".join(re.sub(r"\A(--[^\n]*\n)+", "", one.sql).split())
    for name in sorted(one.reads):
        if name in figures.shared:
            yield from statements_of(figures.shared[name], figures)


def _words(snapshot: PublishedSnapshot, measure: str) -> object:
    one = _whole(snapshot).measures[measure]
    return dict(one.label), dict(one.definition)
