"""Which figures are read while something is made of them, so that it can name its origin."""

from collections.abc import ItemsView, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

Row = Mapping[str, Any]

_read = ContextVar[dict[str, None] | None]("read", default=None)


@contextmanager
def noted() -> Iterator[dict[str, None]]:
    """The ids of measures and other figures that are read meanwhile, in the order of reading."""
    read: dict[str, None] = {}
    token = _read.set(read)
    try:
        yield read
    finally:
        _read.reset(token)


def note(figure: str) -> None:
    """That a figure is read now; nothing where nobody wants to know."""
    read = _read.get()
    if read is not None:
        read[figure] = None


class Rows(Mapping[str, Row]):
    """Measure → its row, each noted when it is read; of all of them together the figure is."""

    def __init__(self, figure: str, rows: Mapping[str, Row]) -> None:
        self._figure, self._rows = figure, rows

    def __getitem__(self, measure: str) -> Row:
        row = self._rows[measure]
        note(measure)
        return row

    def __contains__(self, measure: object) -> bool:
        return measure in self._rows

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def items(self) -> ItemsView[str, Row]:
        note(self._figure)
        return self._rows.items()
