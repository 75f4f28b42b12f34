"""The worklists of the team: on the page only after its own registers are dropped there."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from mittaristo.project import Project
from tests.lib.builders import GOOD, Tables, client, snapshot_of, write
from tests.lib.pages import Open, html_of
from tests.lib.store import state_of

pytestmark = pytest.mark.usefixtures("temporary", "at_home")

GAPS: Tables = {**GOOD, "clients": [client("A", gender="unknown"), client("B")]}


def press(app: AppTest, label: str) -> AppTest:
    """Press a button; AppTest forgets the language, which the browser sends each time."""
    next(one for one in app.button if one.label == label).click()
    app.segmented_control[0].set_value(app.query_params.get("lang", ["fi"])[0])
    return app.run()


def dropped(app: AppTest, folder: Path) -> AppTest:
    app.file_uploader[0].set_value(
        [(path.name, path.read_bytes(), "text/csv") for path in sorted(folder.glob("*.csv"))]
    )
    return press(app, "List what is missing")


def test_rows_are_listed_saved_at_home_and_forgotten(
    open_page: Open, project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshot_of(project, GAPS, "2024-06-30")
    home, data = tmp_path / "home", project.folder.parent
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    before = state_of(data)
    app = open_page("quality", data, lang="en")
    assert "<td" in html_of(app)
    assert ">A<" not in html_of(app)
    app = dropped(app, write(tmp_path / "rows", GAPS))
    assert not app.exception
    shown = html_of(app)
    assert "Incomplete client records" in shown
    assert ">A<" in shown
    app = press(app, "Save as a workbook")
    assert [path.name for path in home.iterdir()] == ["koe-worklists.xlsx"]
    assert ">A<" not in html_of(press(app, "Forget the lists"))
    assert state_of(data) == before
    assert not any((tmp_path / "temporary").iterdir())


@pytest.mark.long
def test_registers_with_errors_are_not_listed(
    open_page: Open, project: Project, tmp_path: Path
) -> None:
    snapshot_of(project, GOOD, "2024-06-30")
    wrong = {**GOOD, "clients": [client("A", joined_on="yesterday"), client("B")]}
    app = dropped(
        open_page("quality", project.folder.parent, lang="en"), write(tmp_path / "r", wrong)
    )
    assert [error.value for error in app.error] == [
        "The registers have errors: 1. Mend them first."
    ]
    assert "yesterday" not in html_of(app)


def test_who_is_not_of_the_team_can_drop_nothing(
    open_page: Open, real: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshot_of(real, GOOD, "2024-06-30")
    monkeypatch.delenv("MITTARISTO_ROLE")
    app = open_page("quality", real.folder.parent, lang="en")
    assert not app.file_uploader
    assert any("is for the project team" in info.value for info in app.info)
