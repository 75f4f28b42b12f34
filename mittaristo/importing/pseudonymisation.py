"""Registers as they are stored: ids that could tell someone become pseudonyms."""

from collections.abc import Mapping

import polars as pl

from mittaristo.importing.source import TextTable
from mittaristo.privacy.pseudonyms import Key
from mittaristo.registers.schemas import IDENTIFYING, TABLES, columns, stored_schema


def entity(name: str, column: str, tables: Mapping[str, TextTable]) -> str | None:
    """What the pseudonyms of a column are about; None where the column is stored as it is.

    A key that a mapping puts together from cells holds their text. So it becomes a pseudonym like
    the id of a person, and so do the references to it, in whichever way they were written.
    """
    metadata = columns(name)[column].metadata or {}
    if own := metadata.get("entity"):
        return str(own)
    target = metadata.get("references") or name
    key = TABLES[target].primary_key()[:1]
    if target not in tables or tables[target].put_together.isdisjoint(key):
        return None
    return target if metadata.get("references") or [column] == key else None


def pseudonymised(
    name: str, frame: pl.DataFrame, tables: Mapping[str, TextTable], key: Key
) -> pl.DataFrame:
    """The table as it is stored: own columns only, pseudonyms for ids, in a total order."""
    assert not set(IDENTIFYING.get(name, ())) & set(frame.columns)
    for column in columns(name):
        if about := entity(name, column, tables):
            frame = frame.with_columns(key.pseudonyms(about, frame[column]))
    own = list(stored_schema(name))
    return frame.select(own).sort(own)
