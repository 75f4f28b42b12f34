"""All files of a snapshot's figures as one Data Package (version 2)."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from mittaristo.reports.open_figures.facts import Facts
from mittaristo.reports.open_figures.tables import Column, OpenTable

PROFILES = "https://datapackage.org/profiles/2.0"


def package(tables: Sequence[tuple[OpenTable, bytes]], facts: Facts) -> dict[str, Any]:
    """The descriptor: what the files are, and the digest of each. Texts are in one language."""
    described: dict[str, Any] = {
        "$schema": f"{PROFILES}/datapackage.json",
        "name": facts.name,
        "title": facts.title,
        "description": facts.notes[facts.language],
        "version": str(facts.number),
        "created": facts.published_at.isoformat(),
    }
    if facts.licence:
        by_address = facts.licence.startswith("https://")
        described["licenses"] = [{"path" if by_address else "name": facts.licence}]
    return {**described, "resources": [_resource(*one, facts) for one in tables]}


def _resource(table: OpenTable, content: bytes, facts: Facts) -> dict[str, Any]:
    dialect: dict[str, Any] = {"delimiter": ",", "header": True}
    if facts.synthetic:
        dialect |= {"commentRows": [1], "headerRows": [2]}
    return {
        "name": table.name,
        "type": "table",
        "path": table.file,
        "title": table.label.get(facts.language, table.name),
        "description": table.description.get(facts.language, ""),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "dialect": dialect,
        "schema": {
            "$schema": f"{PROFILES}/tableschema.json",
            "fields": [_field(column, facts) for column in table.columns],
            "missingValues": [""],
        },
    }


def _field(column: Column, facts: Facts) -> dict[str, str]:
    meaning = column.meaning.get(facts.language) or column.meaning.get("en", "")
    return {"name": column.name, "type": _type(column.type), "description": meaning}


TYPES: Mapping[Any, str] = {pl.Date: "date", pl.Boolean: "boolean", pl.String: "string"}


def _type(kind: pl.DataType) -> str:
    if kind.is_integer():
        return "integer"
    return "number" if kind.is_numeric() else TYPES[kind.base_type()]
