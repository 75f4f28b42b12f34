"""What the rules of attention look at, and where a reader finds more of it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mittaristo.figures.model import whole_project
from mittaristo.i18n.formats import day, number
from mittaristo.i18n.translation import Language, Translate, translator
from mittaristo.privacy.disclosure import SafeFrame
from mittaristo.snapshots.reading import Snapshot

PAGES = {
    "employments": "employments",
    "trainings": "trainings",
    "held_attendances": "trainings",
    "employers": "employers",
    "encounters": "employers",
    "assessments": "employers",
}
"""Table that a measure reads → page that shows it. All else is on the overview."""

OVERVIEW = "overview"


@dataclass(frozen=True)
class Situation:
    """What the rules look at: a snapshot, its changes since the last one shown, and the day.

    changes: measure → row of the figure `changes`. today is None where age does not matter: on
    paper, on an older snapshot chosen on purpose, and on invented data.
    """

    snapshot: Snapshot
    changes: Mapping[str, Mapping[str, Any]]
    language: Language
    today: dt.date | None = None

    @property
    def translate(self) -> Translate:
        return translator(self.language)

    @property
    def as_of(self) -> dt.date:
        return self.snapshot.manifest.as_of

    @property
    def starts_on(self) -> dt.date:
        return self.snapshot.manifest.starts_on

    @property
    def ends_on(self) -> dt.date:
        return self.snapshot.manifest.ends_on

    def rows(self, figure: str) -> list[dict[str, Any]]:
        """The rows of a figure; none where the project does not keep its registers."""
        found = self.snapshot.figures.get(figure)
        return [] if found is None else list(found.iter_rows(named=True))

    def whole_project(self) -> SafeFrame:
        values = self.snapshot.figures["values"]
        return whole_project(values, self.as_of, self.starts_on)

    def explained(self, measure: str) -> Mapping[str, Any]:
        return next(e for e in self.snapshot.catalogue["measures"] if e["id"] == measure)

    def label(self, measure: str) -> str:
        return str(self.explained(measure)["label"][self.language])

    def page(self, measure: str) -> str:
        reads = self.explained(measure)["reads"]
        return next((PAGES[table] for table in reads if table in PAGES), OVERVIEW)

    def number(self, value: float) -> str:
        return number(value, self.language)

    def day(self, value: dt.date) -> str:
        return day(value, self.language)
