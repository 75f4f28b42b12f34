"""The verb that prints figures."""

import argparse
import datetime as dt
import json
import sys

from mittaristo import project
from mittaristo.cli.verb import (
    DONE,
    Usage,
    Verb,
    a_day,
    a_number,
)
from mittaristo.i18n.formats import day, number
from mittaristo.i18n.translation import N_, Language, Translate
from mittaristo.importing import row_counts
from mittaristo.publishing import recompute
from mittaristo.reports.json_file import as_json
from mittaristo.snapshots import selection
from mittaristo.snapshots.reading import Snapshot


def _figures_takes(made: argparse.ArgumentParser, _: Translate) -> None:
    made.add_argument("--project", required=True, metavar="P")
    which = made.add_mutually_exclusive_group()
    which.add_argument("--as-of", type=a_day(_), metavar="D")
    which.add_argument("--snapshot", type=a_number(_), metavar="N")
    made.add_argument("--json", action="store_true")
    made.add_argument(
        "--recompute",
        action="store_true",
        help=_("today's queries over the snapshot's registers, and where they differ from it"),
    )
    made.add_argument(
        "--add-edition",
        action="store_true",
        help=_("with --recompute: keep the result beside the published figures"),
    )


def _figures(parsed: argparse.Namespace, _: Translate, language: Language) -> int:
    """Print the figures that everyone may see."""
    folder = project.load(parsed.data / parsed.project).folder
    choice = selection.choose(folder, team=False, as_of=parsed.as_of, number=parsed.snapshot)
    for damaged in choice.damaged:
        print(
            _("Snapshot {number} is damaged and is not used.").format(number=damaged),
            file=sys.stderr,
        )
    if choice.snapshot is None:
        raise Usage(_("There is no such snapshot for everyone to see."))
    if parsed.add_edition and not parsed.recompute:
        raise Usage(_("An edition is added with --recompute --add-edition."))
    if parsed.recompute:
        return _recompute(parsed, choice.snapshot, _, language)
    answer = as_json(choice.snapshot)
    if parsed.json:
        print(json.dumps(answer, ensure_ascii=False, indent=1))
        return DONE
    if answer["synthetic"]:
        print(_("Invented example data."))
    if answer["left_out"]:
        print(row_counts.left_out(answer["left_out"], language))
    labels = choice.snapshot.figures.labels(language)
    whole = (choice.snapshot.figures.project.starts_on.isoformat(), answer["as_of"])
    for row in answer["measures"]:
        if (row["from"], row["to"]) != whole and not row["published"]:
            continue
        first, last = (day(dt.date.fromisoformat(row[end]), language) for end in ("from", "to"))
        value = number(row["value"], language)
        print(f"{labels.get(row['id'], row['id'])}, {first}–{last}: {value}")
    return DONE


def _recompute(
    parsed: argparse.Namespace, snapshot: Snapshot, _: Translate, language: Language
) -> int:
    """Say where today's queries give another number, and keep that as an edition if asked to."""
    found = project.load(parsed.data / parsed.project)
    anew = recompute.recompute(found, snapshot)
    labels = {**snapshot.figures.labels(language), **anew.figures.labels(language)}
    said = _("Snapshot {number}, as of {day}, by today's queries:")
    print(said.format(number=snapshot.manifest.number, day=day(snapshot.figures.as_of, language)))
    for name, (then, now) in anew.changed.items():
        print(f"{labels[name]}: {number(then, language)} → {number(now, language)}")
    if not anew.changed:
        print(_("Every figure of the whole project is the same."))
    if anew.periods:
        other = _("Other figures in periods: {count}.")
        print(other.format(count=number(anew.periods, language)))
    if parsed.add_edition:
        name = recompute.add_edition(found, anew)
        print(_("Edition added: {name}. The published figures stay.").format(name=name))
    return DONE


FIGURES = Verb("figures", N_("print the figures that everyone may see"), _figures_takes, _figures)
