"""Employments: how many found work, when, and with which support."""

import polars as pl

from mittaristo.charts.course import course_over_time
from mittaristo.charts.months import stacked_months
from mittaristo.panels.parts import breakdown, months, panel, period, published
from mittaristo.panels.parts import cards as cards_
from mittaristo.panels.parts.panel import Cards, Heading, Notes, Notice, Page, Panel
from mittaristo.panels.parts.timeline import events, milestones
from mittaristo.panels.parts.view import View
from mittaristo.transforms import course as shapes
from mittaristo.transforms import tables
from mittaristo.transforms.months import by_measure
from mittaristo.transforms.shares import shared

DIRECT, OTHER = "employments_direct", "employments_other"
PERSONS = "clients_employed"
EVIDENCE = "employments_by_evidence"

SHOWN_BY_OTHERS = ("contract", "employer")
"""Evidence that is not only the client's own word."""


def heading(view: View) -> Heading:
    """The question, and persons and employments in a sentence where they are kept."""
    _, figures = view.wording, view.figures
    if not figures.kept("employments"):
        return Heading(_("How many found work?"))
    persons, direct, other = (
        view.value(measure)
        for measure in (PERSONS, "clients_employed_direct", "clients_employed_other")
    )
    said = _("{persons:person has|persons have} found work; employments: {employments}.")
    if direct + other > persons:
        both = _("Of them {both} found work both with direct support and in other ways.")
        said = f"{said} {both}"
    if view.period is not None:
        found = _("{period}: {persons:person|persons} found work; employments: {employments}.")
        first = _("For the first time in the project: {new}.")
        said = f"{found} {first}"
    lead = said.format(
        persons=_.number(persons),
        employments=view.number("employments"),
        new=_.number(view.new(PERSONS)),
        period=period.shown(view),
        both=_.number(direct + other - persons),
    )
    return Heading(_("How many found work?"), lead)


def not_kept(view: View) -> Notice | None:
    """What is missing, where the project keeps no employments."""
    return None if view.figures.kept("employments") else panel.not_kept(view, "employments")


def cards(view: View) -> Cards | None:
    """Persons employed and employments."""
    if not view.figures.kept("employments"):
        return None
    return cards_.cards(
        view,
        [
            PERSONS,
            "clients_employed_direct",
            "clients_employed_other",
            "employments",
            "employments_staffing",
        ],
    )


def by_month(view: View) -> Panel | None:
    """Employments month by month, by support; nothing where none are kept."""
    _, figures = view.wording, view.figures
    if not figures.kept("employments", DIRECT, OTHER):
        return None
    parts = {DIRECT: _("With direct support"), OTHER: _("In other ways")}
    counted = by_measure(view.months, parts, months.growing_from(view), _)
    usual = months.usual_a_month(view, "employments")
    about = None if usual is None else (usual, _usually(view, usual))
    behind = ["employments", DIRECT, OTHER]
    return panel.charted(
        view,
        "employments-by-month",
        _lately(view),
        tables.spread(counted, ("on_text", _("Month")), "category", "count", _, newest_first="on"),
        lambda setting: stacked_months(
            counted, milestones(view), setting, usual=about, growing=_("may still grow")
        ),
        alt_text=f"{panel.alt_of_measures(view, behind)}"
        f" {months.years_in_words(view, 'employments')}",
        measures=behind,
        note=_late(view),
        folded=events(view),
    )


def _usually(view: View, usual: float) -> str:
    _ = view.wording
    return _("usually {count} a month").format(count=_.number(usual))


def _lately(view: View) -> str:
    """The last two full months against a year before: the panel's message."""
    _, lately = view.wording, months.two_months(view, "employments")
    if view.period is not None:
        said = _("{period}: {count:employment|employments} began")
        return said.format(period=period.shown(view), count=view.number("employments"))
    if lately is None:
        return _("Employments month by month")
    named, count, before = lately
    said = _("{months}: {count:employment|employments} began")
    began = said.format(months=named, count=_.number(count))
    if before is None:
        return began
    compared = _("a year before {before}").format(before=_.number(before))
    return f"{began}, {compared}"


def _late(view: View) -> str:
    """How much was recorded late since the comparison, where anything was."""
    _, change = view.wording, view.changes.get("employments")
    if change is None or view.since is None or not change["late"]:
        return ""
    said = _(
        "The light months may still grow: of what had begun by {day},"
        " {count:employment was|employments were} recorded only after it."
    )
    return said.format(day=_.day(view.since), count=_.number(change["late"]))


def persons_so_far(view: View) -> Panel | None:
    """Persons employed over the project's time, with what was known at each meeting."""
    _, figures = view.wording, view.figures
    if not figures.kept(PERSONS):
        return None
    labels, change = view.labels, view.changes.get(PERSONS)
    course = shapes.course_of_measures(
        view.months, [PERSONS], view.labels_of_lines, view.first, view.last, _
    )
    meetings = shapes.at_meetings(view.earlier, [PERSONS], labels, _)
    title = _("{count:person has|persons have} found work").format(count=view.number(PERSONS))
    if view.period is not None:
        title = _(
            "{period}: {count:person|persons} found work for the first time in the project"
        ).format(period=period.shown(view), count=_.number(view.new(PERSONS)))
    if change is not None and view.since is not None:
        more = _.number(change["after"] - change["before"], sign=True)
        since = _("{more} since {day}").format(more=more, day=_.day(view.since))
        title = f"{title}: {since}"
    return panel.charted(
        view,
        "persons-employed",
        title,
        tables.spread(course, ("on_text", _("As of")), "label", "total", _, newest_first="on"),
        lambda setting: course_over_time(course, meetings, milestones(view), setting),
        alt_text=f"{panel.alt_of_measures(view, [PERSONS])} {months.years_in_words(view, PERSONS)}",
        measures=[PERSONS],
        note=_("A ring: the value that was known at an earlier meeting.") if len(meetings) else "",
        folded=events(view),
    )


def who(view: View) -> Panel | None:
    """Who they are, as the newest release shows it."""
    return breakdown.who(view, PERSONS)


def evidence(view: View) -> Panel | None:
    """What shows that the employments are real."""
    _, counted = view.wording, view.counted(EVIDENCE) if view.figures.keeps(EVIDENCE) else None
    if counted is None:
        return None
    listed = shared(counted, "evidence", "employments", _)
    said = _("Employments shown by a contract or an employer: {count} of {all}")
    shown = sum(listed.filter(pl.col("evidence").is_in(SHOWN_BY_OTHERS))["employments"])
    return panel.tabled(
        view,
        "evidence",
        said.format(count=_.number(shown), all=_.number(sum(listed["employments"]))),
        tables.headed(
            listed,
            {
                "evidence_text": _("Evidence"),
                "employments_text": _("Employments"),
                "share_text": _("Share"),
            },
        ),
        lambda: panel.in_rows(
            _("Evidence"), _("Employments"), listed, "evidence_text", "employments_text"
        ),
        alt_text=panel.alt_of_rows(view, listed.select("evidence_text", "said").iter_rows()),
        measures=(),
        figures=[EVIDENCE],
    )


def notes(view: View) -> Notes | None:
    """What the project has written down about them."""
    if not view.figures.kept("employments"):
        return None
    return panel.notes_about(view, [PERSONS, "employments", DIRECT, OTHER])


def as_published(view: View) -> Panel | None:
    """Published figures beside them."""
    if not view.figures.kept("employments"):
        return None
    return published.compared(
        view, [PERSONS, "clients_employed_direct", "clients_employed_other", "employments"]
    )


PAGE: Page = (
    *(heading, not_kept, cards, by_month, persons_so_far),
    *(who, evidence, notes, as_published),
)
"""What the page of employments shows."""
