"""Trainings held and coming, and who takes part."""

import datetime as dt
from bisect import bisect_right

from mittaristo.example.facts import COURSES, Course
from mittaristo.example.world import Recorded, Row, World


def trainings(world: World) -> None:
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
