"""The units behind a figure as a table and a workbook, by own ids where they are known."""

import datetime as dt
from collections.abc import Mapping, Sequence

import polars as pl

from mittaristo.i18n.table import Table, Value
from mittaristo.i18n.wording import Wording
from mittaristo.registers.schemas import columns, stored_schema
from mittaristo.reports.origin import Origin
from mittaristo.reports.team.sheets import Sheet, workbook


def units_table(units: pl.DataFrame, own: Mapping[str, str], _: Wording) -> Table:
    """A row a unit of a figure: its days, its weight, and whether it counts on the as-of day.

    units: figures.provenance.units.units_behind. own: pseudonym → own id; empty where not known.
    """
    names = ("unit_id", "counts_from", "counts_until", "weight", "counts")
    values = [
        (*_named(unit, own), first, until, float(weight), _("yes") if counts else _("no"))
        for unit, first, until, weight, counts in units.select(names).rows()
    ]
    headings = [*_unit(own, _), _("Counts from"), _("Counts until"), _("Weight"), _("Counts")]
    return _written(headings, values, _)


def moves_table(moves: pl.DataFrame, own: Mapping[str, str], _: Wording) -> Table:
    """A row a unit that was recorded late or corrected: its days then and now, and by how much.

    moves: figures.provenance.moves.besides_growth.
    """
    said = {"late": _("recorded late"), "corrections": _("corrected")}
    names = ("unit_id", "part", "counts_from_then", "counts_from", "difference")
    values = [
        (*_named(unit, own), said[part], then, now, difference)
        for unit, part, then, now, difference in moves.select(names).rows()
    ]
    days = (_("Counted from, then"), _("Counts from, now"))
    return _written([*_unit(own, _), _("What happened"), *days, _("Change")], values, _)


def rows_table(rows: pl.DataFrame, own: Mapping[str, str], _: Wording) -> Table:
    """A row a column of a register's row that is another now: what stood there, and what does.

    rows: figures.provenance.row_moves.rows_of_units.
    """
    said = {"added": _("added"), "changed": _("changed"), "removed": _("removed")}
    values = [
        (
            _.term("tables", one["register"]),
            "/".join(own.get(part, part) for part in one["row_id"].split("/")),
            said[one["what"]],
            _.term("columns", one["column"]),
            *(_cell(one, when, own, _) for when in ("then", "now")),
        )
        for one in rows.iter_rows(named=True)
    ]
    headings = [_("Register"), _("Row"), _("What happened"), _("Column"), _("Then"), _("Now")]
    return _written(headings, values, _)


def _cell(one: Mapping[str, str], when: str, own: Mapping[str, str], _: Wording) -> Value:
    """A cell as its kind is written: a day, a code, an id, or as it stands."""
    text, register, column = one[when], one["register"], one["column"]
    if text is None or text in own:
        return own.get(text, "") if text else ""
    if stored_schema(register)[column] == pl.Date:
        return dt.date.fromisoformat(text)
    if text in (columns(register)[column].metadata or {}).get("codes", ()):
        return _.code(text)
    return {"true": _("yes"), "false": _("no")}.get(text, text)


def units_workbook(label: str, sheets: Mapping[str, Table], origin: Origin) -> bytes:
    """Such tables by the names of their sheets: the same bytes for the same tables and snapshot."""
    _ = origin.view.wording
    title = _("Units of the figure: {figure}").format(figure=label)
    return workbook(title, [Sheet(name, title, table) for name, table in sheets.items()], origin)


def _unit(own: Mapping[str, str], _: Wording) -> list[str]:
    return [_("Own id")] if own else [_("Unit (pseudonym)")]


def _named(unit: str, own: Mapping[str, str]) -> tuple[str]:
    return (own.get(unit, unit),)


def _written(headings: Sequence[str], values: Sequence[Sequence[Value]], _: Wording) -> Table:
    """A table of values, with numbers and days written out as its texts."""
    texts = [[_text(value, _) for value in row] for row in values]
    numeric = [headings.index(name) for name in (_("Weight"), _("Change")) if name in headings]
    return Table.of_texts(headings, texts, numeric=numeric, values=values)


def _text(value: Value, _: Wording) -> str:
    if isinstance(value, dt.date):
        return _.day(value)
    return _.number(value) if isinstance(value, int | float) else value or ""
