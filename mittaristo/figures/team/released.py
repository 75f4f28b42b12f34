"""From exact indicators to the tables of them that everyone may see."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from mittaristo.figures.engine import Engine
from mittaristo.figures.team.indicators import explanations
from mittaristo.privacy import indicators as privacy
from mittaristo.privacy.protection import FAULT, INFERRED, Rules, Withheld, nothing_follows
from mittaristo.privacy.together import JOINED, Day, Set

SHOWN = {
    "shown_indicators": "indicators",
    "shown_indicator_records": "indicator_records",
    "shown_indicator_checks": "indicators",
    "shown_steps_to_indicator": "from_employments_to_indicator",
}
"""Table that figures read → the query of queries/team/ that tells which registers it needs."""

Earlier = Mapping[str, pl.DataFrame]
"""The figures READ of an earlier snapshot, those that it has."""

INDICATORS, STEPS, VALUES = "indicators", "steps_to_indicator", "values"
RECORDS, PATH = "indicator_records", "client_path"
READ = (INDICATORS, STEPS, VALUES, RECORDS, PATH)

SERVED, EMPLOYED = "clients_served", "clients_employed"
"""Measures of which gaps and steps tell how their persons lie beside participants."""


@dataclass
class Beside:
    """What is shown of persons beside the indicators of a day; afterwards `withheld` tells what is
    not renewed because of it.

    history: releases by attributes until then, None where one cannot be read. joined: how many had
    joined by that day. sets: of SERVED and EMPLOYED, exactly.
    """

    history: pl.DataFrame | None
    rules: Rules
    joined: int
    sets: Mapping[str, Set] = field(default_factory=dict)
    withheld: list[Withheld] = field(default_factory=list)

    def day(self, on: dt.date, now: privacy.Release) -> Day:
        """What is shown of a day, if these are the indicators."""
        return Day(on, self.joined, now, self.sets)

    def fits(self, attribute: str, days: Sequence[Day]) -> bool:
        """Whether what the last of the days shows may be shown."""
        fine = self.history is not None and nothing_follows(
            attribute, self.history, self.rules, days
        )
        if not fine:
            why = FAULT if self.history is None else INFERRED
            self.withheld.append(Withheld(INDICATORS, attribute, (why,)))
        return fine


OF_MEASURES = f"""
with mine as (
    select distinct measure, unit_id
    from units
    where measure in ('{JOINED}', '{SERVED}', '{EMPLOYED}') and counts_from <= $as_of
),

participants as (
    select client_id
    from eura_participants
    where complete
)

select
    measure,
    count(*) as persons,
    (select count(*) from participants) - count(participants.client_id) as beside
from mine
left join participants
    on mine.unit_id = participants.client_id
group by measure
"""


def persons(engine: Engine, as_of: dt.date) -> tuple[int, Mapping[str, Set]]:
    """How many had joined, and how SERVED and EMPLOYED lie beside participants, exactly.

    engine: with the units of all measures and with participants.
    """
    found = {
        measure: Set(count, beside, beside)
        for measure, count, beside in engine.ask(OF_MEASURES, as_of=as_of).iter_rows()
    }
    joined = found.pop(JOINED, None)
    return joined.persons if joined else 0, found


TEXTS = ("name", "counted", "of")

OF_INDICATORS = pl.Schema(
    {
        "place": pl.Int32,
        "code": pl.String,
        **{f"{text}_{language}": pl.String for text in TEXTS for language in ("fi", "en")},
        "basis": pl.String,
        "total": pl.Int64,
        "of_all": pl.Int64,
        "counted_on": pl.Date,
        "method": pl.String,
    }
)
OF_STEPS = pl.Schema(
    {
        "place": pl.Int32,
        "step": pl.String,
        "persons": pl.Int64,
        "counted_on": pl.Date,
    }
)
OF_RECORDS = pl.Schema({"field": pl.String, "persons": pl.Int64})
OF_CHECKS = pl.Schema({"place": pl.Int32, "rule": pl.String, "holds": pl.Boolean})

RESULT = "EECR04"
PUBLIC = ("employments", "repeated", "employed", RESULT)
"""Steps that are shown elsewhere, too: totals of the project, and the indicator itself."""
ADDED, TOGETHER = "without_employment", "together"
INCOMPLETE = "incomplete"
NOT_AT_WORK = ("otherwise", "after_four_weeks", "without_end_data")
"""Of those who had left and were not in work at the start: the steps of who was not on leaving."""

IN_TURN = (
    *("otherwise", "after_four_weeks", "without_end_data", "incomplete", "inside"),
    *("employed_at_start", "without_start_data", ADDED),
)
"""The order in which steps are told together with small ones."""


def tables(
    found: Mapping[str, pl.DataFrame],
    as_of: dt.date,
    earlier: Sequence[Earlier | None] = (),
    beside: Beside | None = None,
) -> dict[str, pl.DataFrame]:
    """The tables of SHOWN. found: figures.team.indicators.exact.

    earlier: what earlier snapshots showed, the oldest first; None is one that cannot be read.
    beside: what else is shown of the same persons, if anything.
    """
    empty = found["indicators"].is_empty()
    counted = [] if empty else _indicators(found, as_of, earlier, beside)
    return {
        "shown_indicators": pl.DataFrame(counted, OF_INDICATORS, orient="row"),
        "shown_indicator_records": pl.DataFrame(
            _records(found["indicator_records"]), OF_RECORDS, orient="row"
        ),
        "shown_indicator_checks": found["indicator_checks"].select(list(OF_CHECKS)),
        "shown_steps_to_indicator": _steps(found, counted, as_of, earlier),
    }


def _indicators(
    found: Mapping[str, pl.DataFrame],
    as_of: dt.date,
    earlier: Sequence[Earlier | None],
    beside: Beside | None,
) -> list[dict[str, Any]]:
    """A row an indicator, in the Regulation's order; `basis` is registers, estimate or none."""
    exact: dict[str, int] = {}
    for code, total, of_all in found["indicators"].select("code", "total", "of_all").iter_rows():
        exact |= {code: total, f"{code}/of": of_all}
    releases = [None if one is None else release_of(one) for one in earlier]
    before = days(earlier)

    def fits(attribute: str, now: privacy.Release) -> bool:
        return not beside or beside.fits(attribute, [*before, beside.day(as_of, now)])

    counted = privacy.renewed(exact, as_of, releases, fits)
    estimated = {row["code"]: row for row in found["estimated_indicators"].iter_rows(named=True)}
    rows = []
    for place, (code, told) in enumerate(explanations().items(), start=1):
        row: dict[str, Any] = {"place": place, "code": code, "basis": "none"}
        row |= {f"{text}_{name}": said for text in TEXTS for name, said in told[text].items()}
        if code in counted:
            total, of_all, on = counted[code]
            row |= {"basis": "registers", "total": total, "of_all": of_all, "counted_on": on}
        elif code in estimated:
            participants = exact["EECO01"] if told["of"]["en"] else None
            row |= _estimate(estimated[code], participants, _estimates(code, earlier))
        rows.append(row)
    return rows


Estimate = tuple[int | None, dt.date, str | None]
"""A number, the day of the estimate and its method, as they were shown; None was withheld."""


def _estimates(code: str, earlier: Sequence[Earlier | None]) -> list[Estimate] | None:
    """What earlier snapshots showed of an estimate; None where one of them cannot be read."""
    if None in earlier:
        return None
    tables = [one[INDICATORS] for one in earlier if one is not None and INDICATORS in one]
    estimates = [table.filter(code=code, basis="estimate") for table in tables]
    return [row for one in estimates for row in one.select("total", "counted_on", "method").rows()]


def _estimate(
    row: Mapping[str, Any], participants: int | None, earlier: list[Estimate] | None
) -> dict[str, Any]:
    """An estimate as everyone may see it: as it was shown last if it has moved by a few only."""
    rest = [] if participants is None else [abs(participants - row["total"])]
    now: Estimate = (row["total"], row["estimated_on"], row["method"])
    before = [one for one in earlier or () if one[0] is not None]
    moved = [abs(row["total"] - total) for total, _on, _method in before if total is not None]
    if not privacy.fine(row["total"], *rest) or earlier is None:
        now = (None, *now[1:])
    elif not privacy.fine(*moved):
        now = before[-1]
    total, on, method = now
    return {
        "basis": "estimate",
        "total": total,
        "of_all": participants,
        "counted_on": on,
        "method": method,
    }


def days(earlier: Sequence[Earlier | None]) -> list[Day]:
    """Of each snapshot that showed indicators what it showed of participants and who joined."""
    found = []
    for one in earlier:
        release = {} if one is None else release_of(one)
        if one is not None and release:
            [on] = {row[2] for code, row in release.items() if code == privacy.ALL}
            sets = _sets(one, on, release[privacy.ALL][0] or 0)
            found.append(Day(on, _persons(one, JOINED), release, sets))
    return found


def _persons(earlier: Earlier, measure: str) -> int:
    """The persons of a measure by a snapshot; nobody where it does not tell, which fits nothing."""
    if VALUES not in earlier:
        return 0
    values = earlier[VALUES].filter(pl.col("measure") == measure)["value"].drop_nulls()
    return int(max(values, default=0))


def _sets(earlier: Earlier, on: dt.date, participants: int) -> Mapping[str, Set]:
    """How a snapshot told that sets lie beside participants: of whom records are complete.

    Who is served: by the gap of those with start data, some of whom may be incomplete. Who is
    employed: by the steps, where they are of the day.
    """
    found = {}
    if {PATH, RECORDS} <= earlier.keys():
        records = dict(earlier[RECORDS].select("field", "persons").rows())
        gap = earlier[PATH].filter(members="started", part="not_served")["persons"]
        incomplete = records.get("participants", 0) - records.get("complete", 0)
        for most in gap:
            least = max(0, most - incomplete)
            found[SERVED] = Set(_persons(earlier, SERVED), least, min(most, participants))
    steps = earlier[STEPS].filter(counted_on=on) if STEPS in earlier else pl.DataFrame()
    if not steps.is_empty():
        told, names = (
            dict(steps.select("step", "persons").rows()),
            ("without_start_data", INCOMPLETE),
        )
        apart = sum(abs(told.get(name, 0)) for name in names)
        more = 0 if told.keys() >= {*names} else abs(told.get(TOGETHER, 0))
        employed = _persons(earlier, EMPLOYED)
        least = max(0, participants - employed + apart)
        found[EMPLOYED] = Set(employed, least, min(least + more, participants))
    return found


def release_of(earlier: Earlier) -> privacy.Release:
    """What a snapshot showed of the indicators that registers give."""
    if INDICATORS not in earlier:
        return {}
    rows = earlier[INDICATORS].filter(pl.col("basis") == "registers")
    return {
        code: (total, of_all, on)
        for code, total, of_all, on in rows.select("code", "total", "of_all", "counted_on").rows()
    }


def _records(found: pl.DataFrame) -> list[dict[str, Any]]:
    """How many records are complete; what they lack, where no field lacks in 1–4 of them."""
    rows = found.rows(named=True)
    whole = ("participants", "complete")
    fine = privacy.fine(*(row["persons"] for row in rows if row["field"] not in whole))
    return [
        {**row, "persons": row["persons"] if fine or row["field"] in whole else None}
        for row in rows
    ]


def _steps(
    found: Mapping[str, pl.DataFrame],
    counted: Sequence[Mapping[str, Any]],
    as_of: dt.date,
    earlier: Sequence[Earlier | None],
) -> pl.DataFrame:
    """From employments to EECR04; those of the last snapshot that had any where that is safer."""
    readable = [one[STEPS] for one in earlier if one is not None and STEPS in one]
    before = readable[-1] if readable else pl.DataFrame(schema=OF_STEPS)
    last = before.select(list(OF_STEPS))
    result = next((row for row in counted if row["code"] == RESULT), None)
    if result is None or result["total"] is None or result["counted_on"] != as_of:
        return last
    steps, told = found["from_employments_to_indicator"], [_told(one) for one in readable]
    made = _folded(steps, as_of, told, _wholes(counted))
    return last if made.is_empty() or None in earlier else made


def _wholes(counted: Sequence[Mapping[str, Any]]) -> list[privacy.Whole]:
    """The indicators within which steps lie, by status at the start and on leaving.

    Those by status at the start may be of an earlier day: since then as many may have come to them
    as there are more participants.
    """
    rows = {row["code"]: row for row in counted}
    [everyone, unemployed, inactive, at_work, result] = (
        rows[code] for code in (privacy.ALL, *privacy.STATUS, RESULT)
    )
    left = result["of_all"]
    wholes = [
        privacy.Whole(frozenset(NOT_AT_WORK), left - result["total"], left - result["total"]),
        privacy.Whole(frozenset({ADDED}), result["total"], result["total"]),
    ]
    if None not in (unemployed["total"], inactive["total"], at_work["total"]):
        more = everyone["total"] - at_work["of_all"]
        without = unemployed["total"] + inactive["total"] - left
        wholes += [
            privacy.Whole(
                frozenset({"employed_at_start"}), at_work["total"], at_work["total"] + more
            ),
            privacy.Whole(frozenset({"inside"}), without, without + more),
        ]
    return wholes


def _folded(
    steps: pl.DataFrame,
    as_of: dt.date,
    earlier: Sequence[privacy.Steps],
    wholes: Sequence[privacy.Whole],
) -> pl.DataFrame:
    """The steps with small ones told together, as what they add or take off; none if that fails."""
    exact = dict(steps.select("step", "persons").rows())
    signed = {name: -count for name, count in exact.items() if name not in PUBLIC}
    signed |= {ADDED: exact[ADDED]} if exact else {}
    groups = privacy.folded(signed, IN_TURN, earlier, wholes)
    if not exact or groups is None:
        return pl.DataFrame(schema=OF_STEPS)
    names = {inside: next(iter(inside)) if len(inside) == 1 else TOGETHER for inside in groups}
    shown = {**exact, "repeated": -exact["repeated"]} | {
        names[inside]: persons for inside, persons in groups.items()
    }
    order = ("employments", "repeated", "employed", *signed, TOGETHER, RESULT)
    told = [name for name in order if name in PUBLIC or name in names.values()]
    return pl.DataFrame(
        [(place, name, shown[name], as_of) for place, name in enumerate(told, start=1)],
        OF_STEPS,
        orient="row",
    )


def _told(steps: pl.DataFrame) -> privacy.Steps:
    """The steps of an earlier snapshot: those that are not there were told together."""
    counts = dict(steps.select("step", "persons").rows())
    rest = frozenset(name for name in IN_TURN if name not in counts)
    alone = {frozenset({name}): counts[name] for name in IN_TURN if name in counts}
    return {**alone, rest: counts[TOGETHER]} if TOGETHER in counts else alone
