"""What cells mean by a mapping: codes, empty cells, municipalities, years of birth, made keys."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from mittaristo.importing.mapping import schema
from mittaristo.importing.parsing.municipalities import CODES
from mittaristo.messages.refusals import Refusal
from mittaristo.project import Project
from tests.lib.builders import as_stored, identity_code
from tests.lib.foreign import CLIENTS, JOBS, MAPPED_CLIENTS, checked, mapped_jobs, told, written


def clients_with(column: str, said: str, *cells: Any) -> tuple[dict[str, list[list[Any]]], str]:
    """Clients with one more heading, Lisä, of which a column is read."""
    rows = [[f"A{at}", "10.1.2024", "N", cell] for at, cell in enumerate(cells, start=1)]
    lines = [line for line in MAPPED_CLIENTS.splitlines() if not line.startswith(f"{column} =")]
    sheets = {"Asiakkaat": [[*CLIENTS[0], "Lisä"], *rows]}
    return sheets, "\n".join([*lines, f"{column} = {said}"])


# --- Codes -------------------------------------------------------------------------------------


def test_an_empty_cell_gets_its_meaning_and_a_word_may_mean_empty(
    project: Project, tmp_path: Path
) -> None:
    jobs = [[*JOBS[0], "Vuokra", "Näyttö"], [*JOBS[1], "X", "ei tietoa"], [*JOBS[2], None, None]]
    text = MAPPED_CLIENTS + mapped_jobs(
        via_staffing_firm='{ from = "Vuokra", codes = { "x" = "true", "" = "false" } }',
        evidence='{ from = "Näyttö", codes = { "ei tietoa" = "" } }',
    )
    found = checked(project, tmp_path, {"Asiakkaat": CLIENTS, "Työt": jobs}, text)
    assert told(found.errors) == []
    employments = as_stored(found)["employments"].sort("started_on")
    assert employments["via_staffing_firm"].to_list() == [True, False]
    assert employments["evidence"].to_list() == [None, None]


def test_an_unknown_word_is_told_where_the_mapping_could_explain_it(
    project: Project, tmp_path: Path
) -> None:
    sheets, text = clients_with("first_language", '"Lisä"', "ru", "venäjä/ukraina", None, "unknown")
    found = checked(project, tmp_path, sheets, text)
    assert told(found.errors) == [
        ("pattern", "Asiakkaat", 3, "Lisä"),
        ("missing", "Asiakkaat", 4, "Lisä"),
    ]
    said = [problem.sentence("fi") for problem in found.errors]
    assert all("codes" in sentence for sentence in said)
    assert "unknown" in said[0]


@pytest.mark.parametrize("beside", ["codes = { }", 'days = "d/m/yyyy"', 'take = "year"'])
def test_one_value_for_all_rows_takes_nothing_that_reads_cells(tmp_path: Path, beside: str) -> None:
    text = f'[clients]\nsheet = "x"\n[clients.columns]\nbirth_year = {{ always = "1", {beside} }}'
    with pytest.raises(Refusal) as wrong:
        schema.load(written(tmp_path / "m.toml", text))
    assert wrong.value.place == "clients.columns.birth_year"


# --- Municipalities ----------------------------------------------------------------------------

TAKEN = '{ from = "Lisä", take = "municipality" }'


def test_a_municipality_is_one_that_exists(project: Project, tmp_path: Path) -> None:
    """100 is what Excel leaves of postal code 00100."""
    cells = ["205", "091", "Kajaani", "Tuntematon", "200", 100, "000", "999", 5, "Atlantis"]
    sheets, text = clients_with("municipality", TAKEN, *cells)
    found = checked(project, tmp_path, sheets, text)
    assert told(found.errors) == [
        ("municipality", "Asiakkaat", row, "Lisä") for row in range(7, 12)
    ]
    assert "199" in found.errors[0].sentence("fi")


def test_the_mapping_may_name_any_place_and_any_beginning_of_a_postal_code(
    project: Project, tmp_path: Path
) -> None:
    sheets, text = clients_with("municipality", TAKEN, "Otanmäki", "88600", "88600 Sotkamo", 100)
    named = '\n[municipalities]\n"otanmäki" = "205"\n"886" = "765"\n"100" = "091"\n'
    found = checked(project, tmp_path, sheets, text + named)
    assert told(found.errors) == []
    assert set(as_stored(found)["clients"]["municipality"]) == {"205", "765", "091"}


def test_all_municipalities_of_finland_are_known() -> None:
    """308 in 2025, and twelve that were merged into them since 2013."""
    known = CODES - {"198", "199", "200"}
    assert len(known) == 320
    assert {"005", "020", "091", "205", "305", "445", "564", "765", "785", "832", "992"} <= known
    assert not {"000", "001", "100", "999"} & CODES


# --- Years of birth ----------------------------------------------------------------------------


def test_a_year_of_birth_is_taken_from_a_day_in_all_its_forms(
    project: Project, tmp_path: Path
) -> None:
    cells = ["1.2.1985", dt.date(1985, 2, 1), 1985, "31079", "1.2.85", "1/2/1985", "joskus", None]
    said = '{ from = "Lisä", take = "year" }'
    sheets, text = clients_with("birth_year", said, *cells)
    found = checked(project, tmp_path, sheets, text)
    assert told(found.errors) == [
        ("day_without_century", "Asiakkaat", 6, "Lisä"),
        ("day_or_month_first", "Asiakkaat", 7, "Lisä"),
        ("year", "Asiakkaat", 8, "Lisä"),
    ]
    years = as_stored(found)["clients"]["birth_year"]
    assert years.drop_nulls().to_list() == [1985] * 4
    text = text.replace('take = "year"', 'take = "year", days = "d/m/yyyy"')
    found = checked(project, tmp_path, sheets, text)
    assert ("day_or_month_first", "Asiakkaat", 7, "Lisä") not in told(found.errors)


def test_a_year_of_birth_is_taken_from_an_identity_code_that_goes_nowhere(
    project: Project, tmp_path: Path
) -> None:
    codes = [
        identity_code("010203", "+", 900),
        identity_code("010285", "-", 901),
        identity_code("010203", "A", 902),
    ]
    wrong = codes[1][:-1] + ("1" if codes[1][-1] != "1" else "2")
    said = '{ from = "Lisä", take = "year_of_identity_code" }'
    sheets, text = clients_with("birth_year", said, *codes, wrong, "1.2.1985")
    found = checked(project, tmp_path, sheets, text)
    assert told(found.errors) == [
        ("range", "Asiakkaat", 2, "Lisä"),
        ("identity_code", "Asiakkaat", 5, "Lisä"),
        ("identity_code", "Asiakkaat", 6, "Lisä"),
    ]
    assert all(code not in problem.sentence("fi") for problem in found.errors for code in codes)
    sheets["Asiakkaat"] = sheets["Asiakkaat"][:1] + sheets["Asiakkaat"][2:4]
    found = checked(project, tmp_path, sheets, text)
    assert set(as_stored(found)["clients"]["birth_year"]) == {1985, 2003}
    stored = str(as_stored(found)["clients"].to_dicts())
    assert not any(code in stored for code in codes)


def test_a_year_is_taken_for_the_year_of_birth_only(tmp_path: Path) -> None:
    text = '[clients]\nsheet = "x"\ncolumns.education_isced = { from = "y", take = "year" }'
    with pytest.raises(Refusal):
        schema.load(written(tmp_path / "m.toml", text))


# --- Keys that are made ------------------------------------------------------------------------


def test_a_made_key_stays_when_a_day_is_written_otherwise(project: Project, tmp_path: Path) -> None:
    """To correct the spelling of a day is no change."""
    text = MAPPED_CLIENTS + mapped_jobs(employment_id='{ number_by = ["Kenelle", "Alku"] }')
    keys = []
    for day in ("1.3.2024", "2024-03-01", "20240301", dt.date(2024, 3, 1)):
        jobs: list[list[Any]] = [JOBS[0], ["W1", "a 1", day]]
        sheets = {"Asiakkaat": CLIENTS, "Työt": jobs}
        found = checked(project, tmp_path, sheets, text)
        assert told(found.errors) == []
        keys.append(as_stored(found)["employments"]["employment_id"].to_list())
    assert len({tuple(key) for key in keys}) == 1


def test_two_clients_whose_keys_are_made_of_one_name_are_suspected(
    project: Project, tmp_path: Path
) -> None:
    clients = [["Nimi", *CLIENTS[0][1:]], *(["Ali Malli", *row[1:]] for row in CLIENTS[1:])]
    text = MAPPED_CLIENTS.replace('client_id = "Nro"', 'client_id = { number_by = "Nimi" }')
    found = checked(project, tmp_path, {"Asiakkaat": clients}, text)
    assert told(found.warnings) == [("namesakes", "Asiakkaat", 3, None)]
    assert "2" in found.warnings[0].sentence("fi")
    assert "Ali" not in found.warnings[0].sentence("fi")


NAMESAKES: list[list[Any]] = [
    ["Nimi", "Aloitti", "Sukupuoli", "Vaihe"],
    ["Ali Malli", "10.1.2024", "M", "peruttu"],
    ["Ali Malli", "1.2.2025", "M", "aktiivinen"],
]
LEAVE_OUT = """
[[leave_out]]
table = "clients"
row = 2
reason = "peruttu"
"""


@pytest.mark.parametrize(
    ("where", "left_out"), [('where = { "Vaihe" = "aktiivinen" }', ""), ("", LEAVE_OUT)]
)
def test_of_namesakes_the_one_that_counts_is_the_one_that_others_refer_to(
    project: Project, tmp_path: Path, where: str, left_out: str
) -> None:
    text = MAPPED_CLIENTS.replace('client_id = "Nro"', 'client_id = { number_by = "Nimi" }')
    text = text.replace("[clients.columns]", f"{where}\n[clients.columns]")
    text += mapped_jobs(client_id='{ number_by = "Kenelle" }') + left_out
    sheets = {"Asiakkaat": NAMESAKES, "Työt": [JOBS[0], ["W1", "ali malli", "1.3.2025"]]}
    found = checked(project, tmp_path, sheets, text)
    assert told(found.errors) == []
    assert "namesakes" not in [one.rule for one in found.warnings]
    [client] = as_stored(found)["clients"]["client_id"]
    assert as_stored(found)["employments"]["client_id"].to_list() == [client]


def test_references_may_be_put_together_and_empty_ones_refer_to_nothing(
    project: Project, tmp_path: Path
) -> None:
    """Many jobs are of one client: that is no reason to number the client."""
    clients = [["Etu", "Suku", *CLIENTS[0][1:]], ["Aino", "Esimerkki", "10.1.2024", "N"]]
    jobs: list[list[Any]] = [
        ["Suku", "Etu", "Alku", "Paikka"],
        ["esimerkki", "aino", "1.3.2024"],
        [None, None, "1.4.2024", "Oy X"],
    ]
    jobs.append(["Esimerkki", "Aino", "1.5.2024"])
    by = '{ number_by = ["Etu", "Suku"] }'
    text = MAPPED_CLIENTS.replace('client_id = "Nro"', f"client_id = {by}") + mapped_jobs(
        employment_id='{ number_by = ["Etu", "Alku"] }', client_id=by
    )
    found = checked(project, tmp_path, {"Asiakkaat": clients, "Työt": jobs}, text)
    assert told(found.errors) == [("missing", "Työt", 3, "client_id")]


def test_texts_are_not_put_together(tmp_path: Path) -> None:
    text = "[trainings]\nsheet = 'x'\ncolumns.title = { number_by = 'a' }"
    with pytest.raises(Refusal):
        schema.load(written(tmp_path / "m.toml", text))


# --- What a mapping can do about a cell --------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "cell", "rule", "remedy"),
    [
        ("education_isced", "korkeakoulu", "integer", "codes"),
        ("closed_on", "ei tiedossa", "date", "codes"),
        ("closed_on", "3/4/2025", "day_or_month_first", 'days = "d/m/yyyy"'),
    ],
)
def test_what_the_mapping_can_say_of_a_cell_is_told_with_it(
    project: Project, tmp_path: Path, column: str, cell: str, rule: str, remedy: str
) -> None:
    clients = [[*CLIENTS[0], "Tieto"], [*CLIENTS[1], cell], CLIENTS[2]]
    text = f'{MAPPED_CLIENTS}{column} = "Tieto"\n'
    found = checked(project, tmp_path, {"Asiakkaat": clients}, text)
    assert told(found.errors) == [(rule, "Asiakkaat", 2, "Tieto")]
    for language in ("fi", "en"):
        assert remedy in found.errors[0].sentence(language)
        assert "12" not in found.errors[0].sentence(language)


def test_a_key_that_is_not_mapped_can_be_made_of_others_and_is_not_one_for_all(
    project: Project, tmp_path: Path
) -> None:
    text = MAPPED_CLIENTS.replace('client_id = "Nro"\n', "")
    found = checked(project, tmp_path, {"Asiakkaat": CLIENTS}, text)
    [missed] = [one for one in found.errors if one.column == "client_id"]
    assert "number_by" in missed.sentence("fi")
    assert "kaikille riveille" not in missed.sentence("fi")


@pytest.mark.parametrize("by", ["[]", '{ from = "Nro", x = 1 }', '[{ from = "Nro", x = 1 }]'])
def test_keys_are_made_of_headings_and_of_nothing_else(tmp_path: Path, by: str) -> None:
    text = MAPPED_CLIENTS.replace('"Nro"', f"{{ number_by = {by} }}")
    with pytest.raises(Refusal):
        schema.load(written(tmp_path / "m.toml", text))
