"""One spelling for cells, names and ids that differ only by what the eye does not see."""

import re
import unicodedata
from typing import Literal

UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
"""Soft hyphens, joiners and marks of direction that come along when text is copied."""


SPACES = re.compile(r"\s+")


LOOK_ALIKES = str.maketrans("АВЕКМНОРСТУХІЈЅаеорсухіјѕ", "ABEKMHOPCTYXIJSaeopcyxijs")
"""Cyrillic letters that look like Latin ones."""


def tidy(cell: str | None) -> str | None:
    """A cell with plain spaces only, and none around it; None where nothing is left."""
    if not cell:
        return None
    if cell.isascii():
        return cell.strip() or None
    return _in_pieces("NFC", SPACES.sub(" ", UNSEEN.sub("", cell)).strip()) or None


def folded(name: str) -> str:
    """One spelling for names that differ by capitals, spaces and composed letters only.

    A Mac writes ä as two signs. For comparison.
    """
    plain = name if name.isascii() else _in_pieces("NFC", name)
    return " ".join(plain.casefold().split())


def letters(text: str) -> str:
    """The letters and digits of a text alone, folded: what is left where people write apart."""
    return "".join(filter(str.isalnum, folded(text)))


PIECE = 2000


def compatible(text: str) -> str:
    """Letters and digits in their one usual form (NFKC)."""
    return _in_pieces("NFKC", text)


def _in_pieces(form: Literal["NFC", "NFKC"], text: str) -> str:
    """Unicode's own way, piece by piece: its time grows with the square of a run of accents."""
    pieces = range(0, len(text), PIECE)
    return "".join(unicodedata.normalize(form, text[at : at + PIECE]) for at in pieces)


def same_id(text: str) -> str:
    """One spelling for ids that differ by case, spaces or letters that look alike only.

    Where an id, or its part between slashes, has no digits, it may be a name: there a space tells
    Li Na from Lina, and only further spaces make no difference.
    """
    if text.isascii() and text.isalnum():
        return text.upper()
    plain = SPACES.sub(" ", compatible(UNSEEN.sub("", text))).translate(LOOK_ALIKES).upper()
    return "/".join(
        part.replace(" ", "") if any(map(str.isdigit, part)) else part.strip()
        for part in plain.split("/")
    )
