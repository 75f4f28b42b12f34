"""Groups of persons by several attributes: a bar a group, and a line for all who joined."""

import altair as alt
import polars as pl

from mittaristo.charts.axes import FOOT, finished, tooltips
from mittaristo.charts.specification import Specification
from mittaristo.charts.theme import Setting
from mittaristo.privacy.disclosure import SafeFrame

ROW = 25
"""Height of a row: a heading, or a group."""

NAMES, BEYOND = 0.6, 1.2
"""How much room names have before the bars, and where the plot ends, as shares of the whole bar."""


def bars_of_groups(listed: SafeFrame, setting: Setting) -> Specification:
    """The share of each group, below the name of its attribute.

    listed: panels.parts.breakdown.listed.
    """
    palette = setting.palette
    y = alt.Y("row:O", title=None, axis=None, sort="ascending")
    x = alt.Scale(domain=[-NAMES, BEYOND], nice=False)
    shown = tooltips(setting, "label", "value_text")

    def place(column: str) -> alt.X:
        return alt.X(f"{column}:Q", title=None, scale=x, axis=None)

    groups = alt.Chart(listed.filter(pl.col("share").is_not_null()))
    headings = alt.Chart(listed.filter(pl.col("share").is_null()))
    names = alt.ExprRef(f"width * {(NAMES - 0.02) / (NAMES + BEYOND):.3f}")
    left = alt.XValue(0)
    layers = [
        headings.mark_text(align="left", fontSize=13, fontWeight="bold", color=palette.ink).encode(
            x=left, y=y, text=alt.Text("label:N")
        ),
        groups.mark_text(align="left", fontSize=13, color=palette.ink, limit=names).encode(
            x=left, y=y, text=alt.Text("label:N"), tooltip=shown
        ),
        groups.transform_calculate(zero="0")
        .mark_bar(size=14, color=palette.hues[0])
        .encode(x=place("zero"), x2=alt.X2("share:Q"), y=y, tooltip=shown),
        alt.Chart(listed.filter(pl.col("joined").is_not_null()))
        .mark_tick(size=20, thickness=2, color=palette.ink)
        .encode(x=place("joined"), y=y, tooltip=shown),
        groups.mark_text(align="left", fontSize=13, color=palette.ink, dx=8).encode(
            x=place("end"), y=y, text=alt.Text("value_text:N")
        ),
    ]
    there = [layer for layer in layers if not layer.data.is_empty()]
    return finished(there, setting, ROW * listed.height + FOOT // 2)
