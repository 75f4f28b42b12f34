"""Employers and partners, meetings and purchases."""

import datetime as dt
from collections.abc import Sequence

from mittaristo.example.facts import (
    ASSESSMENTS,
    ASSESSMENTS_IN_SPRING,
    CLIENT_EMPLOYERS,
    EMPLOYERS,
    EVENTS,
    EXTRA_ENCOUNTERS,
    INDUSTRIES,
    MET_EMPLOYERS,
    MET_IN_SPRING,
    MUNICIPALITIES,
    PARTNERS,
    PROFILES,
    SEAT_EUR,
    SECTORS,
    STAFFING_FIRMS,
    STARTS_ON,
)
from mittaristo.example.world import Recorded, World


def employers(world: World) -> None:
    """Employers, those that became clients, and where and when they were met."""
    total = max(world.share(EMPLOYERS), 3)
    ids = [f"E{index:04d}" for index in range(1, total + 1)]
    firms = set(ids[: max(1, min(world.share(STAFFING_FIRMS), total))])
    clients = set(world.random.sample(ids, min(world.share(CLIENT_EMPLOYERS), total)))
    entries = []
    for employer_id in ids:
        since = world.day(dt.date(2024, 1, 22), dt.date(2026, 4, 24))
        row = {
            "employer_id": employer_id,
            "industry": "N" if employer_id in firms else world.pick(INDUSTRIES),
            "municipality": world.pick(MUNICIPALITIES),
            "staffing_firm": employer_id in firms,
            "client_since": since if employer_id in clients else None,
        }
        if employer_id in clients:
            entries.append(
                Recorded(
                    row,
                    STARTS_ON,
                    corrections=((world.recorded(since), {"client_since": None}),),
                )
            )
        else:
            entries.append(Recorded(row, STARTS_ON))
    world.tables["employers"] = entries
    world.tables["encounters"] = _encounters(world, ids, firms)


def _encounters(world: World, ids: Sequence[str], firms: set[str]) -> list[Recorded]:
    met = [*sorted(firms), *(employer for employer in ids if employer not in firms)]
    met = met[: world.share(MET_EMPLOYERS)]
    if not met:
        return []
    new_in_spring = set(met[len(met) - min(world.share(MET_IN_SPRING), len(met)) :])
    known = [employer for employer in met if employer not in new_in_spring]
    meetings: list[tuple[dt.date, str, str, str | None]] = [
        (
            world.day(dt.date(2024, 1, 15), dt.date(2025, 12, 19)),
            employer,
            world.pick({"visit": 5, "call": 4, "event": 2, "other": 1}),
            None,
        )
        for employer in known
    ]
    newcomers = sorted(new_in_spring)
    for event in EVENTS:
        at_event = min(world.share(event.employers), len(met))
        if event.id == "infra-employers":
            guests = sorted(firms & set(met))[:at_event]
        else:
            guests = newcomers[:at_event]
            newcomers = newcomers[at_event:]
            others = [employer for employer in known if employer not in guests]
            guests += world.random.sample(others, min(at_event - len(guests), len(others)))
        meetings += [(event.on, employer, "event", event.id) for employer in guests]
    meetings += [
        (world.day(dt.date(2026, 1, 7), dt.date(2026, 4, 24)), employer, "visit", None)
        for employer in newcomers
    ]
    meetings += [
        (
            world.day(dt.date(2025, 1, 13), dt.date(2026, 4, 24)),
            world.random.choice(known or met),
            world.pick({"visit": 4, "call": 6, "other": 1}),
            None,
        )
        for _ in range(world.share(EXTRA_ENCOUNTERS))
    ]
    meetings.sort(key=lambda meeting: (meeting[0], meeting[1], meeting[2]))
    return [
        Recorded(
            {
                "encounter_id": f"M{index:04d}",
                "employer_id": employer,
                "met_on": on,
                "channel": channel,
                "event": event_id,
            },
            world.recorded(on),
        )
        for index, (on, employer, channel, event_id) in enumerate(meetings, start=1)
    ]


def assessments(world: World) -> None:
    """Needs assessments at employers, and how many profiles each led to."""
    employers = [entry.row["employer_id"] for entry in world.tables["employers"]]
    spring = world.share(ASSESSMENTS_IN_SPRING)
    before = world.share(ASSESSMENTS) - spring
    days = sorted(
        [world.day(dt.date(2024, 1, 22), dt.date(2025, 12, 12)) for _ in range(before)]
        + [world.day(dt.date(2026, 1, 8), dt.date(2026, 4, 24)) for _ in range(spring)]
    )
    profiles = world.share(PROFILES)
    entries = []
    for index, made_on in enumerate(days, start=1):
        left = len(days) - index + 1
        sent = (
            profiles if left == 1 else min(profiles, world.random.randint(0, 2 * profiles // left))
        )
        profiles -= sent
        row = {
            "assessment_id": f"A{index:04d}",
            "employer_id": world.random.choice(employers),
            "made_on": made_on,
            "profiles_sent": sent,
        }
        entries.append(Recorded(row, world.recorded(made_on)))
    world.tables["assessments"] = entries


def network_and_purchases(world: World) -> None:
    """Partners with invented names, and a purchase for each course that is bought."""
    world.tables["partners"] = [
        Recorded(
            {
                "partner_id": f"K{index:02d}",
                "name": f"Esimerkkikumppani {index}",
                "sector": world.pick(SECTORS),
                "since": since,
            },
            since,
        )
        for index in range(1, PARTNERS + 1)
        for since in [world.day(dt.date(2023, 10, 16), dt.date(2026, 4, 15))]
    ]
    bought = [
        (entry.row["starts_on"], "card_training" if entry.row["card"] else "short_training", seats)
        for entry in world.tables["trainings"]
        if entry.row["kind"] in ("card", "short")
        for seats in [entry.row["seats"]]
    ]
    orders = [
        (
            on - dt.timedelta(days=45),
            category,
            SEAT_EUR * seats if category == "card_training" else 9800,
        )
        for on, category, seats in bought
    ]
    orders += [(dt.date(2026, 2, 12), "campaign", 8900), (dt.date(2026, 4, 2), "campaign", 6400.5)]
    world.tables["purchases"] = [
        Recorded(
            {
                "purchase_id": f"O{index:04d}",
                "category": category,
                "ordered_on": max(on, STARTS_ON),
                "amount_eur": amount,
            },
            max(on, STARTS_ON),
        )
        for index, (on, category, amount) in enumerate(sorted(orders), start=1)
    ]
