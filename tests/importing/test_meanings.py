"""Codes and names as people write them into the cells of a register."""

from pathlib import Path
from typing import Any

import pytest

from mittaristo.i18n.terms import word
from mittaristo.i18n.translation import LANGUAGES
from mittaristo.importing.ingest import Checked
from mittaristo.project import Project
from mittaristo.publishing import publish as road
from mittaristo.registers.schemas import TABLES, columns
from tests.lib.builders import GOOD, as_stored, client, training, write


def checked(project: Project, folder: Path, **cells: Any) -> Checked:
    """One client with these cells."""
    return road.check(write(folder / "registers", {"clients": [client("A", **cells)]}), project)


UNDERSTOOD = [
    ("municipality", "Kajaani", "205", []),
    ("municipality", "kajaani", "205", []),
    ("municipality", "SUOMUSSALMI", "777", []),
    ("municipality", "205", "205", []),
    ("first_language", "RU", "ru", []),
    ("first_language", "Uk", "uk", []),
    ("first_language", "venäjä", "ru", ["language_names"]),
    ("first_language", "Venäjä", "ru", ["language_names"]),
    ("first_language", "Russian", "ru", ["language_names"]),
    ("first_language", "ukraina", "uk", ["language_names"]),
    ("first_language", "somali", "so", ["language_names"]),
    ("citizenship", "FI", "fi", []),
    ("citizenship", "Suomi", "fi", []),
    ("citizenship", "EU:n ulkopuolinen maa", "third_country", []),
    ("gender", "nainen", "woman", []),
    ("gender", "Mies", "man", []),
    ("gender", "WOMAN", "woman", []),
]


@pytest.mark.parametrize(("column", "written", "stored", "notes"), UNDERSTOOD)
def test_names_and_codes_in_any_case_are_understood(
    project: Project, tmp_path: Path, column: str, written: str, stored: str, notes: list[str]
) -> None:
    found = checked(project, tmp_path, **{column: written})
    assert found.errors == ()
    assert [note.rule for note in found.infos] == notes
    assert as_stored(found)["clients"][column].to_list() == [stored]


REFUSED = [
    ("municipality", "Atlantis", "pattern", "205"),
    ("municipality", "97", "pattern", "205"),
    ("first_language", "rus", "pattern", "venäjä"),
    ("first_language", "venäjä/ukraina", "pattern", "venäjä"),
    ("first_language", "xx", "pattern", "venäjä"),
    ("first_language", "klingon", "pattern", "venäjä"),
    ("gender", "N", "code", "Nainen (woman)"),
    ("gender", "M", "code", "Mies (man)"),
    ("citizenship", "UA", "code", "EU:n ulkopuolinen maa (third_country)"),
]


@pytest.mark.parametrize(("column", "written", "rule", "remedy"), REFUSED)
def test_what_is_not_plain_is_refused_with_what_to_write(
    project: Project, tmp_path: Path, column: str, written: str, rule: str, remedy: str
) -> None:
    [problem] = checked(project, tmp_path, **{column: written}).errors
    assert (problem.rule, problem.row, problem.column) == (rule, 2, column)
    assert remedy in problem.sentence("fi")


def test_a_language_written_by_name_is_told_with_its_count_and_first_row(
    project: Project, tmp_path: Path
) -> None:
    rows = [
        training("T1", "2024-03-01"),
        training("T2", "2024-03-01", language="venäjä"),
        training("T3", "2024-03-01", language="English"),
    ]
    found = road.check(write(tmp_path / "registers", {"trainings": rows}), project)
    [note] = found.infos
    assert (note.row, note.column, note.details) == (3, "language", {"count": 2})


CODES = [
    (table, column, code)
    for table in TABLES
    for column, kind in columns(table).items()
    for code in (kind.metadata or {}).get("codes", ())
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_may_be_written_by_its_word_in_either_language(
    project: Project, tmp_path: Path, language: str
) -> None:
    """In capitals, too. It may break another rule of its row, but is itself never refused."""
    for table, column, code in CODES:
        said = word("codes", code, language)  # type: ignore[arg-type]
        rows = {table: [{**GOOD[table][0], column: said.upper()}]}
        found = road.check(write(tmp_path / "registers", rows), project)
        assert "code" not in {problem.rule for problem in found.errors}, (table, column, code)
        assert code in as_stored(found)[table][column].to_list(), (table, column, code)
