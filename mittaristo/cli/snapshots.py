"""Verbs about what has been published: list, verify, erase registers."""

import argparse

from mittaristo import project
from mittaristo.cli.verb import (
    DONE,
    REFUSED,
    Usage,
    Verb,
    a_day,
    a_number,
)
from mittaristo.i18n.formats import day
from mittaristo.i18n.translation import N_, Language, Translate, translator
from mittaristo.messages.refusals import Refusal, in_words
from mittaristo.snapshots import manifest as manifest_
from mittaristo.snapshots import (
    naming,
    newest,
    reading,
    releases,
    retention,
    selection,
    verification,
)
from mittaristo.snapshots.manifest import PURPOSE_NAMES


def _snapshots_takes(made: argparse.ArgumentParser, _: Translate) -> None:
    made.add_argument("--project", metavar="P")
    made.add_argument("--verify", action="store_true", help=_("check every byte"))
    told = _("with --project: what publishing this one changed, for the team")
    made.add_argument("--changed", type=a_number(_), metavar="N", help=told)


def _snapshots(parsed: argparse.Namespace, _: Translate, language: Language) -> int:
    """List the snapshots; with --verify, check every byte of them."""
    if parsed.changed is not None:
        return _changed(parsed, _, language)
    status = DONE
    folders = [parsed.data / parsed.project] if parsed.project else project.projects(parsed.data)
    for folder in folders:
        try:
            of = project.load(folder)
            print(of.name)
        except Refusal as wrong:
            if parsed.project:
                raise
            print(in_words(wrong, language))
            status = REFUSED
            continue
        erased = retention.marks(folder, _, language)
        if parsed.verify:
            for entry in verification.verify(folder):
                line = _line(entry.number, entry.manifest, of, language)
                line += erased.get(entry.number, "")
                if entry.fault == verification.LOST:
                    status = REFUSED
                    print(_lost(entry.number, _))
                elif entry.fault:
                    status = REFUSED
                    fault = _(entry.fault)
                    print(f"{line} · {fault}" + (f": {entry.file}" if entry.file else ""))
                else:
                    parts = _("figures verified, registers not here")
                    alone = entry.figures_only and entry.number not in erased
                    said = [line, parts if alone else _("verified")]
                    print(*said, *([_(entry.note)] if entry.note else []), sep=" · ")
        else:
            for listed in selection.listing(folder):
                line = _line(listed.number, listed.manifest, of, language)
                print(line + _draft(listed, language) + erased.get(listed.number, ""))
                status = status if listed.manifest else REFUSED
            for number in newest.lost(folder):
                print(_lost(number, _))
                status = REFUSED
    return status


def _lost(number: int, _: Translate) -> str:
    return " · ".join((f"  {number:06d}", _(verification.LOST)))


def _changed(parsed: argparse.Namespace, _: Translate, language: Language) -> int:
    """Say what publishing a snapshot changed, and what was doubted of it then."""
    if not parsed.project:
        raise Usage(_("Name the project, too: --project P."))
    folder = project.load(parsed.data / parsed.project).folder
    try:
        told = reading.open_snapshot(folder, parsed.changed).summary()
    except manifest_.Damaged:
        print(_("Snapshot {number} is not there, or it is damaged.").format(number=parsed.changed))
        return REFUSED
    if told is None:
        print(_("What it changed is not kept here."))
        return REFUSED
    for line in told[language]:
        print(line)
    return DONE


def _draft(listed: selection.Listed, language: Language) -> str:
    """Of a draft: until when, and whether it is approved; otherwise empty."""
    if not listed.held or listed.manifest is None:
        return ""
    _ = translator(language)
    said = (
        _("draft until {hour}, approved")
        if listed.approval
        else _("draft until {hour}, not approved")
    )
    return " · " + said.format(hour=releases.hour(listed.manifest, language))


def _line(
    sequence: int, manifest: manifest_.Manifest | None, of: project.Project, language: Language
) -> str:
    _ = translator(language)
    if manifest is None:
        return " · ".join((f"  {sequence:06d}", _("damaged")))
    purpose, name = manifest.purpose, naming.name_of(of, manifest.as_of, manifest.purpose, language)
    facts = [f"  {sequence:06d}", day(manifest.as_of, language), name or _(PURPOSE_NAMES[purpose])]
    if manifest.synthetic:
        facts.append(_("invented example data"))
    return " · ".join(facts)


def _prune_takes(made: argparse.ArgumentParser, _: Translate) -> None:
    made.add_argument("--project", required=True, metavar="P")
    which = made.add_mutually_exclusive_group(required=True)
    before = _("those as of an earlier day")
    which.add_argument("--before", type=a_day(_), metavar="D", help=before)
    which.add_argument("--all-but-newest", action="store_true")
    made.add_argument("--reason", required=True, metavar=_("TEXT"), help=_("why, kept for good"))
    made.add_argument("--yes", action="store_true", help=_("erase, and not only say what"))


def _prune(parsed: argparse.Namespace, _: Translate, language: Language) -> int:
    """Erase the registers of earlier snapshots; their figures stay."""
    del language
    folder = project.load(parsed.data / parsed.project).folder
    pruned = retention.prune(folder, parsed.before, parsed.reason, really=parsed.yes)
    for sentence in pruned.said(_):
        print(sentence)
    return DONE if pruned.complete else REFUSED


SNAPSHOTS = Verb("snapshots", N_("list the snapshots"), _snapshots_takes, _snapshots)
PRUNE = Verb(
    "prune", N_("erase the registers of earlier snapshots; figures stay"), _prune_takes, _prune
)
