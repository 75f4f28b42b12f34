"""Altair charts. Each takes shaped figures, never raw rows, and asks for nothing.

Every word on a chart is given to it or comes from the catalogue.
"""

import altair as alt
import polars as pl

from mittaristo.drawing import (
    FOOT,
    OVER_TIME,
    Setting,
    above,
    days,
    finished,
    lane,
    names,
    span,
    today,
    tooltips,
)
from mittaristo.privacy import SafeFrame

FAR_OVER = 2.5
"""Where bars of shares end: the number beside them says how much further it is."""


def employments_over_time(
    areas: SafeFrame, persons: SafeFrame, milestones: SafeFrame, setting: Setting
) -> alt.LayerChart:
    """Stacked steps of employments by support, a dark line of persons, milestones above.

    areas: transforms.stacked with `label` and, for narrow screens, `brief`; persons:
    transforms.course_of_measures with `label`.
    """
    palette = setting.palette
    x = days(setting)
    labels = areas["label"].unique(maintain_order=True).to_list()
    colour = alt.Color(
        "label:N", scale=alt.Scale(domain=labels, range=list(palette.hues[:2])), legend=None
    )
    tooltip = tooltips(setting, "label", "written", "value")
    most = max(1.0, *areas["top"].to_list(), *persons["total"].to_list())
    y = alt.Y(
        "top:Q",
        title=None,
        axis=alt.Axis(tickMinStep=1, tickCount=6),
        scale=alt.Scale(domain=[0, most * 1.12], nice=False),
    )
    steps = (
        alt.Chart(areas)
        .mark_area(interpolate="step-after", opacity=0.85)
        .encode(x=x, y=y, y2="bottom:Q", color=colour, tooltip=tooltip)
    )
    line = (
        alt.Chart(persons)
        .mark_line(interpolate="step-after", strokeWidth=2.5, color=palette.ink)
        .encode(x=x, y="total:Q", tooltip=tooltip)
    )
    area_labels = [
        alt.Chart(areas.filter(pl.col("on") == setting.as_of, pl.col("label") == label))
        .transform_calculate(
            middle="(datum.bottom + datum.top) / 2",
            said="(width < 450 ? datum.brief : datum.label) + ' ' + datum.value",
        )
        .mark_text(align="left", dx=8, fontSize=13, fontWeight="bold", color=hue)
        .encode(x=x, y="middle:Q", text="said:N")
        for label, hue in zip(labels, palette.words, strict=False)
    ]
    person_label = (
        alt.Chart(persons.filter(pl.col("on") == setting.as_of))
        .transform_calculate(said="datum.label + ' ' + datum.value")
        .mark_text(align="left", dx=8, dy=-9, fontSize=15, fontWeight="bold", color=palette.ink)
        .encode(x=x, y="total:Q", text="said:N")
    )
    over = (
        span(setting),
        steps,
        line,
        *area_labels,
        person_label,
        *today(setting),
        *lane(milestones, setting),
    )
    return finished(over, setting, OVER_TIME + above(milestones))


def bullets(targets: SafeFrame, setting: Setting) -> alt.LayerChart:
    """Share of each target reached, a row a measure, with ticks at 100 % and at the time elapsed.

    targets: transforms.with_targets.
    """
    palette, _ = setting.palette, setting.translate
    reached = float(targets["share"].cast(pl.Float64).to_numpy().max())
    across = alt.Scale(domain=[0, min(max(1.35, reached * 1.25), FAR_OVER)], clamp=True)
    per_cent = (
        "round(datum.value * 100) + ' %'"
        if setting.language == "fi"
        else "round(datum.value * 100) + '%'"
    )
    axis = alt.Axis(labelExpr=per_cent, values=[0, 0.25, 0.5, 0.75, 1], grid=False)
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
        tooltip=tooltips(setting, "label", "said", "aim"),
    )
    tick = goal.mark_tick(size=34, thickness=3, color=palette.ink).encode(x="full:Q", y=y)
    said = (
        alt.Chart(targets)
        .transform_calculate(end="max(datum.share, 1)")
        .mark_text(align="left", dx=10, fontSize=14, fontWeight="bold", color=palette.ink)
        .encode(x="end:Q", y=y, text="both:N")
    )
    now = alt.Chart(targets).mark_point(
        shape="stroke", angle=90, size=900, strokeWidth=2, strokeDash=[4, 3], color=palette.ink
    )
    passed = now.encode(x="elapsed:Q", y=y, tooltip=tooltips(setting, "label", "due", "passed"))
    words = alt.Chart(targets.head(1).with_columns(words=pl.lit(_("time elapsed"))))
    label = words.mark_text(dy=-24, color=palette.ink, fontSize=12).encode(
        x="elapsed:Q", y=y, text="words:N"
    )
    layers = (track, bar, tick, said, passed, label)
    row = 84 if targets.height <= 3 else 56
    return finished(layers, setting, row * targets.height + FOOT)


def grid_of_trainings(grid: SafeFrame, setting: Setting) -> alt.LayerChart:
    """Training × language: a disc by attendances with their number, a ring for what is coming.

    grid: transforms.training_grid.
    """
    palette = setting.palette
    trainings = grid["training"].unique(maintain_order=True).to_list()
    spoken = grid.sort("of_language", descending=True)["spoken"]
    across = alt.Axis(orient="top", labelAngle=0, labelFontSize=14, domain=False, ticks=False)
    x = alt.X(
        "spoken:N", title=None, sort=spoken.unique(maintain_order=True).to_list(), axis=across
    )
    y = alt.Y("training:N", title=None, sort=trainings, axis=names(grid=True))
    tooltip = tooltips(setting, "training", "spoken", "held_said", "attended", "awaited")
    beside = alt.expr(f"min(42, width / {max(grid['spoken'].n_unique(), 1)} * 0.4)")
    held = alt.Chart(grid).transform_filter("datum.attendances > 0")
    coming = (
        alt.Chart(grid)
        .transform_filter("datum.coming > 0")
        .transform_calculate(more="'+' + datum.awaited")
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
        .encode(x=x, y=y, text="attended:N")
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
        .encode(x=x, y=y, text="attended:N")
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
            tooltip=tooltips(setting, "category", "written", "count"),
        )
    )
    over = (span(setting), bars, *today(setting), *lane(milestones, setting))
    return finished(over, setting, OVER_TIME + above(milestones))


def bars_with_target(figure: SafeFrame, setting: Setting) -> alt.LayerChart:
    """One bar a measure, unconnected, its number at the end, and a tick at its target.

    figure: transforms.beside_targets, or transforms.employer_groups, whose part that are clients is
    a thin dark bar within the bar.
    """
    palette, _ = setting.palette, setting.translate
    beside = "width < 420 ? datum.said : datum.beside"
    said = beside if "beside" in figure.columns else "datum.said"
    y = alt.Y("label:N", title=None, sort=figure["label"].to_list(), axis=names())
    rows = alt.Chart(figure)
    goals = figure.filter(pl.col("target") > 0).with_columns(words=pl.lit(_("target")))
    aimed = alt.Chart(goals)
    track = aimed.mark_bar(size=26, color=palette.track).encode(x="target:Q", y=y)
    bar = rows.mark_bar(size=26, color=palette.hue("employers_met")).encode(
        x=alt.X("value:Q", title=None, axis=alt.Axis(tickCount=5, grid=False)),
        y=y,
        tooltip=tooltips(setting, "label", "said", "aim"),
    )
    numbers = (
        rows.transform_calculate(shown=said)
        .mark_text(align="left", dx=8, fontSize=16, fontWeight="bold", color=palette.ink)
        .encode(x="value:Q", y=y, text="shown:N")
    )
    tick = aimed.mark_tick(size=40, thickness=3, color=palette.ink).encode(x="target:Q", y=y)
    aim = (
        aimed.transform_calculate(said="width < 420 ? '' : datum.words + ' ' + datum.aim")
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


def rows_moved(bars: SafeFrame, setting: Setting) -> alt.LayerChart:
    """A row a table: removed rows to the left of zero, added and changed ones to the right.

    bars: difference.bars.
    """
    palette, _ = setting.palette, setting.translate
    kinds = [_("Removed"), _("Added"), _("Changed")]
    hues = [palette.hues[1], palette.hues[0], palette.hues[5]]
    labels = bars["label"].unique(maintain_order=True).to_list()
    y = alt.Y("label:N", title=None, sort=labels, axis=names())
    colour = alt.Color(
        "kind:N",
        sort=kinds,
        scale=alt.Scale(domain=kinds, range=hues),
        legend=alt.Legend(orient="bottom", title=None, symbolType="square"),
    )
    ends = [*bars["start"].to_list(), *bars["end"].to_list(), 0]
    reach = max(ends) - min(ends)
    room = alt.Scale(domain=[min(ends) - reach * 0.1, max(ends) + reach * 0.15])
    x = alt.X("start:Q", title=None, scale=room, axis=alt.Axis(tickMinStep=1, tickCount=5))
    rows = alt.Chart(bars)
    moved = rows.mark_bar(size=16).encode(x=x, x2="end:Q", y=y, color=colour)
    ink = palette.ink
    left = rows.transform_filter("datum.start < 0").mark_text(
        align="right", dx=-5, fontSize=13, color=ink
    )
    right = rows.transform_filter("datum.start >= 0").mark_text(
        align="left", dx=5, fontSize=13, color=ink
    )
    zero = alt.Chart(bars.head(1)).mark_rule(color=palette.ink).encode(x=alt.datum(0))
    layers = (
        moved,
        left.encode(x="start:Q", y=y, text="said:N"),
        right.encode(x="end:Q", y=y, text="said:N"),
        zero,
    )
    return finished(layers, setting, 26 * len(labels) + FOOT + 20)
