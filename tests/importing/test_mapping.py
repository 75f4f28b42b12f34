"""Registers in someone else's layout, read by a mapping as the same facts."""

from pathlib import Path
from typing import Any

import pytest

from mittaristo.cli import main as command_line
from mittaristo.i18n.translation import translator
from mittaristo.importing.mapping import schema
from mittaristo.importing.mapping.proposal import propose, synonyms
from mittaristo.importing.template import write_workbook
from mittaristo.messages.refusals import Refusal
from mittaristo.project import Project
from mittaristo.publishing import publish as road
from mittaristo.registers.schemas import IDENTIFYING, TABLES, columns
from mittaristo.snapshots.reading import open_snapshot
from tests.lib.builders import (
    Tables,
    as_stored,
    attendance,
    client,
    day,
    employment,
    make_project,
    publish,
    training,
    write,
)
from tests.lib.foreign import theirs, written


@pytest.fixture
def project(real: Project) -> Project:
    """The files of these tests do not say that they are invented."""
    return real


FACTS: Tables = {
    "clients": [
        client("A1", "2024-01-10", birth_year=1990),
        client("A2", "2024-02-01", gender="man", municipality="765", birth_year=1985),
    ],
    "services": [
        {
            "service_id": "A1/2024-02-02/CV",
            "client_id": "A1",
            "service": "cv_workshop",
            "given_on": "2024-02-02",
        },
        {
            "service_id": "A1/2024-02-02/CV/2",
            "client_id": "A1",
            "service": "cv_workshop",
            "given_on": "2024-02-02",
        },
    ],
    "trainings": [training("T1", "2024-03-01", language="en", title="Tulityökortti")],
    "employments": [employment("W1", "A1", "2024-03-01"), employment("W3", "A2", "2024-05-01")],
}

THEIRS: dict[str, list[list[Any]]] = {
    "Asiakkaat 2024": [
        ["Kajaanin hanke, asiakkaat"],
        [],
        ["Nro", "Nimi", "Aloitti", "Sukupuoli", "Äidinkieli", "Kotikunta"],
        ["a 1", "Aino", "10.1.2024", "N", "venäjä", "Kajaani"],
        ["A2", "Boris", "1.2.2024", "M", "venäjä", "88600"],
        ["Yhteensä", None, "2"],
    ],
    "Taustat": [
        ["Asiakas", "Syntynyt", "Koulutus"],
        ["A2", "24.12.1985", 3],
        ["A1", "1.1.1990", 3],
        ["A9", "1.1.1970", 1],
    ],
    "Palvelut": [
        ["Asiakas", "Päivä", "Mitä"],
        ["A1", "2024-02-02", "CV"],
        ["A1", "2024-02-02", "CV"],
    ],
    "Kurssit": [
        ["Tunnus", "Nimike", "Kieli", "Pvm", "Paikkoja"],
        ["T1", "Tulityökortti", "englanti", "1.3.2024", 12],
    ],
    "Työt": [
        ["Nro", "Kenelle", "Alku", "Tila"],
        ["W1", "A1", "1.3.2024", "toteutunut"],
        ["W2", "A2", "1.4.2024", "peruttu"],
        ["W3", "A2", "1.5.2024", "Toteutunut"],
    ],
    "Muistiinpanot": [["Soita Ainolle"]],
}

MAPPING = """
[clients]
sheet = "asiakkaat 2024"
join = { sheet = "Taustat", on = { "Nro" = "Asiakas" } }
[clients.columns]
client_id = "Nro"
joined_on = "Aloitti"
gender = { from = "Sukupuoli", codes = { "N" = "woman", "M" = "man" } }
first_language = { from = "Äidinkieli", codes = { "venäjä" = "ru" } }
municipality = { from = "Kotikunta", take = "municipality" }
birth_year = { from = "Syntynyt", take = "year" }
education_isced = "Koulutus"
citizenship = { always = "third_country" }

[services]
sheet = "Palvelut"
[services.columns]
service_id = { number_by = ["Asiakas", "Päivä", "Mitä"] }
client_id = "Asiakas"
given_on = "Päivä"
service = { from = "Mitä", codes = { "CV" = "cv_workshop" } }

[trainings]
sheet = "Kurssit"
header = 1
[trainings.columns]
training_id = "Tunnus"
title = "Nimike"
kind = { always = "card" }
card = { always = "hot_work" }
language = { from = "Kieli", codes = { "englanti" = "en" } }
starts_on = "Pvm"
ends_on = "Pvm"
municipality = { always = "205" }
seats = "Paikkoja"

[employments]
sheet = "Työt"
where = { "Tila" = ["toteutunut"] }
[employments.columns]
employment_id = "Nro"
client_id = "Kenelle"
started_on = "Alku"
support = { always = "direct" }
contract = { always = "permanent" }
via_staffing_firm = { always = "false" }

[municipalities]
"886" = "765"
"""


def test_the_filled_template_a_folder_and_a_foreign_workbook_give_the_same_registers(
    tmp_path: Path,
) -> None:
    yes_or_no: dict[Any, bool] = {"true": True, "false": False}
    filled_in = {
        name: [
            {column: yes_or_no.get(cell := row.get(column), cell) for column in columns(name)}
            for row in rows
        ]
        for name, rows in FACTS.items()
    }
    write_workbook(tmp_path / "fi.xlsx", "fi", filled_in, invented="keksitty")
    write_workbook(tmp_path / "en.xlsx", "en", filled_in, invented="invented")
    mapping = schema.load(written(tmp_path / "m.toml", MAPPING))
    ways = {
        "folder": (write(tmp_path / "csv", FACTS), None),
        "template": (tmp_path / "fi.xlsx", None),
        "template in English": (tmp_path / "en.xlsx", None),
        "foreign": (theirs(tmp_path / "their.xlsx", THEIRS), mapping),
    }
    digests = {}
    for way, (source, read) in ways.items():
        made = make_project(tmp_path / way)
        outcome = publish(source, made, day("2024-06-30"), "meeting", mapping=read)
        assert outcome.published, [problem.sentence("en") for problem in outcome.errors]
        digests[way] = outcome.published.manifest.digests["registers"]
    assert set(digests.values()) == {digests["folder"]}


def problems_by(
    project: Project, tmp_path: Path, sheets: dict[str, list[list[Any]]], text: str = MAPPING
) -> list[tuple[str, int | None, str | None]]:
    read = schema.load(written(tmp_path / "m.toml", text))
    checked = road.check(theirs(tmp_path / "their.xlsx", sheets), project, read)
    for problem in checked.errors:
        for language in ("fi", "en"):
            assert "{" not in problem.sentence(language)
    return [(problem.rule, problem.row, problem.column) for problem in checked.errors]


def changed(sheet: str, row: int, column: int, value: Any) -> dict[str, list[list[Any]]]:
    rows = [list(cells) for cells in THEIRS[sheet]]
    rows[row - 1][column] = value
    return {**THEIRS, sheet: rows}


def test_a_problem_names_their_row_and_heading(project: Project, tmp_path: Path) -> None:
    sheets = changed("Asiakkaat 2024", 5, 2, "31.2.2024")
    assert problems_by(project, tmp_path, sheets) == [("no_such_day", 5, "Aloitti")]
    sheets = changed("Työt", 4, 1, "A7")
    assert problems_by(project, tmp_path, sheets) == [("no_such_row", 4, "Kenelle")]
    sheets = changed("Kurssit", 2, 2, "suomi/saksa")
    assert problems_by(project, tmp_path, sheets) == [("pattern", 2, "Kieli")]
    sheets = changed("Asiakkaat 2024", 4, 5, "Kajana")
    assert problems_by(project, tmp_path, sheets) == [("municipality", 4, "Kotikunta")]


def test_headings_repeated_within_a_sheet_are_no_row(project: Project, tmp_path: Path) -> None:
    head, first, *rest = THEIRS["Palvelut"]
    sheets = {**THEIRS, "Palvelut": [head, first, head, *rest]}
    assert problems_by(project, tmp_path, sheets) == []


def test_a_sheet_or_heading_that_is_not_there_is_named(project: Project, tmp_path: Path) -> None:
    sheets = {name: rows for name, rows in THEIRS.items() if name != "Taustat"}
    assert ("no_such_sheet", None, None) in problems_by(project, tmp_path, sheets)
    sheets = changed("Työt", 1, 2, "Aloitus")
    assert problems_by(project, tmp_path, sheets)[0] == ("no_such_heading", None, None)


def test_a_key_that_stands_twice_in_the_joined_sheet_is_refused(
    project: Project, tmp_path: Path
) -> None:
    sheets = changed("Taustat", 4, 0, "A1")
    assert problems_by(project, tmp_path, sheets) == [("joined_twice", 4, "Asiakas")]


def test_a_numbered_row_keeps_its_key_when_others_come_in_between(tmp_path: Path) -> None:
    keys = []
    for name, rows in (("a", 3), ("b", 2)):
        sheets = {**THEIRS, "Palvelut": [THEIRS["Palvelut"][0], *THEIRS["Palvelut"][-1:] * rows]}
        if name == "b":
            sheets["Palvelut"].insert(1, ["A2", "2024-01-15", "CV"])
        project = make_project(tmp_path / name)
        read = schema.load(written(tmp_path / "m.toml", MAPPING))
        book = theirs(tmp_path / f"{name}.xlsx", sheets)
        assert publish(book, project, day("2024-06-30"), "meeting", mapping=read).published
        keys.append(set(open_snapshot(project.folder, 1).registers()["services"]["service_id"]))
    assert len(keys[0] & keys[1]) == 2


LEAVE_OUT = '\n[[leave_out]]\ntable = "clients"\nkey = "a2"\nreason = "kaksoiskappale"\n'


def test_a_row_left_out_takes_along_what_refers_to_it_and_is_counted(
    project: Project, tmp_path: Path
) -> None:
    """A2 goes, and with it the job of A2; what was wrong with A2 does not matter any more."""
    read = schema.load(written(tmp_path / "m.toml", MAPPING + LEAVE_OUT))
    book = theirs(tmp_path / "their.xlsx", changed("Asiakkaat 2024", 5, 2, "31.2.2024"))
    outcome = publish(book, project, day("2024-06-30"), "meeting", mapping=read)
    assert outcome.published, [problem.sentence("en") for problem in outcome.errors]
    assert outcome.published.manifest.written["left_out"] == {"clients": 1, "employments": 1}
    registers = open_snapshot(project.folder, 1).registers()
    assert (registers["clients"].height, registers["employments"].height) == (1, 1)


def test_an_entry_that_leaves_out_nothing_is_refused(project: Project, tmp_path: Path) -> None:
    text = MAPPING + LEAVE_OUT.replace("a2", "a77")
    assert problems_by(project, tmp_path, THEIRS, text) == [("nothing_left_out", None, None)]


def test_our_own_layout_needs_a_mapping_only_to_leave_rows_out(
    project: Project, tmp_path: Path
) -> None:
    read = schema.load(written(tmp_path / "m.toml", LEAVE_OUT))
    checked = road.check(write(tmp_path / "own", FACTS), project, read)
    assert not checked.errors
    assert checked.left_out == {"clients": 1, "employments": 1}


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("not toml", "m.toml"),
        ("[guests]\nsheet = 'x'", "guests"),
        ("[clients]\ncolumns = {}", "clients.sheet"),
        ("[clients]\nsheet = 'x'\nsheets = 'y'", "clients.sheets"),
        ("[clients]\nsheet = 'x'\ncolumns.name_of = 'y'", "clients.columns.name_of"),
        ("[clients]\nsheet = 'x'\ncolumns.gender = 1", "clients.columns.gender"),
        ("[clients]\nsheet = 'x'\ncolumns.gender = {}", "clients.columns.gender"),
        (
            "[clients]\nsheet = 'x'\ncolumns.gender = {from = 'a', always = 'b'}",
            "clients.columns",
        ),
        (
            "[clients]\nsheet = 'x'\ncolumns.joined_on = {from = 'a', days = 'x'}",
            "clients.columns",
        ),
        ("[clients]\nsheet = 'x'\nheader = 0", "clients.header"),
        ("[clients]\nsheet = 'x'\njoin = {sheet = 'y'}", "clients.join.on"),
        ("leave_out = 1", "leave_out"),
        ("[[leave_out]]\ntable = 'published'\nkey = 'a'\nreason = 'b'", "leave_out.table"),
        ("[[leave_out]]\ntable = 'guests'\nkey = 'a'\nreason = 'b'", "leave_out.table"),
        ("[[leave_out]]\ntable = 'clients'\nkey = 'a'", "leave_out.reason"),
        ("[trainings]\nsheet = 'x'\ncolumns.title = {number_by = 'a'}", "trainings.columns.title"),
        ("[budget]\nsheet = 'x'\ncolumns.category = {number_by = 'a'}", "budget.columns.category"),
        ("municipalities = 1", "municipalities"),
        ("clients = 1", "clients"),
    ],
)
def test_a_mapping_that_cannot_be_used_is_told_with_its_place(
    tmp_path: Path, text: str, where: str
) -> None:
    with pytest.raises(Refusal) as wrong:
        schema.load(written(tmp_path / "m.toml", text))
    assert wrong.value.place.startswith(where)
    assert "{" not in wrong.value.sentence.format(**wrong.value.details)


def test_a_mapping_is_proposed_from_headings_in_finnish_and_english(tmp_path: Path) -> None:
    """What is proposed can be loaded, names what it could not understand, and reads the sheet."""
    sheets: dict[str, list[list[Any]]] = {
        "Asiakkaat": [
            ["Hankkeen asiakkaat"],
            ["Asiakasnro", "Liittyi", "Sukupuoli", "Kotikunta", "Kengännumero"],
            ["A1", "10.1.2024", "nainen", "205", 38],
        ],
        "Jobs": [["Job no", "Client", "Started", "Support"], ["W1", "A1", "2024-03-01", "direct"]],
        "Kahvilista": [["Maanantai", "Tiistai"]],
    }
    text = propose(theirs(tmp_path / "odd.xlsx", sheets), translator("en"))
    read = schema.load(written(tmp_path / "m.toml", text))
    assert set(read.tables) == {"clients", "employments"}
    [clients] = read.tables["clients"]
    assert (clients.sheets, clients.header) == (("Asiakkaat",), (2,))
    mapped = {name: column.heading for name, column in clients.columns.items()}
    assert {name: heading and heading.name for name, heading in mapped.items()} == {
        "client_id": "Asiakasnro",
        "joined_on": "Liittyi",
        "gender": "Sukupuoli",
        "municipality": "Kotikunta",
    }
    assert "# not understood: column" in text
    assert "# citizenship = " in text
    assert propose(theirs(tmp_path / "no.xlsx", {"A": [["x", "y"]]}), translator("fi")) == ""


def test_check_offers_a_mapping_where_the_layout_is_someone_else_s(
    project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = theirs(tmp_path / "their.xlsx", THEIRS)
    data = str(project.folder.parent)
    command = ["check", str(book), "--project", project.id, "--data", data, "--lang", "fi"]
    assert command_line.main(command) == 1
    said = capsys.readouterr().out
    assert 'sheet = "Asiakkaat 2024"' in said
    assert 'client_id = "Nro"' in said
    assert "Aino" not in said


def test_every_synonym_is_of_a_column_that_is_there() -> None:
    known = {name for table in TABLES for name in columns(table)}
    known |= {name for names in IDENTIFYING.values() for name in names}
    assert set(synonyms()) <= known
    for names in synonyms().values():
        assert all(name == name.casefold() for name in names)


def test_one_attendance_is_left_out_by_both_parts_of_its_key(
    project: Project, tmp_path: Path
) -> None:
    rows: Tables = {
        "clients": [client("A1"), client("A2")],
        "trainings": [training("T1", "2024-03-01")],
        "attendances": [attendance("T1", "A1"), attendance("T1", "A2")],
    }
    text = "[[leave_out]]\ntable = 'attendances'\nkey = 't1/a2'\nreason = 'x'"
    read = schema.load(written(tmp_path / "m.toml", text))
    assert road.check(write(tmp_path / "own", rows), project, read).left_out == {"attendances": 1}


def test_leaving_out_of_a_table_that_is_not_given_is_a_problem(
    project: Project, tmp_path: Path
) -> None:
    read = schema.load(written(tmp_path / "m.toml", LEAVE_OUT))
    budget = {"category": "campaign", "amount_eur": 100, "valid_from": "2024-01-01"}
    checked = road.check(write(tmp_path / "own", {"budget": [budget]}), project, read)
    assert {problem.rule for problem in checked.errors} == {"nothing_left_out"}
    checked = road.check(tmp_path / "nothing.xlsx", project, read)
    assert {problem.rule for problem in checked.errors} == {"no_source"}


def test_a_needed_column_that_the_mapping_forgets_is_a_problem(
    project: Project, tmp_path: Path
) -> None:
    without = "\n".join(line for line in MAPPING.splitlines() if not line.startswith("gender"))
    assert problems_by(project, tmp_path, THEIRS, without) == [("not_mapped", None, "gender")]


def test_an_excel_error_counts_where_its_column_is_read_also_beside(
    project: Project, tmp_path: Path
) -> None:
    """In the joined sheet it would be an empty year of birth; in an unread column it is nothing."""

    def found(sheet: str, row: int, column: int) -> list[tuple[str, int | None, str | None]]:
        return problems_by(project, tmp_path, changed(sheet, row, column, "=NA()"))

    assert ("excel_error", 2, "Syntynyt") in found("Taustat", 2, 1)
    assert ("excel_error", 4, "Äidinkieli") in found("Asiakkaat 2024", 4, 4)
    assert found("Asiakkaat 2024", 4, 1) == []


def test_a_joined_sheet_stands_beside_rows_that_are_shorter_than_their_headings(
    project: Project, tmp_path: Path
) -> None:
    folder = tmp_path / "short"
    folder.mkdir()
    (folder / "a.csv").write_text("nro,,,,muuta\nA1\n", encoding="utf-8")
    (folder / "b.csv").write_text("nro,alku\nA1,10.1.2024\n", encoding="utf-8")
    text = """
[clients]
sheet = "a"
join = { sheet = "b", on = { "nro" = "nro" } }
[clients.columns]
client_id = "nro"
joined_on = "alku"
closed_on = "muuta"
gender = { always = "woman" }
first_language = { always = "ru" }
citizenship = { always = "eu" }
municipality = { always = "205" }
"""
    checked = road.check(folder, project, schema.load(written(tmp_path / "m.toml", text)))
    assert [problem.rule for problem in checked.errors] == []
    assert as_stored(checked)["clients"]["closed_on"].to_list() == [None]
