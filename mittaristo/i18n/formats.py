"""Numbers, shares, days and months as the reader writes them, from Babel's CLDR data."""

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Self

from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal, format_percent

from mittaristo.i18n.translation import Language, locale_of


class Number(str):
    """A number written out, which agrees with what it counts: "{count:person has|persons have}".

    Of the two, the first is said of one and the second of any other number.
    """

    __slots__ = ("_one",)
    _one: bool

    def __new__(cls, written: str, *, one: bool = False) -> Self:
        """one: whether it is one."""
        made = super().__new__(cls, written)
        made._one = one
        return made

    def __format__(self, counted: str) -> str:
        of_one, bar, of_more = counted.partition("|")
        return f"{self!s} {of_one if self._one else of_more}" if bar else str(self)

    def __reduce__(self) -> tuple[type[str], tuple[str]]:
        return str, (str(self),)


@lru_cache(maxsize=4096)
def number(value: float | None, language: Language, *, sign: bool = False) -> str:
    """A count or amount: 1 234 or 1,234; a dash where it is not known.

    A part of one has at most two decimals, and from a hundred on both or none, as sums of money do.

    What is below zero has a true minus; with `sign`, a plus stands before what has grown.
    """
    if value is None:
        return "–"
    cents = abs(value) >= 100 and round(value, 2) != round(value)
    pattern = "#,##0.00" if cents else "#,##0.##"
    written = str(format_decimal(value, format=pattern, locale=locale_of(language)))
    written = written.replace("-", "\N{MINUS SIGN}")
    return f"+{written}" if sign and value > 0 else written


def uncapped(name: str) -> str:
    """A name as it stands within a sentence: Puhelu → puhelu, but CV-työpaja as it is."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


@lru_cache(maxsize=4096)
def percent(share: float, language: Language) -> str:
    """A share of one as whole per cent, halves up: 19 % or 19%.

    What is not yet all is never 100 %, and what is something is never 0 % but <1 %.
    """
    whole = Decimal(str(share)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    if share < 1:
        whole = min(whole, Decimal("0.99"))
    if share > 0 and whole == 0:
        return f"<{format_percent(0.01, locale=locale_of(language))}"
    return str(format_percent(whole, locale=locale_of(language)))


@lru_cache(maxsize=4096)
def day(value: dt.date, language: Language) -> str:
    """30.4.2026 or 30 Apr 2026."""
    return str(format_date(value, format="medium", locale=locale_of(language)))


@lru_cache(maxsize=4096)
def month(value: dt.date, language: Language) -> str:
    """4/2026 in Finnish, Apr 2026 in English."""
    if language == "fi":
        return f"{value.month}/{value.year}"
    return str(format_skeleton("yMMM", value, locale=locale_of(language)))
