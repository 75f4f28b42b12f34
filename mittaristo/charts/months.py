"""Bars month by month, stacked by a category."""

import altair as alt
import polars as pl

from mittaristo.charts.axes import OVER_TIME, above, days, finished, lane, span, today, tooltips
from mittaristo.charts.theme import Setting
from mittaristo.privacy.disclosure import SafeFrame


def stacked_months(
    months: SafeFrame,
    milestones: SafeFrame,
    setting: Setting,
    *,
    usual: tuple[float, str] | None = None,
    growing: str = "",
    planned: SafeFrame | None = None,
) -> alt.LayerChart:
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
    bars = (
        alt.Chart(months)
        .transform_filter("datum.count > 0")
        .mark_rect(stroke=setting.palette.ground, strokeWidth=0.7)
        .encode(
            x=days(setting),
            x2="until:T",
            y=y,
            y2="bottom:Q",
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
        *([] if planned is None or planned.is_empty() else _planned(planned, setting)),
        *today(setting, named=planned is None or planned.is_empty()),
        *lane(milestones, setting),
    ]
    return finished(layers, setting, OVER_TIME + above(milestones))


def _colours(months: SafeFrame, setting: Setting) -> alt.Color:
    """Each category in the colour of its code, with a legend below."""
    named = months.select("category", "code").unique(maintain_order=True)
    categories = named["category"].to_list()
    hues = setting.palette.of_codes(named["code"].to_list())
    legend = alt.Legend(
        orient="bottom",
        title=None,
        symbolType="square",
        columns=alt.ExprRef("width < 300 ? 2 : 0"),
    )
    scale = alt.Scale(domain=categories, range=hues)
    return alt.Color("category:N", sort=categories, scale=scale, legend=legend)


def _usual(count: float, said: str, setting: Setting) -> list[alt.Chart]:
    """A thin line at what a month usually brings, named at the project's start."""
    ink = setting.palette.ink
    at = alt.Chart(pl.DataFrame({"on": [setting.starts_on], "usual": [count], "said": [said]}))
    words = at.mark_text(align="left", dx=4, dy=-7, fontSize=12, color=ink)
    return [
        at.mark_rule(color=ink, strokeWidth=1, strokeDash=[2, 3]).encode(y="usual:Q"),
        words.encode(x=days(setting), y="usual:Q", text="said:N"),
    ]


def _growing(months: SafeFrame, said: str, setting: Setting) -> list[alt.Chart]:
    """What is said of the light bars, above them."""
    light = months.filter(pl.col("strength") < 1)
    if light.is_empty():
        return []
    top = light.filter(pl.col("top") == pl.col("top").max()).head(1)
    at = alt.Chart(top.select("on", "top").with_columns(said=pl.lit(said)))
    words = at.mark_text(align="left", dy=-9, fontSize=12, color=setting.palette.ink)
    return [words.encode(x=days(setting), y="top:Q", text="said:N")]


def _planned(planned: SafeFrame, setting: Setting) -> list[alt.Chart]:
    """Hollow bars with their number above."""
    ink, plans = setting.palette.ink, alt.Chart(planned)
    hollow = plans.mark_rect(fill=None, stroke=ink, strokeDash=[3, 2], strokeWidth=1.3)
    words = plans.mark_text(align="left", dx=1, dy=-8, fontSize=12, color=ink)
    x = days(setting)
    return [
        hollow.encode(x=x, x2="until:T", y="count:Q", y2=alt.datum(0)),
        words.encode(x=x, y="count:Q", text="said:N"),
    ]
