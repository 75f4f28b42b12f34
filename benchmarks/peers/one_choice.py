"""The least that can be chosen from: what a re-run costs the browser before anything is shown."""

import streamlit as st

st.set_page_config(page_title="Empty", layout="wide")
st.title("Empty")
with st.sidebar:
    st.selectbox("Choose", ["one", "two"], key="choice")
