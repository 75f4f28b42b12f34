"""What a question says in several words, written in those that the lists know.

Idioms become one word. A year, month or quarter that is told from today becomes the one that it is
on the day of the figures. Since the last meeting becomes the day of the snapshot before."""

import datetime as dt
import re
import tomllib
from dataclasses import dataclass
from functools import cache, partial

from mittaristo.figures.model import changes_for
from mittaristo.panels.asking.calendar_words import (
    COUNTED,
    ENGLISH,
    FINNISH,
    MONTHS,
    YEAR,
    month_number,
)
from mittaristo.panels.asking.times import Time
from mittaristo.panels.asking.words import WORDS
from mittaristo.panels.parts.view import View


@dataclass(frozen=True)
class Written:
    """A question as it is read. `asks_change`: since an earlier snapshot; `since`: its as-of day,
    None where there is none."""

    text: str
    asks_change: bool = False
    since: dt.date | None = None


def written(question: str, view: View) -> Written:
    """A question with its idioms and relative times written out."""
    text, since, asked = _since(question, view)
    text = _BEFORE_UNIT.sub(r"\1's", relative(text, view))
    for said, pattern in _idioms():
        text = pattern.sub(said, text)
    return Written(text, asked, since)


_BEFORE_UNIT = re.compile(rf"(?<![\d.,/–-])({YEAR})(?=\s(?:{COUNTED}))", re.IGNORECASE)
"""A year before what is counted, which in a draft would be the number of it: 2025 employments."""


@cache
def _idioms() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """What is written instead → what is said."""
    listed = tomllib.loads(WORDS.read_text(encoding="utf-8"))["phrases"]
    return tuple(
        (f" {said} ", re.compile(rf"\b(?:{'|'.join(patterns)})\b", re.IGNORECASE))
        for said, patterns in listed.items()
    )


# Since an earlier snapshot

_LAST = r"(?:viime(?:\skerran)?|edelli\w+|viimeisi\w+|viimei\w+|aiem\w+)"
_LATEST = r"(?:(?:the|our|your)\s)?(?:last|previous|latest|most\srecent|preceding)"
_MEETINGS = {
    "n": r"(?:(?:ohjausryhmän\s|ohryn\s)?(?:kokouksen|tapaamisen)|ohjausryhmän(?:kokouksen)?"
    r"|ohjausryhmäkokouksen|ohryn)",
    "sta": r"(?:(?:ohjausryhmän\s|ohryn\s)?(?:kokouksesta|tapaamisesta)|ohjausryhmästä"
    r"|ohjausryhmäkokouksesta|ohrystä)",
    "hun": r"(?:(?:ohjausryhmän\s|ohryn\s)?kokoukseen|ohjausryhmään|ohjausryhmäkokoukseen)",
    "ssa": r"(?:(?:ohjausryhmän\s|ohryn\s)?kokouksessa|ohjausryhmässä|ohjausryhmäkokouksessa)",
    "en": r"(?:steering\s(?:group|committee)(?:['’]s)?(?:\smeeting)?|(?:project\s)?meeting)",
}
_SNAPSHOTS = {
    "n": r"(?:tietopoiminnan|tilannekuvan)",
    "sta": r"(?:tietopoiminnasta|tilannekuvasta)",
    "hun": r"(?:tietopoimintaan|tilannekuvaan)",
    "ssa": r"(?:tietopoiminnassa|tilannekuvassa)",
    "en": r"snapshot",
}


def _of(said: dict[str, str]) -> re.Pattern[str]:
    """Since the last one of a kind, in both languages."""
    return re.compile(
        rf"\b(?:(?:sitten\s)?(?:ohjausryhmän\s)?{_LAST}\s{said['n']}\själke[ei]\w+|sitten\s{_LAST}\s{said['n']}"
        rf"|{_LAST}\s{said['sta']}(?:\s(?:lähtien|alkaen|lukien|tähän))?"
        rf"|{_LAST}\s{said['hun']}\s(?:verrattuna|nähden|verraten)|kuin\s{_LAST}\s{said['ssa']}"
        rf"|(?:since|after|from|than\s(?:at|in)|compared\s(?:to|with))\s{_LATEST}\s{said['en']})\b",
        re.IGNORECASE,
    )


_SINCE = (
    ("meeting", _of(_MEETINGS)),
    ("meeting", re.compile(r"\bsince\swe\slast\smet\b", re.IGNORECASE)),
    ("", _of(_SNAPSHOTS)),
)


_OF_MONTH = re.compile(
    rf"\b(?P<fi>{FINNISH})n\s(?P<y>{YEAR})\s(?:{_MEETINGS['n']}\själkeen"
    rf"|{_MEETINGS['sta']}(?:\s(?:lähtien|alkaen|tähän))?|{_MEETINGS['hun']}\s(?:verrattuna|nähden))"
    rf"|\bsince\s(?:the\s)?(?P<en>{ENGLISH})\s(?P<y2>{YEAR})\s{_MEETINGS['en']}",
    re.IGNORECASE,
)
"""Since the meeting of a month that is named."""


def _since(question: str, view: View) -> tuple[str, dt.date | None, bool]:
    """The question without it, the day, and whether it is asked."""
    if of_month := _OF_MONTH.search(question):
        year = int(of_month["y"] or of_month["y2"])
        month = year, month_number(of_month["fi"] or of_month["en"])
        days = {day for listed in view.figures.comparison_days(view.role) for day in listed}
        [since, *more] = [*(one for one in days if (one.year, one.month) == month), None]
        return _OF_MONTH.sub(" ", question), since if len(more) < 2 else None, True
    for purpose, pattern in _SINCE:
        without, times = pattern.subn(" ", question)
        if times == 1:
            return without, last_before(view, purpose), True
    return question, None, False


def since_in(text: str) -> list[Time]:
    """Where a text says since an earlier snapshot: a time that it does not name."""
    return [
        Time("vague", dt.date.min, dt.date.min, *match.span())
        for _purpose, pattern in _SINCE
        for match in pattern.finditer(text)
    ]


def last_before(view: View, purpose: str) -> dt.date | None:
    """The as-of day of the newest earlier snapshot of a purpose that this reader may see."""
    changes = changes_for(view.figures["changes"], view.role, before=view.as_of)
    rows = changes.select("since", "since_purpose").iter_rows()
    return max((day for day, why in rows if purpose in ("", why)), default=None)


# From the day of the figures

_COMPARING = ("since", "than", "from", "with", "to", "by", "kuin")
_AGAINST = "".join(rf"(?<!\b{word}\s)" for word in _COMPARING)
"""Not after a word that compares: more than last year."""
_VUO = r"(?:kalenteri)?vuo(?P<case>nna|den|tena|della|delta)"
_KUU = r"kuu(?:kaude)?(?P<case>ssa|n)(?:\saikana)?"
_QUARTER_OF = r"(?:vuosi)?(?:neljänne|kvartaal)\w*"
_THIS, _PREVIOUS = r"(?:tänä|tän|tässä|tämän|tällä|kuluva\w*|nykyise\w+)", r"(?:viime|edellis\w+)"
_CURRENT, _LAST_ONE = r"(?:this|the\s(?:current|ongoing))", r"(?:last|the\sprevious)"
_RELATIVE = tuple(
    (unit, back, re.compile(rf"{_AGAINST}\b(?:{pattern})(?!\w)", re.IGNORECASE))
    for unit, back, pattern in (
        (
            "year",
            0,
            rf"(?:{_THIS}\s)?vuo(?P<case>den)\salusta(?!\s\d)(?:\s(?:lähtien|alkaen|asti))?",
        ),
        ("year", 0, rf"{_THIS}\s{_VUO}(?:\saikana|\spuolella)?"),
        ("year", 0, rf"(?:so\sfar\s)?{_CURRENT}\s(?:calendar\s)?year(?:['’]s)?"),
        ("year", 0, r"since\sthe\s(?:start|beginning)\sof\s(?:the|this)\syear|year\sto\sdate|ytd"),
        ("year", 1, rf"(?:{_PREVIOUS}|mennee\w+)\s{_VUO}(?:\saikana)?"),
        ("year", 1, r"edellisvuo(?P<case>nna|den)"),
        ("year", 1, rf"{_LAST_ONE}\s(?:calendar\s)?year(?:['’]s)?"),
        ("year", 2, rf"toissa\s?{_VUO}"),
        ("month", 0, rf"{_THIS}\s{_KUU}"),
        ("month", 0, rf"{_CURRENT}\smonth"),
        ("month", 1, rf"{_PREVIOUS}\s{_KUU}"),
        ("month", 1, rf"{_LAST_ONE}\smonth"),
        ("quarter", 0, rf"{_THIS}\s{_QUARTER_OF}|{_CURRENT}\squarter"),
        ("quarter", 1, rf"{_PREVIOUS}\s{_QUARTER_OF}|{_LAST_ONE}\squarter(?!\sof)"),
    )
)


def relative(text: str, view: View) -> str:
    """With the years, months and quarters that are meant on the day of the figures.

    As it stands where a reader of today would mean another one.
    """
    day, today = view.as_of, view.today or view.as_of
    same_month = today.replace(day=1) == day.replace(day=1)
    for unit, back, pattern in _RELATIVE:
        if same_month or (unit == "year" and today.year == day.year):
            text = pattern.sub(partial(_named, unit=unit, back=back, day=day), text)
    return text


def _named(match: re.Match[str], *, unit: str, back: int, day: dt.date) -> str:
    """A year, month or quarter as it is written: vuonna 2025, March 2026, Q1/2026."""
    case = match.groupdict().get("case")
    if unit == "year":
        word = "" if case is None else "vuoden " if case == "den" else "vuonna "
        return f"{word}{day.year - back}"
    months = day.year * 12 + day.month - 1
    if unit == "quarter":
        year, quarter = divmod(months // 3 - back, 4)
        return f"Q{quarter + 1}/{year}"
    year, month = divmod(months - back, 12)
    finnish, english, _short = MONTHS[month]
    ending = {None: "", "n": "n"}.get(case, "ssa")
    return f"{english if case is None else finnish + ending} {year}"
