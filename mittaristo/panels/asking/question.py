"""A question in words, answered with one figure or with none: a wrong number is worse than none."""

import datetime as dt
import difflib
import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any, Literal

from mittaristo.figures.periods import Period
from mittaristo.i18n.translation import N_
from mittaristo.panels.asking import times, words
from mittaristo.panels.asking.times import Time
from mittaristo.panels.asking.words import Word
from mittaristo.panels.parts import period
from mittaristo.panels.parts.view import View

Aspect = Literal["value", "new", "target"]

Outcome = Literal[
    "found", "open", "unknown", "other_day", "no_time", "narrower", "none", "no_target"
]
"""found: one figure. open: several are meant. unknown: a word is not known. other_day: it is of
another snapshot. no_time: the figure is not counted for that time. narrower: only a part of a
figure is asked for. none: no measure is said. no_target: it has no target."""


@dataclass(frozen=True)
class Reply:
    """What comes of a question.

    `measures`: the one that is meant, or those to choose among. `value`: of the one, where it is
    found. `period`: whose value it is; None for the whole project. `day`: of another snapshot.
    `words`: those that are not understood. `view`: the figures as they are told, with their
    measure and period.
    """

    outcome: Outcome
    view: View
    measures: tuple[str, ...] = ()
    aspect: Aspect = "value"
    value: float | None = None
    day: dt.date | None = None
    words: tuple[str, ...] = ()


LONGEST = 500
"""Letters of a question that are read."""

TARGET, NEW = "target", "new"


def ask(question: str, view: View) -> Reply:
    """Find the one figure that a question means, for the time that it names.

    view: of the snapshot that is asked; where the question names no time, its period is meant.
    """
    if len(question) > LONGEST:
        return Reply("none", view)
    figures = view.figures
    kept = figures.kept(*figures.measures)
    found = times.times_in(question, figures.project)
    bare = times.without(_without_name(question, view), found)
    said = words.words_of(bare)
    names = words.named(question, figures.measures)
    aspect: Aspect = "value"
    concepts = words.concepts_of(said)
    if not names:
        names, aspect = _meant(concepts, figures.measures)
        strange = (
            *(one.text for one in said[:1] if one.role == "asking"),
            *(one.text for one in said if one.role == "unknown"),
            *re.findall(r"\d+|[%‰<>=+*&$£]", bare),
        )
        narrow = tuple(one.text for one in said if one.role == "narrowing")
        nearest = tuple(names or words.nearest(concepts, kept))
        if strange:
            return Reply("unknown", view, nearest or _by_letters(said, view), words=strange)
        if narrow:
            return Reply("narrower", view, nearest, words=narrow)
        asked_for = words.counted(said)
        if asked_for:
            names = [name for name in names if figures.measures[name].unit in asked_for]
        if not names:
            return Reply("none", view, nearest)
    if len(names) > 1:
        return Reply("open", view, tuple(names))
    if names[0] not in kept:
        return Reply("no_time", view, tuple(names))
    return _valued(Reply("open", view, tuple(names), aspect), found)


def _without_name(question: str, view: View) -> str:
    """The question without the project's name, which changes nothing."""
    name = view.figures.project.name
    where = question.casefold().find(name.casefold())
    if where < 0 or not name:
        return question
    return question[:where] + "¤" * len(name) + question[where + len(name) :]


def _meant(concepts: frozenset[str], measures: Collection[str]) -> tuple[list[str], Aspect]:
    """The measures that are said, and which of their numbers is asked for."""
    if found := words.meant(concepts, measures):
        return found, "value"
    for aspect, concept in (("target", TARGET), ("new", NEW)):
        if concept in concepts and (found := words.meant(concepts - {concept}, measures)):
            return found, "target" if aspect == "target" else "new"
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


def _valued(reply: Reply, found: list[Time]) -> Reply:
    """With the number for the time that is named."""
    [name], view = reply.measures, reply.view
    if len(found) > 1:
        return replace(reply, outcome="no_time")
    if not found:
        return _of_whole_project(reply) if view.period is None else _of_period(reply, view.period)
    view = replace(view, period=None)
    reply = replace(reply, view=view)
    [time], kind = found, view.figures.measures[name].kind
    if time.kind == "until" or (time.kind == "day" and kind == "stock"):
        if time.last != view.as_of:
            return replace(reply, outcome="other_day", day=time.last)
        return _of_whole_project(reply)
    if time.kind == "month":
        return _of_month(reply, time)
    if time.kind != "span" or reply.aspect == "target":
        return replace(reply, outcome="no_time")
    chosen = span(view, time)
    return replace(reply, outcome="no_time") if chosen is None else _of_period(reply, chosen)


def _of_period(reply: Reply, chosen: Period) -> Reply:
    """What is known of the measure in a period that the figures have."""
    [name], view = reply.measures, replace(reply.view, period=chosen)
    row = view.values.get(name, {})
    value = row.get("new" if reply.aspect == "new" else "value")
    if value is None or reply.aspect == "target":
        return replace(reply, outcome="no_time")
    return replace(reply, outcome="found", value=value, view=view)


def _of_whole_project(reply: Reply) -> Reply:
    [name] = reply.measures
    row: dict[str, Any] = reply.view.figures.values[name]
    value = row["target" if reply.aspect == "target" else "value"]
    if value is None or reply.aspect == "new":
        missing: Outcome = "no_target" if reply.aspect == "target" else "no_time"
        return replace(reply, outcome=missing)
    return replace(reply, outcome="found", value=float(value))


def _of_month(reply: Reply, time: Time) -> Reply:
    """What happened in a month; of persons and employers only the first time is known by month."""
    [name], view = reply.measures, reply.view
    measure = view.figures.measures[name]
    by_first_time = measure.may_return and reply.aspect != "new"
    if by_first_time or measure.kind == "stock" or reply.aspect == "target":
        return replace(reply, outcome="no_time")
    value = month_of(view, name, time.first, "events")
    if value is None:
        return replace(reply, outcome="no_time")
    last = min(time.last, view.as_of)
    return replace(
        reply,
        outcome="found",
        value=value,
        view=replace(view, period=Period("month", time.first, last)),
    )


def month_of(view: View, measure: str, month: dt.date, column: str) -> float | None:
    """A number of a measure in a month: `events` or `total`; None where it is not known."""
    for row in view.figures.rows("months"):
        if row["measure"] == measure and row["month"] == month:
            return float(row[column])
    return None


def span(view: View, time: Time) -> Period | None:
    """The period of the figures that has these days; the first and the last one may be cut."""
    starts_on, as_of = view.starts_on, view.as_of
    first, last = max(time.first, starts_on), min(time.last, as_of)
    known = [Period(*one) for one in view.figures.spans if one[1:] == (first, last)]
    calendar = [one for one in known if one.kind in ("year", "half_year", "reporting")]
    whole_days = [one for one in known if (time.first, time.last) == (one.first, one.last)]
    return next(iter(calendar or whole_days), None)


# What is said


NOT_SAID = {
    "open": N_("This may mean several figures. Choose one of them:"),
    "unknown": N_("No number is given, because these words are not known here: {words}."),
    "narrower": N_("No number is given: the figures do not tell {words} apart."),
    "none": N_("No figure is called so."),
    "no_target": N_("{label}: no target value is set."),
    "no_time": N_("{label}: there is no figure for the time that is asked for."),
    "other_day": N_("{label}: the figures shown here are as of {shown}, not as of {day}."),
}
"""What is said where no number is given."""


def sentence(reply: Reply) -> str:
    """The answer in a sentence: the figure with its unit and day, or why there is none."""
    view, _ = reply.view, reply.view.wording
    if reply.outcome != "found":
        label = view.labels[reply.measures[0]] if reply.measures else ""
        return _(NOT_SAID[reply.outcome]).format(
            words=", ".join(reply.words),
            label=label,
            shown=_.day(view.as_of),
            day="" if reply.day is None else _.day(reply.day),
        )
    [name] = reply.measures
    measure, when = view.figures.measures[name], _("as of {day}").format(day=_.day(view.as_of))
    if view.period is not None or (measure.kind != "stock" and reply.aspect == "value"):
        when = f"{period.days(view.first, view.last, _)}, {when}"
    said = {
        "value": _("{label}: {counted} ({when})."),
        "new": _("{label}: {counted} for the first time ({when})."),
        "target": _("{label}: the target is {counted} ({when})."),
    }[reply.aspect]
    told = said.format(
        label=view.labels[name],
        counted=_.counted(reply.value, measure.unit),
        when=when,
    )
    some_again = view.period is not None and view.new(name) != reply.value
    if not (some_again and measure.may_return) or reply.aspect != "value":
        return told
    again = _("For the first time: {number}.").format(number=_.number(view.new(name)))
    return f"{told} {again}"


def choices(reply: Reply) -> tuple[str, ...]:
    """The names of the figures to choose among, the nearest first; none where one is meant."""
    if reply.outcome in ("found", "other_day", "no_time", "no_target"):
        return ()
    return tuple(reply.view.labels[name] for name in reply.measures)


def answer(reply: Reply) -> str:
    """The sentence, and the figures to choose among where there are any, in a line."""
    _, names, said = reply.view.wording, "; ".join(choices(reply)), sentence(reply)
    if not names:
        return said
    meant = names if reply.outcome == "open" else _("Did you mean: {names}?").format(names=names)
    return f"{said} {meant}"
