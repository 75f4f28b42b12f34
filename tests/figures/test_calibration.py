"""Whether forecasts hold as often as they say, in simulated projects."""

import pytest

from benchmarks.forecasts import CELLS, Cell, found

STEADY = [cell for cell in CELLS if not cell.seasonal]
NEAR = 0.01
"""By so much a share of 2 000 projects may lie beside that of all."""


@pytest.mark.long
@pytest.mark.parametrize("cell", STEADY, ids=str)
def test_nine_of_ten_intervals_hold_where_events_come_steadily(cell: Cell) -> None:
    of = found(cell, 2000)
    assert 0.87 - NEAR <= of.held <= 0.93 + NEAR
    if not cell.late:
        assert (of.held, of.slowing) == (of.held_plainly, of.slowing_plainly)
    elif cell.rate >= 9:
        assert of.slowing <= of.slowing_plainly / 2 + NEAR


def test_a_few_projects_show_what_late_entries_do() -> None:
    """In the plain way most intervals miss where half of twenty a month is recorded late."""
    of = found(Cell(20, 0.5, 3, seasonal=False), 100)
    assert of.held > 0.8
    assert of.held_plainly < 0.7
