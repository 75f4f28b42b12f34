"""Persons by their attributes: renewed on release days only, and shown as protection allows."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import polars as pl

from mittaristo.privacy.grouping import ATTRIBUTES, REST, UNKNOWN
from mittaristo.privacy.protection import ALL, SCHEMA, Rules, Withheld, protected
from mittaristo.privacy.together import Day
from mittaristo.project import Project

FIGURE = "breakdowns"

REASONS = "withheld"
"""The table beside the registers that tells the team why something is not shown."""


@dataclass(frozen=True)
class Released:
    """What earlier snapshots have shown. Not `whole` where some of them could not be read."""

    history: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=SCHEMA))
    whole: bool = True

    @classmethod
    def of(cls, shown: Iterable[pl.DataFrame], *, whole: bool) -> "Released":
        """From the figure of each snapshot, each of which also holds those of earlier releases."""
        together = pl.concat([pl.DataFrame(schema=SCHEMA), *shown]).unique(maintain_order=True)
        return cls(together.sort("released_on", maintain_order=True), whole)


@dataclass
class Protection:
    """Makes of counts the figure that everyone may see; afterwards `withheld` tells what is not.

    days: what snapshots showed of indicators, this one the last; None where that is not known.
    indicators: those that are not renewed because of earlier releases.
    """

    project: Project
    as_of: dt.date
    released: Released
    days: Sequence[Day] | None = ()
    indicators: Sequence[Withheld] = ()
    withheld: tuple[Withheld, ...] = ()

    def __call__(self, counts: pl.DataFrame) -> pl.DataFrame:
        """Earlier releases, and a new one where it is due and all earlier ones are known.

        counts: what the query of the figure gives.
        """
        history, days = self.released.history, self.days
        whole = self.released.whole and days is not None
        if not (whole and is_due(self.project, self.as_of, history)):
            return history
        table, self.withheld = protected(counts, history, rules_of(self.project), days or ())
        return table


def rules_of(project: Project) -> Rules:
    """As project.toml tells them."""
    return Rules(project.releases.threshold, project.releases.groups)


def is_due(project: Project, as_of: dt.date, history: pl.DataFrame) -> bool:
    """Whether a release day has passed since the last release."""
    days = [
        day
        for year in range(project.starts_on.year, as_of.year + 1)
        for month, number in project.releases.days
        if project.starts_on <= (day := _day(year, month, number)) <= as_of
    ]
    days += [project.ends_on] if project.ends_on <= as_of else []
    last = history["released_on"].max()
    return bool(days) and (not isinstance(last, dt.date) or last < max(days))


def _day(year: int, month: int, number: int) -> dt.date:
    """A day of a year; the last of February where it has no such day."""
    return dt.date(year, month, min(number, 28) if month == 2 else number)


def reasons(withheld: Iterable[Withheld]) -> pl.DataFrame:
    """A row a table that is not shown: `measure, attribute, reasons`."""
    rows = [(one.measure, one.attribute, "; ".join(one.reasons)) for one in withheld]
    schema = {"measure": pl.String, "attribute": pl.String, "reasons": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def share_named(table: pl.DataFrame, as_of: dt.date) -> float | None:
    """How many persons of all tables of a day's release stand in named groups, as a share.

    What is withheld counts as not named. None where there was no release on that day.
    """
    now = table.filter(pl.col("released_on") == as_of)
    totals = now.filter(pl.col("attribute") == ALL)
    if totals.is_empty():
        return None
    named = now.filter(pl.col("attribute") != ALL, ~pl.col("category").is_in([REST, UNKNOWN]))
    return int(named["persons"].sum()) / (int(totals["persons"].sum()) * len(ATTRIBUTES))
