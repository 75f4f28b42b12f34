"""The verb that prints figures."""

import argparse
import datetime as dt
import json
import sys
from pathlib import Path

import polars as pl

from mittaristo import project
from mittaristo.cli.verb import (
    DONE,
    Usage,
    Verb,
    a_day,
    a_number,
    may_be_written,
    written_to,
)
from mittaristo.figures.computation import for_the_team
from mittaristo.figures.team.indicators import by_gender, explanations
from mittaristo.i18n.formats import day, number
from mittaristo.i18n.translation import N_, Language, Translate
from mittaristo.importing import row_counts
from mittaristo.panels.parts.view import View
from mittaristo.publishing import recompute
from mittaristo.registers.schemas import Registers
from mittaristo.reports.json_file import as_json
from mittaristo.reports.origin import Origin
from mittaristo.reports.team.indicators_file import indicators_workbook
from mittaristo.snapshots import reading, selection
from mittaristo.snapshots.manifest import Damaged
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
    exact = _("for the team: ESF+ indicators by gender, counted now from the registers")
    made.add_argument("--team", action="store_true", help=exact)
    for_funder = _("with --team: the indicators as a workbook for the funder")
    made.add_argument("--xlsx", type=Path, metavar="OUT.xlsx", help=for_funder)


def _figures(parsed: argparse.Namespace, _: Translate, language: Language) -> int:
    """Print the figures that everyone may see, and to the team exact indicators by gender."""
    if parsed.xlsx:
        if not parsed.team:
            raise Usage(_("Indicators by gender are for the team: add --team."))
        may_be_written(parsed.xlsx, _)
    folder = project.load(parsed.data / parsed.project).folder
    team, at = parsed.team, {"as_of": parsed.as_of, "number": parsed.snapshot}
    choice = selection.choose(folder, team=team, early=team, **at)
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
    exact = with_registers(choice.snapshot, _) if team else None
    answer = as_json(choice.snapshot, None if exact is None else by_gender(exact))
    if parsed.xlsx and exact is not None:
        origin = Origin.of(choice.snapshot, View(choice.snapshot.figures, language, role="team"))
        with written_to(parsed.xlsx, _):
            parsed.xlsx.write_bytes(indicators_workbook(exact, origin))
        print(_("Written: {path}").format(path=parsed.xlsx), file=sys.stderr)
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
    for row in answer["indicators"] if team else ():
        name = explanations()[row["code"]]["name"][language]
        counted = (row[one] for one in ("man", "woman", "non_binary", "total", "of"))
        said = _("{code} {name}: men {0}, women {1}, non-binary {2}, total {3} of {4}")
        numbers = (number(one, language) for one in counted)
        print(said.format(*numbers, code=row["code"], name=name))
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


def with_registers(snapshot: Snapshot, _: Translate) -> dict[str, pl.DataFrame]:
    """Exact indicators of a snapshot. Raises Usage where its registers are not here."""
    return for_the_team(registers_of(snapshot, _), snapshot.manifest.as_of)


def registers_of(snapshot: Snapshot, _: Translate) -> Registers:
    """The rows of a snapshot. Raises Usage where they are not here, or are damaged."""
    number_of = snapshot.manifest.number
    if not reading.has_registers(snapshot.folder):
        said = _("The registers of snapshot {number} are not here, so rows cannot be counted.")
        raise Usage(said.format(number=number_of))
    try:
        return snapshot.registers()
    except Damaged:
        said = _("Snapshot {number} is damaged and is not used.")
        raise Usage(said.format(number=number_of)) from None


FIGURES = Verb("figures", N_("print the figures that everyone may see"), _figures_takes, _figures)
