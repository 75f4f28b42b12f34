"""Registers drawn at random, and every measure of them counted in plain Python."""

import datetime as dt
import random
from collections.abc import Iterable
from typing import Any

import polars as pl

from mittaristo.registers.schemas import stored_schema
from tests.lib.builders import ENDS_ON, STARTS_ON

Row = dict[str, Any]
Tables = dict[str, list[Row]]
Event = tuple[str, dt.date | None, dt.date | None, float]
"""Whose it is, the days from which and until which it counts, its weight."""

STOCKS = {"clients_active", "clients_active_survey"}
ASKED = {"clients_active_survey"}
"""Nothing is known of them before the first answer."""
RETURNING = {
    *("clients_joined", "clients_served", "clients_trained", "eura_started", "eura_ended"),
    *("clients_employed", "clients_employed_direct", "clients_employed_other"),
    *("employer_clients", "employers_met"),
}
"""Measures of persons and employers, to whom the same may happen again."""
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


def each(
    rows: Iterable[Row], when: str, weight: str | None = None, who: str | None = None
) -> list[Event]:
    """One event a row, of the person or employer `who`, or of itself."""
    return [
        (row[who] if who else str(nth), row[when], None, row[weight] if weight else 1)
        for nth, row in enumerate(rows)
    ]


def recount(tables: Tables) -> dict[str, list[Event]]:
    """The events of every measure, by the words of the field and nothing of the SQL."""
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
        "clients_served": each(tables["services"], "given_on", who="client_id"),
        "clients_active": [
            (row["client_id"], row["joined_on"], row["closed_on"], 1) for row in tables["clients"]
        ],
        "clients_active_survey": [
            (row["survey_id"], row["asked_on"], until, row["respondents"])
            for row, until in zip(asked, next_days, strict=bool(asked))
        ]
        if asked
        else [],
        "eura_started": each(started, "started_on", who="client_id"),
        "eura_ended": each(ended, "ended_on", who="client_id"),
        "participations_started": each(started, "started_on"),
        "participations_ended": each(ended, "ended_on"),
        "clients_employed": each(jobs, "started_on", who="client_id"),
        "clients_employed_direct": each(direct, "started_on", who="client_id"),
        "clients_employed_other": each(other, "started_on", who="client_id"),
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
        "clients_trained": each(held, "starts_on", who="client_id"),
        "employer_clients": [
            event
            for event in each(tables["employers"], "client_since", who="employer_id")
            if event[1] is not None
        ],
        "employers_met": each(tables["encounters"], "met_on", who="employer_id"),
        "encounters": each(tables["encounters"], "met_on"),
        "assessments": each(tables["assessments"], "made_on"),
        "profiles_sent": each(tables["assessments"], "made_on", "profiles_sent"),
        "partners": each(tables["partners"], "since"),
        "purchases_eur": each(tables["purchases"], "ordered_on", "amount_eur"),
    }


def value(events: list[Event], measure: str, first: dt.date, last: dt.date) -> float | None:
    """What a measure came to in a period: each unit once, a stock on the last day.

    A period that begins with the project has what is dated before it, too.
    """
    first = dt.date.min if measure in STOCKS or first == STARTS_ON else first
    weights = {
        who: weight
        for who, begins, until, weight in events
        if begins is not None and first <= begins <= last and (until is None or last < until)
    }
    if measure in ASKED and all(begins is None or last < begins for _, begins, *_ in events):
        return None
    return round(sum(weights.values()), 2)


def new(events: list[Event], measure: str, first: dt.date, last: dt.date) -> float | None:
    """How many persons or employers had their first event in a period; None of other measures."""
    if measure not in RETURNING:
        return None
    days: dict[str, dt.date] = {}
    for who, begins, _, _ in events:
        if begins is not None:
            days[who] = min(begins, days.get(who, dt.date.max))
    first = dt.date.min if first == STARTS_ON else first
    return sum(first <= day <= last for day in days.values())


def frames(tables: Tables) -> dict[str, pl.DataFrame]:
    """The rows as stored tables; columns that no measure reads stay empty."""
    return {
        name: pl.DataFrame(
            [{column: row.get(column) for column in stored_schema(name)} for row in rows],
            schema=stored_schema(name),
        )
        for name, rows in tables.items()
    }
