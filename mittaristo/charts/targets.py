"""Measures against their target values, a bullet a row."""

import altair as alt
import polars as pl

from mittaristo.charts.axes import FOOT, finished, tooltips
from mittaristo.charts.labels import widest
from mittaristo.charts.specification import Specification
from mittaristo.charts.theme import Setting
from mittaristo.privacy.disclosure import SafeFrame

FAR_OVER = 2.5
"""Where bars of shares end: the number above them says how much further it is."""

ROW, AIRY = 60, 80
"""Height of a row, and where there are three at most."""


def bullets(targets: SafeFrame, setting: Setting) -> Specification:
    """Share of each target reached, a row a measure, with ticks at 100 % and at the time elapsed.

    Name and value stand above their bar, so that long ones have the whole width.
    targets: transforms.targets.with_targets.
    """
    palette = setting.palette
    most = min(max(1.08, *targets["share"].to_list()) * 1.02, FAR_OVER)
    across = alt.Scale(domain=[0, most], clamp=True, nice=False)
    sign = " %" if setting.language == "fi" else "%"
    axis = alt.Axis(
        labelExpr=f"round(datum.value * 100) + '{sign}'", values=[0, 0.25, 0.5, 0.75, 1], grid=False
    )
    y = alt.Y("label:N", title=None, sort=targets["label"].to_list(), axis=None)
    rows = alt.Chart(targets)
    goal = alt.Chart(targets).transform_calculate(full="1")
    track = goal.mark_bar(size=22, color=palette.track).encode(
        x=alt.X("full:Q", title=None, scale=across, axis=axis), y=y
    )
    colours = [palette.hue(measure) for measure in targets["measure"]]
    bar = rows.mark_bar(size=22).encode(
        x=alt.X("share:Q"),
        y=y,
        color=alt.Color(
            "label:N",
            scale=alt.Scale(domain=targets["label"].to_list(), range=colours),
            legend=None,
        ),
        tooltip=tooltips(setting, "label", "value_text", "target_text"),
    )
    tick = goal.mark_tick(size=34, thickness=3, color=palette.ink).encode(x=alt.X("full:Q"), y=y)
    now = alt.Chart(targets).mark_point(
        shape="stroke", angle=90, size=900, strokeWidth=2, strokeDash=[4, 3], color=palette.ink
    )
    passed = now.encode(
        x=alt.X("elapsed:Q"),
        y=y,
        tooltip=tooltips(setting, "label", "target_due_on_text", "elapsed_text"),
    )
    layers = (track, bar, tick, passed, *_said(targets, y, setting), _elapsed(targets, y, setting))
    height = (AIRY if targets.height <= 3 else ROW) * targets.height + FOOT
    return finished(layers, setting, height)


def _said(targets: SafeFrame, y: alt.Y, setting: Setting) -> list[alt.Chart]:
    """Name and value above each bar: the name gives way where both have no room."""
    rows, ink = alt.Chart(targets), setting.palette.ink
    values = widest(targets["value_of_target_text"], 14, bold=True) + 16
    name = rows.mark_text(
        align="left", dy=-24, fontSize=14, color=ink, limit=alt.ExprRef(f"width - {values:.0f}")
    )
    value = rows.mark_text(align="right", dy=-24, fontSize=14, fontWeight="bold", color=ink)
    shown = tooltips(setting, "label", "value_text", "target_text")
    return [
        name.encode(x=alt.XValue(0), y=y, text=alt.Text("label:N"), tooltip=shown),
        value.encode(x=alt.XValue(alt.expr("width")), y=y, text=alt.Text("value_of_target_text:N")),
    ]


def _elapsed(targets: SafeFrame, y: alt.Y, setting: Setting) -> alt.Chart:
    """What the dashed strokes are, below the last one."""
    _, last = setting.translate, targets.tail(1)
    words = alt.Chart(last.with_columns(words=pl.lit(_("time elapsed"))))
    side = "left" if last["elapsed"][0] < 0.2 else "right" if last["elapsed"][0] > 0.8 else "center"
    mark = words.mark_text(
        dy=24, align=alt.ExprRef(f"'{side}'"), color=setting.palette.ink, fontSize=12
    )
    placed: alt.Chart = mark.encode(x=alt.X("elapsed:Q"), y=y, text=alt.Text("words:N"))
    return placed
