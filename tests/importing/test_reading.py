"""Files as people really keep them: read as they are meant, or refused with their place."""

import datetime as dt
import os
import tomllib
from pathlib import Path

import pytest
import xlsxwriter

from mittaristo.i18n.translation import LANGUAGES
from mittaristo.importing.readers.workbook_check import MOST_BYTES
from mittaristo.messages.problems import Problem
from mittaristo.project import Project
from mittaristo.publishing import publish as road
from tests.lib.builders import (
    GOOD,
    Tables,
    as_stored,
    attendance,
    client,
    day,
    employer,
    make_project,
    marked_as_invented,
    milestone,
    publish,
    publish_rows,
    training,
    write,
)


@pytest.fixture
def project(real: Project) -> Project:
    """The files of these tests do not say that they are invented."""
    return real


def problems_of_text(project: Project, name: str, text: str | bytes) -> tuple[Problem, ...]:
    folder = project.folder.parent.parent / "odd"
    folder.mkdir()
    content = text if isinstance(text, bytes) else text.encode()
    (folder / name).write_bytes(content)
    return road.check(folder, project).errors


MILESTONES = "milestone_id,on,kind,title_fi,title_en,done\n"
ROW = "a,2024-05-01,event,Tapahtuma,Event,true\n"
MIXED = "Kevätjuhla;".encode("cp1252") + "Праздник".encode("cp1251")
Found = list[tuple[str, int | None]]
TWICE: Found = [("repeated_key", 2), ("repeated_key", 3)]
TWICE_BELOW: Found = [("repeated_key", 4), ("repeated_key", 5)]
SLASHED: tuple[str, int | None] = ("day_or_month_first", 2)
TWO_LINES = ROW.replace("Event", '"Two\nlines"')
WITH_SEMICOLONS = (MILESTONES + ROW).replace(",", ";")
FILES: list[tuple[str, str | bytes, Found]] = [
    ("milestones.csv", MILESTONES + ROW, []),
    ("milestones.csv", "\ufeff" + MILESTONES + ROW, []),
    ("milestones.csv", MILESTONES + "\n" + ROW + "\n\n", []),
    ("milestones.csv", MILESTONES, []),
    ("milestones.csv", MILESTONES + "\n\n" + ROW.replace("2024-05-01", "x"), [("date", 4)]),
    ("milestones.csv", MILESTONES + TWO_LINES + ROW, [("repeated_key", 2), ("repeated_key", 3)]),
    ("milestones.csv", MILESTONES + ROW.replace("true", "true,more"), [("too_many_cells", 2)]),
    ("milestones.csv", MILESTONES + 'a,2024-05-01,event,"open', [("stray_quote", 2)]),
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
    ("milestones.csv", (MILESTONES + ROW.replace("Tapahtuma", "Kevätjuhla")).encode("cp1252"), []),
    ("milestones.csv", (MILESTONES + ROW).encode("utf-16"), []),
    ("milestones.csv", MILESTONES.encode() + MIXED, [("not_utf8", None)]),
    ("milestones.csv", "sep=;\n" + (MILESTONES + ROW).replace(",", ";"), []),
    ("milestones.csv", "sep=;\n" + (MILESTONES + ROW + ROW).replace(",", ";"), TWICE),
    ("milestones.csv", "Tapahtumat 2024\n\n" + MILESTONES + ROW, []),
    ("milestones.csv", "Tapahtumat 2024\n\n" + MILESTONES + ROW + ROW, TWICE_BELOW),
    ("milestones.csv", "Tapahtumat, oma hanke, päivitetty 3.4.\n" + WITH_SEMICOLONS, []),
    ("milestones.csv", "Tapahtumat; kaikki\n" + MILESTONES + ROW, []),
    ("milestones.csv", "Tapahtumat 2024\n" + (MILESTONES + ROW).replace(",", "\t"), []),
    ("milestones.csv", MILESTONES + ROW + "Yhteensä:,,,,,\n", []),
    ("milestones.csv", MILESTONES + ROW + "\n,,,,,yhteensä\n", []),
    ("milestones.csv", MILESTONES + ROW.replace("2024-05-01", "1.5.2024"), []),
    ("milestones.csv", MILESTONES + ROW.replace("2024-05-01", "5/1/2024"), [SLASHED]),
    ("milestones.csv", MILESTONES + ROW.replace("2024-05-01", "45413"), [("day_as_number", 2)]),
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
    assert [problem.rule for problem in road.check(path, project).errors] == ["unreadable"]


@pytest.mark.parametrize(
    ("name", "rule"), [("missing.xlsx", "no_source"), ("old.xls", "unknown_format")]
)
def test_another_kind_of_file_is_refused(
    project: Project, tmp_path: Path, name: str, rule: str
) -> None:
    if rule == "unknown_format":
        (tmp_path / name).write_bytes(b"")
    assert [problem.rule for problem in road.check(tmp_path / name, project).errors] == [rule]


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
    folder = write(tmp_path / "csv", tables, invented=False)
    from_csv = publish(folder, project, day("2024-06-30"), "meeting")
    from_book = publish(
        workbook(tmp_path / "registers.xlsx", tables), project, day("2024-06-30"), "meeting"
    )
    assert from_csv.published
    assert from_book.published, from_book.errors
    digests = [outcome.published.manifest.digests for outcome in (from_csv, from_book)]  # type: ignore[union-attr]
    assert digests[0]["registers"] == digests[1]["registers"]


def test_a_workbook_names_sheet_and_row_as_excel_shows_them(
    project: Project, tmp_path: Path
) -> None:
    path = workbook(
        tmp_path / "registers.xlsx",
        {"milestones": [{}, milestone("a", "2024-05-01"), milestone("b", "")]},
    )
    [problem] = road.check(path, project).errors
    assert (problem.place.sheet, problem.row, problem.column) == ("milestones", 4, "on")
    assert problem.sentence("fi").startswith("registers.xlsx, välilehti milestones")


def test_a_table_given_twice_is_refused_not_merged_or_dropped(
    project: Project, tmp_path: Path
) -> None:
    path = tmp_path / "registers.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name in ("milestones", "Milestones "):
            book.add_worksheet(name).write_row(0, 0, MILESTONES.strip().split(","))
    assert [problem.rule for problem in road.check(path, project).errors] == ["repeated_table"]


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
    [problem] = road.check(path, project).errors
    assert (problem.rule, problem.place.sheet, problem.row) == ("excel_error", "employers", 4)


def test_a_file_is_found_by_its_name_however_it_is_written(
    project: Project, tmp_path: Path
) -> None:
    folder = tmp_path / "odd"
    folder.mkdir()
    (folder / "Milestones.CSV").write_text(MILESTONES + ROW.replace("2024-05-01", "x"))
    (folder / "clients.ods").write_text("")
    assert [
        (problem.rule, problem.place.file) for problem in road.check(folder, project).errors
    ] == [
        ("unknown_format", "clients.ods"),
        ("date", "Milestones.CSV"),
    ]


def test_a_csv_with_semicolons_as_finnish_excel_saves_it_is_read(project: Project) -> None:
    text = (MILESTONES + ROW).replace(",", ";")
    assert problems_of_text(project, "milestones.csv", "\ufeff" + text) == ()


def test_headings_that_a_sheet_repeats_are_no_row(project: Project, tmp_path: Path) -> None:
    """As where each year has its own. A row that says something else is a row."""
    again = MILESTONES.upper()
    text = MILESTONES + ROW + again + ROW.replace("a,", "b,") + "\n" + again
    (tmp_path / "milestones.csv").write_text(text, encoding="utf-8")
    checked = road.check(tmp_path, project)
    assert checked.errors == ()
    assert as_stored(checked)["milestones"].height == 2
    [note] = checked.infos
    assert (note.rule, note.row, note.details) == ("headings", 3, {"count": 2})
    (tmp_path / "milestones.csv").write_text(text + MILESTONES.replace("kind", "x"))
    assert {problem.row for problem in road.check(tmp_path, project).errors} == {7}


def test_rows_without_a_key_are_told_as_missing_only(project: Project, tmp_path: Path) -> None:
    tables: Tables = {
        "milestones": [milestone("", "2024-05-01"), milestone("", "2024-05-02")],
        "trainings": [training("T1", "2024-03-01")],
        "clients": [client("A")],
        "attendances": [attendance("T1", ""), attendance("T1", ""), attendance("", "A")],
    }
    found = road.check(write(tmp_path / "keyless", tables), project).errors
    assert [(one.rule, one.place.file, one.row, one.column) for one in found] == [
        ("missing", "attendances.csv", 2, "client_id"),
        ("missing", "attendances.csv", 3, "client_id"),
        ("missing", "attendances.csv", 4, "training_id"),
        ("missing", "milestones.csv", 2, "milestone_id"),
        ("missing", "milestones.csv", 3, "milestone_id"),
    ]


def test_a_row_of_subtotals_is_passed_over_and_told_wherever_it_stands(
    project: Project, tmp_path: Path
) -> None:
    """With a mapping, too: see test_mapped_sheets."""
    rows = [ROW, "Yhteensä 2024,,1,,,\n", ROW.replace("a,", "b,", 1), "Yhteensä,,2,,,\n"]
    (tmp_path / "milestones.csv").write_text(MILESTONES + "".join(rows), encoding="utf-8")
    marked_as_invented(tmp_path)
    checked = road.check(tmp_path, project)
    assert checked.errors == ()
    assert [(one.rule, one.row) for one in checked.infos] == [("totals", 3), ("totals", 5)]
    assert as_stored(checked)["milestones"].height == 2


EMPLOYMENTS = (
    "employment_id,client_id,employer_id,started_on,support,contract,via_staffing_firm,evidence\n"
)
LAST_ROWS = {
    "Yhteensä,,,,,,,": True,
    "Yhteensä 2024:,12 kpl,,,,,,": True,
    ",,,,,,,Yhteensä 2 kpl": True,
    ',"1 250,50 €",3,,GRAND TOTAL,,,': True,
    "12,Total,,,,,,": False,
    ",A,Total,,,,,": False,
    ",,Total,1.5.2024,,,,": False,
    ",,Total,2024-05-01,,,,": False,
    ",,Total,2024-05-01 00:00:00,,,,": False,
    ",,Total Oy,,,,,": False,
    ",,Summanen,,,,,": False,
    ",3,,,,,,": False,
}


@pytest.mark.parametrize("last", LAST_ROWS)
def test_a_last_row_is_of_totals_only_where_it_can_be_nothing_else(
    project: Project, tmp_path: Path, last: str
) -> None:
    """An employer may be called Total: a row with a day or another text is a row."""
    (tmp_path / "employments.csv").write_text(EMPLOYMENTS + last + "\n", encoding="utf-8")
    checked = road.check(tmp_path, project)
    passed_over = [(note.rule, note.row) for note in checked.infos] == [("totals", 2)]
    assert passed_over == LAST_ROWS[last]
    assert bool(checked.errors) != LAST_ROWS[last]


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
    (folder / "clients.csv").write_bytes(MIXED)
    assert [problem.rule for problem in road.check(folder, project).errors] == ["not_utf8"]


def test_a_workbook_in_a_folder_and_a_single_csv_are_told_how_to_be_given(
    project: Project, tmp_path: Path
) -> None:
    folder = write(tmp_path / "both", {"milestones": [milestone("a", "2024-05-01")]})
    workbook(folder / "registers.xlsx", {})
    assert [p.rule for p in road.check(folder, project).errors] == ["workbook_in_folder"]
    single = folder / "milestones.csv"
    assert [p.rule for p in road.check(single, project).errors] == ["single_csv"]


def notes_of(project: Project, tables: Tables) -> list[tuple[str, int | None, str | None]]:
    checked = road.check(write(project.folder.parent.parent / "notes", tables), project)
    assert not checked.errors, [problem.rule for problem in checked.errors]
    for note in checked.infos:
        assert "{" not in note.sentence("fi") + note.sentence("en")
    return [(note.rule, note.row, note.column) for note in checked.infos]


def test_what_is_understood_although_written_otherwise_is_told(project: Project) -> None:
    """Finnish days and numbers, and ids that differ by case, spaces or look-alike letters."""
    tables: Tables = {
        "clients": [client("a 1", "10.1.2024"), client("A2", "01.02.24")],
        "services": [
            {
                "service_id": "S1",
                "client_id": "\u0410 1",
                "service": "cv_workshop",
                "given_on": "2024-02-02",
            }
        ],
        "trainings": [training("t1", "2024-03-01", cost_eur="1 250,50")],
        "attendances": [attendance("T1", "A1")],
    }
    assert notes_of(project, tables) == [
        ("alike", 2, "training_id"),
        ("alike", 2, "client_id"),
        ("finnish_days", 2, "joined_on"),
        ("short_years", 3, "joined_on"),
        ("alike", 2, "client_id"),
        ("finnish_numbers", 2, "cost_eur"),
    ]


def test_two_spellings_of_one_key_are_two_rows_with_one_key(project: Project) -> None:
    rows: Tables = {"clients": [client("A1"), client("a 1")]}
    found = road.check(write(project.folder.parent.parent / "same", rows), project).errors
    assert [(problem.rule, problem.row) for problem in found] == [
        ("repeated_client", 2),
        ("repeated_client", 3),
    ]


def test_registers_in_any_spelling_have_the_same_digest(tmp_path: Path) -> None:
    plain: Tables = {
        "clients": [client("A1", "2024-01-10")],
        "purchases": [GOOD["purchases"][0]],
    }
    odd: Tables = {
        "clients": [client(" a1 ", "10.1.2024", gender="Nainen")],
        "purchases": [{**GOOD["purchases"][0], "amount_eur": "620,50"}],
    }
    digests = []
    for name, tables in (("plain", plain), ("odd", odd)):
        made = make_project(tmp_path / name)
        published = publish_rows(made, tables, "2024-06-30").published
        assert published
        digests.append(published.manifest.digests["registers"])
    assert digests[0] == digests[1]


def test_a_day_with_a_time_as_a_form_exports_it_is_the_day_and_is_told(
    project: Project, tmp_path: Path
) -> None:
    path = tmp_path / "form.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("milestones")
        sheet.write_row(0, 0, MILESTONES.strip().split(","))
        for at in (1, 2):
            sheet.write_row(at, 0, [str(at), "", *ROW.strip().split(",")[2:]])
        moment = book.add_format({"num_format": "d.m.yyyy hh:mm"})
        sheet.write_datetime(1, 1, dt.datetime(2024, 5, 1, 9, 32), moment)  # noqa: DTZ001
        sheet.write_string(2, 1, "2.5.2024 9:32")
    outcome = publish(path, project, day("2024-06-30"), "meeting")
    assert outcome.errors == ()
    [note] = outcome.infos
    assert (note.rule, note.row, note.column) == ("days_with_time", 2, "on")
    assert "kellonaika: 2," in note.sentence("fi")
    assert outcome.figures
    assert outcome.figures.tables["milestones"]["on"].to_list() == [
        day("2024-05-01"),
        day("2024-05-02"),
    ]


def test_hidden_sheets_and_rows_count_and_are_told(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "hidden.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Ohje").activate()
        sheet = book.add_worksheet("milestones")
        for at, line in enumerate((MILESTONES + ROW).splitlines()):
            sheet.write_row(at, 0, line.split(","))
        sheet.set_row(1, None, None, {"hidden": True})
        sheet.hide()
    checked = road.check(path, project)
    assert not checked.errors
    assert [note.rule for note in checked.infos] == ["hidden_sheet", "hidden_rows"]


@pytest.mark.parametrize("since_1904", [False, True])
def test_a_day_that_excel_left_as_a_number_is_read_by_the_workbook_s_own_epoch(
    project: Project, tmp_path: Path, since_1904: bool
) -> None:
    path = tmp_path / "serial.xlsx"
    with xlsxwriter.Workbook(path, {"date_1904": since_1904}) as book:
        sheet = book.add_worksheet("milestones")
        for at, line in enumerate((MILESTONES + ROW).splitlines()):
            sheet.write_row(at, 0, line.split(","))
        sheet.write_number(1, 1, 43951 if since_1904 else 45413)
    outcome = publish(path, project, day("2024-06-30"), "meeting")
    assert [note.rule for note in outcome.infos] == ["excel_days"]
    assert outcome.figures
    assert outcome.figures.tables["milestones"]["on"].to_list() == [day("2024-05-01")]


HEADER = b"client_id,joined_on,gender\n"


@pytest.mark.parametrize(
    ("size", "content", "rule"),
    [
        ((100 << 20) + 1, b"client_id\n", "file_too_large"),
        (None, b"," * 30_000_000 + b"\n", "too_much_to_read"),
        (None, b"\n" * 30_000_002, "too_much_to_read"),
        (None, b"\r" * 30_000_002, "too_much_to_read"),
        (None, b"sep=;\r\n" + b";" * 30_000_001, "too_much_to_read"),
        (None, HEADER + b"a,b,c\n" * 4_000_001, "too_much_to_read"),
    ],
    ids=["bytes", "commas", "lines", "old lines", "semicolons", "filled cells"],
)
def test_a_csv_file_that_is_too_large_is_refused(
    project: Project, size: int | None, content: bytes, rule: str
) -> None:
    folder = project.folder.parent.parent / "large"
    folder.mkdir()
    with (folder / "clients.csv").open("wb") as file:
        file.write(content)
        file.truncate(size)
    [problem] = road.check(folder, project).errors
    assert (problem.rule, problem.place.file) == (rule, "clients.csv")
    for language in LANGUAGES:
        assert "100" in problem.sentence(language) or "30" in problem.sentence(language)


def test_files_that_are_too_large_together_are_refused(project: Project) -> None:
    folder = project.folder.parent.parent / "large"
    folder.mkdir()
    for name in ("clients", "services", "employments", "employers", "notes"):
        with (folder / f"{name}.csv").open("wb") as file:
            file.truncate(90 << 20)
    assert [p.rule for p in road.check(folder, project).errors] == ["folder_too_large"]


def test_what_is_no_file_is_not_waited_for(project: Project) -> None:
    folder = project.folder.parent.parent / "pipe"
    folder.mkdir()
    os.mkfifo(folder / "clients.csv")
    (folder / "services.csv").mkdir()
    problems = road.check(folder, project).errors
    assert [problem.rule for problem in problems] == ["unreadable", "unreadable"]


def test_the_page_takes_no_larger_files_than_can_be_read() -> None:
    settings = tomllib.loads(Path(".streamlit/config.toml").read_text(encoding="utf-8"))
    assert settings["server"]["maxUploadSize"] << 20 == MOST_BYTES
