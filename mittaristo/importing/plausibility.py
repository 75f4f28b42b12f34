"""What may well be wrong although it breaks no rule: told to the importer, and no hindrance."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping

import polars as pl

from mittaristo.i18n.translation import LANGUAGES, Language
from mittaristo.importing import uncounted
from mittaristo.importing.doubles import events, persons
from mittaristo.importing.doubles.pairs import Memory, Row
from mittaristo.importing.parsing.codes import Labels
from mittaristo.importing.source import TextTable
from mittaristo.messages.problems import Detail, Place, Problem
from mittaristo.privacy.person_names import KnownNames
from mittaristo.registers.columns import WORD
from mittaristo.registers.schemas import SOURCE_ROW, columns


def all_of(
    tables: Mapping[str, TextTable],
    typed: Mapping[str, pl.DataFrame],
    measures: Labels,
    known: KnownNames,
    as_of: dt.date,
) -> Iterator[tuple[str, Problem]]:
    """What is suspicious in the tables as they were read, and as they were understood, by table."""
    for name, frame in typed.items():
        yield from ((name, one) for one in _perhaps_named(name, tables[name].place, frame, known))
    yield from uncounted.all_of(tables, typed, as_of)
    if "targets" in tables:
        place = tables["targets"].place
        found = _unknown_measures(place, typed["targets"], measures)
        yield from (("targets", one) for one in found)


def _perhaps_named(
    name: str, place: Place, frame: pl.DataFrame, persons: KnownNames
) -> Iterator[Problem]:
    """Public texts in which a client's name may stand inflected: one a column."""
    for column, kind in columns(name).items():
        if (kind.metadata or {}).get("public") != "text":
            continue
        texts = frame.select(SOURCE_ROW, column).drop_nulls().sort(SOURCE_ROW)
        meant = {text for text in texts[column].unique() if persons.may_be_inflected_in(text)}
        rows = texts.filter(pl.col(column).is_in(list(meant)))[SOURCE_ROW]
        if len(rows):
            yield Problem("perhaps_named", place, rows[0], column, {"count": len(rows)})


def doubles(
    tables: Mapping[str, TextTable], typed: Mapping[str, pl.DataFrame], memory: Memory
) -> Iterator[tuple[str, Problem, tuple[str, str]]]:
    """Rows with different ids that may be one: the table, the warning, and both ids."""
    for name, frame in typed.items():
        found: list[tuple[str, Row, Row]] = []
        if name == "clients":
            found += persons.same_persons(tables[name], frame, memory)
            met = {(row.id, first.id) for _, row, first in found}
            returned = persons.came_back(tables[name], frame, memory)
            found += (one for one in returned if (one[1].id, one[2].id) not in met)
        if name in events.RECORDED:
            found += events.same_events(name, typed, memory)
        if name in events.NAMED:
            found += events.same_firms(name, tables[name].frame, frame, memory)
        for rule, row, first in found:
            details: dict[str, Detail] = {"first": str(first.number)}
            problem = Problem(rule, tables[name].place, row.number, None, details)
            yield name, problem, (first.id, row.id)


def _unknown_measures(place: Place, targets: pl.DataFrame, measures: Labels) -> Iterator[Problem]:
    """Targets of measures that are not there: perhaps mistyped. Other texts are refused anyway."""
    listed: dict[Language, str] = {
        language: ", ".join(f"{names[language]} ({one})" for one, names in measures.items())
        for language in LANGUAGES
    }
    for row, measure in targets.select(SOURCE_ROW, "measure").drop_nulls().iter_rows():
        if measure not in measures and re.fullmatch(WORD, measure):
            yield Problem("unknown_measure", place, row, "measure", {"measures": listed})
