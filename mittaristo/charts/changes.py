"""One measure from an earlier value to the present one, a step a row."""

import altair as alt
import polars as pl

from mittaristo.charts.axes import FOOT, finished, names
from mittaristo.charts.specification import Specification
from mittaristo.charts.theme import Setting
from mittaristo.privacy.disclosure import SafeFrame


def waterfall(steps: SafeFrame, setting: Setting) -> Specification:
    """Both values as bars from zero, and between them each step where the one before it ended.

    steps: transforms.changes.steps. A step of nothing is a tick with its 0.
    """
    palette = setting.palette
    order = steps["step"].to_list()
    y = alt.Y("step:N", title=None, sort=order, axis=names())
    reach = max(1.0, *steps["end"])
    least = min(0.0, *steps["start"])
    across = alt.Scale(domain=[least, reach + (reach - least) * 0.16], nice=False)
    axis = alt.Axis(tickMinStep=1, tickCount=5)
    x = alt.X("start:Q", title=None, scale=across, axis=axis)
    kinds = {"value": palette.ladder[5], "gain": palette.ladder[0], "loss": palette.ladder[1]}
    colour = alt.Color(
        "kind:N", scale=alt.Scale(domain=list(kinds), range=list(kinds.values())), legend=None
    )
    rows = alt.Chart(steps)
    bars = rows.mark_bar(size=24).encode(x=x, x2=alt.X2("end:Q"), y=y, color=colour)
    ends = rows.mark_tick(size=30, thickness=2, color=palette.ink).encode(x=alt.X("to:Q"), y=y)
    said = rows.mark_text(
        align="left", dx=8, fontSize=14, fontWeight="bold", color=palette.ink
    ).encode(x=alt.X("end:Q"), y=y, text=alt.Text("said:N"))
    led = alt.Chart(steps.with_columns(below=pl.col("step").shift(-1)).drop_nulls("below"))
    leads = led.mark_rule(strokeWidth=1, color=palette.quiet).encode(
        x=alt.X("to:Q"), y=y, y2=alt.Y2("below:N")
    )
    return finished((leads, bars, ends, said), setting, 38 * steps.height + FOOT)
