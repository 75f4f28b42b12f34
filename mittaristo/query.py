"""SQL files and the one place that runs them: the only module that knows DuckDB.

Every file under ``queries/`` is one statement below a header that says what it gives. The header
is not decoration: what it reads decides whether a project can have the figure, what it protects
decides whether everyone may see it, and its columns are held against the result in the tests.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import duckdb
import polars as pl

QUERIES = Path(__file__).parent.parent / "queries"

SESSION = (
    "set global max_execution_time = 300000",
    "set global TimeZone = 'Europe/Helsinki'",
    "set temp_directory = ''",
    "set enable_external_access = false",
    "set lock_configuration = true",
)


@dataclass(frozen=True)
class Column:
    """One column of a query's result as its header declares it."""

    name: str
    type: str
    meaning: str


@dataclass(frozen=True)
class Query:
    """One .sql file. `reads` are tables or shared views; `protects` attributes of persons."""

    name: str
    room: str
    sentence: str
    grain: str
    reads: tuple[str, ...]
    columns: tuple[Column, ...]
    protects: tuple[str, ...]
    text: str

    @property
    def digest(self) -> str:
        """SHA-256 of the file's text."""
        return hashlib.sha256(self.text.encode()).hexdigest()


class HeaderIncomplete(Exception):
    """A query without the header that the house asks for."""


HEADER = re.compile(
    r"\A-- (?P<sentence>.+?)\n--\n"
    r"-- Grain: (?P<grain>.+?)\n"
    r"-- Reads: (?P<reads>.+?)\n"
    r"-- Columns:\n(?P<columns>(?:--   .+\n)+)"
    r"-- Protects: (?P<protects>.+?)\n\n",
    re.DOTALL,
)
COLUMN = re.compile(r"--   (\w+) +(\w+(?:\(\d+, \d+\))?) +(.+)")


def load(path: Path) -> Query:
    """Read one query. Raises HeaderIncomplete with the file's name."""
    text = path.read_text(encoding="utf-8")
    header = HEADER.match(text)
    if header is None:
        raise HeaderIncomplete(path.name)

    def listed(name: str) -> tuple[str, ...]:
        words = header[name].strip()
        return () if words == "none" else tuple(word.strip() for word in words.split(","))

    found = [COLUMN.fullmatch(line) for line in header["columns"].splitlines()]
    if not all(found):
        raise HeaderIncomplete(f"{path.name}: a column needs a name, a type and a meaning")
    return Query(
        name=path.stem,
        room=path.parent.name,
        sentence=header["sentence"].replace("\n-- ", " "),
        grain=header["grain"],
        reads=listed("reads"),
        columns=tuple(Column(*match.groups()) for match in found if match),
        protects=listed("protects"),
        text=text,
    )


def load_room(room: str, queries: Path = QUERIES) -> dict[str, Query]:
    """All queries of one room (measures, figures, shared), by name."""
    return {path.stem: load(path) for path in sorted((queries / room).glob("*.sql"))}


def registers_behind(query: Query, shared: Mapping[str, Query]) -> frozenset[str]:
    """The tables that a query reads, itself or through shared views."""
    tables: set[str] = set()
    for name in query.reads:
        tables |= registers_behind(shared[name], shared) if name in shared else {name}
    return frozenset(tables)


def attributes_behind(query: Query, shared: Mapping[str, Query]) -> frozenset[str]:
    """The attributes of persons by which a query counts, itself or through shared views."""
    attributes = set(query.protects)
    for name in query.reads:
        if name in shared:
            attributes |= attributes_behind(shared[name], shared)
    return frozenset(attributes)


class Engine:
    """An in-memory DuckDB over given tables, closed to files and network once it is loaded."""

    def __init__(self, tables: Mapping[str, pl.DataFrame]) -> None:
        self._connection = duckdb.connect(
            ":memory:",
            config={
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
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
        self._connection.register("incoming", frame)
        self._connection.execute(f'create or replace table "{name}" as select * from incoming')
        self._connection.unregister("incoming")

    def make_once(self, shared: Iterable[Query]) -> None:
        """Compute shared views as tables, those first that others read."""
        waiting = {query.name: query for query in shared}
        while waiting:
            ready = [name for name, query in waiting.items() if not set(query.reads) & set(waiting)]
            for name in ready:
                self._connection.execute(f'create table "{name}" as {waiting.pop(name).text}')

    def run(self, query: Query, **parameters: Any) -> pl.DataFrame:
        """Run a query with those of the parameters that it names."""
        found: pl.DataFrame = self._asked(query, parameters).pl()
        return found

    def _asked(self, query: Query, parameters: Mapping[str, Any]) -> duckdb.DuckDBPyRelation:
        named = self._connection.extract_statements(query.text)[0].named_parameters
        bound = {name: value for name, value in parameters.items() if name in named}
        return self._connection.cursor().sql(query.text, params=bound)

    def list_units(self, measures: Iterable[Query]) -> pl.DataFrame:
        """Run measures and stack their lists.

        One row a unit: `measure, unit_id, counts_from, counts_until, weight` (at most two
        decimals). Kept in the engine as table `units`.
        """
        self._connection.execute(
            "create table units (measure varchar, unit_id varchar, counts_from date,"
            " counts_until date, weight decimal(18, 2))"
        )
        for measure in measures:
            self._connection.execute(
                f"insert into units select '{measure.name}', unit_id, counts_from, counts_until,"
                f" weight from ({measure.text.rstrip().rstrip(';')})"
            )
        units: pl.DataFrame = self._connection.cursor().sql("select * from units").pl()
        return units

    def types(self, query: Query, **parameters: Any) -> list[tuple[str, str]]:
        """Name and DuckDB type of each column that a query gives, for the header's test."""
        relation = self._asked(query, parameters)
        return [
            (name, str(kind).lower())
            for name, kind in zip(relation.columns, relation.types, strict=True)
        ]
