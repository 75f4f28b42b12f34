"""Clients: who joined, was served and is recorded in EURA, and who found work."""

import polars as pl

from mittaristo.charts.months import stacked_months
from mittaristo.i18n.formats import uncapped
from mittaristo.panels.parts import cards as cards_
from mittaristo.panels.parts import months, panel, period, published
from mittaristo.panels.parts.breakdown import equality, who
from mittaristo.panels.parts.panel import Cards, Cell, Heading, Matrix, Notes, Notice, Page, Panel
from mittaristo.panels.parts.timeline import events, milestones
from mittaristo.panels.parts.view import View
from mittaristo.panels.results import client_path
from mittaristo.panels.results.client_flow import flow
from mittaristo.panels.results.client_work import cohorts, curve
from mittaristo.privacy.disclosure import SafeFrame
from mittaristo.transforms import tables
from mittaristo.transforms.months import by_measure
from mittaristo.transforms.shares import shared

JOINED, SERVED = "clients_joined", "clients_served"
CARDS = (JOINED, SERVED, "clients_active", "eura_started", "eura_ended")
MEASURES = (*CARDS, "clients_active_survey", "participations_started", "participations_ended")
SERVICES = "services_by_kind"


def heading(view: View) -> Heading:
    """How many have been served and have start data; in a period who joined and was served."""
    _, n = view.wording, client_path.found(view)
    if n is not None:
        return Heading(client_path.title(view, n), client_path.lead(view, n))
    if view.period is not None and view.figures.kept(JOINED, SERVED) == [JOINED, SERVED]:
        said = _("{period}: {joined:person|persons} joined, and {served:was|were} served")
        return Heading(
            said.format(
                period=period.shown(view), joined=view.number(JOINED), served=view.number(SERVED)
            )
        )
    return Heading(_("Clients"))


def not_kept(view: View) -> Notice | None:
    """What is missing, where the project keeps nothing about clients."""
    if view.figures.kept(*MEASURES):
        return None
    return panel.not_kept(view, "clients", "services", "participations")


def notes(view: View) -> Notes | None:
    """What the project has written down about who joins."""
    return panel.notes_about(view, view.figures.kept(JOINED, SERVED, "clients_active"))


def cards(view: View) -> Cards | None:
    """Joined, served, active, start data and end data."""
    return cards_.cards(view, CARDS)


def intake(view: View) -> Panel | None:
    """Who joined month by month, with the project's decisions above."""
    _, figures = view.wording, view.figures
    if not figures.kept(JOINED):
        return None
    growing_from = months.growing_from(view)
    counted = by_measure(view.months, {JOINED: view.labels[JOINED]}, growing_from, _)
    growing = counted.filter(pl.col("strength") < 1, pl.col("count") > 0).height
    return panel.charted(
        view,
        "intake-by-month",
        _intake(view),
        tables.spread(counted, ("on_text", _("Month")), "category", "count", _, newest_first="on"),
        lambda setting: stacked_months(
            counted, milestones(view), setting, growing=_("may still grow") if growing else ""
        ),
        alt_text=f"{panel.alt_of_measures(view, [JOINED])} {months.years_in_words(view, JOINED)}",
        measures=[JOINED],
        folded=events(view),
    )


def _intake(view: View) -> str:
    """When the last ones joined, where that is some while ago; otherwise when most did."""
    _, joined = view.wording, months.events_of(view, JOINED).filter(pl.col("events") > 0)
    if joined.is_empty():
        return _("Clients who joined, month by month")
    last, most = joined["month"][-1], joined.sort("events", descending=True).row(0, named=True)
    said = _("Most clients joined in {month}: {count}")
    if view.period is None and last < months.growing_from(view):
        said = _("Most clients joined in {month}: {count}. The last ones joined in {last}")
    return said.format(
        month=_.month(most["month"]), count=_.number(most["events"]), last=_.month(last)
    )


def services(view: View) -> Panel | None:
    """Kinds of service by how often one was given, and to how many persons."""
    _, counted = view.wording, view.counted(SERVICES) if view.figures.keeps(SERVICES) else None
    if counted is None:
        return None
    listed = shared(counted, "service", "services", _)
    headings = {
        "service_text": _("Service"),
        "services_text": _("Times"),
        "persons_text": _("Persons"),
    }
    return panel.tabled(
        view,
        "services-by-kind",
        _services(view, listed),
        tables.headed(listed, headings),
        lambda: _matrix(view, listed),
        alt_text=panel.alt_of_rows(view, listed.select("service_text", "said").iter_rows()),
        measures=[SERVED],
        figures=[SERVICES],
        note=_("Times add up. Persons do not: one person may get services of several kinds."),
    )


def _services(view: View, listed: SafeFrame) -> str:
    """How often services were given and to how many, and which one most."""
    _ = view.wording
    if listed.is_empty():
        return _("Services by kind")
    most = listed.row(0, named=True)
    said = _(
        "Services were given {times:time|times} to {persons:person|persons}; most often: {most}"
    )
    return said.format(
        times=_.number(sum(listed["services"])),
        persons=view.number(SERVED),
        most=f"{uncapped(most['service_text'])} ({most['services_text']})",
    )


def _matrix(view: View, listed: SafeFrame) -> Matrix:
    """Times and persons side by side, each with bars of the same scale."""
    _, most = view.wording, max([1, *listed["services"]])
    rows = tuple(
        (
            row["service_text"],
            (
                Cell(row["services_text"], row["share_text"], row["services"] / most),
                Cell(row["persons_text"], share=row["persons"] / most),
            ),
        )
        for row in listed.iter_rows(named=True)
    )
    return Matrix(
        _("Service"), ((_("Times"), ""), (_("Persons"), "")), rows, totals=False, alike=True
    )


def as_published(view: View) -> Panel | None:
    """Published figures beside them."""
    kept = view.figures.kept(*MEASURES)
    return published.compared(view, kept) if kept else None


def joined_by(view: View) -> Panel | None:
    """Who has joined, by gender, age, language and the like, as it was last released."""
    return who(view, "clients_joined")


PAGE: Page = (
    *(heading, not_kept, client_path.path, cards, flow, intake, notes),
    *(cohorts, curve, joined_by, equality, services, as_published),
)
"""What the page of clients shows."""
