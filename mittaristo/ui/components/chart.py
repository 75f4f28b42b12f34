"""A chart as Streamlit sends it."""

from typing import Any

import streamlit as st
from streamlit.dataframe_util import convert_anything_to_arrow_bytes

from mittaristo.charts.specification import Specification


def sendable(chart: Specification) -> dict[str, Any]:
    """The specification with its tables as the bytes that the browser gets."""
    tables = {name: convert_anything_to_arrow_bytes(table) for name, table in chart.tables.items()}
    return {**chart.spec, "datasets": tables}


def show_chart(name: str, chart: dict[str, Any], alt: str) -> None:
    """Send what `sendable` made. `alt` says what it shows; `name` keeps it apart on the page."""
    st.vega_lite_chart(spec=chart, width="stretch", alt=alt, key=name)
