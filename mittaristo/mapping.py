"""The mapping file: how other people's sheets become our tables, without editing the sheets.

For each of our tables the file names the sheet, and for each column where its cells come from. What
it does not say is not guessed.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mittaristo.registers import IDENTIFYING, TABLES, columns
from mittaristo.spelling import DAY_FORMS
from mittaristo.texts import N_

TAKES = ("year", "municipality")


class MappingError(Exception):
    """The mapping cannot be used. Holds where in the file, and a sentence of the catalogue."""

    def __init__(self, where: str, sentence: str, **details: str) -> None:
        super().__init__(where, sentence)
        self.where, self.sentence, self.details = where, sentence, details


@dataclass(frozen=True)
class Column:
    """Where the cells of a column come from: one heading, one value for all, or the row itself."""

    heading: str | None = None
    always: str | None = None
    number_by: tuple[str, ...] = ()
    codes: Mapping[str, str] = field(default_factory=dict)
    days: str | None = None
    take: str | None = None


@dataclass(frozen=True)
class Join:
    """Another sheet whose columns stand beside, by a heading of each."""

    sheet: str
    ours: str
    theirs: str


@dataclass(frozen=True)
class Table:
    sheet: str
    columns: Mapping[str, Column]
    header: int | None = None
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    join: Join | None = None


@dataclass(frozen=True)
class LeftOut:
    """A faulty row that is left out on purpose. A key of two columns is written with / between."""

    table: str
    key: str
    reason: str


@dataclass(frozen=True)
class SheetMapping:
    """What a mapping file says. `municipalities`: name or postal code → the municipality's code."""

    tables: Mapping[str, Table] = field(default_factory=dict)
    municipalities: Mapping[str, str] = field(default_factory=dict)
    left_out: tuple[LeftOut, ...] = ()


# --- The file ---------------------------------------------------------------------------------


def load(path: Path) -> SheetMapping:
    """Read a mapping. Raises MappingError."""
    try:
        written = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise MappingError(path.name, N_("the file cannot be read.")) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise MappingError(path.name, N_("this is not a TOML file in UTF-8.")) from error
    left_out = tuple(_left_out(entry) for entry in _list(written.pop("leave_out", [])))
    municipalities = _strings("municipalities", written.pop("municipalities", {}))
    return SheetMapping(
        {name: _table(name, _dict(name, entry)) for name, entry in written.items()},
        {name.casefold(): code for name, code in municipalities.items()},
        left_out,
    )


def _table(name: str, entry: dict[str, Any]) -> Table:
    if name not in TABLES:
        raise MappingError(name, N_("no table has this name."))
    _only(name, entry, ("sheet", "header", "columns", "where", "join"))
    allowed = [*columns(name), *IDENTIFYING.get(name, ())]
    mapped = {}
    for column, said in _dict(f"{name}.columns", entry.get("columns", {})).items():
        if column not in allowed:
            raise MappingError(
                f"{name}.columns.{column}",
                N_("this table has no such column. It has: {columns}."),
                columns=", ".join(allowed),
            )
        mapped[column] = _column(f"{name}.columns.{column}", said)
        if mapped[column].number_by and not _may_be_put_together(name, column):
            raise MappingError(
                f"{name}.columns.{column}", N_("number_by makes keys, and this column is none.")
            )
    header = entry.get("header")
    if header is not None and (not isinstance(header, int) or header < 1):
        raise MappingError(f"{name}.header", N_("the number of a row is needed here."))
    where = {
        heading: tuple(_texts(f"{name}.where", kept))
        for heading, kept in _dict(f"{name}.where", entry.get("where", {})).items()
    }
    join = _join(name, _dict(f"{name}.join", entry["join"])) if "join" in entry else None
    return Table(_text(f"{name}.sheet", entry.get("sheet")), mapped, header, where, join)


def _may_be_put_together(name: str, column: str) -> bool:
    """Keys and what refers to them, which are stored as pseudonyms; names, which are not stored."""
    if column in IDENTIFYING.get(name, ()):
        return True
    metadata = columns(name)[column].metadata or {}
    return bool(metadata.get("entity")) or metadata.get("public") == "id"


def _column(where: str, said: Any) -> Column:
    if isinstance(said, str):
        return Column(heading=said)
    entry = _dict(where, said)
    _only(where, entry, ("from", "always", "number_by", "codes", "days", "take"))
    if sum(name in entry for name in ("from", "always", "number_by")) != 1:
        raise MappingError(where, N_("exactly one of from, always and number_by is needed here."))
    days, take = entry.get("days"), entry.get("take")
    for given, allowed in ((days, DAY_FORMS), (take, TAKES)):
        if given is not None and given not in allowed:
            raise MappingError(where, N_("use one of: {codes}."), codes=", ".join(allowed))
    return Column(
        heading=_text(where, entry["from"]) if "from" in entry else None,
        always=_text(where, entry["always"]) if "always" in entry else None,
        number_by=tuple(_texts(where, entry.get("number_by", []))),
        codes={
            name.casefold(): code for name, code in _strings(where, entry.get("codes", {})).items()
        },
        days=days,
        take=take,
    )


def _join(name: str, entry: dict[str, Any]) -> Join:
    _only(f"{name}.join", entry, ("sheet", "on"))
    on = _strings(f"{name}.join.on", entry.get("on", {}))
    if len(on) != 1:
        raise MappingError(f"{name}.join.on", N_("one heading of each sheet is needed here."))
    [(ours, theirs)] = on.items()
    return Join(_text(f"{name}.join.sheet", entry.get("sheet")), ours, theirs)


def _left_out(said: Any) -> LeftOut:
    entry = _dict("leave_out", said)
    _only("leave_out", entry, ("table", "key", "reason"))
    found = LeftOut(
        *(_text(f"leave_out.{name}", entry.get(name)) for name in ("table", "key", "reason"))
    )
    if found.table not in TABLES:
        raise MappingError("leave_out.table", N_("no table has this name."))
    if not TABLES[found.table].primary_key():
        raise MappingError("leave_out.table", N_("the rows of this table have no key."))
    return found


def _only(where: str, entry: Mapping[str, Any], allowed: Sequence[str]) -> None:
    for name in entry:
        if name not in allowed:
            raise MappingError(
                f"{where}.{name}", N_("use one of: {codes}."), codes=", ".join(allowed)
            )


def _dict(where: str, value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise MappingError(where, N_("a table of names and values is needed here."))
    return value


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise MappingError("leave_out", N_("write it as [[leave_out]]."))
    return value


def _text(where: str, value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise MappingError(where, N_("a text between quotation marks is needed here."))
    return value


def _texts(where: str, value: Any) -> list[str]:
    return [_text(where, one) for one in (value if isinstance(value, list) else [value])]


def _strings(where: str, value: Any) -> dict[str, str]:
    return {name: _text(f"{where}.{name}", one) for name, one in _dict(where, value).items()}
