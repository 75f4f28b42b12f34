"""The rows of a mapped table with the cells of joined sheets beside them."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

import polars as pl

from mittaristo.i18n.normalisation import folded
from mittaristo.importing.mapping.schema import Heading, Join
from mittaristo.importing.mapping.sheets import ROW, Rows
from mittaristo.importing.parsing.ids import same_ids
from mittaristo.messages.problems import AsWritten, Detail, Place, Problem

KEY = " key"
"""The column of the keys in one spelling."""

Names = frozenset[str]
"""Names of sheets, folded."""


@dataclass(frozen=True)
class _Beside:
    """A joined sheet. `met`: for each row of the table its key and the row there, if any."""

    join: Join
    names: Names
    rows: Rows
    met: pl.DataFrame

    @property
    def theirs(self) -> str:
        return folded(self.join.theirs)


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

    @property
    def height(self) -> int:
        return self.main.frame.height

    def on_main(self, heading: Heading) -> bool:
        return self._is(self.names, heading) and self.main.has(folded(heading.name))

    def cells(self, heading: Heading) -> pl.Series | None:
        """A cell for each main row; None where the heading is not there or could be several."""
        found = list(self._found(heading))
        return found[0] if len(found) == 1 else None

    def _found(self, heading: Heading) -> Iterator[pl.Series]:
        name = folded(heading.name)
        if self.on_main(heading):
            yield self.main.frame[name]
        for other in self._others:
            same = name == folded(other.join.ours) == other.theirs
            if self._is(other.names, heading) and other.rows.has(name):
                if same and heading.sheet is None and self.main.has(name):
                    continue  # the key says the same on both
                yield other.met[name]

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
            yield from _not_there(meant[0], heading.name)

    def join(self, join: Join, names: Names, rows: Rows) -> Iterator[Problem]:
        """Put a sheet beside, by its key; what hinders that is a problem."""
        ours, theirs = self._key(join), folded(join.theirs)
        if ours is None:
            yield from _not_there(self.main, join.ours)
            ours = pl.Series([None] * self.height, dtype=pl.String)
        if not rows.has(theirs):
            yield from _not_there(rows, join.theirs)
        keys = same_ids(rows.frame[theirs]) if rows.has(theirs) else pl.lit(None, pl.String)
        there = rows.frame.with_columns(keys.alias(KEY)).filter(pl.col(KEY).is_not_null())
        for number in there.filter(~pl.col(KEY).is_first_distinct())[ROW]:
            place, row = rows.place(number)
            sheet = {"sheet": place.sheet or place.file}
            yield Problem("joined_twice", place, row, AsWritten(join.theirs), sheet)
        first = there.unique(KEY, keep="first", maintain_order=True)
        met = same_ids(ours).alias(KEY).to_frame()
        met = met.join(first, on=KEY, how="left", maintain_order="left")
        self._others.append(_Beside(join, names, rows, met))

    def _key(self, join: Join) -> pl.Series | None:
        """The cells by which a sheet is joined: of the main one, or of one joined before it."""
        ours = folded(join.ours)
        return self.main.frame[ours] if self.main.has(ours) else self.cells(Heading(join.ours))

    def unmatched(self, kept: pl.Series) -> Iterator[Problem]:
        """Infos on kept rows that found none beside them, and on rows there that nobody found."""
        for other in self._others:
            ours = self._key(other.join)
            if ours is None or not other.rows.has(other.theirs):
                continue
            sheets = ", ".join(other.join.sheets)
            lost = self.main.frame[ROW].filter(kept & other.met[ROW].is_null())
            if len(lost):
                place, row = self.main.place(lost[0])
                details: dict[str, Detail] = {"count": len(lost), "sheet": sheets}
                yield Problem("joined_to_none", place, row, AsWritten(other.join.ours), details)
            elif ours.is_duplicated().any():
                continue  # of many rows for each there, some have none as a matter of course
            filled = other.rows.frame.filter(pl.col(other.theirs).is_not_null())[ROW]
            alone = filled.filter(~filled.is_in(other.met[ROW].drop_nulls().implode()))
            if len(alone):
                place, row = other.rows.place(alone[0])
                details = {"count": len(alone)}
                yield Problem("joined_by_none", place, row, AsWritten(other.join.theirs), details)

    def errors(self, kept: pl.Series, always: Collection[Heading]) -> Iterator[Problem]:
        """Excel errors in the rows that count, and in all rows under the headings `always`."""
        on_all = {folded(heading.name) for heading in always}
        yield from self._errors(self.main, self.main.frame[ROW].filter(kept), on_all)
        for other in self._others:
            met = other.met[ROW].filter(kept).drop_nulls()
            yield from self._errors(other.rows, met, {*on_all, other.theirs})

    def _errors(self, rows: Rows, counted: pl.Series, on_all: set[str]) -> Iterator[Problem]:
        for (rule, name), faulty in rows.errors.items():
            for number in sorted(
                faulty.intersection(rows.frame[ROW] if name in on_all else counted)
            ):
                heading = AsWritten(self.headings.get(name, name))
                yield Problem(rule, *rows.place(number), heading)

    def beside(self) -> Iterator[Place]:
        """The sheets that are joined."""
        for other in self._others:
            yield from other.rows.places


def _not_there(rows: Rows, heading: str) -> Iterator[Problem]:
    for place in rows.places:
        yield Problem("no_such_heading", place, details={"heading": heading})
