"""Verbs between meetings: a digest to be sent, and a calendar of what is coming."""

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path

from mittaristo import project
from mittaristo.cli.verb import DONE, Usage, Verb, a_day, a_number, written_to
from mittaristo.i18n.translation import N_, Language, Translate
from mittaristo.panels.meeting import dates, digest
from mittaristo.panels.parts.view import View
from mittaristo.project import Project
from mittaristo.reports import calendar_file, mail
from mittaristo.reports.origin import Origin
from mittaristo.snapshots import selection


def takes_figures(made: argparse.ArgumentParser, _: Translate, *, required: bool = True) -> None:
    """Of which project and snapshot."""
    made.add_argument("--project", required=required, metavar="P")
    which = made.add_mutually_exclusive_group()
    which.add_argument("--as-of", type=a_day(_), metavar="D")
    which.add_argument("--snapshot", type=a_number(_), metavar="N")


def asked_for(
    parsed: argparse.Namespace, _: Translate, language: Language
) -> tuple[Project, Origin]:
    """The project and the figures that everyone may see, compared with the newest earlier day.

    With `since`, with that day. Raises Usage where there is no such snapshot or comparison.
    """
    found = project.load(parsed.data / parsed.project)
    choice = selection.choose(found.folder, team=False, as_of=parsed.as_of, number=parsed.snapshot)
    for damaged in choice.damaged:
        said = _("Snapshot {number} is damaged and is not used.")
        print(said.format(number=damaged), file=sys.stderr)
    if choice.snapshot is None:
        raise Usage(_("There is no such snapshot for everyone to see."))
    figures = choice.snapshot.figures
    days, _weekly = figures.comparison_days("everyone")
    since = getattr(parsed, "since", None) or (days[0] if days else None)
    if since is not None and since not in days:
        raise Usage(_("There is no snapshot of that day to compare with."))
    view = View(figures, language, since, note=choice.note.get(language, ""))
    return found, Origin.of(choice.snapshot, view)


def write_all(folder: Path, files: Mapping[str, bytes], _: Translate) -> None:
    """Write files into a folder; what is there already must be the same. Raises Usage."""
    for name, content in files.items():
        path = folder / name
        if path.exists() and (not path.is_file() or path.read_bytes() != content):
            raise Usage(_("There is something else at {path} already.").format(path=path))
    for name, content in files.items():
        with written_to(folder / name, _):
            folder.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
        print(_("Written: {path}").format(path=folder / name))


def _digest_takes(made: argparse.ArgumentParser, _: Translate) -> None:
    takes_figures(made, _)
    made.add_argument("--since", type=a_day(_), metavar="D", help=_("compared with that day"))
    where = _("address of the dashboard, for links to the figures")
    made.add_argument("--address", metavar="URL", default="", help=where)
    made.add_argument("-o", dest="output", type=Path, required=True, metavar=_("FOLDER"))


def _digest(parsed: argparse.Namespace, _: Translate, language: Language) -> int:
    """Write a mail that is ready to be sent, and the same as HTML."""
    found, origin = asked_for(parsed, _, language)
    address = parsed.address.rstrip("/") or found.address
    if address:
        if not address.startswith(("http://", "https://")):
            raise Usage(_("An address begins with http:// or https://."))
        origin = origin.at(f"{address}/overview")
    name = _("digest")
    files = {
        origin.file_name(name, "eml"): mail.mail(digest.PAGE, origin),
        origin.file_name(name, "html"): mail.page(digest.PAGE, origin),
    }
    write_all(parsed.output, files, _)
    return DONE


def _calendar_takes(made: argparse.ArgumentParser, _: Translate) -> None:
    takes_figures(made, _)
    made.add_argument("-o", dest="output", type=Path, required=True, metavar=_("FILE.ics"))


def _calendar(parsed: argparse.Namespace, _: Translate, language: Language) -> int:
    """Write what is coming as a calendar; an earlier file of it gives way."""
    if parsed.output.suffix.lower() != ".ics":
        raise Usage(_("The name of a calendar ends in .ics."))
    path = parsed.output
    if path.exists() and not (path.is_file() and calendar_file.is_ours(path.read_bytes())):
        raise Usage(_("There is something else at {path} already.").format(path=path))
    found, origin = asked_for(parsed, _, language)
    content = calendar_file.calendar(dates.coming(origin.view, found.meetings), origin)
    with written_to(path, _):
        path.write_bytes(content)
    print(_("Written: {path}").format(path=path))
    return DONE


DIGEST = Verb(
    "digest",
    N_("write what has changed and what is late as a mail to be sent, and as HTML"),
    _digest_takes,
    _digest,
)
CALENDAR = Verb("calendar", N_("write what is coming as a calendar"), _calendar_takes, _calendar)
