"""What is said of a draft whose numbers were held against the figures."""

from collections.abc import Iterator, Mapping

from mittaristo.i18n.table import Table
from mittaristo.i18n.translation import N_
from mittaristo.i18n.wording import Wording
from mittaristo.panels.asking.draft import Checked, Mention, NoSum, TwoUnits, Verdict

HEADINGS: Mapping[Verdict, str] = {
    "differs": N_("Do not agree"),
    "unsure": N_("To be compared by you"),
    "unmatched": N_("No figure found"),
    "agrees": N_("Agree"),
}
"""What was found of numbers, in the order in which it is told."""

AROUND = 90
"""How many characters of a sentence stand on each side of its number."""


def finding(checked: Checked) -> str:
    """What was found, in a sentence: how many numbers are not as in the figures."""
    _ = checked.view.wording
    if not checked.mentions:
        return _("The draft has no numbers to compare")
    wrong = len(checked.of("differs"))
    if wrong:
        said = _("{count:number does|numbers do} not agree with the figures")
        return said.format(count=_.number(wrong))
    if checked.contradictions:
        return _("The draft contradicts itself")
    if checked.of("agrees"):
        return _("No number was found to differ from the figures")
    return _("No number could be compared for certain")


def counts(checked: Checked) -> str:
    """How many numbers there are of each kind, and as of which day the figures are."""
    _ = checked.view.wording
    said = _(
        "Numbers: {all}. {agrees} agree, {differs} do not agree, {unsure} to be compared by you,"
        " {unmatched} without a figure. Figures as of {day}."
    )
    numbers = {verdict: _.number(len(checked.of(verdict))) for verdict in HEADINGS}
    return said.format(
        all=_.number(len(checked.mentions)), day=_.day(checked.view.as_of), **numbers
    )


def contradictions(checked: Checked) -> tuple[str, ...]:
    """What in the draft does not fit together, each in a sentence or two."""
    return tuple(
        _no_sum(one, checked) if isinstance(one, NoSum) else _two_units(one, checked)
        for one in checked.contradictions
    )


def _no_sum(one: NoSum, checked: Checked) -> str:
    """The sum, and why it may be otherwise where every number is as in the figures."""
    view, _ = checked.view, checked.view.wording
    told = _("{label}: the parts {parts} = {total}, but the draft says {whole}.").format(
        label=view.labels[one.whole.measure],
        parts=" + ".join(part.written for part in one.parts),
        total=_.number(one.total),
        whole=one.whole.written,
    )
    of_persons = view.figures.measures[one.whole.measure].unit == "persons"
    if of_persons and all(part.verdict == "agrees" for part in (one.whole, *one.parts)):
        why = _("All of them are as in the figures: one person may be in several parts. Say so.")
        return f"{told} {why}"
    return told


def _two_units(one: TwoUnits, checked: Checked) -> str:
    view, _ = checked.view, checked.view.wording
    units = [_.unit(view.figures.measures[part.measure].unit) for part in (one.first, one.second)]
    said = _("{number} is said with two units: {first} and {second}.")
    return said.format(number=_.number(one.first.number.value), first=units[0], second=units[1])


def tables(checked: Checked) -> Iterator[tuple[Verdict, str, Table]]:
    """A table of the numbers of each kind of which there are any, under its heading."""
    _ = checked.view.wording
    headings = (_("In the draft"), _("Sentence"), _("In the figures"))
    for verdict, heading in HEADINGS.items():
        found = checked.of(verdict)
        if found:
            rows = [(one.written, marked(one), remark(one, checked)) for one in found]
            yield verdict, _(heading), Table.of_texts(headings, rows)


def marked(mention: Mention) -> str:
    """The words around a number, and the number in brackets."""
    before, after = mention.sentence[: mention.start], mention.sentence[mention.end :]
    if len(before) > AROUND:
        before = f"… {before[-AROUND:].partition(' ')[2]}"
    if len(after) > AROUND:
        after = f"{after[:AROUND].rpartition(' ')[0]} …"
    return f"{before}[{mention.written}]{after}"


REMARKS: Mapping[tuple[Verdict, str], str] = {
    ("differs", "value"): N_("{label}: {value}."),
    ("differs", "unit"): N_("{label}: {value}. The unit is another than in the text."),
    ("differs", "time"): N_(
        "{label}: {value} for the time in the text. The number is that of the whole project as of"
        " {day}."
    ),
    ("differs", "part"): N_("{label}: {value} in all. Of these only a part are: {words}."),
    ("differs", "most"): N_("{label}: {value} at most for the time in the text."),
    ("differs", "least"): N_("{label}: {value} at least for the time in the text."),
    ("unsure", "narrower"): N_("{label}: {value}. The figures do not tell apart: {words}."),
    ("unsure", "exactness"): N_("{label}: {value}. Bounds and ranges are not compared."),
    ("unsure", "time"): N_("{label}: there is no figure for the time in the text."),
    ("unsure", "target"): N_("{label}: no target value is set."),
    ("unsure", "unit"): N_("{label}: {value}. The unit may be another than in the text."),
    ("unsure", "words"): N_("{label}: {value}. Not understood: {words}."),
    ("agrees", ""): N_("{label}: {value}."),
    ("unmatched", "words"): N_("What is counted is not known here: {words}."),
    ("unmatched", "open"): N_("Several figures may be meant: {names}."),
    ("unmatched", "share"): N_("Shares are not compared."),
    ("unmatched", ""): N_("No figure was found by the words beside the number."),
}
"""Verdict and reason → what is said."""


def remark(mention: Mention, checked: Checked) -> str:
    """What the figures say of a number, and why it is not called right where it is not."""
    view, _ = checked.view, checked.view.wording
    labels = view.labels
    if mention.other:
        said = _("The number is that of another figure, {other}. {label}: {value}.")
    else:
        said = _(REMARKS[mention.verdict, mention.reason])
    return said.format(
        label=labels.get(mention.measure, ""),
        other=labels.get(mention.other, ""),
        value=_counted(mention, checked, _),
        day=_.day(view.as_of),
        words=", ".join(mention.words),
        names=", ".join(labels.get(name, name) for name in mention.words),
    )


def _counted(mention: Mention, checked: Checked, _: Wording) -> str:
    """The value with its unit: 282 henkilöä; a dash where there is none."""
    if not mention.measure or mention.value is None:
        return "–"
    unit = checked.view.figures.measures[mention.measure].unit
    counted = _.counted(mention.value, unit)
    return _("target {number}").format(number=counted) if mention.is_target else counted
