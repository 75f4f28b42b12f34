"""Whether two values of a measure may be compared at all, or why not.

They may belong to two snapshots, two periods or two projects. One function decides for all.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from mittaristo.figures.model import Definition, Figures, Kind, Measure
from mittaristo.figures.pace.forecasts import recorded_share
from mittaristo.figures.pace.recording import AGES, Share
from mittaristo.i18n.translation import N_

NEARLY = 3
"""Spans of days that differ by no more are of one length: months, half-years and years do."""

RECORDED = 0.9
"""Where at least so much has been recorded, both are held to be complete."""

APART = 0.05
"""Shares recorded that differ by no more are as complete as each other."""

LEFT_OUT = 0.02
"""Rows left out as faulty may be so large a share more in one than in the other."""


@dataclass(frozen=True, kw_only=True)
class Side:
    """One value of a comparison: what was counted, how, of whom, of which days, and how completely.

    `definition`: digest of the queries behind it. `counted`: whether its registers are kept. `new`:
    whether only those count to whom it happened for the first time. The days are inclusive; those
    of the whole project end with `as_of`. `recorded`, `left_out`: shares of one. `population`: of
    whom or what, where that is not all of the project: an area, those who answered. `regime`: the
    rules that were in force, where the value depends on them.
    """

    measure: str
    definition: str
    unit: str
    kind: Kind
    project: str
    first: dt.date
    last: dt.date
    as_of: dt.date
    counted: bool = True
    new: bool = False
    recorded: float = 1.0
    left_out: float = 0.0
    invented: bool = False
    population: str = ""
    regime: str = ""

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def running(self) -> bool:
        """Whether it is a state of a day, not a count of some days."""
        return self.kind == "stock"


Rule = Callable[[Side, Side], bool]


def _in_one_project(a: Side, b: Side) -> bool:
    return a.project == b.project


def _same_beginning(a: Side, b: Side) -> bool:
    """Two running totals of one project, at two days: they may be subtracted."""
    return _in_one_project(a, b) and a.first == b.first


def _of_days(a: Side, b: Side) -> bool:
    """Whether both are counts of some days that do not merely go on from one another."""
    return not a.running and not b.running and not _same_beginning(a, b)


def _overlap(a: Side, b: Side) -> bool:
    cross = a.first <= b.last and b.first <= a.last
    return _in_one_project(a, b) and _of_days(a, b) and cross


HINDERS: Mapping[str, tuple[Rule, str]] = {
    "measure": (
        lambda a, b: a.measure != b.measure,
        N_("They are two different measures."),
    ),
    "not_counted": (
        lambda a, b: not (a.counted and b.counted),
        N_("One of them is not counted: its registers are not kept, or nobody had been asked yet."),
    ),
    "invented": (
        lambda a, b: a.invented != b.invented,
        N_("One of them is of invented example data, the other of a real project."),
    ),
    "unit": (
        lambda a, b: a.unit != b.unit,
        N_("They count in different units, such as persons and events."),
    ),
    "way": (
        lambda a, b: "" not in (a.kind, b.kind) and a.running != b.running,
        N_("One of them is a state on a day, the other what came about over some time."),
    ),
    "new": (
        lambda a, b: a.new != b.new,
        N_("One of them counts only those to whom it happened for the first time."),
    ),
    "definition": (
        lambda a, b: a.definition != b.definition,
        N_("The definition has changed: the same rows would be counted in another way."),
    ),
    "population": (
        lambda a, b: a.population != b.population,
        N_("They are of different groups: another area, or only those who were asked."),
    ),
    "regime": (
        lambda a, b: a.regime != b.regime,
        N_("The rules behind them have changed: the series breaks there."),
    ),
    "overlap": (
        _overlap,
        N_("The periods overlap: a part may not be compared with the whole that it is in."),
    ),
    "unfinished": (
        lambda a, b: _of_days(a, b) and (a.last > a.as_of) != (b.last > b.as_of),
        N_("One of the periods is not over yet."),
    ),
    "length": (
        lambda a, b: _of_days(a, b) and abs(a.days - b.days) > NEARLY,
        N_("The periods are not of the same length."),
    ),
    "completeness": (
        lambda a, b: (
            min(a.recorded, b.recorded) < RECORDED and abs(a.recorded - b.recorded) > APART
        ),
        N_("One of them is still being recorded: much of what happened is missing."),
    ),
    "left_out": (
        lambda a, b: abs(a.left_out - b.left_out) > LEFT_OUT,
        N_("More rows were left out as faulty from one of them than from the other."),
    ),
}
"""Why two values may not be compared, what comes first weighing most, and how it is said."""


def may_compare(a: Side, b: Side) -> tuple[str, ...]:
    """Why the two may not be compared, the weightiest reason first; nothing where they may.

    The reasons are those of HINDERS. It is the same the other way round.
    """
    return tuple(reason for reason, (hinders, _said) in HINDERS.items() if hinders(a, b))


def sentence(reason: str) -> str:
    """How a reason is said: a sentence of the catalogue."""
    return HINDERS[reason][1]


# --- What sides are made of -------------------------------------------------------------------


def of_snapshot(figures: Figures) -> dict[str, Side]:
    """Measure → its value for the whole project in a snapshot, as one side."""
    measures = figures.measures.values()
    return {one.id: _side(figures, one, figures.values.get(one.id)) for one in measures}


def of_period(figures: Figures, measure: str, first: dt.date, last: dt.date) -> Side:
    """What a measure came to between two days, the last of which may lie ahead, as one side."""
    one = figures.measures[measure]
    row = next(
        (
            row
            for row in figures.rows("periods")
            if (row["measure"], row["period_from"]) == (measure, first)
            and row["period_to"] == min(last, figures.as_of)
        ),
        None,
    )
    known = {
        row["age"]: row["share"] for row in figures.rows("recording") if row["measure"] == measure
    }
    shares = [Share(age, 0, 0, known.get(age, 1.0), 0) for age in range(AGES)]
    past = ((first, min(last, figures.as_of)),)
    recorded = recorded_share(past, figures.as_of, shares)
    return _side(figures, one, row, first=first, last=last, recorded=recorded)


def _side(figures: Figures, one: Measure, row: Mapping[str, Any] | None, **others: Any) -> Side:
    """A value as one side; others: what is not as of the whole project."""
    faulty = sum(figures.left_out.get(name, 0) for name in one.registers)
    counted = row["value"] if row is not None else None
    whole = faulty + (counted or 0)
    return Side(
        **{
            "measure": one.id,
            "definition": _definition(figures, one),
            "unit": one.unit,
            "kind": one.kind,
            "project": figures.project.id,
            "first": figures.project.starts_on,
            "last": figures.as_of,
            "as_of": figures.as_of,
            "counted": one.kept and counted is not None,
            "left_out": faulty / whole if whole else 0.0,
            "invented": figures.synthetic,
            **others,
        }
    )


def _definition(figures: Figures, one: Definition) -> str:
    """The digests of its query and of the shared views that it reads, at any depth."""
    views = (figures.shared[name] for name in one.reads if name in figures.shared)
    return " ".join([one.sha256, *(_definition(figures, view) for view in views)])


NOT_COMPARABLE = pl.Schema({"measure": pl.String, "reason": pl.String})


def hindrances(then: Figures | None, now: Mapping[str, Side]) -> pl.DataFrame:
    """Measures of two snapshots that may not be compared: `measure, reason`, the weightiest one.

    None where it is not known how they were defined then. Both are invented, or neither is: their
    pseudonyms were made with one key.
    """
    sides = of_snapshot(then) if then is not None else {}
    both = [
        (name, may_compare(replace(sides[name], invented=one.invented), one))
        for name, one in now.items()
        if name in sides
    ]
    rows = [(name, reasons[0]) for name, reasons in both if reasons]
    return pl.DataFrame(rows, schema=NOT_COMPARABLE, orient="row")
