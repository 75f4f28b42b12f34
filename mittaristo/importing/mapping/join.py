"""The rows of a mapped table with the cells of joined sheets beside them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from mittaristo.i18n.normalisation import folded, same_id
from mittaristo.importing.mapping.schema import Heading, Join
from mittaristo.importing.mapping.sheets import Cell, Rows
from mittaristo.importing.source import Spot
from mittaristo.messages.problems import AsWritten, Detail, Problem

MOST_ALIKE = 100
"""Rows of one key that are kept in mind: a join takes one, and more are an error."""

Names = frozenset[str]
"""Names of sheets, folded."""


@dataclass(frozen=True)
class _Beside:
    """A joined sheet. `at`: for each row of the table the row there, None where there is none.

    `alike`: key → all rows there that have it.
    """

    join: Join
    names: Names
    rows: Rows
    at: Sequence[int | None]
    alike: Mapping[str, Sequence[int]]


@dataclass
class View:
    """The main rows, and what is joined. `headings`: folded → as the mapping writes them.

    `day_form` is how the file writes its own days; see days.

    A heading that stands on several of the sheets is nobody's unless the mapping says whose.
    """

    main: Rows
    names: Names
    headings: Mapping[str, str]
    day_form: str | None = None
    _others: list[_Beside] = field(default_factory=list)
    _spots: dict[tuple[int, int], frozenset[Spot]] = field(default_factory=dict)

    def on_main(self, heading: Heading) -> bool:
        return self._is(self.names, heading) and folded(heading.name) in self.main.cells

    def cells(self, heading: Heading) -> list[Cell] | None:
        """A cell for each main row; None where the heading is not there or could be several."""
        found = list(self._found(heading))
        return found[0] if len(found) == 1 else None

    def _found(self, heading: Heading) -> Iterator[list[Cell]]:
        name = folded(heading.name)
        if self.on_main(heading):
            yield self.main.cells[name]
        for other in self._others:
            same = name == folded(other.join.ours) == folded(other.join.theirs)
            if self._is(other.names, heading) and name in other.rows.cells:
                if same and heading.sheet is None and name in self.main.cells:
                    continue  # the key says the same on both
                cells = other.rows.cells[name]
                yield [None if at is None else cells[at] for at in other.at]

    @staticmethod
    def _is(names: Names, heading: Heading) -> bool:
        return heading.sheet is None or folded(heading.sheet) in names

    def missed(self, heading: Heading) -> Iterator[Problem]:
        """A problem where a heading is on none of the sheets, or on more than one."""
        count = len(list(self._found(heading)))
        if count == 1:
            return
        sheets = [(self.names, self.main), *((one.names, one.rows) for one in self._others)]
        meant = [rows for names, rows in sheets if self._is(names, heading)]
        if count:
            sheet = self._others[0].join.sheets[0]
            details = {"heading": heading.name, "sheet": sheet}
            yield Problem("heading_on_both", self.main.places[0], details=details)
        elif meant:
            details = {"heading": heading.name}
            for place in meant[0].places:
                yield Problem("no_such_heading", place, details=details)

    def join(self, join: Join, names: Names, rows: Rows) -> Iterator[Problem]:
        """Put a sheet beside, by its key; what hinders that is a problem."""
        ours = self._key(join)
        theirs = rows.cells.get(folded(join.theirs))
        for cells, places, heading in (
            (ours, self.main.places, join.ours),
            (theirs, rows.places, join.theirs),
        ):
            if cells is None:
                for place in places:
                    yield Problem("no_such_heading", place, details={"heading": heading})
        alike: dict[str, list[int]] = {}
        for at, key in enumerate(theirs or []):
            if key is None:
                continue
            same = alike.setdefault(same_id(key), [])
            same.append(at)
            if len(same) > 1:
                place, row = rows.place(rows.numbers[at])
                sheet = {"sheet": place.sheet or place.file}
                yield Problem("joined_twice", place, row, AsWritten(join.theirs), sheet)
        keys = ours or [None for _ in self.main.numbers]
        met = [alike.get(same_id(key)) if key else None for key in keys]
        at_theirs = [same[0] if same else None for same in met]
        self._others.append(_Beside(join, names, rows, at_theirs, alike))

    def _key(self, join: Join) -> list[Cell] | None:
        """The cells by which a sheet is joined: of the main one, or of one joined before it."""
        return self.main.cells.get(folded(join.ours)) or self.cells(Heading(join.ours))

    def unmatched(self, kept: Collection[int]) -> Iterator[Problem]:
        """Infos on kept rows that found none beside them, and on rows there that nobody found."""
        for other in self._others:
            theirs, ours = folded(other.join.theirs), self._key(other.join)
            if theirs not in other.rows.cells or ours is None:
                continue
            sheets = ", ".join(other.join.sheets)
            if lost := [at for at in sorted(kept) if other.at[at] is None]:
                place, row = self.main.place(self.main.numbers[lost[0]])
                details: dict[str, Detail] = {"count": len(lost), "sheet": sheets}
                yield Problem("joined_to_none", place, row, AsWritten(other.join.ours), details)
            if not lost and len(set(ours)) < len(ours):
                continue  # of many rows for each there, some have none as a matter of course
            met = set(other.at)
            filled = [at for at, cell in enumerate(other.rows.cells[theirs]) if cell]
            if alone := [at for at in filled if at not in met]:
                place, row = other.rows.place(other.rows.numbers[alone[0]])
                details = {"count": len(alone)}
                yield Problem("joined_by_none", place, row, AsWritten(other.join.theirs), details)

    def errors(self, kept: Collection[int], always: Collection[Heading]) -> Iterator[Problem]:
        """Excel errors in the rows that count, and in all rows under the headings `always`."""
        on_all = {folded(heading.name) for heading in always}
        here = {self.main.numbers[at] for at in kept}
        yield from self._errors(self.main, here, on_all)
        for other in self._others:
            found = {other.at[at] for at in kept}
            beside = {other.rows.numbers[at] for at in found if at is not None}
            yield from self._errors(other.rows, beside, {*on_all, folded(other.join.theirs)})

    def beside(self, at: int) -> frozenset[Spot]:
        """Rows of joined sheets that a main row depends on: those that have its key.

        They are made once for all main rows of a key; where there are more than a few, the join is
        refused anyway.
        """
        found: frozenset[Spot] = frozenset()
        for place, other in enumerate(self._others):
            if (met := other.at[at]) is None:
                continue
            if (place, met) not in self._spots:
                theirs = other.rows.cells[folded(other.join.theirs)]
                alike = other.alike[same_id(theirs[met] or "")][:MOST_ALIKE]
                spots = (other.rows.place(other.rows.numbers[one]) for one in alike)
                self._spots[place, met] = frozenset(spots)
            found = found | self._spots[place, met] if found else self._spots[place, met]
        return found

    def undecided(self, kept: Collection[int], always: Collection[Heading]) -> Iterator[Spot]:
        """Rows that do not count, with errors that leave open whether or where they should."""
        on_all = {folded(heading.name) for heading in always}
        sides = [(self.main, set(kept), on_all)]
        for other in self._others:
            met = {at for one in kept if (at := other.at[one]) is not None}
            sides.append((other.rows, met, {*on_all, folded(other.join.theirs)}))
        for rows, counted, names in sides:
            faulty = set().union(*(bad for (_, name), bad in rows.errors.items() if name in names))
            own = {rows.numbers[at] for at in counted}
            yield from (rows.place(number) for number in faulty & set(rows.numbers) - own)

    def _errors(self, rows: Rows, kept: set[int], on_all: set[str]) -> Iterator[Problem]:
        for (rule, name), faulty in rows.errors.items():
            counted = faulty & (set(rows.numbers) if name in on_all else kept)
            for number in sorted(counted):
                place, row = rows.place(number)
                yield Problem(rule, place, row, AsWritten(self.headings.get(name, name)))
