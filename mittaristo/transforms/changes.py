"""How measures moved since an earlier snapshot: the largest move first, and one step by step."""

from collections.abc import Mapping, Sequence

import polars as pl

from mittaristo.i18n.wording import Wording
from mittaristo.privacy.disclosure import SafeFrame, shaped

PARTS = ("growth", "late", "corrections", "redefinition")
"""What a change is made of, as the figure `changes` names it."""

OF_AT_LEAST = 20
"""A move is a share of at least so many, so that one of three is not the largest of all."""


@shaped
def largest_first(
    changes: SafeFrame,
    measures: Sequence[str],
    labels: Mapping[str, str],
    units: Mapping[str, str],
    _: Wording,
) -> pl.DataFrame:
    """A row a measure: `measure, label, unit, before, after, total`, the parts, and `share`.

    The numbers are also texts. `share`: all that was added or taken off, as a share of the larger
    of both values. Measures that moved alike stay in their order.

    changes: those since one snapshot.
    """
    added_or_taken = pl.sum_horizontal(pl.col(part).abs() for part in PARTS)
    larger = pl.max_horizontal("before", "after", pl.lit(float(OF_AT_LEAST)))
    order = {name: place for place, name in enumerate(measures)}
    return (
        changes.filter(pl.col("measure").is_in(measures))
        .sort(pl.col("measure").replace_strict(order, default=None))
        .select(
            "measure",
            pl.col("measure").replace_strict(dict(labels), default=None).alias("label"),
            pl.col("measure").replace_strict(dict(units), default=None).alias("unit"),
            *("before", "after", *PARTS),
            (pl.col("after") - pl.col("before")).round(2).alias("total"),
            (added_or_taken / larger).alias("share"),
        )
        .sort("share", descending=True, maintain_order=True)
        .with_columns(
            *(_.numbers(name) for name in ("before", "after")),
            *(_.changes(name) for name in ("total", *PARTS)),
        )
    )


@shaped
def with_most_besides_growth(moves: SafeFrame) -> pl.DataFrame:
    """The measure in which most was recorded late, corrected or redefined; none where nothing was.

    moves: largest_first.
    """
    besides = pl.sum_horizontal(pl.col(part).abs() for part in PARTS[1:])
    larger = pl.max_horizontal("before", "after", pl.lit(float(OF_AT_LEAST)))
    return moves.filter(besides > 0).sort(besides / larger, descending=True).head(1)


@shaped
def steps(move: SafeFrame, names: Mapping[str, str], _: Wording) -> pl.DataFrame:
    """From then to now: `kind, step, start, end, from, to, said`, a row each in order.

    `start` and `end` are where a step's bar lies, `from` and `to` where it leads. It is of a
    value, a gain or a loss.

    move: one row of largest_first. names: before, the parts and after, in words.
    """
    [row] = move.iter_rows(named=True)
    found, at = [("value", names["before"], 0.0, row["before"], _.number(row["before"]))], 0.0
    at = row["before"]
    for part in PARTS:
        kind = "loss" if row[part] < 0 else "gain"
        said = _.number(row[part], sign=True)
        found.append((kind, names[part], at, at + row[part], said))
        at += row[part]
    found.append(("value", names["after"], 0.0, row["after"], _.number(row["after"])))
    schema = {"kind": pl.String, "step": pl.String, "from": pl.Float64, "to": pl.Float64}
    return pl.DataFrame(found, schema={**schema, "said": pl.String}, orient="row").with_columns(
        start=pl.min_horizontal("from", "to"), end=pl.max_horizontal("from", "to")
    )
