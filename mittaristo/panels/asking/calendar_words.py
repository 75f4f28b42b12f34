"""How days, months, quarters, half-years and years are written, in Finnish and English."""

import re
from collections.abc import Iterable

from mittaristo.i18n.terms import words
from mittaristo.panels.asking.words import plain

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


def _any(words: Iterable[str]) -> str:
    return "|".join(words)


FINNISH = _any(names[0].replace("ä", "[äa]") for names in MONTHS)
ENGLISH = _any(f"{full}|{short}" for _fi, full, short in MONTHS)
BEGINNINGS = _any(names[0].removesuffix("kuu") for names in MONTHS)
MONTH = rf"(?:(?:{FINNISH})(?:ssa|sta|ta|n|hun|lla|lta)?|\b(?:{ENGLISH})\b\.?)"
DASH = r"\s?[-–—]\s?"
YEAR = r"(?:19|20)\d\d"
Y = rf"(?:(?:vuonna|vuoden|of|in)\s)?(?P<y>{YEAR})"
YEAR_WORD = (
    r"(?:(?:kalenteri)?vuo(?:nna|den|si|tta|tena|delta)|v\."
    r"|in|during|(?:the\s)?(?:calendar\s)?year)"
)
NTH = (
    r"1\.|ensimmäi\w+|eka\w*|first|1st|2\.|toi(?:se\w+|nen)|toka\w*|second|2nd|3\.|kolma\w+|third|3rd"
    r"|4\.|neljänne\w{1,4}|fourth|4th|viimei\w+|last|jälkimmäi\w+"
)
"""Which one of a year's parts; the last one may be the second or the fourth."""
HALF = (
    rf"(?:{NTH})\s(?:puolisko\w*|puolivuo\w*|vuosipuolisko\w*|vuosipuoliska\w*|puoliska\w*"
    r"|puolika\w*|half(?:-year)?|six\smonths)|alkupuolisk\w*|loppupuolisk\w*|h[12]"
)
QUARTER = rf"(?:{NTH})\s(?:(?:vuosi)?neljänne\w*|kvartaal\w*|quarter)|q[1-4]"

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


def month_number(word: str) -> int:
    """1 for tammikuussa, January or Jan."""
    small = plain(word.rstrip("."))
    return next(
        number
        for number, names in enumerate(MONTHS, start=1)
        if small.startswith(plain(names[0].removesuffix("kuu"))) or small in names[1:]
    )


_ORDER = ("1|ensi|eka|first|alku|h1|q1", "2|toi|toka|sec|h2|q2", "3|kol|thi|q3", "4|nel|fou|q4")


def nth_of(said: str, parts: int) -> int:
    """Which one of so many parts of a year is meant, from 1 on; 0 where there is no such part."""
    found = (at for at, begins in enumerate(_ORDER, 1) if re.match(begins, said, re.IGNORECASE))
    nth = next(found, parts)
    return nth if nth <= parts else 0
