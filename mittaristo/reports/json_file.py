"""A snapshot's figures in the form that other programs read."""

from collections.abc import Iterator
from typing import Any

from mittaristo.figures.consistency import sums_that_do_not_add_up
from mittaristo.snapshots.reading import Snapshot


def as_json(snapshot: Snapshot) -> dict[str, Any]:
    """What everyone may see: measures by period with target and published figure, and checks.

    A measure that cannot be computed has value null. `left_out`: table → how many of its rows were
    left out on purpose. `checks` are published figures that are not
    the sum of their published parts, and figures that differ from their published value.
    """
    order = {measure["id"]: index for index, measure in enumerate(snapshot.catalogue["measures"])}
    units = {measure["id"]: measure["unit"] for measure in snapshot.catalogue["measures"]}
    published_units = (
        dict(snapshot.figures["published"].select("measure", "unit").iter_rows())
        if "published" in snapshot.figures
        else {}
    )
    rows = sorted(
        snapshot.figures["values"].iter_rows(named=True),
        key=lambda row: (order.get(row["measure"], len(order)), row["measure"]),
    )
    return {
        "project": snapshot.catalogue["project"]["id"],
        "as_of": snapshot.manifest.as_of.isoformat(),
        "snapshot": snapshot.manifest.number,
        "synthetic": snapshot.manifest.synthetic,
        "left_out": dict(snapshot.manifest.left_out),
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
        "checks": [*_sums(snapshot), *_differences(rows)],
    }


def _check(rule: str, left: float, right: float) -> dict[str, Any]:
    return {
        "rule": rule,
        "left": _whole(left),
        "right": _whole(right),
        "difference": _whole(left - right),
    }


def _sums(snapshot: Snapshot) -> Iterator[dict[str, Any]]:
    """Published figures that are not the sum of their published parts."""
    for found in sums_that_do_not_add_up(snapshot):
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
