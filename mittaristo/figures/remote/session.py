"""A session on a server that speaks Spark Connect: the only module that knows its client.

Whatever goes wrong there becomes a sentence with a remedy. What the server says of it is not passed
on: it may hold cells of registers.
"""

import contextlib
import importlib
import logging
import socket
import warnings
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

import polars as pl

from mittaristo.i18n.translation import N_
from mittaristo.messages.refusals import Refusal

PORT = 15002
"""Where Spark Connect listens unless told otherwise."""

REACHED_WITHIN = 10.0
"""Seconds in which the server must be reached at all."""

MISSING = N_(
    "Computing on another machine needs what is not installed here. Install it with:"
    " pip install 'mittaristo[spark]'"
)
ADDRESS = N_(
    "The address of the server is written as sc://HOST:PORT, such as sc://localhost:15002."
)
NOT_THERE = N_(
    "The server {remote} was not reached. Is it running, and is the address right? Nothing was"
    " published."
)
STOPPED = N_(
    "The server {remote} stopped answering while it computed. Nothing was published. See its log,"
    " and publish again."
)
SLOW = N_(
    "The server {remote} did not answer within {minutes} minutes. Nothing was published. Give it"
    " more time with --patience, or more machines."
)
CANNOT = N_(
    "The server {remote} could not compute “{what}” ({reason}). Nothing was published. Its log says"
    " more; docs/decisions/031 tells which servers were tried."
)

Schema = dict[str, str]
"""Column → its type, as Spark writes it."""


SPARK: Mapping[type[pl.DataType], str] = {
    pl.String: "string",
    pl.Date: "date",
    pl.Int32: "int",
    pl.Int64: "bigint",
    pl.Float64: "double",
    pl.Boolean: "boolean",
}
"""Type of a column here → there."""


class Session:
    """What may be asked of the server. Every method raises Refusal."""

    def __init__(self, remote: str, patience: float = 3600.0) -> None:
        """remote: sc://HOST:PORT, with the client's parameters after it (;token=…;use_ssl=true).

        patience: in seconds, for each query.
        """
        _refuse_missing()
        self.remote, self._patience = _called(remote), patience
        _reach(remote, self.remote)
        with self._asking("connect"):
            self._spark = _connected(remote, patience)
            self._spark.sql("select 1").toArrow()  # the client asks nothing until it must

    def view(self, name: str, text: str) -> None:
        """Keep what a text of Spark gives under a name."""
        with self._asking(name):
            self._spark.sql(text).createOrReplaceTempView(name)

    def cache(self, name: str) -> None:
        """Have a view computed once only, where the server can."""
        from pyspark.errors import PySparkException

        with contextlib.suppress(PySparkException):
            self._spark.catalog.cacheTable(name)

    def send(self, name: str, frame: pl.DataFrame) -> None:
        """Send a table there."""
        if frame.is_empty():  # the client takes no table without rows
            nothing = ", ".join(
                f"cast(null as {SPARK[kind]}) as `{c}`" for c, kind in _kinds(frame)
            )
            self.view(name, f"select {nothing} where false")
            return
        with self._asking(name):
            rows = frame.to_arrow(compat_level=pl.CompatLevel.oldest())
            self._spark.createDataFrame(rows).createOrReplaceTempView(name)

    def ask(self, text: str, what: str) -> pl.DataFrame:
        """What a text of Spark gives. what: how it is called in a message."""
        with self._asking(what):
            found = pl.from_arrow(self._spark.sql(text).toArrow())
        assert isinstance(found, pl.DataFrame)
        return found

    def folder(self, path: str, name: str) -> Schema:
        """All Parquet files at a path and below it under a name; empty where there are none."""
        with self._asking(path):
            try:
                reader = self._spark.read.option("recursiveFileLookup", "true")
                files = reader.option("mergeSchema", "true").parquet(path)
                schema = {one.name: one.dataType.simpleString() for one in files.schema}
            except Exception as failure:
                if "PATH_NOT_FOUND" in _condition(failure):
                    return {}
                raise
            if schema:
                files.createOrReplaceTempView(name)
        return schema

    def close(self) -> None:
        """Leave the server, if it is still there."""
        with contextlib.suppress(Exception), _quietly():
            self._spark.stop()

    @contextlib.contextmanager
    def _asking(self, what: str) -> Iterator[None]:
        import grpc
        from pyspark.errors import PySparkException

        try:
            with _quietly():
                yield
        except (grpc.RpcError, PySparkException) as failure:
            code = _code(failure)
            if code == "DEADLINE_EXCEEDED":
                raise Refusal(
                    SLOW, remote=self.remote, minutes=f"{self._patience / 60:g}"
                ) from None
            if code in ("UNAVAILABLE", "CANCELLED"):
                raise Refusal(STOPPED, remote=self.remote) from None
            reason = _condition(failure) or type(failure).__name__
            raise Refusal(CANNOT, remote=self.remote, what=what, reason=reason) from None


def _kinds(frame: pl.DataFrame) -> Iterator[tuple[str, type[pl.DataType]]]:
    for name, kind in frame.schema.items():
        yield name, type(kind)


@contextlib.contextmanager
def _quietly() -> Iterator[None]:
    """Without the client's own warnings: of pandas 3, which is not used, and of its attempts."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _refuse_missing() -> None:
    """Whether the extra is installed. Raises Refusal."""
    try:
        for module in ("grpc", "pyspark", "sqlglot"):
            importlib.import_module(module)
    except ImportError:
        raise Refusal(MISSING) from None


def _called(remote: str) -> str:
    """The address as it is said: without a token that may stand in it. Raises Refusal."""
    try:
        parts = urlsplit(remote)
        host, port = parts.hostname, parts.port or PORT
    except ValueError:
        host = port = None
    if not remote.startswith("sc://") or not host:
        raise Refusal(ADDRESS, usage=True)
    return f"sc://{host}:{port}"


def _reach(remote: str, called: str) -> None:
    """Whether anyone listens there: the client itself would try for ten minutes."""
    parts = urlsplit(remote)
    try:
        socket.create_connection((parts.hostname, parts.port or PORT), REACHED_WITHIN).close()
    except OSError:
        raise Refusal(NOT_THERE, remote=called) from None


def _connected(remote: str, patience: float) -> Any:
    """The client's session."""
    import pyspark.sql.connect.session as connect
    from pyspark.sql.connect.client.core import DefaultChannelBuilder
    from pyspark.sql.connect.client.retries import DefaultPolicy

    from mittaristo.figures.remote.patience import Patience

    logging.getLogger("pyspark").setLevel(logging.CRITICAL)  # it would log what the server says
    builder = DefaultChannelBuilder(remote)
    builder.add_interceptor(Patience(patience))
    spark = connect.SparkSession(connection=builder)
    spark.client.set_retry_policies([DefaultPolicy(max_retries=2)])
    return spark


def _condition(failure: BaseException) -> str:
    """The name of what went wrong, such as PATH_NOT_FOUND; empty where it has none."""
    named = getattr(failure, "getCondition", None) or getattr(failure, "getErrorClass", None)
    return str(named() or "") if named else ""


def _code(failure: BaseException | None) -> str:
    """How gRPC calls it; empty where it is none of its failures."""
    while failure is not None:
        code = getattr(failure, "code", None) or getattr(failure, "getGrpcStatusCode", None)
        if code is not None and (found := code()) is not None:
            return str(getattr(found, "name", found))
        failure = failure.__cause__ or failure.__context__
    return ""
