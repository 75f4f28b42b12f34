"""A table of texts for the reader, and the values behind the texts."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

Value = str | int | float | dt.date | None
"""What a cell holds: a text, or the number or day that its text writes out. None: not known."""


@dataclass(frozen=True)
class Table:
    """Headings, and rows of texts below them. `numeric` columns stand to the right.

    `values`: the same rows as files of other programs hold them, numbers as numbers and days as
    days; empty where there are only texts. `measures`: the id of the measure that each row is
    about, empty in a row about none; nothing where no row is.
    """

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[bool, ...]
    values: tuple[tuple[Value, ...], ...] = ()
    measures: tuple[str, ...] = ()

    @classmethod
    def of_texts(
        cls,
        headings: Iterable[str],
        rows: Iterable[Sequence[str]],
        *,
        numeric: Sequence[int] = (),
        values: Iterable[Sequence[Value]] = (),
        measures: Iterable[str] = (),
    ) -> "Table":
        """A table of texts; `numeric`: the places of the columns that hold numbers."""
        headings = tuple(headings)
        right = tuple(place in numeric for place in range(len(headings)))
        texts = tuple(tuple(row) for row in rows)
        return cls(headings, texts, right, tuple(tuple(row) for row in values), tuple(measures))

    @property
    def is_empty(self) -> bool:
        return not self.rows

    def parted(self, first: int) -> tuple["Table", "Table"]:
        """The first rows, and the others."""
        return self._rows(slice(first)), self._rows(slice(first, None))

    def _rows(self, which: slice) -> "Table":
        rows, values, measures = self.rows[which], self.values[which], self.measures[which]
        return replace(self, rows=rows, values=values, measures=measures)
