"""Projects of which releases by attributes and indicators are both shown, on eight days."""

import datetime as dt
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from mittaristo.figures import breakdowns
from mittaristo.figures.breakdowns import Protection, Released
from mittaristo.figures.team import released
from mittaristo.privacy.protection import SCHEMA, Rules
from mittaristo.project import Project
from tests.lib.projects import MEASURES, WEIGHTS, Person

TIMES = tuple(dt.date(2024, 3, 31) + dt.timedelta(days=92 * nth) for nth in range(8))
"""The days of snapshots; each second one is that of a release."""

RELEASES = range(1, len(TIMES), 2)
PARTICIPANTS = "participants"
STARTS = {"0-24": ("0-17", "18-29"), "25-34": ("18-29", "30-54"), "45-54": ("30-54", "55-")}
CODES = {
    "age": {"EECO06": ("0-17",), "EECO07": ("18-29",), "EECO08": ("55-",)},
    "education": {"EECO09": ("0-2",), "EECO10": ("3-4",), "EECO11": ("5-8",)},
    "citizenship": {"EECO13": ("third_country",)},
}
"""Attribute → indicator → the categories of participants that it counts."""


@dataclass(frozen=True)
class One(Person):
    """A person who may also take part, from a day on, at some age then."""

    aged: str


def starts(age: str) -> tuple[str, ...]:
    """At which ages someone may start who joined at an age."""
    return STARTS.get(age, ("30-54",) if age == "35-44" else ("55-",))


def draw(seed: int, clients: int) -> list[One]:
    """Persons who join over two years; most of them take part, in some projects all but a few."""
    die, never = random.Random(seed), len(TIMES)
    taking_part = die.choice((0.6, 0.85, 0.95, 0.99))
    found = []
    for _ in range(clients):
        joined = min(never - 1, int(die.betavariate(1.4, 1.9) * never))

        def later(share: float, most: int, joined: int = joined) -> int:
            return min(never, joined + die.randint(0, most)) if die.random() < share else never

        codes = {
            name: die.choices(list(weights), list(weights.values()))[0]
            for name, weights in WEIGHTS.items()
        }
        complete = "unknown" not in (codes["age"], codes["education"], codes["gender"])
        first = {
            "clients_joined": joined,
            "clients_served": later(0.93, 1),
            "clients_trained": later(0.35, 4),
            "clients_employed": later(0.33, 4),
            PARTICIPANTS: later(taking_part, 1) if complete else never,
        }
        found.append(One(codes, first, die.choice(starts(codes["age"]))))
    return found


def category(one: Person, attribute: str) -> str:
    """By which an indicator counts a participant."""
    return one.aged if attribute == "age" and isinstance(one, One) else one.codes[attribute]


def those(persons: Sequence[One], measure: str, at: int) -> list[One]:
    """Who counts on a day."""
    return [one for one in persons if one.first[measure] <= at]


def _exact(persons: Sequence[One], at: int) -> Mapping[str, pl.DataFrame]:
    """What the queries for the team give; nobody has left."""
    taking_part = those(persons, PARTICIPANTS, at)
    counts = {"EECO01": len(taking_part), "EECO02": len(taking_part)}
    for attribute, of in CODES.items():
        for code, labels in of.items():
            counts[code] = sum(category(one, attribute) in labels for one in taking_part)
    rows = [(code, counts.get(code, 0), len(taking_part)) for code in (*counts, *NONE)]
    rows += [(f"EECR{nth:02}", 0, 0) for nth in range(1, 6)]
    nothing = {
        "estimated_indicators": ["code"],
        "indicator_records": ["field", "persons"],
        "indicator_checks": list(released.OF_CHECKS),
        "from_employments_to_indicator": ["step", "persons"],
    }
    return {
        "indicators": pl.DataFrame(rows, ["code", "total", "of_all"], orient="row"),
        **{name: pl.DataFrame(schema=columns) for name, columns in nothing.items()},
    }


NONE = ("EECO03", "EECO04", "EECO05")


def _counts(persons: Sequence[One], at: int) -> pl.DataFrame:
    """What the query of the releases gives."""
    found: Counter[tuple[str, str, str]] = Counter()
    for measure in MEASURES:
        for one in those(persons, measure, at):
            found[measure, "all", "all"] += 1
            found.update((measure, name, code) for name, code in one.codes.items())
    rows = [(TIMES[at], *key, persons) for key, persons in sorted(found.items())]
    return pl.DataFrame(rows, list(SCHEMA), orient="row")


@dataclass(frozen=True)
class Shown:
    """The newest figure of releases, and the indicators of each snapshot."""

    breakdowns: pl.DataFrame
    indicators: Sequence[pl.DataFrame]


def publish(persons: Sequence[One], project: Project) -> Shown:
    """What eight snapshots show, each knowing what earlier ones have shown."""
    project = replace(project, starts_on=dt.date(2024, 1, 1), ends_on=dt.date(2026, 12, 31))
    history, before = pl.DataFrame(schema=SCHEMA), list[released.Earlier]()
    for at, day in enumerate(TIMES):
        joined = len(those(persons, "clients_joined", at))
        beside = released.Beside(history, Rules(), joined)
        tables = released.tables(_exact(persons, at), day, before, beside)
        values = pl.DataFrame({"measure": ["clients_joined"], "value": [joined]})
        before.append({released.INDICATORS: tables["shown_indicators"], released.VALUES: values})
        if at in RELEASES:
            protection = Protection(project, day, Released(history), released.days(before))
            history = protection(_counts(persons, at))
    return Shown(history, [one[released.INDICATORS] for one in before])


def share_named(shown: Shown) -> float:
    """How many stand in named groups after the last release, by the newest table of each."""
    newest = pl.col("released_on") == pl.col("released_on").max().over("measure", "attribute")
    table = shown.breakdowns.filter(newest).with_columns(released_on=pl.lit(TIMES[-1]))
    return breakdowns.share_named(table, TIMES[-1]) or 0
