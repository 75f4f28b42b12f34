"""Employers met, employer clients and encounters."""

from mittaristo.project import Project
from mittaristo.store import open_snapshot
from tests.builders import (
    employer,
    encounter,
    figures_of,
    publish_rows,
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


def test_encounters_are_counted_by_channel_and_month(project: Project) -> None:
    publish_rows(project, TABLES, "2024-03-31")
    figure = open_snapshot(project.folder, 1).figures["encounters_by_month_and_channel"]
    assert [(row[0], row[1].month, row[2]) for row in figure.iter_rows()] == [
        ("call", 1, 0),
        ("call", 2, 0),
        ("call", 3, 1),
        ("visit", 1, 1),
        ("visit", 2, 0),
        ("visit", 3, 1),
    ]
