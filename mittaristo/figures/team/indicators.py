"""The common indicators of the ESF+, exactly and by gender, from a snapshot's registers."""

import datetime as dt
import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any

import polars as pl

from mittaristo.figures.engine import Engine
from mittaristo.figures.queries import QUERIES, Query
from mittaristo.registers.schemas import Registers

IN_ORDER = (
    *("eura_participants", "estimated_indicators", "indicators", "indicator_records"),
    *("from_employments_to_indicator", "indicator_checks"),
)
"""The queries by name, those first that others read."""

READ = frozenset({"eura_participants", "estimated_indicators", "indicators"})
"""Those that others read."""

OF_PERSONS = "eura_participants"
"""The one that has a row a person."""

NEEDED: Mapping[str, frozenset[str]] = {
    "indicators": frozenset({"clients", "participations"}),
    "indicator_records": frozenset({"clients", "participations"}),
    "indicator_checks": frozenset({"clients", "participations"}),
    "from_employments_to_indicator": frozenset({"clients", "participations", "employments"}),
    "estimated_indicators": frozenset({"estimates"}),
}
"""The registers without which a table says nothing: it has no rows then."""

GENDERS = ("man", "woman", "non_binary")


@cache
def explanations() -> Mapping[str, Mapping[str, Any]]:
    """Code → name, what is counted and of whom, each in both languages; in the Regulation's order.

    Read from queries/indicators.toml.
    """
    return tomllib.loads((QUERIES / "indicators.toml").read_text(encoding="utf-8"))


def exact(
    engine: Engine,
    queries: Mapping[str, Query],
    registers: Registers,
    as_of: dt.date,
    *,
    persons: bool = True,
) -> dict[str, pl.DataFrame]:
    """The tables of queries/team/ that are about indicators, by name; nothing of them is released.

    engine: with all tables of the schemas. queries: those of IN_ORDER. A table whose registers the
    project does not keep has no rows. persons: whether OF_PERSONS is given, too.
    """
    found: dict[str, pl.DataFrame] = {}
    for name, query in queries.items():
        if name in READ:
            engine.keep(name, query.text, as_of=as_of)
        if name == OF_PERSONS and not persons:
            continue
        table = engine.run(query, as_of=as_of)
        kept = NEEDED.get(name, frozenset()) <= registers.keys()
        found[name] = table if kept else table.clear()
    return found


def by_gender(found: Mapping[str, pl.DataFrame]) -> list[dict[str, Any]]:
    """A row an indicator that is counted or estimated, in the Regulation's order.

    `code, man, woman, non_binary, total, of_all, method, estimated_on`; the last two of estimates
    only. `of_all` of an estimate about participants is their number.

    found: exact.
    """
    counted = {row["code"]: row for row in found["indicators"].iter_rows(named=True)}
    estimated = {row["code"]: row for row in found["estimated_indicators"].iter_rows(named=True)}
    participants = counted["EECO01"]["total"] if counted else None
    rows = []
    for code, told in explanations().items():
        if code in counted:
            rows.append({**counted[code], "method": None, "estimated_on": None})
        elif code in estimated:
            of_all = participants if told["of"]["en"] else None
            rows.append({**estimated[code], "of_all": of_all})
    return rows
