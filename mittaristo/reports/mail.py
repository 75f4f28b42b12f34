"""Blocks as a page of HTML and as a mail that is ready to be sent: nothing is sent from here."""

import base64
import html
import re
from collections.abc import Sequence
from email.message import EmailMessage
from email.policy import SMTP
from functools import singledispatch

from mittaristo.i18n.table import Table
from mittaristo.panels.parts.cofunding import emblem
from mittaristo.panels.parts.panel import (
    Block,
    Cards,
    Heading,
    Matters,
    Notes,
    Notice,
    Panel,
    blocks,
)
from mittaristo.panels.parts.panel import Page as PageOfBlocks
from mittaristo.reports.drawing import drawn, placed
from mittaristo.reports.origin import Origin, plainly

SHARP = 192
"""How many points an inch the emblem has: two for each of the screen's, and some."""

STYLE = """
body { margin: 0 auto; padding: 1rem; max-width: 44rem; color: #111; background: #fff;
  font: 16px/1.45 Arial, "Liberation Sans", sans-serif; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; margin-top: 1.6rem; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: 0.3rem 0.5rem; border-bottom: 1px solid #8a949e; text-align: left;
  vertical-align: top; }
.number { text-align: right; white-space: nowrap; }
.eu { color: #003399; } .eu img { vertical-align: middle; margin-right: 0.6rem; }
a { color: #003399; }
"""

Line = tuple[str, str]
"""The same as HTML and as text."""


def page(made: PageOfBlocks, origin: Origin) -> bytes:
    """One file of HTML that asks no other host for anything."""
    picture = base64.b64encode(_emblem()).decode()
    return _html(made, origin, f"data:image/png;base64,{picture}").encode()


def mail(made: PageOfBlocks, origin: Origin) -> bytes:
    """A mail without sender and receivers, which mail programs open as one to be sent.

    The same bytes for the same snapshot and version.
    """
    _, figures = origin.view.wording, origin.view.figures
    written = EmailMessage(policy=SMTP)
    subject = _subject(made, origin)
    written["Subject"] = subject
    written["Date"] = origin.published_at
    written["Message-ID"] = f"<{origin.file_name(origin.view.language, 'digest')}@mittaristo>"
    written["X-Unsent"] = "1"  # mail programs open it as one to be sent
    written.set_content(_text(made, origin))
    written.add_alternative(_html(made, origin, "cid:emblem@mittaristo"), subtype="html")
    if figures.project.co_funding == "esf_plus":
        related = written.get_body(("html",))
        assert related is not None
        related.add_related(
            _emblem(), "image", "png", cid="<emblem@mittaristo>", disposition="inline"
        )
        related.set_boundary("related-mittaristo")
    written.set_boundary("alternative-mittaristo")
    return written.as_bytes()


def _emblem() -> bytes:
    return drawn(placed(emblem(), 0, 0, 79 * 0.75, 54 * 0.75), SHARP)


def _subject(made: PageOfBlocks, origin: Origin) -> str:
    _ = origin.view.wording
    titles = [block.title for block in _blocks(made, origin) if isinstance(block, Heading)]
    invented = _("invented example data")
    return " ".join([*titles[:1], *([f"({invented})"] if origin.view.figures.synthetic else [])])


def _blocks(made: PageOfBlocks, origin: Origin) -> list[Block]:
    return [block for block, _left_out in filter(None, blocks(origin.view, made))]


def _lines(made: PageOfBlocks, origin: Origin) -> list[Line]:
    """Every block, what it lacks, and at the end where all of it comes from."""
    _, view = origin.view.wording, origin.view
    found: list[Line] = []
    if view.figures.synthetic:
        said = _("The rows were made up: these figures tell nothing of a real project.")
        found.append(_said(said))
    for block, left_out in filter(None, blocks(view, made)):
        found += _written(block, origin)
        if left_out:
            found.append(_said(left_out))
    found.append(
        _said(
            _("Snapshot {number}, published on {day}.").format(
                number=origin.number, day=_.day(origin.published_on)
            )
        )
    )
    if origin.address:
        found.append(_linked(_("All figures, as they were in this snapshot"), origin.link))
    return found


def _said(text: str) -> Line:
    return f"<p>{html.escape(text)}</p>", f"{text}\n"


def _linked(text: str, link: str) -> Line:
    address = html.escape(link)
    return f'<p><a href="{address}">{html.escape(text)}</a></p>', f"{text}: {link}\n"


def _titled(text: str, level: int = 2) -> Line:
    plain = plainly(text)
    under = "=" if level == 1 else "-"
    return f"<h{level}>{html.escape(plain)}</h{level}>", f"{plain}\n{under * len(plain)}\n"


@singledispatch
def _written(block: Block, origin: Origin) -> list[Line]:
    raise TypeError(f"{type(block).__name__} of {origin.project}")


@_written.register
def _heading(block: Heading, origin: Origin) -> list[Line]:
    del origin
    return [_titled(block.title, 1), *([_said(block.lead)] if block.lead else [])]


@_written.register
def _cards(block: Cards, origin: Origin) -> list[Line]:
    _ = origin.view.wording
    rows = [
        (one.name, one.value, *(_plain(text) for text in ("; ".join(one.change), one.aim)))
        for one in block.cards
    ]
    headings = (_("Figure"), _("Value"), _("Change"), _("Target"))
    return [_table(Table.of_texts(headings, rows, numeric=(1,)))]


@_written.register
def _panel(block: Panel, origin: Origin) -> list[Line]:
    del origin
    texts = [_said(plainly(text)) for text in (*block.texts, block.note) if text]
    found = [_titled(block.title), _table(block.table), *texts]
    for one in block.folded:
        found += [_titled(one.title, 3), _table(one.table)]
    return found


@_written.register
def _matters(block: Matters, origin: Origin) -> list[Line]:
    found = [_titled(block.title)]
    for matter in (*block.first, *block.rest):
        headline, detail = plainly(matter.headline), plainly(matter.detail)
        if origin.address:
            there = origin.at(f"{origin.address.rpartition('/')[0]}/{matter.page}")
            found += [_linked(headline, there.link), _said(detail)]
        else:
            found.append(_said(f"{headline}. {detail}"))
    return found


@_written.register
def _notes(block: Notes, origin: Origin) -> list[Line]:
    del origin
    return [_said(f"{when}: {text}") for when, text in block.notes]


@_written.register
def _notice(block: Notice, origin: Origin) -> list[Line]:
    del origin
    return [_said(plainly(block.text))]


def _plain(text: str) -> str:
    """Words that may have been set in bold."""
    return html.unescape(re.sub("</?b>", "", text))


def _table(table: Table) -> Line:
    aligned = [' class="number"' if numeric else "" for numeric in table.numeric]

    def row(cells: Sequence[str], tag: str) -> str:
        return "".join(
            f"<{tag}{align}>{html.escape(cell)}</{tag}>"
            for cell, align in zip(cells, aligned, strict=True)
        )

    body = "".join(f"<tr>{row(cells, 'td')}</tr>" for cells in table.rows)
    written = (
        f"<table><thead><tr>{row(table.headings, 'th')}</tr></thead><tbody>{body}</tbody></table>"
    )
    texts = [
        "; ".join(
            f"{heading}: {cell}" if place else cell
            for place, (heading, cell) in enumerate(zip(table.headings, cells, strict=True))
            if cell
        )
        for cells in table.rows
    ]
    return written, "".join(f"- {text}\n" for text in texts)


def _html(made: PageOfBlocks, origin: Origin, emblem_at: str) -> str:
    _, view = origin.view.wording, origin.view
    funded = ""
    if view.figures.project.co_funding == "esf_plus":
        words, alt = _("Co-funded by the European Union"), _("EU emblem")
        funded = (
            f'<p class="eu"><img src="{emblem_at}" width="79" height="54"'
            f' alt="{html.escape(alt)}">{html.escape(words)}</p>'
        )
    body = "\n".join(written for written, _text in _lines(made, origin))
    title = html.escape(_subject(made, origin))
    return (
        f'<!doctype html>\n<html lang="{view.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{title}</title><style>{STYLE}</style></head>\n"
        f"<body>{funded}\n{body}\n</body></html>\n"
    )


def _text(made: PageOfBlocks, origin: Origin) -> str:
    _ = origin.view.wording
    lines = [text for _written, text in _lines(made, origin)]
    if origin.view.figures.project.co_funding == "esf_plus":
        words = _("Co-funded by the European Union")
        lines.append(f"{words}\n")
    return "\n".join(lines)
