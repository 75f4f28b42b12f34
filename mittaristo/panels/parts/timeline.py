"""The project's milestones above charts over time: those that concern what is drawn."""

from collections.abc import Sequence

from mittaristo.panels.parts.panel import Folded
from mittaristo.panels.parts.view import View
from mittaristo.privacy.disclosure import SafeFrame
from mittaristo.transforms import tables
from mittaristo.transforms.timeline import (
    between,
    milestone_lane,
    milestones_in_words,
    of_kinds,
)

ALWAYS = ("project", "decision")
"""Kinds of milestones that concern everything."""

MEETING_PEOPLE = (*ALWAYS, "event", "campaign")
"""Those that concern whom the project meets."""


def milestones(view: View, kinds: Sequence[str] = ALWAYS) -> SafeFrame:
    """The milestones of some kinds, laid out for the lane above a chart over time."""
    concerned = of_kinds(view.figures["milestones"], kinds)
    return milestone_lane(concerned, view.first, view.drawn_until, view.wording)


def events(view: View, kinds: Sequence[str] = ALWAYS) -> tuple[Folded, ...]:
    """The same as a list; nothing where none are."""
    _ = view.wording
    concerned = of_kinds(view.figures["milestones"], kinds)
    if view.period is not None:
        concerned = between(concerned, view.first, view.last)
    if concerned.is_empty():
        return ()
    listed = milestones_in_words(concerned, view.as_of, _)
    headings = {"on_text": _("Day"), "title": _("Event"), "state": _("State")}
    return (Folded(_("Events on the time line"), tables.headed(listed, headings), _("Events")),)
