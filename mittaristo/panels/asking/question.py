"""A question in words, answered with one figure or with none: a wrong number is worse than none."""

import datetime as dt
import difflib
import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Literal

from mittaristo.panels.asking import known, phrases, rows, slips, times, words
from mittaristo.panels.asking.known import Known
from mittaristo.panels.asking.rows import Row
from mittaristo.panels.asking.times import Time
from mittaristo.panels.asking.words import Word
from mittaristo.panels.parts.view import View

Aspect = Literal["value", "new", "target", "lacking", "share", "change"]
"""lacking: how much of the target is. share: which share of it is reached. change: since an
earlier snapshot."""

Outcome = (
    Literal["found", "open", "unknown", "other_day", "no_time", "narrower", "none", "no_target"]
    | Literal["withheld", "merged", "not_counted"]
)
"""found: one figure. open: several are meant. unknown: a word is not known. other_day: it is of
another snapshot. no_time: the figure is not counted for that time. narrower: only a part of a
figure is asked for. none: no measure is said. no_target: it has no target. withheld, merged: a
group that is hidden, or told with others only. not_counted: an indicator without a register."""


@dataclass(frozen=True)
class Reply:
    """What comes of a question.

    `measures`: the one that is meant, or those to choose among. `value`: of the one, where it is
    found. `period`: whose value it is; None for the whole project. `day`: of another snapshot.
    `words`: those that are not understood. `view`: the figures as they are told, with their
    measure and period, and the day since which a change is. `rows`: of figures that are no measure,
    as `measures`; one of the two is empty. `read`: words as written, and as they were read.
    """

    outcome: Outcome
    view: View
    measures: tuple[str, ...] = ()
    aspect: Aspect = "value"
    value: float | None = None
    day: dt.date | None = None
    words: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    read: tuple[tuple[str, str], ...] = ()


LONGEST = 500
"""Letters of a question that are read."""

PIECES = re.compile(r"lukumäär|kpl|kappale", re.IGNORECASE)
"""Words by which pieces are counted, wherever they stand."""

MANNER = re.compile(
    r"\W*(?:how\b(?!\s(?:many|much|often|large|big)\b|.*\bnumber\b)"
    r"|(?:kuinka|miten|mites)\b(?!\s(?:mon|paljo|usein|suur|iso|laaj)))",
    re.IGNORECASE,
)
"""A question for how something is done, which no number answers."""

TARGET, NEW = "target", "new"
OF_A_TARGET: tuple[Aspect, ...] = ("target", "lacking", "share")


def ask(question: str, view: View) -> Reply:
    """Find the one figure that a question means, for the time that it names.

    view: of the snapshot that is asked; where the question names no time, its period is meant.
    """
    if len(question) > LONGEST:
        return Reply("none", view)
    reply = _asked(question, view)
    if reply.outcome != "unknown" or not (read := slips.mended(question, reply.words)):
        return reply
    again = _asked(slips.with_words(question, read), view)
    return replace(again, read=read) if again.outcome == "found" else reply


def _asked(question: str, view: View) -> Reply:
    """The same of a question as it is written."""
    if by_name := rows.named(question, view):
        return _of_rows(Reply("none", view), by_name)
    figures = view.figures
    kept = figures.kept(*figures.measures)
    written = phrases.written(_without_name(question, view), view)
    found = times.times_in(written.text, figures.project)
    bare = times.without(written.text, found)
    said = words.words_of(bare)
    reply = _understood(question, bare, said, Reply("open", view), since=written.asks_change)
    if reply.outcome in ("unknown", "narrower", "none"):
        return _of_rows(reply, rows.find(bare, view, found, since=written.asks_change))
    if reply.outcome != "open" or len(reply.measures) > 1:
        return reply
    if reply.measures[0] not in kept:
        return replace(reply, outcome="no_time")
    if written.asks_change:
        return _changed(reply, written.since, found)
    return _valued(reply, found)


def _of_rows(reply: Reply, found: list[Row]) -> Reply:
    """With the row that is meant, those to choose among, or why there is none."""
    if not found:
        return reply
    standings = {one.standing for one in found}
    if standings != {"told"}:
        [first, *_others] = found
        outcome: Outcome = first.standing if first.standing != "told" else "none"
        return Reply(outcome, reply.view, rows=tuple(found) if len(standings) == 1 else (first,))
    if len(found) > 1 or not found[0].sure:
        return Reply("open", reply.view, rows=tuple(found))
    return Reply("found", reply.view, rows=tuple(found), value=found[0].value)


def _understood(question: str, bare: str, said: list[Word], reply: Reply, *, since: bool) -> Reply:
    """With the measure that is meant, still open; or why there is none.

    bare: the question without its times, which has the words `said`.
    """
    view, figures = reply.view, reply.view.figures
    names = words.named(question, figures.measures)
    if names:
        return replace(reply, measures=tuple(names))
    concepts = words.concepts_of(said)
    names, aspect = _meant(concepts, {one.role for one in said}, figures.measures)
    strange = (
        *(one.text for one in said[:1] if one.role == "asking" or MANNER.match(bare)),
        *(one.text for one in said if one.role == "unknown"),
        *re.findall(r"\d+|[%‰<>=+*&$£]", bare.replace("%", "") if aspect == "share" else bare),
    )
    fitting = {"lacking": aspect == "lacking", "share": aspect == "share", "change": since}
    narrow = tuple(
        one.text for one in said if one.role in words.NARROWING and not fitting.get(one.role, False)
    )
    near = tuple(names or words.nearest(concepts, figures.kept(*figures.measures)))
    if strange:
        return Reply("unknown", view, near or _by_letters(said, view), words=strange)
    if narrow:
        return Reply("narrower", view, near, words=narrow)
    asked_for = words.counted(said)
    counting = any(one.role == "counting" or PIECES.match(one.text) for one in said)
    names = [
        name
        for name in names
        if _counts(figures.measures[name].unit, asked_for, concepts, aspect, counting=counting)
    ]
    if not names:
        return Reply("none", view, near)
    return replace(reply, measures=tuple(names), aspect=aspect)


def _counts(
    unit: str,
    asked_for: Collection[str],
    concepts: frozenset[str],
    aspect: Aspect,
    *,
    counting: bool,
) -> bool:
    """Whether a measure counts what is asked for; how many purchases there are is no money."""
    if counting and unit == "EUR" and aspect == "value" and not words.units()[unit] & concepts:
        return False
    return not asked_for or unit in asked_for


def _without_name(question: str, view: View) -> str:
    """The question without the project's name, which changes nothing."""
    name = view.figures.project.name
    where = question.casefold().find(name.casefold())
    if where < 0 or not name:
        return question
    return question[:where] + "¤" * len(name) + question[where + len(name) :]


def _meant(
    concepts: frozenset[str], roles: Collection[str], measures: Collection[str]
) -> tuple[list[str], Aspect]:
    """The measures that are said, and which of their numbers is asked for."""
    if found := words.meant(concepts, measures):
        return found, "value"
    if TARGET in concepts and (found := words.meant(concepts - {TARGET}, measures)):
        of_target: tuple[Aspect, ...] = ("lacking", "share")
        return found, next((one for one in of_target if one in roles), "target")
    if NEW in concepts and (found := words.meant(concepts - {NEW}, measures)):
        return found, "new"
    return [], "value"


def _by_letters(said: list[Word], view: View) -> tuple[str, ...]:
    """Measures whose name has a word that is written almost alike."""
    labels = {
        words.plain(part): name
        for name, label in view.labels.items()
        for part in label.replace("-", " ").split()
        if name in view.figures.kept(name)
    }
    near = (difflib.get_close_matches(words.plain(one.text), labels, 3, 0.75) for one in said)
    return tuple(dict.fromkeys(labels[match] for matches in near for match in matches))[:5]


def _changed(reply: Reply, since: dt.date | None, found: list[Time]) -> Reply:
    """With the change since an earlier snapshot, if both values may be compared."""
    [name], view = reply.measures, replace(reply.view, period=None, since=since)
    change = view.changes.get(name)
    if change is None or since is None or found or reply.aspect not in ("value", "new"):
        return replace(reply, outcome="no_time")
    if change["before"] is None or change["after"] is None:
        return replace(reply, outcome="no_time")
    value = float(change["after"] - change["before"])
    return replace(reply, outcome="found", aspect="change", value=value, view=view)


def _valued(reply: Reply, found: list[Time]) -> Reply:
    """With the number for the time that is named."""
    [name], view = reply.measures, reply.view
    if len(found) > 1:
        return replace(reply, outcome="no_time")
    if not found:
        return _of_whole_project(reply) if view.period is None else _of_period(reply)
    view = replace(view, period=None)
    reply = replace(reply, view=view)
    [time], kind = found, view.figures.measures[name].kind
    if reply.aspect in OF_A_TARGET or (time.kind == "day" and kind != "stock"):
        return replace(reply, outcome="no_time")
    is_day = time.kind in ("day", "until")
    if is_day and time.last == view.as_of:
        return _of_whole_project(reply)
    if is_day and reply.aspect == "new":
        return replace(reply, outcome="no_time")
    number = known.at(view, name, time, new=reply.aspect == "new")
    if number is None:
        return replace(reply, outcome="other_day" if is_day else "no_time", day=time.last)
    return _told(reply, number)


def _told(reply: Reply, number: Known) -> Reply:
    """With a number and its period; of what happens once, each is new."""
    measure = reply.view.figures.measures[reply.measures[0]]
    aspect = reply.aspect if measure.may_return else "value"
    view = replace(reply.view, period=number.period)
    return replace(reply, outcome="found", aspect=aspect, value=number.value, view=view)


def _of_period(reply: Reply) -> Reply:
    """What is known of the measure in the period that is shown."""
    [name], view = reply.measures, reply.view
    if view.period is None or reply.aspect in OF_A_TARGET:
        return replace(reply, outcome="no_time")
    new, days = reply.aspect == "new", (view.period.first, view.period.last)
    number = known.in_span(view, name, *days, new=new)
    return replace(reply, outcome="no_time") if number is None else _told(reply, number)


def _of_whole_project(reply: Reply) -> Reply:
    [name] = reply.measures
    row = reply.view.figures.values[name]
    value, target = row["value"], row["target"]
    if reply.aspect in OF_A_TARGET:
        if not target or (value is None and reply.aspect != "target"):
            return replace(reply, outcome="no_target")
        value = {"target": target, "lacking": target - (value or 0)}.get(
            reply.aspect, (value or 0) / target
        )
    elif value is None or reply.aspect == "new":
        return replace(reply, outcome="no_time")
    return replace(reply, outcome="found", value=float(value))
