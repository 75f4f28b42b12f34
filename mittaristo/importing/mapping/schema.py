"""The mapping file: how other people's sheets become our tables, without editing the sheets.

For each of our tables the file names the sheets, and for each column where its cells come from.
What it does not say is not guessed.
"""

import operator
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from mittaristo.i18n.normalisation import folded
from mittaristo.i18n.terms import meant
from mittaristo.i18n.translation import N_
from mittaristo.importing.mapping import toml_file
from mittaristo.importing.mapping.meanings import comparable
from mittaristo.importing.parsing.days import DAY_FORMS
from mittaristo.importing.places import SHEET
from mittaristo.messages.problems import Place, Problem, shown, spaced
from mittaristo.messages.refusals import Refusal
from mittaristo.registers.schemas import IDENTIFYING, TABLES, columns

TAKES: Mapping[str, str] = {
    "year": "birth_year",
    "year_of_identity_code": "birth_year",
    "municipality": "municipality",
}
"""What can be taken from a cell that says more, and the column that it is taken for."""


def refusal(where: str, sentence: str, **details: Any) -> Refusal:
    """That the mapping cannot be used: where in the file, and why."""
    before = N_("Mapping, {where}:")
    return Refusal(sentence, place=shown(where), before=before, usage=True, **details)


@dataclass(frozen=True)
class Heading:
    """A heading as the mapping writes it, and the sheet where it stands on several joined ones."""

    name: str
    sheet: str | None = None


@dataclass(frozen=True)
class Column:
    """Where the cells of a column come from: one heading, one value for all, or the row itself.

    `others`: further headings, whose cells stand behind that of the first, with / between.
    `codes`: what is written, in small letters → our code. "" is an empty cell on either side, and
    `otherwise` the code of anything else. `split`: the signs between several values of a cell, each
    of which gets a row. `down`: an empty cell says what the one above it says. `optional`: the
    heading may be missing.
    """

    heading: Heading | None = None
    others: tuple[Heading, ...] = ()
    always: str | None = None
    number_by: tuple[Heading, ...] = ()
    codes: Mapping[str, str] = field(default_factory=dict)
    otherwise: str | None = None
    days: str | None = None
    take: str | None = None
    split: str = ""
    down: bool = False
    optional: bool = False

    @property
    def headings(self) -> tuple[Heading, ...]:
        """All that its cells are made of."""
        return (self.heading, *self.others) if self.heading else self.number_by


@dataclass(frozen=True)
class Condition:
    """Which rows count, by one of their cells. "" among the values is an empty cell.

    `bounds`: one of BOUNDS → a day or a number.
    """

    heading: Heading
    among: tuple[str, ...] = ()
    but_not: tuple[str, ...] = ()
    filled: bool | None = None
    bounds: Mapping[str, str] = field(default_factory=dict)


BOUNDS: Mapping[str, Callable[[float, float], bool]] = {
    "at_least": operator.ge,
    "above": operator.gt,
    "at_most": operator.le,
    "below": operator.lt,
}


@dataclass(frozen=True)
class Keep:
    """Which of several rows counts: the first or last, or that with the `smallest` or `largest`
    cell below a heading."""

    which: str
    heading: str = ""


@dataclass(frozen=True)
class Join:
    """Other sheets whose columns stand beside, by a heading of each."""

    sheets: tuple[str, ...]
    ours: str
    theirs: str
    header: tuple[int, ...] = ()
    where: tuple[Condition, ...] = ()
    keep: Keep | None = None

    @property
    def headings(self) -> tuple[Heading, ...]:
        """What is looked for on its sheets alone, besides the key."""
        kept = (Heading(self.keep.heading),) if self.keep and self.keep.heading else ()
        return (*(one.heading for one in self.where), *kept)


@dataclass(frozen=True)
class Table:
    """Where the rows of a table come from, or a part of them: a table may have several layouts.

    `header`: the row of the headings, or the two. `rows`: the first and the last row that is looked
    at. `distinct`: rows that have the same key are one row, as firms are that many jobs name;
    `keep`: which of them. `each`: what tells it from others that one row makes.
    """

    sheets: tuple[str, ...]
    columns: Mapping[str, Column]
    header: tuple[int, ...] = ()
    rows: tuple[int, int] | None = None
    where: tuple[Condition, ...] = ()
    joins: tuple[Join, ...] = ()
    distinct: bool = False
    keep: Keep | None = None
    each: str = ""


@dataclass(frozen=True)
class LeftOut:
    """A faulty row that is left out on purpose: by its key, or by its row (and sheet).

    A key of two columns is written with / between.
    """

    table: str
    reason: str
    key: str | None = None
    row: int | None = None
    sheet: str | None = None


@dataclass(frozen=True)
class SheetMapping:
    """What a mapping file says. `municipalities`: name or postal code → the municipality's code."""

    tables: Mapping[str, tuple[Table, ...]] = field(default_factory=dict)
    municipalities: Mapping[str, str] = field(default_factory=dict)
    left_out: tuple[LeftOut, ...] = ()
    messages: tuple[Problem, ...] = ()


# --- The file ---------------------------------------------------------------------------------


def load(path: Path) -> SheetMapping:
    """Read a mapping. Raises Refusal."""
    try:
        written, encoding = toml_file.read(path)
    except Refusal as fault:
        raise refusal(path.name, fault.sentence, **fault.details) from None
    left_out = written.pop("leave_out", [])
    if not isinstance(left_out, list):
        raise refusal("leave_out", N_("write it as [[leave_out]]."))
    municipalities = _strings("municipalities", written.pop("municipalities", {}))
    tables: dict[str, tuple[Table, ...]] = {}
    for said, entry in written.items():
        name = _table_meant(said, said)
        if name in tables:
            raise refusal(said, N_("this table stands twice. List its sheets in one."))
        tables[name] = _alike(said, tuple(_parts(said, name, entry)))
    known = {folded(name): code for name, code in municipalities.items()}
    messages: tuple[Problem, ...] = ()
    if encoding:
        messages = (Problem("mapping_encoding", Place(path.name), details={"encoding": encoding}),)
    return SheetMapping(tables, known, tuple(map(_left_out, left_out)), messages)


def _table_meant(where: str, said: str) -> str:
    """A table by its name or by its word in either language."""
    name = meant("tables", said, TABLES)
    if name is None:
        raise refusal(
            where, N_("no table has this name. Use one of: {tables}."), tables=", ".join(TABLES)
        )
    return name


def _parts(said: str, name: str, entries: Any) -> Iterator[Table]:
    """A table may be read from several layouts: [[table]], or several times of each row: each."""
    for entry in entries if isinstance(entries, list) and entries else [entries]:
        entry = dict(_dict(said, entry))
        several = entry.pop("each", [{}])
        if not isinstance(several, list) or not several:
            raise refusal(
                f"{said}.each",
                N_("a list is needed here: between braces, the columns of each row."),
            )
        for own in several:
            own = dict(_dict(f"{said}.each", own))
            where = {**entry.get("where", {}), **own.pop("where", {})}
            shared = _dict(f"{said}.columns", entry.get("columns", {}))
            table = _table(said, name, {**entry, "columns": {**shared, **own}, "where": where})
            if own or where != entry.get("where", {}):
                table = _one_of_each(said, table, own, where, entry.get("where", {}))
            yield table


def _one_of_each(
    said: str, table: Table, own: Collection[str], where: Collection[str], shared: Collection[str]
) -> Table:
    """One of those that a row makes: there, where its condition holds or its heading is filled."""
    if differ := [one for one in where if one not in shared]:
        return replace(table, each=folded(differ[0]))
    heading = next((found for one in own if (found := table.columns[one].heading)), None)
    if heading is None:
        raise refusal(f"{said}.each", N_("a heading, or a list of headings, is needed here."))
    filled = Condition(heading, filled=True)
    return replace(table, where=(*table.where, filled), each=folded(heading.name))


def _alike(said: str, parts: tuple[Table, ...]) -> tuple[Table, ...]:
    """What must be the same in all parts of a table: how cells are understood."""
    first = parts[0]
    for part in parts:
        if (part.distinct, part.keep) != (first.distinct, first.keep):
            raise refusal(said, N_("distinct and keep are the same in all parts of a table."))
        for name in part.columns.keys() & first.columns.keys():
            one, other = first.columns[name], part.columns[name]
            if (one.days, one.take) != (other.days, other.take):
                place = f"{said}.columns.{name}"
                raise refusal(place, N_("days and take are the same in all parts of a table."))
    return parts


def _table(said: str, name: str, entry: dict[str, Any]) -> Table:
    _only(said, entry, ("sheet", "header", "rows", "columns", "where", "join", "distinct", "keep"))
    joins = tuple(_join(said, _dict(f"{said}.join", one)) for one in _listed(entry.get("join")))
    distinct = _bool(f"{said}.distinct", entry, "distinct")
    if (distinct or "keep" in entry) and not TABLES[name].primary_key():
        raise refusal(f"{said}.distinct", N_("this needs a table that has a key."))
    table = Table(
        sheets=_sheets(f"{said}.sheet", entry.get("sheet")),
        columns=_columns(said, name, _dict(f"{said}.columns", entry.get("columns", {}))),
        header=_header(said, entry),
        rows=_rows(f"{said}.rows", entry.get("rows")),
        where=_where(said, entry),
        joins=joins,
        distinct=distinct or "keep" in entry,
        keep=_keep(said, entry),
    )
    known = {*map(folded, table.sheets), *(folded(one) for join in joins for one in join.sheets)}
    for heading in headings(table):
        if heading.sheet is not None and folded(heading.sheet) not in known:
            raise refusal(
                said, N_("{sheet} is no sheet of this table."), sheet=_quoted(heading.sheet)
            )
    return table


def headings(table: Table) -> list[Heading]:
    """All headings that a table is made from, those of its joins apart."""
    of_columns = [heading for said in table.columns.values() for heading in said.headings]
    kept = [Heading(table.keep.heading)] if table.keep and table.keep.heading else []
    return [*of_columns, *(condition.heading for condition in table.where), *kept]


def _columns(said: str, name: str, entries: dict[str, Any]) -> dict[str, Column]:
    kinds = columns(name)
    allowed = [*kinds, *IDENTIFYING.get(name, ())]
    mapped = {}
    for column, entry in entries.items():
        if column not in allowed:
            raise refusal(
                f"{said}.columns.{column}",
                N_("this table has no such column. It has: {columns}."),
                columns=", ".join(allowed),
            )
        mapped[column] = _column(f"{said}.columns.{column}", column, entry)
        if mapped[column].optional and not (column in kinds and kinds[column].nullable):
            raise refusal(
                f"{said}.columns.{column}", N_("this column is needed: it cannot be optional.")
            )
        if mapped[column].number_by and not may_be_put_together(name, column):
            raise refusal(
                f"{said}.columns.{column}", N_("number_by makes keys, and this column is none.")
            )
    return mapped


def may_be_put_together(name: str, column: str) -> bool:
    """Keys and what refers to them; names, which are not stored."""
    if column in IDENTIFYING.get(name, ()):
        return True
    metadata = columns(name)[column].metadata or {}
    return bool(metadata.get("entity")) or metadata.get("public") == "id"


def _column(where: str, column: str, said: Any) -> Column:
    if isinstance(said, str):
        return Column(heading=Heading(_text(where, said)))
    entry = _dict(where, said)
    of_cells = ("sheet", "codes", "else", "days", "take", "split", "down", "optional")
    _only(where, entry, ("from", "always", "number_by", *of_cells))
    if sum(name in entry for name in ("from", "always", "number_by")) != 1:
        raise refusal(where, N_("exactly one of from, always and number_by is needed here."))
    if "from" not in entry and set(of_cells) & entry.keys():
        listed = ", ".join(of_cells)
        raise refusal(where, N_("{codes} go together with from only."), codes=listed)
    days, take = entry.get("days"), entry.get("take")
    takes = [name for name, taken in TAKES.items() if taken == column]
    for given, allowed in ((days, DAY_FORMS), (take, takes)):
        if given is not None and not allowed:
            raise refusal(where, N_("nothing can be taken for this column."))
        if given is not None and given not in allowed:
            raise refusal(where, N_("use one of: {codes}."), codes=", ".join(allowed))
    if entry.get("number_by") == [] or entry.get("from") == []:
        raise refusal(where, N_("a heading, or a list of headings, is needed here."))
    own = {part: entry[part] for part in ("from", "sheet") if part in entry}
    found = [_heading(where, {**own, "from": one}) for one in _listed(own.get("from"))]
    return Column(
        heading=found[0] if found else None,
        others=tuple(found[1:]),
        always=_text(where, entry["always"]) if "always" in entry else None,
        number_by=tuple(_heading(where, one) for one in _listed(entry.get("number_by"))),
        codes={
            folded(BETWEEN.sub(" / ", name) if len(found) > 1 else name): code.strip()
            for name, code in _strings(where, entry.get("codes", {}), empty=True).items()
        },
        otherwise=_text(where, entry["else"], empty=True).strip() if "else" in entry else None,
        days=days,
        take=take,
        split=_text(where, entry["split"], empty=True) if "split" in entry else "",
        down=_bool(where, entry, "down"),
        optional=_bool(where, entry, "optional"),
    )


MOST_VALUES = 1_000
"""Of a condition: each is held against every different cell."""

BETWEEN = re.compile(r" */ *")
"""What stands between the cells of several columns."""


def _heading(where: str, said: Any) -> Heading:
    """A heading alone, or `{ from = …, sheet = … }`."""
    if isinstance(said, dict):
        _only(where, said, ("from", "sheet"))
        sheet = _text(where, said["sheet"]) if "sheet" in said else None
        return Heading(_text(where, said.get("from")), sheet)
    return Heading(_text(where, said))


def _where(said: str, entry: Mapping[str, Any]) -> tuple[Condition, ...]:
    place = f"{said}.where"
    conditions = _dict(place, entry.get("where", {}))
    return tuple(_condition(place, heading, kept) for heading, kept in conditions.items())


def _condition(where: str, heading: str, said: Any) -> Condition:
    """One value or a list of them, or a table of `is`, `not`, `filled`, bounds and `sheet`."""
    place = f"{where}.{heading}"
    if not isinstance(said, dict):
        return Condition(Heading(heading), among=_values(place, said))
    tests = ("is", "not", "filled", *BOUNDS)
    _only(place, said, (*tests, "sheet"))
    filled = _bool(place, said, "filled") if "filled" in said else None
    if not said.keys() & set(tests):
        raise refusal(place, N_("one of {codes} is needed here."), codes=", ".join(tests))
    bounds = {name: _values(place, said[name])[0] for name in BOUNDS if name in said}
    if not all(map(comparable, bounds.values())):
        raise refusal(place, N_("a day or a number is needed here, such as 1.1.2026 or 20."))
    sheet = said.get("sheet")
    return Condition(
        Heading(heading, None if sheet is None else _text(place, sheet)),
        among=_values(place, said["is"]) if "is" in said else (),
        but_not=_values(place, said["not"]) if "not" in said else (),
        filled=filled,
        bounds=bounds,
    )


def _keep(said: str, entry: Mapping[str, Any]) -> Keep | None:
    """first, last, or { smallest = "heading" }."""
    given, place = entry.get("keep"), f"{said}.keep"
    if given is None or given in ("first", "last"):
        return Keep(given) if given else None
    if not isinstance(given, dict) or len(given) != 1:
        raise refusal(place, N_("use one of: {codes}."), codes="first, last, smallest, largest")
    _only(place, given, ("smallest", "largest"))
    [(which, heading)] = given.items()
    return Keep(which, _text(place, heading))


def _values(where: str, said: Any) -> tuple[str, ...]:
    """At least one text; a number is taken as it is written."""
    given = _listed(said)
    if not given:
        raise refusal(where, N_("a text between quotation marks is needed here."))
    if len(given) > MOST_VALUES:
        raise refusal(where, N_("a list has {limit} values at most."), limit=spaced(MOST_VALUES))
    return tuple(
        str(one) if type(one) in (int, float) else _text(where, one, empty=True) for one in given
    )


def _join(said: str, entry: dict[str, Any]) -> Join:
    place = f"{said}.join"
    _only(place, entry, ("sheet", "on", "header", "where", "keep"))
    on = _strings(f"{said}.join.on", entry.get("on", {}))
    if len(on) != 1:
        raise refusal(f"{said}.join.on", N_("one heading of each sheet is needed here."))
    [(ours, theirs)] = on.items()
    sheets = _sheets(f"{said}.join.sheet", entry.get("sheet"))
    where = _where(place, entry)
    return Join(sheets, ours, theirs, _header(place, entry), where, _keep(place, entry))


def _sheets(where: str, said: Any) -> tuple[str, ...]:
    names = [_text(where, one) for one in _listed(said) or [said]]
    if len({folded(name) for name in names}) < len(names):
        raise refusal(
            where,
            N_(
                "the same sheet is named twice. Where one row makes several, write them under each."
            ),
        )
    return tuple(names)


def _row(where: str, said: Any) -> int:
    if type(said) is not int or not 1 <= said < SHEET:
        raise refusal(where, N_("the number of a row is needed here."))
    return said


def _header(where: str, entry: Mapping[str, Any]) -> tuple[int, ...]:
    """The row of the headings, or two that are one below the other."""
    rows = tuple(_row(f"{where}.header", one) for one in _listed(entry.get("header", [])))
    if len(rows) > 2 or sorted(rows) != list(rows):
        raise refusal(f"{where}.header", N_("the number of a row is needed here."))
    return rows


def _rows(where: str, said: Any) -> tuple[int, int] | None:
    numbers = [_row(where, one) for one in _listed(said)]
    if said is not None and (len(numbers) != 2 or numbers[0] > numbers[1]):
        raise refusal(where, N_("the numbers of the first and the last row are needed: [5, 40]."))
    return (numbers[0], numbers[1]) if numbers else None


def _left_out(said: Any) -> LeftOut:
    entry = _dict("leave_out", said)
    _only("leave_out", entry, ("table", "key", "row", "sheet", "reason"))
    written = _text("leave_out.table", entry.get("table"))
    table = _table_meant("leave_out.table", written)
    reason = _text("leave_out.reason", entry.get("reason"))
    if ("key" in entry) == ("row" in entry):
        raise refusal("leave_out", N_("either key or row is needed here."))
    sheet = _text("leave_out.sheet", entry["sheet"]) if "sheet" in entry else None
    if "row" in entry:
        return LeftOut(table, reason, row=_row("leave_out.row", entry["row"]), sheet=sheet)
    if sheet is not None:
        raise refusal("leave_out.sheet", N_("a sheet goes together with row only."))
    if not TABLES[table].primary_key():
        raise refusal("leave_out.table", N_("the rows of this table have no key: give their row."))
    return LeftOut(table, reason, key=_text("leave_out.key", entry["key"]))


# --- What is written --------------------------------------------------------------------------


def _only(where: str, entry: Mapping[str, Any], allowed: Sequence[str]) -> None:
    for name in entry:
        if name not in allowed:
            raise refusal(f"{where}.{name}", N_("use one of: {codes}."), codes=", ".join(allowed))


def _dict(where: str, value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise refusal(where, N_("a table of names and values is needed here."))
    return value


def _listed(value: Any) -> list[Any]:
    """One alone stands for a list of one."""
    return value if isinstance(value, list) else [] if value is None else [value]


def _text(where: str, value: Any, *, empty: bool = False) -> str:
    if not isinstance(value, str) or not (empty or value.strip()):
        raise refusal(where, N_("a text between quotation marks is needed here."))
    return value


def _bool(where: str, entry: Mapping[str, Any], name: str) -> bool:
    given = entry.get(name, False)
    if not isinstance(given, bool):
        raise refusal(where, N_("write true or false, without quotation marks."))
    return given


def _strings(where: str, value: Any, *, empty: bool = False) -> dict[str, str]:
    entries: Iterable[tuple[str, Any]] = _dict(where, value).items()
    return {name: _text(f"{where}.{name}", one, empty=empty) for name, one in entries}


def _quoted(text: str) -> str:
    return f"“{shown(text)}”"
