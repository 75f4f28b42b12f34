"""Snapshots on disk: written once, verified at every reading, never changed.

``data/<project>/snapshots/000042/`` holds ``registers/*.parquet``, ``figures/*.parquet``,
``figures/catalogue.json`` and ``MANIFEST.json``. The manifest names every file with its SHA-256 and
is itself under a digest. Nothing is parsed before its bytes have been verified, because neither
DuckDB nor Polars minds a flipped bit in a Parquet file.
"""

import contextlib
import datetime as dt
import errno
import hashlib
import io
import json
import os
import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast

import polars as pl

from mittaristo.ingest import Registers
from mittaristo.privacy import SafeFrame, read_released
from mittaristo.texts import N_

Purpose = Literal["weekly", "meeting", "payment", "final"]
PURPOSE_NAMES: Mapping[Purpose, str] = {
    "weekly": N_("weekly"),
    "meeting": N_("meeting"),
    "payment": N_("payment period"),
    "final": N_("final"),
}
MANIFEST = "MANIFEST.json"
CATALOGUE = "figures/catalogue.json"
VERSION = 1
"""Of the layout of a snapshot."""


NOT_A_MANIFEST = (
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    RecursionError,
)
"""What reading some other JSON as a manifest can end in."""


class Damaged(Exception):
    """A snapshot whose bytes are not those that were published. Holds the file's name."""


# --- Reading ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Manifest:
    """What was published, when, why and from what."""

    written: Mapping[str, Any]

    @property
    def number(self) -> int:
        return int(self.written["sequence"])

    @property
    def as_of(self) -> dt.date:
        return dt.date.fromisoformat(self.written["as_of"])

    @property
    def purpose(self) -> Purpose:
        return cast(Purpose, self.written["purpose"])

    @property
    def synthetic(self) -> bool:
        return bool(self.written["synthetic"])

    @property
    def key_id(self) -> str:
        return str(self.written["key_id"])

    @property
    def left_out(self) -> Mapping[str, int]:
        """Table → how many of its rows were left out on purpose as faulty."""
        return cast(Mapping[str, int], self.written.get("left_out", {}))

    @property
    def starts_on(self) -> dt.date:
        return dt.date.fromisoformat(self.written["project"]["starts_on"])

    @property
    def ends_on(self) -> dt.date:
        return dt.date.fromisoformat(self.written["project"]["ends_on"])

    @property
    def elapsed(self) -> float:
        """How much of the project's time has passed on the as-of date, as a share of one."""
        passed = (min(self.as_of, self.ends_on) - self.starts_on).days + 1
        return passed / ((self.ends_on - self.starts_on).days + 1)

    @property
    def digests(self) -> Mapping[str, str]:
        """registers, figures, manifest."""
        return cast(Mapping[str, str], self.written["digests"])

    @property
    def files(self) -> Mapping[str, Mapping[str, Any]]:
        """Name → bytes, rows, sha256, schema."""
        return cast(Mapping[str, Mapping[str, Any]], self.written["files"])


@dataclass(frozen=True)
class Snapshot:
    """A verified snapshot. `figures` and `catalogue` are for everyone."""

    folder: Path
    manifest: Manifest
    figures: Mapping[str, SafeFrame]
    catalogue: Mapping[str, Any]

    def registers(self) -> Registers:
        """The rows of persons, for publishing and the team only. Raises Damaged."""
        return {
            Path(name).stem: _parse(_verified(self.folder, name, self.manifest))
            for name in self.manifest.files
            if name.startswith("registers/")
        }


def snapshots_folder(project: Path) -> Path:
    return project / "snapshots"


def numbers(project: Path) -> list[int]:
    """The numbers of all published snapshots, ascending."""
    folder = snapshots_folder(project)
    if not folder.is_dir():
        return []
    return sorted(
        int(path.name) for path in folder.iterdir() if re.fullmatch("[0-9]{6}", path.name)
    )


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
    figures: dict[str, SafeFrame] = {}
    catalogue: dict[str, Any] = {}
    figures_only = not has_registers(folder)
    for name in manifest.files:
        if name.startswith("registers/") and figures_only:
            continue
        content = _verified(folder, name, manifest)
        if name == CATALOGUE:
            catalogue = json.loads(content)
        elif name.startswith("figures/"):
            figures[Path(name).stem] = read_released(_parse(content))
    return Snapshot(folder, manifest, figures, catalogue)


def has_registers(folder: Path) -> bool:
    """Whether anything stands where the registers of a snapshot belong."""
    return os.path.lexists(folder / "registers")


def state(project: Path, number: int) -> tuple[tuple[str, int, int], ...]:
    """Name, size and time of every file of a snapshot: changes whenever it should be read anew."""
    folder = folder_of(project, number)
    found = []
    for path in sorted(folder.rglob("*")):
        with contextlib.suppress(OSError):
            status = path.stat()
            found.append((str(path.relative_to(folder)), status.st_size, status.st_mtime_ns))
    return tuple(found)


def part_digest(files: Mapping[str, Mapping[str, Any]], part: str) -> str:
    """SHA-256 over the names and digests of all files of a part, registers or figures."""
    sums = {name: file["sha256"] for name, file in files.items() if name.startswith(f"{part}/")}
    return hashlib.sha256(canonical(sums)).hexdigest()


def manifest_digest(written: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical manifest without its own digest."""
    digests = {name: value for name, value in written["digests"].items() if name != "manifest"}
    return hashlib.sha256(canonical({**written, "digests": digests})).hexdigest()


def canonical(value: object) -> bytes:
    """One way only to write a JSON value: sorted, indented, UTF-8, a line end."""
    return (
        json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False) + "\n"
    ).encode()


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


# --- Choosing ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Listed:
    """A snapshot as a list shows it; `damaged` names the first file that does not verify."""

    number: int
    manifest: Manifest | None
    damaged: str | None = None


def listing(project: Path) -> list[Listed]:
    """Every snapshot by number, with its manifest where that verifies."""
    found = []
    for number in numbers(project):
        try:
            found.append(Listed(number, read_manifest(project, number)))
        except Damaged as damage:
            found.append(Listed(number, None, str(damage)))
    return found


def in_order_of_preference(
    listed: list[Listed],
    *,
    team: bool,
    as_of: dt.date | None = None,
    number: int | None = None,
) -> list[Listed]:
    """The snapshots that answer a question, best first.

    Newest as-of date first, then the highest number; weekly ones only for the team. A manifest
    that cannot be read stands where its number puts it, so that its loss is noticed.
    """
    reached, dated = dt.date.min, []
    for entry in listed:
        if entry.manifest:
            reached = max(reached, entry.manifest.as_of)
        dated.append((entry.manifest.as_of if entry.manifest else reached, entry.number, entry))
    return [
        entry
        for _, _, entry in sorted(dated, key=lambda one: one[:2], reverse=True)
        if (number is None or entry.number == number)
        and (
            entry.manifest is None
            or (
                (team or entry.manifest.purpose != "weekly")
                and (as_of is None or entry.manifest.as_of <= as_of)
            )
        )
    ]


@dataclass(frozen=True)
class Choice:
    """The snapshot that answers, and the numbers of better ones that are damaged."""

    snapshot: Snapshot | None
    damaged: tuple[int, ...]


def choose(
    project: Path,
    *,
    team: bool,
    as_of: dt.date | None = None,
    number: int | None = None,
) -> Choice:
    """Open the best snapshot that verifies; see `in_order_of_preference`."""
    damaged: list[int] = []
    entries = in_order_of_preference(listing(project), team=team, as_of=as_of, number=number)
    for entry in entries:
        try:
            return Choice(open_snapshot(project, entry.number), tuple(damaged))
        except Damaged:
            damaged.append(entry.number)
    return Choice(None, tuple(damaged))


@dataclass(frozen=True)
class Verified:
    """What a full check of one snapshot found; `fault` is a sentence of the catalogue."""

    number: int
    manifest: Manifest | None
    figures_only: bool
    fault: str | None = None
    file: str | None = None


def verify(project: Path) -> list[Verified]:
    """Check every byte of every snapshot, and that each names the one before it as its parent."""
    found: list[Verified] = []
    before: Manifest | None = None
    for number in numbers(project):
        folder = folder_of(project, number)
        figures_only = not has_registers(folder)
        manifest, fault, file = None, None, None
        try:
            manifest = open_snapshot(project, number).manifest
        except Damaged as damage:
            fault, file = N_("the file is not as it was published"), str(damage)
        if manifest is not None:
            listed = {*manifest.files, MANIFEST, "registers", "figures"}
            strange = sorted(
                name
                for path in folder.rglob("*")
                if (name := path.relative_to(folder).as_posix()) not in listed
            )
            if strange:
                fault, file = N_("this file does not belong to the snapshot"), strange[0]
            elif before is not None and (
                before.number != number - 1
                or manifest.written["parent"] not in (None, before.digests["manifest"])
            ):
                fault = N_("the snapshot before it is not the one it was published after")
            elif before is not None and manifest.as_of < before.as_of:
                fault = N_("its date is before that of the snapshot it follows")
            elif before is None and number != 1 and not found:
                fault = N_("earlier snapshots are missing")
        found.append(Verified(number, manifest, figures_only, fault, file))
        before = manifest
    return found
