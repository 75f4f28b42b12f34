"""The one road: source → registers → figures → snapshot."""

import contextlib
import datetime as dt
import hashlib
import secrets
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from mittaristo.figures.computation import Earlier, compute
from mittaristo.figures.definitions import Definitions
from mittaristo.figures.model import Figures
from mittaristo.i18n.translation import N_
from mittaristo.importing.ingest import Ingested, ingest
from mittaristo.importing.mapping.apply import read as read_mapped
from mittaristo.importing.mapping.schema import SheetMapping
from mittaristo.importing.readers.sheets import read
from mittaristo.importing.row_counts import Counted
from mittaristo.importing.source import Source
from mittaristo.messages.problems import Place, Problem
from mittaristo.messages.refusals import Refusal
from mittaristo.privacy.keys import key_path
from mittaristo.privacy.pseudonyms import PUBLIC_KEY, Key
from mittaristo.project import Project
from mittaristo.publishing import key_rotation
from mittaristo.registers.schemas import Registers
from mittaristo.snapshots import manifest as manifest_
from mittaristo.snapshots import reading, selection, writing
from mittaristo.snapshots.manifest import Purpose

IMPORTER = "1"
WEEKLIES_COMPARED = 12
AFTER_THE_END = dt.timedelta(days=2 * 366)
"""Exits and final reports come after the end of a project, a mistyped year does too."""


Step = Literal["reading", "checking", "counting", "writing"]
"""How far publishing has come."""


def _tell_nobody(step: Step) -> None:
    del step


@dataclass(frozen=True)
class Outcome:
    """What publishing came to: problems and nothing else, or figures, or also a snapshot.

    After a dry run also what would be stored: the registers, the key that they were pseudonymised
    with, and a digest of it all and of what is there already.
    """

    problems: tuple[Problem, ...]
    figures: Figures | None = None
    published: writing.Published | None = None
    not_compared: tuple[int, ...] = ()
    suspicions: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()
    registers: Registers = field(default_factory=dict)
    key_id: str = ""
    digest: str = ""
    counted: Mapping[str, Counted] = field(default_factory=dict)


def check(path: Path, project: Project, mapping: SheetMapping | None = None) -> Ingested:
    """Read and check registers without writing anything; ids are compared under a public key."""
    return _ingested(_read(path, project, mapping), project, PUBLIC_KEY, mapping)


def _read(path: Path, project: Project, mapping: SheetMapping | None) -> Source:
    """By the mapping; where there is none, or it maps no table, sheets and columns are ours.

    Rows of an invented project must say that they are invented: others might be of real persons,
    whose pseudonyms everyone could undo.
    """
    source = read_mapped(path, mapping) if mapping and mapping.tables else read(path)
    if project.synthetic and not source.invented:
        files = [table.place.file for table in source.tables.values() if table.frame.height]
        source.problems += [Problem("not_invented", Place(file)) for file in files[:1]]
    source.notes += mapping.notes if mapping else ()
    return source


def _ingested(source: Source, project: Project, key: Key, mapping: SheetMapping | None) -> Ingested:
    left_out = mapping.left_out if mapping else ()
    return ingest(source, project, key, Definitions.load().names(), left_out)


def publish(
    path: Path,
    project: Project,
    as_of: dt.date,
    purpose: Purpose,
    *,
    mapping: SheetMapping | None = None,
    dry_run: bool = False,
    new_key: Path | None = None,
    old_key_lost: bool = False,
    checked: str | None = None,
    at_step: Callable[[Step], None] = _tell_nobody,
) -> Outcome:
    """Publish the registers at `path` as the situation of `as_of`.

    With problems, nothing is written and they are returned. `checked` is the digest of a dry run:
    anything else than what it came to is refused. Raises Refusal; nothing is
    published then, either. A key is made at `new_key`: the comparisons are made with the key that
    served until now, and the registers are stored under the new one. `at_step` is told what comes
    next.
    """
    at_step("reading")
    source = _read(path, project, mapping)
    key = _key(source, project, new_key, lost=old_key_lost)
    at_step("checking")
    ingested = _ingested(source, project, key, mapping)
    if ingested.problems:
        return Outcome(
            ingested.problems,
            suspicions=ingested.suspicions,
            notes=ingested.notes,
            counted=ingested.counted(),
        )
    at_step("counting")
    if dry_run:
        figures, skipped = _figures(ingested, project, as_of, key)
        return Outcome(
            (),
            figures,
            not_compared=skipped,
            suspicions=ingested.suspicions,
            notes=ingested.notes,
            registers=ingested.registers,
            key_id=key.id,
            digest=_digest(ingested.registers, project, as_of, key),
            counted=ingested.counted(),
        )
    with writing.publishing(project.folder):
        if checked is not None and checked != _digest(ingested.registers, project, as_of, key):
            raise Refusal(
                N_(
                    "This is no longer what was checked: something was published since."
                    " Check again."
                )
            )
        figures, skipped = _figures(ingested, project, as_of, key)
        with contextlib.ExitStack() as made:
            stored, kept = ingested, key
            if new_key is not None:
                kept = made.enter_context(key_rotation.made(project.folder, new_key))
                stored = _ingested(source, project, kept, mapping)
            at_step("writing")
            facts = _facts(source, project, as_of, purpose, kept)
            published = writing.write(
                project.folder,
                stored.registers,
                figures.tables,
                figures.catalogue,
                {**facts, "left_out": dict(ingested.left_out)},
            )
    return Outcome(
        (),
        figures,
        published,
        skipped,
        ingested.suspicions,
        ingested.notes,
        counted=ingested.counted(),
    )


def _digest(registers: Registers, project: Project, as_of: dt.date, key: Key) -> str:
    """Changes with the registers, the date, the key, the queries and what is published already."""
    house, published = Definitions.load().digest(), reading.numbers(project.folder)
    found = hashlib.sha256(repr((as_of, key.id, house, published)).encode())
    for name, table in registers.items():
        found.update(f"{name}\n{table.write_csv()}".encode())
    return found.hexdigest()


def _key(source: Source, project: Project, new: Path | None, *, lost: bool) -> Key:
    """The key that served until now; one that nothing was made with where that is lost."""
    if not (project.synthetic or source.invented):
        key = key_rotation.old_key(project.folder, key_path(project.id), new, lost=lost)
        return key or Key(secrets.token_bytes(32))
    if new is not None:
        raise Refusal(N_("Invented data needs no key of its own. Nothing was published."))
    return PUBLIC_KEY


def _figures(
    ingested: Ingested, project: Project, as_of: dt.date, key: Key
) -> tuple[Figures, tuple[int, ...]]:
    """The figures with their changes, and the earlier snapshots that could not be compared."""
    listed = selection.listing(project.folder)
    latest = max((entry.manifest.as_of for entry in listed if entry.manifest), default=None)
    if latest is not None and as_of < latest:
        raise Refusal(
            N_("A snapshot of {latest} is already published: the date may not go back from it."),
            latest=latest,
        )
    if as_of < project.starts_on:
        raise Refusal(
            N_("The project starts on {starts_on}: there is nothing to show before that."),
            starts_on=project.starts_on,
        )
    if as_of > project.ends_on + AFTER_THE_END:
        raise Refusal(
            N_("The project ended on {ends_on}, long before. Is the year of {as_of} right?"),
            ends_on=project.ends_on,
            as_of=as_of,
        )
    wanted = _to_compare(listed)
    earlier = list(_comparable(wanted, project, key))
    try:
        figures = compute(ingested.registers, project, as_of, earlier)
    except manifest_.Damaged:
        raise Refusal(
            N_("An earlier snapshot could not be read to the end. Nothing was published.")
        ) from None
    compared = {then.number for then in earlier}
    return figures, tuple(number for number in wanted if number not in compared)


def _to_compare(listed: list[selection.Listed]) -> list[int]:
    """For each as-of date the snapshot in force then, and the last weekly ones."""
    readable = [entry.manifest for entry in listed if entry.manifest]
    in_force = {
        manifest.as_of: manifest.number for manifest in readable if manifest.purpose != "weekly"
    }
    weeklies = [manifest.number for manifest in readable if manifest.purpose == "weekly"]
    damaged = [entry.number for entry in listed if entry.manifest is None]
    return sorted([*in_force.values(), *weeklies[-WEEKLIES_COMPARED:], *damaged])


def _comparable(wanted: list[int], project: Project, key: Key) -> Iterator[Earlier]:
    """Those that verify, hold their registers and were pseudonymised with the same key."""
    for number in wanted:
        try:
            snapshot = reading.open_snapshot(project.folder, number)
        except manifest_.Damaged:
            continue
        manifest = snapshot.manifest
        if manifest.key_id == key.id and reading.has_registers(snapshot.folder):
            yield Earlier(
                number=number,
                as_of=manifest.as_of,
                purpose=manifest.purpose,
                starts_on=manifest.starts_on,
                values=snapshot.figures["values"],
                registers=snapshot.registers,
            )


def _facts(
    source: Source, project: Project, as_of: dt.date, purpose: Purpose, key: Key
) -> dict[str, Any]:
    """The manifest's entries beyond files and digests."""
    return {
        "as_of": as_of.isoformat(),
        "purpose": purpose,
        "published_at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "synthetic": project.synthetic or source.invented,
        "project": project.as_recorded(),
        "key_id": key.id,
        "importer": IMPORTER,
        "queries": Definitions.load().digest(),
        "problems": [],
    }
