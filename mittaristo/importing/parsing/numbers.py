"""Numbers, in whatever way people and programs write them."""

import re

import polars as pl

from mittaristo.importing.parsing.parsed import Parsed, with_others

WHOLE = r"^-?\d{1,15}$"

PLAIN = r"^-?\d{1,15}(\.\d{1,17})?$"
"""Excel computes 17 digits: 0.30000000000000004."""

FINNISH_NUMBER = re.compile(r"-?(\d{1,15}|\d{1,3}( \d{3}){1,4})(,\d{1,9})?")

DOTTED = re.compile(r"-?\d{1,3}(\.\d{3})+,\d{1,9}")

ENGLISH = re.compile(r"-?\d{1,3}(,\d{3})+\.\d{1,9}")

POINT = r"\."

SIGN = "^[-\N{MINUS SIGN}]?"

DOUBTFUL = SIGN + r"[1-9]\d{0,2}(?:(?:\.\d{3})+|(?:,\d{3})+)$"
"""Three digits behind the mark are thousands or decimals. In 0.125 and 1234.567 they are plain."""

SHOWS_MARK = r"(?:\d+%s(?:\d{1,2}|\d{4,})|(?:0\d*|\d{4,})%s\d{3})$"

SHOWS_POINT = SIGN + rf"(?:{SHOWS_MARK % (POINT, POINT)}|\d{{1,3}}(?:,\d{{3}})+\.\d+$)"

SHOWS_COMMA = SIGN + rf"(?:{SHOWS_MARK % (',', ',')}|\d{{1,3}}(?:[ .]\d{{3}})+,\d+$)"
"""Numbers that show which mark their column puts before decimals."""


def numbers(text: pl.Series, *, whole: bool = False, money: bool = False) -> Parsed:
    """Numbers. 1.234 or 1,234 may be a thousand or a little more than one.

    It is a doubt unless other cells of the column show which mark they put before decimals. Whole
    numbers have none, and money never has three: there it is always a doubt. A currency sign, a
    unit or a per cent sign is not part of a number.
    """
    kind = pl.Int64 if whole else pl.Float64
    doubtful = text.str.contains(DOUBTFUL)
    if doubtful.any() and not (whole or money):
        shown = {
            mark
            for mark, form in ((POINT, SHOWS_POINT), (",", SHOWS_COMMA))
            if text.str.contains(form).any()
        }
        if len(shown) == 1:
            doubtful &= ~text.str.contains(rf"{SIGN}\d{{1,3}}{shown.pop()}\d{{3}}$")
    plain = text.str.contains(WHOLE if whole else PLAIN) & ~doubtful
    values = pl.select(pl.when(plain).then(text.cast(kind, strict=False))).to_series()
    others = (text.is_not_null() & ~plain).arg_true()
    doubted = set(text.filter(doubtful))
    known = {
        cell: (None, None, "thousand_or_decimal") if cell in doubted else _number(cell, whole=whole)
        for cell in text.gather(others).unique()
    }
    return with_others(text, values, others, known)


def _number(cell: str, *, whole: bool) -> tuple[float | int | None, str | None, str | None]:
    """The number, the repair it took, and the doubt that hinders it."""
    plain = cell.replace("\N{MINUS SIGN}", "-")
    if FINNISH_NUMBER.fullmatch(plain):
        plain = plain.replace(" ", "").replace(",", ".")
    elif DOTTED.fullmatch(plain):
        plain = plain.replace(".", "").replace(",", ".")
    elif ENGLISH.fullmatch(plain):
        plain = plain.replace(",", "")
    elif not re.fullmatch(PLAIN, plain):
        return None, None, None
    value = float(plain)
    if not whole:
        return value, "finnish_numbers", None
    return (int(value), "finnish_numbers", None) if value == int(value) else (None, None, None)
