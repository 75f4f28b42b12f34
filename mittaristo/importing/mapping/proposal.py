"""A mapping proposed from the headings of an unknown workbook, for a person to finish."""

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import zip_longest
from pathlib import Path

import polars as pl
from xlsxwriter.utility import xl_col_to_name

from mittaristo.i18n.normalisation import folded, same_id
from mittaristo.i18n.terms import words
from mittaristo.i18n.translation import Translate
from mittaristo.importing.mapping.proposed_codes import Proposed, proposed
from mittaristo.importing.mapping.schema import may_be_put_together
from mittaristo.importing.mapping.sheets import two_rows
from mittaristo.importing.readers.headers import SEARCHED
from mittaristo.importing.readers.sheets import Grid, cells_of, grids, tidied
from mittaristo.importing.source import Numbered, Source
from mittaristo.privacy.person_names import KnownNames
from mittaristo.privacy.personal_data import personal_data_in
from mittaristo.registers.schemas import IDENTIFYING, TABLES, columns

SYNONYMS = Path(__file__).parent / "synonyms.toml"
OTHER_LAYOUT = frozenset({"unknown_table", "no_header", "unknown_column", "missing_column"})
"""What is wrong where the sheets are in someone else's layout."""

FEWEST = 2
"""A sheet is proposed for a table when so many of its headings are understood."""


@cache
def synonyms() -> Mapping[str, tuple[str, ...]]:
    """Column → how people head it: synonyms.toml."""
    written = tomllib.loads(SYNONYMS.read_text(encoding="utf-8"))
    return {column: tuple(names) for column, names in written.items()}


@dataclass(frozen=True)
class _Sheet:
    """A sheet that seems to be a table. `headings`: column from the left, from 0 → heading."""

    position: int
    """Among the sheets of the workbook, from 1."""
    name: str
    table: str
    header: tuple[int, ...]
    headings: Mapping[int, str]
    found: Mapping[str, str]
    """Column of the table → heading."""
    below: list[list[str | None]]

    def cells(self, heading: str) -> list[str | None]:
        at = next(place for place, found in self.headings.items() if found == heading)
        return [row[at] if at < len(row) else None for row in self.below]

    def alike(self) -> tuple[str, frozenset[tuple[str, str]]]:
        """What sheets have in common that one mapping can read."""
        return self.table, frozenset((column, folded(name)) for column, name in self.found.items())


def propose(path: Path, _: Translate) -> str:
    """A mapping file for the sheets of a workbook or a folder, in TOML, with comments.

    Each sheet goes to the table of which it has most columns, and sheets alike go together.
    Headings that are not understood, and columns that no heading was found for, stand in comments.
    A text that was not understood may name a person and is never repeated: a column is told by its
    letter, a sheet by its position. Empty where nothing was understood.
    """
    source = Source()
    numbered = enumerate(grids(path, source), start=1)
    sheets = [sheet for at, grid in numbered if (sheet := _sheet(at, grid, source))]
    sheets = [_of_known_clients(sheet, sheets) for sheet in sheets]
    persons = _Persons(sheets)
    groups: dict[str, list[list[_Sheet]]] = {}
    for sheet in sheets:
        of_table = groups.setdefault(sheet.table, [])
        alike = next((group for group in of_table if group[0].alike() == sheet.alike()), None)
        if alike is None:
            of_table.append([sheet])
        elif folded(sheet.name) not in {folded(other.name) for other in alike}:
            alike.append(sheet)
    parts = []
    for first, *others in groups.values():
        safe = [sheet for sheet in first if not persons.named(sheet.name)]
        if safe:
            parts.append("\n".join([*_part(safe, _), *_others(others, _)]))
    if "employments" not in groups:
        of_jobs = (list(_columns_of_jobs(sheet, _)) for sheet in sheets)
        parts += ["\n".join(lines) for lines in of_jobs if lines]
    if not parts:
        return ""
    said = _("Proposed from the headings. Look through every line; # marks what is left to you.")
    return f"# {said}\n\n" + "\n\n".join(parts) + "\n"


# --- What is on the sheets --------------------------------------------------------------------


def _sheet(position: int, grid: Grid, source: Source) -> _Sheet | None:
    rows = tidied(cells_of(grid, source) or [])
    written = {cell for _, cells in rows[:SEARCHED] for cell in cells if cell}
    named = {one for one in written if any(any(columns_meant(table, one)) for table in TABLES)}

    def known(numbered: tuple[int, list[str | None]]) -> int:
        cells = dict.fromkeys(cell for cell in numbered[1] if cell in named)
        return max(len(_understood(table, cells)) for table in TABLES)

    if not rows:
        return None
    most = max(rows[:SEARCHED], key=known)
    pair = _two_rows(rows, rows.index(most))
    titles = two_rows(*(cells for _, cells in pair)) if pair else most[1]
    header = tuple(row for row, _ in pair) or (most[0],)
    headings = {at: cell for at, cell in enumerate(titles) if cell}
    table = max(TABLES, key=lambda name: len(_understood(name, headings.values())))
    found = _understood(table, headings.values())
    if len(found) < FEWEST:
        return None
    below = [cells for number, cells in rows if number > header[-1]]
    sheet = _Sheet(position, grid.name, table, header, headings, found, below)
    return replace(sheet, found=_with_own_key(sheet))


def _two_rows(rows: Numbered, at: int) -> Numbered:
    """Two rows of headings, of which this is one: the upper has gaps, the lower has no data."""
    for first in (at, at - 1):
        pair = rows[first : first + 2] if first >= 0 else []
        if len(pair) < 2 or pair[1][0] != pair[0][0] + 1:
            continue
        upper, lower = (cells for _, cells in pair)
        gaps = [cell for cell, over in zip_longest(lower, upper) if cell and not over]
        written = [cell for cell in lower if cell]
        texts = not any(sign.isdigit() for cell in written for sign in cell)
        if first != at and len({folded(cell) for cell in written}) == len(written):
            continue  # what stands above is a title
        if gaps and texts and len(written) > len(gaps) and len(written) > sum(map(bool, upper)):
            return pair
    return []


ANY_ID = ("nro", "nr", "no", "numero", "id", "tunnus", "#")
"""Headings of a number of the row or of somebody: which, the values tell."""


def _with_own_key(sheet: _Sheet) -> dict[str, str]:
    """What is understood, with a running number as the key of its rows and not as the client."""
    found = dict(sheet.found)
    heading = found.get("client_id")
    [key, *more] = TABLES[sheet.table].primary_key() or [""]
    if key not in found and key and not more:
        own = (one for one in sheet.headings.values() if one not in found.values())
        running = next((one for one in own if _runs(sheet.cells(one))), None)
        found |= {key: running} if running else {}
    if heading is None or sheet.table == "clients":
        return found
    cells = [cell for cell in sheet.cells(heading) if cell]
    runs = _runs(cells)
    other = next(
        (
            one
            for one in sheet.headings.values()
            if one != heading
            and folded(one) not in ANY_ID
            and "client_id" in columns_meant(sheet.table, one)
        ),
        None,
    )
    if not (folded(heading) in ANY_ID or (runs and other)):
        return found
    if other is None and len(set(cells)) < len(cells):
        return found  # somebody has several rows: it is no key
    del found["client_id"]
    if other is not None:
        found["client_id"] = other
    if not more and len(set(cells)) == len(cells):
        found.setdefault(key, heading)
    return found


def _runs(cells: Sequence[str | None]) -> bool:
    """Whether they are 1, 2, 3 … down the sheet."""
    return len(cells) > 1 and list(cells) == [str(at) for at in range(1, len(cells) + 1)]


def _of_known_clients(sheet: _Sheet, sheets: Iterable[_Sheet]) -> _Sheet:
    """The sheet, without its column of clients where most are not on the sheet of clients."""
    known = {
        same_id(cell)
        for one in sheets
        if one.table == "clients" and "client_id" in one.found
        for cell in one.cells(one.found["client_id"])
        if cell
    }
    if not known or sheet.table == "clients" or "client_id" not in sheet.found:
        return sheet
    named = [same_id(cell) for cell in sheet.cells(sheet.found["client_id"]) if cell]
    if 2 * sum(one in known for one in named) >= len(named):
        return sheet
    return replace(
        sheet, found={name: one for name, one in sheet.found.items() if name != "client_id"}
    )


def _understood(table: str, headings: Iterable[str]) -> dict[str, str]:
    """Column → heading, for the headings that name a column of the table."""
    found: dict[str, str] = {}
    for heading in headings:
        column = next((name for name in columns_meant(table, heading) if name not in found), None)
        if column:
            found[column] = heading
    return found


def columns_meant(table: str, heading: str) -> Iterator[str]:
    """The columns that a heading may name: as a whole, or by a part of it on one of two rows."""
    called, also = _called(table)
    for part in dict.fromkeys((heading, *heading.split(" / "))):
        yield from called.get(folded(part), ())
        yield from also.get(folded(part.replace("_", " ")), ())


Called = Mapping[str, Sequence[str]]
"""Folded heading → the columns that it may name."""


@cache
def _called(table: str) -> tuple[Called, Called]:
    """What names the columns of the table: their own names and words, and synonyms."""
    called: dict[str, list[str]] = {}
    also: dict[str, list[str]] = {}
    for name in (*columns(table), *IDENTIFYING.get(table, ())):
        for one in dict.fromkeys((name, *map(folded, words()["columns"].get(name, {}).values()))):
            called.setdefault(one, []).append(name)
        for one in synonyms().get(name, ()):
            also.setdefault(one, []).append(name)
    return called, also


NAMED = ("etunimi", "sukunimi", "first name", "last name", "surname")
"""Headings of names that are no column of ours."""


class _Persons:
    """Who the workbook is about, so that no name of theirs gets into a proposal."""

    def __init__(self, sheets: Iterable[_Sheet]) -> None:
        names = {
            cell
            for sheet in sheets
            for heading in sheet.headings.values()
            if heading in (sheet.found.get("name"), sheet.found.get("identity_code"))
            or folded(heading) in NAMED
            for cell in sheet.cells(heading)
            if cell
        }
        self._known = KnownNames.of(names)
        self._words = {word for name in names for word in _words(name) if len(word) > 2}

    def named(self, text: str) -> bool:
        """Whether a text seems to say who someone is."""
        return (
            personal_data_in(text, phones=True) is not None
            or self._known.stand_in(text)
            or not self._words.isdisjoint(_words(text))
        )


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text.casefold())


# --- What is written --------------------------------------------------------------------------


def _part(sheets: list[_Sheet], _: Translate) -> Iterator[str]:
    """A table with the sheets that are alike."""
    first = sheets[0]
    yield f"[{first.table}]"
    names = ", ".join(_quoted(sheet.name) for sheet in sheets)
    yield f"sheet = [{names}]" if len(sheets) > 1 else f"sheet = {names}"
    if len({sheet.header for sheet in sheets}) == 1:
        rows = list(first.header)
        yield f"header = {rows if len(rows) > 1 else rows[0]}"
    yield f"[{first.table}.columns]"
    for column in [*columns(first.table), *IDENTIFYING.get(first.table, ())]:
        if column in first.found:
            cells = (cell for sheet in sheets for cell in sheet.cells(sheet.found[column]))
            yield from _column(column, first, proposed(first.table, column, cells), _)
        elif column in columns(first.table) and not (
            column == "birth_year" and BORN & {*first.found}
        ):
            yield _left(column, first.table, first.found, _)
    for at, heading in first.headings.items():
        if heading in first.found.values():
            continue
        yield "# " + _("not understood: column {letter}").format(letter=xl_col_to_name(at))


BORN = {"birth_date", "identity_code"}
"""Columns from which the year of birth is taken."""


def _left(column: str, table: str, found: Mapping[str, str], _: Translate) -> str:
    """A column for which no heading was found: without its # the line says what can be said."""
    kind = columns(table)[column]
    if kind.nullable:
        return f"# {column} = " + _('"…" # if it is kept')
    always = (kind.metadata or {}).get("codes", ())
    said = '{ always = "…" }'
    if column == TABLES[table].primary_key()[0] and may_be_put_together(table, column):
        made_of = [
            name for name in found if name in columns(table) and not columns(table)[name].nullable
        ]
        said = f"{{ number_by = [{', '.join(_quoted(found[name]) for name in made_of)}] }}"
    elif "unknown" in always or column.endswith("language"):
        said = '{ always = "unknown" }'
    elif kind.dtype == pl.Boolean:
        said = '{ always = "false" }'
    return f"# {column} = {said} # " + _("which heading, or so?")


def _columns_of_jobs(sheet: _Sheet, _: Translate) -> Iterator[str]:
    """A column a job on the sheet of clients: 1. job began, 2. job began."""
    begun = [
        heading
        for heading in sheet.headings.values()
        if heading not in sheet.found.values()
        and "started_on" in columns_meant("employments", NUMBERED.sub(" ", heading).strip())
    ]
    client = sheet.found.get("client_id")
    if sheet.table != "clients" or not begun or client is None:
        return
    yield "[employments]"
    yield f"sheet = {_quoted(sheet.name)}"
    yield f"header = {list(sheet.header) if len(sheet.header) > 1 else sheet.header[0]}"
    yield f"each = [{', '.join(f'{{ started_on = {_quoted(one)} }}' for one in begun)}]"
    yield "[employments.columns]"
    yield f"client_id = {_quoted(client)}"
    for column in columns("employments"):
        if column not in ("client_id", "started_on"):
            yield _left(column, "employments", {"client_id": client}, _)


NUMBERED = re.compile(r"[\d.()#]+")

CODES = '{ from = "…", codes = { "…" = "…" } }'


def _column(column: str, sheet: _Sheet, said: Proposed, _: Translate) -> Iterator[str]:
    heading = _quoted(sheet.found[column])
    if said.unknown:
        more = _("{column}: add codes for {count} other values")
        yield f"# {more.format(column=column, count=said.unknown)}: " + CODES
    if said.take:
        yield f"{column} = {{ from = {heading}, take = {_quoted(said.take)} }}"
    elif said.codes:
        pairs = [f"{_quoted(name)} = {_quoted(code)}" for name, code in said.codes.items()]
        yield f"{column} = {{ from = {heading}, codes = {{ {', '.join(pairs)} }} }}"
    else:
        yield f"{column} = {heading}"


def _others(groups: list[list[_Sheet]], _: Translate) -> Iterator[str]:
    """Sheets that look like the same table and have other headings."""
    for sheet in (sheet for group in groups for sheet in group):
        said = _("for this table, too, but with other headings: sheet number {position}")
        yield "# " + said.format(position=sheet.position)


def _quoted(text: str) -> str:
    """A JSON string is a TOML string, too, but for one sign."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
