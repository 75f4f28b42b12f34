"""A table of texts for the reader."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Table:
    """Headings, and rows of texts below them. `numeric` columns stand to the right."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[bool, ...]

    @classmethod
    def of_texts(
        cls, headings: Iterable[str], rows: Iterable[Sequence[str]], *, numeric: Sequence[int] = ()
    ) -> "Table":
        """A table of texts; `numeric`: the places of the columns that hold numbers."""
        headings = tuple(headings)
        right = tuple(place in numeric for place in range(len(headings)))
        return cls(headings, tuple(tuple(row) for row in rows), right)

    @property
    def is_empty(self) -> bool:
        return not self.rows

    def parted(self, first: int) -> tuple["Table", "Table"]:
        """The first rows, and the others."""
        return (
            Table(self.headings, self.rows[:first], self.numeric),
            Table(self.headings, self.rows[first:], self.numeric),
        )
