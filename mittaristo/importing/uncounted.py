"""Rows that break no rule, and that no figure counts or not as they stand: by table, and why."""

import datetime as dt
from collections.abc import Iterator, Mapping

import polars as pl

from mittaristo.importing.source import TextTable
from mittaristo.messages.problems import Detail, Problem
from mittaristo.registers.schemas import SOURCE_ROW

Typed = Mapping[str, pl.DataFrame]
Found = Iterator[tuple[str, Problem]]
"""The table, and what is told of it."""

HAPPENED: Mapping[str, str] = {
    "clients": "joined_on",
    "participations": "started_on",
    "services": "given_on",
    "employments": "started_on",
    "encounters": "met_on",
    "assessments": "made_on",
    "purchases": "ordered_on",
    "surveys": "asked_on",
}
"""Register → the day of what is no plan. Trainings, milestones and budgets may lie ahead."""

OF_CLIENTS: Mapping[str, tuple[str, str, str]] = {
    "services": ("given_on", "service_before_joining", "service_after_closing"),
    "attendances": ("starts_on", "training_before_joining", "training_after_closing"),
    "employments": ("started_on", "job_before_joining", "job_after_closing"),
}
"""Register → the day of what a client gets, and the rules broken before joining, after closing."""

FINISHED = ("completed", "failed")

ASKED, ANSWERED = "needs_support", "yes"
"""The question and the answer that `clients_active_survey` reads."""


def all_of(tables: Mapping[str, TextTable], typed: Typed, as_of: dt.date) -> Found:
    """What does not count as of a day, or never: of most kinds one a table, with how many rows."""
    yield from _later(tables, typed, as_of)
    if {"attendances", "trainings"} <= typed.keys():
        yield from _attendances(tables, typed, as_of)
    if "clients" in typed:
        yield from _outside_their_stay(tables, typed)
    if "participations" in typed:
        yield from _periods(tables, typed)
    if "surveys" in typed:
        yield from _surveys(tables, typed["surveys"])


def _once(
    rule: str,
    name: str,
    tables: Mapping[str, TextTable],
    rows: pl.DataFrame,
    column: str,
    **details: Detail,
) -> Found:
    """One of the rule for all of the rows, at the first of them; nothing where there is none."""
    if not rows.is_empty():
        first = rows[SOURCE_ROW].min()
        assert isinstance(first, int)
        count: dict[str, Detail] = {"count": rows.height, **details}
        yield name, Problem(rule, tables[name].place, first, column, count)


def _later(tables: Mapping[str, TextTable], typed: Typed, as_of: dt.date) -> Found:
    for name, day in HAPPENED.items():
        if name in typed:
            later = typed[name].filter(pl.col(day) > as_of)
            yield from _once("not_yet", name, tables, later, day, day=as_of)


def _attendances(tables: Mapping[str, TextTable], typed: Typed, as_of: dt.date) -> Found:
    """What became of who was enrolled, and trainings to which nobody is recorded to have come."""
    trainings = typed["trainings"].select(SOURCE_ROW, "training_id", "starts_on", "ends_on")
    days = trainings.drop(SOURCE_ROW).drop_nulls().unique("training_id")
    rows = typed["attendances"].join(days, on="training_id")
    open_ = rows.filter(pl.col("outcome") == "enrolled", pl.col("ends_on") < as_of)
    yield from _once("still_enrolled", "attendances", tables, open_, "outcome")
    early = rows.filter(pl.col("outcome").is_in(FINISHED), pl.col("starts_on") > as_of)
    yield from _once("finished_before", "attendances", tables, early, "outcome")
    if not rows.is_empty():
        held = trainings.filter(pl.col("ends_on") < as_of)
        nobody = held.join(rows, on="training_id", how="anti")
        yield from _once("held_for_nobody", "trainings", tables, nobody, "training_id")


def _outside_their_stay(tables: Mapping[str, TextTable], typed: Typed) -> Found:
    """Services, trainings and jobs of clients who had not joined yet, or had left the project."""
    clients = typed["clients"].select("client_id", "joined_on", "closed_on")
    clients = clients.drop_nulls("client_id").unique("client_id")
    for name, (day, before, after) in OF_CLIENTS.items():
        if not {name, "trainings" if name == "attendances" else name} <= typed.keys():
            continue
        rows, column, came = typed[name], day, pl.lit(value=True)
        if name == "attendances":
            held = typed["trainings"].select("training_id", day).drop_nulls().unique("training_id")
            rows, column = rows.join(held, on="training_id"), "training_id"
            came = pl.col("outcome").is_in(FINISHED)
        rows = rows.join(clients, on="client_id")
        early = rows.filter(pl.col(day) < pl.col("joined_on"))
        yield from _once(before, name, tables, early, column)
        late = rows.filter(pl.col(day) > pl.col("closed_on"), came)
        yield from _once(after, name, tables, late, column)


def _periods(tables: Mapping[str, TextTable], typed: Typed) -> Found:
    """EURA periods within another of the client, before joining, or ended without a beginning.

    Each by itself. Two that begin on one day are doubles.
    """
    place, rows = tables["participations"].place, typed["participations"]
    open_: dict[str, tuple[int, dt.date, dt.date]] = {}
    given = rows.drop_nulls(["client_id", "started_on"]).sort("started_on", SOURCE_ROW)
    named = given.select(SOURCE_ROW, "client_id", "started_on", "ended_on")
    for row, client, begins, ends in named.iter_rows():
        until = ends or dt.date.max
        first, began, longest = open_.get(client, (row, begins, dt.date.min))
        if began < begins < longest:
            found: dict[str, Detail] = {"first": str(first)}
            yield "participations", Problem("period_within", place, row, "started_on", found)
        if until > longest:
            open_[client] = (row, begins, until)
    ended = pl.col("start_form").eq("none") & pl.col("end_form").ne("none")
    for row in rows.filter(ended)[SOURCE_ROW]:
        yield "participations", Problem("end_without_start", place, row, "start_form")
    if "clients" in typed:
        joined = typed["clients"].select("client_id", "joined_on").drop_nulls().unique("client_id")
        early = rows.join(joined, on="client_id").filter(pl.col("started_on") < pl.col("joined_on"))
        for row in early[SOURCE_ROW].sort():
            yield "participations", Problem("period_before_joining", place, row, "started_on")


def _surveys(tables: Mapping[str, TextTable], surveys: pl.DataFrame) -> Found:
    """Surveys of which the figure reads nothing, or that another of the same day takes over."""
    place = tables["surveys"].place
    asked = surveys.filter(pl.col("question") == ASKED)
    if asked.is_empty():
        yield from _once("never_asked", "surveys", tables, surveys, "question")
        return
    found = (
        asked.drop_nulls(["survey_id", "asked_on"])
        .group_by("survey_id", "asked_on")
        .agg(pl.col(SOURCE_ROW).min(), read=(pl.col("answer") == ANSWERED).any())
        .sort("asked_on", "survey_id")
        .with_columns(next=pl.col("asked_on").shift(-1))
    )
    for row in found.filter(~pl.col("read"))[SOURCE_ROW].sort():
        yield "surveys", Problem("never_answered", place, row, "answer")
    for row in found.filter(pl.col("asked_on") == pl.col("next"))[SOURCE_ROW].sort():
        yield "surveys", Problem("survey_superseded", place, row, "asked_on")
