"""Projects of which releases by attributes and indicators are both shown, on eight days."""

import datetime as dt
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from mittaristo.figures import breakdowns
from mittaristo.figures.breakdowns import Protection, Released
from mittaristo.figures.team import released
from mittaristo.privacy.protection import SCHEMA, Rules
from mittaristo.privacy.together import Set
from mittaristo.project import Project
from tests.lib.projects import MEASURES, WEIGHTS, Person

TIMES = tuple(dt.date(2024, 3, 31) + dt.timedelta(days=92 * nth) for nth in range(8))
"""The days of snapshots; each second one is that of a release."""

RELEASES = range(1, len(TIMES), 2)
PARTICIPANTS, STARTED = "participants", "started"
SERVED, EMPLOYED = "clients_served", "clients_employed"
STARTS = {"0-24": ("0-17", "18-29"), "25-34": ("18-29", "30-54"), "45-54": ("30-54", "55-")}
CODES = {
    "age": {"EECO06": ("0-17",), "EECO07": ("18-29",), "EECO08": ("55-",)},
    "education": {"EECO09": ("0-2",), "EECO10": ("3-4",), "EECO11": ("5-8",)},
    "citizenship": {"EECO13": ("third_country",)},
}
"""Attribute → indicator → the categories of participants that it counts."""


@dataclass(frozen=True)
class One(Person):
    """A person who may also take part, from a day on, at some age then.

    gone: the day from which the registers have the person no more. corrected: the day from which
    they say `then` of the person instead.
    """

    aged: str
    gone: int = len(TIMES)
    corrected: int = len(TIMES)
    then: Mapping[str, str] = field(default_factory=dict)

    def code(self, attribute: str, at: int) -> str:
        """What the registers say of an attribute on a day."""
        return (self.then if at >= self.corrected else self.codes)[attribute]


def starts(age: str) -> tuple[str, ...]:
    """At which ages someone may start who joined at an age."""
    return STARTS.get(age, ("30-54",) if age == "35-44" else ("55-",))


def draw(seed: int, clients: int, *, corrected: bool = False) -> list[One]:
    """Persons who join over two years; most of them take part, in some projects all but a few.

    In some projects nobody takes part before being served, or nobody is employed who does not take
    part. corrected: whether a few are taken out again, and others' attributes change.
    """
    die, never = random.Random(seed), len(TIMES)
    taking_part = die.choice((0.6, 0.85, 0.95, 0.99))
    served_first, employed_last = die.random() < 0.5, die.random() < 0.5
    found = []
    for _ in range(clients):
        joined = min(never - 1, int(die.betavariate(1.4, 1.9) * never))

        def later(share: float, most: int, joined: int = joined) -> int:
            return min(never, joined + die.randint(0, most)) if die.random() < share else never

        codes = _codes(die)
        first = {
            "clients_joined": joined,
            "clients_served": later(0.93, 1),
            "clients_trained": later(0.35, 4),
            "clients_employed": later(0.33, 4),
            STARTED: later(taking_part, 1),
        }
        if served_first and first[STARTED] < never:
            first[STARTED] = max(first[STARTED], first["clients_served"])
        if employed_last and first["clients_employed"] < never:
            first["clients_employed"] = max(first["clients_employed"], first[STARTED])
        first[PARTICIPANTS] = first[STARTED] if _complete(codes) else never
        one = One(codes, first, die.choice(starts(codes["age"])))
        if corrected and die.random() < 0.03:
            one = replace(one, gone=die.randint(joined + 1, never))
        elif corrected and die.random() < 0.03:
            then = {**_codes(die), "age": codes["age"]}
            if _complete(then) == _complete(codes):
                one = replace(one, corrected=die.randint(joined + 1, never), then=then)
        found.append(one)
    return found


def _codes(die: random.Random) -> dict[str, str]:
    return {
        name: die.choices(list(weights), list(weights.values()))[0]
        for name, weights in WEIGHTS.items()
    }


def _complete(codes: Mapping[str, str]) -> bool:
    return "unknown" not in (codes["age"], codes["education"], codes["gender"])


def category(one: One, attribute: str, at: int) -> str:
    """By which an indicator counts a participant on a day."""
    return one.aged if attribute == "age" else one.code(attribute, at)


def those(persons: Sequence[One], measure: str, at: int) -> list[One]:
    """Who counts on a day."""
    return [one for one in persons if one.first[measure] <= at < one.gone]


def outside(persons: Sequence[One], among: str, measure: str, at: int) -> int:
    """How many of those who count among some on a day do not count in a measure."""
    return sum(one.first[measure] > at for one in those(persons, among, at))


def _exact(persons: Sequence[One], at: int) -> Mapping[str, pl.DataFrame]:
    """What the queries for the team give; nobody has left."""
    taking_part = those(persons, PARTICIPANTS, at)
    counts = {"EECO01": len(taking_part), "EECO02": len(taking_part)}
    for attribute, of in CODES.items():
        for code, labels in of.items():
            counts[code] = sum(category(one, attribute, at) in labels for one in taking_part)
    rows = [(code, counts.get(code, 0), len(taking_part)) for code in (*counts, *NONE)]
    rows += [(f"EECR{nth:02}", 0, 0) for nth in range(1, 6)]
    records = [("participants", len(those(persons, STARTED, at))), ("complete", len(taking_part))]
    two = {"step": pl.String, "persons": pl.Int64}
    return {
        "indicators": pl.DataFrame(rows, ["code", "total", "of_all"], orient="row"),
        "estimated_indicators": pl.DataFrame(schema=["code"]),
        "indicator_records": pl.DataFrame(records, ["field", "persons"], orient="row"),
        "indicator_checks": pl.DataFrame(schema=list(released.OF_CHECKS)),
        "from_employments_to_indicator": pl.DataFrame(_to_result(persons, at), two, orient="row"),
    }


def _to_result(persons: Sequence[One], at: int) -> list[tuple[str, int]]:
    """From employments to those in work on leaving, whom there are none of yet."""
    employed = len(those(persons, EMPLOYED, at))
    without, apart = (outside(persons, EMPLOYED, of, at) for of in (STARTED, PARTICIPANTS))
    steps = dict.fromkeys(("employments", "repeated", "employed", *released.IN_TURN, "EECR04"), 0)
    steps |= {"employments": employed, "employed": employed, "without_start_data": without}
    return list({**steps, "incomplete": apart - without, "inside": employed - apart}.items())


NONE = ("EECO03", "EECO04", "EECO05")


def _counts(persons: Sequence[One], at: int) -> pl.DataFrame:
    """What the query of the releases gives."""
    found: Counter[tuple[str, str, str]] = Counter()
    for measure in MEASURES:
        for one in those(persons, measure, at):
            found[measure, "all", "all"] += 1
            found.update((measure, name, one.code(name, at)) for name in one.codes)
    rows = [(TIMES[at], *key, persons) for key, persons in sorted(found.items())]
    return pl.DataFrame(rows, list(SCHEMA), orient="row")


@dataclass(frozen=True)
class Shown:
    """The newest figure of releases, and the indicators of each snapshot."""

    breakdowns: pl.DataFrame
    indicators: Sequence[pl.DataFrame]
    steps: Sequence[pl.DataFrame] = ()


def publish(persons: Sequence[One], project: Project) -> Shown:
    """What eight snapshots show, each knowing what earlier ones have shown."""
    project = replace(project, starts_on=dt.date(2024, 1, 1), ends_on=dt.date(2026, 12, 31))
    history, before = pl.DataFrame(schema=SCHEMA), list[released.Earlier]()
    for at, day in enumerate(TIMES):
        exact, counts = _exact(persons, at), _counts(persons, at)
        totals = {name: len(those(persons, name, at)) for name in MEASURES}
        missing = {name: outside(persons, PARTICIPANTS, name, at) for name in (SERVED, EMPLOYED)}
        sets = {name: Set(totals[name], n, n) for name, n in missing.items()}
        beside = released.Beside(history, Rules(), totals["clients_joined"], sets)
        tables = released.tables(exact, day, before, beside)
        gap = ("started", "not_served", outside(persons, STARTED, SERVED, at))
        before.append(
            {
                released.INDICATORS: tables["shown_indicators"],
                released.STEPS: tables["shown_steps_to_indicator"],
                released.RECORDS: tables["shown_indicator_records"],
                released.VALUES: _table(["measure", "value"], *totals.items()),
                released.PATH: _table(["members", "part", "persons"], gap),
            }
        )
        if at in RELEASES:
            now = released.release_of(before[-1])
            days = [*released.days(before[:-1]), beside.day(day, now)]
            history = Protection(project, day, Released(history), days)(counts)
    indicators, steps = (
        [one[name] for one in before] for name in (released.INDICATORS, released.STEPS)
    )
    return Shown(history, indicators, steps)


def _table(columns: Sequence[str], *rows: tuple[str | int, ...]) -> pl.DataFrame:
    return pl.DataFrame(rows, columns, orient="row")


def share_named(shown: Shown) -> float:
    """How many stand in named groups after the last release, by the newest table of each."""
    newest = pl.col("released_on") == pl.col("released_on").max().over("measure", "attribute")
    table = shown.breakdowns.filter(newest).with_columns(released_on=pl.lit(TIMES[-1]))
    return breakdowns.share_named(table, TIMES[-1]) or 0
