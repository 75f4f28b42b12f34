"""Who was there, came and left in each period: stock and flow that add up."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from mittaristo.figures.consistency import flows_that_do_not_add_up
from mittaristo.figures.periods import Period, to_choose
from mittaristo.i18n.table import Table
from mittaristo.panels.parts import panel, period
from mittaristo.panels.parts.panel import Cell, Folded, Matrix, Panel
from mittaristo.panels.parts.view import View

CLIENTS, EURA = "client_flow", "eura_flow"

Span = tuple[dt.date, dt.date]
Row = Mapping[str, Any]


def flow(view: View) -> Panel | None:
    """Active clients by half-year, or in the period: at its start, joined, left, at its end."""
    if not view.figures.keeps(CLIENTS):
        return None
    _, rows = view.wording, _by_span(view, CLIENTS)
    listed = _listed(view, rows)
    kept = [CLIENTS, *([EURA] if view.figures.keeps(EURA) else [])]
    return panel.tabled(
        view,
        "client-flow",
        _title(view, rows),
        _table(view, _clients(view), listed),
        lambda: _matrix(view, listed),
        alt_text=panel.alt_of_rows(view, [(name, _.number(row["at_end"])) for name, row in listed]),
        measures=view.figures.kept("clients_active"),
        figures=kept,
        note=_how_to_read(view),
        folded=tuple(_every_period(view, name) for name in kept) if listed else (),
    )


def _by_span(view: View, figure: str) -> dict[Span, Row]:
    return {(row["period_from"], row["period_to"]): row for row in view.figures.rows(figure)}


def _listed(view: View, rows: Mapping[Span, Row]) -> list[tuple[str, Row]]:
    """The half-years and the whole project, or the period that is shown; each by its name.

    None where nobody has ever been a client.
    """
    figures = view.figures
    halves = [Period(*span) for span in figures.spans if span[0] == "half_year"]
    shown: list[tuple[str, Row | None]] = [
        (period.name(one, figures, view.wording).split(" (")[0], rows.get((one.first, one.last)))
        for one in halves
    ]
    whole = rows.get((view.first, view.last))
    last = (period.name(view.period, figures, view.wording), whole)
    every = [last] if view.period else [*shown, last]
    if whole is None or not (whole["at_start"] or whole["came"]):
        return []
    return [(name, row) for name, row in every if row is not None]


def _title(view: View, rows: Mapping[Span, Row]) -> str:
    """How many are active, and what has come about in the latest half-year."""
    _, halves = view.wording, [one for one in view.figures.spans if one[0] == "half_year"]
    span = (view.first, view.last)
    if view.period is None and halves:
        span = max(halves, key=lambda one: one[1])[1:]
    row = rows.get(span)
    if row is None:
        return _("Active clients")
    said = _("{count} active clients; {days}: {came} joined and {gone} left")
    if view.period is not None:
        said = _("{count} active clients at the end; {days}: {came} joined and {gone} left")
    return said.format(
        count=_.number(row["at_end"]),
        days=period.days(*span, _),
        came=_.number(row["came"]),
        gone=_.number(row["gone"]),
    )


def _clients(view: View) -> dict[str, str]:
    """Columns of the clients' figure and their headings."""
    _ = view.wording
    return {
        "at_start": _("At the start"),
        "came": _("Joined"),
        "gone": _("Left"),
        "at_end": _("At the end"),
    }


def _of_eura(view: View) -> dict[str, str]:
    _ = view.wording
    return {
        "at_start": _("Open at the start"),
        "came": _("Began, first"),
        "returned": _("Began, returned"),
        "gone": _("Ended"),
        "at_end": _("Open at the end"),
    }


def _table(view: View, headings: Mapping[str, str], listed: Sequence[tuple[str, Row]]) -> Table:
    """Periods in rows."""
    _ = view.wording
    values = [(name, *(row[column] for column in headings)) for name, row in listed]
    texts = [(name, *map(_.number, counts)) for name, *counts in values]
    numeric = range(1, len(headings) + 1)
    made = Table.of_texts([_("Period"), *headings.values()], texts, numeric=numeric, values=values)
    days = [[(end, str(row[end])) for end in ("period_from", "period_to")] for _name, row in listed]
    return replace(made, keys=tuple(map(tuple, days)))


def _matrix(view: View, listed: list[tuple[str, Row]]) -> Matrix:
    """The same with signs, and a bar for how many are active at the end."""
    _ = view.wording
    most = max([1, *(row["at_end"] for _name, row in listed)])
    rows = tuple(
        (
            name,
            (
                Cell(_.number(row["at_start"])),
                Cell(_.number(row["came"], sign=True)),
                Cell(_.number(-row["gone"])),
                Cell(_.number(row["at_end"]), share=row["at_end"] / most),
            ),
        )
        for name, row in listed
    )
    columns = tuple((said, "") for said in _clients(view).values())
    return Matrix(_("Period"), columns, rows, totals=view.period is None)


def _how_to_read(view: View) -> str:
    """That each row adds up, or where it does not; and that returns are seen in EURA only."""
    _ = view.wording
    wrong = [one.period_from for one in flows_that_do_not_add_up(view.figures)]
    adds_up = _(
        "At the start + joined − left = at the end. Each is counted from the rows by itself."
    )
    if wrong:
        adds_up = _("The rows do not add up in {count} periods.").format(count=len(wrong))
    returned = _(
        "The client register does not tell of a client relationship that is opened again; those"
        " who returned are among the EURA periods."
    )
    return f"{adds_up} {returned}"


def _every_period(view: View, figure: str) -> Folded:
    """All periods that may be chosen, of clients or of EURA periods."""
    _, figures = view.wording, view.figures
    rows = _by_span(view, figure)
    chosen = [None, *to_choose(figures, view.role, view.since)]
    spans = [
        (view.starts_on, view.as_of) if one is None else (one.first, one.last) for one in chosen
    ]
    listed = [
        (period.name(one, figures, _), rows[span])
        for one, span in zip(chosen, spans, strict=True)
        if span in rows
    ]
    if figure == CLIENTS:
        title, brief, headings = _("Clients in every period"), _("Every period"), _clients(view)
    else:
        title, brief = _("EURA periods that were open, began and ended"), _("EURA periods")
        headings = _of_eura(view)
    return Folded(title, panel.leading(view, _table(view, headings, listed), figure), brief)
