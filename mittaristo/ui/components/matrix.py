"""A table that is a chart: numbers with bars, and totals."""

import html
from collections.abc import Callable

from mittaristo.panels.parts.panel import Cell, Matrix
from mittaristo.ui.components.table import linked


def written(caption: str, matrix: Matrix, leads: Callable[[str], str] = lambda _measure: "") -> str:
    """Its HTML: a real table, whose bars are only seen. leads: see table.written.

    Roles are said, because on a phone the style sheet lays out rows otherwise than a table's.
    """
    headings = [html.escape(name) for name, _ in matrix.columns]
    columns = "".join(f'<th scope="col" role="columnheader">{name}</th>' for name in headings)
    rows = "".join(
        f'<tr role="row"><th scope="row" role="rowheader">{linked(name, leads(measure))}</th>'
        + "".join(
            f'<td role="cell" data-heading="{heading}">{_cell(cell)}</td>'
            for heading, cell in zip(headings, cells, strict=True)
        )
        + "</tr>"
        for (name, cells), measure in zip(
            matrix.rows, matrix.measures or [""] * len(matrix.rows), strict=True
        )
    )
    said, corner = html.escape(caption), html.escape(matrix.corner)
    kind = "matrix" if matrix.totals else "matrix bare"
    kind += " alike" if matrix.alike and not matrix.totals else ""
    kind += " signs" if matrix.signs else ""
    # The same figures stand below as a plain table, whose region has the caption's name.
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="{corner}">'
        f'<table class="{kind}" role="table"><caption class="heard">{said}</caption>'
        f'<thead role="rowgroup"><tr role="row">'
        f'<th scope="col" role="columnheader">{corner}</th>{columns}</tr></thead>'
        f'<tbody role="rowgroup">{rows}</tbody></table></div>'
    )


def _cell(cell: Cell) -> str:
    """The number, its bar, and the line below it."""
    bar = f'<i aria-hidden="true" style="width: {100 * cell.share:.1f}%"></i>' if cell.share else ""
    if cell.mark:
        line = f'<u style="left: {100 * cell.mark:.1f}%"></u>'
        bar = f'<div class="track" aria-hidden="true">{bar}{line}</div>'
    number = f"<b>{html.escape(cell.value)}</b>" if cell.value else ""
    below = f"<span>{html.escape(cell.below)}</span>" if cell.below else ""
    return f"{number}{bar}{below}{_parts(cell)}"


def _parts(cell: Cell) -> str:
    """A bar to both sides of zero, and its parts in words, each beside its colour."""
    if not cell.parts:
        return ""
    drawn = "".join(
        f'<u class="{part.kind}" style="left: {100 * part.start:.2f}%;'
        f' width: {100 * (part.end - part.start):.2f}%"></u>'
        for part in cell.parts
    )
    said = ", ".join(
        f'<span class="part"><u class="{part.kind}" aria-hidden="true"></u>'
        f"{html.escape(part.said)}</span>"
        for part in cell.parts
    )
    zero = f'<u class="zero" style="left: {100 * cell.zero:.2f}%"></u>'
    return f'<div class="parts" aria-hidden="true">{drawn}{zero}</div>{said}'
