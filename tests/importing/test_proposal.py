"""A mapping proposed from the headings: it can be used, and it names nobody."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mittaristo.cli.main import main
from mittaristo.i18n.translation import translator
from mittaristo.importing.mapping import schema
from mittaristo.importing.mapping.proposal import propose
from mittaristo.project import Project
from mittaristo.publishing import publish as road
from tests.lib.builders import as_stored
from tests.lib.foreign import checked, theirs, told, written

CLIENTS: list[list[Any]] = [
    ["Oma hanke – henkilöasiakkaat"],
    [],
    ["Nro", "Nimi", "Liittynyt", "Sukupuoli M/N", "Äidinkieli", "Kansalaisuus", "Kotikunta"],
    [1, "Aino Esimerkki", "10.1.2024", "N", "venäjä", "Venäjä", "Kajaani"],
    [2, "Boris Esimerkki", "1.2.2024", "M", "Ukraina", "Ruotsi", "Sotkamo"],
]
JOBS: list[list[Any]] = [
    ["Työnro", "Asiakas", "Alkoi", "Tukimuoto", "Vuokratyö", "Työsuhde"],
    [1, 1, "1.4.2025", "suora", "x", "toistaiseksi"],
    [2, 2, "1.9.2025", "muu", None, "määräaikainen"],
]


def proposed(tmp_path: Path, sheets: dict[str, list[list[Any]]]) -> str:
    text = propose(theirs(tmp_path / "odd.xlsx", sheets), translator("fi"))
    tomllib.loads(text)
    return text


def test_a_proposal_reads_the_workbook_that_it_was_made_from(
    project: Project, tmp_path: Path
) -> None:
    """A sheet a year, codes by their names: nothing is left to write."""
    years = {
        "Työllistyneet 2024": JOBS,
        "Työllistyneet 2025": [JOBS[0], [3, 1, "1.5.2025", "suora"]],
    }
    years["Työllistyneet 2025"][1] += [None, "vakituinen"]
    sheets = {"Asiakasrekisteri": CLIENTS, **years}
    text = proposed(tmp_path, sheets)
    assert 'sheet = ["Työllistyneet 2024", "Työllistyneet 2025"]' in text
    found = checked(project, tmp_path, sheets, text)
    assert told(found.errors) == []
    clients = as_stored(found)["clients"].sort("joined_on")
    assert clients["first_language"].to_list() == ["ru", "uk"]
    assert clients["citizenship"].to_list() == ["third_country", "eu"]
    assert clients["gender"].to_list() == ["woman", "man"]
    assert set(clients["municipality"]) == {"205", "765"}
    assert as_stored(found)["employments"]["via_staffing_firm"].sum() == 1


def test_sheets_for_one_table_with_other_headings_are_left_to_the_reader(tmp_path: Path) -> None:
    """Two tables of one name would be no TOML."""
    other = [["Job no", "Client", "Started", "Support"], ["W1", "A1", "2024-03-01", "direct"]]
    text = proposed(tmp_path, {"Työt": JOBS, "Jobs": other})
    assert text.count("[employments]") == 1
    assert "# sopii myös tähän tauluun, mutta otsikot ovat toiset: 2. välilehti" in text
    assert "Jobs" not in text


@pytest.mark.parametrize(
    "heading",
    [
        "Olena Malli",
        "AINO ESIMERKKI",
        "aino esimerkki",
        "Ainon tunnit",
        "van der Berg Jan",
        "Ludmila P.",
        "O’Neil",
        "040 123 4567",
        "010190-900V",
        "Huom",
    ],
)
def test_a_heading_that_is_not_understood_is_told_by_its_column_alone(
    tmp_path: Path, heading: str
) -> None:
    """Participants across the top may be written in any way, and no list knows all names."""
    rows = [["Nro", "Nimi", "Liittynyt", heading], ["A1", "Boris Malli", "1.1.2024", "x"]]
    text = proposed(tmp_path, {"Osallistuminen": rows})
    assert heading not in text
    assert "# ei ymmärretty: sarake D\n" in text


def test_a_sheet_that_is_left_to_the_reader_is_told_by_its_place_alone(tmp_path: Path) -> None:
    other = [["Job no", "Client", "Started", "Support"], ["W1", "A1", "2024-03-01", "direct"]]
    text = proposed(tmp_path, {"Työt": JOBS, "Ainon asiakkaat": other, "Huom": [["x"]]})
    assert "Aino" not in text
    assert "2. välilehti" in text


def test_values_that_are_not_understood_are_counted_and_not_repeated(tmp_path: Path) -> None:
    rows = [*CLIENTS, [3, "C", "1.3.2024", "Aino Esimerkki", "venäjä/ukraina", None, None]]
    text = proposed(tmp_path, {"Asiakkaat": rows})
    assert "Aino" not in text
    assert "# gender: lisää koodit muille merkinnöille (1)" in text
    assert "# first_language: lisää koodit muille merkinnöille (1)" in text


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(max_size=12), max_size=6), st.text(max_size=8))
def test_a_proposal_is_toml_whatever_the_headings_are(
    tmp_path: Path, headings: list[str], name: str
) -> None:
    folder = tmp_path / "odd"
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    head = ";".join(f'"{one.replace(chr(34), "")}"' for one in ["Nro", "Nimi", *headings])
    for file in ("a", "b"):
        content = f"{head}\n1;{name.replace(';', ' ')}\n".encode("utf-8", "ignore")
        (folder / f"{file}.csv").write_bytes(content)
    text = propose(folder, translator("fi"))
    tomllib.loads(text)
    schema.load(written(tmp_path / "m.toml", text))


def command(project: Project, book: Path, *more: str) -> list[str]:
    at = ["--project", project.id, "--data", str(project.folder.parent), "--lang", "fi"]
    return ["check", str(book), *at, *more]


def test_a_proposal_goes_into_a_file_of_its_own_and_overwrites_none(
    project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = theirs(tmp_path / "odd.xlsx", {"Rekisteri": CLIENTS})
    file = tmp_path / "kuvaus.toml"
    assert main(command(project, book, "--proposal", str(file))) == 1
    assert "client_id" not in capsys.readouterr().out.replace("client_id, ", "")
    assert schema.load(file).tables["clients"][0].sheets == ("Rekisteri",)
    before = file.read_bytes()
    assert main(command(project, book, "--proposal", str(file))) == 2
    assert file.read_bytes() == before
    assert str(file) in capsys.readouterr().err


def test_nothing_is_written_where_nothing_can_be_proposed(
    project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = theirs(tmp_path / "odd.xlsx", {"A": [["x", "y"]]})
    file = tmp_path / "kuvaus.toml"
    assert main(command(project, book, "--proposal", str(file))) == 1
    assert not file.exists()
    assert "Kuvausta ei voi ehdottaa" in capsys.readouterr().out


def test_our_own_headings_get_a_proposal_where_columns_are_missing(
    project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [["Asiakkaan tunnus", "Liittymispäivä", "Sukupuoli"], ["A1", "10.1.2024", "N"]]
    assert main(command(project, theirs(tmp_path / "few.xlsx", {"Asiakkaat": rows}))) == 1
    said = capsys.readouterr().out
    assert 'gender = { from = "Sukupuoli", codes = { "N" = "woman" } }' in said
    assert '# citizenship = { always = "unknown" } # mikä otsikko, vai näin?' in said
    assert '# closed_on = "…" # jos se kirjataan' in said


def test_what_is_left_to_the_reader_is_a_line_that_works_without_its_sign(
    project: Project, tmp_path: Path
) -> None:
    """With a column a job, a sheet of meetings and a title above: all that is proposed is read."""
    clients = [
        ["Luettelo"],
        ["Nro", "Nimi", "Syntymäaika", "Aloitti", "Sukupuoli", "Äidinkieli", "Kotikunta"],
        ["1", "Maija Esimerkki", "1.2.1990", "10.1.2024", "nainen", "venäjä", "Kajaani"],
        ["2", "Ivan Esimerkki", "3.4.1985", "1.2.2024", "mies", "ukraina", "Sotkamo"],
    ]
    begun = [["1. työ alkoi", "2. työ alkoi"], ["2.4.2024", "7.5.2024"], ["", ""]]
    clients[1:] = [[*row, *more] for row, more in zip(clients[1:], begun, strict=True)]
    met = [
        ["Pvm", "Asiakas", "Aihe"],
        ["12.2.2024", "1", "cv_workshop"],
        ["13.2.2024", "2", "CV-työpaja"],
    ]
    book = theirs(tmp_path / "own.xlsx", {"Luettelo 2024": clients, "Tapaamiset": met})
    text = re.sub(r"^# (\w+ = {)", r"\1", propose(book, translator("fi")), flags=re.MULTILINE)
    text = text.replace('support = { always = "…" }', 'support = { always = "direct" }')
    found = road.check(book, project, schema.load(written(tmp_path / "m.toml", text)))
    assert told(found.errors) == told(found.warnings) == []
    heights = {name: table.height for name, table in found.typed.items()}
    assert heights == {"clients": 2, "services": 2, "employments": 2}
    assert found.typed["clients"]["birth_year"].to_list() == [1990, 1985]
