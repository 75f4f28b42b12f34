"""Why a number differs from the one in an earlier snapshot, part by part."""

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mittaristo.figures.computation import Earlier, compute
from mittaristo.figures.definitions import Definitions
from mittaristo.figures.queries import load
from mittaristo.project import Project
from mittaristo.registers.schemas import stored_schema
from mittaristo.snapshots.reading import open_snapshot
from tests.lib.builders import (
    STARTS_ON,
    a_project,
    client,
    day,
    employment,
    snapshot_of,
    training,
)

WEIGHTED = """\
-- Seats offered, for as long as the training lasts.
--
-- Grain: one row a training
-- Reads: trainings
-- Parameters: none
-- Columns:
--   unit_id       varchar  the training's id
--   counts_from   date     first day
--   counts_until  date     last day
--   weight        bigint   seats
-- Protects: none

select training_id as unit_id, starts_on as counts_from, ends_on as counts_until, seats as weight
from trainings
"""
REDEFINED = WEIGHTED.replace("from trainings\n", "from trainings\nwhere seats > 5\n")


def house(folder: Path, weighted: str = WEIGHTED) -> Definitions:
    """The real house with one more measure, which has weights and ends."""
    path = folder / "seats_offered.sql"
    path.write_text(weighted)
    real = Definitions.load()
    words = {"label": {"fi": "", "en": ""}, "unit": "trainings"}
    return replace(
        real,
        measures={**real.measures, "seats_offered": load(path)},
        explanations={**real.explanations, "seats_offered": words},
    )


def frame(table: str, rows: list[dict[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=stored_schema(table))


DAYS = st.dates(dt.date(2024, 1, 1), dt.date(2024, 12, 31))
IDS = st.sampled_from("ABCDEFGH")


@st.composite
def registers(draw: st.DrawFn) -> dict[str, pl.DataFrame]:
    """Employments and trainings of few ids, so that two draws share rows, moved and changed."""
    jobs = draw(st.dictionaries(IDS, st.tuples(IDS, DAYS, st.sampled_from(["direct", "other"]))))
    courses = draw(st.dictionaries(IDS, st.tuples(DAYS, st.integers(0, 90), st.integers(0, 9))))
    return {
        "employments": frame(
            "employments",
            [
                {**employment(job, who, ""), "started_on": on, "support": support}
                | {"via_staffing_firm": support == "other"}
                for job, (who, on, support) in jobs.items()
            ],
        ),
        "trainings": frame(
            "trainings",
            [
                {**training(course, ""), "starts_on": on, "seats": seats}
                | {"ends_on": on + dt.timedelta(days=length)}
                for course, (on, length, seats) in courses.items()
            ],
        ),
    }


def value(figures: Any, measure: str) -> float:
    rows = figures.tables["values"].filter(pl.col("measure") == measure)
    return float(rows["value"].item())


def add_up(
    folder: Path,
    then: dict[str, pl.DataFrame],
    now: dict[str, pl.DataFrame],
    since: dt.date,
    later: int,
    new_rule: bool,
) -> None:
    """The parts of every measure between two draws add up, and those of employments are right."""
    project = a_project(folder)
    before = compute(then, project, since, definitions=house(folder))
    earlier = Earlier(1, since, "meeting", STARTS_ON, before.tables["values"], lambda: then)
    as_of = since + dt.timedelta(days=later)
    rule = house(folder, REDEFINED if new_rule else WEIGHTED)
    after = compute(now, project, as_of, [earlier], rule)

    changes = {row["measure"]: row for row in after.tables["changes"].iter_rows(named=True)}
    assert {"employments", "clients_employed", "trainings_held", "seats_offered"} <= set(changes)
    for measure, row in changes.items():
        assert row["before"] == value(before, measure)
        assert row["after"] == value(after, measure)
        parts = ("redefinition", "growth", "late", "corrections")
        assert row["before"] + sum(row[part] for part in parts) == row["after"]

    # The parts of employments, counted once more by hand.
    was = dict(then["employments"].select("employment_id", "started_on").rows())
    new = [
        on
        for job, on in now["employments"].select("employment_id", "started_on").rows()
        if job not in was and on <= as_of
    ]
    assert changes["employments"]["late"] == sum(on <= since for on in new)
    fallen_due = [
        on
        for job, on in now["employments"].select("employment_id", "started_on").rows()
        if was.get(job, STARTS_ON) > since and since < on <= as_of
    ]
    assert changes["employments"]["growth"] == sum(on > since for on in new) + len(fallen_due)


PAIRS = {
    "then": registers(),
    "now": registers(),
    "since": DAYS,
    "later": st.integers(0, 200),
    "new_rule": st.booleans(),
}


@given(**PAIRS)
@settings(max_examples=10)
def test_the_parts_add_up_for_every_measure(
    tmp_path_factory: pytest.TempPathFactory, **drawn: Any
) -> None:
    add_up(tmp_path_factory.mktemp("house"), **drawn)


@pytest.mark.long
@given(**PAIRS)
@settings(max_examples=1500)
def test_the_parts_add_up_for_every_measure_over_many_pairs(
    tmp_path_factory: pytest.TempPathFactory, **drawn: Any
) -> None:
    add_up(tmp_path_factory.mktemp("house"), **drawn)


CLIENTS = [client("A"), client("B"), client("C"), client("D")]


def employments_since(project: Project, *snapshots: tuple[str, list[tuple[str, str]]]) -> Any:
    """Publish (as-of date, [(employment, day)]) one after another; the last one's changes."""
    for as_of, jobs in snapshots:
        rows = [employment(job, who, on) for (job, on), who in zip(jobs, "ABCD", strict=False)]
        snapshot_of(project, {"clients": CLIENTS, "employments": rows}, as_of)
    changes = open_snapshot(project.folder, len(snapshots)).figures["changes"]
    found = changes.filter(pl.col("measure") == "employments").sort("since_snapshot")
    columns = ("before", "growth", "late", "corrections", "moved", "after")
    return [tuple(row[column] for column in columns) for row in found.iter_rows(named=True)]


def test_what_happened_later_is_growth_and_what_was_written_later_is_late(
    project: Project,
) -> None:
    assert employments_since(
        project,
        ("2024-03-31", [("1", "2024-02-01")]),
        ("2024-06-30", [("1", "2024-02-01"), ("2", "2024-05-01"), ("3", "2024-03-15")]),
    ) == [(1, 1, 1, 0, 0, 3)]


def test_a_removed_row_is_a_correction_and_a_moved_date_that_still_counts_changes_nothing(
    project: Project,
) -> None:
    assert employments_since(
        project,
        ("2024-03-31", [("1", "2024-02-01"), ("2", "2024-02-02")]),
        ("2024-06-30", [("1", "2024-05-01")]),
    ) == [(2, 0, 0, -1, 1, 1)]


def test_a_row_that_went_and_came_back_is_compared_with_each_snapshot_by_itself(
    project: Project,
) -> None:
    row = ("1", "2024-02-01")
    assert employments_since(
        project, ("2024-03-31", [row]), ("2024-06-30", []), ("2024-09-30", [row])
    ) == [(1, 0, 0, 0, 0, 1), (0, 0, 1, 0, 0, 1)]


def test_a_date_moved_back_across_the_earlier_day_is_a_correction(project: Project) -> None:
    assert employments_since(
        project, ("2024-03-31", [("1", "2024-04-20")]), ("2024-06-30", [("1", "2024-03-20")])
    ) == [(0, 0, 0, 1, 0, 1)]


def test_only_the_snapshot_in_force_for_a_day_is_compared_with(project: Project) -> None:
    changes = employments_since(
        project,
        ("2024-03-31", []),
        ("2024-03-31", [("1", "2024-02-01")]),
        ("2024-06-30", [("1", "2024-02-01")]),
    )
    assert changes == [(1, 0, 0, 0, 0, 1)]


def lead_to_the_value(folder: Path, drawn: dict[str, pl.DataFrame], as_of: dt.date) -> None:
    figures = compute(drawn, a_project(folder), as_of, definitions=house(folder))
    months = figures.tables["months"]
    span = (as_of.year - STARTS_ON.year) * 12 + as_of.month - STARTS_ON.month + 1
    for (measure,), course in months.group_by("measure"):
        assert course.height == span
        assert course.sort("month")["total"][-1] == value(figures, str(measure))
    jobs = months.filter(pl.col("measure") == "employments")
    assert jobs["events"].sum() == sum(
        on <= as_of for on in drawn["employments"]["started_on"].to_list()
    )
    assert day("2024-01-01") == months["month"].min()


@given(drawn=registers(), as_of=DAYS)
@settings(max_examples=10)
def test_months_lead_to_the_value_on_the_as_of_date(
    tmp_path_factory: pytest.TempPathFactory, drawn: dict[str, pl.DataFrame], as_of: dt.date
) -> None:
    lead_to_the_value(tmp_path_factory.mktemp("house"), drawn, as_of)


@pytest.mark.long
@given(drawn=registers(), as_of=DAYS)
@settings(max_examples=500)
def test_months_lead_to_the_value_on_many_as_of_dates(
    tmp_path_factory: pytest.TempPathFactory, drawn: dict[str, pl.DataFrame], as_of: dt.date
) -> None:
    lead_to_the_value(tmp_path_factory.mktemp("house"), drawn, as_of)
