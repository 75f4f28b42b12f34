"""Measures against their target values, a bullet a row."""

import altair as alt
import polars as pl

from mittaristo.charts.axes import FOOT, finished, names, tooltips
from mittaristo.charts.theme import Setting
from mittaristo.privacy.disclosure import SafeFrame

FAR_OVER = 2.5
"""Where bars of shares end: the number beside them says how much further it is."""


def bullets(targets: SafeFrame, setting: Setting) -> alt.LayerChart:
    """Share of each target reached, a row a measure, with ticks at 100 % and at the time elapsed.

    targets: transforms.targets.with_targets.
    """
    palette, _ = setting.palette, setting.translate
    reached = max(1.35 / 1.25, *targets["share"].to_list())
    across = alt.Scale(domain=[0, min(reached * 1.25, FAR_OVER)], clamp=True)
    sign = " %" if setting.language == "fi" else "%"
    axis = alt.Axis(
        labelExpr=f"round(datum.value * 100) + '{sign}'", values=[0, 0.25, 0.5, 0.75, 1], grid=False
    )
    y = alt.Y("label:N", title=None, sort=targets["label"].to_list(), axis=names())
    rows = alt.Chart(targets)
    goal = alt.Chart(targets).transform_calculate(full="1")
    track = goal.mark_bar(size=22, color=palette.track).encode(
        x=alt.X("full:Q", title=None, scale=across, axis=axis), y=y
    )
    colours = [palette.hue(measure) for measure in targets["measure"]]
    bar = rows.mark_bar(size=22).encode(
        x="share:Q",
        y=y,
        color=alt.Color(
            "label:N",
            scale=alt.Scale(domain=targets["label"].to_list(), range=colours),
            legend=None,
        ),
        tooltip=tooltips(setting, "label", "value_text", "target_text"),
    )
    tick = goal.mark_tick(size=34, thickness=3, color=palette.ink).encode(x="full:Q", y=y)
    said = (
        alt.Chart(targets)
        .transform_calculate(end="max(datum.share, 1)")
        .mark_text(align="left", dx=10, fontSize=14, fontWeight="bold", color=palette.ink)
        .encode(x="end:Q", y=y, text="value_of_target_text:N")
    )
    now = alt.Chart(targets).mark_point(
        shape="stroke", angle=90, size=900, strokeWidth=2, strokeDash=[4, 3], color=palette.ink
    )
    passed = now.encode(
        x="elapsed:Q", y=y, tooltip=tooltips(setting, "label", "target_due_on_text", "elapsed_text")
    )
    words = alt.Chart(targets.head(1).with_columns(words=pl.lit(_("time elapsed"))))
    label = words.mark_text(dy=-24, color=palette.ink, fontSize=12).encode(
        x="elapsed:Q", y=y, text="words:N"
    )
    layers = (track, bar, tick, said, passed, label)
    row = 84 if targets.height <= 3 else 56
    return finished(layers, setting, row * targets.height + FOOT)
