"""What keeps a figure or a table from pointing at a person.

Pseudonyms for ids, and the one door through which a figure becomes a `SafeFrame`, the only kind
that charts and pages accept.
"""

import contextlib
import hashlib
import hmac
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NewType

import polars as pl

SafeFrame = NewType("SafeFrame", pl.DataFrame)
"""A table that everyone may see. Only `release` makes one."""


class UnprotectedFigure(Exception):
    """A figure by attributes of persons, for which no protection has been carried out."""


def release(figure: pl.DataFrame, *, protects: tuple[str, ...]) -> SafeFrame:
    """Let a figure out to everyone.

    `protects` are the attributes of persons by which it counts, as its query declares them.
    Such a figure has to be merged and hidden first; until that is done, it is refused.
    """
    if protects:
        raise UnprotectedFigure(f"counts persons by {', '.join(protects)}")
    return SafeFrame(figure)


def read_released(figure: pl.DataFrame) -> SafeFrame:
    """A figure read back from the figures of a published snapshot, which only `release` fills."""
    return SafeFrame(figure)


def shaped(table: pl.DataFrame, *, of: SafeFrame) -> SafeFrame:
    """A table made from nothing but a released figure and words: as safe as that."""
    del of
    return SafeFrame(table)


# --- Pseudonyms -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Key:
    """The secret of the pseudonyms. It never lies in the store."""

    secret: bytes

    @property
    def id(self) -> str:
        """Tells two keys apart without giving anything away."""
        return hashlib.sha256(b"mittaristo key id:" + self.secret).hexdigest()[:16]

    def pseudonym(self, entity: str, value: str) -> str:
        """The same id gives the same pseudonym, and another for another entity."""
        message = f"{entity}:{value}".encode()
        return hmac.digest(self.secret, message, "sha256").hex()[:32]

    def pseudonyms(self, entity: str, values: pl.Series) -> pl.Series:
        """A pseudonym for each value; empty stays empty."""
        return pl.Series(
            values.name,
            [None if value is None else self.pseudonym(entity, value) for value in values],
            dtype=pl.String,
        )


PUBLIC_KEY = Key(b"mittaristo: invented data needs no secret")
"""For invented data only, so that everyone can make the same snapshot."""


class KeyMissing(Exception):
    """There is no key for a project of real data. Holds the path where it was looked for."""


def key_path(project_id: str, environ: Mapping[str, str] = os.environ) -> Path:
    """Where the key of a project lies: MITTARISTO_KEY_FILE, or the user's configuration."""
    if named := environ.get("MITTARISTO_KEY_FILE"):
        return Path(named)
    configuration = environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(configuration) / "mittaristo" / f"{project_id}.key"


def make_key(path: Path) -> bool:
    """Make a key that only its owner can read; False where there was one already.

    It outlasts a power cut before anything is protected with it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    try:
        with os.fdopen(handle, "w", encoding="ascii") as target:
            target.write(secrets.token_hex(32) + "\n")
            target.flush()
            os.fsync(target.fileno())
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except BaseException:
        with contextlib.suppress(OSError):
            path.unlink()
        raise
    return True


def load_key(path: Path) -> Key:
    """Read a key. Raises KeyMissing where there is none or it is too short to be one."""
    try:
        secret = path.read_bytes().strip()
    except OSError as error:
        raise KeyMissing(str(path)) from error
    if len(secret) < 32:
        raise KeyMissing(str(path))
    return Key(secret)
