"""Registers that cannot be published, and the sentence with which each is refused."""

from pathlib import Path
from typing import Any

import polars as pl
import pytest
import xlsxwriter

from mittaristo import publish as road
from mittaristo.problems import RULES, Problem
from mittaristo.project import Project
from mittaristo.registers import TABLES
from mittaristo.store import numbers, open_snapshot
from mittaristo.texts import LANGUAGES, translator
from tests.builders import (
    Row,
    Tables,
    attendance,
    client,
    day,
    employer,
    employment,
    encounter,
    milestone,
    publish_rows,
    published,
    target,
    training,
    write,
)

GOOD: Tables = {
    "clients": [client("A"), client("B", "2024-02-01")],
    "trainings": [training("T1", "2024-03-01")],
    "attendances": [attendance("T1", "A")],
    "employers": [employer("E1", "2024-02-01")],
    "encounters": [encounter("M1", "E1", "2024-02-01")],
    "employments": [employment("W1", "A", "2024-03-01")],
    "milestones": [milestone("ms1", "2024-05-01")],
    "targets": [target("employer_clients", 20)],
    "published": [published("employments", 3, "2024-06-30")],
    "participations": [
        {
            "participation_id": "P1",
            "client_id": "A",
            "started_on": "2024-02-01",
            "status_at_start": "unemployed",
            "unemployed_months_at_start": 14,
            "start_form": "accepted",
            "ended_on": "2026-02-01",
            "status_at_end": "employed",
            "qualification_gained": "false",
            "end_form": "submitted",
            "status_after_6_months": None,
        }
    ],
    "services": [
        {
            "service_id": "S1",
            "client_id": "A",
            "service": "cv_workshop",
            "given_on": "2024-02-02",
        }
    ],
    "assessments": [
        {
            "assessment_id": "A1",
            "employer_id": "E1",
            "made_on": "2024-03-03",
            "profiles_sent": 12,
        }
    ],
    "partners": [
        {"partner_id": "K1", "name": "Koulu", "sector": "education", "since": "2023-05-01"}
    ],
    "purchases": [
        {
            "purchase_id": "O1",
            "category": "card_training",
            "ordered_on": "2024-01-15",
            "amount_eur": 620.5,
        }
    ],
    "budget": [{"category": "campaign", "amount_eur": 26000, "valid_from": "2024-01-01"}],
    "pilots": [
        {"pilot_id": "b1", "name": "Valmennus", "stage": "piloted", "stage_since": "2024-04-01"}
    ],
    "practices": [
        {
            "practice_id": "r1",
            "name": "Ryhmät",
            "municipality": "205",
            "carried_on_by": None,
            "state": "established",
        }
    ],
    "surveys": [
        {
            "survey_id": "Q1",
            "asked_on": "2024-05-05",
            "question": "needs_support",
            "answer": "yes",
            "respondents": 40,
        }
    ],
    "goals": [
        {
            "goal_id": "G1",
            "level": "strategic",
            "parent": None,
            "title_fi": "Työtä",
            "title_en": "Work",
            "measure": "employments",
            "outcome": "partly",
            "basis_fi": "Kesken",
            "basis_en": "Under way",
        },
    ],
    "notes": [
        {
            "note_id": "n1",
            "on": "2024-06-01",
            "kind": "decision",
            "measure": None,
            "text_fi": "Päätettiin jatkaa.",
            "text_en": "It was decided to go on.",
            "role": "ohjausryhmä",
            "due_on": None,
            "done": "true",
        }
    ],
    "estimates": [
        {
            "indicator": "EECO14",
            "woman": 5,
            "man": 6,
            "non_binary": 0,
            "method": "kysely",
            "estimated_on": "2024-06-01",
        }
    ],
    "projects": [
        {
            "project_id": "p1",
            "name": "Toinen",
            "organisation": "Kunta",
            "starts_on": "2023-01-01",
            "ends_on": "2024-12-31",
            "activities": "coaching;workshops",
        }
    ],
    "labour_market": [
        {
            "area": "205",
            "month": "2024-01-01",
            "measure": "unemployed",
            "sex": None,
            "value": 1500,
            "regime": None,
            "source": "TEM",
            "retrieved_on": "2024-03-01",
        }
    ],
}


def with_cell(table: str, column: str, value: Any) -> Tables:
    """The good registers with one cell of the first row changed."""
    first, *rest = GOOD[table]
    return {**GOOD, table: [{**first, column: value}, *rest]}


def with_row(table: str, row: Row) -> Tables:
    return {**GOOD, table: [*GOOD[table], row]}


CELLS: list[tuple[str, str, Any, str]] = [
    ("clients", "joined_on", "", "missing"),
    ("clients", "joined_on", "1.4.2024", "date"),
    ("clients", "joined_on", "2024-02-30", "date"),
    ("clients", "closed_on", "0000-01-01", "date"),
    ("clients", "joined_on", "2023-12-31", "project_dates"),
    ("clients", "joined_on", "2026-01-01", "project_dates"),
    ("clients", "gender", "female", "code"),
    ("clients", "birth_year", "1990.5", "integer"),
    ("clients", "birth_year", "90", "range"),
    ("clients", "first_language", "rus", "pattern"),
    ("clients", "citizenship", "Finn", "code"),
    ("clients", "municipality", "Kajaani", "pattern"),
    ("clients", "municipality", "97", "pattern"),
    ("clients", "education_isced", "9", "range"),
    ("clients", "closed_on", "2024-01-09", "order"),
    ("trainings", "card", "", "needs"),
    ("trainings", "ends_on", "2024-02-28", "order"),
    ("trainings", "seats", "0", "range"),
    ("trainings", "cost_eur", "12,50", "number"),
    ("trainings", "cost_eur", "-1", "range"),
    ("trainings", "title", "Ilmoittaudu: kirsi@example.fi", "personal"),
    ("trainings", "title", "Soita 040 123 4567", "personal"),
    ("trainings", "title", "010190-999W", "personal"),
    ("attendances", "client_id", "X", "no_such_row"),
    ("attendances", "training_id", "", "missing"),
    ("attendances", "outcome", "yes", "code"),
    ("employers", "industry", "construction", "pattern"),
    ("employers", "staffing_firm", "maybe", "true_false"),
    ("encounters", "met_on", "2024-13-01", "date"),
    ("encounters", "employer_id", "E9", "no_such_row"),
    ("encounters", "event", "ms9", "no_such_row"),
    ("employments", "support", "", "missing"),
    ("employments", "client_id", "Z", "no_such_row"),
    ("milestones", "kind", "Big event", "pattern"),
    ("milestones", "done", "x", "true_false"),
    ("targets", "value", "many", "number"),
    ("targets", "measure", "Employer clients", "pattern"),
    ("published", "qualifier", "circa", "code"),
    ("published", "period_to", "2024-31-12", "date"),
    ("participations", "started_on", "2023-12-31", "project_dates"),
    ("participations", "ended_on", "2024-01-31", "order"),
    ("participations", "status_at_start", "lazy", "code"),
    ("participations", "unemployed_months_at_start", "-1", "range"),
    ("participations", "qualification_gained", "maybe", "true_false"),
    ("participations", "client_id", "Q", "no_such_row"),
    ("services", "service", "coffee", "code"),
    ("services", "given_on", "2026-01-01", "project_dates"),
    ("services", "client_id", "", "missing"),
    ("assessments", "employer_id", "E7", "no_such_row"),
    ("assessments", "profiles_sent", "many", "integer"),
    ("partners", "name", "maija@example.fi", "personal"),
    ("partners", "sector", "Education sector", "pattern"),
    ("partners", "since", "2023", "date"),
    ("purchases", "amount_eur", "620,50 €", "number"),
    ("purchases", "category", "coffee", "code"),
    ("budget", "valid_from", "", "missing"),
    ("pilots", "stage", "dreamt", "code"),
    ("practices", "municipality", "Kajaani", "pattern"),
    ("surveys", "respondents", "-4", "range"),
    ("goals", "parent", "G9", "no_such_row"),
    ("goals", "outcome", "great", "code"),
    ("notes", "text_fi", "Soita 040 123 4567", "personal"),
    ("notes", "done", "perhaps", "true_false"),
    ("estimates", "indicator", "EECO1", "pattern"),
    ("projects", "ends_on", "2022-12-31", "order"),
    ("projects", "activities", "a, b", "pattern"),
    ("labour_market", "value", "n/a", "number"),
]


@pytest.mark.parametrize(("table", "column", "value", "rule"), CELLS)
def test_a_broken_cell_is_named_by_file_row_column_rule_and_remedy(
    project: Project, table: str, column: str, value: str, rule: str
) -> None:
    outcome = publish_rows(project, with_cell(table, column, value), "2024-06-30")
    assert outcome.published is None
    [problem] = [found for found in outcome.problems if found.rule == rule]
    assert (problem.place.file, problem.row, problem.column) == (f"{table}.csv", 2, column)
    for language in LANGUAGES:
        _ = translator(language)
        said = problem.sentence(language)
        assert f"{table}.csv" in said
        assert "2" in said
        assert column in said
        assert "{" not in said
        assert _(RULES[rule].says).split("{")[0] in said
        assert _(RULES[rule].remedy).split("{")[0] in said
    assert numbers(project.folder) == []
    assert not list(project.folder.rglob("*.parquet"))


REPEATED = [
    ("clients", client("A"), "client_id"),
    ("attendances", attendance("T1", "A", "absent"), "training_id"),
    ("targets", target("employer_clients", 5), "measure"),
]


@pytest.mark.parametrize(("table", "row", "column"), REPEATED)
def test_rows_with_the_same_key_are_all_named(
    project: Project, table: str, row: Row, column: str
) -> None:
    problems = publish_rows(project, with_row(table, row), "2024-06-30").problems
    rows = [problem.row for problem in problems if problem.rule == "repeated_key"]
    assert rows == [2, len(GOOD[table]) + 2]
    assert {problem.column for problem in problems} == {column}


def test_the_good_registers_are_published(project: Project) -> None:
    assert publish_rows(project, GOOD, "2024-06-30").published


def problems_of_text(project: Project, name: str, text: str | bytes) -> tuple[Problem, ...]:
    folder = project.folder.parent.parent / "odd"
    folder.mkdir()
    content = text if isinstance(text, bytes) else text.encode()
    (folder / name).write_bytes(content)
    return road.check(folder, project).problems


MILESTONES = "milestone_id,on,kind,title_fi,title_en,done\n"
ROW = "a,2024-05-01,event,Tapahtuma,Event,true\n"
TWO_LINES = ROW.replace("Event", '"Two\nlines"')
FILES: list[tuple[str, str | bytes, list[tuple[str, int | None]]]] = [
    ("milestones.csv", MILESTONES + ROW, []),
    ("milestones.csv", "\ufeff" + MILESTONES + ROW, []),
    ("milestones.csv", MILESTONES + "\n" + ROW + "\n\n", []),
    ("milestones.csv", MILESTONES, []),
    ("milestones.csv", MILESTONES + "\n\n" + ROW.replace("2024-05-01", "x"), [("date", 4)]),
    ("milestones.csv", MILESTONES + TWO_LINES + ROW, [("repeated_key", 2), ("repeated_key", 3)]),
    ("milestones.csv", MILESTONES + ROW.replace("true", "true,more"), [("too_many_cells", 2)]),
    ("milestones.csv", MILESTONES + 'a,2024-05-01,event,"open', [("unreadable", None)]),
    ("milestones.csv", "", [("no_header", 1)]),
    ("milestones.csv", "Matti,Meikäläinen\n", [("no_header", 1)]),
    (
        "milestones.csv",
        MILESTONES.replace("done", "doen") + ROW,
        [("unknown_column", 1), ("missing_column", 1)],
    ),
    (
        "milestones.csv",
        MILESTONES.replace("done", "kind") + ROW,
        [("repeated_column", 1), ("missing_column", 1)],
    ),
    ("milestones.csv", (MILESTONES + "ä").encode("cp1252"), [("not_utf8", None)]),
    ("milestones.csv", b"\x00\x01\x02", [("no_header", 1)]),
    ("guests.csv", "a,b\n", [("unknown_table", None)]),
    ("readme.txt", "hello", [("no_tables", None)]),
]


@pytest.mark.parametrize(("name", "text", "expected"), FILES)
def test_odd_files_are_read_or_refused_with_their_row(
    project: Project, name: str, text: str | bytes, expected: list[tuple[str, int | None]]
) -> None:
    found = problems_of_text(project, name, text)
    assert [(problem.rule, problem.row) for problem in found] == expected


@pytest.mark.parametrize("content", [b"", b"not a workbook", b"PK\x03\x04 broken"])
def test_a_file_that_is_no_workbook_is_refused(
    project: Project, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "registers.xlsx"
    path.write_bytes(content)
    assert [problem.rule for problem in road.check(path, project).problems] == ["unreadable"]


@pytest.mark.parametrize(
    ("name", "rule"), [("missing.xlsx", "no_source"), ("old.xls", "unknown_format")]
)
def test_another_kind_of_file_is_refused(
    project: Project, tmp_path: Path, name: str, rule: str
) -> None:
    if rule == "unknown_format":
        (tmp_path / name).write_bytes(b"")
    assert [problem.rule for problem in road.check(tmp_path / name, project).problems] == [rule]


def workbook(path: Path, tables: Tables) -> Path:
    """The same rows in a workbook, with real dates, numbers and booleans."""
    with xlsxwriter.Workbook(path, {"default_date_format": "d.m.yyyy"}) as book:
        for name, rows in tables.items():
            sheet = book.add_worksheet(name)
            header = list(dict.fromkeys(column for row in rows for column in row))
            sheet.write_row(0, 0, header)
            for number, row in enumerate(rows, start=1):
                for place, column in enumerate(header):
                    cell = row.get(column)
                    if column.endswith("_on") and cell:
                        sheet.write_datetime(number, place, day(cell))
                    elif cell in ("true", "false"):
                        sheet.write_boolean(number, place, cell == "true")
                    elif cell is not None:
                        sheet.write(number, place, cell)
    return path


def test_a_workbook_and_a_folder_of_the_same_facts_have_the_same_registers_digest(
    project: Project, tmp_path: Path
) -> None:
    tables = {name: rows for name, rows in GOOD.items() if name != "published"}
    from_csv = road.publish(write(tmp_path / "csv", tables), project, day("2024-06-30"), "meeting")
    from_book = road.publish(
        workbook(tmp_path / "registers.xlsx", tables), project, day("2024-06-30"), "meeting"
    )
    assert from_csv.published
    assert from_book.published, from_book.problems
    digests = [outcome.published.manifest.digests for outcome in (from_csv, from_book)]  # type: ignore[union-attr]
    assert digests[0]["registers"] == digests[1]["registers"]


def test_a_workbook_names_sheet_and_row_as_excel_shows_them(
    project: Project, tmp_path: Path
) -> None:
    path = workbook(
        tmp_path / "registers.xlsx",
        {"milestones": [{}, milestone("a", "2024-05-01"), milestone("b", "")]},
    )
    [problem] = road.check(path, project).problems
    assert (problem.place.sheet, problem.row, problem.column) == ("milestones", 4, "on")
    assert problem.sentence("fi").startswith("registers.xlsx, välilehti milestones")


def test_names_identity_codes_and_birth_dates_serve_in_memory_and_are_not_stored(
    project: Project,
) -> None:
    canary = client(
        "A",
        birth_year="",
        name="Aino Kanarialintu",
        identity_code="010190-999W",
        birth_date="1990-01-01",
    )
    assert publish_rows(project, {"clients": [canary]}, "2024-06-30").published
    stored = open_snapshot(project.folder, 1).registers()["clients"]
    assert stored["birth_year"].to_list() == [1990]
    everything = b"".join(path.read_bytes() for path in project.folder.rglob("*") if path.is_file())
    for word in (b"Kanarialintu", b"010190", b"1990-01-01"):
        assert word not in everything
    assert "A" not in stored["client_id"].to_list()


def test_the_same_person_has_one_pseudonym_in_all_tables(project: Project) -> None:
    publish_rows(project, GOOD, "2024-06-30")
    registers = open_snapshot(project.folder, 1).registers()
    working = registers["employments"].join(registers["clients"], on="client_id")
    assert working.height == 1
    assert registers["attendances"]["client_id"].item() == working["client_id"].item()
    ids = pl.concat([registers["clients"]["client_id"], registers["employers"]["employer_id"]])
    assert ids.str.len_chars().unique().to_list() == [32]


def test_no_problem_repeats_a_value_from_a_cell(project: Project) -> None:
    secret = "Aino-Kanarialintu"
    for table, rows in GOOD.items():
        for column in rows[0]:
            problems = publish_rows(
                project, with_cell(table, column, secret), "2024-06-30"
            ).problems
            for problem in problems:
                for language in LANGUAGES:
                    assert secret not in problem.sentence(language)


def test_a_table_given_twice_is_refused_not_merged_or_dropped(
    project: Project, tmp_path: Path
) -> None:
    path = tmp_path / "registers.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name in ("milestones", "Milestones "):
            book.add_worksheet(name).write_row(0, 0, MILESTONES.strip().split(","))
    assert [problem.rule for problem in road.check(path, project).problems] == ["repeated_table"]


def test_an_excel_error_is_refused_where_an_empty_cell_would_pass(
    project: Project, tmp_path: Path
) -> None:
    path = tmp_path / "registers.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("employers")
        sheet.write_row(2, 0, [name for name in employer("E1") if name != "client_since"])
        sheet.write(2, 4, "client_since")
        sheet.write_row(3, 0, ["E1", "F", "205", "false"])
        sheet.write_formula(3, 4, "=NA()", None, "#N/A")
    [problem] = road.check(path, project).problems
    assert (problem.rule, problem.place.sheet, problem.row) == ("excel_error", "employers", 4)


def test_a_file_is_found_by_its_name_however_it_is_written(
    project: Project, tmp_path: Path
) -> None:
    folder = tmp_path / "odd"
    folder.mkdir()
    (folder / "Milestones.CSV").write_text(MILESTONES + ROW.replace("2024-05-01", "x"))
    (folder / "clients.ods").write_text("")
    assert [
        (problem.rule, problem.place.file) for problem in road.check(folder, project).problems
    ] == [
        ("unknown_format", "clients.ods"),
        ("date", "Milestones.CSV"),
    ]


def test_a_birth_date_that_cannot_be_read_is_not_passed_over(project: Project) -> None:
    row = client("A", birth_year="", birth_date="1.1.1990")
    [problem] = publish_rows(project, {"clients": [row]}, "2024-06-30").problems
    assert (problem.rule, problem.row, problem.column) == ("date", 2, "birth_date")


FORMS = [
    ({"ended_on": ""}, ["ended_on", "ended_on"]),
    ({"ended_on": "", "end_form": "none"}, ["ended_on"]),
    ({"ended_on": "", "status_at_end": ""}, ["ended_on"]),
    ({"ended_on": "", "status_at_end": "", "end_form": "none"}, []),
]


@pytest.mark.parametrize(("cells", "named"), FORMS)
def test_end_data_need_the_day_of_the_end(project: Project, cells: Row, named: list[str]) -> None:
    [row] = GOOD["participations"]
    tables = {**GOOD, "participations": [{**row, **cells}]}
    problems = publish_rows(project, tables, "2024-06-30").problems
    assert [problem.column for problem in problems] == named
    assert {problem.rule for problem in problems} <= {"expected"}


def test_every_table_of_the_schemas_is_among_the_good_ones() -> None:
    assert set(GOOD) == set(TABLES)


# --- Suspicions -------------------------------------------------------------------------------


def suspicions(project: Project, tables: Tables) -> list[tuple[str, int | None]]:
    source = write(project.folder.parent.parent / "doubles", tables)
    return [(one.rule, one.row) for one in road.check(source, project).suspicions]


def test_suspected_doubles_are_told_to_the_importer_and_hinder_nothing(
    project: Project,
) -> None:
    rows = [
        client("A", identity_code="010190-999W", name="Aino Aalto", birth_date="1990-01-01"),
        client("B", identity_code="010190-999w ", name="Toinen", birth_date="1990-01-01"),
        client("C", name="aino  AALTO", birth_date="1990-01-01"),
        client("D", name="Aino Aalto", birth_date="1991-01-01"),
        client("E"),
        client("F"),
    ]
    tables = {"clients": rows}
    assert suspicions(project, tables) == [
        ("same_identity_code", 3),
        ("same_name_and_birth_date", 4),
    ]
    outcome = publish_rows(project, tables, "2024-06-30")
    assert outcome.published
    for language in LANGUAGES:
        said = " ".join(one.sentence(language) for one in outcome.suspicions)
        assert "aalto" not in said.lower()
        assert "010190" not in said


def test_a_target_of_a_measure_that_is_not_there_is_pointed_out(project: Project) -> None:
    tables = {"targets": [target("tyollistyneet", 8), target("employments", 8)]}
    assert suspicions(project, tables) == [("unknown_measure", 2)]


# --- What a secretary really does -------------------------------------------------------------


def test_a_csv_with_semicolons_as_finnish_excel_saves_it_is_read(project: Project) -> None:
    text = (MILESTONES + ROW).replace(",", ";")
    assert problems_of_text(project, "milestones.csv", "\ufeff" + text) == ()


def test_words_of_either_language_stand_for_codes_and_headings(project: Project) -> None:
    text = (
        "Työnantajan tunnus;Toimiala (TOL);MUNICIPALITY;Henkilöstövuokrausyritys;Client since\n"
        "E1;F;205;kyllä;\n"
        "E2;F;205;No;2024-02-01\n"
    )
    assert problems_of_text(project, "Työnantajat.csv", text) == ()


def test_a_problem_names_the_column_as_the_file_writes_it(project: Project) -> None:
    text = (MILESTONES + ROW).replace("done", "Toteutunut").replace("true", "joo")
    [problem] = problems_of_text(project, "milestones.csv", text)
    assert problem.column == "Toteutunut"


def test_one_file_that_cannot_be_read_is_one_problem(project: Project) -> None:
    folder = write(project.folder.parent.parent / "one", GOOD)
    (folder / "clients.csv").write_bytes("ä".encode("cp1252"))
    assert [problem.rule for problem in road.check(folder, project).problems] == ["not_utf8"]


def test_a_table_that_others_need_is_missed_once_a_column(project: Project) -> None:
    tables = {name: GOOD[name] for name in ("trainings", "attendances", "employments")}
    problems = publish_rows(project, tables, "2024-06-30").problems
    assert [(problem.rule, problem.place.file) for problem in problems] == [
        ("no_such_table", "attendances.csv"),
        ("no_such_table", "employments.csv"),
    ]


def test_a_workbook_in_a_folder_and_a_single_csv_are_told_how_to_be_given(
    project: Project, tmp_path: Path
) -> None:
    folder = write(tmp_path / "both", {"milestones": [milestone("a", "2024-05-01")]})
    workbook(folder / "registers.xlsx", {})
    assert [p.rule for p in road.check(folder, project).problems] == ["workbook_in_folder"]
    single = folder / "milestones.csv"
    assert [p.rule for p in road.check(single, project).problems] == ["single_csv"]


def test_a_month_may_be_written_without_a_day(project: Project) -> None:
    [row] = GOOD["labour_market"]
    assert publish_rows(
        project, {"labour_market": [{**row, "month": "2024-01"}]}, "2024-06-30"
    ).published
    stored = open_snapshot(project.folder, 1).registers()["labour_market"]
    assert stored["month"].to_list() == [day("2024-01-01")]
