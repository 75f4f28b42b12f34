"""The first hour without a terminal: an empty workbook and an own project, from the page."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from mittaristo.privacy.keys import key_path
from mittaristo.project import load
from mittaristo.ui.import_page.first_hour import short_name
from tests.lib.builders import day, make_project
from tests.ui.test_import_page import again, open_page

__all__ = ["open_page"]

Open = Callable[..., AppTest]

pytestmark = pytest.mark.usefixtures("temporary", "at_home")


@pytest.fixture(autouse=True)
def keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder for keys that is not the user's own."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "keys"))


def filled(app: AppTest, name: str, first: str = "2026-01-01", last: str = "2028-06-30") -> AppTest:
    """The form of an own project, filled in and sent."""
    fields = {one.key: one for one in (*app.text_input, *app.date_input)}
    fields["first-name"].set_value(name)
    fields["first-starts"].set_value(day(first))
    fields["first-ends"].set_value(day(last))
    fields["first-about"].set_value('Autamme nuoria "ensimmäiseen" työhön.')
    [button] = [one for one in app.button if one.label == "Tee hanke"]
    button.click()
    return again(app)


def test_a_project_of_ones_own_is_made_with_its_key_and_chosen(open_page: Open, data: Path) -> None:
    make_project(data)
    app = filled(open_page(data), "Töihin! 2026–28")
    assert not app.exception
    made = load(data / "toihin-2026-28")
    assert (made.name, made.starts_on, made.ends_on) == (
        "Töihin! 2026–28",
        day("2026-01-01"),
        day("2028-06-30"),
    )
    assert made.about["fi"] == 'Autamme nuoria "ensimmäiseen" työhön.'
    assert not made.synthetic
    assert key_path(made.id).exists()
    [chosen] = [one for one in app.selectbox if one.key == "project"]
    assert chosen.value == made.id
    assert app.file_uploader, "registers can be dropped at once"


@pytest.mark.parametrize(
    ("name", "first", "said"),
    [
        ("", "2026-01-01", "Anna hankkeelle nimi"),
        ("Проект", "2026-01-01", "Anna hankkeelle nimi"),
        ("Uusi", "2029-01-01", "hanke päättyy ennen alkuaan"),
        ("koe", "2026-01-01", "tämän niminen hanke on jo"),
    ],
)
def test_what_cannot_be_made_is_a_sentence_and_leaves_nothing(
    open_page: Open, data: Path, name: str, first: str, said: str
) -> None:
    make_project(data)
    app = filled(open_page(data), name, first)
    assert any(said in error.value for error in app.error)
    assert [path.name for path in data.iterdir()] == ["koe"]


def test_where_nothing_can_be_published_that_is_said_before_anything_is_dropped(
    open_page: Open, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MITTARISTO_ROLE")
    make_project(data)
    app = open_page(data)
    assert "Älä tuo tähän oikeita rekistereitä" in app.info[0].value
    assert app.get("download_button"), "the empty workbook is for everyone"
    assert "Tee hanke" not in [one.label for one in app.button]


def test_a_short_name_has_letters_digits_and_hyphens() -> None:
    assert short_name("  Nuoret & työ: Åland–Öölanti 2 ") == "nuoret-tyo-aland-oolanti-2"
    assert os.sep not in short_name("../../etc")
