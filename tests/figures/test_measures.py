"""Every measure counted once more in plain Python, over registers drawn at random."""

import datetime as dt
import random
from pathlib import Path

import polars as pl
import pytest

from mittaristo.figures.computation import compute, units_of
from mittaristo.figures.definitions import Definitions
from mittaristo.figures.engine import DuckDb, all_tables
from mittaristo.registers.schemas import TABLES
from tests.lib.builders import STARTS_ON, a_project
from tests.lib.recount import RETURNING, SPAN, STOCKS, draw, frames, recount, value


def agrees(seed: int, folder: Path) -> None:
    """Every measure of one drawn world: whole project, a period, and the months."""
    die = random.Random(-seed - 1)
    as_of = STARTS_ON + dt.timedelta(days=die.randint(0, SPAN))
    first = STARTS_ON + dt.timedelta(days=die.randint(1, max(1, (as_of - STARTS_ON).days)))
    period = (first, max(first, as_of)) if first <= as_of else None
    tables = draw(seed)
    wanted = recount(tables)
    if period and period[1] <= as_of:
        tables["published"] = [
            {
                "measure": measure,
                "kind": "actual",
                "value": 0.0,
                "qualifier": "exact",
                "as_of": as_of,
                "period_from": period[0],
                "period_to": period[1],
            }
            for measure in wanted
        ]
    assert units_of(frames(tables)).select("measure", "unit_id").is_unique().all()
    figures = compute(frames(tables), a_project(folder), as_of)
    counted = {
        (row["measure"], row["period_from"], row["period_to"]): row["value"]
        for row in figures.tables["values"].iter_rows(named=True)
    }
    ends = figures.tables["months"].group_by("measure").agg(pl.col("total").last())
    assert set(wanted) == set(Definitions.load().measures)
    for measure, events in wanted.items():
        whole = value(events, measure, STARTS_ON, as_of)
        assert counted[measure, STARTS_ON, as_of] == whole, (seed, measure)
        if period and period[1] <= as_of:
            assert counted[measure, *period] == value(events, measure, *period), (seed, measure)
    assert dict(ends.iter_rows()) == {
        measure: value(events, measure, STARTS_ON, as_of) for measure, events in wanted.items()
    }


def test_every_measure_is_what_a_plain_recount_gives(tmp_path: Path) -> None:
    for seed in range(12):
        agrees(seed, tmp_path)


@pytest.mark.long
@pytest.mark.parametrize("block", range(8))
def test_every_measure_is_what_a_plain_recount_gives_a_thousand_times(
    block: int, tmp_path: Path
) -> None:
    for seed in range(1000 + block * 125, 1000 + (block + 1) * 125):
        agrees(seed, tmp_path)


def test_every_table_that_a_measure_reads_is_drawn() -> None:
    house = Definitions.load()
    read = {name for query in house.measures.values() for name in query.reads}
    assert read - set(house.shared) <= set(draw(0)) <= set(TABLES)


@pytest.mark.parametrize("worlds", [15, pytest.param(200, marks=pytest.mark.long)])
def test_only_measures_of_persons_and_employers_list_a_unit_more_than_once(worlds: int) -> None:
    house = Definitions.load()
    again = set()
    for seed in range(worlds):
        with DuckDb(all_tables(frames(draw(seed)))) as engine:
            engine.make_once(house.shared.values())
            for name, query in house.measures.items():
                if engine.run(query)["unit_id"].is_duplicated().any():
                    again.add(name)
    measures = {name: house.measure(query, kept=True) for name, query in house.measures.items()}
    assert {name for name, one in measures.items() if one.kind == "stock"} == STOCKS
    assert {name for name, one in measures.items() if one.may_return} == RETURNING
    assert again == RETURNING - {"clients_joined", "employer_clients"}
