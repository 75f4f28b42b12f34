"""The steps from text rows to checked registers, in order, and the list of what is wrong."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

import polars as pl

from mittaristo.i18n.translation import Language
from mittaristo.importing import plausibility
from mittaristo.importing.casting import may_be_coded, typed_columns
from mittaristo.importing.doubles.pairs import NOTHING_SAID, Memory, Suspected
from mittaristo.importing.many import first_of
from mittaristo.importing.mapping.leave_out import leave_out
from mittaristo.importing.mapping.schema import LeftOut
from mittaristo.importing.places import as_written, numbered
from mittaristo.importing.row_counts import Counted
from mittaristo.importing.source import Source, TextTable
from mittaristo.importing.validation import (
    as_the_key_is_written,
    broken_rules,
    dangling,
    in_two_spellings,
    known_names,
    outside_project,
    personal_texts,
    unread_cells,
    without_lone_cells,
    without_long_cells,
)
from mittaristo.messages.problems import AsWritten, Place, Problem, Told
from mittaristo.privacy.person_names import KnownNames
from mittaristo.privacy.pseudonyms import PutTogether
from mittaristo.project import Project, today
from mittaristo.registers.schemas import columns

OF_THE_WHOLE_TABLE = ("no_header", "unknown_column", "missing_column", "repeated_column")
"""What is told first, because much of the rest follows from it."""

Warned = Mapping[tuple[str, str], int]
"""Rule and register → how often it warned. Where a rule names no register, that is empty."""


@dataclass(frozen=True)
class Checked(Told):
    """Registers that were judged: to be stored when there are no errors, under pseudonyms.

    `typed` are their tables with ids as they were written, and `source_row`; `tables` the rows as
    they were checked. `messages` are for the importer's eyes and are never stored. `left_out`:
    table → how many of its rows were left out on purpose. `suspected`: the warnings that
    two rows may be one.
    """

    typed: Mapping[str, pl.DataFrame]
    tables: Mapping[str, TextTable]
    messages: tuple[Problem, ...]
    left_out: Mapping[str, int]
    suspected: tuple[Suspected, ...] = ()

    def counted(self) -> dict[str, Counted]:
        """How many rows of each table count, and how many do not."""
        return {
            name: Counted(table.frame.height, table.outside, self.left_out.get(name, 0))
            for name, table in self.tables.items()
        }

    def put_together(self) -> PutTogether:
        return _put_together(self.tables)

    def warned(self) -> dict[tuple[str, str], int]:
        """How often each rule warned, and how many rows of each register were left out.

        Numbers only: they are stored with a snapshot.
        """
        found = Counter({("left_out", name): rows for name, rows in self.left_out.items() if rows})
        for one in self.warnings:
            count = one.details.get("count", 1)
            found[one.rule, ""] += count if isinstance(count, int) else 1
        return dict(found)


def check(
    source: Source,
    project: Project,
    measures: Mapping[str, Mapping[Language, str]],
    left_out: Collection[LeftOut] = (),
    as_of: dt.date | None = None,
    memory: Memory = NOTHING_SAID,
) -> Checked:
    """Check everything that was read against the schemas, the project and each other.

    `measures` are those that can have a target, with their names. `as_of`: the day whose
    situation it is, otherwise today. `memory`: which rows are known not to be the same.
    Rows that are `left_out`, and rows that refer to them, are taken away before anything is
    checked: they may be what another row is like, or one of those that are counted.
    """
    kept = leave_out(source.tables, left_out if source.tables else ())
    against = _Against(project, measures, known_names(source), as_of or today(), memory)
    read = [*kept.still(source.messages), *kept.infos]
    remaining = replace(source, tables=dict(kept.tables), messages=read)
    typed, found, suspected = _judged(remaining, against)
    told = _in_order(_once_a_column([*kept.errors, *found]), source.places)
    return Checked(typed, kept.tables, told, kept.counts, tuple(suspected))


@dataclass(frozen=True)
class _Against:
    """What registers are held against. `persons` are all that were given, left out or not."""

    project: Project
    measures: Mapping[str, Mapping[Language, str]]
    persons: KnownNames
    as_of: dt.date
    memory: Memory


def _judged(
    source: Source, against: _Against
) -> tuple[dict[str, pl.DataFrame], list[Problem], list[Suspected]]:
    """The tables by their types, all that there is to say of them, and which rows may be one."""
    typed: dict[str, pl.DataFrame] = {}
    errors = source.errors
    messages = _of_the_file(source)
    put_together = _put_together(source.tables)
    tables = dict(source.tables)
    for name, table in source.tables.items():
        table, too_long = without_long_cells(table)
        table, alone = without_lone_cells(name, table)
        tables[name] = table
        typed[name], cast, cells = typed_columns(name, table, against.measures)
        cast = in_two_spellings(name, tables, typed[name], cast)
        unread = unread_cells(cells, [*too_long, *numbered(errors, table)], errors, table)
        found = chain(
            cast,
            too_long,
            alone,
            broken_rules(name, table, typed[name], unread),
            first_of(outside_project(name, table.place, typed[name], against.project)),
            first_of(personal_texts(name, table.place, typed[name], against.persons, put_together)),
        )
        messages += _as_written(name, source.tables, found)
    source = replace(source, tables=tables)
    for name in typed:
        typed[name], respelled = as_the_key_is_written(name, typed, source)
        messages += _as_written(name, source.tables, respelled)
    for name, frame in typed.items():
        lost = first_of(dangling(name, frame, typed, source))
        messages += _as_written(name, source.tables, lost)
    return typed, messages, _doubted(source.tables, typed, against, messages)


def _doubted(
    tables: Mapping[str, TextTable],
    typed: Mapping[str, pl.DataFrame],
    against: _Against,
    messages: list[Problem],
) -> list[Suspected]:
    """Adds what may be wrong although it breaks no rule; gives the rows that may be one."""
    doubted = plausibility.all_of(tables, typed, against.measures, against.persons, against.as_of)
    for name, one in doubted:
        messages += _as_written(name, tables, [one])
    suspected = []
    for name, one, ids in plausibility.doubles(tables, typed, against.memory):
        for said in _as_written(name, tables, [one]):
            messages.append(said)
            suspected.append(Suspected(said, against.memory.digest(name, *ids)))
    return suspected


def _put_together(tables: Mapping[str, TextTable]) -> PutTogether:
    return {name: table.put_together for name, table in tables.items()}


def _of_the_file(source: Source) -> list[Problem]:
    """The messages of reading; errors of our own tables as their reader finds them."""
    own = {table.place: name for name, table in source.tables.items() if not table.mapped}
    messages: list[Problem] = []
    for one in source.messages:
        name = own.get(one.place) if one.severity == "error" else None
        messages += [one] if name is None else _as_written(name, source.tables, [one])
    return messages


def _as_written(
    name: str, tables: Mapping[str, TextTable], messages: Iterable[Problem]
) -> Iterator[Problem]:
    """Messages of a table with sheet, row and column as the file has them."""
    coded = {column: may_be_coded(kind) for column, kind in columns(name).items()}
    return as_written(messages, tables[name], tables, coded)


def _once_a_column(messages: Iterable[Problem]) -> list[Problem]:
    """The messages, with spellings of ids told once where several tables are of one column."""
    known: set[tuple[Place, str | None]] = set()
    told = []
    for one in messages:
        column = (one.place, one.column)
        if one.rule != "alike" or column not in known:
            told.append(one)
        if one.rule == "alike" and isinstance(one.column, AsWritten):
            known.add(column)
    return told


def _in_order(messages: Iterable[Problem], places: Sequence[Place]) -> tuple[Problem, ...]:
    """In the order in which they are best mended, and of the sheets."""
    order = {place: at for at, place in enumerate(places)}
    return tuple(
        sorted(
            messages,
            key=lambda one: (
                one.rule == "no_such_table",
                one.row is not None and one.rule not in OF_THE_WHOLE_TABLE,
                order.get(one.place, -1),
                one.place,
                one.row or 0,
            ),
        )
    )
