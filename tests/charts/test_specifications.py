"""What every chart's specification keeps, so that it reads on a phone, on paper and aloud.

Each rule gives the faults that it finds in one specification, and is tried on a small bad one.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

import polars as pl
import pytest
from altair import load_schema
from jsonschema import Draft7Validator

from mittaristo.charts.import_preview import rows_moved
from mittaristo.charts.specification import Specification
from mittaristo.charts.theme import Setting
from mittaristo.figures.ledger.row_changes import Rows
from mittaristo.i18n.translation import LANGUAGES
from mittaristo.publishing.differences import bars
from tests.lib.builders import ENDS_ON, STARTS_ON
from tests.lib.charts import bundled_charts

pytestmark = pytest.mark.xdist_group("specifications")
"""All charts are drawn once, so that one worker has them all."""

Faults = Iterator[str]
Layer = dict[str, Any]

AT_MOST_MARKS = 2000
"""Above it Vega draws on a canvas, in which no text can be found, marked or read out."""

AT_MOST_HUES = 6
SMALLEST_TEXT = 12


def inner(part: Any) -> Iterator[tuple[str, Any]]:
    """Every key and value of a specification, however deep."""
    if isinstance(part, dict):
        for key, value in part.items():
            yield key, value
            yield from inner(value)
    elif isinstance(part, list):
        for value in part:
            yield from inner(value)


def layers(chart: Specification, *marks: str) -> list[Layer]:
    """The layers that draw one of these marks; all of them where none is named."""
    return [one for one in chart.spec["layer"] if not marks or one["mark"]["type"] in marks]


def table(chart: Specification, layer: Layer) -> pl.DataFrame:
    return chart.tables[layer["data"]["name"]]


def channels(layer: Layer, kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Channels of a layer with a field of this kind."""
    for channel, encoded in layer["encoding"].items():
        if isinstance(encoded, dict) and encoded.get("type") == kind:
            yield channel, encoded


def is_vega_lite(chart: Specification) -> Faults:
    """Vega-Lite itself passes over what it does not know."""
    parts = [("TopLevelLayerSpec", {**chart.spec, "layer": []})]
    parts += [("UnitSpec", layer) for layer in layers(chart)]
    for kind, part in parts:
        yield from invalid(kind, json.dumps(part))


@cache
def invalid(kind: str, written: str) -> tuple[str, ...]:
    """What is wrong with a part by Vega-Lite's own schema. Most layers are the same in many."""
    return tuple(fault.message for fault in schema(kind).iter_errors(json.loads(written)))


@cache
def schema(kind: str) -> Draft7Validator:
    return Draft7Validator({**load_schema(), "$ref": f"#/definitions/{kind}"})


def stands_in_one_view(chart: Specification) -> Faults:
    """Streamlit gives the page's width to a single view; parts side by side run out of a phone."""
    composed = {"facet", "row", "column", "repeat", "concat", "hconcat", "vconcat"}
    for key, _value in inner(chart.spec):
        if key in composed:
            yield key


def has_few_marks(chart: Specification) -> Faults:
    counted = ("point", "circle", "square", "rect", "bar", "tick", "rule", "text")
    marks = sum(table(chart, layer).height for layer in layers(chart, *counted))
    if marks >= AT_MOST_MARKS:
        yield f"{marks} marks"


def sorts_alike_in_every_layer(chart: Specification) -> Faults:
    """One layer without it, and names on the axis that they share stand in the alphabet's order."""
    for axis in ("x", "y"):
        sorts = {
            json.dumps(encoded.get("sort"))
            for layer in layers(chart)
            for kind in ("nominal", "ordinal")
            for channel, encoded in channels(layer, kind)
            if channel == axis
        }
        if len(sorts) > 1 or "null" in sorts:
            yield f"{axis}: {sorts}"


def says_what_a_line_is_or_nothing(chart: Specification) -> Faults:
    """What Vega would say of a line by itself is its first point alone."""
    silent = chart.spec.get("config", {}).get("mark", {}).get("aria") is False
    for layer in layers(chart, "line", "area"):
        if not (silent or layer["mark"].get("aria") is False or layer["mark"].get("description")):
            yield layer["mark"]["type"]


def shows_a_lone_value_as_a_point(chart: Specification) -> Faults:
    """A value between two gaps is a line of no length: nothing is seen of it."""
    pointed = {
        (x, y)
        for layer in layers(chart, "point", "circle")
        for x, y in places(chart, layer)
        if y is not None
    }
    for layer in layers(chart, "line", "area"):
        if layer["mark"].get("point"):
            continue
        rows = table(chart, layer)
        by = [colour["field"]] if (colour := layer["encoding"].get("color")) else []
        for part in rows.partition_by(by) if by else [rows]:
            course = [(None, None), *sorted(places(chart, layer, part)), (None, None)]
            for before, here, after in zip(course, course[1:], course[2:], strict=False):
                alone = before[1] is None and here[1] is not None and after[1] is None
                if alone and here not in pointed:
                    yield f"{here}"


def places(
    chart: Specification, layer: Layer, rows: pl.DataFrame | None = None
) -> list[tuple[Any, Any]]:
    """Where the rows of a layer stand; nothing where it does not stand on two fields."""
    fields = [layer["encoding"].get(axis, {}).get("field") for axis in ("x", "y")]
    rows = table(chart, layer) if rows is None else rows
    return rows.select(fields).rows() if set(fields) <= set(rows.columns) else []


def marks_a_bar_of_no_length(chart: Specification) -> Faults:
    """It has no area. It is left out on purpose, or a text of the same row stands beside it."""
    said = {layer["data"]["name"] for layer in layers(chart, "text")}
    for layer in layers(chart, "bar", "rect"):
        filtered = any("filter" in step for step in layer.get("transform", ()))
        if filtered or layer["data"]["name"] in said:
            continue
        encoding, rows = layer["encoding"], table(chart, layer)
        for axis in ("x", "y"):
            begins, ends = encoding.get(axis, {}), encoding.get(f"{axis}2", {"datum": 0})
            if begins.get("type") not in ("quantitative", "temporal"):
                continue
            to = pl.col(ends["field"]) if "field" in ends else pl.lit(ends.get("datum", 0))
            if (
                begins["field"] in rows.columns
                and rows.filter(pl.col(begins["field"]) == to).height
            ):
                yield f"{begins['field']} of {layer['data']['name']}"


def draws_days_without_a_zone(chart: Specification) -> Faults:
    """On a local scale a browser west of Greenwich draws a day one day early."""
    for layer in layers(chart):
        for channel, encoded in channels(layer, "temporal"):
            if encoded.get("scale", {}).get("type") != "utc":
                yield f"{channel} {encoded['field']}"


def names_its_colours(chart: Specification) -> Faults:
    """The colour of a code stays, whatever else is drawn; and no more than can be told apart."""
    for layer in layers(chart):
        for channel in ("color", "fill", "stroke"):
            encoded = layer["encoding"].get(channel)
            if encoded is None or "field" not in encoded:
                continue
            scale = encoded.get("scale") or {}
            domain, hues = scale.get("domain", []), scale.get("range", [])
            drawn = set(table(chart, layer)[encoded["field"]])
            if not (drawn <= set(domain) and len(domain) == len(hues) <= AT_MOST_HUES):
                yield f"{channel}: {len(domain)} names, {len(hues)} hues"


def writes_large_enough(chart: Specification) -> Faults:
    """Vega's own sizes are 10 and 11: a size is said wherever something is written."""
    config = chart.spec.get("config", {})
    for layer in layers(chart, "text"):
        if layer["mark"].get("fontSize", 0) < SMALLEST_TEXT:
            yield f"text {layer['mark'].get('fontSize')}"
    for part in ("axis", "legend"):
        if config.get(part, {}).get("labelFontSize", 0) < SMALLEST_TEXT:
            yield f"labels of the {part}"
    for key, size in inner(chart.spec):
        if key.lower().endswith("fontsize") and size < SMALLEST_TEXT:
            yield f"{key} {size}"
    for layer in layers(chart):
        for channel, encoded in layer["encoding"].items():
            if channel in ("x", "y") and encoded.get("axis", {}) and encoded.get("title"):
                yield f"title of {channel}, which has no size"


def names_no_host(chart: Specification) -> Faults:
    for key, value in inner({**chart.spec, "$schema": ""}):
        if key in ("url", "href") or (isinstance(value, str) and "://" in value):
            yield f"{key}: {value}"


RULES: tuple[Callable[[Specification], Faults], ...] = (
    is_vega_lite,
    stands_in_one_view,
    has_few_marks,
    sorts_alike_in_every_layer,
    says_what_a_line_is_or_nothing,
    shows_a_lone_value_as_a_point,
    marks_a_bar_of_no_length,
    draws_days_without_a_zone,
    names_its_colours,
    writes_large_enough,
    names_no_host,
)


# --- Every chart of every page ----------------------------------------------------------------


@pytest.fixture(
    scope="module", params=[False, pytest.param(True, marks=pytest.mark.long)], ids=["", "all"]
)
def charts(request: pytest.FixtureRequest) -> Mapping[str, Specification]:
    """Those of the pages, and the one of the import page."""
    return {**bundled_charts(in_every_way=request.param), **dict(previews())}


def previews() -> Iterator[tuple[str, Specification]]:
    moved = [Rows("clients", 5, 6, 3, 1, 2, 2), Rows("services", 4, 8, 4, 0, 0, 4)]
    for language in LANGUAGES:
        for dark in (False, True):
            setting = Setting(language, dark, ENDS_ON, STARTS_ON, ENDS_ON, True)
            drawn = rows_moved(bars(moved, language), setting)
            yield f"import {language} {'dark' if dark else 'light'}", drawn


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_chart_of_every_page(
    rule: Callable[[Specification], Faults], charts: Mapping[str, Specification]
) -> None:
    assert len(charts) > 100
    found = {name: list(rule(chart)) for name, chart in charts.items()}
    assert {name: faults for name, faults in found.items() if faults} == {}


# --- The rules can fail -----------------------------------------------------------------------

DAY: Layer = {"field": "on", "type": "temporal", "scale": {"type": "utc"}}
COUNT: Layer = {"field": "count", "type": "quantitative"}
NAME: Layer = {"field": "name", "type": "nominal"}


def drawn(
    mark: str | Layer, rows: list[Layer] | None = None, config: Layer | None = None, **encoding: Any
) -> Specification:
    """One layer of a few rows."""
    mark = {"type": mark} if isinstance(mark, str) else mark
    layer = {"mark": mark, "data": {"name": "rows"}, "encoding": encoding}
    made = rows or [{"on": STARTS_ON, "count": 1, "name": "a"}]
    return Specification({"layer": [layer], "config": config or {}}, {"rows": pl.DataFrame(made)})


def both(*charts: Specification) -> Specification:
    """The layers of several charts over the rows of the first."""
    every = [layer for chart in charts for layer in chart.spec["layer"]]
    return Specification({"layer": every}, charts[0].tables)


GAPS = [
    {"on": STARTS_ON.replace(month=month), "count": count}
    for month, count in ((1, None), (2, 3), (3, None))
]
LABELS = {"labelFontSize": 12}

BAD: tuple[tuple[Callable[[Specification], Faults], Specification], ...] = (
    (is_vega_lite, drawn("bar", x={**NAME, "titel": "Kuukausi"})),
    (is_vega_lite, drawn({"type": "text", "size": "large"})),
    (stands_in_one_view, Specification({"hconcat": [], "layer": []}, {})),
    (stands_in_one_view, drawn("bar", row=NAME)),
    (has_few_marks, drawn("tick", [{"count": 1}] * AT_MOST_MARKS, x=COUNT)),
    (
        sorts_alike_in_every_layer,
        both(drawn("bar", y={**NAME, "sort": "-x"}), drawn("text", y=NAME)),
    ),
    (says_what_a_line_is_or_nothing, drawn("line", x=DAY, y=COUNT)),
    (shows_a_lone_value_as_a_point, drawn("line", GAPS, x=DAY, y=COUNT)),
    (marks_a_bar_of_no_length, drawn("bar", [{"name": "a", "count": 0}], x=COUNT, y=NAME)),
    (draws_days_without_a_zone, drawn("rule", x={"field": "on", "type": "temporal"})),
    (names_its_colours, drawn("bar", color=NAME)),
    (
        names_its_colours,
        drawn("bar", color={**NAME, "scale": {"domain": list("abcdefg"), "range": ["#000"] * 7}}),
    ),
    (writes_large_enough, drawn("text", config={"axis": LABELS, "legend": LABELS})),
    (writes_large_enough, drawn({"type": "text", "fontSize": 12}, config={"axis": LABELS})),
    (
        writes_large_enough,
        drawn("bar", config={"axis": LABELS, "legend": LABELS, "title": {"fontSize": 11}}),
    ),
    (names_no_host, drawn("image", url={"value": "a.png"})),
    (names_no_host, drawn("text", config={"font": "https://fonts.example/a"})),
)


@pytest.mark.parametrize(
    ("rule", "bad"), BAD, ids=[f"{rule.__name__}-{at}" for at, (rule, _bad) in enumerate(BAD)]
)
def test_a_rule_finds_the_fault_that_it_is_for(
    rule: Callable[[Specification], Faults], bad: Specification
) -> None:
    assert list(rule(bad))


def test_every_rule_is_tried() -> None:
    assert {rule for rule, _bad in BAD} == set(RULES)


def test_a_point_shows_a_lone_value() -> None:
    line = drawn("line", GAPS, x=DAY, y=COUNT)
    assert not list(shows_a_lone_value_as_a_point(both(line, drawn("point", GAPS, x=DAY, y=COUNT))))


def test_a_text_marks_a_bar_of_no_length() -> None:
    empty = [{"name": "a", "count": 0}]
    bar = drawn("bar", empty, x=COUNT, y=NAME)
    assert not list(marks_a_bar_of_no_length(both(bar, drawn("text", empty, y=NAME))))
