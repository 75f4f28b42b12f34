"""What is shown: figures of a snapshot in one language, of one period, beside an earlier day."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import polars as pl

from mittaristo.access import Role
from mittaristo.charts.theme import Setting
from mittaristo.figures import comparability
from mittaristo.figures.model import Figures, changes_for
from mittaristo.figures.noting import Rows
from mittaristo.figures.periods import Period
from mittaristo.figures.provenance.chain import Chain
from mittaristo.i18n.translation import Language
from mittaristo.i18n.wording import Wording, wording
from mittaristo.privacy.disclosure import SafeFrame, shaped


@dataclass(frozen=True)
class View:
    """Figures as one reader sees them, on a screen or on paper.

    since: an earlier day that the whole project is compared with; None in a period. period: None
    for the whole project. today: the day on which they are looked at; None where their age does not
    matter: on paper, on an older snapshot chosen on purpose, and on invented data. names: as-of day
    → what its snapshot is called, where it is called anything. measure: the one that a page about
    one measure shows, or another figure; empty where the page decides. row: which rows of that
    figure; all where it is empty. chain: the
    snapshots that this reader may see; empty where it does not matter. note: what everyone is told
    with the snapshot; empty where there is nothing to tell.
    """

    figures: Figures
    language: Language
    since: dt.date | None = None
    role: Role = "everyone"
    dark: bool = False
    today: dt.date | None = None
    period: Period | None = None
    names: Mapping[dt.date, str] = field(default_factory=dict)
    measure: str = ""
    row: str = ""
    chain: Chain = field(default_factory=Chain)
    place: str = ""
    note: str = ""

    @property
    def wording(self) -> Wording:
        return wording(self.language)

    @property
    def as_of(self) -> dt.date:
        return self.figures.as_of

    @property
    def starts_on(self) -> dt.date:
        return self.figures.project.starts_on

    @property
    def ends_on(self) -> dt.date:
        return self.figures.project.ends_on

    @property
    def first(self) -> dt.date:
        """The first day of what is counted."""
        return self.period.first if self.period else self.starts_on

    @property
    def last(self) -> dt.date:
        """The last day of what is counted."""
        return self.period.last if self.period else self.as_of

    @property
    def drawn_until(self) -> dt.date:
        """The last day on the axis of a chart over time: the project's end, or the period's."""
        return self.period.last if self.period else max(self.ends_on, self.as_of)

    @cached_property
    def setting(self) -> Setting:
        """What every chart has in common."""
        return Setting(
            language=self.language,
            dark=self.dark,
            as_of=self.as_of,
            starts_on=self.first,
            ends_on=self.drawn_until,
            synthetic=self.figures.synthetic,
        )

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """Measure → its name."""
        return self.figures.labels(self.language)

    @property
    def labels_of_figures(self) -> Mapping[str, str]:
        """Figure that is no measure → its name."""
        known = self.figures.definitions.items()
        return {name: one.label[self.language] for name, one in known if one.label}

    @property
    def labels_of_lines(self) -> Mapping[str, str]:
        """Measure → what a line through its months is called: in a period it has the new ones."""
        if self.period is None:
            return self.labels
        _ = self.wording
        said = _("{label}, for the first time")
        return {name: said.format(label=label) for name, label in self.labels.items()}

    @cached_property
    def changes(self) -> Mapping[str, Mapping[str, Any]]:
        """Measure → its change since the comparison date; empty without one."""
        return self.figures.changes(self.since, self.role)

    @cached_property
    def not_compared(self) -> Mapping[str, str]:
        """Measure → why it has no change since the comparison date, as a sentence."""
        reasons = self.figures.not_compared(self.since, self.role)
        _ = self.wording
        return {name: _(comparability.sentence(reason)) for name, reason in reasons.items()}

    @property
    def earlier(self) -> SafeFrame:
        """The changes since all earlier snapshots that this reader may see; none in a period."""
        before = self.as_of if self.period is None else dt.date.min
        return changes_for(self.figures["changes"], self.role, before=before)

    @cached_property
    def values(self) -> Mapping[str, Mapping[str, Any]]:
        """Measure → its row of what is counted: `value`; in a period also `new`, no `target`."""
        if self.period is None:
            return self.figures.values
        return Rows("periods", self.period.of(self.figures.periods(self.role)))

    @cached_property
    def months(self) -> SafeFrame:
        """The months of what is counted: as the figure `months`, `total` since the first day."""
        if self.period is None:
            return self.figures["months"]
        came = {name: self.new(name) for name in self.values}
        return months_within(self.figures["months"], self.first, self.last, came)

    @property
    def whole_months_from(self) -> dt.date:
        """The first month that lies wholly in what is counted; the project's first counts, too."""
        first = self.first
        if first == self.starts_on or first.day == 1:
            return first.replace(day=1)
        return (first.replace(day=1) + dt.timedelta(days=31)).replace(day=1)

    def value(self, measure: str) -> float:
        """What a measure comes to; 0 where it is not known."""
        return float(self.values[measure]["value"] or 0) if measure in self.values else 0

    def new(self, measure: str) -> float:
        """Persons or employers whose first event lies in what is counted; all, of anything else."""
        found = self.values[measure].get("new") if measure in self.values else None
        return self.value(measure) if found is None else float(found)

    def named(self, day: dt.date) -> str:
        """A day, and in brackets what its snapshot is called: 30.4.2026 (Ohjausryhmä 2/2026)."""
        name, written = self.names.get(day), self.wording.day(day)
        return f"{written} ({name})" if name else written

    def number(self, measure: str) -> str:
        """What a measure comes to, written out."""
        return self.wording.number(self.values[measure]["value"])

    def numbers(self, *measures: str) -> str:
        """Each measure and what it comes to, in a sentence."""
        return ". ".join(f"{self.labels[name]}: {self.number(name)}" for name in measures)

    def counted(self, figure: str) -> SafeFrame | None:
        """The rows of a figure that is counted by periods; None where it is not known for this one.

        A snapshot may be older than the figure's periods: then it speaks of the whole project.
        """
        table = self.figures[figure]
        if "period_from" in table.columns:
            return within(table, self.first, self.last)
        return table if self.period is None else None


@shaped
def within(figure: SafeFrame, first: dt.date, last: dt.date) -> pl.DataFrame:
    """The rows of one period, without its days."""
    rows = figure.filter(pl.col("period_from") == first, pl.col("period_to") == last)
    return rows.drop("period_from", "period_to")


@shaped
def months_within(
    months: SafeFrame, first: dt.date, last: dt.date, came: Mapping[str, float]
) -> pl.DataFrame:
    """The months between two days, the first one only from its day on; `total` begins at zero.

    came: measure → what came between the two days. What the later months do not hold of it belongs
    to the first one.
    """
    inside = months.filter(pl.col("month") >= first.replace(day=1), pl.col("month") <= last)
    later = pl.col("month") > first
    rest = pl.col("measure").replace_strict(
        dict(came), default=None, return_dtype=pl.Float64
    ) - pl.col("events").filter(later).sum().over("measure")
    events = pl.when(later).then("events").otherwise(rest).alias("events")
    told = pl.col("total").is_not_null()
    return inside.with_columns(events).with_columns(
        total=pl.when(told).then(pl.col("events").cum_sum().over("measure", order_by="month"))
    )
