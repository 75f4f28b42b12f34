"""Charts that a second process draws are those that would have been drawn without it."""

import sys
from collections.abc import Iterator

import polars as pl
import pytest

from mittaristo.charts.specification import Specification
from mittaristo.reports import drawing
from mittaristo.reports.whole.two_at_once import CHILD, draw_ahead, helped

WIDTH = 300
SAYS_DONE = "import json, sys; print(json.dumps(['done'] * len(json.load(sys.stdin))))"
SAYS_LITTLE = "import sys; sys.stdin.read(); print('[]')"


@pytest.fixture(autouse=True)
def _nothing_drawn() -> Iterator[None]:
    drawing.forget()
    yield
    drawing.forget()


def charts() -> list[Specification]:
    """Bars of different heights."""
    encoding = {"y": {"field": "ä", "type": "quantitative"}}
    layer = {"data": {"name": "rows"}, "mark": "bar", "encoding": encoding}
    return [
        Specification({"layer": [layer], "config": {}}, {"rows": pl.DataFrame({"ä": [height]})})
        for height in range(1, 6)
    ]


def drawn() -> list[str]:
    return [drawing.chart_svg(chart, WIDTH) for chart in charts()]


def test_both_processes_draw_the_same() -> None:
    alone = drawn()
    drawing.forget()
    with helped(CHILD):
        draw_ahead(charts(), WIDTH)
    assert drawn() == alone
    assert len(set(alone)) == len(alone)


def test_the_second_process_draws_the_later_half() -> None:
    with helped([sys.executable, "-c", SAYS_DONE]):
        draw_ahead(charts(), WIDTH)
    assert [svg == "done" for svg in drawn()] == [False, False, False, True, True]


@pytest.mark.parametrize("script", ["raise SystemExit(1)", SAYS_LITTLE, "print('no list')"])
def test_what_it_fails_to_draw_is_drawn_all_the_same(script: str) -> None:
    with helped([sys.executable, "-c", script]):
        draw_ahead(charts(), WIDTH)
    assert all(svg.startswith("<svg") for svg in drawn())
