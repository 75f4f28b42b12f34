"""Where measures stood over time: a line each, its value at each meeting, target and forecast."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

import altair as alt
import polars as pl

from mittaristo.charts.axes import (
    OVER_TIME,
    PLOT,
    above,
    ahead,
    days,
    finished,
    fits,
    lane,
    length,
    span,
    today,
    tooltips,
)
from mittaristo.charts.labels import apart, widest, width_of
from mittaristo.charts.specification import Specification
from mittaristo.charts.theme import Setting
from mittaristo.privacy.disclosure import SafeFrame

LINE = 16
"""How far labels stand above each other."""

OF_TODAY = 12
"""How high the name of the as-of day stands above the axis."""

NOTHING = pl.DataFrame(schema={"on": pl.Date, "low": pl.Float64, "high": pl.Float64, "said": str})


def course_over_time(
    course: SafeFrame,
    meetings: SafeFrame,
    milestones: SafeFrame,
    setting: Setting,
    *,
    fan: SafeFrame | None = None,
    targets: SafeFrame | None = None,
    aims: SafeFrame | None = None,
) -> Specification:
    """A line a measure through the months' ends to the as-of day, named with its value at its end.

    course, meetings: transforms.course. A meeting's point has the value as it was known then.
    fan: where a measure will end up nine times of ten. targets: values at the day they are due.
    aims: a target value as it has been in force, and the way to it from today's.
    """
    x, labels = days(setting), course["label"].unique(maintain_order=True).to_list()
    hues = [setting.palette.hue(name) for name in course["measure"].unique(maintain_order=True)]
    scale = alt.Scale(domain=labels, range=hues)
    colours: dict[str, Any] = {"sort": labels, "scale": scale, "legend": None}
    goals, coming, ways = (NOTHING if frame is None else frame for frame in (targets, fan, aims))
    top = max([1.0, *course["total"], *goals["high"], *coming["high"], *ways["high"]]) * 1.15
    colour = alt.Color("label:N", **colours)
    told = tooltips(setting, "label", "on_text", "total_text")
    lines = alt.Chart(course).mark_line(strokeWidth=2.5, strokeJoin="round")
    due, heights = _apart(goals, "high", 0 if ways.is_empty() else 12, top, ())
    then = _known_then(meetings, top, heights, setting)
    taken = [*heights, OF_TODAY]
    late = _beside_the_end(then, top, setting)
    last = course.filter(pl.col("on") == setting.until)
    ends, heights = _apart(last, "total", 11, top, [*taken, *late])
    ending, _heights = _apart(coming.tail(1), "high", 8, top, [*taken, *heights])
    layers = [
        span(setting),
        *([] if coming.is_empty() else _fan(coming, ending, setting)),
        *([] if ways.is_empty() else [_dashed(ways, setting)]),
        lines.encode(x=x, y=_height(top), color=colour, tooltip=told),
        *_named_at_the_end(ends, colour, setting),
        *_at_meetings(then, alt.Stroke("label:N", **colours), setting),
        *([] if due.is_empty() else _targets(due, setting)),
        *today(setting, named=ways.is_empty()),
        *lane(milestones, setting),
    ]
    return finished(layers, setting, OVER_TIME + above(milestones))


def _height(top: float) -> alt.Y:
    """An axis of values up to a height."""
    axis = alt.Axis(tickMinStep=1, tickCount=6)
    return alt.Y("total:Q", title=None, axis=axis, scale=alt.Scale(domain=[0, top], nice=False))


def _apart(
    rows: pl.DataFrame, value: str, up: float, top: float, taken: Iterable[float]
) -> tuple[pl.DataFrame, list[float]]:
    """The rows with `at`, at whose height the label of each stands: `up` above its value, or near.

    Also these heights above the axis. top: the value at the plot's upper end. taken: heights of
    other labels.
    """
    unit = PLOT / top
    wanted = [one * unit + up for one in rows[value]]
    heights = apart(wanted, taken, LINE, LINE / 2, PLOT - LINE / 2)
    return rows.with_columns(pl.Series("at", [one / unit for one in heights], pl.Float64)), heights


def _known_then(
    meetings: SafeFrame, top: float, taken: list[float], setting: Setting
) -> pl.DataFrame:
    """Values at meetings with `at`, and `apart`, the share of the axis back to the meeting before.

    Those of one day stand above each other.
    """
    if meetings.is_empty():
        return meetings
    before = pl.col("on").shift(1).fill_null(setting.starts_on)
    days_before = meetings.select(pl.col("on").unique().sort()).with_columns(
        apart=(pl.col("on") - before).dt.total_days() / length(setting)
    )
    placed = [_apart(day, "total", 8, top, taken)[0] for day in meetings.partition_by("on")]
    return pl.concat(placed).join(days_before, on="on", maintain_order="left")


def _beside_the_end(then: pl.DataFrame, top: float, setting: Setting) -> list[float]:
    """Heights of values at late meetings, where names at the end may stand to the left of it."""
    if then.is_empty() or ahead(setting) > 0.3:
        return []
    late = (setting.until - pl.col("on")).dt.total_days() < length(setting) / 2
    return [at * PLOT / top for at in then.filter(late)["at"]]


def _named_at_the_end(ends: pl.DataFrame, colour: alt.Color, setting: Setting) -> list[alt.Chart]:
    """A point at the as-of day, with the measure's name and value beside it, where there is room.

    On a narrow screen the value alone.
    """
    x, now, right = days(setting), alt.Chart(ends), ahead(setting)
    value = widest(ends["total_text"], 14, bold=True)
    whole = widest(map(" ".join, ends.select("label", "total_text").rows()), 14, bold=True)
    named = f"({fits(right, whole)} || (width >= 450 && {fits(min(1 - right, 0.5), whole + 12)}))"
    to_the_right = f"({named} ? {fits(right, whole)} : {fits(right, value)})"
    point = now.mark_point(filled=True, size=60, opacity=1).encode(
        x=x,
        y=alt.Y("total:Q"),
        color=colour,
        tooltip=tooltips(setting, "label", "on_text", "total_text"),
    )
    said = now.transform_calculate(
        said=f"({named} ? datum.label + ' ' : '') + datum.total_text"
    ).mark_text(
        align=alt.ExprRef(f"{to_the_right} ? 'left' : 'right'"),
        dx=alt.ExprRef(f"{to_the_right} ? 9 : -9"),
        fontSize=14,
        fontWeight="bold",
        color=setting.palette.ink,
    )
    return [point, said.encode(x=x, y=alt.Y("at:Q"), text=alt.Text("said:N"))]


def _at_meetings(meetings: pl.DataFrame, colour: alt.Stroke, setting: Setting) -> list[alt.Chart]:
    """Hollow points with the values that were known at earlier meetings, where there is room."""
    if meetings.is_empty():
        return []
    widths = [width_of(text, 13) + 10 for text in meetings["total_text"]]
    x, then = days(setting), alt.Chart(meetings.with_columns(pl.Series("wide", widths)))
    point = then.mark_point(
        filled=True, fill=setting.palette.ground, size=55, strokeWidth=2, opacity=1
    ).encode(
        x=x,
        y=alt.Y("total:Q"),
        stroke=colour,
        tooltip=tooltips(setting, "label", "on_text", "total_text"),
    )
    said = then.transform_calculate(
        said="width * datum.apart > datum.wide ? datum.total_text : ''"
    ).mark_text(align="right", dx=-8, fontSize=13, color=setting.palette.ink)
    return [point, said.encode(x=x, y=alt.Y("at:Q"), text=alt.Text("said:N"))]


def _fan(fan: pl.DataFrame, ending: pl.DataFrame, setting: Setting) -> list[alt.Chart]:
    """A light area from today's value to where it ends up nine times of ten."""
    x, palette = days(setting), setting.palette
    area = alt.Chart(fan).mark_area(opacity=0.22, color=palette.quiet)
    room = fits(ahead(setting), widest(ending["said"], 13))
    last = (
        alt.Chart(ending)
        .transform_calculate(shown=f"{room} ? datum.said : ''")
        .mark_text(align="right", dx=-4, fontSize=13, color=palette.ink)
    )
    return [
        area.encode(x=x, y=alt.Y("high:Q"), y2=alt.Y2("low:Q")),
        last.encode(x=x, y=alt.Y("at:Q"), text=alt.Text("shown:N")),
    ]


def _dashed(aims: pl.DataFrame, setting: Setting) -> alt.Chart:
    """Thin dashed lines through aims: no data."""
    line = alt.Chart(aims).mark_line(
        strokeWidth=1.2, strokeDash=[5, 4], color=setting.palette.quiet
    )
    drawn: alt.Chart = line.encode(
        x=days(setting), y=alt.Y("high:Q"), detail=alt.Detail("line:N"), order=alt.Order("place:Q")
    )
    return drawn


def _targets(targets: pl.DataFrame, setting: Setting) -> list[alt.Chart]:
    """A tick at the value and day of each target, with its words beside it, towards the middle."""
    x, ink = days(setting), setting.palette.ink
    middle = setting.starts_on + dt.timedelta(days=length(setting) / 2)
    tick = alt.Chart(targets).mark_tick(orient="horizontal", size=24, thickness=3, color=ink)
    layers = [tick.encode(x=x, y=alt.Y("high:Q"))]
    sides = (("left", 16, pl.col("on") < middle), ("right", -16, pl.col("on") >= middle))
    for align, dx, on_this_side in sides:
        here = targets.filter(on_this_side)
        if not here.is_empty():
            said = alt.Chart(here).mark_text(
                align=alt.ExprRef(f"'{align}'"), dx=dx, fontSize=13, fontWeight="bold", color=ink
            )
            layers.append(said.encode(x=x, y=alt.Y("at:Q"), text=alt.Text("said:N")))
    return layers
