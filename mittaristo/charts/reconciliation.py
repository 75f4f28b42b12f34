"""Published figures around the computed ones: how far apart, as shares of what was published."""

import altair as alt

from mittaristo.charts.axes import FOOT, finished
from mittaristo.charts.specification import Specification
from mittaristo.charts.theme import Setting
from mittaristo.privacy.disclosure import SafeFrame

LEAST = 0.05
"""The axis reaches so far to both sides at least, so that no small difference looks large."""


ROW = 30
"""The height of a row: on a phone its name stands above the dot, where it has all the width."""

NARROW = "windowSize()[0] < 600"

NAMES = alt.Axis(
    labelExpr=f"{NARROW} ? '' : datum.label",
    labelLimit=360,
    labelFontSize=13,
    grid=True,
    domain=False,
    ticks=False,
)
"""Names of figures beside the rows."""


def dots(rows: SafeFrame, setting: Setting) -> Specification:
    """A row a figure: a dot where the computed one lies, zero where both are equal.

    rows: transforms.review.reconciliation.comparable. A band: how far a rounded figure may be from
    what it stands for. A dot that lies neither at zero nor within its band is filled.
    """
    palette, labels = setting.palette, rows["name"].to_list()
    ends = [abs(share) for name in ("relative", "low", "high") for share in rows[name].to_list()]
    reach = max(LEAST, *ends) * 1.15
    sign = " %" if setting.language == "fi" else "%"
    number = "replace(format(datum.value * 100, '+.3~r'), '-', '\u2212')"
    axis = alt.Axis(labelExpr=f"datum.value == 0 ? '0{sign}' : {number} + '{sign}'", tickCount=5)
    across = alt.Scale(domain=[-reach, reach * 1.9], nice=False)
    x = alt.X("relative:Q", title=None, scale=across, axis=axis)
    y = alt.Y("name:N", title=None, sort=labels, axis=NAMES)
    placed = alt.Chart(rows)
    band = placed.mark_bar(size=12, color=palette.quiet, opacity=0.35)
    zero = alt.Chart(rows.head(1)).mark_rule(color=palette.ink).encode(x=alt.XDatum(0.0))
    layers = [
        band.encode(x=alt.X("low:Q", title=None, scale=across, axis=axis), x2=alt.X2("high:Q"), y=y)
    ]
    layers.append(zero)
    for differs in (False, True):
        within = rows["relative"].is_between(rows["low"], rows["high"])
        some = rows.filter(~within if differs else within)
        if some.height:
            point = alt.Chart(some).mark_point(
                filled=differs, size=95, strokeWidth=2, opacity=1, color=palette.ink
            )
            layers.append(point.encode(x=x, y=y))
    said = placed.transform_calculate(
        end="max(datum.relative, datum.high)", words="width < 480 ? '' : datum.said"
    ).mark_text(align="left", dx=12, fontSize=12, color=palette.ink)
    layers.append(said.encode(x=alt.X("end:Q"), y=y, text=alt.Text("words:N")))
    above = placed.transform_calculate(words=f"{NARROW} ? datum.name : ''").mark_text(
        align="left", dy=-12, fontSize=12, color=palette.ink, limit=alt.ExprRef("width")
    )
    layers.append(above.encode(x=alt.XValue(0), y=y, text=alt.Text("words:N")))
    return finished(layers, setting, ROW * rows.height + FOOT)
