"""What is told of a question: the figure in a sentence, or why there is none."""

from collections.abc import Iterator
from dataclasses import replace

from mittaristo.i18n.translation import N_
from mittaristo.panels.asking import known, rows, words
from mittaristo.panels.asking.question import OF_A_TARGET, Reply
from mittaristo.panels.asking.rows import Row
from mittaristo.panels.parts import cards, period
from mittaristo.panels.parts.view import View

NOT_SAID = {
    "open": N_("This may mean several figures. Choose one of them:"),
    "unknown": N_("No number is given, because these words are not known here: {words}."),
    "narrower": N_("No number is given: the figures do not tell {words} apart."),
    "none": N_("No figure is called so."),
    "no_target": N_("{label}: no target value is set."),
    "no_time": N_("{label}: there is no figure for the time that is asked for."),
    "withheld": N_("{label}: hidden for privacy."),
    "merged": N_("For privacy, this group is told together with others only:"),
    "not_counted": N_("{label}: it is not counted, because no register of it is kept."),
    "other_day": N_("{label}: the figures shown here are as of {shown}, not as of {day}."),
}
"""What is said where no number is given."""


def sentence(reply: Reply) -> str:
    """The answer in a sentence: the figure with its unit and day, or why there is none."""
    view, _ = reply.view, reply.view.wording
    if reply.read:
        read = ", ".join(f"{said} → {meant}" for said, meant in reply.read)
        told = _("Read as: {words}.").format(words=read)
        return f"{told} {sentence(replace(reply, read=()))}"
    if reply.outcome != "found":
        label = view.labels[reply.measures[0]] if reply.measures else ""
        label = rows.title_of(reply.rows[0], view) if reply.rows else label
        return _(NOT_SAID[reply.outcome]).format(
            words=", ".join(reply.words),
            label=label,
            shown=_.day(view.as_of),
            day="" if reply.day is None else _.day(reply.day),
        )
    if reply.rows:
        return _of_row(reply)
    if reply.aspect == "change":
        return _change(reply)
    if reply.aspect in OF_A_TARGET:
        return _of_a_target(reply)
    [name] = reply.measures
    measure = view.figures.measures[name]
    said = {
        "value": _("{label}: {counted} ({when})."),
        "new": _("{label}: {counted} for the first time ({when})."),
    }[reply.aspect]
    told = said.format(
        label=view.labels[name], counted=_.counted(reply.value, measure.unit), when=_when(reply)
    )
    return " ".join([told, *_beside(reply)])


def _of_row(reply: Reply) -> str:
    """A row of a figure: its name, its number with what it counts, and its day or days."""
    view, _, [row] = reply.view, reply.view.wording, reply.rows
    when = _("as of {day}").format(day=_.day(row.day))
    if row.period is not None and row.period.kind != "until":
        when = f"{period.days(row.period.first, row.period.last, _)}, {when}"
    elif row.period is not None and row.period.last != row.day:
        when = f"{_.day(row.period.last)}, {when}"
    said = _("{label}: {counted} ({when}).").format(
        label=rows.title_of(row, view), counted=_.counted(row.value, row.unit), when=when
    )
    if row.of is None:
        return said
    of_whom = _("{share} of {whom} ({part}/{number}).").format(
        share=_.percent((row.value or 0) / row.of) if row.of else "–",
        whom=row.of_whom,
        part=_.number(row.value),
        number=_.number(row.of),
    )
    return f"{said} {of_whom}"


def _when(reply: Reply) -> str:
    """The days that are counted, and of which day the figures are."""
    view, _ = reply.view, reply.view.wording
    when = _("as of {day}").format(day=_.day(view.as_of))
    is_stock = view.figures.measures[reply.measures[0]].kind == "stock"
    if is_stock and (view.period is None or view.period.kind == "until"):
        return when if view.period is None else f"{_.day(view.last)}, {when}"
    return f"{period.days(view.first, view.last, _)}, {when}"


def _beside(reply: Reply) -> Iterator[str]:
    """What is told beside a value: how many are new, and what was published of an earlier day."""
    view, _, [name] = reply.view, reply.view.wording, reply.measures
    if view.period is None or reply.aspect != "value":
        return
    if view.period.kind == "until":
        then = known.published_then(view, name, view.last)
        if then is not None and then != reply.value:
            yield _("The snapshot of that day said {number}.").format(number=_.number(then))
    elif (
        name in view.values
        and view.figures.measures[name].may_return
        and view.new(name) != reply.value
    ):
        yield _("For the first time: {number}.").format(number=_.number(view.new(name)))


def _change(reply: Reply) -> str:
    """How much the figure has changed since an earlier snapshot, and what the change is made of."""
    view, _, [name] = reply.view, reply.view.wording, reply.measures
    change = view.changes[name]
    said = _("{label}: {change} since {day} ({before} → {after}, as of {now}).").format(
        label=view.labels[name],
        change=cards.total_change(view, change),
        day=_.day(change["since"]),
        before=_.number(change["before"]),
        after=_.number(change["after"]),
        now=_.day(view.as_of),
    )
    if not (parts := cards.parts_of_change(view, change)):
        return said
    made_of = _("Of this: {parts}.").format(parts=parts)
    return f"{said} {made_of}"


def _of_a_target(reply: Reply) -> str:
    """A target beside the value, with what is lacking of it."""
    view, _, [name] = reply.view, reply.view.wording, reply.measures
    row, unit = view.figures.values[name], view.figures.measures[name].unit
    value, target = row["value"], row["target"]
    when = _("as of {day}").format(day=_.day(view.as_of))
    said = _("{label}: the target is {counted} ({when}).").format(
        label=view.labels[name], counted=_.counted(target, unit), when=when
    )
    if value is None:
        return said
    reached = _("{value} are reached, {share} of it.").format(
        value=_.number(value), share=_.percent(value / target)
    )
    if value < target:
        lacking = _("{number} are lacking.").format(number=_.number(target - value))
        return f"{said} {reached} {lacking}"
    return f"{said} {reached}"


def choices(reply: Reply) -> tuple[str, ...]:
    """The names of the figures to choose among, the nearest first; none where one is meant."""
    if reply.outcome in ("found", "other_day", "no_time", "no_target", "not_counted", "withheld"):
        return ()
    if reply.rows:
        return tuple(dict.fromkeys(choice(row, reply.view) for row in reply.rows))
    return tuple(reply.view.labels[name] for name in reply.measures)


def choice(row: Row, view: View) -> str:
    """A row to choose: its name, and what it counts."""
    return f"{rows.title_of(row, view)} ({view.wording.unit(row.unit)})"


def answer(reply: Reply) -> str:
    """The sentence, and the figures to choose among where there are any, in a line."""
    _, names, said = reply.view.wording, "; ".join(choices(reply)), sentence(reply)
    if names:
        meant = _("Did you mean: {names}?").format(names=names)
        said = f"{said} {names if reply.outcome in ('open', 'merged') else meant}"
    if apart := "; ".join(reply.view.labels_of_figures[name] for name in told_apart(reply)):
        told = _("It is told apart in: {names}.").format(names=apart)
        said = f"{said} {told}"
    return said


def told_apart(reply: Reply) -> tuple[str, ...]:
    """The figures that have rows for the part that is asked for."""
    if reply.outcome != "narrower":
        return ()
    figures = reply.view.figures
    units = {figures.measures[name].unit for name in reply.measures[:1]}
    return tuple(name for name in words.apart(reply.words, units) if figures.has(name))
