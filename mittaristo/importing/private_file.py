"""Files that hold rows of persons: written for their owner alone, and never over another."""

import os
from itertools import count
from pathlib import Path

DOWNLOADS = ("Downloads", "Lataukset")


def write(path: Path, content: bytes) -> None:
    """Only its owner can read it. Raises FileExistsError rather than overwrite anything."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as target:
        target.write(content)


def save(folder: Path, name: str, content: bytes) -> Path:
    """Write it into a folder under a name that is free there; the path. Raises OSError."""
    first = Path(name)
    for number in count(1):
        path = folder / (name if number == 1 else f"{first.stem}-{number}{first.suffix}")
        try:
            write(path, content)
        except FileExistsError:
            continue
        return path
    raise AssertionError


def downloads() -> Path:
    """Where the user of this machine looks for what they saved: their downloads, or their home."""
    home = Path.home()
    return next((home / name for name in DOWNLOADS if (home / name).is_dir()), home)
