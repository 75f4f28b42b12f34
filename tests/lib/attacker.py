"""Whoever knows every figure ever shown, and that counts are whole: what may a number be?

Each count is an unknown whole number, everything known is an equation or an inequality, and a
solver of integer programs finds the smallest and the largest value that is still possible. Nothing
of this knows how the figures were protected.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp  # type: ignore[import-untyped]
from scipy.sparse import csr_array  # type: ignore[import-untyped]

from tests.lib.projects import DAYS, MEASURES, WEIGHTS, Counts
from tests.lib.shown import (
    CODES,
    EMPLOYED,
    PARTICIPANTS,
    RELEASES,
    SERVED,
    STARTED,
    TIMES,
    One,
    Shown,
    category,
    outside,
    starts,
    those,
)

Amount = tuple[str, int, str]
"""Measure, number of the release, code."""
Target = tuple[tuple[Amount, int], ...]
"""Amounts, and whether each is added or taken away."""


class Solver:
    """Unknown whole numbers, none negative, and what is known of their sums."""

    def __init__(self, amounts: Iterable[Amount]) -> None:
        self.place = {amount: number for number, amount in enumerate(amounts)}
        self.rows: list[Mapping[int, int]] = []
        self.low: list[float] = []
        self.high: list[float] = []

    def add(self, amounts: Mapping[Amount, int], low: float, high: float) -> None:
        """Between what the sum of some amounts lies, each as often as it is added."""
        self.rows.append({self.place[amount]: by for amount, by in amounts.items()})
        self.low.append(low)
        self.high.append(high)

    @cached_property
    def known(self) -> LinearConstraint:
        """Everything, once nothing more is added."""
        entries = [(n, place, by) for n, row in enumerate(self.rows) for place, by in row.items()]
        numbers, places, factors = (np.array(part) for part in zip(*entries, strict=True))
        shape = (len(self.rows), len(self.place))
        matrix = csr_array((factors, (numbers, places)), shape=shape)
        return LinearConstraint(matrix, self.low, self.high)

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


class Attacker(Solver):
    """One attribute of a project, as everyone has seen it in the end."""

    def __init__(self, shown: pl.DataFrame, attribute: str, totals: Counts) -> None:
        self.codes = list(WEIGHTS[attribute])
        super().__init__(
            (measure, at, code)
            for measure in MEASURES
            for at in range(len(DAYS))
            for code in self.codes
        )
        self._totals(totals)
        self._shown(shown.filter(pl.col("attribute") == attribute))
        self._sense()

    def _totals(self, totals: Counts) -> None:
        for measure in MEASURES:
            for at in range(len(DAYS)):
                total = totals.get((measure, "all", "all", at), 0)
                self.add({(measure, at, code): 1 for code in self.codes}, total, total)

    def _shown(self, shown: pl.DataFrame) -> None:
        for (measure, day), cells in shown.group_by("measure", "released_on"):
            at = DAYS.index(day)
            named = {code for label in cells["category"] for code in label.split("+")}
            for label, persons in cells.select("category", "persons").iter_rows():
                within = label.split("+")
                if label == "other":
                    within = [code for code in self.codes if code not in named]
                self.add({(str(measure), at, code): 1 for code in within}, persons, persons)

    def _sense(self) -> None:
        """Nobody is taken away, and whoever was served, trained or employed has joined."""
        far = float("inf")
        for measure in MEASURES:
            for code in self.codes:
                for at in range(len(DAYS)):
                    if at:
                        self.add({(measure, at, code): 1, (measure, at - 1, code): -1}, 0, far)
                    if measure != MEASURES[0]:
                        self.add({(MEASURES[0], at, code): 1, (measure, at, code): -1}, 0, far)


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


BOTH = {SERVED: "served and taking part", EMPLOYED: "employed and taking part"}
"""Measures of which it is told how many take part, or within which bounds."""


class Everything(Solver):
    """One attribute of a project, of which all was shown on eight days.

    A code of participants is one at joining and one at the start. corrected: whether rows may have
    been taken away or changed since; then it is known of how many persons at most.
    """

    def __init__(
        self, shown: Shown, attribute: str, persons: Sequence[One], *, corrected: bool = False
    ) -> None:
        self.attribute, self.codes = attribute, list(WEIGHTS[attribute])
        self.persons, self.corrected = persons, corrected
        self.known_codes = [code for code in self.codes if code != "unknown"]
        self.pairs = [
            (code, later)
            for code in self.codes
            for later in (starts(code) if attribute == "age" else (code,))
            if code != "unknown" or attribute in ("citizenship", *TOLD_BY_RELEASES)
        ]
        lost = [(f"lost {name}", at, code) for name, at, code in self._lost()]
        super().__init__([*self._counts(), *self._taking_part(), *self._in_both(), *lost])
        for measure in (*MEASURES, PARTICIPANTS):
            for at in range(len(TIMES)):
                total = len(those(persons, measure, at))
                self.add(dict.fromkeys(self.inside(measure, at), 1), total, total)
        self._releases(shown.breakdowns.filter(pl.col("attribute") == attribute))
        for at, indicators in enumerate(shown.indicators):
            self._indicators(at, indicators)
        for at, steps in enumerate(shown.steps):
            self._sets(at, steps)
        self._sense()

    def _counts(self) -> list[Amount]:
        days = range(len(TIMES))
        return [(name, at, code) for name in MEASURES for at in days for code in self.codes]

    def _taking_part(self) -> list[Amount]:
        days = range(len(TIMES))
        return [(PARTICIPANTS, at, "/".join(pair)) for at in days for pair in self.pairs]

    def _in_both(self) -> list[Amount]:
        days = range(len(TIMES))
        return [(name, at, code) for name in BOTH.values() for at in days for code in self.codes]

    def _lost(self) -> list[Amount]:
        """Who counted a day earlier and does not count as the same any more."""
        every = [*self._counts(), *self._taking_part()]
        return [one for one in every if self.corrected and one[1]]

    def inside(self, measure: str, at: int, code: str = "", later: str = "") -> list[Amount]:
        """The amounts of a measure on a day; of a code at joining, or one at the start."""
        if measure != PARTICIPANTS:
            return [(measure, at, one) for one in self.codes if code in ("", one)]
        return [
            (measure, at, f"{one}/{then}")
            for one, then in self.pairs
            if code in ("", one) and later in ("", then)
        ]

    def _releases(self, shown: pl.DataFrame) -> None:
        for (measure, day), cells in shown.group_by("measure", "released_on"):
            named = {code for label in cells["category"] for code in label.split("+")}
            for label, persons in cells.select("category", "persons").iter_rows():
                within = label.split("+")
                if label == "other":
                    within = [code for code in self.codes if code not in named]
                at = TIMES.index(day)
                self.add({(str(measure), at, code): 1 for code in within}, persons, persons)

    def _indicators(self, at: int, shown: pl.DataFrame) -> None:
        """Those that are of that day; the others were shown before."""
        told = shown.filter(counted_on=TIMES[at]).select("code", "total").rows()
        for code, total in told:
            if code in CODES.get(self.attribute, ()) and total is not None:
                [later] = CODES[self.attribute][code]
                inside = self.inside(PARTICIPANTS, at, later=later)
                self.add(dict.fromkeys(inside, 1), total, total)

    def _sets(self, at: int, steps: pl.DataFrame) -> None:
        """How many are in both of two sets: of those served by the gaps, of those employed by the
        steps to EECR04, where these are of the day. Whose record is incomplete takes no part.
        """
        started, taking_part = (
            len(those(self.persons, one, at)) for one in (STARTED, PARTICIPANTS)
        )
        beside = outside(self.persons, STARTED, SERVED, at)
        least = max(0, beside - (started - taking_part))
        self._both(SERVED, at, taking_part - beside, taking_part - least)
        told = dict(steps.filter(counted_on=TIMES[at]).select("step", "persons").rows())
        if told:
            names = ("without_start_data", "incomplete")
            without = sum(abs(told.get(name, 0)) for name in names)
            more = 0 if told.keys() >= {*names} else abs(told["together"])
            employed = len(those(self.persons, EMPLOYED, at))
            self._both(EMPLOYED, at, employed - without - more, employed - without)

    def _both(self, measure: str, at: int, low: int, high: int) -> None:
        self.add({(BOTH[measure], at, code): 1 for code in self.codes}, low, high)

    def _sense(self) -> None:
        """Who was served, trained, employed or takes part has joined; both is within each."""
        far = float("inf")
        for measure, at, code in self._counts():
            if measure in MEASURES[1:]:
                self.add({(MEASURES[0], at, code): 1, (measure, at, code): -1}, 0, far)
        for at in range(len(TIMES)):
            for code in self.codes:
                taking_part = dict.fromkeys(self.inside(PARTICIPANTS, at, code), 1)
                less = dict.fromkeys(taking_part, -1)
                self.add({(MEASURES[0], at, code): 1, **less}, 0, far)
                for measure, both in BOTH.items():
                    self.add({(measure, at, code): 1, (both, at, code): -1}, 0, far)
                    self.add({**taking_part, (both, at, code): -1}, 0, far)
                    union = {(measure, at, code): 1, (both, at, code): -1, **taking_part}
                    less = dict.fromkeys(union, -1) | {(both, at, code): 1}
                    self.add({(MEASURES[0], at, code): 1, **less}, 0, far)
        self._in_time()

    def _in_time(self) -> None:
        """Nobody is taken away, or as few as rows were taken away or changed."""
        far = float("inf")
        for name, at, code in [*self._counts(), *self._taking_part()]:
            if at:
                lost = {(f"lost {name}", at, code): 1} if self.corrected else {}
                self.add({(name, at, code): 1, (name, at - 1, code): -1, **lost}, 0, far)
        for name, at, code in [] if self.corrected else self._in_both():
            if at:
                self.add({(name, at, code): 1, (name, at - 1, code): -1}, 0, far)
        for measure in (*MEASURES, PARTICIPANTS) if self.corrected else ():
            for at in range(1, len(TIMES)):
                before = those(self.persons, measure, at - 1)
                altered = sum(at in (one.gone, one.corrected) for one in before)
                amounts = self.inside(measure, at)
                lost = {(f"lost {name}", then, code): 1 for name, then, code in amounts}
                self.add(lost, 0, altered)


TOLD_BY_RELEASES = ("gender", "first_language", "municipality")
"""Attributes that no indicator counts by."""


@dataclass(frozen=True)
class Few:
    """A count, step or rest of 1 to 4 persons, and as many as the totals allow it to be."""

    name: str
    target: Target
    true: int
    most: int


def few(attacker: Everything, shown: Shown, persons: Sequence[One]) -> Iterator[Few]:
    """Every such thing of an attribute, but of those of whom it is not known.

    Counts and steps of releases; of indicators on days on which they were looked at; and who joined
    and was not served, trained, employed or does not take part, on either.
    """
    attribute = attacker.attribute
    looked_at = [
        at
        for at, table in enumerate(shown.indicators)
        if attribute in CODES
        and table.filter(pl.col("code").is_in(list(CODES[attribute])))["counted_on"].max()
        == TIMES[at]
    ]

    def counted(measure: str, at: int, code: str) -> tuple[list[Amount], int, int]:
        mine = those(persons, measure, at)
        if measure == PARTICIPANTS:
            inside = attacker.inside(measure, at, later=code)
            return inside, sum(category(one, attribute, at) == code for one in mine), len(mine)
        return (
            attacker.inside(measure, at, code),
            sum(one.code(attribute, at) == code for one in mine),
            len(mine),
        )

    for measure in (*MEASURES, PARTICIPANTS):
        days = looked_at if measure == PARTICIPANTS else list(RELEASES)
        of = sorted({pair[1] for pair in attacker.pairs} - {"unknown"})
        for code in of if measure == PARTICIPANTS else attacker.known_codes:
            for nth, at in enumerate(days):
                inside, true, whole = counted(measure, at, code)
                yield Few(f"{measure} {code} {at}", tuple((one, 1) for one in inside), true, whole)
                for then in days[:nth]:
                    before, less, whole_then = counted(measure, then, code)
                    step = [*((one, 1) for one in inside), *((one, -1) for one in before)]
                    yield Few(
                        f"{measure} {code} {then}-{at}",
                        tuple(step),
                        true - less,
                        whole - whole_then,
                    )
    yield from _rests(attacker, persons, looked_at)
    yield from _apart(attacker, persons, looked_at)


def _rests(attacker: Everything, persons: Sequence[One], looked_at: Sequence[int]) -> Iterator[Few]:
    attribute = attacker.attribute
    for measure in (*MEASURES[1:], PARTICIPANTS):
        days = {*RELEASES, *(looked_at if measure == PARTICIPANTS else ())}
        for at in sorted(days):
            joined = those(persons, MEASURES[0], at)
            without = [one for one in joined if one.first[measure] > at]
            for code in attacker.known_codes:
                true = sum(one.code(attribute, at) == code for one in without)
                mine = attacker.inside(measure, at, code)
                rest = [((MEASURES[0], at, code), 1), *((one, -1) for one in mine)]
                most = len(without)
                last = max((day for day in RELEASES if day <= at), default=None)
                before = [] if last is None else those(persons, MEASURES[0], last)
                if before and not any(one.code(attribute, last or 0) == code for one in before):
                    most = min(most, len(joined) - len(before))
                yield Few(f"not {measure} {code} {at}", tuple(rest), true, most)


def _apart(attacker: Everything, persons: Sequence[One], looked_at: Sequence[int]) -> Iterator[Few]:
    """Who was served or employed and does not take part, and who takes part and was not."""
    attribute = attacker.attribute
    for measure, both in BOTH.items():
        for at in sorted({*RELEASES, *looked_at}):
            for code in attacker.known_codes:
                ways = (
                    (measure, PARTICIPANTS, [(measure, at, code)]),
                    (PARTICIPANTS, measure, attacker.inside(PARTICIPANTS, at, code)),
                )
                for among, of, mine in ways:
                    rest = [one for one in those(persons, among, at) if one.first[of] > at]
                    true = sum(one.code(attribute, at) == code for one in rest)
                    target = (*((one, 1) for one in mine), ((both, at, code), -1))
                    yield Few(f"{among} not {of} {code} {at}", target, true, len(rest))
