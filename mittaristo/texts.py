"""Words, numbers and dates in the reader's language.

English sentences are the keys of the catalogue, so they stand in the code where they are said;
``locales/fi.po`` holds the Finnish. Formats come from Babel's CLDR data.
"""

import datetime as dt
import io
import os
import tomllib
from collections.abc import Callable, Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Literal, cast

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent
from babel.support import NullTranslations, Translations

Language = Literal["fi", "en"]
LANGUAGES: tuple[Language, ...] = ("fi", "en")
LANGUAGE_NAMES: Mapping[Language, str] = {"fi": "Suomi", "en": "English"}
LOCALES = Path(__file__).parent / "locales"
WORDS = Path(__file__).parent / "words.toml"

Translate = Callable[[str], str]
"""Takes an English sentence of the catalogue, gives it in the reader's language."""


def N_(sentence: str) -> str:  # noqa: N802 - the name by which gettext's tools find sentences
    """Mark a sentence for the catalogue where it cannot be translated yet."""
    return sentence


@cache
def _catalogue(language: Language) -> NullTranslations:
    if language == "en":
        return NullTranslations()
    compiled = io.BytesIO()
    with (LOCALES / f"{language}.po").open("rb") as source:
        write_mo(compiled, read_po(source, locale=language))
    compiled.seek(0)
    return Translations(compiled)


def translator(language: Language) -> Translate:
    """The function that says a sentence of the catalogue in `language`."""
    return cast(Translate, _catalogue(language).gettext)


def language_of(environ: Mapping[str, str] = os.environ) -> Language:
    """The language of a terminal: English where its locale says so, otherwise Finnish."""
    for name in ("MITTARISTO_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environ.get(name):
            return "en" if value.lower().startswith("en") else "fi"
    return "fi"


@cache
def locale_of(language: Language) -> Locale:
    """Babel's locale: day before month in both languages."""
    return Locale.parse("fi_FI" if language == "fi" else "en_GB")


def number(value: float | None, language: Language, *, sign: bool = False) -> str:
    """A count or amount: 1 234 or 1,234; at most two decimals; a dash where it is not known.

    What is below zero has a true minus; with `sign`, a plus stands before what has grown.
    """
    if value is None:
        return "–"
    written = str(format_decimal(value, format="#,##0.##", locale=locale_of(language)))
    written = written.replace("-", "\N{MINUS SIGN}")
    return f"+{written}" if sign and value > 0 else written


def uncapped(name: str) -> str:
    """A name as it stands within a sentence: Puhelu → puhelu, but CV-työpaja as it is."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


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


def day(value: dt.date, language: Language) -> str:
    """30.4.2026 or 30 Apr 2026."""
    return str(format_date(value, format="medium", locale=locale_of(language)))


def month(value: dt.date, language: Language) -> str:
    """4/2026 in Finnish, Apr 2026 in English."""
    if language == "fi":
        return f"{value.month}/{value.year}"
    return str(format_skeleton("yMMM", value, locale=locale_of(language)))


def language_name(code: str, language: Language) -> str:
    """The name of a language by its ISO 639-1 code: venäjä, Russian."""
    return str(locale_of(language).languages.get(code, code))


@cache
def _languages_by_name() -> Mapping[str, str]:
    """Folded name in either language → its two letters, for names that one language only has."""
    named: dict[str, set[str]] = {}
    for language in LANGUAGES:
        for code, name in locale_of(language).languages.items():
            named.setdefault(name.casefold(), set()).add(code)
    alone = {name: codes.pop() for name, codes in named.items() if len(codes) == 1}
    return {name: code for name, code in alone.items() if len(code) == 2}


def language_meant(written: str) -> str | None:
    """Which language a reader means by its name in Finnish or English: its two letters."""
    return _languages_by_name().get(" ".join(written.casefold().split()))


Room = Literal["tables", "columns", "codes", "municipalities"]


@cache
def words() -> Mapping[Room, Mapping[str, Mapping[Language, str]]]:
    """What tables, columns and codes are called: words.toml."""
    return cast(
        Mapping[Room, Mapping[str, Mapping[Language, str]]],
        tomllib.loads(WORDS.read_text(encoding="utf-8")),
    )


def word(room: Room, name: str, language: Language) -> str:
    """The word for a table, column or code; its name itself where it has none."""
    known = words()[room].get(name)
    return known[language] if known else name


def code(value: str, language: Language) -> str:
    """The word for a register's code."""
    return word("codes", value, language)


def meant(room: Room, written: str, among: Iterable[str]) -> str | None:
    """Which of these names a reader means: the name itself, or its word in either language."""
    wanted = " ".join(written.casefold().split())
    for name in among:
        known = words()[room].get(name, {})
        if wanted in {name, *(said.casefold() for said in known.values())}:
            return name
    return None
