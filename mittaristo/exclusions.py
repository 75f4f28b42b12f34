"""Faulty rows that are left out on purpose, and the rows that refer to them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import polars as pl

from mittaristo import spelling
from mittaristo.mapping import LeftOut
from mittaristo.problems import Place, Problem
from mittaristo.reading import TextTable
from mittaristo.registers import TABLES, columns


def leave_out(
    tables: Mapping[str, TextTable], left_out: Collection[LeftOut]
) -> tuple[dict[str, TextTable], dict[str, int], list[Problem]]:
    """The tables without those rows; table → how many are gone; entries that name no row.

    A row that refers to a row that is left out goes with it: a service of a client who is not
    counted is not counted.
    """
    kept = dict(tables)
    problems = []
    for entry in left_out:
        key = TABLES[entry.table].primary_key()
        if entry.table not in kept:
            problems.append(
                Problem("nothing_left_out", Place(entry.table), details={"table": entry.table})
            )
        elif not _take(kept, entry.table, key, {_same(entry.key)}):
            place = kept[entry.table].place
            problems.append(Problem("nothing_left_out", place, details={"table": entry.table}))
    counts = {
        name: gone
        for name, table in tables.items()
        if (gone := table.frame.height - kept[name].frame.height)
    }
    return kept, counts, problems


def _take(kept: dict[str, TextTable], name: str, by: Sequence[str], keys: set[str]) -> bool:
    """Take away the rows of a table with these keys, and what refers to them; whether any was."""
    table = kept[name]
    written = table.frame.select(pl.concat_str(by, separator="/")).to_series()
    gone = pl.Series(
        [cell is not None and _same(cell) in keys for cell in written], dtype=pl.Boolean
    )
    if not gone.any():
        return False
    rows = table.frame.filter(gone)
    kept[name] = replace(table, frame=table.frame.filter(~gone))
    key = TABLES[name].primary_key()
    if len(key) == 1:
        lost = {_same(cell) for cell in rows[key[0]].drop_nulls()}
        for other in list(kept):
            for reference, kind in columns(other).items():
                if (kind.metadata or {}).get("references") == name:
                    _take(kept, other, [reference], lost)
    return True


def _same(cell: str) -> str:
    return spelling.same_id(cell)
