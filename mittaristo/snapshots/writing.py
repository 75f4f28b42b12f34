"""Publishing a snapshot so that it is there whole or not at all.

Everything is written beside the store, synced, read back and put in place with one rename. Whatever
is interrupted before that leaves nothing that a reader could see.
"""

import contextlib
import errno
import fcntl
import hashlib
import io
import json
import os
import shutil
import time
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow.parquet as pq

from mittaristo.i18n.translation import N_
from mittaristo.messages.refusals import Refusal
from mittaristo.registers.schemas import Registers
from mittaristo.snapshots.manifest import (
    CATALOGUE,
    MANIFEST,
    VERSION,
    Damaged,
    Manifest,
    canonical,
    manifest_digest,
    part_digest,
)
from mittaristo.snapshots.newest import NEWEST, newest
from mittaristo.snapshots.reading import folder_of, numbers, read_manifest, snapshots_folder

STAGING = ".staging"
"""Beside the snapshots, on the same disk. Nothing in it counts; the next one to come clears it."""

COPIED = "copied.json"
"""In a copy for readers: number → digest of its manifest, and the numbers that were left out."""

NOTHING_PUBLISHED = N_("The disk failed ({reason}). Nothing was published.")

NO_PERMISSION = (errno.EACCES, errno.EPERM, errno.EROFS)
NO_RIGHT = N_(
    "There is no permission to write into the project's folder ({reason}). Nothing was published."
    " Whoever keeps the server can give it."
)


@dataclass(frozen=True)
class Published:
    """What came out. `durable` is False when the disk did not confirm the last step."""

    number: int
    folder: Path
    manifest: Manifest
    durable: bool


@contextlib.contextmanager
def publishing(project: Path, *, patience: float = 60.0) -> Iterator[None]:
    """Let one publisher at a time work in a project. Raises Refusal."""
    if (project / COPIED).exists():
        raise Refusal(N_("This is a copy for readers. Publish where the registers are."))
    with contextlib.ExitStack() as held:
        try:
            held.enter_context(alone(project, patience=patience))
        except OSError as failure:
            raise nothing_published(failure) from failure
        yield


@contextlib.contextmanager
def alone(project: Path, *, patience: float = 60.0) -> Iterator[None]:
    """Let one process at a time change a store. The lock dies with its process.

    What an interrupted one left behind is cleared. Raises OSError when the disk fails.
    """
    snapshots_folder(project).mkdir(parents=True, exist_ok=True)
    with (project / ".lock").open("a") as lock:
        deadline = time.monotonic() + patience
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise Refusal(N_("Someone else is publishing. Try again later.")) from None
                time.sleep(0.05)
        staging = project / STAGING
        if staging.is_dir():
            shutil.rmtree(staging)
        yield


def write(
    project: Path,
    registers: Registers,
    figures: Mapping[str, pl.DataFrame],
    catalogue: Mapping[str, Any],
    facts: Mapping[str, Any],
) -> Published:
    """Write a snapshot beside the others and put it in place with one rename.

    `facts` are the manifest's entries beyond files and digests. Call it within `publishing`.
    Raises Refusal when the disk fails; then nothing has been published.
    """
    staging = project / STAGING / uuid.uuid4().hex
    try:
        check_space(project, registers, figures)
        files = write_files(staging, registers, figures, catalogue)
        manifest = _manifest(project, files, facts)
        write_durably(staging / MANIFEST, canonical(manifest.written))
        for folder in (staging / "registers", staging / "figures", staging):
            if folder.exists():
                sync_folder(folder)
        target = folder_of(project, manifest.number)
        make_files_read_only(staging)
        staging.rename(target)
    except BaseException as failure:
        shutil.rmtree(staging, ignore_errors=True)
        if isinstance(failure, OSError):
            raise nothing_published(failure) from failure
        raise
    durable = confirm(target)
    return Published(manifest.number, target, manifest, _kept(project, manifest) and durable)


def _kept(project: Path, manifest: Manifest) -> bool:
    """Whether the number of a snapshot could be kept as the highest one: see newest."""
    unfinished = project / f"{NEWEST}.new"
    written = {"number": manifest.number, "manifest": manifest.digests["manifest"]}
    try:
        unfinished.unlink(missing_ok=True)
        write_durably(unfinished, canonical(written))
        unfinished.replace(project / NEWEST)
        sync_folder(project)
    except OSError:
        return False
    return True


def nothing_published(failure: OSError) -> Refusal:
    """What is said of a disk that failed before anything was published."""
    if failure.errno in NO_PERMISSION:
        return Refusal(NO_RIGHT, reason=reason_of(failure))
    return Refusal(NOTHING_PUBLISHED, reason=reason_of(failure))


def reason_of(failure: OSError) -> str:
    """What the system says of a failure, without the path."""
    return os.strerror(failure.errno) if failure.errno else type(failure).__name__


def check_space(project: Path, registers: Registers, figures: Mapping[str, pl.DataFrame]) -> None:
    needed = sum(int(frame.estimated_size()) for frame in (*registers.values(), *figures.values()))
    if shutil.disk_usage(project).free < needed + 10_000_000:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def write_files(
    staging: Path,
    registers: Registers,
    figures: Mapping[str, pl.DataFrame],
    catalogue: Mapping[str, Any],
) -> dict[str, dict[str, Any]]:
    """Write, sync and read back every table; returns the manifest's list of files."""
    files: dict[str, dict[str, Any]] = {}
    parts = {"registers": registers, "figures": figures}
    for part, tables in parts.items():
        if not tables:
            continue  # registers that lie elsewhere leave no folder of theirs
        (staging / part).mkdir(parents=True)
        for name, frame in sorted(tables.items()):
            content = _parquet(frame)
            files[f"{part}/{name}.parquet"] = {
                **write_durably(staging / part / f"{name}.parquet", content),
                "rows": frame.height,
                "schema": {column: str(kind) for column, kind in frame.schema.items()},
            }
    files[CATALOGUE] = write_durably(staging / CATALOGUE, canonical(catalogue))
    return files


def _parquet(frame: pl.DataFrame) -> bytes:
    """The same rows give the same bytes."""
    target = io.BytesIO()
    pq.write_table(
        frame.rechunk().to_arrow(compat_level=pl.CompatLevel.oldest()),
        target,
        compression="zstd",
        row_group_size=1_000_000,
    )
    return target.getvalue()


def write_durably(path: Path, content: bytes) -> dict[str, Any]:
    """Write, sync, read back. Returns size and SHA-256 of what the disk gave back."""
    with path.open("xb") as target:
        target.write(content)
        target.flush()
        os.fsync(target.fileno())
    back = path.read_bytes()
    if back != content:
        raise OSError(errno.EIO, os.strerror(errno.EIO))
    return {"bytes": len(back), "sha256": hashlib.sha256(back).hexdigest()}


def _manifest(
    project: Path, files: Mapping[str, Mapping[str, Any]], facts: Mapping[str, Any]
) -> Manifest:
    number, parent = _following(project)
    written: dict[str, Any] = {
        "version": VERSION,
        "sequence": number,
        "parent": parent,
        **facts,
        "files": dict(files),
        "digests": {part: part_digest(files, part) for part in ("registers", "figures")},
    }
    written["digests"]["manifest"] = manifest_digest(written)
    return Manifest(written)


def _following(project: Path) -> tuple[int, str | None]:
    """The next number, and the digest of the snapshot before it, also where that is lost."""
    there = numbers(project)
    last = there[-1] if there else 0
    try:
        kept = newest(project)
    except Damaged:
        raise Refusal(NO_NUMBER, file=NEWEST) from None
    if kept is not None and kept.number > last:
        return kept.number + 1, kept.digest
    with contextlib.suppress(Damaged):
        return last + 1, read_manifest(project, last).digests["manifest"]
    return last + 1, None


NO_NUMBER = N_(
    "The file {file}, which keeps the highest number of the snapshots, cannot be read. Bring it"
    " back from a backup. Nothing was published."
)


def make_files_read_only(folder: Path) -> None:
    """Before the rename that makes them count; folders must be writable to be moved."""
    for path in folder.rglob("*"):
        if path.is_file():
            path.chmod(path.stat().st_mode & ~0o222)


def append_line(project: Path, log: str, line: Mapping[str, Any]) -> None:
    """Add a line to one of a project's logs, for good, and see that it is there. Raises OSError.

    A line that was cut off by an interruption stays one of its own.
    """
    written = json.dumps(line, ensure_ascii=False).encode(errors="backslashreplace") + b"\n"
    path = project / log
    before = path.read_bytes() if path.exists() else b""
    if before and not before.endswith(b"\n"):
        written = b"\n" + written
    with path.open("ab") as file:
        file.write(written)
        file.flush()
        os.fsync(file.fileno())
    sync_folder(project)
    if path.read_bytes() != before + written:
        raise OSError(errno.EIO, os.strerror(errno.EIO))


def sync_folder(folder: Path) -> None:
    """Let the names in a folder outlast a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def confirm(published: Path) -> bool:
    """After the rename: sync the parent and make the snapshot read-only."""
    try:
        sync_folder(published.parent)
        sync_folder(published.parent.parent)
        for path in published.rglob("*"):
            path.chmod(path.stat().st_mode & ~0o222)
        published.chmod(published.stat().st_mode & ~0o222)
        shutil.rmtree(published.parent.parent / STAGING, ignore_errors=True)
    except OSError:
        return False
    return True
