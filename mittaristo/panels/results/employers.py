"""Employers: how many are met, how many are clients, and why not more."""

import polars as pl

from mittaristo.charts.course import course_over_time
from mittaristo.panels.parts import cards as cards_
from mittaristo.panels.parts import months, panel, period, published
from mittaristo.panels.parts.panel import Cards, Heading, Notes, Notice, Page, Panel
from mittaristo.panels.parts.timeline import MEETING_PEOPLE, events, milestones
from mittaristo.panels.parts.view import View
from mittaristo.transforms import course as shapes
from mittaristo.transforms import tables
from mittaristo.transforms.employers import employer_groups
from mittaristo.transforms.shares import shared

CLIENTS, MET = "employer_clients", "employers_met"
MEASURES = (CLIENTS, MET, "encounters", "assessments")
CONTACTS, ENCOUNTERS = "employers_by_contact", "encounters_by_month_and_channel"
RECRUITERS = "recruiters_by_employments"
BY_EVENT = {"event": "event"}
"""Channel → the part in which it is counted; all others together."""


def heading(view: View) -> Heading:
    """Why so few, where the target is not reached; otherwise how many. And the answer."""
    _ = view.wording
    question = _("How many employers are with us?")
    if not view.figures.kept(*MEASURES):
        return Heading(question)
    row = view.values.get(CLIENTS, {})
    value, target = row.get("value"), row.get("target")
    if value is not None and target is not None and value < target:
        short = {"value": _.number(value), "target": _.number(target)}
        question = _("Why {value}, not {target}?").format(**short)
    return Heading(question, _answer(view))


def _answer(view: View) -> str:
    """How many were met, how many have hired, and what is to be expected."""
    _, figures = view.wording, view.figures
    groups = view.counted(CONTACTS) if figures.keeps(CONTACTS) and figures.kept(MET) else None
    if groups is None:
        return ""
    hired = groups.filter(pl.col("contact") == "recruited")["employers"]
    said = _("{met:employer has|employers have} been met. Hired a client of the project: {hired}.")
    if view.period is not None:
        said = _(
            "{period}: {met:employer was|employers were} met, {new} of them for the first time, and"
            " {hired} hired a client of the project."
        )
    answer = said.format(
        period=period.shown(view),
        met=view.number(MET),
        new=_.number(view.new(MET)),
        hired=_.number(hired[0] if len(hired) else 0),
    )
    coming = _forecast(view)
    if coming is None:
        return answer
    low, high = coming
    ahead = _("At the present pace there will be {low}–{high} employer clients on {day}.")
    days = {"low": _.number(low), "high": _.number(high), "day": _.day(view.ends_on)}
    return " ".join(filter(None, (answer, _pace(view), ahead.format(**days))))


def _pace(view: View) -> str:
    """What has come a month lately, and what the target takes; empty where one is not known."""
    _, row = view.wording, view.figures.pace.get(CLIENTS, {})
    pace, needed = row.get("pace"), row.get("needed")
    if pace is None or not needed:
        return ""
    said = _("Lately {pace} employer clients a month have come; the target takes {needed}.")
    return said.format(pace=_.number(round(pace, 1)), needed=_.number(round(needed, 1)))


def _forecast(view: View) -> tuple[float, float] | None:
    """Where employer clients will be at the project's end; None where it cannot be said."""
    return None if view.period else view.figures.forecast(CLIENTS, view.ends_on)


def not_kept(view: View) -> Notice | None:
    """What is missing, where the project keeps nothing about employers."""
    if view.figures.kept(*MEASURES):
        return None
    return panel.not_kept(view, "employers", "encounters", "assessments")


def notes(view: View) -> Notes | None:
    """What the project has written down about them."""
    kept = view.figures.kept(*MEASURES)
    return panel.notes_about(view, kept) if kept else None


def cards(view: View) -> Cards | None:
    """Clients, met, encounters and assessments."""
    return cards_.cards(view, _told(view, *MEASURES))


def _told(view: View, *measures: str) -> list[str]:
    """Those that are kept; clients only where there are any, or where a target asks for them."""
    figures = view.figures
    none = CLIENTS in figures.values and not figures.values[CLIENTS]["value"]
    unasked = none and not figures.values[CLIENTS].get("target")
    return [name for name in figures.kept(*measures) if not (unasked and name == CLIENTS)]


def met_and_clients(view: View) -> Panel | None:
    """Employers met and employer clients over time, with target and forecast."""
    _, figures = view.wording, view.figures
    kept = _told(view, MET, CLIENTS)
    if not kept:
        return None
    course = shapes.course_of_measures(
        view.months, kept, view.labels_of_lines, view.first, view.last, _
    )
    meetings = shapes.at_meetings(view.earlier, kept, view.labels, _)
    due = None
    if view.period is None:
        due = shapes.targets_due(figures.whole_project, kept, _("target {target}"), _)
    coming, fan = _forecast(view), None
    if coming is not None:
        low, high = coming
        said = f"{_.number(low)}–{_.number(high)}"
        fan = shapes.fan(course, CLIENTS, view.ends_on, low, high, said)
    return panel.charted(
        view,
        "employers-over-time",
        _over_time(view, kept),
        tables.spread(course, ("on_text", _("As of")), "label", "total", _, newest_first="on"),
        lambda setting: course_over_time(
            course, meetings, milestones(view, MEETING_PEOPLE), setting, fan=fan, targets=due
        ),
        alt_text=f"{panel.alt_of_measures(view, kept)} {months.years_in_words(view, kept[0])}",
        note=_how_to_read(view, rings=len(meetings) > 0, fan=fan is not None),
        measures=kept,
        folded=events(view, MEETING_PEOPLE),
    )


def _how_to_read(view: View, *, rings: bool, fan: bool) -> str:
    """What rings and the light area are, where they are drawn."""
    _ = view.wording
    said = [
        _("A ring: the value that was known at an earlier meeting.") if rings else "",
        _(
            "The light area: where employer clients end up nine times of ten if the pace of the"
            " last months goes on."
        )
        if fan
        else "",
    ]
    return " ".join(filter(None, said))


def _over_time(view: View, kept: list[str]) -> str:
    """Where the lines end: the values; in a period those for the first time."""
    _ = view.wording
    if view.period is None:
        return view.numbers(*kept)
    said = _("{label}: {count} for the first time")
    return ". ".join(
        said.format(label=view.labels[name], count=_.number(view.new(name))) for name in kept
    )


def groups(view: View) -> Panel | None:
    """Groups of employers that overlap, as a plain table."""
    _, figures = view.wording, view.figures
    counted = view.counted(CONTACTS) if figures.keeps(CONTACTS) else None
    if counted is None:
        return None
    labels = {
        "met": _("Employers met"),
        "assessed": _("Needs assessed"),
        "recruited": _("Hired a project client"),
        "client": _("Employer clients"),
    }
    grouped = employer_groups(counted, labels, _)
    headings = {
        "label": _("Group"),
        "employers_text": _("Employers"),
        "clients_text": _("Of them employer clients"),
    }
    return Panel(
        "employer-groups",
        _("One employer may be in several groups"),
        panel.leading(view, tables.headed(grouped, headings), CONTACTS),
        note=_("The groups are no steps of one path."),
        explanations=panel.explained(view, (), [CONTACTS]),
        registers=figures.registers_behind((), [CONTACTS]),
    )


def recruiters(view: View) -> Panel | None:
    """How many of those that hired came back."""
    _, counted = view.wording, view.counted(RECRUITERS) if view.figures.keeps(RECRUITERS) else None
    if counted is None or counted.is_empty():
        return None
    listed = shared(counted, "hired", "employers", _)
    again = listed.filter(pl.col("hired") != "once")
    said = _("{again} of the {all} employers that hired came back, and gave {share} of the jobs")
    return panel.tabled(
        view,
        "recruiters",
        said.format(
            again=_.number(sum(again["employers"])),
            all=_.number(sum(listed["employers"])),
            share=_.percent(sum(again["employments"]) / sum(listed["employments"])),
        ),
        tables.headed(
            listed,
            {
                "hired_text": _("Hired"),
                "employers_text": _("Employers"),
                "employments_text": _("Employments"),
                "staffing_text": _("Of them through staffing firms"),
            },
        ),
        lambda: panel.in_rows(_("Hired"), _("Employers"), listed, "hired_text", "employers_text"),
        alt_text=panel.alt_of_rows(view, listed.select("hired_text", "said").iter_rows()),
        measures=(),
        figures=[RECRUITERS],
    )


def encounters_by_month(view: View) -> Panel | None:
    """Encounters month by month: those of events, and all others."""
    if not view.figures.kept(*MEASURES) or not view.figures.keeps(ENCOUNTERS):
        return None
    return months.by_category(
        view,
        ENCOUNTERS,
        "channel",
        "encounters",
        _at_events(view),
        ["encounters"],
        kinds=MEETING_PEOPLE,
        together=BY_EVENT,
    )


def _at_events(view: View) -> str:
    """How many encounters came about at events, since the comparison or in all."""
    _, since = view.wording, view.since or view.first
    counted = view.figures[ENCOUNTERS].filter(
        pl.col("month").dt.month_end() > since, pl.col("month") <= view.last
    )
    by_event = counted.filter(pl.col("channel") == "event")
    numbers = {
        "count": _.number(sum(by_event["encounters"])),
        "all": _.number(sum(counted["encounters"])),
    }
    if view.period is not None:
        said = _("{period}: {count} of {all:encounter|encounters} came about at events")
        return said.format(**numbers, period=period.shown(view))
    if view.since is None:
        return _("{count} of {all:encounter|encounters} came about at events").format(**numbers)
    said = _("Since {day} {count} of {all:encounter|encounters} came about at events")
    return said.format(**numbers, day=_.day(view.since))


def as_published(view: View) -> Panel | None:
    """Published figures beside them."""
    kept = view.figures.kept(*MEASURES)
    return published.compared(view, kept) if kept else None


PAGE: Page = (
    *(heading, not_kept, cards, met_and_clients, notes),
    *(encounters_by_month, groups, recruiters, as_published),
)
"""What the page of employers shows."""
