"""Registers that cannot be published, and the sentence with which each is refused."""

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from mittaristo.i18n.translation import LANGUAGES, translator
from mittaristo.messages.rules import RULES
from mittaristo.project import Project
from mittaristo.publishing import publish as road
from mittaristo.registers.schemas import TABLES
from mittaristo.snapshots.reading import numbers, open_snapshot
from tests.lib.builders import (
    GOOD,
    Row,
    Tables,
    as_stored,
    attendance,
    client,
    day,
    employment,
    publish_rows,
    published,
    target,
    training,
    write,
)


def with_cell(table: str, column: str, value: Any) -> Tables:
    """The good registers with one cell of the first row changed."""
    first, *rest = GOOD[table]
    return {**GOOD, table: [{**first, column: value}, *rest]}


def with_row(table: str, row: Row) -> Tables:
    return {**GOOD, table: [*GOOD[table], row]}


CELLS: list[tuple[str, str, Any, str]] = [
    ("clients", "joined_on", "", "missing"),
    ("clients", "joined_on", "31.4.2024", "no_such_day"),
    ("clients", "joined_on", "2024-02-30", "no_such_day"),
    ("clients", "closed_on", "0000-01-01", "date"),
    ("clients", "joined_on", "2023-12-31", "project_dates"),
    ("clients", "joined_on", "2026-01-01", "project_dates"),
    ("clients", "gender", "female", "code"),
    ("clients", "birth_year", "1990.5", "integer"),
    ("clients", "birth_year", "90", "range"),
    ("clients", "first_language", "rus", "pattern"),
    ("clients", "citizenship", "Finn", "code"),
    ("clients", "municipality", "Atlantis", "pattern"),
    ("clients", "municipality", "97", "pattern"),
    ("clients", "education_isced", "9", "range"),
    ("clients", "closed_on", "2024-01-09", "order"),
    ("trainings", "card", "", "needs"),
    ("trainings", "ends_on", "2024-02-28", "order"),
    ("trainings", "seats", "0", "range"),
    ("trainings", "cost_eur", "12,50 €", "number"),
    ("trainings", "cost_eur", "1,250", "thousand_or_decimal"),
    ("trainings", "cost_eur", "1.250", "thousand_or_decimal"),
    ("trainings", "seats", "1.250", "thousand_or_decimal"),
    ("purchases", "amount_eur", "12.500", "thousand_or_decimal"),
    ("targets", "value", "1.000", "thousand_or_decimal"),
    ("trainings", "cost_eur", "-1", "range"),
    ("trainings", "title", "Ilmoittaudu: kirsi@example.fi", "personal"),
    ("trainings", "title", "Soita 040 123 4567", "personal"),
    ("trainings", "title", "010190-999W", "personal"),
    ("attendances", "client_id", "X", "no_such_row"),
    ("attendances", "training_id", "", "missing"),
    ("attendances", "outcome", "yes", "code"),
    ("employers", "industry", "construction", "pattern"),
    ("employers", "staffing_firm", "maybe", "true_false"),
    ("encounters", "met_on", "2024-13-01", "no_such_day"),
    ("encounters", "employer_id", "E9", "no_such_row"),
    ("encounters", "event", "ms9", "no_such_row"),
    ("employments", "support", "", "missing"),
    ("employments", "client_id", "Z", "no_such_row"),
    ("milestones", "kind", "Big event", "pattern"),
    ("milestones", "done", "ehkä", "true_false"),
    ("targets", "value", "many", "number"),
    ("targets", "measure", "Employer friends", "pattern"),
    ("published", "qualifier", "circa", "code"),
    ("published", "period_to", "2024-31-12", "no_such_day"),
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
    ("practices", "municipality", "Atlantis", "pattern"),
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
    [problem] = [found for found in outcome.errors if found.rule == rule]
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


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("trainings", "title"),
        ("trainings", "seats"),
        ("partners", "partner_id"),
        ("clients", "client_id"),
        ("clients", "name"),
        ("notes", "text_fi"),
        ("targets", "measure"),
    ],
)
@pytest.mark.parametrize("text", ["x", "AB12", "0", "a\u0300\u0327"])
def test_a_cell_that_is_a_whole_document_is_refused(
    project: Project, table: str, column: str, text: str
) -> None:
    long = text * (100_000 // len(text))
    problems = publish_rows(project, with_cell(table, column, long), "2024-06-30").errors
    found = [(problem.row, problem.column) for problem in problems if problem.rule == "too_long"]
    assert found == [(2, column)]
    others = [problem for problem in problems if problem.place.file == f"{table}.csv"]
    assert [problem.rule for problem in others] == ["too_long"]
    assert "2 000" in others[0].sentence("fi")
    assert numbers(project.folder) == []


def test_a_text_may_be_two_thousand_characters_long(project: Project) -> None:
    long = with_cell("notes", "text_fi", "ä" * 2000)
    assert publish_rows(project, long, "2024-06-30").published
    longer = with_cell("notes", "text_fi", "ä" * 2001)
    problems = publish_rows(project, longer, "2024-07-31").errors
    assert [problem.rule for problem in problems] == ["too_long"]


REPEATED = [
    ("clients", client("A"), "client_id"),
    ("attendances", attendance("T1", "A", "absent"), "training_id"),
    ("targets", target("employer_clients", 5), "measure"),
]


@pytest.mark.parametrize(("table", "row", "column"), REPEATED)
def test_rows_with_the_same_key_are_all_named(
    project: Project, table: str, row: Row, column: str
) -> None:
    problems = publish_rows(project, with_row(table, row), "2024-06-30").errors
    rules = ("repeated_key", "repeated_client")
    rows = [problem.row for problem in problems if problem.rule in rules]
    assert rows == [2, len(GOOD[table]) + 2]
    assert {problem.column for problem in problems} == {column}


def test_the_good_registers_are_published(project: Project) -> None:
    assert publish_rows(project, GOOD, "2024-06-30").published


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


SECRET = "Aino-Kanarialintu"


def repeated(project: Project, source: Path, tables: Tables) -> list[str]:
    """Sentences of problems that hold the secret of a cell."""
    problems = road.check(write(source, tables), project).errors
    said = [problem.sentence(language) for problem in problems for language in LANGUAGES]
    return [sentence for sentence in said if SECRET in sentence]


def test_no_problem_repeats_a_value_from_a_row(project: Project, tmp_path: Path) -> None:
    for table, [first, *rest] in GOOD.items():
        rows = {**GOOD, table: [dict.fromkeys(first, SECRET), *rest]}
        assert repeated(project, tmp_path / table, rows) == []


@pytest.mark.long
def test_no_problem_repeats_a_value_from_a_cell(project: Project, tmp_path: Path) -> None:
    for table, rows in GOOD.items():
        for column in rows[0]:
            with_secret = with_cell(table, column, SECRET)
            assert repeated(project, tmp_path / f"{table}-{column}", with_secret) == []


def test_a_birth_date_that_cannot_be_read_is_not_passed_over(project: Project) -> None:
    row = client("A", birth_year="", birth_date="1.1.90")
    [problem] = publish_rows(project, {"clients": [row]}, "2024-06-30").errors
    assert (problem.rule, problem.row, problem.column) == ("day_without_century", 2, "birth_date")


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
    problems = publish_rows(project, tables, "2024-06-30").errors
    assert [problem.column for problem in problems] == named
    assert {problem.rule for problem in problems} <= {"expected"}


def test_every_table_of_the_schemas_is_among_the_good_ones() -> None:
    assert set(GOOD) == set(TABLES)


# --- Suspicions -------------------------------------------------------------------------------


def suspicions(project: Project, tables: Tables) -> list[tuple[str, int | None]]:
    source = write(project.folder.parent.parent / "doubles", tables)
    return [(one.rule, one.row) for one in road.check(source, project).warnings]


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
        said = " ".join(one.sentence(language) for one in outcome.warnings)
        assert "aalto" not in said.lower()
        assert "010190" not in said


def test_a_target_of_a_measure_that_is_not_there_is_pointed_out(project: Project) -> None:
    tables = {"targets": [target("tyollistyneet", 8), target("employments", 8)]}
    assert suspicions(project, tables) == [("unknown_measure", 2)]


def told(project: Project, tables: Tables) -> list[tuple[object, ...]]:
    source = write(project.folder.parent.parent / "told", tables)
    return [
        (one.rule, one.place.file, one.row, one.column, one.details.get("count", ""))
        for one in road.check(source, project).warnings
    ]


def test_what_is_dated_before_its_client_joined_is_pointed_out(project: Project) -> None:
    """Once a table with its count and first row; on the day of joining it is in order."""
    service = GOOD["services"][0]
    tables: Tables = {
        "clients": [client("A", "2024-02-10"), client("B", "2024-01-10")],
        "services": [
            {**service, "service_id": "1", "given_on": "2024-02-10"},
            {**service, "service_id": "2", "given_on": "2024-02-09"},
            {**service, "service_id": "3", "given_on": "2024-02-08"},
        ],
        "trainings": [training("T1", "2024-02-09"), training("T2", "2024-02-10")],
        "attendances": [attendance("T2", "A"), attendance("T1", "B"), attendance("t1", "A")],
        "employments": [employment("1", "B", "2024-01-09"), employment("2", "A", "2024-02-10")],
    }
    assert told(project, tables) == [
        ("training_before_joining", "attendances.csv", 4, "training_id", 1),
        ("job_before_joining", "employments.csv", 2, "started_on", 1),
        ("service_before_joining", "services.csv", 3, "given_on", 2),
    ]
    outcome = publish_rows(project, tables, "2024-06-30")
    assert outcome.published
    said = [one.sentence("fi") for one in outcome.warnings]
    assert any("työllistyminen ennen hankkeeseen liittymistä" in one for one in said)


def test_a_suspicion_names_the_column_as_the_file_does_and_repeats_no_refusal(
    project: Project,
) -> None:
    tables = {"targets": [target("tyollistyneet", 8), target("Työllistyneitä kpl", 8)]}
    source = write(project.folder.parent.parent / "named", tables)
    text = (source / "targets.csv").read_text(encoding="utf-8")
    (source / "targets.csv").write_text(text.replace("measure", "Mittari"), encoding="utf-8")
    checked = road.check(source, project)
    assert [(one.rule, one.row, one.column) for one in checked.warnings] == [
        ("unknown_measure", 2, "Mittari")
    ]
    assert [(one.rule, one.row, one.column) for one in checked.errors] == [
        ("pattern", 3, "Mittari")
    ]


def test_a_measure_may_be_written_by_its_label_in_either_language(project: Project) -> None:
    tables: Tables = {
        "targets": [target("Palvelua saaneet", 450), target("employer  clients", 20)],
        "published": [published("Työllistyneet", 3, "2024-06-30")],
        "goals": [{**GOOD["goals"][0], "measure": "Employments"}],
        "notes": [{**GOOD["notes"][0], "measure": "employments"}],
    }
    checked = road.check(write(project.folder.parent.parent / "labels", tables), project)
    assert checked.errors == ()
    assert checked.warnings == ()
    measures = {name: set(table["measure"]) for name, table in as_stored(checked).items()}
    assert measures == {
        "targets": {"clients_served", "employer_clients"},
        "published": {"clients_employed"},
        "goals": {"employments"},
        "notes": {"employments"},
    }
    assert [(note.rule, note.place.file, note.row, note.details) for note in checked.infos] == [
        ("measure_labels", "goals.csv", 2, {"count": 1}),
        ("measure_labels", "published.csv", 2, {"count": 1}),
        ("measure_labels", "targets.csv", 2, {"count": 2}),
    ]


# --- What a secretary really does -------------------------------------------------------------


def test_a_table_that_others_need_is_missed_once_a_column(project: Project) -> None:
    tables = {name: GOOD[name] for name in ("trainings", "attendances", "employments")}
    problems = publish_rows(project, tables, "2024-06-30").errors
    assert [(problem.rule, problem.place.file) for problem in problems] == [
        ("no_such_table", "attendances.csv"),
        ("no_such_table", "employments.csv"),
    ]


def test_a_month_may_be_written_without_a_day(project: Project) -> None:
    [row] = GOOD["labour_market"]
    assert publish_rows(
        project, {"labour_market": [{**row, "month": "2024-01"}]}, "2024-06-30"
    ).published
    stored = open_snapshot(project.folder, 1).registers()["labour_market"]
    assert stored["month"].to_list() == [day("2024-01-01")]
