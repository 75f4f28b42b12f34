"""Colours, and what every chart of a page has in common."""

import datetime as dt
from dataclasses import dataclass

from mittaristo.i18n.translation import Language, Translate, translator


@dataclass(frozen=True)
class Palette:
    """Colours that hold 3:1 on their ground and stay apart in all colour-vision deficiencies."""

    ink: str
    quiet: str
    ground: str
    track: str
    hues: tuple[str, ...]
    words: tuple[str, ...]
    """The first hues as text, which needs 4.5:1."""

    def hue(self, measure: str) -> str:
        """The colour of a measure, the same on every page."""
        return self.hues[HUES.get(measure, 0)]


HUES = {
    "clients_joined": 2,
    "clients_served": 2,
    "clients_active": 2,
    "clients_employed": 4,
    "clients_employed_direct": 0,
    "clients_employed_other": 1,
    "employments_direct": 0,
    "employments_other": 1,
    "employer_clients": 3,
    "employers_met": 3,
    "encounters": 3,
    "assessments": 3,
}
"""Measure → place among the hues; the first for all others."""


LIGHT = Palette(
    ink="#0B1220",
    quiet="#4A5563",
    ground="#FFFFFF",
    track="#DDE3EA",
    hues=("#1F6FC0", "#D55E00", "#1B9E77", "#A02C7D", "#2B2F38", "#7F8A94"),
    words=("#1A5FA8", "#A84A00"),
)


DARK = Palette(
    ink="#F2F5F8",
    quiet="#B4BFCC",
    ground="#0E1621",
    track="#2A3A4E",
    hues=("#8CC4FF", "#F08A4B", "#2FB58D", "#C77DD1", "#F2F5F8", "#8794A3"),
    words=("#8CC4FF", "#F08A4B"),
)


@dataclass(frozen=True)
class Setting:
    """What every chart of a page has in common."""

    language: Language
    dark: bool
    as_of: dt.date
    starts_on: dt.date
    ends_on: dt.date
    synthetic: bool

    @property
    def palette(self) -> Palette:
        return DARK if self.dark else LIGHT

    @property
    def translate(self) -> Translate:
        return translator(self.language)
