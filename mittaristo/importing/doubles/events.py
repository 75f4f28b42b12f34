"""Jobs, services, trainings, meetings, assessments and EURA periods that may be recorded twice."""

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from mittaristo.importing.doubles.names import firm_marks
from mittaristo.importing.doubles.pairs import Memory, Row, alike
from mittaristo.registers.schemas import SOURCE_ROW, TABLES


@dataclass(frozen=True)
class Twice:
    """The rule by which two rows may be one: what they have the same.

    `unless_empty`: what may be missing in one of them, but does not differ.
    """

    rule: str
    same: tuple[str, ...]
    unless_empty: tuple[str, ...] = ()


RECORDED: Mapping[str, Twice] = {
    "employments": Twice("same_job", ("client_id", "started_on"), ("employer_id",)),
    "services": Twice("same_service", ("client_id", "service", "given_on")),
    "trainings": Twice(
        "same_training",
        ("title", "kind", "card", "language", "starts_on", "ends_on", "municipality"),
    ),
    "encounters": Twice("same_encounter", ("employer_id", "met_on", "channel"), ("event",)),
    "assessments": Twice("same_assessment", ("employer_id", "made_on")),
    "participations": Twice("same_period", ("client_id", "started_on")),
}

NAMED: Mapping[str, tuple[str, str]] = {
    "employers": ("same_employer", "employer_id"),
    "partners": ("same_partner", "name"),
}
"""Register → the rule by which two rows may be one firm, and the column of its name."""


@dataclass(frozen=True)
class Event(Row):
    """A row of which something else must not differ."""

    others: tuple[Hashable, ...] = ()


def same_events(
    name: str, tables: Mapping[str, pl.DataFrame], memory: Memory
) -> Iterator[tuple[str, Row, Row]]:
    """The rule, a row, and the first one before it that may tell of the same.

    `tables` by their types. Trainings of one name that differ in who came are two groups.
    """
    twice, frame = RECORDED[name], tables[name]
    key = TABLES[name].primary_key()[0]
    given = frame.filter(pl.col(key).is_not_null() & pl.all_horizontal(_needed(twice, frame)))
    if name == "trainings":
        given = given.with_columns(pl.col("title").str.to_lowercase().str.replace_all(r"\W", ""))
    again = given.filter(pl.struct(twice.same).is_duplicated()).sort(SOURCE_ROW)
    named = [*twice.same, *twice.unless_empty]
    rows = (
        Event(number, own, [tuple(cells[: len(twice.same)])], tuple(cells[len(twice.same) :]))
        for number, own, *cells in again.select(SOURCE_ROW, key, *named).iter_rows()
    )
    met = _met(tables) if name == "trainings" else lambda _one, _other: True

    def same(_mark: Hashable, one: Row, other: Row) -> bool:
        assert isinstance(one, Event)
        assert isinstance(other, Event)
        pairs = zip(one.others, other.others, strict=True)
        return all(a is None or b is None or a == b for a, b in pairs) and met(one.id, other.id)

    for row, other, _mark in alike(name, rows, memory, same):
        yield twice.rule, row, other


def _needed(twice: Twice, frame: pl.DataFrame) -> list[pl.Expr]:
    """What must be filled in: a card is not, of a training that gives none."""
    return [pl.col(column).is_not_null() for column in twice.same if column != "card"] or [
        pl.lit(not frame.is_empty())
    ]


def _met(tables: Mapping[str, pl.DataFrame]) -> Callable[[str, str], bool]:
    """Whether anybody came to both trainings, or nobody is recorded of one of them."""
    came: dict[str, set[str]] = {}
    if "attendances" in tables:
        pairs = tables["attendances"].select("training_id", "client_id").drop_nulls()
        for training, client in pairs.iter_rows():
            came.setdefault(training, set()).add(client)

    def met(one: str, other: str) -> bool:
        first, second = came.get(one), came.get(other)
        return not first or not second or not first.isdisjoint(second)

    return met


def same_firms(
    name: str, written: pl.DataFrame, frame: pl.DataFrame, memory: Memory
) -> Iterator[tuple[str, Row, Row]]:
    """The rule, a row, and the first one before it whose name may be another writing of its own.

    Names as they are `written`: an id has no spaces where it has digits.
    """
    rule, column = NAMED[name]
    key = TABLES[name].primary_key()[0]
    named = written.select(SOURCE_ROW, name=column)
    given = frame.select(SOURCE_ROW, id=key).join(named, on=SOURCE_ROW).drop_nulls()
    given = given.sort(SOURCE_ROW)
    rows = (Row(number, own, firm_marks(called)) for number, own, called in given.iter_rows())
    for row, other, _mark in alike(name, rows, memory):
        yield rule, row, other
