"""Figures computed anew over a snapshot's registers: beside the frozen ones, never in their place.

``data/<project>/editions/000004-001/`` holds ``figures/*.parquet``, ``figures/catalogue.json`` and
``EDITION.json``, which names every file with its SHA-256 and the snapshot by its digest. Editions
are only ever added.
"""

import contextlib
import datetime as dt
import hashlib
import json
import os
import re
import shutil
import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from mittaristo.figures.model import Figures
from mittaristo.figures.provenance.chain import Edition
from mittaristo.snapshots.manifest import (
    CATALOGUE,
    NOT_A_MANIFEST,
    VERSION,
    Damaged,
    canonical,
    manifest_digest,
    part_digest,
)
from mittaristo.snapshots.reading import Snapshot
from mittaristo.snapshots.writing import (
    STAGING,
    check_space,
    confirm,
    make_files_read_only,
    nothing_published,
    publishing,
    sync_folder,
    write_durably,
    write_files,
)

EDITION = "EDITION.json"

Changed = Mapping[str, tuple[float | None, float | None]]
"""Measure → its frozen value and the new one."""


def names(project: Path) -> tuple[str, ...]:
    """The names of all editions, in order: number of the snapshot, number of the edition."""
    try:
        with os.scandir(project / "editions") as entries:
            found = [entry.name for entry in entries]
    except OSError:
        return ()
    return tuple(sorted(name for name in found if re.fullmatch("[0-9]{6}-[0-9]{3}", name)))


def editions_of(project: Path, number: int) -> tuple[Edition, ...]:
    """The editions of a snapshot that say what they are; a damaged one is left out."""
    found = []
    for name in _of(project, number):
        with contextlib.suppress(Damaged):
            found.append(_read(project, name))
    return tuple(found)


def add(project: Path, snapshot: Snapshot, figures: Figures, queries: str, changed: Changed) -> str:
    """Add an edition, whole or not at all; gives its name. Raises Refusal.

    queries: the digest of those that it was computed with.
    """
    with publishing(project):
        number = snapshot.manifest.number
        taken = [int(name[-3:]) for name in _of(project, number)]
        name = f"{number:06d}-{max(taken, default=0) + 1:03d}"
        staging, target = project / STAGING / uuid.uuid4().hex, project / "editions" / name
        try:
            check_space(project, {}, figures.tables)
            files = write_files(staging, {}, figures.tables, figures.catalogue)
            written = _facts(snapshot, name, files, queries, changed)
            write_durably(staging / EDITION, canonical(written))
            for folder in (staging / "figures", staging):
                sync_folder(folder)
            target.parent.mkdir(exist_ok=True)
            make_files_read_only(staging)
            staging.rename(target)
        except BaseException as failure:
            shutil.rmtree(staging, ignore_errors=True)
            if isinstance(failure, OSError):
                raise nothing_published(failure) from failure
            raise
        confirm(target)
    return name


def damage(project: Path, number: int) -> str | None:
    """The first file among a snapshot's editions that is not as it was written."""
    for name in _of(project, number):
        folder = project / "editions" / name
        try:
            files = _manifest(project, name)["files"]
        except Damaged:
            return f"editions/{name}/{EDITION}"
        for file, facts in files.items():
            try:
                content = (folder / file).read_bytes()
            except OSError:
                content = b""
            if hashlib.sha256(content).hexdigest() != facts["sha256"]:
                return f"editions/{name}/{file}"
        there = {path.relative_to(folder).as_posix() for path in folder.rglob("*")}
        if strange := sorted(there - {*files, EDITION, "figures"}):
            return f"editions/{name}/{strange[0]}"
    return None


def files_of(project: Path, number: int) -> Iterator[tuple[str, bytes]]:
    """Every file of a snapshot's editions, by its path in the project's folder."""
    for name in _of(project, number):
        folder = project / "editions" / name
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                yield path.relative_to(project).as_posix(), path.read_bytes()


def _of(project: Path, number: int) -> list[str]:
    return [name for name in names(project) if name.startswith(f"{number:06d}-")]


def _facts(
    snapshot: Snapshot,
    name: str,
    files: Mapping[str, Mapping[str, Any]],
    queries: str,
    changed: Changed,
) -> dict[str, Any]:
    """What an edition says of itself."""
    written: dict[str, Any] = {
        "version": VERSION,
        "edition": int(name[-3:]),
        "snapshot": snapshot.manifest.number,
        "of": snapshot.manifest.digests["manifest"],
        "made_at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "queries": queries,
        "changed": {measure: list(values) for measure, values in changed.items()},
        "files": {file: facts for file, facts in files.items() if file.startswith("figures/")},
        "digests": {"figures": part_digest(files, "figures")},
    }
    assert CATALOGUE in written["files"]
    written["digests"]["manifest"] = manifest_digest(written)
    return written


def _read(project: Path, name: str) -> Edition:
    """What an edition says of itself. Raises Damaged."""
    written = _manifest(project, name)
    return Edition(
        written["edition"],
        dt.datetime.fromisoformat(written["made_at"]).date(),
        written["queries"],
        {measure: (then, now) for measure, (then, now) in written["changed"].items()},
    )


def _manifest(project: Path, name: str) -> dict[str, Any]:
    """Verified against its own digest. Raises Damaged."""
    try:
        raw = (project / "editions" / name / EDITION).read_bytes()
        written: dict[str, Any] = json.loads(raw)
        whole = raw == canonical(written) and (
            written["digests"]["manifest"] == manifest_digest(written)
        )
    except (OSError, *NOT_A_MANIFEST) as error:
        raise Damaged(EDITION) from error
    if not whole:
        raise Damaged(EDITION)
    return written
