"""Columns written out for the reader: expressions that give text in the reader's language."""

import polars as pl

from mittaristo.i18n.formats import day, month, number, percent
from mittaristo.i18n.terms import code, language_name
from mittaristo.i18n.translation import Language


def numbers(column: str, language: Language) -> pl.Expr:
    return pl.col(column).map_elements(
        lambda value: number(value, language), pl.String, skip_nulls=False
    )


def percents(column: str, language: Language) -> pl.Expr:
    return pl.col(column).map_elements(lambda share: percent(share, language), pl.String)


def days(column: str, language: Language) -> pl.Expr:
    return pl.col(column).map_elements(lambda value: day(value, language), pl.String)


def months(column: str, language: Language) -> pl.Expr:
    return pl.col(column).map_elements(lambda value: month(value, language), pl.String)


def codes(column: str, language: Language) -> pl.Expr:
    return pl.col(column).map_elements(lambda value: code(value, language), pl.String)


def languages(column: str, language: Language) -> pl.Expr:
    return pl.col(column).map_elements(lambda value: language_name(value, language), pl.String)
