"""What keeps a figure or a table from pointing at a person.

Three things: pseudonyms for ids, a search for personal data in public texts, and the one door
through which a figure becomes a `SafeFrame`, the only kind that charts and pages accept.
"""

import contextlib
import hashlib
import hmac
import os
import re
import secrets
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NewType

import polars as pl

from mittaristo.texts import N_

SafeFrame = NewType("SafeFrame", pl.DataFrame)
"""A table that everyone may see. Only `release` makes one."""


class UnprotectedFigure(Exception):
    """A figure by attributes of persons, for which no protection has been carried out."""


def release(figure: pl.DataFrame, *, protects: tuple[str, ...]) -> SafeFrame:
    """Let a figure out to everyone.

    `protects` are the attributes of persons by which it counts, as its query declares them.
    Such a figure has to be merged and hidden first; until that is done, it is refused.
    """
    if protects:
        raise UnprotectedFigure(f"counts persons by {', '.join(protects)}")
    return SafeFrame(figure)


def read_released(figure: pl.DataFrame) -> SafeFrame:
    """A figure read back from the figures of a published snapshot, which only `release` fills."""
    return SafeFrame(figure)


def shaped(table: pl.DataFrame, *, of: SafeFrame) -> SafeFrame:
    """A table made from nothing but a released figure and words: as safe as that."""
    del of
    return SafeFrame(table)


# --- Pseudonyms -------------------------------------------------------------------------------


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


class KeyMissing(Exception):
    """There is no key for a project of real data. Holds the path where it was looked for."""


def key_path(project_id: str, environ: Mapping[str, str] = os.environ) -> Path:
    """Where the key of a project lies: MITTARISTO_KEY_FILE, or the user's configuration."""
    if named := environ.get("MITTARISTO_KEY_FILE"):
        return Path(named)
    configuration = environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(configuration) / "mittaristo" / f"{project_id}.key"


def make_key(path: Path) -> bool:
    """Make a key that only its owner can read; False where there was one already.

    It outlasts a power cut before anything is protected with it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    try:
        with os.fdopen(handle, "w", encoding="ascii") as target:
            target.write(secrets.token_hex(32) + "\n")
            target.flush()
            os.fsync(target.fileno())
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except BaseException:
        with contextlib.suppress(OSError):
            path.unlink()
        raise
    return True


def load_key(path: Path) -> Key:
    """Read a key. Raises KeyMissing where there is none or it is too short to be one."""
    try:
        secret = path.read_bytes().strip()
    except OSError as error:
        raise KeyMissing(str(path)) from error
    if len(secret) < 32:
        raise KeyMissing(str(path))
    return Key(secret)


# --- Personal data in texts -------------------------------------------------------------------

IDENTITY_CODE = re.compile(
    r"(?<![0-9A-Za-z])(\d{6}) ?[-+YXWVUABCDEF] ?(\d{3})([0-9A-Y])(?![0-9A-Za-z])", re.IGNORECASE
)
CHECK_CHARACTERS = "0123456789ABCDEFHJKLMNPRSTUVWXY"
EMAIL = re.compile(r"[\w.+-]+ ?@ ?[\w-]+\.\w")
PHONE_ABROAD = re.compile(r"(\+|(?<![0-9A-Za-z])00)[ ]?\d{1,3}[ ./()-]*(\d[ ./()-]*){6,12}")
PHONE = re.compile(r"(?<![0-9A-Za-z.,])\(?0[1-9]\d{0,2}\)?[ ./-]*(\d[ ./-]?){5,8}\d(?!\d)")
TIME_OF_DAY = re.compile(r"(?<![0-9.])([01]?\d|2[0-3])[.:][0-5]\d(?![0-9.])")
MOBILE_IN_GROUPS = re.compile(r"(?<![0-9A-Za-z])0(?:4\d|50)\d?[ -]\d{3,4}[ -]?\d{3,4}(?!\d)")
IBAN = re.compile(
    r"(?<![0-9A-Z])[A-Z]{2}\d{2}(?:[ -]?[0-9A-Z]{4}){2,7}[ -]?[0-9A-Z]{0,3}(?![0-9A-Z])"
)
WORDS = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
LONGEST_NAME = 5
"""How many words a name has at most."""

DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")


def personal_data_in(text: str, *, phones: bool) -> str | None:
    """What kind of personal data a text seems to hold, as a sentence of the catalogue.

    Running numbers used as ids look like telephone numbers: `phones` tells whether to mind those
    that are written in one piece.
    """
    text = unicodedata.normalize("NFKC", text).translate(DASHES)
    for day, individual, check in IDENTITY_CODE.findall(text):
        if CHECK_CHARACTERS[int(day + individual) % 31] == check.upper():
            return N_("a Finnish identity code")
    if EMAIL.search(text):
        return N_("an e-mail address")
    if any(map(_is_iban, IBAN.findall(text.upper()))):
        return N_("a bank account number")
    if MOBILE_IN_GROUPS.search(text):
        return N_("a telephone number")
    if PHONE_ABROAD.search(text) or (phones and PHONE.search(TIME_OF_DAY.sub("", text))):
        return N_("a telephone number")
    return None


def _is_iban(written: str) -> bool:
    """Whether the two check digits of an account number are right."""
    plain = re.sub("[ -]", "", written)
    moved = plain[4:] + plain[:4]
    return int("".join(str(int(one, 36)) for one in moved)) % 97 == 1


def names_known(names: Iterable[str]) -> frozenset[tuple[str, ...]]:
    """Names and codes of persons as words, in either order of first and last name."""
    known = set()
    for name in names:
        words = tuple(WORDS.findall(name.casefold()))
        if sum(map(len, words)) >= SHORTEST_NAME:
            known |= {words, (*words[1:], *words[:1]), (*words[-1:], *words[:-1])}
    return frozenset(known)


SHORTEST_NAME = 4
"""Shorter ones are found in any text."""


def names_someone(text: str, known: frozenset[tuple[str, ...]]) -> bool:
    """Whether one of the known names stands in a text."""
    words = WORDS.findall(text.casefold())
    return any(
        tuple(words[at : at + length]) in known
        for at in range(len(words))
        for length in range(1, LONGEST_NAME + 1)
    )
