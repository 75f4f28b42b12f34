"""Bars month by month, stacked by a category."""

import altair as alt

from mittaristo.charts.axes import OVER_TIME, above, days, finished, lane, span, today, tooltips
from mittaristo.charts.theme import Setting
from mittaristo.privacy.disclosure import SafeFrame


def stacked_months(months: SafeFrame, milestones: SafeFrame, setting: Setting) -> alt.LayerChart:
    """Bars month by month, stacked by a category, with a legend, and milestones above.

    months: transforms.by_month.
    """
    palette = setting.palette
    categories = months["category"].unique(maintain_order=True).to_list()
    hues = list(palette.hues[: len(categories)])
    most = max([1, *months["top"].to_list()])
    bars = (
        alt.Chart(months)
        .transform_filter("datum.count > 0")
        .mark_rect(stroke=palette.ground, strokeWidth=0.5)
        .encode(
            x=days(setting),
            x2="until:T",
            y=alt.Y(
                "top:Q",
                title=None,
                axis=alt.Axis(tickMinStep=1, tickCount=5),
                scale=alt.Scale(domain=[0, most * 1.12], nice=False),
            ),
            y2="bottom:Q",
            color=alt.Color(
                "category:N",
                sort=categories,
                scale=alt.Scale(domain=categories, range=hues),
                legend=alt.Legend(
                    orient="bottom",
                    title=None,
                    symbolType="square",
                    columns=alt.ExprRef("width < 300 ? 2 : 0"),
                ),
            ),
            tooltip=tooltips(setting, "category", "on_text", "count"),
        )
    )
    over = (span(setting), bars, *today(setting), *lane(milestones, setting))
    return finished(over, setting, OVER_TIME + above(milestones))
