"""A chart as browsers and reports get it: Vega-Lite that is ready, and its data."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import altair as alt
import polars as pl
from altair.utils import schemapi

alt.theme.enable("none")
schemapi.DEBUG_MODE = False


@dataclass(frozen=True)
class Specification:
    """Vega-Lite without its data: `spec` names the tables that it draws."""

    spec: Mapping[str, Any]
    tables: Mapping[str, pl.DataFrame]


def specified(layers: Iterable[alt.Chart], **whole: Any) -> Specification:
    """Write a chart once, each table of its layers once and under its name.

    whole: what it has beside them. Whether it is valid Vega-Lite is tried in tests, as it takes
    longer than all else; Altair copies every layer for each change of a chart of layers, so that
    there is none here.
    """
    tables: dict[str, pl.DataFrame] = {}
    spec = alt.LayerChart(layer=[], **whole).to_dict(validate=False)
    written = [_with_name(layer, tables) for layer in layers]
    return Specification({**spec, "layer": written}, tables)


def _with_name(layer: alt.Chart, tables: dict[str, pl.DataFrame]) -> dict[str, Any]:
    """A layer with the name of its table in the place of the table."""
    known = (name for name, table in tables.items() if table.equals(layer.data))
    name = next(known, f"table-{len(tables)}")
    tables[name] = layer.data
    bare = layer.copy(deep=False)
    bare.data = alt.NamedData(name)
    return bare.to_dict(validate=False, context={"top_level": False})
