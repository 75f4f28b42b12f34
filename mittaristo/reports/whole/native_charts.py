"""A chart of the spreadsheet's own beside a table, where it says the same as the panel's."""

from collections.abc import Iterator, Sequence
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from mittaristo.charts.theme import LIGHT
from mittaristo.i18n.table import Table
from mittaristo.panels.parts.panel import Panel
from mittaristo.reports.origin import Origin, plainly
from mittaristo.reports.tables import is_day, is_month, rows_of
from mittaristo.reports.xlsx import TOP

LEAST = 3
"""A table of fewer rows has no course."""

LINES = 4
"""More lines than these cannot be told apart."""

SIZE = {"width": 760, "height": 400}


def drawn_natively(panel: Panel, table: Table) -> str:
    """A line where the panel has lines, stacked bars where it has bars; empty where neither fits.

    The table's first column holds months or days, all others numbers.
    """
    own = panel.chart is not None and table.rows[: len(panel.table.rows)] == panel.table.rows
    if panel.chart is None or not own or len(table.rows) < LEAST or not all(table.numeric[1:]):
        return ""
    firsts = [row[0] for row in rows_of(table)]
    marks = set(_marks(panel.chart.spec))
    if "line" in marks:
        few = 1 < len(table.headings) <= 1 + LINES
        return "line" if few and all(is_day(value) for _text, value in firsts) else ""
    by_month = all(is_month(text, value) for text, value in firsts)
    return "column" if by_month and "rect" in marks else ""


def _marks(spec: Any) -> Iterator[str]:
    """What a chart draws with, layer by layer."""
    for layer in spec.get("layer", ()):
        yield from _marks(layer)
    mark = spec.get("mark")
    if mark:
        yield mark if isinstance(mark, str) else mark["type"]


def insert(
    book: xlsxwriter.Workbook, sheet: Worksheet, panel: Panel, table: Table, origin: Origin
) -> None:
    """Insert it beside the table, where there is one to insert."""
    kind = drawn_natively(panel, table)
    if not kind:
        return
    _, name = origin.view.wording, sheet.get_name()
    chart = book.add_chart({"type": kind, **({"subtype": "stacked"} if kind == "column" else {})})
    first, last = TOP + 1, TOP + len(table.rows)
    for place in range(1, len(table.headings)):
        chart.add_series(
            {
                "name": [name, TOP, place],
                "categories": [name, first, 0, last, 0],
                "values": [name, first, place, last, place],
                **_looks(kind, place - 1),
            }
        )
    said = [plainly(panel.title)]
    if origin.view.figures.synthetic:
        said.append("(" + _("invented example data") + ")")
    chart.set_title({"name": " ".join(said), "name_font": {"size": 12}})
    # Days on the axis stand in their order, whatever that of the rows.
    months = {"major_unit": 3, "major_unit_type": "months", "num_format": "m/yyyy"}
    chart.set_x_axis({"date_axis": True, **months, "num_font": {"rotation": -45}})
    chart.set_y_axis({"min": 0, "major_gridlines": {"visible": True, "line": {"color": "#D0D5DB"}}})
    chart.set_legend({"position": "bottom"} if len(table.headings) > 2 else {"none": True})
    chart.set_size(SIZE)
    sheet.insert_chart(
        TOP,
        len(table.headings) + 1,
        chart,
        {"description": plainly(panel.alt), "object_position": 3},
    )


def _looks(kind: str, place: int) -> dict[str, object]:
    """The colour of a series, from those of all charts."""
    colours: Sequence[str] = LIGHT.hues if kind == "line" else LIGHT.ladder
    colour = colours[place % len(colours)]
    if kind == "line":
        return {"line": {"color": colour, "width": 2.25}}
    return {"fill": {"color": colour}, "gap": 30}
