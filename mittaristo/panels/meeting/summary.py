"""The first page of a report: where the project is, what moved, what is decided, risks, money."""

from dataclasses import replace

import polars as pl

from mittaristo.i18n.table import Table, Value
from mittaristo.panels.meeting import changes
from mittaristo.panels.parts import decisions, panel
from mittaristo.panels.parts.cards import parts_of_change, total_change
from mittaristo.panels.parts.panel import Folded, Page, Panel
from mittaristo.panels.parts.view import View
from mittaristo.panels.results import goals, overview

AT_ONCE = 4
"""So many moves are told before the others are folded."""


def moved(view: View) -> Panel | None:
    """The figures that have changed since the comparison, in the order of the page of changes.

    None without a comparison.
    """
    if view.since is None:
        return None
    _, moves = view.wording, changes.moves(view)
    found = moves.filter(pl.col("share") > 0)["measure"].to_list()
    headings = (
        *(_("Figure"), _.day(view.since), _.day(view.as_of)),
        *(_("Change"), _("What it is made of")),
    )
    rows = [_in_words(view, name) for name in found]
    table = Table.of_texts(
        headings,
        rows,
        numeric=(1, 2, 3),
        values=[_values(view, name) for name in found],
        measures=found,
    )
    first, rest = table.parted(AT_ONCE)
    others = Folded(_("The other {count}").format(count=len(rest.rows)), rest)
    said = _("Figures that have changed since {day}: {count}/{all}")
    return Panel(
        "moved",
        said.format(day=_.day(view.since), count=len(found), all=moves.height),
        first,
        folded=() if rest.is_empty else (others,),
        explanations=panel.explained(view, found),
        registers=view.figures.registers_behind(found, ()),
    )


def _in_words(view: View, name: str) -> tuple[str, ...]:
    _, change = view.wording, view.changes[name]
    return (
        view.labels[name],
        *(_.number(change[at]) for at in ("before", "after")),
        total_change(view, change),
        parts_of_change(view, change) or _("all of it new"),
    )


def _values(view: View, name: str) -> tuple[Value, ...]:
    label, _before, _after, _total, parts = _in_words(view, name)
    before, after = (view.changes[name][at] for at in ("before", "after"))
    return label, before, after, after - before, parts


def money(view: View) -> Panel | None:
    """What has been ordered of the budget in all; by category behind it. None without a budget."""
    found = goals.money(view)
    if found is None:
        return None
    _, (categories, in_all) = view.wording, found.table.parted(len(found.table.rows) - 1)
    others = Folded(_("The other {count}").format(count=len(categories.rows)), categories)
    return replace(found, table=in_all, matrix=None, alt="", note="", folded=(others,))


PAGE: Page = (
    *(overview.heading, overview.cards, overview.towards_targets),
    *(overview.worth_taking_up, moved, decisions.to_decide, decisions.risks, money),
)
"""What the first page of a report shows."""
