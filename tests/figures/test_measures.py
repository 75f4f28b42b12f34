"""Every measure counted once more in plain Python, over registers drawn at random."""

import datetime as dt
import random
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from mittaristo.figures.computation import compute, units_of
from mittaristo.figures.definitions import Definitions
from mittaristo.registers.schemas import TABLES, stored_schema
from tests.lib.builders import ENDS_ON, STARTS_ON, a_project

Row = dict[str, Any]
Tables = dict[str, list[Row]]
Unit = tuple[str, dt.date | None, dt.date | None, float]
SPAN = (ENDS_ON - STARTS_ON).days


def draw(seed: int) -> Tables:
    """Small registers with everything that can be odd: no rows, equal days, gaps, returns."""
    die = random.Random(seed)

    def some(most: int) -> range:
        return range(die.randint(0, most))

    def a_day(nullable: float = 0.0) -> dt.date | None:
        if die.random() < nullable:
            return None
        return STARTS_ON + dt.timedelta(days=die.randint(0, SPAN))

    def one_of(*values: Any) -> Any:
        return die.choice(values)

    forms = ("none", "submitted", "accepted")
    clients = [f"C{n}" for n in range(die.randint(1, 8))]
    employers = [f"E{n}" for n in range(die.randint(1, 5))]
    courses = [f"T{n}" for n in some(5)]
    return {
        "clients": [
            {"client_id": who, "joined_on": a_day(), "closed_on": a_day(0.6)} for who in clients
        ],
        "participations": [
            {
                "participation_id": f"P{n}",
                "client_id": one_of(*clients),
                "started_on": a_day(),
                "start_form": one_of(*forms),
                "ended_on": ended,
                "end_form": one_of(*forms) if ended else "none",
            }
            for n in some(10)
            for ended in [a_day(0.4)]
        ],
        "services": [
            {"service_id": f"S{n}", "client_id": one_of(*clients), "given_on": a_day()}
            for n in some(12)
        ],
        "trainings": [
            {
                "training_id": course,
                "kind": one_of("card", "short", "career"),
                "language": "ru",
                "starts_on": a_day(),
            }
            for course in courses
        ],
        "attendances": [
            {
                "training_id": course,
                "client_id": who,
                "outcome": one_of("enrolled", "completed", "failed", "absent"),
            }
            for course in courses
            for who in die.sample(clients, die.randint(0, len(clients)))
        ],
        "employers": [{"employer_id": firm, "client_since": a_day(0.5)} for firm in employers],
        "encounters": [
            {"encounter_id": f"M{n}", "employer_id": one_of(*employers), "met_on": a_day()}
            for n in some(10)
        ],
        "assessments": [
            {
                "assessment_id": f"A{n}",
                "employer_id": one_of(*employers),
                "made_on": a_day(),
                "profiles_sent": die.randint(0, 30),
            }
            for n in some(8)
        ],
        "employments": [
            {
                "employment_id": f"W{n}",
                "client_id": one_of(*clients),
                "started_on": a_day(),
                "support": one_of("direct", "other"),
                "via_staffing_firm": one_of(True, False),
            }
            for n in some(10)
        ],
        "partners": [{"partner_id": f"K{n}", "since": a_day()} for n in some(6)],
        "purchases": [
            {
                "purchase_id": f"O{n}",
                "ordered_on": a_day(),
                "amount_eur": die.randint(1, 99999) / 100,
            }
            for n in some(9)
        ],
        "surveys": [
            {
                "survey_id": f"Q{n}",
                "asked_on": STARTS_ON + dt.timedelta(days=97 * n),
                "question": one_of("needs_support", "other"),
                "answer": one_of("yes", "no"),
                "respondents": die.randint(0, 400),
            }
            for n in some(6)
        ],
    }


def first_each(rows: Iterable[Row], who: str, when: str) -> list[Unit]:
    """One unit for each person or employer, on the first of their days."""
    days: dict[str, dt.date] = {}
    for row in rows:
        if row[when] is not None:
            days[row[who]] = min(row[when], days.get(row[who], dt.date.max))
    return [(name, day, None, 1) for name, day in days.items()]


def each(rows: Iterable[Row], when: str, weight: str | None = None) -> list[Unit]:
    return [("", row[when], None, row[weight] if weight else 1) for row in rows]


def recount(tables: Tables) -> dict[str, list[Unit]]:
    """The units of every measure, by the words of the field and nothing of the SQL."""
    courses = {row["training_id"]: row for row in tables["trainings"]}
    held = [
        {**row, **courses[row["training_id"]]}
        for row in tables["attendances"]
        if row["outcome"] in ("completed", "failed")
    ]
    jobs, periods = tables["employments"], tables["participations"]
    direct = [row for row in jobs if row["support"] == "direct"]
    other = [row for row in jobs if row["support"] == "other"]
    started = [row for row in periods if row["start_form"] in ("submitted", "accepted")]
    ended = [row for row in periods if row["end_form"] in ("submitted", "accepted")]
    asked = sorted(
        (
            row
            for row in tables["surveys"]
            if (row["question"], row["answer"]) == ("needs_support", "yes")
        ),
        key=lambda row: row["asked_on"],
    )
    next_days = [row["asked_on"] for row in asked[1:]] + [None]
    return {
        "clients_joined": each(tables["clients"], "joined_on"),
        "clients_served": first_each(tables["services"], "client_id", "given_on"),
        "clients_active": [
            ("", row["joined_on"], row["closed_on"], 1) for row in tables["clients"]
        ],
        "clients_active_survey": [
            ("", row["asked_on"], until, row["respondents"])
            for row, until in zip(asked, next_days, strict=bool(asked))
        ]
        if asked
        else [],
        "eura_started": first_each(started, "client_id", "started_on"),
        "eura_ended": first_each(ended, "client_id", "ended_on"),
        "participations_started": each(started, "started_on"),
        "participations_ended": each(ended, "ended_on"),
        "clients_employed": first_each(jobs, "client_id", "started_on"),
        "clients_employed_direct": first_each(direct, "client_id", "started_on"),
        "clients_employed_other": first_each(other, "client_id", "started_on"),
        "employments": each(jobs, "started_on"),
        "employments_direct": each(direct, "started_on"),
        "employments_other": each(other, "started_on"),
        "employments_staffing": each(
            [row for row in jobs if row["via_staffing_firm"]], "started_on"
        ),
        "trainings_held": each(tables["trainings"], "starts_on"),
        "training_attendances": each(held, "starts_on"),
        "card_training_attendances": each(
            [row for row in held if row["kind"] == "card"], "starts_on"
        ),
        "clients_trained": first_each(held, "client_id", "starts_on"),
        "employer_clients": [
            unit for unit in each(tables["employers"], "client_since") if unit[1] is not None
        ],
        "employers_met": first_each(tables["encounters"], "employer_id", "met_on"),
        "encounters": each(tables["encounters"], "met_on"),
        "assessments": each(tables["assessments"], "made_on"),
        "profiles_sent": each(tables["assessments"], "made_on", "profiles_sent"),
        "partners": each(tables["partners"], "since"),
        "purchases_eur": each(tables["purchases"], "ordered_on", "amount_eur"),
    }


def on_day(units: list[Unit], day: dt.date) -> float:
    return round(
        sum(
            weight
            for _, begins, until, weight in units
            if begins is not None and begins <= day and (until is None or day < until)
        ),
        2,
    )


def within(units: list[Unit], first: dt.date, last: dt.date) -> float:
    return round(sum(unit[3] for unit in units if unit[1] and first <= unit[1] <= last), 2)


def frames(tables: Tables) -> dict[str, pl.DataFrame]:
    """The rows as stored tables; columns that no measure reads stay empty."""
    return {
        name: pl.DataFrame(
            [{column: row.get(column) for column in stored_schema(name)} for row in rows],
            schema=stored_schema(name),
        )
        for name, rows in tables.items()
    }


def agrees(seed: int, folder: Path) -> None:
    """Every measure of one drawn world: whole project, a period, and the months."""
    die = random.Random(-seed - 1)
    as_of = STARTS_ON + dt.timedelta(days=die.randint(0, SPAN))
    first = STARTS_ON + dt.timedelta(days=die.randint(1, max(1, (as_of - STARTS_ON).days)))
    period = (first, max(first, as_of)) if first <= as_of else None
    tables = draw(seed)
    wanted = recount(tables)
    if period and period[1] <= as_of:
        tables["published"] = [
            {
                "measure": measure,
                "kind": "actual",
                "value": 0.0,
                "qualifier": "exact",
                "as_of": as_of,
                "period_from": period[0],
                "period_to": period[1],
            }
            for measure in wanted
        ]
    assert units_of(frames(tables)).select("measure", "unit_id").is_unique().all()
    figures = compute(frames(tables), a_project(folder), as_of)
    counted = {
        (row["measure"], row["period_from"], row["period_to"]): row["value"]
        for row in figures.tables["values"].iter_rows(named=True)
    }
    ends = figures.tables["months"].group_by("measure").agg(pl.col("total").last())
    assert set(wanted) == set(Definitions.load().measures)
    for measure, units in wanted.items():
        assert counted[measure, STARTS_ON, as_of] == on_day(units, as_of), (seed, measure)
        if period and period[1] <= as_of:
            assert counted[measure, *period] == within(units, *period), (seed, measure)
    assert dict(ends.iter_rows()) == {
        measure: on_day(units, as_of) for measure, units in wanted.items()
    }


@pytest.mark.parametrize("block", range(8))
def test_every_measure_is_what_a_plain_recount_gives(block: int, tmp_path: Path) -> None:
    for seed in range(block * 26, (block + 1) * 26):
        agrees(seed, tmp_path)


@pytest.mark.long
@pytest.mark.parametrize("block", range(8))
def test_every_measure_is_what_a_plain_recount_gives_a_thousand_times(
    block: int, tmp_path: Path
) -> None:
    for seed in range(1000 + block * 125, 1000 + (block + 1) * 125):
        agrees(seed, tmp_path)


def test_every_table_that_a_measure_reads_is_drawn() -> None:
    house = Definitions.load()
    read = {name for query in house.measures.values() for name in query.reads}
    assert read - set(house.shared) <= set(draw(0)) <= set(TABLES)
