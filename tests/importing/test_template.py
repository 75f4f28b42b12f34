"""The register workbook, empty and filled, in both languages."""

import tomllib
from pathlib import Path

import fastexcel
import pytest

from mittaristo.example import (
    PUBLISHED_DAY,
    make_world,
    registers,
    write_filled_workbook,
    write_folder,
)
from mittaristo.i18n.terms import meant, word, words
from mittaristo.i18n.translation import LANGUAGES, Language
from mittaristo.importing import context
from mittaristo.importing.template import write_workbook
from mittaristo.project import Project, load
from mittaristo.publishing import publish as road
from mittaristo.registers.schemas import IDENTIFYING, TABLES, columns
from tests.lib.builders import BUNDLED, as_stored


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_workbook_has_a_sheet_a_table_and_no_problems(
    project: Project, tmp_path: Path, language: Language
) -> None:
    path = tmp_path / "registers.xlsx"
    write_workbook(path, language)
    sheets = fastexcel.read_excel(path).sheet_names
    assert sheets[0] == {"fi": "Ohje", "en": "Instructions"}[language]
    assert sheets[1:] == [word("tables", name, language) for name in TABLES]
    checked = road.check(path, project)
    assert checked.errors == ()
    assert set(as_stored(checked)) == set(TABLES)


def test_filled_in_either_language_it_gives_the_registers_of_the_csv_files(tmp_path: Path) -> None:
    tables = registers(make_world(120, seed=3), PUBLISHED_DAY)
    write_folder(tables, tmp_path / "csv")
    project = load(BUNDLED)
    wanted = road.check(tmp_path / "csv", project)
    assert wanted.errors == ()
    for language in LANGUAGES:
        path = tmp_path / f"{language}.xlsx"
        write_filled_workbook(tables, path, language)
        read = road.check(path, project)
        assert read.errors == ()
        assert set(as_stored(read)) == set(as_stored(wanted))
        for name, frame in as_stored(wanted).items():
            assert as_stored(read)[name].equals(frame), name


def of_context() -> set[str]:
    """The codes that context from elsewhere is stored by."""
    folder = Path(context.__file__).parent
    told = {
        name: tomllib.loads((folder / f"{name}.toml").read_text(encoding="utf-8"))
        for name in ("layouts", "regimes")
    }
    regimes = {one["code"] for one in told["regimes"]["regimes"]}
    return {*told["layouts"]["measures"], *regimes}


def test_every_table_column_and_code_has_its_word_in_both_languages() -> None:
    codes = {
        code
        for name in TABLES
        for kind in columns(name).values()
        for code in (kind.metadata or {}).get("codes", ())
    }
    wanted = {
        "tables": set(TABLES),
        "columns": {column for name in TABLES for column in columns(name)}
        | {column for name in IDENTIFYING.values() for column in name},
        "codes": codes | of_context() | {"true", "false", "others", "once", "twice", "few", "many"},
    }
    for room, names in wanted.items():
        known = words()[room]  # type: ignore[index]
        assert set(known) == names
        assert all(set(said) == set(LANGUAGES) and all(said.values()) for said in known.values())


def test_no_word_means_two_things_in_one_place() -> None:
    for name in TABLES:
        assert meant("tables", word("tables", name, "fi"), TABLES) == name
        assert len(word("tables", name, "fi")) <= 31
        for language in LANGUAGES:
            for column, kind in columns(name).items():
                assert meant("columns", word("columns", column, language), columns(name)) == column
                for code in (kind.metadata or {}).get("codes", ()):
                    codes = kind.metadata["codes"]  # type: ignore[index]
                    assert meant("codes", word("codes", code, language), codes) == code


ASKED = [
    ("Asiakkaat", "Asiakkaan tunnus", "oma tunnus; sama henkilö aina samalla tunnuksella"),
    ("Ostopalvelut", "Oston tunnus", "oma tunnus, joka on vain tällä rivillä"),
    ("Koulutukset", "Koulutuksen tunnus", "oma tunnus, joka on vain tällä rivillä"),
    ("Työllistymiset", "Työllistymisen tunnus", "oma tunnus, joka on vain tällä rivillä"),
    ("Työllistymiset", "Asiakkaan tunnus", "tunnus, joka on välilehdellä Asiakkaat"),
    ("Kyselyt", "Kyselyn tunnus", "oma tunnus; yhteen kuuluvilla riveillä sama"),
]


@pytest.mark.parametrize(("sheet", "column", "asked"), ASKED)
def test_only_a_person_is_asked_for_the_same_id_on_every_sheet(
    tmp_path: Path, sheet: str, column: str, asked: str
) -> None:
    path = tmp_path / "registers.xlsx"
    write_workbook(path, "fi")
    rows = fastexcel.read_excel(path).load_sheet("Ohje", header_row=None).to_polars().rows()
    assert [row[3] for row in rows if row[:2] == (sheet, column)] == [asked]
