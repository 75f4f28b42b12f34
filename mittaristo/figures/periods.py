"""The periods for which every measure is counted: of the calendar, of the project, since a day."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl

from mittaristo.access import Role
from mittaristo.figures.model import Facts, Figures
from mittaristo.project import Project

SCHEMA = {"period_kind": pl.String, **dict.fromkeys(("period_from", "period_to"), pl.Date)}

BEFORE_ANY = dt.date(1, 1, 1)

Span = tuple[str, dt.date, dt.date]
"""Kind, first day and last day."""


def periods_until(
    project: Project | Facts, as_of: dt.date, since: Iterable[dt.date] = ()
) -> pl.DataFrame:
    """The periods of a project that have begun by the as-of day, none of them going beyond it.

    One row a period: `period_kind, period_from, period_to`, and `happens_from`, the first day of
    what happened in it: one that begins with the project also has what is dated before it. The
    first calendar ones begin with the project. `since`: as-of days of earlier snapshots, each of
    which ends the day before a period.
    """
    found = [
        ("project", project.starts_on, as_of),
        *_of_the_calendar(project, as_of),
        *(("reporting", one.starts_on, one.ends_on) for one in project.reporting_periods),
        *(("since", day + dt.timedelta(days=1), as_of) for day in sorted(set(since))),
    ]
    cut = [(kind, first, min(last, as_of)) for kind, first, last in found if first <= as_of]
    first_of_all = pl.col("period_from") == project.starts_on
    return pl.DataFrame(cut, schema=SCHEMA, orient="row").with_columns(
        happens_from=pl.when(first_of_all).then(BEFORE_ANY).otherwise("period_from")
    )


def _of_the_calendar(project: Project | Facts, as_of: dt.date) -> Iterator[Span]:
    """Years, then half-years, from the project's first day to the last one that is its own."""
    begins, ends = project.starts_on, max(project.starts_on, min(as_of, project.ends_on))
    years = range(begins.year, ends.year + 1)
    for year in years:
        yield "year", max(begins, dt.date(year, 1, 1)), dt.date(year, 12, 31)
    halves = [
        half
        for year in years
        for half in (
            (dt.date(year, 1, 1), dt.date(year, 6, 30)),
            (dt.date(year, 7, 1), dt.date(year, 12, 31)),
        )
    ]
    for first, last in halves:
        if last >= begins and first <= ends:
            yield "half_year", max(begins, first), last


@dataclass(frozen=True)
class Period:
    """A part of the project's time for which every measure is counted; days are inclusive."""

    kind: str
    first: dt.date
    last: dt.date

    @property
    def code(self) -> str:
        """How a link names it: 2025, 2025-h1, since-2025-12-31, or its days."""
        if self.kind == "year":
            return str(self.first.year)
        if self.kind == "half_year":
            return f"{self.first.year}-h{1 if self.first.month < 7 else 2}"
        if self.kind == "since":
            return f"since-{self.first - dt.timedelta(days=1)}"
        return f"{self.first}_{self.last}"

    def of(self, rows: Iterable[dict[str, Any]]) -> dict[str, dict[str, Any]]:
        """Measure → its row, among those of all periods."""
        asked = (self.kind, self.first, self.last)
        return {
            row["measure"]: row
            for row in rows
            if (row["period_kind"], row["period_from"], row["period_to"]) == asked
        }


KINDS = ("year", "half_year", "reporting", "since")
"""Those that a reader may choose beside the whole project, in this order."""


def to_choose(figures: Figures, role: Role, since: dt.date | None) -> list[Period]:
    """The periods that a reader may choose: by kind, the newest first.

    Of those since an earlier day only the one of the comparison; of a half-year and a year with
    the same days only the year.
    """
    shared, weekly = figures.comparison_days(role)
    found = {Period(*span) for span in figures.spans if span[0] in KINDS}
    since = since if since in {*shared, *weekly} else None
    years = {(one.first, one.last) for one in found if one.kind == "year"}
    kept = [
        one
        for one in found
        if not (one.kind == "half_year" and (one.first, one.last) in years)
        and not (one.kind == "since" and one.first - dt.timedelta(days=1) != since)
    ]
    return sorted(kept, key=lambda one: (KINDS.index(one.kind), -one.first.toordinal()))
