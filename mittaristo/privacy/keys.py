"""The files that hold the keys of the pseudonyms, outside the store."""

import contextlib
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from mittaristo.i18n.translation import N_
from mittaristo.messages.refusals import Refusal
from mittaristo.privacy.pseudonyms import PUBLIC_KEY, Key

NO_KEY = N_(
    "The key of the pseudonyms was not found at {path}."
    " Set MITTARISTO_KEY_FILE to where it lies; a new project gets its key from: new."
)


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


def key_with(project_id: str, key_id: str) -> Key | None:
    """The key of a project, if it is the one of this id. Raises Refusal where there is none."""
    if key_id == PUBLIC_KEY.id:
        return PUBLIC_KEY
    key = load_key(key_path(project_id))
    return key if key.id == key_id else None


def load_key(path: Path) -> Key:
    """Read a key. Raises Refusal where there is none or it is too short to be one."""
    try:
        secret = path.read_bytes().strip()
    except OSError as error:
        raise Refusal(NO_KEY, path=str(path)) from error
    if len(secret) < 32:
        raise Refusal(NO_KEY, path=str(path))
    return Key(secret)
