"""A large CSV file with nothing odd in it → its columns, without looking at each row by itself.

Whatever may be odd is looked for first: a quotation mark, a row of another length, one of totals.
Where there is any, the file is none of this module's, and is read row by row.
"""

import re
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from mittaristo.i18n.normalisation import folded, tidy
from mittaristo.importing.readers import encodings, headers
from mittaristo.importing.readers.csv_files import LIMITS, SEPARATOR, CsvLimits
from mittaristo.importing.readers.headers import SEARCHED
from mittaristo.registers.schemas import SOURCE_ROW

FROM = 1 << 16
"""Bytes from which it is worth it."""

MOST_WIDE, MOST_LONG = 2_000, 100_000
"""Columns, and characters of a cell, of a file that is looked at."""

MOST_DOUBTED = 10_000
"""So many rows without a key of their own are looked at one by one."""

BLANK = re.compile(rb"\A\r?\n|\n\r?\n")
SPACE = " \t\n\v\f\r\x1c\x1d\x1e\x1f"
"""What stands around a cell in ASCII and does not belong to it."""

ODD = r"[^\x00-\x7f]"
LIKE_A_TOTAL = r"(?i)yht|summa|total|sum|[Σ∑]"
"""What a cell holds, at least, that says it is of totals."""


@dataclass(frozen=True)
class Plain:
    """The headings on row 1, and the cells of each of their columns, tidied.

    rows: `source_row`, and a column of text for each heading by its place; never a row of nothing,
    or of one cell alone.
    """

    header: list[str | None]
    rows: pl.DataFrame

    def column(self, position: int) -> pl.Series:
        return self.rows[str(position)]


def is_large(path: Path) -> bool:
    """Whether a file is so large that it is looked at as a whole first."""
    return path.is_file() and path.stat().st_size > FROM


def read(path: Path, limits: CsvLimits = LIMITS) -> Plain | None:
    """A file whose rows are all alike, under headings; None where anything is to be looked at."""
    try:
        within = is_large(path) and path.stat().st_size <= limits.size
        content = path.read_bytes() if within else b""
    except OSError:
        return None
    content = content.removeprefix(encodings.MARKS[0][0])
    beginning = content[: 4 * 100_000].decode(errors="replace")[:100_000]
    if not content or _is_odd(content) or SEPARATOR.match(beginning):
        return None
    mark = encodings.separator(beginning)
    lines = content.count(b"\n") + (not content.endswith(b"\n"))
    cuts = content.count(mark.encode())
    if not cuts or cuts % lines or cuts // lines >= MOST_WIDE or cuts + lines > limits.cells:
        return None
    written = _parsed(content, mark, width=cuts // lines + 1)
    if written is None or written.height != lines:
        return None
    del content
    return _plain(written, limits.filled)


def _is_odd(content: bytes) -> bool:
    """Whether quotation marks, lone returns, blank lines or other signs ask for a closer look."""
    return (
        b'"' in content
        or b"\0" in content
        or content.count(b"\r") != content.count(b"\r\n")
        or BLANK.search(content) is not None
    )


def _parsed(content: bytes, mark: str, width: int) -> pl.DataFrame | None:
    """The cells; None where they are not in UTF-8, or where a row has more of them."""
    names = {str(place): pl.String for place in range(width)}
    try:
        return pl.read_csv(content, has_header=False, schema=names, separator=mark, quote_char=None)
    except pl.exceptions.PolarsError:
        return None


def _plain(written: pl.DataFrame, most: int) -> Plain | None:
    if sum(written.height - cells.null_count() for cells in written) > most:
        return None
    if any((cells.str.len_bytes() > MOST_LONG).any() for cells in written):
        return None
    numbers = pl.int_range(1, written.height + 1, dtype=pl.Int64, eager=True).alias(SOURCE_ROW)
    names = written.columns
    frame = pl.DataFrame([numbers, *(_tidied(written.drop_in_place(name)) for name in names)])
    header = [*frame.row(0)[1:]]
    filled = pl.sum_horizontal(pl.exclude(SOURCE_ROW).is_not_null())
    counts = frame.select(filled).to_series()
    if None in header or (counts == 1).any():
        return None
    rows = frame.filter(counts > 0).slice(1)
    return Plain(header, rows) if rows.height > 1 else None


def _tidied(cells: pl.Series) -> pl.Series:
    """What tidy makes of each."""
    plain = cells.str.strip_chars(SPACE)
    if plain.str.contains(ODD).any():
        odd = plain.filter(plain.str.contains(ODD)).unique()
        known = pl.Series([tidy(cell) for cell in odd], dtype=pl.String)
        plain = plain.replace(odd, known)
    return pl.select(pl.when(plain != "").then(plain)).to_series().alias(cells.name)


def needs_a_look(plain: Plain, allowed: list[str], key: int, references: list[int]) -> bool:
    """Whether a row may be one that is passed over: of headings, of totals, drawn down.

    key: where the key of a row stands; references: where it names another row.
    """
    cells = plain.rows.drop(SOURCE_ROW)
    first = [plain.header, *map(list, cells.head(SEARCHED - 1).iter_rows())]
    if headers.header_at(list(enumerate(first, start=1)), allowed):
        return True
    heads, keys = plain.column(0), plain.column(key)
    alike = heads.str.to_lowercase().str.replace_all(r"\s+", " ") == folded(plain.header[0] or "")
    if (alike | heads.str.contains(ODD)).any():
        return True
    doubted = cells.filter(keys.is_null() | keys.str.contains(LIKE_A_TOTAL))
    above, last = map(list, cells.tail(2).iter_rows())
    return (
        doubted.height > MOST_DOUBTED
        or headers.may_be_none(map(list, doubted.iter_rows()), key, references)
        or headers.may_be_drawn(above, last)
    )
