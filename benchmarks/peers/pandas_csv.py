"""The usual way: a page of employments that reads CSV files with pandas and counts at each re-run.

It shows as much as results/employments without its tables and texts: five numbers, two charts, two
tables. Nothing is protected, compared with an earlier day or traced.
"""

from pathlib import Path

import pandas as pd
import streamlit as st

REGISTERS = Path(__file__).parents[2] / "data" / "next-level" / "registers"

st.set_page_config(page_title="Employments")
st.title("Employments")
clients = pd.read_csv(REGISTERS / "clients.csv", parse_dates=["joined_on"])
employments = pd.read_csv(REGISTERS / "employments.csv", parse_dates=["started_on"])
employments["month"] = employments["started_on"].dt.to_period("M").dt.to_timestamp()

places = st.columns(5)
direct = employments["support"] == "direct"
places[0].metric("Persons employed", employments["client_id"].nunique())
places[1].metric("with direct support", employments.loc[direct, "client_id"].nunique())
places[2].metric("in other ways", employments.loc[~direct, "client_id"].nunique())
places[3].metric("Employments", len(employments))
places[4].metric("through staffing firms", int(employments["via_staffing_firm"].sum()))

st.header("What happened when")
months = employments.groupby(["month", "support"]).size().unstack(fill_value=0)
st.bar_chart(months)

st.header("Persons employed so far")
first = employments.sort_values("started_on").drop_duplicates("client_id")
st.line_chart(first.groupby("month").size().cumsum())

st.header("Who they are")
known = first.merge(clients, on="client_id")
st.table(known.groupby("gender").size().rename("persons"))

st.header("Evidence")
st.table(employments.groupby("evidence").size().rename("employments"))
