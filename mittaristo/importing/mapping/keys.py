"""Keys for rows that have none of their own, and one row for those that have the same."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from mittaristo.importing.mapping.sheets import ROW
from mittaristo.importing.parsing.ids import same_ids
from mittaristo.importing.places import beside, spot
from mittaristo.messages.problems import AsWritten, Detail, Place, Problem
from mittaristo.registers.schemas import TABLES, columns

AT, FIRST = " at", " first"
"""Columns beside those of our tables, whose names have no spaces."""


def numbered(rows: pl.DataFrame, key: str, last: pl.Series) -> pl.DataFrame:
    """The rows with their keys as they were `made`, and FIRST: the first row of the same key.

    Where several have one, a running number follows. A row keeps its key when others come in
    between. Those that are `last` come after all others.
    """
    said = made(key)
    again = pl.int_range(1, pl.len() + 1).over(said)
    has = pl.col(said).is_not_null() & (again > 1)
    found = rows.with_row_index(AT).with_columns(last.alias(FIRST)).sort(FIRST, maintain_order=True)
    found = found.with_columns(
        pl.when(has).then(pl.format("{}/{}", said, again)).otherwise(said).alias(said),
        pl.when(has).then(pl.col(ROW).first().over(said)).alias(FIRST),
    )
    if key in rows.columns:
        found = found.with_columns(pl.coalesce(said, key).alias(said))
    return found.sort(AT).drop(AT, key, strict=False).rename({said: key})


def made(key: str) -> str:
    """The column of keys that are made of other cells, before they are numbered."""
    return f" {key}"


def namesakes(rows: pl.DataFrame, places: Sequence[Place]) -> Iterator[Problem]:
    """Warnings of rows that say the same: what refers to one of them goes to the first."""
    for number, first in rows.select(ROW, FIRST).drop_nulls().iter_rows():
        place, row = spot(places, number)
        yield Problem(
            "namesakes", place, row, details={"first": beside(spot(places, first), place)}
        )


@dataclass(frozen=True)
class OneEach:
    """One row for each key: the `rows`, and the numbers of those that are `merged` into another.

    `differing` say something else than the row that they are merged into: row, that row, column.
    `keyless`: rows that are none, for want of a key.
    """

    rows: pl.DataFrame
    merged: Sequence[int]
    differing: Sequence[tuple[int, int, str]]
    keyless: Sequence[int]

    def infos(self, name: str, places: Sequence[Place]) -> Iterator[Problem]:
        """How many rows of a table are merged, and how many are none for want of a key."""
        for rule, found in (("merged", self.merged), ("without_key", self.keyless)):
            if found:
                details: dict[str, Detail] = {"count": len(found), "table": name}
                yield Problem(rule, *spot(places, found[0]), details=details)

    def differences(
        self, places: Sequence[Place], headings: Mapping[str, str]
    ) -> Iterator[Problem]:
        """Rows that are to be one row of the table and say different things."""
        for number, first, column in self.differing:
            place, row = spot(places, number)
            heading = headings.get(column, column)
            called = column if heading == column else AsWritten(heading)
            details = {"first": beside(spot(places, first), place)}
            yield Problem("differs", place, row, called, details)


def one_each(rows: pl.DataFrame, name: str) -> OneEach:
    """The first row of each key. Those without one are none, unless they are about clients."""
    key = TABLES[name].primary_key()
    others = [column for column in rows.columns if column[:1].isalpha() and column not in key]
    ids = [same_ids(rows[column]).alias(f" {column}") for column in key]
    by = [one.name for one in ids]
    has = pl.all_horizontal(pl.col(by).is_not_null())
    keyed = (
        rows.with_columns(ids).filter(has).with_columns(pl.col(ROW).first().over(by).alias(FIRST))
    )
    again = pl.col(ROW) != pl.col(FIRST)
    differ = [pl.col(one).ne_missing(pl.col(one).first().over(by)).alias(one) for one in others]
    keyless = rows.with_columns(ids).filter(~has)
    first = keyed.filter(~again)
    if is_of_clients(name):
        first, keyless = pl.concat([first, keyless], how="diagonal"), keyless.clear()
    return OneEach(
        first.select(rows.columns),
        keyed.filter(again)[ROW].to_list(),
        [
            (number, same, column)
            for number, same, *said in keyed.select(ROW, FIRST, *differ).filter(again).iter_rows()
            for column, differs in zip(others, said, strict=True)
            if differs
        ],
        keyless[ROW].to_list(),
    )


def is_of_clients(name: str) -> bool:
    """Whether each row of a table is a client, or something that a client was given or got."""
    kinds = columns(name).values()
    return name == "clients" or any(
        (kind.metadata or {}).get("references") == "clients" for kind in kinds
    )


def is_referred_to(name: str) -> bool:
    """Whether rows of other tables refer to rows of this one by their key."""
    return any(
        (kind.metadata or {}).get("references") == name
        for other in TABLES
        for kind in columns(other).values()
    )
