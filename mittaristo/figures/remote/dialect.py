"""A query of DuckDB, said as Spark understands it: the same query, and nothing of it rewritten.

The tree differs in what Spark or Sail do not have: `group by all`, bound parameters, days that are
subtracted, months that are added, lists side by side, and the exact percentile.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import sqlglot
from sqlglot import exp

DAY = "_on"
"""The end of the name of a column that is a day, in all registers and tables."""


def tables_of(text: str) -> frozenset[str]:
    """The tables that a query reads."""
    tree = _parsed(text)
    return frozenset(table.name for table in tree.find_all(exp.Table)) - _own(tree)


def named(text: str) -> frozenset[str]:
    """The parameters that a query names."""
    return frozenset(one.name for one in _parsed(text).find_all(exp.Parameter, exp.Placeholder))


@dataclass(frozen=True)
class Said:
    """A query as Spark understands it, without its order, and how to put what it gives in order.

    `order`: SQL of DuckDB over the columns of the result and `hidden` ones, which are taken off
    afterwards; empty where there is none.
    """

    text: str
    order: str
    hidden: tuple[str, ...]


def as_spark(text: str, parameters: Mapping[str, Any], prefix: str = "") -> Said:
    """The query with its parameters written out. Its tables are called by their names after prefix.

    Raises KeyError for a parameter that is not given.
    """
    tree = _parsed(text).copy()
    own = _own(tree)
    for one in list(tree.find_all(exp.Parameter, exp.Placeholder)):
        one.replace(_literal(parameters[one.name]))
    for table in list(tree.find_all(exp.Table)):
        if prefix and table.name not in own:
            called = table.alias or table.name
            table.replace(exp.to_table(f"{prefix}{table.name}").as_(called))
    for select in list(tree.find_all(exp.Select)):
        _group(select)
        _side_by_side(select)
        _taken_apart_last(select)
    _days(tree)
    _exact(tree)
    order, hidden = _order(tree)
    return Said(tree.sql("spark", comments=False), order, hidden)


def _days(tree: exp.Expr) -> None:
    """Days less days are a number; days and months a day."""
    for less in list(tree.find_all(exp.Sub)):
        left, right = less.this.copy(), less.expression.copy()
        if all(isinstance(side, exp.Column) and side.name.endswith(DAY) for side in (left, right)):
            less.replace(exp.DateDiff(this=left, expression=right, unit=exp.var("DAY")))
    for plus in list(tree.find_all(exp.Add)):
        months = plus.expression
        if isinstance(months, exp.Anonymous) and months.name.lower() == "to_months":
            count = exp.cast(months.expressions[0].copy(), "int")
            plus.replace(exp.Anonymous(this="ADD_MONTHS", expressions=[plus.this.copy(), count]))


def _side_by_side(select: exp.Select) -> None:
    """Several lists that are taken apart side by side: by their places."""
    lists = [one for one in select.expressions if isinstance(one.unalias(), exp.Explode)]
    if len(lists) < 2:
        return
    longest = len(lists[0].unalias().this.expressions)
    places = exp.select(f"explode(sequence(1, {longest})) as nth", dialect="spark")
    for one in lists:
        every = one.unalias().this.copy()
        one.unalias().replace(
            exp.Anonymous(this="ELEMENT_AT", expressions=[every, exp.column("nth", "places")])
        )
    select.join(places.subquery("places"), join_type="cross", copy=False)


def _taken_apart_last(select: exp.Select) -> None:
    """A list of what is counted is taken apart after the counting."""
    found = [one.unalias() for one in select.expressions]
    if len(found) != 1 or not isinstance(found[0], exp.Explode) or not found[0].find(exp.AggFunc):
        return
    taken = exp.alias_(exp.Explode(this=exp.column("listed")), select.expressions[0].alias)
    counted = select.copy()
    counted.set("expressions", [exp.alias_(found[0].this.copy(), "listed")])
    select.args.clear()
    select.select(taken, copy=False).from_(counted.subquery("counted"), copy=False)


def _order(tree: exp.Expr) -> tuple[str, tuple[str, ...]]:
    """Take the order off: by columns of the result, and of others that are added to it."""
    order = tree.args.get("order")
    if order is None or tree.args.get("limit") or not isinstance(tree, exp.Query):
        return "", ()
    tree.set("order", None)
    hidden: list[str] = []
    ordered = []
    for one in order.expressions:
        by = one.this
        if not (isinstance(by, exp.Column) and by.name in tree.named_selects):
            hidden.append(f"order_{len(hidden)}")
            tree.set("expressions", [*tree.selects, exp.alias_(by.copy(), hidden[-1])])
            by = exp.column(hidden[-1])
        ordered.append(f'"{by.name}"' + (" desc" if one.args.get("desc") else ""))
    return ", ".join(ordered), tuple(hidden)


@lru_cache(maxsize=1024)
def _parsed(text: str) -> exp.Expr:
    return sqlglot.parse_one(text, read="duckdb")


def _own(tree: exp.Expr) -> frozenset[str]:
    """What a query calls parts of its own."""
    return frozenset(part.alias for part in tree.find_all(exp.CTE))


def _group(select: exp.Select) -> None:
    """`group by all` as its keys: what is selected and no aggregate, but constants."""
    group = select.args.get("group")
    if group is not None and group.args.get("all"):
        keys = [
            one.unalias().copy()
            for one in select.expressions
            if not one.find(exp.AggFunc) and one.find(exp.Column)
        ]
        select.set("group", exp.Group(expressions=keys))


def _exact(tree: exp.Expr) -> None:
    """The exact percentile by its own name: the translator would take the approximate one."""
    for within in tree.find_all(exp.WithinGroup):
        if isinstance(within.this, exp.PercentileDisc):
            share = within.this.this.copy()
            within.set("this", exp.Anonymous(this="PERCENTILE_DISC", expressions=[share]))


def _literal(value: object) -> exp.Expr:
    """A parameter with its type."""
    if isinstance(value, dt.date):
        return exp.cast(exp.Literal.string(value.isoformat()), "date")
    return exp.convert(value)
