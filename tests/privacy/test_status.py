"""Status at the start and on leaving over three snapshots: what whoever knows all of them can tell.

Known are every indicator and every step to EECR04 with its day, how many participants there were
and had left on each day, and that nobody's status at the start changes or is taken away.
"""

import random
from collections.abc import Iterator, Mapping

import pytest

from mittaristo.figures.team.released import ADDED, IN_TURN, TOGETHER
from tests.lib.attacker import Amount, Solver
from tests.privacy.test_indicators import DAYS, Day, releases

FEW = range(1, 5)
STATUSES = ("long", "short", "student", "inactive", "work")
IDLE = STATUSES[:-1]
LEFT = ("job", "study", "seeking", "other", "unsaid")
ENDS = ("inside", *LEFT)
EMPLOYED = ("employed", "not")

Cells = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]
"""Some statuses at the start, ends and whether an employment is recorded: all that cross."""

EVERYONE: Cells = (STATUSES, ENDS, EMPLOYED)
NUMBERS: Mapping[str, Cells] = {
    "EECO01": EVERYONE,
    "EECO02": (("long", "short"), ENDS, EMPLOYED),
    "EECO03": (("long",), ENDS, EMPLOYED),
    "EECO04": (("student", "inactive"), ENDS, EMPLOYED),
    "EECO05": (("work",), ENDS, EMPLOYED),
    "EECR01": (("student", "inactive"), ("seeking",), EMPLOYED),
    "EECR01/of": (("student", "inactive"), LEFT, EMPLOYED),
    "EECR02": (("long", "short", "inactive", "work"), ("study",), EMPLOYED),
    "EECR02/of": (("long", "short", "inactive", "work"), LEFT, EMPLOYED),
    "EECR03/of": (STATUSES, LEFT, EMPLOYED),
    "EECR04": (IDLE, ("job",), EMPLOYED),
    "EECR04/of": (IDLE, LEFT, EMPLOYED),
}
STEPS: Mapping[str, Cells] = {
    "employed_at_start": (("work",), ENDS, ("employed",)),
    "inside": (IDLE, ("inside",), ("employed",)),
    "without_end_data": (IDLE, ("unsaid",), ("employed",)),
    ADDED: (IDLE, ("job",), ("not",)),
}
"""Those of the steps that are about status. Two more are about when somebody found work."""
OTHERS = (IDLE, ("study", "seeking", "other"), ("employed",))
LATER, OTHERWISE = "after_four_weeks", "otherwise"


def amounts(cells: Cells, at: int) -> list[Amount]:
    return [
        (status, at, f"{end}/{job}") for status in cells[0] for end in cells[1] for job in cells[2]
    ]


def attacker(days: list[Day], *, totals_only: bool = False) -> Solver:
    """All that was shown of the days, or only how many took part and had left."""
    others = [("others", at, one) for at in range(len(days)) for one in IN_TURN]
    solver = Solver([*(one for at in range(len(days)) for one in amounts(EVERYONE, at)), *others])
    for at, (_exact, release, steps) in enumerate(days):
        for code, (total, of_all, on) in () if totals_only else release.items():
            for name, count in ((code, total), (f"{code}/of", of_all)):
                if name in NUMBERS and count is not None:
                    then = dict.fromkeys(amounts(NUMBERS[name], DAYS.index(on)), 1)
                    solver.add(then, count, count)
        for name in TOTALS:
            count = days[at][0][name]
            solver.add(dict.fromkeys(amounts(NUMBERS[name], at), 1), count, count)
        apart = dict.fromkeys(amounts(OTHERS, at), -1)
        solver.add({("others", at, LATER): 1, ("others", at, OTHERWISE): 1, **apart}, 0, 0)
        if steps.height and not totals_only:
            _steps(
                solver,
                DAYS.index(steps["counted_on"][0]),
                dict(steps.select("step", "persons").rows()),
            )
        if at:
            for status in STATUSES:
                now = dict.fromkeys(amounts(((status,), ENDS, EMPLOYED), at), 1)
                before = dict.fromkeys(amounts(((status,), ENDS, EMPLOYED), at - 1), -1)
                solver.add({**now, **before}, 0, float("inf"))
    return solver


def _steps(solver: Solver, at: int, told: Mapping[str, int]) -> None:
    def of(name: str) -> dict[Amount, int]:
        sign = 1 if name == ADDED else -1
        if name in STEPS:
            return dict.fromkeys(amounts(STEPS[name], at), sign)
        return {("others", at, name): sign}

    for name in IN_TURN:
        if name in told:
            solver.add(of(name), told[name], told[name])
    if TOGETHER in told:
        folded = [of(name) for name in IN_TURN if name not in told]
        every = {amount: by for one in folded for amount, by in one.items()}
        solver.add(every, told[TOGETHER], told[TOGETHER])


TOTALS = ("EECO01", "EECR03/of")
"""Participants, and those who have left: numbers by no status, and known of every day."""

Target = tuple[str, dict[Amount, int], int]
"""Name, amounts, and what it is."""


def targets(days: list[Day]) -> Iterator[Target]:
    """Counts, what others leave of them, and steps of both between two days."""
    sets = {name: set(amounts(cells, 0)) for name, cells in NUMBERS.items()}
    pairs: list[tuple[str, str]] = [(name, "") for name in NUMBERS]
    pairs += [(big, small) for big in sets for small in sets if sets[small] < sets[big]]
    pairs = [pair for pair in pairs if not {*pair} <= {*TOTALS, ""}]
    for big, small in pairs:

        def at_day(at: int, sign: int, big: str = big, small: str = small) -> dict[Amount, int]:
            inside = set(amounts(NUMBERS[big], at))
            inside -= set(amounts(NUMBERS[small], at)) if small else set()
            return dict.fromkeys(inside, sign)

        def true(at: int, big: str = big, small: str = small) -> int:
            return days[at][0][big] - (days[at][0][small] if small else 0)

        name = f"{big} - {small}" if small else big
        for at in range(len(days)):
            yield f"{name} {at}", at_day(at, 1), true(at)
            for then in range(at):
                step = {**at_day(at, 1), **at_day(then, -1)}
                yield f"{name} {then}-{at}", step, true(at) - true(then)


def nothing_follows(seed: int, clients: int, most: int) -> int:
    """Attack some counts and steps of 1 to 4; how many."""
    days, die = releases(seed, clients), random.Random(seed)
    found = [one for one in targets(days) if one[2] in FEW]
    solver, by_totals = attacker(days), attacker(days, totals_only=True)
    chosen = die.sample(found, min(most, len(found)))
    for name, wanted, true in chosen:
        low, high = solver.between(tuple(wanted.items()))
        assert low <= true <= high, (seed, name, true, low, high)
        if high - low + 1 < len(FEW):  # no more may be so, whatever is shown
            least, largest = by_totals.between(tuple(wanted.items()))
            assert (low, high) == (least, largest), (seed, clients, name, true, low, high)
    return len(chosen)


@pytest.mark.parametrize("seed", range(2))
def test_few_of_a_status_cannot_be_told_from_three_snapshots(seed: int) -> None:
    assert nothing_follows(seed, (150, 60)[seed], 10)


@pytest.mark.long
@pytest.mark.parametrize("block", range(10))
def test_few_of_a_status_cannot_be_told_in_two_hundred_projects(block: int) -> None:
    tried = 0
    for seed in range(4000 + block * 20, 4000 + (block + 1) * 20):
        tried += nothing_follows(seed, random.Random(seed).randint(20, 500), 30)
    print("targets", tried)
