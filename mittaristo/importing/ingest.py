"""The steps from text rows to checked registers, in order, and the list of what is wrong."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from mittaristo.i18n.translation import Language
from mittaristo.importing import plausibility
from mittaristo.importing.casting import may_be_coded, typed_columns
from mittaristo.importing.mapping.leave_out import Remaining, leave_out
from mittaristo.importing.mapping.schema import LeftOut
from mittaristo.importing.places import as_written, numbered
from mittaristo.importing.row_counts import Counted
from mittaristo.importing.source import Source, TextTable
from mittaristo.importing.validation import (
    as_the_key_is_written,
    broken_rules,
    dangling,
    known_names,
    outside_project,
    personal_texts,
    unread_columns,
    without_lone_cells,
    without_long_cells,
)
from mittaristo.messages.problems import AsWritten, Place, Problem, Told
from mittaristo.privacy.person_names import KnownNames
from mittaristo.privacy.pseudonyms import PutTogether
from mittaristo.project import Project
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
    table → how many of its rows were left out on purpose.
    """

    typed: Mapping[str, pl.DataFrame]
    tables: Mapping[str, TextTable]
    messages: tuple[Problem, ...]
    left_out: Mapping[str, int]

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
) -> Checked:
    """Check everything that was read against the schemas, the project and each other.

    `measures` are those that can have a target, with their names. Rows that are `left_out`, and
    rows that refer to them, are taken away before anything is checked: they may be what another
    row is like, or one of those that are counted.
    """
    kept = leave_out(source.tables, left_out if source.tables else ())
    against = _Against(project, measures, known_names(source))
    read = [*kept.still(source.messages), *kept.infos]
    typed, found = _judged(replace(source, tables=dict(kept.tables), messages=read), against)
    messages = [*kept.errors, *found, *_faultless(kept, source, against)]
    told = _in_order(_once_a_column(messages), source.places)
    return Checked(typed, kept.tables, told, kept.counts)


@dataclass(frozen=True)
class _Against:
    """What registers are held against. `persons` are all that were given, left out or not."""

    project: Project
    measures: Mapping[str, Mapping[Language, str]]
    persons: KnownNames


def _judged(source: Source, against: _Against) -> tuple[dict[str, pl.DataFrame], list[Problem]]:
    """The tables by their types, and all that there is to say of them."""
    typed: dict[str, pl.DataFrame] = {}
    errors = source.errors
    messages = _of_the_file(source)
    put_together = _put_together(source.tables)
    for name, table in source.tables.items():
        table, too_long = without_long_cells(table)
        table, alone = without_lone_cells(name, table)
        typed[name], cast = typed_columns(name, table, against.measures)
        said = [
            *(one for one in cast if one.severity == "error"),
            *too_long,
            *numbered(errors, table),
            *unread_columns(errors, table),
        ]
        found = [
            *cast,
            *too_long,
            *alone,
            *broken_rules(name, table, typed[name], said),
            *outside_project(name, table.place, typed[name], against.project),
            *personal_texts(name, table.place, typed[name], against.persons, put_together),
        ]
        messages += _as_written(name, source.tables, found)
    for name in typed:
        typed[name], respelled = as_the_key_is_written(name, typed, source)
        messages += _as_written(name, source.tables, respelled)
    for name, frame in typed.items():
        messages += _as_written(name, source.tables, dangling(name, frame, typed, source))
    for name, one in plausibility.all_of(source.tables, typed, against.measures, against.persons):
        messages += _as_written(name, source.tables, [one])
    return typed, messages


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


def _faultless(kept: Remaining, source: Source, against: _Against) -> list[Problem]:
    """Warnings of rows that are left out although they break no rule: perhaps not those meant.

    What was read is judged once more, as if nothing had been left out.
    """
    if not kept.named:
        return []
    _typed, everything = _judged(source, against)
    faulty = {(one.place, one.row) for one in everything if one.severity != "info"}
    return [
        Problem("left_out_faultless", place, row)
        for (place, row), made_of in kept.named.items()
        if faulty.isdisjoint({*made_of, (place, None)})
    ]


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
