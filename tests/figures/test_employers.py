"""Employers met, employer clients and encounters."""

from mittaristo.panels.parts.view import within
from mittaristo.project import Project
from mittaristo.snapshots.reading import open_snapshot
from tests.lib.builders import (
    Tables,
    client,
    day,
    employer,
    employment,
    encounter,
    figures_of,
    snapshot_of,
    target,
    whole_project,
)

TABLES = {
    "employers": [employer("E1", "2024-02-01"), employer("E2"), employer("E3", "2024-08-01")],
    "encounters": [
        encounter("M1", "E1", "2024-01-20"),
        encounter("M2", "E1", "2024-03-20", "call"),
        encounter("M3", "E2", "2024-03-21"),
        encounter("M4", "E3", "2024-07-01"),
    ],
}


def test_an_employer_met_twice_is_one_employer_met_and_two_encounters(project: Project) -> None:
    counted = whole_project(figures_of(project, TABLES, "2024-06-30"))
    assert counted["employers_met"] == 2
    assert counted["encounters"] == 3
    assert counted["employer_clients"] == 1


def test_the_newest_target_in_force_stands_beside_the_value(project: Project) -> None:
    targets = [
        target("employer_clients", 200),
        target("employer_clients", 150, "2024-06-01"),
        target("employer_clients", 90, "2024-07-01"),
    ]
    answer = figures_of(project, {**TABLES, "targets": targets}, "2024-06-30")
    row = next(row for row in answer["measures"] if row["id"] == "employer_clients")
    assert row["target"] == 150


def test_groups_of_employers_overlap_and_are_counted_each_for_itself(project: Project) -> None:
    """E1 is met, assessed and a client; E2 is met; E3 is a client and hires, unmet; E4 later."""
    tables = {
        "clients": [client("A")],
        "employers": [
            employer("E1", "2024-02-01"),
            employer("E2"),
            employer("E3", "2024-03-01"),
            employer("E4", "2024-08-01"),
        ],
        "encounters": [
            encounter("M1", "E1", "2024-01-20"),
            encounter("M2", "E1", "2024-03-20"),
            encounter("M3", "E2", "2024-03-21"),
        ],
        "assessments": [
            {"assessment_id": "K1", "employer_id": "E1", "made_on": "2024-02-02"},
            {"assessment_id": "K2", "employer_id": "E4", "made_on": "2024-08-02"},
        ],
        "employments": [
            employment("W1", "A", "2024-04-01", employer_id="E3"),
            employment("W2", "A", "2024-05-01", employer_id="E3"),
            employment("W3", "A", "2024-05-01"),
        ],
    }
    tables["assessments"] = [{**row, "profiles_sent": 0} for row in tables["assessments"]]
    snapshot_of(project, tables, "2024-06-30")
    figure = open_snapshot(project.folder, 1).figures["employers_by_contact"]
    whole = within(figure, project.starts_on, day("2024-06-30"))
    assert whole.rows() == [
        ("assessed", 1, 1),
        ("client", 2, 2),
        ("met", 2, 1),
        ("recruited", 1, 1),
    ]


def test_groups_of_employers_are_counted_in_each_period_by_what_happened_in_it(
    project: Project,
) -> None:
    tables: Tables = {
        "clients": [client("A")],
        "employers": [employer("E1", "2024-02-01"), employer("E2"), employer("E3", "2024-08-01")],
        "encounters": [
            encounter("M1", "E1", "2024-01-20"),
            encounter("M2", "E1", "2024-09-20"),
            encounter("M3", "E2", "2024-09-21"),
        ],
        "assessments": [],
        "employments": [employment("W1", "A", "2024-04-01", employer_id="E3")],
    }
    snapshot_of(project, tables, "2024-12-31")
    figure = open_snapshot(project.folder, 1).figures["employers_by_contact"]
    spring = within(figure, day("2024-01-01"), day("2024-06-30"))
    assert spring.rows() == [
        ("assessed", 0, 0),
        ("client", 1, 1),
        ("met", 1, 1),
        ("recruited", 1, 0),
    ]
    autumn = within(figure, day("2024-07-01"), day("2024-12-31"))
    assert autumn.rows() == [
        ("assessed", 0, 0),
        ("client", 1, 1),
        ("met", 2, 1),
        ("recruited", 0, 0),
    ]


def test_encounters_are_counted_by_channel_and_month(project: Project) -> None:
    snapshot_of(project, TABLES, "2024-03-31")
    figure = open_snapshot(project.folder, 1).figures["encounters_by_month_and_channel"]
    assert [(row[0], row[1].month, row[2]) for row in figure.iter_rows()] == [
        ("call", 1, 0),
        ("call", 2, 0),
        ("call", 3, 1),
        ("visit", 1, 1),
        ("visit", 2, 0),
        ("visit", 3, 1),
    ]
