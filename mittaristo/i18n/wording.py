"""Everything that is said in one language, bound to it: sentences, numbers, days, terms."""

import datetime as dt
from dataclasses import dataclass
from functools import cache

import polars as pl

from mittaristo.i18n import formats, terms
from mittaristo.i18n.formats import Number
from mittaristo.i18n.terms import TermKind
from mittaristo.i18n.translation import Language, translator

UNITS: tuple[TermKind, TermKind] = ("units_counted", "units_of_one")
"""How a unit is said of several, and of one."""


@dataclass(frozen=True)
class Wording:
    """Says sentences of the catalogue when it is called, and writes values in its language.

    It is named `_` where it is used, so that gettext's tools find the sentences.
    """

    language: Language

    def __call__(self, sentence: str) -> str:
        return translator(self.language)(sentence)

    def number(self, value: float | None, *, sign: bool = False) -> Number:
        """See formats.number. In a sentence it may say what is counted, see formats.Number."""
        written = formats.number(value, self.language, sign=sign)
        return Number(written, one=value == 1)

    def counted(self, value: float | None, unit: str) -> str:
        """A number and what is counted: 1 henkilö, 844 henkilöä. A dash where it is not known."""
        return f"{self.number(value)} {self.term(UNITS[value == 1], unit)}"

    def percent(self, share: float) -> str:
        """See formats.percent."""
        return formats.percent(share, self.language)

    def day(self, value: dt.date) -> str:
        """30.4.2026 or 30 Apr 2026."""
        return formats.day(value, self.language)

    def month(self, value: dt.date) -> str:
        """4/2026 or Apr 2026."""
        return formats.month(value, self.language)

    def term(self, kind: TermKind, name: str) -> str:
        """The word for a table, column or code; its name itself where it has none."""
        return terms.word(kind, name, self.language)

    def code(self, value: str) -> str:
        """The word for a register's code."""
        return terms.code(value, self.language)

    def unit(self, name: str) -> str:
        """The word for what is counted; the unit itself where it has none."""
        return terms.word("units", name, self.language)

    def language_name(self, code: str) -> str:
        """The name of a language by its two letters."""
        return terms.language_name(code, self.language)

    # Columns written out: each gives an expression of texts.

    def numbers(self, column: str) -> pl.Expr:
        """A column of numbers; a dash where one is not known."""
        written = pl.col(column).map_elements(self.number, pl.String, skip_nulls=False)
        return written.alias(f"{column}_text")

    def changes(self, column: str) -> pl.Expr:
        """A column of differences, each with its sign; a dash where one is not known."""
        return (
            pl.col(column)
            .map_elements(lambda value: self.number(value, sign=True), pl.String, skip_nulls=False)
            .alias(f"{column}_text")
        )

    def percents(self, column: str) -> pl.Expr:
        """A column of shares of one; a dash where one is not known."""
        written = pl.col(column).map_elements(self.percent, pl.String).fill_null("–")
        return written.alias(f"{column}_text")

    def days(self, column: str) -> pl.Expr:
        """A column of days."""
        return pl.col(column).map_elements(self.day, pl.String).alias(f"{column}_text")

    def months(self, column: str) -> pl.Expr:
        """A column of months, each by its first day."""
        return pl.col(column).map_elements(self.month, pl.String).alias(f"{column}_text")

    def codes(self, column: str) -> pl.Expr:
        """A column of codes."""
        return pl.col(column).map_elements(self.code, pl.String).alias(f"{column}_text")

    def languages(self, column: str) -> pl.Expr:
        """A column of languages by their two letters."""
        return pl.col(column).map_elements(self.language_name, pl.String).alias(f"{column}_text")


@cache
def wording(language: Language) -> Wording:
    """The one object of a language."""
    return Wording(language)
