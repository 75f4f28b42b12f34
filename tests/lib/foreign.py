"""Workbooks in someone else's layout, and what comes of them with a mapping."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from mittaristo.i18n.translation import LANGUAGES
from mittaristo.importing.ingest import Checked
from mittaristo.importing.mapping import schema
from mittaristo.messages.problems import Problem
from mittaristo.project import Project
from mittaristo.publishing import publish as road
from mittaristo.registers.schemas import INVENTED

Sheets = Mapping[str, Sequence[Sequence[Any]]]
Told = tuple[str, str, int | None, str | None]


def theirs(path: Path, sheets: Sheets) -> Path:
    """A workbook; a cell "=NA()" holds an Excel error, and a date is one of Excel's own."""
    with xlsxwriter.Workbook(path, {"default_date_format": "d.m.yyyy"}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                for place, cell in enumerate(row):
                    if cell == "=NA()":
                        sheet.write_formula(at, place, cell, None, "#N/A")
                    else:
                        sheet.write(at, place, cell)
        book.add_worksheet(INVENTED)
    return path


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def checked(project: Project, folder: Path, sheets: Sheets, text: str) -> Checked:
    """The sheets by the mapping, and not a brace left over in any sentence."""
    read = schema.load(written(folder / "m.toml", text))
    return plainly_said(road.check(theirs(folder / "their.xlsx", sheets), project, read))


def listed(project: Project, folder: Path, sheets: Sheets, text: str = "") -> Checked:
    """The same from a folder of CSV files, by the mapping or by the names of our own tables."""
    place = folder / "theirs"
    place.mkdir(exist_ok=True)
    for name, rows in {**sheets, INVENTED: [["invented"]]}.items():
        with (place / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=";").writerows(rows)
    read = schema.load(written(folder / "m.toml", text)) if text else None
    return plainly_said(road.check(place, project, read))


def plainly_said(found: Checked) -> Checked:
    """Not a brace is left over in any sentence, in either language."""
    for one in found.messages:
        for language in LANGUAGES:
            assert not set("{}") & set(one.sentence(language)), one.rule
    return found


def told(problems: Iterable[Problem]) -> list[Told]:
    """Rule, sheet, row and column of each."""
    return [(one.rule, one.place.sheet, one.row, one.column) for one in problems]


CLIENTS: list[list[Any]] = [
    ["Nro", "Aloitti", "Sukupuoli"],
    ["A1", "10.1.2024", "N"],
    ["A2", "1.2.2024", "M"],
]

MAPPED_CLIENTS = """
[clients]
sheet = "Asiakkaat"
[clients.columns]
client_id = "Nro"
joined_on = "Aloitti"
gender = { from = "Sukupuoli", codes = { "N" = "woman", "M" = "man" } }
first_language = { always = "ru" }
citizenship = { always = "unknown" }
municipality = { always = "205" }
"""

JOBS: list[list[Any]] = [
    ["Nro", "Kenelle", "Alku"],
    ["W1", "A1", "1.3.2024"],
    ["W2", "A2", "1.4.2024"],
]


def mapped_jobs(sheet: str = '"Työt"', more: str = "", **columns: str) -> str:
    """The mapping of jobs; columns may come from elsewhere."""
    lines = {
        "employment_id": '"Nro"',
        "client_id": '"Kenelle"',
        "started_on": '"Alku"',
        "support": '{ always = "direct" }',
        "contract": '{ always = "unknown" }',
        "via_staffing_firm": '{ always = "false" }',
        **columns,
    }
    said = "\n".join(f"{column} = {cells}" for column, cells in lines.items())
    return f"[employments]\nsheet = {sheet}\n{more}\n[employments.columns]\n{said}\n"
