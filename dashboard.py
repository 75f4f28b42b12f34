"""The dashboard: its server, and the frame of every page. Start it with: make run"""

# Loaded here, before any visitor: twenty first visitors at once must not import them in threads.
import altair
import duckdb
import pandas
import polars
import pyarrow
import streamlit as st

from mittaristo.i18n.translation import translator
from mittaristo.ui import choices, header, navigation, places, server, session, sign_in
from mittaristo.ui.streamlit_fixes import page_language

assert all((altair, duckdb, pandas, polars, pyarrow))

if __name__ != "__main__":
    # `streamlit run` finds this and serves it; for each visitor it then runs this file as a script.
    lifespan, before = server.before_the_first_visitor, server.BEFORE_STREAMLIT
    app = st.App(__file__, lifespan=lifespan, routes=server.ROUTES, middleware=before)
else:
    # First, or st.navigation would have the browser fetch the page's icon from another host.
    st.set_page_config(page_icon=str(places.ICON), layout="wide")
    place = st.sidebar.container()
    language = choices.choose_language(place)
    reader = choices.choose_project(place, language)
    snapshot = None if reader is None else choices.about_to_be_shown(reader)
    page = st.navigation(navigation.pages(translator(language), reader, snapshot), expanded=True)
    st.set_page_config(page_title=f"{page.title} · Mittaristo")
    page_language.say_language(language)

    if reader is not None:
        session.meet(reader)
    sign_in.offer(language, reader)
    if reader is not None and not navigation.shows_figures(page):
        if not navigation.is_of_all(page):
            header.heading_without_figures(reader)
        page.run()
    elif reader is not None:
        by_period = navigation.is_of_a_period(page)
        chosen = choices.choose_shown(place, reader, by_period=by_period)
        if chosen is not None:
            session.choose(chosen)
            header.heading(chosen, by_period=by_period)
            page.run()
            header.footing(session.current())
