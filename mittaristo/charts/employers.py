"""Groups of employers as unconnected bars, with a target."""

import altair as alt
import polars as pl

from mittaristo.charts.axes import FOOT, finished, names, tooltips
from mittaristo.charts.theme import Setting
from mittaristo.privacy.disclosure import SafeFrame


def bars_with_target(figure: SafeFrame, setting: Setting) -> alt.LayerChart:
    """One bar a measure, unconnected, its number at the end, and a tick at its target.

    figure: transforms.beside_targets, or transforms.employer_groups, whose part that are clients is
    a thin dark bar within the bar.
    """
    palette, _ = setting.palette, setting.translate
    beside = "width < 420 ? datum.value_text : datum.value_beside_text"
    said = beside if "value_beside_text" in figure.columns else "datum.value_text"
    y = alt.Y("label:N", title=None, sort=figure["label"].to_list(), axis=names())
    rows = alt.Chart(figure)
    goals = figure.filter(pl.col("target") > 0).with_columns(words=pl.lit(_("target")))
    aimed = alt.Chart(goals)
    track = aimed.mark_bar(size=26, color=palette.track).encode(x="target:Q", y=y)
    bar = rows.mark_bar(size=26, color=palette.hue("employers_met")).encode(
        x=alt.X("value:Q", title=None, axis=alt.Axis(tickCount=5, grid=False)),
        y=y,
        tooltip=tooltips(setting, "label", "value_text", "target_text"),
    )
    numbers = (
        rows.transform_calculate(shown=said)
        .mark_text(align="left", dx=8, fontSize=16, fontWeight="bold", color=palette.ink)
        .encode(x="value:Q", y=y, text="shown:N")
    )
    tick = aimed.mark_tick(size=40, thickness=3, color=palette.ink).encode(x="target:Q", y=y)
    aim = (
        aimed.transform_calculate(said="width < 420 ? '' : datum.words + ' ' + datum.target_text")
        .mark_text(align="right", dx=-8, color=palette.ink, fontSize=13)
        .encode(x="target:Q", y=y, text="said:N")
    )
    within = rows.mark_bar(size=6, color=palette.ground).encode(x="clients:Q", y=y)
    layers = [
        *([] if goals.is_empty() else [track]),
        bar,
        *([within] if "clients" in figure.columns else []),
        numbers,
        *([] if goals.is_empty() else [tick, aim]),
    ]
    return finished(layers, setting, 50 * figure.height + FOOT)
