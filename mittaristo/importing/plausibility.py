"""What may well be wrong although it breaks no rule: told to the importer, and no hindrance."""

import re
from collections.abc import Iterator, Mapping

import polars as pl

from mittaristo.i18n.normalisation import folded
from mittaristo.i18n.translation import LANGUAGES, Language
from mittaristo.importing.parsing.codes import Labels
from mittaristo.importing.source import TextTable
from mittaristo.messages.problems import Place, Problem
from mittaristo.privacy.person_names import KnownNames
from mittaristo.registers.columns import WORD
from mittaristo.registers.schemas import SOURCE_ROW, columns


def all_of(
    tables: Mapping[str, TextTable],
    typed: Mapping[str, pl.DataFrame],
    measures: Labels,
    persons: KnownNames,
) -> Iterator[tuple[str, Problem]]:
    """What is suspicious in the tables as they were read, and as they were understood, by table."""
    for name, frame in typed.items():
        yield from ((name, one) for one in _perhaps_named(name, tables[name].place, frame, persons))
    if "clients" in tables:
        yield from (("clients", one) for one in _suspected_doubles(tables["clients"]))
        yield from _before_joining(tables, typed)
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


def _before_joining(
    tables: Mapping[str, TextTable], typed: Mapping[str, pl.DataFrame]
) -> Iterator[tuple[str, Problem]]:
    """Jobs, services and trainings of clients who had not joined yet: one a table."""
    joined = typed["clients"].select("client_id", "joined_on").drop_nulls().unique("client_id")
    days = {
        "services": ("service_before_joining", "given_on"),
        "attendances": ("training_before_joining", "starts_on"),
        "employments": ("job_before_joining", "started_on"),
    }
    for name, (rule, day) in days.items():
        if name not in typed:
            continue
        rows = typed[name]
        if name == "attendances":
            if "trainings" not in typed:
                continue
            held = typed["trainings"].select("training_id", day).drop_nulls().unique("training_id")
            rows = rows.join(held, on="training_id")
        early = rows.join(joined, on="client_id").filter(pl.col(day) < pl.col("joined_on"))
        if not early.is_empty():
            column = day if day in typed[name].columns else "training_id"
            first, count = early[SOURCE_ROW].sort()[0], {"count": early.height}
            yield name, Problem(rule, tables[name].place, first, column, count)


def _suspected_doubles(clients: TextTable) -> Iterator[Problem]:
    """Rows with different client ids that seem to be one person."""
    read = {name: clients.frame[name].to_list() for name in clients.frame.columns}
    nothing = [None] * clients.frame.height
    codes = [_folded(code) for code in read.get("identity_code", nothing)]
    names = [_folded(name) for name in read.get("name", nothing)]
    born = read.get("birth_date", nothing)
    both = [name and day and f"{name} {day}" for name, day in zip(names, born, strict=True)]
    seen: dict[tuple[str, str], tuple[int, str]] = {}
    for rule, marks in (("same_identity_code", codes), ("same_name_and_birth_date", both)):
        for row, client, mark in zip(read[SOURCE_ROW], read["client_id"], marks, strict=True):
            if not mark:
                continue
            first, known_as = seen.setdefault((rule, mark), (row, client))
            if client != known_as:
                yield Problem(rule, clients.place, row, None, {"first": str(first)})


def _unknown_measures(place: Place, targets: pl.DataFrame, measures: Labels) -> Iterator[Problem]:
    """Targets of measures that are not there: perhaps mistyped. Other texts are refused anyway."""
    listed: dict[Language, str] = {
        language: ", ".join(f"{names[language]} ({one})" for one, names in measures.items())
        for language in LANGUAGES
    }
    for row, measure in targets.select(SOURCE_ROW, "measure").drop_nulls().iter_rows():
        if measure not in measures and re.fullmatch(WORD, measure):
            yield Problem("unknown_measure", place, row, "measure", {"measures": listed})


def _folded(text: str | None) -> str | None:
    """A name or code without what people write differently."""
    return text and folded(text).replace(" ", "")
