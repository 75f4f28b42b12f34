"""A block of a page in the parts that every report has: title, texts, points, tables, a chart."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import singledispatch

from mittaristo.i18n.formats import uncapped
from mittaristo.i18n.table import Table
from mittaristo.i18n.wording import Wording
from mittaristo.panels.parts.attention import Matter
from mittaristo.panels.parts.panel import (
    Block,
    Cards,
    Cell,
    Listing,
    Matrix,
    Matters,
    Notes,
    Notice,
    Panel,
    Points,
    Sentence,
)

Titled = tuple[tuple[str, Table], ...]
"""Tables under their titles; a title may be empty."""


@dataclass(frozen=True)
class Section:
    """What a block says, in the order of the fields. Texts and points are Markdown.

    `note`: small print above, `remarks` below. `behind`: the table of a chart, and what a page
    folds: a report may have them at its end. `panel`: what the section is made from, if it is one.
    """

    title: str = ""
    left_out: str = ""
    texts: tuple[str, ...] = ()
    note: str = ""
    cards: Cards | None = None
    points: tuple[str, ...] = ()
    tables: Titled = ()
    remarks: tuple[str, ...] = ()
    behind: Titled = ()
    panel: Panel | None = None


def section(block: Block, left_out: str, _: Wording) -> Section:
    """The parts of a block. `left_out`: what is told of rows that it lacks."""
    return replace(_parts(block, _), left_out=left_out)


@singledispatch
def _parts(block: Block, _: Wording) -> Section:
    raise TypeError(type(block).__name__)


@_parts.register
def _cards(block: Cards, _: Wording) -> Section:
    del _
    return Section(note=block.since, cards=block)


@_parts.register
def _panel(block: Panel, _: Wording) -> Section:
    del _
    folded = [
        (one.title if one.brief else f"{block.title}: {uncapped(one.title)}", one.table)
        for one in block.folded
    ]
    if block.chart is not None:
        folded.insert(0, (block.title, block.table))
    shown = block.table if block.matrix is None else as_table(block.matrix)
    return Section(
        title=block.title,
        texts=block.texts,
        note=block.note,
        tables=() if block.chart is not None else _filled([(block.caption, shown)]),
        behind=_filled(folded),
        panel=block,
    )


def _filled(tables: Iterable[tuple[str, Table]]) -> Titled:
    return tuple((title, table) for title, table in tables if not table.is_empty)


@_parts.register
def _matters(block: Matters, _: Wording) -> Section:
    def said(matter: Matter) -> str:
        return f"**{matter.headline}.** {matter.detail}"

    return Section(
        title=block.title,
        texts=() if block.first else (_("Nothing urgent right now."),),
        points=tuple(map(said, block.first)),
        remarks=tuple(map(said, block.rest)),
    )


@_parts.register
def _points(block: Points, _: Wording) -> Section:
    del _
    return Section(
        title=block.title,
        texts=() if block.points else (block.nothing,),
        points=tuple(f"**{one.headline}** {one.detail}" for one in block.points),
    )


@_parts.register
def _notes(block: Notes, _: Wording) -> Section:
    del _
    return Section(points=tuple(f"**{when}:** {text}" for when, text in block.notes))


@_parts.register
def _sentence(block: Sentence, _: Wording) -> Section:
    del _
    return Section(title=block.title, texts=(block.text,))


@_parts.register
def _notice(block: Notice, _: Wording) -> Section:
    del _
    return Section(texts=(block.text,))


@_parts.register
def _listing(block: Listing, _: Wording) -> Section:
    del _
    tables = []
    for title, entries in block.groups:
        rows = [
            (
                entry.name,
                *("\n".join(filter(None, cell)) for cell in entry.cells),
                entry.explanation.definition,
            )
            for entry in entries
        ]
        # Of the cells, the second is the unit.
        numeric = [place for place in range(1, len(block.headings) - 1) if place != 2]
        measures = [entry.explanation.measure for entry in entries]
        table = Table.of_texts(block.headings, rows, numeric=numeric, measures=measures)
        tables.append((title, table))
    return Section(tables=tuple(tables), remarks=(block.note,) if block.note else ())


def as_table(matrix: Matrix) -> Table:
    """A matrix as texts: each number with the line below it."""
    headings = (matrix.corner, *(" ".join(filter(None, column)) for column in matrix.columns))
    rows = [
        (name, *("\n".join(filter(None, (cell.value, cell.below, _said(cell)))) for cell in cells))
        for name, cells in matrix.rows
    ]
    numeric = range(1, len(headings))
    return Table.of_texts(headings, rows, numeric=numeric, measures=matrix.measures)


def _said(cell: Cell) -> str:
    """The parts of its bar in words."""
    return ", ".join(part.said for part in cell.parts)


def in_parts(text: str) -> list[tuple[str, bool]]:
    """A line of Markdown or of a card as parts, each bold or not: within ** or <b> it is."""
    parts = re.split(r"\*\*|</?b>", text)
    return [(part.replace("`", ""), place % 2 == 1) for place, part in enumerate(parts) if part]
