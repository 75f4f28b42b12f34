"""Registers with gaps, drawn at random, and every check of them made once more in plain Python."""

import datetime as dt
import random
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import polars as pl

from mittaristo.figures.computation import Earlier, compute
from mittaristo.figures.definitions import Definitions
from mittaristo.figures.model import Figures
from mittaristo.project import Project
from tests.lib.builders import STARTS_ON
from tests.lib.recount import Event, Tables, draw, frames, recount

Row = dict[str, Any]
Found = dict[str, dict[str, bool]]
"""Check → what it looks at, by its id: whether something is missing."""

GAPS: dict[str, dict[str, tuple[Any, ...]]] = {
    "clients": {
        "gender": ("woman", "man", "unknown"),
        "birth_year": (None, 1990),
        "education_isced": (None, 0, 5),
    },
    "participations": {"status_at_start": (None, "unemployed", "student")},
    "employments": {"evidence": (None, "unknown", "contract", "survey")},
}

MAY_GO = ("participations", "services", "employments", "encounters")
"""Registers whose rows nothing refers to."""


def dirty(seed: int) -> Tables:
    """Drawn registers in which about half of what should be recorded is missing."""
    die, tables = random.Random(f"gaps {seed}"), draw(seed)
    for name, gaps in GAPS.items():
        for row in tables[name]:
            row |= {column: die.choice(values) for column, values in gaps.items()}
    for row in tables["participations"]:
        row["status_at_end"] = die.choice((None, "employed")) if row["ended_on"] else None
    return tables


def later(tables: Tables, seed: int) -> Tables:
    """The same registers some time later: rows are mended, spoilt, gone and new."""
    die, other = random.Random(f"later {seed}"), dirty(seed + 100_000)
    known = {row["client_id"] for row in tables["clients"]}
    found: Tables = {}
    for name, rows in tables.items():
        kept = [dict(row) for row in rows if name not in MAY_GO or die.random() < 0.8]
        for row in kept:
            for column, values in GAPS.get(name, {}).items():
                if die.random() < 0.3:
                    row[column] = die.choice(values)
            if name == "participations" and row["ended_on"] and die.random() < 0.4:
                row["end_form"] = "submitted"
        new = [
            {**row, f"{name[:-1]}_id": f"new {seed} {nth}"}
            for nth, row in enumerate(other[name])
            if name in ("participations", "services", "employments") and row["client_id"] in known
        ]
        found[name] = kept + new
    return found


def checks(tables: Tables, as_of: dt.date) -> Found:
    """What every check looks at as of a day, and what is missing, by the words of the field."""
    in_eura = [
        row
        for row in tables["participations"]
        if row["start_form"] in ("submitted", "accepted") and row["started_on"] <= as_of
    ]
    ended = [row for row in in_eura if row["ended_on"] and row["ended_on"] <= as_of]
    open_ = {row["participation_id"]: row["end_form"] == "none" for row in ended}
    long_ago = {row["participation_id"]: (as_of - row["ended_on"]).days > 28 for row in ended}
    participants = {row["client_id"] for row in in_eura}
    served = {row["client_id"] for row in tables["services"] if row["given_on"] <= as_of}
    return {
        "end_data_overdue": {who: open_[who] for who, late in long_ago.items() if late},
        "end_data_due": {
            who: open_[who] for who, late in long_ago.items() if not (late and open_[who])
        },
        "exit_without_status": {
            row["participation_id"]: row["status_at_end"] is None for row in ended
        },
        "start_data_missing": {who: who not in participants for who in served},
        "record_incomplete": {
            row["client_id"]: row["gender"] == "unknown"
            or None in (row["birth_year"], row["education_isced"])
            for row in tables["clients"]
            if row["client_id"] in participants
        },
        "start_status_missing": dict(_first_periods(in_eura)),
        "employment_without_evidence": {
            row["employment_id"]: row["evidence"] in (None, "unknown")
            for row in tables["employments"]
            if row["started_on"] <= as_of
        },
    }


def _first_periods(in_eura: list[Row]) -> Iterable[tuple[str, bool]]:
    """Of each client the first period; of several that began on one day one with a status."""
    for who in {row["client_id"] for row in in_eura}:
        own = [row for row in in_eura if row["client_id"] == who]
        first = min(row["started_on"] for row in own)
        began = [row for row in own if row["started_on"] == first]
        best = min(
            began,
            key=lambda row: (
                row["status_at_start"] is None,
                row["status_at_start"] or "",
                row["participation_id"],
            ),
        )
        yield best["participation_id"], best["status_at_start"] is None


BY_PERSON = ("clients_served", "eura_started", "eura_ended", "clients_employed", "employers_met")
"""Measures whose units have the same id in every draw."""


def waits(drawn: list[tuple[dt.date, Tables]], measure: str) -> list[tuple[int, bool]]:
    """Days from each event to the first snapshot that holds it, and whether it was the first.

    drawn: as-of day and registers of each snapshot, the oldest first.
    """
    days = [day for day, _tables in drawn]
    known = [_firsts(recount(tables)[measure]) for _day, tables in drawn]
    found = []
    for who, happened in known[-1].items():
        if not days[0] < happened <= days[-1]:
            continue
        later_ones = [day for day in days if day >= happened]
        seen = [day for day, then in zip(days, known, strict=True) if who in then]
        first = min(day for day in seen if day >= happened)
        found.append(((first - happened).days, first == later_ones[0]))
    return found


def _firsts(events: list[Event]) -> dict[str, dt.date]:
    firsts: dict[str, dt.date] = {}
    for who, begins, _until, _weight in events:
        if begins is not None:
            firsts[who] = min(begins, firsts.get(who, begins))
    return firsts


# --- Figures of registers that can be counted on fingers ------------------------------------------

OF_QUALITY = ("quality", "quality_since", "timeliness")

Published = tuple[str, str, Mapping[str, Sequence[Row]]]
"""As-of day, purpose and rows of a snapshot."""


def house(*measures: str) -> Definitions:
    """What the ledger is made of, with some measures and no other figure."""
    real = Definitions.load()
    return replace(
        real,
        figures={name: real.figures[name] for name in OF_QUALITY},
        measures={name: real.measures[name] for name in measures},
    )


def figures_after(project: Project, *published: Published) -> Figures:
    """The ledger's figures of the last of some snapshots that were published one after another."""
    earlier: list[Earlier] = []
    for number, (as_of, purpose, rows) in enumerate(published, start=1):
        day = dt.date.fromisoformat(as_of)
        held = frames({name: [_typed(row) for row in own] for name, own in rows.items()})
        figures = compute(held, project, day, earlier, house("employments"))
        then = partial(dict[str, pl.DataFrame], held)
        earlier.append(Earlier(number, day, purpose, STARTS_ON, pl.DataFrame(), then))
    return figures


def _typed(row: Row) -> Row:
    """Cells as a register holds them, where they are written as in a CSV file."""
    return {name: _value(cell) for name, cell in row.items()}


def _value(cell: Any) -> Any:
    if cell in ("true", "false"):
        return cell == "true"
    written_as_day = isinstance(cell, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", cell)
    return dt.date.fromisoformat(cell) if written_as_day else cell
