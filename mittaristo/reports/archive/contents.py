"""What an archive holds: figures, definitions, queries, manifests, and how to compute it again.

Everything is what everyone may see: no register is in it, and no snapshot that is the team's own.
"""

import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from mittaristo.figures.as_sql import script
from mittaristo.panels.meeting import digest, monitoring
from mittaristo.privacy.disclosure import SafeFrame
from mittaristo.reports import mail
from mittaristo.reports.archive import sheet
from mittaristo.reports.catalogue import every_measure
from mittaristo.reports.csv_file import harmless, panel_csv
from mittaristo.reports.origin import Origin
from mittaristo.snapshots.editions import files_of
from mittaristo.snapshots.manifest import MANIFEST, canonical
from mittaristo.snapshots.reading import Snapshot

SQL = "recompute.sql"


@dataclass(frozen=True)
class Archived:
    """What goes into an archive: the snapshots that everyone may see, and the project's file.

    `snapshots`: oldest first; the last one's figures are explained, and computed again.
    `origin`: of that one. `with_registers`: the numbers of those whose registers the team has.
    """

    snapshots: Sequence[Snapshot]
    origin: Origin
    toml: bytes
    with_registers: frozenset[int]


File = tuple[str, bytes]
"""A path within the archive, and what lies there."""


def files(archived: Archived) -> Iterator[File]:
    """Every file: the same bytes for the same snapshots and version."""
    for part in PARTS:
        yield from part(archived)


def _as_published(archived: Archived) -> Iterator[File]:
    """Figures and manifests, byte by byte as they were published: they verify as before."""
    yield "project.toml", archived.toml
    for snapshot in archived.snapshots:
        folder = f"snapshots/{snapshot.folder.name}"
        yield f"{folder}/{MANIFEST}", canonical(snapshot.manifest.written)
        for name in snapshot.manifest.files:
            if name.startswith("figures/"):
                yield f"{folder}/{name}", (snapshot.folder / name).read_bytes()
        yield from files_of(snapshot.folder.parent.parent, snapshot.manifest.number)


def _as_csv(archived: Archived) -> Iterator[File]:
    """The same figures as CSV, for whoever has no program for Parquet."""
    for snapshot in archived.snapshots:
        for name, table in snapshot.figures.tables.items():
            yield f"csv/{snapshot.folder.name}/{name}.csv", _csv(table, snapshot)


def _csv(table: SafeFrame, snapshot: Snapshot) -> bytes:
    """Commas, points, days as 2026-04-30. Invented figures say so in a line that begins with #."""
    texts = [name for name, kind in table.schema.items() if kind == pl.String]
    written = table.with_columns(pl.col(texts).map_elements(harmless, pl.String)).write_csv()
    invented = "# keksitty esimerkkiaineisto · invented example data\n"
    return ((invented if snapshot.figures.synthetic else "") + written).encode()


def _definitions(archived: Archived) -> Iterator[File]:
    """Every measure in words, and every query as it was run."""
    figures = archived.origin.view.figures
    yield "definitions.csv", panel_csv(every_measure(archived.origin.view), archived.origin)
    for one in (
        *figures.measures.values(),
        *figures.definitions.values(),
        *figures.shared.values(),
    ):
        yield one.file, one.sql.encode()


def _computed_again(archived: Archived) -> Iterator[File]:
    """One script that computes the newest figures from its registers, where someone has them."""
    newest = archived.snapshots[-1]
    registers = {
        Path(name).stem: list(facts["schema"])
        for name, facts in newest.manifest.files.items()
        if name.startswith("registers/")
    }
    heading = textwrap.fill(sheet.how_to_compute(archived.origin, SQL), 96)
    yield SQL, script(newest.figures, registers, heading).encode()


def _to_be_read(archived: Archived) -> Iterator[File]:
    """Pages that open without any program but a browser. Further reports have their place here."""
    origin = archived.origin
    yield "digest.html", mail.page(digest.PAGE, origin)
    yield "monitoring.html", mail.page(monitoring.PAGE, origin)


def _sheet(archived: Archived) -> Iterator[File]:
    """What whoever takes over has to know."""
    _ = archived.origin.view.wording
    manifests = [snapshot.manifest for snapshot in archived.snapshots]
    written = sheet.sheet(archived.origin, manifests, archived.with_registers, SQL)
    yield _("README.md"), written.encode()


PARTS: tuple[Callable[[Archived], Iterator[File]], ...] = (
    _as_published,
    _as_csv,
    _definitions,
    _computed_again,
    _to_be_read,
    _sheet,
)
"""What makes the files of an archive, in order."""
