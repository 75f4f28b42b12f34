"""Changes: how each figure moved since an earlier snapshot, and what the move is made of."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from mittaristo.charts.changes import waterfall
from mittaristo.panels.parts import cards, panel
from mittaristo.panels.parts.panel import (
    Cell,
    Heading,
    Matrix,
    Notice,
    Page,
    Panel,
    Part,
    Sentence,
)
from mittaristo.panels.parts.release_note import release_note
from mittaristo.panels.parts.view import View
from mittaristo.privacy.disclosure import SafeFrame
from mittaristo.transforms import changes as shapes
from mittaristo.transforms import tables

FIGURE = "changes"

IN_A_SENTENCE = 3
"""So many moves stand in the sentence for the minutes."""


def moves(view: View) -> SafeFrame:
    """Every measure that both snapshots count, the largest move first; no rows without one."""
    _, figures = view.wording, view.figures
    kept = figures.kept(*figures.measures)
    units = {name: _.term("units", measure.unit) for name, measure in figures.measures.items()}
    changed = figures.changed(view.since, view.role)
    return shapes.largest_first(changed, kept, view.labels, units, _)


def heading(view: View) -> Heading:
    """How many figures have changed, and in how many not all of it is new."""
    _ = view.wording
    title = _("What has changed?")
    if view.since is None:
        return Heading(title)
    found = moves(view).rows(named=True)
    said = _(
        "{then} – {now}. Of {all:figure|figures}, {changed:has|have} changed. Entries that were"
        " recorded late are in {late} of them, corrections in {corrections}, a new definition in"
        " {redefinition}."
    )
    counted = {part: _.number(sum(row[part] != 0 for row in found)) for part in shapes.PARTS}
    lead = said.format(
        then=view.named(view.since),
        now=view.named(view.as_of),
        changed=_.number(sum(row["share"] > 0 for row in found)),
        all=_.number(len(found)),
        **counted,
    )
    return Heading(title, lead)


def nothing_to_compare(view: View) -> Notice | None:
    """That there is no earlier snapshot."""
    if view.since is not None:
        return None
    _ = view.wording
    return Notice(
        _(
            "This is the first snapshot of the project, so there is nothing to compare it with."
            " When the next one is published, the changes stand here."
        )
    )


def everything(view: View) -> Panel | None:
    """Every measure in one table, the largest move first, with what it is made of."""
    if view.since is None:
        return None
    _, found = view.wording, moves(view)
    return panel.tabled(
        view,
        "changes",
        _("Changes since {day}, the largest first").format(day=_.day(view.since)),
        tables.headed(found, _headings(view)),
        lambda: _matrix(view, found),
        alt_text=panel.alt_of_rows(view, _in_words(view, found)),
        measures=(),
        figures=(FIGURE,),
        note=_note(view, found),
    )


def _headings(view: View) -> dict[str, str]:
    _ = view.wording
    return {
        "label": _("Figure"),
        "unit": _("Unit"),
        "before_text": _("Then"),
        "after_text": _("Now"),
        "total_text": _("Change"),
        **{f"{part}_text": said for part, said in cards.part_names(view).items()},
    }


def order_in_words(view: View) -> str:
    """How the order of moves comes about."""
    _ = view.wording
    return _(
        "The order: what was added and taken off, together, as a share of the larger of both"
        " values (of {count} at least). Each figure has its own unit, and they are not added up."
    ).format(count=_.number(shapes.OF_AT_LEAST))


def _note(view: View, found: SafeFrame) -> str:
    """How the order comes about, and which measures were not counted then."""
    _, figures = view.wording, view.figures
    said = order_in_words(view)
    kept = figures.kept(*figures.measures)
    told = {*found["measure"], *view.not_compared}
    lists = {
        _("Not counted then: {names}."): [name for name in kept if name not in told],
        _("By a new definition since then: {names}."): figures.redefined(view.since, view.role),
    }
    notes = [
        sentence.format(names=", ".join(view.labels[name] for name in names))
        for sentence, names in lists.items()
        if names
    ]
    notes += [
        _("Not compared: {name}. {reason}").format(name=view.labels[name], reason=reason)
        for name, reason in view.not_compared.items()
    ]
    return " ".join([said, *notes])


def _in_words(view: View, found: SafeFrame) -> list[tuple[str, str]]:
    """Each move in a line."""
    return [(row["label"], move_in_words(view, row)) for row in found.iter_rows(named=True)]


def values_in_words(view: View, row: Mapping[str, Any]) -> str:
    """235 → 282."""
    _ = view.wording
    return _("{before} → {after}").format(
        before=_.number(row["before"]), after=_.number(row["after"])
    )


def move_in_words(view: View, row: Mapping[str, Any]) -> str:
    """235 → 282, and what it is made of: 40 new, 7 recorded late."""
    said = values_in_words(view, row)
    parts = ", ".join(cards.named_parts(view, row).values())
    return f"{said} ({parts})" if parts else said


def _matrix(view: View, found: SafeFrame) -> Matrix:
    _ = view.wording
    rows = found.rows(named=True)
    left = max((_below_zero(row) for row in rows), default=0)
    right = max((row["share"] - _below_zero(row) for row in rows), default=0)
    whole = left + right or 1
    headings = (_("Then"), _("Now"), _("Change"), _("What it is made of"))
    return Matrix(
        _("Figure"),
        tuple((name, "") for name in headings),
        tuple((row["label"], _cells(view, row, left / whole, whole)) for row in rows),
        totals=False,
        measures=tuple(tables.measures_of(found)),
    )


def _below_zero(row: Mapping[str, Any]) -> float:
    """The share of a move that took something off."""
    taken = sum(-row[part] for part in shapes.PARTS if row[part] < 0)
    return float(row["share"] * taken / (_extent(row) or 1))


def _extent(row: Mapping[str, Any]) -> float:
    return float(sum(abs(row[part]) for part in shapes.PARTS))


def _cells(view: View, row: Mapping[str, Any], zero: float, whole: float) -> tuple[Cell, ...]:
    """Then, now, the change and its parts: what was added to the right of zero, the rest left."""
    ends = {True: zero, False: zero}
    parts = []
    for part, said in cards.named_parts(view, row).items():
        added = row[part] > 0
        width = abs(row[part]) / _extent(row) * row["share"] / whole
        start = ends[added] if added else ends[added] - width
        ends[added] = start + width if added else start
        parts.append(Part(part, said, start, start + width))
    unit = row["unit"]
    return (
        Cell(row["before_text"]),
        Cell(row["after_text"], unit),
        Cell(cards.total_change(view, row)),
        Cell(parts=tuple(parts), zero=zero),
    )


def measures(view: View) -> list[str]:
    """The measures that moved, the one that moved most first."""
    found = moves(view)
    return [] if found.is_empty() else found.filter(pl.col("share") > 0)["measure"].to_list()


def step_by_step(view: View) -> Panel | None:
    """The measure that was asked for, or else the one that moved most; nothing where none did."""
    shown = _shown(view)
    return _step_by_step(view, "step-by-step", tables.only(moves(view), shown)) if shown else None


def _shown(view: View) -> str:
    moved = measures(view)
    return view.measure if view.measure in moved else "".join(moved[:1])


def most_besides_growth(view: View) -> Panel | None:
    """The measure in which most is not new, step by step, where that is another one."""
    other = shapes.with_most_besides_growth(moves(view))
    if other.is_empty() or other["measure"][0] == _shown(view):
        return None
    return _step_by_step(view, "most-besides-growth", other)


def _step_by_step(view: View, name: str, move: SafeFrame) -> Panel:
    _, [row] = view.wording, move.rows(named=True)
    since = view.since or view.starts_on
    names = {
        "before": _.day(since),
        **cards.part_names(view),
        "after": _.day(view.as_of),
    }
    steps = shapes.steps(move, names, _)
    title = _("{figure}: {move}").format(figure=row["label"], move=move_in_words(view, row))
    return panel.charted(
        view,
        name,
        title,
        tables.headed(steps, {"step": _("Step"), "said": _("Number")}),
        lambda setting: waterfall(steps, setting),
        alt_text=panel.alt_of_rows(view, steps.select("step", "said").iter_rows()),
        measures=(row["measure"],),
        figures=(FIGURE,),
    )


def sentence(view: View) -> Sentence | None:
    """One sentence that may stand in the minutes; nothing where there is nothing to compare."""
    if view.since is None:
        return None
    _ = view.wording
    found = moves(view).rows(named=True)
    most = [row for row in found if row["share"] > 0][:IN_A_SENTENCE]
    said = _("{project}, {then} – {now}: no figure has changed.")
    if most:
        said = _("{project}, {then} – {now}: the figures that changed most are {moves}.")
    project = view.figures.project.name
    if view.figures.synthetic:
        project += " (" + _("invented example data") + ")"
    text = said.format(
        project=project,
        then=view.named(view.since),
        now=view.named(view.as_of),
        moves="; ".join(f"{row['label']} {move_in_words(view, row)}" for row in most),
    )
    return Sentence(_("For the minutes"), text)


FIRST: Page = (heading, release_note, nothing_to_compare, everything)
"""What is shown of all measures."""

OF_ONE: Page = (step_by_step, most_besides_growth, sentence)
"""What is shown of the one that is chosen, and after it."""

PAGE: Page = (*FIRST, *OF_ONE)
"""What the page of changes shows."""
