"""A reader's own number a month: kept in the link, and part of nothing that is taken along."""

import re
from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from mittaristo.panels.parts.view import View
from mittaristo.ui import session
from mittaristo.ui.components.text import plain

A_MONTH = "a_month"
"""What the number is called in the link."""


def ask(told: Callable[[View, float], str], measure: str) -> None:
    """A field for a number, and what is told of it; nothing where there is no measure."""
    if not measure:
        return
    view = replace(session.current().view, measure=measure)
    _ = view.wording
    if A_MONTH not in st.session_state:
        st.session_state[A_MONTH] = st.query_params.get(A_MONTH, "")
    place = st.expander(
        _("What if there are so many a month from now on?"), expanded=A_MONTH in st.query_params
    )
    typed = place.text_input(
        _("Number a month"),
        key=A_MONTH,
        live=True,
        placeholder=_("for example: 10"),
        max_chars=7,
        width=480,
    ).strip()
    if typed:
        st.query_params[A_MONTH] = typed
    elif A_MONTH in st.query_params:
        del st.query_params[A_MONTH]
    if re.fullmatch(r"[0-9]+([.,][0-9]+)?", typed):
        place.markdown(plain(told(view, float(typed.replace(",", ".")))))
    elif typed:
        place.markdown(_("That is no number."))
