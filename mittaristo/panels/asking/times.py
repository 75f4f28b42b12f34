"""Days and periods that a text names, in Finnish and English.

A day, a month, a quarter, a half-year or a year is found first; the words before and after it say
whether it is meant itself, its end, or what is before, after or since."""

import calendar
import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from mittaristo.figures.model import Facts
from mittaristo.panels.asking.calendar_words import (
    BEGINNINGS,
    COUNTED,
    DASH,
    ENGLISH,
    FINNISH,
    HALF,
    MONTH,
    QUARTER,
    YEAR,
    YEAR_WORD,
    Y,
    month_number,
    nth_of,
)

Kind = Literal["day", "until", "month", "span", "vague"]
"""day: on it. until: up to it, or as of it. span: from a day to a day, or to the newest one.
vague: not to be counted by."""


@dataclass(frozen=True)
class Time:
    """What a text says of when: its first and last day, and where it stands in the text."""

    kind: Kind
    first: dt.date
    last: dt.date
    start: int
    end: int


# Units of the calendar

Found = tuple[Kind, dt.date, dt.date] | None
Reader = Callable[[re.Match[str]], Found]

VAGUE: Found = ("vague", dt.date.min, dt.date.min)


def _day(year: str, month: str | int, day: str) -> dt.date | None:
    try:
        return dt.date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))
    except ValueError:
        return None


def _last_of(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def _months(kind: Kind, year: str, first: int, last: int) -> Found:
    """From a month to a month of a year."""
    if not 1 <= first <= last <= 12:
        return VAGUE
    return kind, dt.date(int(year), first, 1), _last_of(int(year), last)


def _of_day(match: re.Match[str]) -> Found:
    """30.4.2026, 2026-04-30, 30. huhtikuuta 2026, 30 April 2026."""
    parts = match.groupdict()
    day = _day(parts["y"], parts.get("m") or month_number(parts["word"]), parts["d"])
    return VAGUE if day is None else ("day", day, day)


def _of_range(match: re.Match[str]) -> Found:
    """1.1.2026–30.4.2026, also with the year in the last day only."""
    parts = match.groupdict()
    months = [
        parts.get(number) or month_number(parts[word])
        for number, word in (("m1", "word1"), ("m", "word"))
    ]
    first = _day(match["y1"] or match["y"], months[0], match["d1"])
    last = _day(match["y"], months[1], match["d"])
    if first is None or last is None or last < first:
        return VAGUE
    return "span", first, last


def _of_end(match: re.Match[str]) -> Found:
    """The end of a month or a year whose number comes after it."""
    last = _last_of(int(match["y"]), month_number(match["word"]) if match["word"] else 12)
    return "until", last, last


def _of_month(match: re.Match[str]) -> Found:
    word = match.groupdict().get("word")
    month = month_number(word) if word else int(match["m"])
    return _months("month", match["y"], month, month) if 1 <= month <= 12 else None


def _of_months(match: re.Match[str]) -> Found:
    first, last = (
        int(end) if end.isdigit() else month_number(end) for end in (match["from"], match["to"])
    )
    return _months("span", match["y"], first, last)


def _of_part(match: re.Match[str]) -> Found:
    """A half-year or a quarter."""
    half = match.groupdict().get("half")
    nth = nth_of(half or match["quarter"], 2 if half else 4)
    length = 6 if half else 3
    return _months("span", match["y"], (nth - 1) * length + 1, nth * length) if nth else VAGUE


def _of_year(match: re.Match[str]) -> Found:
    return _months("span", match["y"], 1, 12)


def _vague(match: re.Match[str]) -> Found:
    del match
    return VAGUE


def _within_year(match: re.Match[str]) -> Found:
    """Some part of a year: which days are meant is not known, but that they lie in it."""
    return "vague", dt.date(int(match["y"]), 1, 1), dt.date(int(match["y"]), 12, 31)


_D = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?"
_DAY_MONTH = rf"{_D}\.?\s(?:of\s)?(?P<word>{MONTH})"
_HALF, _QUARTER = rf"(?P<half>\b(?:{HALF}))", rf"(?P<quarter>\b(?:{QUARTER}))"
_SEASON = (
    r"(?:(?:kevät|kevää|syk|kesä(?!kuu)|talv|alkuvuo|loppuvuo|vuodenvai)\w*"
    r"|spring|autumn|fall|summer|winter|early|late|mid)"
)

PATTERNS: tuple[tuple[str, Reader], ...] = (
    (
        rf"(?P<d1>\d{{1,2}})\.(?P<m1>\d{{1,2}})\.(?P<y1>{YEAR})?{DASH}"
        rf"{_D}\.(?P<m>\d{{1,2}})\.(?P<y>{YEAR})",
        _of_range,
    ),
    (
        rf"(?:between|from|välillä)\s(?P<d1>\d{{1,2}})\.(?P<m1>\d{{1,2}})\.(?P<y1>{YEAR})?"
        rf"\s(?:and|to|until|ja)\s{_D}\.(?P<m>\d{{1,2}})\.(?P<y>{YEAR})",
        _of_range,
    ),
    (
        rf"(?:(?:between|from)\s)?(?P<d1>\d{{1,2}})\s(?P<word1>{ENGLISH})(?:\s(?P<y1>{YEAR}))?"
        rf"(?:{DASH}|\s(?:and|to|until|through)\s)(?P<d>\d{{1,2}})\s(?P<word>{ENGLISH})"
        rf"\s(?P<y>{YEAR})",
        _of_range,
    ),
    (rf"{_D}\.\s?(?P<m>\d{{1,2}})\.\s?(?P<y>{YEAR}|[2-3]\d(?![\d.]))", _of_day),
    (rf"(?P<y>{YEAR})-(?P<m>\d\d)-(?P<d>\d\d)", _of_day),
    (rf"(?:the\s)?{_DAY_MONTH}\s(?P<y>{YEAR})", _of_day),
    (rf"(?P<word>\b(?:{ENGLISH})\b\.?)\s{_D},?\s(?P<y>{YEAR})", _of_day),
    (
        rf"(?:(?P<word>(?:{FINNISH})n)|vuoden)\s(?:lopussa|loppuun)\s(?:vuonna\s)?(?P<y>{YEAR})"
        rf"(?:\s(?:mennessä|asti|saakka))?",
        _of_end,
    ),
    (rf"(?:vuosi\w*|vuonna|vuoden|välillä)?\s?{YEAR}{DASH}{YEAR}", _vague),
    (
        rf"(?:(?:vuosien|vuosina|vuodet|years)\s)?{YEAR}(?:\s?(?:,|ja|and|&)\s?{YEAR})+",
        _vague,
    ),
    (rf"\b(?P<from>\d\d?){DASH}(?P<to>\d\d?)/(?P<y>{YEAR})", _of_months),
    (
        rf"(?P<from>{BEGINNINGS}){DASH}(?P<to>{FINNISH})(?:ssa|sta|ta|n|hun|na|lta)?\s{Y}",
        _of_months,
    ),
    (
        rf"vuo(?:nna|den)\s(?P<y>{YEAR})\s(?P<from>{BEGINNINGS}){DASH}"
        rf"(?P<to>{FINNISH})(?:ssa|sta|ta|n|hun|na|lta)?",
        _of_months,
    ),
    (rf"(?P<from>{FINNISH})sta\s(?P<to>{FINNISH})hun\s{Y}", _of_months),
    (
        rf"(?:\b(?:between|from)\s)?\b(?P<from>{ENGLISH})\b\.?(?:{DASH}|\s(?:and|to|through)\s)"
        rf"(?P<to>{ENGLISH})\b\.?\s{Y}",
        _of_months,
    ),
    *(
        (pattern, _of_part)
        for part in (_HALF, _QUARTER)
        for pattern in (
            rf"(?:vuo(?:den|nna)\s)?(?P<y>{YEAR})(?:'s|[\s/-])\s?{part}\b",
            rf"(?:the\s)?{part}[\s/-]{Y}",
        )
    ),
    (rf"(?:vuo(?:den|nna)\s(?P<y>{YEAR})\s)(?P<word>{MONTH})", _of_month),
    (rf"(?P<word>{MONTH})\s(?:aikana\s)?{Y}", _of_month),
    (rf"(?<![\d.])(?P<m>\d{{1,2}})[/.](?P<y>{YEAR})", _of_month),
    (rf"(?<![\d.,/–-])(?P<y>{YEAR})-(?P<m>\d\d)(?![\d-])", _of_month),
    (rf"{_SEASON}[\s-]{Y}", _within_year),
    (
        rf"vuo(?:den|nna)\s(?P<y>{YEAR})\s(?:alussa|lopulla|puolivälissä|{_SEASON})",
        _within_year,
    ),
    (rf"vuo\w+\s{YEAR}\s(?:alkua\b|alkuun|puolivä\w+)", _vague),
    (rf"vuo(?:sta|desta|teen)\s(?P<y>{YEAR})", _of_year),
    (rf"\b{YEAR_WORD}\s(?P<y>{YEAR})(?:\saikana)?(?!\d|\.\d)", _of_year),
    (rf"(?<![\d.,/–-])(?P<y>{YEAR})['’]s\b", _of_year),
    (rf"(?<![\d.,/–-])(?P<y>{YEAR})(?![\d/–-])(?!\s(?:{COUNTED}))", _of_year),
    (
        r"\b(?:kevää\w*|kevät\w*|syksy\w*|kesä(?:n|llä|ä|kaute\w*)?|talv\w*|alkuvuo\w*"
        r"|loppuvuo\w*|viime\s(?:vuo|kuu|viik|kevää|syksy)\w*|tänä\svuonna|tämän\svuoden|kuluvan?a?"
        r"\svuo\w+|tässä\skuussa|spring|autumn|summer|winter|last\s(?:year|month|week|quarter)"
        r"|this\s(?:year|month|week|quarter)|ensi\s(?:vuo|kuu|viik|kevää|syksy)\w*"
        r"|next\s(?:year|month|week)"
        r"|viikolla|vuosineljännek\w*|neljännesvuo\w*|quarter|q[1-4])\b",
        _vague,
    ),
    (rf"(?<![\d.])\d{{1,2}}\.\d{{1,2}}\.(?:{DASH}\d{{1,2}}\.\d{{1,2}}\.)?", _vague),
)

_COMPILED = tuple((re.compile(pattern, re.IGNORECASE), read) for pattern, read in PATTERNS)

# What the words beside a unit make of it

Edge = Literal["end", "by", "before", "after", "since", "part"]

_OF = r"(?:the\s)?(?:{})\sof\s(?:the\s)?(?:year\s)?"
_STARTS = _OF.format("start|beginning")
_LEADS: tuple[tuple[Edge, str], ...] = (
    ("before", rf"(?:before|prior\sto|ennen)\s(?:{_STARTS})?"),
    ("after", rf"(?:after|following)\s(?:{_OF.format('end')})?"),
    ("since", rf"(?:since|starting(?:\sfrom|\sin)?)\s(?:{_STARTS})?"),
    (
        "end",
        rf"(?:(?:by|until|till|up\sto|at|as\sof|as\sat|in|on)\s)?{_OF.format('end|close')}"
        r"|(?:by|until|at|as\sof)\s(?:the\s)?(?:year[-\s])?end[-\s]|year[-\s]end\s",
    ),
    ("part", rf"(?:at\s|in\s|from\s)?{_OF.format('start|beginning|middle')}"),
    ("by", r"(?:by|until|till|up\sto|as\sof|as\sat|per|tilanne|tilanteessa)(?:\s+the)?\s+"),
)
_TAILS: tuple[tuple[Edge, str], ...] = (
    ("end", r"\s(?:lopu(?:ssa|n)|loppuun|loppu)\b(?:\s(?:mennessä|asti|saakka))?"),
    ("by", r"\s+(?:mennessä|asti|saakka|tilante(?:essa|en\smukaan))\b"),
    ("after", r"\själkeen\b"),
    (
        "since",
        r"\salusta(?:\s(?:lähtien|alkaen|asti))?\b|\s(?:lähtien|alkaen|onwards?)\b|\sand\slater\b",
    ),
    ("part", r"\s(?:alussa|lopulla|puolivälissä)\b"),
)
_BEFORE = tuple((edge, re.compile(rf"(?:^|\b){lead}$", re.I)) for edge, lead in _LEADS)
_AFTER = tuple((edge, re.compile(tail, re.I)) for edge, tail in _TAILS)
_FROM = re.compile(r"\bfrom\s$", re.I)
_MOVES = re.compile(rf"(?:{FINNISH})(?:sta|hun)\b|\bvuo(?:desta|sta|teen)\b", re.I)
"""A month or a year in a case that says from or up to it."""


def _with_edges(text: str, time: Time) -> Time:
    """What is meant with the words before and after it: its end, before, after or since it."""
    before = text[: time.start]
    leads = [(edge, match) for edge, one in _BEFORE if (match := one.search(before))][:1]
    tails = [(edge, match) for edge, one in _AFTER if (match := one.match(text, time.end))][:1]
    edges = {edge for edge, _match in leads + tails}
    starts = [match.start() for _edge, match in leads]
    if "since" in edges and (onwards := _FROM.search(before)):
        starts.append(onwards.start())
    start = min(starts, default=time.start)
    end = max((match.end() for _edge, match in tails), default=time.end)
    moves = len(_MOVES.findall(text[time.start : time.end])) == 1
    return Time(*_edged(time, edges, moves=moves), start, end)


def _edged(time: Time, edges: set[Edge], *, moves: bool) -> tuple[Kind, dt.date, dt.date]:
    one_day, last_day = dt.timedelta(days=1), dt.date.max
    if edges == {"by", "end"}:
        edges = {"end"}
    if time.kind == "vague" and (edges or moves):
        return "vague", dt.date.min, dt.date.min
    if time.kind in ("vague", "until") or (not edges and not moves):
        return time.kind, time.first, time.last
    if len(edges) != 1 or (moves and edges != {"since"}):
        return "vague", dt.date.min, dt.date.min
    [edge] = edges
    is_day = time.kind == "day"
    if edge == "end" or (edge == "by" and is_day):
        return "until", time.last, time.last
    if edge == "before":
        return "until", time.first - one_day, time.first - one_day
    if edge == "after":
        return "span", time.last + one_day, last_day
    if edge == "since":
        return "span", time.first, last_day
    return "vague", dt.date.min, dt.date.min


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
            said = _with_edges(text, Time(*time, *match.span()))
            found.append(said)
            taken[said.start : said.end] = [True] * (said.end - said.start)
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
