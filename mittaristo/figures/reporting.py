"""What a project reports period by period, and from which snapshot it has reported before."""

import datetime as dt
from dataclasses import dataclass
from itertools import pairwise

import polars as pl

from mittaristo.figures.model import Figures, changes_for
from mittaristo.privacy.disclosure import SafeFrame, shaped
from mittaristo.project import ReportingPeriod


@dataclass(frozen=True)
class Reported:
    """A reporting period that is over, and the day and number of the snapshot it was reported from.

    Neither is known where there is no such snapshot, or none to compare with.
    """

    period: ReportingPeriod
    as_of: dt.date | None = None
    snapshot: int | None = None


def periods_begun(figures: Figures) -> list[ReportingPeriod]:
    """The reporting periods begun by the as-of day, in order: the last is reported now."""
    begun = figures.project.reporting_periods
    return [period for period in begun if period.starts_on <= figures.as_of]


def reported_before(figures: Figures) -> list[Reported]:
    """All of them but the last, the newest first.

    A period is reported from the snapshot as of its last day, or from one that was published for a
    payment period before the next one was over; never from one that is the team's own.
    """
    seen = changes_for(figures["changes"], "everyone", before=figures.as_of)
    found = []
    for period, following in pairwise(periods_begun(figures)):
        until = following.ends_on - dt.timedelta(days=1)
        for_payment = pl.col("since").is_between(period.ends_on, until) & (
            pl.col("since_purpose") == "payment"
        )
        from_them = seen.filter(for_payment | (pl.col("since") == period.ends_on)).sort(
            "since", "since_snapshot"
        )
        days = from_them.select("since", "since_snapshot").rows()
        found.append(Reported(period, *days[-1]) if days else Reported(period))
    return found[::-1]


@shaped
def since_snapshot(changes: SafeFrame, number: int | None) -> pl.DataFrame:
    """The changes since one snapshot; none where it is not known."""
    return changes.filter(pl.col("since_snapshot").eq_missing(number))
