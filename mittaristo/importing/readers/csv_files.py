"""CSV → text, and no more of it than can be read beside the pages that others look at."""

import contextlib
import csv
import io
import json
import marshal
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from mittaristo.importing.readers import apart, encodings
from mittaristo.importing.readers.unreadable import Unreadable
from mittaristo.importing.readers.workbook_check import MOST_BYTES
from mittaristo.importing.readers.workbook_sheet import LAST_COLUMN
from mittaristo.messages.problems import spaced

csv.field_size_limit(1_000_000)

MOST_TOGETHER = 400 << 20
"""Bytes of all files of a folder."""
MOST_CELLS = 30_000_000
"""Empty ones included, and lines without any: a file of nothing but commas is still work."""

SEPARATOR = re.compile(r"sep=([,;\t])\r?\n?", re.IGNORECASE)
"""A first line that Excel heeds and does not show: it is no row."""

Cells = tuple[str | None, ...]

MOST_FAULTS = 1000
"""So many are told of one file: whoever mends them looks at it again anyway."""

LINE_END = re.compile(r"\r\n|\r|\n")

QUOTED = r'"(?:[^"]++|"")*+"'
RIGHT = {
    mark: re.compile(rf'(?:{QUOTED}|[^"\r\n{mark}]*+)(?:{mark}(?:{QUOTED}|[^"\r\n{mark}]*+))*+\s*')
    for mark in encodings.SEPARATORS
}
"""Separator → a row whose quotation marks stand around cells, or twice within these."""


@dataclass(frozen=True)
class CsvLimits:
    """What one file may hold, and how large all of a folder may be.

    A million rows of 9 columns are 50 MB; row by row they take 1.1 GB to read.
    """

    size: int = MOST_BYTES
    cells: int = MOST_CELLS
    filled: int = apart.MOST_FILLED
    together: int = MOST_TOGETHER


LIMITS = CsvLimits()
ANY_SIZE = CsvLimits(*[sys.maxsize] * 4)
"""For whoever runs it on a machine of their own. A file with anything odd in it keeps to LIMITS."""


@dataclass(frozen=True)
class CsvText:
    """The rows of a file, its encoding where that had to be found out, and what is not sure.

    `faults`: rule and row.
    """

    rows: list[Cells]
    encoding: str | None
    faults: list[tuple[str, int]]


WARM = apart.Warm(__name__)


class CsvFiles:
    """Files that one process reads one after the other, each when it or a later one is needed."""

    def __init__(self, paths: Iterable[Path], limits: apart.Limits = apart.LIMITS) -> None:
        self._left, self._limits = list(paths), limits
        self._parts: Iterator[apart.Part] | None = None
        self._read: dict[Path, list[apart.Part] | Unreadable] = {}

    def read(self, path: Path) -> CsvText:
        """Of one of them. Raises only Unreadable for a bad one."""
        while path not in self._read:
            self._read[self._left[0]] = self._next()
            del self._left[0]
        found = self._read.pop(path)
        if isinstance(found, Unreadable):
            raise found
        *rows, (_, end) = found
        encoding, faults = json.loads(end)
        listed = [row for _, part in rows for row in marshal.loads(part)]
        return CsvText(listed, encoding, [(rule, row) for rule, row in faults])

    def _next(self) -> list[apart.Part] | Unreadable:
        """What the next file holds. Where the process ended, another one has the rest to read."""
        found: list[apart.Part] = []
        begun = self._parts or WARM.parts(self._left, self._limits)
        try:
            for kind, part in begun:
                found.append((kind, part))
                if kind != apart.ROWS:
                    self._parts = begun
                    return Unreadable.of(part) if kind == apart.REFUSED else found
            raise Unreadable("not_read", "answer")
        except Unreadable as why:
            first, self._parts = self._parts is None, None
            return why if first else self._next()


ROWS_AT_ONCE = 20_000
TIMES = 16
"""Bytes that reading takes for each of the file: its text, twice, with any letters."""


def parts(path: Path, allow: Callable[[int], None]) -> Iterator[apart.Part]:
    """The rows, some at a time; at last the encoding and what is not sure. Raises Unreadable.

    `allow` is asked for so many bytes of memory.
    """
    allow(TIMES * min(path.stat().st_size, MOST_BYTES))
    with path.open("rb") as source:
        content = source.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise Unreadable("file_too_large", limit=MOST_BYTES >> 20)
    text, encoding = encodings.decoded(content)
    if encoding != encodings.CALLED["utf-16"] and (text is None or encoding):
        _same_letters_everywhere(content)
    if text is None:
        raise Unreadable("not_utf8")
    if told := SEPARATOR.match(text):
        text, separator = text[told.end() :], told[1]
    else:
        separator = encodings.separator(text)
    if text.count(separator) + max(text.count("\n"), text.count("\r")) > MOST_CELLS:
        raise too_much(apart.MOST_FILLED)
    faults: list[tuple[str, int]] = []
    rows = _rows(text, separator, faults)
    while some := list(islice(rows, ROWS_AT_ONCE)):
        yield apart.ROWS, marshal.dumps(some)
    yield apart.END, json.dumps([encoding, faults]).encode()


def _rows(text: str, separator: str, faults: list[tuple[str, int]]) -> Iterator[Cells]:
    """The rows one by one; what is not sure of them is added to the faults."""
    left, read, quotes = apart.MOST_FILLED, 0, '"' in text
    lines = _Lines(text) if quotes else io.StringIO(text, newline="")
    try:
        for row in csv.reader(lines, delimiter=separator, strict=True):
            read += 1
            left -= len(row) - row.count("")
            if left < 0:
                raise too_much(apart.MOST_FILLED)
            if len(row) > LAST_COLUMN:
                raise Unreadable("too_many_columns", row=read, limit=spaced(LAST_COLUMN))
            fault = isinstance(lines, _Lines) and _fault(lines.taken(), row, separator)
            if fault and len(faults) < MOST_FAULTS:
                faults.append((fault, read))
            yield tuple(row)
    except csv.Error:
        raise Unreadable("stray_quote" if quotes else "unreadable", "csv", read + 1) from None


class _Lines:
    """The lines of a text, one by one, and those that were taken since they were last asked for."""

    def __init__(self, text: str) -> None:
        self._lines, self._taken = io.StringIO(text, newline=""), [""]

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        self._taken.append(next(self._lines))
        return self._taken[-1]

    def taken(self) -> str:
        taken, self._taken = "".join(self._taken), []
        return taken


def _fault(written: str, row: list[str], separator: str) -> str | None:
    """The rule that the quotation marks of a row break."""
    if '"' not in written:
        return None
    if not RIGHT[separator].fullmatch(written):
        return "stray_quote"
    swallowed = (_swallows_rows(cell, at, len(row), separator) for at, cell in enumerate(row))
    return "swallowed_rows" if any(swallowed) else None


def _swallows_rows(cell: str, at: int, width: int, separator: str) -> bool:
    """Whether a cell is the end of one row, perhaps whole rows, and the beginning of another one.

    The lines of a text that someone wrote have other marks, or spaces behind them.
    """
    if "\n" not in cell and "\r" not in cell:
        return False
    first, *between, last = (line.count(separator) for line in LINE_END.split(cell))
    return (
        width > 2
        and f"{separator} " not in cell
        and (first, last) == (width - 1 - at, at)
        and all(count == width - 1 for count in between)
    )


def _same_letters_everywhere(content: bytes) -> None:
    """Raises Unreadable where some rows are in UTF-8 and others are not."""
    line = encodings.odd_line(content)
    if line is None:
        return
    text = content.decode("latin-1")
    above = 1 if SEPARATOR.match(text) else 0
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=encodings.separator(text))
    with contextlib.suppress(csv.Error):
        line = next((at for at, _ in enumerate(rows) if rows.line_num > line), line)
    raise Unreadable("mixed_encodings", row=line + 1 - above)


def too_much(filled: int) -> Unreadable:
    """What is said of more cells than that, in a CSV file or in a workbook."""
    million = 1_000_000
    return Unreadable("too_much_to_read", filled=filled // million, cells=MOST_CELLS // million)


def size_of(files: Iterable[Path]) -> int:
    """Bytes of the CSV files among them."""
    return sum(
        file.stat().st_size for file in files if file.suffix.lower() == ".csv" and file.is_file()
    )
