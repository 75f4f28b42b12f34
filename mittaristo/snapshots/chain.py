"""The snapshots of a project as one reader may see them, with what their manifests say."""

from collections.abc import Callable, Iterable
from pathlib import Path

from mittaristo.access import Role
from mittaristo.figures.model import Figures
from mittaristo.figures.provenance.chain import Chain, PublishedSnapshot
from mittaristo.i18n.translation import Language
from mittaristo.project import Project
from mittaristo.snapshots import editions, selection
from mittaristo.snapshots.manifest import Damaged, Manifest
from mittaristo.snapshots.naming import name_of
from mittaristo.snapshots.newest import lost
from mittaristo.snapshots.reading import open_snapshot
from mittaristo.snapshots.selection import Listed

Read = Callable[[int], Figures | None]
"""The figures of the snapshot of a number; None where they are damaged."""


def chain_of(
    project: Project, role: Role, language: Language, shown: int, *, early: bool = False
) -> Chain:
    """All that a reader of this role may see, read from disk when it is asked for.

    early: whether drafts before their release are among them.
    """
    listed = selection.in_order_of_preference(
        selection.listing(project.folder), team=role == "team", early=early
    )

    def read(number: int) -> Figures | None:
        try:
            return open_snapshot(project.folder, number).figures
        except Damaged:
            return None

    return chained(project, language, listed, shown, read)


def chained(
    project: Project, language: Language, listed: Iterable[Listed], shown: int, read: Read
) -> Chain:
    """The same of those that are listed, best first."""
    manifests = [one.manifest for one in listed if one.manifest is not None][::-1]
    gone = tuple(lost(project.folder))
    digests = (one.digests["manifest"] for one in manifests)
    key = (*digests, *editions.names(project.folder), gone)

    def published() -> tuple[PublishedSnapshot, ...]:
        return tuple(_published(project, language, one, read) for one in manifests)

    return Chain(shown, key, published, gone)


def _published(
    project: Project, language: Language, one: Manifest, read: Read
) -> PublishedSnapshot:
    written = one.written
    return PublishedSnapshot(
        number=one.number,
        as_of=one.as_of,
        purpose=one.purpose,
        name=name_of(project, one.as_of, one.purpose, language),
        published_at=one.published_at,
        digests=dict(one.digests),
        rows={
            Path(file).stem: facts["rows"]
            for file, facts in one.files.items()
            if file.startswith("registers/")
        },
        importer=str(written.get("importer", "")),
        queries=str(written.get("queries", "")),
        source=str(written.get("source", "")),
        parent=str(written.get("parent") or ""),
        read=lambda: read(one.number),
        editions=editions.editions_of(project.folder, one.number),
    )
