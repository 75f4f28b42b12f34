"""Files are read by a process apart, which has limits and may die of them: what it sends.

The process waits with all that reading needs, and forks for each file: most are small.
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
    """The parts, until the answer ends or breaks off."""
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


class Warm:
    """The waiting process. It is begun at the first need, and ends with this one.

    `program`: what it runs; tests give one that fails as a parser could.
    """

    def __init__(self, program: Sequence[str] = PROGRAM) -> None:
        self._program = program
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._asks: socket.socket | None = None

    def parts(self, kind: str, path: Path, limits: Limits = LIMITS) -> Iterator[Part]:
        """What a file of this kind holds, part by part, to its end. Raises only Unreadable."""
        asked = {"kind": kind, "path": str(path.absolute()), "limits": asdict(limits)}
        answer, status = os.pipe(), os.pipe()
        with os.fdopen(answer[0], "rb") as reads, os.fdopen(status[0], "rb") as ends:
            try:
                self._ask(json.dumps(asked).encode(), (answer[1], status[1]))
            finally:
                os.close(answer[1])
                os.close(status[1])
            for name, part in _framed(reads, limits.answer):
                if name == REFUSED:
                    rule, code, row, details = json.loads(part)
                    raise Unreadable(rule, code, row, **details)
                yield name, part
            [ended] = STATUS.unpack(ends.read(STATUS.size) or STATUS.pack(1))
        if ended:
            raise Unreadable("not_read", _in_a_word(ended))

    def _ask(self, request: bytes, pipes: Sequence[int]) -> None:
        with self._lock:
            for _attempt in range(2):
                with contextlib.suppress(OSError):
                    if self._asks is not None:
                        socket.send_fds(self._asks, [request], pipes)
                        if self._asks.recv(1):
                            return
                self._begin()
        raise Unreadable("not_read", "process")

    def _begin(self) -> None:
        self.end()
        self._asks, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [*self._program, str(theirs.fileno())],
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


WARM = Warm()
atexit.register(WARM.end)
