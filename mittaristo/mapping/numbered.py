"""Keys for rows that have none of their own, and one row for those that have the same."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from mittaristo import spelling
from mittaristo.mapping.file import Table
from mittaristo.mapping.sheets import Cell, Rows
from mittaristo.problems import AsWritten, Problem
from mittaristo.reading.places import beside
from mittaristo.registers import TABLES, columns


def numbered(
    said: Iterable[Sequence[Cell]], *, apart: bool
) -> Iterator[tuple[str | None, int | None]]:
    """A key for each row from what it says, and the first row that says the same, if it is another.

    A row keeps its key when others come in between. Keys tell all rows `apart`: where two say the
    same, they get a running number. References do not, and are empty where nothing is said.
    """
    seen: dict[str, list[int]] = {}
    for at, values in enumerate(said):
        key = "/".join(spelling.same_id(value or "") for value in values)
        if not apart:
            yield (key if any(values) else None), None
            continue
        rows = seen.setdefault(key, [])
        rows.append(at)
        yield (key, None) if len(rows) == 1 else (f"{key}/{len(rows)}", rows[0])


def one_each(
    cells: Mapping[str, Sequence[Cell]], key: str
) -> tuple[list[int], list[tuple[int, int, str]]]:
    """The first row of each key; and the rows that say something else than their first.

    These are given as row, first row and column. Rows without a key are none.
    """
    first: dict[str, int] = {}
    differing = []
    for at, written in enumerate(cells[key]):
        if written is None:
            continue
        same = first.setdefault(spelling.same_id(written), at)
        differing += [
            (at, same, column)
            for column, found in cells.items()
            if column != key and found[at] != found[same]
        ]
    return sorted(first.values()), differing


def is_referred_to(name: str) -> bool:
    """Whether rows of other tables refer to rows of this one by their key."""
    return any(
        (kind.metadata or {}).get("references") == name
        for other in TABLES
        for kind in columns(other).values()
    )


def namesakes(
    keys: Sequence[tuple[Cell, int | None]], kept: Sequence[int], rows: Rows
) -> Iterator[Problem]:
    """Suspicions of rows that say the same: what refers to one of them goes to the first."""
    counted = set(kept)
    for at in kept:
        first = keys[at][1]
        if first in counted and first is not None:
            place, row = rows.place(rows.numbers[at])
            details = {"first": beside(rows.place(rows.numbers[first]), place)}
            yield Problem("namesakes", place, row, details=details)


def differing(
    found: Iterable[tuple[int, int, str]], kept: Sequence[int], rows: Rows, table: Table
) -> Iterator[Problem]:
    """Rows that are to be one row of the table and say different things."""
    for at, first, column in found:
        place, row = rows.place(rows.numbers[kept[at]])
        heading = table.columns[column].heading
        details = {"first": beside(rows.place(rows.numbers[kept[first]]), place)}
        called = AsWritten(heading.name) if heading else column
        yield Problem("differs", place, row, called, details)
