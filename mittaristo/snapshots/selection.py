"""Which snapshot answers a question, and who may see which."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from mittaristo.i18n.translation import Language
from mittaristo.snapshots import releases
from mittaristo.snapshots.manifest import Damaged, Manifest
from mittaristo.snapshots.reading import Snapshot, numbers, open_snapshot, read_manifest
from mittaristo.snapshots.releases import Approval


@dataclass(frozen=True)
class Listed:
    """A snapshot as a list shows it; `damaged` names the first file that does not verify.

    `approval`: of a draft that somebody has approved.
    """

    number: int
    manifest: Manifest | None
    damaged: str | None = None
    approval: Approval | None = None

    @property
    def held(self) -> bool:
        """Whether it is a draft that everyone will see later."""
        known = self.manifest
        return known is not None and releases.is_held(known, self.approval, releases.now())

    @property
    def note(self) -> Mapping[Language, str]:
        """What everyone is told with it; empty where there is nothing to tell."""
        return self.approval.note if self.approval else {}


def listing(project: Path) -> list[Listed]:
    """Every snapshot by number, with its manifest where that verifies."""
    found, approved = [], releases.approvals(project)
    for number in numbers(project):
        try:
            manifest = read_manifest(project, number)
            approval = approved.get(manifest.digests["manifest"])
            found.append(Listed(number, manifest, approval=approval))
        except Damaged as damage:
            found.append(Listed(number, None, str(damage)))
    return found


def may_see(entry: Listed, *, team: bool, early: bool = False) -> bool:
    """Whether a reader may see a snapshot now: weekly ones are the team's, drafts not out yet.

    early: whether the reader sees drafts, too. One whose manifest is damaged shows nothing.
    """
    return entry.manifest is None or (
        (team or entry.manifest.purpose != "weekly") and (early or not entry.held)
    )


def in_order_of_preference(
    listed: list[Listed],
    *,
    team: bool,
    early: bool = False,
    as_of: dt.date | None = None,
    number: int | None = None,
) -> list[Listed]:
    """The snapshots that answer a question, best first.

    Newest as-of date first, then the highest number; only those that the reader may see. A
    manifest that cannot be read stands where its number puts it, so that its loss is noticed.
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
        and may_see(entry, team=team, early=early)
        and (entry.manifest is None or as_of is None or entry.manifest.as_of <= as_of)
    ]


@dataclass(frozen=True)
class Choice:
    """The snapshot that answers, the numbers of better ones that are damaged, its release note."""

    snapshot: Snapshot | None
    damaged: tuple[int, ...]
    note: Mapping[Language, str] = field(default_factory=dict)


def choose(
    project: Path,
    *,
    team: bool,
    early: bool = False,
    as_of: dt.date | None = None,
    number: int | None = None,
) -> Choice:
    """Open the best snapshot that verifies; see `in_order_of_preference`."""
    damaged: list[int] = []
    entries = in_order_of_preference(
        listing(project), team=team, early=early, as_of=as_of, number=number
    )
    for entry in entries:
        try:
            return Choice(open_snapshot(project, entry.number), tuple(damaged), entry.note)
        except Damaged:
            damaged.append(entry.number)
    return Choice(None, tuple(damaged))
