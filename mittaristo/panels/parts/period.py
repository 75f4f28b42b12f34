"""The period that is shown, in words."""

import datetime as dt

from mittaristo.figures.model import Figures
from mittaristo.figures.periods import Period
from mittaristo.i18n.wording import Wording
from mittaristo.panels.parts.view import View


def days(first: dt.date, last: dt.date, _: Wording) -> str:
    """2.10.2023–30.4.2026."""
    return f"{_.day(first)}–{_.day(last)}"


def shown(view: View) -> str:
    """What is counted, as it stands before a colon: 2025, 1–6/2025, or its first and last day."""
    _, one = view.wording, view.period
    calendar = _of_the_calendar(one, _) if one is not None else ""
    return calendar or days(view.first, view.last, _)


def name(period: Period | None, figures: Figures, _: Wording) -> str:
    """What a period is called, with its days where the name does not tell them."""
    if period is None:
        return _("Whole project")
    between, called = days(period.first, period.last, _), ""
    if period.kind == "since":
        said = _("After {day}: {days}")
        return said.format(day=_.day(period.first - dt.timedelta(days=1)), days=between)
    if period.kind == "reporting":
        named = [one for one in figures.project.reporting_periods if one.starts_on == period.first]
        called = named[0].name.get(_.language, "") if named else ""
    elif not (called := _of_the_calendar(period, _)):
        called = _called(period)
        return f"{called} ({between})"
    else:
        return called
    return f"{called} ({between})" if called else between


def _called(period: Period) -> str:
    """2025 or 1–6/2025: the year or half-year in which it lies."""
    year, first_half = period.first.year, period.first.month < 7
    half = "1–6/" if first_half else "7–12/"
    return f"{year}" if period.kind == "year" else f"{half}{year}"


def _of_the_calendar(period: Period, _: Wording) -> str:
    """The same where it is a whole year or half-year; empty otherwise."""
    months = {"year": 12, "half_year": 6}.get(period.kind, 0)
    after = period.last + dt.timedelta(days=1)
    passed = (after.year - period.first.year) * 12 + after.month - period.first.month
    whole = months == passed and period.first.day == after.day == 1
    return _called(period) if whole else ""
