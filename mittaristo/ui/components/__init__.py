"""How a number, a chart and a table are laid out in Streamlit."""
