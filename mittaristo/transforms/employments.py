"""Shapes of employments by support."""

from collections.abc import Mapping

import polars as pl

from mittaristo.privacy.disclosure import SafeFrame, shaped


def with_brief_words(course: SafeFrame, words: Mapping[str, str]) -> SafeFrame:
    """Add `brief`: what narrow screens call each measure."""
    brief = pl.col("measure").replace_strict(dict(words), default=None)
    return shaped(course.with_columns(brief=brief), of=course)


def stacked(course: SafeFrame, lower: str, upper: str) -> SafeFrame:
    """Two measures one upon the other: `measure, on, total, bottom, top`."""
    below = course.filter(pl.col("measure") == lower).select("on", base="total")
    both = course.filter(pl.col("measure").is_in([lower, upper])).join(below, on="on", how="left")
    bottom = pl.when(pl.col("measure") == upper).then("base").otherwise(0.0)
    found = both.with_columns(bottom=bottom, top=bottom + pl.col("total")).drop("base")
    return shaped(found.sort("measure", "on"), of=course)
