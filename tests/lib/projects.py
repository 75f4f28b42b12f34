"""Projects drawn at random: persons with their attributes, and when each was first counted."""

import datetime as dt
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

DAYS = tuple(dt.date(2024, 6, 30) + dt.timedelta(days=182 * nth) for nth in range(4))
"""Four releases."""

MEASURES = ("clients_joined", "clients_served", "clients_trained", "clients_employed")

WEIGHTS: Mapping[str, Mapping[str, int]] = {
    "gender": {"woman": 53, "man": 45, "non_binary": 1, "unknown": 1},
    "age": {"0-24": 15, "25-34": 35, "35-44": 30, "45-54": 14, "55-": 6, "unknown": 0},
    "first_language": {
        "ru": 34,
        "uk": 22,
        "ar": 12,
        "fa": 8,
        "so": 6,
        "en": 5,
        "th": 3,
        "vi": 3,
        "tr": 2,
        "zh": 1,
        "sw": 1,
        "bn": 1,
        "ur": 1,
        "am": 1,
        "unknown": 1,
    },
    "citizenship": {"third_country": 86, "eu": 8, "fi": 5, "unknown": 1},
    "education": {"5-8": 32, "3-4": 38, "0-2": 24, "unknown": 6},
    "municipality": {
        "205": 62,
        "765": 13,
        "290": 8,
        "777": 6,
        "578": 4,
        "105": 3,
        "697": 2,
        "620": 2,
    },
}
"""Attribute → its codes, and how often each is drawn."""

Counts = dict[tuple[str, str, str, int], int]
"""Measure, attribute, code and number of a release → persons."""


@dataclass(frozen=True)
class Person:
    """Attribute → code; measure → number of the release that counts the person first."""

    codes: Mapping[str, str]
    first: Mapping[str, int]


def draw(seed: int, clients: int) -> list[Person]:
    """Persons who join over four half-years; most are served, a third is trained or employed."""
    die = random.Random(seed)
    never = len(DAYS)
    found = []
    for _ in range(clients):
        joined = min(never - 1, int(die.betavariate(1.4, 1.9) * never))

        def later(share: float, most: int, joined: int = joined) -> int:
            return min(never, joined + die.randint(0, most)) if die.random() < share else never

        first = {
            "clients_joined": joined,
            "clients_served": joined if die.random() < 0.9 else later(0.5, 2),
            "clients_trained": later(0.35, 2),
            "clients_employed": later(0.33, 2),
        }
        codes = {
            name: die.choices(list(weights), list(weights.values()))[0]
            for name, weights in WEIGHTS.items()
        }
        found.append(Person(codes, first))
    return found


def counted(persons: Sequence[Person]) -> Counts:
    """Every count, in plain Python."""
    found: Counter[tuple[str, str, str, int]] = Counter()
    for one in persons:
        for measure, first in one.first.items():
            for at in range(first, len(DAYS)):
                found[measure, "all", "all", at] += 1
                for attribute, code in one.codes.items():
                    found[measure, attribute, code, at] += 1
    return dict(found)


def as_query_gives(counts: Counts, at: int) -> pl.DataFrame:
    """The counts of one release as the query of the figure lists them."""
    rows: list[tuple[Any, ...]] = [
        (DAYS[at], measure, attribute, code, persons)
        for (measure, attribute, code, when), persons in sorted(counts.items())
        if when == at
    ]
    columns = ["released_on", "measure", "attribute", "category", "persons"]
    return pl.DataFrame(rows, columns, orient="row")
