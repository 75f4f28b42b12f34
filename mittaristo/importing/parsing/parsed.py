"""What a column of text means: values, what was normalised, and what is ambiguous.

Every parser takes a column of text and tells, cell by cell, what it means, which ways of writing
were met (each is told to the importer), and which cannot be told apart from something else."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from mittaristo.messages.problems import Detail


@dataclass(frozen=True)
class Parsed:
    """What a column means, and rule → the rows (by place) that it is about.

    `normalised`: understood though written otherwise. `ambiguous`: not told apart from another.
    `doubts`: taken as written, and perhaps meant otherwise: rule, rows, and what its sentence says.
    """

    values: pl.Series
    normalised: Mapping[str, list[int]] = field(default_factory=dict)
    ambiguous: Mapping[str, list[int]] = field(default_factory=dict)
    doubts: Sequence[tuple[str, list[int], Mapping[str, Detail]]] = ()


SEVERAL = re.compile(r"[;,/+&\n]| ja | and ", re.IGNORECASE)
"""What stands between several values in one cell."""


def several_of(cell: str, is_known: Callable[[str], object]) -> bool:
    """Whether a cell holds several values, each of which is known."""
    values = [one.strip() for one in SEVERAL.split(cell) if one.strip()]
    return len(values) > 1 and all(map(is_known, values))


def with_others(
    text: pl.Series,
    values: pl.Series,
    others: pl.Series,
    known: Mapping[str, tuple[Any, str | None, str | None]],
) -> Parsed:
    """The plain values, and at the other places what is known of each way of writing."""
    normalised: dict[str, list[int]] = {}
    ambiguous: dict[str, list[int]] = {}
    found = []
    for place in others:
        value, repair, doubt = known[text[place]]
        found.append(value)
        if repair and value is not None:
            normalised.setdefault(repair, []).append(place)
        if doubt:
            ambiguous.setdefault(doubt, []).append(place)
    if found:
        values = values.scatter(others, pl.Series(found, dtype=values.dtype))
    return Parsed(values.alias(text.name), normalised, ambiguous)
