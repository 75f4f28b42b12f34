"""A snapshot's figures in the form that other programs read."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from mittaristo.figures.consistency import flows_that_do_not_add_up, sums_that_do_not_add_up
from mittaristo.figures.model import Figures
from mittaristo.snapshots.reading import Snapshot


def as_json(snapshot: Snapshot, exact: Sequence[Mapping[str, Any]] | None = None) -> dict[str, Any]:
    """What everyone may see: measures by period with target and published figure, and checks.

    First those for the whole project and for what published figures speak of, then those for every
    other period. A measure that cannot be computed has value null; `new` stands with persons and
    employers only. `left_out`: table → how many of its rows were left out on purpose. `checks` are
    published figures that are not the sum of their published parts, and figures that differ from
    their published value, and periods whose start, arrivals and leavings do not make their end.
    `indicators`: null is what is not known or is hidden for privacy.

    exact: for the team, the indicators by gender of figures.team.indicators.by_gender.
    """
    figures = snapshot.figures
    rows = _in_order(figures, figures.rows("values"))
    return {
        "project": figures.project.id,
        "as_of": figures.as_of.isoformat(),
        "snapshot": snapshot.manifest.number,
        "synthetic": figures.synthetic,
        "left_out": dict(figures.left_out),
        "measures": _entries(figures, rows),
        "indicators": [*_indicators(figures, exact)],
        "checks": [*_sums(figures), *_differences(rows), *_flows(figures)],
    }


def _indicators(
    figures: Figures, exact: Sequence[Mapping[str, Any]] | None
) -> Iterator[dict[str, Any]]:
    """Those that are counted or estimated: for everyone totals, for the team by gender."""
    rows = [row for row in figures.rows("indicators") if row["basis"] != "none"]
    for row in rows if exact is None else exact:
        by_gender = {gender: row.get(gender) for gender in ("woman", "man", "non_binary")}
        yield {"code": row["code"], **by_gender, "total": row["total"], "of": row["of_all"]}


def _in_order(figures: Figures, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows of measures as those are listed; what is no measure of ours comes last, by name."""
    order = {name: index for index, name in enumerate(figures.measures)}
    return sorted(rows, key=lambda row: (order.get(row["measure"], len(order)), row["measure"]))


def _key(row: dict[str, Any]) -> tuple[Any, ...]:
    return row["measure"], row["period_from"], row["period_to"]


def _entries(figures: Figures, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """An entry a row of `values`, then one for each period that is not among them, each once."""
    units = {row["measure"]: row["unit"] for row in figures.rows("published")}
    units |= {name: measure.unit for name, measure in figures.measures.items() if measure.unit}
    aims = {
        row["measure"]: row["value"] for row in figures.rows("published") if row["kind"] == "target"
    }
    counted = {_key(row): row for row in figures.periods("everyone")}
    told = {_key(row): row for row in rows}
    others = _in_order(figures, [counted[key] for key in sorted(counted.keys() - told.keys())])
    return [
        _entry(
            _aimed(row, aims, figures),
            units.get(row["measure"]),
            counted.get(_key(row), {}).get("new"),
        )
        for row in [*rows, *others]
    ]


def _aimed(row: dict[str, Any], aims: dict[str, float], figures: Figures) -> dict[str, Any]:
    """The same with the published target, where the measure is none of ours to have another."""
    known = row["measure"] in figures.measures
    return row if known else {**row, "target": aims.get(row["measure"])}


def _entry(row: dict[str, Any], unit: str | None, new: float | None) -> dict[str, Any]:
    """One measure in one period."""
    published = row.get("published_value")
    told = {"value": _whole(published), "qualifier": row.get("published_qualifier")}
    return {
        "id": row["measure"],
        "from": row["period_from"].isoformat(),
        "to": row["period_to"].isoformat(),
        "value": _whole(row["value"]),
        **({} if new is None else {"new": _whole(new)}),
        "unit": unit,
        "target": _whole(row.get("target")),
        "published": None if published is None else told,
        "difference": _whole(row.get("difference")),
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


def _flows(figures: Figures) -> Iterator[dict[str, Any]]:
    """Periods in which stock and flow do not add up."""
    for found in flows_that_do_not_add_up(figures):
        rule = f"{found.figure} {found.period_from}–{found.period_to} = at_end"
        yield _check(rule, float(found.expected), float(found.at_end))


def _whole(value: float | None) -> float | int | None:
    """A count without its .0"""
    return int(value) if value is not None and value.is_integer() else value
