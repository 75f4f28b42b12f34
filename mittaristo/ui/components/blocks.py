"""Blocks of a page made ready once, so that a re-run only sends them."""

import html
from collections.abc import Callable
from functools import singledispatch

import streamlit as st

from mittaristo.i18n.wording import Wording
from mittaristo.panels.parts.attention import OVERVIEW, Matter
from mittaristo.panels.parts.panel import (
    Block,
    Cards,
    Heading,
    Listing,
    Matters,
    Notes,
    Notice,
    Panel,
    Sentence,
)
from mittaristo.ui.components import cards, listing, matrix, table
from mittaristo.ui.components.below import Taking, line
from mittaristo.ui.components.chart import sendable, show_chart
from mittaristo.ui.components.text import plain
from mittaristo.ui.navigation import file_of

Send = Callable[[], None]
"""Sends what is ready to the reader of this run."""


def ready(block: Block, left_out: str, _: Wording, taking: Taking) -> Send:
    """Write everything of a block. `left_out`: what is told of rows that it lacks."""
    told = f'<p class="note">{html.escape(left_out)}</p>' if left_out else ""
    if isinstance(block, Panel):
        return _panel(block, told, _, taking)
    return _ready(block, told, _)


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


@_ready.register
def _cards(block: Cards, left_out: str, _: Wording) -> Send:
    written = cards.written(block)

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

    return send


def _html(written: str) -> None:
    if written:
        st.html(written)


@_ready.register
def _listing(block: Listing, left_out: str, _: Wording) -> Send:
    sent = listing.ready(block, _)

    def send() -> None:
        _html(left_out)
        sent()

    return send


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


def _matter(matter: Matter) -> None:
    """A matter, linked where another page shows more: a page that is gone is not linked."""
    headline = f"**{plain(matter.headline)}**"
    file = file_of(matter.page)
    if matter.page == OVERVIEW or file is None:
        st.markdown(headline)
    else:
        st.page_link(
            file,
            label=headline,
            icon=":material/arrow_forward:",
            icon_position="right",
            width="stretch",
            query_params=dict(st.query_params),
        )
    st.markdown(plain(matter.detail))
