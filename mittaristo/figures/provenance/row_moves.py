"""The rows of registers by which some units moved since an earlier snapshot, column by column."""

from collections.abc import Collection, Iterable
from typing import Literal

import polars as pl

from mittaristo.registers.schemas import TABLES, Registers, empty, stored_schema

What = Literal["added", "changed", "removed"]

SCHEMA = pl.Schema(
    dict.fromkeys(("register", "row_id", "what", "column", "then", "now"), pl.String)
)

JOINED = "/"
"""What stands between the ids of a unit that is made of two, as in queries/shared."""


def rows_of_units(
    then: Registers, now: Registers, registers: Iterable[str], units: Collection[str]
) -> pl.DataFrame:
    """A row a column that is another now, of the rows that are about these units.

    `register, row_id, what` (added, changed or removed), `column, then, now`: texts, empty where
    there is nothing. Of a row that was added or removed every column that is filled. Of persons:
    for the team only. Both have pseudonyms by the same key.
    """
    found = [_of_one(name, then, now, list(units)) for name in TABLES if name in {*registers}]
    return pl.concat([pl.DataFrame(schema=SCHEMA), *found])


def _of_one(name: str, then: Registers, now: Registers, units: list[str]) -> pl.DataFrame:
    key = [*TABLES[name].primary_key()]
    if not key:
        return pl.DataFrame(schema=SCHEMA)
    before, after = (_texts(name, one).filter(_about(name, key, units)) for one in (then, now))
    others = [column for column in stored_schema(name) if column not in key]
    both = after.join(before, on=key, how="full", coalesce=True, suffix="_then")
    parts = [
        both.select(
            register=pl.lit(name),
            row_id=pl.concat_str(key, separator=JOINED),
            what=_what(),
            column=pl.lit(column),
            then=pl.col(f"{column}_then"),
            now=pl.col(column),
        ).filter(pl.col("then").ne_missing(pl.col("now")))
        for column in others
    ]
    whole = pl.concat([pl.DataFrame(schema=SCHEMA), *parts])
    return whole.sort("row_id", maintain_order=True)


def _what() -> pl.Expr:
    here, there = pl.col("there").is_not_null(), pl.col("there_then").is_not_null()
    return (
        pl.when(here & there)
        .then(pl.lit("changed"))
        .when(here)
        .then(pl.lit("added"))
        .otherwise(pl.lit("removed"))
    )


def _about(name: str, key: list[str], units: list[str]) -> pl.Expr:
    """Whether a row is about one of the units: by its own id, or by whom it names."""
    ids = [column for column in stored_schema(name) if column.endswith("_id")]
    own = pl.concat_str(key, separator=JOINED)
    parts = [*units, *(part for unit in units for part in unit.split(JOINED))]
    names = parts if len(key) == 1 else units
    return pl.any_horizontal(own.is_in(names), *(pl.col(one).is_in(units) for one in ids))


def _texts(name: str, registers: Registers) -> pl.DataFrame:
    """The rows with every column as a text, and that they are there."""
    columns = list(stored_schema(name))
    found = [empty(name), *([registers[name]] if name in registers else [])]
    whole = pl.concat(found, how="diagonal").select(columns)
    return whole.select(pl.all().cast(pl.String), there=pl.lit(True))
