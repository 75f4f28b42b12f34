"""What a page shows: one snapshot and its comparison, in one language."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

import streamlit as st

from mittaristo.access import Role
from mittaristo.charts.theme import Setting
from mittaristo.figures.model import changes_for, since, whole_project
from mittaristo.i18n.formats import number, percent
from mittaristo.i18n.translation import Language, Translate, translator
from mittaristo.privacy.disclosure import SafeFrame
from mittaristo.project import Project
from mittaristo.snapshots.manifest import Manifest
from mittaristo.snapshots.reading import Snapshot


@dataclass(frozen=True)
class Reader:
    """Who reads, in which language, of which project: known before anything is published."""

    language: Language
    project: Project
    role: Role

    @property
    def translate(self) -> Translate:
        return translator(self.language)


@dataclass(frozen=True)
class View:
    """What a page shows: one snapshot, its comparison, in one language.

    `told`: the registers of which this run of the page has said that rows are left out.
    """

    language: Language
    snapshot: Snapshot
    since: dt.date | None
    role: Role
    newest: bool
    told: set[str] = field(default_factory=set)

    @property
    def translate(self) -> Translate:
        return translator(self.language)

    @property
    def manifest(self) -> Manifest:
        return self.snapshot.manifest

    @property
    def setting(self) -> Setting:
        return Setting(
            language=self.language,
            dark=st.context.theme.type == "dark",
            as_of=self.manifest.as_of,
            starts_on=self.manifest.starts_on,
            ends_on=self.manifest.ends_on,
            synthetic=self.manifest.synthetic,
        )

    @property
    def project(self) -> Mapping[str, Any]:
        """Name, dates and description, as they were when the snapshot was published."""
        return cast(Mapping[str, Any], self.snapshot.catalogue["project"])

    def keeps(self, *figures: str) -> bool:
        """Whether the project keeps the registers behind all of these figures."""
        return all(name in self.snapshot.figures for name in figures)

    def figure(self, name: str) -> SafeFrame:
        """A figure of the snapshot."""
        return self.snapshot.figures[name]

    def measures(self, *names: str) -> list[str]:
        """Those of the measures that this snapshot has."""
        kept = {entry["id"] for entry in self.snapshot.catalogue["measures"] if entry["kept"]}
        return [name for name in names if name in kept]

    def explained(self, measure: str) -> Mapping[str, Any]:
        """The catalogue's entry of a measure."""
        entries = self.snapshot.catalogue["measures"]
        return next(entry for entry in entries if entry["id"] == measure)

    def described(self, figure: str) -> Mapping[str, Any]:
        """The catalogue's entry of a figure that is no measure."""
        entries = self.snapshot.catalogue["figures"]
        return next(entry for entry in entries if entry["id"] == figure)

    def left_out(self) -> Mapping[str, int]:
        """Table → how many of its rows were left out on purpose as faulty."""
        return self.manifest.left_out

    def registers_behind(self, measures: Iterable[str], figures: Iterable[str]) -> set[str]:
        """The registers that some measures and figures are made from, also through shared views."""
        shared = {entry["id"]: entry for entry in self.snapshot.catalogue["shared"]}
        entries = [*map(self.explained, measures), *map(self.described, figures)]
        read = {name for entry in entries for name in entry["reads"]}
        return (read - shared.keys()) | {
            name for view in read & shared.keys() for name in shared[view]["reads"]
        }

    def labels(self) -> dict[str, str]:
        """Measure → its name in the reader's language."""
        entries = self.snapshot.catalogue["measures"]
        return {entry["id"]: entry["label"][self.language] for entry in entries}

    def number(self, measure: str) -> str:
        """A measure's value for the whole project, written out."""
        return number(self.values()[measure]["value"], self.language)

    def value(self, measure: str) -> float:
        """A measure's value for the whole project; 0 where it is not known."""
        return float(self.values()[measure]["value"] or 0)

    def elapsed(self) -> str:
        """How much of the project's time has passed on the as-of date, written out."""
        return percent(self.manifest.elapsed, self.language)

    def share(self, part: str, whole: str) -> str:
        """How much of one measure another one is, written out."""
        return percent(self.value(part) / (self.value(whole) or 1), self.language)

    def whole_project(self) -> SafeFrame:
        """The values of all measures for the whole project."""
        return whole_project(self.figure("values"), self.manifest.as_of, self.manifest.starts_on)

    def values(self) -> dict[str, dict[str, Any]]:
        """Measure → its row for the whole project."""
        return {row["measure"]: row for row in self.whole_project().iter_rows(named=True)}

    def changes(self) -> dict[str, dict[str, Any]]:
        """Measure → its change since the comparison date; empty without one."""
        seen = changes_for(self.figure("changes"), self.role, before=self.manifest.as_of)
        rows = since(seen, self.since)
        return {row["measure"]: row for row in rows.iter_rows(named=True)}


def choose(chosen: View) -> None:
    """Set the view of this run; the frame does it before the page runs."""
    st.session_state["view"] = chosen


def current() -> View:
    """What the frame has chosen for this run."""
    return cast(View, st.session_state["view"])


def meet(reader: Reader) -> None:
    """Set the reader of this run; the frame does it before the page runs."""
    st.session_state["reader"] = reader


def reader() -> Reader:
    """Who reads in this run."""
    return cast(Reader, st.session_state["reader"])
