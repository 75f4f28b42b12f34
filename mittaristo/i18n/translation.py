"""The reader's language, and the sentences of the catalogue in it.

English sentences are the keys of the catalogue, so they stand in the code where they are said;
``locales/fi.po`` holds the Finnish."""

import io
import os
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Literal, cast

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

Language = Literal["fi", "en"]


LANGUAGES: tuple[Language, ...] = ("fi", "en")


LANGUAGE_NAMES: Mapping[Language, str] = {"fi": "Suomi", "en": "English"}


LOCALES = Path(__file__).parent / "locales"


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
