"""Ids under a keyed digest, so that rows still fit together and nobody is named."""

import hashlib
import hmac
from dataclasses import dataclass

import polars as pl


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
