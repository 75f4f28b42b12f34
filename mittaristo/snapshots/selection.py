"""Which snapshot answers a question."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from mittaristo.snapshots.manifest import Damaged, Manifest
from mittaristo.snapshots.reading import Snapshot, numbers, open_snapshot, read_manifest


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
