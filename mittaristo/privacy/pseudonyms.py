"""Ids under a keyed digest, so that rows still fit together and nobody is named."""

import hashlib
import hmac
from collections.abc import Iterable, Iterator, Mapping
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
        return next(self.pseudonyms(entity, [value]))

    def pseudonyms(self, entity: str, values: Iterable[str]) -> Iterator[str]:
        """A pseudonym for each value."""
        begun = hmac.new(self.secret, f"{entity}:".encode(), "sha256")
        for value in values:
            message = begun.copy()
            message.update(value.encode())
            yield message.hexdigest()[:32]


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
    known: dict[str, pl.DataFrame] = {}
    for name, frame in typed.items():
        for column in columns(name):
            if about := entity(name, column, put_together):
                known[about] = _with_more(known.get(about, KNOWN), frame[column], about, key)
    return {
        name: _pseudonymised(name, typed[name], put_together, known)
        for name in TABLES
        if name in typed
    }


KNOWN = pl.DataFrame(schema={"own": pl.String, "pseudonym": pl.String})


def _with_more(known: pl.DataFrame, ids: pl.Series, about: str, key: Key) -> pl.DataFrame:
    """The pseudonyms of an entity, each made once, and those of further ids."""
    new = pl.DataFrame({"own": ids.drop_nulls().unique()}).join(known, on="own", how="anti")["own"]
    made = pl.Series("pseudonym", key.pseudonyms(about, new), pl.String)
    return pl.concat([known, pl.DataFrame([new, made])])


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
    name: str, frame: pl.DataFrame, put_together: PutTogether, known: Mapping[str, pl.DataFrame]
) -> pl.DataFrame:
    assert not set(IDENTIFYING.get(name, ())) & set(frame.columns)
    for column in columns(name):
        if about := entity(name, column, put_together):
            ids = frame.select(own=column).join(known[about], "own", "left", maintain_order="left")
            frame = frame.with_columns(ids["pseudonym"].alias(column))
    own = list(stored_schema(name))
    return frame.select(own).sort(own)
