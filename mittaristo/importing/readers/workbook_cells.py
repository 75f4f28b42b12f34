"""What the parser does not tell of a sheet's cells: formulas without a value, and merged areas.

A formula that a program wrote and Excel never calculated has no value: to the parser its cell is
empty.
"""

import re
from array import array

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
REFERENCE = re.compile(rb"\sr\s*=\s*[\"']([A-Za-z]+)([0-9]+)[\"']")


MERGED = re.compile(
    rb"<(?:\w+:)?mergeCell\s[^<>]*?\bref\s*=\s*[\"']([A-Z]{1,3})([0-9]{1,7}):[A-Z]{1,3}([0-9]{1,7})"
)
"""An area of cells that are shown as one: column and row of the first, row of the last."""

MOST_MERGED = 100_000
"""A sheet with more areas than that was made to cost time: it is not read."""

Merged = tuple[int, int, str]
"""The first and the last row of a merged area, and the letters of its first column."""


class CellFacts:
    """What is seen of the cells of one sheet. `merged` are the areas of several rows."""

    def __init__(self) -> None:
        self.merged: list[Merged] = []
        self._formulas: dict[str, array[int]] = {}
        self._rest = b""

    @property
    def uncalculated(self) -> list[tuple[int, str]]:
        """Row and letters of the column; (0, "") for cells that do not say where they are."""
        return [(row, column) for column, rows in self._formulas.items() for row in rows]

    def take(self, text: bytes) -> None:
        """Look at whole tags. A cell may go on in the next text."""
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
