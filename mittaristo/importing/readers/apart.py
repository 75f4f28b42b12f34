"""Files are read by a process apart, which has limits and may die of them: what it sends.

The process waits with all that reading needs, and forks for each request: most files are small.
"""

import atexit
import contextlib
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from mittaristo.importing.readers.unreadable import Unreadable

FRAME = struct.Struct(">cQ")
"""What stands before each part of the answer: its kind and its length in bytes."""
SHEET, ROWS, END, REFUSED = b"S", b"R", b"E", b"U"
STATUS = struct.Struct(">i")
NO_MEMORY, PANIC = 4, 5
"""How the process ends when it lacks memory, or the parser panics."""

MOST_FILLED = 12_000_000
"""Cells with something in them. A full sheet of eleven columns is read."""

Part = tuple[bytes, bytes]
"""Its kind, and what it holds."""


@dataclass(frozen=True)
class Limits:
    """What reading one file may take. Bytes of the process' address space and of its answer.

    It gets `base` and what the file is worth (see `allow`), and no more than `memory`: a small file
    that repeats itself cannot fill the machine. `filled`: cells with something in them.

    A million rows of 9 columns take about 1.1 GB and 5 seconds.
    """

    memory: int = 4 << 30
    base: int = 1 << 29
    answer: int = 1 << 29
    filled: int = MOST_FILLED
    cpu_seconds: int = 30
    wall_seconds: int = 180


LIMITS = Limits()
PROGRAM = (sys.executable, "-P", "-B", str(Path(__file__).with_name("child.py")))
"""-P: the folder of the script would hide packages behind modules of the same name."""

FRUGAL = {
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "MALLOC_ARENA_MAX": "2",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}
"""Address space must go to cells, not to what libraries set aside for each processor."""


def _in_a_word(ended: int) -> str:
    """Why the process ended as it did."""
    by_clock = dict.fromkeys((-signal.SIGXCPU, -signal.SIGALRM), "time")
    words = {NO_MEMORY: "memory", PANIC: "panic", **by_clock}
    return words.get(ended, f"signal {-ended}" if ended < 0 else f"exit {ended}")


def _framed(answer: IO[bytes], most: int) -> Iterator[Part]:
    """The parts, until the answer ends or breaks off; no more than so many bytes of each file."""
    left = most
    while len(head := answer.read(FRAME.size)) == FRAME.size:
        kind, length = FRAME.unpack(head)
        left -= length
        if left < 0:
            raise Unreadable("not_read", "answer")
        part = answer.read(length)
        if len(part) < length:
            return
        yield kind, part
        if kind in (END, REFUSED):
            left = most


class Warm:
    """The waiting process for one kind of file. It is begun at the first need, and ends with this.

    `reader`: the module whose `parts` reads; tests give one that fails as a parser could.
    """

    def __init__(self, reader: str) -> None:
        self._reader = reader
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._asks: socket.socket | None = None
        atexit.register(self.end)

    def parts(self, paths: Sequence[Path], limits: Limits = LIMITS) -> Iterator[Part]:
        """What the files hold, each to its END, or why one is not read: REFUSED.

        Raises only Unreadable: where the process ends before them.
        """
        asked = {"paths": [str(path.absolute()) for path in paths], "limits": asdict(limits)}
        (request, written), (reads, answer), (ends, status) = os.pipe(), os.pipe(), os.pipe()
        with os.fdopen(reads, "rb") as told, os.fdopen(ends, "rb") as ended:
            with contextlib.suppress(BrokenPipeError), os.fdopen(written, "w") as asks:
                try:
                    self._ask((request, answer, status))
                finally:
                    for pipe in (request, answer, status):
                        os.close(pipe)
                json.dump(asked, asks)
            yield from _framed(told, limits.answer)
            [how] = STATUS.unpack(ended.read(STATUS.size) or STATUS.pack(1))
        if how:
            raise Unreadable("not_read", _in_a_word(how))

    def _ask(self, pipes: Sequence[int]) -> None:
        with self._lock:
            for _attempt in range(2):
                with contextlib.suppress(OSError):
                    if self._asks is not None:
                        socket.send_fds(self._asks, [b"."], pipes)
                        if self._asks.recv(1):
                            return
                self._begin()
        raise Unreadable("not_read", "process")

    def _begin(self) -> None:
        self.end()
        self._asks, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [*PROGRAM, self._reader, str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,  # a panic may say what stands in a cell
                env=os.environ | FRUGAL,
                pass_fds=(theirs.fileno(),),
            )

    def end(self) -> None:
        if self._asks is not None and self._process is not None:
            self._asks.close()
            self._process.wait()
            self._asks = None
