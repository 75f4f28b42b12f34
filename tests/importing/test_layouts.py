"""Layouts that people have, and the mappings that read them: one row a client and a column a job,
several values in a cell, headings on two rows, two lists of one kind."""

from pathlib import Path
from typing import Any

import pytest

from mittaristo.importing.mapping import schema
from mittaristo.messages.refusals import Refusal
from mittaristo.project import Project
from tests.lib.foreign import CLIENTS, JOBS, MAPPED_CLIENTS, listed, mapped_jobs, told, written

WIDE: list[list[Any]] = [
    [*CLIENTS[0], "Hygieniapassi", "CV-työpaja", "Uravalmennus", "1. työ alkoi", "2. työ alkoi"],
    [*CLIENTS[1], "x", "1.3.2024", "", "2.5.2024", "7.1.2025"],
    [*CLIENTS[2], "", "", "9.9.2024", "4.8.2024", ""],
]
EACH_JOB = """
[employments]
sheet = "Asiakkaat"
each = [{ started_on = "1. työ alkoi" }, { started_on = "2. työ alkoi" }]
[employments.columns]
employment_id = { number_by = ["Nro"] }
client_id = "Nro"
support = { always = "direct" }
contract = { always = "unknown" }
via_staffing_firm = { always = "false" }
"""
EACH_SERVICE = """
[services]
sheet = "Asiakkaat"
each = [
  { given_on = "CV-työpaja", service = { always = "cv_workshop" } },
  { given_on = "Uravalmennus", service = { always = "career_coaching" } },
]
[services.columns]
service_id = { number_by = ["Nro"] }
client_id = "Nro"
"""
CARDS = """
[trainings]
sheet = "Kurssit"
[trainings.columns]
training_id = "Kurssi"
title = "Kurssi"
kind = { always = "other" }
language = { always = "fi" }
starts_on = "Alku"
ends_on = "Alku"
municipality = { always = "205" }
seats = { always = "12" }
[attendances]
sheet = "Asiakkaat"
each = [{ training_id = { always = "HYG" }, where = { "Hygieniapassi" = "x" } }]
[attendances.columns]
client_id = "Nro"
outcome = { always = "completed" }
"""
COURSES = [["Kurssi", "Alku"], ["HYG", "1.5.2024"]]


def test_a_row_a_client_makes_a_row_of_each_filled_column(project: Project, tmp_path: Path) -> None:
    text = MAPPED_CLIENTS + EACH_JOB + EACH_SERVICE + CARDS
    found = listed(project, tmp_path, {"Asiakkaat": WIDE, "Kurssit": COURSES}, text)
    assert told(found.errors) == told(found.warnings) == []
    days = found.typed["employments"].select("client_id", "started_on").rows()
    assert sorted((who, str(day)) for who, day in days) == [
        ("A1", "2024-05-02"),
        ("A1", "2025-01-07"),
        ("A2", "2024-08-04"),
    ]
    assert sorted(found.typed["services"]["service"]) == ["career_coaching", "cv_workshop"]
    assert found.typed["attendances"]["client_id"].to_list() == ["A1"]
    assert found.counted()["employments"].outside == 0, "an empty cell is no row kept out"


@pytest.mark.parametrize(
    ("cell", "at", "expected"),
    [
        ("31.2.2025", 7, ("no_such_day", 2, "2. työ alkoi")),
        ("31.2.2025", 6, ("no_such_day", 2, "1. työ alkoi")),
        ("", 7, None),  # nobody has had a second job yet
        ("X", 3, None),
        ("kyllä", 3, ("no_such_value", None, "Hygieniapassi")),
    ],
)
def test_each_of_them_is_told_by_its_own_heading(
    project: Project, tmp_path: Path, cell: str, at: int, expected: Any
) -> None:
    rows = [WIDE[0], [*WIDE[1][:at], cell, *WIDE[1][at + 1 :]], WIDE[2]]
    text = MAPPED_CLIENTS + EACH_JOB + CARDS
    found = listed(project, tmp_path, {"Asiakkaat": rows, "Kurssit": COURSES}, text)
    assert [(one.rule, one.row, one.column) for one in found.errors] == [expected] * bool(expected)


SERVICES = [
    ["Nro", "Kuka", "Mitä", "Pvm"],
    ["S1", "A1", "CV-työpaja;Uravalmennus;", "1.3.2024"],
    ["S2", "A2", "CV-työpaja, Uravalmennus", "1.3.2024"],
    ["S3", "A1, A2", "CV-työpaja", "2.3.2024"],
]
SPLIT = """
[services]
sheet = "Palvelut"
[services.columns]
service_id = { number_by = ["Nro", "Kuka", "Mitä"] }
client_id = { from = "Kuka", split = "," }
service = { from = "Mitä", split = ";," }
given_on = "Pvm"
"""


def test_a_cell_of_several_values_is_split_into_rows(project: Project, tmp_path: Path) -> None:
    sheets = {"Asiakkaat": CLIENTS, "Palvelut": SERVICES}
    found = listed(project, tmp_path, sheets, MAPPED_CLIENTS + SPLIT)
    assert told(found.errors) == []
    assert found.typed["services"]["client_id"].sort().to_list() == ["A1"] * 3 + ["A2"] * 3
    assert found.typed["services"]["service"].to_list().count("cv_workshop") == 4
    whole = SPLIT.replace(', split = ","', "").replace(', split = ";,"', "")
    found = listed(project, tmp_path, sheets, MAPPED_CLIENTS + whole)
    assert [(one.rule, one.row) for one in found.errors] == [
        ("several_values", n) for n in (2, 3, 4)
    ]
    assert all("split" in one.sentence(lang) for one in found.errors for lang in ("fi", "en"))
    strange = [*SERVICES[:3], ["S3", "A1, A9", "CV-työpaja", "2.3.2024"]]
    sheets = {"Asiakkaat": CLIENTS, "Palvelut": strange}
    found = listed(project, tmp_path, sheets, MAPPED_CLIENTS + SPLIT)
    assert [(one.rule, one.row, one.column) for one in found.errors] == [("no_such_row", 4, "Kuka")]


DAYS = [
    ["Kurssi", "Nro", "Päivä"],
    ["HYG", "A1", "3.3.2024"],
    ["HYG", "A1", "5.3.2024"],
    ["HYG", "a1", "4.3.2024"],
    ["HYG", "A2", "3.3.2024"],
]
LIST = """
[attendances]
sheet = "Läsnäolot"
%s
[attendances.columns]
training_id = "Kurssi"
client_id = "Nro"
outcome = { always = "completed" }
"""


def test_a_list_a_day_is_one_attendance(project: Project, tmp_path: Path) -> None:
    sheets = {"Asiakkaat": CLIENTS, "Kurssit": COURSES, "Läsnäolot": DAYS}
    courses = MAPPED_CLIENTS + CARDS.split("[attendances]")[0]
    found = listed(project, tmp_path, sheets, courses + LIST % "distinct = true")
    assert told(found.errors) == []
    assert found.typed["attendances"].height == 2
    found = listed(project, tmp_path, sheets, courses + LIST % "")
    assert {one.rule for one in found.errors} == {"repeated_key"}
    assert all("distinct = true" in one.sentence("fi") for one in found.errors)


@pytest.mark.parametrize(
    ("keep", "started"),
    [
        ('"first"', "2024-03-02"),
        ('"last"', "2024-03-09"),
        ('{ smallest = "Alku" }', "2024-03-01"),
        ('{ largest = "Tunnit" }', "2024-03-01"),
    ],
)
def test_of_several_rows_one_counts(
    project: Project, tmp_path: Path, keep: str, started: str
) -> None:
    """As rows of the table, and of a sheet that is joined."""
    several = [["Kenelle", "Alku", "Tunnit"], ["A1", "2.3.2024", "9"], ["A1", "1.3.2024", "10"]]
    several += [["A1", "9.3.2024", "2"]]
    own = {"employment_id": '"Kenelle"', "client_id": '"Kenelle"'}
    text = MAPPED_CLIENTS + mapped_jobs(more=f"keep = {keep}", **own)
    found = listed(project, tmp_path, {"Asiakkaat": CLIENTS, "Työt": several}, text)
    assert told(found.errors) == []
    assert list(map(str, found.typed["employments"]["started_on"])) == [started]
    beside = f'join = {{ sheet = "Alut", on = {{ "Nro" = "Kenelle" }}, keep = {keep} }}'
    text = MAPPED_CLIENTS + mapped_jobs(sheet='"Yksi"', more=beside, client_id='"Nro"')
    sheets = {"Asiakkaat": CLIENTS, "Yksi": [["Nro"], ["A1"]], "Alut": several}
    found = listed(project, tmp_path, sheets, text)
    assert told(found.errors) == []
    assert list(map(str, found.typed["employments"]["started_on"])) == [started]


def test_a_table_of_two_layouts_has_their_rows_and_their_headings(
    project: Project, tmp_path: Path
) -> None:
    newer = [["Työ", "Asiakas", "Aloitus"], ["W3", "A2", "1.4.2025"], ["W4", "A9", "2.4.2025"]]
    part = mapped_jobs(
        '"Uudet"', employment_id='"Työ"', client_id='"Asiakas"', started_on='"Aloitus"'
    )
    both = (mapped_jobs() + part).replace("[employments]", "[[employments]]")
    sheets = {"Asiakkaat": CLIENTS, "Työt": JOBS, "Uudet": newer}
    found = listed(project, tmp_path, sheets, MAPPED_CLIENTS + both)
    assert [(one.rule, one.place.file, one.row, one.column) for one in found.errors] == [
        ("no_such_row", "Uudet.csv", 3, "Asiakas")
    ]
    assert found.typed["employments"]["employment_id"].to_list() == ["W1", "W2", "W3", "W4"]
    gone = '[[leave_out]]\ntable = "employments"\nrow = 3\nsheet = "Uudet"\nreason = "kysytty"\n'
    found = listed(project, tmp_path, sheets, MAPPED_CLIENTS + both + gone)
    assert told(found.errors) == []
    assert found.typed["employments"].height == 3
    renamed = [["Työ", "Asiakas", "Alku"], *newer[1:2]]
    found = listed(project, tmp_path, {**sheets, "Uudet": renamed}, MAPPED_CLIENTS + both)
    assert [(one.rule, one.place.file, one.row) for one in found.errors] == [
        ("no_such_heading", "Uudet.csv", None)
    ]


TWO_ROWS = [
    ["Asiakas", "Aloitus", "", "Lopetus", "", ""],
    ["Nro", "Pvm", "Status", "Pvm", "Status", "Lomake"],
    ["A1", "1.2.2024", "työtön", "1.3.2025", "työssä", "lähetetty"],
    ["A2", "1.2.2024", "työtön", "", "", ""],
]


def periods(begun: str, ended: str, form: str, who: str, header: str = "") -> str:
    return (
        MAPPED_CLIENTS
        + f"""
[participations]
sheet = "Jaksot"
{header}
[participations.columns]
participation_id = {{ number_by = ["{who}", "{begun}"] }}
client_id = "{who}"
started_on = "{begun}"
start_form = {{ always = "accepted" }}
ended_on = "{ended}"
end_form = {{ from = "{form}", codes = {{ "lähetetty" = "submitted", "" = "none" }} }}
"""
    )


@pytest.mark.parametrize(
    "text",
    [
        periods("Pvm (B)", "pvm (d)", "Lomake", "Nro"),
        periods("Pvm (B)", "Pvm (D)", "Lomake (F)", "Nro (A)", "header = 2"),
        periods(
            "Aloitus / Pvm", "Lopetus / Pvm", "Lopetus / Lomake", "Asiakas / Nro", "header = [1, 2]"
        ),
    ],
)
def test_headings_on_two_rows_are_named_by_letter_or_by_what_stands_above(
    project: Project, tmp_path: Path, text: str
) -> None:
    found = listed(project, tmp_path, {"Asiakkaat": CLIENTS, "Jaksot": TWO_ROWS}, text)
    assert told(found.errors) == []
    ends = found.typed["participations"]["ended_on"].to_list()
    assert list(map(str, ends)) == ["2025-03-01", "None"]


def test_a_heading_that_stands_twice_is_told_with_its_letter(
    project: Project, tmp_path: Path
) -> None:
    text = periods("Pvm", "Pvm", "Lomake", "Nro")
    [one] = listed(project, tmp_path, {"Asiakkaat": CLIENTS, "Jaksot": TWO_ROWS}, text).errors
    assert one.rule == "repeated_column"
    assert "“Pvm (D)”" in one.sentence("en").replace('"Pvm (D)"', "“Pvm (D)”")
    assert "Pvm (D)" in one.sentence("fi")


HOURS = [
    [*JOBS[0], "Tunnit", "Vakituinen", "Määräaikainen", "Tuki"],
    ["W1", "A1", "1.3.2024", "12,5", "x", "", "suora"],
    ["W2", "A2", "1.4.2024", "20", "", "x", "jokin"],
    ["W3", "A2", "1.5.2024", "", "", "", "Suora"],
]


@pytest.mark.parametrize(
    ("where", "kept"),
    [
        ('{ "Tunnit" = { above = 12.5 } }', ["W2"]),
        ('{ "Tunnit" = { at_least = 12.5 } }', ["W1", "W2"]),
        ('{ "Tunnit" = { at_most = "20", above = 1 } }', ["W1", "W2"]),
        ('{ "Alku" = { below = "1.4.2024" } }', ["W1"]),
        ('{ "Alku" = { at_least = "2024-04-01", at_most = "30.4.2024" } }', ["W2"]),
    ],
)
def test_a_condition_may_be_greater_or_less(
    project: Project, tmp_path: Path, where: str, kept: list[str]
) -> None:
    text = MAPPED_CLIENTS + mapped_jobs(more=f"where = {where}")
    found = listed(project, tmp_path, {"Asiakkaat": CLIENTS, "Työt": HOURS}, text)
    assert told(found.errors) == []
    assert found.typed["employments"]["employment_id"].to_list() == kept


def test_a_cell_that_cannot_be_compared_is_told(project: Project, tmp_path: Path) -> None:
    text = MAPPED_CLIENTS + mapped_jobs(more='where = { "Tuki" = { above = 3 } }')
    found = listed(project, tmp_path, {"Asiakkaat": CLIENTS, "Työt": HOURS}, text)
    assert [one.row for one in found.errors if one.rule == "not_comparable"] == [2, 3, 4]
    with pytest.raises(Refusal, match="1\\.1\\.2026"):
        schema.load(
            written(tmp_path / "m.toml", mapped_jobs(more='where = { "A" = { above = "x" } }'))
        )


def test_codes_may_say_anything_else_and_be_made_of_two_columns(
    project: Project, tmp_path: Path
) -> None:
    both = '["Vakituinen", "Määräaikainen"]'
    pairs = '{ "x /" = "permanent", "/x" = "temporary", "" = "unknown" }'
    text = MAPPED_CLIENTS + mapped_jobs(
        support='{ from = "Tuki", codes = { "suora" = "direct" }, else = "other" }',
        contract=f"{{ from = {both}, codes = {pairs} }}",
        evidence='{ from = "Näyttö", optional = true }',
    )
    found = listed(project, tmp_path, {"Asiakkaat": CLIENTS, "Työt": HOURS}, text)
    assert told(found.errors) == told(found.warnings) == []
    assert found.typed["employments"]["support"].to_list() == ["direct", "other", "direct"]
    assert found.typed["employments"]["contract"].to_list() == ["permanent", "temporary", "unknown"]
    notes = {one.rule: one for one in found.infos}
    assert (notes["coded_otherwise"].row, notes["coded_otherwise"].details["count"]) == (3, 1)
    assert "Näyttö" in notes["optional_not_there"].sentence("fi")
    needed = mapped_jobs(started_on='{ from = "Alku", optional = true }')
    with pytest.raises(Refusal):
        schema.load(written(tmp_path / "m.toml", needed))


def test_a_joined_sheet_may_have_a_condition_of_its_own(project: Project, tmp_path: Path) -> None:
    states = [["Työ", "Tila", "Sopimus"], ["W1", "uusi", "v"], ["W1", "vanha", "m"]]
    states += [["W2", "vanha", "m"], ["W2", "uusi", "v"]]
    beside = '{ sheet = "Tilat", on = { "Nro" = "Työ" }, where = { "Tila" = "uusi" } }'
    codes = '{ from = "Sopimus", codes = { "v" = "permanent", "m" = "temporary" } }'
    text = MAPPED_CLIENTS + mapped_jobs(more=f"join = {beside}", contract=codes)
    sheets = {"Asiakkaat": CLIENTS, "Työt": JOBS, "Tilat": states}
    found = listed(project, tmp_path, sheets, text)
    assert told(found.errors) == []
    assert found.typed["employments"]["contract"].to_list() == ["permanent", "permanent"]


def test_an_empty_cell_may_say_what_stands_above(project: Project, tmp_path: Path) -> None:
    rows = [JOBS[0], ["W1", "A1", "1.3.2024"], ["W2", "", ""], ["W3", "A2", ""]]
    down = {
        "client_id": '{ from = "Kenelle", down = true }',
        "started_on": '{ from = "Alku", down = true }',
    }
    sheets = {"Asiakkaat": CLIENTS, "Työt": rows}
    found = listed(project, tmp_path, sheets, MAPPED_CLIENTS + mapped_jobs(**down))
    assert told(found.errors) == []
    assert found.typed["employments"]["client_id"].to_list() == ["A1", "A1", "A2"]
