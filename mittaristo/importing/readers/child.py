"""The process that reads files, as apart.py asks: it waits, and forks for each of them.

Only here is a parser let loose on a file, because it can end its whole process. Nothing is written
to disk.
"""

import contextlib
import json
import os
import resource
import signal
import socket
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[3]))

from mittaristo.importing.readers import csv_files, workbook_parser
from mittaristo.importing.readers.apart import (
    FRAME,
    NO_MEMORY,
    PANIC,
    REFUSED,
    STATUS,
    Limits,
    Part,
)
from mittaristo.importing.readers.unreadable import Unreadable

KINDS = {"csv": csv_files.parts, "workbook": workbook_parser.parts}
LONGEST_REQUEST = 1 << 16


def serve(asked: socket.socket) -> None:
    """Fork for each request until nobody can ask any more; how each fork ended is sent."""
    running: dict[int, int] = {}

    def ended(*_: object) -> None:
        while running:
            process, status = os.waitpid(-1, os.WNOHANG)
            if not process:
                return
            told = running.pop(process)
            with contextlib.suppress(OSError):  # nobody waits for it any more
                os.write(told, STATUS.pack(os.waitstatus_to_exitcode(status)))
            os.close(told)

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, ended)
    while True:
        request, pipes, _flags, _address = socket.recv_fds(asked, LONGEST_REQUEST, 2)
        if not request:
            break
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGCHLD])
        process = os.fork()
        if not process:
            try:
                asked.close()
                os._exit(answer(json.loads(request), pipes[0]))  # without taking down a gigabyte
            finally:
                os._exit(1)
        running[process] = pipes[1]
        os.close(pipes[0])
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGCHLD])
        asked.send(b".")
    while running:
        signal.pause()


def answer(request: dict[str, Any], to: int) -> int:
    """Send what the file holds, or why it is not read; the exit code."""
    path, limits = Path(request["path"]), Limits(**request["limits"])
    limit(limits)
    out = os.fdopen(to, "wb")
    try:
        for kind, part in _parts(request["kind"], path, limits):
            _send(out, kind, part)
    except Unreadable as why:
        _send(out, REFUSED, json.dumps([why.rule, why.code, why.row, why.details]).encode())
    except MemoryError:
        return NO_MEMORY
    except BaseException:  # a panic of the parser is not an Exception
        return PANIC
    out.flush()
    return 0


def _parts(kind: str, path: Path, limits: Limits) -> Iterator[Part]:
    try:
        if not path.is_file():  # reading from a pipe or a device might never end
            raise Unreadable("unreadable", "file")
        yield from KINDS[kind](path, partial(_allow, limits))
    except (Unreadable, MemoryError):
        raise
    except PermissionError:
        raise Unreadable("no_permission") from None
    except OSError:
        raise Unreadable("unreadable", "file") from None
    except Exception:
        raise Unreadable("unreadable", "parser") from None


def _send(out: BinaryIO, kind: bytes, part: bytes) -> None:
    out.write(FRAME.pack(kind, len(part)))
    out.write(part)


def limit(limits: Limits) -> None:
    """Let this process take no more bytes and seconds, and write nothing."""
    signal.alarm(limits.wall_seconds)
    _set(resource.RLIMIT_CORE, 0, 0)
    _set(resource.RLIMIT_FSIZE, 0, 0)
    _set(resource.RLIMIT_CPU, limits.cpu_seconds, limits.cpu_seconds + 1)  # first by SIGXCPU
    _allow(limits, 0)


def _allow(limits: Limits, more: int) -> None:
    """Let this process take so many bytes beyond the first ones."""
    _set(resource.RLIMIT_AS, min(limits.base + more, limits.memory), limits.memory)


def _set(what: int, most: int, end: int) -> None:
    with contextlib.suppress(ValueError, OSError):  # macOS knows no limit of memory
        resource.setrlimit(what, (most, end))


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])))
