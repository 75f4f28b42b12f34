"""Keys that a mapping puts together from cells: they tell rows apart and hold nothing of a cell."""

from pathlib import Path

import polars as pl
import pytest

from mittaristo.importing.mapping import schema
from mittaristo.privacy.keys import make_key
from mittaristo.project import Project
from mittaristo.registers.schemas import TABLES, columns
from mittaristo.snapshots.reading import open_snapshot
from tests.lib.builders import (
    GOOD,
    Outcome,
    Row,
    Tables,
    client,
    day,
    make_project,
    publish,
    write,
)
from tests.lib.canaries import CANARY, stored_texts

NAME = "Aino Kanarialintu"


def mapping_of(tables: Tables, changes: dict[str, dict[str, str]]) -> str:
    """Our own columns by their own names, but for some that are said otherwise."""
    lines = []
    for table, rows in tables.items():
        said = {column: f'"{column}"' for row in rows for column in row if column in columns(table)}
        lines += [f"[{table}]", f'sheet = "{table}"', f"[{table}.columns]"]
        lines += [f"{name} = {said}" for name, said in {**said, **changes.get(table, {})}.items()]
    return "\n".join(lines)


def published(
    project: Project, tables: Tables, changes: dict[str, dict[str, str]], more: str = ""
) -> Outcome:
    """Publish rows by such a mapping, to which `more` is added."""
    folder = write(project.folder.parent.parent / "theirs", tables, invented=project.synthetic)
    file = project.folder.parent.parent / "m.toml"
    text = mapping_of(tables, changes) + more
    if "clients" in tables and any("name" in row for row in tables["clients"]):
        text = text.replace("[clients.columns]", '[clients.columns]\nname = "name"')
    file.write_text(text, encoding="utf-8")
    read = schema.load(file)
    return publish(folder, project, day("2024-06-30"), "meeting", mapping=read)


def stored(project: Project, table: str) -> pl.DataFrame:
    return open_snapshot(project.folder, 1).registers()[table]


REFERS = {
    table: {
        name
        for kind in columns(table).values()
        if (name := (kind.metadata or {}).get("references"))
    }
    for table in TABLES
}
"""Table → those that it refers to."""


def around(table: str) -> set[str]:
    """The table, those that refer to it, and all that these refer to."""
    found = {table, *(name for name in TABLES if table in REFERS[name])}
    while more := {other for name in found for other in REFERS[name]} - found:
        found |= more
    return found


IDS = [
    (table, column)
    for table in TABLES
    for column, kind in columns(table).items()
    if (metadata := kind.metadata or {}).get("entity") or metadata.get("public") == "id"
]


@pytest.mark.parametrize(("table", "column"), IDS)
def test_a_key_put_together_from_a_name_holds_nothing_of_it(
    project: Project, table: str, column: str
) -> None:
    """In its own table and in all that refer to it, whether or not it is said there alike."""
    target = (columns(table)[column].metadata or {}).get("references") or table
    [key, *_] = TABLES[target].primary_key()
    rows: dict[str, list[Row]] = {
        name: [dict(row) for row in GOOD[name]]
        for name in GOOD
        if name in {"clients", *around(table), *around(target)}
    }
    rows.setdefault("clients", []).append(client("Z", name=NAME))
    old = rows[target][0][key]
    changes: dict[str, dict[str, str]] = {}
    for name in rows:
        for other, kind in columns(name).items():
            refers = (kind.metadata or {}).get("references") == target
            if not refers and (name, other) != (target, key):
                continue
            for row in rows[name]:
                if row.get(other) == old or (name, other) == (table, column):
                    row[other] = NAME
            if (name, other) in {(table, column), (target, key)}:
                changes.setdefault(name, {})[other] = f'{{ number_by = ["{other}"] }}'
    outcome = published(project, rows, changes)
    assert outcome.published, [problem.sentence("en") for problem in outcome.errors]
    everything = stored_texts(project).casefold().replace(" ", "")
    assert "kanarialintu" not in everything


MET: list[Row] = [
    {"employer_id": "E1", "met_on": "2024-03-01", "channel": "visit", "event": "Messut"},
    {"employer_id": "E1", "met_on": "2024-03-01", "channel": "visit", "event": "Messut"},
    {"employer_id": "E1", "met_on": "2024-04-01", "channel": "visit", "event": None},
]
FAIR = {**GOOD["milestones"][0], "milestone_id": "messut "}
BY_EVENT: dict[str, dict[str, str]] = {
    "encounters": {
        "encounter_id": '{ number_by = ["employer_id", "met_on"] }',
        "event": '{ number_by = ["event"] }',
    },
    "milestones": {"milestone_id": '{ number_by = ["milestone_id"] }'},
}


def with_encounters(rows: list[Row]) -> Tables:
    return {"employers": GOOD["employers"], "milestones": [FAIR], "encounters": rows}


def test_rows_that_refer_to_one_put_together_key_may_be_many(project: Project) -> None:
    assert published(project, with_encounters(MET), BY_EVENT).errors == ()
    [fair] = stored(project, "milestones")["milestone_id"]
    assert stored(project, "encounters")["event"].to_list().count(fair) == 2
    assert stored(project, "encounters")["event"].null_count() == 1
    assert stored(project, "encounters")["encounter_id"].n_unique() == 3


def test_a_reference_that_is_written_out_finds_a_key_that_is_put_together(
    project: Project,
) -> None:
    said = {**BY_EVENT, "encounters": {"encounter_id": BY_EVENT["encounters"]["encounter_id"]}}
    assert published(project, with_encounters(MET), said).errors == ()
    [fair] = stored(project, "milestones")["milestone_id"]
    assert stored(project, "encounters")["event"].to_list().count(fair) == 2


def test_a_reference_that_is_put_together_finds_a_key_that_is_written_out(
    project: Project,
) -> None:
    said = {"encounters": BY_EVENT["encounters"]}
    assert published(project, with_encounters(MET), said).errors == ()
    assert stored(project, "milestones")["milestone_id"].to_list() == ["messut"]
    assert stored(project, "encounters")["event"].to_list().count("messut") == 2


def test_two_layouts_of_the_same_facts_have_the_same_keys(tmp_path: Path) -> None:
    """Ids that differ by case and spaces, rows in another order, and another one in between."""
    first, second = (make_project(tmp_path / name) for name in ("a", "b"))
    other = {**MET[2], "met_on": "2024-02-01"}
    again = [{**row, "employer_id": "e 1"} for row in reversed([*MET, other])]
    assert published(first, with_encounters(MET), BY_EVENT).published
    assert published(second, with_encounters(again), BY_EVENT).published
    keys = [set(stored(one, "encounters")["encounter_id"]) for one in (first, second)]
    assert keys[0] < keys[1]
    assert len(keys[1]) == len(keys[0]) + 1


def test_a_put_together_key_cannot_be_guessed_without_the_key_of_the_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = []
    for name in ("a", "b"):
        monkeypatch.setenv("MITTARISTO_KEY_FILE", str(tmp_path / f"{name}.key"))
        assert make_key(tmp_path / f"{name}.key")
        project = make_project(tmp_path / name, synthetic=False)
        assert published(project, with_encounters(MET), BY_EVENT).published
        keys.append(set(stored(project, "encounters")["encounter_id"]))
    assert not keys[0] & keys[1]


def test_a_row_is_left_out_by_the_cells_that_its_key_is_put_together_from(
    project: Project,
) -> None:
    more = "\n[[leave_out]]\ntable = 'encounters'\nkey = 'e1/2024-03-01/2'\nreason = 'twice'\n"
    outcome = published(project, with_encounters(MET), BY_EVENT, more)
    assert outcome.published
    assert outcome.published.manifest.written["left_out"] == {"encounters": 1}


def test_a_name_put_together_from_two_columns_is_looked_for(project: Project) -> None:
    """And what is looked for is the name of each of two clients of one name."""
    rows: Tables = {
        "clients": [client("A", first="Aino", last="Kanarialintu"), client("B", first="Bo")],
        "trainings": [{**GOOD["trainings"][0], "title": NAME}],
    }
    said = {"clients": {"name": '{ number_by = ["first", "last"] }'}}
    problems = published(project, rows, said).errors
    assert [(problem.rule, problem.column) for problem in problems] == [("personal", "title")]
    assert all(secret not in problems[0].sentence("en") for secret in CANARY)
