"""The frame of every page: what the reader chooses, what stands above and below, and the page."""

import streamlit as st

from mittaristo.i18n.translation import translator
from mittaristo.ui import choices, header, listed, navigation, places, published, session, sign_in
from mittaristo.ui.streamlit_fixes import page_language


def show() -> None:
    """Show the page that the reader has opened, within its frame."""
    # First, or st.navigation would have the browser fetch the page's icon from another host.
    st.set_page_config(page_icon=places.ICON, layout="wide")
    place = st.sidebar.container()
    language = choices.choose_language(place)
    reader = choices.choose_project(place, language)
    choice = None if reader is None else published.published(reader)
    snapshot = None if choice is None else choices.about_to_be_shown(choice)
    page = st.navigation(navigation.pages(translator(language), reader, snapshot), expanded=True)
    st.set_page_config(page_title=f"{page.title} · Mittaristo")
    page_language.say_language(language)
    if reader is not None:
        session.meet(reader, page.url_path or listed.FIRST)
    sign_in.offer(language, reader)
    if reader is None or choice is None:
        return
    if not navigation.shows_figures(page):
        if not navigation.is_of_all(page):
            header.heading_without_figures(reader)
        page.run()
        return
    by_period = navigation.is_of_a_period(page)
    chosen = choices.choose_shown(place, reader, choice, by_period=by_period)
    if chosen is not None:
        session.choose(chosen)
        header.heading(chosen, by_period=by_period)
        page.run()
        header.footing(session.current())
