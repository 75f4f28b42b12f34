"""Other people's sheets → our tables, by a mapping."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import polars as pl

from mittaristo.i18n.normalisation import folded
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
from mittaristo.importing.mapping.leave_out import numbered as left_out_row
from mittaristo.importing.mapping.schema import (
    Column,
    Heading,
    SheetMapping,
    Table,
    headings,
    may_be_put_together,
)
from mittaristo.importing.mapping.sheets import Book, Cell, Wanted
from mittaristo.importing.mapping.unmapped import unread
from mittaristo.importing.parsing import days as days_
from mittaristo.importing.readers.sheets import Grid, grids
from mittaristo.importing.source import Behind, Source, Spot, TextTable
from mittaristo.messages.problems import Place, Problem
from mittaristo.registers.schemas import IDENTIFYING, INVENTED, SOURCE_ROW, TABLES, columns


def read(path: Path, mapping: SheetMapping) -> Source:
    """Read the mapped tables from a workbook or a folder. Never raises for a bad file.

    Sheets that no table names are left alone, and told.
    """
    source = Source()
    book = Book(grids(path, source), source)
    if source.errors and not any(book.grids()):
        return source
    source.invented = book.has(INVENTED)
    for name, table in mapping.tables.items():
        sheets = _found(book, path, table.sheets, source)
        joined = [_found(book, path, join.sheets, source) for join in table.joins]
        if sheets is not None and all(found is not None for found in joined):
            view = _view(name, table, sheets, [found or [] for found in joined], book, source)
            source.tables[name] = _mapped(name, table, view, sheets[0], mapping, source)
    source.messages += unread(book, mapping)
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
    wanted = Wanted({**used, **ours}, _keys_of(name, table), table.header, table.rows)
    view = View(book.below(sheets, wanted), _names(sheets), {**theirs, **ours, **used})
    found: list[Problem] = []
    for join, grids_beside in zip(table.joins, joined, strict=True):
        key = folded(join.theirs)
        beside = Wanted({**used, **ours, key: join.theirs}, (key,), join.header)
        joined_ones = view.join(join, _names(grids_beside), book.below(grids_beside, beside))
        found += first_of(joined_ones)
    for heading in asked:
        found += view.missed(heading)
    _add(source.messages, (one for one in found if one.place not in book.unreadable))
    return view


def _names(sheets: Sequence[Grid]) -> frozenset[str]:
    return frozenset(folded(grid.name) for grid in sheets)


def _keys_of(name: str, table: Table) -> tuple[str, ...]:
    """The headings (folded) that the key of a row comes from."""
    found: list[Heading] = []
    for column in TABLES[name].primary_key():
        said = table.columns.get(column, Column())
        found += [said.heading] if said.heading else said.number_by
    return tuple(folded(heading.name) for heading in found)


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
    source.messages += filter.infos(table.where, view, kept, hidden)
    source.messages += filter.errors(table.where, view, kept, hidden)
    always = [one.heading for one in table.where]
    _add(source.messages, first_of(view.errors(kept, always)))
    return kept


# --- The columns ------------------------------------------------------------------------------


def _mapped(
    name: str, table: Table, view: View, first: Grid, mapping: SheetMapping, source: Source
) -> TextTable:
    """One of our tables: its columns from theirs, only the wanted rows, each with its number."""
    source.messages += _not_mapped(name, table, first.place)
    kept = _kept(name, table, view, source)
    forms = {column: said.days for column, said in table.columns.items() if said.days}
    day_forms = {**first.day_forms, **forms}
    left_out = {
        left_out_row(view.main.places, one) for one in mapping.left_out if one.table == name
    }
    last = [at for at in kept if view.main.numbers[at] in left_out]
    cells = _columns(name, table, view, (kept, last), day_forms, source)
    outside = len(view.main.numbers) - len(kept)
    behind = _behind(table, view, kept)
    if table.distinct:
        kept, cells, merged = _one_each(name, table, view, kept, cells, source)
        behind = replace(behind, merged=merged)
    numbers = pl.Series(SOURCE_ROW, [view.main.numbers[at] for at in kept], pl.Int64)
    series = (pl.Series(column, found, pl.String) for column, found in cells.items())
    return TextTable(
        first.place,
        pl.DataFrame([numbers, *series]),
        {
            column: said.heading.name if said.heading else column
            for column, said in table.columns.items()
            if _is_there(said, view)
        },
        day_forms,
        others=view.main.places[1:],
        behind=behind,
        derived={
            column: derived(said.take, mapping.municipalities)
            for column, said in table.columns.items()
            if said.take
        },
        put_together=frozenset(column for column, said in table.columns.items() if said.number_by),
        originals=pl.DataFrame([numbers, *_originals(table, view, kept)]),
        mapped=True,
        outside=outside,
    )


def _not_mapped(name: str, table: Table, place: Place) -> Iterator[Problem]:
    """Columns that are needed, and that the mapping does not tell of."""
    for column, kind in columns(name).items():
        if not kind.nullable and column not in table.columns:
            put_together = may_be_put_together(name, column)
            rule = "key_not_mapped" if put_together else "not_mapped"
            yield Problem(rule, place, column=column)


def _columns(
    name: str,
    table: Table,
    view: View,
    rows: tuple[Sequence[int], Sequence[int]],
    day_forms: Mapping[str, str],
    source: Source,
) -> dict[str, list[Cell]]:
    """The cells of every column, for the first of `rows`.

    The others, which will be left out, come last where keys are numbered.
    """
    kept, last = rows
    going = set(last)
    counted = [at for at in kept if at not in going]
    cells: dict[str, list[Cell]] = {}
    for column in (*columns(name), *IDENTIFYING.get(name, ())):
        said = table.columns.get(column)
        if said is not None and said.number_by:
            apart = TABLES[name].primary_key() == [column] and not table.distinct
            meant = _meant(said, name, table, view, day_forms)
            keys = numbered({at: meant[at] for at in (*counted, *last) if meant[at]}, apart=apart)
            cells[column] = [keys[at][0] if at in keys else None for at in kept]
            if apart and is_referred_to(name) and _is_there(said, view):
                source.messages += namesakes(keys, counted, view.main)
        elif said is not None:
            found = _cells(said, view)
            cells[column] = [found[at] for at in kept]
        elif column in columns(name):
            cells[column] = [None for _ in kept]
    return cells


def _one_each(
    name: str,
    table: Table,
    view: View,
    kept: Sequence[int],
    cells: Mapping[str, Sequence[Cell]],
    source: Source,
) -> tuple[list[int], dict[str, list[Cell]], dict[int, int]]:
    """The rows and cells with one row for each key, and which rows were merged into which."""
    [key] = TABLES[name].primary_key()
    each = one_each(cells, key, all_need_keys=is_of_clients(name))
    source.messages += differing(each.differing, kept, view.main, table)
    if _is_there(table.columns.get(key, Column()), view):
        source.messages += each.infos(name, kept, view.main)
    at_row = [view.main.numbers[at] for at in kept]
    return (
        [kept[at] for at in each.rows],
        {column: [found[at] for at in each.rows] for column, found in cells.items()},
        {at_row[at]: at_row[first] for at, first in each.merged.items()},
    )


def _behind(table: Table, view: View, kept: Sequence[int]) -> Behind:
    """What the kept rows hang on besides their own cells."""
    joined: dict[int, frozenset[Spot]] = {}
    if table.joins:
        joined = {view.main.numbers[at]: view.beside(at) for at in kept}
    undecided = view.undecided(kept, [one.heading for one in table.where])
    return Behind(joined, always=frozenset(undecided))


def _originals(table: Table, view: View, kept: Sequence[int]) -> Iterator[pl.Series]:
    """The cells of the columns that are translated, as they were written."""
    for column, said in table.columns.items():
        cells = view.cells(said.heading) if said.heading else None
        if cells is not None and (said.codes or said.take):
            yield pl.Series(column, [cells[at] for at in kept], pl.String)


def _is_there(said: Column, view: View) -> bool:
    """Whether all headings of a column are found. If not, that is said once, not of every row."""
    asked = [said.heading] if said.heading else said.number_by
    return all(view.cells(heading) is not None for heading in asked)


def _cells(said: Column, view: View) -> list[Cell]:
    """The cells of one column, for every row of the sheet."""
    if said.always is not None:
        return [said.always for _ in view.main.numbers]
    cells = view.cells(said.heading) if said.heading else None
    if cells is None:
        return [None for _ in view.main.numbers]
    if said.codes:
        return [said.codes.get(folded(cell or ""), cell) or None for cell in cells]
    return cells


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
