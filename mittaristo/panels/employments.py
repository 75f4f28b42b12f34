"""Employments: how many found work, and with which support."""

from mittaristo.charts.employments import employments_over_time
from mittaristo.panels import cards as cards_
from mittaristo.panels import panel, published
from mittaristo.panels.panel import Cards, Heading, Notes, Notice, Panel
from mittaristo.panels.timeline import milestones
from mittaristo.panels.view import View
from mittaristo.transforms import employments as shapes
from mittaristo.transforms import months, tables

DIRECT, OTHER = "employments_direct", "employments_other"


def heading(view: View) -> Heading:
    """The question, and persons and employments in a sentence where they are kept."""
    _, figures = view.wording, view.figures
    if not figures.kept("employments"):
        return Heading(_("How many found work?"))
    persons, direct, other = (
        figures.value(measure)
        for measure in ("clients_employed", "clients_employed_direct", "clients_employed_other")
    )
    said = _("Persons employed: {persons}. Employments: {employments}.")
    if direct + other > persons:
        said = _(
            "Persons employed: {persons}. Employments: {employments}. Of the persons, {both} found"
            " work both with direct support and in other ways."
        )
    lead = said.format(
        persons=_.number(persons),
        employments=view.number("employments"),
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
            "clients_employed",
            "clients_employed_direct",
            "clients_employed_other",
            "employments",
            "employments_staffing",
        ],
    )


def over_time(view: View) -> Panel | None:
    """Employments by support and persons employed; nothing where none are kept."""
    _, figures = view.wording, view.figures
    every = figures.kept("clients_employed", DIRECT, OTHER)
    if not every:
        return None
    course = months.written_out(
        months.course_of_measures(figures["months"], every, view.starts_on, view.as_of),
        view.labels,
        _,
    )
    brief = {DIRECT: _("Direct"), OTHER: _("Other")}
    share = figures.value(DIRECT) / (figures.value("employments") or 1)
    said = _("{share} of the employments came with direct support: {direct} of {all}")
    areas = shapes.with_brief_labels(shapes.stacked(course, DIRECT, OTHER), brief)
    persons = tables.only(course, "clients_employed")
    return panel.charted(
        view,
        "employments-over-time",
        said.format(
            share=_.percent(share), direct=view.number(DIRECT), all=view.number("employments")
        ),
        tables.spread(course, ("on_text", _("As of")), "label", "total", _, newest_first="on"),
        lambda setting: employments_over_time(areas, persons, milestones(view), setting),
        alt_text=panel.alt_of_measures(view, every),
        measures=[*every, "employments"],
        folded=panel.events(view),
    )


def notes(view: View) -> Notes | None:
    """What the project has written down about them."""
    if not view.figures.kept("employments"):
        return None
    return panel.notes_about(view, ["clients_employed", "employments", DIRECT, OTHER])


def as_published(view: View) -> Panel | None:
    """Published figures beside them."""
    if not view.figures.kept("employments"):
        return None
    return published.compared(
        view,
        ["clients_employed", "clients_employed_direct", "clients_employed_other", "employments"],
    )
