"""The navigation: which pages it lists, so that none promises what a project does not keep."""

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from mittaristo import project as projects
from mittaristo.access import Role
from mittaristo.cli.main import main
from mittaristo.i18n.translation import LANGUAGES, translator
from mittaristo.panels.parts.panel import Notice, blocks
from mittaristo.panels.parts.view import View
from mittaristo.panels.themes import FOR_TEAM, THEMES
from mittaristo.project import Project
from mittaristo.reports.origin import Origin
from mittaristo.reports.whole.contents import contents
from mittaristo.snapshots.reading import numbers, open_snapshot
from mittaristo.ui import navigation
from mittaristo.ui.session import Reader
from tests.lib.builders import (
    BUNDLED,
    ROOT,
    Tables,
    client,
    employer,
    employment,
    encounter,
    make_project,
    milestone,
    snapshot_of,
    target,
    training,
    write,
)
from tests.lib.pages import PAGES, Open

ENCOUNTERS: Tables = {
    "employers": [employer("E1"), employer("E2", staffing_firm="true")],
    "encounters": [
        encounter("M1", "E1", "2024-02-01"),
        encounter("M2", "E2", "2024-05-02", "call"),
    ],
}
"""A project that keeps only encounters."""

DOZEN: Tables = {
    "clients": [client("A"), client("B", "2024-02-01"), client("C", "2024-03-01")],
    "employments": [employment("J1", "A", "2024-04-01"), employment("J2", "B", "2024-05-10")],
    "trainings": [training("T1", "2024-03-01"), training("T2", "2024-09-01", language="en")],
    "partners": [
        {"partner_id": "K1", "name": "Koulu", "sector": "education", "since": "2024-02-01"},
        {"partner_id": "K2", "name": "Kunta", "sector": "municipality", "since": "2024-04-01"},
    ],
    "pilots": [
        {"pilot_id": "b1", "name": "Valmennus", "stage": "piloted", "stage_since": "2024-04-01"}
    ],
    "milestones": [milestone("a", "2024-05-01"), milestone("b", "2024-08-01", done="false")],
    "targets": [target("clients_joined", 10)],
}
"""A dozen rows."""


@pytest.fixture(scope="module")
def two_snapshots(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project with two snapshots for everyone, and a weekly one."""
    project = make_project(tmp_path_factory.mktemp("navigation") / "data")
    snapshot_of(project, ENCOUNTERS, "2024-03-31")
    snapshot_of(project, ENCOUNTERS, "2024-06-30")
    snapshot_of(project, ENCOUNTERS, "2024-07-07", "weekly")
    return project


def listed(project: Project, role: Role = "everyone") -> frozenset[str]:
    """The pages in the list, by their names in an address."""
    newest = open_snapshot(project.folder, max(numbers(project.folder)))
    return navigation.listed_for(Reader("fi", project, role), newest)


def assert_promises_nothing(project: Project, pages: frozenset[str]) -> None:
    """Whatever is listed shows something, in both languages, and is not said to be empty."""
    figures = open_snapshot(project.folder, max(numbers(project.folder))).figures
    for language in LANGUAGES:
        view = View(figures, language)
        for name in sorted(pages & set(THEMES)):
            made = [block for block, _told in filter(None, blocks(view, THEMES[name]))]
            assert len(made) > 1, name
            nothing = [block for block in made if isinstance(block, Notice)]
            assert len(nothing) < len(made) - 1 or name == "overview", name


def test_the_team_has_its_own_pages_beside_those_that_everyone_has() -> None:
    project = projects.load(BUNDLED)
    everyone, team = listed(project), listed(project, "team")
    assert everyone >= {"overview", "employments", "goals", "figures", "agenda", "changes", "pack"}
    assert team - everyone >= {"week", "import"}
    assert team >= everyone


def test_a_project_that_keeps_only_encounters_has_the_pages_that_show_them(
    project: Project,
) -> None:
    snapshot_of(project, ENCOUNTERS, "2024-06-30")
    pages = listed(project)
    newest = open_snapshot(project.folder, 1)
    chapters = contents(newest, Origin.of(newest, View(newest.figures, "fi"))).chapters
    assert {one.name for one in chapters} == {"overview"} | pages & set(THEMES)
    assert pages >= {"overview", "employers", "figures", "monitoring", "pace", "projector", "pack"}
    assert not pages & {"employments", "trainings", "goals", "network", "changes", "week"}
    assert_promises_nothing(project, pages)


def test_a_project_made_with_new_and_a_dozen_rows_has_its_own_pages(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MITTARISTO_DATA", str(data))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    dates = ["--starts", "2024-01-01", "--ends", "2025-12-31"]
    assert main(["new", "kolmas", "--name", "Kolmas", *dates]) == 0
    rows = str(write(tmp_path / "rows", DOZEN, invented=False))
    assert main(["publish", rows, "--project", "kolmas", "--as-of", "2024-06-30"]) == 0
    project = projects.load(data / "kolmas")
    pages = listed(project)
    assert pages >= {"overview", "employments", "trainings", "network", "figures", "pace", "pack"}
    assert not pages & {"employers", "goals", "changes", "week", "import"}
    assert_promises_nothing(project, pages)


def test_before_anything_is_published_no_other_page_of_figures_is_listed(
    project: Project,
) -> None:
    about = {"overview", "protection", "accessibility"}
    assert navigation.listed_for(Reader("fi", project, "team"), None) == {*about, "import"}
    assert navigation.listed_for(Reader("fi", project, "everyone"), None) == about


def _asked(folder: str) -> None:
    """A script that says of which snapshot the navigation is made."""
    from pathlib import Path

    import streamlit as st

    from mittaristo.project import load
    from mittaristo.ui import choices
    from mittaristo.ui.published import published
    from mittaristo.ui.session import Reader

    snapshot = choices.about_to_be_shown(published(Reader("fi", load(Path(folder)), "everyone")))
    st.text(snapshot.manifest.number if snapshot else "none")


@pytest.mark.parametrize(("link", "number"), [("", "2"), ("1", "1"), ("3", "2"), ("x", "2")])
def test_the_navigation_is_that_of_the_snapshot_in_the_link(
    two_snapshots: Project, link: str, number: str
) -> None:
    """The third is a weekly one, which is not for everyone."""
    app = AppTest.from_function(_asked, kwargs={"folder": str(two_snapshots.folder)})
    if link:
        app.query_params["snapshot"] = link
    assert app.run().text[0].value == number


def test_all_projects_are_listed_where_there_are_several(project: Project) -> None:
    assert "projects" not in navigation.listed_for(Reader("fi", project, "everyone"), None)
    of_many = Reader("fi", project, "everyone", of_many=True)
    assert "projects" in navigation.listed_for(of_many, None)


def test_the_readme_tells_in_both_languages_where_each_system_of_the_sources_is() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (.+) \| (.+) \| (.+) \| (.+) \| /(\w+) \|$", readme, re.MULTILINE)
    assert {source for source, *_others in rows} == {"Next Level", "KAIRA", "both"}
    titles = {
        Path(path).name: title
        for pages in navigation.PAGES.values()
        for path, title, _icon in pages
    }
    for _source, system, in_english, in_finnish, address in rows:
        title = titles[address]
        named = (translator("en")(title), translator("fi")(title))
        assert (in_english, in_finnish) == named, system
    for name, source in (("next-level", "Next Level"), ("kaira", "KAIRA")):
        addresses = {address for one, *_others, address in rows if one == source}
        assert addresses <= listed(projects.load(BUNDLED.parent / name)), source


@pytest.mark.long
@pytest.mark.parametrize("rows", [ENCOUNTERS, DOZEN], ids=["encounters", "dozen"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_with_few_registers(
    open_page: Open, project: Project, rows: Tables, page: str
) -> None:
    snapshot_of(project, rows, "2024-06-30")
    app = open_page(page, project.folder.parent)
    assert not app.exception
    assert not app.error
    hidden = page not in listed(project, "team")
    assert bool(app.info) >= (hidden and page not in FOR_TEAM and page != "agenda")
