"""Workbook → text, read by a process apart."""

import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
from xlsxwriter.utility import xl_col_to_name

from mittaristo.importing.readers.apart import END, LIMITS, REFUSED, ROWS, SHEET, Limits, Warm
from mittaristo.importing.readers.csv_files import too_much
from mittaristo.importing.readers.unreadable import Unreadable
from mittaristo.importing.readers.workbook_check import MOST_CELLS
from mittaristo.importing.readers.workbook_sheet import Merged

Cells = tuple[str | None, ...]


@dataclass(frozen=True)
class Sheet:
    """The rows of a sheet from its first on: index + 1 is what Excel calls the row.

    `errors` is where Excel shows an error such as #N/A: row and letters of the column.
    `uncalculated` is where a formula has no value, so that its cell looks empty; (0, "") where the
    sheet does not say it. `merged`: the areas of several rows that are shown as one cell; see
    SeenSheet. `first`: the column from which on the parser gives cells.
    """

    name: str
    rows: list[Cells]
    errors: frozenset[tuple[int, str]]
    uncalculated: frozenset[tuple[int, str]]
    hidden: bool
    hidden_rows: int
    merged: tuple[Merged, ...]
    first: int


@dataclass(frozen=True)
class Workbook:
    """`days_from_1904`: it counts its days as old Excel for Macintosh did."""

    sheets: list[Sheet]
    days_from_1904: bool


WARM = Warm("mittaristo.importing.readers.workbook_parser")


def read_workbook(path: Path, limits: Limits = LIMITS, warm: Warm = WARM) -> Workbook:
    """Read all sheets as text. Raises only Unreadable for a bad file."""
    sheets: list[Sheet] = []
    from_1904, left, filled = None, MOST_CELLS, limits.filled
    try:
        for kind, part in warm.parts([path], limits):
            if kind == REFUSED:
                raise Unreadable.of(part)
            if kind == SHEET:
                sheets.append(_sheet(json.loads(part)))
            elif kind == ROWS:
                frame, sheet = pl.read_ipc_stream(io.BytesIO(part)), sheets[-1]
                left -= frame.height * (sheet.first + frame.width)
                if left < 0:  # a far cell in a form that the check did not see
                    raise Unreadable("far_cell")
                filled -= sum(column.len() - column.null_count() for column in frame)
                if filled < 0:
                    raise too_much(limits.filled)
                before = (None,) * sheet.first
                sheet.rows.extend(before + row for row in frame.iter_rows())
            elif kind == END:
                from_1904 = bool(json.loads(part))
    except MemoryError:
        raise Unreadable("not_read", "memory") from None
    except BaseException as error:  # a panic of Polars is not an Exception
        if isinstance(error, Unreadable | KeyboardInterrupt | SystemExit):
            raise
        from_1904 = None
    if from_1904 is None:
        raise Unreadable("not_read", "answer")
    return Workbook(sheets, from_1904)


def _sheet(told: dict[str, Any]) -> Sheet:
    return Sheet(
        told["name"],
        [],
        frozenset((row, xl_col_to_name(column)) for row, column in told["errors"]),
        frozenset((row, letters) for row, letters in told["uncalculated"]),
        told["hidden"],
        told["hidden_rows"],
        tuple((first, last, letters) for first, last, letters in told["merged"]),
        told["first_column"],
    )
