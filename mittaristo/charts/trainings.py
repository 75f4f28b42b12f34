"""Trainings by card and language, as a grid of discs."""

import altair as alt

from mittaristo.charts.axes import FOOT, finished, names, tooltips
from mittaristo.charts.theme import Setting
from mittaristo.privacy.disclosure import SafeFrame


def grid_of_trainings(grid: SafeFrame, setting: Setting) -> alt.LayerChart:
    """Training × language: a disc by attendances with their number, a ring for what is coming.

    grid: transforms.training_grid.
    """
    trainings = grid["subject_text"].unique(maintain_order=True).to_list()
    spoken = grid.sort("of_language", descending=True)["language_text"]
    languages = spoken.unique(maintain_order=True).to_list()
    across = alt.Axis(orient="top", labelAngle=0, labelFontSize=14, domain=False, ticks=False)
    x = alt.X("language_text:N", title=None, sort=languages, axis=across)
    y = alt.Y("subject_text:N", title=None, sort=trainings, axis=names(grid=True))
    layers = [*_held(grid, x, y, setting), *_coming(grid, x, y, setting)]
    return finished(layers, setting, 46 * len(trainings) + FOOT)


def _tooltips(setting: Setting) -> list[alt.Tooltip]:
    return tooltips(
        setting, "subject_text", "language_text", "held_text", "attendances_text", "coming_text"
    )


def _held(grid: SafeFrame, x: alt.X, y: alt.Y, setting: Setting) -> list[alt.Chart]:
    """A disc by attendances, and their number within it or, where that is too small, beside it."""
    palette, narrow = setting.palette, "width < 450"
    held = alt.Chart(grid).transform_filter("datum.attendances > 0")
    most = max([1, *grid["attendances"].to_list()])
    area = alt.Scale(domain=[0, most], range=[0, 1500])
    size = alt.Size("attendances:Q", scale=area, legend=None)
    disc = held.mark_circle(color=palette.hues[0], opacity=1)
    fits = f"datum.attendances >= {most} * 0.25"
    inside = held.transform_filter(fits).mark_text(
        color=palette.ground, fontWeight="bold", fontSize=14
    )
    beside = held.transform_filter(f"!({fits})").mark_text(
        color=palette.ink,
        fontWeight="bold",
        fontSize=14,
        align=alt.ExprRef(f"{narrow} ? 'center' : 'right'"),
        dx=alt.ExprRef(f"{narrow} ? 0 : -14"),
        dy=alt.ExprRef(f"{narrow} ? 15 : 0"),
    )
    return [
        disc.encode(x=x, y=y, size=size, tooltip=_tooltips(setting)),
        *(numbers.encode(x=x, y=y, text="attendances_text:N") for numbers in (inside, beside)),
    ]


def _coming(grid: SafeFrame, x: alt.X, y: alt.Y, setting: Setting) -> list[alt.Chart]:
    """A dashed ring beside the disc, and how many more are coming."""
    ink = setting.palette.ink
    coming = (
        alt.Chart(grid)
        .transform_filter("datum.coming > 0")
        .transform_calculate(more="'+' + datum.coming_text")
    )
    across = max(grid["language_text"].n_unique(), 1)
    beside = alt.expr(f"min(42, width / {across} * 0.4)")
    ring = coming.mark_point(
        shape="circle", size=420, strokeWidth=2, strokeDash=[3, 2], color=ink, xOffset=beside
    )
    more = coming.mark_text(color=ink, fontWeight="bold", fontSize=13, xOffset=beside)
    return [
        ring.encode(x=x, y=y, tooltip=_tooltips(setting)),
        more.encode(x=x, y=y, text="more:N"),
    ]
