"""Small multiples on one scale: a tile a project, its way to the target over its own time."""

import altair as alt
import polars as pl

from mittaristo.charts.axes import finished
from mittaristo.charts.specification import Specification
from mittaristo.charts.theme import Setting
from mittaristo.privacy.disclosure import SafeFrame

HEIGHT = 100
"""Of a tile, with its name."""

WIDE, HIGH, FOOT = 0.86, 0.5, 0.08
"""Of a tile's width and height: how much its plot takes, and where it begins."""


def tiles_of_projects(
    tiles: SafeFrame, lines: SafeFrame, setting: Setting, *, across: int, most: float
) -> Specification:
    """A line a project from its first day to its last, its target as a thin line on top.

    tiles, lines: transforms.programme.side_by_side. One view and no facets: it is as wide as its
    place. most: the share of the target at the upper end of each plot.
    """
    palette, rows = setting.palette, 1 + max(tiles["line"].to_list(), default=0)
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, across], nice=False))
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[-rows, 0], nice=False))
    left, bottom = pl.col("column"), FOOT - 1 - pl.col("line")

    def at(frame: pl.DataFrame, share_of_time: pl.Expr, share: pl.Expr) -> pl.DataFrame:
        return frame.with_columns(x=left + WIDE * share_of_time, y=bottom + HIGH * share / most)

    zero, one = pl.lit(0.0), pl.lit(1.0)
    ends = at(tiles, one, one).select("column", "line", "x", "y", "name", "share_text")
    base = at(tiles, zero, zero).with_columns(x2=pl.col("x") + WIDE)
    target = at(tiles, zero, one).with_columns(x2=pl.col("x") + WIDE)
    even = at(tiles, zero, zero).with_columns(x2=ends["x"], y2=ends["y"])
    course = at(lines, pl.col("at"), pl.col("share"))
    last = at(tiles, pl.col("elapsed"), pl.col("share").clip(0, most))
    rule = alt.Chart(base).mark_rule(color=palette.track, strokeWidth=1)
    goal = alt.Chart(target).mark_rule(color=palette.ink, strokeWidth=1)
    way = alt.Chart(even).mark_rule(color=palette.track, strokeWidth=1)
    line = alt.Chart(course).mark_line(color=palette.hues[0], strokeWidth=2)
    dot = alt.Chart(last).mark_point(filled=True, size=40, color=palette.hues[0], opacity=1)
    names = alt.Chart(at(tiles, zero, pl.lit(most))).mark_text(
        align="left",
        dy=-21,
        fontSize=13,
        color=palette.ink,
        limit=alt.ExprRef(f"width / {across} * {WIDE}"),
    )
    values = alt.Chart(at(tiles, one, pl.lit(most))).mark_text(
        align="right", dy=-5, fontSize=13, fontWeight="bold", color=palette.ink
    )
    layers = [
        rule.encode(x=x, x2=alt.X2("x2:Q"), y=y),
        way.encode(x=x, x2=alt.X2("x2:Q"), y=y, y2=alt.Y2("y2:Q")),
        goal.encode(x=x, x2=alt.X2("x2:Q"), y=y),
        line.encode(x=x, y=y, detail=alt.Detail("project_id:N"), order=alt.Order("at:Q")),
        dot.encode(x=x, y=y),
        names.encode(x=x, y=y, text=alt.Text("name:N")),
        values.encode(x=x, y=y, text=alt.Text("share_text:N")),
    ]
    return finished(layers, setting, HEIGHT * rows + 20)
