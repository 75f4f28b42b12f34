"""The engine is closed: no file, no other host, no setting; and gives the same of many rows."""

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from mittaristo.figures.computation import compute
from mittaristo.figures.definitions import Definitions
from mittaristo.figures.engine import DuckDb, Engine, all_tables
from mittaristo.registers.schemas import Registers
from tests.figures.test_remote import DAYS, differing, drawn, seen
from tests.lib.builders import a_project

CLOSED = [
    "select * from read_csv('{file}')",
    "select * from read_text('{file}')",
    "select * from '{file}'",
    "select * from glob('{folder}/*')",
    "copy (select 1) to '{folder}/x.csv'",
    "export database '{folder}/x'",
    "attach '{folder}/x.db'",
    "select * from read_parquet('https://example.org/x.parquet')",
    "install httpfs",
    "load httpfs",
    "load '{file}'",
    "create persistent secret s (type http)",
    "set enable_external_access = true",
    "set lock_configuration = false",
    "set temp_directory = '{folder}'",
    "set allowed_directories = ['{folder}']",
    "set threads = 1",
    "select * from secret",
]


@pytest.mark.parametrize("text", CLOSED)
def test_nothing_leads_out_of_the_engine(text: str, tmp_path: Path) -> None:
    file = tmp_path / "file.csv"
    file.write_text("a\n1\n")
    secret = pl.DataFrame({"value": ["of a frame above the query"]})
    query = next(iter(Definitions.load().figures.values()))
    asked = replace(query, text=text.format(file=file, folder=tmp_path))
    with DuckDb({"units": secret}) as engine, pytest.raises(Exception, match="Error"):
        engine.run(asked)
    assert [path.name for path in tmp_path.iterdir()] == ["file.csv"]


def by_measure(registers: Registers) -> Engine:
    """DuckDB as it is over registers of more rows than it copies."""
    return DuckDb(all_tables(registers), many=0)


def agrees(seed: int, folder: Path) -> None:
    """Figures of drawn registers, and their changes since earlier ones, either way."""
    project, (then, now) = a_project(folder), drawn(seed)
    before = [seen(compute(then, project, DAYS[0]), then)]
    few = compute(now, project, DAYS[1], before)
    many = compute(now, project, DAYS[1], before, opened=by_measure)
    assert not differing(few, many), seed
    assert few.tables["changes"].height
    assert few.tables["periods"]["value"].sum()


def test_many_rows_give_the_figures_of_few(tmp_path: Path) -> None:
    agrees(4, tmp_path)


@pytest.mark.long
@pytest.mark.parametrize("block", range(2))
def test_many_rows_give_the_figures_of_few_twenty_times(block: int, tmp_path: Path) -> None:
    for seed in range(block * 10, block * 10 + 10):
        agrees(seed, tmp_path)
