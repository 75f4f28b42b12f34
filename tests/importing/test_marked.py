"""The workbook with the faulty cells marked, and the command that writes it."""

import datetime as dt
import re
import zipfile
from pathlib import Path

import fastexcel
import pytest
import xlsxwriter

from mittaristo.cli.main import main
from mittaristo.importing import marked_workbook
from mittaristo.importing.mapping import schema
from mittaristo.importing.readers import sheets as sheets_
from mittaristo.messages.problems import Problem
from mittaristo.project import Project
from mittaristo.publishing import publish
from tests.lib.builders import client, employment, write


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    """Row 3 of clients has no day, row 2 of employments names a client who is not there."""
    rows = {
        "clients": [client("A", name="=1+1"), client("B", "soon")],
        "employments": [employment("1", "C", "2024-03-01")],
    }
    return write(tmp_path / "registers", rows)


def report(source: Path, project: Project, path: Path) -> tuple[Problem, ...]:
    problems = publish.check(source, project).errors
    marked_workbook.write(path, sheets_.read(source).tables, problems, "en")
    return problems


def part(path: Path, name: str) -> str:
    with zipfile.ZipFile(path) as book:
        return book.read(f"xl/{name}.xml").decode()


def test_every_faulty_cell_is_coloured_and_says_what_is_wrong(
    faulty: Path, project: Project, tmp_path: Path
) -> None:
    path = tmp_path / "marked.xlsx"
    assert len(report(faulty, project, path)) == 2
    comments = part(path, "comments1")
    assert re.findall(r'<comment ref="(\w+)"', comments) == ["B3"]
    assert "this is not a date." in comments
    assert re.findall(r'<comment ref="(\w+)"', part(path, "comments2")) == ["B2"]
    plain, coloured = (
        re.search(rf'<c r="{cell}"( s="\d+")? t="s">', part(path, "worksheets/sheet2"))
        for cell in ("B2", "B3")
    )
    assert plain
    assert not plain[1]
    assert coloured
    assert coloured[1]


def test_the_first_sheet_lists_all_problems_and_the_others_hold_the_rows_as_they_were(
    faulty: Path, project: Project, tmp_path: Path
) -> None:
    path = tmp_path / "marked.xlsx"
    problems = report(faulty, project, path)
    book = fastexcel.read_excel(path)
    assert book.sheet_names == ["Problems", "Clients", "Employments"]
    listed = book.load_sheet("Problems").to_polars()
    assert listed.columns == ["Place", "Row", "Column", "What is wrong", "What to do"]
    assert listed.height == len(problems)
    assert listed["Row"].to_list() == [3, 2]
    clients = book.load_sheet("Clients", dtypes="string").to_polars()
    assert clients["joined_on"].to_list() == ["2024-01-10", "soon"]
    assert clients["name"].to_list() == ["=1+1", None], "a text, and no formula"
    assert "<f>" not in part(path, "worksheets/sheet2")


def test_a_missing_column_is_marked_in_the_headings(project: Project, tmp_path: Path) -> None:
    source = write(tmp_path / "registers", {"clients": [client("A")]})
    lines = [line.split(",") for line in (source / "clients.csv").read_text().splitlines()]
    without = "\n".join(",".join([*line[:6], *line[7:]]) for line in lines)
    (source / "clients.csv").write_text(without)
    report(source, project, tmp_path / "marked.xlsx")
    assert re.findall(r'<comment ref="(\w+)"', part(tmp_path / "marked.xlsx", "comments1")) == [
        "G1"
    ]


def test_the_command_writes_it_for_its_owner_only_and_never_overwrites(
    faulty: Path, project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "marked.xlsx"
    data = ["--data", str(project.folder.parent), "--project", project.id, "--lang", "en"]
    check = ["check", str(faulty), *data, "--report", str(path)]
    assert main(check) == 1
    assert f"Marked workbook written: {path}" in capsys.readouterr().out
    assert path.stat().st_mode & 0o777 == 0o600
    before = path.read_bytes()
    assert main(check) == 2
    assert path.read_bytes() == before
    assert main([*check[:-1], str(tmp_path / "marked.csv")]) == 2
    assert {one.name for one in tmp_path.iterdir()} == {"data", "registers", "marked.xlsx"}


def test_registers_without_problems_leave_no_workbook(project: Project, tmp_path: Path) -> None:
    source = write(tmp_path / "registers", {"clients": [client("A")]})
    data = ["--data", str(project.folder.parent), "--project", project.id]
    assert main(["check", str(source), *data, "--report", str(tmp_path / "marked.xlsx")]) == 0
    assert not (tmp_path / "marked.xlsx").exists()


MAPPING = """
[clients]
sheet = "Asiakkaat"
[clients.columns]
client_id = "Nro"
joined_on = "Aloitti"
gender = { from = "Sukupuoli", codes = { "N" = "woman", "M" = "man" } }
birth_year = { from = "Syntynyt", take = "year" }
municipality = { from = "Kotikunta", take = "municipality" }
first_language = { always = "ru" }
citizenship = { always = "unknown" }
"""


def test_cells_stand_as_the_one_who_wrote_them_knows_them(real: Project, tmp_path: Path) -> None:
    """Days as in the sheet, and neither codes nor what a mapping took from a cell."""
    source, path = tmp_path / "own.xlsx", tmp_path / "marked.xlsx"
    with xlsxwriter.Workbook(source, {"default_date_format": "d.m.yyyy"}) as book:
        sheet = book.add_worksheet("Asiakkaat")
        sheet.write_row(0, 0, ["Nro", "Aloitti", "Sukupuoli", "Syntynyt", "Kotikunta"])
        moments = [dt.datetime(2024, 1, 10), dt.datetime(2024, 2, 1, 9, 5)]  # noqa: DTZ001
        for at, (gender, born) in enumerate((("N", "3.4.1990"), ("T", "1985"))):
            sheet.write_row(at + 1, 0, [f"A{at}", None, gender, born, "Kajaani"])
            sheet.write_datetime(at + 1, 1, moments[at])
    (tmp_path / "m.toml").write_text(MAPPING, encoding="utf-8")
    checked = publish.check(source, real, schema.load(tmp_path / "m.toml"))
    assert [problem.column for problem in checked.errors] == ["Sukupuoli"]
    marked_workbook.write(path, checked.tables, checked.errors, "fi")
    shown = fastexcel.read_excel(path).load_sheet("Asiakkaat", dtypes="string").to_polars()
    assert shown.select("Nro", "Aloitti", "Sukupuoli", "Syntynyt", "Kotikunta").rows() == [
        ("A0", "10.1.2024", "N", "3.4.1990", "Kajaani"),
        ("A1", "1.2.2024 9:05", "T", "1985", "Kajaani"),
    ]


JOBS = """
[employments]
sheet = ["Työt 2024", "Työt 2025"]
[employments.columns]
employment_id = "Nro"
client_id = "Kenelle"
employer_id = "Yritys"
started_on = "Alku"
support = { always = "direct" }
contract = { always = "unknown" }
via_staffing_firm = { always = "false" }
[employers]
sheet = ["Työt 2024", "Työt 2025"]
distinct = true
[employers.columns]
employer_id = "Yritys"
industry = { always = "N" }
municipality = { always = "205" }
staffing_firm = { always = "false" }
"""


def test_sheets_have_their_own_names_and_only_what_is_wrong_with_their_rows(
    real: Project, tmp_path: Path
) -> None:
    """The faulty job is of a firm that an earlier row names: the firms have no such row."""
    source, path = tmp_path / "own.xlsx", tmp_path / "marked.xlsx"
    clients = [["Nro", "Aloitti", "Sukupuoli", "Syntynyt", "Kotikunta"]]
    clients.append(["A1", "10.1.2024", "N", "1985", "Kajaani"])
    head = ["Nro", "Kenelle", "Alku", "Yritys"]
    sheets = {
        "Asiakkaat": clients,
        "Työt 2024": [head, ["W1", "A1", "1.3.2024", "Oy X"]],
        "Työt 2025": [head, ["W2", "A1", "1.3.2025", "Oy Z"], ["W3", "A1", "joskus", "Oy X"]],
    }
    with xlsxwriter.Workbook(source) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
    (tmp_path / "m.toml").write_text(MAPPING + JOBS, encoding="utf-8")
    checked = publish.check(source, real, schema.load(tmp_path / "m.toml"))
    assert [(problem.row, problem.column) for problem in checked.errors] == [(3, "Alku")]
    marked_workbook.write(path, checked.tables, checked.errors, "fi")
    assert fastexcel.read_excel(path).sheet_names == [
        "Ongelmat",
        "Asiakkaat",
        "Työt 2024",
        "Työt 2025",
        "Työt 2024 (Työnantajat)",
        "Työt 2025 (Työnantajat)",
    ]
    with zipfile.ZipFile(path) as made:
        comments = [name for name in made.namelist() if "comments" in name]
        assert len(comments) == 1
        assert made.read("xl/worksheets/_rels/sheet4.xml.rels").decode().count("comments1.xml") == 1
