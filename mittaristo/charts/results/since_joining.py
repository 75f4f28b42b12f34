"""A share that grows with the months since joining, and on how many persons it rests."""

import json

import altair as alt
import polars as pl

from mittaristo.charts.axes import PLOT, finished
from mittaristo.charts.specification import Specification
from mittaristo.charts.theme import Setting
from mittaristo.privacy.disclosure import SafeFrame

APART = 6
"""So many months lie between two ticks."""


def share_by_months(course: SafeFrame, expected: SafeFrame, setting: Setting) -> Specification:
    """A step a month; below the axis how many persons are followed so long.

    course: transforms.results.work.share_course; expected: transforms.results.work.expected_course,
    which may be empty.
    """
    palette, last = setting.palette, max([APART, *course["months"].to_list()])
    most = min(1.0, max([0.1, *course["in_work"], *expected["in_work"]]) * 1.25)
    followed = json.dumps({str(month): said for month, said in _followed(course)})
    x = alt.X(
        "months:Q",
        title=None,
        scale=alt.Scale(domain=[0, last], nice=False),
        axis=alt.Axis(
            values=list(range(0, last + 1, APART)),
            grid=False,
            labelExpr=f"[datum.label, {followed}[datum.label] || '']",
        ),
    )
    sign = " %" if setting.language == "fi" else "%"
    y = alt.Y(
        "in_work:Q",
        title=None,
        scale=alt.Scale(domain=[0, most], nice=False),
        axis=alt.Axis(labelExpr=f"round(datum.value * 100) + '{sign}'", tickCount=5),
    )
    line = alt.Chart(course).mark_line(
        interpolate="step-after", strokeWidth=2.5, color=palette.hues[4]
    )
    marked = alt.Chart(course.filter(pl.col("marked")))
    points = marked.mark_point(filled=True, size=50, opacity=1, color=palette.hues[4])
    said = marked.mark_text(dy=-12, fontSize=13, fontWeight="bold", color=palette.ink)
    layers = [
        line.encode(x=x, y=y),
        points.encode(x=x, y=y),
        said.encode(x=x, y=y, text=alt.Text("in_work_text:N")),
        *([] if expected.is_empty() else _expected(expected, x, y, setting)),
    ]
    return finished(layers, setting, PLOT + 90)


def _followed(course: SafeFrame) -> list[tuple[int, str]]:
    """Month → how many persons are followed so long, for the ticks."""
    ticks = course.filter(pl.col("months") % APART == 0)
    return list(ticks.select("months", "at_risk_text").iter_rows())


def _expected(expected: SafeFrame, x: alt.X, y: alt.Y, setting: Setting) -> list[alt.Chart]:
    """What the project has said it expects: a dashed line through it, and its words."""
    ink, rows = setting.palette.quiet, alt.Chart(expected)
    line = rows.mark_line(strokeWidth=1.5, strokeDash=[5, 4], color=ink)
    tick = rows.mark_point(shape="stroke", size=400, strokeWidth=2, color=ink, opacity=1)
    said = rows.mark_text(dy=-12, fontSize=12, color=setting.palette.ink)
    return [
        line.encode(x=x, y=y),
        tick.encode(x=x, y=y),
        said.encode(x=x, y=y, text=alt.Text("said:N")),
    ]
