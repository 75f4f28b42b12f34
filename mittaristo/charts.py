"""Altair charts. Each takes shaped figures, never raw rows, and asks for nothing.

Every word on a chart is given to it or comes from the catalogue; every date is a day without a
zone, drawn on a UTC scale so that no browser moves it to the day before.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import altair as alt
import polars as pl
from babel.dates import get_day_names, get_month_names
from babel.numbers import get_decimal_symbol, get_group_symbol

from mittaristo.privacy import SafeFrame
from mittaristo.texts import N_, Language, Translate, day, locale_of, translator
from mittaristo.transforms import LANES

TALL, MIDDLE = 330, 270
"""Heights of charts over time, with their axis and foot."""

FOOT = 62
"""Height of an axis and of the line below it."""

ROW = 17
"""Height of one lane of milestones."""


@dataclass(frozen=True)
class Palette:
    """Colours that hold 3:1 on their ground and stay apart in all colour-vision deficiencies."""

    ink: str
    quiet: str
    ground: str
    track: str
    hues: tuple[str, ...]


LIGHT = Palette(
    ink="#0B1220",
    quiet="#4A5563",
    ground="#FFFFFF",
    track="#DDE3EA",
    hues=("#1F6FC0", "#D55E00", "#1B9E77", "#A02C7D", "#2B2F38", "#7F8A94"),
)
DARK = Palette(
    ink="#F2F5F8",
    quiet="#B4BFCC",
    ground="#0E1621",
    track="#2A3A4E",
    hues=("#8CC4FF", "#F08A4B", "#2FB58D", "#C77DD1", "#F2F5F8", "#8794A3"),
)


@dataclass(frozen=True)
class Setting:
    """What every chart of a page has in common."""

    language: Language
    dark: bool
    as_of: dt.date
    starts_on: dt.date
    ends_on: dt.date
    synthetic: bool

    @property
    def palette(self) -> Palette:
        return DARK if self.dark else LIGHT

    @property
    def translate(self) -> Translate:
        return translator(self.language)


def employments_over_time(
    areas: SafeFrame, persons: SafeFrame, milestones: SafeFrame, setting: Setting
) -> alt.LayerChart:
    """Stacked steps of employments by support, a dark line of persons, milestones above.

    areas: transforms.stacked with `label`; persons: transforms.course_of_measures with `label`.
    """
    palette = setting.palette
    x = _days(setting)
    colour = alt.Color(
        "label:N",
        scale=alt.Scale(
            domain=areas["label"].unique(maintain_order=True).to_list(),
            range=list(palette.hues[:2]),
        ),
        legend=None,
    )
    tooltip = _tooltips(setting, "label", "written", "value")
    y = alt.Y("top:Q", title=None, axis=alt.Axis(tickMinStep=1))
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
    area_labels = (
        alt.Chart(areas.filter(pl.col("on") == setting.as_of))
        .transform_calculate(
            middle="(datum.bottom + datum.top) / 2", said="datum.label + ' ' + datum.value"
        )
        .mark_text(align="left", dx=8, fontSize=12, fontWeight="bold")
        .encode(x=x, y="middle:Q", text="said:N", color=colour)
    )
    person_label = (
        alt.Chart(persons.filter(pl.col("on") == setting.as_of))
        .transform_calculate(said="datum.label + ' ' + datum.value")
        .mark_text(align="left", dx=8, dy=-9, fontSize=14, fontWeight="bold", color=palette.ink)
        .encode(x=x, y="total:Q", text="said:N")
    )
    over = (
        _span(setting),
        steps,
        line,
        area_labels,
        person_label,
        *_today(setting),
        *_lane(milestones, setting),
    )
    return _finished(over, setting, TALL + ROW * LANES)


def bullets(targets: SafeFrame, elapsed: float, setting: Setting) -> alt.LayerChart:
    """Share of each target reached, a row a measure, with ticks at 100 % and at the time elapsed.

    targets: transforms.with_targets; elapsed: share of the project's time.
    """
    palette, _ = setting.palette, setting.translate
    reached = float(targets["share"].cast(pl.Float64).to_numpy().max())
    across = alt.Scale(domain=[0, max(1.35, reached * 1.3)])
    per_cent = (
        "round(datum.value * 100) + ' %'"
        if setting.language == "fi"
        else "round(datum.value * 100) + '%'"
    )
    axis = alt.Axis(labelExpr=per_cent, values=[0, 0.25, 0.5, 0.75, 1], grid=False)
    y = alt.Y("label:N", title=None, sort=targets["label"].to_list(), axis=_names())
    rows = alt.Chart(targets)
    goal = alt.Chart(targets).transform_calculate(full="1")
    track = goal.mark_bar(size=22, color=palette.track).encode(
        x=alt.X("full:Q", title=None, scale=across, axis=axis), y=y
    )
    bar = rows.mark_bar(size=22, color=palette.hues[0]).encode(
        x="share:Q", y=y, tooltip=_tooltips(setting, "label", "said", "aim")
    )
    tick = goal.mark_tick(size=34, thickness=3, color=palette.ink).encode(x="full:Q", y=y)
    said = (
        alt.Chart(targets)
        .transform_calculate(end="max(datum.share, 1)", both="datum.said + ' / ' + datum.aim")
        .mark_text(align="left", dx=10, fontSize=14, fontWeight="bold", color=palette.ink)
        .encode(x="end:Q", y=y, text="both:N")
    )
    now = alt.Chart(pl.DataFrame({"share": [elapsed], "said": [_("time elapsed")]}))
    line = now.mark_rule(strokeDash=[4, 3], color=palette.ink, strokeWidth=2).encode(
        x="share:Q", y=alt.value(-6), y2=alt.value(alt.expr("height"))
    )
    line_label = now.mark_text(
        align="right", dx=-6, baseline="bottom", color=palette.ink, fontSize=12
    ).encode(x="share:Q", y=alt.value(-4), text="said:N")
    layers = (track, bar, tick, said, line, line_label)
    return _finished(layers, setting, 52 * targets.height + FOOT)


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
    y = alt.Y("training:N", title=None, sort=trainings, axis=_names(grid=True))
    tooltip = _tooltips(setting, "training", "spoken", "held_said", "attended", "awaited")
    held = alt.Chart(grid).transform_filter("datum.attendances > 0")
    coming = alt.Chart(grid).transform_filter("datum.coming > 0")
    disc = held.mark_circle(color=palette.hues[0], opacity=1).encode(
        x=x,
        y=y,
        size=alt.Size("attendances:Q", scale=alt.Scale(range=[350, 1300]), legend=None),
        tooltip=tooltip,
    )
    inside = held.mark_text(color=palette.ground, fontWeight="bold", fontSize=13).encode(
        x=x, y=y, text="attended:N"
    )
    ring = coming.mark_point(
        shape="circle", size=420, strokeWidth=2, strokeDash=[3, 2], color=palette.ink, xOffset=42
    ).encode(x=x, y=y, tooltip=tooltip)
    awaited = coming.mark_text(
        color=palette.ink, fontWeight="bold", fontSize=13, xOffset=42
    ).encode(x=x, y=y, text="awaited:N")
    return _finished((disc, inside, ring, awaited), setting, 46 * len(trainings) + FOOT)


def stacked_months(months: SafeFrame, milestones: SafeFrame, setting: Setting) -> alt.LayerChart:
    """Bars month by month, stacked by a category, with a legend, and milestones above.

    months: transforms.by_month.
    """
    palette = setting.palette
    categories = months["category"].unique(maintain_order=True).to_list()
    hues = [palette.hues[place % len(palette.hues)] for place in range(len(categories))]
    bars = (
        alt.Chart(months)
        .transform_filter("datum.count > 0")
        .mark_rect(stroke=palette.ground, strokeWidth=0.5)
        .encode(
            x=_days(setting),
            x2="until:T",
            y=alt.Y("top:Q", title=None, axis=alt.Axis(tickMinStep=1)),
            y2="bottom:Q",
            color=alt.Color(
                "category:N",
                sort=categories,
                scale=alt.Scale(domain=categories, range=hues),
                legend=alt.Legend(orient="bottom", title=None, symbolType="square"),
            ),
            tooltip=_tooltips(setting, "category", "written", "count"),
        )
    )
    over = (_span(setting), bars, *_today(setting), *_lane(milestones, setting))
    return _finished(over, setting, MIDDLE + ROW * LANES)


def bars_with_target(figure: SafeFrame, setting: Setting) -> alt.LayerChart:
    """One bar a measure, unconnected, its number at the end, and a tick at its target.

    figure: transforms.beside_targets.
    """
    palette, _ = setting.palette, setting.translate
    target = _("target")
    y = alt.Y("label:N", title=None, sort=figure["label"].to_list(), axis=_names())
    rows = alt.Chart(figure)
    aimed = rows.transform_filter("datum.target > 0")
    track = aimed.mark_bar(size=26, color=palette.track).encode(x="target:Q", y=y)
    bar = rows.mark_bar(size=26, color=palette.hues[3]).encode(
        x=alt.X("value:Q", title=None, axis=alt.Axis(tickCount=5, grid=False)),
        y=y,
        tooltip=_tooltips(setting, "label", "said", "aim"),
    )
    numbers = rows.mark_text(
        align="left", dx=8, fontSize=16, fontWeight="bold", color=palette.ink
    ).encode(x="value:Q", y=y, text="said:N")
    tick = aimed.mark_tick(size=40, thickness=3, color=palette.ink).encode(x="target:Q", y=y)
    aim = (
        aimed.transform_calculate(words=f"'{target} ' + datum.aim")
        .mark_text(align="right", dx=-8, color=palette.ink, fontSize=13)
        .encode(x="target:Q", y=y, text="words:N")
    )
    return _finished((track, bar, numbers, tick, aim), setting, 58 * figure.height + FOOT)


# --- What the charts share --------------------------------------------------------------------


def _days(setting: Setting) -> alt.X:
    """An axis of days without a zone; `_span` makes it as long as the project."""
    axis = alt.Axis(
        format="%-m/%Y" if setting.language == "fi" else "%b %Y",
        tickCount=6,
        grid=False,
        labelOverlap="greedy",
    )
    return alt.X("on:T", title=None, axis=axis, scale=alt.Scale(type="utc", nice=False))


def _span(setting: Setting) -> alt.Chart:
    """Nothing to see at the project's first and last day: both belong to the axis."""
    ends = pl.DataFrame({"on": [setting.starts_on, max(setting.ends_on, setting.as_of)]})
    unseen: alt.Chart = alt.Chart(ends).mark_rule(opacity=0, aria=False).encode(x=_days(setting))
    return unseen


def _names(*, grid: bool = False) -> alt.Axis:
    """An axis of names that are read like text."""
    return alt.Axis(labelLimit=250, labelFontSize=13, grid=grid, domain=False, ticks=False)


def _today(setting: Setting) -> list[alt.Chart]:
    """One thin dark line at the as-of date; beyond it is plan."""
    palette, _ = setting.palette, setting.translate
    said = _("as of {day}").format(day=day(setting.as_of, setting.language))
    at = alt.Chart(pl.DataFrame({"on": [setting.as_of], "said": [said]}))
    words = at.mark_text(
        align="left", dx=8, dy=-6, baseline="bottom", color=palette.ink, fontSize=12
    )
    return [
        at.mark_rule(color=palette.ink, strokeWidth=1).encode(x=_days(setting)),
        words.encode(x=_days(setting), y=alt.value(alt.expr("height")), text="said:N"),
    ]


def _lane(milestones: SafeFrame, setting: Setting) -> list[alt.Chart]:
    """Milestones above the plot, on the plot's own axis: filled when done, hollow when coming.

    milestones: transforms.milestone_lane. On a narrow screen the titles are left to the tooltips.
    """
    palette = setting.palette
    x = _days(setting)
    wide_enough = alt.expr("width < 560 ? 0 : 1")
    layers = []
    for done in (True, False):
        marks = alt.Chart(milestones.filter(pl.col("done") == done)).mark_point(
            shape="circle", filled=done, size=55, strokeWidth=1.5, color=palette.ink, opacity=1
        )
        layers.append(
            marks.encode(x=x, y=alt.value(-12), tooltip=_tooltips(setting, "title", "written"))
        )
    for lane, side in milestones.select("lane", "side").drop_nulls().unique().sort("*").iter_rows():
        height = -12 - ROW * lane
        here = alt.Chart(milestones.filter(pl.col("lane") == lane, pl.col("side") == side))
        titles = here.mark_text(
            align="left" if side == "right" else "right",
            baseline="middle",
            dx=8 if side == "right" else -8,
            fontSize=11,
            color=palette.ink,
            opacity=wide_enough,
        )
        layers.append(titles.encode(x=x, y=alt.value(height), text="title:N"))
        if lane:
            leader = here.mark_rule(strokeWidth=0.7, color=palette.quiet, opacity=wide_enough)
            layers.append(leader.encode(x=x, y=alt.value(-16), y2=alt.value(height - 5)))
    return [layer for layer in layers if not layer.data.is_empty()]


TOOLTIPS = {
    "label": N_("Figure"),
    "written": N_("Time"),
    "value": N_("Value"),
    "said": N_("Value"),
    "aim": N_("Target"),
    "title": N_("Event"),
    "training": N_("Training"),
    "spoken": N_("Language"),
    "held_said": N_("Held"),
    "attended": N_("Attendances"),
    "awaited": N_("Coming"),
    "category": N_("Kind"),
    "count": N_("Number"),
}


def _tooltips(setting: Setting, *fields: str) -> list[alt.Tooltip]:
    _ = setting.translate
    return [alt.Tooltip(f"{field}:N", title=_(TOOLTIPS[field])) for field in fields]


def _finished(layers: Iterable[alt.Chart], setting: Setting, height: int) -> alt.LayerChart:
    """Size, numbers as the reader writes them, and the mark of invention below the plot."""
    palette, _ = setting.palette, setting.translate
    mark = alt.Title(
        _("invented example data") if setting.synthetic else "",
        orient="bottom",
        anchor="end",
        fontSize=11,
        fontWeight="normal",
        color=palette.quiet,
    )
    chart = alt.LayerChart(layer=list(layers)).properties(
        height=height, title=mark, padding={"top": 4, "left": 4, "right": 12, "bottom": 4}
    )
    configured = (
        chart.configure(locale=_locale(setting.language), background="transparent")
        .configure_view(strokeWidth=0)
        .configure_axis(labelColor=palette.quiet, labelFontSize=12, gridColor=palette.track)
        .configure_legend(labelColor=palette.ink, labelFontSize=12)
    )
    assert isinstance(configured, alt.LayerChart)
    return configured


def _locale(language: Language) -> dict[str, Any]:
    """Vega's own tables of how numbers and days are written, from CLDR."""
    locale = locale_of(language)

    def names(kind: str, getter: Any) -> list[str]:
        found = getter(kind, "stand-alone", locale)
        return [found[index] for index in sorted(found)]

    days = names("wide", get_day_names)
    short_days = names("abbreviated", get_day_names)
    return {
        "number": {
            "decimal": get_decimal_symbol(locale),
            "thousands": get_group_symbol(locale),
            "grouping": [3],
            "currency": ["", "\u00a0€"] if language == "fi" else ["€", ""],
        },
        "time": {
            "dateTime": "%A %-d. %Bta %Y klo %H.%M" if language == "fi" else "%A %-d %B %Y %H:%M",
            "date": "%-d.%-m.%Y" if language == "fi" else "%-d %b %Y",
            "time": "%H.%M" if language == "fi" else "%H:%M",
            "periods": ["ap.", "ip."] if language == "fi" else ["am", "pm"],
            "days": [days[-1], *days[:-1]],
            "shortDays": [short_days[-1], *short_days[:-1]],
            "months": names("wide", get_month_names),
            "shortMonths": names("abbreviated", get_month_names),
        },
    }
