"""Erasing the rows of persons from snapshots whose figures stay.

What is erased, when and why is written down first, in ``data/<project>/prunings.jsonl``, to which
lines are only ever added: an interruption is explained, and the same command finishes it. Manifests
and figures stay exactly as they were published and go on verifying.
"""

import contextlib
import datetime as dt
import json
import shutil
import stat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mittaristo.i18n.formats import day
from mittaristo.i18n.translation import N_, Language, Translate
from mittaristo.messages.refusals import Refusal
from mittaristo.privacy.personal_data import personal_data_in
from mittaristo.snapshots import manifest, reading, selection
from mittaristo.snapshots.writing import STAGING, alone, append_line, reason_of, sync_folder

LOG = "prunings.jsonl"
UNFINISHED = "erased-*"
"""What was moved out of a snapshot and not deleted yet."""


@dataclass(frozen=True)
class Pruning:
    """What was erased or, unless `done`, would be.

    `left` are snapshots whose registers were left because they are damaged; `interrupted` tells
    that an erasure before this one was.
    """

    numbers: tuple[int, ...]
    left: tuple[int, ...]
    interrupted: bool
    done: bool

    @property
    def complete(self) -> bool:
        """Everything that was asked for has been erased, and that was something."""
        return self.done and not self.left and (self.interrupted or bool(self.numbers))

    def said(self, _: Translate) -> Iterator[str]:
        """What came of it, sentence by sentence."""
        names = ", ".join(str(one) for one in self.numbers)
        if self.interrupted and self.done:
            yield _("An erasure that had been interrupted was finished.")
        elif self.interrupted:
            yield _("An erasure was interrupted. Add --yes to finish it.")
        if self.numbers and self.done:
            yield _("The registers of these snapshots were erased: {numbers}.").format(
                numbers=names
            )
            yield _("Their figures stay. Copies and backups elsewhere are not reached from here.")
        elif self.numbers:
            yield _("The registers of these snapshots would be erased for good: {numbers}.").format(
                numbers=names
            )
            yield _("Nothing was erased. Add --yes to erase them.")
        elif not self.interrupted:
            yield _("There are no registers to erase.")
        for one in self.left:
            yield _(
                "Snapshot {number} is damaged: its registers were left where they are."
                " If they have to go, delete its folder registers by hand."
            ).format(number=one)


def prune(project: Path, before: dt.date | None, reason: str, *, really: bool) -> Pruning:
    """Erase the registers of snapshots as of an earlier day than `before`.

    Without a day: of all but the newest snapshot that verifies. Only says what it would erase
    unless `really`. Raises Refusal.
    """
    if not reason.strip():
        raise Refusal(N_("Say with --reason why the registers are erased."))
    if personal_data_in(reason, phones=True):
        raise Refusal(
            N_("The reason seems to hold personal data, and it is kept for good. Say it without.")
        )
    try:
        interrupted = any((project / STAGING).glob(UNFINISHED))
        if not really:
            return Pruning(*_chosen(project, before), interrupted, done=False)
        with alone(project):
            numbers, left = _chosen(project, before)
            if numbers:
                _write_down(project, numbers, reason)
            for one in numbers:
                _erase(project, one)
            for one in erased_on(project):
                folder = reading.folder_of(project, one)
                folder.chmod(folder.stat().st_mode & ~0o222)
            with contextlib.suppress(OSError):
                (project / STAGING).rmdir()
    except OSError as failure:
        raise Refusal(
            N_("The disk failed ({reason}). Give the same command again to finish the erasure."),
            reason=reason_of(failure),
        ) from failure
    return Pruning(numbers, left, interrupted, done=True)


def erased_on(project: Path) -> Mapping[int, dt.date]:
    """The snapshots whose registers were erased with a line in the log, and the day of it."""
    days: dict[int, dt.date] = {}
    for line in _lines(project):
        days |= dict.fromkeys(line["snapshots"], dt.datetime.fromisoformat(line["at"]).date())
    there = set(reading.numbers(project))
    return {
        one: on
        for one, on in sorted(days.items())
        if one in there and not reading.has_registers(reading.folder_of(project, one))
    }


def marks(project: Path, _: Translate, language: Language) -> Mapping[int, str]:
    """What a list of snapshots adds to those whose registers were erased."""
    return {
        one: " · " + _("registers erased on {day}").format(day=day(on, language))
        for one, on in erased_on(project).items()
    }


def _lines(project: Path) -> Iterator[Mapping[str, Any]]:
    """The log. A line that was cut off by an interruption explains nothing and is skipped."""
    path = project / LOG
    for raw in path.read_bytes().split(b"\n") if path.exists() else ():
        try:
            line = json.loads(raw)
            dt.datetime.fromisoformat(line["at"])
            known = all(isinstance(one, int) for one in line["snapshots"])
        except manifest.NOT_A_MANIFEST:
            continue
        if known:
            yield line


def _chosen(project: Path, before: dt.date | None) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The snapshots to erase registers from, and the damaged ones that are left alone."""
    entries = selection.in_order_of_preference(selection.listing(project), team=True, early=True)
    left = {entry.number for entry in entries if entry.manifest is None}
    if before is None:
        choice = selection.choose(project, team=True, early=True)
        left |= set(choice.damaged)
        newest = choice.snapshot.manifest.number if choice.snapshot else None
        places = [entry.number for entry in entries]
        entries = entries[places.index(newest) + 1 :] if newest is not None else []
    chosen = {
        entry.number
        for entry in entries
        if entry.manifest and (before is None or entry.manifest.as_of < before)
    }
    folders = {one: reading.folder_of(project, one) for one in sorted(chosen | left)}
    folders = {one: folder for one, folder in folders.items() if reading.has_registers(folder)}
    left |= {
        one
        for one, folder in folders.items()
        if not stat.S_ISDIR((folder / "registers").lstat().st_mode)
    }
    return (
        tuple(one for one in folders if one not in left),
        tuple(one for one in folders if one in left),
    )


def _write_down(project: Path, numbers: Sequence[int], reason: str) -> None:
    """Add a line to the log, and see that it is there."""
    line = {
        "at": dt.datetime.now(dt.UTC).astimezone().isoformat(timespec="seconds"),
        "snapshots": list(numbers),
        "reason": reason.strip(),
    }
    append_line(project, LOG, line)


def _erase(project: Path, one: int) -> None:
    """Take the registers out of a snapshot with one rename, so that it is whole throughout."""
    folder = reading.folder_of(project, one)
    registers, target = folder / "registers", project / STAGING / f"erased-{one:06d}"
    target.parent.mkdir(exist_ok=True)
    for writable in (folder, registers):
        writable.chmod(writable.stat().st_mode | stat.S_IWUSR)
    registers.rename(target)
    sync_folder(folder)
    sync_folder(target.parent)
    shutil.rmtree(target)
    sync_folder(target.parent)
