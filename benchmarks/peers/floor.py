"""A page with its panels already made: they are sent, and nothing is chosen or asked of the store.

The page's name ("results/overview") stands in the session's state.
"""

import runpy
from functools import cache
from pathlib import Path

import streamlit as st

from mittaristo.panels.view import View
from mittaristo.snapshots.selection import choose
from mittaristo.ui import header, session
from mittaristo.ui.session import Shown
from mittaristo.ui.streamlit_fixes import page_language

ROOT = Path(__file__).parents[2]


@cache
def shown() -> Shown:
    """The newest bundled snapshot as a first visitor sees it."""
    snapshot = choose(ROOT / "data" / "next-level", team=False).snapshot
    assert snapshot is not None
    shared, _weekly = snapshot.figures.comparison_days("everyone")
    return Shown(snapshot, View(snapshot.figures, "fi", shared[0], "team"))


st.set_page_config(layout="wide")
page_language.say_language("fi")
session.choose(shown())
header.heading(shown())
runpy.run_path(str(ROOT / "pages" / f"{st.session_state['page']}.py"))
header.footing(shown())
