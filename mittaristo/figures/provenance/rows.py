"""Rows of a figure that is no measure, in the snapshots of a chain."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from mittaristo.access import Role
from mittaristo.figures.model import Figures
from mittaristo.figures.periods import Period
from mittaristo.figures.provenance.chain import Chain, PublishedSnapshot
from mittaristo.figures.provenance.history import statements_of

Rows = tuple[Mapping[str, Any], ...]

PERIOD = ("period_from", "period_to")

Standing = Literal["current", "same", "other", "redefined", "gone"]
"""current: of the newest snapshot. same: that has the same rows. other: it has others. redefined:
they are counted in another way since. gone: it has no such figure."""


@dataclass(frozen=True)
class Asked:
    """Which rows are asked for, and who asks. key: columns and codes; all rows where it is empty.

    A column that the figure does not have is passed over: a link may be older than the figure.
    """

    figure: str
    key: Mapping[str, str]
    role: Role
    period: Period | None = None


@dataclass(frozen=True)
class Step:
    """The rows in one snapshot. `other`: how many are not as in the one before, or gone since.

    `redefined`: whether they are counted in another way than there.
    """

    snapshot: PublishedSnapshot
    rows: Rows
    other: int
    redefined: bool


def rows_in(figures: Figures, asked: Asked) -> Rows:
    """The rows as they are published, of one period where the figure is counted by periods."""
    if figures.described(asked.figure) is None:
        return ()
    table = figures.open_to(asked.figure, asked.role)
    by_period = {*PERIOD} <= set(table.columns) and not {*PERIOD} & set(asked.key)
    return tuple(
        row
        for row in table.iter_rows(named=True)
        if all(str(row[name]) == code for name, code in asked.key.items() if name in row)
        and (not by_period or _of_period(row, figures, asked.period))
    )


def _of_period(row: Mapping[str, Any], figures: Figures, period: Period | None) -> bool:
    """Whether a row is of the period; one that was not over yet ends with the snapshot."""
    first = figures.project.starts_on if period is None else period.first
    last = figures.as_of if period is None else min(period.last, figures.as_of)
    return (row["period_from"], row["period_to"]) == (first, last)


def steps(chain: Chain, asked: Asked) -> Iterator[Step]:
    """The rows in each snapshot that has the figure, the oldest first."""
    before: Step | None = None
    for one in chain.snapshots:
        figures = one.figures
        if figures is None or figures.described(asked.figure) is None:
            continue
        rows = rows_in(figures, asked)
        other, redefined = 0, False
        if before is not None:
            other = _others(before.rows, rows)
            redefined = _rule(before.snapshot, asked.figure) != _rule(one, asked.figure)
        before = Step(one, rows, other, redefined)
        yield before


def standing(chain: Chain, asked: Asked) -> Standing | None:
    """How the rows of the shown snapshot stand today; None where no snapshot is known."""
    shown, newest = chain.current, chain.newest
    if shown is None or newest is None or shown.figures is None or newest.figures is None:
        return None
    if shown.number == newest.number:
        return "current"
    if newest.figures.described(asked.figure) is None:
        return "gone"
    if _rule(shown, asked.figure) != _rule(newest, asked.figure):
        return "redefined"
    then, now = rows_in(shown.figures, asked), rows_in(newest.figures, asked)
    return "other" if _others(then, now) else "same"


def _others(then: Rows, now: Rows) -> int:
    """How many rows are in one only: a row that has another number is one, and no two."""
    before, after = ({_bare(row) for row in rows} for rows in (then, now))
    return max(len(after - before), len(before - after))


def _bare(row: Mapping[str, Any]) -> tuple[tuple[str, Any], ...]:
    """A row without the days of its period, which end with the snapshot."""
    return tuple((name, value) for name, value in row.items() if name not in PERIOD)


def _rule(snapshot: PublishedSnapshot, figure: str) -> object:
    """What decides how a figure is made: its statements."""
    figures = snapshot.figures
    found = None if figures is None else figures.described(figure)
    return None if found is None or figures is None else tuple(statements_of(found, figures))
