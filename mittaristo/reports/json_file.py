"""A snapshot's figures in the form that other programs read."""

from collections.abc import Iterator
from typing import Any

from mittaristo.figures.consistency import sums_that_do_not_add_up
from mittaristo.figures.model import Figures
from mittaristo.snapshots.reading import Snapshot


def as_json(snapshot: Snapshot) -> dict[str, Any]:
    """What everyone may see: measures by period with target and published figure, and checks.

    A measure that cannot be computed has value null. `left_out`: table → how many of its rows were
    left out on purpose. `checks` are published figures that are not
    the sum of their published parts, and figures that differ from their published value.
    """
    figures = snapshot.figures
    order = {name: index for index, name in enumerate(figures.measures)}
    units = {name: measure.unit for name, measure in figures.measures.items()}
    published_units = {row["measure"]: row["unit"] for row in figures.rows("published")}
    rows = sorted(
        figures.rows("values"),
        key=lambda row: (order.get(row["measure"], len(order)), row["measure"]),
    )
    return {
        "project": figures.project.id,
        "as_of": figures.as_of.isoformat(),
        "snapshot": snapshot.manifest.number,
        "synthetic": figures.synthetic,
        "left_out": dict(figures.left_out),
        "measures": [
            {
                "id": row["measure"],
                "from": row["period_from"].isoformat(),
                "to": row["period_to"].isoformat(),
                "value": _whole(row["value"]),
                "unit": units.get(row["measure"]) or published_units.get(row["measure"]),
                "target": _whole(row["target"]),
                "published": None
                if row["published_value"] is None
                else {
                    "value": _whole(row["published_value"]),
                    "qualifier": row["published_qualifier"],
                },
                "difference": _whole(row["difference"]),
            }
            for row in rows
        ],
        "indicators": [],
        "checks": [*_sums(figures), *_differences(rows)],
    }


def _check(rule: str, left: float, right: float) -> dict[str, Any]:
    return {
        "rule": rule,
        "left": _whole(left),
        "right": _whole(right),
        "difference": _whole(left - right),
    }


def _sums(figures: Figures) -> Iterator[dict[str, Any]]:
    """Published figures that are not the sum of their published parts."""
    for found in sums_that_do_not_add_up(figures):
        parts = " + ".join(part for part, _ in found.parts)
        yield _check(f"published {parts} = {found.measure}", found.total, found.published)


def _differences(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Figures that differ from their published value."""
    for row in rows:
        if row["difference"]:
            rule = f"{row['measure']} {row['period_from']}–{row['period_to']} = published"
            yield _check(rule, row["value"], row["published_value"])


def _whole(value: float | None) -> float | int | None:
    """A count without its .0"""
    return int(value) if value is not None and value.is_integer() else value
