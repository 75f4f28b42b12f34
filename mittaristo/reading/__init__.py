"""Files → text rows, each with the place where its reader finds it. Nothing is understood yet."""

from mittaristo.reading.source import (
    SEARCHED,
    Derived,
    Grid,
    Numbered,
    Source,
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
    "Derived",
    "Grid",
    "Numbered",
    "Source",
    "TextTable",
    "cells_of",
    "grids",
    "is_total",
    "of_totals",
    "read",
    "tidied",
    "without_headings",
]
