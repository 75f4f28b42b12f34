"""Work-arounds for Streamlit: version, reason, and the test that says when each may go.

page_language: Streamlit 1.67 leaves `<html lang>` at "en" and labels its own buttons in English.
May go when tests/ui/test_browser.py finds no English word without it.

wording: it says the uploader and the calendar in English. May go when
tests/ui/test_import_in_browser.py finds no English word without it.

first_paint: it draws a page without our style, and without its own side bar, before it has both.
May go when tests/ui/test_stillness.py is green without it.

`ui/serving/server.py` has one more: Streamlit serves ``pages/`` by itself until st.navigation has
run once.
"""
