"""What is seen of a sheet while its bytes pass, before a parser touches it."""

import re
from array import array
from dataclasses import dataclass, field

from mittaristo.importing.readers.unreadable import Unreadable

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
MOST_DIGITS, MOST_LETTERS = len(str(LAST_ROW)), len("XFD")

PLAIN = re.compile(rb'<(?:c|row) r="([A-Z]*[0-9]+)"')
ANY = re.compile(rb"<(?:\w+:)?(c|row)(?=[\s/>])([^<>]*)")
REFERENCE = re.compile(rb"\sr\s*=\s*[\"']([A-Za-z]*)([0-9]+)[\"']")
HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row\s[^<>]*?\bhidden\s*=\s*[\"'](?:1|true)[\"']")
END_OF_ROWS = re.compile(rb"</(\w+:)?sheetData\s*>|<(\w+:)?sheetData[^<>]*/>")
LETTERS = bytes(range(ord("A"), ord("Z") + 1))
DIGITS = b"0123456789"

MOST_TOLD = 1000
"""So many cells of each column are told. One is enough to refuse the sheet."""

LONGEST_FORMULA = 100_000
"""Bytes from the beginning of a cell to its value: a formula has 8 192 characters at most."""

CELL = re.compile(rb"<(?:\w+:)?c[\s>]")
VALUELESS = (
    rb"f(?=[\s/>])(?:[^<>]*/>|[^<>]*>[^<]*</P?f\s*>)\s*"
    rb"(<P?v\s*(?:/>|>\s*</P?v\s*>)\s*)?</P?c\s*>"
)
UNCALCULATED = re.compile(b"<" + VALUELESS.replace(b"P?", b""))
UNCALCULATED_WITH_PREFIX = re.compile(rb"<\w+:" + VALUELESS.replace(b"P?", rb"(?:\w+:)?"))
"""A formula at the end of its cell, or before an empty value.

Found by the formula and not by its cell, of which there are many more: ten times as fast.
"""
TEXT = re.compile(rb"\st\s*=\s*[\"']str[\"']")
"""A formula that gave a text, which may well be empty."""

MERGED = re.compile(
    rb"<(?:\w+:)?mergeCell\s[^<>]*?\bref\s*=\s*[\"']([A-Z]{1,3})([0-9]{1,7}):[A-Z]{1,3}([0-9]{1,7})"
)
"""An area of cells that are shown as one: column and row of the first, row of the last."""

MOST_MERGED = 100_000
"""A sheet with more areas than that was made to cost time: it is not read."""

Merged = tuple[int, int, str]
"""The first and the last row of a merged area, and the letters of its first column."""


@dataclass
class SeenSheet:
    """How far the cells of a sheet reach, and what the parser does not tell of them.

    `merged` are the areas of several rows. A formula that a program wrote and Excel never
    calculated has no value: to the parser its cell is empty.
    """

    row: int = 0
    column: int = 0
    hidden_rows: int = 0
    has_data: bool = False
    merged: list[Merged] = field(default_factory=list)
    _formulas: dict[str, "array[int]"] = field(default_factory=dict)
    _rest: bytes = b""
    _at: tuple[int, int] = (0, 0)
    _more: re.Pattern[bytes] | None = None
    """What would be more rows, once their end has been seen."""

    @property
    def cells(self) -> int:
        return self.row * self.column

    @property
    def uncalculated(self) -> list[tuple[int, str]]:
        """Row and letters of the column; (0, "") for cells that do not say where they are."""
        return [(row, column) for column, rows in self._formulas.items() for row in rows]

    def take(self, text: bytes) -> None:
        """Look at whole tags. Twice as fast for rows and cells as Excel writes them."""
        references = PLAIN.findall(text)
        odd = len(references) < text.count(b"<c") + text.count(b"<row")
        if odd or b":c" in text or b":row" in text:
            self._take_any(text)
        elif references:
            joined = b" ".join(references)
            columns = set(joined.translate(None, DIGITS).split())
            rows = set(joined.translate(None, LETTERS).split())
            self._reach(max(map(_row, rows)), max(map(_column, columns), default=0))
            self._at = (self.row, 0)
        self._look_for_the_end(text)
        self._look_at_cells(text)
        if b"hidden" in text:
            self.hidden_rows += len(HIDDEN_ROW.findall(text))

    def _take_any(self, text: bytes) -> None:
        """Tags in any form; a row or cell without a place follows the one before it."""
        row, column = self._at
        for tag, attributes in ANY.findall(text):
            found = REFERENCE.search(attributes)
            if tag == b"row":
                row, column = (_row(found[2]) if found else row + 1), 0
            elif found:
                row, column = _row(found[2]), _column(found[1].upper())
            else:
                column += 1
            self._reach(row, column)
        self._at = (row, column)

    def _look_for_the_end(self, text: bytes) -> None:
        """The parser stops at the end of the rows: more behind it would be lost in silence."""
        if self._more is None and b"sheetData" in text:
            self.has_data = True
            if end := END_OF_ROWS.search(text):
                prefix = re.escape(end[1] or end[2] or b"")
                self._more = re.compile(rb"<" + prefix + rb"(?:sheetData|row)[\s/>]")
                text = text[end.end() :]
        if self._more is not None and self._more.search(text):
            raise Unreadable("unreadable")

    def _look_at_cells(self, text: bytes) -> None:
        """A cell may go on in the next text."""
        text = self._rest + text
        begun = len(text)
        for found in CELL.finditer(text, max(0, len(text) - LONGEST_FORMULA)):
            begun = found.start()
        text, self._rest = text[:begun], text[begun:]
        self._look_at(text)

    def end(self) -> None:
        """All texts were taken."""
        self._look_at(self._rest)
        self._rest = b""

    def _look_at(self, text: bytes) -> None:
        for mark, pattern, cell in (
            (b"<f", UNCALCULATED, b"<c"),
            (b":f", UNCALCULATED_WITH_PREFIX, b":c"),
        ):
            if mark not in text:
                continue
            for found in pattern.finditer(text):
                attributes = text[text.rfind(cell, 0, found.start()) : found.start()]
                if not (found[1] and TEXT.search(attributes)):
                    self._tell(REFERENCE.search(attributes))
        if b"mergeCell" in text:
            for column, first, last in MERGED.findall(text):
                if first != last and len(self.merged) <= MOST_MERGED:
                    self.merged.append((int(first), int(last), column.decode()))

    def _tell(self, place: re.Match[bytes] | None) -> None:
        column, row = (place[1].decode().upper(), int(place[2])) if place else ("", 0)
        rows = self._formulas.setdefault(column, array("q"))
        if len(rows) < MOST_TOLD:
            rows.append(row)

    def _reach(self, row: int, column: int) -> None:
        self.row, self.column = max(self.row, row), max(self.column, column)
        if self.row > LAST_ROW or self.column > LAST_COLUMN:
            raise Unreadable("far_cell")


def _row(digits: bytes) -> int:
    if len(digits) > MOST_DIGITS:
        raise Unreadable("far_cell")
    return int(digits)


def _column(letters: bytes) -> int:
    """A → 1, XFD → 16 384."""
    if len(letters) > MOST_LETTERS:  # a million of them would take minutes to count
        raise Unreadable("far_cell")
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number
