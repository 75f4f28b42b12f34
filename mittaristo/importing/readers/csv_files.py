"""CSV → text, and no more of it than can be read beside the pages that others look at."""

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from mittaristo.importing.readers import encodings
from mittaristo.importing.readers.unreadable import Unreadable
from mittaristo.importing.readers.workbook_check import MOST_BYTES, MOST_FILLED

csv.field_size_limit(1_000_000)

MOST_TOGETHER = 400 << 20
"""Bytes of all files of a folder."""
MOST_CELLS = 30_000_000
"""Empty ones included, and lines without any: a file of nothing but commas is still work."""

SEPARATOR = re.compile(r"sep=([,;\t])\r?\n?", re.IGNORECASE)
"""A first line that Excel heeds and does not show: it is no row."""

Cells = tuple[str | None, ...]


@dataclass(frozen=True)
class CsvLimits:
    """What one file may hold. A million rows of 9 columns are 50 MB; they take 1.1 GB to read."""

    size: int = MOST_BYTES
    cells: int = MOST_CELLS
    filled: int = MOST_FILLED


LIMITS = CsvLimits()


def read_csv(file: Path, limits: CsvLimits = LIMITS) -> tuple[list[Cells], str | None]:
    """The rows of a file, and its encoding where that had to be found out.

    Raises only Unreadable for a bad file.
    """
    text, encoding = encodings.decoded(_content(file, limits.size))
    if text is None:
        raise Unreadable("not_utf8")
    if told := SEPARATOR.match(text):
        text, separator = text[told.end() :], told[1]
    else:
        separator = encodings.separator(text)
    if text.count(separator) + max(text.count("\n"), text.count("\r")) > limits.cells:
        raise too_much(limits.filled)
    rows: list[Cells] = []
    left = limits.filled
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
            left -= len(row) - row.count("")
            if left < 0:
                raise too_much(limits.filled)
            rows.append(tuple(row))
    except csv.Error:
        raise Unreadable("unreadable", "csv") from None
    return rows, encoding


def too_much(filled: int) -> Unreadable:
    """What is said of more cells than that, in a CSV file or in a workbook."""
    million = 1_000_000
    return Unreadable("too_much_to_read", filled=filled // million, cells=MOST_CELLS // million)


def size_of(files: Iterable[Path]) -> int:
    """Bytes of the CSV files among them."""
    return sum(
        file.stat().st_size for file in files if file.suffix.lower() == ".csv" and file.is_file()
    )


def _content(file: Path, most: int) -> bytes:
    try:
        if not file.is_file():  # reading from a pipe might never end
            raise Unreadable("unreadable", "file")
        with file.open("rb") as source:
            content = source.read(most + 1)
    except OSError:
        raise Unreadable("unreadable", "file") from None
    if len(content) > most:
        raise Unreadable("file_too_large", limit=most >> 20)
    return content
