"""The snapshots of a project that a reader may see, each with its figures."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from mittaristo.figures.model import Figures


@dataclass(frozen=True)
class Edition:
    """Figures computed anew over a snapshot's registers, beside the frozen ones.

    `changed`: measure → its frozen value and the new one, of those that differ.
    """

    number: int
    made_on: dt.date
    queries: str
    changed: Mapping[str, tuple[float | None, float | None]]


@dataclass(frozen=True)
class PublishedSnapshot:
    """A published snapshot. `name`: what it is called beside its day; `rows`: register → rows.

    `importer`, `queries`, `source`: version of the importer, digest of the queries, and digest of
    what was read; empty where the snapshot was published before that was recorded. `read` gives
    its figures, or None where they are damaged.
    """

    number: int
    as_of: dt.date
    purpose: str
    name: str
    published_at: dt.datetime
    digests: Mapping[str, str]
    rows: Mapping[str, int]
    importer: str
    queries: str
    source: str
    parent: str
    read: Callable[[], Figures | None] = field(compare=False)
    editions: tuple[Edition, ...] = ()

    @property
    def published_on(self) -> dt.date:
        return self.published_at.date()

    @cached_property
    def figures(self) -> Figures | None:
        """Its figures; None where they are damaged."""
        return self.read()


def _none() -> tuple[PublishedSnapshot, ...]:
    return ()


@dataclass(frozen=True)
class Chain:
    """The snapshots that a reader may see, of which `shown` is the one that is looked at.

    `key` changes whenever the list does. `read` gives the list in order of as-of day and number.
    `lost` are the numbers of snapshots after them that were published and are no longer there.
    """

    shown: int = 0
    key: object = ()
    read: Callable[[], tuple[PublishedSnapshot, ...]] = field(default=_none, compare=False)
    lost: tuple[int, ...] = ()

    @cached_property
    def snapshots(self) -> tuple[PublishedSnapshot, ...]:
        """Those whose figures are whole, the oldest first."""
        return tuple(one for one in self.read() if one.figures is not None)

    @property
    def newest(self) -> PublishedSnapshot | None:
        """The one with the newest day, and of these the highest number."""
        return self.snapshots[-1] if self.snapshots else None

    def at(self, number: int) -> PublishedSnapshot | None:
        """The one of this number."""
        return next((one for one in self.snapshots if one.number == number), None)

    @property
    def current(self) -> PublishedSnapshot | None:
        """The one that is looked at."""
        return self.at(self.shown)
