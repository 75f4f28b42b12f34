"""The least that a page can be: what every re-run costs before anything is shown."""

import streamlit as st

st.set_page_config(page_title="Empty", layout="wide")
st.title("Empty")
