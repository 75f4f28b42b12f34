"""Whether two values may be compared: what must not be is refused for the right reason."""

import datetime as dt
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from mittaristo.figures.comparability import HINDERS, Side, may_compare, of_period, of_snapshot
from mittaristo.figures.computation import Earlier, compute
from mittaristo.figures.definitions import Definitions
from mittaristo.figures.model import Figures
from mittaristo.figures.queries import Query
from mittaristo.panels.meeting import changes
from mittaristo.panels.parts.cards import cards
from mittaristo.panels.parts.view import View
from mittaristo.panels.results import figures as all_figures
from mittaristo.privacy.disclosure import read_released
from tests.lib.builders import STARTS_ON, a_project
from tests.lib.recount import draw, frames

EMPLOYED = Side(
    measure="clients_employed",
    definition="d1",
    unit="persons",
    kind="count",
    project="koe",
    first=dt.date(2025, 1, 1),
    last=dt.date(2025, 6, 30),
    as_of=dt.date(2025, 12, 31),
)
BEFORE = replace(EMPLOYED, first=dt.date(2024, 7, 1), last=dt.date(2024, 12, 31))

PLANTED: dict[str, dict[str, Any]] = {
    "measure": {"measure": "clients_employed_direct"},
    "not_counted": {"counted": False},
    "invented": {"invented": True},
    "unit": {"unit": "employments"},
    "way": {"kind": "stock"},
    "new": {"new": True},
    "definition": {"definition": "d2"},
    "population": {"population": "Kainuu-Koillismaa"},
    "regime": {"regime": "from 2025"},
    "overlap": {"first": dt.date(2025, 6, 30), "last": dt.date(2025, 12, 27)},
    "unfinished": {"first": dt.date(2025, 7, 1), "last": dt.date(2025, 12, 31)}
    | {"as_of": dt.date(2025, 12, 30)},
    "length": {"first": dt.date(2024, 1, 1)},
    "completeness": {"recorded": 0.6},
    "left_out": {"left_out": 0.1},
}
"""What is planted into one of two half-years that could be compared otherwise."""


@pytest.mark.parametrize("reason", HINDERS)
def test_a_planted_incomparability_is_refused_for_the_right_reason(reason: str) -> None:
    other = replace(BEFORE, **PLANTED[reason])
    assert may_compare(EMPLOYED, other) == (reason,)
    assert may_compare(other, EMPLOYED) == (reason,)


def test_half_years_of_one_measure_may_be_compared_and_so_may_leap_years() -> None:
    assert may_compare(EMPLOYED, BEFORE) == ()
    leap = replace(BEFORE, first=dt.date(2024, 1, 1), last=dt.date(2024, 12, 31))
    year = replace(BEFORE, first=dt.date(2025, 1, 1), last=dt.date(2025, 12, 31))
    assert may_compare(leap, year) == ()


def test_several_reasons_are_told_the_weightiest_first() -> None:
    other = replace(BEFORE, unit="employments", recorded=0.5, regime="from 2025")
    assert may_compare(EMPLOYED, other) == ("unit", "regime", "completeness")


def test_states_of_any_two_days_may_be_compared() -> None:
    state = replace(EMPLOYED, kind="stock", first=STARTS_ON)
    assert may_compare(state, replace(state, last=dt.date(2025, 12, 31))) == ()


def test_projects_are_compared_over_spans_of_one_length() -> None:
    other = replace(EMPLOYED, project="toinen")
    assert may_compare(EMPLOYED, other) == ()
    assert may_compare(EMPLOYED, replace(other, last=dt.date(2025, 12, 31))) == ("length",)


COMPARED = ("published_actuals", "periods", "values", "months", "recording", "changes")


def house() -> Definitions:
    """All measures, and of other figures only those that comparisons are made of."""
    real = Definitions.load()
    return replace(real, figures={name: real.figures[name] for name in COMPARED})


def drawn(seed: int, folder: Path, as_of: dt.date) -> Figures:
    return compute(frames(draw(seed)), a_project(folder), as_of, definitions=house())


def test_a_hundred_honest_pairs_of_snapshots_and_periods_are_let_through(tmp_path: Path) -> None:
    days = [dt.date(2024, 12, 31), dt.date(2025, 6, 30), dt.date(2025, 12, 31)]
    published = [drawn(5, tmp_path, day) for day in days]
    snapshots, last = [of_snapshot(figures) for figures in published], published[-1]
    pairs = [(a[name], b[name]) for a, b in pairwise(snapshots) for name in a]
    halves = [
        (dt.date(2024, 1, 1), dt.date(2024, 6, 30)),
        (dt.date(2024, 7, 1), dt.date(2024, 12, 31)),
        (dt.date(2025, 1, 1), dt.date(2025, 6, 30)),
        (dt.date(2025, 7, 1), dt.date(2025, 12, 31)),
    ]
    sides = [[of_period(last, name, *half) for name in last.measures] for half in halves]
    pairs += [pair for one, other in pairwise(sides) for pair in zip(one, other, strict=True)]
    pairs = [(a, b) for a, b in pairs if a.counted and b.counted]  # before a survey nothing is
    assert len(pairs) > 100
    assert [found for a, b in pairs if (found := may_compare(a, b))] == []


def test_a_period_that_goes_on_is_not_held_against_one_that_is_over(tmp_path: Path) -> None:
    figures = drawn(5, tmp_path, dt.date(2025, 10, 31))
    going_on = of_period(figures, "employments", dt.date(2025, 7, 1), dt.date(2025, 12, 31))
    over = of_period(figures, "employments", dt.date(2025, 1, 1), dt.date(2025, 6, 30))
    assert may_compare(going_on, over) == ("unfinished",)


# --- On pages ---------------------------------------------------------------------------------


def seen(folder: Path, warned: dict[tuple[str, str], int], *, redefined: bool = False) -> View:
    """Two snapshots of the same rows; in the second one rows were left out, or a rule is new."""
    since, rows = dt.date(2025, 6, 30), frames(draw(5))
    real = house()
    before = compute(rows, a_project(folder), since, definitions=real)
    values = before.tables["values"]
    then = Earlier(1, since, "meeting", STARTS_ON, values, lambda: rows, figures=before)
    if redefined:
        real = replace(real, measures={**real.measures, "partners": _other(real)})
    day = dt.date(2025, 12, 31)
    return View(compute(rows, a_project(folder), day, [then], real, warned), "en", since)


def _other(real: Definitions) -> Query:
    query = real.measures["partners"]
    return replace(query, text=query.text.replace("from partners", "from partners where true"))


def test_what_may_not_be_compared_is_compared_on_no_page(tmp_path: Path) -> None:
    view = seen(tmp_path, {("left_out", "services"): 900})
    assert view.not_compared == {
        "clients_served": "More rows were left out as faulty from one of them than from the other."
    }
    assert "clients_served" not in view.changes
    assert "clients_joined" in view.changes
    [card] = cards(view, ["clients_served"]).cards  # type: ignore[union-attr]
    assert card.change[0].startswith("Not compared. More rows were left out")
    note = changes.everything(view).note  # type: ignore[union-attr]
    assert "Not compared: Clients served. More rows were left out" in note
    entries = [one for _group, group in all_figures.everything(view).groups for one in group]
    [served] = [one for one in entries if one.name == "Clients served"]
    assert "Not compared" in [said for said, _below in served.cells]


def test_a_new_definition_is_named_and_stays_a_part_of_the_change(tmp_path: Path) -> None:
    view = seen(tmp_path, {}, redefined=True)
    assert not view.not_compared
    assert "partners" in view.changes
    note = changes.everything(view).note  # type: ignore[union-attr]
    assert "By a new definition since then: Network partners." in note


def test_a_snapshot_of_before_comparability_was_told_is_compared_as_it_was(tmp_path: Path) -> None:
    view = seen(tmp_path, {})
    old = read_released(view.figures["changes"].drop("comparable"))
    figures = replace(view.figures, tables={**view.figures.tables, "changes": old})
    again = replace(view, figures=figures)
    assert not again.not_compared
    assert pl.DataFrame(list(again.changes.values())).height == len(view.changes)
