"""As much as Streamlit's template "GDP dashboard" shows: two choices, a chart and six numbers.

Written anew, over invented countries; as many of them, and years, as the template has.
"""

import numpy as np
import pandas as pd
import streamlit as st

COUNTRIES = [f"Country {number:03}" for number in range(1, 267)]


@st.cache_data
def invented() -> pd.DataFrame:
    """A product for every country and year."""
    years = np.arange(1960, 2023)
    growth = np.random.default_rng(1960).normal(1.04, 0.03, (len(COUNTRIES), len(years)))
    return pd.DataFrame(
        {
            "country": np.repeat(COUNTRIES, len(years)),
            "year": np.tile(years, len(COUNTRIES)),
            "product": (growth.cumprod(axis=1) * 1e10).ravel(),
        }
    )


st.set_page_config(page_title="Products")
st.title("Products of countries")
products = invented()
first, last = int(products["year"].min()), int(products["year"].max())
since, until = st.slider("Years", first, last, (first, last))
chosen = st.multiselect("Countries", products["country"].unique(), COUNTRIES[:6])

st.header("Over time")
among = products["country"].isin(chosen) & products["year"].between(since, until)
st.line_chart(products[among], x="year", y="product", color="country")

st.header(f"In {until}")
places = st.columns(4)
for number, country in enumerate(chosen):
    rows = products[products["country"] == country]
    start = rows.loc[rows["year"] == since, "product"].iat[0] / 1e9
    end = rows.loc[rows["year"] == until, "product"].iat[0] / 1e9
    places[number % 4].metric(country, f"{end:,.0f} bn", f"{end / start:,.2f} x")
