"""Of which half-years of joining work is told, so that few who were in work then cannot be told.

Months of joining are public, so whoever is told how many were followed is told how many were left
out because they were in work already. The reasoning is in docs/decisions/034-all-that-is-known.md.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from mittaristo.figures.engine import Engine
from mittaristo.privacy.indicators import Steps, Whole, fine, folded
from mittaristo.registers.schemas import Registers

COHORTS, COURSE = "work_by_half_year", "work_by_months"
READ = (COHORTS, COURSE)

NEEDED = frozenset({"clients", "employments", "participations"})
"""The registers without which nothing is told."""

OF_COHORTS = pl.Schema(
    {
        "half_year": pl.Date,
        "months": pl.Int32,
        "state": pl.String,
        "persons": pl.Int64,
        "in_work": pl.Int64,
        "share": pl.Float64,
        "left_out": pl.Int64,
        "counted_on": pl.Date,
    }
)
OF_COURSE = pl.Schema(
    {
        "months": pl.Int64,
        "at_risk": pl.Int64,
        "in_work": pl.Float64,
        "left_out": pl.Int64,
        "counted_on": pl.Date,
    }
)
OF_DAY = pl.Schema({"counted_on": pl.Date})
OF_HALVES = pl.Schema({"half_year": pl.Date})

LEFT_OUT = """
select
    make_date(year(joined_on), case when month(joined_on) < 7 then 1 else 7 end, 1) as half_year,
    count(*) as joined,
    count(*) filter (where already_on <= $as_of) as left_out
from ways_to_work
where joined_on <= $as_of
group by all
order by half_year
"""

Earlier = Mapping[str, pl.DataFrame]
"""The figures READ of an earlier snapshot, those that it has."""


@dataclass(frozen=True)
class _Seen:
    """What a snapshot showed: half-year → how many were left out, and of all, if it told that."""

    alone: Mapping[str, int]
    halves: frozenset[str]
    all: int | None

    def steps(self, now: Mapping[str, int]) -> Steps:
        """Those of which nothing could be told by themselves are told together; none joined later.

        now: the half-years that there are by now.
        """
        found = {frozenset({half}): count for half, count in self.alone.items()}
        found |= {frozenset({half}): 0 for half in now.keys() - self.halves}
        rest = self.halves.difference(self.alone)
        if self.all is not None and rest:
            found[rest] = self.all - sum(self.alone.values())
        return found


def tables(
    engine: Engine, registers: Registers, as_of: dt.date, earlier: Sequence[Earlier | None]
) -> dict[str, pl.DataFrame]:
    """What the figures READ take in: the half-years told of and the day, or both as shown last.

    engine: with the view ways_to_work. earlier: the oldest first; None is one that cannot be read,
    and then nothing is renewed.
    """
    if not registers.keys() >= NEEDED:
        return nothing()
    rows = [(str(half), *counts) for half, *counts in engine.ask(LEFT_OUT, as_of=as_of).iter_rows()]
    joined = {half: count for half, count, _left_out in rows}
    now = {half: count for half, _joined, count in rows}
    there = [one for one in earlier if one is not None and COHORTS in one]
    seen = [_seen(one) for one in there]
    halves = None if None in earlier else _together(now, joined, [one.steps(now) for one in seen])
    course = halves is not None
    last = next((one for one in reversed(there) if not one.get(COURSE, _EMPTY).is_empty()), None)
    if halves is None and last is None:
        halves = [] if None in earlier else _alone(now, joined, seen)
    kept = last if halves is None and last is not None else {}
    days = [dt.date.fromisoformat(half) for half in halves or ()]
    return {
        "told_half_years": pl.DataFrame({"half_year": days}, OF_HALVES),
        "told_cohorts": pl.DataFrame({"counted_on": [] if kept else [as_of]}, OF_DAY),
        "told_course": pl.DataFrame({"counted_on": [as_of] if course else []}, OF_DAY),
        "earlier_half_years": _as(kept.get(COHORTS), OF_COHORTS),
        "earlier_course": _as(kept.get(COURSE), OF_COURSE),
    }


_EMPTY = pl.DataFrame()


def nothing() -> dict[str, pl.DataFrame]:
    """The same tables without rows."""
    schemas = {"told_half_years": OF_HALVES, "told_cohorts": OF_DAY, "told_course": OF_DAY}
    schemas |= {"earlier_half_years": OF_COHORTS, "earlier_course": OF_COURSE}
    return {name: pl.DataFrame(schema=schema) for name, schema in schemas.items()}


def _as(table: pl.DataFrame | None, schema: pl.Schema) -> pl.DataFrame:
    """A figure as it is now; columns that it did not have are empty."""
    if table is None:
        return pl.DataFrame(schema=schema)
    missing = [pl.lit(None, schema[name]).alias(name) for name in schema if name not in table]
    return table.with_columns(missing).select(list(schema))


def _seen(earlier: Earlier) -> _Seen:
    cohorts = _as(earlier[COHORTS], OF_COHORTS)
    told = cohorts.drop_nulls("left_out").select("half_year", "left_out").unique()
    alone = {str(half): count for half, count in told.iter_rows()}
    halves = frozenset(map(str, cohorts["half_year"]))
    course = _as(earlier.get(COURSE), OF_COURSE)["left_out"]
    return _Seen(alone, halves, course.max() if len(course) else None)  # type: ignore[arg-type]


def _together(
    now: Mapping[str, int], joined: Mapping[str, int], earlier: Sequence[Steps]
) -> list[str] | None:
    """The half-years that are told by themselves, if all of them together are told, too.

    Small ones are told together with others, the newest first, by nothing but that sum. None where
    a few could be told from it.
    """
    wholes = [Whole(frozenset({half}), joined[half], joined[half]) for half in now if now[half]]
    groups = folded(now, sorted(now, reverse=True), earlier, wholes)
    if groups is None or not fine(sum(now.values())):
        return None
    for then in earlier:
        known = [part for part in then if _parts(part, groups)]
        moved = [then[part] - _of(part, groups) for part in known]
        if frozenset().union(*then) == now.keys():
            moved.append(sum(now.values()) - sum(then.values()))
        if not fine(*map(abs, moved)):
            return None
    return [half for group in groups if len(group) == 1 for half in group]


def _parts(names: frozenset[str], groups: Steps) -> bool:
    """Whether some groups together are exactly these."""
    inside = [group for group in groups if group <= names]
    return frozenset().union(*inside) == names


def _of(names: frozenset[str], groups: Steps) -> int:
    return sum(count for group, count in groups.items() if group <= names)


def _alone(now: Mapping[str, int], joined: Mapping[str, int], seen: Sequence[_Seen]) -> list[str]:
    """The half-years that may be told of where nothing is told of all of them together."""
    return [
        half
        for half, count in now.items()
        if fine(count, *((joined[half] - count,) if count else ()))
        and fine(*(abs(count - one.alone[half]) for one in seen if half in one.alone))
    ]
