"""Figures → tables for reading: columns in order, under headings for the reader."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import polars as pl

from mittaristo.i18n.table import Table
from mittaristo.i18n.wording import Wording
from mittaristo.privacy.disclosure import SafeFrame, shaped

NAMES = ("label", "name", "title")
"""Columns that may say which measure a row is about."""


def headed(figure: SafeFrame, headings: Mapping[str, str]) -> Table:
    """Some columns of texts, in order, under headings for the reader.

    A column `x_text` that stands beside a number `x` is one of numbers; the number, or the day
    `x`, is the value behind the text. Where the first column names the row's `measure`, the table
    knows which it is. Its other words and days tell each row from the others.
    """
    written = figure.select(list(headings))
    numeric = [
        place
        for place, name in enumerate(headings)
        if _is_number(figure, name.removesuffix("_text"))
    ]
    values = figure.select(_behind(figure, name).alias(name) for name in headings)
    made = Table.of_texts(
        headings.values(),
        written.iter_rows(),
        numeric=numeric,
        values=values.iter_rows(),
        measures=measures_of(figure) if next(iter(headings), "") in NAMES else (),
    )
    return replace(made, keys=tuple(_keys(figure)))


def _keys(figure: SafeFrame) -> Iterator[tuple[tuple[str, str], ...]]:
    """The words and days of each row, by their columns."""
    names = [
        name
        for name, kind in figure.schema.items()
        if kind in (pl.String, pl.Date) and not name.endswith("_text")
    ]
    for row in figure.select(names).iter_rows():
        yield tuple((name, str(one)) for name, one in zip(names, row, strict=True) if one)


def measures_of(figure: SafeFrame) -> list[str]:
    """The id of each row's measure, empty where it has none; nothing without such a column."""
    if "measure" not in figure.columns:
        return []
    return [measure or "" for measure in figure["measure"].to_list()]


def _is_number(figure: SafeFrame, name: str) -> bool:
    return name in figure.columns and figure.schema[name].is_numeric()


def _behind(figure: SafeFrame, name: str) -> pl.Expr:
    """The number or day that a column of texts writes out; the text where there is none."""
    value = name.removesuffix("_text")
    is_day = value in figure.columns and figure.schema[value] == pl.Date
    return pl.col(value if is_day or _is_number(figure, value) else name)


def spread(
    figure: SafeFrame,
    rows: tuple[str, str],
    columns: str,
    values: str,
    _: Wording,
    *,
    newest_first: str | None = None,
) -> Table:
    """One row a value of `rows`, one column a value of `columns`, numbers written out.

    `rows` is a column and the heading it gets; `newest_first` a date column to sort by, which is
    also the value behind the texts of `rows`.
    """
    column, heading = rows
    ordered = (
        figure.sort(newest_first, descending=True, maintain_order=True) if newest_first else figure
    )
    names = figure[columns].unique(maintain_order=True).to_list()
    behind = newest_first or column
    index = list(dict.fromkeys([column, behind]))
    wide = ordered.pivot(columns, index=index, values=values, maintain_order=True)
    written = wide.select(column, *(_.numbers(name) for name in names))
    numeric = range(1, len(names) + 1)
    native = list(wide.select(behind, *names).iter_rows())
    texts = written.iter_rows()
    made = Table.of_texts([heading, *names], texts, numeric=numeric, values=native)
    days = [row[0] for row in native if newest_first and isinstance(row[0], dt.date)]
    return replace(made, keys=tuple((("month", f"{day:%Y-%m}-01"),) for day in days))


@shaped
def among(figure: SafeFrame, measures: Sequence[str]) -> pl.DataFrame:
    """The rows about some measures."""
    return figure.filter(pl.col("measure").is_in(measures))


@shaped
def only(figure: SafeFrame, measure: str) -> pl.DataFrame:
    """The rows about one measure."""
    return figure.filter(pl.col("measure") == measure)
