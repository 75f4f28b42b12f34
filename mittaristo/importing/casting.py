"""Columns of text → typed columns, with what could not be read and what was normalised."""

from collections.abc import Mapping

import dataframely as dy
import polars as pl

from mittaristo.i18n.translation import Language
from mittaristo.importing.many import on_rows
from mittaristo.importing.parsing import codes
from mittaristo.importing.source import TextTable
from mittaristo.messages.problems import Problem
from mittaristo.registers.schemas import SOURCE_ROW, columns


def may_be_coded(kind: dy.Column) -> tuple[str, ...]:
    """The rules that a mapping can satisfy by saying what a cell of such a column means."""
    if isinstance(kind, dy.Bool) or {"codes", "form"} & (kind.metadata or {}).keys():
        return ("code", "pattern", "true_false", "missing")
    if isinstance(kind, dy.Date):
        return ("date", "no_such_day", "day_or_month_first", "day_as_number")
    return ("integer",) if isinstance(kind, dy.Int64) else ()


def typed_columns(
    name: str, table: TextTable, measures: Mapping[str, Mapping[Language, str]]
) -> tuple[pl.DataFrame, list[Problem], dict[str, pl.Series]]:
    """Parse each column into its type; what cannot be parsed is empty and an error.

    What was understood although it was written otherwise is told, too. And column → `source_row`
    of each cell that could not be parsed.
    """
    messages: list[Problem] = []
    unread: dict[str, pl.Series] = {}
    numbers = table.frame[SOURCE_ROW]
    written = {column: table.frame[column] for column in table.frame.columns}

    def understood(column: str, kind: dy.Column, *, birth: bool = False) -> pl.Series:
        form = table.day_forms.get(column) or table.day_forms.get("")
        if column in table.derived:
            rule, found = table.derived[column](written[column], form)
        elif written[column].null_count() == table.frame.height:
            return pl.Series(column, [None] * table.frame.height, kind.dtype)
        else:
            rule, found = codes.parsed(kind, written[column], form, measures, birth=birth)
        doubted = {place for places in found.ambiguous.values() for place in places}
        failed = (written[column].is_not_null() & found.values.is_null()).arg_true()
        faults = {rule: [place for place in failed if place not in doubted], **found.ambiguous}
        for fault, places in faults.items():
            rows = numbers.gather(places)
            messages.extend(on_rows(Problem(fault, table.place, None, column), rows.to_list()))
            if len(rows):
                unread[column] = rows.append(unread.get(column, rows.clear()))
        for repair, places in found.normalised.items():
            count = {"count": len(places)}
            messages.append(Problem(repair, table.place, numbers[places[0]], column, count))
        for doubt, places, said in found.doubts:
            details = {**said, "count": len(places)}
            messages.append(Problem(doubt, table.place, numbers[places[0]], column, details))
        return found.values

    if name == "clients" and "birth_date" in written:
        born = understood("birth_date", dy.Date(), birth=True)
        years = born.dt.year().cast(pl.String)
        written["birth_year"] = pl.select(pl.coalesce(written["birth_year"], years)).to_series()
    kept = [numbers]
    for column, kind in columns(name).items():
        if (kind.metadata or {}).get("month"):
            written[column] = written[column].str.replace(r"^(\d{4}-\d{2})$", "$1-01")
        kept.append(understood(column, kind).alias(column))
    return pl.DataFrame(kept), messages, unread
