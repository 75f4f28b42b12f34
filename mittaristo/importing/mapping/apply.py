"""Other people's sheets → our tables, by a mapping."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from mittaristo.i18n.normalisation import folded, same_id
from mittaristo.importing.many import first_of
from mittaristo.importing.mapping import filter
from mittaristo.importing.mapping.derive import derived
from mittaristo.importing.mapping.join import View
from mittaristo.importing.mapping.keys import (
    AT,
    is_referred_to,
    made,
    namesakes,
    numbered,
    one_each,
)
from mittaristo.importing.mapping.leave_out import numbered as left_out_rows
from mittaristo.importing.mapping.schema import (
    Column,
    Heading,
    Join,
    SheetMapping,
    Table,
    headings,
    may_be_put_together,
)
from mittaristo.importing.mapping.several import MOST_MADE, by_what_counts, made_too_many, spread
from mittaristo.importing.mapping.sheets import ROW, Book, Cell, Rows, Wanted
from mittaristo.importing.mapping.unmapped import unread, unread_columns
from mittaristo.importing.parsing import days as days_
from mittaristo.importing.parsing.ids import same_ids
from mittaristo.importing.parsing.nearest import MANY, nearest
from mittaristo.importing.places import number
from mittaristo.importing.readers.sheets import Grid, grids
from mittaristo.importing.source import Source, TextTable
from mittaristo.messages.problems import AsWritten, Detail, Place, Problem
from mittaristo.registers.schemas import (
    IDENTIFYING,
    INVENTED,
    SOURCE_ROW,
    TABLES,
    columns,
    is_amount,
    refers,
)


def read(path: Path, mapping: SheetMapping) -> Source:
    """Read the mapped tables from a workbook or a folder. Never raises for a bad file.

    Sheets that no table names are left alone, and told.
    """
    source = Source()
    book = Book(grids(path, source), source)
    if source.errors and not any(book.grids()):
        return source
    source.invented = book.has(INVENTED)
    for name, parts in mapping.tables.items():
        views: list[View] = []
        made = 0
        for table in parts:
            made += sum(map(book.height, table.sheets)) if table.each else 0
            if made > MOST_MADE and (first := book.named(table.sheets[0])):
                source.messages.append(made_too_many(first.place))
                break
            views += _view(name, table, path, book, source)
        if len(views) == len(parts):
            source.tables[name] = _mapped(name, parts, views, mapping, source)
    source.messages += unread(book, mapping)
    source.messages += unread_columns(book, mapping)
    return source


def _found(book: Book, path: Path, names: Sequence[str], source: Source) -> list[Grid]:
    """The sheets of these names; problems where one is not there."""
    missed = [{"sheet": name} for name in names if not book.has(name)]
    place = Place(path.name)
    _add(source.messages, [Problem("no_such_sheet", place, details=one) for one in missed])
    return [grid for name in names if (grid := book.named(name))]


def _add(told: list[Problem], more: Iterable[Problem]) -> None:
    """Several tables may be made of one sheet: what is wrong with it is said once."""
    said = {one.key() for one in told}
    for one in more:
        if one.key() not in said:
            said.add(one.key())
            told.append(one)


# --- The rows ---------------------------------------------------------------------------------


def _view(name: str, table: Table, path: Path, book: Book, source: Source) -> list[View]:
    """The sheets with those that are joined beside them; none where one of them is not there.

    What is not found on them is a problem.
    """
    sheets = _found(book, path, table.sheets, source)
    joined = [_found(book, path, join.sheets, source) for join in table.joins]
    wanted_sheets = [*table.sheets, *(sheet for join in table.joins for sheet in join.sheets)]
    if len(sheets) + sum(map(len, joined)) < len(wanted_sheets):
        return []
    asked = list(dict.fromkeys(headings(table)))
    used = {folded(heading.name): heading.name for heading in asked}
    ours = {folded(join.ours): join.ours for join in table.joins}
    theirs = {folded(join.theirs): join.theirs for join in table.joins}
    kinds, said = columns(name), table.columns
    optional = frozenset(_headings_of(table, [one for one in said if said[one].optional]))
    references = _headings_of(table, [one for one in said if refers(kinds.get(one))])
    keys = _headings_of(table, TABLES[name].primary_key())
    amounts = frozenset(_headings_of(table, [one for one in said if is_amount(kinds.get(one))]))
    wanted = Wanted({**used, **ours}, keys, references, table.header, table.rows, optional, amounts)
    main, found = spread(book.below(sheets, wanted), table.columns)
    form = next((grid.day_forms.get("") for grid in sheets), None)
    view = View(main, _names(sheets), {**theirs, **ours, **used}, form)
    for join, grids_beside in zip(table.joins, joined, strict=True):
        key, names = folded(join.theirs), _names(grids_beside)
        told = {folded(one.name): one.name for one in join.headings}
        others = {**used, **ours, **told, key: join.theirs}
        beside = Wanted(others, (key,), header=join.header, optional=optional)
        rows = book.below(grids_beside, beside)
        counted = _counted(join, View(rows, names, others, form))
        found += first_of(view.join(join, names, counted))
    for heading in asked:
        missed = view.missed(heading)
        if folded(heading.name) in optional:
            missed = (replace(one, rule=OPTIONAL.get(one.rule, one.rule)) for one in missed)
        found += missed
    _add(source.messages, (one for one in found if one.place not in book.unreadable))
    return [view]


OPTIONAL = {"no_such_heading": "optional_not_there"}
"""What is said of a heading that is not there, where it may be missing."""


def _counted(join: Join, beside: View) -> Rows:
    """The rows of a joined sheet that count: by its conditions, and one of each key."""
    rows = replace(beside.main, frame=beside.main.frame.filter(filter.kept(join.where, beside)))
    theirs = folded(join.theirs)
    if join.keep is None or not rows.has(theirs):
        return rows
    by = folded(join.keep.heading)
    cells = rows.frame[by] if rows.has(by) else None
    order = by_what_counts(rows.frame.with_row_index(AT), join.keep, cells, beside.day_form)
    keys = same_ids(order[theirs].fill_null(""))
    return replace(rows, frame=order.filter(keys.is_first_distinct()).sort(AT).drop(AT))


def _names(sheets: Sequence[Grid]) -> frozenset[str]:
    return frozenset(folded(grid.name) for grid in sheets)


def _headings_of(table: Table, these: Iterable[str]) -> tuple[str, ...]:
    """The headings (folded) that some columns come from."""
    found = (table.columns.get(column, Column()).headings for column in these)
    return tuple(folded(heading.name) for one in found for heading in one)


OF_SOME_ROWS = ("kept_by_condition", "nothing_kept")
"""What is not said of those that a row makes only where a cell is filled."""


def _kept(name: str, table: Table, view: View, source: Source) -> pl.Series:
    """The rows that count. What the conditions do is told, and what is not found beside a row."""
    on_main = [one for one in table.where if view.on_main(one.heading)]
    source.messages += view.unmatched(filter.kept(on_main, view))
    kept = filter.kept(table.where, view)
    hidden = {
        folded(said.heading.name)
        for column, said in table.columns.items()
        if said.heading and column in IDENTIFYING.get(name, ())
    }
    told = [
        *filter.infos(table.where, view, kept, hidden),
        *first_of(filter.errors(table.where, view, kept, hidden)),
    ]
    if table.each:  # a column a course may have no cross yet
        there = ((one.heading.name, view.cells(one.heading)) for one in table.where)
        empty = {name for name, cells in there if cells is None or not cells.count()}
        told = [
            one
            for one in told
            if one.rule not in OF_SOME_ROWS
            and not (one.rule == "no_such_value" and one.column in empty)
        ]
    source.messages += told
    always = [one.heading for one in table.where]
    _add(source.messages, first_of(view.errors(kept, always)))
    return kept


# --- The columns ------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Part:
    """A layout of a table: its rows that count. `sheet`: of its first sheet among those of all."""

    table: Table
    view: View
    kept: pl.Series
    sheet: int

    @property
    def numbers(self) -> pl.Series:
        """Of the rows that count, by the sheets of all layouts."""
        return self.view.main.frame[ROW].filter(self.kept) + number(self.sheet, 0)

    def cells(self, said: Column) -> pl.Series | None:
        """The cells below one heading, or below several with / between; None where one is missing.

        Of the rows that count, as they are written.
        """
        found = [self.view.cells(heading) for heading in said.headings]
        there = [cells for cells in found if cells is not None]
        if not there or len(there) < len(found):
            return None
        if len(there) > 1:
            beside = [cells.fill_null("").alias(str(at)) for at, cells in enumerate(there)]
            text = pl.select(pl.concat_str(beside, separator=" / ").str.strip_chars()).to_series()
            empty = pl.select(pl.all_horizontal(cells.is_null() for cells in there)).to_series()
            there = [pl.select(pl.when(~empty).then(text)).to_series()]
        return there[0].filter(self.kept)


def _parts(
    name: str, tables: Sequence[Table], views: Sequence[View], source: Source
) -> list[_Part]:
    parts: list[_Part] = []
    for table, view in zip(tables, views, strict=True):
        _add(source.messages, _not_mapped(name, table, view.main.places[0]))
        sheet = sum(len(part.view.main.places) for part in parts)
        parts.append(_Part(table, view, _kept(name, table, view, source), sheet))
    return parts


def _mapped(
    name: str,
    tables: Sequence[Table],
    views: Sequence[View],
    mapping: SheetMapping,
    source: Source,
) -> TextTable:
    """One of our tables: its columns from theirs, only the wanted rows, each with its number."""
    parts = _parts(name, tables, views, source)
    places = tuple(place for view in views for place in view.main.places)
    said = [(column, one) for table in tables for column, one in table.columns.items()]
    forms = {column: one.days for column, one in said if one.days}
    day_forms = {**({"": views[0].day_form} if views[0].day_form else {}), **forms}
    left_out = [one for one in mapping.left_out if one.table == name]
    gone = [row for one in left_out for row in left_out_rows(places, one)]
    frame = _frame(name, parts, (places, gone), day_forms, source)
    if tables[0].distinct:
        frame = _one_each(name, parts, frame, places, source)
    headed = {part.sheet: _headed(part) for part in parts}
    originals = frame.select(ROW).join(
        pl.concat(map(_originals, parts), how="diagonal"),
        on=ROW,
        how="left",
        maintain_order="left",
    )
    one_sheet = [] if any(table.joins for table in tables) else parts
    alone = [row + number(part.sheet, 0) for part in one_sheet for row in part.view.main.alone]
    return TextTable(
        places[0],
        frame.rename({ROW: SOURCE_ROW}),
        {**_all(headed.values()), **headed[0]},
        day_forms,
        others=places[1:],
        part_headings={
            part.sheet + at: headed[part.sheet]
            for part in (parts if len(parts) > 1 else ())
            for at in range(len(part.view.main.places))
        },
        beside=frozenset(place for view in views for place in view.beside()),
        derived={
            column: derived(one.take, mapping.municipalities) for column, one in said if one.take
        },
        put_together=frozenset(column for column, one in said if one.number_by),
        originals=originals.rename({ROW: SOURCE_ROW}),
        alone=frozenset(alone),
        mapped=True,
        outside=sum(int((~part.kept).sum()) for part in parts if not part.table.each),
    )


def _all(headed: Iterable[Mapping[str, str]]) -> dict[str, str]:
    return {column: heading for one in headed for column, heading in one.items()}


def _headed(part: _Part) -> dict[str, str]:
    return {
        column: said.heading.name if said.heading else column
        for column, said in part.table.columns.items()
        if all(part.view.cells(heading) is not None for heading in said.headings)
    }


def _not_mapped(name: str, table: Table, place: Place) -> Iterator[Problem]:
    """Columns that are needed, and that the mapping does not tell of."""
    for column, kind in columns(name).items():
        if not kind.nullable and column not in table.columns:
            put_together = may_be_put_together(name, column)
            rule = "key_not_mapped" if put_together else "not_mapped"
            yield Problem(rule, place, column=column)


def _frame(
    name: str,
    parts: Sequence[_Part],
    sheets: tuple[Sequence[Place], Collection[int]],
    day_forms: Mapping[str, str],
    source: Source,
) -> pl.DataFrame:
    """The number and the cells of every row that counts, and BY what one of several is kept.

    Rows that will be left out (the second of `sheets`) come last where keys are numbered.
    """
    places, gone = sheets
    [key, *more] = TABLES[name].primary_key() or [""]
    apart = "" if more or parts[0].table.distinct else key
    of_parts = [_cells(name, part, apart, day_forms) for part in parts]
    rows = pl.concat(of_parts, how="diagonal")
    source.messages += (one for part in parts for one in _coded_otherwise(part))
    if made(apart) in rows.columns:
        last = rows[ROW].is_in(list(gone))
        rows = numbered(rows, apart, last)
        if is_referred_to(name):
            source.messages += namesakes(rows.filter(~last), places)
    lacking = [one for one in columns(name) if one not in rows.columns]
    rows = rows.with_columns(pl.lit(None, pl.String).alias(one) for one in lacking)
    named = [one for one in IDENTIFYING.get(name, ()) if one in rows.columns]
    return rows.select(ROW, *columns(name), *named, *({BY} & {*rows.columns}))


BY = " by"
"""The column by whose cells one of several rows is kept."""


def _cells(name: str, part: _Part, apart: str, day_forms: Mapping[str, str]) -> pl.DataFrame:
    """The cells of each column that is mapped. `apart`: the key that tells rows apart."""
    numbers = part.numbers
    found = {ROW: numbers}
    for column, said in part.table.columns.items():
        cells, called = pl.Series([said.always] * len(numbers), dtype=pl.String), column
        if said.number_by:
            called = made(column) if column == apart else column
            cells = _made_of(said, name, part, day_forms, apart=column == apart)
        elif (written := part.cells(said)) is not None:
            meant = {cell: _code(said, cell) or None for cell in written.unique()}
            cells = pl.Series([meant[cell] for cell in written], dtype=pl.String)
        found[called] = cells
    keep = part.table.keep
    if keep and keep.heading and (by := part.cells(Column(Heading(keep.heading)))) is not None:
        found[BY] = by
    return pl.DataFrame(found)


def _made_of(
    said: Column, name: str, part: _Part, day_forms: Mapping[str, str], *, apart: bool
) -> pl.Series:
    """Keys made of several cells: a day is the same day however it is written.

    Empty where a heading is not there. One that does not tell rows `apart` is empty where nothing
    is said.
    """
    found: list[pl.Series] = []
    for heading in said.number_by:
        cells = part.cells(Column(heading))
        if cells is None:
            return pl.Series([None] * len(part.numbers), dtype=pl.String)
        form = _day_form(heading, name, part.table, day_forms)
        days = days_.days(cells, form=form).values.cast(pl.String)
        found.append(days.zip_with(days.is_not_null(), cells).alias(str(len(found))))
    each = [pl.lit(same_id(part.table.each))] if apart and part.table.each else []
    keys = pl.concat_str(*(same_ids(one).fill_null("") for one in found), *each, separator="/")
    told = pl.lit(apart) | pl.any_horizontal(one.is_not_null() for one in found)
    return pl.select(pl.when(told).then(keys)).to_series()


def _coded_otherwise(part: _Part) -> Iterator[Problem]:
    """How many cells are anything else than what the mapping names; and what it nearly names."""
    rows = part.view.main
    for said in part.table.columns.values():
        cells = part.cells(said) if said.codes or said.otherwise else None
        if cells is None or said.heading is None or said.others:
            continue
        heading = AsWritten(said.heading.name)
        known = {cell: folded(cell) in said.codes for cell in cells.drop_nulls().unique()}
        unknown = [cell for cell, named in known.items() if not named]
        others = (
            rows.frame[ROW].filter(part.kept).filter(cells.is_in(unknown).fill_null(value=False))
        )
        if unknown and said.otherwise is not None:
            place, row = rows.place(others[0])
            yield Problem("coded_otherwise", place, row, heading, {"count": len(others)})
        written = {folded(cell or "") for cell in cells.unique()}
        missed = [value for value in said.codes if value not in written] if unknown else []
        for value in missed if len(missed) <= MANY else ():  # nobody types thousands of them
            if near := nearest(value, unknown):
                details: dict[str, Detail] = {"wanted": f"“{value}”", "nearest": f"“{near}”"}
                yield Problem("nearly_coded", rows.places[0], None, heading, details)


def _one_each(
    name: str,
    parts: Sequence[_Part],
    rows: pl.DataFrame,
    places: Sequence[Place],
    source: Source,
) -> pl.DataFrame:
    """The rows with one row for each key."""
    keep = parts[0].table.keep
    by = rows[BY] if BY in rows.columns else None
    order = by_what_counts(rows.with_row_index(AT), keep, by, parts[0].view.day_form)
    each = one_each(order, name)
    if keep is None:
        source.messages += first_of(each.differences(places, _headed(parts[0])))
    if all(key in _headed(part) for part in parts for key in TABLES[name].primary_key()):
        source.messages += each.infos(name, places)
    return each.rows.sort(AT).drop(AT, BY, strict=False)


def _originals(part: _Part) -> pl.DataFrame:
    """The cells of the columns that are translated, as they were written, by the rows' numbers."""
    found = {ROW: part.numbers}
    for column, said in part.table.columns.items():
        translated = said.codes or said.take or said.otherwise is not None
        if translated and (cells := part.cells(said)) is not None:
            found[column] = cells
    return pl.DataFrame(found)


def _code(said: Column, cell: Cell) -> Cell:
    known = said.codes.get(folded(cell or ""))
    if known is not None or cell is None:
        return known
    return cell if said.otherwise is None else said.otherwise


def _day_form(
    heading: Heading, name: str, table: Table, day_forms: Mapping[str, str]
) -> str | None:
    """How days are written below a heading; Excel's own numbers only where a day is read there."""
    for column, kind in columns(name).items():
        if kind.dtype == pl.Date and table.columns.get(column, Column()).heading == heading:
            return day_forms.get(column) or day_forms.get("")
    return None
