"""Ids under a keyed digest, so that rows still fit together and nobody is named."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from mittaristo.registers.schemas import IDENTIFYING, TABLES, Registers, columns, stored_schema

PutTogether = Mapping[str, frozenset[str]]
"""Table → its columns whose cells a mapping made from several others."""


@dataclass(frozen=True)
class Key:
    """The secret of the pseudonyms. It never lies in the store."""

    secret: bytes

    @property
    def id(self) -> str:
        """Tells two keys apart without giving anything away."""
        return hashlib.sha256(b"mittaristo key id:" + self.secret).hexdigest()[:16]

    def pseudonym(self, entity: str, value: str) -> str:
        """The same id gives the same pseudonym, and another for another entity."""
        message = f"{entity}:{value}".encode()
        return hmac.digest(self.secret, message, "sha256").hex()[:32]

    def pseudonyms(self, entity: str, values: pl.Series) -> pl.Series:
        """A pseudonym for each value; empty stays empty."""
        return pl.Series(
            values.name,
            [None if value is None else self.pseudonym(entity, value) for value in values],
            dtype=pl.String,
        )


PUBLIC_KEY = Key(b"mittaristo: invented data needs no secret")
"""For invented data only, so that everyone can make the same snapshot."""


def entity(name: str, column: str, put_together: PutTogether) -> str | None:
    """What the pseudonyms of a column are about; None where the column is stored as it is.

    A key that a mapping puts together from cells holds their text. So it becomes a pseudonym like
    the id of a person, and so do the references to it, in whichever way they were written.
    """
    metadata = columns(name)[column].metadata or {}
    if own := metadata.get("entity"):
        return str(own)
    target = metadata.get("references") or name
    key = TABLES[target].primary_key()[:1]
    if put_together.get(target, frozenset()).isdisjoint(key):
        return None
    return target if metadata.get("references") or [column] == key else None


def pseudonymise(
    typed: Mapping[str, pl.DataFrame], put_together: PutTogether, key: Key
) -> Registers:
    """Checked tables as they are stored: own columns only, pseudonyms for ids, in a total order."""
    return {
        name: _pseudonymised(name, typed[name], put_together, key)
        for name in TABLES
        if name in typed
    }


def own_ids(
    typed: Mapping[str, pl.DataFrame], put_together: PutTogether, key: Key
) -> dict[str, str]:
    """Pseudonym → the id as it was written, of checked tables: for the team, and never stored."""
    found: dict[str, str] = {}
    for name, frame in typed.items():
        for column in columns(name):
            about = entity(name, column, put_together)
            if about and column in frame.columns:
                ids = frame[column].drop_nulls().unique()
                found |= {key.pseudonym(about, one): one for one in ids}
    return found


def _pseudonymised(
    name: str, frame: pl.DataFrame, put_together: PutTogether, key: Key
) -> pl.DataFrame:
    assert not set(IDENTIFYING.get(name, ())) & set(frame.columns)
    for column in columns(name):
        if about := entity(name, column, put_together):
            frame = frame.with_columns(key.pseudonyms(about, frame[column]))
    own = list(stored_schema(name))
    return frame.select(own).sort(own)
