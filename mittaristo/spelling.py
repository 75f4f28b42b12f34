"""How people write days, numbers and ids, and what each way means.

Every function takes a column of text and tells, cell by cell, what it means, which ways of writing
were met (each is told to the importer), and which cannot be told apart from something else.
"""

import contextlib
import csv
import datetime as dt
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
"""Soft hyphens, joiners and marks of direction that come along when text is copied."""

SPACES = re.compile(r"[\s\u00a0\u2000-\u200a\u202f\u205f\u3000]+")

LOOK_ALIKES = str.maketrans("АВЕКМНОРСТУХІЈЅаеорсухіјѕ", "ABEKMHOPCTYXIJSaeopcyxijs")
"""Cyrillic letters that look like Latin ones."""

DAY_FORMS = ("d/m/yyyy", "m/d/yyyy", "excel 1900", "excel 1904")
"""Ways of writing a day that have to be named: by a mapping, or by the epoch of a workbook."""

EPOCHS: Mapping[str, dt.date] = {
    "excel 1900": dt.date(1899, 12, 30),
    "excel 1904": dt.date(1904, 1, 1),
}
SERIALS = (20_000, 80_000)
"""Days that Excel may have left as numbers: from 1954 to 2119, or four years later."""


@dataclass(frozen=True)
class Meant:
    """What a column means. `repairs` and `doubts`: rule → the rows (by place) that it is about."""

    values: pl.Series
    repairs: Mapping[str, list[int]] = field(default_factory=dict)
    doubts: Mapping[str, list[int]] = field(default_factory=dict)


def tidy(cell: str | None) -> str | None:
    """A cell with plain spaces only, and none around it; None where nothing is left."""
    if not cell:
        return None
    if cell.isascii():
        return cell.strip() or None
    return SPACES.sub(" ", UNSEEN.sub("", cell)).strip() or None


PIECE = 2000


def compatible(text: str) -> str:
    """Letters and digits in their one usual form (NFKC).

    Piece by piece: the time that Unicode's own way takes grows with the square of a run of accents.
    """
    pieces = range(0, len(text), PIECE)
    return "".join(unicodedata.normalize("NFKC", text[at : at + PIECE]) for at in pieces)


def same_id(text: str) -> str:
    """One spelling for ids that differ by case, spaces or letters that look alike only.

    Where an id, or its part between slashes, has no digits, it may be a name: there a space tells
    Li Na from Lina, and only further spaces make no difference.
    """
    plain = SPACES.sub(" ", compatible(UNSEEN.sub("", text))).translate(LOOK_ALIKES).upper()
    return "/".join(
        part.replace(" ", "") if any(map(str.isdigit, part)) else part.strip()
        for part in plain.split("/")
    )


def ids(text: pl.Series) -> Meant:
    """Ids in the one spelling that those who differ by case, spaces or look-alikes share."""
    one = {cell: same_id(cell) for cell in text.drop_nulls().unique()}
    changed = {cell for cell, same in one.items() if cell != same}
    places = [place for place, cell in enumerate(text) if cell in changed] if changed else []
    values = pl.Series(text.name, [cell and one[cell] for cell in text], pl.String)
    return Meant(values, {"alike": places} if places else {})


# --- Days -------------------------------------------------------------------------------------

ISO_DAY = r"^(19|20|21)\d{2}-\d{2}-\d{2}( 00:00:00)?$"
ISO = re.compile(r"((?:19|20|21)\d{2})-(\d{2})-(\d{2})")
FINNISH = re.compile(r"(\d{1,2})\. ?(\d{1,2})\. ?(\d{4}|\d{2})")
SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
TOGETHER = re.compile(r"((?:19|20|21)\d{2})(\d{2})(\d{2})")
SERIAL = re.compile(r"(\d{5})(?:\.(\d+))?")

TIME = re.compile(
    r"(?:T|,? (?:klo )?)([01]?\d|2[0-3])[.:]([0-5]\d)(?:[.:]([0-5]\d)(?:[.,]\d{1,9})?)?"
    r"( ?[AaPp]\.?[Mm]\.?)?(Z|[+-]\d\d:?\d\d)?"
)
"""The time of day behind a day, as forms and programs write it."""
HELSINKI = ZoneInfo("Europe/Helsinki")


def days(text: pl.Series, *, form: str | None = None, birth: bool = False) -> Meant:
    """Days. `form` is the way that a mapping names, or the epoch of a workbook's own days.

    A year of two digits is of this century, but in a birth date it cannot be told. A time of day is
    left out; one that names its zone tells the day in Finland.
    """
    plain = text.str.contains(ISO_DAY)
    values = pl.select(
        pl.when(plain).then(text.str.head(10).str.to_date("%Y-%m-%d", strict=False))
    ).to_series()
    others = (text.is_not_null() & ~plain).arg_true()
    known = {cell: _day(cell, form, birth=birth) for cell in text.gather(others).unique()}
    return _with_others(text, values, others, known)


def _with_others(
    text: pl.Series,
    values: pl.Series,
    others: pl.Series,
    known: Mapping[str, tuple[Any, str | None, str | None]],
) -> Meant:
    """The plain values, and at the other places what is known of each way of writing."""
    repairs: dict[str, list[int]] = {}
    doubts: dict[str, list[int]] = {}
    found = []
    for place in others:
        value, repair, doubt = known[text[place]]
        found.append(value)
        if repair and value is not None:
            repairs.setdefault(repair, []).append(place)
        if doubt:
            doubts.setdefault(doubt, []).append(place)
    if found:
        values = values.scatter(others, pl.Series(found, dtype=values.dtype))
    return Meant(values.alias(text.name), repairs, doubts)


def _day(
    cell: str, form: str | None, *, birth: bool
) -> tuple[dt.date | None, str | None, str | None]:
    """The day, the repair it took, and the doubt that hinders it."""
    if (found := SERIAL.fullmatch(cell)) and SERIALS[0] <= int(found[1]) <= SERIALS[1]:
        if form is None or form not in EPOCHS:
            return None, None, "day_as_number"
        day = EPOCHS[form] + dt.timedelta(days=int(found[1]))
        return day, "days_with_time" if (found[2] or "").strip("0") else "excel_days", None
    known = _written_day(cell, form, birth=birth)
    if any(known):
        return known
    written, time = _without_time(cell)
    found_day, repair, doubt = _written_day(written, form, birth=birth)
    if time and time[5] and found_day:
        found_day = _in_finland(found_day, time)
    if time and repair != "short_years" and any(part and int(part) for part in time.group(1, 2, 3)):
        repair = "days_with_time"
    return found_day, repair, doubt


def _written_day(
    cell: str, form: str | None, *, birth: bool
) -> tuple[dt.date | None, str | None, str | None]:
    if found := FINNISH.fullmatch(cell):
        day, month, year = found.groups()
        if len(year) == 4:
            return _date(year, month, day), "finnish_days", None
        if birth:
            return None, None, "day_without_century"
        return _date(f"20{year}", month, day), "short_years", None
    if found := SLASHED.fullmatch(cell):
        if form not in ("d/m/yyyy", "m/d/yyyy"):
            return None, None, "day_or_month_first"
        first, second, year = found.groups()
        day, month = (first, second) if form == "d/m/yyyy" else (second, first)
        return _date(year, month, day), None, None
    if found := TOGETHER.fullmatch(cell):
        return _date(*found.groups()), "days_together", None
    if found := ISO.fullmatch(cell):
        return _date(*found.groups()), None, None
    return None, None, None


def _without_time(cell: str) -> tuple[str, re.Match[str] | None]:
    """What stands before the time of day, and the time where there is one."""
    for found in TIME.finditer(cell):
        if found.end() == len(cell):
            return cell[: found.start()], found
    return cell, None


def _in_finland(day: dt.date, time: re.Match[str]) -> dt.date:
    """The day in Finland at a time that names its zone."""
    hour, minute = int(time[1]), int(time[2])
    zone = dt.datetime.strptime(time[5], "%z").tzinfo
    return (
        dt.datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone)
        .astimezone(HELSINKI)
        .date()
    )


def _date(year: str, month: str, day: str) -> dt.date | None:
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None


# --- Numbers ----------------------------------------------------------------------------------

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


def numbers(text: pl.Series, *, whole: bool = False, money: bool = False) -> Meant:
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
    return _with_others(text, values, others, known)


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


# --- Encodings --------------------------------------------------------------------------------

WORD = re.compile(r"[A-Za-z\x80-\xff]+")
HIGH = re.compile(r"[\x80-\xff]")


def _words(text: str) -> Iterator[str]:
    """One by one: all of them at once would take ten times the memory of the text."""
    return (found[0] for found in WORD.finditer(text))


def decoded(content: bytes) -> tuple[str | None, str | None]:
    """Text and the encoding that had to be found out; None where it is UTF-8.

    Without a mark or valid UTF-8, Latin and Cyrillic Windows text are told apart by whether letters
    beyond ASCII stand among others or by themselves. (None, None) where neither is plain.
    """
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if content.startswith(mark):
            try:
                text = content.decode(encoding)
            except UnicodeDecodeError:
                return None, None
            return text, None if encoding == "utf-8-sig" else "UTF-16"
    try:
        return content.decode("utf-8"), None
    except UnicodeDecodeError:
        pass
    words = [word for word in _words(content.decode("latin-1")) if HIGH.search(word)]
    by_themselves = [word for word in words if len(word) > 1 and not re.search("[A-Za-z]", word)]
    among_others = [word for word in words if re.search("[A-Za-z]", word)]
    if by_themselves and among_others:
        return None, None
    encoding = "cp1251" if by_themselves else "cp1252"
    try:
        return content.decode(encoding), f"Windows-{encoding[2:]}"
    except UnicodeDecodeError:
        return None, None


SEPARATORS = ",;\t"
FIRST_LINES = 30


def separator(text: str) -> str:
    """What stands between the cells of a CSV text, by its first lines.

    The one by which most of them have equally many cells: a title has none or its own, and a
    decimal comma stands on some rows only.
    """
    first = "".join(text[:100_000].splitlines(keepends=True)[:FIRST_LINES])
    return max(SEPARATORS, key=lambda mark: _regular(first, mark))


def _regular(text: str, mark: str) -> tuple[int, int, int]:
    """On how many rows there are equally many cells, on which the last time, and how many cells.

    Rows of one cell aside. Where a title and the headings are all there is, the headings come last.
    """
    rows: dict[int, list[int]] = {}
    with contextlib.suppress(csv.Error):
        for at, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=mark)):
            if len(row) > 1:
                rows.setdefault(len(row), []).append(at)
    return max(((len(found), found[-1], width) for width, found in rows.items()), default=(0, 0, 0))
