"""A disk that fails and a process that dies, at any step of a command.

A step is a file opened, written, synced, moved or deleted, a folder made or removed, or rights
changed. `python -m tests.lib.faults` runs commands in processes of their own and kills them at a
step.
"""

import contextlib
import json
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Deed = Callable[[int, str, str], None]
"""Is told the number of a step, what it is and on what; may raise, or never come back."""

CHANGES = {
    "os.mkdir": "mkdir",
    "os.rename": "rename",
    "os.chmod": "chmod",
    "os.rmdir": "rmdir",
    "os.remove": "remove",
    "os.truncate": "truncate",
    "os.link": "link",
    "os.symlink": "link",
}
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class WritesHalf(BaseException):
    """Half of what is to be written is written, and the disk says nothing of it."""


class _DiesWriting(BaseException):
    """Half of what is to be written is written; then the process is dead."""


class _Watch:
    """What is being watched. An audit hook cannot be taken away again, so there is one only."""

    deed: Deed | None = None
    root = ""
    reads = False
    steps = 0
    hooked = False


def _step(what: str, path: str) -> None:
    deed = _Watch.deed
    if deed is None:
        return
    number, _Watch.steps = _Watch.steps, _Watch.steps + 1
    deed(number, what, path)


def _hook(event: str, details: tuple[Any, ...]) -> None:
    if _Watch.deed is None:
        return
    if event == "open":
        path, _, flags = details
        if isinstance(path, (str, bytes)) and os.fsdecode(path).startswith(_Watch.root):
            if flags & WRITING:
                _step("open", os.fsdecode(path))
            elif _Watch.reads:
                _step("read", os.fsdecode(path))
    elif event in ("os.listdir", "os.scandir"):
        if _Watch.reads and str(details[0]).startswith(_Watch.root):
            _step("read", str(details[0]))
    elif event in CHANGES:
        _step(CHANGES[event], os.fsdecode(details[0]) if not isinstance(details[0], int) else "")


class _Watched:
    """An open file whose writes are steps, too."""

    def __init__(self, file: Any, path: str) -> None:
        self.file, self.path = file, path

    def __enter__(self) -> "_Watched":
        self.file.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self.file.__exit__(*error)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.file, name)

    def write(self, content: bytes) -> int:
        half = content[: len(content) // 2]
        try:
            _step("write", self.path)
        except OSError:
            self.file.write(half)
            raise
        except WritesHalf:
            self.file.write(half)
            return len(content)
        except _DiesWriting:
            self.file.write(half)
            self.file.flush()
            os.kill(os.getpid(), signal.SIGKILL)
        return int(self.file.write(content))


@contextlib.contextmanager
def watched(root: Path, deed: Deed, *, reads: bool = False) -> Iterator[None]:
    """Tell `deed` of every step on files below `root`, also of reading them if asked."""
    if not _Watch.hooked:
        sys.addaudithook(_hook)
        _Watch.hooked = True
    real_open, real_sync = Path.open, os.fsync

    def opened(self: Path, mode: str = "r", *others: Any, **more: Any) -> Any:
        file = real_open(self, mode, *others, **more)
        writes = set(mode) & set("wxa+") and str(self).startswith(_Watch.root)
        return _Watched(file, str(self)) if writes else file

    def synced(handle: int) -> None:
        _step("fsync", str(Path(f"/proc/self/fd/{handle}").readlink()))
        real_sync(handle)

    Path.open, os.fsync = opened, synced  # type: ignore[method-assign, assignment]
    _Watch.root, _Watch.reads, _Watch.steps, _Watch.deed = str(root), reads, 0, deed
    try:
        yield
    finally:
        _Watch.deed = None
        Path.open, os.fsync = real_open, real_sync  # type: ignore[method-assign]


def trace(root: Path, command: Callable[[], object]) -> list[tuple[str, str]]:
    """The steps of a command, in order."""
    steps: list[tuple[str, str]] = []
    with watched(root, lambda _, what, path: steps.append((what, path))):
        command()
    return steps


# --- Killed processes -------------------------------------------------------------------------


class Mortals:
    """Runs commands of the command line in processes of their own and kills them at a step."""

    def __init__(self, log: Path, environ: dict[str, str], cache: Path | None = None) -> None:
        self.log = log
        self.server = subprocess.Popen(
            [sys.executable, "-m", "tests.lib.faults", str(log), str(cache or "")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, **environ},
            text=True,
        )

    def run(self, root: Path, arguments: list[str], killed_at: int | None = None) -> int:
        """The exit status, or minus the signal. What was said is in `log`."""
        assert self.server.stdin
        assert self.server.stdout
        self.server.stdin.write(json.dumps([str(root), arguments, killed_at]) + "\n")
        self.server.stdin.flush()
        status = int(self.server.stdout.readline())
        assert "Traceback" not in self.log.read_text(), self.log.read_text()
        return status

    def close(self) -> None:
        assert self.server.stdin
        assert self.server.stdout
        self.server.stdin.close()
        self.server.stdout.close()
        self.server.wait(timeout=10)


def remember(cache: Path, checked: object, figures: object) -> None:
    """Keep what publishing reckons, so that a thousand deaths need not reckon it anew."""
    cache.write_bytes(pickle.dumps((checked, figures)))


def use_remembered(cache: Path) -> None:
    """Let this process publish what was remembered."""
    from mittaristo.importing import ingest
    from mittaristo.publishing import publish

    checked, figures = pickle.loads(cache.read_bytes())
    ingest.check = lambda *_: checked
    publish.compute = lambda *_: figures  # type: ignore[attr-defined]


def _serve(log: str, cache: str) -> None:
    """One forked process a command. Nothing has been reckoned here, so forking is safe."""
    from mittaristo.cli.main import main

    for line in sys.stdin:
        root, arguments, killed_at = json.loads(line)
        process = os.fork()
        if process == 0:
            said = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            os.dup2(said, 1)
            os.dup2(said, 2)

            def die(number: int, what: str, path: str, killed_at: int | None = killed_at) -> None:
                del path
                if number == killed_at and what == "write":
                    raise _DiesWriting
                if number == killed_at:
                    os.kill(os.getpid(), signal.SIGKILL)

            status = 99
            try:
                if cache:
                    use_remembered(Path(cache))
                with watched(Path(root), die):
                    status = main(arguments)
            finally:
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(status)
        _, ended = os.waitpid(process, 0)
        print(os.waitstatus_to_exitcode(ended), flush=True)


if __name__ == "__main__":
    _serve(sys.argv[1], sys.argv[2])
