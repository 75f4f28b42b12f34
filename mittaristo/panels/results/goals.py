"""Goals: how far the project has come towards each, and the money against time."""

from typing import Any

from mittaristo.panels.parts import panel
from mittaristo.panels.parts.panel import (
    Card,
    Cards,
    Cell,
    Heading,
    Matrix,
    Notes,
    Notice,
    Page,
    Panel,
)
from mittaristo.panels.parts.view import View
from mittaristo.privacy.disclosure import SafeFrame
from mittaristo.transforms import goals as shapes
from mittaristo.transforms import tables
from mittaristo.transforms.decisions import of_kind
from mittaristo.transforms.published import quoted

GOALS, NOTES = "goals", "notes"

FEW = 8
"""So many goals stand together; where there are more, the operational ones come below."""


def told(view: View) -> dict[str, dict[str, int]]:
    """Outcome → how many goals have it, see shapes.outcomes; empty where none is told yet."""
    if view.period is not None or not view.figures.keeps(GOALS):
        return {}
    found = shapes.outcomes(view.figures[GOALS])
    judged = sum(counts["all"] for outcome, counts in found.items() if outcome != "open")
    return found if judged else {}


def finding(view: View) -> str:
    """How many goals were reached, as a title says it; empty where no outcome is told."""
    _, found = view.wording, told(view)
    if not found:
        return ""
    said = _("Of {all:goal|goals}, {reached:was|were} reached and {partly} in part")
    return said.format(
        all=_.number(sum(counts["all"] for counts in found.values())),
        reached=_.number(found["reached"]["all"]),
        partly=_.number(found["partly"]["all"]),
    )


def heading(view: View) -> Heading:
    """What was found, where outcomes are told; otherwise the question."""
    _ = view.wording
    if title := finding(view):
        return Heading(title, whose(view))
    ended = view.as_of >= view.ends_on
    return Heading(_("What was achieved?") if ended else _("How far have the goals come?"))


def whose(view: View) -> str:
    """That levels and outcomes are read from a report, where they are; otherwise nothing."""
    _, goals = view.wording, view.figures[GOALS]
    if "interpreted" not in goals.columns or not goals["interpreted"].any():
        return ""
    return _(
        "Levels and outcomes are our reading of the project's report, which does not"
        " classify its goals."
    )


def outcomes(view: View) -> Cards | None:
    """How many goals have each outcome, strategic against operational; nothing if none is told."""
    _, found = view.wording, told(view)
    if not found:
        return None
    levels = _("strategic {strategic}, operational {operational}")
    return Cards(
        tuple(
            Card(_outcome(view, name), _.number(counts["all"]), (), levels.format(**counts))
            for name, counts in found.items()
            if counts["all"]
        ),
        registers=view.figures.registers_behind((), [GOALS]),
    )


def _outcome(view: View, outcome: str) -> str:
    """What an outcome is called; one that is open in a project that has ended was not judged."""
    _ = view.wording
    return _("No verdict") if outcome == "open" and view.as_of >= view.ends_on else _.code(outcome)


def not_kept(view: View) -> Notice | None:
    """What is missing, where the project keeps no goals."""
    return None if view.figures.keeps(GOALS) else panel.not_kept(view, GOALS)


def strategic(view: View) -> Panel | None:
    """A row a strategic goal, and one for each target that is not a goal's own."""
    return _towards(view, operational=False)


def on_the_wall(view: View) -> Panel | None:
    """The same with the outcome alone, to be read from the last row."""
    return _towards(view, operational=False, basis=False)


def every(view: View) -> Panel | None:
    """The same with the operational goals below those that they serve, where they are few."""
    many = view.figures.keeps(GOALS) and view.figures[GOALS].height > FEW
    return _towards(view, operational=not many)


def _shown(view: View, *, operational: bool) -> SafeFrame:
    figures, _ = view.figures, view.wording
    return shapes.with_values(
        figures[GOALS],
        figures.whole_project,
        quoted(figures["published"], view.as_of, _),
        view.labels,
        _,
        operational=operational,
    )


def _towards(view: View, *, operational: bool, basis: bool = True) -> Panel | None:
    """None where no goals are kept, and in a period: goals are those of the whole project."""
    _, figures = view.wording, view.figures
    if view.period is not None or not figures.keeps(GOALS) or figures[GOALS].is_empty():
        return None
    found = _shown(view, operational=operational)
    headings = {
        "title": _("Goal"),
        "label": _("Figure"),
        "value_text": _("Value"),
        "target_text": _("Target value"),
        "share_text": _("Reached"),
        "outcome_text": _("Outcome"),
        "basis": _("Basis"),
    }
    aimed = shapes.aimed(found)
    measures = found["measure"].drop_nulls().unique(maintain_order=True).to_list()
    return panel.tabled(
        view,
        "goals" if operational else "towards-goals",
        _title(view, found, aimed),
        tables.headed(found, headings),
        lambda: _matrix(view, list(found.iter_rows(named=True)), basis=basis),
        alt_text=panel.alt_of_rows(view, found.select("title", "said").iter_rows()),
        measures=figures.kept(*measures),
        figures=[GOALS],
        note=_note(view, aimed),
    )


def _note(view: View, aimed: SafeFrame) -> str:
    """What the line across a bar is; nothing where there are no bars."""
    _ = view.wording
    if aimed.is_empty():
        return ""
    if _only_told(view, aimed):
        return _("The line at the end of the bar is the target. The figures are as published.")
    return _("The line across a bar: how much of the time to the target's day has passed.")


def _only_told(view: View, aimed: SafeFrame) -> bool:
    """Whether the one target is of a measure that is published, and not counted."""
    return aimed.height == 1 and not view.figures.kept(aimed["measure"][0])


def _title(view: View, found: SafeFrame, aimed: SafeFrame) -> str:
    """How many targets are reached; of one that was only published, what its source says."""
    _ = view.wording
    if aimed.is_empty():
        return _("Goals: {count}. No target values have been set").format(count=found.height)
    if _only_told(view, aimed):
        [row] = aimed.iter_rows(named=True)
        said = _("{goal}: {value}, the target was {target}")
        return said.format(goal=row["title"], value=row["value_text"], target=row["target_text"])
    return _("Targets reached: {reached} of {all}. Time elapsed: {elapsed}").format(
        reached=int((aimed["share"] >= 1).sum()),
        all=aimed.height,
        elapsed=_.percent(view.figures.elapsed),
    )


def _matrix(view: View, rows: list[dict[str, Any]], *, basis: bool) -> Matrix:
    """Goals with number and target; where outcomes are told, the outcome with its basis."""
    _ = view.wording
    judged = any(row["outcome"] not in ("open", None) for row in rows)
    if judged:
        columns = ((_("Value and target"), ""), (_("Outcome"), ""))
        cells = [(_value_of_target(view, row), _judged(view, row, basis=basis)) for row in rows]
    else:
        columns = ((_("Now"), ""), (_("Of the target"), ""))
        cells = [(_now(row), _of_target(view, row)) for row in rows]
    names = [f"– {row['title']}" if row["parent"] else row["title"] for row in rows]
    return Matrix(
        _("Goal"),
        columns,
        tuple(zip(names, cells, strict=True)),
        totals=False,
        measures=tuple(row["measure"] or "" for row in rows),
    )


def _judged(view: View, row: dict[str, Any], *, basis: bool = True) -> Cell:
    outcome = _outcome(view, row["outcome"]) if row["outcome"] else ""
    return Cell(outcome, row["basis"] if basis else "")


def _value_of_target(view: View, row: dict[str, Any]) -> Cell:
    """Value and target with the bar between them; the value alone; or nothing."""
    _ = view.wording
    if row["measure"] is None or row["value"] is None:
        return Cell()
    if row["share"] is None:
        return Cell(row["value_text"], row["label"])
    mark = row["elapsed"] or 0
    return Cell(row["value_text"], _aim(view, row), max(min(row["share"], 1), 0), mark=mark)


def below(view: View) -> Panel | None:
    """The operational goals of a project that has many, by their outcome; otherwise nothing."""
    _, figures = view.wording, view.figures
    if view.period is not None or not figures.keeps(GOALS) or figures[GOALS].height <= FEW:
        return None
    shown = _shown(view, operational=False)["title"].to_list()
    rest = shapes.below(figures[GOALS], shown, _)
    rows = list(rest.iter_rows(named=True))
    headings = {"title": _("Goal"), "outcome_text": _("Outcome"), "basis": _("Basis")}
    said = _("Operational goals: {count}, of which {reached} were reached")
    reached = sum(row["outcome"] == "reached" for row in rows)
    return panel.tabled(
        view,
        "operational-goals",
        said.format(count=len(rows), reached=reached),
        tables.headed(rest, headings),
        lambda: Matrix(
            _("Goal"),
            ((_("Outcome"), ""),),
            tuple((row["title"], (_judged(view, row),)) for row in rows),
            totals=False,
        ),
        alt_text=panel.alt_of_rows(view, rest.select("title", "outcome_text").iter_rows()),
        measures=(),
        figures=[GOALS],
    )


def reasons(view: View) -> Panel | None:
    """Why a goal was not reached, as the project tells it; nothing where it does not."""
    _ = view.wording
    return _noted(view, "reason", _("Why the main goal was not reached: {count} reasons"))


def lessons(view: View) -> Panel | None:
    """What the project hands on to others; nothing where it tells of no lessons."""
    _ = view.wording
    return _noted(view, "lesson", _("What was learned: {count} lessons"))


def _noted(view: View, kind: str, title: str) -> Panel | None:
    """Notes of a kind as a list; None where there are none."""
    _, figures = view.wording, view.figures
    if view.period is not None or not figures.keeps(NOTES):
        return None
    noted = of_kind(figures[NOTES], kind)
    if noted.is_empty():
        return None
    columns = {"nth_text": _("No."), f"text_{view.language}": _.code(kind)}
    table = tables.headed(shapes.numbered(noted), columns)
    said = title.format(count=_.number(noted.height))
    texts = noted[f"text_{view.language}"].to_list()
    rows = tuple((f"{nth}.", (Cell("", text),)) for nth, text in enumerate(texts, start=1))
    return panel.tabled(
        view,
        f"{kind}s",
        said,
        table,
        lambda: Matrix(_("No."), ((_.code(kind), ""),), rows, totals=False),
        alt_text=panel.alt_of_rows(view, ([text] for text in texts)),
        measures=(),
        figures=[NOTES],
    )


def _now(row: dict[str, Any]) -> Cell:
    """The number and what it counts; of a goal without one, how far the project says it is."""
    if row["measure"] is None:
        return Cell("", f"{row['outcome_text']}. {row['basis']}")
    return Cell(row["value_text"], row["label"])


def _of_target(view: View, row: dict[str, Any]) -> Cell:
    """The share of the target with its day; or that none is set."""
    _ = view.wording
    if row["share"] is None:
        return Cell("", _("no target value set"))
    mark = row["elapsed"] or 0
    return Cell(row["share_text"], _aim(view, row), min(row["share"], 1), mark=mark)


def _aim(view: View, row: dict[str, Any]) -> str:
    """The target and the day on which it is due."""
    _ = view.wording
    said, due = _("target {target}").format(target=row["target_text"]), row["target_due_on_text"]
    return f"{said}, {due}" if due else said


def money(view: View) -> Panel | None:
    """What has been ordered of the budget for purchased services, against the time elapsed.

    None where no budget is kept, and in a period: the budget is that of the whole project.
    """
    _, figures = view.wording, view.figures
    if view.period is not None or not figures.keeps("budget") or figures["budget"].is_empty():
        return None
    found = shapes.ordered_of_budget(figures["budget"], _)
    headings = {
        "label": _("Category"),
        "budget_eur_text": _("Budget (€)"),
        "used_eur_text": _("Ordered (€)"),
        "share_text": _("Share"),
    }
    said = _("Ordered of the purchase budget: {share}. Time elapsed: {elapsed}")
    elapsed = figures.elapsed
    return panel.tabled(
        view,
        "money",
        said.format(share=found["share_text"][-1], elapsed=_.percent(elapsed)),
        tables.headed(found, headings),
        lambda: _money(view, list(found.iter_rows(named=True))),
        alt_text=panel.alt_of_rows(view, found.select("label", "share_text").iter_rows()),
        measures=(),
        figures=["budget"],
        note=_("The line across a bar: how much of the project's time has passed."),
    )


def _money(view: View, rows: list[dict[str, Any]]) -> Matrix:
    _ = view.wording
    return Matrix(
        _("Category"),
        ((_("Ordered"), ""), (_("Of the budget"), "")),
        tuple(
            (
                row["label"],
                (
                    Cell(f"{row['used_eur_text']} €", ""),
                    Cell(
                        row["share_text"],
                        _("budget {amount} €").format(amount=row["budget_eur_text"]),
                        min(row["share"] or 0, 1),
                        mark=view.figures.elapsed,
                    ),
                ),
            )
            for row in rows
        ),
        totals=False,
    )


def notes(view: View) -> Notes | None:
    """What has been decided, and what else the project has written down."""
    if not view.figures.keeps(NOTES):
        return None
    return panel.notes_about(view, None, but=("reason", "lesson"))


PAGE: Page = (heading, not_kept, outcomes, every, reasons, below, money, lessons, notes)
"""What the page of goals shows."""
