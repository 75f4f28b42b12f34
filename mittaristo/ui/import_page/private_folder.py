"""Folders on disk for what may not stay there: whoever comes next removes what was left behind."""

import contextlib
import fcntl
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

PREFIX = "mittaristo-import-"
JUST_MADE = 60
"""Seconds. An empty folder that is younger may be about to be held."""

_held: dict[Path, tempfile.TemporaryDirectory[str]] = {}
_lock = threading.Lock()


@contextlib.contextmanager
def private_folder() -> Iterator[Path]:
    """A folder that only its owner can open, gone at the end.

    It is locked while it is used. So one whose server was killed can be told from one in use.
    """
    remove_left_behind()
    made = tempfile.TemporaryDirectory(prefix=PREFIX)
    folder = Path(made.name)
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        with _lock:
            _held[folder] = made
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield folder
    finally:
        made.cleanup()
        with _lock:
            _held.pop(folder, None)
        os.close(handle)


def remove_held() -> None:
    """Remove the folders of this process, whoever still uses them: it is about to end."""
    with _lock:
        held = list(_held.values())
    for made in held:
        with contextlib.suppress(OSError):
            made.cleanup()


def remove_left_behind() -> None:
    """Remove the folders of processes that were killed. What cannot be removed stays."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):
            _remove_unless_held(folder)


def _remove_unless_held(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        facts = os.fstat(handle)
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        just_made = time.time() - facts.st_mtime < JUST_MADE and not any(folder.iterdir())
        if facts.st_uid == os.getuid() and not just_made:
            shutil.rmtree(folder)
    finally:
        os.close(handle)
