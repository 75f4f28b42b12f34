"""Snapshots on disk: written once, verified at every reading, never changed.

``data/<project>/snapshots/000042/`` holds ``registers/*.parquet``, ``figures/*.parquet``,
``figures/catalogue.json`` and ``MANIFEST.json``. The manifest names every file with its SHA-256 and
is itself under a digest. Nothing is parsed before its bytes have been verified, because neither
DuckDB nor Polars minds a flipped bit in a Parquet file.
"""

import contextlib
import errno
import hashlib
import io
import json
import os
import re
import stat
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from mittaristo.figures.model import Figures
from mittaristo.privacy.disclosure import SafeFrame, read_released
from mittaristo.registers.schemas import TABLES, Registers
from mittaristo.snapshots.manifest import (
    CATALOGUE,
    MANIFEST,
    NOT_A_MANIFEST,
    SUMMARY,
    VERSION,
    Damaged,
    Manifest,
    canonical,
    manifest_digest,
    part_digest,
)


@dataclass(frozen=True)
class Snapshot:
    """A verified snapshot. `figures` are for everyone."""

    folder: Path
    manifest: Manifest
    figures: Figures

    def registers(self) -> Registers:
        """The rows of persons, for publishing and the team only. Raises Damaged."""
        return {
            Path(name).stem: _parse(_verified(self.folder, name, self.manifest))
            for name in self.manifest.files
            if name.startswith("registers/") and Path(name).stem in TABLES
        }

    def summary(self) -> pl.DataFrame | None:
        """What publishing it changed: `fi, en`, a row a line. None where it is not kept here.

        For the team only. Raises Damaged.
        """
        if SUMMARY not in self.manifest.files or not has_registers(self.folder):
            return None
        return _parse(_verified(self.folder, SUMMARY, self.manifest))


def snapshots_folder(project: Path) -> Path:
    return project / "snapshots"


def numbers(project: Path) -> list[int]:
    """The numbers of all published snapshots, ascending."""
    try:
        with os.scandir(snapshots_folder(project)) as entries:
            names = [entry.name for entry in entries]
    except OSError:
        return []
    return sorted(int(name) for name in names if re.fullmatch("[0-9]{6}", name))


def folder_of(project: Path, number: int) -> Path:
    return snapshots_folder(project) / f"{number:06d}"


def read_manifest(project: Path, number: int) -> Manifest:
    """The manifest alone, verified against its own digest. Raises Damaged."""
    try:
        raw = _bytes_of(folder_of(project, number) / MANIFEST)
        written = json.loads(raw)
        digest = written["digests"]["manifest"]
        whole = (
            written["version"] == VERSION
            and raw == canonical(written)
            and digest == manifest_digest(written)
            and all(
                written["digests"][part] == part_digest(written["files"], part)
                for part in ("registers", "figures")
            )
        )
        manifest = Manifest(written)
        in_place = manifest.number == number and manifest.starts_on <= manifest.as_of
        in_place &= manifest.release_at is None or manifest.release_at.tzinfo is not None
    except (OSError, *NOT_A_MANIFEST) as error:
        raise Damaged(MANIFEST) from error
    if not (whole and in_place):
        raise Damaged(MANIFEST)
    return manifest


def open_snapshot(project: Path, number: int) -> Snapshot:
    """Verify every file of a snapshot and read its figures. Raises Damaged.

    A copy without any registers is whole, too: its figures verify by themselves.
    """
    folder = folder_of(project, number)
    manifest = read_manifest(project, number)
    figures_only = not has_registers(folder)
    names = [
        name for name in manifest.files if not (name.startswith("registers/") and figures_only)
    ]
    return Snapshot(folder, manifest, _figures(folder, manifest, names))


def open_figures(project: Path, number: int, tables: Collection[str]) -> Figures:
    """Some tables of a snapshot's figures, where many snapshots are read. Raises Damaged.

    Only what is read is verified; the other files, registers too, are left alone.
    """
    folder, manifest = folder_of(project, number), read_manifest(project, number)
    wanted = {CATALOGUE, *(f"figures/{name}.parquet" for name in tables)}
    return _figures(folder, manifest, [name for name in manifest.files if name in wanted])


def _figures(folder: Path, manifest: Manifest, names: Iterable[str]) -> Figures:
    """Verify these files, and read the figures among them. Raises Damaged."""
    tables: dict[str, SafeFrame] = {}
    catalogue: dict[str, Any] = {}
    for name in names:
        content = _verified(folder, name, manifest)
        if name == CATALOGUE:
            catalogue = json.loads(content)
        elif name.startswith("figures/"):
            tables[Path(name).stem] = read_released(_parse(content))
    return Figures.recorded(
        tables,
        catalogue,
        manifest.as_of,
        synthetic=manifest.synthetic,
        left_out=manifest.left_out,
    )


def figures_named(project: Path, number: int, names: Sequence[str]) -> dict[str, SafeFrame]:
    """Some figures of a snapshot, those that it has, verified by themselves. Raises Damaged."""
    folder, manifest = folder_of(project, number), read_manifest(project, number)
    files = {name: f"figures/{name}.parquet" for name in names}
    return {
        name: read_released(_parse(_verified(folder, file, manifest)))
        for name, file in files.items()
        if file in manifest.files
    }


def has_registers(folder: Path) -> bool:
    """Whether anything stands where the registers of a snapshot belong."""
    return os.path.lexists(folder / "registers")


def manifest_states(project: Path) -> tuple[tuple[int, int, int], ...]:
    """Number, size and time of every manifest: change whenever the list should be read anew."""
    folder = str(snapshots_folder(project))
    return tuple(
        (number, *_facts(f"{folder}/{number:06d}/{MANIFEST}")) for number in numbers(project)
    )


def _facts(path: str) -> tuple[int, int]:
    """Size and time of a file; -1 where it cannot be told."""
    try:
        status = os.lstat(path)
    except OSError:
        return -1, -1
    return status.st_size, status.st_mtime_ns


State = tuple[tuple[str, int, int], ...]
"""Name, size and time of each file of a snapshot."""


def state(project: Path, number: int) -> State:
    """Name, size and time of every file of a snapshot: change whenever it should be read anew."""
    folder = str(folder_of(project, number))
    found = []
    for part in (folder, f"{folder}/figures", f"{folder}/registers"):
        with contextlib.suppress(OSError), os.scandir(part) as entries:
            found += [(entry.path, *_facts(entry.path)) for entry in entries]
    return tuple(sorted(found))


def _verified(folder: Path, name: str, manifest: Manifest) -> bytes:
    try:
        content = _bytes_of(folder / name)
    except OSError as error:
        raise Damaged(name) from error
    if hashlib.sha256(content).hexdigest() != manifest.files[name]["sha256"]:
        raise Damaged(name)
    return content


def _bytes_of(path: Path) -> bytes:
    """What a file of a snapshot holds. A link would let it change from elsewhere."""
    if path.parent.is_symlink() or not stat.S_ISREG(path.lstat().st_mode):
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
    return path.read_bytes()


def _parse(content: bytes) -> pl.DataFrame:
    return pl.read_parquet(io.BytesIO(content))
