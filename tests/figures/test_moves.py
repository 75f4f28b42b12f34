"""The units that were late or corrected make up what the figure `changes` says of them."""

import datetime as dt

import polars as pl
import pytest

from mittaristo.figures.provenance.moves import besides_growth
from mittaristo.figures.provenance.row_moves import rows_of_units
from mittaristo.snapshots.reading import open_snapshot
from tests.lib.builders import BUNDLED

TOTAL = pl.col("difference").sum()

PAIRS = [
    (then, now) if (then, now) == (3, 5) else pytest.param(then, now, marks=pytest.mark.long)
    for now in (2, 3, 4, 5)
    for then in range(1, now)
]


@pytest.mark.parametrize(("then", "now"), PAIRS)
def test_they_come_to_the_parts_of_each_change(then: int, now: int) -> None:
    earlier, later = open_snapshot(BUNDLED, then), open_snapshot(BUNDLED, now)
    changes = later.figures.changes(earlier.figures.as_of, "team")
    moves = besides_growth(
        (earlier.registers(), earlier.figures.as_of),
        later.registers(),
        later.figures,
        list(changes),
    )
    sums = {
        (measure, part): total
        for measure, part, total in moves.group_by("measure", "part").agg(TOTAL).rows()
    }
    assert any(row["late"] for row in changes.values())
    for measure, row in changes.items():
        for part in ("late", "corrections"):
            assert sums.get((measure, part), 0) == row[part], (measure, part)


def test_each_altered_cell_is_told_and_no_other() -> None:
    """Of three employments: one is altered, one is taken away, one is new with a client's row."""
    now = {**open_snapshot(BUNDLED, 5).registers()}
    jobs = now["employments"]
    altered, gone, late = jobs["employment_id"].to_list()[:3]
    [was] = jobs.filter(employment_id=altered)["started_on"].to_list()
    is_altered = pl.col("employment_id") == altered
    then = {
        **now,
        "employments": jobs.filter(pl.col("employment_id") != late).with_columns(
            started_on=pl.when(is_altered)
            .then(pl.col("started_on").dt.offset_by("3d"))
            .otherwise("started_on")
        ),
    }
    now["employments"] = jobs.filter(pl.col("employment_id") != gone)
    rows = rows_of_units(then, now, ["employments", "clients"], [altered, gone, late])
    assert set(rows["register"]) == {"employments"}
    told = rows.filter(what="changed").select("row_id", "column", "then", "now").rows()
    assert told == [(altered, "started_on", str(was + dt.timedelta(days=3)), str(was))]
    [whole] = jobs.filter(employment_id=late).iter_rows(named=True)
    filled = {name: str(value) for name, value in whole.items() if value is not None}
    added = dict(rows.filter(what="added", row_id=late).select("column", "now").iter_rows())
    assert {"employment_id": late, **added} == {
        name: value.lower() if value in ("True", "False") else value
        for name, value in filled.items()
    }
    assert set(rows.filter(what="removed")["row_id"]) == {gone}
    others = jobs.filter(~pl.col("employment_id").is_in([altered, gone, late]))
    assert rows_of_units(then, now, ["employments"], others["employment_id"].to_list()).is_empty()


def test_an_attendance_is_told_with_the_training_that_moved_it() -> None:
    registers = open_snapshot(BUNDLED, 5).registers()
    [training, client] = registers["attendances"].row(0)[:2]
    moved = pl.col("training_id") == training
    day = pl.col("starts_on")
    then = {
        **registers,
        "trainings": registers["trainings"].with_columns(
            starts_on=pl.when(moved).then(day.dt.offset_by("-2d")).otherwise(day)
        ),
    }
    unit = f"{training}/{client}"
    rows = rows_of_units(then, registers, ["attendances", "trainings"], [unit])
    assert rows.select("register", "row_id", "column").rows() == [
        ("trainings", training, "starts_on")
    ]
