"""Vega-Lite and SVG become pictures, on this machine alone: nothing is asked of another."""

import datetime as dt
import json
from functools import cache, lru_cache
from typing import Any

import polars as pl
import vl_convert

from mittaristo.charts.specification import Specification

AT_MOST_KEPT = 200
"""Charts that are kept as they were drawn: a report has some twenty, in each of its formats."""

_kept: dict[str, str] = {}

FONT = "Arial, 'Liberation Sans', sans-serif"


@lru_cache(maxsize=60)
def drawn(svg: str, ppi: int) -> bytes:
    """An SVG as PNG; a unit of the SVG is a 72nd of an inch."""
    return bytes(vl_convert.svg_to_png(svg, ppi=ppi))


def placed(svg: str, x: float, y: float, width: float = 0, height: float = 0) -> str:
    """A whole SVG at a place within another, as large as it is unless told otherwise."""
    size = f'width="{width:g}" height="{height:g}" ' if width else ""
    return svg.replace("<svg ", f'<svg x="{x:g}" y="{y:g}" {size}', 1)


def chart_svg(chart: Specification, width: int) -> str:
    """A chart as SVG, as wide as this altogether."""
    return draw(written(chart, width))


def written(chart: Specification, width: int) -> str:
    """A chart with its tables as the text from which it is drawn."""
    return json.dumps(with_data(chart, width), ensure_ascii=False)


def draw(text: str) -> str:
    """The SVG of what was written; the same text is drawn once, as long as it is kept."""
    if (svg := _kept.get(text)) is None:
        svg = str(vl_convert.vegalite_to_svg(text, allowed_base_urls=[]))
        keep(text, svg)
    return svg


def is_kept(text: str) -> bool:
    return text in _kept


def keep(text: str, svg: str) -> None:
    """Keep what was drawn; what was drawn first gives way."""
    while len(_kept) >= AT_MOST_KEPT:
        _kept.pop(next(iter(_kept), ""), None)
    _kept[text] = svg


def forget() -> None:
    """Keep nothing of what was drawn."""
    _kept.clear()
    drawn.cache_clear()


def with_data(chart: Specification, width: int | str) -> dict[str, Any]:
    """A chart with its tables in it, in letters that are there, as wide as this altogether."""
    return {
        **chart.spec,
        "config": {**chart.spec["config"], "font": FONT},
        "datasets": {name: _records(table) for name, table in chart.tables.items()},
        "width": width,
        # Laid out a second time, or what is named at a line's end would reach beyond the edge.
        "autosize": {"type": "fit", "contains": "padding", "resize": True},
    }


@cache
def script() -> str:
    """What draws charts in a browser, whole: window.vegaEmbed. It fetches nothing."""
    return str(vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;"))


def _records(table: pl.DataFrame) -> list[dict[str, Any]]:
    return [
        {name: _in_json(value) for name, value in row.items()}
        for row in table.iter_rows(named=True)
    ]


def _in_json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value
