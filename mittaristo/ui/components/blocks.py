"""Blocks of a page made ready once, so that a re-run only sends them."""

import html
from collections.abc import Callable
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
from mittaristo.reports.origin import cited_as
from mittaristo.ui import addresses, session
from mittaristo.ui.components import cards, listing, matrix, table
from mittaristo.ui.components.below import Taking, documents, everything, line
from mittaristo.ui.components.chart import sendable, show_chart
from mittaristo.ui.components.text import plain
from mittaristo.ui.navigation import file_of, title_of

Send = Callable[[], None]
"""Sends what is ready to the reader of this run."""


def ready(block: Block, left_out: str, _: Wording, taking: Taking) -> Send:
    """Write everything of a block. `left_out`: what is told of rows that it lacks."""
    told = f'<p class="note">{html.escape(left_out)}</p>' if left_out else ""
    if isinstance(block, Panel):
        return _panel(block, told, _, taking)
    if isinstance(block, Draft):
        return _draft(block, _, taking)
    if isinstance(block, Listing):
        return _listing(block, told, _, taking)
    if isinstance(block, Cards):
        return _cards(block, told, taking)
    if isinstance(block, Citation):
        return _citation(block, taking)
    return _ready(block, told, _)


def _listing(block: Listing, left_out: str, _: Wording, taking: Taking) -> Send:
    sent, offered = listing.ready(block, taking.origin, _), everything(taking, _)

    def send() -> None:
        _html(left_out)
        sent()
        offered.send(st.container(), session.address(), "file-of-all")

    return send


@singledispatch
def _ready(block: Block, left_out: str, _: Wording) -> Send:
    raise TypeError(f"{type(block).__name__} {left_out}")


@_ready.register
def _heading(block: Heading, left_out: str, _: Wording) -> Send:
    title = plain(block.title)
    lead = f'<p class="lead">{html.escape(block.lead)}</p>' if block.lead else ""

    def send() -> None:
        st.title(title, anchor=False)
        _html(lead)
        _html(left_out)

    return send


def _cards(block: Cards, left_out: str, taking: Taking) -> Send:
    written = cards.written(block, taking.origin)

    def send() -> None:
        st.html(written)
        _html(left_out)

    return send


@_ready.register
def _notes(block: Notes, left_out: str, _: Wording) -> Send:
    lines = "".join(f"<li><b>{when}:</b> {html.escape(text)}</li>" for when, text in block.notes)
    written = f'<ul class="notes">{lines}</ul>'
    return lambda: _html(written + left_out)


@_ready.register
def _sentence(block: Sentence, left_out: str, _: Wording) -> Send:
    written = f'<p class="whole">{html.escape(block.text)}</p>'

    def send() -> None:
        st.header(block.title, anchor=False)
        _html(written + left_out)

    return send


def _citation(block: Citation, taking: Taking) -> Send:
    """A sentence in each language, with the link in that language."""
    views = {language: replace(taking.origin.view, language=language) for language in block.said}

    def send() -> None:
        st.header(block.title, anchor=False)
        origin, lines = taking.origin.at(session.address()), []
        for language, said in block.said.items():
            here = replace(origin, view=views[language])
            cited = f"{cited_as(said, here, link=False)} {here.of_figure(block.measure)}"
            lines.append(f'<p class="whole" lang="{language}">{html.escape(cited)}</p>')
        st.html("".join(lines))

    return send


@_ready.register
def _code(block: Code, left_out: str, _: Wording) -> Send:
    title = plain(block.title)

    def send() -> None:
        place = st.expander(f"{title}: `{block.note}`")
        place.code(block.text, language="sql", wrap_lines=True)
        _html(left_out)

    return send


@_ready.register
def _notice(block: Notice, left_out: str, _: Wording) -> Send:
    def send() -> None:
        st.info(block.text, icon=":material/info:")
        _html(left_out)

    return send


def _panel(block: Panel, left_out: str, _: Wording, taking: Taking) -> Send:
    title = plain(block.title)
    note = f'<p class="note">{html.escape(block.note)}</p>' if block.note else ""
    chart = sendable(block.chart) if block.chart else None
    drawn = matrix.written(block.title, block.matrix) if block.matrix else ""
    shown = table.written(block.caption or block.title, block.table, heading=not block.caption)
    nothing = block.table.is_empty and not block.folded
    send_line = line(block, taking, _)
    links = [(name, "**" + _(title_of(name)) + "**") for name in block.pages]

    def send() -> None:
        st.header(title, anchor=False)
        _html(left_out)
        for text in block.texts:
            st.markdown(text)
        _html(note)
        _html(drawn)
        if chart:
            show_chart(block.id, chart, block.alt)
        elif not (drawn or block.table.is_empty):
            _html(shown)
        if not nothing:
            send_line()
        if links:
            with st.container(horizontal=True, key=f"pages-of-{block.id}"):
                for page, label in links:
                    _link(page, label, "content")

    return send


def _draft(block: Draft, _: Wording, taking: Taking) -> Send:
    send_documents = documents(block, taking, _)

    def send() -> None:
        st.header(block.title, anchor=False)
        st.markdown(block.text)
        send_documents()

    return send


def _html(written: str) -> None:
    if written:
        st.html(written)


@_ready.register
def _matters(block: Matters, left_out: str, _: Wording) -> Send:
    urgent, how = _("Nothing urgent right now."), _("How these are chosen")
    more = _("{count} more").format(count=len(block.rest))
    rest = "\n\n".join(f"**{plain(one.headline)}** {plain(one.detail)}" for one in block.rest)

    def send() -> None:
        st.header(block.title, anchor=False)
        _html(left_out)
        if not block.first:
            st.markdown(urgent)
        for place, matter in enumerate(block.first):
            with st.container(border=True, gap="xxsmall", key=f"matter-{place}"):
                _matter(matter)
        if rest:
            st.expander(more).markdown(rest)
        st.expander(how).markdown(block.rules)

    return send


@_ready.register
def _points(block: Points, left_out: str, _: Wording) -> Send:
    def send() -> None:
        st.header(block.title, anchor=False)
        _html(left_out)
        if not block.points:
            st.markdown(plain(block.nothing))
        for place, point in enumerate(block.points):
            with st.container(gap="xxsmall", key=f"point-{block.id}-{place}"):
                _matter(point)

    return send


def _matter(matter: Matter) -> None:
    """A matter, linked where another page shows more of it."""
    headline = f"**{plain(matter.headline)}**"
    here = matter.page == OVERVIEW and addresses.opened() in ("", OVERVIEW)
    if here or not _link(matter.page, headline):
        st.markdown(headline)
    if matter.detail:
        st.markdown(plain(matter.detail))


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
