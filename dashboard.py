"""The dashboard: its server, and the frame of every page. Start it with: make run"""

# Loaded here, before any visitor: twenty first visitors at once must not import them in threads.
import altair
import duckdb
import pandas
import polars
import pyarrow
import streamlit as st

from mittaristo.ui import frame
from mittaristo.ui.serving import server

assert all((altair, duckdb, pandas, polars, pyarrow))

if __name__ != "__main__":
    # `streamlit run` finds this and serves it; for each visitor it then runs this file as a script.
    app = st.App(
        __file__,
        lifespan=server.before_the_first_visitor,
        middleware=server.BEFORE_STREAMLIT,
        routes=server.routes(),
    )
else:
    frame.show()
