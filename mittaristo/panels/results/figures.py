"""All figures: every measure that is kept, with value, change, target and definition."""

from collections.abc import Mapping
from functools import partial

from mittaristo.figures.model import Measure
from mittaristo.i18n.table import row_of
from mittaristo.i18n.translation import N_
from mittaristo.panels.asking import question, told
from mittaristo.panels.parts import cards, panel, period
from mittaristo.panels.parts.panel import Entry, Heading, Listing, Page, Sentence
from mittaristo.panels.parts.view import View

GROUPS: Mapping[str, str] = {
    "clients": N_("Clients"),
    "eura": N_("EURA records"),
    "employments": N_("Employments"),
    "trainings": N_("Trainings"),
    "employers": N_("Employers"),
    "network": N_("Network and purchases"),
    "": N_("Other figures"),
}
"""Group of a measure → its heading, in the order of the page."""


def heading(view: View) -> Heading:
    """How many figures there are."""
    _, kept = view.wording, view.figures.kept(*view.figures.measures)
    if not kept:
        return Heading(_("What has been counted?"))
    said = _("The project has {count} figures. What each of them counts is told beside it.")
    lead = said.format(count=_.number(len(kept)))
    if view.period is not None:
        said = _(
            "{period}: a person and an employer count once, when anything of theirs happened in"
            " the period, also if they counted earlier."
        )
        lead = f"{lead} {said.format(period=period.shown(view))}"
    if view.since is not None:
        changed = _("Changes are since {day}.").format(day=_.day(view.since))
        lead = f"{lead} {changed}"
    return Heading(_("What has been counted?"), lead)


def everything(view: View) -> Listing:
    """Every measure that is kept, in its group; those that are not, in a sentence."""
    _, measures = view.wording, view.figures.measures
    kept = view.figures.kept(*measures)
    headings = [_("Figure"), _("Value"), _("Unit")]
    if view.since is not None:
        headings.append(_("Change"))
    headings.append(_("For the first time") if view.period is not None else _("Target"))
    groups = (
        (title, tuple(_entry(view, name) for name in kept if group_of(measures[name]) == group))
        for group, title in GROUPS.items()
    )
    return Listing(
        (*headings, _("What is counted")),
        tuple((_(title), entries) for title, entries in groups if entries),
        _not_kept(view),
        registers=view.figures.registers_behind(kept, ()),
        answer=partial(_answer, view),
    )


def _answer(view: View, asked: str) -> panel.Answer:
    """What is told of a question, whether that is a figure, and what it is about."""
    _, reply, found = view.wording, question.ask(asked, view), "found"
    names = tuple(view.labels[name] for name in reply.measures)
    if not reply.rows:
        return told.answer(reply), reply.outcome == found, names, ()
    origin = _("Origin of the figure")
    leads = {
        origin if reply.outcome == found else told.choice(one, view): row_of(one.figure, one.key)
        for one in reply.rows
    }
    return told.sentence(reply), reply.outcome == found, names, tuple(leads.items())


def group_of(measure: Measure) -> str:
    """Its group; that of its page where it was published before groups were recorded."""
    return measure.group or (measure.page if measure.page in GROUPS else "")


def _entry(view: View, name: str) -> Entry:
    _, measure = view.wording, view.figures.measures[name]
    [explanation] = panel.explained(view, [name], ())
    return Entry(
        view.labels[name],
        (
            (view.number(name), ""),
            (_.term("units", measure.unit), ""),
            *([] if view.since is None else [_change(view, name)]),
            _target(view, name),
        ),
        explanation,
    )


def _change(view: View, name: str) -> tuple[str, str]:
    """The change since the comparison; below it what it is made of, where not all of it is new."""
    _, change = view.wording, view.changes.get(name)
    if name in view.not_compared:
        return _("Not compared"), view.not_compared[name]
    if change is None:
        return _("Not counted then"), ""
    return cards.total_change(view, change), cards.parts_of_change(view, change)


def _target(view: View, name: str) -> tuple[str, str]:
    """The target, and below it the share that is reached; nothing where there is none.

    In a period, how many of the persons or employers are new.
    """
    _, row = view.wording, view.values[name]
    if view.period is not None:
        again = view.figures.measures[name].may_return
        return _.number(view.new(name)) if again else "", ""
    if not row["target"] or row["value"] is None:
        return "", ""
    reached = _("{share} reached").format(share=_.percent(row["value"] / row["target"]))
    return _.number(row["target"]), reached


def _not_kept(view: View) -> str:
    """The measures that there are no figures of, because their registers are not kept."""
    _, figures = view.wording, view.figures
    missing = [view.labels[name] for name, one in figures.measures.items() if not one.kept]
    if not missing:
        return ""
    said = _(
        "There are no figures of these, because the project does not keep their registers: {names}."
    )
    return said.format(names=", ".join(missing))


def as_text(view: View) -> Sentence | None:
    """Every figure in a line, to be copied into a text; nothing where none is kept."""
    _, kept = view.wording, view.figures.kept(*view.figures.measures)
    if not kept:
        return None
    lines = [
        f"{view.labels[name]}: {_.counted(view.value(name), view.figures.measures[name].unit)}"
        for name in kept
    ]
    facts = [view.figures.project.name, panel.as_of(view)]
    if view.figures.synthetic:
        facts.append(_("invented example data"))
    return Sentence(_("The figures as text"), "\n".join([", ".join(facts), *lines]))


PAGE: Page = (heading, everything, as_text)
"""What the page of all figures shows."""
