"""The units behind a figure and its changes: for the team, on the page alone."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from mittaristo.i18n.terms import word
from mittaristo.project import Project
from tests.lib.builders import GOOD, Tables, client, employment, publish_rows, write
from tests.lib.pages import Open, html_of
from tests.lib.store import state_of

pytestmark = pytest.mark.usefixtures("temporary", "at_home")

THEN: Tables = {**GOOD, "clients": [client("A"), client("B")]}
NOW: Tables = {
    **THEN,
    "employments": [employment("W1", "A", "2024-03-01"), employment("W2", "B", "2024-03-01")],
}
"""B found work before the earlier snapshot, which did not know."""


def opened(app: AppTest, key: str) -> AppTest:
    """Open the part of this key."""
    app.session_state[key] = True
    return again(app)


def again(app: AppTest) -> AppTest:
    """AppTest forgets the language, which the browser sends each time."""
    app.segmented_control[0].set_value(app.query_params.get("lang", ["fi"])[0])
    return app.run()


def dropped(app: AppTest, folder: Path) -> AppTest:
    app.file_uploader[0].set_value(
        [(path.name, path.read_bytes(), "text/csv") for path in sorted(folder.glob("*.csv"))]
    )
    next(one for one in app.button if one.label == "Show own ids").click()
    return again(app)


def test_late_units_are_listed_by_own_ids_once_registers_are_dropped(
    open_page: Open, project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert publish_rows(project, THEN, "2024-06-30").published
    assert publish_rows(project, NOW, "2024-07-31").published
    home, data = tmp_path / "home", project.folder.parent
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    before = state_of(data)
    app = open_page("changes", data, lang="en")
    assert not app.exception
    labels = [one.label for one in app.expander]
    assert "Persons employed: 1 recorded late" in labels
    assert ">recorded late<" not in html_of(app)
    app = opened(app, "moves-clients_employed")
    assert html_of(app).count(">recorded late<") == 1
    assert ">B<" not in html_of(app)
    app = opened(dropped(app, write(tmp_path / "rows", NOW)), "moves-clients_employed")
    assert ">B</th>" in html_of(app)
    assert ">1 Mar 2024<" in html_of(app)
    added = '<th scope="row">Employments</th><td class="words" data-heading="Row">W2</td>'
    assert added in html_of(app)
    assert f">{word('columns', 'started_on', 'en')}<" in html_of(app)
    next(one for one in app.button if one.label == "Save as a workbook").click()
    again(app)
    [saved] = home.iterdir()
    assert saved.name.startswith("koe-units-clients_employed")
    assert saved.stat().st_mode & 0o077 == 0
    next(one for one in app.button if one.label == "Forget the own ids").click()
    assert ">B</th>" not in html_of(again(app))
    assert state_of(data) == before


@pytest.mark.long
def test_the_units_of_a_figure_are_listed_when_they_are_asked_for(
    open_page: Open, project: Project
) -> None:
    assert publish_rows(project, NOW, "2024-07-31").published
    app = open_page("figure", project.folder.parent, lang="en", measure="employments")
    assert ">yes<" not in html_of(app)
    assert html_of(opened(app, "units-employments")).count(">yes<") == 2


@pytest.mark.parametrize("page", ["figure", pytest.param("changes", marks=pytest.mark.long)])
def test_who_is_not_of_the_team_sees_no_unit(
    open_page: Open, real: Project, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    assert publish_rows(real, THEN, "2024-06-30").published
    assert publish_rows(real, NOW, "2024-07-31").published
    monkeypatch.delenv("MITTARISTO_ROLE")
    app = open_page(page, real.folder.parent, lang="en", measure="employments")
    assert not app.exception
    assert not app.file_uploader
    assert not any(word in one.label for one in app.expander for word in ("Units", "late"))
