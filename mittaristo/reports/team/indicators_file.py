"""Exact indicators by gender as a workbook for the funder, in the layout of monitoring data."""

from collections.abc import Mapping, Sequence

import polars as pl

from mittaristo.figures.team.indicators import by_gender, explanations
from mittaristo.i18n.table import Table
from mittaristo.i18n.wording import Wording
from mittaristo.reports.origin import Origin
from mittaristo.reports.team.sheets import Sheet, workbook
from mittaristo.transforms.review import indicators as shapes


def indicators_workbook(found: Mapping[str, pl.DataFrame], origin: Origin) -> bytes:
    """The workbook's bytes: indicators, checks, records that count, the way to EECR04, definitions.

    found: figures.computation.for_the_team.
    """
    _ = origin.view.wording
    sheets = [
        Sheet(_("Indicators"), _("ESF+ indicators by gender"), _indicators(found, _), _note(_)),
        Sheet(_("Checks"), _("What must hold between the indicators"), _checks(found, _)),
        Sheet(_("Records"), _("Records that count, and what the others lack"), _records(found, _)),
        Sheet("EECR04", _("From employments to EECR04"), _steps(found, _)),
        Sheet(_("Definitions"), _("What each indicator counts"), _definitions(_)),
    ]
    return workbook(_("ESF+ indicators by gender"), sheets, origin)


def _note(_: Wording) -> tuple[str, ...]:
    return (
        _("Exact numbers, for the funder only: small ones may point at a person."),
        _("Computed from the project's own registers; they are not the numbers of EURA."),
    )


def _indicators(found: Mapping[str, pl.DataFrame], _: Wording) -> Table:
    headings = (
        *(_("Code"), _("Indicator"), _("Unit"), _("Men"), _("Women"), _("Non-binary")),
        *(_("Total"), _("Of"), _("Of whom"), _("Basis")),
    )
    values = []
    for row in by_gender(found):
        told = explanations()[row["code"]]
        unit = _("number of entities") if row["code"] in ("EECO18", "EECO19") else _.unit("persons")
        basis = _("registers")
        if row["method"]:
            basis = _("estimate {day}: {method}").format(
                day=_.day(row["estimated_on"]), method=row["method"]
            )
        counted = (row["man"], row["woman"], row["non_binary"], row["total"], row["of_all"])
        name, of = told["name"][_.language], told["of"][_.language]
        values.append((row["code"], name, unit, *counted, of, basis))
    return _table(headings, values, range(3, 8), _)


def _checks(found: Mapping[str, pl.DataFrame], _: Wording) -> Table:
    headings = (
        _("Check"),
        _("Left side"),
        _("Relation"),
        _("Right side"),
        _("Difference"),
        _("Result"),
    )
    columns = ("rule", "left_value", "relation", "right_value", "holds")
    values = [
        (
            _(shapes.RULES[rule]),
            left,
            relation.replace("<=", "≤"),
            right,
            left - right,
            _(shapes.HOLDS[holds]),
        )
        for rule, left, relation, right, holds in found["indicator_checks"].select(columns).rows()
    ]
    return _table(headings, values, (1, 3, 4), _)


def _records(found: Mapping[str, pl.DataFrame], _: Wording) -> Table:
    counted = dict(found["indicator_records"].iter_rows())
    values = [(shapes.field_said(field, _), counted[field]) for field in shapes.FIELDS if counted]
    return _table((_("Records"), _("Persons")), values, (1,), _)


def _steps(found: Mapping[str, pl.DataFrame], _: Wording) -> Table:
    steps = found["from_employments_to_indicator"].select("step", "persons").rows()
    values = [(_(shapes.STEPS[name]), persons) for name, persons in steps]
    return _table((_("Step"), _("Number")), values, (1,), _)


def _definitions(_: Wording) -> Table:
    rows = [
        (code, told["name"][_.language], told["counted"][_.language], told["of"][_.language])
        for code, told in explanations().items()
    ]
    headings = (_("Code"), _("Indicator"), _("What is counted"), _("Of whom"))
    return Table.of_texts(headings, rows)


def _table(
    headings: tuple[str, ...],
    values: Sequence[tuple[str | int | None, ...]],
    numeric: tuple[int, ...] | range,
    _: Wording,
) -> Table:
    """A table of values, with numbers written out as its texts."""
    texts = [[cell if isinstance(cell, str) else _.number(cell) for cell in row] for row in values]
    return Table.of_texts(headings, texts, numeric=tuple(numeric), values=values)
