"""Bars month by month, stacked by a category."""

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
from mittaristo.charts.labels import widest, width_of
from mittaristo.charts.specification import Specification
from mittaristo.charts.theme import Setting
from mittaristo.privacy.disclosure import SafeFrame

PHONE = 320
"""The width that a legend has anywhere: one that grew with the plot would change its height."""


def stacked_months(
    months: SafeFrame,
    milestones: SafeFrame,
    setting: Setting,
    *,
    usual: tuple[float, str] | None = None,
    growing: str = "",
    planned: SafeFrame | None = None,
) -> Specification:
    """Bars month by month, stacked by a category, with a legend, and milestones above.

    months: transforms.months.by_month or by_measure. usual: how many a month usually brings, and
    the words for it. growing: what is said of months that may still grow, which are light. planned:
    hollow bars of what is coming, as transforms.months.planned gives them.
    """
    plans = [] if planned is None else planned["count"].to_list()
    most = max([1, *months["top"].to_list(), *plans])
    y = alt.Y(
        "top:Q",
        title=None,
        axis=alt.Axis(tickMinStep=1, tickCount=5),
        scale=alt.Scale(domain=[0, most * 1.15], nice=False),
    )
    counted = months.filter(pl.col("count") > 0)
    bars = (
        # An axis needs rows: where nothing is counted they are of no length.
        alt.Chart(months if counted.is_empty() else counted)
        .mark_rect(stroke=setting.palette.ground, strokeWidth=0.7)
        .encode(
            x=days(setting),
            x2=alt.X2("until:T"),
            y=y,
            y2=alt.Y2("bottom:Q"),
            color=_colours(months, setting),
            opacity=alt.Opacity("strength:Q", scale=None),
            tooltip=tooltips(setting, "category", "on_text", "count"),
        )
    )
    layers = [
        span(setting),
        bars,
        *([] if usual is None else _usual(*usual, setting)),
        *([] if not growing else _growing(months, growing, setting)),
        *([] if planned is None or planned.is_empty() else _planned(planned, most * 1.15, setting)),
        *today(setting, named=planned is None or planned.is_empty()),
        *lane(milestones, setting),
    ]
    return finished(layers, setting, OVER_TIME + above(milestones))


def _colours(months: SafeFrame, setting: Setting) -> alt.Color:
    """Each category in the colour of its code, with a legend below."""
    named = months.select("category", "code").unique(maintain_order=True)
    categories = named["category"].to_list()
    hues = setting.palette.of_codes(named["code"].to_list())
    across = max(1, int(PHONE / (widest(categories, 13) + 34)))
    legend = alt.Legend(
        orient="bottom",
        title=None,
        symbolType="square",
        labelLimit=280,
        columns=across,
    )
    scale = alt.Scale(domain=categories, range=hues)
    shown = legend if categories else None  # an empty one would have no end
    return alt.Color("category:N", sort=categories, scale=scale, legend=shown)


def _usual(count: float, said: str, setting: Setting) -> list[alt.Chart]:
    """A thin line at what a month usually brings, named at the project's start.

    Its words stand above those of the as-of day where these are near.
    """
    ink, needed = setting.palette.ink, width_of(said, 12) + 12
    at = alt.Chart(pl.DataFrame({"on": [setting.starts_on], "usual": [count], "said": [said]}))
    near = f"!{fits(1 - ahead(setting), needed)}"
    height = f"{near} ? min(scale('y', datum.usual) - 7, height - 42) : scale('y', datum.usual) - 7"
    words = at.mark_text(align="left", dx=4, fontSize=12, color=ink)
    return [
        at.mark_rule(color=ink, strokeWidth=1, strokeDash=[2, 3]).encode(y=alt.Y("usual:Q")),
        words.encode(x=days(setting), y=alt.YValue(alt.expr(height)), text=alt.Text("said:N")),
    ]


def _growing(months: SafeFrame, said: str, setting: Setting) -> list[alt.Chart]:
    """What is said of the light bars: right of them, or above all bars where there is no room."""
    if months.filter(pl.col("strength") < 1).is_empty():
        return []
    room = fits(ahead(setting), width_of(said, 12))
    words = alt.Chart(pl.DataFrame({"on": [setting.until], "said": [said]})).mark_text(
        align=alt.ExprRef(f"{room} ? 'left' : 'right'"),
        dx=alt.ExprRef(f"{room} ? 8 : -5"),
        fontSize=12,
        color=setting.palette.ink,
    )
    height = alt.YValue(alt.expr(f"{room} ? height - 30 : 9"))
    return [words.encode(x=days(setting), y=height, text=alt.Text("said:N"))]


def _planned(planned: SafeFrame, most: float, setting: Setting) -> list[alt.Chart]:
    """Hollow bars; above each how many, in words where all have room for them.

    most: the value at the plot's upper end.
    """
    ink, x, rooms = setting.palette.ink, days(setting), _rooms(planned, most, setting)
    needed = widest(planned["said"], 12) + 4
    in_words = fits(min(rooms), needed)
    plans = alt.Chart(
        planned.with_columns(
            pl.Series("room", rooms, pl.Float64),
            pl.Series("wide", [width_of(one, 12) + 2 for one in planned["short"]]),
        )
    )
    hollow = plans.mark_rect(fill=None, stroke=ink, strokeDash=[3, 2], strokeWidth=1.3)
    number = "width * datum.room > datum.wide ? datum.short : ''"
    words = plans.transform_calculate(shown=f"{in_words} ? datum.said : {number}").mark_text(
        align="left", dx=1, dy=-8, fontSize=12, color=ink
    )
    return [
        hollow.encode(x=x, x2=alt.X2("until:T"), y=alt.Y("count:Q"), y2=alt.Y2Datum(0)),
        words.encode(x=x, y=alt.Y("count:Q"), text=alt.Text("shown:N")),
    ]


def _rooms(planned: SafeFrame, most: float, setting: Setting) -> list[float]:
    """Which share of the axis each plan has, up to the next of about the same height or its end."""
    same, end = 16 * most / PLOT, setting.ends_on
    rows = planned.select("on", "count").rows()
    return [
        (
            next((later for later, other in rows[at + 1 :] if abs(other - count) < same), end) - on
        ).days
        / length(setting)
        for at, (on, count) in enumerate(rows)
    ]
