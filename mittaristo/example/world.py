"""A world of clients, courses and employers, and what its registers hold on a given day."""

import datetime as dt
import random
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from mittaristo.example.facts import (
    CLIENT_EMPLOYERS,
    CLIENTS,
    COURSES,
    EMPLOYED,
    EMPLOYERS,
    ENDS_ON,
    EVENTS,
    EXTRA_ENCOUNTERS,
    FIRST_LANGUAGES,
    INDUSTRIES,
    MET_EMPLOYERS,
    MET_IN_SPRING,
    MUNICIPALITIES,
    NEWSLETTER,
    OTHER_LANGUAGES,
    PUBLISHED,
    PUBLISHED_DAY,
    STAFFING_FIRMS,
    STARTS_ON,
    SUPPORT,
    TARGETS,
    Course,
)

Row = dict[str, Any]
Tables = dict[str, list[Row]]


@dataclass(frozen=True)
class Recorded:
    """A row, when it was written, when it was removed, and how it read before it was corrected."""

    row: Row
    on: dt.date
    removed_on: dt.date | None = None
    corrected_on: dt.date | None = None
    before: Row = field(default_factory=dict)

    def as_read_on(self, day: dt.date) -> Row | None:
        if self.on > day or (self.removed_on and self.removed_on <= day):
            return None
        if self.corrected_on and day < self.corrected_on:
            return {**self.row, **self.before}
        return self.row


@dataclass
class World:
    """Everything that happens in the project, from its first to its last day."""

    clients: int
    random: random.Random
    tables: dict[str, list[Recorded]] = field(default_factory=dict)
    joined: list[tuple[dt.date, str, str]] = field(default_factory=list)
    enrolled: list[tuple[dt.date, dt.date, Row]] = field(default_factory=list)

    def share(self, of_thousand: int) -> int:
        """How many there are, when there are `of_thousand` with a thousand clients."""
        return round(of_thousand * self.clients / CLIENTS)

    def day(self, first: dt.date, last: dt.date) -> dt.date:
        """A working day, as likely early as late."""
        found = first + dt.timedelta(days=self.random.randint(0, max((last - first).days, 0)))
        return found - dt.timedelta(days=max(found.weekday() - 4, 0)) if found > first else found

    def recorded(self, on: dt.date) -> dt.date:
        """When a busy secretary writes it down: mostly in days, sometimes in months.

        What happened by the newsletter's day was in the registers on that day.
        """
        delay = (
            self.random.randint(0, 12)
            if self.random.random() < 0.92
            else self.random.randint(25, 90)
        )
        written = on + dt.timedelta(days=delay)
        return min(written, PUBLISHED_DAY) if on <= PUBLISHED_DAY else written

    def pick(self, weights: Mapping[str, int]) -> str:
        return self.random.choices(list(weights), list(weights.values()))[0]


def make_world(clients: int = CLIENTS, seed: int = 1) -> World:
    """The same size and seed give the same world."""
    world = World(clients, random.Random(seed))
    _clients(world)
    _trainings(world)
    _employers(world)
    _employments(world)
    return world


def registers(world: World, as_of: dt.date) -> Tables:
    """What the registers of this world hold on a day: rows by table."""
    tables: Tables = {
        name: [row for entry in entries if (row := entry.as_read_on(as_of)) is not None]
        for name, entries in world.tables.items()
    }
    given = {row["training_id"] for row in tables["trainings"]}
    tables["attendances"] = [
        row if starts_on <= as_of else {**row, "outcome": "enrolled"}
        for enrolled_on, starts_on, row in world.enrolled
        if row["training_id"] in given and enrolled_on <= as_of
    ]
    tables["milestones"] = [
        {
            "milestone_id": event.id,
            "on": event.on,
            "kind": event.kind,
            "title_fi": event.title_fi,
            "title_en": event.title_en,
            "done": event.on <= as_of,
        }
        for event in EVENTS
    ]
    tables["targets"] = [
        {"measure": measure, "value": value, "valid_from": STARTS_ON, "due_on": ENDS_ON}
        for measure, value in TARGETS
    ]
    tables["published"] = list(_published(as_of)) if world.clients == CLIENTS else []
    return tables


def _published(as_of: dt.date) -> Iterator[Row]:
    spring, survey = dt.date(2026, 1, 1), dt.date(2025, 12, 31)
    for measure, value, qualifier, unit, period, note in PUBLISHED:
        of_survey = period == "survey"
        known = survey if of_survey else PUBLISHED_DAY
        if known <= as_of:
            yield {
                "measure": measure,
                "kind": "actual",
                "value": value,
                "qualifier": qualifier,
                "unit": unit,
                "as_of": known,
                "as_of_basis": "stated" if period in ("survey", "stated") else "assumed",
                "period_from": None if of_survey else spring if period == "spring" else STARTS_ON,
                "period_to": None if of_survey else PUBLISHED_DAY,
                "source": NEWSLETTER,
                "place": None,
                "note": note,
            }


def _clients(world: World) -> None:
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


def _trainings(world: World) -> None:
    """Courses, repeated in groups when there are many clients, and who took part."""
    speakers = {
        language: [entry for entry in world.joined if entry[2] == language or language == "fi"]
        for language in ("en", "ru", "fi")
    }
    joining_days = {name: [entry[0] for entry in entries] for name, entries in speakers.items()}
    entries = []
    number = 0
    for course in COURSES:
        attendances = world.share(course.attendances)
        groups = max(1, -(-attendances // 40))
        for group in range(groups):
            number += 1
            training_id = f"T{number:04d}"
            going = attendances // groups + (group < attendances % groups)
            seats = max(going + 4, 10)
            entries.append(Recorded(_training(training_id, course, seats), _planned_on(course)))
            enrolling = course.starts_on - dt.timedelta(days=60)
            present = bisect_right(joining_days[course.language], enrolling)
            absent = round(going * 0.12)
            chosen = world.random.sample(range(present), min(going + absent, present))
            for place, index in enumerate(chosen):
                passed = "failed" if world.random.random() < 0.06 else "completed"
                row = {
                    "training_id": training_id,
                    "client_id": speakers[course.language][index][1],
                    "outcome": passed if place < going else "absent",
                }
                ahead = dt.timedelta(days=world.random.randint(3, 40))
                world.enrolled.append((course.starts_on - ahead, course.starts_on, row))
    world.tables["trainings"] = entries


def _training(training_id: str, course: Course, seats: int) -> Row:
    return {
        "training_id": training_id,
        "title": course.title,
        "kind": course.kind,
        "card": course.card,
        "language": course.language,
        "starts_on": course.starts_on,
        "ends_on": course.starts_on + dt.timedelta(days=course.days - 1),
        "municipality": "205",
        "seats": seats,
        "cost_eur": 60.0 * seats if course.card else None,
    }


def _planned_on(course: Course) -> dt.date:
    """A training is written into the register when its date is agreed."""
    return course.starts_on - dt.timedelta(days=150 if course.kind == "career" else 70)


def _employers(world: World) -> None:
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
                    corrected_on=world.recorded(since),
                    before={"client_since": None},
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


def _employments(world: World) -> None:
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
            corrected_on=corrected_on,
            before={"started_on": row["started_on"] + later},
        )
    entries[other_support] = replace(
        entries[other_support],
        corrected_on=corrected_on,
        before={
            "support": "other" if entries[other_support].row["support"] == "direct" else "direct"
        },
    )
    twice = {**entries[doubled].row, "employment_id": f"W{len(entries) + 1:05d}"}
    return [*entries, Recorded(twice, entries[doubled].on, removed_on=corrected_on)]
