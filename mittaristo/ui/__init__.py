"""Everything that touches Streamlit: the view that is chosen, the frame, and parts of pages."""
