"""Will we get there: pace, target and forecast of one measure, and what forecasts were worth."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import polars as pl

from mittaristo.charts.course import course_over_time
from mittaristo.charts.forecast_record import intervals
from mittaristo.charts.months import stacked_months
from mittaristo.figures.model import changes_for
from mittaristo.figures.pace.forecasts import months_between
from mittaristo.i18n.translation import N_
from mittaristo.panels.parts import months, panel
from mittaristo.panels.parts.panel import Folded, Heading, Notes, Notice, Page, Panel
from mittaristo.panels.parts.timeline import events, milestones
from mittaristo.panels.parts.view import View
from mittaristo.privacy.disclosure import SafeFrame
from mittaristo.transforms import course as courses
from mittaristo.transforms import pace as shapes
from mittaristo.transforms import tables
from mittaristo.transforms.months import by_measure

PACE, FORECASTS, RECORDING = "pace", "forecasts", "recording"
REVISIONS, RECORD = "revisions", "forecast_record"

SHOWN = 12
"""So many months are told as they were published and as they are known now."""

STATUS: Mapping[str, tuple[str, str]] = {
    "reached": ("✓", N_("the target has been reached")),
    "missed": ("✕", N_("the target was not reached")),
    "on_course": ("↗", N_("by the forecast the target will be reached")),
    "open": ("≈", N_("it is not certain that the target will be reached")),
    "short": ("↘", N_("by the forecast the target will not be reached")),
    "too_early": ("…", N_("too early for a forecast")),
    "no_target": ("–", ""),
}
"""Status → its sign and its words."""

OUTCOMES: Mapping[str, str] = {
    "within": N_("within the interval"),
    "below": N_("below the interval"),
    "above": N_("above the interval"),
}


def measures(view: View) -> list[str]:
    """What can be chosen: measures with a target first, of them those not reached; then others.

    One that has neither a target nor a unit yet has no pace.
    """
    rank = {"no_target": 2, "reached": 1}
    rows = view.figures.pace
    told = {name for name, row in rows.items() if row["value"] or row["target"] is not None}
    listed = [name for name in view.figures.measures if name in told]
    return sorted(listed, key=lambda name: rank.get(rows[name]["status"], 0))


def chosen(view: View) -> str:
    """The measure that the page is about; empty where there is none."""
    listed = measures(view)
    return view.measure if view.measure in listed else next(iter(listed), "")


def heading(view: View) -> Heading:
    """The question, and each target with its status."""
    _ = view.wording
    aims = [name for name in measures(view) if view.figures.pace[name]["target"] is not None]
    return Heading(_("Will we get there?"), " ".join(f"{_stands(view, name)}." for name in aims))


def _stands(view: View, measure: str) -> str:
    """A measure with its target and status: Employer clients 37 / 200: by the forecast …"""
    _, row = view.wording, view.figures.pace[measure]
    values = str(_.number(row["value"]))
    if row["target"] is not None:
        values = f"{values} / {_.number(row['target'])}"
    _sign, words = STATUS[row["status"]]
    return f"{view.labels[measure]} {values}: " + _(words)


def _title(view: View, measure: str) -> str:
    """The status with its sign; where there is no target, the forecast for the project's end."""
    _, status = view.wording, view.figures.pace[measure]["status"]
    if status != "no_target":
        return f"{STATUS[status][0]} {_stands(view, measure)}"
    coming = view.figures.forecast(measure, view.ends_on)
    said = _("{measure} {value}: {low}–{high} by {day} at this pace")
    if coming is None:
        said = _("{measure} {value}: no target value")
    low, high = coming or (None, None)
    return said.format(
        measure=view.labels[measure],
        value=view.number(measure),
        low=_.number(low),
        high=_.number(high),
        day=_.day(view.ends_on),
    )


def not_kept(view: View) -> Notice | None:
    """Why there is nothing, where the snapshot holds no pace."""
    if chosen(view):
        return None
    _ = view.wording
    if view.figures.keeps(PACE):
        return Notice(_("This page has nothing to show: the project keeps none of its registers."))
    return Notice(_("This snapshot was published before pace and forecasts were part of one."))


def course(view: View) -> Panel | None:
    """The measure over time with its target, the way to it and the forecast."""
    measure = chosen(view)
    if not measure:
        return None
    _, figures = view.wording, view.figures
    row, kept = figures.pace[measure], [measure]
    line = courses.course_of_measures(
        figures["months"], kept, view.labels, view.starts_on, view.as_of, _
    )
    seen = changes_for(figures["changes"], view.role, before=view.as_of)
    meetings = courses.at_meetings(seen, kept, view.labels, _)
    due = courses.targets_due(figures.whole_project, kept, _("target {target}"), _)
    fan = shapes.fan(line, figures[FORECASTS], measure, _)
    aims = shapes.aims(figures["targets"], figures[PACE], measure, view.starts_on, view.as_of)
    return panel.charted(
        view,
        "pace",
        _title(view, measure),
        tables.spread(line, ("on_text", _("As of")), "label", "total", _, newest_first="on"),
        lambda setting: course_over_time(
            line,
            meetings,
            milestones(view),
            setting,
            fan=fan,
            targets=due,
            aims=aims,
        ),
        alt_text=f"{panel.alt_of_measures(view, kept)} {_calculated(view, row)}",
        measures=kept,
        figures=[PACE, FORECASTS],
        note=_how_to_read(view, fan, aims),
        texts=(_calculated(view, row),),
        folded=(*_ahead(view, measure), *events(view)),
    )


def _how_to_read(view: View, fan: SafeFrame, aims: SafeFrame) -> str:
    _, said = view.wording, []
    if fan.height:
        said.append(
            _(
                "The light area: the forecast, which holds nine times of ten if the pace stays as"
                " it is. It knows neither seasons nor plans."
            )
        )
    if aims.height:
        said.append(_("Dashed: the target value, and the way to it."))
    return " ".join(said)


def _calculated(view: View, row: Mapping[str, Any]) -> str:
    """How the status comes about, in sentences."""
    _, due = view.wording, row["target_due_on"] or view.ends_on
    low, high = view.figures.forecast(row["measure"], due) or (None, None)
    said = {
        "value": _.number(row["value"]),
        "late": _.number(round(row["to_be_recorded"])),
        "target": _.number(row["target"]),
        "due": _.day(due),
        "needed": _.number(None if row["needed"] is None else round(row["needed"], 1)),
        "pace": _.number(None if row["pace"] is None else round(row["pace"], 1)),
        "months": row["pace_months"],
        "low": _.number(low),
        "high": _.number(high),
    }
    sentences = [_("Recorded by now: {value}.")]
    if row["to_be_recorded"] >= shapes.TOLD:
        sentences.append(_("By what has been usual, about {late} more have happened by now."))
    if row["needed"]:
        sentences.append(_("The target {target} by {due} takes {needed} a month."))
    if row["pace"] is not None:
        sentences.append(_("In the last {months} full months there were {pace} a month."))
    if low is not None:
        sentences.append(_("At that pace there will be {low}–{high} on {due}, nine times of ten."))
    return " ".join(sentences).format(**said)


def _ahead(view: View, measure: str) -> tuple[Folded, ...]:
    """The forecast of each month's end as a table."""
    _ = view.wording
    ahead = shapes.forecast_rows(view.figures[FORECASTS], measure, _)
    if ahead.is_empty():
        return ()
    headings = {"until_text": _("Day"), "low_text": _("At least"), "high_text": _("At most")}
    title = _("Forecast, nine times of ten")
    led = panel.leading(view, tables.headed(ahead, headings), FORECASTS, [("measure", measure)])
    return (Folded(title, led, _("Forecast")),)


def by_month(view: View) -> Panel | None:
    """The measure month by month, the newest with what is still to be recorded."""
    measure = chosen(view)
    if not measure:
        return None
    _, figures = view.wording, view.figures
    expected = shapes.still_to_come(figures[REVISIONS], measure, _)
    labels = {measure: view.labels[measure]}
    growing = min(expected["on"].to_list(), default=dt.date.max)
    counted = by_measure(figures["months"], labels, growing, _)
    late = round(figures.pace[measure]["to_be_recorded"])
    title = _("About {count} have happened and are still to be recorded")
    if not late:
        title = _("By what has been usual, everything has been recorded")
    if tables.only(figures[RECORDING], measure).is_empty():
        title = _("{measure} month by month")
    return panel.charted(
        view,
        "pace-by-month",
        title.format(count=_.number(late), measure=view.labels[measure]),
        tables.spread(counted, ("on_text", _("Month")), "category", "count", _, newest_first="on"),
        lambda setting: stacked_months(counted, milestones(view), setting, planned=expected),
        alt_text=f"{panel.alt_of_measures(view, [measure])} {months.years_in_words(view, measure)}",
        measures=[measure],
        figures=[REVISIONS, RECORDING],
        note=_("Light: months that still grow as is usual. The outline: with what is to come.")
        if expected.height
        else "",
    )


def revisions(view: View) -> Panel | None:
    """The last months as they were first published and now; nothing where none was before."""
    measure = chosen(view)
    if not measure:
        return None
    _ = view.wording
    rows = shapes.revised(view.figures[REVISIONS], measure, SHOWN, _)
    if rows["first_on"].is_null().all():
        return None
    headings = {
        "month_text": _("Month"),
        "first_published_text": _("First published"),
        "first_on_text": _("As of"),
        "now_text": _("Now"),
        "change_text": _("Change"),
        "usual_change_text": _("Usual change"),
        "to_be_recorded_text": _("Still to be recorded"),
    }
    return Panel(
        "pace-revisions",
        _recorded(view, measure),
        panel.leading(view, tables.headed(rows, headings), REVISIONS),
        note=_("A dash: the month is first published in this snapshot."),
        explanations=panel.explained(view, [measure], [REVISIONS, RECORDING]),
        registers=view.figures.registers_behind([measure], []),
    )


def _recorded(view: View, measure: str) -> str:
    """Which share of what has just happened is usually recorded."""
    _ = view.wording
    recorded = tables.only(view.figures[RECORDING], measure)
    newest = recorded.filter(pl.col("age") == 0, pl.col("share") < 1)["share"]
    if recorded.height and (recorded["share"] == 1).all():
        return _("Figures of months have not grown by late entries")
    if newest.is_empty():
        return _("How the figures of months have changed")
    said = _("Of what happened within a month, {share} has usually been recorded")
    return said.format(share=_.percent(newest[0]))


def record(view: View) -> Panel | None:
    """What earlier snapshots forecast, and what came."""
    measure = chosen(view)
    if not measure or not shapes.held(view.figures[RECORD], measure)[1]:
        return None
    _, figure = view.wording, view.figures[RECORD]
    outcomes = {code: _(words) for code, words in OUTCOMES.items()}
    headings = {
        "said_on_text": _("Forecast made as of"),
        "until_text": _("For the day"),
        "range_text": _("Interval"),
        "came_text": _("What came"),
        "to_be_recorded_text": _("Still to be recorded"),
        "outcome_text": _("How it came true"),
    }
    (held, said), (all_held, all_said) = shapes.held(figure, measure), shapes.held(figure)
    numbers = {name: _.number(n) for name, n in (("held", all_held), ("count", all_said))}
    rows = shapes.said_and_came(figure, measure, outcomes, _)
    told = rows.select("said_on_text", "range_text", "came_text", "outcome_text").iter_rows()
    return panel.charted(
        view,
        "pace-record",
        _("Earlier forecasts: {held} of {count} held").format(
            held=_.number(held), count=_.number(said)
        ),
        tables.headed(rows, headings),
        lambda setting: intervals(rows, setting),
        alt_text=panel.alt_of_rows(view, told),
        measures=[measure],
        figures=[RECORD],
        texts=(
            _("Of the earlier forecasts of all figures {held} of {count} held.").format(**numbers),
        ),
        note=_(
            "Of each earlier snapshot: what it said of the last month's end that has passed. Band:"
            " the interval; point: what came and what is still to be recorded of it, hollow where"
            " it is not within."
        ),
    )


def everything(view: View) -> Panel | None:
    """Pace and status of all measures, those with a target first."""
    listed = measures(view)
    if not listed:
        return None
    _ = view.wording
    statuses = {
        code: " ".join([sign, _(words)] if words else [sign])
        for code, (sign, words) in STATUS.items()
    }
    labels = {name: view.labels[name] for name in view.figures.measures if name in listed}
    pace, forecasts = view.figures[PACE], view.figures[FORECASTS]
    rows = shapes.every_pace(pace, forecasts, view.ends_on, labels, statuses, _)
    headings = {
        "label": _("Figure"),
        "value_text": _("Value"),
        "target_text": _("Target"),
        "status_text": _("Status"),
        "range_text": _("Forecast"),
        "pace_text": _("Pace a month"),
        "needed_text": _("Needed a month"),
        "to_be_recorded_text": _("Still to be recorded"),
    }
    return Panel(
        "pace-of-all",
        _("Pace of all figures"),
        tables.headed(rows, headings),
        note=_(
            "The forecast is for the day on which the target is due, and for the project's last day"
            " where there is no target."
        ),
        explanations=panel.explained(view, (), [PACE, FORECASTS]),
        registers=view.figures.registers_behind(listed, []),
    )


def notes(view: View) -> Notes | None:
    """What the project has written down about the measure."""
    measure = chosen(view)
    return panel.notes_about(view, [measure]) if measure else None


def what_if(view: View, a_month: float) -> str:
    """Where the measure would be with so many a month; empty where its time has passed."""
    _, row = view.wording, view.figures.pace[chosen(view)]
    due = row["target_due_on"] or view.ends_on
    if due <= view.as_of:
        return ""
    value = row["value"] + row["to_be_recorded"] + a_month * months_between(view.as_of, due)
    said = _("With {count} a month there would be about {value} on {day}.")
    if row["target"] is not None:
        said = _(
            "With {count} a month there would be about {value} on {day}: the target {target} would"
            " be reached."
        )
        if round(value) < row["target"]:
            said = _(
                "With {count} a month there would be about {value} on {day}: the target {target}"
                " would not be reached."
            )
    told = said.format(
        count=_.number(a_month),
        value=_.number(round(value)),
        day=_.day(due),
        target=_.number(row["target"]),
    )
    return f"{told} " + _("This is your own calculation and no forecast.")


FIRST: Page = (heading, not_kept)
"""What stands above the choice of a measure."""

OF_ONE: Page = (course, notes, by_month, revisions, record, everything)
"""What stands below it."""

PAGE: Page = (*FIRST, *OF_ONE)
"""What the page of pace shows."""
