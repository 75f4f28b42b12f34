"""What is nearly written: another value that differs by a letter, or by signs and spaces only."""

import difflib
import re
from collections.abc import Iterable

from mittaristo.i18n.normalisation import letters

MANY = 500
"""Among more different cells than that, only signs and spaces may differ: they are no codes."""


def nearest(value: str, cells: Iterable[str | None]) -> str | None:
    """The cell that differs from a value by a letter, or by signs and spaces only."""
    own = letters(value)
    written = {letters(cell): cell for cell in cells if cell}
    if not own or own in written:
        return written.get(own) if own else None
    if len(own) < 5 or len(written) > MANY:
        return None
    digits = re.sub(r"\D", "", own)
    for near in difflib.get_close_matches(own, written, cutoff=0.85):
        if re.sub(r"\D", "", near) == digits and abs(len(near) - len(own)) < 2:
            return written[near]
    return None
