"""Rules that a register must not break: within a table, between tables, against the project."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

import dataframely as dy
import polars as pl

from mittaristo.i18n.normalisation import same_id
from mittaristo.i18n.terms import word
from mittaristo.i18n.translation import LANGUAGES, N_
from mittaristo.importing.many import MOST, on_rows
from mittaristo.importing.parsing.ids import same_ids
from mittaristo.importing.parsing.nearest import nearest
from mittaristo.importing.parsing.parsed import SEVERAL, several_of
from mittaristo.importing.places import number
from mittaristo.importing.source import Source, TextTable
from mittaristo.messages.problems import Detail, Place, Problem, spaced
from mittaristo.privacy.person_names import KnownNames
from mittaristo.privacy.personal_data import personal_data_in
from mittaristo.privacy.pseudonyms import PutTogether, entity
from mittaristo.project import Project
from mittaristo.registers.schemas import SOURCE_ROW, TABLES, columns

WHO = ("name", "identity_code")
"""Columns that tell who someone is, and that are dropped in memory."""

MOST_CHARACTERS = 2_000
"""Longer cells are no facts: a whole document pasted into a cell, or an attack."""


def without_long_cells(table: TextTable) -> tuple[TextTable, list[Problem]]:
    """The table with its too long cells empty, and an error for each of them."""
    errors = []
    limit = {"limit": spaced(MOST_CHARACTERS)}
    frame = table.frame
    lengths = frame.select(pl.exclude(SOURCE_ROW).str.len_chars())
    for column, longest in zip(lengths.columns, lengths.max().row(0), strict=True):
        if (longest or 0) > MOST_CHARACTERS:
            long = (lengths[column] > MOST_CHARACTERS).fill_null(value=False)
            rows = frame[SOURCE_ROW].filter(long).to_list()
            errors += [Problem("too_long", table.place, row, column, limit) for row in rows]
            kept = pl.when(~long).then(frame[column])
            frame = frame.with_columns(kept.alias(column))
    return replace(table, frame=frame), errors


def without_lone_cells(name: str, table: TextTable) -> tuple[TextTable, list[Problem]]:
    """The table without rows of one cell that need more, and an error for each of them.

    They are headings or notes within the table: to ask for the other cells would mislead.
    """
    if not table.alone:
        return table, []
    needed = [one for one, kind in columns(name).items() if not kind.nullable]
    lacks = pl.any_horizontal(pl.col(needed).is_null())
    alone = pl.col(SOURCE_ROW).is_in(list(table.alone)) & lacks
    errors = on_rows(Problem("alone", table.place), table.frame.filter(alone)[SOURCE_ROW].to_list())
    return replace(table, frame=table.frame.filter(~alone)), list(errors)


def broken_rules(
    name: str, table: TextTable, frame: pl.DataFrame, unread: Mapping[str, pl.Series]
) -> Iterator[Problem]:
    """One problem for each row and rule of the schema that dataframely finds broken.

    What is already said is not said again: cells that could not be read (`unread`: column or
    heading → rows), absent columns.
    """
    schema = TABLES[name]
    _, failures = schema.filter(frame)
    if len(failures) == 0:
        return
    details = failures.details()
    absent = set(columns(name)) - table.headings.keys()
    rules = [column for column in details.columns if column not in frame.columns]
    for rule in rules:
        broken = details.filter(pl.col(rule) == "invalid")
        if rule == "primary_key":
            keys = [pl.col(column).is_not_null() for column in schema.primary_key()]
            broken = broken.filter(*keys)  # two keys that are missing are not one key
        problem = _problem_of(rule, schema, table.place)
        if problem.column == "birth_year" in absent and "birth_date" in table.headings:
            problem = replace(problem, column="birth_date")
        column = problem.column or ""
        if column in absent:
            continue
        rows = _not_said(broken[SOURCE_ROW], column, unread, table)
        told = on_rows(problem, rows.to_list())
        if problem.rule == "code":
            wrong = broken.filter(pl.col(SOURCE_ROW).is_in(rows.implode()))
            codes = (columns(name)[column].metadata or {})["codes"]
            told = _nearly_coded(told, wrong, column, codes)
        yield from told


def _not_said(
    rows: pl.Series, column: str, unread: Mapping[str, pl.Series], table: TextTable
) -> pl.Series:
    """The rows of which is not said already that their cell of the column could not be read.

    Of a layout that lacks the column, that is said once.
    """
    lacking = [at for at, headings in table.part_headings.items() if column not in headings]
    rows = rows.filter(~(rows // number(1, 0)).is_in(lacking)) if lacking else rows
    said = [unread[column]] if column in unread else []
    anywhere: Mapping[int | None, Mapping[str, str]] = {None: table.headings}
    for sheet, headings in (table.part_headings or anywhere).items():
        found = unread.get(headings.get(column, ""))
        if found is not None:
            said.append(found if sheet is None else found.filter(found // number(1, 0) == sheet))
    return rows.filter(~rows.is_in(pl.concat(said).implode())) if said else rows


MOST_NEAR = 100
"""Among more different wrong values than that, none is looked for that is nearly right."""


def _nearly_coded(
    told: Iterable[Problem], broken: pl.DataFrame, column: str, codes: Iterable[str]
) -> Iterator[Problem]:
    """The problems, each with the code whose name in either language its cell nearly has."""
    names = {word("codes", one, language): one for one in codes for language in LANGUAGES}
    names |= {one: one for one in codes}
    wrong = broken[column].drop_nulls().unique()
    near = {cell: nearest(cell, names) for cell in wrong} if len(wrong) <= MOST_NEAR else {}
    written = dict(broken.select(SOURCE_ROW, column).head(MOST).iter_rows())
    for one in told:
        meant = near.get(written.get(one.row))
        yield replace(one, details={**one.details, "near": (names[meant],)}) if meant else one


def unread_cells(
    cells: Mapping[str, pl.Series],
    problems: Iterable[Problem],
    errors: Iterable[Problem],
    table: TextTable,
) -> dict[str, pl.Series]:
    """Column or heading → the rows of which is said already that they have no cell there.

    `cells` are those that could not be parsed, and `problems` those of single rows. By the `errors`
    of reading all rows of a mapped sheet have none where it lacks a heading, or has it twice.
    """
    numbers = table.frame[SOURCE_ROW]
    found = {column: [rows] for column, rows in cells.items()}
    for one in problems:
        if one.row is not None and one.column is not None:
            found.setdefault(one.column, []).append(pl.Series([one.row], dtype=pl.Int64))
    places = (table.place, *table.others)
    for one in errors if table.mapped else ():
        if one.rule in ("no_such_heading", "repeated_column") and one.place in places:
            sheets = [at for at, place in enumerate(places) if place == one.place]
            own = (numbers // number(1, 0)).is_in(sheets)
            heading = str(one.details.get("heading", one.column))
            found.setdefault(heading, []).append(numbers.filter(own))
    return {column: pl.concat(rows) for column, rows in found.items()}


def _problem_of(rule: str, schema: type[dy.Schema], place: Place) -> Problem:
    """Turn the name of a dataframely rule into a problem with its column and details, of no row."""
    row = None
    if rule == "primary_key":
        key = tuple(schema.primary_key())
        repeated = "repeated_client" if schema is TABLES["clients"] else "repeated_key"
        return Problem(repeated, place, row, key[0], {"key": key})
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


def outside_project(
    name: str, place: Place, frame: pl.DataFrame, project: Project
) -> Iterator[Problem]:
    bounds = {"starts_on": project.starts_on, "ends_on": project.ends_on}
    for column, kind in columns(name).items():
        if (kind.metadata or {}).get("project_dates"):
            outside = ~frame[column].is_between(project.starts_on, project.ends_on)
            for row in frame[SOURCE_ROW].filter(outside.fill_null(value=False)).to_list():
                yield Problem("project_dates", place, row, column, bounds)


def personal_texts(
    name: str,
    place: Place,
    frame: pl.DataFrame,
    persons: KnownNames,
    put_together: PutTogether,
) -> Iterator[Problem]:
    """Texts that would be stored as they are and hold personal data, or the name of a client."""
    for column, kind in columns(name).items():
        metadata = kind.metadata or {}
        if not isinstance(kind, dy.String) or metadata.get("codes"):
            continue
        if entity(name, column, put_together):
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


def known_names(source: Source) -> KnownNames:
    """The names and identity codes that were given: they may occur in nothing that is stored."""
    if "clients" not in source.tables:
        return KnownNames.of(())
    frame = source.tables["clients"].frame
    given = [frame[column].drop_nulls() for column in WHO if column in frame.columns]
    return KnownNames.of(cell for cells in given for cell in cells)


def as_the_key_is_written(
    name: str, tables: Mapping[str, pl.DataFrame], source: Source
) -> tuple[pl.DataFrame, list[Problem]]:
    """References to rows that are no person's take the spelling that the row itself has."""
    frame, messages = tables[name], []
    for column, kind in columns(name).items():
        metadata = kind.metadata or {}
        target = metadata.get("references")
        if not target or target not in tables or metadata.get("entity"):
            continue
        keys = tables[target][TABLES[target].primary_key()[0]].drop_nulls()
        spelled = dict(zip(same_ids(keys), keys, strict=True))
        meant = same_ids(frame[column]).replace_strict(spelled, default=frame[column])
        changed = frame[SOURCE_ROW].filter((meant != frame[column]).fill_null(value=False))
        if len(changed):
            count = {"count": len(changed)}
            messages.append(Problem("alike", source.tables[name].place, changed[0], column, count))
            frame = frame.with_columns(meant.alias(column))
    return frame, messages


def in_two_spellings(
    name: str, tables: Mapping[str, TextTable], typed: pl.DataFrame, cast: list[Problem]
) -> list[Problem]:
    """The messages of casting, with ids told as written otherwise only where two spellings meet."""
    found = []
    for one in cast:
        if one.rule != "alike" or one.column is None:
            found.append(one)
            continue
        about = (columns(name)[one.column].metadata or {})["entity"]
        cells = [
            table.frame[column].drop_nulls().alias("id")
            for other, table in tables.items()
            for column, kind in columns(other).items()
            if (kind.metadata or {}).get("entity") == about and column in table.frame.columns
        ]
        spellings = pl.concat(cells).unique()
        usual = same_ids(spellings)
        several = usual.filter(usual.is_duplicated()).implode()
        written = tables[name].frame[one.column]
        met = typed[one.column].is_in(several) & (written != typed[one.column])
        rows = typed[SOURCE_ROW].filter(met.fill_null(value=False))
        if len(rows):
            found.append(replace(one, row=rows[0], details={"count": len(rows)}))
    return found


def dangling(
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
        keys = tables[target][details["key"]].drop_nulls()
        known = set(same_ids(keys))
        for row, cell in (
            given.filter(~pl.col(column).is_in(keys.implode())).sort(SOURCE_ROW).iter_rows()
        ):
            several = _are_keys(cell, known)
            rule = "several_values" if several else "no_such_row"
            yield Problem(rule, place, row, column, {} if several else details)


def _are_keys(cell: str, known: Collection[str]) -> bool:
    """Whether a cell holds several keys, each of which is known in its one spelling."""
    return bool(SEVERAL.search(cell)) and several_of(cell, lambda one: same_id(one) in known)
