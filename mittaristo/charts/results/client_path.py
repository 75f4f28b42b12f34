"""Sets of persons as bars one below the other, with the gaps between them named."""

import altair as alt
import polars as pl

from mittaristo.charts.axes import finished
from mittaristo.charts.specification import Specification
from mittaristo.charts.theme import Setting
from mittaristo.privacy.disclosure import SafeFrame

ROW, FOOT = 72, 30
"""Height of a row with its words, and of the line below all of them."""


def client_path(bars: SafeFrame, rows: SafeFrame, setting: Setting) -> Specification:
    """A bar a set, filled where its members are, hollow where somebody is missing.

    bars, rows: transforms.results.client_path. Everything on it is said in words, too.
    """
    palette = setting.palette
    most = max([1, *bars["end"].to_list()])
    scale = alt.Scale(domain=[0, most], nice=False)
    y = alt.Y("members:N", title=None, sort=rows["members"].to_list(), axis=None)
    x = alt.X("start:Q", title=None, axis=None, scale=scale)
    there = alt.Chart(bars.filter(pl.col("kind") == "there")).mark_bar(
        size=18, color=palette.ladder[0]
    )
    gaps = [
        alt.Chart(bars.filter(pl.col("kind") == kind)).mark_bar(
            size=16, fill=None, stroke=stroke, strokeWidth=1.5, strokeDash=dashes
        )
        for kind, stroke, dashes in (
            ("waiting", palette.quiet, [3, 3]),
            ("missing", palette.ladder[1], [1, 0]),
        )
    ]
    ink, words = palette.ink, alt.Chart(rows)
    named = words.mark_text(align="left", dy=-18, fontSize=14, fontWeight="bold", color=ink)
    left = words.mark_text(align="left", dy=17, fontSize=13, color=ink)
    right = words.mark_text(align="right", dy=17, fontSize=13, color=ink)
    layers = (
        *(
            one.transform_filter("datum.end > datum.start").encode(x=x, x2=alt.X2("end:Q"), y=y)
            for one in (there, *gaps)
            if not one.data.is_empty()
        ),
        named.encode(x=alt.XValue(0), y=y, text=alt.Text("label:N")),
        left.encode(
            x=alt.X("left_at:Q", title=None, axis=None, scale=scale), y=y, text=alt.Text("left:N")
        ),
        right.encode(
            x=alt.X("right_at:Q", title=None, axis=None, scale=scale), y=y, text=alt.Text("right:N")
        ),
    )
    return finished(layers, setting, ROW * rows.height + FOOT)
