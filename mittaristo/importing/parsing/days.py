"""Days, in whatever way people and programs write them."""

import datetime as dt
import re
from collections.abc import Mapping
from zoneinfo import ZoneInfo

import polars as pl
from babel import Locale

from mittaristo.i18n.normalisation import folded
from mittaristo.i18n.translation import LANGUAGES
from mittaristo.importing.parsing.parsed import Parsed, with_others

DAY_FORMS = ("d/m/yyyy", "m/d/yyyy", "excel 1900", "excel 1904")
"""Ways of writing a day that have to be named: by a mapping, or by the epoch of a workbook."""

EPOCHS: Mapping[str, dt.date] = {
    "excel 1900": dt.date(1899, 12, 30),
    "excel 1904": dt.date(1904, 1, 1),
}

SERIALS = (20_000, 80_000)
"""Days that Excel may have left as numbers: from 1954 to 2119, or four years later."""

ISO_DAY = r"^(19|20|21)\d{2}-\d{2}-\d{2}( 00:00:00)?$"

ISO = re.compile(r"((?:19|20|21)\d{2})-(\d{2})-(\d{2})")

FINNISH = re.compile(r"(\d{1,2})\. ?(\d{1,2})\. ?(\d{4}|\d{2})")

SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})")

TOGETHER = re.compile(r"((?:19|20|21)\d{2})(\d{2})(\d{2})")

SERIAL = re.compile(r"(\d{5})(?:\.(\d+))?")

TIME = re.compile(
    r"(?:T|,? (?:klo )?)([01]?\d|2[0-3])[.:]([0-5]\d)(?:[.:]([0-5]\d)(?:[.,]\d{1,9})?)?"
    r"( ?[AaPp]\.?[Mm]\.?)?(Z|[+-]\d\d:?\d\d)?"
)
"""The time of day behind a day, as forms and programs write it."""

WEEKDAYS = {
    folded(name): number
    for language in LANGUAGES
    for kind in Locale(language).days.values()
    for width in ("wide", "abbreviated")
    for number, name in kind[width].items()
}
WEEKDAY = re.compile(rf"({'|'.join(sorted(WEEKDAYS, reverse=True))})(?:\.?,? |\.,?(?=\d))", re.I)
"""What day of the week it is, before the day."""

HELSINKI = ZoneInfo("Europe/Helsinki")

YEARS = (1900, 2199)
"""No register tells of other ones, and at the ends of the calendar no clock can be read."""

FROM_GREENWICH = (dt.timedelta(hours=-12), dt.timedelta(hours=14))
"""How far behind and ahead of it clocks are."""

NO_DAY = (None, None, "no_such_day")
"""A day that is written as days are, but that the calendar does not have."""

Said = tuple[dt.date | None, str | None, str | None]
"""The day, the repair it took, and the doubt that hinders it."""


def days(text: pl.Series, *, form: str | None = None, birth: bool = False) -> Parsed:
    """Days. `form` is the way that a mapping names, or the epoch of a workbook's own days.

    A year of two digits is of this century, but in a birth date it cannot be told. A time of day is
    left out; one that names its zone tells the day in Finland.
    """
    plain = text.str.contains(ISO_DAY)
    values = pl.select(
        pl.when(plain).then(text.str.head(10).str.to_date("%Y-%m-%d", strict=False))
    ).to_series()
    others = (text.is_not_null() & values.is_null()).arg_true()
    known = {cell: _day(cell, form, birth=birth) for cell in text.gather(others).unique()}
    return with_others(text, values, others, known)


def _day(cell: str, form: str | None, *, birth: bool) -> Said:
    if (found := SERIAL.fullmatch(cell)) and SERIALS[0] <= int(found[1]) <= SERIALS[1]:
        if form is None or form not in EPOCHS:
            return None, None, "day_as_number"
        day = EPOCHS[form] + dt.timedelta(days=int(found[1]))
        return day, "days_with_time" if (found[2] or "").strip("0") else "excel_days", None
    if weekday := WEEKDAY.match(cell):
        known = _day(cell[weekday.end() :], form, birth=birth)
        right = known[0] is None or WEEKDAYS[folded(weekday[1])] == known[0].weekday()
        return known if right else (None, None, "other_weekday")
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


def _written_day(cell: str, form: str | None, *, birth: bool) -> Said:
    if found := FINNISH.fullmatch(cell):
        day, month, year = found.groups()
        return _of_century(year, month, day, "finnish_days", birth=birth)
    if found := SLASHED.fullmatch(cell):
        first, second, year = found.groups()
        note = None
        if form not in ("d/m/yyyy", "m/d/yyyy"):
            either = int(first) <= 12 and int(second) <= 12 and int(first) != int(second)
            if either or len(year) == 2:  # then it may as well be the year that stands first
                return None, None, "day_or_month_first"
            form, note = ("m/d/yyyy" if int(second) > 12 else "d/m/yyyy"), "one_reading"
        day, month = (first, second) if form == "d/m/yyyy" else (second, first)
        if int(month) > 12 >= int(day):
            return None, None, "day_or_month_first"
        return _of_century(year, month, day, note, birth=birth)
    if found := TOGETHER.fullmatch(cell):
        return _date(found[1], found[2], found[3], "days_together")
    if found := ISO.fullmatch(cell):
        return _date(found[1], found[2], found[3], None)
    return None, None, None


def _of_century(year: str, month: str, day: str, repair: str | None, *, birth: bool) -> Said:
    if len(year) == 4:
        return _date(year, month, day, repair)
    if birth:
        return None, None, "day_without_century"
    return _date(f"20{year}", month, day, "short_years")


def _without_time(cell: str) -> tuple[str, re.Match[str] | None]:
    """What stands before the time of day, and the time where there is one."""
    for found in TIME.finditer(cell):
        if found.end() == len(cell):
            return cell[: found.start()], found
    return cell, None


def _in_finland(day: dt.date, time: re.Match[str]) -> dt.date | None:
    """The day in Finland at a time that names its zone; None where no clock has such a zone."""
    try:
        zone = dt.datetime.strptime(time[5], "%z").tzinfo
    except ValueError:
        return None
    away = zone.utcoffset(None) if zone else None
    if away is None or not FROM_GREENWICH[0] <= away <= FROM_GREENWICH[1]:
        return None
    hour = int(time[1])
    if time[4]:
        hour = hour % 12 + (12 if "p" in time[4].lower() else 0)
    there = dt.datetime.combine(day, dt.time(hour, int(time[2])), zone)
    return there.astimezone(HELSINKI).date()


def _date(year: str, month: str, day: str, repair: str | None) -> Said:
    try:
        found = dt.date(int(year), int(month), int(day))
    except ValueError:
        return NO_DAY
    return (found, repair, None) if YEARS[0] <= found.year <= YEARS[1] else NO_DAY
