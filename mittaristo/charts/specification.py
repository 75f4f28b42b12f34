"""A chart as browsers and reports get it: Vega-Lite that is validated and ready, and its data."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import altair as alt
import polars as pl

alt.theme.enable("none")


@dataclass(frozen=True)
class Specification:
    """Vega-Lite without its data: `spec` names the tables that it draws."""

    spec: Mapping[str, Any]
    tables: Mapping[str, pl.DataFrame]


def specified(chart: alt.LayerChart) -> Specification:
    """Validate a chart and write it once, each table of it once and under its name."""
    tables: dict[str, pl.DataFrame] = {}
    bare = chart.copy(deep=False)
    bare.layer = [_with_names(layer, tables) for layer in chart.layer]
    bare = _with_names(bare, tables)
    return Specification(bare.to_dict(), tables)


def _with_names(chart: Any, tables: dict[str, pl.DataFrame]) -> Any:
    """The chart with the name of its table in the place of the table."""
    if not isinstance(chart.data, pl.DataFrame):
        return chart
    known = (name for name, table in tables.items() if table.equals(chart.data))
    name = next(known, f"table-{len(tables)}")
    tables[name] = chart.data
    bare = chart.copy(deep=False)
    bare.data = alt.NamedData(name)
    return bare
