"""Verbs about what everyone is about to see: approve a draft, and whether a server is ready."""

import argparse
import datetime as dt
import os

from mittaristo import access, project
from mittaristo.cli.verb import DONE, REFUSED, Usage, Verb, a_number
from mittaristo.i18n.translation import N_, Language, Translate
from mittaristo.i18n.wording import wording
from mittaristo.messages.refusals import Refusal, in_words
from mittaristo.publishing.release_notes import to_explain
from mittaristo.snapshots import readiness, reading, releases
from mittaristo.snapshots.manifest import Damaged
from mittaristo.snapshots.releases import FINLAND, Approval


def release_at(text: str, of: project.Project, _: Translate) -> dt.datetime:
    """A day, from the hour of project.toml, or a day and hour, in Finland. Raises Usage."""
    try:
        at = dt.datetime.fromisoformat(text)
    except ValueError:
        said = _("a day is written as 2026-12-01, a day and hour as 2026-12-01T09:00")
        raise Usage(said) from None
    if len(text) == len("2026-12-01"):
        at = dt.datetime.combine(at.date(), of.drafts_from or dt.time(9))
    return at if at.tzinfo else at.replace(tzinfo=FINLAND)


def _approve_takes(made: argparse.ArgumentParser, _: Translate) -> None:
    made.add_argument("--project", required=True, metavar="P")
    made.add_argument("--snapshot", type=a_number(_), required=True, metavar="N")
    made.add_argument("--name", required=True, metavar=_("TEXT"), help=_("who approves"))
    made.add_argument("--reason", required=True, metavar=_("TEXT"), help=_("why, kept for good"))
    note = _("release note: what everyone is told of figures that are not as they were")
    made.add_argument("--note-fi", default="", metavar=_("TEXT"), help=note)
    made.add_argument("--note-en", default="", metavar=_("TEXT"), help=note)


def _approve(parsed: argparse.Namespace, _: Translate, language: Language) -> int:
    """Approve a draft, with a note where one is needed."""
    folder = project.load(parsed.data / parsed.project).folder
    try:
        snapshot = reading.open_snapshot(folder, parsed.snapshot)
    except Damaged:
        raise Usage(_("There is no such snapshot.")) from None
    note: dict[Language, str] = {"fi": parsed.note_fi.strip(), "en": parsed.note_en.strip()}
    if not all(one.isprintable() for one in note.values()):
        raise Usage(_("A release note is one line."))
    labels = dict(snapshot.figures.labels(language))
    unexplained = [] if all(note.values()) else to_explain(folder, snapshot)
    for one in unexplained:
        print(one.said(labels, wording(language)))
    if unexplained:
        raise Refusal(
            N_("Explain these in both languages: --note-fi and --note-en. It was not approved.")
        )
    if len([one for one in note.values() if one]) == 1:
        raise Usage(_("Write the release note in both languages."))
    releases.approve(folder, snapshot.manifest, Approval(parsed.name, parsed.reason, note))
    said = _("Snapshot {number} is approved. Everyone sees it from {hour}.")
    hour = releases.hour(snapshot.manifest, language)
    print(said.format(number=snapshot.manifest.number, hour=hour))
    return DONE


APPROVE = Verb(
    "approve",
    N_("approve a draft, so that everyone sees it from its hour on"),
    _approve_takes,
    _approve,
)


def _ready_takes(made: argparse.ArgumentParser, _: Translate) -> None:
    made.add_argument("--project", metavar="P")


def _ready(parsed: argparse.Namespace, _: Translate, language: Language) -> int:
    """Say whether what everyone is to see now is whole."""
    found = readiness.of_all(parsed.data, parsed.project)
    status = DONE if readiness.is_ready(found) else REFUSED
    for one in found:
        if one.refusal is not None:
            print(in_words(one.refusal, language))
        elif one.empty:
            print(_("{project}: nothing for everyone yet").format(project=one.name))
        elif one.whole:
            print(_("{project}: ready").format(project=one.name))
        else:
            print(_("{project}: not ready, {fault}").format(project=one.name, fault=_(one.fault)))
    if not found:
        print(_("There is no project yet. Make one with: python -m mittaristo new"))
    listed = os.environ.get("MITTARISTO_MEMBERS")
    if listed and access.read_members(listed) is None:
        print(_("The list of members cannot be read: nobody is of the team."))
        status = REFUSED
    return status


READY = Verb(
    "ready", N_("say whether the snapshots that everyone is to see are whole"), _ready_takes, _ready
)
