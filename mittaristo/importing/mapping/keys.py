"""Keys for rows that have none of their own, and one row for those that have the same."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from mittaristo.i18n import normalisation
from mittaristo.importing.mapping.sheets import Cell, Rows
from mittaristo.importing.places import beside
from mittaristo.messages.problems import AsWritten, Detail, Problem
from mittaristo.registers.schemas import TABLES, columns


def numbered(
    said: Mapping[int, Sequence[Cell]], *, apart: bool
) -> dict[int, tuple[str | None, int | None]]:
    """A key for each row from what it says, and the first row that says the same, if it is another.

    A row keeps its key when others come in between. Keys tell all rows `apart`: where two say the
    same, they get a running number. Others do not, and are empty where nothing is said.
    """
    seen: dict[str, list[int]] = {}
    keys: dict[int, tuple[str | None, int | None]] = {}
    for at, values in said.items():
        key = "/".join(normalisation.same_id(value or "") for value in values)
        if not apart:
            keys[at] = (key if any(values) else None), None
            continue
        rows = seen.setdefault(key, [])
        rows.append(at)
        keys[at] = (key, None) if len(rows) == 1 else (f"{key}/{len(rows)}", rows[0])
    return keys


@dataclass(frozen=True)
class OneEach:
    """One row for each key: the `rows`, and those that are `merged` into another (row → that one).

    `differing` say something else than the row that they are merged into: row, that row, column.
    `keyless` rows have no key.
    """

    rows: list[int]
    merged: dict[int, int]
    differing: list[tuple[int, int, str]]
    keyless: list[int]

    def infos(self, name: str, kept: Sequence[int], rows: Rows) -> Iterator[Problem]:
        """How many rows of a table are merged, and how many are none for want of a key."""
        gone = [at for at in self.keyless if at not in self.rows]
        for rule, found in (("merged", sorted(self.merged)), ("without_key", gone)):
            if found:
                place, row = rows.place(rows.numbers[kept[found[0]]])
                details: dict[str, Detail] = {"count": len(found), "table": name}
                yield Problem(rule, place, row, details=details)


def one_each(
    cells: Mapping[str, Sequence[Cell]], key: Sequence[str], *, all_need_keys: bool
) -> OneEach:
    """The first row of each key. Rows without one are none, unless `all_need_keys`."""
    first: dict[tuple[str, ...], int] = {}
    made = OneEach([], {}, [], [])
    for at, written in enumerate(zip(*(cells[column] for column in key), strict=True)):
        if None in written:
            made.keyless.append(at)
            if all_need_keys:
                made.rows.append(at)
            continue
        same = first.setdefault(tuple(normalisation.same_id(one or "") for one in written), at)
        if same == at:
            made.rows.append(at)
            continue
        made.merged[at] = same
        made.differing.extend(
            (at, same, column)
            for column, found in cells.items()
            if column not in key and found[at] != found[same]
        )
    return made


def is_of_clients(name: str) -> bool:
    """Whether each row of a table is a client, or something that a client was given or got."""
    kinds = columns(name).values()
    return name == "clients" or any(
        (kind.metadata or {}).get("references") == "clients" for kind in kinds
    )


def is_referred_to(name: str) -> bool:
    """Whether rows of other tables refer to rows of this one by their key."""
    return any(
        (kind.metadata or {}).get("references") == name
        for other in TABLES
        for kind in columns(other).values()
    )


def namesakes(
    keys: Mapping[int, tuple[Cell, int | None]], counted: Collection[int], rows: Rows
) -> Iterator[Problem]:
    """Warnings of rows that say the same: what refers to one of them goes to the first."""
    for at in counted:
        first = keys[at][1]
        if first is not None:
            place, row = rows.place(rows.numbers[at])
            details = {"first": beside(rows.place(rows.numbers[first]), place)}
            yield Problem("namesakes", place, row, details=details)


def differing(
    found: Iterable[tuple[int, int, str]],
    kept: Sequence[int],
    rows: Rows,
    headings: Mapping[str, str],
) -> Iterator[Problem]:
    """Rows that are to be one row of the table and say different things."""
    for at, first, column in found:
        place, row = rows.place(rows.numbers[kept[at]])
        details = {"first": beside(rows.place(rows.numbers[kept[first]]), place)}
        heading = headings.get(column, column)
        called = column if heading == column else AsWritten(heading)
        yield Problem("differs", place, row, called, details)
