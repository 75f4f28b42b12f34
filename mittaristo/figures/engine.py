"""What runs queries: the engine's one interface, and DuckDB, the engine of one machine."""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from graphlib import TopologicalSorter
from typing import Any, Self

import duckdb
import polars as pl

from mittaristo.figures.queries import Query
from mittaristo.registers.schemas import TABLES, Registers, empty, stored_schema

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

UNITS = """
select measure, unit_id, counts_from, counts_until, weight
from {events}
qualify row_number() over (
    partition by measure, unit_id order by counts_from nulls last, counts_until nulls last, weight
) = 1
"""
"""A unit counts from the first of its events on."""

BEGINS = re.compile(r"^(with|select)\b", re.MULTILINE)
"""Where the statement of a query begins, below its header."""

NO_EVENTS = """
select cast(null as varchar) as measure, cast(null as varchar) as unit_id,
    cast(null as date) as counts_from, cast(null as date) as counts_until,
    cast(null as decimal(18, 2)) as weight
where 1 = 0
"""


def events_of(measures: Iterable[tuple[str, str]]) -> str:
    """What measures list, by name and the text of the query, one below the other as one query."""
    listed = [
        f"select '{name}' as measure, cast(unit_id as varchar) as unit_id,"
        " cast(counts_from as date) as counts_from, cast(counts_until as date) as counts_until,"
        f" cast(weight as decimal(18, 2)) as weight\nfrom ({text.rstrip().rstrip(';')}) as listed"
        for name, text in measures
    ]
    return "\nunion all\n".join(listed) or NO_EVENTS


class Engine(ABC):
    """Tables by name, and queries over them. What is kept inside never comes out of it whole.

    Every text is SQL of DuckDB, and names its parameters as $name.
    """

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @abstractmethod
    def close(self) -> None:
        """Give up what is held."""

    @abstractmethod
    def add(self, name: str, frame: pl.DataFrame) -> None:
        """Take a small table in; one that was there by the same name gives way."""

    @abstractmethod
    def keep(self, name: str, text: str, **parameters: Any) -> None:
        """Keep inside, as a table, what a text gives; a table of the same name gives way."""

    @abstractmethod
    def ask(self, text: str, **parameters: Any) -> pl.DataFrame:
        """What a text gives with those of the parameters that it names."""

    @abstractmethod
    def earlier(self, registers: Registers) -> "Engine":
        """Another one of the same kind, over the registers of an earlier snapshot."""

    @abstractmethod
    def take(self, name: str, table: str, of: "Engine | None" = None) -> None:
        """Have a table of this or of an earlier one inside under another name."""

    def run(self, query: Query, measures: Iterable[Query] = (), **parameters: Any) -> pl.DataFrame:
        """Run a query with those of the parameters that it names.

        measures: of a query whose rows are of one measure each, by which it orders them, those
        whose units were listed; an engine may run it measure by measure.
        """
        del measures
        return self.ask(query.text, **parameters)

    def add_all(self, tables: Mapping[str, pl.DataFrame]) -> None:
        """Several small tables."""
        for name, table in tables.items():
            self.add(name, table)

    def make_once(self, shared: Iterable[Query]) -> None:
        """Compute shared views as tables, those first that others read. Raises CycleError."""
        views = {query.name: query for query in shared}
        reads = {name: [one for one in view.reads if one in views] for name, view in views.items()}
        for name in TopologicalSorter(reads).static_order():
            self.keep(name, views[name].text)

    def list_units(self, measures: Iterable[Query]) -> None:
        """Run measures and keep their lists: every event as table `events`, and `units`.

        One row a unit: `measure, unit_id, counts_from, counts_until, weight` (at most two
        decimals).
        """
        self.keep("events", events_of((one.name, one.text) for one in measures))
        self.keep("units", UNITS.format(events="events"))


NOTHING: Mapping[str, Any] = {}

MANY = 100_000
"""A table of more rows is read where it lies, and never copied."""

OF_MEASURES = ("measures", "events", "units", "earlier_units")
"""Tables of which each row is of one measure."""


class DuckDb(Engine):
    """An in-memory DuckDB over given tables, closed to files and network once it is loaded.

    Where one of them has more rows than `many`, events are listed anew whenever they are asked for,
    and units and figures are made measure by measure: what is held at a time is of one measure.
    """

    def __init__(self, tables: Mapping[str, pl.DataFrame], many: int = MANY) -> None:
        self._many = many
        self._large = any(frame.height > many for frame in tables.values())
        self._views: set[str] = set()
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

    def close(self) -> None:
        self._connection.close()

    def add(self, name: str, frame: pl.DataFrame) -> None:
        kinds = [TYPES.get(kind) for kind in frame.dtypes]
        if frame.height > self._many:
            self._connection.register(name, _arrow(frame))
            self._views.add(name)
        elif frame.is_empty() and all(kinds):  # without a row there is nothing to be copied
            columns = zip(frame.columns, kinds, strict=True)
            listed = ", ".join(f'"{column}" {kind}' for column, kind in columns)
            self._table(name, f"({listed})")
        else:
            self._copy(name, _arrow(frame))

    def _copy(self, name: str, rows: object) -> None:
        self._connection.register("incoming", rows)
        self._table(name, "as select * from incoming")
        self._connection.unregister("incoming")

    def _table(self, name: str, made: str, parameters: Mapping[str, Any] = NOTHING) -> None:
        """Make a table; a view of the same name, which would hide it, gives way."""
        self._connection.execute(f'create or replace table "{name}" {made}', dict(parameters))
        if name in self._views:
            self._connection.execute(f'drop view temp."{name}"')
            self._views.remove(name)

    def keep(self, name: str, text: str, **parameters: Any) -> None:
        self._table(name, f"as {text}", self._bound(text, parameters))

    def ask(self, text: str, **parameters: Any) -> pl.DataFrame:
        found: pl.DataFrame = self._asked(text, parameters).pl()
        return found

    def _asked(self, text: str, parameters: Mapping[str, Any]) -> duckdb.DuckDBPyRelation:
        return self._connection.sql(text, params=self._bound(text, parameters))

    def _bound(self, text: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """Those of the parameters that a text names."""
        if not parameters:
            return {}
        named = self._connection.extract_statements(text)[0].named_parameters
        return {name: value for name, value in parameters.items() if name in named}

    def list_units(self, measures: Iterable[Query]) -> None:
        if not self._large:
            super().list_units(measures)
            return
        listed = [events_of([(one.name, one.text)]) for one in measures]
        self._view("events", "\nunion all\n".join(listed) or NO_EVENTS)
        self.keep("units", UNITS.format(events=f"({NO_EVENTS})"))
        for events in listed:
            self._connection.execute(f"insert into units {UNITS.format(events=f'({events})')}")

    def run(self, query: Query, measures: Iterable[Query] = (), **parameters: Any) -> pl.DataFrame:
        measures = sorted(measures, key=lambda one: one.name) if self._large else ()
        if not measures:
            return self.ask(query.text, **parameters)
        bound = self._bound(query.text, parameters)
        texts = [self._narrowed(query, one) for one in measures]
        return pl.concat([self.ask(text, **bound) for text in texts])

    def _narrowed(self, query: Query, measure: Query) -> str:
        """A query over what its tables hold of one measure: they are said anew before it."""
        tables = {
            name: f"select * from {'temp' if name in self._views else 'main'}.{name}"
            f" where measure = '{measure.name}'"
            for name in OF_MEASURES
            if name in query.reads
        }
        if "events" in tables:
            tables["events"] = events_of([(measure.name, measure.text)])
        said = ", ".join(f"{name} as not materialized ({text})" for name, text in tables.items())
        return BEGINS.sub(
            lambda found: f"with {said}{', ' if found[0] == 'with' else ' select'}",
            query.text,
            count=1,
        )

    def earlier(self, registers: Registers) -> "DuckDb":
        return DuckDb(all_tables(registers), self._many)

    def take(self, name: str, table: str, of: Engine | None = None) -> None:
        if isinstance(of, DuckDb):
            self._copy(name, of._asked(f'select * from "{table}"', {}).to_arrow_reader())
        else:
            self._view(name, f'select * from "{table}"')

    def _view(self, name: str, text: str) -> None:
        self._connection.execute(f'create or replace temp view "{name}" as {text}')
        self._views.add(name)

    def types(self, query: Query, **parameters: Any) -> list[tuple[str, str]]:
        """Name and DuckDB type of each column that a query gives, for the header's test."""
        relation = self._asked(query.text, parameters)
        return [
            (name, str(kind).lower())
            for name, kind in zip(relation.columns, relation.types, strict=True)
        ]


def _arrow(frame: pl.DataFrame) -> object:
    """The same memory as DuckDB reads it."""
    return frame.to_arrow(compat_level=pl.CompatLevel.newest())


Opened = Callable[[Registers], Engine]
"""Opens an engine over registers."""


def on_this_machine(registers: Registers) -> Engine:
    """DuckDB over registers that are here."""
    return DuckDb(all_tables(registers))


def all_tables(registers: Registers) -> dict[str, pl.DataFrame]:
    """Every table of the schemas. One that is not kept, or a column that was not yet, is empty."""
    return {name: whole(name, registers) if name in registers else empty(name) for name in TABLES}


def whole(name: str, registers: Registers) -> pl.DataFrame:
    """A table with all columns of its schema."""
    found = pl.concat([empty(name), registers[name]], how="diagonal")
    return found.select(list(stored_schema(name)))
