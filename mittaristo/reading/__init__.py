"""Files → text rows, each with the place where its reader finds it. Nothing is understood yet."""

from mittaristo.reading.source import (
    SEARCHED,
    Behind,
    Derived,
    Grid,
    Numbered,
    Source,
    Spot,
    TextTable,
    cells_of,
    grids,
    is_total,
    of_totals,
    read,
    tidied,
    without_headings,
)

__all__ = [
    "SEARCHED",
    "Behind",
    "Derived",
    "Grid",
    "Numbered",
    "Source",
    "Spot",
    "TextTable",
    "cells_of",
    "grids",
    "is_total",
    "of_totals",
    "read",
    "tidied",
    "without_headings",
]
