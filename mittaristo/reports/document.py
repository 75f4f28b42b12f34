"""What a document holds, piece by piece: the same for every format in which it is written."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import singledispatch
from typing import Literal

from mittaristo.i18n.table import Table
from mittaristo.panels.parts.attention import Matter
from mittaristo.panels.parts.panel import (
    Blank,
    Block,
    Draft,
    Heading,
    Matters,
    Notice,
    Panel,
    Points,
    Sentence,
    blocks,
)
from mittaristo.reports.origin import Origin, cited_as, in_a_line, plainly

Kind = Literal["title", "heading", "text", "entry", "empty", "table", "address"]
"""What a piece is. An entry has a headline and a line below it; an empty line has only a name."""


@dataclass(frozen=True)
class Piece:
    """One piece of a document, in plain words."""

    kind: Kind
    text: str
    below: str = ""
    table: Table | None = None


def pieces(draft: Draft, origin: Origin) -> Iterator[Piece]:
    """All pieces in order, headings numbered; the last ones tell where the figures are from."""
    number, made = 0, [one for one in blocks(origin.view, draft.makers) if one is not None]
    for block, left_out in made:
        for piece in _pieces(block, origin):
            if piece.kind == "heading":
                number += 1
                yield Piece("heading", f"{number}. {piece.text}")
            else:
                yield piece
        if left_out:
            yield Piece("text", left_out)
    yield from _origin(draft, origin)


def _origin(draft: Draft, origin: Origin) -> Iterator[Piece]:
    _ = origin.view.wording
    yield Piece("text", cited_as(draft.title, origin, link=False))
    for part, digest in origin.digests:
        if part == "manifest":
            yield Piece("text", _("Digest of the snapshot (SHA-256)") + f": {digest}")
    yield Piece("address", origin.link)


@singledispatch
def _pieces(block: Block, origin: Origin) -> Iterator[Piece]:
    raise TypeError(f"{type(block).__name__} {origin.number}")


@_pieces.register
def _heading(block: Heading, origin: Origin) -> Iterator[Piece]:
    """The title, and below it whose document it is and whether the data are invented."""
    _, figures = origin.view.wording, origin.view.figures
    yield Piece("title", in_a_line(block.title))
    invented = [_("invented example data")] if figures.synthetic else []
    yield Piece("text", " · ".join([figures.project.name, origin.as_of, *invented]))
    if block.lead:
        yield Piece("text", in_a_line(block.lead))


@_pieces.register
def _blank(block: Blank, origin: Origin) -> Iterator[Piece]:
    del origin
    yield Piece("heading", block.title)
    for line in block.lines:
        yield Piece("empty", line)


@_pieces.register
def _sentence(block: Sentence, origin: Origin) -> Iterator[Piece]:
    del origin
    yield Piece("text", in_a_line(block.text))


@_pieces.register
def _notice(block: Notice, origin: Origin) -> Iterator[Piece]:
    del origin
    yield Piece("text", in_a_line(block.text))


@_pieces.register
def _points(block: Points, origin: Origin) -> Iterator[Piece]:
    yield Piece("heading", block.title)
    if not block.points:
        yield Piece("text", block.nothing)
    for point in block.points:
        yield from _matter(point, origin)
        for line in block.answer:
            yield Piece("empty", line)


@_pieces.register
def _matters(block: Matters, origin: Origin) -> Iterator[Piece]:
    _ = origin.view.wording
    yield Piece("heading", block.title)
    if not block.first:
        yield Piece("text", _("Nothing urgent right now."))
    for matter in (*block.first, *block.rest):
        yield from _matter(matter, origin)


def _matter(matter: Matter, origin: Origin) -> Iterator[Piece]:
    """A matter, and the address of the page that shows its figures."""
    yield Piece("entry", in_a_line(matter.headline), in_a_line(matter.detail))
    if matter.page:
        yield Piece("address", origin.on_page(matter.page).link)


@_pieces.register
def _panel(block: Panel, origin: Origin) -> Iterator[Piece]:
    """Its rows in words where they are those of a matrix, otherwise its table."""
    yield Piece("heading", plainly(block.title))
    for text in (block.note, *block.texts):
        if text:
            yield Piece("text", plainly(text))
    if block.matrix is not None and not block.matrix.totals:
        for name, said in block.matrix.in_words:
            yield Piece("entry", in_a_line(name), in_a_line(said))
    elif not block.table.is_empty:
        yield Piece("table", block.caption or block.title, table=block.table)
    if block.matrix is not None or not block.table.is_empty:
        yield Piece("address", origin.link)
