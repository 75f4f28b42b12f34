"""Where measures stood over time: a line each, its value at each meeting, target and forecast."""

from collections.abc import Sequence
from typing import Any

import altair as alt
import polars as pl

from mittaristo.charts.axes import OVER_TIME, above, days, finished, lane, span, today, tooltips
from mittaristo.charts.theme import Setting
from mittaristo.privacy.disclosure import SafeFrame


def course_over_time(
    course: SafeFrame,
    meetings: SafeFrame,
    milestones: SafeFrame,
    setting: Setting,
    *,
    fan: SafeFrame | None = None,
    targets: SafeFrame | None = None,
    aims: SafeFrame | None = None,
) -> alt.LayerChart:
    """A line a measure through the months' ends to the as-of day, named with its value at its end.

    course, meetings: transforms.course. A meeting's point has the value as it was known then.
    fan: where a measure will end up nine times of ten. targets: values at the day they are due.
    aims: a target value as it has been in force, and the way to it from today's.
    """
    palette, x = setting.palette, days(setting)
    labels = course["label"].unique(maintain_order=True).to_list()
    hues = [palette.hue(name) for name in course["measure"].unique(maintain_order=True)]
    colours: dict[str, Any] = {
        "sort": labels,
        "scale": alt.Scale(domain=labels, range=hues),
        "legend": None,
    }
    y = _height(course, [frame for frame in (targets, fan, aims) if frame is not None])
    colour = alt.Color("label:N", **colours)
    lines = (
        alt.Chart(course)
        .mark_line(strokeWidth=2.5, strokeJoin="round")
        .encode(x=x, y=y, color=colour, tooltip=tooltips(setting, "label", "on_text", "total_text"))
    )
    layers = [
        span(setting),
        *([] if fan is None or fan.is_empty() else _fan(fan, setting)),
        *([] if aims is None or aims.is_empty() else [_dashed(aims, setting)]),
        lines,
        *_named_at_the_end(course, colour, setting),
        *_at_meetings(meetings, alt.Stroke("label:N", **colours), setting),
        *(
            []
            if targets is None or targets.is_empty()
            else _targets(targets, setting, raised=aims is not None)
        ),
        *today(setting, named=aims is None or aims.is_empty()),
        *lane(milestones, setting),
    ]
    return finished(layers, setting, OVER_TIME + above(milestones))


def _height(course: SafeFrame, ends: Sequence[SafeFrame]) -> alt.Y:
    """An axis of values, as high as the highest of the course and of where it ends."""
    tops = [*course["total"], *(top for frame in ends for top in frame["high"])]
    return alt.Y(
        "total:Q",
        title=None,
        axis=alt.Axis(tickMinStep=1, tickCount=6),
        scale=alt.Scale(domain=[0, max([1.0, *tops]) * 1.15], nice=False),
    )


def _named_at_the_end(course: SafeFrame, colour: alt.Color, setting: Setting) -> list[alt.Chart]:
    """A point at the as-of day, with the measure's name and value beside it."""
    x, now = days(setting), alt.Chart(course.filter(pl.col("on") == setting.as_of))
    point = now.mark_point(filled=True, size=60, opacity=1).encode(x=x, y="total:Q", color=colour)
    said = now.transform_calculate(
        said="(width < 450 ? '' : datum.label + ' ') + datum.total_text"
    ).mark_text(
        align="left", dx=9, dy=-11, fontSize=14, fontWeight="bold", color=setting.palette.ink
    )
    return [point, said.encode(x=x, y="total:Q", text="said:N")]


def _at_meetings(meetings: SafeFrame, colour: alt.Stroke, setting: Setting) -> list[alt.Chart]:
    """Hollow points with the values that were known at earlier meetings."""
    if meetings.is_empty():
        return []
    x, then = days(setting), alt.Chart(meetings)
    point = then.mark_point(
        filled=True, fill=setting.palette.ground, size=55, strokeWidth=2, opacity=1
    ).encode(
        x=x,
        y="total:Q",
        stroke=colour,
        tooltip=tooltips(setting, "label", "on_text", "total_text"),
    )
    said = then.mark_text(align="right", dx=-8, dy=-8, fontSize=13, color=setting.palette.ink)
    return [point, said.encode(x=x, y="total:Q", text="total_text:N")]


def _fan(fan: SafeFrame, setting: Setting) -> list[alt.Chart]:
    """A light area from today's value to where it ends up nine times of ten."""
    x, palette = days(setting), setting.palette
    area = alt.Chart(fan).mark_area(opacity=0.22, color=palette.quiet)
    last = alt.Chart(fan.tail(1)).mark_text(
        align="right", dx=-4, dy=-8, fontSize=13, color=palette.ink
    )
    return [
        area.encode(x=x, y="high:Q", y2="low:Q"),
        last.encode(x=x, y="high:Q", text="said:N"),
    ]


def _dashed(aims: SafeFrame, setting: Setting) -> alt.Chart:
    """Thin dashed lines through aims: no data."""
    line = alt.Chart(aims).mark_line(
        strokeWidth=1.2, strokeDash=[5, 4], color=setting.palette.quiet
    )
    drawn: alt.Chart = line.encode(x=days(setting), y="high:Q", detail="line:N", order="place:Q")
    return drawn


def _targets(targets: SafeFrame, setting: Setting, *, raised: bool) -> list[alt.Chart]:
    """A tick at the value and day of each target, with its words to the left, or above that."""
    x, ink = days(setting), setting.palette.ink
    due = alt.Chart(targets)
    tick = due.mark_tick(orient="horizontal", size=36, thickness=3, color=ink)
    said = due.mark_text(
        align="right", dx=-22, dy=-11 if raised else 0, fontSize=13, fontWeight="bold", color=ink
    )
    return [tick.encode(x=x, y="high:Q"), said.encode(x=x, y="high:Q", text="said:N")]
