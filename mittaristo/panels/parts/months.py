"""What happened month by month: bars stacked by a category, milestones above."""

import datetime as dt
from collections.abc import Mapping, Sequence
from statistics import median

import polars as pl

from mittaristo.charts.months import stacked_months
from mittaristo.panels.parts.panel import Panel, alt_of_measures, charted
from mittaristo.panels.parts.timeline import ALWAYS, events, milestones
from mittaristo.panels.parts.view import View
from mittaristo.privacy.disclosure import SafeFrame
from mittaristo.transforms import months as shapes
from mittaristo.transforms import tables

GROWING = 2
"""So many of the latest full months, and the one that has begun, may still grow by late entries."""


def by_category(
    view: View,
    figure: str,
    category: str,
    value: str,
    title: str,
    measures: Sequence[str],
    *,
    kinds: Sequence[str] = ALWAYS,
    together: Mapping[str, str] | None = None,
    planned: SafeFrame | None = None,
    note: str = "",
) -> Panel | None:
    """The panel of a figure by category and month; nothing where the project does not keep it.

    together: code → the code of the group in which it is counted; `others` for all that are not
    named. kinds: of the milestones above.
    """
    if not view.figures.keeps(figure):
        return None
    _ = view.wording
    counted = shapes.between(view.figures[figure], view.whole_months_from, view.last)
    if together is not None:
        counted = shapes.grouped(counted, category, value, together)
    months = shapes.by_month(counted, category, value, _)
    return charted(
        view,
        figure.replace("_", "-"),
        title,
        tables.spread(months, ("on_text", _("Month")), "category", "count", _, newest_first="on"),
        lambda setting: stacked_months(months, milestones(view, kinds), setting, planned=planned),
        alt_text=f"{alt_of_measures(view, measures[:1])} {years_in_words(view, measures[0])}",
        measures=measures,
        figures=[figure],
        note=f"{note} {cut_month(view)}".strip(),
        folded=events(view, kinds),
    )


def cut_month(view: View) -> str:
    """That a month that begins before the period is not drawn; empty where none does."""
    _, first = view.wording, view.first
    if view.whole_months_from <= first:
        return ""
    said = _("The period begins on {day}: the days up to the end of that month are not drawn.")
    return said.format(day=_.day(first))


def growing_from(view: View) -> dt.date:
    """The first day of the months that may still grow."""
    begun = view.as_of.replace(day=1)
    whole = (view.as_of + dt.timedelta(days=1)).day == 1
    back = GROWING - 1 if whole else GROWING
    for _place in range(back):
        begun = (begun - dt.timedelta(days=1)).replace(day=1)
    return begun


def events_of(view: View, measure: str) -> pl.DataFrame:
    """The full months of a measure: `measure, month, events, total`."""
    whole = (pl.col("month") >= view.first) & (pl.col("month").dt.month_end() <= view.last)
    return view.months.filter(pl.col("measure") == measure, whole).sort("month")


def usual_a_month(view: View, measure: str) -> float | None:
    """The median of the last twelve full months; None where there are fewer than six."""
    events = events_of(view, measure).tail(12)["events"].to_list()
    return median(events) if len(events) >= 6 else None


def two_months(view: View, measure: str) -> tuple[str, float, float | None] | None:
    """The last two full months by name, what they brought, and the same a year before.

    None where there are no two full months, or no year before them.
    """
    _, full = view.wording, events_of(view, measure)
    if full.height < 2:
        return None
    last, year_before = full.tail(2), full.slice(max(full.height - 14, 0), 2)
    first, second = last["month"]
    before = float(year_before["events"].sum()) if full.height >= 14 else None
    return f"{_.month(first)}–{_.month(second)}", float(last["events"].sum()), before


def years_in_words(view: View, measure: str) -> str:
    """How a measure came about, year by year, for who cannot see the chart: 2024: 42; 2025: 97."""
    _, course = view.wording, view.months.filter(pl.col("measure") == measure)
    years = (
        course.group_by(pl.col("month").dt.year().alias("year"))
        .agg(pl.col("events").sum())
        .sort("year")
    )
    said = "; ".join(f"{year}: {_.number(count)}" for year, count in years.iter_rows())
    return _("By year {years}.").format(years=said) if said else ""
