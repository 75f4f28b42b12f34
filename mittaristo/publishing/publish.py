"""From a source to a snapshot: prepare what publishing comes to, then commit it."""

import contextlib
import datetime as dt
import hashlib
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path, PurePath
from typing import Any, Literal

import polars as pl

from mittaristo.figures import breakdowns
from mittaristo.figures.breakdowns import Released
from mittaristo.figures.computation import SAID, Earlier, compute
from mittaristo.figures.definitions import Definitions
from mittaristo.figures.engine import Opened, on_this_machine
from mittaristo.figures.model import Figures
from mittaristo.figures.remote.registers import OnServer
from mittaristo.figures.team import released, work
from mittaristo.i18n.translation import N_
from mittaristo.importing import ingest
from mittaristo.importing.doubles import pairs
from mittaristo.importing.doubles.pairs import Suspected
from mittaristo.importing.ingest import Checked, Warned
from mittaristo.importing.mapping.apply import read as read_mapped
from mittaristo.importing.mapping.schema import SheetMapping
from mittaristo.importing.readers.csv_files import LIMITS, CsvLimits
from mittaristo.importing.readers.sheets import read
from mittaristo.importing.row_counts import Counted
from mittaristo.importing.source import Source
from mittaristo.messages.problems import Place, Problem
from mittaristo.messages.refusals import Refusal
from mittaristo.privacy.disclosure import SafeFrame
from mittaristo.privacy.keys import key_path, load_key
from mittaristo.privacy.pseudonyms import PUBLIC_KEY, Key, pseudonymise
from mittaristo.project import Project
from mittaristo.publishing import key_rotation
from mittaristo.publishing.draft import Compared, Draft, Prepared, Rotation
from mittaristo.registers.schemas import Registers
from mittaristo.snapshots import manifest as manifest_
from mittaristo.snapshots import reading, selection, writing
from mittaristo.snapshots.manifest import Manifest, Purpose

IMPORTER = "1"
WEEKLIES_COMPARED = 12
LIE_AT = "registers_at"
"""The manifest's entry of registers that lie elsewhere: their folder, rows and digests by table."""

AFTER_THE_END = dt.timedelta(days=2 * 366)
"""Exits and final reports come after the end of a project, a mistyped year does too."""


Step = Literal["reading", "checking", "counting", "writing"]
"""How far publishing has come."""

STEPS: Mapping[Step, str] = {
    "reading": N_("Reading: {files}"),
    "checking": N_("Checking the rows"),
    "counting": N_("Counting what would change"),
    "writing": N_("Writing the snapshot"),
}
"""What is said of each step when it begins."""


class Outdated(Refusal):
    """Something was published since a draft was compared with what there was."""

    def __init__(self) -> None:
        super().__init__(NO_LONGER)


NO_LONGER = N_("This is no longer what was checked: something was published since. Check again.")


def _tell_nobody(step: Step) -> None:
    del step


def check(
    path: Path,
    project: Project,
    mapping: SheetMapping | None = None,
    as_of: dt.date | None = None,
    limits: CsvLimits = LIMITS,
) -> Checked:
    """Read and check registers without writing anything, as of a day or today.

    A key is needed for nothing but what was said of rows that are not the same.
    """
    source = _read(path, project, mapping, limits)
    key: Key | None = PUBLIC_KEY
    if not (project.synthetic or source.invented):
        try:
            key = load_key(key_path(project.id))
        except Refusal:
            key = None
    return _checked(source, project, mapping, as_of, key)


def _read(path: Path, project: Project, mapping: SheetMapping | None, limits: CsvLimits) -> Source:
    """By the mapping; where there is none, or it maps no table, sheets and columns are ours.

    Rows of an invented project must say that they are invented: others might be of real persons,
    whose pseudonyms everyone could undo.
    """
    source = read_mapped(path, mapping) if mapping and mapping.tables else read(path, limits)
    if project.synthetic and not source.invented:
        files = [table.place.file for table in source.tables.values() if table.frame.height]
        source.messages += [Problem("not_invented", Place(file)) for file in files[:1]]
    source.messages += mapping.messages if mapping else ()
    return source


def _checked(
    source: Source,
    project: Project,
    mapping: SheetMapping | None,
    as_of: dt.date | None,
    key: Key | None,
) -> Checked:
    left_out = mapping.left_out if mapping else ()
    said = pairs.memory(project.id, key, key_path(project.id))
    return ingest.check(source, project, Definitions.load().names(), left_out, as_of, said)


def not_the_same(project: Project, suspected: Iterable[Suspected]) -> None:
    """Remember beside the key that these are each two, for later imports. Raises Refusal."""
    digests = [one.digest for one in suspected if one.digest]
    try:
        pairs.remember(key_path(project.id), digests)
    except OSError as failure:
        raise Refusal(NOT_REMEMBERED, reason=writing.reason_of(failure)) from failure


NOT_REMEMBERED = N_("It could not be remembered beside the key ({reason}).")


# --- Preparing --------------------------------------------------------------------------------


def prepare(
    path: Path,
    project: Project,
    as_of: dt.date,
    mapping: SheetMapping | None = None,
    *,
    new_key: Path | None = None,
    old_key_lost: bool = False,
    at_step: Callable[[Step], None] = _tell_nobody,
    opened: Opened = on_this_machine,
    limits: CsvLimits = LIMITS,
) -> Prepared:
    """Everything but writing, for the registers at `path` as the situation of `as_of`.

    Raises Refusal. With a `new_key`, which is not made yet, the comparisons are made with the key
    that served until now. `at_step` is told what comes next. opened: the engine of the figures.
    limits: of CSV files.
    """
    at_step("reading")
    source = _read(path, project, mapping, limits)
    key = _key(source, project, new_key, lost=old_key_lost)
    at_step("checking")
    checked = _checked(source, project, mapping, as_of, key)
    found = Prepared(checked.messages, checked.counted(), None, checked.suspected)
    if checked.errors:
        return found
    registers = pseudonymise(checked.typed, checked.put_together(), key)
    rotation = Rotation(new_key, checked.typed, checked.put_together()) if new_key else None
    invented, left_out, warned = source.invented, checked.left_out, checked.warned()
    del source, checked  # all rows as they were read, which would stand beside what is counted
    at_step("counting")
    draft = Draft(
        project,
        as_of,
        registers,
        key.id,
        project.synthetic or invented,
        left_out,
        _compared(registers, project, as_of, key.id, warned, opened),
        _digest(path),
        rotation,
        warned,
        opened,
    )
    return replace(found, draft=draft)


def prepare_elsewhere(
    registers: OnServer, project: Project, as_of: dt.date, opened: Opened
) -> Prepared:
    """The same of registers that a server holds under the project's pseudonyms. Raises Refusal."""
    key_id = PUBLIC_KEY.id
    if not project.synthetic:
        key = key_rotation.old_key(project.folder, key_path(project.id), None, lost=False)
        assert key is not None
        key_id = key.id
    compared = _compared(registers, project, as_of, key_id, {}, opened)
    source = hashlib.sha256(manifest_.canonical(registers.facts)).hexdigest()
    invented = project.synthetic
    draft = Draft(project, as_of, registers, key_id, invented, {}, compared, source, opened=opened)
    counted = {name: Counted(rows) for name, (rows, _digest) in registers.facts.items()}
    return Prepared((), counted, draft)


def _digest(path: Path) -> str:
    """SHA-256 of a workbook; of a folder that of the names and digests of its CSV files."""
    if path.is_file():
        return hashlib.sha256(path.read_bytes()).hexdigest()
    files = {file.name: _digest(file) for file in sorted(path.glob("*.csv"))}
    return hashlib.sha256(manifest_.canonical(files)).hexdigest()


def compared_anew(draft: Draft) -> Draft:
    """The draft with its figures compared with what is published now. Raises Refusal."""
    compared = _compared(
        draft.registers, draft.project, draft.as_of, draft.key_id, draft.warned, draft.opened
    )
    return replace(draft, compared=compared)


def with_registers(draft: Draft, registers: Registers) -> Draft:
    """The draft of these registers, compared with what is published now. Raises Refusal."""
    return compared_anew(replace(draft, registers=registers))


def _key(source: Source, project: Project, new: Path | None, *, lost: bool) -> Key:
    """The key that served until now; one that nothing was made with where that is lost."""
    if not (project.synthetic or source.invented):
        key = key_rotation.old_key(project.folder, key_path(project.id), new, lost=lost)
        return key or Key(secrets.token_bytes(32))
    if new is not None:
        raise Refusal(N_("Invented data needs no key of its own. Nothing was published."))
    return PUBLIC_KEY


def _compared(
    registers: Registers,
    project: Project,
    as_of: dt.date,
    key_id: str,
    warned: Warned,
    opened: Opened,
) -> Compared:
    """The figures with their changes since what is published; the date must be one that it may."""
    listed = selection.listing(project.folder)
    _refuse_date(project, as_of, listed)
    wanted = _to_compare(listed)
    earlier = list(_comparable(wanted, project, key_id, registers))
    definitions = Definitions.load()
    released_before, shown_before = _shown_before(project.folder, listed)
    try:
        figures = compute(
            registers,
            project,
            as_of,
            earlier,
            definitions,
            warned,
            released_before,
            shown_before,
            opened,
        )
    except manifest_.Damaged:
        raise Refusal(
            N_("An earlier snapshot could not be read to the end. Nothing was published.")
        ) from None
    compared = {then.number for then in earlier}
    return Compared(
        figures,
        tuple(number for number in wanted if number not in compared),
        tuple(entry.number for entry in listed),
        definitions.digest(),
    )


def _shown_before(
    folder: Path, listed: Iterable[selection.Listed]
) -> tuple[Released, list[released.Earlier | None]]:
    """What earlier snapshots showed of persons by attributes, and of indicators, the oldest first.

    Also where registers have been erased or have another key: it was seen all the same. What
    cannot be read is None, and leaves what was released not whole. A weekly snapshot is the team's,
    which sees exact numbers: it shows nobody anything, and keeps nothing from the next meeting.
    """
    shown: list[SafeFrame] = []
    before: list[released.Earlier | None] = []
    whole = True
    for entry in listed:
        if entry.manifest and entry.manifest.purpose == "weekly":
            continue
        found = [
            _shown(folder, entry.manifest, names)
            for names in ([breakdowns.FIGURE], (*released.READ, *work.READ))
        ]
        whole = whole and found[0] is not None
        shown += (found[0] or {}).values()
        before.append(found[1])
    return Released.of(shown, whole=whole), before


def _shown(
    folder: Path, manifest: Manifest | None, names: Iterable[str]
) -> dict[str, SafeFrame] | None:
    """Some figures of a snapshot; None where they cannot be read."""
    if manifest is None:
        return None
    try:
        return reading.figures_named(folder, manifest, names)
    except manifest_.Damaged:
        return None


def _refuse_date(project: Project, as_of: dt.date, listed: list[selection.Listed]) -> None:
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


def _to_compare(listed: list[selection.Listed]) -> list[int]:
    """For each as-of date the snapshot in force then, and the last weekly ones.

    None that is a draft still: what it would tell is not out.
    """
    readable = [entry.manifest for entry in listed if entry.manifest and not entry.held]
    in_force = {
        manifest.as_of: manifest.number for manifest in readable if manifest.purpose != "weekly"
    }
    weeklies = [manifest.number for manifest in readable if manifest.purpose == "weekly"]
    damaged = [entry.number for entry in listed if entry.manifest is None]
    return sorted([*in_force.values(), *weeklies[-WEEKLIES_COMPARED:], *damaged])


def _comparable(
    wanted: list[int], project: Project, key_id: str, now: Registers
) -> Iterator[Earlier]:
    """Those that verify, hold their registers and were pseudonymised with the same key."""
    for number in wanted:
        try:
            snapshot = reading.open_snapshot(project.folder, number)
        except manifest_.Damaged:
            continue
        manifest = snapshot.manifest
        registers = registers_of(snapshot, now) if manifest.key_id == key_id else None
        if registers is not None:
            yield Earlier(
                number=number,
                as_of=manifest.as_of,
                purpose=manifest.purpose,
                starts_on=manifest.starts_on,
                values=snapshot.figures["values"],
                registers=registers,
                said={
                    name: snapshot.figures[name] for name in SAID if snapshot.figures.keeps(name)
                },
                figures=snapshot.figures,
            )


def registers_of(snapshot: reading.Snapshot, now: Registers) -> Callable[[], Registers] | None:
    """Where the registers of a snapshot can be had; None where they cannot, or are others now."""
    if reading.has_registers(snapshot.folder):
        return snapshot.registers
    told = snapshot.manifest.written.get(LIE_AT)
    if not told or not isinstance(now, OnServer):
        return None
    try:
        found = now.at(told["folder"])
    except Refusal:
        return None
    return (lambda: found) if found.facts == told["tables"] else None


# --- Committing -------------------------------------------------------------------------------


def commit(
    draft: Draft,
    purpose: Purpose,
    summary: pl.DataFrame | None = None,
    *,
    release_at: dt.datetime | None = None,
    at_step: Callable[[Step], None] = _tell_nobody,
) -> writing.Published:
    """Publish a draft as it was compared. Raises Refusal; nothing is published then.

    That is Outdated where something was published since. A new key is made with the snapshot. The
    `summary` of what changes is kept beside its registers, where these are, for the team.
    release_at: when everyone may see it, where only some may until then.
    """
    folder = draft.project.folder
    with writing.publishing(folder), contextlib.ExitStack() as made:
        if tuple(reading.numbers(folder)) != draft.compared.published:
            raise Outdated
        _refuse_release(draft.project, purpose, release_at)
        registers, key_id = draft.registers, draft.key_id
        if draft.rotation is not None:
            key = made.enter_context(key_rotation.made(folder, draft.rotation.path))
            registers = pseudonymise(draft.rotation.typed, draft.rotation.put_together, key)
            key_id = key.id
        elif key_id != PUBLIC_KEY.id:
            _refuse_other_key(draft)
        at_step("writing")
        figures = draft.compared.figures
        stored = _stored(registers, figures, summary)
        facts = _facts(draft, purpose, key_id, release_at)
        return writing.write(folder, stored, figures.tables, figures.catalogue, facts)


def _stored(registers: Registers, figures: Figures, summary: pl.DataFrame | None) -> Registers:
    """Registers with what is kept beside them; nothing where they lie elsewhere."""
    if isinstance(registers, OnServer):
        return {}
    beside: dict[str, pl.DataFrame] = {}
    if figures.withheld:
        beside[breakdowns.REASONS] = breakdowns.reasons(figures.withheld)
    if summary is not None:
        beside[PurePath(manifest_.SUMMARY).stem] = summary
    return {**registers, **beside}


def _refuse_release(project: Project, purpose: Purpose, at: dt.datetime | None) -> None:
    """Whether a snapshot may come out so. Raises Refusal.

    None comes out before a draft that came first: it carries figures that only that one renewed.
    """
    if purpose == "weekly":
        if at is not None:
            raise Refusal(N_("A weekly snapshot is the team's: it cannot be a draft."), usage=True)
        return
    if at is None and project.drafts_from is not None:
        raise Refusal(
            N_(
                "Snapshots of this project are drafts first: publish on the command line with"
                " --draft and the day when everyone may see it."
            ),
            usage=True,
        )
    if at is not None and project.drafts_from is None:
        raise Refusal(
            N_("This project has no drafts. Write [drafts] into project.toml first."), usage=True
        )
    for entry in selection.listing(project.folder):
        waits = entry.manifest.release_at if entry.manifest and entry.held else None
        if waits is not None and (at is None or at < waits):
            raise Refusal(
                N_("Draft {number} comes first: a later snapshot may not be out before it."),
                number=entry.number,
            )


def _refuse_other_key(draft: Draft) -> None:
    """The key that a draft was made with must still be the one that serves."""
    project = draft.project
    key = key_rotation.old_key(project.folder, key_path(project.id), None, lost=False)
    if key is None or key.id != draft.key_id:
        raise Refusal(NO_LONGER)


def _facts(
    draft: Draft, purpose: Purpose, key_id: str, release_at: dt.datetime | None
) -> dict[str, Any]:
    """The manifest's entries beyond files and digests."""
    registers = draft.registers
    more: dict[str, Any] = {} if release_at is None else {"release_at": release_at.isoformat()}
    if isinstance(registers, OnServer):
        more[LIE_AT] = {"folder": registers.folder, "tables": registers.facts}
    return {
        **more,
        "as_of": draft.as_of.isoformat(),
        "purpose": purpose,
        "published_at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "synthetic": draft.invented,
        "project": draft.project.as_recorded(),
        "key_id": key_id,
        "importer": IMPORTER,
        "source": draft.source,
        "queries": draft.compared.queries,
        "problems": [],
        "left_out": dict(draft.left_out),
    }
