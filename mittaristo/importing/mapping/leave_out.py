"""Faulty rows that are left out on purpose, and the rows that refer to them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from mittaristo.i18n.normalisation import folded, same_id
from mittaristo.importing.mapping.schema import LeftOut
from mittaristo.importing.places import at, beside, number
from mittaristo.importing.source import Spot, TextTable
from mittaristo.messages.problems import Detail, Place, Problem, Told
from mittaristo.registers.schemas import SOURCE_ROW, TABLES, columns


@dataclass(frozen=True)
class Remaining(Told):
    """The tables without the rows that are left out; table → how many are gone.

    `messages` are entries that name no row, or cannot say which of several, and what went along.
    """

    tables: Mapping[str, TextTable]
    counts: Mapping[str, int]
    messages: list[Problem] = field(default_factory=list)
    rows: frozenset[Spot] = frozenset()
    """Rows of sheets that nothing is made of any more: what is wrong with them does not matter."""

    named: Mapping[Spot, frozenset[Spot]] = field(default_factory=dict)
    """Each row that an entry names, and those of which it was made: itself, and any beside it."""

    def still(self, messages: Iterable[Problem]) -> list[Problem]:
        """The messages without errors and warnings about a row that is gone."""
        return [
            one
            for one in messages
            if one.severity == "info" or (one.place, one.row) not in self.rows
        ]


def leave_out(tables: Mapping[str, TextTable], left_out: Collection[LeftOut]) -> Remaining:
    """Take away the named rows, and with them those that refer to them.

    A service of a client who is not counted is not counted.
    """
    gone: dict[str, set[int]] = {name: set() for name in tables}
    meant = {name: _meant(name, table) for name, table in tables.items()} if left_out else {}
    messages = []
    for entry in left_out:
        table = tables.get(entry.table)
        details: dict[str, Detail] = {"table": entry.table}
        if table is None:
            nowhere = Place("", table=entry.table)
            messages.append(Problem("nothing_left_out", nowhere, details=details))
            continue
        by_row = numbered((table.place, *table.others), entry)
        wanted = by_row if entry.key is None else [same_id(entry.key)]
        found = [row for one in wanted for row in meant[entry.table].get(one, ())]
        merged = next((one for row in by_row if (one := table.behind.merged.get(row))), None)
        if merged is not None:
            details |= {"first": beside(at(table, merged), table.place)}
            messages.append(Problem("left_out_merged", table.place, entry.row, details=details))
        elif not found:
            messages.append(Problem("nothing_left_out", table.place, details=details))
        elif entry.key is not None and len(found) > 1:
            place, row = at(table, found[0])
            details |= {"count": len(found), "row": str(row)}
            messages.append(Problem("left_out_twice", place, row, details=details))
        gone[entry.table].update(found)
    named = {name: frozenset(rows) for name, rows in gone.items()}
    for name in tables:
        _take_along(tables, name, gone)
    on_purpose = {
        at(tables[name], row): frozenset(_spots(tables[name], row))
        for name, rows in named.items()
        for row in sorted(rows)
    }
    messages += [Problem("left_out", *spot) for spot in on_purpose]
    for name, table in tables.items():
        if along := sorted(gone[name] - named[name]):
            count = {"count": len(along)}
            messages.append(Problem("left_out_with", *at(table, along[0]), details=count))
    kept = {
        name: replace(table, frame=table.frame.filter(~pl.col(SOURCE_ROW).is_in(list(rows))))
        if (rows := gone[name])
        else table
        for name, table in tables.items()
    }
    counts = {name: len(rows) for name, rows in gone.items() if rows}
    return Remaining(kept, counts, messages, _gone_for_good(tables, gone), on_purpose)


def _gone_for_good(
    tables: Mapping[str, TextTable], gone: Mapping[str, set[int]]
) -> frozenset[Spot]:
    """Rows that stood for a row that is gone, or beside one, and for or beside none that is kept.

    Several tables may be made of one sheet, and a sheet may be joined to others.
    """
    there: set[Spot] = set()
    left: set[Spot] = set()
    for name, table in tables.items() if any(gone.values()) else ():
        left |= table.behind.always
        for row in (*table.frame[SOURCE_ROW], *table.behind.merged):
            counted = table.behind.merged.get(row, row)
            spots = there if counted in gone[name] else left
            spots |= _spots(table, row)
    return frozenset(there - left)


def _spots(table: TextTable, row: int) -> set[Spot]:
    """A row as its reader sees it, and those that stand beside it."""
    return {at(table, row), *table.behind.joined.get(row, ())}


def _meant(name: str, table: TextTable) -> Mapping[str | int, list[int]]:
    """Key, or number → the rows that an entry means by it: one, where all is right."""
    by = TABLES[name].primary_key()
    found: dict[str | int, list[int]] = {row: [row] for row in table.frame[SOURCE_ROW]}
    keys = table.frame.select(SOURCE_ROW, pl.concat_str(by, separator="/")) if by else None
    for row, key in keys.iter_rows() if keys is not None else ():
        if key:
            found.setdefault(same_id(key), []).append(row)
    return found


def numbered(places: Sequence[Place], entry: LeftOut) -> list[int]:
    """The row that an entry names by its number, as a table of these sheets numbers it.

    As often as the table is made of it; never where the entry names a key, or does not say on which
    of several sheets the row is.
    """
    sheets = [
        sheet
        for sheet, place in enumerate(places)
        if entry.sheet is None or folded(entry.sheet) in _names(place)
    ]
    if entry.row is None or len({places[sheet] for sheet in sheets}) != 1:
        return []
    return [number(sheet, entry.row) for sheet in sheets]


def _names(place: Place) -> Iterable[str]:
    """How a mapping may name a sheet, or the file that holds but one."""
    file = folded(place.file)
    return (folded(place.sheet),) if place.sheet else (file, file.removesuffix(".csv"))


def _take_along(tables: Mapping[str, TextTable], name: str, gone: dict[str, set[int]]) -> None:
    """Let go what refers to a row that is gone, where no other row has its key."""
    key = TABLES[name].primary_key()
    if not gone[name] or len(key) != 1:
        return
    lost: set[str] = set()
    left: set[str] = set()
    for row, cell in tables[name].frame.select(SOURCE_ROW, key[0]).drop_nulls().iter_rows():
        (lost if row in gone[name] else left).add(same_id(cell))
    lost -= left
    for other, table in tables.items():
        for reference, kind in columns(other).items():
            if (kind.metadata or {}).get("references") != name:
                continue
            rows = table.frame.select(SOURCE_ROW, reference).drop_nulls().iter_rows()
            more = {row for row, cell in rows if same_id(cell) in lost} - gone[other]
            if more:
                gone[other] |= more
                _take_along(tables, other, gone)
