"""Figures by month as JSON-stat 2: a cube, as offices of statistics give theirs."""

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from mittaristo.reports.open_figures.facts import Facts
from mittaristo.reports.open_figures.tables import OpenTable
from mittaristo.reports.origin import Origin

MONTH, METRIC = "month", "metric"


def is_monthly(table: OpenTable) -> bool:
    """Whether each of its rows is of a month, and told from others by that and by texts."""
    by = _dimensions(table)
    if MONTH not in by or table.frame.is_empty():
        return False
    return not table.frame.select(by).is_duplicated().any()


def _dimensions(table: OpenTable) -> list[str]:
    """The texts by which it counts, then the month."""
    texts = [column.name for column in table.columns if column.type == pl.String]
    dates = [column.name for column in table.columns if column.type == pl.Date]
    return [*texts, *dates] if dates == [MONTH] else []


def cube(table: OpenTable, facts: Facts, origin: Origin) -> dict[str, Any]:
    """The dataset: its dimensions with their words, and every value, a null where none is known."""
    _, by = origin.view.wording, _dimensions(table)
    metrics = {
        column.name: column.meaning.get("en", column.name)
        for column in table.columns
        if column.type.is_numeric()
    }
    categories = {name: _categories(table, name) for name in by}
    labels = {name: _labels(name, codes, origin) for name, codes in categories.items()}
    known = {
        tuple(_written(row[name]) for name in by): [row[metric] for metric in metrics]
        for row in table.frame.iter_rows(named=True)
    }
    nothing = [None] * len(metrics)
    cells = (known.get(key, nothing) for key in itertools.product(*categories.values()))
    return {
        "version": "2.0",
        "class": "dataset",
        "label": table.label.get(facts.language, table.name),
        "source": facts.project,
        "updated": facts.published_at.isoformat(),
        "note": [facts.notes[facts.language]],
        **({"extension": {"license": facts.licence}} if facts.licence else {}),
        "id": [*by, METRIC],
        "size": [*(len(codes) for codes in categories.values()), len(metrics)],
        "role": {"time": [MONTH], "metric": [METRIC]},
        "dimension": {
            **{name: _dimension(_.term("columns", name), labels[name]) for name in by},
            METRIC: _dimension(METRIC, metrics),
        },
        "value": [value for row in cells for value in row],
    }


def _written(value: Any) -> str:
    """A month as 2026-04, a text as it is."""
    return value if isinstance(value, str) else str(value)[:7]


def _categories(table: OpenTable, name: str) -> list[str]:
    return [_written(value) for value in table.frame[name].unique().sort()]


def _labels(name: str, codes: Sequence[str], origin: Origin) -> dict[str, str]:
    """What each category is called: measures, languages and codes by their names."""
    view, _ = origin.view, origin.view.wording
    if name == "measure":
        return {code: view.labels.get(code, code) for code in codes}
    if name == "language":
        return {code: _.language_name(code) for code in codes}
    return {code: code if name == MONTH else _.code(code) for code in codes}


def _dimension(label: str, categories: Mapping[str, str]) -> dict[str, Any]:
    return {"label": label, "category": {"index": list(categories), "label": dict(categories)}}
