"""Shapes of employments by support."""

from collections.abc import Mapping

import polars as pl

from mittaristo.privacy.disclosure import SafeFrame, shaped


@shaped
def with_brief_labels(course: SafeFrame, words: Mapping[str, str]) -> pl.DataFrame:
    """Add `brief`: what narrow screens call each measure."""
    return course.with_columns(brief=pl.col("measure").replace_strict(dict(words), default=None))


@shaped
def stacked(course: SafeFrame, lower: str, upper: str) -> pl.DataFrame:
    """Two measures one upon the other: the course with `bottom, top`."""
    below = course.filter(pl.col("measure") == lower).select("on", base="total")
    both = course.filter(pl.col("measure").is_in([lower, upper])).join(below, on="on", how="left")
    bottom = pl.when(pl.col("measure") == upper).then("base").otherwise(0.0)
    found = both.with_columns(bottom=bottom, top=bottom + pl.col("total")).drop("base")
    return found.sort("measure", "on")
