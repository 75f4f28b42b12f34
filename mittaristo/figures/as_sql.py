"""One script of SQL that computes a snapshot's figures again from its registers, with DuckDB alone.

It does what the engine does, statement by statement, with the queries as that snapshot froze them.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from graphlib import TopologicalSorter

import polars as pl

from mittaristo.figures.computation import project_months_until, unit_words
from mittaristo.figures.definitions import HANDED_ON
from mittaristo.figures.engine import TYPES, UNITS, events_of
from mittaristo.figures.model import Figures
from mittaristo.figures.periods import periods_until
from mittaristo.figures.queries import OF_THE_ENGINE
from mittaristo.registers.schemas import TABLES, stored_schema

FROM_HERE = frozenset(
    {"events", "units", "measures", "unit_words", "project_months", "project_periods", *HANDED_ON}
)
"""What the script makes beside registers and shared views. A figure that reads more also needs
earlier snapshots: changes, pace, forecasts, quality, indicators, and work since joining. What
counts persons by attributes is protected after its query, and so is not what the query gives."""


def script(figures: Figures, registers: Mapping[str, Sequence[str]], heading: str) -> str:
    """The script. `registers`: each one that the snapshot holds, with its columns.

    It is run in the snapshot's folder, where `registers/*.parquet` and `figures/*.parquet` lie. Its
    last statement gives a row a figure: `figure, rows, differing`; differing is 0 where the rows
    that it computed are those that were published. `heading`: lines of comment above it.
    """
    kept = [(name, one.sql) for name, one in figures.measures.items() if one.kept]
    statements = [
        *_registers(registers),
        *_shared(figures),
        f"create table events as\n{events_of(kept)}",
        f"create table units as{UNITS.format(events='events').rstrip()}",
        *(_table(name, table) for name, table in _beside(figures).items()),
        *_figures(figures),
    ]
    comment = "".join(f"-- {line}\n" for line in heading.splitlines())
    return comment + "\n" + "\n;\n\n".join(statements) + "\n;\n"


def recomputed(figures: Figures) -> list[str]:
    """The figures that the script computes, in order."""
    return [
        name
        for name, one in figures.definitions.items()
        if name in figures.tables
        and not one.protects
        and not set(one.reads) & (OF_THE_ENGINE - FROM_HERE)
    ]


def _registers(there: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Every table of the schemas: filled where the snapshot holds it, otherwise empty."""
    for name in TABLES:
        schema = stored_schema(name)
        columns = ", ".join(f'"{column}" {TYPES[kind]}' for column, kind in schema.items())
        yield f'create table "{name}" ({columns})'
        held = ", ".join(f'"{column}"' for column in there.get(name, ()) if column in schema)
        if held:
            yield (
                f'insert into "{name}" ({held})\nselect {held}'
                f" from read_parquet('registers/{name}.parquet')"
            )


def _shared(figures: Figures) -> Iterator[str]:
    """Shared views as tables, those first that others read."""
    views = figures.shared
    reads = {name: [one for one in view.reads if one in views] for name, view in views.items()}
    for name in TopologicalSorter(reads).static_order():
        yield f'create table "{name}" as\n{_bound(views[name].sql, figures)}'


def _beside(figures: Figures) -> dict[str, pl.DataFrame]:
    """What queries find beside registers and units: measures, calendar and words."""
    project, as_of = figures.project, figures.as_of
    measures = [
        (one.id, one.unit, one.kept, one.kind == "stock", one.may_return, one.asked)
        for one in figures.measures.values()
    ]
    since = sorted(set(figures["changes"]["since"].to_list())) if figures.keeps("changes") else []
    return {
        "measures": pl.DataFrame(
            measures, ["measure", "unit", "kept", "stock", "may_return", "asked"], orient="row"
        ),
        "unit_words": unit_words({"published": figures["published"]}),
        "project_months": project_months_until(project.starts_on, as_of),
        "project_periods": periods_until(project, as_of, since),
    }


def _figures(figures: Figures) -> Iterator[str]:
    """Each figure, and beside how many rows it is not the published one."""
    yield "create schema recomputed"
    for name in recomputed(figures):
        text = _bound(figures.definitions[name].sql, figures)
        yield f'create table recomputed."{name}" as\n{text}'
        if name in HANDED_ON:
            yield f'create table "{name}" as\nselect * from recomputed."{name}"'
    yield "\nunion all\n".join(map(_compared, recomputed(figures))) + "\norder by figure"


def _compared(name: str) -> str:
    """How many rows a figure has, and how many only one of both has."""
    now, then = f'recomputed."{name}"', f"read_parquet('figures/{name}.parquet')"

    def only(left: str, right: str) -> str:
        return f"(select count(*) from (select * from {left} except all select * from {right}))"

    return (
        f"select '{name}' as figure, (select count(*) from {now}) as rows,\n"
        f"    {only(now, then)}\n    + {only(then, now)} as differing"
    )


def _bound(text: str, figures: Figures) -> str:
    """A query with its parameters written out."""
    bound: dict[str, object] = {
        "as_of": figures.as_of,
        "starts_on": figures.project.starts_on,
        "threshold": figures.project.threshold,
    }
    named = "|".join(bound)
    return re.sub(
        rf"\$({named})\b", lambda found: _literal(bound[found[1]]), text.rstrip().rstrip(";")
    )


def _table(name: str, table: pl.DataFrame) -> str:
    """A small table with its rows."""
    columns = ", ".join(f'"{column}" {TYPES[kind]}' for column, kind in table.schema.items())
    made = f'create table "{name}" ({columns})'
    if table.is_empty():
        return made
    rows = ",\n".join(f"    ({', '.join(map(_literal, row))})" for row in table.iter_rows())
    return f'{made}\n;\n\ninsert into "{name}" values\n{rows}'


def _literal(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, dt.date):
        return f"date '{value.isoformat()}'"
    quoted = str(value).replace("'", "''")
    return f"'{quoted}'"
