"""The one door through which a figure becomes a `SafeFrame`, the only kind that charts and pages
accept.
"""

import functools
import typing
from collections.abc import Callable
from typing import NewType, ParamSpec

import polars as pl

SafeFrame = NewType("SafeFrame", pl.DataFrame)
"""A table that everyone may see. Only `release` makes one; `shaped` keeps one what it is."""

Taken = ParamSpec("Taken")


Protection = Callable[[pl.DataFrame], pl.DataFrame]
"""Gives of a figure that counts persons by attributes what everyone may see."""


class UnprotectedFigure(Exception):
    """A figure by attributes of persons, for which no protection has been carried out."""


def release(
    figure: pl.DataFrame, *, protects: tuple[str, ...], by: Protection | None = None
) -> SafeFrame:
    """Let a figure out to everyone.

    `protects` are the attributes of persons by which it counts, as its query declares them.
    Such a figure has to be merged and hidden first, `by` what does that; without it, it is refused.
    """
    if not protects:
        return SafeFrame(figure)
    if by is None:
        raise UnprotectedFigure(f"counts persons by {', '.join(protects)}")
    return SafeFrame(by(figure))


def read_released(figure: pl.DataFrame) -> SafeFrame:
    """A figure read back from the figures of a published snapshot, which only `release` fills."""
    return SafeFrame(figure)


def shaped(shape: Callable[Taken, pl.DataFrame]) -> Callable[Taken, SafeFrame]:
    """A function that shapes released figures, and nothing else: what it gives is as safe as they.

    Raises TypeError where it takes no SafeFrame, or also takes a table that is none.
    """
    taken = typing.get_type_hints(shape)
    taken.pop("return", None)
    kinds = [kind for hint in taken.values() for kind in (hint, *typing.get_args(hint))]
    if SafeFrame not in kinds or any(kind in (pl.DataFrame, pl.LazyFrame) for kind in kinds):
        raise TypeError(f"{shape.__name__} shapes something that was not released")

    @functools.wraps(shape)
    def safe(*given: Taken.args, **named: Taken.kwargs) -> SafeFrame:
        return SafeFrame(shape(*given, **named))

    return safe
