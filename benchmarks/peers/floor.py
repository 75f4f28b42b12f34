"""A page with its panels already made: all is sent, and nothing is asked of the store.

The page's name ("results/overview") stands in the session's state. The side bar has as many fields
as the page's own; what they ask for is not looked up.
"""

import runpy

import streamlit as st

from benchmarks.bundled import ROOT, reader, shown
from mittaristo.i18n.translation import translator
from mittaristo.ui import header, navigation, session
from mittaristo.ui.streamlit_fixes import page_language

st.set_page_config(layout="wide")
with st.sidebar.container():
    st.segmented_control("lang", ["Suomi", "English"], required=True, key="lang")
    page = st.navigation(navigation.pages(translator("fi")), expanded=True)
    by_period = st.session_state["page"].startswith("results/")
    for field in ("snapshot", "since", "period")[: 3 if by_period else 2]:
        st.selectbox(field, list("abcd"), key=field)
page_language.say_language("fi")
session.meet(reader(), st.session_state["page"].rpartition("/")[2])
session.choose(shown())
header.heading(shown(), by_period=by_period)
runpy.run_path(str(ROOT / "pages" / f"{st.session_state['page']}.py"))
header.footing(shown())
