"""As much as Streamlit's template "Seattle weather" shows: eight numbers, five charts, a table.

Written anew, over invented weather. The template reads its file at every re-run; here the frame is
cached, so this peer is, if anything, faster than its model.
"""

import altair as alt
import numpy as np
import pandas as pd
import streamlit as st


@st.cache_data
def invented() -> pd.DataFrame:
    """Four years of daily weather."""
    random = np.random.default_rng(2012)
    days = pd.date_range("2012-01-01", "2015-12-31")
    season = np.sin((days.day_of_year - 110) / 365 * 2 * np.pi)
    rows = pd.DataFrame({"date": days, "precipitation": random.gamma(0.4, 8, len(days)).round(1)})
    rows["temp_max"] = (16 + 9 * season + random.normal(0, 3, len(days))).round(1)
    rows["temp_min"] = (rows["temp_max"] - random.gamma(8, 1, len(days))).round(1)
    rows["wind"] = random.gamma(5, 0.65, len(days)).round(1)
    dry = random.choice(["sun", "fog", "drizzle"], len(days))
    rows["weather"] = np.where(rows["precipitation"] > 2, "rain", dry)
    return rows


st.set_page_config(page_title="Weather", layout="wide")
st.title("Weather")
weather = invented()
year = weather["date"].dt.year

st.header("2015 in short")
*places, last = st.columns(4)
for place, column in zip(places, ("temp_max", "precipitation", "wind"), strict=True):
    for said in ("max", "min"):
        now, then = (weather[year == one][column].agg(said) for one in (2015, 2014))
        place.metric(f"{column}, {said}", f"{now:.1f}", f"{now - then:.1f}")
days = weather["weather"].value_counts()
last.metric("Most days", days.index[0])
last.metric("Fewest days", days.index[-1])

st.header("Years side by side")
years = sorted(year.unique())
chosen = st.pills("Years", years, default=years, selection_mode="multi")
shown = alt.Chart(weather[year.isin(chosen)])
day, month = alt.X("monthdate(date):T"), alt.X("month(date):O")
by_year, by_weather = alt.Color("year(date):N"), alt.Color("weather:N")
range_of_day = (alt.Y("temp_max:Q"), alt.Y2("temp_min"), alt.XOffset("year(date):N"))
two_weeks = shown.transform_window(mean="mean(wind)", frame=[0, 14], groupby=["monthdate(date)"])
charts = {
    "Temperature": shown.mark_bar(width=1).encode(day, by_year, *range_of_day),
    "Kinds of weather": shown.mark_arc().encode(alt.Theta("count()"), by_weather),
    "Wind": two_weeks.mark_line(size=1).encode(day, by_year, alt.Y("mean:Q")),
    "Rain": shown.mark_bar().encode(month, by_year, alt.Y("sum(precipitation):Q")),
    "By month": shown.mark_bar().encode(month, by_weather, alt.Y("count():Q").stack("normalize")),
}
*boxes, box = [*st.columns([3, 1]), *st.columns(2), *st.columns(2)]
for one, (title, chart) in zip(boxes, charts.items(), strict=True):
    with one.container(border=True):
        st.subheader(title)
        st.altair_chart(chart.configure_legend(orient="bottom"))
with box.container(border=True):
    st.subheader("Rows")
    st.dataframe(weather[year.isin(chosen)])
