"""The ESF+ indicators: by hand, and once more in plain Python over registers drawn at random."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import fastexcel
import pytest

from mittaristo.cli.main import main
from mittaristo.figures.computation import for_the_team
from mittaristo.figures.definitions import Definitions
from mittaristo.project import Project
from mittaristo.snapshots import reading
from tests.lib import indicators as plain
from tests.lib.builders import Row, Tables, client, employment, snapshot_of
from tests.lib.recount import frames
from tests.lib.store import remove

DEFINITIONS = Definitions.load()
FROM_REGISTERS = 17


def period(name: str, who: str, started_on: str, ended_on: str | None, **others: Any) -> Row:
    """A EURA period of somebody who was unemployed, and found work."""
    return {
        "participation_id": name,
        "client_id": who,
        "started_on": started_on,
        "status_at_start": "unemployed",
        "unemployed_months_at_start": 3,
        "start_form": "accepted",
        "ended_on": ended_on,
        "status_at_end": "employed" if ended_on else None,
        "qualification_gained": "true" if ended_on else None,
        "end_form": "accepted" if ended_on else "none",
        "status_after_6_months": None,
        **others,
    }


def agrees(seed: int) -> None:
    """Every indicator, the records, the checks and the steps of one drawn world."""
    tables = plain.draw(seed)
    for as_of in (plain.AS_OF, dt.date(2024, 8, 31)):
        found = for_the_team(frames(tables), as_of, DEFINITIONS)
        rows = found["indicators"].rows_by_key("code", named=True, unique=True)
        for code, wanted in plain.counted(tables, as_of).items():
            assert {name: rows[code][name] for name in wanted} == wanted, (seed, as_of, code)
        assert len(rows) == FROM_REGISTERS
        steps = found["from_employments_to_indicator"].select("step", "persons").rows()
        assert dict(steps) == plain.steps(tables, as_of), (seed, as_of)
        adds_up(dict(steps))
        known = plain.people(tables, as_of).values()
        records = dict(found["indicator_records"].iter_rows())
        assert records["participants"] == len(known)
        assert records["complete"] == sum(one["complete"] for one in known)
        assert records["birth_year"] == sum(one["birth_year"] is None for one in known)
        assert found["indicator_checks"]["holds"].head(7).all()


def adds_up(steps: dict[str, int]) -> None:
    reasons = list(steps)[3:-2]
    assert steps["employments"] - steps["repeated"] == steps["employed"]
    taken_off = sum(steps[name] for name in reasons)
    assert steps["employed"] - taken_off + steps["without_employment"] == steps["EECR04"]


@pytest.mark.parametrize("seed", range(10))
def test_every_indicator_is_what_a_plain_recount_gives_and_the_steps_add_up(seed: int) -> None:
    agrees(seed)


@pytest.mark.long
@pytest.mark.parametrize("block", range(10))
def test_every_indicator_is_what_a_plain_recount_gives_five_hundred_times(block: int) -> None:
    for seed in range(1000 + block * 50, 1000 + (block + 1) * 50):
        agrees(seed)


def exactly(project: Project, tables: Tables, as_of: str, capsys: Any) -> dict[str, Row]:
    """Code → its entry, as the team gets it from the command line."""
    snapshot_of(project, tables, as_of)
    capsys.readouterr()
    given = ["figures", "--data", str(project.folder.parent), "--project", project.id]
    assert main([*given, "--json", "--team"]) == 0
    return {one["code"]: one for one in json.loads(capsys.readouterr().out)["indicators"]}


def test_a_person_who_returns_counts_once_from_the_first_start_to_the_last_exit(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    tables: Tables = {
        "clients": [client("A", birth_year=1990), client("B", gender="man", birth_year=2006)],
        "participations": [
            period("P1", "A", "2024-01-10", "2024-03-01"),
            period("P2", "A", "2024-04-01", "2024-06-01", status_at_end="unemployed"),
            period("P3", "B", "2024-02-01", "2024-03-01", unemployed_months_at_start=7),
            period("P4", "B", "2024-05-01", None, status_at_start="employed"),
        ],
    }
    found = exactly(project, tables, "2024-06-30", capsys)
    assert found["EECO01"] == {
        "code": "EECO01",
        "woman": 1,
        "man": 1,
        "non_binary": 0,
        "total": 2,
        "of": 2,
    }
    assert [found[code]["total"] for code in ("EECO02", "EECO03", "EECO05", "EECO07")] == [
        2,  # both were unemployed when they came for the first time
        1,  # B was 18, and unemployed for more than six months
        0,
        1,
    ]
    assert (found["EECR04"]["total"], found["EECR04"]["of"]) == (0, 1)  # B is inside again


def test_a_record_that_lacks_a_field_counts_in_nothing(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    tables: Tables = {
        "clients": [
            client("A"),
            client("B", gender="unknown"),
            client("C", birth_year=None),
            client("D", education_isced=None),
            client("E"),
            client("F"),
        ],
        "participations": [
            *(period(f"P{who}", who, "2024-02-01", "2024-03-01") for who in "ABCD"),
            period("PE", "E", "2024-02-01", "2024-03-01", status_at_start=None),
            period("PF", "F", "2024-02-01", None, start_form="none"),
        ],
    }
    found = exactly(project, tables, "2024-06-30", capsys)
    assert (found["EECO01"]["total"], found["EECR04"]["total"]) == (1, 1)


def test_six_months_are_calendar_months_up_to_the_as_of_day(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    tables: Tables = {
        "clients": [client("A"), client("B")],
        "participations": [
            period("P1", "A", "2024-01-20", "2024-03-31", status_after_6_months="employed"),
            period("P2", "B", "2024-01-20", "2024-04-01", status_after_6_months="employed"),
        ],
    }
    found = exactly(project, tables, "2024-09-30", capsys)
    assert (found["EECR05"]["total"], found["EECR05"]["of"]) == (1, 1)
    assert found["EECR04"]["total"] == 2


def test_estimates_stand_beside_what_is_counted_and_the_newest_counts(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    estimate = {"indicator": "EECO16", "man": 6, "woman": 5, "non_binary": 0, "method": "kysely"}
    tables: Tables = {
        "clients": [client("A")],
        "participations": [period("P1", "A", "2024-02-01", None)],
        "estimates": [
            {**estimate, "estimated_on": "2024-03-01"},
            {**estimate, "woman": 7, "estimated_on": "2024-06-30"},
            {**estimate, "woman": 9, "estimated_on": "2024-07-01"},
        ],
    }
    found = exactly(project, tables, "2024-06-30", capsys)
    assert (found["EECO16"]["woman"], found["EECO16"]["total"]) == (7, 13)
    assert "EECO12" not in found


JOBS: Tables = {
    "clients": [client(f"C{n:02}") for n in range(30)],
    "participations": [
        *(period(f"P{n:02}", f"C{n:02}", "2024-01-20", "2024-03-01") for n in range(20)),
        *(period(f"P{n:02}", f"C{n:02}", "2024-01-20", None) for n in range(20, 28)),
    ],
    "employments": [
        *(employment(f"W{n:02}", f"C{n:02}", "2024-02-20") for n in range(10)),
        employment("X", "C00", "2024-04-01"),
        *(employment(f"W{n:02}", f"C{n:02}", "2024-02-20") for n in range(20, 30)),
    ],
}
"""Twenty left and are in work, ten of them with an employment recorded; eight are inside, and these
as well as two without start data have found work."""


def test_the_way_from_employments_to_eecr04_and_small_steps_are_told_together(
    project: Project,
) -> None:
    figures = snapshot_of(project, JOBS, "2024-06-30").figures
    shown = {row["step"]: row["persons"] for row in figures.rows("steps_to_indicator")}
    assert shown == {
        "employments": 21,
        "repeated": -1,
        "employed": 20,
        "incomplete": 0,
        "employed_at_start": 0,
        "without_end_data": 0,
        "after_four_weeks": 0,
        "otherwise": 0,
        "without_employment": 10,
        "together": -10,  # eight inside, and two without start data
        "EECR04": 20,
    }


def test_leaving_lasts_for_four_weeks_from_the_exit() -> None:
    def left(who: str) -> Row:
        days = {"started_on": dt.date(2024, 1, 20), "ended_on": dt.date(2024, 3, 1)}
        return {**period(who, who, "", "", status_at_end="unemployed"), **days}

    def job(who: str, month: int, day: int) -> Row:
        return {"employment_id": who, "client_id": who, "started_on": dt.date(2024, month, day)}

    tables = {
        "clients": [{**client(who), "joined_on": dt.date(2024, 1, 1)} for who in "AB"],
        "participations": [{**left(who), "qualification_gained": None} for who in "AB"],
        "employments": [job("A", 3, 29), job("B", 3, 30)],
    }
    found = for_the_team(frames(tables), dt.date(2024, 6, 30))["from_employments_to_indicator"]
    steps = dict(found.select("step", "persons").rows())
    assert (steps["otherwise"], steps["after_four_weeks"], steps["EECR04"]) == (1, 1, 0)


def test_everyone_gets_totals_and_a_store_without_registers_has_no_exact_numbers(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert exactly(project, JOBS, "2024-06-30", capsys)["EECR04"]["woman"] == 20
    given = ["figures", "--data", str(project.folder.parent), "--project", "koe", "--lang", "en"]
    assert main([*given, "--json"]) == 0
    [row] = [
        one for one in json.loads(capsys.readouterr().out)["indicators"] if one["code"] == "EECR04"
    ]
    gender = dict.fromkeys(("woman", "man", "non_binary"))
    assert row == {"code": "EECR04", **gender, "total": 20, "of": 20}
    folder = reading.folder_of(project.folder, 1)
    folder.chmod(0o755)
    remove(folder / "registers")
    assert main([*given, "--json"]) == 0
    assert main([*given, "--team"]) == 2
    assert "The registers of snapshot 1 are not here" in capsys.readouterr().err


def test_the_funder_s_workbook_has_each_indicator_by_gender_and_the_rules(
    project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wanted = exactly(project, JOBS, "2024-06-30", capsys)
    path = tmp_path / "out.xlsx"
    given = ["figures", "--data", str(project.folder.parent), "--project", "koe", "--lang", "en"]
    assert main([*given, "--xlsx", str(path)]) == 2
    assert main([*given, "--team", "--xlsx", str(path)]) == 0
    book = fastexcel.read_excel(path)
    assert book.sheet_names[:4] == ["Indicators", "Checks", "Records", "EECR04"]
    table = book.load_sheet("Indicators", header_row=4).to_polars().drop_nulls("Total")
    for row in table.iter_rows(named=True):
        entry = wanted[row["Code"]]
        assert [int(row[name]) for name in ("Men", "Women", "Non-binary", "Total", "Of")] == [
            entry[name] for name in ("man", "woman", "non_binary", "total", "of")
        ]
    assert table.height == FROM_REGISTERS
    checks = book.load_sheet("Checks", header_row=4).to_polars()
    assert set(checks["Result"]) == {"holds"}
    first = book.load_sheet("Indicators", header_row=None).to_polars()
    assert "invented example data" in first.row(1)[0]
