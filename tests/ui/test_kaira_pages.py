"""The second bundled project through dashboard.py: no emblem of another programme, own places."""

import pytest

from tests.lib.pages import Open, html_of, titles_of


@pytest.mark.parametrize("page", ["overview", "goals"])
def test_its_pages_open_without_the_emblem_of_another_programme(open_page: Open, page: str) -> None:
    app = open_page(page, project="kaira")
    assert not app.exception
    assert not app.error
    shown = html_of(app)
    assert "keksitty esimerkkiaineisto" in shown
    assert "Euroopan unionin osarahoittama" not in shown


def test_a_link_opens_a_municipality(open_page: Open) -> None:
    app = open_page("region", project="kaira", municipality="290")
    assert titles_of(app, 1)[0].startswith("Kuhmo: työttömiä ")
    assert "Luvut on keksitty" in html_of(app)
