"""Rows that have the same key and are to be one row: who is told what becomes of them."""

from pathlib import Path
from typing import Any

from mittaristo.project import Project
from tests.lib.builders import as_stored
from tests.lib.foreign import CLIENTS, JOBS, MAPPED_CLIENTS, checked, mapped_jobs, told

FIRMS = """
[employers]
sheet = "Työt"
distinct = true
[employers.columns]
employer_id = "Yritys"
industry = { always = "N" }
municipality = { always = "205" }
staffing_firm = { always = "false" }
"""
HEAD = [*JOBS[0], "Yritys"]


def test_rows_without_a_firm_name_none_and_that_is_told_with_what_was_merged(
    project: Project, tmp_path: Path
) -> None:
    jobs: list[list[Any]] = [
        HEAD,
        [*JOBS[1], "Oy X Ab"],
        [*JOBS[2], "oy x ab"],
        ["W3", "A2", "1.5.2024", None],
        ["W4", "A2", "1.6.2024", None],
    ]
    text = MAPPED_CLIENTS + mapped_jobs(employer_id='"Yritys"') + FIRMS
    found = checked(project, tmp_path, {"Asiakkaat": CLIENTS, "Työt": jobs}, text)
    assert told(found.errors) == []
    assert found.tables["employers"].frame.height == 1
    notes = {one.rule: one for one in found.infos}
    assert notes["merged"].row == 3
    assert notes["merged"].details["count"] == 1
    assert notes["without_key"].row == 4
    assert notes["without_key"].details["count"] == 2


def test_clients_and_jobs_without_a_key_are_missed_although_rows_may_be_one(
    project: Project, tmp_path: Path
) -> None:
    clients = [*CLIENTS, [None, "1.3.2024", "M"], CLIENTS[1]]
    jobs = [*JOBS, [None, "A2", "1.5.2024"], JOBS[1]]
    text = MAPPED_CLIENTS.replace("[clients.columns]", "distinct = true\n[clients.columns]")
    text += mapped_jobs(more="distinct = true")
    found = checked(project, tmp_path, {"Asiakkaat": clients, "Työt": jobs}, text)
    assert told(found.errors) == [
        ("missing", "Asiakkaat", 4, "Nro"),
        ("missing", "Työt", 4, "Nro"),
    ]
    merged = [one for one in found.infos if one.rule == "merged"]
    assert told(merged) == [("merged", "Asiakkaat", 5, None), ("merged", "Työt", 5, None)]


def test_rows_whose_made_keys_are_the_same_are_one(project: Project, tmp_path: Path) -> None:
    jobs = [HEAD, [*JOBS[1], "Oy X Ab"], [*JOBS[2], "oy x ab"], ["W3", "A2", "1.5.2024", None]]
    by = '{ number_by = ["Yritys"] }'
    firms = FIRMS.replace('employer_id = "Yritys"', f"employer_id = {by}")
    text = MAPPED_CLIENTS + mapped_jobs(employer_id=by) + firms
    found = checked(project, tmp_path, {"Asiakkaat": CLIENTS, "Työt": jobs}, text)
    assert told(found.errors) == []
    assert told(found.warnings) == []
    [one] = as_stored(found)["employers"]["employer_id"]
    jobs_of = as_stored(found)["employments"]["employer_id"]
    assert [jobs_of.to_list().count(firm) for firm in (one, None)] == [2, 1]
