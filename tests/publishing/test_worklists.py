"""Worklists: which rows of a source are to be completed, by the ids of those who keep it."""

import stat
from pathlib import Path

import fastexcel
import pytest

from mittaristo.cli.main import main
from mittaristo.figures.definitions import Definitions
from mittaristo.importing.mapping import schema
from mittaristo.project import Project
from mittaristo.publishing import publish, worklists
from mittaristo.publishing.worklists import Item
from mittaristo.snapshots.reading import open_snapshot
from tests.lib.builders import (
    Row,
    Tables,
    client,
    day,
    employment,
    publish_rows,
    snapshot_of,
    write,
)
from tests.lib.canaries import stored_texts
from tests.lib.store import state_of


def period(participation_id: str, client_id: str, ended_on: str | None = None, **more: str) -> Row:
    form = {"start_form": "accepted", "end_form": "none", "status_at_start": "unemployed"}
    row = {"participation_id": participation_id, "client_id": client_id, "ended_on": ended_on}
    return {**row, "started_on": "2024-02-01", **form, **more}


def service(service_id: str, client_id: str, given_on: str) -> Row:
    row = {"service_id": service_id, "client_id": client_id, "given_on": given_on}
    return {**row, "service": "cv_workshop"}


GAPS: Tables = {
    "clients": [
        client("OMA-17"),
        client("OMA-18", gender="unknown", education_isced=None),
        client("OMA-19"),
        client("OMA-20"),
    ],
    "participations": [
        period("EJ-1", "OMA-17", "2024-05-20", status_at_end="employed"),
        period("EJ-2", "OMA-18", "2024-04-10", end_form="submitted"),
        period("EJ-3", "OMA-19", "2024-03-01", status_at_end="student", status_at_start=""),
        period("EJ-4", "OMA-17", "2024-06-15", status_at_end="employed"),
    ],
    "services": [service("S1", "OMA-20", "2024-03-05"), service("S2", "OMA-17", "2024-03-06")],
    "employments": [
        employment("TY-1", "OMA-17", "2024-06-01", evidence="contract"),
        employment("TY-2", "OMA-18", "2024-04-01"),
    ],
}


def listed(items: list[Item]) -> list[tuple[str, str, str, int]]:
    return [(item.check, item.unit_id, item.place.file, item.row) for item in items]


def test_what_is_lost_first_comes_first_and_of_that_the_oldest(
    project: Project, tmp_path: Path
) -> None:
    checked = publish.check(write(tmp_path / "rows", GAPS), project)
    assert listed(worklists.worklists(checked, day("2024-06-30"))) == [
        ("end_data_overdue", "EJ-3", "participations.csv", 4),
        ("end_data_overdue", "EJ-1", "participations.csv", 2),
        ("start_data_missing", "OMA-20", "clients.csv", 5),
        ("exit_without_status", "EJ-2", "participations.csv", 3),
        ("end_data_due", "EJ-4", "participations.csv", 5),
        ("record_incomplete", "OMA-18", "clients.csv", 3),
        ("start_status_missing", "EJ-3", "participations.csv", 4),
        ("employment_without_evidence", "TY-2", "employments.csv", 3),
    ]


def test_the_day_decides_what_is_overdue(project: Project, tmp_path: Path) -> None:
    checked = publish.check(write(tmp_path / "rows", GAPS), project)
    early = worklists.worklists(checked, day("2024-03-29"))
    assert [item.check for item in early][:2] == ["start_data_missing", "end_data_due"]


def test_the_lists_are_as_long_as_the_snapshot_counts(project: Project, tmp_path: Path) -> None:
    checked = publish.check(write(tmp_path / "rows", GAPS), project)
    items = worklists.worklists(checked, day("2024-06-30"))
    outcome = publish_rows(project, GAPS, "2024-06-30")
    assert outcome.published
    figures = open_snapshot(project.folder, outcome.published.number).figures
    counted = Definitions.load().checks
    found = {row["check_id"]: row["found"] for row in figures.rows("quality") if row["found"]}
    assert worklists.counted(items) == {name: found[name] for name in found if name in counted}


def test_rows_of_the_team_s_own_sheets_are_named_as_those_are(
    project: Project, tmp_path: Path
) -> None:
    folder = tmp_path / "theirs"
    folder.mkdir()
    (folder / "asiakkaat.csv").write_text("Numero,Tuli,Sukupuoli\nK9,2024-01-10,\n")
    (folder / "työt.csv").write_text("Työ,Kuka,Alkoi,Näyttö\nT7,K9,2024-03-01,\n")
    (folder / "invented.csv").write_text("note\ninvented\n")
    mapping = tmp_path / "m.toml"
    mapping.write_text(
        """
[clients]
sheet = "asiakkaat"
[clients.columns]
client_id = "Numero"
joined_on = "Tuli"
gender = { from = "Sukupuoli", codes = { "" = "unknown" } }
first_language = { always = "unknown" }
citizenship = { always = "unknown" }
municipality = { always = "205" }
[employments]
sheet = "työt"
[employments.columns]
employment_id = "Työ"
client_id = "Kuka"
started_on = "Alkoi"
evidence = "Näyttö"
support = { always = "direct" }
contract = { always = "unknown" }
via_staffing_firm = { always = "false" }
""",
        encoding="utf-8",
    )
    checked = publish.check(folder, project, schema.load(mapping))
    assert not checked.errors, [problem.sentence("en") for problem in checked.errors]
    [item] = worklists.worklists(checked, day("2024-06-30"))
    assert listed([item]) == [("employment_without_evidence", "T7", "työt.csv", 2)]
    assert item.columns == ("Näyttö",)


def test_the_workbook_is_the_owner_s_alone_and_nothing_is_stored(
    project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    snapshot_of(project, GAPS, "2024-06-30")
    data, made = project.folder.parent, tmp_path / "lists.xlsx"
    before, source = state_of(data), write(tmp_path / "rows", GAPS)
    given = [*("--project", project.id, "--data", str(data)), "--as-of", "2024-06-30"]
    command = ["worklist", str(source), *given, "--lang", "en"]
    assert main([*command, "-o", str(made)]) == 0
    said = capsys.readouterr().out
    assert "EURA end data overdue: 2" in said
    assert "OMA-" not in said
    assert "EJ-" not in said
    assert state_of(data) == before
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    cells = fastexcel.read_excel(made).load_sheet(0, header_row=None).to_polars().rows()
    assert "invented example data" in str(cells[0][0])
    flat = [str(cell) for row in cells for cell in row]
    assert flat.index("EJ-3") < flat.index("EJ-1") < flat.index("OMA-20")
    assert main([*command, "-o", str(made)]) == 2  # never over another
    assert main(command) == 0
    assert "\tEJ-3\tOMA-19\t" in capsys.readouterr().out


def test_no_own_id_is_in_any_byte_of_the_store(project: Project) -> None:
    outcome = publish_rows(project, GAPS, "2024-06-30")
    assert outcome.published
    texts = stored_texts(project)
    assert "end_data_overdue" in texts
    own = [row[key] for name, key in OWN.items() for row in GAPS[name]]
    assert [one for one in own if one in texts] == []


OWN = {
    "clients": "client_id",
    "participations": "participation_id",
    "employments": "employment_id",
}


def test_registers_with_errors_are_refused(
    project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = {**GAPS, "services": [service("S1", "NOBODY", "2024-03-05")]}
    source = write(tmp_path / "rows", wrong)
    given = ["--project", project.id, "--data", str(project.folder.parent), "--lang", "en"]
    assert main(["worklist", str(source), *given]) == 1
    assert "NOBODY" not in capsys.readouterr().out


def test_an_item_in_a_log_holds_no_id(project: Project, tmp_path: Path) -> None:
    checked = publish.check(write(tmp_path / "rows", GAPS), project)
    shown = repr(worklists.worklists(checked, day("2024-06-30")))
    assert "OMA" not in shown
    assert "EJ" not in shown
