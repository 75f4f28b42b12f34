"""A figure followed to its rows and through snapshots: the units behind it, and how it stands."""

import datetime as dt
import random
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from mittaristo.figures.computation import Earlier, compute
from mittaristo.figures.definitions import Definitions
from mittaristo.figures.model import Figures
from mittaristo.figures.periods import Period
from mittaristo.figures.provenance.chain import Chain, PublishedSnapshot
from mittaristo.figures.provenance.history import Standing, history, state_of
from mittaristo.figures.provenance.units import units_behind, value_of
from mittaristo.figures.queries import load
from mittaristo.project import Project
from mittaristo.registers.schemas import Registers, stored_schema
from mittaristo.snapshots.chain import chain_of
from mittaristo.snapshots.reading import numbers, open_snapshot
from tests.lib.builders import (
    BUNDLED,
    STARTS_ON,
    a_project,
    client,
    day,
    employment,
    snapshot_of,
)
from tests.lib.recount import SPAN, draw, frames, recount, value

# --- The units behind a figure ------------------------------------------------------------------


def of_one(units: pl.DataFrame, measure: str) -> pl.DataFrame:
    return units.filter(pl.col("measure") == measure)


def add_up(registers: Registers, figures: Figures) -> None:
    """The units of every measure come to its number, and to what is told of how it came about."""
    kept = figures.kept(*figures.measures)
    units = units_behind(registers, figures, kept)
    told = {row["measure"]: row for row in figures.rows("counting")}
    for measure in kept:
        found = of_one(units, measure)
        assert value_of(found) == figures.value(measure), measure
        if figures.measures[measure].kind == "count":
            assert found["counts"].sum() == figures.value(measure)
        if told:
            row = told[measure]
            assert row["counted"] == found["counts"].sum()
            assert row["units"] == found.height
            assert row["units"] == sum(
                row[part] for part in ("counted", "later", "undated", "ended")
            )


@pytest.mark.parametrize("number", numbers(BUNDLED))
def test_the_units_of_every_measure_make_up_its_number_in_every_bundled_snapshot(
    number: int,
) -> None:
    snapshot = open_snapshot(BUNDLED, number)
    add_up(snapshot.registers(), snapshot.figures)


def drawn_units_are_right(seed: int, folder: Path) -> None:
    """Of drawn registers: as many as a plain recount gives, and all of their rows are told."""
    tables = draw(seed)
    as_of = STARTS_ON + dt.timedelta(days=random.Random(seed).randint(0, SPAN))
    figures = compute(frames(tables), a_project(folder), as_of)
    add_up(frames(tables), figures)
    told = {row["measure"]: row for row in figures.rows("counting")}
    for measure, events in recount(tables).items():
        assert figures.values[measure]["value"] == value(events, measure, STARTS_ON, as_of)
        assert told[measure]["events"] == len(events)
        assert told[measure]["units"] == len({who for who, *_others in events})


@pytest.mark.parametrize("seed", range(5))
def test_the_units_of_drawn_registers_make_up_every_number(seed: int, tmp_path: Path) -> None:
    drawn_units_are_right(seed, tmp_path)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100, 150))
def test_the_units_of_many_drawn_registers_make_up_every_number(seed: int, tmp_path: Path) -> None:
    drawn_units_are_right(seed, tmp_path)


# --- How a figure stands today ------------------------------------------------------------------

Jobs = Mapping[str, dt.date]
"""Employment → its first day."""


def registers_of(jobs: Jobs) -> Registers:
    rows = [
        {**employment(job, job, ""), "started_on": on, "via_staffing_firm": False}
        for job, on in jobs.items()
    ]
    return {"employments": pl.DataFrame(rows, schema=stored_schema("employments"))}


def other_rule(folder: Path) -> Definitions:
    """Definitions by which employments through staffing firms would not count."""
    real = Definitions.load()
    path = folder / "employments.sql"
    path.write_text(
        real.measures["employments"].text.rstrip() + "\nwhere not via_staffing_firm\n",
        encoding="utf-8",
    )
    return replace(real, measures={**real.measures, "employments": load(path)})


def published(number: int, as_of: dt.date, figures: Figures) -> PublishedSnapshot:
    at = dt.datetime.combine(as_of, dt.time(), dt.UTC)
    return PublishedSnapshot(
        number, as_of, "meeting", "", at, {}, {}, "1", "", "", "", lambda: figures
    )


def chain(folder: Path, *then: tuple[dt.date, Jobs, Definitions | None]) -> Chain:
    """Snapshots computed one after another, of which the first is looked at."""
    found: list[PublishedSnapshot] = []
    earlier: list[Earlier] = []
    for number, (as_of, jobs, definitions) in enumerate(then, start=1):
        registers = registers_of(jobs)
        figures = compute(registers, a_project(folder), as_of, earlier, definitions)
        found.append(published(number, as_of, figures))
        values = figures["values"]
        earlier.append(
            Earlier(number, as_of, "meeting", STARTS_ON, values, partial(registers_of, jobs))
        )
    return Chain(1, (), lambda: tuple(found))


def drawn_state_is_right(seed: int, wanted: Standing, folder: Path) -> None:
    """A history that is drawn to end in a state: its figure is told to be in it."""
    die = random.Random(seed)

    def some_day(first: dt.date, last: dt.date) -> dt.date:
        return first + dt.timedelta(days=die.randint(0, (last - first).days))

    since = some_day(dt.date(2024, 6, 1), dt.date(2024, 9, 30))
    now = some_day(since + dt.timedelta(days=30), dt.date(2025, 6, 30))
    then = {f"J{n}": some_day(STARTS_ON, since) for n in range(die.randint(2, 6))}
    late = {f"L{n}": some_day(STARTS_ON, since) for n in range(die.randint(0, 3))}
    new = {f"N{n}": some_day(since + dt.timedelta(days=1), now) for n in range(die.randint(0, 3))}
    later: dict[str, dt.date] = {**then, **late, **new}
    rule, removed = None, []
    if wanted == "corrected":
        removed = die.sample(sorted(then), die.randint(1, len(then)))
        later = {job: on for job, on in later.items() if job not in removed}
    if wanted == "redefined":
        rule = other_rule(folder)
    snapshots = (
        [(since, then, None)]
        if wanted in ("current", "unknown")
        else [
            (since, then, None),
            (now, later, rule),
        ]
    )
    made = chain(folder, *snapshots)
    measure = die.choice(["partners", "encounters"]) if wanted == "unknown" else "employments"
    found = state_of(made, measure)
    assert found.standing == wanted, (seed, wanted)
    if wanted in ("newer", "corrected", "redefined"):
        assert (found.then, found.now) == (len(then), len(later))
        assert found.parts["late"] == len(late)
        assert found.parts["growth"] == len(new)
        assert found.parts["corrections"] == -len(removed)
        steps = list(history(made, measure))
        assert [step.value for step in steps] == [len(then), len(later)]
        assert [step.redefined for step in steps] == [False, wanted == "redefined"]


STATES: tuple[Standing, ...] = ("current", "newer", "corrected", "redefined", "unknown")


@pytest.mark.parametrize("wanted", STATES)
def test_each_state_is_told_of_a_drawn_history(wanted: Standing, tmp_path: Path) -> None:
    drawn_state_is_right(STATES.index(wanted), wanted, tmp_path)


@pytest.mark.long
@pytest.mark.parametrize("wanted", STATES)
@pytest.mark.parametrize("seed", range(100, 120))
def test_each_state_is_told_of_many_drawn_histories(
    seed: int, wanted: Standing, tmp_path: Path
) -> None:
    drawn_state_is_right(seed, wanted, tmp_path)


def test_a_definition_that_changes_no_number_is_still_another_one(tmp_path: Path) -> None:
    jobs = {"A": day("2024-02-01")}
    made = chain(
        tmp_path,
        (day("2024-06-30"), jobs, None),
        (day("2024-09-30"), jobs, other_rule(tmp_path)),
    )
    found = state_of(made, "employments")
    assert (found.standing, found.then, found.now) == ("redefined", 1, 1)
    assert state_of(made, "clients_employed").standing == "newer"


def test_a_period_that_is_over_and_has_less_was_corrected(tmp_path: Path) -> None:
    jobs = {"A": day("2024-02-01"), "B": day("2024-02-02"), "C": day("2024-03-02")}
    fewer = {"A": day("2024-02-01"), "C": day("2024-03-02"), "D": day("2024-08-01")}
    made = chain(tmp_path, (day("2024-06-30"), jobs, None), (day("2024-09-30"), fewer, None))
    half = Period("half_year", STARTS_ON, day("2024-06-30"))
    found = state_of(made, "employments", half)
    assert (found.standing, found.then, found.now, found.parts) == ("corrected", 3, 2, {})


def jobs_of(*ids: str) -> dict[str, list[dict[str, Any]]]:
    return {
        "clients": [client(one) for one in "ABCD"],
        "employments": [employment(f"W{one}", one, "2024-02-01") for one in ids],
    }


def test_a_superseded_snapshot_is_followed_by_way_of_the_one_that_took_its_place(
    project: Project,
) -> None:
    snapshot_of(project, jobs_of("A"), "2024-03-31")
    snapshot_of(project, jobs_of("A", "B"), "2024-03-31")
    snapshot_of(project, jobs_of("A", "B", "C"), "2024-05-31", "weekly")
    snapshot_of(project, jobs_of("A", "B", "C"), "2024-06-30")
    found = state_of(chain_of(project, "everyone", "fi", 1), "employments")
    assert (found.standing, found.then, found.now) == ("newer", 1, 3)
    assert found.parts["late"] == 2
    everyone, team = (chain_of(project, role, "fi", 4) for role in ("everyone", "team"))
    assert [one.number for one in everyone.snapshots] == [1, 2, 4]
    assert [one.number for one in team.snapshots] == [1, 2, 3, 4]
    assert [step.value for step in history(everyone, "employments")] == [1, 2, 3]
    assert state_of(everyone, "employments").standing == "current"
