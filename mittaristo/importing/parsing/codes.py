"""What the cells of a column mean, by the column's kind.

Days and numbers are understood by how they are written; codes by themselves or by their names.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

import dataframely as dy
import polars as pl
from anyascii import anyascii

from mittaristo.i18n.normalisation import folded
from mittaristo.i18n.terms import language_meant, language_name, meant, spoken, words
from mittaristo.i18n.translation import LANGUAGES, Language
from mittaristo.importing.parsing import days, ids, numbers
from mittaristo.importing.parsing.parsed import Parsed, several_of
from mittaristo.messages.problems import Detail
from mittaristo.registers.columns import LANGUAGE_CODES

Labels = Mapping[str, Mapping[Language, str]]
"""Measure → its name in each language."""


def parsed(
    kind: dy.Column, text: pl.Series, day_form: str | None, labels: Labels, *, birth: bool
) -> tuple[str, Parsed]:
    """The rule that a cell breaks when it cannot be parsed, and what the cells mean."""
    metadata = kind.metadata or {}
    if isinstance(kind, dy.Date):
        return "date", days.days(text, form=day_form, birth=birth)
    if isinstance(kind, dy.Int64):
        return "integer", numbers.numbers(text, whole=True)
    if isinstance(kind, dy.Float64):
        return "number", numbers.numbers(text, money=metadata.get("money", False))
    if isinstance(kind, dy.Bool):
        return "true_false", Parsed(_truths(text))
    if codes := metadata.get("codes"):
        return "code", _coded(text, codes)
    if metadata.get("entity"):
        return "missing", ids.ids(text)
    if named := metadata.get("named"):
        return "pattern", NAMED[named](text, labels)
    return "missing", Parsed(text)


def _coded(text: pl.Series, codes: Iterable[str]) -> Parsed:
    """The codes; a cell that holds several of them is in doubt."""
    known = _by_word(text, codes)
    others = text.filter(known.is_null()).drop_nulls().unique()
    several = [cell for cell in others if several_of(cell, lambda one: meant("codes", one, codes))]
    values = pl.select(pl.coalesce(known, text)).to_series()
    if not several:
        return Parsed(values)
    doubted = text.is_in(several).fill_null(value=False)
    values = pl.select(pl.when(~doubted).then(values)).to_series().alias(text.name)
    return Parsed(values, ambiguous={"several_values": doubted.arg_true().to_list()})


def _by_word(text: pl.Series, codes: Iterable[str]) -> pl.Series:
    """The code that each text means by itself or by its word in either language, or empty."""
    written = {value: meant("codes", value, codes) for value in text.drop_nulls().unique()}
    return text.replace_strict(written, default=None, return_dtype=pl.String)


YES_NO = {
    **dict.fromkeys(("tosi", "x", "k", "y", "1", "☑", "✓", "✔"), "true"),
    **dict.fromkeys(("epätosi", "e", "0", "☐"), "false"),
}
"""How programs and people write yes and no, besides these words and true and false."""


def _truths(text: pl.Series) -> pl.Series:
    known = {cell: YES_NO.get(folded(cell), cell) for cell in text.drop_nulls().unique()}
    return _by_word(text.replace(known), ("true", "false")) == "true"


def _municipalities(text: pl.Series, _: Labels) -> Parsed:
    """Codes of municipalities, some of which are written by their name."""
    known = words()["municipalities"]
    return _with_names(text, lambda cell: meant("municipalities", cell, known))


def _languages(text: pl.Series, _: Labels) -> Parsed:
    """Codes of languages in any case; a name is told, as Babel knows more of them than people.

    So is a language that was read as the one it belongs to. Letters of a country are a doubt.
    """
    capitals = {cell for cell in text.drop_nulls().unique() if cell.lower() in LANGUAGE_CODES}
    small = text.replace({cell: cell.lower() for cell in capitals})
    found = _with_names(small, language_meant, told="language_names")
    named = found.normalised.get("language_names", [])
    part = {folded(name) for names in spoken()["within"].values() for name in names}
    within = [at for at in named if folded(text[at]) in part]
    notes = {
        "language_names": [at for at in named if at not in within] if within else named,
        "language_within": within,
    }
    told = {rule: places for rule, places in notes.items() if places}
    return replace(found, normalised=told, doubts=_letters_of_countries(text, found.values))


CAPITALS = ("se", "uk")
"""Languages of their own here, and often: the country is meant in capitals only, if at all."""


def _letters_of_countries(
    text: pl.Series, values: pl.Series
) -> list[tuple[str, list[int], Mapping[str, Detail]]]:
    """EE, SE: a doubt, unless the column has that country's language by its own letters, too.

    UK is Ukrainian unless others of the column are of a country.
    """
    countries = spoken()["countries"]
    there = set(values.drop_nulls().unique())
    met = {
        cell: cell.lower()
        for cell in text.drop_nulls().unique().sort()
        if (meant_by := countries.get(cell.lower())) and meant_by not in there
        if cell.isupper() or cell.lower() not in CAPITALS
    }
    if set(met.values()) == {"uk"}:
        return []
    doubts: list[tuple[str, list[int], Mapping[str, Detail]]] = []
    for cell, letters in met.items():
        code = countries[letters]
        details: dict[str, Detail] = {
            "letters": cell,
            "read": {language: language_name(letters, language) for language in LANGUAGES},
            "language": {language: language_name(code, language) for language in LANGUAGES},
            "code": code,
        }
        doubts.append(("country_for_language", (text == cell).arg_true().to_list(), details))
    return doubts


def _measures(text: pl.Series, labels: Labels) -> Parsed:
    """Ids of measures; a label is told."""
    by_label = {
        folded(label): measure for measure, names in labels.items() for label in names.values()
    }
    return _with_names(text, lambda cell: by_label.get(folded(cell)), told="measure_labels")


def _own_words(text: pl.Series, _: Labels) -> Parsed:
    """Words of a project's own: common ones also by what they are called, with or without dots."""
    called = {
        form: name
        for name, names in words()["own"].items()
        for known in names.values()
        for form in (folded(known), anyascii(folded(known)), name.replace("_", " "))
    }
    return _with_names(text, lambda cell: called.get(folded(cell)), told="own_words")


NAMED: Mapping[str, Callable[[pl.Series, Labels], Parsed]] = {
    "municipalities": _municipalities,
    "languages": _languages,
    "measures": _measures,
    "own": _own_words,
}
"""How columns are understood whose codes have names of their own."""


def _with_names(
    text: pl.Series, code: Callable[[str], str | None], told: str | None = None
) -> Parsed:
    """The code for each cell that is a name; `told` is the note that says so."""
    named = {cell: found for cell in text.drop_nulls().unique() if (found := code(cell))}
    renamed = {cell for cell, found in named.items() if found != cell}
    if not renamed:
        return Parsed(text)
    values = text.replace_strict(named, default=text, return_dtype=pl.String)
    places = [at for at, cell in enumerate(text) if cell in renamed]
    return Parsed(values, {told: places} if told else {})
