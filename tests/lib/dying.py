"""A reader that reads no file, but does what it says: for what may become of a parser."""

import io
import itertools
import json
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl

Parts = Iterator[tuple[bytes, bytes]]


def parts(path: Path, _allow: Callable[[int], None]) -> Parts:
    yield from eval(path.read_text("utf-8"), globals())


def fails(error: type[BaseException]) -> Parts:
    raise error


def waits() -> Parts:
    """All is said, and the process does not end."""
    yield b"E", b"false"
    time.sleep(60)


def dies_within() -> Parts:
    yield b"S", b"x" * (1 << 20)
    os.abort()


def spins() -> Parts:
    for _ in itertools.count():
        pass
    yield b"E", b"false"


def far() -> Parts:
    """One narrow column that stands far to the right."""
    about = {"name": "clients", "first_column": 16383, "errors": [], "uncalculated": []}
    rows = io.BytesIO()
    pl.DataFrame({"a": ["x"] * 4000}).write_ipc_stream(rows)
    yield b"S", json.dumps(about | {"hidden": False, "hidden_rows": 0, "merged": []}).encode()
    yield b"R", rows.getvalue()
    yield b"E", b"false"
