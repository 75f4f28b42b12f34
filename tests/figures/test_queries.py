"""Shared views that read shared views: the order in which they are made, and what stands behind."""

from dataclasses import replace
from graphlib import CycleError
from itertools import permutations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mittaristo.figures.definitions import Definitions
from mittaristo.figures.engine import DuckDb
from mittaristo.figures.queries import Query, attributes_behind, registers_behind

ANY = next(iter(Definitions.load().shared.values()))


def view(name: str, *reads: str, protects: tuple[str, ...] = ()) -> Query:
    """One that gives all rows of what it reads."""
    text = " union all ".join(f"select * from {one}" for one in reads)
    return replace(ANY, name=name, reads=reads, protects=protects, text=text)


def chain(*registers: str) -> dict[str, Query]:
    """Views of which each reads a register, and the one before it."""
    views: dict[str, Query] = {}
    for place, register in enumerate(registers):
        reads = (register, f"view_{place - 1}") if place else (register,)
        views[f"view_{place}"] = view(f"view_{place}", *reads)
    return views


REGISTERS = ("clients", "employments", "trainings")


@pytest.mark.parametrize("order", [*permutations(range(3))], ids=str)
def test_a_view_is_made_after_those_that_it_reads(order: tuple[int, ...]) -> None:
    views = list(chain(*REGISTERS).values())
    with DuckDb({name: pl.DataFrame({"id": [name]}) for name in REGISTERS}) as engine:
        engine.make_once(views[place] for place in order)
        assert engine.run(view("all_of_them", "view_2")).height == 3


@pytest.mark.parametrize(
    "views", [[view("a", "b"), view("b", "a")], [view("a", "a")]], ids=["two", "one"]
)
def test_views_that_read_each_other_are_refused(views: list[Query]) -> None:
    with DuckDb({}) as engine, pytest.raises(CycleError):
        engine.make_once(views)


@given(st.lists(st.sampled_from(REGISTERS), min_size=1, max_size=8))
def test_what_stands_behind_a_figure_is_found_at_any_depth(registers: list[str]) -> None:
    views = chain(*registers)
    last = f"view_{len(registers) - 1}"
    views["view_0"] = replace(views["view_0"], protects=("gender",))
    figure = view("figure", last, "purchases", protects=("age",))
    assert registers_behind(figure, views) == {*registers, "purchases"}
    assert attributes_behind(figure, views) == {"gender", "age"}
