"""Blocks of a page made ready once, so that a re-run only sends them."""

import html
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import singledispatch
from typing import Literal

import streamlit as st

from mittaristo.i18n.wording import Wording
from mittaristo.panels.parts.attention import OVERVIEW, Matter
from mittaristo.panels.parts.panel import (
    Block,
    Cards,
    Citation,
    Code,
    Draft,
    Heading,
    Listing,
    Matters,
    Notes,
    Notice,
    Panel,
    Points,
    Sentence,
)
from mittaristo.reports.origin import Origin, cited_as
from mittaristo.ui import addresses, session
from mittaristo.ui.components import cards, listing, matrix, table
from mittaristo.ui.components.below import documents, everything, hand_over, line, origins
from mittaristo.ui.components.chart import sendable, show_chart
from mittaristo.ui.components.sheet import Sheet
from mittaristo.ui.components.text import plain
from mittaristo.ui.navigation import file_of, title_of

Send = Callable[[Sheet], None]
"""Writes and sends what is ready to the reader of this run."""


def ready(block: Block, left_out: str, _: Wording, origin: Origin) -> Send:
    """Write everything of a block. `left_out`: what is told of rows that it lacks."""
    told = f'<p class="note">{html.escape(left_out)}</p>' if left_out else ""
    if isinstance(block, Panel):
        return _panel(block, told, _, origin)
    if isinstance(block, Draft):
        return _draft(block, _, origin)
    if isinstance(block, Listing):
        return _listing(block, told, _, origin)
    if isinstance(block, Cards):
        return _cards(block, told, origin)
    if isinstance(block, Citation):
        return _citation(block, origin)
    sent, led = _ready(block, told, _), origins(block.origins, origin, _)

    def send(sheet: Sheet) -> None:
        sent(sheet)
        sheet.write(f'<p class="below"><span class="origin">{led}</span></p>')

    return send if led else sent


def _listing(block: Listing, left_out: str, _: Wording, origin: Origin) -> Send:
    sent = listing.ready(block, origin, _)

    def send(sheet: Sheet) -> None:
        sheet.write(left_out)
        sheet.send()
        sent()
        sheet.write(everything(origin, _))
        hand_over(None, origin, _)

    return send


@singledispatch
def _ready(block: Block, left_out: str, _: Wording) -> Send:
    raise TypeError(f"{type(block).__name__} {left_out}")


@_ready.register
def _heading(block: Heading, left_out: str, _: Wording) -> Send:
    lead = f'<p class="lead">{html.escape(block.lead)}</p>' if block.lead else ""
    written = f"<h1>{html.escape(block.title)}</h1>{lead}{left_out}"
    return lambda sheet: sheet.write(written)


def _cards(block: Cards, left_out: str, origin: Origin) -> Send:
    written = cards.written(block, origin) + left_out
    return lambda sheet: sheet.write(written)


@_ready.register
def _notes(block: Notes, left_out: str, _: Wording) -> Send:
    lines = "".join(f"<li><b>{when}:</b> {html.escape(text)}</li>" for when, text in block.notes)
    written = f'<ul class="notes">{lines}</ul>{left_out}'
    return lambda sheet: sheet.write(written)


@_ready.register
def _sentence(block: Sentence, left_out: str, _: Wording) -> Send:
    written = f'{_titled(block.title)}<p class="whole">{html.escape(block.text)}</p>{left_out}'
    return lambda sheet: sheet.write(written)


def _citation(block: Citation, origin: Origin) -> Send:
    """A sentence in each language, with the link in that language."""
    views = {language: replace(origin.view, language=language) for language in block.said}

    def send(sheet: Sheet) -> None:
        there, lines = origin.at(session.address()), [_titled(block.title)]
        for language, said in block.said.items():
            here = replace(there, view=views[language])
            cited = f"{cited_as(said, here, link=False)} {here.of_figure(block.measure)}"
            lines.append(f'<p class="whole" lang="{language}">{html.escape(cited)}</p>')
        sheet.write("".join(lines))

    return send


@_ready.register
def _code(block: Code, left_out: str, _: Wording) -> Send:
    title = plain(block.title)

    def send(sheet: Sheet) -> None:
        sheet.send()
        place = st.expander(f"{title}: `{block.note}`")
        place.code(block.text, language="sql", wrap_lines=True)
        sheet.write(left_out)

    return send


@_ready.register
def _notice(block: Notice, left_out: str, _: Wording) -> Send:
    def send(sheet: Sheet) -> None:
        sheet.send()
        st.info(block.text, icon=":material/info:")
        sheet.write(left_out)

    return send


def _panel(block: Panel, left_out: str, _: Wording, origin: Origin) -> Send:
    chart = sendable(block.chart) if block.chart else None
    nothing = block.table.is_empty and not block.folded
    written = left_out + _paragraphs(block.texts)
    if block.note:
        written += f'<p class="note">{html.escape(block.note)}</p>'
    if block.matrix:
        written += matrix.written(block.title, block.matrix, origin.of_row)
    elif not (chart or block.table.is_empty):
        caption = block.caption or block.title
        written += table.written(
            caption, block.table, heading=not block.caption, leads=origin.of_row
        )
    title, titled = plain(block.title), _titled(block.title)
    written_line = line(block, origin, _)
    links = [(name, "**" + _(title_of(name)) + "**") for name in block.pages]

    def send(sheet: Sheet) -> None:
        if not block.closed:
            send_all(sheet, titled + written)
            return
        sheet.send()
        place = st.expander(title, key=f"panel-{block.id}", on_change="rerun")
        if place.open:
            with place:
                inside = Sheet()
                send_all(inside, written)
                inside.send()

    def send_all(sheet: Sheet, words: str) -> None:
        below = "" if nothing else written_line()
        if chart:
            sheet.write(words)
            sheet.send()
            show_chart(block.id, chart, block.alt)
            sheet.write(below)
        else:
            sheet.write(words + below)
        if below and session.current().sealed:
            sheet.send()
            hand_over(block, origin, _)
        if links:
            sheet.send()
            with st.container(horizontal=True, key=f"pages-of-{block.id}"):
                for page, label in links:
                    _link(page, label, "content")

    return send


def _draft(block: Draft, _: Wording, origin: Origin) -> Send:
    send_documents = documents(block, origin, _)
    written = _titled(block.title) + _paragraphs([block.text])

    def send(sheet: Sheet) -> None:
        sheet.write(written)
        sheet.send()
        send_documents()

    return send


def _titled(title: str) -> str:
    return f"<h2>{html.escape(title)}</h2>"


def _paragraphs(texts: Iterable[str]) -> str:
    return "".join(f"<p>{html.escape(text)}</p>" for text in texts)


def _more(label: str, inside: str, kind: str = "more") -> str:
    """What is opened by its label, written already. On paper only what is `printed` is seen."""
    return f'<details class="{kind}"><summary>{html.escape(label)}</summary>{inside}</details>'


@_ready.register
def _matters(block: Matters, left_out: str, _: Wording) -> Send:
    how, more = _("How these are chosen"), _("{count} more").format(count=len(block.rest))
    written = _titled(block.title) + left_out
    if not block.first:
        written += _paragraphs([_("Nothing urgent right now.")])
    rest = "".join(_unlinked(one) for one in block.rest)
    folded = _more(more, rest, "more printed") if rest else ""
    first, *rules = [line.removeprefix("- ") for line in block.rules.split("\n") if line]
    listed = "".join(f"<li>{html.escape(rule)}</li>" for rule in rules)
    folded += _more(how, f"{_paragraphs([first])}<ul>{listed}</ul>")

    def send(sheet: Sheet) -> None:
        sheet.write(written)
        sheet.send()
        for place, matter in enumerate(block.first):
            with st.container(border=True, gap="xxsmall", key=f"matter-{place}"):
                _matter(matter)
        sheet.write(folded)

    return send


@_ready.register
def _points(block: Points, left_out: str, _: Wording) -> Send:
    written = _titled(block.title) + left_out
    if not block.points:
        written += _paragraphs([block.nothing])
    linked = any(file_of(point.page) for point in block.points)
    if not linked:
        written += "".join(_unlinked(point) for point in block.points)

    def send(sheet: Sheet) -> None:
        sheet.write(written)
        if linked:
            sheet.send()
            with st.container(gap="xxsmall", key=f"points-{block.id}"):
                for point in block.points:
                    _matter(point)

    return send


def _matter(matter: Matter) -> None:
    """A matter, linked where another page shows more of it."""
    here = matter.page == OVERVIEW and addresses.opened() in ("", OVERVIEW)
    if here or not _link(matter.page, f"**{plain(matter.headline)}**"):
        st.html(_unlinked(matter))
    elif matter.detail:
        st.html(_paragraphs([matter.detail]))


def _unlinked(matter: Matter) -> str:
    return f"<p><b>{html.escape(matter.headline)}</b><br>{html.escape(matter.detail)}</p>"


def _link(page: str, label: str, width: Literal["stretch", "content"] = "stretch") -> bool:
    """A link to a page with the choices as they are. False for a page that is gone."""
    file = file_of(page)
    if file is not None:
        st.page_link(
            file,
            label=label,
            icon=":material/arrow_forward:",
            icon_position="right",
            width=width,
            query_params=dict(st.query_params),
        )
    return file is not None
