"""Days and periods that a text names, in Finnish and English."""

import calendar
import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from mittaristo.figures.model import Facts
from mittaristo.i18n.terms import words

Kind = Literal["day", "until", "month", "span", "vague"]
"""day: on it. until: up to it, or as of it. span: from a day to a day. vague: not to be counted
by."""

MONTHS = (
    ("tammikuu", "january", "jan"),
    ("helmikuu", "february", "feb"),
    ("maaliskuu", "march", "mar"),
    ("huhtikuu", "april", "apr"),
    ("toukokuu", "may", "may"),
    ("kesäkuu", "june", "jun"),
    ("heinäkuu", "july", "jul"),
    ("elokuu", "august", "aug"),
    ("syyskuu", "september", "sep"),
    ("lokakuu", "october", "oct"),
    ("marraskuu", "november", "nov"),
    ("joulukuu", "december", "dec"),
)
_FINNISH = "|".join(names[0] for names in MONTHS)
_ENGLISH = "|".join(f"{full}|{short}" for _fi, full, short in MONTHS)
MONTH = rf"(?:(?:{_FINNISH})(?:ssa|sta|ta|n|hun|lla)?|\b(?:{_ENGLISH})\b\.?)"
DASH = r"\s?[-–—]\s?"
MONTHS_OF_YEAR = (
    rf"(?P<from>{'|'.join(names[0].removesuffix('kuu') for names in MONTHS)}){DASH}"
    rf"(?P<to>{_FINNISH})(?:ssa|sta|ta|n|hun)?"
)
"""Tammi–huhtikuussa."""
ENGLISH_MONTHS = (
    rf"(?:\b(?:between|from)\s)?\b(?P<from>{_ENGLISH})\b\.?(?:{DASH}|\s(?:and|to)\s)"
    rf"(?P<to>{_ENGLISH})\b\.?"
)
YEAR = r"(?:19|20)\d\d"
UNTIL = r"(?:\s+(?:loppuun\s+)?(?:mennessä|asti|saakka)|\s+loppuun)"
BY = r"(?:by|until|up to|as of|as at|per|tilanne|tilanteessa)(?:\s+the)?\s+"

COUNTED = "|".join(
    [
        *(
            re.escape(said)
            for kind in ("units_counted", "units_of_one")
            for unit in words()[kind].values()
            for said in unit.values()
        ),
        *("asiakasta", "henkilöasiakasta", "ihmistä", "yritystä", "clients", "people"),
    ]
)
"""What stands after a number that counts: 2 000 without its space is no year before it."""


@dataclass(frozen=True)
class Time:
    """What a text says of when: its first and last day, and where it stands in the text."""

    kind: Kind
    first: dt.date
    last: dt.date
    start: int
    end: int


def _day(year: str, month: str, day: str) -> dt.date | None:
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None


def _last_of(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def _month_number(word: str) -> int:
    small = word.casefold().rstrip(".")
    return next(
        number
        for number, names in enumerate(MONTHS, start=1)
        if small.startswith(names[0].removesuffix("kuu")) or small in names[1:]
    )


Found = tuple[Kind, dt.date, dt.date] | None
Reader = Callable[[re.Match[str]], Found]


def _of_day(match: re.Match[str]) -> Found:
    """30.4.2026, 2026-04-30, 30. huhtikuuta 2026, 30 April 2026; until it, where that is said."""
    parts = match.groupdict()
    month = parts.get("m") or str(_month_number(parts["word"]))
    day = _day(parts["y"], month, parts["d"])
    if day is None:
        return "vague", dt.date.min, dt.date.min
    return ("until" if parts["by"] or parts["until"] else "day"), day, day


def _of_range(match: re.Match[str]) -> Found:
    """1.1.2026–30.4.2026, also with the year in the last day only."""
    first = _day(match["y1"] or match["y"], match["m1"], match["d1"])
    last = _day(match["y"], match["m"], match["d"])
    if first is None or last is None or last < first:
        return "vague", dt.date.min, dt.date.min
    return "span", first, last


def _of_end(match: re.Match[str]) -> Found:
    """The end of a month or a year, on it or up to it."""
    word, year = match.groupdict().get("word"), int(match["y"])
    last = _last_of(year, _month_number(word) if word else 12)
    return ("until" if match["until"] else "day"), last, last


def _of_month(match: re.Match[str]) -> Found:
    year, word = int(match["y"]), match.groupdict().get("word")
    month = _month_number(word) if word else int(match["m"])
    if not 1 <= month <= 12:
        return None
    return "month", dt.date(year, month, 1), _last_of(year, month)


def _of_months(match: re.Match[str]) -> Found:
    """From a month to a month of a year."""
    year, ends = int(match["y"]), (match["from"], match["to"])
    first, last = (int(end) if end.isdigit() else _month_number(end) for end in ends)
    if not 1 <= first <= last <= 12:
        return "vague", dt.date.min, dt.date.min
    return "span", dt.date(year, first, 1), _last_of(year, last)


def _of_half(match: re.Match[str]) -> Found:
    second = bool(re.match(r"jälkim|loppu|toise|second|h2|2\.", match["half"], re.I))
    first = dt.date(int(match["y"]), 7 if second else 1, 1)
    return "span", first, _last_of(first.year, first.month + 5)


def _of_year(match: re.Match[str]) -> Found:
    year = int(match["y"])
    return "span", dt.date(year, 1, 1), dt.date(year, 12, 31)


def _vague(match: re.Match[str]) -> Found:
    del match
    return "vague", dt.date.min, dt.date.min


_D = r"(?P<d>\d{1,2})"
_HALF_WORD = (
    r"ensimmäi\w+ (?:puolisko\w*|puolivuo\w*|vuosipuolisko\w*|vuosipuoliska\w*|puoliska\w*)"
    r"|jälkimmäi\w+ (?:puolisko\w*|puoliska\w*|vuosipuolisko\w*|vuosipuoliska\w*|puolivuo\w*)"
    r"|toise\w+ (?:puolisko\w*|puoliska\w*|vuosipuolisko\w*|vuosipuoliska\w*|puolivuo\w*)"
    r"|alkupuolisko\w*|alkupuoliska\w*|loppupuolisko\w*|loppupuoliska\w*"
)

PATTERNS: tuple[tuple[str, Reader], ...] = (
    (
        rf"(?P<d1>\d{{1,2}})\.(?P<m1>\d{{1,2}})\.(?P<y1>{YEAR})?{DASH}"
        rf"{_D}\.(?P<m>\d{{1,2}})\.(?P<y>{YEAR})",
        _of_range,
    ),
    (
        rf"(?P<by>{BY})?{_D}\.\s?(?P<m>\d{{1,2}})\.\s?(?P<y>{YEAR})(?P<until>{UNTIL})?",
        _of_day,
    ),
    (rf"(?P<by>{BY})?(?P<y>{YEAR})-(?P<m>\d\d)-(?P<d>\d\d)(?P<until>{UNTIL})?", _of_day),
    (
        rf"(?P<by>{BY})?{_D}\.?\s(?P<word>{MONTH})\s(?P<y>{YEAR})(?P<until>{UNTIL})?",
        _of_day,
    ),
    (
        rf"(?P<word>{MONTH})\s(?:vuonna\s)?(?P<y>{YEAR})"
        rf"\s(?:lopu(?:ssa|n|lla)|loppuun|loppu)\b(?P<until>\s(?:mennessä|asti|saakka))?",
        _of_end,
    ),
    (
        rf"vuoden\s(?P<y>{YEAR})\s(?:lopu(?:ssa|n|lla)|loppuun|loppu)\b(?P<until>\s(?:mennessä|asti|saakka))?",
        _of_end,
    ),
    (
        rf"(?P<until>(?:by|until|up to)\s)?(?:at\s)?(?:the\s)?end\sof\s"
        rf"(?:(?P<word>{MONTH})\s)?(?P<y>{YEAR})",
        _of_end,
    ),
    (
        rf"(?:vuoteen\s(?:{YEAR})|\b(?:by|until|up to)\s{YEAR}(?![\d-])|(?<![\d.]){YEAR}{UNTIL})",
        _vague,
    ),
    (rf"(?:vuosi\w*|vuonna|vuoden|välillä)?\s?{YEAR}{DASH}{YEAR}", _vague),
    (rf"\b(?P<from>\d\d?){DASH}(?P<to>\d\d?)/(?P<y>{YEAR})", _of_months),
    (rf"{MONTHS_OF_YEAR}\s(?:vuonna\s)?(?P<y>{YEAR})", _of_months),
    (rf"vuo(?:nna|den)\s(?P<y>{YEAR})\s{MONTHS_OF_YEAR}", _of_months),
    (rf"{ENGLISH_MONTHS}\s(?:of\s)?(?P<y>{YEAR})", _of_months),
    (rf"vuoden\s(?P<y>{YEAR})\s(?P<half>{_HALF_WORD})", _of_half),
    (rf"(?P<half>{_HALF_WORD})\s(?:vuonna\s)?(?P<y>{YEAR})", _of_half),
    (
        rf"(?:the\s)?(?P<half>first|second)\shalf(?:-year)?\s(?:of\s)?(?P<y>{YEAR})",
        _of_half,
    ),
    (rf"\b(?P<half>h[12])[\s/](?P<y>{YEAR})", _of_half),
    (rf"(?P<y>{YEAR})[\s/-](?P<half>h[12])\b", _of_half),
    (rf"(?:vuoden\s(?P<y>{YEAR})\s)(?P<word>{MONTH})", _of_month),
    (rf"(?P<word>{MONTH})\s(?:vuonna\s)?(?P<y>{YEAR})", _of_month),
    (rf"\b(?P<m>\d{{1,2}})/(?P<y>{YEAR})", _of_month),
    (
        rf"\b(?:ennen|jälkeen|alkaen|lähtien|vuodesta|since|after|before|from)\s"
        rf"(?:vuo\w+\s)?{YEAR}",
        _vague,
    ),
    (rf"vuo\w+\s{YEAR}\s(?:jälkeen|alkaen|lähtien|alu\w+|kevä\w+|syk\w+|kesä\w*)", _vague),
    (
        rf"(?:vuosien|vuosina|years)\s{YEAR}(?:\s?(?:,|ja|and)\s?{YEAR})+",
        _vague,
    ),
    (
        rf"(?:(?:kevät|kevää|syk|kesä|talv|alkuvuo|loppuvuo|kevättal)\w*"
        rf"|spring|autumn|summer|winter)\s(?:vuonna\s)?(?:of\s)?(?:{YEAR})",
        _vague,
    ),
    (
        rf"(?:vuonna|vuoden|vuodelta|in|during|year)\s(?:the\s)?(?:year\s)?(?P<y>{YEAR})"
        rf"(?:\saikana)?(?!\d|\.\d)",
        _of_year,
    ),
    (rf"(?<![\d.,/–-])(?P<y>{YEAR})(?![\d/–-])(?!\s(?:{COUNTED}))", _of_year),
    (
        r"\b(?:kevää\w*|kevät\w*|syksy\w*|kesä(?:n|llä|ä|kaute\w*)?|talv\w*|alkuvuo\w*"
        r"|loppuvuo\w*|viime\s(?:vuo|kuu|viik|kevää|syksy)\w*|tänä\svuonna|tämän\svuoden|kuluvan?a?"
        r"\svuo\w+|tässä\skuussa|spring|autumn|summer|winter|last\s(?:year|month|week)"
        r"|this\s(?:year|month|week)|ensi\s\w+|next\s(?:year|month|week)"
        r"|viikolla|vuosineljännek\w*|neljännesvuo\w*|quarter|q[1-4])\b",
        _vague,
    ),
    (rf"(?<![\d.])\d{{1,2}}\.\d{{1,2}}\.(?:{DASH}\d{{1,2}}\.\d{{1,2}}\.)?", _vague),
)

_COMPILED = tuple((re.compile(pattern, re.IGNORECASE), read) for pattern, read in PATTERNS)

WHOLE = re.compile(
    r"hankkeen\s(?:alusta|alkamisesta)\s(?:alkaen|lähtien|asti|saakka)"
    r"|since the (?:start|beginning) of the project|from the (?:start|beginning)",
    re.IGNORECASE,
)


def times_in(text: str, facts: Facts) -> list[Time]:
    """The times of a text, as they stand in it; none is part of another."""
    taken = [False] * len(text)
    found = []
    for name, first, last in _reporting(facts):
        for match in re.finditer(name, text, re.IGNORECASE):
            found.append(Time("span", first, last, *match.span()))
            taken[match.start() : match.end()] = [True] * (match.end() - match.start())
    for pattern, read in _COMPILED:
        for match in pattern.finditer(text):
            if any(taken[match.start() : match.end()]):
                continue
            time = read(match)
            if time is None:
                continue
            found.append(Time(*time, *match.span()))
            taken[match.start() : match.end()] = [True] * (match.end() - match.start())
    return sorted(found, key=lambda one: one.start)


def without(text: str, times: list[Time]) -> str:
    """The same text with signs that are no word in the place of its times, of the same length."""
    for match in WHOLE.finditer(text):
        text = text[: match.start()] + "¤" * (match.end() - match.start()) + text[match.end() :]
    for time in times:
        text = text[: time.start] + "¤" * (time.end - time.start) + text[time.end :]
    return text


def _reporting(facts: Facts) -> Iterator[tuple[str, dt.date, dt.date]]:
    """A pattern for the name of each reporting period that ends in a number: Maksatuskausi 3."""
    for one in facts.reporting_periods:
        for name in one.name.values():
            word, _space, number = name.rpartition(" ")
            if word and number.isdigit():
                inflected = re.escape(word.removesuffix("si")) + r"\w*"
                yield (
                    rf"{inflected}\s{number}\b|\b{number}\.\s{inflected}",
                    one.starts_on,
                    one.ends_on,
                )
            elif name:
                yield re.escape(name), one.starts_on, one.ends_on
