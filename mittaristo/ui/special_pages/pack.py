"""The page that makes a report: themes and format are chosen, the file is made and taken along."""

import base64
import html
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import streamlit as st

from mittaristo.i18n.wording import Wording
from mittaristo.panels.themes import THEMES
from mittaristo.reports.origin import Origin
from mittaristo.reports.whole.contents import USUAL, Contents, contents
from mittaristo.reports.whole.formats import FORMATS, Told, helping
from mittaristo.ui import listed, session
from mittaristo.ui.navigation import PAGES
from mittaristo.ui.session import Shown

ORDER = "order of themes"
"""Where the session keeps in which order themes were ticked."""

Made = TypeVar("Made")
Write = Callable[[Contents, Told], Made]

LOOKED_AT = "pages of a report"
"""The same of the small pictures of its pages."""

MADE = "made report"
"""Where the session keeps what was made last, and what it was made of."""


def show() -> None:
    """What is asked, and the file once it is made."""
    shown = session.current()
    _ = shown.view.wording
    st.title(_("A report for the meeting"), anchor=False)
    if not shown.for_everyone:
        st.info(_("Not everyone sees this snapshot. Reports are made of those that everyone sees."))
        return
    said = _(
        "One file of what everyone may see: a first page that is enough by itself, then a page a"
        " theme, tables and definitions. The day, the comparison and the language are those of the"
        " side bar."
    )
    st.html(f'<p class="lead">{said}</p>')
    st.header(_("Themes after the first page"), anchor=False)
    titles = {
        Path(path).name: title for entries in PAGES.values() for path, title, _icon in entries
    }
    empty = listed.without_content(shown.snapshot, "everyone")
    there = [name for name in THEMES if name not in empty]
    themes = _chosen(there, {name: _(titles[name]) for name in there}, _)
    kind = st.radio(
        _("Format"), list(FORMATS), format_func=lambda name: _(FORMATS[name].label), key="format"
    )
    asked = (shown.key, tuple(themes), kind)
    with st.container(horizontal=True):
        make = st.button(_("Make the report"), type="primary", key="make-report")
        look = FORMATS[kind].pages and st.button(_("Show its pages"), key="show-pages")
    if make or look:
        place = st.empty()
        with place.container():
            # Whatever is pressed meanwhile ends this run where it tells how far it has come.
            st.button(_("Cancel"), key="cancel-report")
            if make:
                st.session_state[MADE] = (asked, _make(shown, themes, kind, FORMATS[kind].write))
            elif pages := FORMATS[kind].pages:
                st.session_state[LOOKED_AT] = (asked, _make(shown, themes, kind, pages))
        place.empty()
    _give(shown, kind, asked)
    looked_at, pictures = st.session_state.get(LOOKED_AT, (None, []))
    if looked_at == asked:
        st.html(_small(pictures, _))


def _give(shown: Shown, kind: str, asked: object) -> None:
    """The file, where what was made last is what is asked for."""
    made_of, file = st.session_state.get(MADE, (None, b""))
    if made_of == asked:
        origin, _ = _origin(shown), shown.view.wording
        ending = FORMATS[kind].ending
        st.download_button(
            _("Download: {name}").format(name=origin.file_name("report", ending)),
            file,
            origin.file_name("report", ending),
            FORMATS[kind].mime,
            key="download-report",
            on_click="ignore",
            icon=":material/download:",
        )


def _small(pictures: Sequence[tuple[str, bytes]], _: Wording) -> str:
    """Small pictures of pages in a row that breaks."""
    said = _("Page {number}/{all}: {title}")
    shown = (
        f'<li><img alt="{html.escape(said.format(number=at, all=len(pictures), title=title))}"'
        f' src="data:image/png;base64,{base64.b64encode(picture).decode()}"></li>'
        for at, (title, picture) in enumerate(pictures, start=1)
    )
    return f'<ul class="sheets">{"".join(shown)}</ul>'


def _chosen(there: Sequence[str], titles: Mapping[str, str], _: Wording) -> list[str]:
    """The themes that are ticked, in the order in which they were."""
    ticked = [
        name
        for name in there
        if st.checkbox(titles[name], value=name in USUAL, key=f"theme-{name}")
    ]
    before = [name for name in st.session_state.get(ORDER, ()) if name in ticked]
    order = [*before, *(name for name in ticked if name not in before)]
    st.session_state[ORDER] = order
    st.button(_("Choose none"), on_click=_choose_none, args=(there,), type="tertiary")
    said = _("They stand in the order in which they are ticked: {names}.")
    named = ", ".join(titles[name] for name in order) or "–"
    st.html(f'<p class="note" role="status">{html.escape(said.format(names=named))}</p>')
    return order


def _choose_none(there: Sequence[str]) -> None:
    for name in there:
        st.session_state[f"theme-{name}"] = False


def _origin(shown: Shown) -> Origin:
    """The figures as everyone sees them; links lead to the pages beside this one."""
    days, _weekly = shown.view.figures.comparison_days("everyone")
    since = shown.view.since if shown.view.since in days else next(iter(days), None)
    view = replace(shown.view, role="everyone", since=since)
    return Origin.of(shown.snapshot, view).at(session.address().rpartition("/")[0])


def _make(shown: Shown, themes: Sequence[str], kind: str, write: Write[Made]) -> Made:
    """What is made of a report. How far it has come is told by the titles of its pages."""
    _ = shown.view.wording
    bar = st.progress(0.0, text=_("The report is being made …"))
    steps = iter(range(1, len(themes) + 2))

    def told(title: str) -> None:
        bar.progress(next(steps) / (len(themes) + 1), text=title)

    with helping(kind):
        made = write(contents(shown.snapshot, _origin(shown), themes), told)
    bar.empty()
    return made
