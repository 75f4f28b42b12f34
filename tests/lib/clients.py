"""What the page of clients tells, counted once more in plain Python from rows."""

import datetime as dt
import random
from calendar import monthrange
from collections import Counter
from typing import Any

from tests.lib import builders
from tests.lib.builders import STARTS_ON, client
from tests.lib.recount import Row, Tables

Parts = dict[tuple[str, str, str], int]


def eura(period_id: str, client_id: str, started_on: str, **others: object) -> Row:
    return {
        "participation_id": period_id,
        "client_id": client_id,
        "started_on": started_on,
        "status_at_start": "unemployed",
        "start_form": "accepted",
        "end_form": "none",
        **others,
    }


def service(service_id: str, client_id: str, given_on: str, kind: str = "cv_workshop") -> Row:
    return {"service_id": service_id, "client_id": client_id, "service": kind, "given_on": given_on}


PATH: builders.Tables = {
    "clients": [
        *(client(one) for one in "ABCDEF"),
        client("G", closed_on="2024-05-01"),
        client("H", joined_on="2024-05-02"),
    ],
    "services": [service(f"S{one}", one, "2024-02-01") for one in "ABCDEG"],
    "participations": [
        eura("P1", "A", "2024-01-20", ended_on="2024-03-01", end_form="submitted"),
        eura("P2", "A", "2024-04-01"),
        eura("P3", "B", "2024-01-20"),
        eura("P4", "C", "2024-01-20", ended_on="2024-06-02"),
        eura("P5", "D", "2024-01-20", ended_on="2024-06-01"),
        eura("P6", "F", "2024-01-20"),
        eura("P7", "G", "2024-01-20"),
        eura("P8", "E", "2024-01-20", start_form="none"),
    ],
}
"""On 30 June: A has end data and is back, B and F are inside, C left 28 days and D 29 days before,
G is closed with an open period, E and H have no start data, F and H no service."""


def path(tables: Tables, as_of: dt.date) -> tuple[Parts, dict[str, tuple[int, int]]]:
    """Set, what it is split by and part → persons; and why end data are missing → periods, again.

    Parts without anybody are left out.
    """
    sets = {
        "joined": {one["client_id"] for one in tables["clients"] if one["joined_on"] <= as_of},
        "served": {one["client_id"] for one in tables["services"] if one["given_on"] <= as_of},
        "started": {one["client_id"] for one in started(tables) if one["started_on"] <= as_of},
        "ended": {one["client_id"] for one in tables["participations"] if has_ended(one, as_of)},
    }
    closed = {one["client_id"]: one.get("closed_on") for one in tables["clients"]}
    states: dict[str, list[str]] = {}
    periods: Counter[str] = Counter()
    again: Counter[str] = Counter()
    for one in started(tables):
        if one["started_on"] > as_of:
            continue
        state = state_of(one, closed[one["client_id"]], as_of)
        periods[state] += 1
        again[state] += one["client_id"] in states
        states.setdefault(one["client_id"], []).append(state)
    found: Counter[tuple[str, str, str]] = Counter()
    pairs = (("joined", "served"), ("served", "joined"), ("served", "started"))
    for members, by in (*pairs, ("started", "served"), ("ended", "started")):
        for who in sets[members]:
            found[members, by, by if who in sets[by] else f"not_{by}"] += 1
    for who in sets["started"]:
        worst = next(one for one in (*WORST, "ended") if one in states[who])
        found["started", "ended", "ended" if who in sets["ended"] else worst] += 1
    return dict(found), {state: (periods[state], again[state]) for state in periods}


WORST = ("overdue", "due", "closed", "inside")


def started(tables: Tables) -> list[Row]:
    """EURA periods with start data, the earliest first."""
    kept = [one for one in tables["participations"] if one["start_form"] != "none"]
    return sorted(kept, key=lambda one: (one["started_on"], one["participation_id"]))


def has_ended(one: Row, as_of: dt.date) -> bool:
    return bool(one["end_form"] != "none" and one["ended_on"] and one["ended_on"] <= as_of)


def state_of(one: Row, closed_on: dt.date | None, as_of: dt.date) -> str:
    ended_on = one["ended_on"]
    if has_ended(one, as_of):
        return "ended"
    if ended_on and ended_on <= as_of:
        return "overdue" if (as_of - ended_on).days > 28 else "due"
    return "closed" if closed_on and closed_on <= as_of else "inside"


def days_of(tables: Tables) -> dict[str, list[tuple[dt.date, dt.date | None, bool]]]:
    """Figure → each stay in it: its first day, the day on which it is over, whether it is a return.

    A stay that is over before it began is over on its first day.
    """
    seen: set[str] = set()
    stays = []
    for one in started(tables):
        stays.append((one["started_on"], one["ended_on"], one["client_id"] in seen))
        seen.add(one["client_id"])
    clients = [(one["joined_on"], one["closed_on"], False) for one in tables["clients"]]
    return {
        figure: [(begins, over and max(begins, over), again) for begins, over, again in found]
        for figure, found in (("client_flow", clients), ("eura_flow", stays))
    }


def flow(
    stays: list[tuple[dt.date, dt.date | None, bool]], first: dt.date, last: dt.date
) -> dict[str, int]:
    """Day by day: who is there is a set that changes by those who come and go."""
    there: set[int] = set()
    told = {"at_start": 0, "came": 0, "returned": 0, "gone": 0}
    every = sorted({day for begins, over, _ in stays for day in (begins, over) if day})
    for day in every:
        if day > last:
            break
        within = day >= first or first == STARTS_ON
        if not within:
            told["at_start"] = 0
        for who, (begins, over, again) in enumerate(stays):
            if begins == day:
                there.add(who)
                told["returned" if again else "came"] += within
            if over == day:
                there.discard(who)
                told["gone"] += within
        if not within:
            told["at_start"] = len(there)
    return {**told, "at_end": len(there)}


def later(day: dt.date, months: int) -> dt.date:
    """The same day so many months later, or the last one of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def ways(tables: Tables, as_of: dt.date) -> list[tuple[dt.date, dt.date | None, bool]]:
    """Each client who has joined: the day, that of the first job, whether already in work then."""
    jobs: dict[str, dt.date] = {}
    for one in tables["employments"]:
        jobs[one["client_id"]] = min(one["started_on"], jobs.get(one["client_id"], dt.date.max))
    first: dict[str, Row] = {}
    for one in started(tables):
        first.setdefault(one["client_id"], one)
    found = []
    for one in tables["clients"]:
        who, joined_on = one["client_id"], one["joined_on"]
        job, start = jobs.get(who), first.get(who)
        said = (
            start is not None
            and start["started_on"] <= as_of
            and start["status_at_start"] in ("employed", "self_employed")
            and (job is None or job > start["started_on"])
        )
        if joined_on <= as_of:
            found.append((joined_on, job, said or (job is not None and job < joined_on)))
    return found


def cohorts(tables: Tables, as_of: dt.date) -> dict[tuple[dt.date, int], tuple[Any, ...]]:
    """Half-year of joining and months → state, persons and those in work; of five as threshold."""
    halves: dict[dt.date, list[tuple[dt.date, dt.date | None, bool]]] = {}
    for one in ways(tables, as_of):
        halves.setdefault(half_of(one[0]), []).append(one)
    found: dict[tuple[dt.date, int], tuple[Any, ...]] = {}
    for half, members in halves.items():
        kept = [(joined, job) for joined, job, already in members if not already]
        for months in (6, 12, 18):
            in_work = sum(job is not None and job <= later(joined, months) for joined, job in kept)
            followed = all(later(joined, months) <= as_of for joined, _, _ in members)
            if len(kept) < 5 or 0 < len(members) - len(kept) < 5:
                found[half, months] = ("withheld", None, None)
            elif not followed:
                found[half, months] = ("not_yet", len(kept), None)
            elif 0 < in_work < 5 or 0 < len(kept) - in_work < 5:
                found[half, months] = ("withheld", len(kept), None)
            else:
                found[half, months] = ("told", len(kept), in_work)
    return found


def half_of(day: dt.date) -> dt.date:
    """The first day of its half-year."""
    return day.replace(month=1 if day.month < 7 else 7, day=1)


def left_out(tables: Tables, as_of: dt.date) -> dict[dt.date, int]:
    """Half-year of joining → how many were in work already."""
    found: dict[dt.date, int] = {}
    for joined, _job, already in ways(tables, as_of):
        found[half_of(joined)] = found.get(half_of(joined), 0) + already
    return found


def durations(tables: Tables, as_of: dt.date) -> list[tuple[int, bool]]:
    """Of each who was not in work on joining: whole months until work or the end of following."""
    found = []
    for joined, job, already in ways(tables, as_of):
        if already:
            continue
        followed = next(n for n in range(999) if later(joined, n + 1) > as_of)
        until = next(n for n in range(1, 999) if later(joined, n) >= job) if job else 999
        found.append((min(followed, until), until <= followed))
    return found


def drawn(seed: int) -> Tables:
    """Clients with jobs and start data: a few already in work, some jobs on the day of joining."""
    die = random.Random(seed)
    clients: list[Row] = [
        {
            "client_id": f"C{n}",
            "joined_on": STARTS_ON + dt.timedelta(days=die.randint(0, 500)),
            "closed_on": None,
        }
        for n in range(die.randint(10, 120))
    ]
    statuses = (None, "unemployed", "student", "employed", "self_employed")
    worth = die.choice([(1, 8, 2, 0, 0), (1, 5, 2, 3, 1)])
    return {
        "clients": clients,
        "employments": [
            {
                "employment_id": f"W{n}-{again}",
                "client_id": one["client_id"],
                "started_on": one["joined_on"] + dt.timedelta(days=die.choice([-9, 0, 31, days])),
            }
            for n, one in enumerate(clients)
            for again in range(die.choice([0, 0, 1, 1, 2, 3]))
            for days in [die.randint(1, 600)]
        ],
        "participations": [
            {
                "participation_id": f"P{n}",
                "client_id": one["client_id"],
                "started_on": one["joined_on"] + dt.timedelta(days=die.randint(0, 40)),
                "start_form": die.choice(["none", "submitted", "accepted", "accepted"]),
                "status_at_start": die.choices(statuses, worth)[0],
                "ended_on": None,
                "end_form": "none",
            }
            for n, one in enumerate(clients)
        ],
    }
