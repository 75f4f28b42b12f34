"""A file or an answer of someone else → its table: which form it has is seen in its first signs."""

import csv
import io

from mittaristo.i18n.translation import N_
from mittaristo.importing.context import jsonstat, px
from mittaristo.importing.context.told import CUT_SHORT, Told, unreadable
from mittaristo.importing.readers.encodings import decoded, separator

A_PAGE = N_("this is a web page, not a table. Is the address that of the data?")

NOTHING = N_("there is nothing in it.")


def read(content: bytes, name: str) -> Told:
    """The table. Raises Refusal with a sentence."""
    begins = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:200]
    if not begins:
        raise unreadable(name, NOTHING)
    if begins.startswith(b"<"):
        raise unreadable(name, A_PAGE)
    if begins.startswith((b"{", b"[")):
        return jsonstat.read(content, name)
    if px.is_px(content):
        return px.read(content, name)
    return _csv(content, name)


def _csv(content: bytes, name: str) -> Told:
    text, _encoding = decoded(content, cyrillic=False)
    if text is None or "\0" in text:
        raise unreadable(name, CUT_SHORT)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator(text), strict=True)
    try:
        rows = [tuple(cell.strip() for cell in row) for row in lines if any(row)]
    except csv.Error as wrong:
        raise unreadable(name, CUT_SHORT) from wrong
    if len(rows) < 2 or any(len(row) != len(rows[0]) for row in rows):
        raise unreadable(name, CUT_SHORT)
    return Told(rows[0], tuple(rows[1:]))
