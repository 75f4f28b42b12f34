"""Cells that are too long to be a fact: a whole document pasted into a cell, or an attack."""

from dataclasses import replace

import polars as pl

from mittaristo.i18n.normalisation import PIECE
from mittaristo.importing.source import TextTable
from mittaristo.messages.problems import Problem
from mittaristo.registers.schemas import SOURCE_ROW

MOST_CHARACTERS = PIECE


def without_long_cells(table: TextTable) -> tuple[TextTable, list[Problem]]:
    """The table with its too long cells empty, and a problem for each of them."""
    problems = []
    frame = table.frame
    for column in frame.columns:
        if column == SOURCE_ROW:
            continue
        long = (frame[column].str.len_chars() > MOST_CHARACTERS).fill_null(value=False)
        if long.any():
            rows = frame[SOURCE_ROW].filter(long).to_list()
            problems += [Problem("too_long", table.place, row, column) for row in rows]
            kept = pl.when(~long).then(frame[column])
            frame = frame.with_columns(kept.alias(column))
    return replace(table, frame=frame), problems
