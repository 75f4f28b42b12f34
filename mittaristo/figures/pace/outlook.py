"""Units and months of all measures → the tables that figures of pace and forecast are made from."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import polars as pl

from mittaristo.figures.engine import Engine
from mittaristo.figures.pace import forecasts, recording
from mittaristo.figures.pace.forecasts import Pace, last_day, months_between
from mittaristo.figures.pace.recording import AGES, DAYS_IN_MONTH, Seen, Share

Counted = Sequence[tuple[dt.date, float]]
"""First day of a month and its events, oldest first."""

YEAR = 12
"""So many full months tell what is usual."""


@dataclass(frozen=True)
class Days:
    """The project's first day, the as-of date and the project's last."""

    starts_on: dt.date
    as_of: dt.date
    ends_on: dt.date


SHARES = pl.Schema(
    {
        "measure": pl.String,
        "age": pl.Int32,
        "known": pl.Float64,
        "recorded": pl.Float64,
        "share": pl.Float64,
    }
)
MONTH_SHARES = pl.Schema(
    {
        "measure": pl.String,
        "month": pl.Date,
        "seen_on": pl.Date,
        "share": pl.Float64,
        "missing": pl.Float64,
    }
)
PACES = pl.Schema(
    {
        "measure": pl.String,
        "pace": pl.Float64,
        "pace_months": pl.Int32,
        "to_be_recorded": pl.Float64,
        "lately": pl.Float64,
        "lately_to_be_recorded": pl.Float64,
        "usually": pl.Float64,
        "way": pl.String,
    }
)
MONTHS = pl.Schema({"measure": pl.String, "month": pl.Date, "events": pl.Float64})
RANGES = pl.Schema(
    {
        "measure": pl.String,
        "until": pl.Date,
        "low": pl.Float64,
        "high": pl.Float64,
        "way": pl.String,
    }
)


def shares(
    engine: Engine, earlier: Iterable[tuple[dt.date, str]], counting: Sequence[str], as_of: dt.date
) -> dict[str, list[Share]]:
    """Measure → which share of its units is recorded at each age, from units of earlier days.

    engine: with `units`. earlier: day of each earlier snapshot and its table of units in the
    engine. counting: the measures whose units count one each, and for good.
    """
    known = dict(earlier)
    seen: dict[str, list[Seen]] = {measure: [] for measure in counting}
    for day in recording.apart(known, as_of):
        months = round((as_of - day).days / DAYS_IN_MONTH)
        for measure, age, then, now in engine.ask(_recorded(known[day], day)).iter_rows():
            if measure in seen:
                seen[measure].append(Seen(age, months, then, now))
    return {measure: recording.shares(one) for measure, one in seen.items()}


def _recorded(then: str, day: dt.date) -> str:
    """Units of before a day, by age on it: `measure, age, then, now`; `then` were known on it.

    then: the table of units that were.
    """
    return f"""
    with past as (
        select
            measure,
            unit_id,
            floor(
                cast(date_diff('day', counts_from, cast('{day}' as date)) as double)
                / cast({DAYS_IN_MONTH} as double)
            ) as age
        from units
        where counts_from <= '{day}'
    ),

    held as (
        select
            measure,
            unit_id
        from "{then}"
        where counts_from <= '{day}'
    )

    select
        past.measure,
        cast(past.age as integer) as age,
        cast(count(held.unit_id) as double) as known_then,
        cast(count(*) as double) as known_now
    from past
    left join held
        on past.measure = held.measure and past.unit_id = held.unit_id
    where past.age < {AGES}
    group by past.measure, past.age
    order by past.measure, past.age
    """


def tables(
    months: pl.DataFrame,
    values: pl.DataFrame,
    shares: Mapping[str, Sequence[Share]],
    days: Days,
    earlier: Iterable[dt.date],
    within: Mapping[str, str],
    planned: Mapping[str, Sequence[dt.date]],
) -> dict[str, pl.DataFrame]:
    """`recorded_shares`, `month_shares`, `paces` and `forecast_ranges`, by measure.

    months, values: the figures of those names. earlier: the days of earlier snapshots that everyone
    sees. within: measure → the one that it can never be more than. planned: see there.
    """
    due = dict(values.drop_nulls("target_due_on").select("measure", "target_due_on").iter_rows())
    courses = months.partition_by("measure", as_dict=True)
    seen_on = sorted({*earlier, days.as_of})
    ages, monthly, paces, ranges = [], [], [], []
    for measure, recorded in shares.items():
        course = courses[measure,].sort("month")
        counted = list(course.select("month", "events").iter_rows())
        ages += [
            (measure, one.age, one.known, one.recorded, one.share) for one in recorded if one.known
        ]
        for on in seen_on:
            monthly += [(measure, *one) for one in _by_month(counted, on, recorded)]
        pace = forecasts.pace(counted, days.starts_on, days.as_of, recorded)
        if pace is not None and days.as_of <= days.ends_on:
            told = (pace.a_month, pace.months, pace.to_be_recorded)
            two = lately(counted, days, recorded) or (None, None, None)
            paces.append((measure, *told, *two, forecasts.VERSION))
            until = _days_ahead(days, due.get(measure))
            ranges += [(measure, *one) for one in _ranges(pace, course["total"][-1], days, until)]
    last = months.sort("month").group_by("measure").agg(pl.col("total").last())
    totals: dict[str, float] = dict(last.iter_rows())
    foreseen = _at_most(_as_planned(ranges, planned, totals), within, totals)
    return {
        "recorded_shares": pl.DataFrame(ages, schema=SHARES, orient="row"),
        "month_shares": pl.DataFrame(monthly, schema=MONTH_SHARES, orient="row"),
        "paces": pl.DataFrame(paces, schema=PACES, orient="row"),
        "forecast_ranges": pl.DataFrame(foreseen, schema=RANGES, orient="row"),
    }


def _by_month(
    counted: Counted, on: dt.date, shares: Sequence[Share]
) -> Iterator[tuple[dt.date, dt.date, float, float]]:
    """Rows of `month_shares` on a day, of months of which not all was recorded then.

    `missing`: for how many months' worth of events that stands.
    """
    near = [
        first for first, _count in counted if 0 <= (on - first).days / DAYS_IN_MONTH <= AGES + 1
    ]
    for first in near:
        share = _share_of(first, on, shares)
        if share < 1:
            days = (min(last_day(first), on) - first).days + 1
            yield first, on, share, (1 - share) * days / DAYS_IN_MONTH


def _ranges(
    pace: Pace, total: float, days: Days, until: Iterable[dt.date]
) -> Iterator[tuple[dt.date, float, float, str]]:
    """Rows of `forecast_ranges`."""
    for day in until:
        low, high = pace.coming(months_between(days.as_of, day))
        yield day, total + low, total + high, forecasts.VERSION


Range = tuple[str, dt.date, float, float, str]
"""A row of `forecast_ranges`."""


def planned(engine: Engine, measures: Iterable[str], as_of: dt.date) -> dict[str, list[dt.date]]:
    """Measure → the days after the as-of date for which something of it is planned.

    engine: with `units`. measures: those whose register holds what is planned. One without any plan
    is left out.
    """
    named = ", ".join(f"'{one}'" for one in ("", *measures))
    ahead = engine.ask(
        "select measure, counts_from from units"
        f" where measure in ({named}) and counts_from > '{as_of}'"
    )
    days: dict[str, list[dt.date]] = {}
    for measure, day in ahead.iter_rows():
        days.setdefault(measure, []).append(day)
    return days


def _as_planned(
    ranges: Iterable[Range], planned: Mapping[str, Sequence[dt.date]], totals: Mapping[str, float]
) -> Iterator[Range]:
    """No measure is foreseen to pass what is held and planned, where anything is planned of it."""
    for measure, until, low, high, way in ranges:
        if measure in planned:
            most = totals[measure] + sum(day <= until for day in planned[measure])
            low, high = min(low, most), min(high, most)
        yield measure, until, low, high, way


def _at_most(
    ranges: Iterable[Range], within: Mapping[str, str], totals: Mapping[str, float]
) -> list[Range]:
    """No measure is foreseen to pass the one that it lies within, which comes before it."""
    made: dict[tuple[str, dt.date], Range] = {}
    for measure, until, low, high, way in ranges:
        wider = within.get(measure, "")
        if wider in totals:
            still = (wider, until, totals[wider], totals[wider], way)
            _wider, _until, least, most, _way = made.get((wider, until), still)
            low, high = min(low, least), min(high, most)
        made[measure, until] = (measure, until, low, high, way)
    return list(made.values())


def _share_of(first: dt.date, day: dt.date, shares: Sequence[Share]) -> float:
    """The share recorded, on a day, of what happened in a month until then."""
    return forecasts.recorded_share(((first, min(last_day(first), day)),), day, shares)


def lately(
    counted: Counted, days: Days, shares: Sequence[Share]
) -> tuple[float, float, float] | None:
    """The events of the last two full months, those still to come of them, and what is usual.

    Usually: the median of the last year's. Still to be recorded: of two such months. None where
    there is no full year.
    """
    full = forecasts.full_months(counted, days.starts_on, days.as_of)[-YEAR:]
    if len(full) < YEAR:
        return None
    recorded = [_share_of(first, days.as_of, shares) for first, _count in full]
    two = [
        (one[1] + other[1], (share + another) / 2)
        for (one, other), (share, another) in zip(pairwise(full), pairwise(recorded), strict=True)
    ]
    usually = median(count / share for count, share in two)
    last, share = two[-1]
    return last, usually * (1 - share), usually


def _days_ahead(days: Days, due: dt.date | None) -> list[dt.date]:
    """Days after the as-of date: the months' last ones, the project's, and when a target is due."""
    last = max(days.ends_on, due or days.ends_on)
    if last <= days.as_of:
        return []
    firsts = pl.date_range(days.as_of.replace(day=1), last, "1mo", eager=True)
    ahead = {*map(last_day, firsts), days.ends_on, due or last}
    return sorted(day for day in ahead if days.as_of < day <= last)
