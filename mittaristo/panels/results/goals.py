"""Goals: how far the project has come towards each, and the money against time."""

from typing import Any

import polars as pl

from mittaristo.panels.parts import panel
from mittaristo.panels.parts.panel import Cell, Heading, Matrix, Notes, Notice, Page, Panel
from mittaristo.panels.parts.view import View
from mittaristo.transforms import goals as shapes
from mittaristo.transforms import tables

GOALS = "goals"


def heading(view: View) -> Heading:
    """The question."""
    _ = view.wording
    ended = view.as_of >= view.ends_on
    return Heading(_("What was achieved?") if ended else _("How far have the goals come?"))


def not_kept(view: View) -> Notice | None:
    """What is missing, where the project keeps no goals."""
    return None if view.figures.keeps(GOALS) else panel.not_kept(view, GOALS)


def strategic(view: View) -> Panel | None:
    """A row a strategic goal, and one for each target that is not a goal's own."""
    return _towards(view, operational=False)


def every(view: View) -> Panel | None:
    """The same with the operational goals below those that they serve."""
    return _towards(view, operational=True)


def _towards(view: View, *, operational: bool) -> Panel | None:
    """None where no goals are kept, and in a period: goals are those of the whole project."""
    _, figures = view.wording, view.figures
    if view.period is not None or not figures.keeps(GOALS) or figures[GOALS].is_empty():
        return None
    found = shapes.with_values(
        figures[GOALS], figures.whole_project, view.labels, _, operational=operational
    )
    headings = {
        "title": _("Goal"),
        "label": _("Figure"),
        "value_text": _("Value"),
        "target_text": _("Target value"),
        "share_text": _("Reached"),
        "outcome_text": _("Outcome"),
        "basis": _("Basis"),
    }
    aimed = found.filter(pl.col("share").is_not_null())
    title = _("Targets reached: {reached} of {all}. Time elapsed: {elapsed}").format(
        reached=int((aimed["share"] >= 1).sum()),
        all=aimed.height,
        elapsed=_.percent(figures.elapsed),
    )
    if aimed.is_empty():
        title = _("Goals: {count}. No target values have been set").format(count=found.height)
    measures = found["measure"].drop_nulls().unique(maintain_order=True).to_list()
    return panel.tabled(
        view,
        "goals" if operational else "towards-goals",
        title,
        tables.headed(found, headings),
        lambda: _matrix(view, list(found.iter_rows(named=True))),
        alt_text=panel.alt_of_rows(view, found.select("title", "said").iter_rows()),
        measures=figures.kept(*measures),
        figures=[GOALS],
        note=_("The line across a bar: how much of the time to the target's day has passed.")
        if aimed.height
        else "",
    )


def _matrix(view: View, rows: list[dict[str, Any]]) -> Matrix:
    """Goals with number and target; the outcome where one is told."""
    _ = view.wording
    told = any(row["outcome"] not in ("open", None) for row in rows)
    columns = [(_("Now"), ""), (_("Of the target"), "")]
    if told:
        columns.append((_("Outcome"), ""))
    listed = []
    for row in rows:
        cells = [_now(row), _of_target(view, row)]
        if told:
            cells.append(Cell("", f"{row['outcome_text']}. {row['basis']}".strip(". ")))
        listed.append((f"– {row['title']}" if row["parent"] else row["title"], tuple(cells)))
    return Matrix(_("Goal"), tuple(columns), tuple(listed), totals=False)


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
    said, due = _("target {target}").format(target=row["target_text"]), row["target_due_on_text"]
    below = f"{said}, {due}" if due else said
    return Cell(row["share_text"], below, min(row["share"], 1), mark=row["elapsed"] or 0)


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
    if not view.figures.keeps("notes"):
        return None
    return panel.notes_about(view, None)


PAGE: Page = (heading, not_kept, every, money, notes)
"""What the page of goals shows."""
