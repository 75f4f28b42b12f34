"""Which sheets a mapping reads: several for one table, and what it says of the others."""

import datetime as dt
from pathlib import Path
from typing import Any

import fastexcel
import pytest
import xlsxwriter

from mittaristo.importing import marked_workbook
from mittaristo.importing.mapping import schema
from mittaristo.messages.refusals import Refusal
from mittaristo.project import Project
from mittaristo.publishing import publish as road
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

YEARS = '["Työt 2024", "Työt 2025"]'
LATER: list[list[Any]] = [
    ["Työt vuonna 2025"],
    [],
    ["Kenelle", "Alku", "Nro"],
    ["A1", "1.3.2025", "W3"],
]
TWO_YEARS: Sheets = {"Asiakkaat": CLIENTS, "Työt 2024": JOBS, "Työt 2025": LATER}


def test_a_sheet_a_year_is_one_table_whatever_the_order_of_columns(
    project: Project, tmp_path: Path
) -> None:
    found = checked(project, tmp_path, TWO_YEARS, MAPPED_CLIENTS + mapped_jobs(YEARS))
    assert told(found.errors) == []
    started = as_stored(found)["employments"]["started_on"].sort().to_list()
    assert started == [dt.date(2024, 3, 1), dt.date(2024, 4, 1), dt.date(2025, 3, 1)]


def test_csv_files_a_year_are_one_table(real: Project, tmp_path: Path) -> None:
    folder = tmp_path / "csv"
    folder.mkdir()
    for name, rows in {"asiakkaat": CLIENTS, "työt 2024": JOBS, "työt 2025": LATER[2:]}.items():
        lines = "\n".join(";".join(row) for row in rows)
        (folder / f"{name}.csv").write_text(lines, encoding="utf-8")
    read = schema.load(written(tmp_path / "m.toml", MAPPED_CLIENTS + mapped_jobs(YEARS)))
    found = road.check(folder, real, read)
    assert told(found.errors) == []
    assert as_stored(found)["employments"].height == 3


def test_a_problem_on_a_later_sheet_names_that_sheet_and_its_own_row(
    project: Project, tmp_path: Path
) -> None:
    later = [
        *LATER[:3],
        ["A1", "31.2.2025", "W3"],
        ["A9", "1.4.2025", "W4"],
        ["A1", "1.5.25", "W1"],
    ]
    sheets = {**TWO_YEARS, "Työt 2025": later}
    found = checked(project, tmp_path, sheets, MAPPED_CLIENTS + mapped_jobs(YEARS))
    assert told(found.errors) == [
        ("repeated_key", "Työt 2024", 2, "Nro"),
        ("no_such_day", "Työt 2025", 4, "Alku"),
        ("no_such_row", "Työt 2025", 5, "Kenelle"),
        ("repeated_key", "Työt 2025", 6, "Nro"),
    ]
    assert ("short_years", "Työt 2025", 6, "Alku") in told(found.infos)


def test_a_double_on_another_sheet_is_named_with_its_sheet(
    project: Project, tmp_path: Path
) -> None:
    head = [*CLIENTS[0], "Nimi", "Synt"]
    sheets = {
        "2024": [head, ["A1", "10.1.2024", "N", "Aino Esimerkki", "1.1.1990"]],
        "2025": [head, ["B1", "10.1.2025", "N", "aino esimerkki", "1.1.1990"]],
    }
    text = MAPPED_CLIENTS.replace('"Asiakkaat"', '["2024", "2025"]')
    found = checked(project, tmp_path, sheets, text + 'name = "Nimi"\nbirth_date = "Synt"\n')
    [double] = found.warnings
    assert told([double]) == [("same_name_and_birth_date", "2025", 2, None)]
    assert "row 2 (2024)" in double.sentence("en")


def test_a_marked_workbook_has_a_sheet_for_each_sheet_of_a_table(
    project: Project, tmp_path: Path
) -> None:
    sheets = {**TWO_YEARS, "Työt 2025": [*LATER[:3], ["A1", "31.2.2025", "W3"]]}
    found = checked(project, tmp_path, sheets, MAPPED_CLIENTS + mapped_jobs(YEARS))
    path = tmp_path / "marked.xlsx"
    marked_workbook.write(path, found.tables, found.errors, "fi")
    book = fastexcel.read_excel(path)
    assert book.sheet_names[-2:] == ["Työt 2024", "Työt 2025"]
    rows = book.load_sheet("Työt 2025", header_row=None).to_polars()
    assert rows.height == 4, "the row stands where it stood"
    assert "31.2.2025" in rows.row(3)


def test_rows_that_are_numbered_keep_their_keys_when_a_year_is_added(
    project: Project, tmp_path: Path
) -> None:
    """Two rows that say the same on two sheets are two rows."""
    rows = [JOBS[0], JOBS[1], JOBS[1]]
    number_by = {"employment_id": '{ number_by = ["Kenelle", "Alku"] }'}
    keys = []
    for sheet in ('["Työt 2024"]', YEARS):
        text = MAPPED_CLIENTS + mapped_jobs(sheet, **number_by)
        sheets = {"Asiakkaat": CLIENTS, "Työt 2024": rows, "Työt 2025": rows[:2]}
        found = checked(project, tmp_path, sheets, text)
        assert told(found.errors) == []
        keys.append(set(as_stored(found)["employments"]["employment_id"]))
    assert keys[0] < keys[1]
    assert len(keys[1]) == 3


def test_a_heading_that_one_of_the_sheets_lacks_is_missed_there(
    project: Project, tmp_path: Path
) -> None:
    later = [["Kenelle", "Aloitus", "Nro"], *LATER[3:]]
    sheets = {**TWO_YEARS, "Työt 2025": later}
    found = checked(project, tmp_path, sheets, MAPPED_CLIENTS + mapped_jobs(YEARS))
    assert ("no_such_heading", "Työt 2025", None, None) in told(found.errors)
    assert "Alku" in found.errors[0].sentence("fi"), "as the mapping writes it"
    assert [one.rule for one in found.errors] == ["no_such_heading"], "and not once more a row"


def test_a_row_that_holds_no_headings_is_none_of_headings(project: Project, tmp_path: Path) -> None:
    sheets = {"Asiakkaat": CLIENTS, "Työt": LATER}
    found = checked(project, tmp_path, sheets, MAPPED_CLIENTS + mapped_jobs(more="header = 2"))
    missed = ("no_such_heading", "Työt", None, None)
    assert told(found.errors) == [missed] * 3


# --- Headings and sheets that are there twice --------------------------------------------------


def test_a_heading_that_stands_twice_is_refused_where_it_is_used(
    project: Project, tmp_path: Path
) -> None:
    jobs = [[*JOBS[0], "alku", "Huom", "Huom"], ["W1", "A1", "1.3.2024", "1.5.2024", "x", "y"]]
    sheets = {"Asiakkaat": CLIENTS, "Työt": jobs}
    found = checked(project, tmp_path, sheets, MAPPED_CLIENTS + mapped_jobs())
    assert told(found.errors) == [("repeated_column", "Työt", 1, "Alku")]


def test_the_rows_below_a_heading_that_stands_twice_do_not_lack_it(
    project: Project, tmp_path: Path
) -> None:
    """Tables side by side: which of the columns is meant is one question, not one a row."""
    jobs = [[*JOBS[0], "Kenelle"], ["W1", "A1", "1.3.2024", None], ["W2", None, "1.4.2024", "A2"]]
    found = checked(
        project, tmp_path, {"Asiakkaat": CLIENTS, "Työt": jobs}, MAPPED_CLIENTS + mapped_jobs()
    )
    assert told(found.errors) == [("repeated_column", "Työt", 1, "Kenelle")]


def test_two_files_whose_names_differ_by_capitals_only_are_refused(
    project: Project, tmp_path: Path
) -> None:
    folder = tmp_path / "csv"
    folder.mkdir()
    lines = "\n".join(",".join(row) for row in CLIENTS)
    for name in ("Asiakkaat.csv", "asiakkaat.csv"):
        (folder / name).write_text(lines, encoding="utf-8")
    if len(list(folder.iterdir())) < 2:
        pytest.skip("this disk does not tell capitals from small letters")
    read = schema.load(written(tmp_path / "m.toml", MAPPED_CLIENTS))
    assert [one.rule for one in road.check(folder, project, read).errors] == ["repeated_sheet"]


# --- What is not read --------------------------------------------------------------------------


def test_sheets_that_no_table_names_are_told_and_those_like_ours_are_suspected(
    project: Project, tmp_path: Path
) -> None:
    sheets = {
        "Asiakkaat": CLIENTS,
        "Asiakkaat 2025": CLIENTS,
        "Tavoitearvot": [["Mittari"], ["clients_joined"]],
        "Muistiinpanot": [["Soita Ainolle"]],
        "Tyhjä": [],
    }
    found = checked(project, tmp_path, sheets, MAPPED_CLIENTS)
    assert told(found.warnings) == [
        ("sheet_like_sheet", "Asiakkaat 2025", None, None),
        ("sheet_like_table", "Tavoitearvot", None, None),
    ]
    assert told(found.infos)[0] == ("sheet_not_read", "Muistiinpanot", None, None)


def test_a_hidden_sheet_that_is_not_read_does_not_count(project: Project, tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        for name in ("Asiakkaat", "Vanhat"):
            sheet = book.add_worksheet(name)
            for at, row in enumerate(CLIENTS):
                sheet.write_row(at, 0, row)
        sheet.hide()
    read = schema.load(written(tmp_path / "m.toml", MAPPED_CLIENTS))
    found = road.check(tmp_path / "a.xlsx", project, read)
    assert "hidden_sheet" not in {note.rule for note in found.infos}
    assert told(found.warnings) == [("sheet_like_sheet", "Vanhat", None, None)]


def test_a_workbook_that_cannot_be_read_lacks_no_sheet(project: Project, tmp_path: Path) -> None:
    read = schema.load(written(tmp_path / "m.toml", MAPPED_CLIENTS))
    broken = written(tmp_path / "broken.xlsx", "no workbook")
    assert [one.rule for one in road.check(broken, project, read).errors] == ["unreadable"]


# --- Rows that are none ------------------------------------------------------------------------


def test_stacked_tables_are_read_by_their_rows(project: Project, tmp_path: Path) -> None:
    stacked = [
        ["Työt"],
        *JOBS,
        [],
        ["Palvelut"],
        ["Nro", "Kenelle", "Päivä"],
        ["P1", "A1", "1.5.2024"],
        ["Huom! päivitetty"],
    ]
    services = """
[services]
sheet = "Kaikki"
rows = [6, 8]
[services.columns]
service_id = "Nro"
client_id = "Kenelle"
given_on = "Päivä"
service = { always = "cv_workshop" }
"""
    text = MAPPED_CLIENTS + mapped_jobs('"Kaikki"', "rows = [1, 4]") + services
    found = checked(project, tmp_path, {"Asiakkaat": CLIENTS, "Kaikki": stacked}, text)
    assert told(found.errors) == []
    assert as_stored(found)["employments"].height == 2
    assert as_stored(found)["services"].height == 1
    below = [note for note in told(found.infos) if note[0] == "below_rows"]
    assert below == [("below_rows", "Kaikki", 9, None)], "the other table reads the rows from 6 on"


def test_repeated_headings_totals_and_subtotals_are_passed_over_and_told(
    project: Project, tmp_path: Path
) -> None:
    jobs: list[list[Any]] = [
        JOBS[0],
        JOBS[1],
        [None, "Yhteensä 2024", "1"],
        JOBS[0],
        JOBS[2],
        [None, None, None, "Yhteensä 2 kpl"],
    ]
    sheets = {"Asiakkaat": CLIENTS, "Työt": jobs}
    found = checked(project, tmp_path, sheets, MAPPED_CLIENTS + mapped_jobs())
    assert told(found.errors) == []
    assert [note for note in told(found.infos) if note[0] != "finnish_days"] == [
        ("totals", "Työt", 3, None),
        ("headings", "Työt", 4, None),
        ("totals", "Työt", 6, None),
    ]


def test_a_row_whose_firm_is_called_total_is_no_row_of_totals(
    project: Project, tmp_path: Path
) -> None:
    head = ["Alku", "Kenelle", "Työpaikka"]
    jobs: list[list[Any]] = [head, ["1.3.2024", "A1", "Oy X"], [None, "A2", "Total"]]
    number_by = {"employment_id": '{ number_by = ["Kenelle", "Alku"] }'}
    text = MAPPED_CLIENTS + mapped_jobs(**number_by)
    found = checked(project, tmp_path, {"Asiakkaat": CLIENTS, "Työt": jobs}, text)
    assert told(found.errors) == [("missing", "Työt", 3, "Alku")]


def test_an_excel_error_in_a_row_that_does_not_count_hinders_nothing(
    project: Project, tmp_path: Path
) -> None:
    head = [*JOBS[0], "Tila"]
    jobs = [head, ["W1", "A1", "1.3.2024", "alkoi"], ["W2", "A2", "=NA()", "peruttu"]]
    text = MAPPED_CLIENTS + mapped_jobs(more='where = { "Tila" = "alkoi" }')
    found = checked(project, tmp_path, {"Asiakkaat": CLIENTS, "Työt": jobs}, text)
    assert told(found.errors) == []
    jobs[2][3] = "=NA()"
    found = checked(project, tmp_path, {"Asiakkaat": CLIENTS, "Työt": jobs}, text)
    assert told(found.errors) == [("excel_error", "Työt", 3, "Tila")]


def test_employers_can_be_made_of_the_firms_that_jobs_name(
    project: Project, tmp_path: Path
) -> None:
    """One row a firm, however often it is named; a job without a firm names none."""
    head = [*JOBS[0], "Yritys", "Toimiala"]
    jobs = [
        head,
        ["W1", "A1", "1.3.2024", "Oy X Ab", "F"],
        ["W2", "A2", "1.4.2024", "oy x ab", "F"],
        ["W3", "A2", "1.5.2024", None, None],
    ]
    text = (
        MAPPED_CLIENTS
        + mapped_jobs(employer_id='"Yritys"')
        + """
[employers]
sheet = "Työt"
distinct = true
[employers.columns]
employer_id = "Yritys"
industry = "Toimiala"
municipality = { always = "205" }
staffing_firm = { always = "false" }
"""
    )
    found = checked(project, tmp_path, {"Asiakkaat": CLIENTS, "Työt": jobs}, text)
    assert told(found.errors) == []
    assert as_stored(found)["employers"].height == 1
    spelled = [note for note in told(found.infos) if note[0] == "alike"]
    assert spelled == [("alike", "Työt", 2, "Yritys")], "once, though two tables are made of it"
    jobs[2][4] = "N"
    found = checked(project, tmp_path, {"Asiakkaat": CLIENTS, "Työt": jobs}, text)
    assert told(found.errors) == [("differs", "Työt", 3, "Toimiala")]


def test_sheets_and_rows_have_the_form_that_the_guide_tells(tmp_path: Path) -> None:
    assert theirs(tmp_path / "a.xlsx", TWO_YEARS).exists()
    for wrong in ('sheet = ["a", "A"]', 'sheet = "a"\nrows = [5, 2]', 'sheet = "a"\ndistinct = 1'):
        with pytest.raises(Refusal):
            schema.load(written(tmp_path / "m.toml", f"[clients]\n{wrong}"))
    with pytest.raises(Refusal):
        schema.load(written(tmp_path / "m.toml", '[published]\nsheet = "a"\ndistinct = true'))
