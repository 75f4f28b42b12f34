"""Colours, and what every chart of a page has in common."""

import datetime as dt
from collections.abc import Sequence
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
    ladder: tuple[str, ...]
    """Colours of parts that stand upon each other: each of another lightness than its neighbours,
    so that they stay apart on grey paper."""

    def of_codes(self, codes: Sequence[str]) -> list[str]:
        """The colour of each code, the same wherever it stands; no two of them are alike."""
        fixed = {code: self.ladder[STEPS[code]] for code in codes if code in STEPS}
        free = [colour for colour in self.ladder if colour not in fixed.values()]
        return [fixed.get(code) or free.pop(0) for code in codes]

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
    "employer_clients": 3,
    "employers_met": 0,
    "encounters": 3,
    "assessments": 3,
}
"""Measure → place among the hues; the first for all others."""

STEPS = {
    "employments_direct": 0,
    "employments_other": 1,
    "event": 0,
    "others": 1,
    "ru": 0,
    "en": 1,
    "fi": 2,
    "uk": 3,
    "ar": 4,
    "other": 5,
}
"""Code → place on the ladder. Codes that are not here take what is free."""


LIGHT = Palette(
    ink="#0B1220",
    quiet="#4A5563",
    ground="#FFFFFF",
    track="#DDE3EA",
    hues=("#1F6FC0", "#D55E00", "#1B9E77", "#A02C7D", "#2B2F38", "#7F8A94"),
    ladder=("#174F91", "#D9791B", "#20242C", "#1B9E77", "#A02C7D", "#7F8A94"),
)


DARK = Palette(
    ink="#F2F5F8",
    quiet="#B4BFCC",
    ground="#0E1621",
    track="#2A3A4E",
    hues=("#8CC4FF", "#F08A4B", "#2FB58D", "#C77DD1", "#F2F5F8", "#8794A3"),
    ladder=("#A9D4FF", "#C8641E", "#F2F5F8", "#2FB58D", "#9F58AE", "#8F9CAB"),
)


@dataclass(frozen=True)
class Setting:
    """What every chart of a page has in common. Its time is from `starts_on` to `ends_on`."""

    language: Language
    dark: bool
    as_of: dt.date
    starts_on: dt.date
    ends_on: dt.date
    synthetic: bool

    @property
    def until(self) -> dt.date:
        """The last day of the axis that has happened."""
        return min(self.as_of, self.ends_on)

    @property
    def palette(self) -> Palette:
        return DARK if self.dark else LIGHT

    @property
    def translate(self) -> Translate:
        return translator(self.language)
