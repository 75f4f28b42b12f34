"""What the cells of a column probably mean as codes, for a person to look through."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import polars as pl
from babel import Locale

from mittaristo.i18n.normalisation import folded
from mittaristo.i18n.terms import languages_by_name, meant
from mittaristo.i18n.translation import LANGUAGES
from mittaristo.importing.parsing.municipalities import CODES
from mittaristo.registers.columns import LANGUAGE_CODES
from mittaristo.registers.schemas import columns

WRITTEN = Path(__file__).parent / "written_codes.toml"
MANY = 500
"""A column with more different values than that is none of codes."""


@dataclass(frozen=True)
class Proposed:
    """`codes`: what is written → the code. `unknown`: how many other values there are.

    Only what is understood is repeated: another value may be anything. `take`: of a municipality.
    """

    codes: Mapping[str, str] = field(default_factory=dict)
    unknown: int = 0
    take: str = ""


def proposed(table: str, column: str, cells: Iterable[str | None]) -> Proposed:
    """What a mapping could say of a column, by the values below its heading."""
    kind = columns(table).get(column)
    values = {folded(cell or ""): (cell or "").strip() for cell in cells}
    if kind is None or len(values) > MANY:
        return Proposed()
    metadata = kind.metadata or {}
    if column == "municipality":
        coded = all(value in CODES for value in values if value)
        return Proposed(take="" if coded else "municipality")
    if column.endswith("language"):
        return _proposed(values, languages_by_name(), LANGUAGE_CODES)
    if codes := metadata.get("codes"):
        known = {**_written(column), **(_countries() if column == "citizenship" else {})}
        return _proposed(values, known, codes)
    if kind.dtype == pl.Boolean:
        found = _proposed(values, _written("true_false"), ("true", "false"))
        if "" in values and "false" not in found.codes.values() and found.codes:
            return Proposed({**found.codes, "": "false"}, found.unknown)
        return found
    return Proposed()


def _proposed(
    values: Mapping[str, str], known: Mapping[str, str], codes: Iterable[str]
) -> Proposed:
    """Codes for the values that are not understood without them."""
    allowed = tuple(codes)
    open_ = {
        value: written
        for value, written in values.items()
        if value and value not in allowed and not meant("codes", value, allowed)
    }
    found = {written: known[value] for value, written in open_.items() if value in known}
    return Proposed(found, len(open_) - len(found))


@cache
def _listed(kind: str) -> Mapping[str, tuple[str, ...]]:
    """Code → how it is written, from written_codes.toml."""
    kinds = tomllib.loads(WRITTEN.read_text(encoding="utf-8"))
    return {code: tuple(words) for code, words in kinds.get(kind, {}).items()}


def _written(column: str) -> dict[str, str]:
    """How people write the codes of a column → the code."""
    return {word: code for code, words in _listed(column).items() for word in words}


@cache
def _countries() -> Mapping[str, str]:
    """The name of a country in Finnish or English → the code of its citizens."""
    kinds = {letters: kind for kind, known in _listed("countries").items() for letters in known}
    codes = [str(name) for name in Locale("fi").territories if len(str(name)) == 2]
    return {
        name: kinds.get(letters, "third_country")
        for name, letters in _by_name("territories", codes).items()
        if kinds.get(letters) != "none"
    }


def _by_name(kind: str, codes: Iterable[str]) -> Mapping[str, str]:
    """Name → code, without names that two of them share."""
    found: dict[str, set[str]] = {}
    for code in codes:
        for language in LANGUAGES:
            if name := getattr(Locale(language), kind).get(code):
                found.setdefault(folded(name), set()).add(code)
    return {name: next(iter(shared)) for name, shared in found.items() if len(shared) == 1}
