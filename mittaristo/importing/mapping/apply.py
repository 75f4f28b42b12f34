"""Other people's sheets → our tables, by a mapping."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from mittaristo.i18n.normalisation import folded, same_id
from mittaristo.importing.many import first_of
from mittaristo.importing.mapping import filter
from mittaristo.importing.mapping.derive import derived
from mittaristo.importing.mapping.join import View
from mittaristo.importing.mapping.keys import (
    differing,
    is_of_clients,
    is_referred_to,
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
from mittaristo.importing.mapping.several import (
    MOST_MADE,
    kept_first,
    made_too_many,
    only,
    spread,
    together,
)
from mittaristo.importing.mapping.sheets import Book, Cell, Rows, Wanted
from mittaristo.importing.mapping.unmapped import unread, unread_columns
from mittaristo.importing.parsing import days as days_
from mittaristo.importing.parsing.nearest import MANY, nearest
from mittaristo.importing.places import number
from mittaristo.importing.readers.sheets import Grid, grids
from mittaristo.importing.source import Behind, Source, Spot, TextTable
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
            sheets = _found(book, path, table.sheets, source)
            made += sum(len(book.rows(grid)) for grid in sheets or ()) if table.each else 0
            if sheets and made > MOST_MADE:
                source.messages.append(made_too_many(sheets[0].place))
                break
            joined = [_found(book, path, join.sheets, source) for join in table.joins]
            if sheets is not None and all(found is not None for found in joined):
                beside = [found or [] for found in joined]
                views.append(_view(name, table, sheets, beside, book, source))
        if len(views) == len(parts):
            source.tables[name] = _mapped(name, parts, views, mapping, source)
    source.messages += unread(book, mapping)
    source.messages += unread_columns(book, mapping)
    return source


def _found(book: Book, path: Path, names: Sequence[str], source: Source) -> list[Grid] | None:
    """The sheets of these names; None, and problems, where one is not there."""
    found = [book.named(name) for name in names]
    place = Place(path.name)
    missed = [{"sheet": name} for name in names if not book.has(name)]
    _add(source.messages, [Problem("no_such_sheet", place, details=one) for one in missed])
    there = [grid for grid in found if grid is not None]
    return there if len(there) == len(found) else None


def _add(told: list[Problem], more: Iterable[Problem]) -> None:
    """Several tables may be made of one sheet: what is wrong with it is said once."""
    said = {one.key() for one in told}
    for one in more:
        if one.key() not in said:
            said.add(one.key())
            told.append(one)


# --- The rows ---------------------------------------------------------------------------------


def _view(
    name: str,
    table: Table,
    sheets: Sequence[Grid],
    joined: Sequence[Sequence[Grid]],
    book: Book,
    source: Source,
) -> View:
    """The sheets with those that are joined beside them; what is not found there is a problem."""
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
    return view


OPTIONAL = {"no_such_heading": "optional_not_there"}
"""What is said of a heading that is not there, where it may be missing."""


def _counted(join: Join, beside: View) -> Rows:
    """The rows of a joined sheet that count: by its conditions, and one of each key."""
    rows = beside.main
    if join.where:
        rows = only(rows, filter.kept(join.where, beside))
    if join.keep is None:
        return rows
    by = rows.cells.get(folded(join.keep.heading))
    order = kept_first(range(len(rows.numbers)), join.keep, by, beside.day_form)
    keys = rows.cells.get(folded(join.theirs), [])
    first: dict[str, int] = {}
    for at in order if keys else ():
        first.setdefault(same_id(keys[at] or ""), at)
    return only(rows, sorted(first.values()))


def _names(sheets: Sequence[Grid]) -> frozenset[str]:
    return frozenset(folded(grid.name) for grid in sheets)


def _headings_of(table: Table, these: Iterable[str]) -> tuple[str, ...]:
    """The headings (folded) that some columns come from."""
    found = (table.columns.get(column, Column()).headings for column in these)
    return tuple(folded(heading.name) for one in found for heading in one)


OF_SOME_ROWS = ("kept_by_condition", "nothing_kept")
"""What is not said of those that a row makes only where a cell is filled."""


def _kept(name: str, table: Table, view: View, source: Source) -> list[int]:
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
        empty = {one.heading.name for one in table.where if not any(view.cells(one.heading) or ())}
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
    """A layout of a table: its rows that count, and where they begin among those of all layouts.

    `sheet` is the number of its first sheet among theirs.
    """

    table: Table
    view: View
    kept: list[int]
    first: int
    sheet: int

    def numbers(self) -> list[int]:
        return [number(self.sheet, self.view.main.numbers[at]) for at in self.kept]


def _parts(
    name: str, tables: Sequence[Table], views: Sequence[View], source: Source
) -> list[_Part]:
    parts: list[_Part] = []
    for table, view in zip(tables, views, strict=True):
        _add(source.messages, _not_mapped(name, table, view.main.places[0]))
        first = sum(len(part.view.main.numbers) for part in parts)
        sheet = sum(len(part.view.main.places) for part in parts)
        parts.append(_Part(table, view, _kept(name, table, view, source), first, sheet))
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
    rows = together([view.main for view in views])
    said = [(column, one) for table in tables for column, one in table.columns.items()]
    forms = {column: one.days for column, one in said if one.days}
    day_forms = {**({"": views[0].day_form} if views[0].day_form else {}), **forms}
    kept = [part.first + at for part in parts for at in part.kept]
    left_out = [one for one in mapping.left_out if one.table == name]
    gone = {row for one in left_out for row in left_out_rows(rows.places, one)}
    last = [at for at in kept if rows.numbers[at] in gone]
    cells = _columns(name, parts, rows, (kept, last), day_forms, source)
    behind = _behind(parts) if mapping.left_out else Behind()
    if tables[0].distinct:
        kept, cells, merged = _one_each(name, parts, rows, kept, cells, source)
        behind = replace(behind, merged=merged)
    numbers = pl.Series(SOURCE_ROW, [rows.numbers[at] for at in kept], pl.Int64)
    series = (pl.Series(column, found, pl.String) for column, found in cells.items())
    headed = {part.sheet: _headed(part) for part in parts}
    return TextTable(
        rows.places[0],
        pl.DataFrame([numbers, *series]),
        {**_all(headed.values()), **headed[0]},
        day_forms,
        others=rows.places[1:],
        part_headings={
            part.sheet + at: headed[part.sheet]
            for part in (parts if len(parts) > 1 else ())
            for at in range(len(part.view.main.places))
        },
        behind=behind,
        derived={
            column: derived(one.take, mapping.municipalities) for column, one in said if one.take
        },
        put_together=frozenset(column for column, one in said if one.number_by),
        originals=_originals(parts, numbers),
        alone=frozenset() if any(table.joins for table in tables) else frozenset(rows.alone),
        mapped=True,
        outside=sum(
            len(part.view.main.numbers) - len(part.kept) for part in parts if not part.table.each
        ),
    )


def _all(headed: Iterable[Mapping[str, str]]) -> dict[str, str]:
    return {column: heading for one in headed for column, heading in one.items()}


def _headed(part: _Part) -> dict[str, str]:
    return {
        column: said.heading.name if said.heading else column
        for column, said in part.table.columns.items()
        if _is_there(said, part.view)
    }


def _not_mapped(name: str, table: Table, place: Place) -> Iterator[Problem]:
    """Columns that are needed, and that the mapping does not tell of."""
    for column, kind in columns(name).items():
        if not kind.nullable and column not in table.columns:
            put_together = may_be_put_together(name, column)
            rule = "key_not_mapped" if put_together else "not_mapped"
            yield Problem(rule, place, column=column)


def _columns(
    name: str,
    parts: Sequence[_Part],
    rows: Rows,
    these: tuple[Sequence[int], Sequence[int]],
    day_forms: Mapping[str, str],
    source: Source,
) -> dict[str, list[Cell]]:
    """The cells of every column, for the first of `these` rows.

    The others, which will be left out, come last where keys are numbered.
    """
    kept, last = these
    counted = [at for at in kept if at not in set(last)] if last else kept
    cells: dict[str, list[Cell]] = {}
    for column in (*columns(name), *IDENTIFYING.get(name, ())):
        there = [part for part in parts if column in part.table.columns]
        if not there and column not in columns(name):
            continue
        found: dict[int, Cell] = {}
        meant: dict[int, tuple[Cell, ...]] = {}
        apart = TABLES[name].primary_key() == [column] and not parts[0].table.distinct
        for part in there:
            said = part.table.columns[column]
            if said.number_by:
                made_of = _meant(said, name, part.table, part.view, day_forms)
                each = (part.table.each,) if apart and part.table.each else ()
                meant |= {part.first + at: (*made_of[at], *each) for at in part.kept if made_of[at]}
            else:
                of_all = _cells(said, part.view)
                found |= {part.first + at: of_all[at] for at in part.kept}
                source.messages += _coded_otherwise(said, part)
        if meant:
            known = [at for at in counted if at in meant]
            of_them = {at: meant[at] for at in (*known, *last) if at in meant}
            keys = numbered(of_them, apart=apart)
            found |= {at: key for at, (key, _) in keys.items()}
            if apart and is_referred_to(name):
                source.messages += namesakes(keys, known, rows)
        cells[column] = [found.get(at) for at in kept]
    return cells


def _coded_otherwise(said: Column, part: _Part) -> Iterator[Problem]:
    """How many cells are anything else than what the mapping names; and what it nearly names."""
    cells = part.view.cells(said.heading) if said.heading else None
    if cells is None or said.others or not said.heading or not (said.codes or said.otherwise):
        return
    main, heading = part.view.main, AsWritten(said.heading.name)
    others = [at for at in part.kept if cells[at] and folded(cells[at] or "") not in said.codes]
    if others and said.otherwise is not None:
        place, row = main.place(main.numbers[others[0]])
        yield Problem("coded_otherwise", place, row, heading, {"count": len(others)})
    written = {folded(cells[at] or "") for at in part.kept}
    missed = [value for value in said.codes if value not in written] if others else []
    unknown = {cells[at] for at in others}
    for value in missed if len(missed) <= MANY else ():  # nobody types thousands of them
        if near := nearest(value, unknown):
            details: dict[str, Detail] = {"wanted": f"“{value}”", "nearest": f"“{near}”"}
            yield Problem("nearly_coded", main.places[0], None, heading, details)


def _one_each(
    name: str,
    parts: Sequence[_Part],
    rows: Rows,
    kept: Sequence[int],
    cells: Mapping[str, Sequence[Cell]],
    source: Source,
) -> tuple[list[int], dict[str, list[Cell]], dict[int, int]]:
    """The rows and cells with one row for each key, and which rows were merged into which."""
    keys = TABLES[name].primary_key()
    keep = parts[0].table.keep
    by = [cell for part in parts for cell in _kept_by(part)] if keep and keep.heading else None
    order = kept_first(kept, keep, by, parts[0].view.day_form)
    at_kept = {at: place for place, at in enumerate(kept)}
    places = [at_kept[at] for at in order]
    ordered = {column: [found[place] for place in places] for column, found in cells.items()}
    each = one_each(ordered, keys, all_need_keys=is_of_clients(name))
    if keep is None:
        headed = _headed(parts[0])
        source.messages += first_of(differing(each.differing, order, rows, headed))
    said = ((part.table.columns.get(key, Column()), part.view) for part in parts for key in keys)
    if all(_is_there(column, view) for column, view in said):
        source.messages += each.infos(name, order, rows)
    chosen = sorted(places[at] for at in each.rows)
    at_row = [rows.numbers[at] for at in order]
    return (
        [kept[place] for place in chosen],
        {column: [found[place] for place in chosen] for column, found in cells.items()},
        {at_row[at]: at_row[first] for at, first in each.merged.items()},
    )


def _kept_by(part: _Part) -> list[Cell]:
    """The cells by which one of several rows is kept."""
    keep = part.table.keep
    cells = part.view.cells(Heading(keep.heading)) if keep else None
    return cells or [None for _ in part.view.main.numbers]


def _behind(parts: Sequence[_Part]) -> Behind:
    """What the kept rows hang on besides their own cells."""
    joined: dict[int, frozenset[Spot]] = {}
    undecided: set[Spot] = set()
    for part in parts:
        if part.table.joins:
            beside = map(part.view.beside, part.kept)
            joined |= dict(zip(part.numbers(), beside, strict=True))
        where = [one.heading for one in part.table.where]
        undecided.update(part.view.undecided(part.kept, where))
    return Behind(joined, always=frozenset(undecided))


def _originals(parts: Sequence[_Part], numbers: pl.Series) -> pl.DataFrame:
    """The cells of the columns that are translated, as they were written, for rows of numbers."""
    found = []
    for part in parts:
        own = [pl.Series(SOURCE_ROW, part.numbers(), pl.Int64)]
        for column, said in part.table.columns.items():
            cells = _written(said, part.view)
            if cells is not None and (said.codes or said.take or said.otherwise is not None):
                own.append(pl.Series(column, [cells[at] for at in part.kept], pl.String))
        found.append(pl.DataFrame(own))
    together = pl.concat(found, how="diagonal")
    return numbers.to_frame().join(together, on=SOURCE_ROW, how="left", maintain_order="left")


def _is_there(said: Column, view: View) -> bool:
    """Whether all headings of a column are found. If not, that is said once, not of every row."""
    return all(view.cells(heading) is not None for heading in said.headings)


def _written(said: Column, view: View) -> list[Cell] | None:
    """The cells below one heading, or below several with / between; None where one is missing."""
    found = [view.cells(heading) for heading in said.headings]
    there = [cells for cells in found if cells is not None]
    if not there or len(there) < len(found):
        return None
    if len(there) == 1:
        return there[0]
    return [
        " / ".join(cell or "" for cell in beside).strip() if any(beside) else None
        for beside in zip(*there, strict=True)
    ]


def _cells(said: Column, view: View) -> list[Cell]:
    """The cells of one column, for every row of the sheet."""
    if said.always is not None:
        return [said.always for _ in view.main.numbers]
    cells = _written(said, view)
    if cells is None:
        return [None for _ in view.main.numbers]
    if not said.codes and said.otherwise is None:
        return cells
    return [_code(said, cell) or None for cell in cells]


def _code(said: Column, cell: Cell) -> Cell:
    known = said.codes.get(folded(cell or ""))
    if known is not None or cell is None:
        return known
    return cell if said.otherwise is None else said.otherwise


def _meant(
    said: Column, name: str, table: Table, view: View, day_forms: Mapping[str, str]
) -> list[tuple[Cell, ...]]:
    """What a key is made of, for every row: a day is the same day however it is written.

    Nothing, where a heading is not there.
    """
    meant: list[list[Cell]] = []
    for heading in said.number_by:
        cells = view.cells(heading)
        if cells is None:
            return [() for _ in view.main.numbers]
        form = _day_form(heading, name, table, day_forms)
        days = days_.days(pl.Series(cells, dtype=pl.String), form=form).values
        meant.append([str(day) if day else cell for day, cell in zip(days, cells, strict=True)])
    return list(zip(*meant, strict=True))


def _day_form(
    heading: Heading, name: str, table: Table, day_forms: Mapping[str, str]
) -> str | None:
    """How days are written below a heading; Excel's own numbers only where a day is read there."""
    for column, kind in columns(name).items():
        if kind.dtype == pl.Date and table.columns.get(column, Column()).heading == heading:
            return day_forms.get(column) or day_forms.get("")
    return None
