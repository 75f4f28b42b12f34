"""Which municipality is meant by a name, a code or a postal code (and its town)."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

from mittaristo.i18n.normalisation import folded
from mittaristo.i18n.terms import meant, words

UNKNOWN, NOT_IN_FINLAND, ABROAD = "199", "198", "200"
"""The codes of the population register for a home municipality that is not known, of somebody who
has none in Finland, and abroad."""

CODES = frozenset(
    tomllib.loads((Path(__file__).parent / "municipalities.toml").read_text("utf-8"))[
        "codes"
    ].split()
) | {UNKNOWN, NOT_IN_FINLAND, ABROAD}


def municipality(written: str, named: Mapping[str, str]) -> str | None:
    """The code of the municipality that is meant, or None where it cannot be told.

    `named` are names, codes and beginnings of postal codes, folded, with their codes.
    """
    text = folded(written)
    if text in named:
        return named[text]
    if re.fullmatch(r"\d{5}", text):
        return next((named[text[:length]] for length in (4, 3, 2) if text[:length] in named), None)
    if both := re.fullmatch(r"(\d{5}) (\D+)", text):
        return municipality(both[2], named) or municipality(both[1], named)
    if text.isdigit():
        return text if text in CODES else None
    return meant("municipalities", written, words()["municipalities"])
