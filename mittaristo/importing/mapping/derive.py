"""What a mapping takes from cells that say more: a year, a municipality."""

import re
from collections.abc import Mapping
from functools import partial

import polars as pl

from mittaristo.importing.parsing import days as days_
from mittaristo.importing.parsing.municipalities import municipality
from mittaristo.importing.parsing.parsed import Parsed
from mittaristo.importing.source import Derived
from mittaristo.privacy.personal_data import year_of_birth


def derived(take: str, named: Mapping[str, str]) -> Derived:
    """How the cells of a column are understood from which this is taken. See reading.Derived."""
    if take == "municipality":
        return partial(_municipalities, named)
    return _years if take == "year" else _years_of_identity_codes


YEAR = re.compile(r"(19\d\d|20[0-2]\d)(?:[.,]0+)?")


def _years(text: pl.Series, form: str | None) -> tuple[str, Parsed]:
    """The year of a birth date, or the year itself."""
    days = days_.days(text, form=form, birth=True)
    years = days.values.dt.year().to_list()
    ambiguous = {rule: set(places) for rule, places in days.ambiguous.items()}
    for place, cell in enumerate(text):
        if cell and years[place] is None and (alone := YEAR.fullmatch(cell)):
            years[place] = int(alone[1])
            for places in ambiguous.values():
                places.discard(place)
    kept = {rule: sorted(places) for rule, places in ambiguous.items() if places}
    return "year", Parsed(pl.Series(text.name, years, pl.Int64), days.normalised, kept)


def _years_of_identity_codes(text: pl.Series, form: str | None) -> tuple[str, Parsed]:
    """The year of birth that an identity code begins with. The code itself goes nowhere."""
    del form
    years = [cell and _year_of(cell) for cell in text]
    return "identity_code", Parsed(pl.Series(text.name, years, pl.Int64))


def _year_of(cell: str) -> int | None:
    alone = YEAR.fullmatch(cell)  # of a birth date that stands beside
    return int(alone[1]) if alone else year_of_birth(cell)


def _municipalities(
    named: Mapping[str, str], text: pl.Series, form: str | None
) -> tuple[str, Parsed]:
    """The codes of municipalities that are written by name, code or postal code."""
    del form
    codes = [cell and municipality(cell, named) for cell in text]
    return "municipality", Parsed(pl.Series(text.name, codes, pl.String))
