"""The engine that runs queries on a server, over registers that never come to this machine whole.

Queries that read small tables only, which are here, are run here: each query costs a server
seconds, and no person is in them.
"""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import polars as pl

from mittaristo.figures.engine import DuckDb, Engine, whole
from mittaristo.figures.queries import Column, Query
from mittaristo.figures.remote.dialect import Said, as_spark, named, tables_of
from mittaristo.figures.remote.registers import OnServer
from mittaristo.figures.remote.session import SPARK, Session
from mittaristo.registers.schemas import TABLES, Registers, columns, empty

TYPES: Mapping[str, type[pl.DataType]] = {
    "varchar": pl.String,
    "date": pl.Date,
    "integer": pl.Int32,
    "bigint": pl.Int64,
    "double": pl.Float64,
    "boolean": pl.Boolean,
}
"""Type in the header of a query → type of the column that DuckDB gives."""


FEW = 10_000
"""Registers about no person of at most so many rows are small tables."""


class SparkConnect(Engine):
    """Tables of a session under names of their own, and small ones that wait here until needed."""

    _numbers = itertools.count(1)

    def __init__(self, session: Session, registers: Registers) -> None:
        """Registers that lie on the server are left there; others are sent to it."""
        self._session, self._prefix = session, f"m{next(self._numbers)}_"
        self._here: dict[str, pl.DataFrame] = {}
        self._there: set[str] = set()
        self._small = DuckDb({})
        if isinstance(registers, OnServer):
            for name, view in registers.views.items():
                self._view(name, f"select * from {view}")
        for name in TABLES:
            if name not in registers:
                self._have(name, empty(name))
            elif isinstance(registers, OnServer):
                if _of_no_person(name) and registers.facts[name][0] <= FEW:
                    self._have(name, registers[name])
            else:
                frame = whole(name, registers)
                if _of_no_person(name) and frame.height <= FEW:
                    self._have(name, frame)
                else:
                    self._send(name, frame)

    def close(self) -> None:
        self._small.close()

    def _have(self, name: str, frame: pl.DataFrame) -> None:
        self._here[name] = frame
        self._small.add(name, frame)

    def _send(self, name: str, frame: pl.DataFrame) -> None:
        self._session.send(self._prefix + name, frame)
        self._there.add(name)

    def _view(self, name: str, text: str) -> None:
        self._session.view(self._prefix + name, text)
        self._there.add(name)

    def add(self, name: str, frame: pl.DataFrame) -> None:
        self._there.discard(name)
        self._have(name, frame)

    def keep(self, name: str, text: str, **parameters: Any) -> None:
        if self._runs_here(text):
            self.add(name, self._small.ask(text, **parameters))
            return
        said = self._said(text, parameters)
        self._here.pop(name, None)
        columns = f" except ({', '.join(said.hidden)})" if said.hidden else ""
        self._view(name, f"select *{columns} from ({said.text}) as kept")
        self._session.cache(self._prefix + name)

    def ask(self, text: str, **parameters: Any) -> pl.DataFrame:
        if self._runs_here(text):
            return self._small.ask(text, **parameters)
        return self._ordered(text, text.strip().splitlines()[0], parameters)

    def run(self, query: Query, measures: Iterable[Query] = (), **parameters: Any) -> pl.DataFrame:
        del measures
        if self._runs_here(query.text):
            return self._small.run(query, **parameters)
        return self._ordered(query.text, query.name, parameters, query.columns)

    def _runs_here(self, text: str) -> bool:
        return tables_of(text) <= self._here.keys()

    def _ordered(
        self,
        text: str,
        what: str,
        parameters: Mapping[str, Any],
        columns: Sequence[Column] = (),
    ) -> pl.DataFrame:
        """What a text gives, put in order here: engines order texts and empty cells differently.

        columns: those of its header, where it has one, whose types it is given.
        """
        said = self._said(text, parameters)
        typed = [
            f"cast(`{one.name}` as {SPARK[TYPES[one.type]]}) as `{one.name}`" for one in columns
        ]
        wanted = ", ".join([*typed, *said.hidden]) if typed else "*"
        found = self._session.ask(f"select {wanted} from ({said.text}) as listed", what)
        if not said.order:
            return found
        with DuckDb({"found": found}) as here:
            return here.ask(f"select * from found order by {said.order}").drop(said.hidden)

    def _said(self, text: str, parameters: Mapping[str, Any]) -> Said:
        """A text as Spark understands it; the small tables that it reads are sent before."""
        for name in sorted(tables_of(text) - self._there):
            self._send(name, self._here[name])
        bound = {name: parameters[name] for name in named(text)}
        return as_spark(text, bound, self._prefix)

    def earlier(self, registers: Registers) -> "SparkConnect":
        return SparkConnect(self._session, registers)

    def take(self, name: str, table: str, of: Engine | None = None) -> None:
        source = of if isinstance(of, SparkConnect) else self
        if table in source._here:
            self.add(name, source._here[table])
        else:
            self._here.pop(name, None)
            self._view(name, f"select * from {source._prefix}{table}")


def _of_no_person(name: str) -> bool:
    """Whether a register has no ids of persons or employers."""
    return not any((kind.metadata or {}).get("entity") for kind in columns(name).values())
