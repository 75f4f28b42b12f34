"""Ids, in whatever spelling they are written."""

import polars as pl

from mittaristo.i18n.normalisation import same_id
from mittaristo.importing.parsing.parsed import SEVERAL, Parsed


def same_ids(text: pl.Series) -> pl.Series:
    """Ids in the one spelling that those who differ by case, spaces or look-alikes share."""
    one = {cell: same_id(cell) for cell in text.drop_nulls().unique()}
    return text.replace_strict(one, default=None, return_dtype=pl.String)


def ids(text: pl.Series) -> Parsed:
    """The same, and where an id was written otherwise."""
    values = same_ids(text)
    changed = (text != values) & ~text.str.contains("(?i)" + SEVERAL.pattern)
    places = changed.fill_null(value=False).arg_true().to_list()
    return Parsed(values, {"alike": places} if places else {})
