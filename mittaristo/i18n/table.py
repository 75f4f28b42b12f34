"""A table of texts for the reader, and the values behind the texts."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

Value = str | int | float | dt.date | None
"""What a cell holds: a text, or the number or day that its text writes out. None: not known."""

CODE = re.compile(r"[\w.+-]{1,60}", re.ASCII)
"""What may stand in an address: codes and days, and no text that someone has written."""


def row_of(figure: str, key: Iterable[tuple[str, str]]) -> str:
    """A row of a figure as an address names it: services_by_kind/service=guidance."""
    said = ",".join(f"{name}={code}" for name, code in key if CODE.fullmatch(code))
    return f"{figure}/{said}" if said else figure


def key_in(said: str) -> dict[str, str]:
    """Columns and codes of a row, as an address names them; what is none of these is left out."""
    pairs = (part.partition("=") for part in said.split(","))
    return {
        name: code for name, _is, code in pairs if CODE.fullmatch(name) and CODE.fullmatch(code)
    }


@dataclass(frozen=True)
class Table:
    """Headings, and rows of texts below them. `numeric` columns stand to the right.

    `values`: the same rows as files of other programs hold them, numbers as numbers and days as
    days; empty where there are only texts. `measures`: the id of the measure that each row is
    about, empty in a row about none; nothing where no row is. For a row of another figure it is
    what `row_of` gives. `keys`: columns and codes that tell each row from others, where known.
    """

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[bool, ...]
    values: tuple[tuple[Value, ...], ...] = ()
    measures: tuple[str, ...] = ()
    keys: tuple[tuple[tuple[str, str], ...], ...] = ()

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
        return replace(self, rows=rows, values=values, measures=measures, keys=self.keys[which])
