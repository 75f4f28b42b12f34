"""Text rows → typed, checked and pseudonymised registers, and the list of what is wrong."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

import dataframely as dy
import polars as pl

from mittaristo import meanings, spelling, suspicions
from mittaristo.counted import Counted
from mittaristo.lengths import without_long_cells
from mittaristo.mapping import LeftOut
from mittaristo.mapping.exclusions import Kept, leave_out
from mittaristo.personal import KnownNames, personal_data_in
from mittaristo.privacy import Key
from mittaristo.problems import AsWritten, Detail, Place, Problem
from mittaristo.project import Project
from mittaristo.pseudonyms import entity, pseudonymised
from mittaristo.reading import Source, TextTable
from mittaristo.reading.places import as_written, at, numbered
from mittaristo.registers import SOURCE_ROW, TABLES, columns
from mittaristo.texts import N_, Language

OF_THE_WHOLE_TABLE = ("no_header", "unknown_column", "missing_column", "repeated_column")
"""What is told first, because much of the rest follows from it."""

WHO = ("name", "identity_code")
"""Columns that tell who someone is, and that are dropped in memory."""

Registers = Mapping[str, pl.DataFrame]
"""Table → its rows as they are stored. A table that the project does not keep is absent."""


@dataclass(frozen=True)
class Ingested:
    """Registers ready to be published when there are no problems.

    `suspicions` and `notes` are for the importer's eyes: they hinder nothing and are never stored.
    A note tells what was understood although it was written in another way. `left_out`: table →
    how many of its rows were left out on purpose. `tables`: the rows as they were checked.
    """

    registers: Registers
    problems: tuple[Problem, ...]
    suspicions: tuple[Problem, ...]
    notes: tuple[Problem, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)
    tables: Mapping[str, TextTable] = field(default_factory=dict)

    def counted(self) -> dict[str, Counted]:
        """How many rows of each table count, and how many do not."""
        return {
            name: Counted(table.frame.height, table.outside, self.left_out.get(name, 0))
            for name, table in self.tables.items()
        }


def ingest(
    source: Source,
    project: Project,
    key: Key,
    measures: Mapping[str, Mapping[Language, str]],
    left_out: Collection[LeftOut] = (),
) -> Ingested:
    """Check everything that was read against the schemas, the project and each other.

    `measures` are those that can have a target, with their names. Rows that are `left_out`, and
    rows that refer to them, are taken away before anything is checked.
    """
    typed: dict[str, pl.DataFrame] = {}
    kept = leave_out(source.tables, left_out if source.tables else ())
    own = {table.place: name for name, table in kept.tables.items() if not table.mapped}
    problems = [*kept.problems]
    for one in kept.still(source.problems):
        name = own.get(one.place)
        problems += [one] if name is None else _as_written(name, kept.tables, [one])
    notes = [*source.notes, *kept.notes]
    persons = _persons(source)
    faultless = _faultless(kept, ingest(source, project, key, measures)) if kept.named else []
    source = replace(source, tables=dict(kept.tables))
    for name, table in source.tables.items():
        table, too_long = without_long_cells(table)
        frame, broken, repaired = _typed(name, table, measures)
        unread = [*numbered(source.problems, table), *_unread_columns(source.problems, table)]
        found = [
            *broken,
            *too_long,
            *_broken_rules(name, table.place, frame, [*broken, *too_long, *unread], table.headings),
            *_outside_project(name, table.place, frame, project),
            *_personal_texts(name, table.place, frame, persons, kept.tables),
        ]
        problems += _as_written(name, source.tables, found)
        notes += _as_written(name, source.tables, repaired)
        typed[name] = frame
    for name in typed:
        typed[name], repaired = _as_the_key_is_written(name, typed, source)
        notes += _as_written(name, source.tables, repaired)
    for name, frame in typed.items():
        problems += _as_written(name, source.tables, _dangling(name, frame, typed, source))
    order = {name: index for index, name in enumerate(TABLES)}
    stored = {
        name: pseudonymised(name, typed[name], kept.tables, key)
        for name in sorted(typed, key=order.__getitem__)
    }
    suspected = [*kept.still(source.suspicions), *faultless]
    for name, one in suspicions.all_of(source.tables, typed, measures, persons):
        suspected += _as_written(name, source.tables, [one])
    return Ingested(
        stored,
        _in_order(problems),
        _in_order(suspected),
        _in_order(_once_a_column(notes)),
        kept.counts,
        kept.tables,
    )


def _faultless(kept: Kept, everything: Ingested) -> list[Problem]:
    """Suspicions of rows that are left out although they break no rule: perhaps not those meant."""
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
    coded = {column: _may_be_coded(kind) for column, kind in columns(name).items()}
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


def _may_be_coded(kind: dy.Column) -> tuple[str, ...]:
    """The rules that a mapping can satisfy by saying what a cell of such a column means."""
    if isinstance(kind, dy.Bool) or {"codes", "form"} & (kind.metadata or {}).keys():
        return ("code", "pattern", "true_false", "missing")
    if isinstance(kind, dy.Date):
        return ("date", "day_or_month_first", "day_as_number")
    return ("integer",) if isinstance(kind, dy.Int64) else ()


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


# --- Types ------------------------------------------------------------------------------------


def _typed(
    name: str, table: TextTable, measures: Mapping[str, Mapping[Language, str]]
) -> tuple[pl.DataFrame, list[Problem], list[Problem]]:
    """Parse each column into its type; what cannot be parsed is empty and a problem.

    The rows, the problems, and notes on what was understood although it was written otherwise.
    """
    problems: list[Problem] = []
    notes: list[Problem] = []
    numbers = table.frame[SOURCE_ROW]
    written = {column: table.frame[column] for column in table.frame.columns}

    def understood(column: str, kind: dy.Column, *, birth: bool = False) -> pl.Series:
        form = table.day_forms.get(column) or table.day_forms.get("")
        if column in table.derived:
            rule, found = table.derived[column](written[column], form)
        else:
            rule, found = meanings.parsed(kind, written[column], form, measures, birth=birth)
        doubted = {place for places in found.doubts.values() for place in places}
        failed = (written[column].is_not_null() & found.values.is_null()).arg_true()
        faults = {rule: [place for place in failed if place not in doubted], **found.doubts}
        for fault, places in faults.items():
            problems.extend(Problem(fault, table.place, numbers[at], column) for at in places)
        for repair, places in found.repairs.items():
            count = {"count": len(places)}
            notes.append(Problem(repair, table.place, numbers[places[0]], column, count))
        return found.values

    if name == "clients" and "birth_date" in written:
        born = understood("birth_date", dy.Date(), birth=True)
        years = born.dt.year().cast(pl.String)
        written["birth_year"] = pl.select(pl.coalesce(written["birth_year"], years)).to_series()
    kept = [numbers]
    for column, kind in columns(name).items():
        if (kind.metadata or {}).get("month"):
            written[column] = written[column].str.replace(r"^(\d{4}-\d{2})$", "$1-01")
        kept.append(understood(column, kind).alias(column))
    return pl.DataFrame(kept), problems, notes


# --- Rules within a table ---------------------------------------------------------------------


def _broken_rules(
    name: str,
    place: Place,
    frame: pl.DataFrame,
    unread: list[Problem],
    headings: Mapping[str, str],
) -> Iterator[Problem]:
    """One problem for each row and rule of the schema that dataframely finds broken.

    What is already said is not said again: cells that could not be read, absent columns.
    """
    schema = TABLES[name]
    _, failures = schema.filter(frame)
    if len(failures) == 0:
        return
    details = failures.details()
    said = {(problem.row, problem.column) for problem in unread}
    absent = set(columns(name)) - headings.keys()
    rules = [column for column in details.columns if column not in frame.columns]
    for rule in rules:
        broken = details.filter(pl.col(rule) == "invalid")
        if rule == "primary_key":
            keys = [pl.col(column).is_not_null() for column in schema.primary_key()]
            broken = broken.filter(*keys)  # two keys that are missing are not one key
        for row in broken[SOURCE_ROW].to_list():
            problem = _problem_of(rule, schema, place, row)
            called = (problem.column, headings.get(problem.column or ""))
            if said.isdisjoint((row, one) for one in called) and problem.column not in absent:
                yield problem


def _unread_columns(problems: Iterable[Problem], table: TextTable) -> Iterator[Problem]:
    """For each row of a mapped sheet that lacks a heading, or has it twice, that it has no cell."""
    places = (table.place, *table.others)
    for problem in problems:
        heading = problem.details.get("heading", problem.column)
        if problem.rule in ("no_such_heading", "repeated_column") and problem.place in places:
            for row in table.frame[SOURCE_ROW] if table.mapped else ():
                if at(table, row)[0] == problem.place:
                    yield replace(problem, row=row, column=str(heading))


def _problem_of(rule: str, schema: type[dy.Schema], place: Place, row: int) -> Problem:
    """Turn the name of a dataframely rule into a problem with its column and details."""
    if rule == "primary_key":
        key = tuple(schema.primary_key())
        return Problem("repeated_key", place, row, key[0], {"key": key})
    if "|" not in rule:  # a rule of our own: column__rule__other[__value]
        column, own, other, *value = rule.split("__")
        details: dict[str, Detail] = {"other": other}
        return Problem(own, place, row, column, details | ({"value": value[0]} if value else {}))
    column, kind = rule.split("|")
    definition = schema.columns()[column]
    metadata = definition.metadata or {}
    if kind in ("nullability", "min_length"):
        return Problem("missing", place, row, column)
    if kind == "check__code":
        return Problem("code", place, row, column, {"codes": tuple(metadata["codes"])})
    if kind in ("regex", "check__pattern"):
        return Problem("pattern", place, row, column, {"form": metadata["form"]})
    least, most = definition.min, definition.max  # type: ignore[attr-defined]
    if metadata.get("year"):
        least, most = str(least), str(most)
    return Problem("range", place, row, column, {"least": least, "most": most})


def _outside_project(
    name: str, place: Place, frame: pl.DataFrame, project: Project
) -> Iterator[Problem]:
    bounds = {"starts_on": project.starts_on, "ends_on": project.ends_on}
    for column, kind in columns(name).items():
        if (kind.metadata or {}).get("project_dates"):
            outside = ~frame[column].is_between(project.starts_on, project.ends_on)
            for row in frame[SOURCE_ROW].filter(outside.fill_null(value=False)).to_list():
                yield Problem("project_dates", place, row, column, bounds)


def _personal_texts(
    name: str,
    place: Place,
    frame: pl.DataFrame,
    persons: KnownNames,
    tables: Mapping[str, TextTable],
) -> Iterator[Problem]:
    """Texts that would be stored as they are and hold personal data, or the name of a client."""
    for column, kind in columns(name).items():
        metadata = kind.metadata or {}
        if not isinstance(kind, dy.String) or metadata.get("codes") or entity(name, column, tables):
            continue
        found: dict[str, str] = {}
        for text in frame[column].drop_nulls().unique():
            what = personal_data_in(text, phones=metadata.get("public") == "text")
            if what is None and persons.stand_in(text):
                what = N_("the name or identity code of a client")
            if what:
                found[text] = what
        if found:
            for row, text in frame.select(SOURCE_ROW, column).drop_nulls().iter_rows():
                if text in found:
                    yield Problem("personal", place, row, column, {"what": found[text]})


def _persons(source: Source) -> KnownNames:
    """The names and identity codes that were given: they may occur in nothing that is stored."""
    if "clients" not in source.tables:
        return KnownNames.of(())
    frame = source.tables["clients"].frame
    given = [frame[column].drop_nulls() for column in WHO if column in frame.columns]
    return KnownNames.of(cell for cells in given for cell in cells)


# --- Rules between tables ---------------------------------------------------------------------


def _as_the_key_is_written(
    name: str, tables: Mapping[str, pl.DataFrame], source: Source
) -> tuple[pl.DataFrame, list[Problem]]:
    """References to rows that are no person's take the spelling that the row itself has."""
    frame, notes = tables[name], []
    for column, kind in columns(name).items():
        metadata = kind.metadata or {}
        target = metadata.get("references")
        if not target or target not in tables or metadata.get("entity"):
            continue
        keys = tables[target][TABLES[target].primary_key()[0]].drop_nulls()
        spelled = {spelling.same_id(key): key for key in keys}
        given = frame[column].to_list()
        meant_ids = [cell and spelled.get(spelling.same_id(cell), cell) for cell in given]
        changed = [at for at, cell in enumerate(given) if cell != meant_ids[at]]
        if changed:
            count = {"count": len(changed)}
            row = frame[SOURCE_ROW][changed[0]]
            notes.append(Problem("alike", source.tables[name].place, row, column, count))
            frame = frame.with_columns(pl.Series(column, meant_ids, pl.String))
    return frame, notes


def _dangling(
    name: str, frame: pl.DataFrame, tables: Mapping[str, pl.DataFrame], source: Source
) -> Iterator[Problem]:
    """References to rows or tables that are not there."""
    place = source.tables[name].place
    for column, kind in columns(name).items():
        target = (kind.metadata or {}).get("references")
        if not target:
            continue
        given = frame.select(SOURCE_ROW, column).drop_nulls()
        details = {"table": target, "key": TABLES[target].primary_key()[0]}
        if target not in tables:
            if not given.is_empty():
                yield Problem("no_such_table", place, None, column, details)
            continue
        if details["key"] not in source.tables[target].headings:
            continue  # that table cannot be read; saying so once is enough
        lost = given.join(tables[target], left_on=column, right_on=details["key"], how="anti")
        for row in lost[SOURCE_ROW].sort().to_list():
            yield Problem("no_such_row", place, row, column, details)
