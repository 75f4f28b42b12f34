"""Which rows a mapping keeps, and what stands beside them from joined sheets."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from mittaristo.importing.mapping import schema
from mittaristo.messages.refusals import Refusal
from mittaristo.project import Project
from tests.lib.builders import as_stored
from tests.lib.foreign import (
    CLIENTS,
    JOBS,
    MAPPED_CLIENTS,
    Sheets,
    checked,
    mapped_jobs,
    told,
    written,
)

PAST: list[list[Any]] = [["Asiakas", "Päättyi"], ["A1", "1.1.2025"], ["a-2", "1.2.2025"]]


def with_join(join: str, *columns: str) -> str:
    text = MAPPED_CLIENTS.replace("[clients.columns]", f"join = {join}\n[clients.columns]")
    return "\n".join([text, *columns])


BESIDE = with_join('{ sheet = "Menneet", on = { "Nro" = "Asiakas" } }', 'closed_on = "Päättyi"')

# --- Joins -------------------------------------------------------------------------------------


def test_a_key_of_a_join_that_is_not_there_is_missed_on_its_own_sheet(
    project: Project, tmp_path: Path
) -> None:
    sheets = {"Asiakkaat": CLIENTS, "Menneet": PAST}
    for wrong, sheet in (('"Numero" = "Asiakas"', "Asiakkaat"), ('"Nro" = "Kuka"', "Menneet")):
        text = BESIDE.replace('"Nro" = "Asiakas"', wrong)
        found = checked(project, tmp_path, sheets, text)
        assert told(found.errors) == [("no_such_heading", sheet, None, None)]


def test_keys_that_have_no_other_half_are_told_on_both_sheets(
    project: Project, tmp_path: Path
) -> None:
    """A-2 is a slip: the end of A2 would be lost without a word."""
    found = checked(project, tmp_path, {"Asiakkaat": CLIENTS, "Menneet": PAST}, BESIDE)
    assert told(found.errors) == []
    notes = [note for note in told(found.infos) if note[0] != "finnish_days"]
    assert notes == [
        ("joined_to_none", "Asiakkaat", 3, "Nro"),
        ("joined_by_none", "Menneet", 3, "Asiakas"),
    ]
    [told_here] = [note for note in found.infos if note.rule == "joined_to_none"]
    assert dict(told_here.details) == {"count": 1, "sheet": "Menneet"}


def test_rows_there_that_nobody_names_are_no_matter_where_many_rows_share_one(
    project: Project, tmp_path: Path
) -> None:
    """Jobs find their client's sheet; a client without a job is nothing to tell."""
    clients = [[*CLIENTS[0], "Etu"], *([*row, "x"] for row in CLIENTS[1:])]
    jobs = [JOBS[0], JOBS[1], ["W2", "A1", "1.4.2024"]]
    join = 'join = { sheet = "Asiakkaat", on = { "Kenelle" = "Nro" } }'
    text = MAPPED_CLIENTS + mapped_jobs(
        more=join, employment_id='{ from = "Nro", sheet = "Työt" }', evidence='"Etu"'
    )
    found = checked(project, tmp_path, {"Asiakkaat": clients, "Työt": jobs}, text)
    assert "joined_by_none" not in {note.rule for note in found.infos}


COLLIDING: Sheets = {
    "Asiakkaat": [["Nro", "Nimi", *CLIENTS[0][1:]], ["A1", "Aino", "10.1.2024", "N"]],
    "Palvelut": [["Nro", "Nimi", "Päivä"], ["P1", "Aino", "2.2.2024"]],
}


def by_name(client: str, condition: str = "") -> str:
    return f"""{MAPPED_CLIENTS}
[services]
sheet = "Palvelut"
join = {{ sheet = "Asiakkaat", on = {{ "Nimi" = "Nimi" }} }}
{condition}
[services.columns]
service_id = {{ number_by = ["Nimi", "Päivä"] }}
client_id = {client}
given_on = "Päivä"
service = {{ always = "cv_workshop" }}
"""


def test_a_heading_that_stands_on_both_sheets_is_nobody_s_until_the_mapping_says_whose(
    project: Project, tmp_path: Path
) -> None:
    found = checked(project, tmp_path, COLLIDING, by_name('"Nro"'))
    assert told(found.errors) == [("heading_on_both", "Palvelut", None, None)]
    assert 'from = "Nro", sheet = "Asiakkaat"' in found.errors[0].sentence("fi")
    text = by_name('{ from = "Nro", sheet = "asiakkaat" }')
    found = checked(project, tmp_path, COLLIDING, text)
    assert told(found.errors) == []
    assert as_stored(found)["services"].height == 1


def test_keys_and_conditions_say_whose_heading_is_meant_as_well(
    project: Project, tmp_path: Path
) -> None:
    kept = 'where = { "Nro" = { is = "P1", sheet = "Palvelut" } }'
    text = by_name('{ from = "Nro", sheet = "Asiakkaat" }', kept)
    number_by = '["Nimi", { from = "Nro", sheet = "Palvelut" }]'
    text = text.replace('["Nimi", "Päivä"]', number_by)
    found = checked(project, tmp_path, COLLIDING, text)
    assert told(found.errors) == []
    assert as_stored(found)["services"].height == 1


def test_two_names_that_a_space_tells_apart_are_not_joined(
    project: Project, tmp_path: Path
) -> None:
    clients = [["Nro", "Nimi", *CLIENTS[0][1:]], ["A 1", "Li Na", "10.1.2024", "N"]]
    services = [["Nimi", "Päivä"], ["Lina", "2.2.2024"], ["li  na", "3.2.2024"]]
    sheets = {"Asiakkaat": clients, "Palvelut": services}
    found = checked(project, tmp_path, sheets, by_name('"Nro"'))
    assert told(found.errors) == [("missing", "Palvelut", 2, "Nro")]
    assert ("joined_to_none", "Palvelut", 2, "Nimi") in told(found.infos)


def test_a_sheet_that_is_none_of_the_table_s_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "m.toml", by_name('{ from = "Nro", sheet = "Työt" }'))
    with pytest.raises(Refusal) as wrong:
        schema.load(path)
    assert "Työt" in wrong.value.details["sheet"]


def test_several_sheets_may_stand_beside_and_one_may_be_in_parts(
    project: Project, tmp_path: Path
) -> None:
    """Ends are kept in a sheet a year, and languages in another sheet."""
    sheets = {
        "Asiakkaat": CLIENTS,
        "Menneet 24": [["Taustat 2024"], ["Asiakas", "Päättyi"], ["A1", "31.12.2024"]],
        "Menneet 25": [["Päättyi", "Asiakas"], ["31.2.2025", "A2"]],
        "Kielet": [["Kuka", "Kieli"], ["A2", "uk"], ["A1", "ru"]],
    }
    text = with_join(
        '[{ sheet = ["Menneet 24", "Menneet 25"], on = { "Nro" = "Asiakas" } },'
        ' { sheet = "Kielet", header = 1, on = { "Nro" = "Kuka" } }]',
        'closed_on = "Päättyi"',
    ).replace('first_language = { always = "ru" }', 'first_language = "Kieli"')
    found = checked(project, tmp_path, sheets, text)
    assert told(found.errors) == [("no_such_day", "Asiakkaat", 3, "Päättyi")]
    sheets["Menneet 25"][1][0] = "31.1.2025"
    found = checked(project, tmp_path, sheets, text)
    assert told(found.errors) == []
    assert set(as_stored(found)["clients"]["first_language"]) == {"ru", "uk"}
    assert as_stored(found)["clients"]["closed_on"].null_count() == 0
    sheets["Menneet 25"].append(["1.2.2025", "A1"])
    found = checked(project, tmp_path, sheets, text)
    assert told(found.errors) == [("joined_twice", "Menneet 25", 3, "Asiakas")]


def test_a_sheet_is_joined_by_the_key_of_the_first_sheet_whatever_the_others_call_theirs(
    project: Project, tmp_path: Path
) -> None:
    """Both joined sheets number their own rows; the languages are joined by the ends' mark."""
    sheets = {
        "Asiakkaat": CLIENTS,
        "Menneet": [["Nro", "Asiakas", "Päättyi", "Merkki"], ["1", "A1", "1.1.2025", "k1"]],
        "Kielet": [["Nro", "Merkki", "Kieli"], ["7", "k1", "uk"]],
    }
    sheets["Menneet"].append(["2", "A2", "1.2.2025", "k1"])
    text = with_join(
        '[{ sheet = "Menneet", on = { "Nro" = "Asiakas" } },'
        ' { sheet = "Kielet", on = { "Merkki" = "Merkki" } }]',
        'closed_on = "Päättyi"',
    )
    text = text.replace('"Nro"\n', '{ from = "Nro", sheet = "Asiakkaat" }\n')
    text = text.replace('first_language = { always = "ru" }', 'first_language = "Kieli"')
    found = checked(project, tmp_path, sheets, text)
    assert told(found.errors) == []
    assert as_stored(found)["clients"]["first_language"].to_list() == ["uk", "uk"]


# --- Conditions --------------------------------------------------------------------------------

STATES: Sheets = {
    "Asiakkaat": CLIENTS,
    "Työt": [
        [*JOBS[0], "Tila", "Päättyi", "Osuus"],
        ["W1", "A1", "1.3.2024", "Alkanut ", None, 1],
        ["W2", "A2", "1.4.2024", "peruttu", "1.5.2024", 0.5],
        ["W3", "A2", "1.6.2024", None, None, 0.5],
    ],
}


@pytest.mark.parametrize(
    ("condition", "kept"),
    [
        ('"Tila" = "alkanut"', ["W1"]),
        ('"Tila" = ["alkanut", ""]', ["W1", "W3"]),
        ('"Tila" = { not = "peruttu" }', ["W1", "W3"]),
        ('"Tila" = { not = ["peruttu", ""] }', ["W1"]),
        ('"Tila" = { filled = true }', ["W1", "W2"]),
        ('"Päättyi" = { filled = false }', ["W1", "W3"]),
        ('"Päättyi" = { filled = false }, "Tila" = { not = "alkanut" }', ["W3"]),
        ('"Osuus" = "100 %"', ["W1"]),
        ('"Osuus" = ["50%"]', ["W2", "W3"]),
        ('"Osuus" = 0.5', ["W2", "W3"]),
    ],
)
def test_a_condition_keeps_the_rows_that_meet_it_and_says_how_many(
    project: Project, tmp_path: Path, condition: str, kept: list[str]
) -> None:
    """Excel holds 1 where it shows 100 %."""
    text = MAPPED_CLIENTS + mapped_jobs(more=f"where = {{ {condition} }}")
    found = checked(project, tmp_path, STATES, text)
    assert told(found.errors) == []
    assert found.tables["employments"].frame["employment_id"].to_list() == kept
    [note] = [note for note in found.infos if note.rule == "kept_by_condition"]
    assert dict(note.details) == {"count": len(kept), "of": 3}


def test_a_value_that_no_row_has_and_a_condition_that_keeps_nothing_are_refused(
    project: Project, tmp_path: Path
) -> None:
    text = MAPPED_CLIENTS + mapped_jobs(more='where = { "Tila" = ["alkanut", "alkoi"] }')
    found = checked(project, tmp_path, STATES, text)
    assert told(found.errors) == [("no_such_value", "Työt", None, "Tila")]
    assert "alkoi" in found.errors[0].sentence("fi")
    text = text.replace('"alkanut", "alkoi"', '"alkoi"')
    rules = [one.rule for one in checked(project, tmp_path, STATES, text).errors]
    assert rules == ["no_such_value", "nothing_kept"]


def test_a_value_to_leave_out_that_no_row_has_is_told_and_hinders_nothing(
    project: Project, tmp_path: Path
) -> None:
    """There may be nothing to leave out, or the value is misspelt."""
    text = MAPPED_CLIENTS + mapped_jobs(
        more='where = { "Tila" = { not = ["peruttuu", "peruttu"] }, "Osuus" = { not = "" } }'
    )
    found = checked(project, tmp_path, STATES, text)
    assert told(found.errors) == []
    notes = [note for note in found.infos if note.rule == "no_value_to_leave_out"]
    assert told(notes) == [("no_value_to_leave_out", "Työt", None, "Tila")]
    assert "”peruttuu”" in notes[0].sentence("fi").replace("“", "”")


MEANT: Sheets = {
    "Asiakkaat": CLIENTS,
    "Työt": [
        [*JOBS[0], "Sovittu", "Osuus", "Kunta"],
        ["W1", "A1", "1.3.2024", dt.date(2024, 3, 1), 1.5, "049"],
        ["W2", "A2", "1.4.2024", "01.04.2024", 1000, "49"],
        ["W3", "A2", "1.5.2024", "Maaliskuu", 1, "91"],
    ],
}


@pytest.mark.parametrize(
    ("condition", "kept"),
    [
        ('"Sovittu" = "1.3.2024"', ["W1"]),
        ('"Sovittu" = ["2024-03-01", "1.4.24"]', ["W1", "W2"]),
        ('"Sovittu" = { not = "01.03.2024" }', ["W2", "W3"]),
        ('"Osuus" = "1,5"', ["W1"]),
        ('"Osuus" = "1 000"', ["W2"]),
        ('"Osuus" = [1.0]', ["W3"]),
        ('"Kunta" = "49"', ["W2"]),
        ('"Kunta" = "049"', ["W1"]),
    ],
)
def test_a_condition_means_a_day_or_a_number_and_not_its_spelling(
    project: Project, tmp_path: Path, condition: str, kept: list[str]
) -> None:
    """A cell shows 1.3.2024 and holds 2024-03-01. What begins with a naught is a code."""
    text = MAPPED_CLIENTS + mapped_jobs(more=f"where = {{ {condition} }}")
    found = checked(project, tmp_path, MEANT, text)
    assert told(found.errors) == []
    assert found.tables["employments"].frame["employment_id"].to_list() == kept


def test_a_wanted_value_that_tells_who_someone_is_is_not_repeated(
    project: Project, tmp_path: Path
) -> None:
    clients = [[*CLIENTS[0], "Nimi"], *([*row, "Boris"] for row in CLIENTS[1:])]
    text = MAPPED_CLIENTS.replace(
        "[clients.columns]", 'where = { "Nimi" = ["Boris", "Aino"] }\n[clients.columns]'
    )
    found = checked(project, tmp_path, {"Asiakkaat": clients}, text + 'name = "Nimi"\n')
    assert told(found.errors) == [("no_such_value", "Asiakkaat", None, "Nimi")]
    assert "Aino" not in found.errors[0].sentence("en")


def test_a_sheet_without_rows_breaks_no_condition(project: Project, tmp_path: Path) -> None:
    sheets = {**STATES, "Työt": STATES["Työt"][:1]}
    text = MAPPED_CLIENTS + mapped_jobs(more='where = { "Tila" = "alkanut" }')
    assert told(checked(project, tmp_path, sheets, text).errors) == []


def test_a_condition_on_a_heading_that_is_not_there_is_missed(
    project: Project, tmp_path: Path
) -> None:
    text = MAPPED_CLIENTS + mapped_jobs(more='where = { "Vaihe" = "alkanut" }')
    found = checked(project, tmp_path, STATES, text)
    assert told(found.errors) == [("no_such_heading", "Työt", None, None)]
    for wrong in ("{ }", "[]", "{ filled = 1 }", "{ are = 'x' }"):
        with pytest.raises(Refusal):
            schema.load(written(tmp_path / "m.toml", text.replace('"alkanut"', wrong)))
