"""The page of all projects of a store: read once, kept, and shown some at a time."""

import html
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import streamlit as st

from mittaristo.i18n.wording import wording
from mittaristo.panels.programme import projects as panels
from mittaristo.panels.programme.projects import Programme, Standing
from mittaristo.snapshots import reading, releases, selection
from mittaristo.snapshots.manifest import Damaged
from mittaristo.snapshots.selection import Listed
from mittaristo.transforms.programme import side_by_side as shapes
from mittaristo.ui import choices, header
from mittaristo.ui.components import listing, matrix, table
from mittaristo.ui.components.chart import sendable, show_chart
from mittaristo.ui.components.text import plain
from mittaristo.ui.session import Reader


@dataclass(frozen=True)
class _Store:
    """The folders of a store's projects, told from others by the state of what is read of them."""

    state: tuple[object, ...]
    folders: tuple[Path, ...] = field(compare=False)
    names: tuple[str, ...] = field(compare=False)


def show(reader: Reader) -> None:
    """All projects: which measure and which projects are asked, and how these stand."""
    _ = wording(reader.language)
    projects = choices.readable_projects(reader)
    folders = tuple(one.folder for one in projects)
    states = tuple((str(one), _visible(one)) for one in folders)
    names = tuple(one.name for one in projects)
    of_all = _programme(_Store((states, names), folders, names))
    header.heading_of_all(_, co_funded=of_all.co_funded, invented=of_all.synthetic)
    st.title(panels.heading(of_all, _), anchor=False)
    st.html(f'<p class="lead">{html.escape(panels.lead(of_all, _))}</p>')
    labels = of_all.labels(_) if of_all.standings else {}
    measure = choices.choose_among(list(labels), labels, _)
    if measure:
        _show_measure(of_all, measure, labels[measure], reader)


def _show_measure(of_all: Programme, measure: str, label: str, reader: Reader) -> None:
    _ = wording(reader.language)
    every = shapes.of_measure(of_all.rows, measure, _)
    st.header(plain(panels.title(every, label, _)), anchor=False)
    rows = every
    if every.height > panels.AT_ONCE:
        words = listing.looked_for(_("Find a project"), "", _)
        rows = shapes.found(every, words.lower().split())
        if rows.is_empty():
            st.markdown(_("No project has this name."))
            return
        starts = range(0, rows.height, panels.AT_ONCE)
        said = _("Projects {first}–{last} of {all}, those furthest behind their time first")
        written = {
            first: said.format(
                first=first + 1, last=min(first + panels.AT_ONCE, rows.height), all=rows.height
            )
            for first in starts
        }
        first = st.selectbox(_("Shown"), starts, format_func=written.__getitem__, key="shown-rows")
        rows = shapes.some(rows, first, panels.AT_ONCE)
    st.html(matrix.written(label, panels.matrix(rows, label, _)))
    dark = st.context.theme.type == "dark"
    drawn = panels.multiples(of_all, rows, measure, reader.language, dark=dark)
    if drawn is not None:
        st.header(_("The way to the target value, each in its own time"), anchor=False)
        st.html(f'<p class="note">{html.escape(panels.how_to_read(_))}</p>')
        show_chart("projects", sendable(drawn), panels.in_words(rows, _))
    with st.expander(_("As a table")):
        st.html(table.written(label, panels.table(every, _)))
    definition = of_all.definition(every, measure, _)
    st.caption(plain(_("What is counted: {definition}").format(definition=definition)))


States = tuple[tuple[int, int, int], ...]
"""Number, size and time of manifests."""


def _visible(project: Path) -> States:
    """Those of the snapshots that everyone may see now, best first."""
    states = reading.manifest_states(project)
    listed = selection.in_order_of_preference(
        _listing(str(project), (states, releases.state(project))), team=False
    )
    known = {one[0]: one for one in states}
    return tuple(known[one.number] for one in listed if one.number in known)


@lru_cache(maxsize=2000)
def _listing(folder: str, there: object) -> list[Listed]:
    """All snapshots of a project."""
    del there  # part of the key
    return selection.listing(Path(folder))


@lru_cache(maxsize=20)
def _programme(store: _Store) -> Programme:
    """Where every project stands; only what has changed on disk is read anew."""
    standings, others = [], []
    for folder, name in zip(store.folders, store.names, strict=True):
        found = _standing(str(folder), _visible(folder))
        if found is None:
            others.append(name)
        else:
            standings.append(found)
    return panels.programme(standings, others)


@lru_cache(maxsize=2000)
def _standing(folder: str, there: States) -> Standing | None:
    """A project's newest snapshot that everyone may see and that verifies; None without one."""
    project = Path(folder)
    for number, _size, _time in there:
        try:
            figures = reading.open_figures(project, number, panels.READ)
        except Damaged:
            continue
        return panels.standing(project.name, figures)
    return None
