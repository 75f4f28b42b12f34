"""What was decided with what has come of it, what is to be decided, and risks: from the notes."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from mittaristo.figures.model import changes_for
from mittaristo.i18n.table import Table
from mittaristo.panels.parts import cards, panel
from mittaristo.panels.parts.attention import Matter
from mittaristo.panels.parts.panel import (
    Cell,
    Folded,
    Matrix,
    Panel,
    Points,
)
from mittaristo.panels.parts.view import View
from mittaristo.privacy.disclosure import SafeFrame
from mittaristo.transforms import decisions as shapes
from mittaristo.transforms import tables

NOTES, CHANGES = "notes", "changes"


def decided(view: View) -> Panel | None:
    """Decisions of the last meeting, and older ones not yet done, with what came of them."""
    if not view.figures.keeps(NOTES):
        return None
    _ = view.wording
    every = shapes.of_kind(view.figures[NOTES], "decision")
    back = _then_and_now(view, shapes.still_open(every, view.since))
    earlier = _then_and_now(view, shapes.closed(every, view.since))
    folded = () if earlier.is_empty() else (_earlier(view, earlier),)
    title = _("Decided, and where things stand now")
    registers = view.figures.registers_behind((), (NOTES,))
    if back.is_empty():
        nothing = (_("No decision is open, and none was written down since the last meeting."),)
        empty = _table(view, back)
        return Panel("decisions", title, empty, texts=nothing, folded=folded, registers=registers)
    rows = back.rows(named=True)
    matrix = _matrix(view, rows)
    return Panel(
        "decisions",
        title,
        (table := _table(view, back)),
        matrix=replace(matrix, measures=table.measures),
        alt=panel.alt_of_rows(view, matrix.in_words),
        note=_(
            "Then: the value that was known when it was decided. The difference to what was"
            " expected is told once the day has come."
        ),
        folded=folded,
        explanations=panel.explained(view, _measures(view, rows), (NOTES,)),
        registers=registers,
        pages=_pages(view, rows),
    )


def _then_and_now(view: View, decisions: SafeFrame) -> SafeFrame:
    figures = view.figures
    seen = changes_for(figures[CHANGES], view.role, before=view.as_of)
    return shapes.then_and_now(
        decisions, seen, figures["months"], figures.whole_project, view.labels, view.wording
    )


def _headings(view: View) -> dict[str, str]:
    _ = view.wording
    return {
        f"text_{view.language}": _.code("decision"),
        "written_on_text": _("Day"),
        "role": _.term("columns", "role"),
        "label": _("Figure"),
        "then_text": _("Then"),
        "then_on_text": _("Day of the value"),
        "expected_text": _("Expected"),
        "due_on_text": _("Due on"),
        "now_text": _("Now"),
        "off_text": _("Difference to what was expected"),
        **{f"{part}_text": said for part, said in cards.part_names(view).items()},
    }


def _table(view: View, found: SafeFrame) -> Table:
    made = tables.headed(found, _headings(view))
    return replace(made, measures=tuple(tables.measures_of(found)))


def _earlier(view: View, found: SafeFrame) -> Folded:
    """Decisions that are done."""
    _ = view.wording
    return Folded(_("Decisions that are done"), _table(view, found), _("Done"))


def _measures(view: View, rows: list[dict[str, Any]]) -> list[str]:
    """The measures of some notes, each once, as far as they are kept."""
    named = dict.fromkeys(row["measure"] for row in rows if row["measure"])
    return view.figures.kept(*named)


def _pages(view: View, rows: list[dict[str, Any]]) -> tuple[str, ...]:
    """The pages that show them, each once."""
    measures = view.figures.measures
    return tuple(dict.fromkeys(measures[name].page for name in _measures(view, rows)))


def _matrix(view: View, rows: list[dict[str, Any]]) -> Matrix:
    _ = view.wording
    headings = (_("Decided"), _("Then"), _("Expected"), _("Now"), _("The change since"))
    return Matrix(
        _.code("decision"),
        tuple((name, "") for name in headings),
        tuple((_subject(view, row), _cells(view, row)) for row in rows),
        totals=False,
    )


def _subject(view: View, row: Mapping[str, Any]) -> str:
    """The decision, and the measure that it is about."""
    text, label = row[f"text_{view.language}"], row["label"]
    return f"{text} ({label})" if label else str(text)


def _cells(view: View, row: Mapping[str, Any]) -> tuple[Cell, ...]:
    _ = view.wording
    due = _("by {day}").format(day=row["due_on_text"]) if row["due_on"] else ""
    off = _("{difference} from what was expected").format(difference=row["off_text"])
    return (
        Cell(row["written_on_text"], row["role"]),
        Cell(row["then_text"], row["then_on_text"]),
        Cell(row["expected_text"], due),
        Cell(row["now_text"], off if row["off"] is not None else ""),
        Cell(below=_since_then(view, row)),
    )


def _since_then(view: View, row: Mapping[str, Any]) -> str:
    """What the change is made of, and since which day; nothing where it is not known."""
    _, parts = view.wording, ", ".join(_parts(view, row))
    said = _("Since {day}: {parts}")
    return said.format(day=row["then_on_text"], parts=parts) if parts else ""


def _parts(view: View, row: Mapping[str, Any]) -> list[str]:
    """What the change since is made of; nothing where it is not known."""
    return [] if row["growth"] is None else list(cards.named_parts(view, row).values())


def to_decide(view: View) -> Points | None:
    """Questions that are open, the one that is due first before the others."""
    _ = view.wording
    return _open(
        view,
        "question",
        _("What is to be decided"),
        _("No question is waiting for a decision."),
        (_("Decision"), _("Who"), _("By when")),
    )


def risks(view: View) -> Points | None:
    """Risks that are open."""
    _ = view.wording
    return _open(view, "risk", _("Risks"), _("No risk is open."), (_("To be noted"),))


def _open(
    view: View, kind: str, title: str, nothing: str, answer: tuple[str, ...]
) -> Points | None:
    """The open notes of a kind; nothing where the project keeps none."""
    if not view.figures.keeps(NOTES):
        return None
    found = shapes.by_due_day(shapes.still_open(shapes.of_kind(view.figures[NOTES], kind), None))
    points = tuple(_point(view, row) for row in found.iter_rows(named=True))
    return Points(
        kind, title, points, nothing, answer, registers=view.figures.registers_behind((), (NOTES,))
    )


def _point(view: View, row: Mapping[str, Any]) -> Matter:
    """A note: its words, who wrote it and by when it is due, and the figure that it is about."""
    _, figures = view.wording, view.figures
    due = row["due_on"]
    details = [_.day(row["written_on"]), row["role"] or ""]
    if due is not None:
        details.append(_("due on {day}").format(day=_.day(due)))
    kept = figures.kept(*[name for name in [row["measure"]] if name])
    details += [
        _("{figure}: {move}").format(figure=view.labels[name], move=view.number(name))
        for name in kept
    ]
    pages = [figures.measures[name].page for name in kept]
    detail = " · ".join(filter(None, details))
    return Matter(row[f"text_{view.language}"], detail, pages[0] if pages else "")
