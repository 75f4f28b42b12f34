"""How many faulty rows were left out on purpose, said where they would have counted."""

import html
from collections.abc import Iterable

import streamlit as st

from mittaristo.i18n.formats import number
from mittaristo.i18n.terms import word
from mittaristo.ui.session import View


def say_left_out(view: View, measures: Iterable[str], figures: Iterable[str]) -> None:
    """The registers behind some measures and figures that lack rows; each is told once a page."""
    _ = view.translate
    behind = view.registers_behind(measures, figures) - view.told
    left_out = {table: count for table, count in view.left_out().items() if table in behind}
    view.told.update(left_out)
    if left_out:
        rows = ", ".join(
            f"{word('tables', table, view.language)} {number(count, view.language)}"
            for table, count in left_out.items()
        )
        said = _("Faulty rows of the registers that were left out on purpose: {rows}.")
        st.html(f'<p class="note">{html.escape(said.format(rows=rows))}</p>')
