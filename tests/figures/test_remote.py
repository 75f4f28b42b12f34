"""Figures from a server that speaks Spark Connect are those of DuckDB, to the last one."""

import random
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from mittaristo.figures.computation import Earlier, compute
from mittaristo.figures.definitions import Definitions
from mittaristo.figures.engine import Engine
from mittaristo.figures.model import Figures
from mittaristo.figures.remote.dialect import as_spark, named, tables_of
from mittaristo.figures.remote.session import Session
from mittaristo.figures.remote.spark import SparkConnect
from mittaristo.registers.schemas import Registers
from tests.lib.builders import STARTS_ON, a_project, day
from tests.lib.dirty import dirty, later
from tests.lib.recount import frames
from tests.lib.servers import server

pytestmark = pytest.mark.xdist_group("server")

DAYS = (day("2024-10-15"), day("2025-09-15"))


@pytest.fixture(scope="module")
def session() -> Iterator[Session]:
    with server() as remote:
        made = Session(remote)
        yield made
        made.close()


def drawn(seed: int) -> list[Registers]:
    """Registers with everything that can be odd, and the same some time later."""
    first = dirty(seed)
    return [frames(first), frames(later(first, seed))]


def seen(figures: Figures, registers: Registers) -> Earlier:
    """A snapshot of the first of DAYS, as the next one finds it."""
    tables = figures.tables
    said = {name: tables[name] for name in ("months", "forecasts")}
    return Earlier(
        1, DAYS[0], "meeting", STARTS_ON, tables["values"], lambda: registers, said, figures
    )


def differing(one: Figures, other: Figures) -> list[str]:
    """The figures that are not the same in rows, order, columns and types."""
    assert one.tables.keys() == other.tables.keys()
    return [
        name
        for name, table in one.tables.items()
        if table.schema != other.tables[name].schema or not table.equals(other.tables[name])
    ]


def agrees(seed: int, session: Session, folder: Path, *, since: bool) -> None:
    """Drawn registers; also with the changes since earlier ones, where `since` says so."""

    def opened(registers: Registers) -> Engine:
        return SparkConnect(session, registers)

    project, (then, now) = a_project(folder), drawn(seed)
    before = [seen(compute(then, project, DAYS[0]), then)] if since else []
    here = compute(now, project, DAYS[1], before)
    there = compute(now, project, DAYS[1], before, opened=opened)
    assert not differing(here, there), seed
    assert here.tables["changes"].height or not since
    assert here.tables["periods"]["value"].sum()


def test_every_figure_is_the_one_of_duckdb(session: Session, tmp_path: Path) -> None:
    agrees(4, session, tmp_path, since=False)


@pytest.mark.long
@pytest.mark.parametrize("block", range(10))
def test_every_figure_is_the_one_of_duckdb_a_hundred_times(
    block: int, session: Session, tmp_path: Path
) -> None:
    """Of thirty registers with the changes since earlier ones, too."""
    for seed in range(block * 10, block * 10 + 10):
        agrees(seed, session, tmp_path, since=block < 3)


def test_every_query_can_be_said_to_spark() -> None:
    house = Definitions.load()
    kinds = (house.measures, house.figures, house.shared, house.checks, house.team)
    queries = [query for kind in kinds for query in kind.values()]
    for query in queries:
        assert tables_of(query.text) == set(query.reads), query.name
        assert named(query.text) == set(query.parameters), query.name
        given = dict.fromkeys(query.parameters, STARTS_ON)
        said = as_spark(query.text, given, "m_")
        assert "$" not in said.text
        assert "GROUP BY ALL" not in said.text.upper()


def test_nobody_is_asked_of_whom_small_tables_know(tmp_path: Path) -> None:
    """Figures of registers about no person are computed here: a server is asked nothing."""
    small = {name: table for name, table in frames(dirty(1)).items() if name == "surveys"}

    class Silent(Session):
        def __init__(self) -> None:
            pass

    alone = compute(small, a_project(tmp_path), DAYS[1])
    there = compute(
        small, a_project(tmp_path), DAYS[1], opened=lambda given: SparkConnect(Silent(), given)
    )
    assert not differing(alone, there)


def test_order_is_that_of_duckdb_whatever_the_server_has(session: Session) -> None:
    letters = ["b", None, "Ä", "a", "z", "B"]
    random.Random(1).shuffle(letters)
    frame = pl.DataFrame({"client_id": letters, "gender": letters}, schema_overrides={})
    with SparkConnect(session, {"clients": frame}) as engine:
        text = "select client_id from clients order by client_id"
        given = engine.ask(text)["client_id"].to_list()
        backwards = engine.ask(f"{text} desc")["client_id"].to_list()
    assert given == ["B", "a", "b", "z", "Ä", None]
    assert backwards == ["Ä", "z", "b", "a", "B", None]
