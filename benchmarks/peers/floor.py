"""A page with its panels already made: they are sent, and nothing is chosen or asked of the store.

The page's name ("results/overview") stands in the session's state.
"""

import runpy

import streamlit as st

from benchmarks.bundled import ROOT, shown
from mittaristo.i18n.translation import translator
from mittaristo.ui import header, navigation, session
from mittaristo.ui.streamlit_fixes import page_language

st.set_page_config(layout="wide")
st.navigation(navigation.pages(translator("fi")), expanded=True)
page_language.say_language("fi")
session.choose(shown())
header.heading(shown(), by_period=True)
runpy.run_path(str(ROOT / "pages" / f"{st.session_state['page']}.py"))
header.footing(shown())
