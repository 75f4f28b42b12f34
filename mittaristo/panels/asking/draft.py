"""The numbers of a draft, each held against the figure that the words around it mean.

Nothing is called right unless every word beside the number is understood. What is not matched, or
not wholly, is told as such."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Literal

from mittaristo.panels.asking import drafted_text, known, limits, phrases, question, times, words
from mittaristo.panels.asking.numbers import Number, numbers_in
from mittaristo.panels.asking.times import Time
from mittaristo.panels.asking.words import Word
from mittaristo.panels.parts.view import View

Verdict = Literal["differs", "unsure", "unmatched", "agrees"]

Reason = Literal[
    "",
    "value",
    "unit",
    "time",
    "narrower",
    "part",
    "most",
    "least",
    "words",
    "open",
    "exactness",
    "share",
    "target",
]
"""Why a number is not called right: another value; another unit; another day or period; a part of
what the figure counts, which is not all of it; more or less than there may be in a part of a year;
words that are not known; several figures may be meant; a bound or a range; a share in per cent; a
target that is not set."""


@dataclass(frozen=True)
class Mention:
    """A number of a draft, and what is said of it.

    `start`, `end`: where it stands in its sentence. `measure`: the one that is meant; empty where
    none is. `value`: what the figures say for the same time; None where they say nothing. `other`:
    the measure whose value the number is, where it is another's. `words`: those that were not
    understood, or measures that may be meant. `timed`: whether the text names a time; `is_target`:
    whether it speaks of the target.
    """

    sentence: str
    start: int
    end: int
    number: Number
    verdict: Verdict = "unmatched"
    reason: Reason = ""
    measure: str = ""
    value: float | None = None
    other: str = ""
    words: tuple[str, ...] = ()
    timed: bool = False
    is_target: bool = False

    @property
    def written(self) -> str:
        """The number as it stands in the text, with the word that says how exact it is."""
        return self.sentence[self.start : self.end]


@dataclass(frozen=True)
class TwoUnits:
    """The same number said of two measures that count different things."""

    first: Mention
    second: Mention


@dataclass(frozen=True)
class NoSum:
    """A number that is not the sum of its parts, all of the same draft."""

    whole: Mention
    parts: tuple[Mention, ...]

    @property
    def total(self) -> float:
        return sum(part.number.value for part in self.parts)


@dataclass(frozen=True)
class Checked:
    """What came of a draft: its numbers in order, and what in it contradicts itself."""

    view: View
    mentions: tuple[Mention, ...]
    contradictions: tuple[TwoUnits | NoSum, ...]

    def of(self, verdict: Verdict) -> list[Mention]:
        return [one for one in self.mentions if one.verdict == verdict]


@dataclass(frozen=True)
class _Part:
    """The part of a sentence that is about one number: its words, those near it, and its times."""

    number: Number
    all: list[Word]
    until_next: list[Word]
    near: list[Word]
    times: list[Time]
    after: Word | None
    before: Word | None


def check(text: str, view: View) -> Checked:
    """Hold every number of a text against the figures of the whole project. Nothing is kept."""
    view = replace(view, period=None, measure="", since=None)
    found: list[Mention] = []
    for sentences in drafted_text.paragraphs(text):
        before: frozenset[str] = frozenset()
        for sentence in sentences:
            mentions, before = _of_sentence(sentence, before, view)
            found += mentions
    return Checked(view, tuple(found), tuple(_contradictions(found, view)))


def _of_sentence(
    sentence: str, before: frozenset[str], view: View
) -> tuple[list[Mention], frozenset[str]]:
    """Its numbers, and what the last one was said to count."""
    found = list[Mention]()
    last = list[Time]()
    if not any(map(str.isdigit, sentence)):
        return found, before
    for part in _parts(sentence, view):
        mention = Mention(sentence, part.number.start, part.number.end, part.number)
        last = part.times or last
        measure, concepts, left = _matched(part, before, view)
        if measure:
            before = concepts
        mention = replace(mention, measure=measure, words=left)
        mention = replace(mention, timed=bool(last), is_target=_asks_target(part))
        found.append(_judged(mention, part, last, view))
    return found, before


# Which words belong to a number


PARTING = re.compile(
    r"[,;:()–]|(?<![-–])\s(?:ja|sekä|mutta|joista|kun|and|but|while|whereas|of which|of whom)\s",
    re.IGNORECASE,
)


def _parts(sentence: str, view: View) -> Iterator[_Part]:
    """A part for each number: up to where the words of the next one begin."""
    named = times.times_in(sentence, view.figures.project)
    found = sorted([*named, *phrases.since_in(sentence)], key=lambda one: one.start)
    bare = times.without(sentence, found)
    name = view.figures.project.name
    bare = bare.replace(name, "¤" * len(name)) if name else bare
    numbers, said = numbers_in(bare), words.words_of(bare)
    partings = [match.start() for match in PARTING.finditer(bare)]
    begins = 0
    for place, number in enumerate(numbers):
        ends = len(bare)
        for following in numbers[place + 1 : place + 2]:
            between = [at for at in partings if number.end <= at < following.start]
            ends = between[0] if between else following.start
        next_parting = min((at for at in partings if number.end <= at < ends), default=ends)
        last_parting = max((at for at in partings if begins <= at < number.start), default=begins)
        inside = [one for one in said if begins <= one.start < ends]
        inside = [one for one in inside if not number.start <= one.start < number.end]
        yield _Part(
            number,
            inside,
            [one for one in inside if one.start < next_parting],
            [one for one in inside if last_parting <= one.start < next_parting],
            [one for one in found if begins <= one.start < ends],
            _next_to(bare, number.end, [one for one in inside if one.start >= number.end][:1]),
            _next_to(bare, number.start, [one for one in inside if one.start < number.start][-1:]),
        )
        begins = ends


def _next_to(text: str, at: int, nearest: list[Word]) -> Word | None:
    """The nearest word on one side of a number, where nothing but a space stands between."""
    for word in nearest:
        first, last = sorted((at, word.start if word.start >= at else word.start + len(word.text)))
        if not re.search(r"[^\s¤]", text[first:last]):
            return word
    return None


SAYS_NOTHING = ("counting", "ignored")
"""Parts of words that leave what is meant as it is."""

ONE_OF = (
    frozenset({"direct", "support", "other", "way", "staffing"}),
    frozenset({"start", "end"}),
)
"""Concepts of which one says what the others do not: what is said anew takes their place."""


def _matched(
    part: _Part, before: frozenset[str], view: View
) -> tuple[str, frozenset[str], tuple[str, ...]]:
    """The measure that is meant, the concepts that say it, and the words that were not understood.

    Without a measure: those that may be meant. The words near the number count where the whole part
    says no measure; then those beside them are not understood.
    """
    measures, several = view.figures.measures, list[str]()
    for scope in (part.all, part.until_next, part.near):
        said = words.concepts_of(scope)
        for concepts in (said, said - {question.TARGET}, _inherited(said, before)):
            found = words.meant(concepts, measures) if concepts else []
            if len(found) == 1:
                left = [one for one in scope if one.role == "unknown"]
                left += [
                    one for one in part.all if one not in scope and one.role not in SAYS_NOTHING
                ]
                return found[0], concepts, tuple(one.text for one in left)
            several = several or found
    return "", frozenset(), tuple(several)


def _inherited(said: frozenset[str], before: frozenset[str]) -> frozenset[str]:
    """What is said, with what was said before of the same: 158 with support and 133 otherwise."""
    if said == {question.TARGET}:
        return before - said  # 37, while the target is 200
    groups = [group for group in ONE_OF if group & said]
    if not groups:
        return frozenset()
    return said | before.difference(*groups)


# What is said of a number


def _judged(mention: Mention, part: _Part, when: list[Time], view: View) -> Mention:
    """With verdict and reason."""
    number, after = part.number, part.after
    if number.is_share:
        return replace(mention, measure="", reason="share", words=())
    narrow = tuple(one.text for one in part.all if one.role in words.NARROWING)
    if not mention.measure:
        return _of_another_unit(mention, part, when, view)
    counted = after or part.before
    if counted is not None and counted.role == "unknown":
        return replace(mention, measure="", reason="words", words=(counted.text,))
    if mention.measure not in view.figures.kept(mention.measure):
        return replace(mention, measure="", words=())
    mention = replace(mention, value=_value(mention, when, view))
    if narrow:
        return _of_a_part(replace(mention, words=narrow), part, when, view)
    loose = number.qualifier in ("above", "least") and (mention.value or 0) > number.value
    if number.qualifier == "other" or (loose and not number.agrees(mention.value or 0)):
        return replace(mention, verdict="unsure", reason="exactness")
    if mention.value is None and not when:
        return replace(mention, verdict="unsure", reason="target")
    if mention.value is None:
        return _of_unknown_time(mention, when, view)
    if not number.agrees(mention.value):
        return _differing(mention, part, when, view)
    unit = _unit_said(after)
    own = view.figures.measures[mention.measure].unit
    if unit and own not in unit:
        return replace(mention, verdict="unsure", reason="unit", words=())
    if mention.words:
        return replace(mention, verdict="unsure", reason="words")
    return replace(mention, verdict="agrees")


def _of_a_part(mention: Mention, part: _Part, when: list[Time], view: View) -> Mention:
    """Of women, or in Kajaani: surely wrong where it is the number of all, or more than that."""
    value, number = mention.value, mention.number
    persons = limits.PARTS in words.apart(
        mention.words, {view.figures.measures[mention.measure].unit}
    )
    more = value is not None and limits.beyond(number, None, value)
    same = value is not None and number.qualifier == "exact" and number.agrees(value) and not when
    if (more and persons) or (same and limits.parted(view, mention.measure, part.all, part.after)):
        return replace(mention, verdict="differs", reason="part")
    return replace(mention, verdict="unsure", reason="narrower")


def _of_unknown_time(mention: Mention, when: list[Time], view: View) -> Mention:
    """No figure is told for the time: surely wrong beyond what the year of it allows."""
    number, time = mention.number, when[-1]
    if time.kind in ("month", "span") and number.agrees(_whole(mention, view)):
        return replace(mention, verdict="differs", reason="time")
    if len(when) > 1 or mention.is_target:
        return replace(mention, verdict="unsure", reason="time")
    text = mention.sentence[time.start : time.end]
    years = limits.of_relative_year(view, mention.measure, text)
    if years and not any(map(number.agrees, years)) and number.qualifier == "exact":
        return replace(mention, verdict="differs", reason="value", value=years[0])
    least, most = limits.within(view, mention.measure, time)
    if limits.beyond(number, least, most):
        reason: Reason = "most" if most is not None and number.value > most else "least"
        bound = most if reason == "most" else least
        return replace(mention, verdict="differs", reason=reason, value=bound)
    return replace(mention, verdict="unsure", reason="time")


def _differing(mention: Mention, part: _Part, when: list[Time], view: View) -> Mention:
    """A number that is not the figure's: whether it is that of another unit, or of another time."""
    measures = view.figures.measures
    own = measures[mention.measure]
    for name in view.figures.kept(*measures):
        other = measures[name]
        if other.group == own.group and other.unit != own.unit:
            value = _value(replace(mention, measure=name), when, view)
            if value is not None and part.number.agrees(value):
                return replace(mention, verdict="differs", reason="unit", other=name)
    if when and part.number.agrees(_whole(mention, view)):
        return replace(mention, verdict="differs", reason="time")
    return replace(mention, verdict="differs", reason="value")


def _of_another_unit(mention: Mention, part: _Part, when: list[Time], view: View) -> Mention:
    """No measure is said: perhaps one would be, if the number counted what that one counts.

    146 persons attended card trainings, where attendances are counted.
    """
    unit = _unit_said(part.after)
    said = words.concepts_of(part.all) or frozenset()
    if unit:
        for name, measure in view.figures.measures.items():
            instead = words.units().get(measure.unit, frozenset())
            rest = said.difference(*(words.units()[one] for one in unit))
            if measure.unit in unit or not measure.kept or not rest:
                continue
            for concept in instead:
                if words.meant(rest | {concept}, [name]):
                    return _judged_by_unit(replace(mention, measure=name), part, when, view)
    if mention.words:
        return replace(mention, reason="open")
    return mention


def _judged_by_unit(mention: Mention, part: _Part, when: list[Time], view: View) -> Mention:
    """A number of another unit than the figure's: surely wrong where it is the figure's number."""
    value = _value(mention, when, view)
    rows = view.figures.periods(view.role)
    told = [value, *(row["value"] for row in rows if row["measure"] == mention.measure)]
    same = [one for one in told if one is not None and part.number.agrees(one)]
    verdict: Verdict = "differs" if same else "unsure"
    shown = next(iter(same), value)
    return replace(mention, verdict=verdict, reason="unit", value=shown, words=())


def _unit_said(after: Word | None) -> frozenset[str]:
    """The units that the word after a number says; none where it says no unit."""
    return frozenset() if after is None else words.units_of(after)


def _asks_target(part: _Part) -> bool:
    return any(question.TARGET in one.concepts for one in part.all)


def _whole(mention: Mention, view: View) -> float:
    """The figure of the whole project; no number where there is none."""
    row = view.figures.values[mention.measure]
    value = row["target" if mention.is_target else "value"]
    return float("nan") if value is None else float(value)


def _value(mention: Mention, when: list[Time], view: View) -> float | None:
    """What the figures say for the time that is named; None where they say nothing of it."""
    whole = _whole(mention, view)
    of_now = None if whole != whole else whole
    if mention.is_target:
        due = view.figures.values[mention.measure]["target_due_on"]
        return of_now if all(time.last == due for time in when) else None
    if not when:
        return of_now
    [*earlier, time] = when
    number = None if earlier else known.at(view, mention.measure, time)
    return None if number is None else number.value


# What contradicts itself


def _contradictions(found: list[Mention], view: View) -> Iterator[TwoUnits | NoSum]:
    measures = view.figures.measures
    matched = [
        one
        for one in found
        if one.measure and not one.is_target and one.reason not in ("narrower", "exactness")
    ]
    yield from _two_units(matched, view)
    exact = [one for one in matched if one.number.qualifier == "exact" and not one.timed]
    by_measure: dict[str, Mention] = {}
    for mention in exact:
        by_measure.setdefault(mention.measure, mention)
    for name, whole in by_measure.items():
        parts = [by_measure[part] for part in measures[name].parts if part in by_measure]
        if len(parts) == len(measures[name].parts) > 0:
            sums = NoSum(whole, tuple(parts))
            if sums.total != whole.number.value:
                yield sums


def _two_units(matched: list[Mention], view: View) -> Iterator[TwoUnits]:
    """Each number that is said of two measures of a group that count different things.

    Not where both are right: 158 persons may have had 158 employments.
    """
    by_number = dict[float, dict[str, Mention]]()
    for mention in matched:
        by_number.setdefault(mention.number.value, {}).setdefault(mention.measure, mention)
    for said in by_number.values():
        for first, second in combinations(said.values(), 2):
            one, other = (view.figures.measures[part.measure] for part in (first, second))
            both_right = first.verdict == second.verdict == "agrees"
            if one.group == other.group and one.unit != other.unit and not both_right:
                yield TwoUnits(first, second)
