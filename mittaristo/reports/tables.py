"""A panel's tables as files hold them: values instead of texts."""

import datetime as dt
import math
from collections.abc import Iterator
from dataclasses import replace

from mittaristo.i18n.table import Table, Value
from mittaristo.panels.parts.panel import Panel


def rows_of(table: Table) -> Iterator[tuple[tuple[str, Value], ...]]:
    """Each row's cells: the text that a reader sees, and the value behind it."""
    values = table.values or table.rows
    for texts, row in zip(table.rows, values, strict=True):
        yield tuple((text, _plain(value)) for text, value in zip(texts, row, strict=True))


def _plain(value: Value) -> Value:
    """A whole number without its .0; what is no number is not known."""
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        return int(value) if value.is_integer() else value
    return value


def is_month(text: str, value: Value) -> bool:
    """Whether a text names a month by its first day: no such text has the day in it."""
    return isinstance(value, dt.date) and value.day == 1 and not _names_day(text)


def is_day(value: Value) -> bool:
    """Whether a value is a day."""
    return isinstance(value, dt.date)


def _names_day(text: str) -> bool:
    """30.4.2026 and 30 Apr 2026 have a third part, 4/2026 and Apr 2026 have two."""
    return len(text.replace(".", " ").replace("/", " ").split()) > 2


def parts(panel: Panel) -> list[tuple[str, Table]]:
    """The tables of a panel under their titles. What goes on under the same headings is joined."""
    first, further = panel.table, []
    for folded in panel.folded:
        if folded.table.headings == first.headings:
            first = replace(
                first,
                rows=first.rows + folded.table.rows,
                values=_values(first) + _values(folded.table),
                measures=first.measures + folded.table.measures,
            )
        else:
            further.append((folded.title, folded.table))
    return [(panel.caption or panel.title, first), *further]


def _values(table: Table) -> tuple[tuple[Value, ...], ...]:
    return table.values or table.rows
