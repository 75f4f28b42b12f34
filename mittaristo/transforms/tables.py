"""Figures → tables for reading: columns in order, under headings for the reader. Pure."""

from collections.abc import Mapping, Sequence

import polars as pl

from mittaristo.i18n.translation import Language
from mittaristo.privacy.disclosure import SafeFrame, shaped
from mittaristo.transforms import text_columns


def spread(
    figure: SafeFrame,
    rows: tuple[str, str],
    columns: str,
    values: str,
    language: Language,
    *,
    newest_first: str | None = None,
) -> SafeFrame:
    """One row a value of `rows`, one column a value of `columns`, numbers written out.

    `rows` is a column and the heading it gets; `newest_first` a date column to sort by.
    """
    column, heading = rows
    ordered = (
        figure.sort(newest_first, descending=True, maintain_order=True) if newest_first else figure
    )
    names = figure[columns].unique(maintain_order=True).to_list()
    wide = ordered.pivot(columns, index=column, values=values, maintain_order=True)
    found = wide.select(
        pl.col(column).alias(heading), *(text_columns.numbers(name, language) for name in names)
    )
    return shaped(found, of=figure)


def parted(figure: SafeFrame, first: int) -> tuple[SafeFrame, SafeFrame]:
    """The first rows, and the others."""
    return shaped(figure.head(first), of=figure), shaped(figure.slice(first), of=figure)


def headed(figure: SafeFrame, headings: Mapping[str, str]) -> SafeFrame:
    """Some columns, in order, under headings for the reader."""
    return shaped(
        figure.select(pl.col(name).alias(said) for name, said in headings.items()), of=figure
    )


def among(figure: SafeFrame, measures: Sequence[str]) -> SafeFrame:
    """The rows of some measures."""
    return shaped(figure.filter(pl.col("measure").is_in(measures)), of=figure)


def only(figure: SafeFrame, measure: str) -> SafeFrame:
    """The rows of one measure."""
    return among(figure, [measure])
