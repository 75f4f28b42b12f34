"""SQL files with the header that says what each gives.

Every file under ``queries/`` is one statement below a header. The header is not decoration: what it
reads decides whether a project can have the figure, what it protects decides whether everyone may
see it, and its columns are held against the result in the tests."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

QUERIES = Path(__file__).parents[2] / "queries"


@dataclass(frozen=True)
class Column:
    """One column of a query's result as its header declares it."""

    name: str
    type: str
    meaning: str


@dataclass(frozen=True)
class Query:
    """One .sql file.

    `reads` are registers, shared views or tables of the engine; `parameters` what is bound when it
    runs; `protects` attributes of persons.
    """

    name: str
    kind: str
    sentence: str
    grain: str
    reads: tuple[str, ...]
    parameters: tuple[str, ...]
    columns: tuple[Column, ...]
    protects: tuple[str, ...]
    text: str

    @property
    def digest(self) -> str:
        """SHA-256 of the file's text."""
        return hashlib.sha256(self.text.encode()).hexdigest()


class HeaderIncomplete(Exception):
    """A query without the header that the house asks for."""


OF_THE_ENGINE = frozenset(
    {
        *("events", "units", "measures", "unit_words", "project_months", "project_periods"),
        *("earlier_units", "earlier_values", "published_actuals", "periods", "values", "months"),
        *("recorded_shares", "month_shares", "paces", "forecast_ranges", "revisions"),
        *("earlier_months", "earlier_forecasts", "first_snapshots", "not_comparable"),
        "earlier_rows",
        *("checks", "checked_units", "earlier_checked_units"),
        *("import_warnings", "earlier_import_warnings"),
        *("shown_indicators", "shown_indicator_records", "shown_indicator_checks"),
        *("shown_steps_to_indicator", "told_half_years", "told_cohorts"),
        *("told_course", "earlier_half_years", "earlier_course"),
    }
)
"""Tables that queries find beside the registers and shared views."""

HEADER = re.compile(
    r"\A-- (?P<sentence>.+?)\n--\n"
    r"-- Grain: (?P<grain>.+?)\n"
    r"-- Reads: (?P<reads>.+?)\n"
    r"-- Parameters: (?P<parameters>.+?)\n"
    r"-- Columns:\n(?P<columns>(?:--   .+\n)+)"
    r"-- Protects: (?P<protects>.+?)\n\n",
    re.DOTALL,
)


COLUMN = re.compile(r"--   (\w+) +(\w+(?:\(\d+, \d+\))?) +(.+)")


def load(path: Path) -> Query:
    """Read one query. Raises HeaderIncomplete with the file's name."""
    text = path.read_text(encoding="utf-8")
    header = HEADER.match(text)
    if header is None:
        raise HeaderIncomplete(path.name)

    def listed(name: str) -> tuple[str, ...]:
        words = header[name].strip()
        return () if words == "none" else tuple(word.strip() for word in words.split(","))

    found = [COLUMN.fullmatch(line) for line in header["columns"].splitlines()]
    if not all(found):
        raise HeaderIncomplete(f"{path.name}: a column needs a name, a type and a meaning")
    return Query(
        name=path.stem,
        kind=path.parent.name,
        sentence=header["sentence"].replace("\n-- ", " "),
        grain=header["grain"],
        reads=listed("reads"),
        parameters=listed("parameters"),
        columns=tuple(Column(*match.groups()) for match in found if match),
        protects=listed("protects"),
        text=text,
    )


def load_kind(kind: str, queries: Path = QUERIES) -> dict[str, Query]:
    """All queries of one kind (measures, figures, shared), by name."""
    return {path.stem: load(path) for path in sorted((queries / kind).glob("*.sql"))}


def registers_behind(query: Query, shared: Mapping[str, Query]) -> frozenset[str]:
    """The registers that a query reads, itself or through shared views of any depth."""
    tables: set[str] = set()
    for name in query.reads:
        tables |= registers_behind(shared[name], shared) if name in shared else {name}
    return frozenset(tables - OF_THE_ENGINE)


def attributes_behind(query: Query, shared: Mapping[str, Query]) -> frozenset[str]:
    """The attributes of persons by which a query counts, itself or through shared views."""
    attributes = set(query.protects)
    for name in query.reads:
        if name in shared:
            attributes |= attributes_behind(shared[name], shared)
    return frozenset(attributes)
