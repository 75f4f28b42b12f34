"""Rows that are left out on purpose, and rows that did not count: who is told how many."""

import json
from pathlib import Path
from typing import Any

import pytest

from mittaristo.cli.main import main
from mittaristo.importing.mapping import schema
from mittaristo.messages.refusals import Refusal
from mittaristo.project import Project
from tests.lib.builders import as_stored
from tests.lib.foreign import (
    CLIENTS,
    JOBS,
    MAPPED_CLIENTS,
    Sheets,
    checked,
    mapped_jobs,
    theirs,
    told,
    written,
)

SHEETS: Sheets = {"Asiakkaat": CLIENTS, "Työt": JOBS}
MAPPED = MAPPED_CLIENTS + mapped_jobs()


def left_out(table: str, **said: object) -> str:
    lines = [f"{name} = {json.dumps(value)}" for name, value in said.items()]
    return "\n".join(["", "[[leave_out]]", f'table = "{table}"', *lines, 'reason = "kysytty"', ""])


def test_a_row_without_a_key_is_named_by_its_row(project: Project, tmp_path: Path) -> None:
    """A footnote below the table, for example."""
    jobs = [*JOBS, [None, "Huom! päivitetty 3.4."]]
    text = MAPPED + left_out("employments", row=4)
    found = checked(project, tmp_path, {**SHEETS, "Työt": jobs}, text)
    assert told(found.errors) == []
    assert found.left_out == {"employments": 1}


def test_a_row_of_one_of_several_sheets_is_named_with_its_sheet(
    project: Project, tmp_path: Path
) -> None:
    sheets = {"Asiakkaat": CLIENTS, "Työt 24": JOBS, "Työt 25": [JOBS[0], ["W3", "A2", "1.5.2025"]]}
    mapped = MAPPED_CLIENTS + mapped_jobs('["Työt 24", "Työt 25"]')
    text = mapped + left_out("employments", row=2, sheet="työt 25")
    found = checked(project, tmp_path, sheets, text)
    assert found.tables["employments"].frame["employment_id"].to_list() == ["W1", "W2"]
    for unclear in (left_out("employments", row=2), left_out("employments", row=2, sheet="Muu")):
        found = checked(project, tmp_path, sheets, mapped + unclear)
        assert [one.rule for one in found.errors] == ["nothing_left_out"]


def test_a_numbered_row_is_named_by_its_row(project: Project, tmp_path: Path) -> None:
    text = MAPPED_CLIENTS + mapped_jobs(employment_id='{ number_by = ["Kenelle", "Alku"] }')
    found = checked(project, tmp_path, SHEETS, text + left_out("Työllistymiset", row=3))
    assert told(found.errors) == []
    assert found.tables["employments"].frame["client_id"].to_list() == ["A1"]


def test_a_key_that_two_rows_have_is_refused_and_a_row_is_not(
    project: Project, tmp_path: Path
) -> None:
    """The row that stays keeps its jobs."""
    sheets = {**SHEETS, "Asiakkaat": [*CLIENTS, ["A2", "1.3.2024", "M"]]}
    found = checked(project, tmp_path, sheets, MAPPED + left_out("clients", key="A2"))
    assert told(found.errors) == [("left_out_twice", "Asiakkaat", 3, None)]
    assert "row = 3" in found.errors[0].sentence("fi")
    found = checked(project, tmp_path, sheets, MAPPED + left_out("clients", row=4))
    assert told(found.errors) == []
    assert found.left_out == {"clients": 1}
    assert as_stored(found)["employments"].height == 2


def test_what_goes_along_is_told(project: Project, tmp_path: Path) -> None:
    found = checked(project, tmp_path, SHEETS, MAPPED + left_out("clients", key="A2"))
    assert ("left_out_with", "Työt", 3, None) in told(found.infos)
    assert found.left_out == {"clients": 1, "employments": 1}


def test_what_else_is_wrong_with_a_row_that_is_left_out_does_not_matter(
    project: Project, tmp_path: Path
) -> None:
    sheets = {**SHEETS, "Työt": [JOBS[0], JOBS[1], ["W2", "A2", "=NA()"]]}
    assert checked(project, tmp_path, sheets, MAPPED).errors
    found = checked(project, tmp_path, sheets, MAPPED + left_out("employments", row=3))
    assert told(found.errors) == []


def test_each_row_that_is_left_out_is_told_by_its_place(project: Project, tmp_path: Path) -> None:
    """A row came in above: the number now means another row."""
    faulty: list[list[Any]] = [*JOBS, ["W3", "A2", "joskus"]]
    text = MAPPED + left_out("employments", row=4)
    found = checked(project, tmp_path, {**SHEETS, "Työt": faulty}, text)
    [note] = [one for one in found.infos if one.rule == "left_out"]
    assert (note.place.sheet, note.row) == ("Työt", 4)
    assert "jätettiin tarkoituksella pois" in note.sentence("fi")
    assert told(found.warnings) == []
    moved = [*faulty[:3], ["W4", "A1", "1.6.2024"], faulty[3]]
    found = checked(project, tmp_path, {**SHEETS, "Työt": moved}, text)
    assert ("left_out", "Työt", 4, None) in told(found.infos)
    assert told(found.errors) == [("date", "Työt", 5, "Alku")]


def test_a_row_that_has_the_key_of_another_is_rightly_left_out(
    project: Project, tmp_path: Path
) -> None:
    clients = [*CLIENTS, CLIENTS[1]]
    text = MAPPED + left_out("clients", row=4)
    assert told(checked(project, tmp_path, {**SHEETS, "Asiakkaat": clients}, text).warnings) == []


FIRMS = """
[employers]
sheet = "Yritykset"
[employers.columns]
employer_id = "Firma"
industry = "Ala"
municipality = { always = "205" }
staffing_firm = { from = "Vuokra", codes = { "x" = "true", "" = "false" } }
"""
BESIDE = """join = { sheet = "Yritykset", on = { "Yritys" = "Firma" } }"""
RENTED = '{ from = "Vuokra", codes = { "x" = "true", "" = "false" } }'


def test_a_cell_that_a_kept_row_uses_from_a_joined_sheet_is_still_wrong(
    project: Project, tmp_path: Path
) -> None:
    """The firm is left out, but its cell says whether a job counts as staffing."""
    sheets: Sheets = {
        "Asiakkaat": CLIENTS,
        "Työt": [[*JOBS[0], "Yritys"], [*JOBS[1], "Oy X"], [*JOBS[2], "Oy Z"]],
        "Yritykset": [["Firma", "Ala", "Vuokra"], ["Oy X", "N", "=NA()"], ["Oy Z", "C", "x"]],
    }
    text = MAPPED_CLIENTS + mapped_jobs(more=BESIDE, via_staffing_firm=RENTED) + FIRMS
    faulty = [("excel_error", "Yritykset", 2, "Vuokra")]
    for entries in (left_out("employers", key="Oy X"), left_out("employments", key="W1")):
        assert told(checked(project, tmp_path, sheets, text + entries).errors) == faulty


def test_a_key_that_a_kept_row_joins_by_is_still_twice_there(
    project: Project, tmp_path: Path
) -> None:
    sheets: Sheets = {
        "Asiakkaat": CLIENTS,
        "Työt": [[*JOBS[0], "Yritys"], [*JOBS[1], "Oy X"]],
        "Yritykset": [["Firma", "Ala", "Vuokra"], ["Oy X", "N", None], ["Oy X", "N", "x"]],
    }
    text = MAPPED_CLIENTS + mapped_jobs(more=BESIDE, via_staffing_firm=RENTED) + FIRMS
    found = checked(project, tmp_path, sheets, text + left_out("employers", row=3))
    assert told(found.errors) == [("joined_twice", "Yritykset", 3, "Firma")]


def test_a_row_that_may_belong_to_another_table_is_still_wrong(
    project: Project, tmp_path: Path
) -> None:
    """Nobody knows whether a job began on the row that is no service."""
    rows = [[*JOBS[0], "Tila"], [*JOBS[1], "alkoi"], [*JOBS[2], "=NA()"]]
    services = """
[services]
sheet = "Työt"
[services.columns]
service_id = "Nro"
client_id = "Kenelle"
given_on = "Alku"
service = { always = "cv_workshop" }
"""
    text = MAPPED_CLIENTS + mapped_jobs(more='where = { "Tila" = "alkoi" }') + services
    sheets = {"Asiakkaat": CLIENTS, "Työt": rows}
    found = checked(project, tmp_path, sheets, text + left_out("services", row=3))
    assert told(found.errors) == [("excel_error", "Työt", 3, "Tila")]


def test_rows_that_are_one_and_differ_do_so_although_another_table_leaves_one_out(
    project: Project, tmp_path: Path
) -> None:
    jobs = [
        [*JOBS[0], "Yritys", "Asiakkaana"],
        [*JOBS[1], "Oy X", "1.3.2024"],
        ["W2", "A2", "joskus", "Oy X", "1.3.2025"],
    ]
    firms = """
[employers]
sheet = "Työt"
distinct = true
[employers.columns]
employer_id = "Yritys"
industry = { always = "N" }
municipality = { always = "205" }
staffing_firm = { always = "false" }
client_since = "Asiakkaana"
"""
    text = MAPPED_CLIENTS + mapped_jobs(employer_id='"Yritys"') + firms
    sheets = {"Asiakkaat": CLIENTS, "Työt": jobs}
    found = checked(project, tmp_path, sheets, text + left_out("employments", row=3))
    assert told(found.errors) == [("differs", "Työt", 3, "Asiakkaana")]
    found = checked(project, tmp_path, sheets, text + left_out("employers", row=3))
    assert {one.rule for one in found.errors} >= {"nothing_left_out", "differs"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"row": 2, "key": "A2"},
        {},
        {"row": 0},
        {"row": "2"},
        {"key": "A2", "sheet": "Asiakkaat"},
    ],
)
def test_an_entry_says_either_key_or_row(tmp_path: Path, wrong: dict[str, object]) -> None:
    path = written(tmp_path / "m.toml", left_out("clients", **wrong))
    with pytest.raises(Refusal):
        schema.load(path)


def test_a_table_without_keys_can_lose_a_row_by_its_number(tmp_path: Path) -> None:
    [entry] = schema.load(written(tmp_path / "m.toml", left_out("published", row=2))).left_out
    assert (entry.table, entry.row) == ("published", 2)


# --- Who is told ---------------------------------------------------------------------------------


def test_every_command_tells_how_many_rows_count_and_how_many_do_not(
    project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    jobs = [[*JOBS[0], "Tila"], [*JOBS[1], "alkoi"], [*JOBS[2], "alkoi"], ["W3", "A1", "x", "ei"]]
    book = theirs(tmp_path / "their.xlsx", {**SHEETS, "Työt": jobs})
    mapped = MAPPED_CLIENTS + mapped_jobs(more='where = { "Tila" = "alkoi" }')
    text = mapped + left_out("employments", key="W2")
    mapping = written(tmp_path / "m.toml", text)
    at = ["--project", project.id, "--data", str(project.folder.parent), "--lang", "fi"]

    assert main(["check", str(book), "--mapping", str(mapping), *at]) == 0
    counted = [
        "Asiakkaat: rivejä 2",
        "Työllistymiset: rivejä 1; ehdon ulkopuolelle jäi 1; tarkoituksella jätettiin pois 1",
    ]
    assert capsys.readouterr().out.splitlines()[-3:-1] == counted

    publish = ["publish", str(book), "--mapping", str(mapping), "--as-of", "2024-06-30", *at]
    assert main(publish) == 0
    assert [line for line in capsys.readouterr().out.splitlines() if line in counted] == counted

    assert main(["figures", *at]) == 0
    assert "jätetty tarkoituksella pois: Työllistymiset 1." in capsys.readouterr().out
    assert main(["figures", *at, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["left_out"] == {"employments": 1}


def test_rows_are_counted_where_there_are_problems_too(
    project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = theirs(tmp_path / "their.xlsx", {**SHEETS, "Työt": [*JOBS, ["W3", "A7", "1.5.2024"]]})
    mapping = written(tmp_path / "m.toml", MAPPED)
    at = ["--project", project.id, "--data", str(project.folder.parent), "--lang", "en"]
    assert main(["check", str(book), "--mapping", str(mapping), *at]) == 1
    assert capsys.readouterr().out.splitlines()[-3:] == [
        "Clients: rows 2",
        "Employments: rows 3",
        "Problems: 1.",
    ]
