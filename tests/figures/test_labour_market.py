"""The labour market around a project: what is told of each area and month, and what is withheld."""

from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mittaristo.figures.computation import compute
from mittaristo.project import Project
from mittaristo.registers.schemas import stored_schema
from tests.lib.builders import ROOT, Row, a_project, day, snapshot_of

AS_OF = "2024-06-30"


def told(area: str, measure: str, value: float | None, **others: Any) -> Row:
    return {
        "area": area,
        "month": "2024-01-01",
        "measure": measure,
        "sex": None,
        "value": value,
        "regime": None,
        "source": "Kela",
        "retrieved_on": "2024-03-01",
        **others,
    }


def market(project: Project, rows: list[Row]) -> dict[tuple[Any, ...], tuple[Any, bool]]:
    """Area, measure and sex → value and whether it is withheld, as they are published."""
    figures = snapshot_of(project, {"labour_market": rows}, AS_OF).figures
    return {
        (row["area"], row["measure"], row["sex"]): (row["value"], row["withheld"])
        for row in figures.rows("labour_market")
    }


def test_few_persons_are_withheld_with_all_that_would_tell_them(project: Project) -> None:
    rows = [
        told("697", "subsidy_persons", 4),
        told("697", "subsidy_eur", 1200.5),
        told("697", "subsidy_paid_eur", 2401),
        told("205", "subsidy_persons", 300),
        told("205", "subsidy_eur", 90000),
        told("Kainuu", "subsidy_persons", 304),
        told("Kainuu", "subsidy_eur", 91200.5),
        told("105", "subsidy_persons", 40),
        told("105", "subsidy_persons", 3, sex="woman"),
        told("105", "subsidy_persons", 37, sex="man"),
        told("620", "subsidy_persons", 0),
        told("620", "open_vacancies", 2),
    ]
    assert market(project, rows) == {
        ("697", "subsidy_persons", None): (None, True),
        ("697", "subsidy_eur", None): (None, True),
        ("697", "subsidy_paid_eur", None): (None, True),
        ("205", "subsidy_persons", None): (300, False),
        ("205", "subsidy_eur", None): (90000, False),
        ("Kainuu", "subsidy_persons", None): (None, True),
        ("Kainuu", "subsidy_eur", None): (None, True),
        ("105", "subsidy_persons", None): (None, True),
        ("105", "subsidy_persons", "woman"): (None, True),
        ("105", "subsidy_persons", "man"): (None, True),
        ("620", "subsidy_persons", None): (0, False),
        ("620", "open_vacancies", None): (2, False),
    }


def test_a_real_value_comes_before_an_invented_one_and_the_newest_before_older(
    project: Project,
) -> None:
    rows = [
        told("205", "unemployed_persons", 10, invented="true", retrieved_on="2024-05-01"),
        told("205", "unemployed_persons", 20),
        told("205", "unemployed_persons", 30, retrieved_on="2024-04-01"),
        told("290", "unemployed_persons", None),
    ]
    assert market(project, rows) == {
        ("205", "unemployed_persons", None): (30, False),
        ("290", "unemployed_persons", None): (None, False),
    }


AREAS = ("205", "290", "697", "Kainuu")
CELLS = [(area, sex) for area in AREAS for sex in (None, "woman", "man")]


COUNTS = st.lists(st.integers(0, 9), min_size=len(CELLS), max_size=len(CELLS))


@settings(max_examples=6)
@given(COUNTS)
def test_no_cell_shown_gives_one_that_is_withheld(persons: list[int]) -> None:
    shown_gives_nothing(persons)


@pytest.mark.long
@settings(max_examples=150)
@given(COUNTS)
def test_many_tables_give_nothing_that_is_withheld(persons: list[int]) -> None:
    shown_gives_nothing(persons)


def shown_gives_nothing(persons: list[int]) -> None:
    """Whatever is small, neither it nor what it is a part of or adds up to is shown."""
    rows = [
        {
            "area": area,
            "month": day("2024-01-01"),
            "measure": f"subsidy_{what}",
            "sex": sex,
            "value": float(value * (1 if what == "persons" else 300)),
            "source": "Kela",
            "retrieved_on": day("2024-03-01"),
        }
        for (area, sex), value in zip(CELLS, persons, strict=True)
        for what in ("persons", "eur")
    ]
    registers = {"labour_market": pl.DataFrame(rows, schema=stored_schema("labour_market"))}
    shown = compute(registers, a_project(ROOT), day(AS_OF)).rows("labour_market")
    small = {area for (area, _sex), value in zip(CELLS, persons, strict=True) if 1 <= value <= 4}
    hidden = small | ({"Kainuu"} if small else set())
    assert {row["area"] for row in shown if row["withheld"]} == hidden
    assert all((row["value"] is None) == (row["area"] in hidden) for row in shown)
