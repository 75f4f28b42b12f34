"""What the cells of a column mean, by the column's kind.

Days and numbers are understood by how they are written; codes by themselves or by their names.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

import dataframely as dy
import polars as pl

from mittaristo import spelling
from mittaristo.column_kinds import LANGUAGE_CODES
from mittaristo.spelling import Meant
from mittaristo.texts import language_meant, meant, words


def parsed(
    kind: dy.Column, text: pl.Series, day_form: str | None, *, birth: bool
) -> tuple[str, Meant]:
    """The rule that a cell breaks when it cannot be parsed, and what the cells mean."""
    metadata = kind.metadata or {}
    if isinstance(kind, dy.Date):
        return "date", spelling.days(text, form=day_form, birth=birth)
    if isinstance(kind, dy.Int64):
        return "integer", spelling.numbers(text, whole=True)
    if isinstance(kind, dy.Float64):
        return "number", spelling.numbers(text, money=metadata.get("money", False))
    if isinstance(kind, dy.Bool):
        return "true_false", Meant(_by_word(text, ("true", "false")) == "true")
    if codes := metadata.get("codes"):
        return "code", Meant(pl.select(pl.coalesce(_by_word(text, codes), text)).to_series())
    if metadata.get("entity"):
        return "missing", spelling.ids(text)
    if named := metadata.get("named"):
        return "pattern", NAMED[named](text)
    return "missing", Meant(text)


def _by_word(text: pl.Series, codes: Iterable[str]) -> pl.Series:
    """The code that each text means by itself or by its word in either language, or empty."""
    written = {value: meant("codes", value, codes) for value in text.drop_nulls().unique()}
    return text.replace_strict(written, default=None, return_dtype=pl.String)


def _municipalities(text: pl.Series) -> Meant:
    """Codes of municipalities, some of which are written by their name."""
    known = words()["municipalities"]
    return _with_names(
        text, {cell: meant("municipalities", cell, known) for cell in _distinct(text)}
    )


def _languages(text: pl.Series) -> Meant:
    """Codes of languages in any case; a name is told, as Babel knows more of them than people."""
    by_name = {cell: language_meant(cell) for cell in _distinct(text)}
    by_code = {cell: cell.lower() for cell in by_name if cell.lower() in LANGUAGE_CODES}
    named = {cell for cell, code in by_name.items() if code and cell not in by_code}
    found = _with_names(text, {**by_name, **by_code})
    places = [at for at, cell in enumerate(text) if cell in named] if named else []
    return replace(found, repairs={"language_names": places} if places else {})


NAMED: Mapping[str, Callable[[pl.Series], Meant]] = {
    "municipalities": _municipalities,
    "languages": _languages,
}
"""How columns are understood whose codes have names of their own."""


def _distinct(text: pl.Series) -> list[str]:
    return text.drop_nulls().unique().to_list()


def _with_names(text: pl.Series, codes: Mapping[str, str | None]) -> Meant:
    known = {cell: code or cell for cell, code in codes.items()}
    return Meant(text.replace_strict(known, return_dtype=pl.String))
