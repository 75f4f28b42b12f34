"""What became of the rows of registers since an earlier snapshot: counts by table, never a row."""

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from mittaristo.registers.schemas import TABLES, Registers, empty, stored_schema


@dataclass(frozen=True)
class Rows:
    """What becomes of the rows of one table. `given`: whether the table is there now at all."""

    table: str
    before: int
    now: int
    added: int
    changed: int
    removed: int
    same: int
    given: bool = True

    @property
    def moved(self) -> bool:
        """Whether anything becomes of them at all."""
        return bool(self.added or self.changed or self.removed) or not self.given


class Elsewhere(Mapping[str, pl.DataFrame], ABC):
    """Registers that lie on another machine: a table comes here when it is asked for."""

    @abstractmethod
    def rows_since(self, then: Registers) -> list[Rows]:
        """What `rows` gives, counted where they lie."""

    @abstractmethod
    def last_day(self, columns: Mapping[str, str], until: dt.date) -> dt.date | None:
        """What `last_day` gives, looked for where they lie."""


def rows(then: Registers, now: Registers) -> list[Rows]:
    """Each table of either, by key. Both were pseudonymised under the same key.

    A column that one of them does not have yet is empty there. In a table without a key a row that
    was changed is one removed and one added.
    """
    if isinstance(now, Elsewhere):
        return now.rows_since(then)
    return [_rows(name, then, now) for name in TABLES if name in then or name in now]


def last_day(registers: Registers, columns: Mapping[str, str], until: dt.date) -> dt.date | None:
    """The last day on which anything happened, up to one. columns: table → the day in its rows."""
    if isinstance(registers, Elsewhere):
        return registers.last_day(columns, until)
    days: list[dt.date] = []
    for table, column in columns.items():
        if table in registers:
            days += registers[table].filter(pl.col(column) <= until)[column].to_list()
    return max(days, default=None)


def _rows(name: str, then: Registers, now: Registers) -> Rows:
    key = [*TABLES[name].primary_key()] or [*stored_schema(name), "nth"]
    others = [column for column in stored_schema(name) if column not in key]
    before, after = _whole(name, then), _whole(name, now)
    both = before.join(after, on=key, how="inner", nulls_equal=True, suffix="_now")
    alike = pl.all_horizontal(
        pl.lit(True), *(pl.col(one).eq_missing(pl.col(f"{one}_now")) for one in others)
    )
    same = both.filter(alike).height
    return Rows(
        name,
        before=before.height,
        now=after.height,
        added=after.height - both.height,
        changed=both.height - same,
        removed=before.height - both.height,
        same=same,
        given=name in now,
    )


def _whole(name: str, registers: Registers) -> pl.DataFrame:
    """All columns of the schema; without a key, `nth` counts rows that are alike in all of them."""
    own = list(stored_schema(name))
    found = pl.concat([empty(name), registers.get(name, empty(name))], how="diagonal").select(own)
    if TABLES[name].primary_key():
        return found
    return found.with_columns(nth=pl.int_range(pl.len()).over(own))


EARLIER_ROWS = pl.Schema(
    {
        "since": pl.Date,
        "since_snapshot": pl.Int32,
        "since_purpose": pl.String,
        "register": pl.String,
        **dict.fromkeys(("before", "added", "changed", "removed", "now"), pl.Int64),
    }
)


def table(changes: Iterable[tuple[Sequence[object], Iterable[Rows]]]) -> pl.DataFrame:
    """A row a register and earlier snapshot; of each snapshot its day, number and purpose."""
    found = [
        (*of, one.table, one.before, one.added, one.changed, one.removed, one.now)
        for of, rows_of in changes
        for one in rows_of
        if one.given
    ]
    return pl.DataFrame(found, schema=EARLIER_ROWS, orient="row")
