"""A table that is a chart: numbers with bars, and totals."""

import html

from mittaristo.panels.parts.panel import Cell, Matrix


def written(caption: str, matrix: Matrix) -> str:
    """Its HTML: a real table, whose bars are only seen."""
    columns = "".join(f'<th scope="col">{html.escape(name)}</th>' for name, _ in matrix.columns)
    rows = "".join(
        f'<tr><th scope="row">{html.escape(name)}</th>'
        + "".join(f"<td>{_cell(cell)}</td>" for cell in cells)
        + "</tr>"
        for name, cells in matrix.rows
    )
    said = html.escape(caption)
    # The same figures stand below as a plain table, whose region has the caption's name.
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="{html.escape(matrix.corner)}">'
        f'<table class="matrix"><caption class="heard">{said}</caption>'
        f'<thead><tr><th scope="col">{html.escape(matrix.corner)}</th>{columns}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _cell(cell: Cell) -> str:
    """The number, its bar, and the line below it."""
    bar = f'<i aria-hidden="true" style="width: {100 * cell.share:.1f}%"></i>' if cell.share else ""
    number = f"<b>{html.escape(cell.value)}</b>" if cell.value else ""
    below = f"<span>{html.escape(cell.below)}</span>" if cell.below else ""
    return f"{number}{bar}{below}"
