"""What is wrong is said in the reader's own words: those of their file, or of the house."""

import re
from pathlib import Path

import pytest
import xlsxwriter

from mittaristo.figures.definitions import Definitions
from mittaristo.i18n.terms import code, word
from mittaristo.i18n.translation import Language
from mittaristo.importing.mapping import schema
from mittaristo.messages.problems import Problem
from mittaristo.messages.refusals import Refusal, in_words
from mittaristo.project import Project
from mittaristo.publishing import publish as road
from mittaristo.registers.schemas import columns
from tests.lib.builders import (
    GOOD,
    Row,
    Tables,
    client,
    employment,
    publish_rows,
    target,
    training,
    write,
)


@pytest.fixture
def project(real: Project) -> Project:
    """Registers written by hand do not say that they are invented."""
    return real


def workbook(path: Path, tables: Tables, language: Language = "fi") -> Path:
    """A workbook with the sheets, headings and codes that the template has in this language."""
    with xlsxwriter.Workbook(path) as book:
        for name, rows in tables.items():
            sheet = book.add_worksheet(word("tables", name, language))
            own = columns(name)
            sheet.write_row(0, 0, [word("columns", column, language) for column in own])
            for number, row in enumerate(rows, start=1):
                for place, (column, kind) in enumerate(own.items()):
                    cell = "" if row.get(column) is None else str(row[column])
                    codes = (kind.metadata or {}).get("codes", ())
                    sheet.write(number, place, code(cell, language) if cell in codes else cell)
    return path


def said_of(source: Path, project: Project, language: Language = "fi") -> list[str]:
    checked = road.check(source, project)
    told: tuple[Problem, ...] = (*checked.errors, *checked.warnings, *checked.infos)
    return [problem.sentence(language) for problem in told]


def with_cells(table: str, **cells: object) -> Tables:
    first, *rest = GOOD[table]
    others = {"clients", table} | ({"employers"} if table == "encounters" else set())
    tables = {name: GOOD[name] for name in GOOD if name in others}
    return {**tables, table: [{**first, **cells}, *rest]}


IN_FINNISH: list[tuple[Tables, str]] = [
    (
        with_cells("clients", closed_on="2024-01-09"),
        "registers.xlsx, välilehti Asiakkaat, rivi 2, sarake Asiakkuus päättynyt: tämä päivä on"
        " aikaisempi kuin sarakkeessa Liittymispäivä. Korjaa jompikumpi päivä.",
    ),
    (
        {"trainings": [training("T1", "2024-03-01", card=None)]},
        "registers.xlsx, välilehti Koulutukset, rivi 2, sarake Kortti: tässä tarvitaan arvo"
        " täsmälleen silloin, kun Laji on Kortti- ja lupakoulutus. Täytä tai tyhjennä tämä solu"
        " tai korjaa Laji.",
    ),
    (
        with_cells("participations", ended_on=None, status_at_end=None),
        "registers.xlsx, välilehti EURA-jaksot, rivi 2, sarake Päättymispäivä: tässä tarvitaan"
        " arvo, koska Lopetuslomake on täytetty. Täytä tämä solu tai korjaa Lopetuslomake.",
    ),
    (
        {"clients": [client("A")], "employments": [employment("1", "B", "2024-03-01")]},
        "registers.xlsx, välilehti Työllistymiset, rivi 2, sarake Asiakkaan tunnus: taulussa"
        " Asiakkaat ei ole riviä, jolla on tämä tunnus (Asiakkaan tunnus). Korjaa arvo tai lisää"
        " rivi tauluun Asiakkaat.",
    ),
    (
        {"encounters": GOOD["encounters"]},
        "registers.xlsx, välilehti Kohtaamiset, sarake Työnantajan tunnus: sarake viittaa tauluun"
        " Työnantajat (employers), jota ei annettu. Lisää taulu Työnantajat (employers).",
    ),
    (
        {"targets": [target("encounters", 5), target("encounters", 6)]},
        "registers.xlsx, välilehti Tavoitearvot, rivi 2, sarake Mittari: toisella rivillä on sama"
        " avain (Mittari, Voimassa alkaen). Jos rivit kertovat samasta, poista ylimääräinen. Jos"
        " eivät, korjaa avain.",
    ),
    (
        with_cells("clients", joined_on="2023-12-31"),
        "registers.xlsx, välilehti Asiakkaat, rivi 2, sarake Liittymispäivä: päivä on hankkeen"
        " ajan ulkopuolella. Hanke kestää 1.1.2024–31.12.2025. Korjaa päivä tai hankkeen alku- ja"
        " loppupäivä tiedostossa project.toml.",
    ),
    (
        {"purchases": [{**GOOD["purchases"][0], "amount_eur": 2_000_000_000}]},
        "registers.xlsx, välilehti Ostopalvelut, rivi 2, sarake Summa (€): luku on rajojen"
        " ulkopuolella. Anna luku väliltä −1 000 000 000–1 000 000 000.",
    ),
    (
        with_cells("clients", birth_year=1890),
        "registers.xlsx, välilehti Asiakkaat, rivi 2, sarake Syntymävuosi: luku on rajojen"
        " ulkopuolella. Anna luku väliltä 1900–2020.",
    ),
    (
        {"employers": [{**GOOD["employers"][0], "staffing_firm": "ehkä"}]},
        "registers.xlsx, välilehti Työnantajat, rivi 2, sarake Henkilöstövuokrausyritys: tämä ei"
        " ole kyllä eikä ei. Kirjoita kyllä tai ei.",
    ),
]


@pytest.mark.parametrize(("tables", "said"), IN_FINNISH)
def test_a_finnish_workbook_is_answered_in_the_words_of_its_own_headings(
    project: Project, tmp_path: Path, tables: Tables, said: str
) -> None:
    found = said_of(workbook(tmp_path / "registers.xlsx", tables), project)
    assert said in [sentence.replace("\N{NO-BREAK SPACE}", " ") for sentence in found]


def test_a_folder_whose_headings_are_codes_is_answered_in_codes(
    project: Project, tmp_path: Path
) -> None:
    rows: Tables = {
        "clients": [client("A", closed_on="2024-01-09")],
        "trainings": [training("T1", "2024-03-01", card=None)],
        "employments": [employment("1", "B", "2024-03-01")],
    }
    found = " ".join(said_of(write(tmp_path / "csv", rows), project))
    assert "aikaisempi kuin sarakkeessa joined_on." in found
    assert "kun kind on card." in found
    assert "taulussa Asiakkaat (clients) ei ole riviä, jolla on tämä tunnus (client_id)." in found


def test_headings_of_one_s_own_are_named_as_they_stand(project: Project, tmp_path: Path) -> None:
    book = tmp_path / "own.xlsx"
    with xlsxwriter.Workbook(book) as made:
        people = made.add_worksheet("Henkilöt")
        people.write_row(0, 0, ["Nro", "Aloitti", "Loppui"])
        people.write_row(1, 0, ["A", "10.1.2024", "9.1.2024"])
        jobs = made.add_worksheet("Työt")
        jobs.write_row(0, 0, ["Nro", "Kuka", "Alku"])
        jobs.write_row(1, 0, ["1", "B", "1.3.2024"])
    mapped = tmp_path / "m.toml"
    mapped.write_text(
        """
[clients]
sheet = "Henkilöt"
[clients.columns]
client_id = "Nro"
joined_on = "Aloitti"
closed_on = "Loppui"
gender = { always = "woman" }
first_language = { always = "ru" }
citizenship = { always = "eu" }
municipality = { always = "205" }
[employments]
sheet = "Työt"
[employments.columns]
employment_id = "Nro"
client_id = "Kuka"
started_on = "Alku"
support = { always = "direct" }
contract = { always = "unknown" }
via_staffing_firm = { always = "false" }
""",
        encoding="utf-8",
    )
    problems = road.check(book, project, schema.load(mapped)).errors
    found = [problem.sentence("fi") for problem in problems]
    assert found == [
        "own.xlsx, välilehti Henkilöt, rivi 2, sarake Loppui: tämä päivä on aikaisempi kuin"
        " sarakkeessa Aloitti. Korjaa jompikumpi päivä.",
        "own.xlsx, välilehti Työt, rivi 2, sarake Kuka: taulussa Henkilöt ei ole riviä, jolla on"
        " tämä tunnus (Nro). Korjaa arvo tai lisää rivi tauluun Henkilöt.",
    ]


def test_a_column_without_a_word_is_named_as_it_stands(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "registers.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Ostopalvelubudjetti")
        sheet.write_row(0, 0, ["Luokka", "Summa (€)", "Voimassa alkaen", "Luokka"])
        sheet.write_row(1, 0, ["Kampanja", 5])
        sheet.write_formula(1, 2, "=NA()", None, "#N/A")
    found = said_of(path, project)
    where = "registers.xlsx, välilehti Ostopalvelubudjetti, rivi"
    assert [sentence.split(": ")[0] for sentence in found] == [
        f"{where} 1, sarake Luokka",
        f"{where} 2, sarake Voimassa alkaen",
    ]


FILES: list[tuple[str, str, str]] = [
    (
        "asiakkaat.csv",
        "Asiakkaan tunnus,Kengännumero\nA,43\n",
        "anna sille jokin näistä nimistä: Asiakkaan tunnus, Liittymispäivä, Sukupuoli,",
    ),
    (
        "asiakkaat.csv",
        "Asiakkaan tunnus\nA\n",
        "sarake Liittymispäivä (joined_on): sarake puuttuu.",
    ),
    ("asiakkaat.csv", "Asiakkaan tunnus\nA\n", "Lisää se otsikkoriville."),
    ("asiakkaat.csv", "a,b\n1,2\n", "otsikkoriviä ei löytynyt 30 ensimmäiseltä riviltä."),
    ("asiakkaat.csv", "a,b\n1,2\n", "Kirjoita otsikot yhdelle riville: Asiakkaan tunnus, Liitty"),
    ("vieraat.csv", "a,b\n1,2\n", "Käytä jotakin näistä: Asiakkaat, EURA-jaksot, Palvelut,"),
    ("lue.txt", "x", "esimerkiksi Asiakkaat tai asiakkaat.csv."),
    (
        "tavoitearvot.csv",
        "Mittari,Arvo,Voimassa alkaen,Määräpäivä\ntyolliset,5,2024-01-01,2025-12-31\n",
        "korjaa se: Hankkeeseen liittyneet (clients_joined), Palvelua saaneet (clients_served),",
    ),
]


@pytest.mark.parametrize(("name", "text", "said"), FILES)
def test_lists_of_what_could_be_meant_are_in_words_that_files_may_use(
    project: Project, tmp_path: Path, name: str, text: str, said: str
) -> None:
    folder = tmp_path / "csv"
    folder.mkdir()
    (folder / name).write_text(text, encoding="utf-8")
    assert said in " ".join(said_of(folder, project))


def test_a_row_that_is_left_out_of_a_table_that_is_not_given_names_the_table(
    project: Project, tmp_path: Path
) -> None:
    mapped = tmp_path / "m.toml"
    mapped.write_text("[[leave_out]]\ntable = 'services'\nkey = 'S1'\nreason = 'x'\n")
    source = workbook(tmp_path / "registers.xlsx", {"clients": [client("A")]})
    [problem] = road.check(source, project, schema.load(mapped)).errors
    assert problem.sentence("fi") == (
        "taulu Palvelut (services): kuvaus jättää taulusta Palvelut (services) pois rivin, jota"
        " siinä ei ole. Poista se kohta tai korjaa sen tunnus, rivi tai välilehti."
    )


PERSONAL = [
    ("010190-999W", "henkilötunnuksen"),
    ("kirsi@example.fi", "sähköpostiosoitteen"),
    ("Soita 040 123 4567", "puhelinnumeron"),
    ("FI21 1234 5600 0007 85", "tilinumeron"),
    ("Aino Kanarialintu", "asiakkaan nimen tai henkilötunnuksen"),
]


@pytest.mark.parametrize(("title", "held"), PERSONAL)
def test_what_a_text_holds_is_in_the_case_that_the_sentence_needs(
    project: Project, tmp_path: Path, title: str, held: str
) -> None:
    rows: Tables = {
        "clients": [client("A", name="Aino Kanarialintu")],
        "trainings": [training("T1", "2024-03-01", title=title)],
    }
    found = said_of(write(tmp_path / "csv", rows), project)
    assert any(f"julkinen teksti näyttää sisältävän {held}." in one for one in found)


COUNTED: list[tuple[int, str]] = [
    (1, "päiviä muodossa päivä.kuukausi.vuosi: 1, ensimmäinen tässä."),
    (1200, "päiviä muodossa päivä.kuukausi.vuosi: 1 200, ensimmäinen tässä."),
]


@pytest.mark.parametrize(("count", "said"), COUNTED)
def test_a_note_counts_one_as_well_as_many(
    project: Project, tmp_path: Path, count: int, said: str
) -> None:
    rows: list[Row] = [client(f"A{at}", "10.1.2024") for at in range(count)]
    [note] = said_of(write(tmp_path / "csv", {"clients": rows}), project)
    assert said in note.replace("\N{NO-BREAK SPACE}", " ")


def test_cells_below_no_heading_and_hidden_rows_are_counted_without_a_plural(
    project: Project, tmp_path: Path
) -> None:
    path = tmp_path / "registers.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Ostopalvelubudjetti")
        sheet.write_row(0, 0, ["Luokka", "Summa (€)", "Voimassa alkaen"])
        sheet.write_row(1, 0, ["Kampanja", 5, "2024-01-01", "huom."])
        sheet.write_row(2, 0, ["Muu", 5, "2024-01-01"])
        sheet.set_row(2, None, None, {"hidden": True})
    notes = road.check(path, project).infos
    assert [note.said("fi")[0] for note in notes] == [
        "piilotettuja rivejä: 1; ne lasketaan mukaan.",
        "sarakkeella 4 ei ole nimeä; ohitettuja soluja: 1.",
    ]
    assert [note.said("en")[0] for note in notes] == [
        "hidden rows: 1; they count.",
        "column number 4 has no name; cells passed over: 1.",
    ]


REFUSED = [
    ("2024-03-31", "Päivän 30.6.2024 tietopoiminta on jo julkaistu: päivä ei saa siirtyä siitä"),
    ("2023-12-31", "Päivän 30.6.2024 tietopoiminta on jo julkaistu"),
    ("2029-12-31", "Hanke päättyi 31.12.2025, kauan sitä ennen. Onko vuosi oikein: 31.12.2029?"),
]


@pytest.mark.parametrize(("as_of", "said"), REFUSED)
def test_a_refused_day_is_written_as_its_reader_writes_days(
    project: Project, as_of: str, said: str
) -> None:
    publish_rows(project, {"clients": [client("A")]}, "2024-06-30")
    with pytest.raises(Refusal) as refused:
        publish_rows(project, {"clients": [client("A")]}, as_of)
    assert said in in_words(refused.value, "fi")


def columns_named(source: str) -> list[str]:
    """What a source of the catalogue names as columns, in order."""
    lists = re.findall(r"(?:columns?|sarake|sarakkeet) ([^;]+)", source)
    return [name for each in lists for name in re.split(r", | ja | and ", each)]


@pytest.mark.parametrize("measure", Definitions.load().explanations)
def test_a_finnish_source_calls_columns_as_finnish_registers_do(measure: str) -> None:
    source = Definitions.load().explanations[measure]["source"]
    wanted = [word("columns", name, "fi") for name in columns_named(source["en"])]
    assert columns_named(source["fi"]) == wanted
