"""Who found work, and how often."""

from mittaristo.project import Project
from tests.lib.builders import client, employment, figures_of, whole_project

CLIENTS = [client("A"), client("B"), client("C")]


def test_a_person_with_two_jobs_is_one_person_employed_and_two_employments(
    project: Project,
) -> None:
    rows = [
        employment("1", "A", "2024-03-01"),
        employment("2", "A", "2024-09-01"),
        employment("3", "B", "2024-04-01"),
    ]
    counted = whole_project(
        figures_of(project, {"clients": CLIENTS, "employments": rows}, "2024-12-31")
    )
    assert counted["clients_employed"] == 2
    assert counted["employments"] == 3
    assert counted["clients_joined"] == 3


def test_a_person_employed_both_ways_counts_in_both_parts_but_once_in_all(
    project: Project,
) -> None:
    rows = [
        employment("1", "A", "2024-03-01", support="direct"),
        employment("2", "A", "2024-05-01", support="other", via_staffing_firm="true"),
        employment("3", "B", "2024-04-01", support="other"),
    ]
    counted = whole_project(
        figures_of(project, {"clients": CLIENTS, "employments": rows}, "2024-12-31")
    )
    assert counted["clients_employed_direct"] == 1
    assert counted["clients_employed_other"] == 2
    assert counted["clients_employed"] == 2
    assert counted["employments_direct"] == 1
    assert counted["employments_other"] == 2
    assert counted["employments_staffing"] == 1


def test_a_job_that_starts_on_the_as_of_date_counts_and_one_on_the_next_day_does_not(
    project: Project,
) -> None:
    rows = [employment("1", "A", "2024-06-30"), employment("2", "B", "2024-07-01")]
    counted = whole_project(
        figures_of(project, {"clients": CLIENTS, "employments": rows}, "2024-06-30")
    )
    assert counted["employments"] == 1
    assert counted["clients_employed"] == 1


def test_a_table_that_is_not_kept_gives_no_figure_and_an_empty_one_gives_zero(
    project: Project,
) -> None:
    without = whole_project(figures_of(project, {"clients": CLIENTS}, "2024-06-30"))
    assert without["employments"] is None
    empty = whole_project(
        figures_of(project, {"clients": CLIENTS, "employments": []}, "2024-06-30")
    )
    assert empty["employments"] == 0
