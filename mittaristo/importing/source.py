"""What was read from a source: tables of text, every row with the place where it stands."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import polars as pl

from mittaristo.importing.parsing import parsed
from mittaristo.messages.problems import Place, Problem, Told

Numbered = list[tuple[int, list[str | None]]]
"""Rows with anything in them, tidied, each with its number as Excel shows it."""

Derived = Callable[[pl.Series, str | None], tuple[str, parsed.Parsed]]
"""From the cells of a column and the way its days are written: the rule that a cell breaks when it
cannot be understood, and what the cells mean."""

Spot = tuple[Place, int]
"""A row of a sheet, as its reader sees it."""


@dataclass(frozen=True)
class TextTable:
    """One register as it was written: text columns (empty = null) and `source_row`.

    `headings` are its columns as the header writes them; the others are there, but empty.
    `alone` are the rows of which one cell only is filled in, in whatever column.
    `day_forms`: column → the way its days are written, where that is known; "" for all others.
    By a mapping only: `originals` are `source_row` and the columns whose cells were translated, as
    they were written; `put_together` the columns whose cells were made from several others;
    `others` further sheets that its rows come from (see places), `part_headings` the headings of
    those that have their own, by number, and `beside` those that are joined; `derived` tells how
    the cells of a column are understood, and `outside` how many rows a condition kept out.
    """

    place: Place
    frame: pl.DataFrame
    headings: Mapping[str, str]
    day_forms: Mapping[str, str] = field(default_factory=dict)
    put_together: frozenset[str] = frozenset()
    others: tuple[Place, ...] = ()
    part_headings: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    beside: frozenset[Place] = frozenset()
    derived: Mapping[str, Derived] = field(default_factory=dict)
    alone: frozenset[int] = frozenset()
    mapped: bool = False
    outside: int = 0
    originals: pl.DataFrame = field(default_factory=pl.DataFrame)


@dataclass
class Source(Told):
    """What was read. `places` are all sheets or files, in their order.

    `invented` when the source itself says that its rows are made up.
    """

    tables: dict[str, TextTable] = field(default_factory=dict)
    messages: list[Problem] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    invented: bool = False
