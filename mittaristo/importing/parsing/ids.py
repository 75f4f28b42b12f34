"""Ids, in whatever spelling they are written."""

import polars as pl

from mittaristo.i18n.normalisation import same_id
from mittaristo.importing.parsing.parsed import SEVERAL, Parsed

PLAIN = "^[0-9A-Za-z]+$"
"""Ids that have no spelling but their capitals."""


def ids(text: pl.Series) -> Parsed:
    """Ids in the one spelling that those who differ by case, spaces or look-alikes share."""
    plain = text.str.contains(PLAIN)
    others = text.filter(~plain).unique()
    known = pl.Series([same_id(cell) for cell in others], dtype=pl.String)
    values = pl.select(
        pl.when(plain).then(text.str.to_uppercase()).otherwise(text.replace(others, known))
    ).to_series()
    several = [cell for cell in others if SEVERAL.search(cell)]
    changed = (text != values) & ~text.is_in(several)
    places = changed.arg_true().to_list()
    return Parsed(values.alias(text.name), {"alike": places} if places else {})
