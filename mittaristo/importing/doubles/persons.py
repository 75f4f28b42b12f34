"""Clients with ids of their own who may be one person, however the name or the day is written."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Hashable, Iterator
from dataclasses import dataclass

import polars as pl

from mittaristo.i18n.normalisation import same_id
from mittaristo.importing.doubles.names import marks, meet
from mittaristo.importing.doubles.pairs import Memory, Row, alike
from mittaristo.importing.parsing import days
from mittaristo.importing.source import TextTable
from mittaristo.privacy.personal_data import CENTURIES, plain_signs
from mittaristo.registers.schemas import SOURCE_ROW

CODE = re.compile(r"(\d\d)(\d\d)(\d\d)([-+A-Z]?)(\d\d\d[0-9A-Y])")
"""An identity code without what people write around it: day, month, year, century, the rest."""


@dataclass(frozen=True)
class Person(Row):
    """A client's row. `sign` and `code`: of the identity code, where it has a right form."""

    sign: str
    code: str
    sides: dict[Hashable, str]


def same_persons(
    clients: TextTable, typed: pl.DataFrame, memory: Memory
) -> Iterator[tuple[str, Person, Person]]:
    """The rule, a row, and the first one before it that may be of the same person."""
    for row, other, mark in alike("clients", _persons(clients, typed), memory, _one_person):
        assert isinstance(row, Person)
        assert isinstance(other, Person)
        by_code = isinstance(mark, str)
        yield "same_identity_code" if by_code else "same_name_and_birth_date", row, other


ADDED = re.compile(r"(.*\d)(?:[^\W\d_]|[\W_]+\w{1,2}\W?)")
"""An id that is another one with a letter or a small number added: A1b, A1-2, A1 (2)."""

NOT_ADDED = "^[0-9A-Za-z]*[0-9]$"
"""Ids to which certainly nothing was added."""

UNCHANGED = ("gender", "birth_year", "first_language", "citizenship")
"""What is the same of one person years later."""


def came_back(
    clients: TextTable, typed: pl.DataFrame, memory: Memory
) -> Iterator[tuple[str, Row, Row]]:
    """The rule, a row, and that of the client of whose id its own was made, after that one left."""
    names: dict[int, str | None] = {}
    if "name" in clients.frame.columns:
        names = dict(clients.frame.select(SOURCE_ROW, "name").iter_rows())
    if typed["client_id"].str.contains(NOT_ADDED).fill_null(value=True).all():
        return
    asked = typed.select(SOURCE_ROW, "client_id", "joined_on", "closed_on", pl.struct(UNCHANGED))
    rows = {same_id(row[1]): row for row in asked.iter_rows() if row[1]}
    for own, (number, client, joined_on, _, person) in rows.items():
        added = ADDED.fullmatch(own)
        first = rows.get(same_id(added[1])) if added else None
        if first is None or memory.apart("clients", first[1], client):
            continue
        left = first[3] is not None and joined_on is not None and first[3] <= joined_on
        if left and person == first[4] and _may_be_named(names.get(first[0]), names.get(number)):
            yield "came_back", Row(number, client, ()), Row(first[0], first[1], ())


def _may_be_named(one: str | None, other: str | None) -> bool:
    """Whether two names may be of one person; of one that is not told, nothing is known."""
    if not one or not other:
        return True
    first, second = dict(marks(one)), dict(marks(other))
    return any(meet(first[form], second[form]) for form in first.keys() & second.keys())


def _one_person(mark: Hashable, one: Row, other: Row) -> bool:
    """Whether rows that share a mark may be of one person: two identity codes are of two."""
    assert isinstance(one, Person)
    assert isinstance(other, Person)
    signs = {one.sign, other.sign} - {""}
    if isinstance(mark, str):
        return len(signs) < 2
    if one.code and other.code and (one.code != other.code or len(signs) == 2):
        return False
    return meet(one.sides[mark], other.sides[mark])


def _persons(clients: TextTable, typed: pl.DataFrame) -> Iterator[Person]:
    ids = typed.select(SOURCE_ROW, own="client_id")
    told = pl.lit(value=False)
    if "identity_code" in clients.frame.columns:
        told |= pl.col("identity_code").is_not_null()
    if {"name", "birth_date"} <= set(clients.frame.columns):
        told |= pl.all_horizontal(pl.col("name", "birth_date").is_not_null())
    rows = clients.frame.filter(told).join(ids, on=SOURCE_ROW, maintain_order="left")
    nothing = pl.Series([None] * rows.height, dtype=pl.String)
    given = {name: rows[name] for name in rows.columns}
    born_on = given.get("birth_date", nothing)
    form = clients.day_forms.get("birth_date") or clients.day_forms.get("")
    born = days.days(born_on, form=form, birth=True).values
    codes = [written and _plain(written) for written in given.get("identity_code", nothing)]
    names = given.get("name", nothing)
    days_of = [
        {one for one in (day, _born(code)) if one} for day, code in zip(born, codes, strict=True)
    ]
    shared = Counter(day for both in days_of for day in both)
    for number, client, both, code, name in zip(
        rows[SOURCE_ROW], rows["own"], days_of, codes, names, strict=True
    ):
        if client is not None:
            yield _person(number, client, {one for one in both if shared[one] > 1}, code, name)


def _person(
    number: int, client: str, born: set[dt.date], written: str | None, name: str | None
) -> Person:
    """`born`: days on which others were born, too. `written`: the identity code, as _plain."""
    found = CODE.fullmatch(written) if written else None
    sign, code = (found[4], "".join(found.group(1, 2, 3, 5))) if found else ("", "")
    forms = marks(name) if name and born else ()
    sides: dict[Hashable, str] = {(day, form): side for day in born for form, side in forms}
    own = code or written
    return Person(number, client, [*([own] if own else []), *sides], sign, code, sides)


def _plain(code: str) -> str:
    """An identity code without spaces, stops and dashes of another kind."""
    if code.isascii() and CODE.fullmatch(code):
        return code
    return re.sub(r"[\s._/,:*=~]", "", plain_signs(code)).upper()


def _born(written: str | None) -> dt.date | None:
    """The day of birth that an identity code tells."""
    code = CODE.fullmatch(written) if written else None
    if code is None or code[4] not in CENTURIES:
        return None
    try:
        return dt.date(CENTURIES[code[4]] + int(code[3]), int(code[2]), int(code[1]))
    except ValueError:
        return None
