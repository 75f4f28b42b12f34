"""What a cell or a value of the mapping says, however it is shown: a text, a day, a number."""

import datetime as dt
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

import polars as pl

from mittaristo.i18n.normalisation import folded, tidy
from mittaristo.importing.parsing import days as days_
from mittaristo.importing.parsing import numbers as numbers_

TRUE_FALSE = {"tosi": "true", "epätosi": "false"}
"""As Excel shows it in Finnish, and as it is read."""

PERCENT = re.compile(r"(\d+(?:[.,]\d+)?) ?%")
"""Excel shows so what it holds as a share of one."""

CODE = re.compile(r"[-\N{MINUS SIGN}]?0\d")
"""What begins so is a code, such as 049, and no number."""


@dataclass(frozen=True)
class Meaning:
    """A cell or a wanted value: as a text, and as a day or a number where it reads as one."""

    text: str
    day: dt.date | None
    number: float | None

    @property
    def size(self) -> tuple[int, float] | None:
        """What it is compared by: a day with days, a number with numbers."""
        if self.day is not None:
            return 0, self.day.toordinal()
        return None if self.number is None else (1, self.number)

    def says(self, cell: "Meaning") -> bool:
        """Whether a cell says this value, however Excel shows it: capitals do not matter."""
        same = cell.text in (self.text, TRUE_FALSE.get(self.text))
        return same or (self.size is not None and self.size == cell.size)


def meanings(texts: Collection[str | None], form: str | None = None) -> Iterator[Meaning]:
    """What each of them says. `form`: as for days, where it is known how days are written."""
    written = pl.Series([tidy(text) for text in texts], dtype=pl.String)
    days = days_.days(written, form=form).values
    numbers = numbers_.numbers(written).values
    for text, day, number in zip(written, days, numbers, strict=True):
        if percent := PERCENT.fullmatch(text or ""):
            number = round(float(percent[1].replace(",", ".")) / 100, 12)
        is_code = text is not None and CODE.match(text)
        yield Meaning(folded(text or ""), day, None if is_code else number)


def comparable(text: str) -> bool:
    """Whether a text is a day or a number."""
    return next(meanings([text])).size is not None
