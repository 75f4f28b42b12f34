"""Every byte of every snapshot against what was published."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mittaristo.i18n.translation import N_
from mittaristo.snapshots import editions
from mittaristo.snapshots.copies import listed
from mittaristo.snapshots.manifest import MANIFEST, Damaged, Manifest
from mittaristo.snapshots.newest import lost, newest
from mittaristo.snapshots.reading import folder_of, has_registers, numbers, open_snapshot


@dataclass(frozen=True)
class Verified:
    """What a full check of one snapshot found: `fault` and `note` are sentences of the catalogue.

    A note tells what is odd, and no sign of harm.
    """

    number: int
    manifest: Manifest | None
    figures_only: bool
    fault: str | None = None
    file: str | None = None
    note: str | None = None


def verify(project: Path) -> list[Verified]:
    """Check every byte of every snapshot, and that each names the one before it as its parent."""
    return list(verifying(project))


def verifying(project: Path) -> Iterator[Verified]:
    """The same snapshot by snapshot, for whoever waits."""
    before: Manifest | None = None
    copied, alone = _listed(project)
    first = True
    for number in numbers(project):
        manifest, fault, file = None, None, None
        try:
            manifest = open_snapshot(project, number).manifest
        except Damaged as damage:
            fault, file = ALTERED, str(damage)
        if manifest is not None:
            fault, file = _strange(project, manifest)
            if copied and copied.get(str(number)) != manifest.digests["manifest"]:
                fault = fault or N_("this snapshot does not belong to the copy. Share it again")
            if copied and manifest.written["project"]["id"] != project.resolve().name:
                fault = fault or N_("this snapshot is of another project")
            if number - 1 not in alone:  # where it is, it is the team's, and not in a copy
                fault = fault or _out_of_line(manifest, before, first=first)
        note = BACK if before and manifest and manifest.published_at < before.published_at else None
        figures_only = not has_registers(folder_of(project, number))
        yield Verified(number, manifest, figures_only, fault, file, note)
        before, first = manifest, False
    for missing in lost(project):
        yield Verified(missing, None, figures_only=False, fault=LOST)
    for missing in sorted(set(map(int, copied)) - set(numbers(project))):
        gone = N_("the snapshot is missing from the copy. Share it again")
        yield Verified(missing, None, True, gone)


def _strange(project: Path, manifest: Manifest) -> tuple[str | None, str | None]:
    """What is wrong with a whole snapshot in its place, and in which file of it."""
    folder = folder_of(project, manifest.number)
    belong = {*manifest.files, MANIFEST, "registers", "figures"}
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*")}
    if strange := sorted(found - belong):
        return N_("this file does not belong to the snapshot"), strange[0]
    if not _kept(project, manifest):
        return N_("this is not the snapshot that was published under this number"), None
    harmed = editions.damage(project, manifest.number)
    return (None if harmed is None else ALTERED), harmed


def _out_of_line(manifest: Manifest, before: Manifest | None, *, first: bool) -> str | None:
    """What is wrong with a snapshot after the one before it; None where nothing is."""
    if before is None:
        alone = first and manifest.number != 1
        return N_("earlier snapshots are missing") if alone else None
    parent = manifest.written["parent"]
    if before.number != manifest.number - 1 or parent not in (None, before.digests["manifest"]):
        return N_("the snapshot before it is not the one it was published after")
    if manifest.as_of < before.as_of:
        return N_("its date is before that of the snapshot it follows")
    return None


ALTERED = N_("the file is not as it was published")
BACK = N_("it says that it was published before the snapshot it follows")
LOST = N_("this snapshot was published and is no longer there. Bring it back from a backup")


def _kept(project: Path, manifest: Manifest) -> bool:
    """Whether a snapshot is the one that is kept as the newest, if it is that one."""
    try:
        kept = newest(project)
    except (Damaged, OSError):
        return False
    return (
        kept is None
        or kept.number != manifest.number
        or kept.digest == manifest.digests["manifest"]
    )


def _listed(project: Path) -> tuple[dict[str, str], list[int]]:
    """Of a copy for readers: number → digest, and the numbers left out; of another store nothing.

    A list that cannot be read vouches for nothing, so that every snapshot is at fault.
    """
    try:
        written = listed(project) or {"snapshots": {}, "left_out": []}
    except Damaged:
        return {"0": ""}, []
    return written["snapshots"], written["left_out"]
