"""How often forecasts hold, and a slow-down is seen where there is none, in simulated projects.

python -m benchmarks.forecasts [--projects 3000] prints the tables of
docs/decisions/016-forecasts.md: each cell is so many projects of 39 months, forecast at the end of
the 31st for the last day, with snapshots every three months before. Events come at random; a share
of them is recorded late, by one and a half months on average. What is compared is the number of
events that happened, whenever they are recorded.
"""

import argparse
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from mittaristo.figures.pace import forecasts, outlook
from mittaristo.figures.pace.forecasts import last_day, months_between
from mittaristo.figures.pace.recording import AGES, Seen, Share, shares

NOW, END, APART = 31, 39, 3
"""Months until the forecast, until the project's end, and between snapshots."""

DELAY = 1.5
"""Months by which what is late is recorded, on average."""

SWING = 0.5
"""A seasonal rate is so much higher at its highest, and lower at its lowest, than on average."""

RATES, LATE, SNAPSHOTS = (3, 9, 20), (0.0, 0.2, 0.5), (1, 3, 8)
"""Events a month, the share of them that is recorded late, and earlier snapshots."""

FIRSTS = [dt.date(2023 + (9 + month) // 12, (9 + month) % 12 + 1, 1) for month in range(END)]
DAYS = outlook.Days(FIRSTS[0], last_day(FIRSTS[NOW - 1]), last_day(FIRSTS[-1]))
AHEAD = months_between(DAYS.as_of, DAYS.ends_on)

Times = NDArray[np.float64]


@dataclass(frozen=True)
class Cell:
    """One kind of project."""

    rate: int
    late: float
    snapshots: int
    seasonal: bool


@dataclass(frozen=True)
class Found:
    """Shares of projects whose interval held, and that seemed to slow down; and by the plain way.

    The plain way takes what is recorded for all that happened.
    """

    held: float
    held_plainly: float
    slowing: float
    slowing_plainly: float


CELLS = [
    Cell(rate, late, snapshots, seasonal)
    for seasonal, late, rate, snapshots in product((False, True), LATE, RATES, SNAPSHOTS)
]


def found(cell: Cell, projects: int, seed: int = 1) -> Found:
    """Simulate so many projects of a kind."""
    draw = np.random.default_rng([seed, CELLS.index(cell)])
    each = [_judged(*_project(cell, draw)) for _project_number in range(projects)]
    return Found(*(float(share) for share in np.mean(np.array(each, dtype=float), axis=0)))


def _project(cell: Cell, draw: np.random.Generator) -> tuple[Times, Times, list[Iterator[Seen]]]:
    """When events happened and were recorded, in months, and what snapshots held of them."""
    count = draw.poisson(cell.rate * END * (1 + SWING))
    happened = draw.uniform(0, END, count)
    phase = draw.uniform(0, 2 * np.pi)
    wave = SWING * np.sin(2 * np.pi * happened / 12 + phase) if cell.seasonal else 0.0
    happened = happened[draw.uniform(0, 1 + SWING, count) < 1 + wave]
    delay = draw.exponential(DELAY, happened.size) * (draw.random(happened.size) < cell.late)
    snapshots = range(NOW - APART, NOW - APART * (cell.snapshots + 1), -APART)
    return happened, happened + delay, [_seen(happened, happened + delay, on) for on in snapshots]


def _seen(happened: Times, recorded: Times, on: int) -> Iterator[Seen]:
    """What a snapshot held of each age, by what is known now."""
    known = (recorded <= NOW) & (happened < on)
    ages = (on - happened[known]).astype(int)
    was = recorded[known] <= on
    for age in range(AGES):
        of_age = ages == age
        yield Seen(age, NOW - on, float(was[of_age].sum()), float(of_age.sum()))


def _judged(
    happened: Times, recorded: Times, seen: list[Iterator[Seen]]
) -> tuple[bool, bool, bool, bool]:
    """Whether the interval holds, and whether it seems to slow down: in both ways."""
    known = happened[recorded <= NOW]
    by_month = np.bincount(known.astype(int), minlength=NOW)
    counted = [(first, float(count)) for first, count in zip(FIRSTS, by_month, strict=False)]
    measured = shares(one for snapshot in seen for one in snapshot)
    came = happened.size - known.size
    return (
        _holds(counted, measured, came),
        _holds(counted, [], came),
        _slows(counted, measured),
        _slows(counted, []),
    )


def _holds(counted: list[tuple[dt.date, float]], measured: list[Share], came: int) -> bool:
    pace = forecasts.pace(counted, DAYS.starts_on, DAYS.as_of, measured)
    assert pace is not None
    low, high = pace.coming(AHEAD)
    return low <= came <= high


def _slows(counted: list[tuple[dt.date, float]], measured: list[Share]) -> bool:
    """As panels.parts.attention.slowing_down."""
    last, to_come, usually = outlook.lately(counted, DAYS, measured) or (0, 0, 0)
    return usually >= 4 and last + to_come < usually / 2


def main() -> None:
    """Print a table of steady and one of seasonal projects."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--projects", type=int, default=3000, help="in each cell")
    projects = parser.parse_args().projects
    for seasonal in (False, True):
        print(f"\n{'Seasonal' if seasonal else 'Steady'} projects, {projects} in each cell\n")
        print("| late | a month | snapshots | holds | plainly | slowing | plainly |")
        print("|---|---|---|---|---|---|---|")
        for cell in CELLS:
            if cell.seasonal == seasonal:
                one = found(cell, projects)
                print(
                    f"| {cell.late:.0%} | {cell.rate} | {cell.snapshots} | {one.held:.1%} |"
                    f" {one.held_plainly:.1%} | {one.slowing:.1%} | {one.slowing_plainly:.1%} |",
                    flush=True,
                )


if __name__ == "__main__":
    main()
