"""A sample of a measure's units as a workbook, with what is needed to draw it again."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from mittaristo.i18n.table import Table, Value
from mittaristo.i18n.wording import Wording
from mittaristo.reports.origin import Origin
from mittaristo.reports.team.sheets import Sheet, workbook


@dataclass(frozen=True)
class Sample:
    """What was drawn. `units`: figures.team.sample.drawn; `rows`: rows_behind, one beside each.

    `own`: pseudonym → the team's own id, empty where no source was given. `of_all`: how many units
    there were to draw from.
    """

    measure: str
    units: pl.DataFrame
    rows: pl.DataFrame
    own: Mapping[str, str]
    of_all: int
    seed: int


def sample_workbook(sample: Sample, origin: Origin) -> bytes:
    """The workbook's bytes: the same for the same sample and snapshot."""
    _, explained = origin.view.wording, origin.view.figures.measures[sample.measure]
    label = explained.label[origin.view.language]
    title = _("Sample for an on-the-spot check: {label}").format(label=label)
    told = [
        (label, explained.definition[origin.view.language]),
        (_("Units to draw from"), _.number(sample.of_all)),
        (_("Drawn"), _.number(sample.units.height)),
        (_("Seed"), str(sample.seed)),
        (_("How it was drawn"), _how(_)),
        (_("To draw it again"), _again(sample, origin)),
    ]
    return workbook(title, [Sheet(_("Sample"), title, _table(sample, _))], origin, told)


def _how(_: Wording) -> str:
    return _(
        "Each unit has a lot: the SHA-256 of seed:digest:measure:unit, where the digest is that of"
        " the snapshot's registers. The units with the smallest lots are drawn. A snapshot never"
        " changes, so the same seed gives the same draw."
    )


def _again(sample: Sample, origin: Origin) -> str:
    return (
        f"python -m mittaristo sample {sample.measure} --project {origin.project}"
        f" --snapshot {origin.number} --size {sample.units.height} --seed {sample.seed} -o …"
    )


def _table(sample: Sample, _: Wording) -> Table:
    """A row a unit in the order of the draw, with empty columns for what is found."""
    columns = [name for name in sample.rows.columns if sample.rows[name].is_not_null().any()]
    headings = [_("No."), _("Unit"), *([_("Own id")] if sample.own else []), _("Counts from")]
    headings += [_.term("columns", name) for name in columns]
    headings += [_("Checked on"), _("Finding")]
    values: list[tuple[Value, ...]] = []
    rows = sample.rows.select(columns).rows() if columns else [()] * sample.units.height
    units = sample.units.select("unit_id", "counts_from").rows()
    for place, ((unit, since), row) in enumerate(zip(units, rows, strict=True), start=1):
        own = [sample.own.get(unit, "")] if sample.own else []
        told = [_cell(name, value, sample, _) for name, value in zip(columns, row, strict=True)]
        values.append((place, unit, *own, since, *told, None, None))
    texts = [[_text(value, _) for value in row] for row in values]
    return Table.of_texts(headings, texts, numeric=(0,), values=values)


def _cell(column: str, value: Value | bool, sample: Sample, _: Wording) -> Value:
    """A code in words; an id as it is, or the team's own id where that is known."""
    if isinstance(value, bool):
        return _.code(str(value).lower())
    if not isinstance(value, str):
        return value
    return sample.own.get(value, value) if column.endswith("_id") else _.code(value)


def _text(value: Value, _: Wording) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    return _.number(value) if isinstance(value, int | float) else _.day(value)
