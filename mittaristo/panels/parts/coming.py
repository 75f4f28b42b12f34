"""What is coming: trainings, and what comes next."""

from mittaristo.panels.parts.panel import Folded, Panel, explained, leading
from mittaristo.panels.parts.view import View
from mittaristo.transforms import tables, trainings

COMING_AT_ONCE = 10
"""So many coming trainings are listed before the others are folded."""


def coming_trainings(view: View) -> Panel | None:
    """The coming trainings, the next ones first and the others folded; nothing where none are."""
    _, figure = view.wording, "coming_trainings"
    if not view.figures.keeps(figure) or view.last != view.as_of:
        return None
    headings = {
        "starts_on_text": _("Starts on"),
        "title": _("Title"),
        "seats_text": _("Seats"),
    }
    listed = tables.headed(trainings.coming(view.figures[figure], _), headings)
    if listed.is_empty:
        return None
    first, rest = leading(view, listed, figure).parted(COMING_AT_ONCE)
    others = Folded(_("The other {count}").format(count=len(rest.rows)), rest)
    return Panel(
        "coming-trainings",
        _("Coming trainings"),
        first,
        folded=() if rest.is_empty else (others,),
        explanations=explained(view, (), [figure]),
        registers=view.figures.registers_behind((), [figure]),
    )


def coming_next(view: View) -> Panel | None:
    """What comes next: a short list; nothing where nothing is planned."""
    _, figures = view.wording, view.figures
    if view.period is not None:
        return None
    courses = figures["coming_trainings"] if figures.keeps("coming_trainings") else None
    coming = trainings.coming_next(courses, figures["milestones"], view.as_of, _)
    if coming.is_empty():
        return None
    behind = [] if courses is None else ["coming_trainings"]
    return Panel(
        "coming-next",
        _("What comes next"),
        tables.headed(coming, {"on_text": _("Day"), "title": _("Training or event")}),
        registers=figures.registers_behind((), behind),
    )
