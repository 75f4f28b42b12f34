"""What is seen of a sheet while its bytes pass, before a parser touches it."""

import re
from dataclasses import dataclass, field

from mittaristo.importing.readers.unreadable import Unreadable
from mittaristo.importing.readers.workbook_cells import CellFacts

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
MOST_DIGITS, MOST_LETTERS = len(str(LAST_ROW)), len("XFD")

PLAIN = re.compile(rb'<(?:c|row) r="([A-Z]*[0-9]+)"')
ANY = re.compile(rb"<(?:\w+:)?(c|row)(?=[\s/>])([^<>]*)")
REFERENCE = re.compile(rb"\sr\s*=\s*[\"']([A-Za-z]*)([0-9]+)[\"']")
HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row\s[^<>]*?\bhidden\s*=\s*[\"'](?:1|true)[\"']")
END_OF_ROWS = re.compile(rb"</(\w+:)?sheetData\s*>|<(\w+:)?sheetData[^<>]*/>")
LETTERS = bytes(range(ord("A"), ord("Z") + 1))
DIGITS = b"0123456789"


@dataclass
class SeenSheet:
    """How far the cells of a sheet reach, how many rows are hidden, whether it has rows at all."""

    row: int = 0
    column: int = 0
    hidden_rows: int = 0
    has_data: bool = False
    facts: CellFacts = field(default_factory=CellFacts)
    _at: tuple[int, int] = (0, 0)
    _more: re.Pattern[bytes] | None = None
    """What would be more rows, once their end has been seen."""

    @property
    def cells(self) -> int:
        return self.row * self.column

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
        self.facts.take(text)
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
