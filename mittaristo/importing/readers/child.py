"""The process that reads files, as apart.py asks: it waits, and forks for each request.

Only here is a parser let loose on a file, because it can end its whole process. Nothing is written
to disk.
"""

import contextlib
import gc
import json
import os
import resource
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[3]))

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

Reader = Callable[[Path, Callable[[int], None]], Iterator[Part]]
"""What a file holds; it is given what it asks for so many bytes of memory."""


def serve(asked: socket.socket, reader: Reader) -> None:
    """Fork for each request until nobody can ask any more; how each fork ended is sent."""
    running: dict[int, int] = {}

    def ended(*_: object) -> None:
        for process, told in [*running.items()]:
            with contextlib.suppress(OSError):  # it was seen already, or nobody waits any more
                done, status = os.waitpid(process, os.WNOHANG)
                if done:
                    del running[process]
                    with os.fdopen(told, "wb") as waits:
                        waits.write(STATUS.pack(os.waitstatus_to_exitcode(status)))

    gc.freeze()  # a fork need not look through what is here already
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, ended)
    while True:
        said, pipes, _flags, _address = socket.recv_fds(asked, 1, 3)
        if not said:
            break
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGCHLD])
        process = os.fork()
        if not process:
            try:
                asked.close()
                os._exit(answer(reader, *pipes[:2]))  # without taking down what may be a gigabyte
            finally:
                os._exit(1)
        request, told, running[process] = pipes
        os.close(request)
        os.close(told)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGCHLD])
        asked.send(b".")
    for process in [*running]:  # nobody reads what they say
        with contextlib.suppress(OSError):
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)


def answer(reader: Reader, request: int, to: int) -> int:
    """Send what the files hold, or why they are not read; the exit code."""
    with os.fdopen(request) as asks:
        asked = json.load(asks)
    limits = Limits(**asked["limits"])
    limit(limits)
    try:
        with os.fdopen(to, "wb") as out:
            for path in asked["paths"]:
                for kind, part in _parts(reader, Path(path), limits):
                    out.write(FRAME.pack(kind, len(part)))
                    out.write(part)
    except MemoryError:
        return NO_MEMORY
    except BaseException:  # a panic of the parser is not an Exception
        return PANIC
    return 0


def _parts(reader: Reader, path: Path, limits: Limits) -> Iterator[Part]:
    try:
        if not path.is_file():  # reading from a pipe or a device might never end
            raise Unreadable("unreadable", "file")
        yield from reader(path, partial(_allow, limits))
    except MemoryError:
        raise
    except Exception as error:
        why = error if isinstance(error, Unreadable) else Unreadable("unreadable", "parser")
        if isinstance(error, OSError):
            denied = isinstance(error, PermissionError)
            why = Unreadable("no_permission") if denied else Unreadable("unreadable", "file")
        yield REFUSED, why.told()


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
    serve(socket.socket(fileno=int(sys.argv[2])), import_module(sys.argv[1]).parts)
