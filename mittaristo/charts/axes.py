"""What charts share: the axis of days, milestones above it, tooltips, and the finish.

Every date is a day without a zone, drawn on a UTC scale so that no browser moves it to the day
before."""

from collections.abc import Iterable
from typing import Any

import altair as alt
import polars as pl
from babel.dates import get_day_names, get_month_names
from babel.numbers import get_decimal_symbol, get_group_symbol

from mittaristo.charts.labels import width_of
from mittaristo.charts.specification import Specification, specified
from mittaristo.charts.theme import Setting
from mittaristo.i18n.formats import day
from mittaristo.i18n.translation import N_, Language, locale_of
from mittaristo.privacy.disclosure import SafeFrame

OVER_TIME = 312
"""Height of a chart over time, with its axis and foot, without the lanes of events above it."""


PLOT = 240
"""Height of the plot within it, at least."""


FOOT = 62
"""Height of an axis and of the line below it."""


ROW = 18
"""Height of one lane of milestones."""


NAMED, WIDE = 390, 700
"""From which width of the plot on milestones are named, and from which by their usual layout."""


def days(setting: Setting) -> alt.X:
    """An axis of days without a zone; `span` makes it as long as the project."""
    axis = alt.Axis(
        format="%-m/%Y" if setting.language == "fi" else "%b %Y",
        tickCount=alt.TimeIntervalStep(interval="month", step=_months_apart(setting)),
        grid=False,
        labelOverlap="greedy",
        labelSeparation=8,
    )
    return alt.X("on:T", title=None, axis=axis, scale=alt.Scale(type="utc", nice=False))


def _months_apart(setting: Setting) -> int:
    """How many months lie between two ticks: half a year, a quarter or a month."""
    months = (setting.ends_on - setting.starts_on).days / 30
    return 6 if months > 24 else 3 if months > 12 else 1


def span(setting: Setting) -> alt.Chart:
    """Nothing to see at the first and last day of what is shown: both belong to the axis."""
    ends = pl.DataFrame({"on": [setting.starts_on, setting.ends_on]})
    unseen: alt.Chart = alt.Chart(ends).mark_rule(opacity=0, aria=False).encode(x=days(setting))
    return unseen


def names(*, grid: bool = False) -> alt.Axis:
    """An axis of names that are read like text."""
    return alt.Axis(labelLimit=250, labelFontSize=14, grid=grid, domain=False, ticks=False)


def length(setting: Setting) -> int:
    """How many days the axis has, at least one."""
    return max((setting.ends_on - setting.starts_on).days, 1)


def ahead(setting: Setting) -> float:
    """The share of the axis that lies beyond the as-of day."""
    return (setting.ends_on - setting.until).days / length(setting)


def today(setting: Setting, *, named: bool = True) -> list[alt.Chart]:
    """One thin dark line at the as-of date, named where there is room; beyond it is plan.

    Nothing where the axis ends before or on it: all of it has happened.
    """
    palette, _ = setting.palette, setting.translate
    if setting.ends_on <= setting.as_of:
        return []
    said = _("as of {day}").format(day=day(setting.as_of, setting.language))
    at = alt.Chart(pl.DataFrame({"on": [setting.as_of], "said": [said]}))
    words = at.transform_calculate(
        shown=f"{fits(ahead(setting), width_of(said, 13))} ? datum.said : ''"
    ).mark_text(align="left", dx=8, dy=-6, baseline="bottom", color=palette.ink, fontSize=13)
    line = at.mark_rule(color=palette.ink, strokeWidth=1).encode(x=days(setting))
    if not named:
        return [line]
    return [
        line,
        words.encode(x=days(setting), y=alt.YValue(alt.expr("height")), text=alt.Text("shown:N")),
    ]


def fits(share: float, needed: float) -> str:
    """Whether a text that is so wide fits beside a mark, in a share of the plot: for Vega.

    The mark takes some of the room, and what is empty beside the plot adds to it.
    """
    return f"(width * {share:.4f} + 3 > {needed:.0f})"


def lane(milestones: SafeFrame, setting: Setting) -> list[alt.Chart]:
    """Milestones above the plot, on the plot's own axis: filled when done, hollow when coming.

    milestones: transforms.timeline.milestone_lane. Where it is narrow its other layout counts; as
    narrow as on a phone, the titles are left to the list of events below the chart.
    """
    palette, x = setting.palette, days(setting)
    layers = []
    for done in (True, False):
        marks = alt.Chart(milestones.filter(pl.col("done") == done)).mark_point(
            shape="circle", filled=done, size=55, strokeWidth=1.5, color=palette.ink, opacity=1
        )
        shown = tooltips(setting, "title", "on_text")
        layers.append(marks.encode(x=x, y=alt.YValue(-12), tooltip=shown))
    named = milestones.filter(~pl.all_horizontal(pl.col("lane", "lane_near").is_null()))
    here = alt.Chart(named).transform_calculate(
        at=_laid_out("lane"), beside=_laid_out("side"), shown="datum.beside ? datum.title : ''"
    )
    left = "datum.beside === 'left'"
    titles = here.mark_text(
        align=alt.ExprRef(f"{left} ? 'right' : 'left'"),
        dx=alt.ExprRef(f"{left} ? -8 : 8"),
        baseline="middle",
        fontSize=12,
        color=palette.ink,
    )
    height = alt.YValue(alt.expr(f"-12 - {ROW} * datum.at"))
    layers.append(titles.encode(x=x, y=height, text=alt.Text("shown:N")))
    leaders = here.mark_rule(strokeWidth=0.7, color=palette.quiet)
    top = alt.Y2Value(alt.expr(f"datum.at > 0 ? -17 - {ROW} * datum.at : -16"))
    layers.append(leaders.encode(x=x, y=alt.YValue(-16), y2=top))
    return [layer for layer in layers if not layer.data.is_empty()]


def _laid_out(what: str) -> str:
    """Where a title stands, by how wide the plot is: for Vega."""
    return f"width < {NAMED} ? null : width < {WIDE} ? datum.{what}_near : datum.{what}"


def above(milestones: SafeFrame) -> int:
    """The height that the lanes of titles take above the lowest one."""
    highest = milestones["lane"].max()
    return ROW * (highest if isinstance(highest, int) else 0)


TOOLTIPS = {
    "label": N_("Figure"),
    "on_text": N_("Time"),
    "total_text": N_("Value"),
    "value_text": N_("Value"),
    "target_text": N_("Target"),
    "title": N_("Event"),
    "name": N_("Municipality"),
    "subject_text": N_("Training"),
    "language_text": N_("Language"),
    "held_text": N_("Held"),
    "attendances_text": N_("Attendances"),
    "coming_text": N_("Coming"),
    "category": N_("Kind"),
    "count": N_("Number"),
    "target_due_on_text": N_("Due on"),
    "elapsed_text": N_("Time elapsed"),
}


def tooltips(setting: Setting, *fields: str) -> list[alt.Tooltip]:
    _ = setting.translate
    return [alt.Tooltip(f"{field}:N", title=_(TOOLTIPS[field])) for field in fields]


def finished(layers: Iterable[alt.Chart], setting: Setting, height: int) -> Specification:
    """Size, numbers as the reader writes them, and the mark of invention below the plot.

    Vega's own descriptions are English and one a mark: the chart's text and table take their place.
    """
    palette, _ = setting.palette, setting.translate
    mark = alt.Title(
        _("invented example data") if setting.synthetic else "",
        orient="bottom",
        anchor="end",
        frame="group",
        fontSize=12,
        fontWeight="normal",
        color=palette.quiet,
    )
    config = alt.Config(
        locale=_locale(setting.language),
        background="transparent",
        view=alt.ViewConfig(strokeWidth=0),
        mark=alt.MarkConfig(tooltip=None, aria=False),
        axis=alt.AxisConfig(
            aria=False, labelColor=palette.quiet, labelFontSize=13, gridColor=palette.track
        ),
        legend=alt.LegendConfig(aria=False, labelColor=palette.ink, labelFontSize=13),
    )
    padding = {"top": 4, "left": 4, "right": 12, "bottom": 4}
    return specified(layers, height=height, title=mark, padding=padding, config=config)


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
