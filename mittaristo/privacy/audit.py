"""What a reader could infer who knows every figure by an attribute that was ever shown.

The reader knows the totals of every release, that counts are whole and not negative, that whoever
was served, trained or employed has joined, and that nobody who was counted once is taken away (but
for measures of which a figure has fallen). Of every count, of every step between two releases and
of everyone who joined and was not served, trained or employed, the smallest and the largest value
that may be so is narrowed down until nothing more follows.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, permutations

import numpy as np
from numpy.typing import NDArray

from mittaristo.privacy.grouping import REST, Partition, codes, home

Numbers = NDArray[np.int64]

FAR = 10**9
"""More persons than there are."""

ENOUGH = 1000
"""Rounds. Each narrows something by a person at least; what needs more is not let through."""


@dataclass(frozen=True)
class Shown:
    """One attribute, as far as everyone knows it.

    totals: measure → persons by number of the day, as far as the day matters; the first measure
    holds the persons of all others. cells: measure and number of a day → persons of each label
    shown. considered: the partitions that the rules would have tried. withheld: where the rules
    looked at a table and showed nothing of it. beside: days on which nothing of a measure was to be
    shown; its total of the day is known all the same. empty: codes that say nothing of a person,
    so that a few of them are no secret. unions: measure → the two measures of whose persons it is
    made. least: measure and number of a day → its total at least, where that is not known exactly.
    """

    totals: Mapping[str, Mapping[int, int]]
    cells: Mapping[tuple[str, int], Mapping[str, int]]
    considered: tuple[Partition, ...] = ()
    withheld: Collection[tuple[str, int]] = ()
    beside: Collection[tuple[str, int]] = ()
    empty: Collection[str] = ()
    unions: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    least: Mapping[tuple[str, int], int] = field(default_factory=dict)

    def at_least(self, measure: str, at: int) -> int:
        """What a total comes to at least."""
        return self.least.get((measure, at), self.totals[measure][at])


Label = tuple[Partition, str]


@dataclass(frozen=True)
class _Sets:
    """The sets of categories that are told apart; all of them together are the last.

    `of`: which set a label of a partition is; `parts`: of what each set is made. `sums`: sets that
    others come to when added up. `judged`: those that say something of a person, but for all.
    """

    count: int
    of: Mapping[Label, int]
    judged: NDArray[np.bool_]
    parts: Sequence[frozenset[int]]
    sums: Sequence[tuple[int, list[int]]]


@dataclass
class _Known:
    """Between which values each quantity lies: a row a series, a column a set of categories.

    `most`: what each series comes to for all categories together, at most. `withheld`: series of
    which nothing was shown. `judged`: series of which a few persons are to be protected. `links`:
    rows of which the third is the second minus the first. `since`: first and last day of a series
    of which the last is a day beside, and the step between. `rests`: a series of such a day, and
    the rest of it.
    """

    low: Numbers
    high: Numbers
    most: Numbers
    withheld: NDArray[np.bool_]
    judged: NDArray[np.bool_]
    links: NDArray[np.intp]
    since: NDArray[np.intp]
    rests: NDArray[np.intp]


def can_be_inferred(shown: Shown, threshold: int) -> bool:
    """Whether a count or step below the threshold could be told more exactly than as below it.

    True also where the figures contradict each other: then nothing is certain.
    """
    sets = _sets({*shown.considered, *map(tuple, shown.cells.values())}, shown.empty)
    known = _known(shown, sets)
    for _ in range(ENOUGH):
        low, high = known.low.copy(), known.high.copy()
        _add_up(known, sets.sums)
        _subtract(known)
        if (known.low > known.high).any():
            return True
        if (low == known.low).all() and (high == known.high).all():
            upwards = _is_told(known, low, high, threshold)
            downwards = _is_told(known, -high, -low, threshold)
            return bool((upwards | downwards)[:, sets.judged].any())
    return True


def _is_told(known: _Known, low: Numbers, high: Numbers, threshold: int) -> NDArray[np.bool_]:
    """Where it may be few persons, and fewer values may be so than there are below the threshold.

    What the totals by themselves rule out is nobody's secret. Of what was withheld a reader who
    knows the rules takes only the values for possible that would not have been shown.
    """
    few = np.minimum(high, threshold - 1)
    values = np.where(known.withheld[:, None], few, high) - low + 1
    needed = np.minimum(threshold - 1, known.most + 1)[:, None]
    needed = np.repeat(needed, low.shape[1], axis=1)
    first, last, step = known.since.T
    nobody = (known.low[first] == 0) & (known.high[first] == 0)
    came = np.where(nobody, needed[step], threshold)
    np.minimum.at(needed, last, came)
    series, rest = known.rests.T
    np.minimum.at(needed, rest, needed[series])
    return (low < threshold) & (high > 0) & (values < needed) & known.judged[:, None]


def _sets(partitions: set[Partition], empty: Collection[str]) -> _Sets:
    """Codes that stand together in every partition are one part; so are all that none names."""
    told = sorted(partitions)
    named = [*sorted({code for one in told for label in one for code in codes(label)}), REST]
    homes = [tuple(_home(code, one) for one in told) for code in named]
    parts = [part for part in dict.fromkeys(homes) if any(part)]
    alone = [frozenset({number}) for number in range(len(parts))]
    labels = {
        (one, label): frozenset(n for n, part in enumerate(parts) if part[at] == label)
        for at, one in enumerate(told)
        for label in one
    }
    everything = frozenset(range(len(parts)))
    sets = [one for one in dict.fromkeys([*alone, *labels.values()]) if one != everything]
    sets.append(everything)
    ways = [alone, *([labels[one, label] for label in one] for one in told)]
    sums = {
        (sets.index(whole), tuple(sets.index(part) for part in within))
        for whole in sets
        for way in ways
        if len(within := [part for part in way if part and part <= whole]) > 1
        and whole == frozenset[int]().union(*within)
    }
    beside = {(whole, part) for whole, within in sums for part in within}
    for part, whole in permutations({*labels.values()} - {frozenset()}, 2):
        if part < whole and (sets.index(whole), sets.index(part)) not in beside:
            within = [part, *(frozenset({one}) for one in sorted(whole - part))]
            sums.add((sets.index(whole), tuple(map(sets.index, within))))
    of = {key: sets.index(members) for key, members in labels.items()}
    nothing = {
        number
        for number, part in enumerate(parts)
        if {code for code, at in zip(named, homes, strict=True) if at == part} <= {*empty}
    }
    judged = np.array([not (one <= nothing or everything - one <= nothing) for one in sets])
    listed = [(whole, list(within)) for whole, within in sorted(sums)]
    return _Sets(len(sets), of, judged, sets, listed)


def _home(code: str, partition: Partition) -> str:
    """The label that holds a code; empty where the partition has none for it."""
    try:
        return home(code, partition)
    except KeyError:
        return ""


def _known(shown: Shown, sets: _Sets) -> _Known:
    """What is known before anything is concluded: what was shown, and what cannot be negative."""
    rows = _Rows(shown, sets)
    everyone = next(iter(shown.totals))
    for measure in shown.totals:
        rows.add(measure)
    for measure, at in [
        key for key in rows.of if key[0] != everyone and (everyone, key[1]) in rows.of
    ]:
        rows.add_rest(measure, everyone, at)
    for union, parts in shown.unions.items():
        for at in shown.totals[union]:
            for part in parts:
                rows.add_rest(part, union, at)
    low = np.repeat(np.array(rows.least, dtype=np.int64)[:, None], sets.count, axis=1)
    high = np.full(low.shape, FAR)
    for (measure, at), row in rows.of.items():
        low[row, -1], high[row, -1] = shown.at_least(measure, at), shown.totals[measure][at]
        for label, persons in shown.cells.get((measure, at), {}).items():
            column = sets.of[tuple(shown.cells[measure, at]), label]
            low[row, column] = high[row, column] = persons
    withheld, judged = np.zeros(len(low), dtype=bool), np.ones(len(low), dtype=bool)
    withheld[[rows.of[key] for key in shown.withheld]] = True
    judged[rows.unjudged] = False
    three, two = (-1, 3), (-1, 2)
    return _Known(
        low,
        high,
        np.array(rows.most),
        withheld,
        judged,
        np.array(rows.links, dtype=np.intp).reshape(three),
        np.array(rows.since, dtype=np.intp).reshape(three),
        np.array(rows.rests, dtype=np.intp).reshape(two),
    )


class _Rows:
    """The series of what was shown: counts, steps between two days, and rests; and their links."""

    def __init__(self, shown: Shown, sets: _Sets) -> None:
        self.shown, self.sets = shown, sets
        self.least: list[int] = []
        self.most: list[int] = []
        self.of: dict[tuple[str, int], int] = {}
        self.links: list[tuple[int, int, int]] = []
        self.since: list[tuple[int, int, int]] = []
        self.rests: list[tuple[int, int]] = []
        self.unjudged: list[int] = []

    def _row(self, at_least: int, at_most: int) -> int:
        """Add a series; gives its row."""
        self.least.append(at_least)
        self.most.append(at_most)
        return len(self.least) - 1

    def add(self, measure: str) -> None:
        """The counts of a measure, and its steps. Those that end on a day beside are no targets."""
        totals = self.shown.totals[measure]
        for at, total in totals.items():
            self.of[measure, at] = self._row(0, total)
        never_less = _never_less(self.shown, self.sets, measure)
        for first, last in combinations(sorted(totals), 2):
            span = totals[last] - self.shown.at_least(measure, first)
            step = self._row(*((0, span) if never_less else (-FAR, max(totals.values()))))
            link = (self.of[measure, first], self.of[measure, last], step)
            self.links.append(link)
            if (measure, last) in self.shown.beside:
                self.since += [link] if never_less else []
            if {(measure, first), (measure, last)} & {*self.shown.beside}:
                self.unjudged.append(step)

    def add_rest(self, measure: str, everyone: str, at: int) -> None:
        """Who is in a measure that holds another one, but not in that."""
        missing = self.shown.totals[everyone][at] - self.shown.at_least(measure, at)
        rest = self._row(0, missing)
        self.links.append((self.of[measure, at], self.of[everyone, at], rest))
        beside = ((one, at) for one in (measure, everyone) if (one, at) in self.shown.beside)
        self.rests += [(self.of[key], rest) for key in beside]


def _never_less(shown: Shown, sets: _Sets, measure: str) -> bool:
    """Whether no figure of a measure has ever fallen."""
    if measure in shown.unions:
        return all(_never_less(shown, sets, part) for part in shown.unions[measure])
    totals = [total for _at, total in sorted(shown.totals[measure].items())]
    told = [cells for (name, _at), cells in sorted(shown.cells.items()) if name == measure]

    def parts(cells: Mapping[str, int], label: str) -> frozenset[int]:
        return sets.parts[sets.of[tuple(cells), label]]

    for before, after in combinations(told, 2):
        for label, persons in after.items():
            inside = [one for one in before if parts(before, one) <= parts(after, label)]
            together = frozenset[int]().union(*(parts(before, one) for one in inside))
            same = together == parts(after, label)
            if same and sum(before[one] for one in inside) > persons:
                return False
    return totals == sorted(totals)


def _add_up(known: _Known, sums: Sequence[tuple[int, list[int]]]) -> None:
    """A set comes to what its parts come to; what the others leave, a part may have."""
    for whole, parts in sums:
        low, high = known.low[:, parts], known.high[:, parts]
        lowest, highest = low.sum(axis=1), high.sum(axis=1)
        known.low[:, whole] = np.maximum(known.low[:, whole], lowest)
        known.high[:, whole] = np.minimum(known.high[:, whole], highest)
        least, most = known.low[:, whole, None], known.high[:, whole, None]
        known.low[:, parts] = np.maximum(low, least - (highest[:, None] - high))
        known.high[:, parts] = np.minimum(high, most - (lowest[:, None] - low))


def _subtract(known: _Known) -> None:
    """The third row of a link is the second minus the first."""
    low, high = known.low, known.high
    first, second, third = known.links.T
    np.maximum.at(low, third, low[second] - high[first])
    np.minimum.at(high, third, high[second] - low[first])
    np.maximum.at(low, second, low[first] + low[third])
    np.minimum.at(high, second, high[first] + high[third])
    np.maximum.at(low, first, low[second] - high[third])
    np.minimum.at(high, first, high[second] - low[third])
