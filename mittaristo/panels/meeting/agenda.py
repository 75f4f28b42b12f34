"""Agenda: what was decided, what has moved, what matters, and what is to be decided."""

from mittaristo.panels.meeting import changes
from mittaristo.panels.parts import cards, decisions
from mittaristo.panels.parts.attention import Matter
from mittaristo.panels.parts.panel import (
    Blank,
    Draft,
    Heading,
    Notice,
    Page,
    Points,
)
from mittaristo.panels.parts.view import View
from mittaristo.panels.results import overview

NOTES, CHANGES = "notes", "changes"

MOVES = 5
"""So many of the largest moves stand on the agenda."""


def heading(view: View) -> Heading:
    """Which meeting it is, and since which one things are told."""
    _ = view.wording
    title, lead = _("What do we decide?"), f"{view.named(view.as_of)}."
    if view.since is not None:
        said = _("{now}. The meeting before: {then}.")
        lead = said.format(now=view.named(view.as_of), then=view.named(view.since))
    asked = decisions.to_decide(view)
    if asked is not None and asked.points:
        what = " ".join(point.headline for point in asked.points)
        lead += " " + _("To be decided: {what}").format(what=what)
    return Heading(title, lead)


def not_kept(view: View) -> Notice | None:
    """That the project writes no decisions down, where it keeps no register of them."""
    if view.figures.keeps(NOTES):
        return None
    _ = view.wording
    said = _(
        "Decisions, risks and questions are not on this agenda, because the project does not keep"
        " the register {name}."
    )
    return Notice(said.format(name=_.term("tables", NOTES)))


# --- Decided ----------------------------------------------------------------------------------


# --- Moved ------------------------------------------------------------------------------------


def moved(view: View) -> Points | None:
    """The largest moves since the meeting before; nothing where there is none."""
    if view.since is None:
        return None
    _ = view.wording
    rows = [row for row in changes.moves(view).iter_rows(named=True) if row["share"] > 0]
    points = [
        Matter(
            _("{figure}: {move}").format(
                figure=row["label"], move=changes.values_in_words(view, row)
            ),
            ", ".join(cards.named_parts(view, row).values()),
            view.figures.measures[row["measure"]].page,
        )
        for row in rows[:MOVES]
    ]
    if rows:
        all_of_them = _("All changes: {count}").format(count=_.number(len(rows)))
        points.append(Matter(all_of_them, "", CHANGES))
    return Points(
        "moved",
        _("What has moved most"),
        tuple(points),
        _("No figure has changed."),
        registers=view.figures.registers_behind((), (CHANGES,)),
    )


# --- To be decided ----------------------------------------------------------------------------


# --- Minutes ----------------------------------------------------------------------------------


def minutes_heading(view: View) -> Heading:
    """What the document is."""
    _ = view.wording
    said = _("Draft of the minutes: {meeting}")
    return Heading(said.format(meeting=view.named(view.as_of)))


def opening(view: View) -> Blank:
    """When, where and who."""
    _ = view.wording
    names = (_("Time and place"), _("Present"), _("Chair"), _("Secretary"))
    return Blank(_("Opening of the meeting"), names)


def other_decisions(view: View) -> Blank:
    """What else is decided."""
    _ = view.wording
    return Blank(_("Other decisions"), (_("Decision"), _("Decision"), _("Decision")))


def closing(view: View) -> Blank:
    """The next meeting, and who signs."""
    _ = view.wording
    return Blank(_("Closing of the meeting"), (_("Next meeting"), _("Signatures")))


MINUTES = (
    *(minutes_heading, opening, decisions.decided, moved, changes.sentence),
    *(overview.worth_taking_up, decisions.to_decide, decisions.risks, other_decisions, closing),
)
"""What the draft of the minutes holds."""


def minutes(view: View) -> Draft:
    """The draft of the minutes, to be taken along."""
    _ = view.wording
    text = _(
        "What stands on this page, with the addresses of the figures and empty lines for what the"
        " meeting decides."
    )
    return Draft("minutes", _("Draft of the minutes"), text, MINUTES)


PAGE: Page = (
    *(heading, not_kept, decisions.decided, moved, overview.worth_taking_up),
    *(decisions.to_decide, decisions.risks, minutes),
)
"""What the agenda shows."""
