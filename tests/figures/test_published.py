"""Which published figures are held against computed ones, and which are not."""

from typing import Any

import pytest

from mittaristo.project import Project
from mittaristo.snapshots.reading import open_snapshot
from tests.lib.builders import (
    Row,
    Tables,
    attendance,
    client,
    employment,
    published,
    snapshot_of,
    training,
)

ROWS: Tables = {
    "clients": [client("A", "2024-01-02", closed_on="2024-04-01"), client("B", "2024-03-01")],
    "trainings": [training("T1", "2024-02-01"), training("T2", "2024-05-01")],
    "attendances": [attendance("T1", "A"), attendance("T2", "A"), attendance("T2", "B")],
    "employments": [employment("J1", "A", "2024-02-01"), employment("J2", "A", "2024-05-01")],
}
SPRING = {"period_from": "2024-04-01", "period_to": "2024-06-30"}


def beside(project: Project, *rows: Row) -> list[dict[str, Any]]:
    """The rows of `values` that hold a published figure, as of 2024-06-30."""
    snapshot_of(project, {**ROWS, "published": list(rows)}, "2024-06-30")
    values = open_snapshot(project.folder, 1).figures["values"]
    return [row for row in values.iter_rows(named=True) if row["published_value"] is not None]


def test_persons_never_agree_with_attendances(project: Project) -> None:
    """Three attendances and a published 3 are equal numbers of different things."""
    told = published("card_training_attendances", 3, "2024-06-30", unit="persons")
    [row] = beside(project, told)
    assert (row["value"], row["published_value"]) == (3, 3)
    assert (row["comparable"], row["difference"]) == ("unit", None)


@pytest.mark.parametrize(
    ("written", "unit", "comparable"),
    [
        ("attendances", "attendances", ""),
        ("osallistumiskertaa", "attendances", ""),
        ("Osallistumiskertaa ", "attendances", ""),
        ("henkilöä", "persons", "unit"),
        ("persons; whether distinct is not said", "persons; whether distinct is not said", "unit"),
    ],
)
def test_a_unit_is_known_by_our_words_in_either_language(
    project: Project, written: str, unit: str, comparable: str
) -> None:
    told = published("card_training_attendances", 2, "2024-06-30", unit=written)
    [row] = beside(project, told)
    assert (row["published_unit"], row["comparable"]) == (unit, comparable)
    assert row["difference"] == (None if comparable else 1)


def test_who_counted_before_a_published_period_counts_in_it_again(project: Project) -> None:
    [row] = beside(project, published("clients_employed", 1, "2024-06-30", **SPRING))
    assert (row["value"], row["difference"]) == (1, 0), "A found work in February, too"


def test_a_stock_is_of_a_day_where_no_period_is_told(project: Project) -> None:
    then, now = beside(
        project,
        published("clients_active", 2, "2024-03-31"),
        published("clients_active", 2, "2024-06-30", **SPRING),
    )
    assert str(then["period_from"]) == str(then["period_to"]) == "2024-03-31"
    assert (then["value"], then["difference"]) == (2, 0)
    assert (now["value"], now["difference"]) == (1, -1), "on the last day, not begun in spring"


@pytest.mark.parametrize(
    ("as_of", "others"),
    [(None, {}), ("2024-05-31", SPRING)],
    ids=["no day is told", "published before its period was over"],
)
def test_a_figure_whose_period_is_not_ours_is_not_compared(
    project: Project, as_of: str | None, others: dict[str, str]
) -> None:
    [row] = beside(project, published("clients_employed", 1, as_of, **others))
    assert row["value"] == 1
    assert (row["comparable"], row["difference"]) == ("period", None)


def test_a_figure_that_nothing_counts_is_not_compared(project: Project) -> None:
    rows = beside(
        project,
        published("funding_total", 951890, "2024-06-30", unit="EUR"),
        published("partners", 4, "2024-06-30", unit="organisations"),
    )
    assert [(row["value"], row["comparable"], row["difference"]) for row in rows] == [
        (None, "not_counted", None)
    ] * 2


def test_basis_place_and_note_of_a_published_figure_stand_beside_it(project: Project) -> None:
    told = published(
        "clients_employed",
        1,
        "2024-06-30",
        as_of_basis="assumed",
        source="News 1/2024",
        place="page 2",
        note="rounded",
    )
    [row] = beside(project, told)
    assert [row[f"published_{name}"] for name in ("as_of_basis", "source", "place", "note")] == [
        "assumed",
        "News 1/2024",
        "page 2",
        "rounded",
    ]
