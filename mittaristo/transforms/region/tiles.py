"""Series of municipalities as small lines, each in its tile, all on one scale."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from mittaristo.privacy.disclosure import SafeFrame, shaped

BESIDE, ABOVE, BELOW = 0.05, 0.34, 0.08
"""What of a tile lies beside its line on either side, above and below it, as shares of it."""


@dataclass(frozen=True)
class Grid:
    """Where tiles stand: municipality → row and column, both from one; and what each is called."""

    places: Mapping[str, tuple[int, int]]
    names: Mapping[str, str]

    @property
    def rows(self) -> int:
        return max(row for row, _column in self.places.values())

    @property
    def columns(self) -> int:
        return max(column for _row, column in self.places.values())


def _across(share: pl.Expr) -> pl.Expr:
    return pl.col("column") - 1 + BESIDE + share * (1 - 2 * BESIDE)


@shaped
def lines(series: SafeFrame, grid: Grid, top: float) -> pl.DataFrame:
    """Each month of a series in its tile: `area, run, x, y`, and the columns that it had.

    series: transforms.region.series; top: the value at the upper end of every tile.
    """
    first, last = series["on"].min(), series["on"].max()
    days = (pl.lit(last) - pl.lit(first)).dt.total_days().clip(1)
    share = (pl.col("on") - pl.lit(first)).dt.total_days() / days
    return (
        _placed(series.filter(pl.col("value").is_not_null()), grid)
        .with_columns(
            x=_across(share),
            y=pl.col("row") - BELOW - pl.col("value") / top * (1 - ABOVE - BELOW),
        )
        .drop("row", "column")
    )


def _placed(rows: pl.DataFrame, grid: Grid) -> pl.DataFrame:
    area = pl.col("area")
    where = {name: list(place) for name, place in grid.places.items()}
    place = area.replace_strict(where, return_dtype=pl.List(pl.Int64))
    return rows.filter(area.is_in(list(where))).with_columns(
        place.list.get(0).alias("row"), place.list.get(1).alias("column")
    )


@shaped
def frames(series: SafeFrame, grid: Grid, own: str) -> pl.DataFrame:
    """A row a tile that has values: its corners, its name, its last value, and whether it is own.

    `area, name, said, x, x2, y, y2, ground, own`: `ground` is the height of zero.
    """
    last = series.sort("on").group_by("area", maintain_order=True).last()
    return _placed(last, grid).select(
        "area",
        pl.col("area").replace_strict(dict(grid.names)).alias("name"),
        pl.col("value_text").alias("said"),
        (pl.col("column") - 1 + BESIDE / 2).alias("x"),
        (pl.col("column") - BESIDE / 2).alias("x2"),
        (pl.col("row") - 1 + 0.03).alias("y"),
        (pl.col("row") - 0.03).alias("y2"),
        (pl.col("row") - BELOW).alias("ground"),
        (pl.col("area") == own).alias("own"),
    )


@shaped
def marked(series: SafeFrame, days: Sequence[dt.date], grid: Grid) -> pl.DataFrame:
    """Where days cross each tile: `x, y, y2`; those outside the series are left out."""
    first, last = series["on"].min(), series["on"].max()
    inside = pl.DataFrame({"on": days}, schema={"on": pl.Date}).filter(
        pl.col("on").is_between(pl.lit(first), pl.lit(last))
    )
    span = (pl.lit(last) - pl.lit(first)).dt.total_days().clip(1)
    share = (pl.col("on") - pl.lit(first)).dt.total_days() / span
    areas = series.select("area").unique()
    return _placed(areas.join(inside, how="cross"), grid).select(
        x=_across(share),
        y=pl.col("row") - 1 + ABOVE,
        y2=pl.col("row") - BELOW,
    )
