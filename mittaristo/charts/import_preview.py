"""Rows that publishing would add, change and remove, table by table."""

import altair as alt

from mittaristo.charts.axes import FOOT, finished, names
from mittaristo.charts.specification import Specification
from mittaristo.charts.theme import Setting
from mittaristo.privacy.disclosure import SafeFrame


def rows_moved(bars: SafeFrame, setting: Setting) -> Specification:
    """A row a table: removed rows to the left of zero, added and changed ones to the right.

    bars: difference.bars.
    """
    palette, _ = setting.palette, setting.translate
    kinds = [_("Removed"), _("Added"), _("Changed")]
    hues = [palette.hues[1], palette.hues[0], palette.hues[5]]
    labels = bars["label"].unique(maintain_order=True).to_list()
    y = alt.Y("label:N", title=None, sort=labels, axis=names())
    colour = alt.Color(
        "kind:N",
        sort=kinds,
        scale=alt.Scale(domain=kinds, range=hues),
        legend=alt.Legend(orient="bottom", title=None, symbolType="square"),
    )
    ends = [*bars["start"].to_list(), *bars["end"].to_list(), 0]
    reach = max(ends) - min(ends)
    room = alt.Scale(domain=[min(ends) - reach * 0.1, max(ends) + reach * 0.15])
    x = alt.X("start:Q", title=None, scale=room, axis=alt.Axis(tickMinStep=1, tickCount=5))
    rows = alt.Chart(bars)
    moved = rows.mark_bar(size=16).encode(x=x, x2=alt.X2("end:Q"), y=y, color=colour)
    ink = palette.ink
    left = rows.transform_filter("datum.start < 0").mark_text(
        align="right", dx=-5, fontSize=13, color=ink
    )
    right = rows.transform_filter("datum.start >= 0").mark_text(
        align="left", dx=5, fontSize=13, color=ink
    )
    zero = alt.Chart(bars.head(1)).mark_rule(color=palette.ink).encode(x=alt.XDatum(0))
    layers = (
        moved,
        left.encode(x=alt.X("start:Q"), y=y, text=alt.Text("said:N")),
        right.encode(x=alt.X("end:Q"), y=y, text=alt.Text("said:N")),
        zero,
    )
    return finished(layers, setting, 26 * len(labels) + FOOT + 20)
