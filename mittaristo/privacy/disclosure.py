"""The one door through which a figure becomes a `SafeFrame`, the only kind that charts and pages
accept."""

from typing import NewType

import polars as pl

SafeFrame = NewType("SafeFrame", pl.DataFrame)
"""A table that everyone may see. Only `release` makes one."""


class UnprotectedFigure(Exception):
    """A figure by attributes of persons, for which no protection has been carried out."""


def release(figure: pl.DataFrame, *, protects: tuple[str, ...]) -> SafeFrame:
    """Let a figure out to everyone.

    `protects` are the attributes of persons by which it counts, as its query declares them.
    Such a figure has to be merged and hidden first; until that is done, it is refused.
    """
    if protects:
        raise UnprotectedFigure(f"counts persons by {', '.join(protects)}")
    return SafeFrame(figure)


def read_released(figure: pl.DataFrame) -> SafeFrame:
    """A figure read back from the figures of a published snapshot, which only `release` fills."""
    return SafeFrame(figure)


def shaped(table: pl.DataFrame, *, of: SafeFrame) -> SafeFrame:
    """A table made from nothing but a released figure and words: as safe as that."""
    del of
    return SafeFrame(table)
