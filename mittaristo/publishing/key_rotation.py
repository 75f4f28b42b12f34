"""A new key for the pseudonyms: made with the first snapshot that needs it, or not at all."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from shlex import quote

from mittaristo.i18n.translation import N_, Translate
from mittaristo.messages.refusals import Refusal
from mittaristo.privacy.keys import key_path, load_key, make_key
from mittaristo.privacy.pseudonyms import PUBLIC_KEY, Key
from mittaristo.snapshots import reading, selection
from mittaristo.snapshots.writing import NOTHING_PUBLISHED, reason_of


def old_key(project: Path, path: Path, new: Path | None, *, lost: bool) -> Key | None:
    """The key that serves until now, or None where it is said to be lost. Raises Refusal."""
    if new is not None:
        _check_place(project, new)
    try:
        key = load_key(path)
    except Refusal:
        if new is None:
            raise
        if lost:
            return None
        raise Refusal(
            N_(
                "The old key was not found at {path}. Without it the published figures stay as"
                " they are, but nothing new can be compared with the snapshots made with it."
                " If it is lost for good, add --old-key-lost."
            ),
            path=str(path),
        ) from None
    if new is None:
        _refuse_replaced(project, key)
    return key


def _check_place(project: Path, path: Path) -> None:
    if path.resolve().is_relative_to(project.resolve()):
        raise Refusal(
            N_("A key does not lie with the data that it protects. Choose a place outside {path}."),
            path=str(project),
        )
    if path.exists() or path.is_symlink():
        _refuse_serving(project, path)
        raise Refusal(N_("There is something else at {path} already."), path=str(path))


def _refuse_serving(project: Path, path: Path) -> None:
    try:
        key = load_key(path)
    except Refusal:
        return
    for entry in selection.listing(project):
        if entry.manifest and entry.manifest.key_id == key.id:
            raise Refusal(
                N_("The key at {path} serves already: snapshot {number} was made with it."),
                path=str(path),
                number=str(entry.number),
            )


def _refuse_replaced(project: Path, key: Key) -> None:
    """A key that another has taken the place of would part the snapshots into two series."""
    ids = [entry.manifest.key_id for entry in selection.listing(project) if entry.manifest]
    ids = [one for one in ids if one != PUBLIC_KEY.id]
    if key.id in ids and ids[-1] != key.id:
        raise Refusal(
            N_(
                "The key of the pseudonyms has been replaced by a newer one."
                " Set MITTARISTO_KEY_FILE to where the newer one lies."
            )
        )


@contextlib.contextmanager
def made(project: Path, path: Path) -> Iterator[Key]:
    """Make a key for a snapshot that is about to be put in place; without the snapshot, it goes.

    Call it within `writing.publishing`. Raises Refusal.
    """
    try:
        there = reading.numbers(project)
        is_made = make_key(path)
    except OSError as failure:
        raise Refusal(NOTHING_PUBLISHED, reason=reason_of(failure)) from failure
    if not is_made:
        raise Refusal(N_("There is something else at {path} already."), path=str(path))
    try:
        yield load_key(path)
    except BaseException:
        with contextlib.suppress(OSError):
            if reading.numbers(project) == there:
                path.unlink()
        raise


def said(path: Path, project_id: str, _: Translate) -> str:
    """Where the new key is, and how it comes to serve."""
    path, usual = path.absolute(), key_path(project_id)
    if path == usual.absolute():
        return _("Key of the pseudonyms made: {path}. Keep a copy in a safe place.").format(
            path=path
        )
    if os.environ.get("MITTARISTO_KEY_FILE"):
        return _(
            "The new key of the pseudonyms is at {path}: set MITTARISTO_KEY_FILE to it from now on."
            " Keep a copy in a safe place."
        ).format(path=path)
    moves = [f"mv {quote(str(usual))} {quote(str(usual) + '.old')}"] if usual.exists() else []
    moves.append(f"mv {quote(str(path))} {quote(str(usual))}")
    return _(
        "The new key of the pseudonyms is at {path}. From now on MITTARISTO_KEY_FILE has to point"
        " at it, or it has to be moved to where the key is looked for. Keep a copy in a safe place."
        "\n{moves}"
    ).format(path=path, moves=" && ".join(moves))
