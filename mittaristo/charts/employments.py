"""Employments by support over the project's time, and persons employed."""

import altair as alt
import polars as pl

from mittaristo.charts.axes import OVER_TIME, above, days, finished, lane, span, today, tooltips
from mittaristo.charts.theme import Setting
from mittaristo.privacy.disclosure import SafeFrame

FAR_OVER = 2.5
"""Where bars of shares end: the number beside them says how much further it is."""


def employments_over_time(
    areas: SafeFrame, persons: SafeFrame, milestones: SafeFrame, setting: Setting
) -> alt.LayerChart:
    """Stacked steps of employments by support, a dark line of persons, milestones above.

    areas: transforms.stacked with `label` and, for narrow screens, `brief`; persons:
    transforms.course_of_measures with `label`.
    """
    x = days(setting)
    labels = areas["label"].unique(maintain_order=True).to_list()
    hues = list(setting.palette.hues[:2])
    colour = alt.Color("label:N", scale=alt.Scale(domain=labels, range=hues), legend=None)
    tooltip = tooltips(setting, "label", "on_text", "total_text")
    most = max(1.0, *areas["top"].to_list(), *persons["total"].to_list())
    y = alt.Y(
        "top:Q",
        title=None,
        axis=alt.Axis(tickMinStep=1, tickCount=6),
        scale=alt.Scale(domain=[0, most * 1.12], nice=False),
    )
    steps = (
        alt.Chart(areas)
        .mark_area(interpolate="step-after", opacity=0.85)
        .encode(x=x, y=y, y2="bottom:Q", color=colour, tooltip=tooltip)
    )
    line = (
        alt.Chart(persons)
        .mark_line(interpolate="step-after", strokeWidth=2.5, color=setting.palette.ink)
        .encode(x=x, y="total:Q", tooltip=tooltip)
    )
    over = (
        span(setting),
        steps,
        line,
        *_labels_at_the_end(areas, persons, labels, setting),
        *today(setting),
        *lane(milestones, setting),
    )
    return finished(over, setting, OVER_TIME + above(milestones))


def _labels_at_the_end(
    areas: SafeFrame, persons: SafeFrame, labels: list[str], setting: Setting
) -> list[alt.Chart]:
    """What each area and the line is, with its value, beside its end."""
    palette, x = setting.palette, days(setting)
    within = [
        alt.Chart(areas.filter(pl.col("on") == setting.as_of, pl.col("label") == label))
        .transform_calculate(
            middle="(datum.bottom + datum.top) / 2",
            said="(width < 450 ? datum.brief : datum.label) + ' ' + datum.total_text",
        )
        .mark_text(align="left", dx=8, fontSize=13, fontWeight="bold", color=hue)
        .encode(x=x, y="middle:Q", text="said:N")
        for label, hue in zip(labels, palette.words, strict=False)
    ]
    beside = (
        alt.Chart(persons.filter(pl.col("on") == setting.as_of))
        .transform_calculate(said="datum.label + ' ' + datum.total_text")
        .mark_text(align="left", dx=8, dy=-9, fontSize=15, fontWeight="bold", color=palette.ink)
        .encode(x=x, y="total:Q", text="said:N")
    )
    return [*within, beside]
