"""Registers that are folders of Parquet files where a server can read them.

`<folder>/<table>/` with any number of files at any depth, or `<folder>/<table>.parquet`: laid out
as the registers of a snapshot, under pseudonyms.
"""

import datetime as dt
import itertools
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from mittaristo.figures.ledger.row_changes import Elsewhere, Rows
from mittaristo.figures.remote.session import SPARK, Session
from mittaristo.i18n.translation import N_
from mittaristo.messages.refusals import Refusal
from mittaristo.registers.schemas import TABLES, Registers, columns, empty, stored_schema

READ_AS: Mapping[type[pl.DataType], tuple[str, ...]] = {
    pl.String: ("string",),
    pl.Date: ("date",),
    pl.Int64: ("bigint", "int", "smallint", "tinyint"),
    pl.Float64: ("double", "float", "bigint", "int"),
    pl.Boolean: ("boolean",),
}
"""Type of a column → the types of Spark that it is read from."""

NO_TABLES = N_(
    "The server finds no registers at {folder}. Is it the folder as the server sees it? It holds a"
    " folder or a Parquet file for each table, such as clients/ or clients.parquet."
)
NO_COLUMN = N_("{table} on the server has no column {column}. Nothing was published.")
OTHER_TYPE = N_(
    "{table} on the server: the column {column} is {found}, and should be {wanted}. Nothing was"
    " published."
)
AT_FAULT = N_(
    "The registers on the server are not as they should be: {faults}. Correct them there, or"
    " publish the workbook or CSV files, whose faulty rows are shown one by one. Nothing was"
    " published."
)

NUMBERS = itertools.count(1)
"""Of views, so that each has a name of its own."""

PSEUDONYM = "^[0-9a-f]{32}$"


@dataclass(frozen=True)
class Found:
    """A table as the server holds it: the view of its rows."""

    view: str
    rows: int
    digest: int


class OnServer(Elsewhere):
    """Checked registers of a folder. A table is fetched when it is asked for: see AS_THEY_WERE."""

    def __init__(self, session: Session, folder: str, found: Mapping[str, Found]) -> None:
        self.folder = folder
        self._session, self._found = session, found

    def at(self, folder: str) -> "OnServer":
        """Those of another folder on the same server. Raises Refusal."""
        return registers_at(self._session, folder)

    @property
    def views(self) -> dict[str, str]:
        """Table → the view of its rows."""
        return {name: one.view for name, one in self._found.items()}

    @property
    def facts(self) -> dict[str, list[int]]:
        """Table → its rows, and a number that another content would hardly have."""
        return {name: [one.rows, one.digest] for name, one in self._found.items()}

    def __getitem__(self, name: str) -> pl.DataFrame:
        found = self._session.ask(f"select * from {self._found[name].view}", name)
        return found.cast(pl.Schema(stored_schema(name))).sort(list(stored_schema(name)))

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)

    def rows_since(self, then: Registers) -> list[Rows]:
        names = [name for name in TABLES if name in then or name in self]
        text = " union all ".join(self._counted(name, then) for name in names)
        counted = {row[0]: row[1:] for row in self._session.ask(text, "rows").iter_rows()}
        found = []
        for name in names:
            had, has, both, same = counted[name]
            moved = (has - both, both - same, had - both, same)
            found.append(Rows(name, had, has, *moved, given=name in self))
        return found

    def last_day(self, columns: Mapping[str, str], until: dt.date) -> dt.date | None:
        texts = [
            f"select max({column}) as day from {self.views[table]} where {column} <= date '{until}'"
            for table, column in columns.items()
            if table in self
        ]
        if not texts:
            return None
        days = self._session.ask(" union all ".join(texts), "days")["day"].drop_nulls()
        return max(days.to_list(), default=None)

    def _counted(self, name: str, then: Registers) -> str:
        """A row of a table: its rows then, now, in both, and alike in both."""
        before, now = self._whole(name, then), self._whole(name, self)
        key = [*TABLES[name].primary_key()] or [*stored_schema(name), "nth"]
        others = [column for column in stored_schema(name) if column not in key]
        on = " and ".join(f"a.`{column}` <=> b.`{column}`" for column in key)
        same = " and ".join(["true", *(f"a.`{column}` <=> b.`{column}`" for column in others)])
        return (
            f"select '{name}' as name, count(a.here) as had, count(b.here) as has,"
            f" count_if(a.here and b.here) as both, count_if(a.here and b.here and {same}) as same"
            f" from ({before}) as a full join ({now}) as b on {on}"
        )

    def _whole(self, name: str, registers: Registers) -> str:
        """All columns of the schema; `nth` counts rows that are alike in every one of them."""
        own = ", ".join(f"`{column}`" for column in stored_schema(name))
        if isinstance(registers, OnServer) and name in registers:
            source = registers.views[name]
        else:
            frame = registers.get(name, empty(name))
            self._session.send(f"then_{name}", frame)
            source = f"(select {_columns(name, frame.columns)} from then_{name})"
        nth = f"row_number() over (partition by {own} order by 1)"
        return f"select {own}, true as here, {nth} as nth from {source} as held"


def _columns(name: str, there: Collection[str]) -> str:
    """The columns of the schema with their types; empty those that are not there."""
    return ", ".join(
        f"cast({f'`{column}`' if column in there else 'null'} as {SPARK[type(kind)]}) as `{column}`"
        for column, kind in stored_schema(name).items()
    )


def registers_at(session: Session, folder: str) -> OnServer:
    """What lies in a folder as the server sees it. Raises Refusal where it is at fault."""
    views = {}
    for name in TABLES:
        view = f"found_{next(NUMBERS)}_{name}"
        if _read(session, folder.rstrip("/"), name, view):
            views[name] = view
    if not views:
        raise Refusal(NO_TABLES, folder=folder)
    _refuse_faults(session, views)
    return OnServer(
        session, folder, {name: _found(session, name, view) for name, view in views.items()}
    )


def _read(session: Session, folder: str, name: str, view: str) -> bool:
    """Whether there is a table; its rows are then a view."""
    schema = session.folder(f"{folder}/{name}", f"raw_{view}")
    schema = schema or session.folder(f"{folder}/{name}.parquet", f"raw_{view}")
    if not schema:
        return False
    for column, kind in columns(name).items():
        wanted = type(kind.dtype)
        if column not in schema and not (kind.metadata or {}).get("later"):
            raise Refusal(NO_COLUMN, table=name, column=column)
        if column in schema and schema[column] not in READ_AS[wanted]:
            raise Refusal(
                OTHER_TYPE, table=name, column=column, found=schema[column], wanted=SPARK[wanted]
            )
    session.view(view, f"select {_columns(name, schema)} from raw_{view}")
    return True


def _found(session: Session, name: str, view: str) -> Found:
    own = ", ".join(f"`{column}`" for column in stored_schema(name))
    counted = session.ask(
        f"select count(*) as n, coalesce(bit_xor(xxhash64({own})), 0) as digest from {view}", name
    )
    return Found(view, *counted.row(0))


def _refuse_faults(session: Session, views: Mapping[str, str]) -> None:
    """What can be told of rows where they lie: ids, references, codes, and what is empty."""
    tests = [test for name in views for test in _tests(name, views)]
    text = " union all ".join(
        f"select '{name}.{column}' as place, count(*) as n from {rows}"
        for name, column, rows in tests
    )
    faults = session.ask(
        f"select place, sum(n) as n from ({text}) as found group by place", "checks"
    )
    told = sorted((place, int(count)) for place, count in faults.iter_rows() if count)
    if told:
        raise Refusal(AT_FAULT, faults=", ".join(f"{place}: {count}" for place, count in told))


def _tests(name: str, views: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """Table, column and the rows that are at fault there."""
    view = views[name]
    for column, kind in columns(name).items():
        metadata = kind.metadata or {}
        wrong = [] if kind.nullable else [f"`{column}` is null"]
        if metadata.get("entity"):
            wrong.append(f"`{column}` not rlike '{PSEUDONYM}'")
        if codes := metadata.get("codes"):
            wrong.append(f"`{column}` not in ({', '.join(map(repr, codes))})")
        if wrong:
            yield name, column, f"{view} where {' or '.join(wrong)}"
        target = str(metadata.get("references"))
        if target in views:
            key = TABLES[target].primary_key()[0]
            known = f"(select {key} as known from {views[target]}) as other"
            yield (
                name,
                column,
                f"{view} as own left anti join {known} on own.{column} = known"
                + (f" where own.{column} is not null"),
            )
    if keys := TABLES[name].primary_key():
        own = ", ".join(keys)
        twice = f"(select {own} from {view} group by {own} having count(*) > 1) as twice"
        yield name, keys[0], twice
