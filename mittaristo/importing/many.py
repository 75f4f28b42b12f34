"""Of many problems of one kind the first ones, and how many more there are."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from mittaristo.messages.problems import Place, Problem

MOST = 1000
"""So many errors of one rule in one column of a sheet are told one by one."""


def first_of(problems: Iterable[Problem]) -> Iterator[Problem]:
    """The first problems of each rule and column as they come, then what says how many there are.

    Only errors of a row are counted; of all else there are few.
    """
    count: Counter[tuple[str, Place, str | None]] = Counter()
    further: dict[tuple[str, Place, str | None], Problem] = {}
    for one in problems:
        if one.row is None or one.severity != "error":
            yield one
            continue
        kind = (one.rule, one.place, one.column)
        count[kind] += 1
        if count[kind] <= MOST:
            yield one
        else:
            further.setdefault(kind, one)
    for kind, one in further.items():
        yield _more(one, count[kind] - MOST)


def on_rows(problem: Problem, rows: Sequence[int]) -> Iterator[Problem]:
    """The problem on each of the rows; of many, the same without making them all."""
    for row in rows[:MOST]:
        yield replace(problem, row=row)
    if len(rows) > MOST:
        yield _more(replace(problem, row=rows[MOST]), len(rows) - MOST)


def _more(first: Problem, count: int) -> Problem:
    return Problem("and_more", first.place, first.row, first.column, {"count": count})
