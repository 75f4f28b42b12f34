"""Faulty rows that are left out on purpose, and the rows that refer to them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from mittaristo.i18n.normalisation import folded, same_id
from mittaristo.importing.mapping.schema import LeftOut
from mittaristo.importing.parsing.ids import same_ids
from mittaristo.importing.places import at, number
from mittaristo.importing.source import Spot, TextTable
from mittaristo.messages.problems import Detail, Place, Problem, Told
from mittaristo.registers.schemas import SOURCE_ROW, TABLES, columns


@dataclass(frozen=True)
class Remaining(Told):
    """The tables without the rows that are left out; table → how many are gone.

    `messages` are entries that name no row, or cannot say which of several, and what went along.
    `rows`: of sheets, of which nothing is made any more: what is wrong with them does not matter.
    """

    tables: Mapping[str, TextTable]
    counts: Mapping[str, int]
    messages: list[Problem]
    rows: frozenset[Spot]

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
        table, details = tables.get(entry.table), dict[str, Detail](table=entry.table)
        place = table.place if table else Place("", table=entry.table)
        places = (table.place, *table.others) if table else ()
        wanted = numbered(places, entry) if entry.key is None else [same_id(entry.key)]
        found = [row for one in wanted for row in meant.get(entry.table, {}).get(one, ())]
        if table is None or not found:
            messages.append(Problem("nothing_left_out", place, details=details))
            continue
        if entry.key is not None and len(found) > 1:
            place, row = at(table, found[0])
            details |= {"count": len(found), "row": str(row)}
            messages.append(Problem("left_out_twice", place, row, details=details))
        gone[entry.table].update(found)
    named = {name: sorted(rows) for name, rows in gone.items()}
    for name in tables:
        _take_along(tables, name, gone)
    kept = dict(tables)
    for name, table in tables.items():
        messages += [Problem("left_out", *at(table, row)) for row in named[name]]
        if along := sorted(gone[name].difference(named[name])):
            count = {"count": len(along)}
            messages.append(Problem("left_out_with", *at(table, along[0]), details=count))
        if gone[name]:
            frame = table.frame.filter(~pl.col(SOURCE_ROW).is_in(list(gone[name])))
            kept[name] = replace(table, frame=frame)
    counts = {name: len(rows) for name, rows in gone.items() if rows}
    return Remaining(kept, counts, messages, _gone_for_good(tables, gone))


def _gone_for_good(
    tables: Mapping[str, TextTable], gone: Mapping[str, set[int]]
) -> frozenset[Spot]:
    """Rows that every table lets go which is made of their sheet, or has it beside."""
    spots = {name: {at(table, row) for row in gone[name]} for name, table in tables.items()}
    sheets = {one: {table.place, *table.others, *table.beside} for one, table in tables.items()}
    return frozenset(
        spot
        for spot in set().union(*spots.values())
        if all(spot in spots[name] for name in tables if spot[0] in sheets[name])
    )


def _meant(name: str, table: TextTable) -> Mapping[str | int, list[int]]:
    """Key, or number → the rows that an entry means by it: one, where all is right."""
    by = TABLES[name].primary_key()
    found: dict[str | int, list[int]] = {row: [row] for row in table.frame[SOURCE_ROW]}
    keys = table.frame.select(SOURCE_ROW, pl.concat_str(by, separator="/")) if by else None
    for row, key in keys.drop_nulls().iter_rows() if keys is not None else ():
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
    frame = tables[name].frame
    left_out, keys = frame[SOURCE_ROW].is_in(list(gone[name])), same_ids(frame[key[0]])
    lost = set(keys.filter(left_out)) - set(keys.filter(~left_out)) - {None}
    for other, table in tables.items():
        for reference, kind in columns(other).items():
            if (kind.metadata or {}).get("references") == name:
                theirs = same_ids(table.frame[reference]).is_in(list(lost))
                more = set(table.frame[SOURCE_ROW].filter(theirs.fill_null(value=False)))
                if more - gone[other]:
                    gone[other] |= more
                    _take_along(tables, other, gone)
