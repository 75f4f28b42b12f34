"""A mapping proposed from the headings of an unknown workbook, for a person to finish."""

import json
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from mittaristo.reading import SEARCHED, Grid, Source, cells_of, grids, tidied
from mittaristo.registers import IDENTIFYING, TABLES, columns
from mittaristo.texts import Translate, meant

SYNONYMS = Path(__file__).parent / "synonyms.toml"
FEWEST = 2
"""A sheet is proposed for a table when so many of its headings are understood."""


@cache
def synonyms() -> Mapping[str, tuple[str, ...]]:
    """Column → how people head it: synonyms.toml."""
    written = tomllib.loads(SYNONYMS.read_text(encoding="utf-8"))
    return {column: tuple(names) for column, names in written.items()}


def propose(path: Path, _: Translate) -> str:
    """A mapping file for the sheets of a workbook or a folder, in TOML, with comments.

    Each sheet goes to the table of which it has most columns. Headings that are not understood, and
    columns that no heading was found for, stand in comments. Empty where nothing was understood.
    """
    source = Source()
    parts = []
    for grid in grids(path, source):
        first, headings = _headings(grid, source)
        best = max(TABLES, key=lambda table: len(_understood(table, headings)))
        found = _understood(best, headings)
        if len(found) >= FEWEST:
            parts.append("\n".join(_part(grid, best, first, headings, found, _)))
    if not parts:
        return ""
    said = _("Proposed from the headings. Look through every line; # marks what is left to you.")
    return f"# {said}\n\n" + "\n\n".join(parts) + "\n"


def _headings(grid: Grid, source: Source) -> tuple[int, list[str]]:
    """The number and the cells of the row that is most like headings of ours."""
    rows = tidied(cells_of(grid, source) or [])[:SEARCHED]

    def known(row: list[str | None]) -> int:
        cells = [cell for cell in row if cell]
        return max(len(_understood(table, cells)) for table in TABLES)

    number, row = max(rows, key=lambda numbered: known(numbered[1]), default=(1, []))
    return number, [cell for cell in row if cell]


def _understood(table: str, headings: list[str]) -> dict[str, str]:
    """Column → heading, for the headings that name a column of the table."""
    allowed = [*columns(table), *IDENTIFYING.get(table, ())]
    found: dict[str, str] = {}
    for heading in headings:
        folded = " ".join(heading.casefold().replace("_", " ").split())
        column = meant("columns", heading, allowed) or next(
            (name for name in allowed if folded in synonyms().get(name, ())), None
        )
        if column and column not in found:
            found[column] = heading
    return found


def _part(
    grid: Grid,
    table: str,
    header: int,
    headings: list[str],
    found: Mapping[str, str],
    _: Translate,
) -> Iterator[str]:
    yield f"[{table}]"
    yield f"sheet = {_quoted(grid.name)}"
    yield f"header = {header}"
    yield f"[{table}.columns]"
    for column in [*columns(table), *IDENTIFYING.get(table, ())]:
        if column in found:
            yield f"{column} = {_quoted(found[column])}"
        elif column in columns(table):
            hint = _("which heading, or {always}?").format(always='{ always = "…" }')
            yield f"# {column} = {hint}"
    for heading in headings:
        if heading not in found.values():
            yield "# " + _("not understood: {heading}").format(heading=_quoted(heading))


def _quoted(text: str) -> str:
    """A JSON string is a TOML string, too."""
    return json.dumps(text, ensure_ascii=False)
