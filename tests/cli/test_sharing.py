"""An archive that can be read, and computed again, without this program."""

import csv
import json
import shutil
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from mittaristo.cli.main import main
from mittaristo.i18n.translation import LANGUAGES
from mittaristo.project import Project
from mittaristo.snapshots import reading
from tests.lib.builders import (
    BUNDLED,
    GOOD,
    Tables,
    client,
    employment,
    published,
    snapshot_of,
    target,
)
from tests.lib.canaries import CANARY
from tests.lib.store import tamper

ROWS: Tables = {
    **GOOD,
    "employments": [employment("J1", "A", "2024-02-10"), employment("J2", "B", "2024-03-10")],
    "targets": [target("employments", 4)],
    "published": [published("employments", 3, "2024-06-30", unit="employments")],
}


@pytest.fixture(autouse=True)
def _own_folder(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MITTARISTO_DATA", str(data))


def archive(target_folder: Path, language: str = "en", project: str = "koe") -> Path:
    given = ["share", "--project", project, "--archive", str(target_folder), "--lang", language]
    assert main(given) == 0
    return target_folder


def published_twice(project: Project) -> None:
    """For a meeting, for the team alone, and for a meeting again."""
    first = {**ROWS, "employments": ROWS["employments"][:1]}
    for rows, as_of, purpose in (
        (first, "2024-03-31", "meeting"),
        (ROWS, "2024-05-31", "weekly"),
        (ROWS, "2024-06-30", "meeting"),
    ):
        snapshot_of(project, rows, as_of, purpose)  # type: ignore[arg-type]


ALONE = """
import json, sys, duckdb
found = duckdb.sql(open("recompute.sql", encoding="utf-8").read())
differing = {name: rows for name, _rows, rows in found.fetchall()}
values = duckdb.sql('select measure, value from recomputed."values" order by all').fetchall()
assert not {"mittaristo", "polars", "pyarrow", "pandas"} & set(sys.modules)
print(json.dumps([differing, values]))
"""


def computed(sql: Path, snapshot: Path, folder: Path) -> tuple[dict[str, int], list[list[object]]]:
    """What DuckDB alone makes of a snapshot: figure → rows that differ, and the values."""
    shutil.copytree(snapshot, folder)
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755)
    shutil.copy(sql, folder / "recompute.sql")
    ran = subprocess.run(
        [sys.executable, "-I", "-c", ALONE], cwd=folder, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    differing, values = json.loads(ran.stdout.splitlines()[-1])  # above it: how far it has come
    return differing, values


def frozen(snapshot: Path) -> list[list[object]]:
    table = pl.read_parquet(snapshot / "figures" / "values.parquet")
    return [list(row) for row in table.select("measure", "value").sort(pl.all()).rows()]


def test_duckdb_alone_computes_the_frozen_figures_again(project: Project, tmp_path: Path) -> None:
    published_twice(project)
    sql = archive(tmp_path / "archive") / "recompute.sql"
    snapshot = reading.folder_of(project.folder, 3)
    differing, values = computed(sql, snapshot, tmp_path / "copy")
    assert values == frozen(snapshot)
    stored = {path.stem for path in (snapshot / "figures").glob("*.parquet")}
    of_earlier_snapshots = {
        "changes",
        "pace",
        "recording",
        "forecasts",
        "forecast_record",
        "revisions",
        "quality",
        "quality_since",
        "rows_since",
        "timeliness",
        *("indicators", "indicator_records", "indicator_checks", "steps_to_indicator"),
        *("work_by_half_year", "work_by_months"),
    }
    as_they_were = {"targets", "published", "milestones"}
    protected = {"breakdowns"}
    assert set(differing) == stored - of_earlier_snapshots - as_they_were - protected
    assert set(differing.values()) == {0}


def test_where_a_project_keeps_few_registers_its_figures_are_computed_again_too(
    project: Project, tmp_path: Path
) -> None:
    snapshot_of(project, {"employments": [], "clients": []}, "2024-06-30")
    sql = archive(tmp_path / "archive") / "recompute.sql"
    snapshot = reading.folder_of(project.folder, 1)
    differing, values = computed(sql, snapshot, tmp_path / "copy")
    assert values == frozen(snapshot)
    assert set(differing.values()) == {0}


def test_the_bundled_example_is_computed_again(data: Path, tmp_path: Path) -> None:
    shutil.copytree(BUNDLED, data / "next-level")
    folder = archive(tmp_path / "archive", project="next-level")
    snapshot = reading.folder_of(data / "next-level", 5)
    differing, values = computed(folder / "recompute.sql", snapshot, tmp_path / "copy")
    assert values == frozen(snapshot)
    assert set(differing.values()) == {0}


def test_rows_that_are_no_longer_those_that_were_counted_are_told(
    project: Project, tmp_path: Path
) -> None:
    published_twice(project)
    sql = archive(tmp_path / "archive") / "recompute.sql"
    changed = tmp_path / "changed"
    shutil.copytree(reading.folder_of(project.folder, 3), changed)
    rows = pl.read_parquet(changed / "registers" / "employments.parquet")
    path = changed / "registers" / "employments.parquet"
    tamper(path, b"")
    rows.head(1).write_parquet(path)
    differing, _values = computed(sql, changed, tmp_path / "copy")
    assert differing["values"] > 0
    assert differing["budget"] == 0


def texts_of(folder: Path) -> str:
    """Every name and every value of every file."""
    found = [path.relative_to(folder).as_posix() for path in folder.rglob("*")]
    for path in folder.rglob("*"):
        if path.suffix == ".parquet":
            columns = pl.read_parquet(path).iter_columns()
            found += [str(value) for column in columns for value in column.unique()]
        elif path.is_file():
            found.append(path.read_text(encoding="utf-8"))
    return "\n".join(found)


def test_nothing_of_a_person_is_in_an_archive(real: Project, tmp_path: Path) -> None:
    rows: Tables = {
        "clients": [client("KANARIA-1", name=CANARY[0], identity_code=CANARY[3])],
        "employments": [employment("TYÖ-1", "KANARIA-1", "2024-02-10")],
    }
    snapshot_of(real, rows, "2024-06-30")
    everything = texts_of(archive(tmp_path / "archive"))
    stored = reading.open_snapshot(real.folder, 1).registers()
    pseudonyms = [*stored["clients"]["client_id"], *stored["employments"]["employment_id"]]
    assert len(pseudonyms) == 2
    for hidden in (*CANARY, "KANARIA-1", "TYÖ-1", *pseudonyms):
        assert hidden not in everything
    assert not list((tmp_path / "archive").rglob("registers"))


def test_an_archive_is_a_store_of_figures_without_what_is_the_teams(
    project: Project, tmp_path: Path
) -> None:
    published_twice(project)
    folder = archive(tmp_path / "archive")
    assert reading.numbers(folder) == [1, 3]
    for number in (1, 3):
        there = reading.open_snapshot(folder, number)
        assert there.manifest == reading.open_snapshot(project.folder, number).manifest
        names = {path.stem for path in (folder / "csv" / f"{number:06d}").glob("*.csv")}
        assert names == set(there.figures.tables)
    lines = (folder / "csv" / "000003" / "values.csv").read_text(encoding="utf-8").splitlines()
    assert "invented example data" in lines[0]
    rows = {row["measure"]: row for row in csv.DictReader(lines[1:])}
    assert (rows["employments"]["value"], rows["employments"]["target"]) == ("2.0", "4.0")
    query = "queries/measures/employments.sql"
    assert (folder / query).read_bytes() == (BUNDLED.parents[1] / query).read_bytes()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_snapshots_give_the_same_archive(
    project: Project, tmp_path: Path, language: str
) -> None:
    published_twice(project)
    made = [archive(tmp_path / name, language) for name in ("one", "two")]
    one, two = (
        {
            path.relative_to(folder): path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file()
        }
        for folder in made
    )
    assert one == two


def test_the_sheet_tells_what_is_known_and_leaves_lines_for_what_is_not(
    project: Project, tmp_path: Path
) -> None:
    risk = {**GOOD["notes"][0], "kind": "risk", "text_en": "One source only."}
    rows: Tables = {**ROWS, "notes": [risk]}
    snapshot_of(project, rows, "2024-06-30")
    told = (archive(tmp_path / "archive") / "README.md").read_text(encoding="utf-8")
    assert "**Invented example data.**" in told
    assert "Controller, contact person and data protection officer: to be filled in." in told
    assert "- 1 · 30 Jun 2024 · meeting · the team has its registers" in told
    assert "Risk 1 Jun 2024: One source only." in told
    assert "Employments: computed 2, published 3." in told
    assert "It was decided" not in told


def test_an_archive_is_whole_or_not_there(
    project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    published_twice(project)
    place = tmp_path / "archive"
    given = ["share", "--project", "koe", "--lang", "en", "--archive", str(place)]
    toml = project.folder / "project.toml"
    before = toml.read_text(encoding="utf-8")
    toml.write_text(f"{before}# {CANARY[1]}\n", encoding="utf-8")
    assert main(given) == 2
    assert "project.toml seems to hold an e-mail address" in capsys.readouterr().err
    toml.write_text(before, encoding="utf-8")
    tamper(reading.folder_of(project.folder, 1) / "figures" / "values.parquet", b"")
    assert main(given) == 2
    assert "Snapshot 1 is damaged" in capsys.readouterr().err
    assert main([*given[:-1], str(tmp_path / "nowhere" / "archive")]) == 2
    place.mkdir()
    assert main(given) == 2
    assert "There is something else at" in capsys.readouterr().err
    there = {path.name for path in tmp_path.iterdir()}
    assert there - {"koe-registers"} == {"archive", "data"}
    assert not list(place.iterdir())
