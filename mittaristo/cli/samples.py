"""The verb that draws units of a measure for an on-the-spot check: for the team alone."""

import argparse
import datetime as dt
import secrets
from collections.abc import Mapping
from pathlib import Path

import polars as pl

from mittaristo import project
from mittaristo.cli.figures import registers_of
from mittaristo.cli.outgoing.sending import takes_figures
from mittaristo.cli.registers import takes_mapping
from mittaristo.cli.verb import DONE, Usage, Verb, a_number, may_be_written, written_to
from mittaristo.figures.sample import drawn, rows_behind, units_that_count
from mittaristo.i18n.translation import N_, Language, Translate
from mittaristo.importing.mapping import schema
from mittaristo.panels.parts.view import View
from mittaristo.privacy.keys import key_with
from mittaristo.privacy.pseudonyms import Key, own_ids
from mittaristo.project import Project
from mittaristo.publishing import publish
from mittaristo.registers.schemas import Registers
from mittaristo.reports.origin import Origin
from mittaristo.reports.team.sample_file import Sample, sample_workbook
from mittaristo.snapshots import selection
from mittaristo.snapshots.manifest import Manifest
from mittaristo.snapshots.reading import Snapshot
from mittaristo.snapshots.writing import alone, append_line

WITHOUT_ROWS = "clients"
"""A register whose rows are not told: who somebody is does not show what happened."""

LOG = "samples.jsonl"
"""Which samples were drawn, of which snapshot and with which seed: beside the snapshots."""

SEEDS = 10**9
"""A seed that is not given is one of so many."""


def _sample_takes(made: argparse.ArgumentParser, _: Translate) -> None:
    made.add_argument("measure", metavar=_("MEASURE"), help=_("for example employments"))
    takes_figures(made, _)
    made.add_argument("--size", type=a_number(_), required=True, metavar="K")
    again = _("of an earlier draw, to draw the same again (otherwise by chance)")
    made.add_argument("--seed", type=a_number(_), metavar="S", help=again)
    own = _("a workbook, or a folder of <table>.csv, for your own ids; nothing of it is stored")
    made.add_argument("--source", type=Path, metavar=_("REGISTERS"), help=own)
    takes_mapping(made, _)
    made.add_argument("-o", dest="output", type=Path, required=True, metavar="OUT.xlsx")


def _sample(parsed: argparse.Namespace, _: Translate, language: Language) -> int:
    """Draw, and write what was drawn with seed and snapshot."""
    may_be_written(parsed.output, _)
    if parsed.size < 1:
        raise Usage(_("A sample has at least one unit."))
    found = project.load(parsed.data / parsed.project)
    choice = selection.choose(
        found.folder, team=True, early=True, as_of=parsed.as_of, number=parsed.snapshot
    )
    if choice.snapshot is None:
        raise Usage(_("There is no such snapshot."))
    snapshot = choice.snapshot
    registers = registers_of(snapshot, _)
    units = _units(snapshot, parsed.measure, registers, _)
    seed = secrets.randbelow(SEEDS) if parsed.seed is None else parsed.seed
    lots = drawn(units, parsed.size, seed, snapshot.manifest.digests["registers"])
    behind = snapshot.figures.measures[parsed.measure].registers
    told = len(behind) == 1 and behind[0] != WITHOUT_ROWS
    rows = rows_behind(lots, behind[0], registers) if told else lots.select([])
    own = _own_ids(parsed, found, snapshot, _)
    sample = Sample(parsed.measure, lots, rows, own, units.height, seed)
    origin = Origin.of(snapshot, View(snapshot.figures, language, role="team"))
    with written_to(parsed.output, _):
        parsed.output.write_bytes(sample_workbook(sample, origin))
    with written_to(found.folder / LOG, _), alone(found.folder):
        append_line(found.folder, LOG, written(sample, snapshot.manifest))
    said = _("Drawn {drawn} of {all} with seed {seed}. Written: {path}")
    print(said.format(drawn=lots.height, all=units.height, seed=seed, path=parsed.output))
    return DONE


def written(sample: Sample, manifest: Manifest) -> dict[str, object]:
    """The line of a draw in the log: all that the same draw takes, and nothing of a row."""
    return {
        "at": dt.datetime.now(dt.UTC).astimezone().isoformat(timespec="seconds"),
        "snapshot": manifest.number,
        "registers": manifest.digests["registers"],
        "measure": sample.measure,
        "seed": sample.seed,
        "drawn": sample.units.height,
        "of": sample.of_all,
    }


def _units(snapshot: Snapshot, measure: str, registers: Registers, _: Translate) -> pl.DataFrame:
    """The units that count on the as-of day. Raises Usage where there is no such measure."""
    kept = snapshot.figures.kept(*snapshot.figures.measures)
    if measure not in kept:
        said = _("There is no figure {name} to draw from. There are: {names}")
        raise Usage(said.format(name=measure, names=", ".join(kept)))
    return units_that_count(snapshot.figures, measure, registers)


def _own_ids(
    parsed: argparse.Namespace, found: Project, snapshot: Snapshot, _: Translate
) -> Mapping[str, str]:
    """Pseudonym → the team's own id, of what a source holds; none without one."""
    if not parsed.source:
        return {}
    mapping = schema.load(parsed.mapping) if parsed.mapping else None
    checked = publish.check(parsed.source, found, mapping)
    key = _key(found, snapshot, _)
    return own_ids(checked.typed, checked.put_together(), key)


def _key(found: Project, snapshot: Snapshot, _: Translate) -> Key:
    """The key that a snapshot's pseudonyms were made with. Raises Usage or Refusal."""
    key = key_with(found.id, snapshot.manifest.key_id)
    if key is None:
        said = _("Snapshot {number} was made with another key, so own ids cannot be found.")
        raise Usage(said.format(number=snapshot.manifest.number))
    return key


SAMPLE = Verb(
    "sample",
    N_("draw units of a figure for an on-the-spot check, for the team"),
    _sample_takes,
    _sample,
)
