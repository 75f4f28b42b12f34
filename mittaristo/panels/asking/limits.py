"""What surely makes a number of a text wrong, although no figure is known for its very words.

Of a part of a year at most what happened in the year, and at least what is known to be new in it.
Of a part of the persons less than all, where the figures have several such parts."""

import datetime as dt
import re
from collections.abc import Iterator

from mittaristo.panels.asking import known, phrases, times, words
from mittaristo.panels.asking.numbers import Number
from mittaristo.panels.asking.times import Time
from mittaristo.panels.asking.words import Word
from mittaristo.panels.parts.view import View

PARTS = "breakdowns"
"""The figure that counts persons by attributes, each of which parts them."""


def within(view: View, name: str, time: Time) -> tuple[float | None, float | None]:
    """At least and at most so many in a time within a year; None where nothing is known of it."""
    measure = view.figures.measures[name]
    same_year = time.first.year == time.last.year and time.first != dt.date.min
    if time.kind in ("day", "until") or not same_year or measure.kind == "stock":
        return None, None
    year = (time.first.replace(month=1, day=1), time.last.replace(month=12, day=31))
    most = known.in_span(view, name, *year, new=False)
    least = None
    if time.kind != "vague":
        least = known.in_span(view, name, time.first, time.last, new=True)
    return (
        None if least is None else least.value,
        None if most is None else most.value,
    )


def beyond(number: Number, least: float | None, most: float | None) -> bool:
    """Whether an exact number, or one that is a lower bound, is outside of these."""
    above = most is not None and number.value > most
    below = least is not None and number.value < least
    return (above and number.qualifier in ("exact", "above", "least")) or (
        below and number.qualifier == "exact"
    )


def of_relative_year(view: View, name: str, text: str) -> list[float]:
    """What this or last year may be in a text that does not say when it was written: the values.

    Last year may also be that of the figures, where the text is of the year after. Empty where it
    is no such year, or one of them is not known.
    """
    written = phrases.relative(text, view)
    found = [] if written == text else times.times_in(written, view.figures.project)
    if len(found) != 1 or found[0].kind != "span" or view.figures.measures[name].kind == "stock":
        return []
    years = range(found[0].first.year, view.as_of.year + 1)
    spans = ((dt.date(year, 1, 1), dt.date(year, 12, 31)) for year in years)
    values = [known.in_span(view, name, *span, new=False) for span in spans]
    return [one.value for one in values if one] if all(values) else []


ADJECTIVE = re.compile(r"(?:kieli|lais|läis|vuotia)", re.IGNORECASE)
PLACE = re.compile(r"(?:ss|ll)[aä]$", re.IGNORECASE)


def parted(view: View, name: str, said: list[Word], after: Word | None) -> bool:
    """Whether the words say a part of the persons that is not all of them: 282 women.

    said: the words of the number's part of the sentence; after: the one after it.
    """
    unit = view.figures.measures[name].unit
    narrowing = [one for one in said if one.role in words.NARROWING]
    if len(narrowing) != 1 or PARTS not in words.apart([narrowing[0].text], {unit}):
        return False
    told = narrowing[0] == after or any(_tells(said, narrowing[0]))
    return told and _has_parts(view, name)


def _tells(said: list[Word], narrowing: Word) -> Iterator[bool]:
    """Whether it is said of the persons themselves: by an adjective, or by where they are."""
    following = [one for one in said if one.start > narrowing.start][:1]
    for one in following:
        yield bool(ADJECTIVE.search(narrowing.text)) and one.role == "means"
        all_known = all(word.role != "unknown" for word in said)
        is_verb = one.text.casefold() in ("on", "oli", "ovat", "olivat")
        yield all_known and is_verb and bool(PLACE.search(narrowing.text))


def _has_parts(view: View, name: str) -> bool:
    """Whether every attribute of a measure has persons in at least two of its groups."""
    groups = dict[str, int]()
    for row in view.figures.rows(PARTS):
        if row["measure"] == name and row["attribute"] != "all" and row["persons"]:
            key = f"{row['released_on']} {row['attribute']}"
            groups[key] = groups.get(key, 0) + 1
    return bool(groups) and min(groups.values()) > 1
