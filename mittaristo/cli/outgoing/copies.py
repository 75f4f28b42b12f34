"""Verbs that copy a project: a copy for readers without persons, a backup, and back again."""

import argparse
from pathlib import Path

from mittaristo import project
from mittaristo.cli.verb import DONE, REFUSED, Usage, Verb, written_to
from mittaristo.i18n.translation import N_, Language, Translate
from mittaristo.messages.refusals import Refusal
from mittaristo.privacy.personal_data import personal_data_in
from mittaristo.snapshots import copies, verification


def for_readers(parsed: argparse.Namespace, _: Translate) -> int:
    """Bring the figures of a project, or of all, to a folder for a server that others read."""
    chosen = [parsed.data / parsed.project] if parsed.project else project.projects(parsed.data)
    for folder in chosen:
        found = project.load(folder)
        may_be_seen(found, _)
        with written_to(parsed.target, _):
            shared = copies.share(folder, parsed.target)
        numbers = ", ".join(map(str, shared.brought)) or "–"
        said = _("{project}: snapshots brought: {brought}. There already: {there}.")
        print(said.format(project=found.name, brought=numbers, there=len(shared.there)))
    return DONE


def may_be_seen(found: project.Project, _: Translate) -> None:
    """Raises Usage where project.toml, but for its contact, seems to point at a person."""
    toml = (found.folder / copies.TOML).read_text(encoding="utf-8")
    contact = found.contact.email
    kind = personal_data_in(toml.replace(contact, "") if contact else toml, phones=False)
    if kind is not None:
        said = _("project.toml seems to hold {kind}, and everyone gets it. Take it out first.")
        raise Usage(said.format(kind=_(kind)))


def _backup_takes(made: argparse.ArgumentParser, _: Translate) -> None:
    made.add_argument("file", type=Path, metavar=_("FILE.zip"))
    made.add_argument("--project", required=True, metavar="P")


def _backup(parsed: argparse.Namespace, _: Translate, language: Language) -> int:
    """Write one file with everything but the key."""
    del language
    found = project.load(parsed.data / parsed.project)
    if parsed.file.exists():
        raise Usage(_("There is something else at {path} already.").format(path=parsed.file))
    with written_to(parsed.file, _):
        count = copies.backup(found.folder, parsed.file)
    print(_("Backup written: {path} ({count} files).").format(path=parsed.file, count=count))
    print(_("It holds the registers: keep it as you keep them. The key is not in it."))
    return DONE


def _restore_takes(made: argparse.ArgumentParser, _: Translate) -> None:
    made.add_argument("file", type=Path, metavar=_("FILE.zip"))
    made.add_argument("--project", required=True, metavar="P")


def _restore(parsed: argparse.Namespace, _: Translate, language: Language) -> int:
    """Bring a project back, and verify every snapshot of it."""
    del language
    if not project.NAME.fullmatch(parsed.project):
        raise project.refusal(
            parsed.project,
            N_("a project's name has lower-case letters a-z, digits and hyphens only."),
        )
    if not parsed.file.is_file():
        raise Refusal(copies.NO_BACKUP, usage=True)
    folder = copies.restore(parsed.file, parsed.data, parsed.project)
    faults = [one for one in verification.verify(folder) if one.fault]
    print(_("Restored: {path}").format(path=folder))
    for one in faults:
        print(_("Snapshot {number} was damaged when it was backed up.").format(number=one.number))
    return REFUSED if faults else DONE


BACKUP = Verb(
    "backup", N_("write a project with its registers into one file"), _backup_takes, _backup
)
RESTORE = Verb("restore", N_("bring a project back from a backup"), _restore_takes, _restore)
