"""The periods for which every measure is counted: of the calendar, of the project, since a day."""

import datetime as dt
from collections.abc import Iterable, Iterator

import polars as pl

from mittaristo.figures.model import Facts
from mittaristo.project import Project

SCHEMA = {"period_kind": pl.String, "period_from": pl.Date, "period_to": pl.Date}

Period = tuple[str, dt.date, dt.date]
"""Kind, first day and last day."""


def periods_until(
    project: Project | Facts, as_of: dt.date, since: Iterable[dt.date] = ()
) -> pl.DataFrame:
    """The periods of a project that have begun by the as-of day, none of them going beyond it.

    One row a period: `period_kind, period_from, period_to`. The first calendar ones begin with the
    project. `since`: as-of days of earlier snapshots, each of which ends the day before a period.
    """
    found = [
        ("project", project.starts_on, as_of),
        *_of_the_calendar(project, as_of),
        *(("reporting", one.starts_on, one.ends_on) for one in project.reporting_periods),
        *(("since", day + dt.timedelta(days=1), as_of) for day in sorted(set(since))),
    ]
    cut = [(kind, first, min(last, as_of)) for kind, first, last in found if first <= as_of]
    return pl.DataFrame(cut, schema=SCHEMA, orient="row")


def _of_the_calendar(project: Project | Facts, as_of: dt.date) -> Iterator[Period]:
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
