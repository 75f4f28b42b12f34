"""A snapshot's figures in the form that other programs read."""

from typing import Any

from mittaristo.store import Snapshot


def as_json(snapshot: Snapshot) -> dict[str, Any]:
    """What everyone may see: measures by period with target and published figure, and checks.

    A measure that cannot be computed has value null. `checks` are figures that differ from their
    published value.
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
        "checks": [
            {
                "rule": f"{row['measure']} {row['period_from']}–{row['period_to']} = published",
                "left": _whole(row["value"]),
                "right": _whole(row["published_value"]),
                "difference": _whole(row["difference"]),
            }
            for row in rows
            if row["difference"]
        ],
    }


def _whole(value: float | None) -> float | int | None:
    """A count without its .0"""
    return int(value) if value is not None and value.is_integer() else value
