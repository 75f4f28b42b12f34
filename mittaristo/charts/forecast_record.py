"""What was forecast, and what came: an interval a meeting, and a point."""

import altair as alt
import polars as pl

from mittaristo.charts.axes import FOOT, finished, names
from mittaristo.charts.specification import Specification
from mittaristo.charts.theme import Setting
from mittaristo.privacy.disclosure import SafeFrame


def intervals(record: SafeFrame, setting: Setting) -> Specification:
    """A row a forecast: its interval as a band, what came as a point, and the outcome in words.

    record: transforms.pace.said_and_came. A point beyond the interval is hollow;
    it is drawn with what is still to be recorded.
    """
    palette, labels = setting.palette, record["said_on_text"].to_list()
    ends = [*record["low"].to_list(), *record["high"].to_list(), *record["expected"].to_list()]
    room = max(max(ends) - min(ends), 1.0)
    across = alt.Scale(domain=[max(0.0, min(ends) - room * 0.1), max(ends) + room * 0.55])
    x = alt.X("low:Q", title=None, scale=across, axis=alt.Axis(tickMinStep=1, tickCount=5))
    y = alt.Y("said_on_text:N", title=None, sort=labels, axis=names())
    band = alt.Chart(record).mark_bar(size=14, color=palette.quiet, opacity=0.35)
    layers = [band.encode(x=x, x2=alt.X2("high:Q"), y=y)]
    for within in (True, False):
        rows = record.filter((pl.col("outcome") == "within") == within)
        if rows.height:
            points = alt.Chart(rows).mark_point(
                filled=within, size=110, strokeWidth=2.5, color=palette.ink, opacity=1
            )
            layers.append(points.encode(x=alt.X("expected:Q"), y=y))
    said = alt.Chart(record).transform_calculate(
        end="max(datum.high, datum.expected)",
        words="datum.said + (width < 450 ? '' : ' · ' + datum.outcome_text)",
    )
    words = said.mark_text(align="left", dx=12, fontSize=13, color=palette.ink)
    layers.append(words.encode(x=alt.X("end:Q"), y=y, text=alt.Text("words:N")))
    return finished(layers, setting, 34 * record.height + FOOT)
