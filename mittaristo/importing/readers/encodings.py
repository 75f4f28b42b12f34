"""The bytes of a text file → its text, and what separates its cells."""

import contextlib
import csv
import io
import re
from collections.abc import Iterator

MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
"""What a file begins with, and the encoding that this tells."""

CALLED = {"utf-16": "UTF-16", "cp1251": "Windows-1251", "cp1252": "Windows-1252"}


def decoded(content: bytes, *, cyrillic: bool = True) -> tuple[str | None, str | None]:
    """Text and the encoding that had to be found out; None where it is UTF-8.

    Without a mark or valid UTF-8 it is Windows text: Latin, or where it may be `cyrillic`, what its
    words tell. (None, None) where it is neither.
    """
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return _as(encoding, content)
    text, _ = _as("utf-8", content)
    if text is not None:
        return text, None
    windows = _windows(content) if cyrillic else "cp1252"
    return _as(windows, content) if windows else (None, None)


def _as(encoding: str, content: bytes) -> tuple[str | None, str | None]:
    try:
        return content.decode(encoding), CALLED.get(encoding)
    except UnicodeDecodeError:
        return None, None


WORD = re.compile(r"[A-Za-z\x80-\xff]+")

HIGH = re.compile(r"[\x80-\xff]")


def _words(text: str) -> Iterator[str]:
    """One by one: all of them at once would take ten times the memory of the text."""
    return (found[0] for found in WORD.finditer(text))


def _windows(content: bytes) -> str | None:
    """Latin or Cyrillic, by whether letters beyond ASCII stand among others or by themselves.

    None where they do both. A library that guesses by likelihood reads työ as tyц.
    """
    words = [word for word in _words(content.decode("latin-1")) if HIGH.search(word)]
    by_themselves = [word for word in words if len(word) > 1 and not re.search("[A-Za-z]", word)]
    among_others = [word for word in words if re.search("[A-Za-z]", word)]
    if by_themselves and among_others:
        return None
    return "cp1251" if by_themselves else "cp1252"


IN_BOTH = re.compile(b"\xc3[\x84\x85\x96\xa4\xa5\xb6]")
"""ä, ö and å in UTF-8: in any other encoding nobody writes these two signs beside each other."""


def odd_line(content: bytes) -> int | None:
    """The first line, from 0, whose letters are written otherwise than those of most lines.

    None where all lines are in UTF-8, or none is.
    """
    utf8, others = [], []
    for at, line in enumerate(content.splitlines()):
        if line.isascii():
            continue
        if _as("utf-8", line)[0] is not None:
            utf8.append(at)
        elif IN_BOTH.search(line):
            return at
        else:
            others.append(at)
    return min(utf8, others, key=len)[0] if utf8 and others else None


SEPARATORS = ",;\t"

FIRST_LINES = 30


def separator(text: str) -> str:
    """What stands between the cells of a CSV text, by its first lines.

    The one by which most of them have equally many cells: a title has none or its own, and a
    decimal comma stands on some rows only.
    """
    first = "".join(text[:100_000].splitlines(keepends=True)[:FIRST_LINES])
    return max(SEPARATORS, key=lambda mark: _regular(first, mark))


def _regular(text: str, mark: str) -> tuple[int, int, int]:
    """On how many rows there are equally many cells, on which the last time, and how many cells.

    Rows of one cell aside. Where a title and the headings are all there is, the headings come last.
    """
    rows: dict[int, list[int]] = {}
    with contextlib.suppress(csv.Error):
        for at, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=mark)):
            if len(row) > 1:
                rows.setdefault(len(row), []).append(at)
    return max(((len(found), found[-1], width) for width, found in rows.items()), default=(0, 0, 0))
