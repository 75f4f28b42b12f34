"""Copies of a store: one without persons for a server that others read, and a backup of it all.

A copy for readers has the figures of the snapshots that everyone sees, as they were published, and
a list of what belongs to it, written first: by it a copy that is not whole is noticed.
"""

import hashlib
import json
import os
import shutil
import uuid
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from mittaristo.i18n.translation import N_
from mittaristo.messages.refusals import Refusal
from mittaristo.snapshots import reading, releases, selection
from mittaristo.snapshots.manifest import MANIFEST, Damaged
from mittaristo.snapshots.writing import COPIED, STAGING, alone, make_files_read_only

TOML = "project.toml"


@dataclass(frozen=True)
class Shared:
    """Which snapshots were brought, which were there already, and which not everyone may see."""

    brought: tuple[int, ...]
    there: tuple[int, ...]
    left_out: tuple[int, ...]


def listed(project: Path) -> Mapping[str, Any] | None:
    """The list of a copy for readers; None in a store that is none. Raises Damaged."""
    path = project / COPIED
    if not path.exists():
        return None
    try:
        written: dict[str, Any] = json.loads(path.read_bytes())
        return {"snapshots": dict(written["snapshots"]), "left_out": list(written["left_out"])}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Damaged(COPIED) from error


def share(project: Path, target: Path) -> Shared:
    """Bring a project's figures into the data folder `target`; what is there whole stays.

    Raises Refusal where a snapshot of the project is damaged, or where `target` holds something
    else by the project's name.
    """
    copy = target / project.name
    if copy.resolve() == project.resolve():
        raise Refusal(N_("The copy cannot be the store itself."), usage=True)
    if (copy / "snapshots").exists() and not (copy / COPIED).exists():
        raise Refusal(
            N_("In {path} there is a store that is no copy. Choose another folder."),
            path=copy,
            usage=True,
        )
    digests, left_out = _to_share(project)
    brought, there = [], []
    with alone(copy):
        of_all = {"snapshots": {str(number): one for number, one in digests.items()}}
        _put(copy / COPIED, json.dumps({**of_all, "left_out": left_out}, indent=1))
        _put(copy / releases.LOG, releases.for_readers(project, digests.values()))
        _put(copy / TOML, (project / TOML).read_text(encoding="utf-8"))
        for number, digest in digests.items():
            if _whole(copy, number, digest):
                there.append(number)
            else:
                _bring(project, copy, number)
                brought.append(number)
        for number in set(reading.numbers(copy)) - set(digests):
            _remove(reading.folder_of(copy, number))
    return Shared(tuple(brought), tuple(there), tuple(left_out))


def _to_share(project: Path) -> tuple[dict[int, str], list[int]]:
    """Number → digest of what everyone may see, and the numbers of the others. Raises Refusal."""
    digests, left_out = {}, []
    for entry in selection.listing(project):
        if not selection.may_see(entry, team=False):
            left_out.append(entry.number)
            continue
        try:
            opened = reading.open_snapshot(project, entry.number)
        except Damaged:
            raise Refusal(
                N_("Snapshot {number} is damaged: a copy would lack it. Nothing was copied."),
                number=entry.number,
            ) from None
        digests[entry.number] = opened.manifest.digests["manifest"]
    return digests, left_out


def _whole(copy: Path, number: int, digest: str) -> bool:
    try:
        opened = reading.open_snapshot(copy, number)
    except Damaged:
        return False
    return opened.manifest.digests["manifest"] == digest and not reading.has_registers(
        opened.folder
    )


def _bring(project: Path, copy: Path, number: int) -> None:
    """Copy manifest and figures beside their place, and put them there with one rename."""
    staging = copy / STAGING / uuid.uuid4().hex
    source, place = reading.folder_of(project, number), reading.folder_of(copy, number)
    staging.mkdir(parents=True)
    shutil.copyfile(source / MANIFEST, staging / MANIFEST)
    shutil.copytree(source / "figures", staging / "figures")
    if place.exists():
        _remove(place)
    make_files_read_only(staging)
    staging.rename(place)


def _remove(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o700)
    shutil.rmtree(folder)


def _put(path: Path, content: str) -> None:
    unfinished = path.with_name(f"{path.name}.new")
    unfinished.write_text(content, encoding="utf-8")
    unfinished.replace(path)


# --- Backup -----------------------------------------------------------------------------------

CONTENTS = "backup.json"
"""In a backup: the project's name and the digest of every file."""

NOT_KEPT = (".lock", STAGING)


def backup(project: Path, target: Path) -> int:
    """Write the store and project.toml into one file, never the key; gives the number of files.

    It holds the registers. What is there at `target` already is never written over.
    """
    unfinished = target.with_name(f".{target.name}-{uuid.uuid4().hex}")
    digests: dict[str, str] = {}
    try:
        with alone(project), zipfile.ZipFile(unfinished, "x") as made:
            for path in _files(project):
                content, name = path.read_bytes(), path.relative_to(project).as_posix()
                digests[name] = hashlib.sha256(content).hexdigest()
                made.writestr(name, content)
            told = {"project": project.name, "files": digests}
            made.writestr(CONTENTS, json.dumps(told, indent=1))
        unfinished.chmod(0o600)
        os.link(unfinished, target)
    finally:
        unfinished.unlink(missing_ok=True)
    return len(digests)


def _files(project: Path) -> Iterator[Path]:
    for path in sorted(project.rglob("*")):
        if path.is_file() and path.relative_to(project).parts[0] not in NOT_KEPT:
            yield path


NO_BACKUP = N_("This file is no backup of Mittaristo, or it is damaged. Nothing was restored.")


def restore(source: Path, data: Path, project_id: str) -> Path:
    """Bring a project back as it was: all of it, each byte verified, or nothing. Raises Refusal."""
    place, unfinished = data / project_id, data / f".{project_id}-{uuid.uuid4().hex}"
    if place.exists():
        raise Refusal(
            N_("There is already a project {project}. Move it away first, or give another name."),
            project=project_id,
            usage=True,
        )
    try:
        with zipfile.ZipFile(source) as read:
            told = json.loads(read.read(CONTENTS))
            for name, digest in dict(told["files"]).items():
                content = read.read(name)
                parts = PurePosixPath(name).parts
                if hashlib.sha256(content).hexdigest() != digest or not _safe(parts):
                    raise Refusal(NO_BACKUP)
                path = unfinished.joinpath(*parts)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
                path.chmod(0o444 if parts[0] == "snapshots" else 0o644)
        unfinished.rename(place)
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError) as error:
        raise Refusal(NO_BACKUP) from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return place


def _safe(parts: tuple[str, ...]) -> bool:
    """Whether a path stays within the project."""
    return bool(parts) and not {"..", "/"} & set(parts)
