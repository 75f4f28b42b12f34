"""The page on which a draft is pasted, and its numbers are held against the figures."""

import html

import streamlit as st

from mittaristo.i18n.wording import Wording
from mittaristo.panels.asking import draft
from mittaristo.panels.asking.draft import Checked
from mittaristo.panels.review import draft as said
from mittaristo.ui import session
from mittaristo.ui.components.table import show_table
from mittaristo.ui.components.text import plain
from mittaristo.ui.streamlit_fixes import wording

CHECKED = "checked draft"
"""Where the session keeps what came of the text that was checked last, and of which figures."""

AT_MOST = 60_000
"""Letters of a text that is checked at once: a newsletter of some twenty pages."""


def show() -> None:
    """What came of the draft on top, and the place for its text."""
    shown = session.current()
    _ = shown.view.wording
    wording.say(_.language)
    place = st.container()  # what came of the text stands above it
    with st.form("draft", border=False):
        text = st.text_area(_("Text of the draft"), height=220, max_chars=AT_MOST, key="draft-text")
        asked = st.form_submit_button(_("Check the numbers"), type="primary")
    if asked and text.strip():
        st.session_state[CHECKED] = (shown.key, draft.check(text, shown.view))
    key, checked = st.session_state.get(CHECKED, (None, None))
    with place:
        if checked is not None and key == shown.key:
            _show(checked)
        else:
            _invite(_)


def _invite(_: Wording) -> None:
    """What the page is for, before anything is checked."""
    st.title(_("Are the numbers of a draft those of the figures?"), anchor=False)
    lead = _(
        "Paste the text of a newsletter, a report or a release. Each number is held against the"
        " figure that the words around it mean: value, unit and day. The text is not stored and not"
        " sent anywhere."
    )
    st.html(f'<p class="lead">{html.escape(lead)}</p>')


def _show(checked: Checked) -> None:
    """Contradictions first, then the numbers by what was found of them."""
    _ = checked.view.wording
    st.title(said.finding(checked), anchor=False)
    st.html(f'<p class="lead">{html.escape(said.counts(checked))}</p>')
    if told := said.contradictions(checked):
        st.header(_("The draft contradicts itself"), anchor=False)
        st.markdown("\n".join(f"- {plain(one)}" for one in told))
    for verdict, heading, table in said.tables(checked):
        if verdict == "differs":
            st.header(heading, anchor=False)
            show_table(heading, table, heading=True)
        else:
            with st.expander(f"{heading} ({_.number(len(table.rows))})"):
                show_table(heading, table, heading=True)
