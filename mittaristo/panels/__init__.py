"""What is shown of a subject, for screen and paper alike. Nothing here knows Streamlit."""
