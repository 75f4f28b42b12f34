"""The tables that everyone may have, with what is known of each column, and their CSV."""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from mittaristo.figures.model import Figures, Texts
from mittaristo.i18n.terms import TermKind
from mittaristo.i18n.translation import LANGUAGES, Language
from mittaristo.i18n.wording import wording
from mittaristo.privacy.disclosure import SafeFrame, shaped
from mittaristo.reports.csv_file import harmless
from mittaristo.reports.origin import Origin

COMMENT = "#"
"""What a line of a CSV file begins with that is no row."""


@dataclass(frozen=True)
class Column:
    """A column: its name, its type in Polars, and what it means in each language."""

    name: str
    type: pl.DataType
    meaning: Texts


@dataclass(frozen=True)
class OpenTable:
    """A figure that everyone may have: `frame`, with its words in each language and its columns."""

    name: str
    label: Texts
    description: Texts
    columns: tuple[Column, ...]
    frame: SafeFrame

    @property
    def file(self) -> str:
        return f"{self.name}.csv"


def open_tables(origin: Origin) -> Iterator[OpenTable]:
    """Every table of the snapshot, then the measures in words, in an order that stays."""
    figures = origin.view.figures
    for name in sorted(figures.tables):
        yield _described(name, figures.open_to(name, "everyone"), figures)
    yield _measures(figures)


def _described(name: str, frame: SafeFrame, figures: Figures) -> OpenTable:
    known = figures.definitions.get(name)
    meanings = {} if known is None else {column[0]: column[2] for column in known.columns}
    columns = tuple(
        Column(column, kind, _meaning(column, meanings.get(column, "")))
        for column, kind in frame.schema.items()
    )
    if known is not None and known.label:
        return OpenTable(name, known.label, known.definition, columns, frame)
    label = _in_each("tables", name)
    return OpenTable(name, label, label, columns, frame)


def _in_each(kind: TermKind, name: str) -> dict[Language, str]:
    return {language: wording(language).term(kind, name) for language in LANGUAGES}


def _meaning(column: str, meaning: str) -> Texts:
    """What a query's header says, in English; otherwise the word for a register's column."""
    return {"en": meaning} if meaning else _in_each("columns", column)


WORDS = ("label", "definition", "source", "caveat")


def _measures(figures: Figures) -> OpenTable:
    """What each measure is called and counts: a row a measure, a column a text and language."""
    labels: dict[Language, str] = {"fi": "Mittarit", "en": "Measures"}
    names = [f"{what}_{language}" for what in WORDS for language in LANGUAGES]
    frame = worded(figures["values"], tuple(_rows(figures)), tuple(names))
    meanings = {"measure": "id of the measure", "unit": "what it counts"}
    meanings |= {"kind": "count, sum or stock"} | {name: name.replace("_", ", ") for name in names}
    columns = tuple(
        Column(name, kind, {"en": meanings[name]}) for name, kind in frame.schema.items()
    )
    return OpenTable("measures", labels, labels, columns, frame)


def _rows(figures: Figures) -> Iterator[tuple[str, ...]]:
    for name, measure in figures.measures.items():
        texts = (measure.label, measure.definition, measure.source, measure.caveat)
        said = (text.get(language, "") for text in texts for language in LANGUAGES)
        yield name, measure.unit, measure.kind, *said


@shaped
def worded(
    values: SafeFrame, rows: tuple[tuple[str, ...], ...], names: tuple[str, ...]
) -> pl.DataFrame:
    """A table of words alone; of `values` nothing is in it."""
    del values
    schema = dict.fromkeys(("measure", "unit", "kind", *names), pl.String)
    return pl.DataFrame(list(rows), schema=schema, orient="row")


def as_csv(table: OpenTable, origin: Origin) -> bytes:
    """Commas, points, days as 2026-04-30, nothing where a value is missing.

    Invented figures say so in a first line that is no row.
    """
    texts = [column.name for column in table.columns if column.type == pl.String]
    written = table.frame.with_columns(pl.col(texts).map_elements(harmless, pl.String)).write_csv()
    invented = f"{COMMENT} keksitty esimerkkiaineisto · invented example data\n"
    return ((invented if origin.view.figures.synthetic else "") + written).encode()
