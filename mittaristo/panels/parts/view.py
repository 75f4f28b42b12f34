"""What is shown: the figures of a snapshot in one language, compared with an earlier day."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from mittaristo.access import Role
from mittaristo.charts.theme import Setting
from mittaristo.figures.model import Figures
from mittaristo.i18n.translation import Language
from mittaristo.i18n.wording import Wording, wording


@dataclass(frozen=True)
class View:
    """Figures as one reader sees them, on a screen or on paper.

    measure: the one that a page about one measure shows; empty where the page decides.
    today: the day on which they are looked at; None where their age does not matter: on paper, on
    an older snapshot chosen on purpose, and on invented data.
    """

    figures: Figures
    language: Language
    since: dt.date | None = None
    role: Role = "everyone"
    dark: bool = False
    today: dt.date | None = None
    measure: str = ""

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

    @cached_property
    def setting(self) -> Setting:
        """What every chart has in common."""
        return Setting(
            language=self.language,
            dark=self.dark,
            as_of=self.as_of,
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            synthetic=self.figures.synthetic,
        )

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """Measure → its name."""
        return self.figures.labels(self.language)

    @cached_property
    def changes(self) -> Mapping[str, Mapping[str, Any]]:
        """Measure → its change since the comparison date; empty without one."""
        return self.figures.changes(self.since, self.role)

    def number(self, measure: str) -> str:
        """A measure's value for the whole project, written out."""
        return self.wording.number(self.figures.values[measure]["value"])

    def numbers(self, *measures: str) -> str:
        """Each measure and its value, in a sentence."""
        return ". ".join(f"{self.labels[name]}: {self.number(name)}" for name in measures)
