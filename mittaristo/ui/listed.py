"""Which pages have something to show, so that the navigation promises no other."""

from dataclasses import dataclass, field
from functools import lru_cache
from threading import Lock

from mittaristo.access import Role
from mittaristo.panels.meeting.projector import SCREENS
from mittaristo.panels.parts.panel import Page, has_content
from mittaristo.panels.parts.view import View
from mittaristo.panels.themes import FOR_REVIEW, FOR_TEAM, THEMES
from mittaristo.snapshots.reading import Snapshot

ONE_AT_A_TIME = Lock()

FIRST = "overview"
"""The page at the root, which is always there."""

ALWAYS = (FIRST, "snapshots")
"""Pages that have something to show as soon as there is a snapshot."""


@dataclass(frozen=True)
class _Asked:
    """Whose pages are asked for: one snapshot as one role sees it."""

    digest: str
    role: Role
    snapshot: Snapshot = field(compare=False)


def without_content(snapshot: Snapshot, role: Role) -> frozenset[str]:
    """The pages, by their names in an address, that have nothing to show of a snapshot.

    Found once for each snapshot and role, also where twenty first visitors ask at the same time.
    """
    with ONE_AT_A_TIME:
        return _without_content(_Asked(snapshot.manifest.digests["manifest"], role, snapshot))


def pages(role: Role) -> dict[str, Page]:
    """The pages with figures that are for this role, by their names in an address."""
    projector: Page = tuple(maker for _page, maker in SCREENS)
    for_team = FOR_TEAM if role == "team" else {}
    return {**THEMES, **FOR_REVIEW, **for_team, "projector": projector}


@lru_cache(maxsize=200)
def _without_content(asked: _Asked) -> frozenset[str]:
    figures, role = asked.snapshot.figures, asked.role
    shared, weekly = figures.comparison_days(role)
    view = View(figures, "fi", next(iter([*shared, *weekly]), None), role)
    return frozenset(
        name
        for name, page in pages(role).items()
        if name not in ALWAYS and not has_content(view, page)
    )
