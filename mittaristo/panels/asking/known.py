"""What the figures know of a measure for a time that is named."""

import datetime as dt
from dataclasses import dataclass

from mittaristo.figures.model import Measure
from mittaristo.figures.periods import Period
from mittaristo.panels.asking import words
from mittaristo.panels.asking.times import Time
from mittaristo.panels.parts.view import View


@dataclass(frozen=True)
class Known:
    """A number of a measure, and the period whose it is."""

    value: float
    period: Period


def in_span(view: View, name: str, first: dt.date, last: dt.date, *, new: bool) -> Known | None:
    """What happened between two days; None where the figures do not tell it.

    Of a period for which everything is counted, or the sum of whole months where each unit counts
    in one of them only: of events, and of persons and employers for the first time.
    """
    measure = view.figures.measures[name]
    if measure.kind == "stock" and (new or last == dt.date.max):
        return None
    chosen = span(view, first, last)
    if chosen is not None:
        row = chosen.of(view.figures.periods(view.role)).get(name, {})
        value = row.get("new" if new and measure.may_return else "value")
        return None if value is None else Known(float(value), chosen)
    return _of_months(view, measure, first, last, new=new)


def span(view: View, first: dt.date, last: dt.date) -> Period | None:
    """The period of the figures that has these days; the first and the last one may be cut."""
    cut = max(first, view.starts_on), min(last, view.as_of)
    known = [Period(*one) for one in view.figures.spans if one[1:] == cut]
    calendar = [one for one in known if one.kind in ("year", "half_year", "reporting")]
    others = [one for one in known if one.kind == "since" or (first, last) == (one.first, one.last)]
    return next(iter(calendar or others), None)


def _of_months(
    view: View, measure: Measure, first: dt.date, last: dt.date, *, new: bool
) -> Known | None:
    """The events of whole months together; the last one may still go on."""
    if measure.kind == "stock" or (measure.may_return and not new and not words.once(measure.id)):
        return None
    cut = max(first, view.starts_on), min(last, view.as_of)
    begins = first <= view.starts_on or first.day == 1
    if not begins or not (last >= view.as_of or _ends_month(last)) or cut[0] > cut[1]:
        return None
    found = [
        float(row["events"])
        for row in view.figures.rows("months")
        if row["measure"] == measure.id and cut[0].replace(day=1) <= row["month"] <= cut[1]
    ]
    return Known(sum(found), Period("months", *cut)) if found else None


def until(view: View, name: str, day: dt.date) -> Known | None:
    """Where a measure stood on the last day of a month or on the as-of day, as is known now."""
    if day == view.as_of:
        value = view.figures.values[name]["value"]
    elif not _ends_month(day) or not view.starts_on <= day < view.as_of:
        return None
    else:
        value = month_of(view, name, day.replace(day=1), "total")
    return None if value is None else Known(float(value), Period("until", view.starts_on, day))


def _ends_month(day: dt.date) -> bool:
    return day == dt.date.max or (day + dt.timedelta(days=1)).day == 1


def month_of(view: View, measure: str, month: dt.date, column: str) -> float | None:
    """A number of a measure in a month: `events` or `total`; None where it is not known."""
    for row in view.figures.rows("months"):
        if row["measure"] == measure and row["month"] == month:
            return None if row[column] is None else float(row[column])
    return None


def published_then(view: View, name: str, day: dt.date) -> float | None:
    """The value as the snapshot of a day gave it; None where this reader may see none."""
    row = view.figures.changes(day, view.role).get(name)
    return None if row is None else float(row["before"])


def at(view: View, name: str, time: Time, *, new: bool = False) -> Known | None:
    """The number for a time: up to a day, or in a month or span of days."""
    if time.kind == "vague":
        return None
    if time.kind in ("day", "until"):
        return until(view, name, time.last)
    return in_span(view, name, time.first, time.last, new=new)
