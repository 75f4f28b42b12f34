"""The one place that runs queries: the only module that knows DuckDB."""

from collections.abc import Iterable, Mapping
from graphlib import TopologicalSorter
from typing import Any, Self

import duckdb
import polars as pl

from mittaristo.figures.queries import Query

SESSION = (
    "set global max_execution_time = 300000",
    "set global TimeZone = 'Europe/Helsinki'",
    "set temp_directory = ''",
    "set enable_external_access = false",
    "set lock_configuration = true",
)

TYPES: Mapping[pl.DataType | type[pl.DataType], str] = {
    pl.String: "varchar",
    pl.Date: "date",
    pl.Int64: "bigint",
    pl.Float64: "double",
    pl.Boolean: "boolean",
}
"""How the columns of a register are declared."""

EVENTS = """
create table events (
    measure varchar, unit_id varchar, counts_from date, counts_until date, weight decimal(18, 2)
)
"""

FIRST_EVENTS = """
create table units as
select measure, unit_id, counts_from, counts_until, weight
from events
qualify row_number() over (
    partition by measure, unit_id order by counts_from nulls last, counts_until nulls last, weight
) = 1
"""


def events_of(measure: str, text: str) -> str:
    """The statement that adds what a measure's query lists to the events."""
    return (
        f"insert into events select '{measure}', unit_id, counts_from, counts_until, weight"
        f" from ({text.rstrip().rstrip(';')})"
    )


class Engine:
    """An in-memory DuckDB over given tables, closed to files and network once it is loaded."""

    def __init__(self, tables: Mapping[str, pl.DataFrame]) -> None:
        self._connection = duckdb.connect(
            ":memory:",
            config={
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
                "allow_community_extensions": "false",
                "allow_persistent_secrets": "false",
                "python_enable_replacements": "false",  # no query names a variable of ours
            },
        )
        for name, frame in tables.items():
            self.add(name, frame)
        for setting in SESSION:
            self._connection.execute(setting)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def add(self, name: str, frame: pl.DataFrame) -> None:
        """Copy a table in; one that was there by the same name gives way."""
        kinds = [TYPES.get(kind) for kind in frame.dtypes]
        if frame.is_empty() and all(kinds):  # without a row there is nothing to be copied
            columns = zip(frame.columns, kinds, strict=True)
            listed = ", ".join(f'"{column}" {kind}' for column, kind in columns)
            self._connection.execute(f'create or replace table "{name}" ({listed})')
            return
        self._connection.register("incoming", frame)
        self._connection.execute(f'create or replace table "{name}" as select * from incoming')
        self._connection.unregister("incoming")

    def add_all(self, tables: Mapping[str, pl.DataFrame]) -> None:
        """Several of them."""
        for name, table in tables.items():
            self.add(name, table)

    def make_once(self, shared: Iterable[Query]) -> None:
        """Compute shared views as tables, those first that others read. Raises CycleError."""
        views = {query.name: query for query in shared}
        reads = {name: [one for one in view.reads if one in views] for name, view in views.items()}
        for name in TopologicalSorter(reads).static_order():
            self._connection.execute(f'create table "{name}" as {views[name].text}')

    def run(self, query: Query, **parameters: Any) -> pl.DataFrame:
        """Run a query with those of the parameters that it names."""
        found: pl.DataFrame = self._asked(query, parameters).pl()
        return found

    def _asked(self, query: Query, parameters: Mapping[str, Any]) -> duckdb.DuckDBPyRelation:
        bound = {name: value for name, value in parameters.items() if name in query.parameters}
        return self._connection.cursor().sql(query.text, params=bound)

    def list_units(self, measures: Iterable[Query]) -> pl.DataFrame:
        """Run measures and stack their lists; a unit counts from the first of its events on.

        One row a unit: `measure, unit_id, counts_from, counts_until, weight` (at most two
        decimals). Kept in the engine as table `units`, and every event as table `events`.
        """
        self._connection.execute(EVENTS)
        for measure in measures:
            self._connection.execute(events_of(measure.name, measure.text))
        self._connection.execute(FIRST_EVENTS)
        units: pl.DataFrame = self._connection.cursor().sql("select * from units").pl()
        return units

    def types(self, query: Query, **parameters: Any) -> list[tuple[str, str]]:
        """Name and DuckDB type of each column that a query gives, for the header's test."""
        relation = self._asked(query, parameters)
        return [
            (name, str(kind).lower())
            for name, kind in zip(relation.columns, relation.types, strict=True)
        ]
