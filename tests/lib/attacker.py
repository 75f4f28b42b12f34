"""Whoever knows every figure ever shown, and that counts are whole: what may a number be?

Each count is an unknown whole number, everything known is an equation or an inequality, and a
solver of integer programs finds the smallest and the largest value that is still possible. Nothing
of this knows how the figures were protected.
"""

from collections.abc import Iterable, Mapping

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp  # type: ignore[import-untyped]
from scipy.sparse import csr_array  # type: ignore[import-untyped]

from tests.lib.projects import DAYS, MEASURES, WEIGHTS, Counts

Amount = tuple[str, int, str]
"""Measure, number of the release, code."""
Target = tuple[tuple[Amount, int], ...]
"""Amounts, and whether each is added or taken away."""


class Attacker:
    """One attribute of a project, as everyone has seen it in the end."""

    def __init__(self, shown: pl.DataFrame, attribute: str, totals: Counts) -> None:
        self.codes = list(WEIGHTS[attribute])
        everything = [
            (measure, at, code)
            for measure in MEASURES
            for at in range(len(DAYS))
            for code in self.codes
        ]
        self.place = {amount: number for number, amount in enumerate(everything)}
        self.rows: list[Mapping[int, int]] = []
        self.low: list[float] = []
        self.high: list[float] = []
        self._totals(totals)
        self._shown(shown.filter(pl.col("attribute") == attribute))
        self._sense()
        entries = [(n, place, by) for n, row in enumerate(self.rows) for place, by in row.items()]
        numbers, places, factors = (np.array(part) for part in zip(*entries, strict=True))
        shape = (len(self.rows), len(self.place))
        matrix = csr_array((factors, (numbers, places)), shape=shape)
        self.known = LinearConstraint(matrix, self.low, self.high)

    def _add(self, amounts: Mapping[Amount, int], low: float, high: float) -> None:
        self.rows.append({self.place[amount]: by for amount, by in amounts.items()})
        self.low.append(low)
        self.high.append(high)

    def _totals(self, totals: Counts) -> None:
        for measure in MEASURES:
            for at in range(len(DAYS)):
                total = totals.get((measure, "all", "all", at), 0)
                self._add({(measure, at, code): 1 for code in self.codes}, total, total)

    def _shown(self, shown: pl.DataFrame) -> None:
        for (measure, day), cells in shown.group_by("measure", "released_on"):
            at = DAYS.index(day)
            named = {code for label in cells["category"] for code in label.split("+")}
            for label, persons in cells.select("category", "persons").iter_rows():
                within = label.split("+")
                if label == "other":
                    within = [code for code in self.codes if code not in named]
                self._add({(str(measure), at, code): 1 for code in within}, persons, persons)

    def _sense(self) -> None:
        """Nobody is taken away, and whoever was served, trained or employed has joined."""
        far = float("inf")
        for measure in MEASURES:
            for code in self.codes:
                for at in range(len(DAYS)):
                    if at:
                        self._add({(measure, at, code): 1, (measure, at - 1, code): -1}, 0, far)
                    if measure != MEASURES[0]:
                        self._add({(MEASURES[0], at, code): 1, (measure, at, code): -1}, 0, far)

    def between(self, target: Target) -> tuple[int, int]:
        """The smallest and the largest value that the target may have."""
        wanted = np.zeros(len(self.place))
        for amount, by in target:
            wanted[self.place[amount]] += by
        return self._least(wanted), -self._least(-wanted)

    def _least(self, wanted: NDArray[np.float64]) -> int:
        """Of whole numbers. Where the best of all numbers is whole, it is the best of them, too.

        Without presolving: HiGHS of SciPy 1.17 misses better solutions with it.
        """
        for whole in (False, True):
            found = milp(
                wanted,
                constraints=self.known,
                integrality=np.full(len(wanted), int(whole)),
                bounds=Bounds(0, np.inf),
                options={"presolve": False},
            )
            assert found.status == 0, found.message
            least: float = found.fun
            if np.abs(found.x - found.x.round()).max() < 1e-6:
                break
        return round(least)


def targets(codes: Iterable[str]) -> dict[Target, Target]:
    """Counts, steps between two releases, and who joined without it; each with its whole.

    The whole is the same for all codes together, which everyone knows.
    """
    codes = list(codes)
    found: dict[Target, Target] = {}
    for measure in MEASURES:
        for at in range(len(DAYS)):
            kinds: list[list[tuple[tuple[str, int], int]]] = [[((measure, at), 1)]]
            kinds += [[((measure, then), -1), ((measure, at), 1)] for then in range(at)]
            if measure != MEASURES[0]:
                kinds.append([((MEASURES[0], at), 1), ((measure, at), -1)])
            for kind in kinds:
                whole = tuple(
                    ((name, when, code), by) for (name, when), by in kind for code in codes
                )
                for code in codes:
                    found[tuple(((name, when, code), by) for (name, when), by in kind)] = whole
    return found


def true(target: Target, attribute: str, counts: Counts) -> int:
    """What it is."""
    return sum(
        by * counts.get((measure, attribute, code, at), 0) for (measure, at, code), by in target
    )
