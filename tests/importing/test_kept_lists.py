"""Lists as people keep them: totals and months between rows, boxes drawn to the bottom, words for
yes and for languages, merged cells, letters of a Mac. What is meant is read, the rest is told."""

import datetime as dt
import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from mittaristo.i18n.translation import LANGUAGES, translator
from mittaristo.importing.mapping import schema
from mittaristo.importing.mapping.proposal import propose
from mittaristo.project import Project
from mittaristo.publishing import publish as road
from mittaristo.registers.schemas import INVENTED
from tests.lib.builders import client, employment, training
from tests.lib.foreign import (
    CLIENTS,
    JOBS,
    MAPPED_CLIENTS,
    Sheets,
    listed,
    mapped_jobs,
    plainly_said,
    theirs,
    told,
    written,
)

Cells = Sequence[Any]


def table(*rows: dict[str, Any]) -> list[Cells]:
    return [list(rows[0]), *(list(row.values()) for row in rows)]


A1 = client("A1")
W1 = employment("W1", "A1", "2024-02-01")
PLAIN = table(W1)
NONE = [""] * 5


def judged(project: Project, folder: Path, **tables: list[Cells]) -> Any:
    return listed(project, folder, {"clients": table(A1, client("A2")), **tables})


@pytest.mark.parametrize(
    ("below", "note", "count"),
    [
        ([["", "", "", "", "", "", "FALSE", ""]] * 40, "unfilled", 40),
        ([["", "", "", "", "", "", "EPÄTOSI", "0"]], "unfilled", 1),
        ([[str(at), *NONE, "", ""] for at in range(2, 30)], "unfilled", 28),
        ([["", "", "", "", "suora", "", "FALSE", ""]] * 3, "unfilled", 3),
        ([["Yht.", "", "", "2", "", "", "", ""]], "totals", 1),
        ([["YHT", "", "", "", "", "", "", ""]], "totals", 1),
        ([["Summa, kpl", "", "", "", "1", "", "", ""]], "totals", 1),
        ([["Työllistyneitä yhteensä", "", "", "", "1", "", "", ""]], "totals", 1),
        ([["Σ", "", "", "12", "", "", "", ""]], "totals", 1),
        ([["", "", "", "12", "", "", "", ""]], "totals", 1),
        ([["Tammikuu 2025", *NONE, "", ""], ["helmikuu", *NONE, "", ""]], "heading_rows", 2),
        ([["", "March 2025:", *NONE, ""]], "heading_rows", 1),
        ([["vko 12", *NONE, "", ""]], "heading_rows", 1),
        ([["Tammikuu 2025 yhteensä (kpl)", *NONE, "3", ""]], "totals", 1),
        ([[str(at), "", "", "", "direct", "", "FALSE", ""] for at in (2, 3)], "unfilled", 2),
    ],
)
def test_rows_that_are_none_of_the_table_are_passed_over_and_counted(
    project: Project, tmp_path: Path, below: list[Cells], note: str, count: int
) -> None:
    first = ["1", *PLAIN[1][1:]]
    found = judged(project, tmp_path, employments=[PLAIN[0], first, *below])
    assert told(found.errors) == []
    [one] = [one for one in found.infos if one.rule == note]
    assert one.details.get("count", 1) == count
    assert found.typed["employments"].height == 1


@pytest.mark.parametrize(
    ("below", "rules"),
    [
        ([["W2", "A2", "", "2024-03-01", "direct", "permanent", "FALSE", ""]] * 1, []),
        ([["Sovittu puhelimessa", *NONE, "", ""]], ["alone"]),
        ([["", "A2", *NONE, ""]], ["alone"]),  # a client, not a number that was drawn down
        ([["", "Yhtiö", *NONE, ""]], ["alone"]),
        ([["Toukokuinen Oy", *NONE, "", ""]], ["alone"]),
        ([["W7", *NONE, "", ""], ["W9", *NONE, "", ""]], ["alone", "alone"]),
        ([["W2", "A2", "", "", "direct", "permanent", "FALSE", ""]], ["missing"]),
    ],
)
def test_rows_that_may_be_of_the_table_are_none_of_those(
    project: Project, tmp_path: Path, below: list[Cells], rules: list[str]
) -> None:
    """A row that lacks something is a fault, and one of a single cell is told as such, once."""
    found = judged(project, tmp_path, employments=[*PLAIN, *below])
    assert [one.rule for one in found.errors] == rules
    assert not {"unfilled", "totals", "heading_rows"} & {one.rule for one in found.infos}


def test_numbers_of_clients_that_run_on_are_no_running_number(
    project: Project, tmp_path: Path
) -> None:
    """A list of those who were there, with the day on the first row only."""
    clients = table(*(client(str(at)) for at in range(1, 5)))
    head = ["service_id", "client_id", "service", "given_on"]
    rows = [
        head,
        ["S1", "1", "cv_workshop", "2024-03-01"],
        *(["", str(at), "", ""] for at in (2, 3, 4)),
    ]
    found = listed(project, tmp_path, {"clients": clients, "services": rows})
    assert [one.rule for one in found.errors] == ["alone"] * 3


def test_with_a_mapping_the_same_rows_are_passed_over(project: Project, tmp_path: Path) -> None:
    rows = [JOBS[0], ["Tammikuu", "", ""], JOBS[1], ["Yht.", "", "1"], JOBS[2], ["", "", "7"]]
    sheets = {"Asiakkaat": CLIENTS, "Työt": rows}
    found = listed(project, tmp_path, sheets, MAPPED_CLIENTS + mapped_jobs())
    assert told(found.errors) == []
    assert found.typed["employments"].height == 2
    rows = [JOBS[0], ["", "Keskeyttäneet", ""], *JOBS[1:]]
    found = listed(project, tmp_path, {**sheets, "Työt": rows}, MAPPED_CLIENTS + mapped_jobs())
    assert [(one.rule, one.row) for one in found.errors] == [("alone", 2)]


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("TOSI", True),
        ("x", True),
        ("1", True),
        ("Kyllä", True),
        ("EPÄTOSI", False),
        ("0", False),
        ("ei", False),
        ("☐", False),
        ("ehkä", None),
        ("2", None),
    ],
)
def test_yes_and_no_in_the_ways_of_programs_and_people(
    project: Project, tmp_path: Path, word: str, meant: bool | None
) -> None:
    found = judged(project, tmp_path, employments=table({**W1, "via_staffing_firm": word}))
    assert [one.rule for one in found.errors] == ([] if meant is not None else ["true_false"])
    assert found.typed["employments"]["via_staffing_firm"].to_list() == [meant]


@pytest.mark.parametrize(
    ("names", "codes", "note"),
    [
        (["dari", "Farsi"], ["fa", "fa"], "language_within"),
        (["Sorani", "kurmandži"], ["ku", "ku"], "language_within"),
        (["suahili", "selkosuomi"], ["sw", "fi"], "language_names"),
        (["karen", "MUU"], ["kar", "mis"], "language_names"),
        (["Persia (dari)", "suahili / swahili"], ["fa", "sw"], "language_names"),
        (["persia/venäjä"], [None], None),
        (["ru", "unknown"], ["ru", "unknown"], None),
        (["klingon"], [None], None),
    ],
)
def test_languages_by_their_usual_names(
    project: Project, tmp_path: Path, names: list[str], codes: list[str], note: str | None
) -> None:
    rows = table(*(client(f"A{at}", first_language=name) for at, name in enumerate(names)))
    found = listed(project, tmp_path, {"clients": rows})
    notes = [one.rule for one in found.infos if one.rule.startswith("language")]
    assert notes == ([note] if note else [])
    if None in codes:
        assert [one.rule for one in found.errors] == ["pattern"]
    else:
        assert found.typed["clients"]["first_language"].to_list() == codes


@pytest.mark.parametrize(
    ("letters", "doubted"),
    [
        (["EE", "SE", "RU"], ["EE", "SE"]),
        (["EE", "UK"], ["EE", "UK"]),
        (["ee", "fi"], ["ee"]),
        (["AF", "FA"], []),  # whose language stands there, too
        (["UK", "RU", "UK"], []),  # Ukrainians, as there are many
        (["se", "uk", "et", "SV", "so"], []),
    ],
)
def test_letters_of_a_country_are_a_doubt(
    project: Project, tmp_path: Path, letters: list[str], doubted: list[str]
) -> None:
    rows = table(*(client(f"A{at}", first_language=one) for at, one in enumerate(letters)))
    found = listed(project, tmp_path, {"clients": rows})
    assert told(found.errors) == []
    warned = [one for one in found.warnings if one.rule == "country_for_language"]
    assert [one.details["letters"] for one in warned] == doubted
    if "EE" in doubted:
        assert "viro" in warned[0].sentence("fi")
        assert "Estonian" in warned[0].sentence("en")


def test_letters_of_a_mac_are_read_as_composed_ones(project: Project, tmp_path: Path) -> None:
    def mac(rows: Sequence[Cells]) -> list[Cells]:
        return [[unicodedata.normalize("NFD", str(cell or "")) for cell in row] for row in rows]

    rows = table({**A1, "municipality": "Ristijärvi"})
    rows[0] = ["client_id", "Liittymispäivä", *rows[0][2:]]
    jobs = unicodedata.normalize("NFD", "Työllistymiset")
    found = listed(project, tmp_path, {"clients": mac(rows), jobs: mac(PLAIN)})
    assert told(found.errors) == []
    assert found.typed["employments"].height == 1
    states = [[*JOBS[0], "Tila"], [*JOBS[1], "jäi pois"], [*JOBS[2], "alkoi"]]
    text = MAPPED_CLIENTS + mapped_jobs(more='where = { "Tila" = { not = "jäi pois" } }')
    sheets: Sheets = {"Asiakkaat": CLIENTS, unicodedata.normalize("NFD", "Työt"): mac(states)}
    (tmp_path / "mapped").mkdir()
    found = listed(project, tmp_path / "mapped", sheets, text)
    assert told(found.errors) == told(found.warnings) == []
    assert found.typed["employments"].height == 1


@pytest.mark.parametrize(
    ("cells", "rule", "nearest"),
    [
        (["Keskeytyi, jäi pois.", "alkoi"], "nearly_left_out", "Keskeytyi, jäi pois."),
        (["keskeytyi,jäi pois", "alkoi"], "nearly_left_out", "keskeytyi,jäi pois"),
        (["keskeytyi - jäi pois", "alkoi"], "nearly_left_out", "keskeytyi - jäi pois"),
        (["keskeyty, jäi pois", "alkoi"], "nearly_left_out", "keskeyty, jäi pois"),
        (["alkoi", "jatkuu"], "no_value_to_leave_out", None),
        (["keskeytyi", "alkoi"], "no_value_to_leave_out", None),
    ],
)
def test_a_value_nearly_that_to_leave_out_is_a_suspicion(
    project: Project, tmp_path: Path, cells: list[str], rule: str, nearest: str | None
) -> None:
    rows = [[*JOBS[0], "Tila"], [*JOBS[1], cells[0]], [*JOBS[2], cells[1]]]
    text = mapped_jobs(more='where = { "Tila" = { not = ["keskeytyi, jäi pois"] } }')
    found = listed(project, tmp_path, {"Asiakkaat": CLIENTS, "Työt": rows}, MAPPED_CLIENTS + text)
    [one] = [one for one in found.messages if one.rule == rule]
    assert one.severity == ("warning" if nearest else "info")
    assert nearest is None or all(nearest in one.sentence(language) for language in LANGUAGES)


def test_a_value_nearly_one_of_the_codes_is_a_suspicion(project: Project, tmp_path: Path) -> None:
    rows = [[*JOBS[0], "Tuki"], [*JOBS[1], "suora tuki."], [*JOBS[2], "muu"]]
    codes = '{ from = "Tuki", codes = { "suora tuki" = "direct" }, else = "other" }'
    text = MAPPED_CLIENTS + mapped_jobs(support=codes)
    found = listed(project, tmp_path, {"Asiakkaat": CLIENTS, "Työt": rows}, text)
    assert [one.rule for one in found.warnings] == ["nearly_coded"]


NEW_YEARS = {
    "Työt 2026": (["Nro", "Asiakas", "Aloitus", "Tuki", "Vuokra"], "sheet_nearly_like"),
    "Työt 2027": (["Nro", "Kenelle", "Aloitus", "Tuki", "Vuokra"], "sheet_nearly_like"),
    "Uudet": (["Nro", "Asiakas", "Alkoi", "Tuki", "Vuokratyö"], "sheet_nearly_like"),
    "Työt 2024": (["Nro", "Asiakas", "Alkoi", "Tuki", "Vuokra"], "sheet_like_sheet"),
    "Kahvivuorot": (["Nro", "Asiakas", "Viikko"], "sheet_not_read"),
}


def test_a_new_year_s_sheet_with_one_heading_changed_is_a_suspicion(
    project: Project, tmp_path: Path
) -> None:
    head = ["Nro", "Asiakas", "Alkoi", "Tuki", "Vuokra"]
    own = {"client_id": '"Asiakas"', "started_on": '"Alkoi"'}
    own |= {
        "support": '"Tuki"',
        "via_staffing_firm": '{ from = "Vuokra", codes = { "" = "false" } }',
    }
    sheets: dict[str, Sequence[Cells]] = {
        name: [titles, ["W9"]] for name, (titles, _) in NEW_YEARS.items()
    }
    sheets |= {"Asiakkaat": CLIENTS, "Työt 2025": [head, ["W1", "A1", "5.1.2025", "direct", ""]]}
    text = MAPPED_CLIENTS + mapped_jobs('"Työt 2025"', **own)
    found = listed(project, tmp_path, sheets, text)
    rules = {one.place.file.removesuffix(".csv"): one.rule for one in found.messages}
    assert {name: rules[name] for name in NEW_YEARS} == {
        name: rule for name, (_, rule) in NEW_YEARS.items()
    }


NAMED = [
    ["Nro", "Liittyi", "Sukupuoli"],
    ["1", "1.1.2024", "N"],
    ["2", "1.1.2024", "M"],
    ["3", "1.1.2024", "M"],
]


@pytest.mark.parametrize(
    ("titles", "rows", "proposed"),
    [
        (
            ["Nro", "Asiakas"],
            [["1", "3"], ["2", "3"]],
            {'employment_id = "Nro"', 'client_id = "Asiakas"'},
        ),
        (
            ["Asiakasnro", "Asiakas"],
            [["1", "3"], ["2", "1"]],
            {'client_id = "Asiakas"', 'employment_id = "Asiakasnro"'},
        ),
        (["Nro"], [["1"], ["2"]], {'employment_id = "Nro"', "# client_id"}),
        (["Nro"], [["3"], ["3"]], {'client_id = "Nro"', "# employment_id"}),
        (["Asiakasnro"], [["1"], ["2"]], {'client_id = "Asiakasnro"', "# employment_id"}),
        (
            ["Työnro", "Asiakas"],
            [["1", "Oy X"], ["2", "Oy Y"]],
            {'employment_id = "Työnro"', "# client_id"},
        ),
    ],
)
def test_a_proposal_guesses_no_person(
    tmp_path: Path, titles: list[str], rows: list[list[str]], proposed: set[str]
) -> None:
    """A running number is the key of its rows; who is meant, is said by heading and by values."""
    jobs = [[*titles, "Työ alkoi", "Tuki"], *([*row, "1.3.2025", "suora"] for row in rows)]
    book = theirs(tmp_path / "own.xlsx", {"Asiakkaat": NAMED, "Työllistymiset": jobs})
    part = propose(book, translator("en")).split("[employments]")[1]
    lines = {re.sub(r"(# \w+) = .*", r"\1", line) for line in part.splitlines()}
    assert proposed <= lines


def test_a_proposal_of_headings_on_two_rows_names_both(tmp_path: Path) -> None:
    rows: list[Cells] = [
        ["Asiakas", "Aloitus", None, "Lopetus", None],
        ["Nro", "Pvm", "Status", "Pvm", "Status"],
        ["A1", "1.2.2024", "työtön", "1.3.2025", "työssä"],
    ]
    text = propose(theirs(tmp_path / "own.xlsx", {"Jaksot": rows}), translator("fi"))
    assert "header = [1, 2]" in text
    assert 'started_on = "Aloitus / Pvm"' in text
    [part] = schema.load(written(tmp_path / "m.toml", text)).tables["participations"]
    assert part.header == (1, 2)


def test_merged_cells_say_the_same_of_all_their_rows(project: Project, tmp_path: Path) -> None:
    """Rows with nothing else are none, and what is merged to the right is not repeated."""
    path = tmp_path / "own.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Asiakkaat")
        for at, row in enumerate(CLIENTS):
            sheet.write_row(at, 0, row)
        sheet = book.add_worksheet("Työt")
        sheet.write_row(0, 0, ["Alku", "Nro", "Kenelle", "Huom"])
        sheet.merge_range("A2:A4", "1.3.2024")
        sheet.merge_range("A5:A9", "1.4.2024")
        for at, row in enumerate([["W1", "A1"], ["W2", "A2"], ["W3", "A1"], ["W4", "A2"]]):
            sheet.write_row(at + 1, 1, row)
        sheet.merge_range("C6:D6", "A1")
        sheet.write(5, 1, "W5")
        book.add_worksheet(INVENTED)
    text = MAPPED_CLIENTS + mapped_jobs(evidence='"Huom"')
    found = plainly_said(road.check(path, project, schema.load(written(tmp_path / "m.toml", text))))
    assert told(found.errors) == []
    [note] = [one for one in found.infos if one.rule == "merged_cells"]
    assert (note.place.sheet, note.row, note.details) == ("Työt", 2, {"count": 2})
    begun = found.typed["employments"]["started_on"].to_list()
    assert begun == [dt.date(2024, 3, 1)] * 3 + [dt.date(2024, 4, 1)] * 2
    assert found.typed["employments"]["evidence"].to_list() == [None] * 5


def test_a_client_who_came_back_is_told_to_keep_the_id(project: Project, tmp_path: Path) -> None:
    twice = table(client("A1", closed_on="2024-11-30"), client("A1", "2025-09-01"), client("A2"))
    found = listed(project, tmp_path, {"clients": twice})
    assert [(one.rule, one.row) for one in found.errors] == [("repeated_client", n) for n in (2, 3)]
    assert "EURA periods" in found.errors[0].sentence("en")
    assert "EURA-jaksoihin" in found.errors[0].sentence("fi")


def test_a_column_that_may_be_empty_may_be_missing(project: Project, tmp_path: Path) -> None:
    """Tomorrow's new column refuses no file of today; one that is needed does."""
    rows = [row[:-1] for row in table(training("T1", "2024-03-01"))]
    lacking = [row[1:] for row in PLAIN]
    found = judged(project, tmp_path, trainings=rows, employments=lacking)
    assert [(one.rule, one.column) for one in found.errors] == [("missing_column", "employment_id")]
    assert [one.column for one in found.infos if one.rule == "column_not_given"] == ["cost_eur"]


@pytest.mark.parametrize(
    ("word", "near"),
    [
        ("Määräaikainnen", "temporary"),
        ("perma-nent", "permanent"),
        ("tunt.", None),
        ("kesken", None),
    ],
)
def test_a_code_that_is_nearly_written_is_named(
    project: Project, tmp_path: Path, word: str, near: str | None
) -> None:
    found = judged(project, tmp_path, employments=table({**W1, "contract": word}))
    [one] = found.errors
    assert one.rule == "code"
    assert one.details.get("near") == ((near,) if near else None)
    assert ("meant?" in one.sentence("en")) == ("tarkoitus" in one.sentence("fi")) == bool(near)
    assert word not in one.sentence("fi"), "no value of a cell"


def test_messages_stand_in_the_order_of_the_sheets(project: Project, tmp_path: Path) -> None:
    rows = [CLIENTS[0], ["A1", "x", "N"]]
    jobs = [JOBS[0], ["W1", "A1", "x"]]
    book = theirs(tmp_path / "own.xlsx", {"Ö": rows, "B": jobs, "A": jobs})
    text = MAPPED_CLIENTS.replace('"Asiakkaat"', '"Ö"') + mapped_jobs('["A", "B"]')
    found = road.check(book, project, schema.load(written(tmp_path / "m.toml", text)))
    dates = [one.place.sheet for one in found.errors if one.rule == "date"]
    assert dates == ["Ö", "B", "A"]
