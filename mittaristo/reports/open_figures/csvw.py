"""What a CSV file holds, in the metadata that the W3C has for it (CSV on the Web)."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from mittaristo.figures.model import Texts
from mittaristo.reports.open_figures.facts import Facts
from mittaristo.reports.open_figures.tables import COMMENT, Column, OpenTable

CONTEXT = "http://www.w3.org/ns/csvw"


def metadata(table: OpenTable, facts: Facts) -> dict[str, Any]:
    """The metadata of one file, which lies beside it."""
    described = {
        "@context": [CONTEXT, {"@language": facts.language}],
        "url": table.file,
        "dc:title": _texts(table.label),
        "dc:description": [*_texts(table.description), *_texts(facts.notes)],
        "dc:publisher": facts.project,
        "dc:issued": facts.published_on.isoformat(),
        "dc:identifier": facts.name,
    }
    if facts.licence:
        described["dc:license"] = facts.licence
    dialect: dict[str, Any] = {"header": True, "encoding": "utf-8", "delimiter": ","}
    if facts.synthetic:
        dialect |= {"commentPrefix": COMMENT, "skipRows": 1}
    columns = [_column(column) for column in table.columns]
    return {**described, "dialect": dialect, "tableSchema": {"columns": columns}}


def _texts(texts: Texts) -> list[dict[str, str]]:
    return [{"@value": text, "@language": language} for language, text in texts.items() if text]


def _column(column: Column) -> dict[str, Any]:
    return {
        "name": column.name,
        "titles": column.name,
        "dc:description": _texts(column.meaning),
        "datatype": _type(column.type),
    }


TYPES: Mapping[Any, str] = {pl.Date: "date", pl.Boolean: "boolean", pl.String: "string"}


def _type(kind: pl.DataType) -> str:
    if kind.is_integer():
        return "integer"
    return "double" if kind.is_numeric() else TYPES[kind.base_type()]
