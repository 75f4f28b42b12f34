"""Every measure with its value, its target, its change and its definition, in one table."""

import datetime as dt
from collections.abc import Iterator

from mittaristo.figures.model import Measure
from mittaristo.i18n.table import Table, Value
from mittaristo.panels.parts.panel import Panel
from mittaristo.panels.parts.view import View

NUMBERS = (2, 4, 6)
"""The columns value, target and change."""


def every_measure(view: View) -> Panel:
    """All measures, also those of registers that the project does not keep: these have no value."""
    _, measures = view.wording, view.figures.measures
    change = _("Change") if view.period is None else _("For the first time")
    if view.since is not None:
        change = _("Change since {day}").format(day=_.day(view.since))
    headings = (
        *(_("Id"), _("Figure"), _("Value"), _("Unit"), _("Target"), _("Due on"), change),
        *(_("Definition"), _("Source"), _("Note"), _("Query")),
    )
    values = [tuple(_row(view, measure)) for measure in measures.values()]
    texts = [tuple(_written(view, row)) for row in values]
    table = Table.of_texts(headings, texts, numeric=NUMBERS, values=values)
    behind = view.figures.registers_behind(view.figures.kept(*measures), ())
    return Panel("all-figures", _("All figures"), table, registers=behind)


def _row(view: View, measure: Measure) -> Iterator[Value]:
    """One measure, in the order of the headings."""
    row = view.values.get(measure.id, {})
    change = view.changes.get(measure.id)
    yield measure.id
    yield measure.label[view.language]
    yield row.get("value")
    yield view.wording.unit(measure.unit)
    yield row.get("target")
    yield row.get("target_due_on")
    if view.period is not None:
        yield row.get("new")
    else:
        yield change["after"] - change["before"] if change else None
    for words in (measure.definition, measure.source, measure.caveat):
        yield words.get(view.language, "")
    yield measure.file


def _written(view: View, row: tuple[Value, ...]) -> Iterator[str]:
    """The same as texts."""
    _ = view.wording
    for place, value in enumerate(row):
        if place in NUMBERS and not isinstance(value, str):
            number = value if isinstance(value, int | float) else None
            yield _.number(number, sign=place == NUMBERS[-1] and view.period is None)
        else:
            yield _.day(value) if isinstance(value, dt.date) else str(value or "")
