"""Pieces of work over months, a row each: done, coming or late."""

import datetime as dt
from dataclasses import replace

import altair as alt
import polars as pl

from mittaristo.charts.axes import FOOT, days, finished, span, today
from mittaristo.charts.labels import widest
from mittaristo.charts.specification import Specification
from mittaristo.charts.theme import Setting
from mittaristo.privacy.disclosure import SafeFrame

ROW = 40
"""Height of a row: its name stands above its line."""

MARGIN = dt.timedelta(days=15)
"""So much of the axis lies before the first day and after the last one."""


def work_over_months(work: SafeFrame, setting: Setting) -> Specification:
    """A line a piece of work with a mark on its day: filled when done, hollow when coming.

    What is late is a diamond, with a line from its day to today's. Name and state stand above the
    line, so that long names have the whole width. work: transforms.network.work.in_rows.
    """
    palette = setting.palette
    dated = work["on"].drop_nulls().to_list()
    first, last = min([*dated, setting.until]), max([*dated, setting.until])
    here = replace(setting, starts_on=first - MARGIN, ends_on=last + MARGIN)
    y = alt.Y("row:O", title=None, axis=None, sort="ascending")
    ends = work.with_columns(on=pl.lit(here.starts_on), until=pl.lit(here.ends_on))
    lines = alt.Chart(ends).mark_rule(color=palette.track, strokeWidth=2)
    layers = [
        span(here),
        lines.encode(x=days(here), x2=alt.X2("until:T"), y=y),
        *_late(work, y, here),
        *_marks(work, y, here),
        *_said(work, y, here),
        *today(here, named=False),
    ]
    return finished(layers, setting, ROW * work.height + FOOT)


def _late(work: SafeFrame, y: alt.Y, setting: Setting) -> list[alt.Chart]:
    """From the day on which it should have been done to the as-of day."""
    rows = work.filter(pl.col("state") == "late").with_columns(until=pl.lit(setting.as_of))
    if rows.is_empty():
        return []
    waited = alt.Chart(rows).mark_rule(color=setting.palette.hues[1], strokeWidth=4)
    return [waited.encode(x=days(setting), x2=alt.X2("until:T"), y=y)]


def _marks(work: SafeFrame, y: alt.Y, setting: Setting) -> list[alt.Chart]:
    """A shape a state, so that no state is told by colour alone."""
    ink, warning = setting.palette.ink, setting.palette.hues[1]
    layers = []
    for state, shape, filled, colour in (
        ("done", "circle", True, ink),
        ("coming", "circle", False, ink),
        ("late", "diamond", True, warning),
    ):
        rows = work.filter(pl.col("state") == state).drop_nulls("on")
        if rows.height:
            mark = alt.Chart(rows).mark_point(
                shape=shape, filled=filled, size=90, strokeWidth=1.8, color=colour, opacity=1
            )
            layers.append(mark.encode(x=days(setting), y=y))
    return layers


def _said(work: SafeFrame, y: alt.Y, setting: Setting) -> list[alt.Chart]:
    """Name to the left and state to the right; the name gives way where both have no room."""
    rows, ink = alt.Chart(work), setting.palette.ink
    states = widest(work["said"], 13) + 12
    limit = alt.ExprRef(f"width - {states:.0f}")
    name = rows.mark_text(align="left", dy=-17, fontSize=13, color=ink, limit=limit)
    state = rows.mark_text(align="right", dy=-17, fontSize=13, color=setting.palette.quiet)
    return [
        name.encode(x=alt.XValue(0), y=y, text=alt.Text("title:N")),
        state.encode(x=alt.XValue(alt.expr("width")), y=y, text=alt.Text("said:N")),
    ]
