"""The first page of a report: what moved, and the money."""

from dataclasses import replace

import pytest

from mittaristo.panels.meeting import changes, summary
from mittaristo.panels.parts.panel import Panel
from mittaristo.panels.parts.view import View
from mittaristo.panels.results import goals
from mittaristo.project import Project
from mittaristo.snapshots.reading import open_snapshot
from tests.lib.builders import client, day, employment, snapshot_of

BUDGET = [
    {"category": "campaign", "amount_eur": 400, "valid_from": "2024-01-01"},
    {"category": "other", "amount_eur": 100, "valid_from": "2024-01-01"},
]
ORDERED = [
    {"purchase_id": "o1", "category": "campaign", "ordered_on": "2024-02-01", "amount_eur": 100},
]


@pytest.fixture
def view(project: Project) -> View:
    """First one of four clients has work, then two, one of them recorded late."""
    clients = [client(name) for name in "ABCD"]
    first = {"clients": clients, "employments": [employment("1", "A", "2024-03-01")]}
    then = [*first["employments"], employment("2", "B", "2024-03-02")]
    snapshot_of(project, first, "2024-03-31")
    more = {"budget": BUDGET, "purchases": ORDERED}
    snapshot_of(project, {**first, "employments": then, **more}, "2024-06-30")
    return View(open_snapshot(project.folder, 2).figures, "en", day("2024-03-31"))


def rows(panel: Panel | None) -> list[tuple[str, ...]]:
    assert panel is not None
    return list(panel.table.rows)


def test_what_moved_says_then_now_and_what_the_change_is_made_of(view: View) -> None:
    found = {row[0]: row[1:] for row in rows(summary.moved(view))}
    assert found["Persons employed"] == ("1", "2", "+1", "1 recorded late")
    assert "Clients joined" not in found
    assert summary.moved(replace(view, since=None)) is None


def test_what_moved_stands_in_the_order_of_the_page_of_changes(view: View) -> None:
    panel, page = summary.moved(view), changes.everything(view)
    assert panel is not None
    assert page is not None
    told = [
        row for table in (panel.table, *(one.table for one in panel.folded)) for row in table.rows
    ]
    order = [row[0] for row in page.table.rows]
    assert len(told) >= 3
    assert [row[0] for row in told] == order[: len(told)]
    assert all(row[3] != "±0" for row in told)


def test_the_budget_stands_beside_what_has_been_ordered(view: View) -> None:
    assert [row[1:] for row in rows(goals.money(view))] == [
        ("400", "100", "25%"),
        ("100", "0", "0%"),
        ("500", "100", "20%"),
    ]
