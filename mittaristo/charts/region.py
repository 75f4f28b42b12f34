"""The labour market of a region: small lines in the tiles of a map, and the months of one place."""

import altair as alt
import polars as pl

from mittaristo.charts.axes import OVER_TIME, above, days, finished, lane, span, tooltips
from mittaristo.charts.specification import Specification
from mittaristo.charts.theme import Setting
from mittaristo.privacy.disclosure import SafeFrame

TILE = 116
"""Height of a tile."""

BESIDE_NAME = 145
"""A tile so wide has its number beside its name; a narrower one below it."""


def tiles(
    lines: SafeFrame,
    frames: SafeFrame,
    marks: SafeFrame,
    setting: Setting,
    *,
    rows: int,
    columns: int,
) -> Specification:
    """A line a municipality in its tile, all on one scale; the tile that is one's own is outlined.

    lines, frames, marks: transforms.region.tiles. A value between two gaps is a point.
    """
    palette = setting.palette
    across = alt.Scale(domain=[0, columns], nice=False)
    down = alt.Scale(domain=[rows, 0], nice=False)
    x = alt.X("x:Q", title=None, axis=None, scale=across)
    y = alt.Y("y:Q", title=None, axis=None, scale=down)
    boxes = alt.Chart(frames).encode(x=x, x2=alt.X2("x2:Q"), y=y, y2=alt.Y2("y2:Q"))
    own = alt.Chart(frames.filter("own")).encode(x=x, x2=alt.X2("x2:Q"), y=y, y2=alt.Y2("y2:Q"))
    ground = alt.Chart(frames).mark_rule(color=palette.quiet, strokeWidth=0.7)
    crossing = alt.Chart(marks).mark_rule(color=palette.quiet, strokeWidth=1, strokeDash=[3, 3])
    told = tooltips(setting, "name", "on_text", "value_text")
    drawn = alt.Chart(lines).encode(x=x, y=y, detail=["area:N", "run:N"], tooltip=told)
    alone = pl.len().over("area", "run") == 1
    points = alt.Chart(lines.filter(alone)).mark_circle(size=14, color=palette.hues[0], opacity=1)
    names = alt.Chart(frames).mark_text(
        align="left", baseline="top", dx=6, dy=5, fontSize=13, fontWeight="bold", color=palette.ink
    )
    below = alt.ExprRef(f"width < {BESIDE_NAME * columns} ? 21 : 5")
    values = alt.Chart(frames).mark_text(
        align="right", baseline="top", dx=-6, dy=below, fontSize=13, color=palette.ink
    )
    layers = [
        boxes.mark_rect(color=palette.track, opacity=0.35),
        *(
            []
            if not frames["own"].any()
            else [own.mark_rect(filled=False, stroke=palette.ink, strokeWidth=2.5)]
        ),
        ground.encode(x=x, x2=alt.X2("x2:Q"), y=alt.Y("ground:Q", axis=None, scale=down)),
        *([] if marks.is_empty() else [crossing.encode(x=x, y=y, y2=alt.Y2("y2:Q"))]),
        drawn.mark_line(strokeWidth=1.8, strokeJoin="round", color=palette.hues[0]),
        points.encode(x=x, y=y, tooltip=told),
        names.encode(x=x, y=y, text=alt.Text("name:N")),
        values.encode(x=alt.X("x2:Q", axis=None, scale=across), y=y, text=alt.Text("said:N")),
    ]
    return finished(layers, setting, TILE * rows)


def months_of_a_place(
    series: SafeFrame,
    milestones: SafeFrame,
    breaks: SafeFrame,
    setting: Setting,
) -> Specification:
    """A line a series through its months, broken at gaps and other rules, with events above.

    series: transforms.region.series; breaks: where other rules begin, with their words in `said`.
    """
    palette, x = setting.palette, days(setting)
    labels = series["label"].unique(maintain_order=True).to_list()
    scale = alt.Scale(domain=labels, range=list(palette.hues[: len(labels)]))
    legend = (
        alt.Legend(title=None, orient="top", columns=1, labelFontSize=13, labelLimit=320)
        if len(labels) > 1
        else None
    )
    top = max([1.0, *series["value"].drop_nulls().to_list()]) * 1.15
    y = alt.Y(
        "value:Q",
        title=None,
        axis=alt.Axis(tickCount=5, tickMinStep=1),
        scale=alt.Scale(domain=[0, top], nice=False),
    )
    told = tooltips(setting, "label", "on_text", "value_text")
    known = series.filter(pl.col("value").is_not_null())
    base = alt.Chart(known).encode(
        x=x, y=y, color=alt.Color("label:N", scale=scale, legend=legend, sort=labels), tooltip=told
    )
    lone = known.filter(pl.len().over("area", "measure", "sex", "run") == 1)
    rules = alt.Chart(breaks)
    layers = [
        span(setting),
        base.mark_line(strokeWidth=2.2, strokeJoin="round").encode(detail=alt.Detail("run:N")),
        *([] if lone.is_empty() else [_points(lone, x, y, scale, setting)]),
        *([] if breaks.is_empty() else _breaks(rules, x, setting)),
        *lane(milestones, setting),
    ]
    return finished(layers, setting, OVER_TIME + above(milestones))


def _points(
    lone: pl.DataFrame, x: alt.X, y: alt.Y, scale: alt.Scale, setting: Setting
) -> alt.Chart:
    """Months between two gaps, which a line would not show."""
    points: alt.Chart = (
        alt.Chart(lone)
        .mark_circle(size=22, opacity=1)
        .encode(
            x=x,
            y=y,
            color=alt.Color("label:N", scale=scale, legend=None),
            tooltip=tooltips(setting, "label", "on_text", "value_text"),
        )
    )
    return points


def _breaks(rules: alt.Chart, x: alt.X, setting: Setting) -> list[alt.Chart]:
    """Where other rules begin: a dashed line, and in words what they are."""
    palette = setting.palette
    line = rules.mark_rule(color=palette.ink, strokeWidth=1.2, strokeDash=[4, 3]).encode(x=x)
    words = rules.mark_text(
        align="right", baseline="top", dx=-5, dy=2, fontSize=12, color=palette.ink
    )
    return [line, words.encode(x=x, y=alt.YValue(0), text=alt.Text("said:N"))]
