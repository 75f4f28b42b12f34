"""The engine that `publish` computes with: DuckDB on this machine, or a server."""

import argparse
import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mittaristo.cli.verb import Usage, a_number
from mittaristo.figures.engine import Engine
from mittaristo.figures.remote.registers import OnServer, registers_at
from mittaristo.figures.remote.session import Session
from mittaristo.i18n.translation import Translate
from mittaristo.registers.schemas import Registers

ENGINES = ("duckdb", "spark")


@dataclass(frozen=True)
class Server:
    """A session on a server, as publishing needs it."""

    session: Session

    def opened(self, registers: Registers) -> Engine:
        """The engine over registers, there or sent there."""
        from mittaristo.figures.remote.spark import SparkConnect  # needs what is an extra

        return SparkConnect(self.session, registers)

    def registers(self, folder: str) -> OnServer:
        """Those in a folder as the server sees it. Raises Refusal."""
        return registers_at(self.session, folder)


def takes_engine(made: argparse.ArgumentParser, _: Translate) -> None:
    """Which engine computes, and where."""
    which = _("what computes: duckdb on this machine, or spark on a server")
    made.add_argument("--engine", choices=ENGINES, default=ENGINES[0], help=which)
    where = _("with --engine spark: the server; registers may be a folder of Parquet files there")
    made.add_argument("--remote", metavar="sc://HOST:PORT", help=where)
    patience = _("minutes to wait for each answer of the server (otherwise 60)")
    made.add_argument("--patience", type=a_number(_), default=60, metavar="N", help=patience)


@contextlib.contextmanager
def engine(parsed: argparse.Namespace, _: Translate) -> Iterator[Server | None]:
    """The server that is to compute; None for this machine. Raises Refusal."""
    if (parsed.engine == "spark") != bool(parsed.remote):
        raise Usage(_("--engine spark and --remote sc://HOST:PORT are given together."))
    if parsed.patience < 1:
        raise Usage(_("--patience takes a number of minutes from 1 on."))
    if not parsed.remote:
        yield None
        return
    with contextlib.closing(Session(parsed.remote, parsed.patience * 60.0)) as session:
        yield Server(session)


def lies_here(source: str) -> bool:
    """Whether registers are a workbook or CSV files on this machine, and no folder of Parquet."""
    path = Path(source)
    return path.is_file() or any(path.glob("*.csv"))
