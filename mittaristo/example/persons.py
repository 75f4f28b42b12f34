"""Clients, and what happens to them: jobs, services, EURA periods."""

import datetime as dt
from dataclasses import replace

from mittaristo.example.facts import (
    EMPLOYED,
    ENDED_IN_EURA,
    FIRST_LANGUAGES,
    MUNICIPALITIES,
    OTHER_LANGUAGES,
    RETURNED,
    SERVED,
    SERVICES,
    STARTED_IN_EURA,
    STARTED_UNSERVED,
    STARTS_ON,
    SUPPORT,
)
from mittaristo.example.world import Recorded, Row, World


def clients(world: World) -> None:
    """Clients who join until the intake closes; most of them in the project's first year."""
    last = dt.date(2025, 9, 30)
    span = (last - STARTS_ON).days
    days = sorted(
        STARTS_ON + dt.timedelta(days=7 + round(world.random.betavariate(1.4, 1.9) * (span - 7)))
        for _ in range(world.clients)
    )
    entries = []
    for index, joined_on in enumerate(days, start=1):
        first_language = world.pick({**FIRST_LANGUAGES, "rare": 9})
        if first_language == "rare":
            first_language = world.random.choice(OTHER_LANGUAGES)
        row = {
            "client_id": f"C{index:05d}",
            "joined_on": joined_on,
            "gender": world.pick({"woman": 53, "man": 45, "non_binary": 1, "unknown": 1}),
            "birth_year": 2024 - round(world.random.triangular(18, 63, 34)),
            "first_language": first_language,
            "citizenship": world.pick({"third_country": 86, "eu": 8, "fi": 5, "unknown": 1}),
            "municipality": world.pick(MUNICIPALITIES),
            "education_isced": world.random.choices(
                [None, 1, 2, 3, 4, 5, 6, 7], [6, 6, 18, 28, 10, 6, 17, 9]
            )[0],
            "closed_on": None,
        }
        written = joined_on + dt.timedelta(days=world.random.randint(0, 14))
        entries.append(Recorded(row, written))
        course_language = "ru" if first_language in ("ru", "uk") else "en"
        world.joined.append((joined_on, f"C{index:05d}", course_language))
    world.tables["clients"] = entries


def employments(world: World) -> None:
    """Persons who find work, each kind of support once; a few find it both ways."""
    employers = world.tables["employers"]
    firms = [entry.row["employer_id"] for entry in employers if entry.row["staffing_firm"]]
    others = [entry.row["employer_id"] for entry in employers if not entry.row["staffing_firm"]]
    quotas = [world.share(quota) for quota in EMPLOYED]
    people = world.random.sample(world.joined, min(sum(quotas), len(world.joined)))
    kinds = [kind for kind, quota in zip(SUPPORT, quotas, strict=True) for _ in range(quota)]
    starts = []
    for (joined_on, client_id, _), kind in zip(people, kinds, strict=False):
        first = max(joined_on + dt.timedelta(days=21), dt.date(2024, 1, 8))
        for support in kind:
            starts.append((world.day(first, dt.date(2026, 4, 27)), client_id, support))
    starts.sort()
    entries = []
    for index, (started_on, client_id, support) in enumerate(starts, start=1):
        staffing = world.random.random() < (0.5 if support == "direct" else 0.3)
        # A few firms hire again and again.
        repeatedly = others[: max(3, len(others) // 5)]
        employer = world.random.choice(
            firms if staffing else repeatedly if world.random.random() < 0.6 else others or firms
        )
        known = staffing or support == "direct" or world.random.random() < 0.7
        row = {
            "employment_id": f"W{index:05d}",
            "client_id": client_id,
            "employer_id": employer if known else None,
            "started_on": started_on,
            "support": support,
            "contract": world.pick(
                {"temporary": 62, "permanent": 29, "self_employed": 4, "unknown": 5}
            ),
            "via_staffing_firm": staffing,
            "evidence": world.pick(
                {"contract": 5, "employer": 4, "client": 3}
                if support == "direct"
                else {"client": 5, "survey": 3, "unknown": 2}
            ),
        }
        entries.append(Recorded(row, world.recorded(started_on)))
    world.tables["employments"] = _with_corrections(entries)


def _with_corrections(entries: list[Recorded]) -> list[Recorded]:
    """Between the turn of 2025 and February 2026: two dates, one kind of support, one removal."""
    corrected_on = dt.date(2026, 2, 16)
    early = [index for index, entry in enumerate(entries) if entry.on < dt.date(2025, 12, 1)]
    if len(early) < 8:
        return entries
    moved, moved_far, other_support, doubled = (
        early[len(early) * part // 8] for part in (2, 4, 5, 6)
    )
    later = dt.timedelta(days=9)
    entries = list(entries)
    for index in (moved, moved_far):
        row = entries[index].row
        entries[index] = replace(
            entries[index],
            corrections=((corrected_on, {"started_on": row["started_on"] + later}),),
        )
    was = "other" if entries[other_support].row["support"] == "direct" else "direct"
    entries[other_support] = replace(
        entries[other_support], corrections=((corrected_on, {"support": was}),)
    )
    twice = {**entries[doubled].row, "employment_id": f"W{len(entries) + 1:05d}"}
    return [*entries, Recorded(twice, entries[doubled].on, removed_on=corrected_on)]


def services(world: World) -> None:
    """Who got services, how often and which.

    Everyone who was trained or employed with direct support did.
    """
    must = {row["client_id"] for _, _, row in world.enrolled if row["outcome"] != "absent"} | {
        entry.row["client_id"]
        for entry in world.tables["employments"]
        if entry.row["support"] == "direct"
    }
    quota = min(max(world.share(SERVED), len(must)), len(world.joined))
    others = [client_id for _, client_id, _ in world.joined if client_id not in must]
    served = must | set(world.random.sample(others, quota - len(must)))
    last = dt.date(2026, 4, 28)
    given: list[tuple[dt.date, str, str]] = []
    for joined_on, client_id, _ in world.joined:
        if client_id not in served:
            continue
        first = min(joined_on + dt.timedelta(days=world.random.randint(15, 70)), last)
        for turn in range(world.random.choice([1, 1, 2, 2, 3, 4, 6])):
            on = first if turn == 0 else world.day(first, last)
            given.append((on, client_id, world.pick(SERVICES)))
    given.sort()
    world.tables["services"] = [
        Recorded(
            {
                "service_id": f"S{index:06d}",
                "client_id": client_id,
                "service": service,
                "given_on": on,
            },
            max(world.recorded(on), on),
        )
        for index, (on, client_id, service) in enumerate(given, start=1)
    ]
    world.served = served


def participations(world: World) -> None:
    """EURA periods: forms sent or not yet, periods still open, some overdue, some who return."""
    joined = {client_id: joined_on for joined_on, client_id, _ in world.joined}
    served = [client_id for client_id in joined if client_id in world.served]
    unserved = [client_id for client_id in joined if client_id not in world.served]
    extra = world.random.sample(unserved, min(world.share(STARTED_UNSERVED), len(unserved)))
    quota = min(world.share(STARTED_IN_EURA) - len(extra), len(served))
    started = sorted([*world.random.sample(served, max(quota, 0)), *extra])
    ended = set(world.random.sample(started, min(world.share(ENDED_IN_EURA), len(started))))
    returning = set(world.random.sample(sorted(ended), min(world.share(RETURNED), len(ended))))
    in_eura = set(started)
    without_form = [client_id for client_id in served if client_id not in in_eura]
    rows: list[tuple[dt.date, dt.date | None, str, str]] = []
    for client_id in started:
        first = joined[client_id] + dt.timedelta(days=world.random.randint(0, 25))
        last = None
        if client_id in ended:
            last = world.day(first + dt.timedelta(days=60), dt.date(2026, 4, 20))
            last = max(first, min(last, dt.date(2026, 4, 20)))
        rows.append((first, last, client_id, "accepted"))
        if client_id in returning and last and last < dt.date(2026, 3, 1):
            again = world.day(last + dt.timedelta(days=20), dt.date(2026, 4, 10))
            rows.append((again, None, client_id, "submitted"))
    for client_id in without_form[: world.share(40)]:
        rows.append((joined[client_id], None, client_id, "none"))
    rows.sort(key=lambda row: (row[0], row[2]))
    entries = []
    working = {entry.row["client_id"] for entry in world.tables["employments"]}
    for index, (first, last, client_id, form) in enumerate(rows, start=1):
        row = _participation(world, f"P{index:05d}", first, last, client_id, form)
        if last is not None and client_id in working and world.random.random() < 0.7:
            row["status_at_end"] = "employed"
        corrections: list[tuple[dt.date, Row]] = []
        if last is not None:
            corrections.append((max(world.recorded(last), last), BEFORE_THE_END))
            half_a_year_later = last + dt.timedelta(days=183)
            corrections.append((half_a_year_later, {"status_after_6_months": None}))
        written = max(world.recorded(first), joined[client_id] + dt.timedelta(days=15))
        entries.append(Recorded(row, written, corrections=tuple(corrections)))
    world.tables["participations"] = entries


BEFORE_THE_END: Row = {
    "ended_on": None,
    "status_at_end": None,
    "qualification_gained": None,
    "end_form": "none",
    "status_after_6_months": None,
}

STATUS_AT_START = {
    "unemployed": 68,
    "student": 9,
    "employed": 9,
    "self_employed": 1,
    "other_inactive": 13,
}
STATUS_AT_END = {
    "unemployed": 55,
    "student": 16,
    "employed": 21,
    "self_employed": 2,
    "other_inactive": 6,
}


def _participation(
    world: World,
    participation_id: str,
    first: dt.date,
    last: dt.date | None,
    client_id: str,
    form: str,
) -> Row:
    status = world.pick(STATUS_AT_START)
    months = world.random.randint(0, 40) if status == "unemployed" else None
    row: Row = {
        "participation_id": participation_id,
        "client_id": client_id,
        "started_on": first,
        "status_at_start": status if world.random.random() < 0.98 else None,
        "unemployed_months_at_start": months,
        "start_form": form,
        **BEFORE_THE_END,
    }
    if last is None:
        return row
    asked_later = world.random.random() < 0.4
    return {
        **row,
        "ended_on": last,
        "status_at_end": world.pick(STATUS_AT_END),
        "qualification_gained": world.random.random() < 0.3,
        "end_form": "accepted",
        "status_after_6_months": world.pick({"unemployed": 5, "employed": 4, "student": 2})
        if asked_later
        else None,
    }


def closings(world: World) -> None:
    """A client relationship is mostly closed some time after the last EURA period has ended.

    And after the last service, training and job.
    """
    ended: dict[str, dt.date | None] = {}
    for entry in world.tables["participations"]:
        ended[entry.row["client_id"]] = entry.row["ended_on"]
    happened = [
        *((entry.row["client_id"], entry.row["given_on"]) for entry in world.tables["services"]),
        *(
            (entry.row["client_id"], entry.row["started_on"])
            for entry in world.tables["employments"]
        ),
        *((row["client_id"], starts_on) for _, starts_on, row in world.enrolled),
    ]
    latest: dict[str, dt.date] = {}
    for client_id, day in happened:
        latest[client_id] = max(latest.get(client_id, day), day)
    closed = []
    for entry in world.tables["clients"]:
        last = ended.get(entry.row["client_id"])
        if last is None or world.random.random() < 0.1:
            closed.append(entry)
            continue
        on = last + dt.timedelta(days=world.random.randint(0, 45))
        on = max(on, latest.get(entry.row["client_id"], on))
        written = max(on, world.recorded(on), entry.on)
        closed.append(
            replace(
                entry,
                row={**entry.row, "closed_on": on},
                corrections=((written, {"closed_on": None}),),
            )
        )
    world.tables["clients"] = closed
