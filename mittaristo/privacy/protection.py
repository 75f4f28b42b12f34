"""What a release shows of persons by their attributes: merged before anything is hidden.

The argument is in docs/decisions/018-protection.md.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from mittaristo.i18n.translation import N_
from mittaristo.privacy import together
from mittaristo.privacy.audit import Shown, can_be_inferred
from mittaristo.privacy.grouping import (
    ATTRIBUTES,
    REST,
    candidates,
    coarsened,
    is_coarser,
    merged,
    share_named,
)
from mittaristo.privacy.together import JOINED, Day

MEASURES = ("clients_joined", "clients_served", "clients_trained", "clients_employed")
"""Whom the figures are about. The first one holds the persons of all others."""

FLOOR, USUAL = 3, 5
"""The least threshold that a project may set, and the one that serves where it sets none."""

NAMED_AT_LEAST = 0.75
"""A table is worth showing where so many stand under a label that says something of them."""

ALL = "all"

SCHEMA = pl.Schema(
    {
        "released_on": pl.Date,
        "measure": pl.String,
        "attribute": pl.String,
        "category": pl.String,
        "persons": pl.Int64,
    }
)

FEW, FINER, STEP, UNNAMED, INFERRED, FAULT = (
    N_("a group has fewer persons than the threshold"),
    N_("an earlier release has shown wider groups"),
    N_("a group has changed by fewer persons than the threshold since an earlier release"),
    N_("too few persons would stand in named groups"),
    N_("a number below the threshold could be inferred"),
    N_("the check for what could be inferred failed"),
)


@dataclass(frozen=True)
class Rules:
    """The threshold, and a project's own groups of an attribute: labels of several codes."""

    threshold: int = USUAL
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Withheld:
    """A table that a release does not show, and why not: for the team only."""

    measure: str
    attribute: str
    reasons: tuple[str, ...]


Cells = Mapping[str, int]
Told = dict[tuple[str, int], Cells]
"""Measure and number of a release → persons of each label."""


def protected(
    counts: pl.DataFrame, history: pl.DataFrame, rules: Rules, days: Sequence[Day] = ()
) -> tuple[pl.DataFrame, tuple[Withheld, ...]]:
    """Everything that is shown from a release on, earlier ones included, and what is withheld.

    counts: of the release, every category by itself. history: what earlier releases have shown.
    Both as SCHEMA, where attribute and category `all` hold totals, and so is what it gives. days:
    snapshots that had indicators, that of this release the last. Where anything goes wrong the
    release shows totals only.
    """
    try:
        shown, withheld = _release(counts, history, rules, days)
    except Exception:
        shown = {}
        fault = Withheld(ALL, ALL, (FAULT,))
        withheld = (fault,)
    rows = [
        (*key, label, persons) for key, cells in shown.items() for label, persons in cells.items()
    ]
    new = pl.DataFrame(
        rows, ["measure", "attribute", "category", "persons"], orient="row"
    ).with_columns(released_on=pl.lit(counts["released_on"].max(), pl.Date))
    totals = counts.filter(pl.col("attribute") == ALL)
    parts = [history, totals, *([new] if rows else [])]
    everything = pl.concat([part.select(list(SCHEMA)) for part in parts])
    return everything, withheld


def nothing_follows(
    attribute: str, history: pl.DataFrame, rules: Rules, days: Sequence[Day]
) -> bool:
    """Whether indicators may be shown beside the releases of an attribute that there were."""
    try:
        known = _Known(history, attribute, rules)
        shown = known.shown((), {})
        return not together.can_be_inferred(attribute, shown, known.days, days, rules.threshold)
    except Exception:
        return False


class _Known:
    """What releases have shown of an attribute. rows: as SCHEMA."""

    def __init__(self, rows: pl.DataFrame, attribute: str, rules: Rules) -> None:
        self.days: list[dt.date] = sorted(set(rows["released_on"]))
        every = _nested(rows.select(list(SCHEMA)))
        last = self.days[-1] if self.days else None
        self.measures = [one for one in MEASURES if every.get((last, one, ALL))]
        numbered = list(enumerate(self.days))
        self.totals = {
            one: {at: every.get((day, one, ALL), {}).get(ALL, 0) for at, day in numbered}
            for one in self.measures or [JOINED]
        }
        self.told: Told = {
            (one, at): cells
            for one in self.measures
            for at, day in numbered
            if (cells := every.get((day, one, attribute)))
        }
        self.attribute, self.groups = attribute, rules.groups.get(attribute, ())

    def now(self) -> dict[str, Cells]:
        """Takes off what the newest release would show if nothing were protected, and gives it."""
        return {one: self.told.pop((one, len(self.days) - 1), {}) for one in self.measures}

    def shown(self, order: Sequence[str], more: Told) -> Shown:
        """All that was shown, and more. order: of codes; see `candidates`."""
        cells = {**self.told, **more}
        tried = tuple(candidates(self.attribute, order, self.groups))
        every = {(one, at) for one, totals in self.totals.items() for at in totals}
        return Shown(self.totals, cells, tried, withheld=every - cells.keys())


def _release(
    counts: pl.DataFrame, history: pl.DataFrame, rules: Rules, days: Sequence[Day]
) -> tuple[dict[tuple[str, str], Cells], tuple[Withheld, ...]]:
    """Measure and attribute → what this release shows; and what is withheld."""
    rows = pl.concat([part.select(list(SCHEMA)) for part in (history, counts)])
    shown: dict[tuple[str, str], Cells] = {}
    withheld: list[Withheld] = []
    for attribute in ATTRIBUTES:
        known = _Known(rows, attribute, rules)
        now = known.now()
        order = _order(known.told, now[known.measures[0]]) if now else []
        for one in known.measures:
            found = _finest(known, order, one, now[one], rules, days)
            if isinstance(found, Withheld):
                withheld.append(found)
            else:
                known.told[one, len(known.days) - 1] = shown[one, attribute] = found
    return shown, tuple(withheld)


def _finest(
    known: _Known,
    order: Sequence[str],
    measure: str,
    now: Cells,
    rules: Rules,
    days: Sequence[Day],
) -> Cells | Withheld:
    """The table that may be shown, of the finest partition; or why none may."""
    reasons = []
    newest = len(known.days) - 1
    for partition in known.shown(order, {}).considered:
        cells = merged(now, partition)
        reason = _refusal(known.told, measure, cells, rules)
        if reason is None:
            shown = known.shown(order, {(measure, newest): cells})
            if not (
                can_be_inferred(shown, max(rules.threshold, FLOOR))
                or together.can_be_inferred(
                    known.attribute, shown, known.days, days, max(rules.threshold, FLOOR)
                )
            ):
                return cells
        reasons.append(reason or INFERRED)
    return Withheld(measure, known.attribute, tuple(dict.fromkeys(reasons)))


def _nested(rows: pl.DataFrame) -> Mapping[tuple[object, str, str], dict[str, int]]:
    """Day, measure and attribute → persons of each category, in the order of the rows."""
    found: dict[tuple[object, str, str], dict[str, int]] = defaultdict(dict)
    for day, measure, attribute, category, persons in rows.iter_rows():
        found[day, measure, attribute][category] = persons
    return dict(found)


def _order(told: Told, joined: Cells) -> list[str]:
    """Codes by the order in which they were first named, then by how many joined.

    Whoever was named once is named before the others for good, so that every later partition is no
    finer than an earlier one, and those of all measures lie within each other.
    """
    by_release = sorted(told.items(), key=lambda one: one[0][1])
    labels = [label for _key, cells in by_release for label in cells]
    named = [label for label in labels if "+" not in label and label != REST]
    return list(dict.fromkeys([*named, *sorted(joined, key=lambda one: (-joined[one], one))]))


def _refusal(told: Told, measure: str, cells: Cells, rules: Rules) -> str | None:
    """Why a table may not be shown at the newest release; None where it may by itself."""
    threshold = max(rules.threshold, FLOOR)

    def few(numbers: Iterable[int]) -> bool:
        """Whether one is small, or all of them but one are nothing."""
        several = [abs(number) for number in numbers if number]
        return any(number < threshold for number in several) or len(several) == 1

    if few(cells.values()) or not any(cells.values()):
        return FEW
    if share_named(cells) < NAMED_AT_LEAST:
        return UNNAMED
    for (name, _then), before in told.items():
        if name != measure:
            continue
        if not is_coarser(tuple(cells), tuple(before)):
            return FINER
        then = coarsened(before, tuple(cells))
        if few(cells[label] - then[label] for label in cells):
            return STEP
    return None
