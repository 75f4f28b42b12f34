"""The figures that everyone may see, with what explains them, and how to choose among them."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from functools import cached_property
from typing import Any, Literal, Self

import polars as pl

from mittaristo.access import ROLES, Role
from mittaristo.figures.noting import Row, Rows, note
from mittaristo.i18n.translation import Language
from mittaristo.privacy.disclosure import SafeFrame, shaped
from mittaristo.privacy.protection import Withheld
from mittaristo.project import THRESHOLD, Fact, ReportingPeriod

Texts = Mapping[Language, str]
"""The same in each language."""


@dataclass(frozen=True, kw_only=True)
class Definition:
    """What a figure is, as it was published: words in both languages, and its query.

    `unit` says what is counted; `registers` are those it is made from, also through shared views;
    `columns` are name, type and meaning of each. Words are empty for a shared view.
    """

    id: str
    unit: str = ""
    label: Texts = field(default_factory=dict)
    definition: Texts = field(default_factory=dict)
    source: Texts = field(default_factory=dict)
    caveat: Texts = field(default_factory=dict)
    sentence: str
    grain: str
    reads: tuple[str, ...]
    parameters: tuple[str, ...] = ()
    registers: tuple[str, ...] = ()
    columns: tuple[tuple[str, str, str], ...]
    protects: tuple[str, ...]
    file: str
    sql: str
    sha256: str

    @classmethod
    def recorded(cls, entry: Mapping[str, Any]) -> Self:
        """From an entry of a catalogue."""
        known = {one.name for one in fields(cls)}
        return cls(**{name: _frozen(value) for name, value in entry.items() if name in known})


def _frozen(value: Any) -> Any:
    return tuple(map(_frozen, value)) if isinstance(value, list) else value


Kind = Literal["count", "sum", "stock", ""]
"""count: units count one each, for good. sum: they weigh what they are. stock: they may stop.

Not known where a snapshot was published before kinds were recorded."""

RETURNING = ("persons", "employers")
"""Units to which the same may happen again: each counts once in a period, and is new in one."""


Group = Literal["clients", "eura", "employments", "trainings", "employers", "network", ""]
"""What a measure is about. Not known where a snapshot was published before groups were recorded."""


@dataclass(frozen=True, kw_only=True)
class Measure(Definition):
    """A figure whose query lists its units.

    `kept`: whether the project keeps its registers. `page`: the page that shows it. `group`: the
    heading it stands under among all. `parts`: the measures that a published figure should be the
    sum of. `asked`: told by asking, so that nothing is known before the first answer.
    """

    kept: bool
    kind: Kind = ""
    page: str = "overview"
    group: Group = ""
    parts: tuple[str, ...] = ()
    asked: bool = False

    @property
    def may_return(self) -> bool:
        """Whether a unit may have an event in several periods, and is new in the first only."""
        return self.kind == "count" and self.unit in RETURNING


@dataclass(frozen=True)
class Facts:
    """What a snapshot keeps of its project: dates are inclusive."""

    id: str
    name: str
    starts_on: dt.date
    ends_on: dt.date
    co_funding: str
    about: Texts
    reporting_periods: tuple[ReportingPeriod, ...] = ()
    expected_in_work: tuple[tuple[int, float], ...] = ()
    threshold: int = THRESHOLD
    facts: tuple[Fact, ...] = ()

    @classmethod
    def recorded(cls, entry: Mapping[str, Any]) -> Self:
        """From the catalogue's entry, which may have been written before the last fields were."""
        days = {name: dt.date.fromisoformat(entry[name]) for name in ("starts_on", "ends_on")}
        found = {
            "reporting_periods": tuple(
                map(ReportingPeriod.recorded, entry.get("reporting_periods", ()))
            ),
            "expected_in_work": _frozen(list(entry.get("expected_in_work", ()))),
            "facts": tuple(Fact(**fact) for fact in entry.get("facts", ())),
        }
        return cls(**{**entry, **days, **found})

    def as_recorded(self) -> dict[str, Any]:
        """The catalogue's entry."""
        days = {name: getattr(self, name).isoformat() for name in ("starts_on", "ends_on")}
        reporting = [one.as_recorded() for one in self.reporting_periods]
        return {**asdict(self), **days, "reporting_periods": reporting}


@dataclass(frozen=True)
class Figures:
    """Tables by name, with what explains them: computed, stored, read, shown and printed alike.

    `left_out`: register → how many of its rows were left out on purpose as faulty. `withheld`: what
    the release of these figures does not show, and why. Only publishing knows it, for the team.
    """

    tables: Mapping[str, SafeFrame]
    measures: Mapping[str, Measure]
    definitions: Mapping[str, Definition]
    shared: Mapping[str, Definition]
    project: Facts
    as_of: dt.date
    synthetic: bool
    left_out: Mapping[str, int] = field(default_factory=dict)
    withheld: tuple[Withheld, ...] = ()

    @classmethod
    def recorded(
        cls,
        tables: Mapping[str, SafeFrame],
        catalogue: Mapping[str, Any],
        as_of: dt.date,
        *,
        synthetic: bool,
        left_out: Mapping[str, int],
    ) -> Self:
        """From what a snapshot holds."""
        return cls(
            tables,
            {entry["id"]: Measure.recorded(entry) for entry in catalogue["measures"]},
            {entry["id"]: Definition.recorded(entry) for entry in catalogue["figures"]},
            {entry["id"]: Definition.recorded(entry) for entry in catalogue["shared"]},
            Facts.recorded(catalogue["project"]),
            as_of,
            synthetic,
            left_out,
        )

    @property
    def catalogue(self) -> dict[str, Any]:
        """All but the tables, as a snapshot stores it."""
        return {
            "project": self.project.as_recorded(),
            "measures": [asdict(measure) for measure in self.measures.values()],
            "figures": [asdict(figure) for figure in self.definitions.values()],
            "shared": [asdict(view) for view in self.shared.values()],
        }

    def __getitem__(self, name: str) -> SafeFrame:
        note(name)
        return self.tables[name]

    def keeps(self, *names: str) -> bool:
        """Whether the project keeps the registers behind all of these tables."""
        return all(name in self.tables for name in names)

    def rows(self, name: str) -> list[dict[str, Any]]:
        """The rows of a table; none where the project does not keep its registers."""
        if name not in self.tables:
            return []
        note(name)
        return list(self.tables[name].iter_rows(named=True))

    def kept(self, *measures: str) -> list[str]:
        """Those of the measures whose registers the project keeps."""
        return [name for name in measures if name in self.measures and self.measures[name].kept]

    def has(self, name: str) -> bool:
        """Whether there is a measure of that id that is kept, or another figure."""
        return bool(self.kept(name)) or self.described(name) is not None

    def described(self, name: str) -> Definition | None:
        """The definition of a figure that is no measure; None where there is none."""
        found = self.definitions.get(name)
        return found if found is not None and found.label and name in self.tables else None

    def open_to(self, name: str, role: Role) -> SafeFrame:
        """A table without what it tells of snapshots that this reader may not see."""
        table = self[name]
        if "since_purpose" in table.columns:
            return changes_for(table, role, before=dt.date.max)
        if name == "periods":
            return since_days(
                table, tuple(day for days in self.comparison_days(role) for day in days)
            )
        return table

    def labels(self, language: Language) -> dict[str, str]:
        """Measure → its name."""
        return {name: measure.label[language] for name, measure in self.measures.items()}

    def registers_behind(self, measures: Iterable[str], figures: Iterable[str]) -> frozenset[str]:
        """The registers that some measures and figures are made from."""
        explained = [
            *(self.measures[name] for name in measures),
            *(self.definitions[name] for name in figures),
        ]
        return frozenset(table for one in explained for table in one.registers)

    @property
    def elapsed(self) -> float:
        """How much of the project's time has passed on the as-of date, as a share of one."""
        starts_on, ends_on = self.project.starts_on, self.project.ends_on
        passed = (min(self.as_of, ends_on) - starts_on).days + 1
        return passed / ((ends_on - starts_on).days + 1)

    @cached_property
    def whole_project(self) -> SafeFrame:
        """The row of each measure from the project's start to the as-of date."""
        return whole_project(self.tables["values"], self.as_of, self.project.starts_on)

    @cached_property
    def values(self) -> Rows:
        """Measure → its row for the whole project."""
        return Rows("values", by_measure(self.whole_project))

    def periods(self, role: Role) -> list[dict[str, Any]]:
        """What each measure came to in each period: rows of the figure `periods`.

        A reader does not learn of snapshots that are not for this role. None where the snapshot was
        published before there were periods.
        """
        days = {
            day + dt.timedelta(days=1) for listed in self.comparison_days(role) for day in listed
        }
        rows = self.tables["periods"].iter_rows(named=True) if "periods" in self.tables else ()
        return [row for row in rows if row["period_kind"] != "since" or row["period_from"] in days]

    @cached_property
    def pace(self) -> Rows:
        """Measure → its row of the figure `pace`; empty where published before there was one."""
        return Rows("pace", by_measure(self.tables["pace"]) if "pace" in self.tables else {})

    def forecast(self, measure: str, until: dt.date) -> tuple[float, float] | None:
        """Between which values a measure was forecast to be on a day; None where it was not."""
        ranges = {(row["measure"], row["until"]): row for row in self.rows("forecasts")}
        found = ranges.get((measure, until))
        return None if found is None else (found["low"], found["high"])

    @cached_property
    def spans(self) -> list[tuple[str, dt.date, dt.date]]:
        """The periods for which there are figures, whoever reads: kind, first and last day."""
        if "periods" not in self.tables:
            return []
        there = self["periods"].select("period_kind", "period_from", "period_to").unique()
        return there.sort(pl.all()).rows()

    def value(self, measure: str) -> float:
        """A measure's value for the whole project; 0 where it is not known."""
        return float(self.values[measure]["value"] or 0)

    def changed(self, since: dt.date | None, role: Role) -> SafeFrame:
        """The change of each measure since the snapshot of a day that this reader may see.

        Not of a measure that may not be compared with its value then.
        """
        note("changes")
        return self._changed(since, role)

    def _changed(self, since: dt.date | None, role: Role) -> SafeFrame:
        return comparable(self._since(since, role), here=True)

    def not_compared(self, since: dt.date | None, role: Role) -> dict[str, str]:
        """Measure → why there is no change of it: a reason of comparability.HINDERS."""
        return self._reasons(comparable(self._since(since, role), here=False))

    def redefined(self, since: dt.date | None, role: Role) -> list[str]:
        """The measures whose definition has changed since: their change has a part of its own."""
        return list(self._reasons(self._changed(since, role)))

    def _reasons(self, changes: SafeFrame) -> dict[str, str]:
        if "comparable" not in changes.columns:
            return {}
        reasons = changes.select("measure", "comparable").iter_rows()
        return {name: reason for name, reason in reasons if reason}

    def _since(self, since: dt.date | None, role: Role) -> SafeFrame:
        changes = self.tables["changes"]
        return changes_since(changes_for(changes, role, before=self.as_of), since)

    def changes(self, since: dt.date | None, role: Role) -> Rows:
        """Measure → its row of the same."""
        return Rows("changes", by_measure(self._changed(since, role)))

    def comparison_days(self, role: Role) -> tuple[list[dt.date], list[dt.date]]:
        """The earlier days that this reader may compare with, the newest first.

        Those of a snapshot that everyone sees, and those of weekly ones only.
        """
        return self._comparison_days[role]

    @cached_property
    def _comparison_days(self) -> dict[Role, tuple[list[dt.date], list[dt.date]]]:
        return {role: self._days_for(role) for role in ROLES}

    def _days_for(self, role: Role) -> tuple[list[dt.date], list[dt.date]]:
        seen = changes_for(self.tables["changes"], role, before=self.as_of)
        shared = set(seen.filter(pl.col("since_purpose") != "weekly")["since"].to_list())
        weekly = set(seen["since"].to_list()) - shared
        return sorted(shared, reverse=True), sorted(weekly, reverse=True)


def by_measure(table: SafeFrame) -> dict[str, Row]:
    """Measure → its row, in a table that has one of each."""
    return {row["measure"]: row for row in table.iter_rows(named=True)}


@shaped
def whole_project(values: SafeFrame, as_of: dt.date, starts_on: dt.date) -> pl.DataFrame:
    """The row of each measure for the whole project up to the as-of date."""
    return values.filter(pl.col("period_from") == starts_on, pl.col("period_to") == as_of)


@shaped
def changes_for(changes: SafeFrame, role: Role, *, before: dt.date) -> pl.DataFrame:
    """The changes since snapshots of earlier days that this reader may see."""
    seen = (pl.col("since_purpose") != "weekly") | (role == "team")
    return changes.filter(seen, pl.col("since") < before)


@shaped
def changes_since(changes: SafeFrame, earlier: dt.date | None) -> pl.DataFrame:
    """The changes since one earlier as-of date: against the newest snapshot of that day."""
    if earlier is None:
        return changes.clear()
    chosen = changes.filter(pl.col("since") == earlier)
    return chosen.filter(pl.col("since_snapshot") == pl.col("since_snapshot").max())


@shaped
def since_days(periods: SafeFrame, days: tuple[dt.date, ...]) -> pl.DataFrame:
    """The periods of the calendar and the project, and those since one of these days."""
    begins = [day + dt.timedelta(days=1) for day in days]
    shared = (pl.col("period_kind") != "since") | pl.col("period_from").is_in(begins)
    return periods.filter(shared)


SPLIT = ("", "definition")
"""What does not hinder a change: a new definition is a part of it that stands by itself."""


@shaped
def comparable(changes: SafeFrame, *, here: bool) -> pl.DataFrame:
    """The changes of measures that may be compared, or of the others; all, where it is not told."""
    if "comparable" not in changes.columns:
        return changes if here else changes.clear()
    return changes.filter(pl.col("comparable").is_in(SPLIT) == here)
