"""The order in which a world is made, and what its registers hold on a given day."""

import datetime as dt
import random
from collections.abc import Iterator

from mittaristo.example import courses, organisations, persons
from mittaristo.example.facts import (
    BUDGET,
    CLIENTS,
    ENDS_ON,
    ESTIMATES,
    EVENTS,
    GOALS,
    NEWSLETTER,
    NOTES,
    NOTES_IN_FINNISH,
    PILOTS,
    PRACTICES,
    PROJECTS,
    PUBLISHED,
    PUBLISHED_DAY,
    STARTS_ON,
    SURVEYS,
    TARGETS,
    WITHOUT_A_DAY,
    WITHOUT_A_DAY_FROM,
)
from mittaristo.example.labour_market import labour_market
from mittaristo.example.world import Row, Tables, World
from mittaristo.registers.schemas import columns

CONTEXT_FROM = dt.date(2023, 1, 1)
"""The first month of the region's labour market: a while before the project."""


def make_world(clients: int = CLIENTS, seed: int = 1) -> World:
    """The same size and seed give the same world."""
    world = World(clients, random.Random(seed))
    persons.clients(world)
    courses.trainings(world)
    organisations.employers(world)
    persons.employments(world)
    persons.services(world)
    persons.participations(world)
    persons.closings(world)
    organisations.assessments(world)
    organisations.network_and_purchases(world)
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
    tables["budget"] = [
        {"category": category, "amount_eur": amount, "valid_from": STARTS_ON}
        for category, amount in BUDGET.items()
    ]
    tables.update(_about_no_person(world, as_of))
    tables["milestones"] = [
        {
            "milestone_id": event.id,
            "on": event.on,
            "kind": event.kind,
            "title_fi": event.title_fi,
            "title_en": event.title_en,
            "done": event.done(as_of),
        }
        for event in EVENTS
        if event.known_on <= as_of
    ]
    tables["milestones"] += [
        {
            "milestone_id": name,
            "on": None,
            "kind": "deliverable",
            "title_fi": title_fi,
            "title_en": title_en,
            "done": False,
        }
        for name, title_fi, title_en in WITHOUT_A_DAY
        if as_of >= WITHOUT_A_DAY_FROM
    ]
    tables["targets"] = [
        {"measure": measure, "value": value, "valid_from": STARTS_ON, "due_on": ENDS_ON}
        for measure, value in TARGETS
    ]
    tables["labour_market"] = labour_market(CONTEXT_FROM, as_of)
    tables["published"] = list(_published(as_of)) if world.clients == CLIENTS else []
    return tables


def _about_no_person(world: World, as_of: dt.date) -> Tables:
    """Registers that are the same for any number of clients, as they stood on a day."""

    def until(day: str) -> bool:
        return dt.date.fromisoformat(day) <= as_of

    pilots = []
    for pilot_id, name, stages in PILOTS:
        reached = [(stage, since) for stage, since in stages if until(since)]
        if reached:
            stage, since = reached[-1]
            pilots.append(
                {"pilot_id": pilot_id, "name": name, "stage": stage, "stage_since": since}
            )
    return {
        "pilots": pilots,
        "practices": [
            dict(zip(columns("practices"), practice, strict=True)) for practice in PRACTICES
        ],
        "projects": [
            {
                "project_id": f"H{place:02d}",
                "name": f"{name} (esimerkki)",
                "organisation": f"Esimerkkiorganisaatio {place}",
                "starts_on": dt.date.fromisoformat(starts_on),
                "ends_on": dt.date.fromisoformat(ends_on),
                "activities": activities,
            }
            for place, (name, starts_on, ends_on, activities) in enumerate(PROJECTS, start=1)
        ],
        "surveys": [
            {
                "survey_id": survey_id,
                "asked_on": dt.date.fromisoformat(asked_on),
                "question": question,
                "answer": answer,
                "respondents": world.share(respondents),
            }
            for survey_id, asked_on, question, answers in SURVEYS
            if until(asked_on)
            for answer, respondents in answers.items()
        ],
        "goals": [
            {
                "goal_id": goal_id,
                "level": "operational" if parent else "strategic",
                "parent": parent,
                "title_fi": title_fi,
                "title_en": title_en,
                "measure": measure,
                "outcome": "open",
                "basis_fi": "Hanke on kesken.",
                "basis_en": "The project is under way.",
            }
            for goal_id, parent, title_fi, title_en, measure in GOALS
        ],
        "notes": [
            {
                "note_id": note.id,
                "on": note.on,
                "kind": note.kind,
                "measure": note.measure,
                "expected": note.expected,
                "text_fi": note.text_fi,
                "text_en": note.text_en,
                "role": note.role,
                "due_on": note.due_on,
                "done": True if note.done_on and note.done_on <= as_of else None,
            }
            for note in NOTES
            if note.on <= as_of
        ],
        "estimates": [
            {
                "indicator": indicator,
                "woman": world.share(woman),
                "man": world.share(man),
                "non_binary": world.share(non_binary),
                "method": "asiakaskyselyn vastauksista arvioitu",
                "estimated_on": dt.date(2025, 12, 31),
            }
            for indicator, woman, man, non_binary in ESTIMATES
            if as_of >= dt.date(2025, 12, 31)
        ],
    }


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
                "note_fi": NOTES_IN_FINNISH.get(note or ""),
            }
