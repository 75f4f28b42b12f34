"""The bytes of a store, and how they are harmed."""

import hashlib
import os
import shutil
from pathlib import Path

from mittaristo.project import Project
from mittaristo.snapshots import reading
from mittaristo.snapshots.verification import verify
from tests.lib.faults import Deed

Prints = dict[str, bytes]


def state_of(folder: Path) -> dict[str, str]:
    """Every file and folder, with the digest of its bytes."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        if path.is_file()
        else ""
        for path in folder.rglob("*")
    }


def tamper(path: Path, content: bytes) -> None:
    path.parent.chmod(0o755)
    path.chmod(0o644)
    path.write_bytes(content)


def remove(folder: Path) -> None:
    for inner in folder.rglob("*"):
        if inner.is_dir() and not inner.is_symlink():
            inner.chmod(0o755)
    shutil.rmtree(folder, ignore_errors=True)


def prints(project: Project, number: int) -> Prints:
    """Every byte of a snapshot."""
    folder = reading.folder_of(project.folder, number)
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def assert_all_verify(project: Project) -> None:
    assert [entry.fault for entry in verify(project.folder)] == [
        None for _ in reading.numbers(project.folder)
    ]


def failing(code: int, at: int, reached: list[str], *, lasting: bool) -> Deed:
    """Let one step fail, or all from it on; notes what they were."""

    def fail(number: int, what: str, path: str) -> None:
        del path
        if number == at or (lasting and number > at):
            reached.append(what)
            raise OSError(code, os.strerror(code))

    return fail
