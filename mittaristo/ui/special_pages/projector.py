"""The projector: one screen after another, large enough for the last row, led by the keyboard.

Streamlit's own shortcuts press its buttons: no script of ours listens to the keyboard.
"""

import base64
import html
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

import streamlit as st

from mittaristo.charts.specification import Specification
from mittaristo.i18n.wording import Wording
from mittaristo.panels.parts.attention import Matter
from mittaristo.panels.parts.panel import Maker, Matters, Panel, Points
from mittaristo.reports.drawing import chart_svg
from mittaristo.ui import session
from mittaristo.ui.components import matrix, table
from mittaristo.ui.components.text import plain
from mittaristo.ui.navigation import file_of
from mittaristo.ui.session import Shown

SCREEN, BLANK = "screen", "blank screen"
"""Which screen it is, as it is called in the link; and whether it is dark."""

WIDTH, HEIGHT, ROOM = 500, 192, 24
"""How large a chart is drawn before it fills the screen: its words of 12 points are then at least
24 high at 1280 × 720. `ROOM`: to the right, for the numbers that stand beside the ends of lines."""


@dataclass(frozen=True)
class _Asked:
    """What is asked for: told from others by the makers, and by what everything depends on."""

    screens: tuple[tuple[str, Maker], ...]
    key: tuple[object, ...]
    shown: Shown = field(compare=False)


@dataclass(frozen=True)
class _Screen:
    """What a screen shows, and the page that it is of."""

    page: str
    block: Panel | Points | Matters


def show(screens: Sequence[tuple[str, Maker]]) -> None:
    """Show the screen that the reader has come to, and what leads to the others."""
    shown = session.current()
    asked, _ = _Asked(tuple(screens), shown.key, shown), shown.view.wording
    ready = _made(asked)
    at = _place(len(ready))
    st.query_params[SCREEN] = str(at + 1)
    with st.container(key="projector"):
        st.title(plain(ready[at].block.title), anchor=False)
        st.html(_written(asked, at))
        if st.session_state.get(BLANK):
            st.html('<div class="blank"></div>')
        with st.container(key="leading", horizontal=True):
            _lead(ready, at, _)


def _place(count: int) -> int:
    """Which screen it is, by what was pressed or by the link."""
    linked = st.query_params.get(SCREEN, "")
    first = int(linked) - 1 if linked.isascii() and linked.isdigit() else 0
    at = st.session_state.get(SCREEN, first)
    st.session_state[SCREEN] = min(max(at, 0), count - 1)
    return int(st.session_state[SCREEN])


def _go(to: int) -> None:
    st.session_state[SCREEN] = to


def _darken() -> None:
    st.session_state[BLANK] = not st.session_state.get(BLANK)


def _lead(ready: Sequence[_Screen], at: int, _: Wording) -> None:
    """Previous, next, the list of screens, dark, and back to the page."""
    last = len(ready) - 1
    st.button(_("Previous"), shortcut="Left", on_click=_go, args=(at - 1,), disabled=at <= 0)
    st.button(_("Next"), shortcut="Right", on_click=_go, args=(at + 1,), disabled=at >= last)
    st.selectbox(
        _("Screen"),
        range(len(ready)),
        format_func=lambda place: f"{place + 1} / {len(ready)} · {ready[place].block.title}",
        key=SCREEN,
        label_visibility="collapsed",
    )
    st.button(_("Dark"), shortcut="B", on_click=_darken)
    if st.button(_("Back to the page"), shortcut="Esc"):
        st.session_state.pop(BLANK, None)
        choices = {name: value for name, value in st.query_params.items() if name != SCREEN}
        file = file_of(ready[at].page)
        assert file is not None
        st.switch_page(file, query_params=choices)


@lru_cache(maxsize=40)
def _made(asked: _Asked) -> list[_Screen]:
    """Every screen that has anything to show. What is worth taking up always has."""
    view = asked.shown.view
    made = [(page, maker(view)) for page, maker in asked.screens]
    return [
        _Screen(page, block) for page, block in made if isinstance(block, Panel | Points | Matters)
    ]


@lru_cache(maxsize=200)
def _written(asked: _Asked, at: int) -> str:
    """The HTML of a screen, drawn when it is come to."""
    block, _ = _made(asked)[at].block, asked.shown.view.wording
    if isinstance(block, Panel):
        return _panel(block)
    if isinstance(block, Points):
        return _listed(block.points, block.nothing)
    return _listed(block.first, _("Nothing urgent right now."))


def _panel(panel: Panel) -> str:
    """Its chart as a picture that fills the screen, its matrix, or its table; and its note."""
    note = f'<p class="note">{html.escape(panel.note)}</p>' if panel.note else ""
    if panel.chart is not None:
        picture = base64.b64encode(_drawn(panel.chart).encode()).decode()
        drawn = f'<img alt="{html.escape(panel.alt)}" src="data:image/svg+xml;base64,{picture}">'
    elif panel.matrix is not None:
        drawn = matrix.written(panel.title, panel.matrix)
    elif panel.table.is_empty:
        drawn = "".join(f"<p>{html.escape(text)}</p>" for text in panel.texts)
    else:
        drawn = table.written(panel.title, panel.table, heading=True)
    return f'<div class="screen">{note}{drawn}</div>'


def _listed(matters: Sequence[Matter], nothing: str) -> str:
    """Headlines, each with a line below it."""
    lines = "".join(
        f"<li><b>{html.escape(one.headline)}</b><br>{html.escape(one.detail)}</li>"
        for one in matters
    )
    inside = f"<ul>{lines}</ul>" if lines else f"<p>{html.escape(nothing)}</p>"
    return f'<div class="screen">{inside}</div>'


def _drawn(chart: Specification) -> str:
    """A chart as SVG. Its own title is the mark of invention, which stands above the screen."""
    spec = {name: value for name, value in chart.spec.items() if name != "title"}
    spec |= {"height": HEIGHT, "padding": {**spec["padding"], "right": ROOM}}
    return chart_svg(replace(chart, spec=spec), WIDTH)
