"""The page that makes a report: what is chosen is what is in the file."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from mittaristo.ui.special_pages.pack import MADE
from tests.lib.pages import Open, html_of


def made(app: AppTest) -> str:
    """The file of a report that was made as text."""
    app.radio(key="format").set_value("md")
    app.run()
    app.button(key="make-report").click().run()
    assert not app.exception
    assert app.get("download_button")
    return str(app.session_state[MADE][1].decode())


@pytest.mark.parametrize(
    ("language", "said"), [("fi", "Kuinka moni on saanut työtä?"), ("en", "How many found work?")]
)
def test_the_file_holds_the_themes_that_are_chosen(
    open_page: Open, language: str, said: str
) -> None:
    app = open_page("pack", lang=language)
    text = made(app)
    assert f"## {said}" in text
    app.checkbox(key="theme-employments").uncheck().run()
    assert not app.get("download_button"), "another choice, and no file of it yet"
    assert f"## {said}" not in made(app)


def test_its_pages_are_shown_small_when_that_is_asked_for(open_page: Open) -> None:
    app = open_page("pack", lang="en")
    assert "data:image/png" not in html_of(app)
    next(one for one in app.button if one.label == "Choose none").click().run()
    app.checkbox(key="theme-agenda").check().run()
    app.button(key="show-pages").click().run()
    assert not app.exception
    described = re.findall(r'<img alt="([^"]+)" src="data:image/png;base64,iVBOR', html_of(app))
    assert described[0].startswith(f"Page 1/{len(described)}: Next Level: ")
    assert described[-1] == f"Page {len(described)}/{len(described)}: About the figures"
    assert any(text.endswith(": What do we decide?") for text in described)
    app.radio(key="format").set_value("pptx").run()
    assert not [one for one in app.button if one.key == "show-pages"]


@pytest.mark.long
def test_the_themes_stand_in_the_order_in_which_they_were_chosen(open_page: Open) -> None:
    app = open_page("pack", lang="en")
    next(one for one in app.button if one.label == "Choose none").click().run()
    for name in ("trainings", "employments"):
        app.checkbox(key=f"theme-{name}").check().run()
    text = made(app)
    places = [text.index(f"## {one}") for one in ("Which training", "How many found work?")]
    assert places == sorted(places)
