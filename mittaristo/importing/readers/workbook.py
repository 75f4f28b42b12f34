"""Workbook → text. Checked before it is opened, and parsed by a process that may die of it."""

import io
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, NoReturn

import polars as pl
from xlsxwriter.utility import xl_col_to_name

from mittaristo.importing.readers import workbook_child
from mittaristo.importing.readers.csv_files import too_much
from mittaristo.importing.readers.unreadable import Unreadable
from mittaristo.importing.readers.workbook_cells import Merged
from mittaristo.importing.readers.workbook_check import MOST_CELLS, MOST_FILLED, Facts, check

Cells = tuple[str | None, ...]


@dataclass(frozen=True)
class Sheet:
    """The rows of a sheet from its first on: index + 1 is what Excel calls the row.

    `errors` is where Excel shows an error such as #N/A: row and letters of the column.
    `uncalculated` is where a formula has no value, so that its cell looks empty; (0, "") where the
    sheet does not say it. `struck_rows`: how many rows have text that is struck out. `merged`: the
    areas of several rows that are shown as one cell; see CellFacts.
    """

    name: str
    rows: list[Cells]
    errors: frozenset[tuple[int, str]]
    uncalculated: frozenset[tuple[int, str]]
    hidden: bool
    hidden_rows: int
    struck_rows: int
    merged: tuple[Merged, ...] = ()


@dataclass(frozen=True)
class Workbook:
    """`days_from_1904`: it counts its days as old Excel for Macintosh did."""

    sheets: list[Sheet]
    days_from_1904: bool


@dataclass(frozen=True)
class Limits:
    """What reading one workbook may take. Bytes of the child's address space and of its answer.

    The child gets `base`, so many `times` what the workbook unpacks to and so much for each `cell`
    of its sheets, and no more than `memory`: a small workbook that repeats itself cannot fill the
    machine.

    The check before it runs in this process, beside the pages that others look at.

    A million rows of 9 columns take about 1.1 GB and 5 seconds.
    """

    check_seconds: float = 60
    memory: int = 4 << 30
    base: int = 1 << 29
    times: int = 6
    cell: int = 48
    answer: int = 1 << 29
    filled: int = MOST_FILLED
    cpu_seconds: int = 30
    wall_seconds: float = 180


LIMITS = Limits()
CHILD = (sys.executable, "-P", "-B", str(Path(workbook_child.__file__)))
"""-P: the folder of the script would hide packages behind modules of the same name."""

FRUGAL = {
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "MALLOC_ARENA_MAX": "2",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}
"""Address space must go to cells, not to what libraries set aside for each processor."""


def read_workbook(path: Path, limits: Limits = LIMITS, command: Sequence[str] = CHILD) -> Workbook:
    """Read all sheets as text. Raises only Unreadable for a bad file.

    `command` is the program that parses; tests give one that fails as a parser could.
    """
    try:
        with path.open("rb") as file:
            facts = check(file, limits.check_seconds)
            os.lseek(file.fileno(), 0, os.SEEK_SET)
            sheets = _parsed(file, facts, limits, command)
    except PermissionError:
        raise Unreadable("no_permission") from None
    except OSError:
        raise Unreadable("unreadable", "file") from None
    except MemoryError:
        raise Unreadable("not_read", "memory") from None
    return Workbook(sheets, facts.days_from_1904)


def _parsed(file: IO[bytes], facts: Facts, limits: Limits, command: Sequence[str]) -> list[Sheet]:
    epoch = "1904" if facts.days_from_1904 else "1900"
    needed = limits.base + limits.times * facts.unpacked + limits.cell * facts.cells
    memory = min(limits.memory, needed)
    arguments = [*command, str(memory), str(limits.cpu_seconds), epoch]
    out_of_time = threading.Event()
    with subprocess.Popen(
        arguments,
        stdin=file,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # a panic may say what stands in a cell
        env=os.environ | FRUGAL,
    ) as child:

        def end() -> None:
            out_of_time.set()
            child.kill()

        clock = threading.Timer(limits.wall_seconds, end)
        clock.daemon = True
        clock.start()
        try:
            assert child.stdout is not None
            sheets = _received(child.stdout, facts, limits)
            status = child.wait()
        finally:
            clock.cancel()
            child.kill()
    if out_of_time.is_set():
        raise Unreadable("not_read", "time")
    if status:
        _tell(status)
    if sheets is None or len(sheets) != len(facts.sheets):
        raise Unreadable("not_read", "answer")
    return sheets


def _tell(status: int) -> NoReturn:
    """Why the child ended as it did."""
    if status == workbook_child.REFUSED:
        raise Unreadable("unreadable", "parser")
    words = {
        workbook_child.NO_MEMORY: "memory",
        workbook_child.PANIC: "panic",
        -getattr(signal, "SIGXCPU", 0): "time",
    }
    other = f"signal {-status}" if status < 0 else f"exit {status}"
    raise Unreadable("not_read", words.get(status, other))


def _received(answer: IO[bytes], facts: Facts, limits: Limits) -> list[Sheet] | None:
    """The sheets that the child sends; None where its answer breaks off."""
    sheets: list[Sheet] = []
    first: list[str | None] = []
    hidden, left, filled = iter(facts.sheets), MOST_CELLS, limits.filled
    try:
        for kind, part in _parts(answer, limits.answer):
            if kind == workbook_child.END:
                return sheets
            if kind == workbook_child.SHEET:
                about, known = json.loads(part), next(hidden)
                errors = {(row, xl_col_to_name(column)) for row, column in about["errors"]}
                first = [None] * about["first_column"]
                sheets.append(
                    Sheet(
                        about["name"],
                        [],
                        frozenset(errors),
                        known.uncalculated,
                        known.hidden,
                        known.hidden_rows,
                        known.struck_rows,
                        known.merged,
                    )
                )
            elif kind == workbook_child.ROWS:
                frame = pl.read_ipc_stream(io.BytesIO(part))
                left -= frame.height * (len(first) + frame.width)
                if left < 0:  # a far cell in a form that the check did not see
                    raise Unreadable("far_cell")
                filled -= sum(column.len() - column.null_count() for column in frame)
                if filled < 0:
                    raise too_much(limits.filled)
                rows = frame.rows()
                sheets[-1].rows.extend([(*first, *row) for row in rows] if first else rows)
            else:
                raise Unreadable("not_read", "answer")
    except BaseException as error:  # a panic of Polars is not an Exception
        if isinstance(error, Unreadable | KeyboardInterrupt | SystemExit | MemoryError):
            raise
        raise Unreadable("not_read", "answer") from None
    return None


def _parts(answer: IO[bytes], most: int) -> Iterator[tuple[bytes, bytes]]:
    """Kind and content of each part, until the answer ends or breaks off."""
    left = most
    while len(head := answer.read(workbook_child.FRAME.size)) == workbook_child.FRAME.size:
        kind, length = workbook_child.FRAME.unpack(head)
        left -= length
        if left < 0:
            raise Unreadable("not_read", "answer")
        part = answer.read(length)
        if len(part) < length:
            return
        yield kind, part
