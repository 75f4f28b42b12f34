"""Overview: whether the project is on course, and what is worth taking up now."""

from mittaristo.charts.targets import bullets
from mittaristo.i18n.formats import uncapped
from mittaristo.i18n.table import Table
from mittaristo.panels.parts import cards as cards_
from mittaristo.panels.parts import coming, decisions, panel, period, published
from mittaristo.panels.parts.attention import AT_MOST, LOOKED_AT, RULES, matters
from mittaristo.panels.parts.panel import (
    Cards,
    Heading,
    Matters,
    Notice,
    Page,
    Panel,
    Points,
    ThreePlaces,
)
from mittaristo.panels.parts.release_note import release_note
from mittaristo.panels.parts.view import View
from mittaristo.panels.results import employments, goals
from mittaristo.transforms import tables, targets


def heading(view: View) -> Heading:
    """The project's question, and what it does."""
    _ = view.wording
    ended = view.as_of >= view.ends_on
    question = _("{project}: were the targets reached?") if ended else _("{project}: on course?")
    project = view.figures.project
    if view.period is not None:
        said = _("{project}: what happened in {period}?")
        return Heading(said.format(project=project.name, period=period.shown(view)))
    found = goals.finding(view) if _lives_on_goals(view) else ""
    title = f"{project.name}: {uncapped(found)}" if found else question.format(project=project.name)
    lead = " ".join(part for part in (_answer(view), project.about[view.language]) if part)
    return Heading(title, lead)


def _answer(view: View) -> str:
    """How many target values are reached, and which will not be; empty where none are set."""
    _, figures = view.wording, view.figures
    aimed = targets.with_targets(
        targets.beside_targets(figures.whole_project, list(view.labels), view.labels, _)
    )
    if aimed.is_empty():
        return ""
    said = _("{reached} of {all:target value has|target values have} been reached.").format(
        reached=targets.reached(aimed), all=_.number(aimed.height)
    )
    status = {measure: row["status"] for measure, row in figures.pace.items()}
    short = [view.labels[one] for one in aimed["measure"] if status.get(one) in ("short", "missed")]
    if short:
        falling = _("At the present pace these fall short: {figures}.")
        said += " " + falling.format(figures=", ".join(short))
    return said


def _lives_on_goals(view: View) -> bool:
    """Whether the project is known by its goals: it tells of them, and keeps no employments."""
    return bool(goals.told(view)) and not view.figures.kept("clients_employed")


def cards(view: View) -> Cards | None:
    """What became of the goals, where it is told; otherwise the numbers of the project."""
    if _lives_on_goals(view):
        return goals.outcomes(view)
    return cards_.cards(
        view,
        [
            "clients_employed",
            "clients_served",
            "employer_clients",
            "employers_met",
            "card_training_attendances",
        ],
    )


def towards_targets(view: View) -> Panel | Notice | None:
    """A row a goal; where no goals are kept, how much of each target is reached in its time.

    Targets are those of the whole project: nothing in a period.
    """
    _, figures = view.wording, view.figures
    if view.period is not None:
        return None
    if (towards_goals := goals.strategic(view)) is not None:
        return towards_goals
    aimed = targets.with_targets(
        targets.beside_targets(figures.whole_project, list(view.labels), view.labels, _)
    )
    if aimed.is_empty():
        said = _(
            "No target values have been set. When they are published in the register {name}, this"
            " place shows how far each one is."
        )
        return Notice(said.format(name=_.term("tables", "targets")))
    headings = {
        "label": _("Figure"),
        "value_text": _("Value"),
        "target_text": _("Target"),
        "share_text": _("Reached"),
        "target_due_on_text": _("Due on"),
        "elapsed_text": _("Time elapsed"),
    }
    return panel.charted(
        view,
        "towards-targets",
        _("Targets reached: {reached} of {all}. Time elapsed: {elapsed}").format(
            reached=targets.reached(aimed),
            all=aimed.height,
            elapsed=_.percent(figures.elapsed),
        ),
        tables.headed(aimed, headings),
        lambda setting: bullets(aimed, setting),
        alt_text=panel.alt_of_rows(view, aimed.select("label", "value_of_target_text").iter_rows()),
        measures=aimed["measure"].to_list(),
    )


def on_the_wall(view: View) -> Panel | Notice | None:
    """The same in large letters: how each goal came out, without what that is based on."""
    return goals.on_the_wall(view) or towards_targets(view)


def worth_taking_up(view: View) -> Matters | Panel | None:
    """At most three matters, worst first, and the rest; nothing in a period: they are of now.

    Once a project has ended and nothing is left to do, why its main goal was not reached.
    """
    if view.period is not None:
        return None
    _, found = view.wording, matters(view)
    if not found and view.as_of >= view.ends_on:
        return goals.reasons(view)
    said = _("At most three, the worst first. What is looked at:")
    rules = "\n- ".join(_(rule) for rule in RULES.values())
    looked_at = [name for name in LOOKED_AT if view.figures.keeps(name)]
    return Matters(
        _("Worth taking up now"),
        tuple(found[:AT_MOST]),
        tuple(found[AT_MOST:]),
        f"{said}\n\n- {rules}",
        registers=view.figures.registers_behind((), looked_at),
    )


def decided(view: View) -> Panel | None:
    """What was decided, and what has come of it; nothing in a period, or where nothing ever was."""
    written = {row["kind"] for row in view.figures.rows("notes")}
    if view.period is not None or (written and "decision" not in written):
        return None
    return decisions.decided(view)


def facts(view: View) -> Panel | None:
    """What else is known of the project; nothing in a period, or where nothing is told."""
    _, told = view.wording, view.figures.project.facts
    if view.period is not None or not told:
        return None
    rows = [(fact.name[view.language], fact.text[view.language]) for fact in told]
    table = Table.of_texts((_("What"), _("Of the project")), rows)
    return Panel("facts", _("The project in short"), table)


def to_decide(view: View) -> Points | None:
    """What is to be decided, where anything is; nothing in a period."""
    found = None if view.period is not None else decisions.to_decide(view)
    return found if found is not None and found.points else None


PAGE: Page = (
    heading,
    release_note,
    cards,
    ThreePlaces(wide=towards_targets, beside=worth_taking_up, below=coming.coming_next),
    decided,
    to_decide,
    employments.by_month,
    goals.money,
    published.everything,
    facts,
)
"""What the overview shows."""
