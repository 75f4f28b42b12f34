"""The files of a snapshot's open figures: the same bytes for the same snapshot and version."""

import json
from collections.abc import Iterator
from typing import Any

from mittaristo.reports.open_figures import csvw, data_package, json_stat
from mittaristo.reports.open_figures.facts import Facts
from mittaristo.reports.open_figures.indicators_workbook import indicators_workbook
from mittaristo.reports.open_figures.tables import as_csv, open_tables
from mittaristo.reports.origin import Origin

PACKAGE, WORKBOOK = "datapackage.json", "indicators.xlsx"


def files(origin: Origin, licence: str) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each: a table with its metadata, its cube if monthly; then the package.

    Last, where there are indicators, a workbook of them with their sum rules.
    """
    facts = Facts.of(origin, licence)
    tables = [(table, as_csv(table, origin)) for table in open_tables(origin)]
    for table, content in tables:
        yield table.file, content
        yield f"{table.file}-metadata.json", _json(csvw.metadata(table, facts))
        if json_stat.is_monthly(table):
            yield f"{table.name}.json-stat.json", _json(json_stat.cube(table, facts, origin))
    yield PACKAGE, _json(data_package.package(tables, facts))
    if workbook := indicators_workbook(origin):
        yield WORKBOOK, workbook


def _json(described: dict[str, Any]) -> bytes:
    return (json.dumps(described, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()
