"""All projects: what stands of each beside the others, from what each has published."""

import datetime as dt
import shutil
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from mittaristo import project as projects
from mittaristo.cli.main import main
from mittaristo.i18n.wording import wording
from mittaristo.panels.programme import projects as panels
from mittaristo.panels.programme.projects import Programme
from mittaristo.project import Project
from mittaristo.publishing.publish import commit, prepare
from mittaristo.snapshots import reading
from mittaristo.transforms.programme import side_by_side
from tests.lib.builders import Tables, client, day, make_project, snapshot_of, target, write
from tests.lib.pages import Open, charts_of, html_of
from tests.lib.store import tamper

_ = wording("en")


def joined(count: int) -> list[dict[str, Any]]:
    return [client(f"C{at}", f"2024-0{1 + at % 6}-10") for at in range(count)]


def keeping(data: Path, name: str, tables: Tables, as_of: str = "2024-06-30") -> Project:
    """A project of this name with these rows, published."""
    made = make_project(data, name)
    path = made.folder / "project.toml"
    path.write_text(path.read_text().replace('"Koehanke"', f'"Hanke {name}"'))
    project = projects.load(made.folder)
    snapshot_of(project, tables, as_of)
    return project


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three projects: with a target that is reached, with one that is not, and with none."""
    data = tmp_path_factory.mktemp("programme") / "data"
    data.mkdir()
    keeping(data, "a", {"clients": joined(6), "targets": [target("clients_joined", 5)]})
    keeping(data, "b", {"clients": joined(2), "targets": [target("clients_joined", 40)]})
    keeping(data, "c", {"clients": joined(3)})
    return data


@pytest.fixture
def store(three: Path, data: Path) -> Path:
    """The same, to be changed."""
    return Path(shutil.copytree(three, data, dirs_exist_ok=True))


def standings(data: Path) -> Programme:
    found = [
        panels.standing(
            folder.name,
            reading.open_figures(folder, max(reading.numbers(folder)), panels.READ),
        )
        for folder in projects.projects(data)
    ]
    return panels.programme(found)


def told(data: Path, measure: str = "clients_joined") -> dict[str, dict[str, Any]]:
    rows = side_by_side.of_measure(standings(data).rows, measure, _)
    return {row["project_id"]: row for row in rows.iter_rows(named=True)}


def test_projects_stand_beside_each_other_with_target_and_pace(store: Path) -> None:
    rows = told(store)
    assert list(rows) == ["b", "a", "c"], "the one furthest behind its time first"
    assert [rows[name]["value"] for name in "abc"] == [6, 2, 3]
    assert [rows[name]["share"] for name in "abc"] == [1.2, 0.05, None]
    assert rows["a"]["status"] == "reached"
    assert rows["b"]["pace"] == pytest.approx(2 / 6)
    assert rows["b"]["needed"] > 2
    every = side_by_side.of_measure(standings(store).rows, "clients_joined", _)
    assert panels.title(every, "Clients joined", _).startswith(
        "Clients joined: 1 of 2 have reached their target value"
    )
    written = panels.table(every, _)
    assert written.rows[0][0] == "Hanke b"
    assert all("invented example data" in row[-1] for row in written.rows)
    tiles = side_by_side.tiles(every)
    assert tiles["project_id"].to_list() == ["b", "a"]
    lines = side_by_side.lines(tiles, standings(store).courses, "clients_joined")
    last = lines.filter(pl.col("at") == pl.col("at").max())
    assert dict(last.select("project_id", "share").iter_rows()) == {"a": 1.2, "b": 0.05}


def test_a_measure_of_another_definition_is_not_compared(store: Path) -> None:
    everything = standings(store).rows
    other = pl.when(pl.col("project_id") == "b").then(pl.lit("0" * 64)).otherwise("sha256")
    rows = side_by_side.of_measure(
        side_by_side.together([everything.with_columns(sha256=other)]),  # type: ignore[list-item]
        "clients_joined",
        _,
    )
    by_project = {row["project_id"]: row for row in rows.iter_rows(named=True)}
    assert [by_project[name]["comparable"] for name in "abc"] == [True, False, True]
    assert (by_project["b"]["value"], by_project["b"]["share"]) == (2, None)
    assert "another definition" in panels.table(rows, _).rows[-1][-1]
    assert side_by_side.tiles(rows)["project_id"].to_list() == ["a"]


def test_the_page_shows_every_project_and_says_which_have_no_figures(
    open_page: Open, store: Path
) -> None:
    make_project(store, "tyhja")
    app = open_page("projects", store, lang="en")
    assert not app.exception
    assert app.title[0].value == "4 projects; under way: 3"
    shown = html_of(app)
    assert "Without published figures: Koehanke." in shown
    assert [name in shown for name in ("Hanke a", "Hanke b", "Hanke c")] == [True] * 3
    assert "invented example data" in shown
    [chart] = charts_of(app)
    assert chart == "Hanke b: 5%; Hanke a: 120%"


def test_only_figures_are_read_and_a_damaged_snapshot_gives_way_to_the_one_before(
    open_page: Open, store: Path
) -> None:
    project = projects.load(store / "b")
    newer: Tables = {"clients": joined(9), "targets": [target("clients_joined", 40)]}
    snapshot_of(project, newer, "2024-07-31")
    folder = reading.folder_of(project.folder, 2)
    folder.chmod(0o755)
    (folder / "registers").chmod(0o755)
    shutil.rmtree(folder / "registers")
    assert told(store)["b"]["value"] == 9
    damaged = folder / "figures" / "values.parquet"
    tamper(damaged, damaged.read_bytes()[:-1] + b"?")
    app = open_page("projects", store, lang="en")
    assert "Hanke b: 5%" in charts_of(app)[0]


def test_a_draft_is_told_of_once_it_is_approved(
    open_page: Open, data: Path, tmp_path: Path
) -> None:
    keeping(data, "a", {"clients": joined(3)})
    with (make_project(data, "b").folder / "project.toml").open("a") as toml:
        toml.write("\n[drafts]\n")
    source = write(tmp_path / "registers", {"clients": joined(2)})
    prepared = prepare(source, projects.load(data / "b"), day("2024-06-30")).draft
    assert prepared is not None
    long_ago = dt.datetime.fromisoformat("2001-01-01T09:00+02:00")
    number = commit(prepared, "meeting", release_at=long_ago).number
    said = "Without published figures: Koehanke."
    assert said in html_of(open_page("projects", data, lang="en"))
    where = ["--project", "b", "--snapshot", str(number), "--data", str(data)]
    assert main(["approve", *where, "--name", "Paula", "--reason", "tarkistettu"]) == 0
    assert said not in html_of(open_page("projects", data, lang="en"))


@pytest.mark.long
def test_of_two_hundred_projects_some_are_shown_at_a_time_and_any_is_found(
    open_page: Open, data: Path
) -> None:
    tables: Tables = {"clients": joined(3), "targets": [target("clients_joined", 5)]}
    first = keeping(data, "h000", tables)
    for at in range(1, 200):
        shutil.copytree(first.folder, data / f"h{at:03d}")
        path = data / f"h{at:03d}" / "project.toml"
        path.write_text(path.read_text().replace("Hanke h000", f"Hanke h{at:03d}"))
    app = open_page("projects", data, lang="en")
    assert not app.exception
    assert app.title[0].value.startswith("200 projects")
    assert len(_names(app)) == panels.AT_ONCE
    [choice] = [one for one in app.selectbox if one.key == "shown-rows"]
    assert choice.options[0].startswith("Projects 1–24 of 200")
    assert len(choice.options) == 9
    app = choice.set_value(192).run()
    assert len(_names(app)) == 8
    [field] = [one for one in app.text_input if one.key == "find"]
    app = field.set_value("h13").run()
    assert len(_names(app)) == 10
    assert html_of(app).count("<tr>") == 0, "so long a table is sent when it is wanted"
    app.session_state["every"] = True
    assert html_of(app.run()).count("<tr>") == 201


def _names(app: AppTest) -> list[str]:
    """The projects that are drawn in the table that is a chart."""
    drawn = html_of(app).split('<table class="matrix bare"')[1].split("</table>")[0]
    return drawn.split('<th scope="row"')[1:]
