"""Ids, in whatever spelling they are written."""

import polars as pl

from mittaristo.i18n.normalisation import same_id
from mittaristo.importing.parsing.parsed import SEVERAL, Parsed


def ids(text: pl.Series) -> Parsed:
    """Ids in the one spelling that those who differ by case, spaces or look-alikes share."""
    one = {cell: same_id(cell) for cell in text.drop_nulls().unique()}
    changed = {cell for cell, same in one.items() if cell != same and not SEVERAL.search(cell)}
    places = [place for place, cell in enumerate(text) if cell in changed] if changed else []
    values = pl.Series(text.name, [cell and one[cell] for cell in text], pl.String)
    return Parsed(values, {"alike": places} if places else {})
