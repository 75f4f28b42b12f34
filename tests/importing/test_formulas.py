"""Formulas that no program has calculated: their cells look empty, and are not."""

import re
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from mittaristo.importing.mapping import schema
from mittaristo.importing.readers.workbook import read_workbook
from mittaristo.importing.readers.workbook_check import CHUNK, check
from mittaristo.messages.problems import Problem
from mittaristo.project import Project
from mittaristo.publishing import publish as road

HEADINGS = ["employer_id", "industry", "municipality", "staffing_firm", "client_since"]


@pytest.fixture
def project(real: Project) -> Project:
    """The workbooks of these tests do not say that they are invented."""
    return real


def workbook(path: Path, sheets: Mapping[str, Sequence[Sequence[Any]]], empty: str = "") -> Path:
    """Rows from the first on. What begins with = is a formula that nobody has calculated."""
    made = path.with_name("calculated.xlsx")
    with xlsxwriter.Workbook(made) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
    with zipfile.ZipFile(made) as before, zipfile.ZipFile(path, "w") as after:
        for part in before.namelist():
            content = before.read(part)
            after.writestr(part, re.sub(rb"</f><v>0</v>", b"</f>" + empty.encode(), content))
    made.unlink()
    return path


def places(problems: Sequence[Problem]) -> list[tuple[str, str, int | None, str | None]]:
    return [(one.rule, one.place.sheet, one.row, one.column) for one in problems]


@pytest.mark.parametrize("empty", ["", "<v></v>", "<v/>", "<v />"])
def test_a_formula_without_a_value_is_named_where_an_empty_cell_would_pass(
    project: Project, tmp_path: Path, empty: str
) -> None:
    rows: list[list[Any]] = [
        [],
        HEADINGS,
        ["E1", "F", "205", "no", "=DATE(2024,2,1)"],
        ["E2", "F", "205", "no", None],
    ]
    path = workbook(tmp_path / "own.xlsx", {"employers": rows}, empty)
    problems = road.check(path, project).errors
    assert places(problems) == [("uncalculated", "employers", 3, "client_since")]
    said = problems[0].sentence("fi")
    assert said.endswith(
        "kaavalla ei ole tallennettua arvoa. Avaa työkirja Excelissä ja tallenna se."
    )


def test_a_needed_cell_and_a_whole_row_of_such_formulas_are_told_once(
    project: Project, tmp_path: Path
) -> None:
    rows = [
        HEADINGS,
        ["E1", "=B9", "205", "no"],
        ["=A9", "=B9", "=C9", "=D9", "=E9"],
    ]
    path = workbook(tmp_path / "own.xlsx", {"employers": rows})
    assert places(road.check(path, project).errors) == [
        ("uncalculated", "employers", 2, "industry"),
        *(("uncalculated", "employers", 3, name) for name in HEADINGS),
    ]


MAPPING = """
[employers]
sheet = "Yritykset"
[employers.columns]
employer_id = "Nimi"
client_since = "Alkaen"
industry = { always = "F" }
municipality = { always = "205" }
staffing_firm = { always = "false" }
"""


def test_only_formulas_of_the_columns_that_a_mapping_reads_matter(
    project: Project, tmp_path: Path
) -> None:
    (tmp_path / "m.toml").write_text(MAPPING, encoding="utf-8")
    rows: list[list[Any]] = [
        ["Päivitetty", "=TODAY()"],
        ["Nimi", "Ikä", "Alkaen"],
        ["E1", "=2024-B1", None],
        ["E2", "=2024-B1", "=DATE(2024,2,1)"],
        ["Yhteensä", None, "=COUNT(C3:C4)"],
    ]
    path = workbook(tmp_path / "own.xlsx", {"Yritykset": rows, "Muut": [["=A1"]]})
    checked = road.check(path, project, schema.load(tmp_path / "m.toml"))
    assert places(checked.errors) == [("uncalculated", "Yritykset", 4, "Alkaen")]


def sheet_xml(path: Path, rows: str) -> Path:
    """A workbook whose only sheet has these rows."""
    made = workbook(path.with_name("frame.xlsx"), {"employers": [["x"]]})
    data = f"<sheetData>{rows}</sheetData>".encode()
    with zipfile.ZipFile(made) as before, zipfile.ZipFile(path, "w") as after:
        for part in before.namelist():
            content = before.read(part)
            after.writestr(part, re.sub(rb"<sheetData>.*</sheetData>", lambda _: data, content))
    return path


FORMS = {
    '<c r="B1"><f>A1</f></c>': {(1, "B")},
    '<c r="B1"><f>A1</f><v>2</v></c>': set(),
    '<c r="B1" t="str"><f>A1</f><v></v></c>': set(),
    '<c r="B1" t="str"><f>A1</f></c>': {(1, "B")},
    '<c t="shared" r="B1" s="0"><f t="shared" si="0"/></c>': {(1, "B")},
    '<c r="B1"><f t="shared" si="0"/><v>0</v></c>': set(),
    "<c\n r='B1' ><f >A1</f >\n<v />\n</c >": {(1, "B")},
    '<x:c r="B1"><x:f>A1</x:f><x:v/></x:c>': {(1, "B")},
    '<x:c r="B1"><x:f>A1</x:f><x:v>2</x:v></x:c>': set(),
    "<c><f>A1</f></c>": {(0, "")},
    '<c r="B1"><v>2</v></c>': set(),
}


@pytest.mark.parametrize("cell", FORMS)
def test_formulas_are_seen_however_they_are_written(tmp_path: Path, cell: str) -> None:
    path = sheet_xml(tmp_path / "own.xlsx", f'<row r="1"><c r="A1"><v>1</v></c>{cell}</row>')
    with path.open("rb") as file:
        [sheet] = check(file).sheets
    assert set(sheet.uncalculated) == FORMS[cell]


def test_a_formula_whose_place_is_not_known_is_told_for_its_sheet(
    project: Project, tmp_path: Path
) -> None:
    heads = "".join(f'<c t="inlineStr"><is><t>{name}</t></is></c>' for name in HEADINGS)
    path = sheet_xml(tmp_path / "own.xlsx", f"<row>{heads}</row><row><c><f>A1</f></c></row>")
    assert places(road.check(path, project).errors) == [("uncalculated", "employers", None, None)]


@pytest.mark.parametrize("split", range(0, 44, 4))
def test_a_formula_is_seen_wherever_its_sheet_is_cut_for_reading(
    tmp_path: Path, split: int
) -> None:
    cell = '<c r="B3" s="0"><f>DATE(2024,2,1)</f></c>'
    before = '<row r="1"><c r="A1" t="inlineStr"><is><t>{}</t></is></c></row><row r="3">'

    def padded(length: int) -> Path:
        return sheet_xml(tmp_path / "own.xlsx", before.format("x" * length) + cell + "</row>")

    with zipfile.ZipFile(padded(0)) as parts:
        at = parts.read("xl/worksheets/sheet1.xml").index(cell.encode())
    length = CHUNK - at - split
    assert read_workbook(padded(length)).sheets[0].uncalculated == {(3, "B")}


def test_a_long_column_of_such_formulas_is_refused_without_filling_the_memory(
    tmp_path: Path,
) -> None:
    rows = "".join(
        f'<row r="{row}"><c r="A{row}"><f>B{row}</f></c></row>' for row in range(1, 50_001)
    )
    found = read_workbook(sheet_xml(tmp_path / "own.xlsx", rows)).sheets[0].uncalculated
    assert {(1, "A"), (2, "A")} <= found
    assert len(found) == 1000
