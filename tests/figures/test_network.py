"""The network's figures: partners, work, new services, practices, surveys and other projects."""

from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mittaristo.figures.computation import compute
from mittaristo.figures.model import Figures
from mittaristo.project import Project
from mittaristo.registers.schemas import stored_schema
from tests.lib.builders import Row, Tables, day, milestone, snapshot_of


def figures(project: Project, tables: Tables, as_of: str = "2024-06-30") -> Figures:
    return snapshot_of(project, tables, as_of).figures


def partner(partner_id: str, sector: str, since: str) -> Row:
    return {"partner_id": partner_id, "name": partner_id, "sector": sector, "since": since}


def pilot(pilot_id: str, stage: str, stage_since: str) -> Row:
    return {"pilot_id": pilot_id, "name": pilot_id, "stage": stage, "stage_since": stage_since}


def answer(survey_id: str, question: str, answer: str, respondents: int) -> Row:
    return {
        "survey_id": survey_id,
        "asked_on": "2024-05-05",
        "question": question,
        "answer": answer,
        "respondents": respondents,
    }


def test_partners_are_counted_at_each_month_s_end_from_before_the_start_to_the_as_of_day(
    project: Project,
) -> None:
    rows = [
        partner("A", "education", "2023-05-01"),
        partner("B", "education", "2024-02-29"),
        partner("C", "state", "2024-06-10"),
        partner("D", "state", "2024-06-20"),
        partner("E", "firm", "2024-06-16"),
    ]
    table = figures(project, {"partners": rows}, "2024-06-15")["partners_by_month_and_sector"]
    counted = {(sector, month.month): count for sector, month, count in table.iter_rows()}
    assert [counted["education", month] for month in range(1, 7)] == [1, 2, 2, 2, 2, 2]
    assert [counted["state", month] for month in range(1, 7)] == [0, 0, 0, 0, 0, 1]
    assert {sector for sector, _month in counted} == {"education", "state"}


def test_work_is_done_late_or_coming_and_other_events_are_no_work(project: Project) -> None:
    rows = [
        milestone("done", "2024-05-01", kind="deliverable"),
        milestone("early", "2024-09-01", kind="campaign"),
        milestone("late", "2024-06-29", kind="deliverable", done="false"),
        milestone("today", "2024-06-30", kind="campaign", done="false"),
        milestone("fair", "2024-05-01", kind="event"),
        milestone("some day", None, kind="deliverable", done="false"),
        milestone("done some day", None, kind="campaign"),
    ]
    told = figures(project, {"milestones": rows})
    assert told["milestones"]["on"].null_count() == 0
    table = told["pieces_of_work"]
    assert dict(table.select("milestone_id", "state").iter_rows()) == {
        "done": "done",
        "early": "done",
        "late": "late",
        "today": "coming",
        "some day": "undated",
        "done some day": "done",
    }


def test_a_new_service_has_been_in_its_stage_for_full_months(project: Project) -> None:
    months = {"2024-06-30": 0, "2024-05-31": 0, "2024-05-30": 1, "2023-06-30": 12}
    rows = [pilot(since, "piloted", since) for since in months]
    table = figures(project, {"pilots": [*rows, pilot("later", "described", "2024-07-01")]})
    assert dict(table["pilots_by_stage"].select("pilot_id", "months").iter_rows()) == months


def test_numbers_of_one_to_four_are_withheld_with_how_many_answered_that_question(
    project: Project,
) -> None:
    rows = [
        answer("s", "needs", "yes", 31),
        answer("s", "needs", "no", 4),
        answer("s", "wants", "yes", 12),
        answer("s", "wants", "no", 0),
    ]
    table = figures(project, {"surveys": rows})["survey_answers"]
    assert table.select("question", "answer", "respondents", "answered").rows() == [
        ("needs", "yes", 31, None),
        ("needs", "no", None, None),
        ("wants", "yes", 12, 12),
        ("wants", "no", 0, 12),
    ]


ANSWERS = st.lists(st.integers(0, 30), min_size=1, max_size=5)


def assert_nothing_small_can_be_known(project: Project, questions: list[list[int]]) -> None:
    rows = [
        {**answer("s", f"q{at}", f"a{place}", count), "asked_on": day("2024-05-05")}
        for at, counts in enumerate(questions)
        for place, count in enumerate(counts)
    ]
    surveys = pl.DataFrame(rows, schema=stored_schema("surveys"))
    table = compute({"surveys": surveys}, project, day("2024-06-30"))["survey_answers"]
    assert table.height == len(rows)
    truth = {(row["question"], row["answer"]): row["respondents"] for row in rows}
    for row in table.iter_rows(named=True):
        counted = truth[row["question"], row["answer"]]
        assert row["respondents"] == (None if 1 <= counted <= 4 else counted)
    for question in table.partition_by("question"):
        hidden = question["respondents"].null_count() > 0
        told = question["answered"].unique().to_list()
        assert told == [None if hidden else question["respondents"].sum()]


@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ANSWERS, min_size=1, max_size=3))
def test_no_small_number_is_told_nor_left_over_from_a_sum(
    project: Project, questions: list[list[int]]
) -> None:
    assert_nothing_small_can_be_known(project, questions)


@pytest.mark.long
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ANSWERS, min_size=1, max_size=6))
def test_no_small_number_is_told_of_many_surveys(
    project: Project, questions: list[list[int]]
) -> None:
    assert_nothing_small_can_be_known(project, questions)


def other_project(
    project_id: str, starts_on: str, ends_on: str, activities: str, **others: Any
) -> dict[str, Any]:
    return {
        "project_id": project_id,
        "name": project_id,
        "organisation": "Kunta",
        "starts_on": starts_on,
        "ends_on": ends_on,
        "activities": activities,
        **others,
    }


def test_a_project_has_a_row_for_each_activity_and_says_whether_it_runs(project: Project) -> None:
    rows = [
        other_project("now", "2024-06-30", "2024-06-30", "coaching;workshops;coaching"),
        other_project("then", "2023-01-01", "2024-06-29", "coaching"),
        other_project("soon", "2024-07-01", "2026-12-31", "language_training"),
    ]
    table = figures(project, {"projects": rows})["projects_by_activity"]
    assert table.select("project_id", "activity", "state").rows() == [
        ("now", "coaching", "running"),
        ("now", "workshops", "running"),
        ("soon", "language_training", "coming"),
        ("then", "coaching", "ended"),
    ]
