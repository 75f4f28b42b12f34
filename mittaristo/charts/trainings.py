"""Trainings by card and language, as a grid of discs."""

import altair as alt

from mittaristo.charts.axes import FOOT, finished, names, tooltips
from mittaristo.charts.theme import Setting
from mittaristo.privacy.disclosure import SafeFrame


def grid_of_trainings(grid: SafeFrame, setting: Setting) -> alt.LayerChart:
    """Training × language: a disc by attendances with their number, a ring for what is coming.

    grid: transforms.training_grid.
    """
    palette = setting.palette
    trainings = grid["subject_text"].unique(maintain_order=True).to_list()
    spoken = grid.sort("of_language", descending=True)["language_text"]
    across = alt.Axis(orient="top", labelAngle=0, labelFontSize=14, domain=False, ticks=False)
    x = alt.X(
        "language_text:N",
        title=None,
        sort=spoken.unique(maintain_order=True).to_list(),
        axis=across,
    )
    y = alt.Y("subject_text:N", title=None, sort=trainings, axis=names(grid=True))
    tooltip = tooltips(
        setting, "subject_text", "language_text", "held_text", "attendances_text", "coming_text"
    )
    beside = alt.expr(f"min(42, width / {max(grid['language_text'].n_unique(), 1)} * 0.4)")
    held = alt.Chart(grid).transform_filter("datum.attendances > 0")
    coming = (
        alt.Chart(grid)
        .transform_filter("datum.coming > 0")
        .transform_calculate(more="'+' + datum.coming_text")
    )
    most = max([1, *grid["attendances"].to_list()])
    area = alt.Scale(domain=[0, most], range=[0, 1500])
    disc = held.mark_circle(color=palette.hues[0], opacity=1).encode(
        x=x, y=y, size=alt.Size("attendances:Q", scale=area, legend=None), tooltip=tooltip
    )
    narrow = "width < 450"
    fits = f"datum.attendances >= {most} * 0.25"
    inside = (
        held.transform_filter(fits)
        .mark_text(color=palette.ground, fontWeight="bold", fontSize=14)
        .encode(x=x, y=y, text="attendances_text:N")
    )
    small = (
        held.transform_filter(f"!({fits})")
        .mark_text(
            color=palette.ink,
            fontWeight="bold",
            fontSize=14,
            align=alt.ExprRef(f"{narrow} ? 'center' : 'right'"),
            dx=alt.ExprRef(f"{narrow} ? 0 : -14"),
            dy=alt.ExprRef(f"{narrow} ? 15 : 0"),
        )
        .encode(x=x, y=y, text="attendances_text:N")
    )
    ring = coming.mark_point(
        shape="circle",
        size=420,
        strokeWidth=2,
        strokeDash=[3, 2],
        color=palette.ink,
        xOffset=beside,
    ).encode(x=x, y=y, tooltip=tooltip)
    awaited = coming.mark_text(
        color=palette.ink, fontWeight="bold", fontSize=13, xOffset=beside
    ).encode(x=x, y=y, text="more:N")
    return finished((disc, inside, small, ring, awaited), setting, 46 * len(trainings) + FOOT)
