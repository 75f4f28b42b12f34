"""What a reader could infer who knows every figure by an attribute that was ever shown.

The reader knows the totals of every release, that counts are whole and not negative, that whoever
was served, trained or employed has joined, and that nobody who was counted once is taken away (but
for measures of which a figure has fallen). Of every count, of every step between two releases and
of everyone who joined and was not served, trained or employed, the smallest and the largest value
that may be so is narrowed down until nothing more follows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from mittaristo.privacy.grouping import REST, Partition, coarsened, codes, home

Numbers = NDArray[np.int64]

FAR = 10**9
"""More persons than there are."""

ENOUGH = 1000
"""Rounds. Each narrows something by a person at least; what needs more is not let through."""


@dataclass(frozen=True)
class Shown:
    """One attribute, as far as everyone knows it.

    totals: measure → persons at each release, the oldest first; the first measure holds the persons
    of all others. cells: measure and number of a release → persons of each label shown. considered:
    the partitions that the rules would have tried.
    """

    totals: Mapping[str, Sequence[int]]
    cells: Mapping[tuple[str, int], Mapping[str, int]]
    considered: tuple[Partition, ...] = ()


Label = tuple[Partition, str]


@dataclass(frozen=True)
class _Sets:
    """The sets of categories that are told apart; all of them together are the last.

    `of`: which set a label of a partition is. `sums`: sets that others come to when added up.
    """

    count: int
    of: Mapping[Label, int]
    sums: Sequence[tuple[int, list[int]]]


@dataclass
class _Known:
    """Between which values each quantity lies: a row a series, a column a set of categories.

    `most`: what each series comes to for all categories together, at most. `withheld`: series of
    which nothing was shown. `links`: rows of which the third is the second minus the first.
    """

    low: Numbers
    high: Numbers
    most: Numbers
    withheld: NDArray[np.bool_]
    links: NDArray[np.intp]


def can_be_inferred(shown: Shown, threshold: int) -> bool:
    """Whether a count or step below the threshold could be told more exactly than as below it.

    True also where the figures contradict each other: then nothing is certain.
    """
    sets = _sets({*shown.considered, *map(tuple, shown.cells.values())})
    known = _known(shown, sets)
    for _ in range(ENOUGH):
        low, high = known.low.copy(), known.high.copy()
        _add_up(known, sets.sums)
        _subtract(known)
        if (known.low > known.high).any():
            return True
        if (low == known.low).all() and (high == known.high).all():
            upwards = _is_told(known, low, high, threshold)
            return bool((upwards | _is_told(known, -high, -low, threshold))[:, :-1].any())
    return True


def _is_told(known: _Known, low: Numbers, high: Numbers, threshold: int) -> NDArray[np.bool_]:
    """Where it may be few persons, and fewer values may be so than there are below the threshold.

    What the totals by themselves rule out is nobody's secret. Of what was withheld a reader who
    knows the rules takes only the values for possible that would not have been shown.
    """
    few = np.minimum(high, threshold - 1)
    values = np.where(known.withheld[:, None], few, high) - low + 1
    needed = np.minimum(threshold - 1, known.most + 1)[:, None]
    return (low < threshold) & (high > 0) & (values < needed)


def _sets(partitions: set[Partition]) -> _Sets:
    """Codes that stand together in every partition are one part; so are all that none names."""
    told = sorted(partitions)
    named = sorted({code for one in told for label in one for code in codes(label)})
    homes = [tuple(_home(code, one) for one in told) for code in (*named, REST)]
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
    of = {key: sets.index(members) for key, members in labels.items()}
    return _Sets(len(sets), of, [(whole, list(within)) for whole, within in sorted(sums)])


def _home(code: str, partition: Partition) -> str:
    """The label that holds a code; empty where the partition has none for it."""
    try:
        return home(code, partition)
    except KeyError:
        return ""


def _known(shown: Shown, sets: _Sets) -> _Known:
    """What is known before anything is concluded: what was shown, and what cannot be negative."""
    least: list[int] = []
    most: list[int] = []
    rows: dict[tuple[str, int], int] = {}
    links: list[tuple[int, int, int]] = []
    everyone = next(iter(shown.totals))
    for measure, totals in shown.totals.items():
        for at, total in enumerate(totals):
            rows[measure, at] = _row(least, most, 0, total)
        never_less = _never_less(shown, measure)
        for first, last in combinations(range(len(totals)), 2):
            span = totals[last] - totals[first]
            step = _row(least, most, *((0, span) if never_less else (-FAR, max(totals))))
            links.append((rows[measure, first], rows[measure, last], step))
    for measure, at in list(rows):
        if measure != everyone:
            missing = shown.totals[everyone][at] - shown.totals[measure][at]
            rest = _row(least, most, 0, missing)
            links.append((rows[measure, at], rows[everyone, at], rest))
    low = np.repeat(np.array(least, dtype=np.int64)[:, None], sets.count, axis=1)
    high = np.full(low.shape, FAR)
    for (measure, at), row in rows.items():
        low[row, -1] = high[row, -1] = shown.totals[measure][at]
        for label, persons in shown.cells.get((measure, at), {}).items():
            column = sets.of[tuple(shown.cells[measure, at]), label]
            low[row, column] = high[row, column] = persons
    withheld = np.zeros(len(low), dtype=bool)
    withheld[[row for key, row in rows.items() if key not in shown.cells]] = True
    return _Known(low, high, np.array(most), withheld, np.array(links).reshape(-1, 3))


def _row(least: list[int], most: list[int], at_least: int, at_most: int) -> int:
    """Add a series; gives its row."""
    least.append(at_least)
    most.append(at_most)
    return len(least) - 1


def _never_less(shown: Shown, measure: str) -> bool:
    """Whether no figure of a measure has ever fallen."""
    series = [list(shown.totals[measure])]
    told = [cells for (name, _at), cells in sorted(shown.cells.items()) if name == measure]
    for before, after in combinations(told, 2):
        then = coarsened(before, tuple(after))
        series += [[then[label], after[label]] for label in after]
    return all(row == sorted(row) for row in series)


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
