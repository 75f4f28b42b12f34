"""What tables, columns, codes, municipalities and languages are called: ``terms.toml`` and CLDR."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal, cast

from mittaristo.i18n.normalisation import folded
from mittaristo.i18n.translation import LANGUAGES, Language, locale_of

WORDS = Path(__file__).parent / "terms.toml"


@cache
def spoken() -> Mapping[str, Mapping[str, Any]]:
    """What is said of languages besides CLDR: languages.toml."""
    return tomllib.loads(WORDS.with_name("languages.toml").read_text(encoding="utf-8"))


def language_name(code: str, language: Language) -> str:
    """The name of a language by its code: venäjä, Russian."""
    if code in spoken()["codes"]:
        return str(spoken()["codes"][code][language])
    return str(locale_of(language).languages.get(code, code))


@cache
def languages_by_name() -> Mapping[str, str]:
    """Folded name in either language → its code, for names that one language only has."""
    named: dict[str, set[str]] = {}
    for language in LANGUAGES:
        for code, name in locale_of(language).languages.items():
            named.setdefault(folded(name), set()).add(code)
    alone = {name: codes.pop() for name, codes in named.items() if len(codes) == 1}
    known = {name: code for name, code in alone.items() if len(code) == 2}
    for kind in ("names", "within"):
        known |= {folded(name): code for code, names in spoken()[kind].items() for name in names}
    return known


def language_meant(written: str) -> str | None:
    """Which language a reader means by its name in Finnish or English: its code.

    Several names of one language are that one: Persia (dari).
    """
    known = languages_by_name()
    names = [folded(one) for one in re.split(r"[/,;()]| tai | or ", written) if one.strip()]
    meant_by = {known.get(one) for one in (folded(written), *names)} - {None}
    whole = folded(written) in known or all(one in known for one in names)
    return meant_by.pop() if whole and len(meant_by) == 1 else None


TermKind = Literal[
    "tables",
    "columns",
    "codes",
    "units",
    "units_counted",
    "units_of_one",
    "municipalities",
    "own",
    "figure_columns",
    "figure_codes",
]


@cache
def words() -> Mapping[TermKind, Mapping[str, Mapping[Language, str]]]:
    """What tables, columns and codes are called: words.toml."""
    return cast(
        Mapping[TermKind, Mapping[str, Mapping[Language, str]]],
        tomllib.loads(WORDS.read_text(encoding="utf-8")),
    )


def word(kind: TermKind, name: str, language: Language) -> str:
    """The word for a table, column or code; its name itself where it has none."""
    known = words()[kind].get(name)
    return known[language] if known else name


def code(value: str, language: Language) -> str:
    """The word for a register's code, or for a word of a project's own.

    One that is not known is shown as it is written: job_coaching as Job coaching.
    """
    for kind in ("codes", "own"):
        if value in words()[kind]:
            return words()[kind][value][language]
    return value[:1].upper() + value[1:].replace("_", " ")


def meant(kind: TermKind, written: str, among: Iterable[str]) -> str | None:
    """Which of these names a reader means: the name itself, or its word in either language."""
    wanted = folded(written)
    called = _called(kind).get(wanted, ())
    return next((name for name in among if name == wanted or name in called), None)


@cache
def _called(kind: TermKind) -> Mapping[str, set[str]]:
    """Folded word in either language → the names that are called so."""
    named: dict[str, set[str]] = {}
    for name, known in words()[kind].items():
        for said in known.values():
            named.setdefault(folded(said), set()).add(name)
    return named
