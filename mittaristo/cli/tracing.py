"""The verb that follows one figure to its rows."""

import argparse
import os
import sys
from pathlib import Path

from mittaristo import access, project
from mittaristo.cli.verb import DONE, REFUSED, Usage, Verb, a_day, a_number, may_be_written
from mittaristo.i18n.translation import N_, Language, Translate
from mittaristo.snapshots import reading, selection


def _trace_takes(made: argparse.ArgumentParser, _: Translate) -> None:
    made.add_argument("measure", metavar=_("MEASURE"))
    made.add_argument("--project", required=True, metavar="P")
    which = made.add_mutually_exclusive_group()
    which.add_argument("--as-of", type=a_day(_), metavar="D")
    which.add_argument("--snapshot", type=a_number(_), metavar="N")
    made.add_argument(
        "--units",
        type=Path,
        metavar=_("FILE"),
        help=_("the units as a workbook, by their pseudonyms: for the team only"),
    )


def _trace(parsed: argparse.Namespace, _: Translate, language: Language) -> int:
    """Say of a figure all that its page does, and count its units anew."""
    # Only here: charts take as long to load as everything that the other verbs need.
    from mittaristo.cli.traced import counted_anew, told, write_units

    found = project.load(parsed.data / parsed.project)
    role = access.role("127.0.0.1", os.environ, synthetic=found.synthetic)
    team, early = role == "team", access.may_publish("127.0.0.1", os.environ)
    if parsed.units is not None:
        if not team:
            raise Usage(_("The units are for the team only: set MITTARISTO_ROLE=team."))
        may_be_written(parsed.units, _)
    asked = {"as_of": parsed.as_of, "number": parsed.snapshot}
    choice = selection.choose(found.folder, team=team, early=early, **asked)
    for damaged in choice.damaged:
        said = _("Snapshot {number} is damaged and is not used.")
        print(said.format(number=damaged), file=sys.stderr)
    snapshot = choice.snapshot
    if snapshot is None:
        raise Usage(_("There is no such snapshot."))
    if not snapshot.figures.kept(parsed.measure):
        said = _("There is no figure {name} in this snapshot. There are: {names}")
        names = snapshot.figures.kept(*snapshot.figures.measures)
        raise Usage(said.format(name=parsed.measure, names=", ".join(names)))
    for line in told(found, snapshot, parsed.measure, role, language, early=early):
        print(line)
    if not reading.has_registers(snapshot.folder):
        if parsed.units is not None:
            raise Usage(_("The registers of this snapshot are not here."))
        print(_("The registers of this snapshot are not here."))
        return DONE
    units, line, agrees = counted_anew(snapshot, parsed.measure, language)
    print(line)
    if parsed.units is not None:
        write_units(parsed.units, units, snapshot, parsed.measure, language)
    return DONE if agrees else REFUSED


TRACE = Verb(
    "trace", N_("follow a figure to its rows, and count its units anew"), _trace_takes, _trace
)
