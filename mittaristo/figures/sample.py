"""A random sample of a measure's units, which the same seed and snapshot give again."""

import hashlib
from collections.abc import Iterator
from typing import Any

import polars as pl

from mittaristo.figures.engine import DuckDb, all_tables
from mittaristo.figures.model import Definition, Figures
from mittaristo.figures.queries import Column, Query
from mittaristo.registers.schemas import Registers, columns


def units_that_count(figures: Figures, measure: str, registers: Registers) -> pl.DataFrame:
    """The units of a measure that count on the as-of day, by its query as it was published.

    One row a unit: `measure, unit_id, counts_from, counts_until, weight`.
    """
    frozen = figures.measures[measure]
    with DuckDb(all_tables(registers)) as engine:
        engine.make_once(_query(view) for view in _read(frozen, figures))
        engine.list_units([_query(frozen)])
        units = engine.ask("select * from units")
    until = pl.col("counts_until")
    counts = until.is_null() | (until > figures.as_of)
    return units.filter(pl.col("counts_from") <= figures.as_of, counts)


def _read(one: Definition, figures: Figures) -> Iterator[Definition]:
    """The shared views that a query reads, at any depth."""
    for name in one.reads:
        if name in figures.shared:
            yield figures.shared[name]
            yield from _read(figures.shared[name], figures)


def _query(one: Definition) -> Query:
    """A query as a snapshot froze it."""
    return Query(
        name=one.id,
        kind=one.file.split("/")[-2],
        sentence=one.sentence,
        grain=one.grain,
        reads=tuple(one.reads),
        parameters=tuple(one.parameters),
        columns=tuple(Column(*column) for column in one.columns),
        protects=tuple(one.protects),
        text=one.sql,
    )


def drawn(units: pl.DataFrame, size: int, seed: int, digest: str) -> pl.DataFrame:
    """So many of the units, or all where there are fewer, in the order in which they are drawn.

    Each unit has a lot: the SHA-256 of seed, digest of the registers, measure and unit, so that
    whoever has the snapshot can draw again, with any program. The smallest lots are drawn.

    units: of one measure, `measure, unit_id` and more, each unit once.
    """

    def lot(unit: dict[str, Any]) -> str:
        text = f"{seed}:{digest}:{unit['measure']}:{unit['unit_id']}"
        return hashlib.sha256(text.encode()).hexdigest()

    lots = units.select(pl.struct("measure", "unit_id").map_elements(lot, pl.String).alias("lot"))
    return units.hstack(lots).sort("lot", "unit_id").head(size)


def rows_behind(units: pl.DataFrame, register: str, registers: Registers) -> pl.DataFrame:
    """The row of a register from which each unit counts, in order: its ids, days and codes.

    None of a unit that is not in it, as where a measure is made from several registers. Where a
    person has several rows of the same day, the first by its key.
    """
    rows = registers[register]
    key = next(iter(columns(register)))
    wanted = set(units["unit_id"])
    of_units = next(
        (
            name
            for name, kind in rows.schema.items()
            if kind == pl.String and set(rows[name]) >= wanted
        ),
        key,
    )
    days = [name for name, kind in rows.schema.items() if kind == pl.Date]
    found = []
    for unit, since in units.select("unit_id", "counts_from").iter_rows():
        own = rows.filter(pl.col(of_units) == unit).sort(key)
        began = own.filter(pl.any_horizontal(pl.col(day) == since for day in days)) if days else own
        found.append((began if began.height else own).head(1).to_dicts())
    return pl.DataFrame(
        [one[0] if one else dict.fromkeys(rows.columns) for one in found], rows.schema
    )
