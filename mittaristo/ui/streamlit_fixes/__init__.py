"""Work-arounds for Streamlit: version, reason, and the test that says when each may go."""
