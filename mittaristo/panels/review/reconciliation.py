"""Reconciliation: what has been published beside what is computed, and what is left open."""

from functools import singledispatch

from mittaristo.charts.reconciliation import dots
from mittaristo.figures.consistency import (
    Contradiction,
    OneNumber,
    Populations,
    Several,
    Unsure,
    contradictions,
    sums_that_do_not_add_up,
)
from mittaristo.i18n.table import Table
from mittaristo.panels.parts import panel, period, quality
from mittaristo.panels.parts.panel import Heading, Notes, Notice, Page, Panel
from mittaristo.panels.parts.published import sum_in_words
from mittaristo.panels.parts.view import View
from mittaristo.privacy.disclosure import SafeFrame
from mittaristo.transforms import tables
from mittaristo.transforms.review import reconciliation as shapes

ACTUALS = "published_actuals"


def rows(view: View) -> SafeFrame | None:
    """Every published actual beside the computed one; None where nothing has been published."""
    figures = view.figures
    if not figures.rows(ACTUALS) or "periods" not in figures.tables:
        return None
    units = {name: measure.unit for name, measure in figures.measures.items()}
    computed = shapes.with_computed(figures[ACTUALS], figures["periods"])
    return shapes.reconciled(computed, view.labels, units, view.wording)


def heading(view: View) -> Heading:
    """How many agree, differ, and cannot be compared."""
    _, found = view.wording, rows(view)
    if found is None:
        return Heading(_("Does what was published hold?"))
    comparable, agreeing = shapes.comparable(found).height, shapes.agreeing(found).height
    said = _(
        "Of {count:published figure|published figures}, {agree:agrees|agree} with the computed"
        " ones, {differ:differs|differ} and"
        " {other} cannot be compared"
    )
    title = said.format(
        count=_.number(found.height),
        agree=_.number(agreeing),
        differ=_.number(comparable - agreeing),
        other=_.number(found.height - comparable),
    )
    made_to_fit = _(
        "The rows of this example were invented to fit the published figures:"
        " where they agree, it proves nothing."
    )
    return Heading(title, made_to_fit if view.figures.synthetic else "")


def quality_first(view: View) -> Notes | None:
    """What the registers lack, in a line; nothing where there is nothing to judge."""
    return None if rows(view) is None else quality.line(view)


def nothing(view: View) -> Notice | None:
    """That nothing has been published, or that it was not recorded."""
    _ = view.wording
    if rows(view) is not None:
        return None
    return Notice(
        _(
            "The project has no register of published figures, or nothing had been published by"
            " this day. What is published goes there with its unit, day and source."
        )
    )


def around_zero(view: View) -> Panel | None:
    """Those that may be compared, as dots around zero."""
    _, found = view.wording, rows(view)
    drawn = None if found is None else shapes.comparable(found)
    if drawn is None or drawn.is_empty():
        return None
    note = _(
        "The vertical line is the published figure and the dot the computed one; the distance is"
        " a share of the published figure. A filled dot differs. The grey band shows how far the"
        " exact number may be from a rounded figure, assuming that it has two exact digits."
    )
    return panel.charted(
        view,
        "reconciliation",
        _("Difference of the computed figure from the published one"),
        tables.headed(drawn, {"name": _("Figure"), "said": _("Published / computed (difference)")}),
        lambda setting: dots(drawn, setting),
        alt_text=panel.alt_of_rows(view, drawn.select("name", "said").iter_rows()),
        measures=(),
        figures=[ACTUALS],
        note=note,
    )


def everything(view: View) -> Panel | None:
    """Every published figure with all that its source says, those that differ first."""
    _, found = view.wording, rows(view)
    if found is None:
        return None
    return _table(view, found, "published-all", _("Every published figure"))


def of_one(view: View, measure: str) -> Panel | None:
    """What has been published of one measure; nothing where that is nothing."""
    _, found = view.wording, rows(view)
    if found is None:
        return None
    days = None if view.period is None else (view.first, view.last)
    published = shapes.about(found, measure, days)
    if published.is_empty():
        return None
    return _table(view, published, "published-of-one", _("Published and computed figures"))


def _table(view: View, found: SafeFrame, name: str, title: str) -> Panel:
    _ = view.wording
    ordered = shapes.those_that_differ_first(found, _)
    headings = {
        "label": _("Figure"),
        "published_said": _("Published"),
        "value_said": _("Computed"),
        "difference_said": _("Difference"),
        "told": _("Period, day, source and note"),
    }
    kept = view.figures.kept(*found["measure"].unique())
    return Panel(
        name,
        title,
        tables.headed(
            ordered, {key: said for key, said in headings.items() if (ordered[key] != "").any()}
        ),
        explanations=panel.explained(view, (), [ACTUALS]),
        registers=view.figures.registers_behind(kept, ()),
    )


def aims(view: View) -> Panel | None:
    """Published target values beside those in force; nothing where none were published."""
    _, figures = view.wording, view.figures
    units = {name: measure.unit for name, measure in figures.measures.items()}
    in_force = {name: row.get("target") for name, row in figures.values.items()}
    found = shapes.targets_published(
        figures["published"], in_force, units, (view.starts_on, view.ends_on)
    )
    if found.is_empty():
        return None
    told = shapes.reconciled(found, view.labels, units, _)
    title = _("Published target values beside those in force")
    return _table(view, told, "published-targets", title)


def open_questions(view: View) -> Panel | None:
    """What the published figures leave open among themselves; nothing where that is nothing."""
    _ = view.wording
    texts = [sum_in_words(view, one) for one in sums_that_do_not_add_up(view.figures)]
    texts += [in_words(one, view) for one in contradictions(view.figures)]
    if not texts:
        return None
    title = _("Open questions in the published figures: {count}")
    rows = [text.split(". ", 1) for text in texts]
    return Panel(
        "open-questions",
        title.format(count=_.number(len(texts))),
        Table.of_texts([_("Question"), _("What was published")], rows),
        explanations=panel.explained(view, (), [ACTUALS]),
    )


@singledispatch
def in_words(one: Contradiction, view: View) -> str:
    """A contradiction as a paragraph, whose first sentence says which kind it is."""
    raise TypeError(f"{type(one).__name__} {view.language}")


@in_words.register
def _one_number(one: OneNumber, view: View) -> str:
    _, measures = view.wording, view.figures.measures
    said = _(
        "The same number means two things. {number} was published as {things}. Which of them"
        " is meant is open."
    )
    things = (
        f"{_.term('units_counted', measures[name].unit)} ({view.labels[name]})"
        for name in one.measures
    )
    return said.format(number=_.number(one.value), things=", ".join(things))


@in_words.register
def _several(one: Several, view: View) -> str:
    _ = view.wording
    said = _("Several numbers of the same. {figure}, {period}: {numbers} were published.")
    return said.format(
        figure=view.labels.get(one.measure, one.measure),
        period=period.days(one.period_from, one.period_to, _),
        numbers=", ".join(map(_.number, one.values)),
    )


@in_words.register
def _populations(one: Populations, view: View) -> str:
    _ = view.wording
    said = _(
        "These are not parts of one another. {figures}. They are counted from different"
        " registers or on different conditions, so no difference or share between them can be"
        " stated."
    )
    return said.format(figures=_figures(view, one.values))


@in_words.register
def _unsure(one: Unsure, view: View) -> str:
    _ = view.wording
    parts = []
    if one.rounded:
        said = _("Rounded: {figures}. No exact share can be computed from a rounded figure.")
        parts.append(said.format(figures=_figures(view, one.rounded)))
    if one.undated:
        said = _("The source does not state the day of {undated} of {count:figure|figures}.")
        parts.append(said.format(undated=_.number(one.undated), count=_.number(one.count)))
    return " ".join([_("Some figures are not exact."), *parts])


def _figures(view: View, values: tuple[tuple[str, float, str], ...]) -> str:
    """Liittyneet noin 1 000, palvelua saaneet 844."""
    _ = view.wording
    return ", ".join(
        " ".join(
            filter(
                None,
                (
                    view.labels.get(measure, measure),
                    "" if qualifier == "exact" else _.code(qualifier),
                    _.number(value),
                ),
            )
        )
        for measure, value, qualifier in values
    )


def answers(view: View) -> Notes | None:
    """What the project has written down about what was published; decisions stand elsewhere."""
    found = rows(view)
    if found is None or not view.figures.keeps("notes"):
        return None
    said = shapes.answers(view.figures["notes"], found["measure"].unique().to_list())
    return panel.notes_of(view, said)


PAGE: Page = (
    *(heading, quality_first, nothing, around_zero),
    *(open_questions, answers, everything, aims),
)
"""What the page of reconciliation shows."""
