"""A document as Markdown."""

import re
from collections.abc import Iterator

from mittaristo.i18n.table import Table
from mittaristo.panels.parts.panel import Draft
from mittaristo.reports.document import Piece, pieces
from mittaristo.reports.origin import Origin


def document_markdown(draft: Draft, origin: Origin) -> str:
    """The text: every piece a paragraph, lines that are to be filled in as a list."""
    paragraphs: list[str] = []
    for piece in pieces(draft, origin):
        lines = "\n".join(_lines(piece))
        both_empty = piece.kind == "empty" and bool(paragraphs) and paragraphs[-1][:2] == "- "
        if both_empty:
            paragraphs[-1] += f"\n{lines}"
        else:
            paragraphs.append(lines)
    return "\n\n".join(paragraphs) + "\n"


def _lines(piece: Piece) -> Iterator[str]:
    text = _escaped(piece.text)
    match piece.kind:
        case "title":
            yield f"# {text}"
        case "heading":
            yield f"## {text}"
        case "entry":
            yield f"**{text}**" + ("\\" if piece.below else "")
            if piece.below:
                yield _escaped(piece.below)
        case "empty":
            yield f"- {text}:"
        case "address":
            yield f"<{piece.text}>" if "://" in piece.text else f"`{piece.text}`"
        case "table":
            assert piece.table is not None
            yield from _table(piece.table)
        case "text":
            yield text


def _table(table: Table) -> Iterator[str]:
    """Headings, how columns are aligned, and rows."""
    yield _row(table.headings)
    yield _row(["---:" if numeric else "---" for numeric in table.numeric], plain=True)
    for row in table.rows:
        yield _row(row)


def _row(cells: tuple[str, ...] | list[str], *, plain: bool = False) -> str:
    return f"| {' | '.join(cell if plain else _escaped(cell) for cell in cells)} |"


def _escaped(text: str) -> str:
    """A text that Markdown leaves as it is. A number with a point begins a heading, not a list."""
    return re.sub(r"([\\`*_{}\[\]<>#|~])", r"\\\1", " ".join(text.split("\n")))
