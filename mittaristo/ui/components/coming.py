"""What is coming: trainings, and what comes next."""

import streamlit as st

from mittaristo.transforms import tables
from mittaristo.transforms import trainings as trainings_
from mittaristo.ui.components import page
from mittaristo.ui.components.left_out import say_left_out
from mittaristo.ui.session import View

COMING_AT_ONCE = 10
"""So many coming trainings are listed before the others are folded."""


def coming_trainings(view: View) -> None:
    """The coming trainings, the next ones first and the others folded; nothing where none are."""
    if not view.keeps("coming_trainings"):
        return
    _, figure = view.translate, "coming_trainings"
    headings = {
        "day": _("Starts on"),
        "title": _("Title"),
        "training": _("Training"),
        "spoken": _("Language"),
        "seats": _("Seats"),
    }
    coming = trainings_.coming(view.figure(figure), view.language)
    title, listed = _("Coming trainings"), tables.headed(coming, headings)
    first, rest = tables.parted(listed, COMING_AT_ONCE)
    page.table(view, title, first, [figure])
    if not rest.is_empty():
        with st.expander(_("The other {count}").format(count=rest.height)):
            page.show_table(title, rest, heading=True)


def coming_next(view: View) -> None:
    """What comes next: a short list; nothing where nothing is planned."""
    _ = view.translate
    trainings = view.figure("coming_trainings") if view.keeps("coming_trainings") else None
    coming = trainings_.coming_next(
        trainings, view.figure("milestones"), view.manifest.as_of, view.language
    )
    if not coming.is_empty():
        title = _("What comes next")
        st.header(title, anchor=False)
        say_left_out(view, (), ["coming_trainings"] if trainings is not None else [])
        headings = {"day": _("Day"), "title": _("Training or event")}
        page.show_table(title, tables.headed(coming, headings), heading=True)
