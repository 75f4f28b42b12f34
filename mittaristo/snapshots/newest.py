"""The highest number that was given to a snapshot, kept apart from the snapshots.

By it a loss is noticed that the snapshots cannot tell themselves: that of the newest one. And no
number is ever given twice, so that a permanent link never shows something else.
"""

import json
from dataclasses import dataclass
from pathlib import Path

from mittaristo.snapshots.manifest import NOT_A_MANIFEST, Damaged
from mittaristo.snapshots.reading import numbers

NEWEST = "newest.json"
"""Beside the snapshots. A copy for readers has a list of its own instead."""


@dataclass(frozen=True)
class Newest:
    """The snapshot of the highest number: that number, and the digest of its manifest."""

    number: int
    digest: str


def newest(project: Path) -> Newest | None:
    """What is kept; None where nothing is. Raises Damaged, and OSError."""
    try:
        written = json.loads((project / NEWEST).read_bytes())
        return Newest(int(written["number"]), str(written["manifest"]))
    except FileNotFoundError:
        return None
    except NOT_A_MANIFEST as error:
        raise Damaged(NEWEST) from error


def lost(project: Path) -> list[int]:
    """The numbers above those that are there, of snapshots that were published."""
    try:
        kept = newest(project)
    except (Damaged, OSError):
        return []
    there = numbers(project)
    return list(range((there[-1] if there else 0) + 1, kept.number + 1)) if kept else []
