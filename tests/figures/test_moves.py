"""The units that were late or corrected make up what the figure `changes` says of them."""

import polars as pl
import pytest

from mittaristo.figures.provenance.moves import besides_growth
from mittaristo.snapshots.reading import open_snapshot
from tests.lib.builders import BUNDLED

TOTAL = pl.col("difference").sum()

PAIRS = [
    (then, now) if (then, now) == (3, 4) else pytest.param(then, now, marks=pytest.mark.long)
    for now in (2, 3, 4)
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
