"""The steps from text rows to checked registers, in order, and the list of what is wrong."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import polars as pl

from mittaristo.i18n.translation import Language
from mittaristo.importing import plausibility
from mittaristo.importing.casting import may_be_coded, typed_columns
from mittaristo.importing.lengths import without_long_cells
from mittaristo.importing.mapping.leave_out import Kept, leave_out
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
)
from mittaristo.messages.problems import AsWritten, Place, Problem
from mittaristo.privacy.person_names import KnownNames
from mittaristo.privacy.pseudonyms import PutTogether
from mittaristo.project import Project
from mittaristo.registers.schemas import columns

OF_THE_WHOLE_TABLE = ("no_header", "unknown_column", "missing_column", "repeated_column")
"""What is told first, because much of the rest follows from it."""


@dataclass(frozen=True)
class Checked:
    """Registers that were judged: to be stored when there are no problems, under pseudonyms.

    `typed` are their tables with ids as they were written, and `source_row`; `tables` the rows as
    they were checked. `suspicions` and `notes` are for the importer's eyes: they hinder nothing and
    are never stored. A note tells what was understood although it was written in another way.
    `left_out`: table → how many of its rows were left out on purpose.
    """

    typed: Mapping[str, pl.DataFrame]
    tables: Mapping[str, TextTable]
    problems: tuple[Problem, ...]
    suspicions: tuple[Problem, ...]
    notes: tuple[Problem, ...]
    left_out: Mapping[str, int]

    def counted(self) -> dict[str, Counted]:
        """How many rows of each table count, and how many do not."""
        return {
            name: Counted(table.frame.height, table.outside, self.left_out.get(name, 0))
            for name, table in self.tables.items()
        }

    def put_together(self) -> PutTogether:
        return _put_together(self.tables)


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
    remaining = replace(
        source,
        tables=dict(kept.tables),
        problems=kept.still(source.problems),
        suspicions=kept.still(source.suspicions),
        notes=[*source.notes, *kept.notes],
    )
    found = _judged(remaining, against)
    return Checked(
        found.typed,
        kept.tables,
        _in_order([*kept.problems, *found.problems]),
        _in_order([*found.suspicions, *_faultless(kept, source, against)]),
        _in_order(_once_a_column(found.notes)),
        kept.counts,
    )


@dataclass(frozen=True)
class _Against:
    """What registers are held against. `persons` are all that were given, left out or not."""

    project: Project
    measures: Mapping[str, Mapping[Language, str]]
    persons: KnownNames


@dataclass(frozen=True)
class _Judged:
    typed: dict[str, pl.DataFrame]
    problems: list[Problem]
    suspicions: list[Problem]
    notes: list[Problem]


def _judged(source: Source, against: _Against) -> _Judged:
    """The tables by their types, and all that there is to say of them."""
    typed: dict[str, pl.DataFrame] = {}
    problems, notes = _of_the_file(source), list(source.notes)
    put_together = _put_together(source.tables)
    for name, table in source.tables.items():
        table, too_long = without_long_cells(table)
        frame, broken, repaired = typed_columns(name, table, against.measures)
        unread = [*numbered(source.problems, table), *unread_columns(source.problems, table)]
        found = [
            *broken,
            *too_long,
            *broken_rules(name, table.place, frame, [*broken, *too_long, *unread], table.headings),
            *outside_project(name, table.place, frame, against.project),
            *personal_texts(name, table.place, frame, against.persons, put_together),
        ]
        problems += _as_written(name, source.tables, found)
        notes += _as_written(name, source.tables, repaired)
        typed[name] = frame
    for name in typed:
        typed[name], repaired = as_the_key_is_written(name, typed, source)
        notes += _as_written(name, source.tables, repaired)
    for name, frame in typed.items():
        problems += _as_written(name, source.tables, dangling(name, frame, typed, source))
    suspicions = list(source.suspicions)
    for name, one in plausibility.all_of(source.tables, typed, against.measures, against.persons):
        suspicions += _as_written(name, source.tables, [one])
    return _Judged(typed, problems, suspicions, notes)


def _put_together(tables: Mapping[str, TextTable]) -> PutTogether:
    return {name: table.put_together for name, table in tables.items()}


def _of_the_file(source: Source) -> list[Problem]:
    """The problems of reading, those of our own tables as their reader finds them."""
    own = {table.place: name for name, table in source.tables.items() if not table.mapped}
    problems: list[Problem] = []
    for one in source.problems:
        name = own.get(one.place)
        problems += [one] if name is None else _as_written(name, source.tables, [one])
    return problems


def _faultless(kept: Kept, source: Source, against: _Against) -> list[Problem]:
    """Suspicions of rows that are left out although they break no rule: perhaps not those meant.

    What was read is judged once more, as if nothing had been left out.
    """
    if not kept.named:
        return []
    everything = _judged(source, against)
    found = (*everything.problems, *everything.suspicions)
    faulty = {(problem.place, problem.row) for problem in found}
    return [
        Problem("left_out_faultless", place, row)
        for (place, row), made_of in kept.named.items()
        if faulty.isdisjoint({*made_of, (place, None)})
    ]


def _as_written(
    name: str, tables: Mapping[str, TextTable], problems: Iterable[Problem]
) -> Iterator[Problem]:
    """Problems of a table with sheet, row and column as the file has them."""
    coded = {column: may_be_coded(kind) for column, kind in columns(name).items()}
    return as_written(problems, tables[name], tables, coded)


def _once_a_column(notes: Iterable[Problem]) -> list[Problem]:
    """The notes, with spellings of ids told once where several tables are made of one column."""
    known: set[tuple[Place, str | None]] = set()
    told = []
    for note in notes:
        column = (note.place, note.column)
        if note.rule != "alike" or column not in known:
            told.append(note)
        if note.rule == "alike" and isinstance(note.column, AsWritten):
            known.add(column)
    return told


def _in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """In the order in which they are best mended."""
    return tuple(
        sorted(
            problems,
            key=lambda problem: (
                problem.rule == "no_such_table",
                problem.row is not None and problem.rule not in OF_THE_WHOLE_TABLE,
                problem.place,
                problem.row or 0,
            ),
        )
    )
