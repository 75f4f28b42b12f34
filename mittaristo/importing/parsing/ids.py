"""Ids, in whatever spelling they are written."""

import polars as pl

from mittaristo.i18n.normalisation import same_id
from mittaristo.importing.parsing.parsed import SEVERAL, Parsed

PLAIN = "^[0-9A-Za-z]+$"
"""Ids that have no spelling but their capitals."""


def same_ids(text: pl.Series) -> pl.Series:
    """Ids in the one spelling that those who differ by case, spaces or look-alikes share."""
    plain = text.str.contains(PLAIN)
    others = text.filter(~plain).unique()
    known = pl.Series([same_id(cell) for cell in others], dtype=pl.String)
    one = pl.when(plain).then(text.str.to_uppercase()).otherwise(text.replace(others, known))
    return pl.select(one).to_series().alias(text.name)


def ids(text: pl.Series) -> Parsed:
    """The same, and where an id was written otherwise."""
    values = same_ids(text)
    changed = (text != values) & ~text.str.contains("(?i)" + SEVERAL.pattern)
    places = changed.fill_null(value=False).arg_true().to_list()
    return Parsed(values, {"alike": places} if places else {})
