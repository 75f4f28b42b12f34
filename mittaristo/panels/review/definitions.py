"""Definitions: everything that is computed, with what it counts, in words and as a query."""

from mittaristo.figures.model import Definition, Measure
from mittaristo.i18n.translation import N_
from mittaristo.i18n.wording import Wording
from mittaristo.panels.parts import panel, quality
from mittaristo.panels.parts.panel import Entry, Heading, Listing, Page
from mittaristo.panels.parts.view import View
from mittaristo.panels.results.figures import GROUPS, group_of

KINDS = {
    "count": N_("number"),
    "sum": N_("sum"),
    "stock": N_("state on a day"),
    "": "",
}
"""Kind of a measure → what its value is."""


def heading(view: View) -> Heading:
    """How many measures and tables there are."""
    _, figures = view.wording, view.figures
    title = _("{measures} measures and {tables} tables, each with its definition")
    return Heading(
        title.format(
            measures=_.number(len(figures.measures)), tables=_.number(len(figures.definitions))
        ),
        _(
            "These are the definitions of this snapshot. The link after a definition leads to the"
            " rows, the query and the earlier values of the figure."
        ),
    )


def everything(view: View) -> Listing:
    """Every measure in its group, those that are not kept too, then every table."""
    _, figures = view.wording, view.figures
    groups = [
        (
            _(title),
            tuple(
                _entry(view, one, _kind(one, _))
                for one in figures.measures.values()
                if group_of(one) == group
            ),
        )
        for group, title in GROUPS.items()
    ]
    table = _("table")
    groups.append(
        (_("Tables"), tuple(_entry(view, one, table) for one in figures.definitions.values()))
    )
    return Listing(
        (_("Figure"), _("Unit"), _("What is counted")),
        tuple((title, entries) for title, entries in groups if entries),
        numbers=False,
    )


def _kind(one: Measure, _: Wording) -> str:
    if not one.kept:
        return _("not kept by this project")
    return _(KINDS[one.kind]) if one.kind else ""


def _entry(view: View, one: Definition, kind: str) -> Entry:
    is_measure = one.id in view.figures.measures
    [explanation] = panel.explained(
        view, [one.id] if is_measure else (), () if is_measure else [one.id]
    )
    unit = view.wording.unit(one.unit)
    return Entry(explanation.label, ((unit, kind),), explanation)


PAGE: Page = (heading, quality.line, everything)
"""What the page of definitions shows."""
