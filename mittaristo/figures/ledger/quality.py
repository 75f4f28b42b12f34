"""What checks find in the registers of this snapshot and of earlier ones, and when it was known.

A check is one query that lists what it looks at, and whether something is missing there. Its counts
at publishing and its worklist for the team are made by that one query, so they cannot disagree.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

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
CHECKED = pl.Schema({**NAMED, "unit_id": pl.String, "found": pl.Boolean})
WARNINGS = pl.Schema({**NAMED, "found": pl.Int64})
SINCE = pl.Schema({"since": pl.Date, "since_snapshot": pl.Int32, "since_purpose": pl.String})
FIRST_SNAPSHOTS = pl.Schema(
    {"measure": pl.String, "happened_on": pl.Date, "seen_on": pl.Date, "next_on": pl.Date}
)


def listed(engine: Engine, check: Query, as_of: dt.date) -> pl.DataFrame:
    """All that a check looks at as of a day: `unit_id, client_id, due_on, fields, found`."""
    return engine.run(check, as_of=as_of)


def checked(engine: Engine, checks: Iterable[Query], as_of: dt.date) -> pl.DataFrame:
    """What some checks look at, one below the other: `check_id, register, unit_id, found`."""
    return pl.concat(
        [
            CHECKED.to_frame(),
            *(
                listed(engine, check, as_of).select(
                    check_id=pl.lit(check.name),
                    register=pl.lit(CHECKS[check.name]),
                    unit_id="unit_id",
                    found="found",
                )
                for check in checks
            ),
        ]
    )


def tables(
    checks: Iterable[Query],
    now: pl.DataFrame,
    warnings: pl.DataFrame,
    earlier: Iterable[tuple[Sequence[object], pl.DataFrame, pl.DataFrame | None]],
) -> dict[str, pl.DataFrame]:
    """The tables that the figures of quality read.

    now: checked. warnings: `check_id, register, found`, of the import. earlier: of each snapshot
    its day, number and purpose, checked over its registers, and its own figure `quality`, if it has
    one.
    """
    made = pl.DataFrame([(one.name, CHECKS[one.name]) for one in checks], NAMED, orient="row")
    then, warned = [(CHECKED | SINCE).to_frame()], [(WARNINGS | SINCE).to_frame()]
    for of, found, quality in earlier:
        since = pl.DataFrame([of], SINCE, orient="row")
        then.append(found.join(since, how="cross"))
        if quality is not None:
            told = quality.filter(pl.col("looked_at").is_null()).select(list(WARNINGS))
            warned.append(told.join(since, how="cross"))
    return {
        "checks": made,
        "checked_units": now,
        "import_warnings": warnings,
        "earlier_checked_units": pl.concat(then),
        "earlier_import_warnings": pl.concat(warned),
    }


def first_snapshots(
    units: pl.DataFrame,
    earlier: Iterable[tuple[dt.date, pl.DataFrame]],
    counting: Sequence[str],
    as_of: dt.date,
) -> pl.DataFrame:
    """Which snapshot first held what happened after the first of them, and which one could have.

    A row a unit: `measure, happened_on, seen_on, next_on`. units: of this snapshot; earlier: day
    and units of each earlier one; counting: the measures whose units count one each, for good.
    """
    snapshots = [*earlier, (as_of, units)]
    days = sorted({day for day, _units in snapshots})
    happened = units.filter(
        pl.col("measure").is_in(counting),
        pl.col("counts_from") > days[0],
        pl.col("counts_from") <= as_of,
    ).select("measure", "unit_id", happened_on="counts_from")
    key = ["measure", "unit_id"]
    held = [
        happened.filter(pl.col("happened_on") <= day)
        .join(theirs.select(key), on=key, how="semi")
        .with_columns(seen_on=pl.lit(day))
        for day, theirs in snapshots
    ]
    first = pl.concat(held).group_by(*key, "happened_on").agg(pl.col("seen_on").min())
    following = pl.DataFrame({"next_on": days}, schema={"next_on": pl.Date})
    return (
        first.sort("happened_on")
        .join_asof(following, left_on="happened_on", right_on="next_on", strategy="forward")
        .select(list(FIRST_SNAPSHOTS))
        .sort(list(FIRST_SNAPSHOTS))
    )
