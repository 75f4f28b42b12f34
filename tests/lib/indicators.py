"""Registers drawn at random for the ESF+ indicators, and every indicator in plain Python."""

import calendar
import datetime as dt
import random
from collections import Counter
from typing import Any

from tests.lib.builders import STARTS_ON
from tests.lib.recount import Row, Tables

AS_OF = dt.date(2025, 2, 28)
"""The last day of a February: six months before it are days that have no counterpart."""

STATUSES = ("unemployed", "student", "employed", "self_employed", "other_inactive")
AT_WORK = ("employed", "self_employed")
FORMS = ("none", "submitted", "accepted")
GENDERS = ("woman", "man", "non_binary")


def draw(seed: int, clients: int = 12) -> Tables:
    """Registers with re-entries, missing fields, ages at the borders, exits around every limit."""
    die = random.Random(seed)

    def maybe(value: Any, missing: float = 0.1) -> Any:
        return None if die.random() < missing else value

    def a_day(first: dt.date = STARTS_ON, last: dt.date = AS_OF) -> dt.date:
        return first + dt.timedelta(days=die.randint(0, max(0, (last - first).days)))

    tables: Tables = {"clients": [], "participations": [], "employments": []}
    for n in range(clients):
        who, joined = f"C{n:03}", a_day()
        born = joined.year - die.choice((17, 18, 24, 25, 29, 30, 54, 55, 40))
        tables["clients"].append(
            {
                "client_id": who,
                "joined_on": joined,
                "gender": die.choice((*GENDERS, "woman", "man", "woman", "man", "unknown")),
                "birth_year": maybe(born, 0.05),
                "citizenship": die.choice(("fi", "eu", "third_country", "unknown")),
                "education_isced": maybe(die.choice((0, 2, 3, 4, 5, 8)), 0.05),
            }
        )
        limits = [AS_OF, AS_OF - dt.timedelta(days=28), dt.date(2024, 8, 28), dt.date(2024, 8, 31)]
        ends = [*limits, *(day + dt.timedelta(days=1) for day in limits), a_day(), a_day()]
        for _ in range(die.choice((0, 1, 1, 1, 2, 3))):
            ended = maybe(die.choice(ends), 0.25)
            started = a_day(joined, min(ended, AS_OF) if ended else AS_OF)
            started = min(started, ended) if ended else started
            tables["participations"].append(
                _period(die, f"P{die.random():.9f}", who, started, ended)
            )
        after = [one["ended_on"] for one in tables["participations"] if one["client_id"] == who]
        for _ in range(die.choice((0, 0, 1, 1, 2))):
            exit_on = next((day for day in after if day), a_day())
            began = die.choice((a_day(), exit_on + dt.timedelta(days=die.choice((0, 28, 29, 40)))))
            tables["employments"].append(
                {"employment_id": f"W{die.random():.9f}", "client_id": who, "started_on": began}
            )
    return tables


def _period(
    die: random.Random, name: str, who: str, started: dt.date, ended: dt.date | None
) -> Row:
    def maybe(value: Any, missing: float = 0.12) -> Any:
        return None if die.random() < missing else value

    return {
        "participation_id": name,
        "client_id": who,
        "started_on": started,
        "status_at_start": maybe(die.choice((*STATUSES, "unemployed")), 0.05),
        "unemployed_months_at_start": maybe(die.choice((0, 6, 7, 12, 13, 40))),
        "start_form": die.choice(FORMS),
        "ended_on": ended,
        "status_at_end": maybe(die.choice((*STATUSES, "employed"))) if ended else None,
        "qualification_gained": maybe(die.choice((True, False))) if ended else None,
        "end_form": die.choice(FORMS) if ended else "none",
        "status_after_6_months": maybe(die.choice((*STATUSES, "employed"))) if ended else None,
    }


def half_a_year_after(day: dt.date) -> dt.date:
    """Six calendar months later; the last day of the month where there is no such day."""
    year, month = day.year + (day.month > 6), (day.month + 5) % 12 + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def people(tables: Tables, as_of: dt.date) -> dict[str, Row]:
    """Each participant: who it is, how it began, and its exit where there is one."""
    known = {one["client_id"]: one for one in tables["clients"]}
    mine: dict[str, list[Row]] = {}
    for one in tables["participations"]:
        if one["start_form"] in ("submitted", "accepted") and one["started_on"] <= as_of:
            mine.setdefault(one["client_id"], []).append(one)
    found = {}
    for who, periods in mine.items():
        in_order = sorted(periods, key=lambda one: (one["started_on"], one["participation_id"]))
        first, last = in_order[0], in_order[-1]
        needed = (known[who]["birth_year"], first["status_at_start"], known[who]["education_isced"])
        found[who] = {
            **known[who],
            "status": first["status_at_start"],
            "months": first["unemployed_months_at_start"] or 0,
            "age": first["started_on"].year - (known[who]["birth_year"] or 0),
            "complete": known[who]["gender"] in GENDERS and None not in needed,
            "exit": last if last["ended_on"] and last["ended_on"] <= as_of else None,
        }
    return found


def counted(tables: Tables, as_of: dt.date) -> dict[str, dict[str, int]]:
    """Code → woman, man, non_binary, total and of_all, by the words of the Regulation."""
    whole = [one for one in people(tables, as_of).values() if one["complete"]]
    left = [one for one in whole if one["exit"]]
    inactive = ("student", "other_inactive")
    idle = [one for one in left if one["status"] not in AT_WORK]
    long_ago = [one for one in idle if half_a_year_after(one["exit"]["ended_on"]) <= as_of]
    unemployed = [one for one in whole if one["status"] == "unemployed"]

    def level(first: int, last: int) -> list[Row]:
        return [one for one in whole if first <= one["education_isced"] <= last]

    def aged(first: int, last: int) -> list[Row]:
        return [one for one in whole if first <= one["age"] <= last]

    def ended_as(among: list[Row], what: str, *values: Any) -> list[Row]:
        return [one for one in among if one["exit"][what] in values]

    was_inactive = [one for one in left if one["status"] in inactive]
    no_student = [one for one in left if one["status"] != "student"]
    lists = {
        "EECO01": (whole, whole),
        "EECO02": (unemployed, whole),
        "EECO03": (
            [one for one in unemployed if one["months"] > (6 if one["age"] < 25 else 12)],
            whole,
        ),
        "EECO04": ([one for one in whole if one["status"] in inactive], whole),
        "EECO05": ([one for one in whole if one["status"] in AT_WORK], whole),
        "EECO06": (aged(0, 17), whole),
        "EECO07": (aged(18, 29), whole),
        "EECO08": (aged(55, 200), whole),
        "EECO09": (level(0, 2), whole),
        "EECO10": (level(3, 4), whole),
        "EECO11": (level(5, 8), whole),
        "EECO13": ([one for one in whole if one["citizenship"] == "third_country"], whole),
        "EECR01": (ended_as(was_inactive, "status_at_end", "unemployed"), was_inactive),
        "EECR02": (ended_as(no_student, "status_at_end", "student"), no_student),
        "EECR03": (ended_as(left, "qualification_gained", True), left),
        "EECR04": (ended_as(idle, "status_at_end", *AT_WORK), idle),
        "EECR05": (ended_as(long_ago, "status_after_6_months", *AT_WORK), long_ago),
    }
    return {
        code: {
            **{gender: sum(one["gender"] == gender for one in some) for gender in GENDERS},
            "total": len(some),
            "of_all": len(among),
        }
        for code, (some, among) in lists.items()
    }


def steps(tables: Tables, as_of: dt.date) -> dict[str, int]:
    """From employments to EECR04: each step and how many it concerns."""
    jobs: dict[str, list[dt.date]] = {}
    for one in tables["employments"]:
        if one["started_on"] <= as_of:
            jobs.setdefault(one["client_id"], []).append(one["started_on"])
    known = people(tables, as_of)
    reasons = Counter(_reason(known.get(who), days) for who, days in jobs.items())
    in_work = {who for who, one in known.items() if _reason(one, []) == "counted"}
    many = sum(map(len, jobs.values()))
    names = ("without_start_data", "incomplete", "employed_at_start", "inside")
    more = ("without_end_data", "after_four_weeks", "otherwise")
    return {
        "employments": many,
        "repeated": many - len(jobs),
        "employed": len(jobs),
        **{name: reasons[name] for name in (*names, *more)},
        "without_employment": len(in_work - jobs.keys()),
        "EECR04": len(in_work),
    }


def _reason(one: Row | None, days: list[dt.date]) -> str:
    """Why somebody is not in EECR04: the first reason that holds."""
    if one is None:
        return "without_start_data"
    if not one["complete"]:
        return "incomplete"
    if one["status"] in AT_WORK:
        return "employed_at_start"
    if one["exit"] is None:
        return "inside"
    if one["exit"]["status_at_end"] is None:
        return "without_end_data"
    if one["exit"]["status_at_end"] in AT_WORK:
        return "counted"
    late = one["exit"]["ended_on"] + dt.timedelta(days=28)
    return "after_four_weeks" if days and min(days) > late else "otherwise"
