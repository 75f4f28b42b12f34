"""The verb that takes figures out of the store for whoever comes after."""

import argparse
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from mittaristo.cli.outgoing import copies
from mittaristo.cli.outgoing.sending import asked_for, takes_figures
from mittaristo.cli.verb import DONE, Usage, Verb, written_to
from mittaristo.i18n.translation import N_, Language, Translate
from mittaristo.reports.archive.contents import Archived, files
from mittaristo.reports.open_figures import files as open_figures
from mittaristo.snapshots import reading, selection
from mittaristo.snapshots.manifest import Damaged
from mittaristo.snapshots.reading import Snapshot


def _share_takes(made: argparse.ArgumentParser, _: Translate) -> None:
    where = _("the data folder of a server that others read: figures only, what is new is brought")
    made.add_argument("target", type=Path, nargs="?", metavar=_("FOLDER"), help=where)
    takes_figures(made, _, required=False)
    where = _("an archive that can be read without this program, in a folder that is not there yet")
    made.add_argument("--archive", type=Path, metavar=_("FOLDER"), help=where)


def _share(parsed: argparse.Namespace, _: Translate, language: Language) -> int:
    """Bring figures to readers, or write an archive."""
    if (parsed.target is None) == (parsed.archive is None):
        raise Usage(_("Give a folder for a server, or --archive and a folder."))
    if parsed.archive is not None:
        return _archive(parsed, _, language)
    if parsed.as_of or parsed.snapshot:
        raise Usage(_("A server gets every snapshot that everyone sees: a day is of an archive."))
    return copies.for_readers(parsed, _)


def _archive(parsed: argparse.Namespace, _: Translate, language: Language) -> int:
    """Write an archive: all of it, or nothing."""
    target: Path = parsed.archive
    if target.exists():
        raise Usage(_("There is something else at {path} already.").format(path=target))
    if not parsed.project:
        raise Usage(_("Of which project? Give --project."))
    found, origin = asked_for(parsed, _, language)
    toml = (found.folder / "project.toml").read_bytes()
    copies.may_be_seen(found, _)
    snapshots = _for_everyone(found.folder, origin.number, _)
    with_registers = {one.manifest.number for one in snapshots if reading.has_registers(one.folder)}
    archived = Archived(snapshots, origin, toml, frozenset(with_registers))
    with written_to(target, _):
        _write(target, files(archived))
    print(_("Archive written: {path}").format(path=target))
    return DONE


def _for_everyone(folder: Path, until: int, _: Translate) -> list[Snapshot]:
    """The snapshots that everyone may see, up to a number. Raises Usage where one is damaged."""
    found = []
    for entry in selection.listing(folder):
        if entry.number > until or not selection.may_see(entry, team=False):
            continue
        try:
            found.append(reading.open_snapshot(folder, entry.number))
        except Damaged:
            said = _("Snapshot {number} is damaged: an archive would lack it.")
            raise Usage(said.format(number=entry.number)) from None
    return found


def _write(target: Path, content: Iterable[tuple[str, bytes]]) -> None:
    """Beside its place first, so that a half-written archive is never taken for a whole one."""
    unfinished = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        for name, written in content:
            path = unfinished / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(written)
        unfinished.chmod(0o755)
        unfinished.rename(target)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise


SHARE = Verb(
    "share",
    N_("copy figures without registers, for a server or as an archive"),
    _share_takes,
    _share,
)


def _open_takes(made: argparse.ArgumentParser, _: Translate) -> None:
    takes_figures(made, _)
    where = _("a folder that is not there yet")
    made.add_argument(
        "-o", dest="output", type=Path, required=True, metavar=_("FOLDER"), help=where
    )


def _open(parsed: argparse.Namespace, _: Translate, language: Language) -> int:
    """Write the figures for other programs: all of them, or nothing."""
    target: Path = parsed.output
    if target.exists():
        raise Usage(_("There is something else at {path} already.").format(path=target))
    found, origin = asked_for(parsed, _, language)
    with written_to(target, _):
        _write(target, open_figures.files(origin, found.licence))
    print(_("Open figures written: {path}").format(path=target))
    if not found.licence:
        said = _('No licence is stated. Write one into project.toml: licence = "CC-BY-4.0"')
        print(said)
    return DONE


OPEN = Verb(
    "open",
    N_("write the figures as open data: CSV with CSVW, a Data Package, JSON-stat"),
    _open_takes,
    _open,
)
