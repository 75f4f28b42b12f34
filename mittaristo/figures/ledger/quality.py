"""What checks find in the registers of this snapshot and of earlier ones, and when it was known.

A check is one query that lists what it looks at, and whether something is missing there. Its counts
at publishing and its worklist for the team are made by that one query, so they cannot disagree.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence

import polars as pl

from mittaristo.figures.engine import Engine
from mittaristo.figures.queries import Query

CHECKS: Mapping[str, str] = {
    "end_data_overdue": "participations",
    "start_data_missing": "clients",
    "exit_without_status": "participations",
    "end_data_due": "participations",
    "record_incomplete": "clients",
    "start_status_missing": "participations",
    "employment_without_evidence": "employments",
}
"""Check → the register of which it lists rows, by their key. What is lost first comes first."""

NAMED = {"check_id": pl.String, "register": pl.String}
WARNINGS = pl.Schema({**NAMED, "found": pl.Int64})
SINCE = pl.Schema({"since": pl.Date, "since_snapshot": pl.Int32, "since_purpose": pl.String})

NOTHING_CHECKED = """
select cast(null as varchar) as check_id, cast(null as varchar) as register,
    cast(null as varchar) as unit_id, cast(null as boolean) as found
where 1 = 0
"""


def listed(engine: Engine, check: Query, as_of: dt.date) -> pl.DataFrame:
    """All that a check looks at as of a day: `unit_id, client_id, due_on, fields, found`."""
    return engine.run(check, as_of=as_of)


def look(engine: Engine, checks: Iterable[Query], as_of: dt.date) -> None:
    """Keep in the engine what some checks look at, as the table `checked_units`.

    One below the other: `check_id, register, unit_id, found`.
    """
    texts = [
        f"select '{check.name}' as check_id, '{CHECKS[check.name]}' as register, unit_id, found"
        f"\nfrom ({check.text.rstrip().rstrip(';')}) as listed"
        for check in checks
    ]
    engine.keep("checked_units", "\nunion all\n".join(texts) or NOTHING_CHECKED, as_of=as_of)


def tables(
    engine: Engine,
    checks: Iterable[Query],
    warnings: pl.DataFrame,
    earlier: Iterable[tuple[Sequence[object], str, pl.DataFrame | None]],
) -> dict[str, pl.DataFrame]:
    """The small tables that the figures of quality read; `earlier_checked_units` is kept inside.

    engine: after look. warnings: `check_id, register, found`, of the import. earlier: of each
    snapshot its day, number and purpose, the table in the engine of what its checks look at, and
    its own figure `quality`, if it has one.
    """
    made = pl.DataFrame([(one.name, CHECKS[one.name]) for one in checks], NAMED, orient="row")
    warned = [(WARNINGS | SINCE).to_frame()]
    then = []
    for of, table, quality in earlier:
        then.append(_since(of, f'select * from "{table}"'))
        if quality is not None:
            told = quality.filter(pl.col("looked_at").is_null()).select(list(WARNINGS))
            warned.append(told.join(pl.DataFrame([of], SINCE, orient="row"), how="cross"))
    nothing = _since((dt.date.min, 0, ""), NOTHING_CHECKED)
    engine.keep("earlier_checked_units", "\nunion all\n".join(then) or nothing)
    return {
        "checks": made,
        "import_warnings": warnings,
        "earlier_import_warnings": pl.concat(warned),
    }


def _since(of: Sequence[object], text: str) -> str:
    """What a text gives, with day, number and purpose of an earlier snapshot."""
    day, number, purpose = of
    return (
        f"select *, cast('{day}' as date) as since, cast({number} as integer) as since_snapshot,"
        f" '{purpose}' as since_purpose\nfrom ({text}) as looked_at"
    )


def first_snapshots(
    engine: Engine,
    earlier: Iterable[tuple[dt.date, str]],
    counting: Collection[str],
    as_of: dt.date,
) -> None:
    """Which snapshot first held what happened after the first of them, and which one could have.

    Kept in the engine as `first_snapshots`, a row a unit: `measure, happened_on, seen_on, next_on`.
    earlier: day of each earlier snapshot and its table of units in the engine; counting: the
    measures whose units count one each, for good.
    """
    snapshots = [*earlier, (as_of, "units")]
    days = sorted({day for day, _units in snapshots})
    seen = "\nunion all\n".join(
        f"select cast('{day}' as date) as seen_on, measure, unit_id from \"{units}\""
        for day, units in snapshots
    )
    following = " ".join(
        f"when now.counts_from <= '{day}' then cast('{day}' as date)" for day in days
    )
    engine.keep(
        "first_snapshots",
        f"""
        select
            now.measure,
            now.counts_from as happened_on,
            min(seen.seen_on) as seen_on,
            case {following} end as next_on
        from units as now
        inner join ({seen}) as seen
            on now.measure = seen.measure
            and now.unit_id = seen.unit_id
            and seen.seen_on >= now.counts_from
        where
            now.measure in ({", ".join(f"'{one}'" for one in ("", *counting))})
            and now.counts_from > '{days[0]}'
            and now.counts_from <= '{as_of}'
        group by now.measure, now.unit_id, now.counts_from
        """,
    )
