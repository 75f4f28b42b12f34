"""The page of all projects of a store: read and made once, kept, and shown some at a time."""

import html
import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import streamlit as st

from mittaristo.i18n.translation import Language
from mittaristo.i18n.wording import Wording, wording
from mittaristo.panels.programme import projects as panels
from mittaristo.panels.programme.projects import Programme, Standing
from mittaristo.privacy.disclosure import SafeFrame
from mittaristo.snapshots import reading, selection
from mittaristo.snapshots.manifest import Damaged
from mittaristo.transforms.programme import side_by_side as shapes
from mittaristo.ui import choices, header
from mittaristo.ui.components import listing, matrix, table
from mittaristo.ui.components.chart import sendable, show_chart
from mittaristo.ui.components.text import plain
from mittaristo.ui.session import Reader
from mittaristo.ui.stores import Store, of_store

AT_MOST_KEPT = 60
"""Tables and charts that are kept ready, of all readers together."""


@dataclass(frozen=True, eq=False)
class _Store:
    """The projects of a store, and which snapshots of each everyone may see."""

    projects: Store
    visible: tuple["States", ...]


@lru_cache(maxsize=20)
def _store(projects: Store, visible: tuple["States", ...]) -> _Store:
    """One object for one state of a store: whatever is kept of it is found by that."""
    return _Store(projects, visible)


def show(reader: Reader) -> None:
    """All projects: which measure and which projects are asked, and how these stand."""
    _ = wording(reader.language)
    projects = reader.store or of_store(reader.project.folder.parent)
    store = _store(projects, _visible(projects))
    of_all = _programme(store)
    header.heading_of_all(_, co_funded=of_all.co_funded, invented=of_all.synthetic)
    title, lead, labels = _above(store, reader.language)
    st.title(title, anchor=False)
    st.html(lead)
    measure = choices.choose_among(list(labels), labels, _)
    if measure:
        _show_measure(store, measure, reader.language)


@lru_cache(maxsize=AT_MOST_KEPT)
def _above(store: _Store, language: Language) -> tuple[str, str, dict[str, str]]:
    """Title and lead, and what the measures are called."""
    _, of_all = wording(language), _programme(store)
    lead = f'<p class="lead">{html.escape(panels.lead(of_all, _))}</p>'
    return panels.heading(of_all, _), lead, of_all.labels(_) if of_all.standings else {}


def _show_measure(store: _Store, measure: str, language: Language) -> None:
    _, every = wording(language), _every(store, measure, language)
    st.header(every.title, anchor=False)
    words, first, rows = "", 0, every.rows
    if rows.height > panels.AT_ONCE:
        words = listing.looked_for(_("Find a project"), "", _)
        rows = shapes.found(rows, words.lower().split()) if words else rows
        if rows.is_empty():
            st.markdown(_("No project has this name."))
            return
        first = _choose_shown(rows.height, _)
    dark = st.context.theme.type == "dark"
    shown = _shown(store, measure, language, words, first, dark=dark)
    st.html(shown.matrix)
    if shown.chart is not None:
        st.header(_("The way to the target value, each in its own time"), anchor=False)
        st.html(f'<p class="note">{html.escape(panels.how_to_read(_))}</p>')
        show_chart("projects", shown.chart, shown.alt)
    many = every.rows.height > panels.AT_ONCE  # so much is sent when it is wanted
    place = st.expander(_("As a table"), key="every", on_change="rerun" if many else "ignore")
    if place.open or not many:
        place.html(every.table)
    st.caption(every.definition)


def _choose_shown(count: int, _: Wording) -> int:
    """The place of the first row of those that are shown together."""
    said = _("Projects {first}–{last} of {all}, those furthest behind their time first")
    starts = range(0, count, panels.AT_ONCE)
    written = {
        first: said.format(first=first + 1, last=min(first + panels.AT_ONCE, count), all=count)
        for first in starts
    }
    return st.selectbox(_("Shown"), starts, format_func=written.__getitem__, key="shown-rows")


@dataclass(frozen=True)
class _Every:
    """Every project by one measure: as rows, and written as the reader gets it."""

    rows: SafeFrame
    title: str
    table: str
    definition: str


@lru_cache(maxsize=AT_MOST_KEPT)
def _every(store: _Store, measure: str, language: Language) -> _Every:
    _, of_all = wording(language), _programme(store)
    label = of_all.labels(_)[measure]
    rows = shapes.of_measure(of_all.rows, measure, _)
    definition = of_all.definition(rows, measure, _)
    return _Every(
        rows,
        plain(panels.title(rows, label, _)),
        table.written(label, panels.table(rows, _)),
        plain(_("What is counted: {definition}").format(definition=definition)),
    )


@dataclass(frozen=True)
class _Shown:
    """Some of them as the reader gets them: the table, and the chart where anything is drawn."""

    matrix: str
    chart: dict[str, Any] | None
    alt: str


@lru_cache(maxsize=AT_MOST_KEPT)
def _shown(
    store: _Store, measure: str, language: Language, words: str, first: int, *, dark: bool
) -> _Shown:
    _, of_all = wording(language), _programme(store)
    label = of_all.labels(_)[measure]
    found = shapes.found(_every(store, measure, language).rows, words.lower().split())
    rows = shapes.some(found, first, panels.AT_ONCE)
    drawn = panels.multiples(of_all, rows, measure, language, dark=dark)
    return _Shown(
        matrix.written(label, panels.matrix(rows, label, _)),
        None if drawn is None else sendable(drawn),
        panels.in_words(rows, _),
    )


States = tuple[tuple[int, int, int], ...]
"""Number, size and time of manifests."""


def _visible(projects: Store) -> tuple[States, ...]:
    """Of each project the snapshots that everyone may see now, best first."""
    drafts, visible = _listed(projects, tuple(map(_changed, projects.snapshots)))
    if not drafts:
        return visible
    every = zip(projects.folders, visible, strict=True)
    return tuple(_seen(Path(one)) if one in drafts else seen for one, seen in every)


def _changed(snapshots: str) -> int:
    """When a snapshot was last added to a folder of them or taken away; 0 without the folder."""
    try:
        return os.stat(snapshots).st_mtime_ns  # noqa: PTH116 - half a Path's time
    except OSError:
        return 0


@lru_cache(maxsize=20)
def _listed(projects: Store, changed: tuple[int, ...]) -> tuple[frozenset[str], tuple[States, ...]]:
    """The projects of which a snapshot is or was a draft, so that time and approvals count; and
    what is seen of each."""
    found = tuple(map(_known, projects.folders, changed))
    drafts = (one for one, (drafted, _) in zip(projects.folders, found, strict=True) if drafted)
    return frozenset(drafts), tuple(seen for _, seen in found)


@lru_cache(maxsize=2000)
def _known(folder: str, changed: int) -> tuple[bool, States]:
    """Whether any snapshot is or was a draft, and what is seen."""
    del changed  # part of the key
    project = Path(folder)
    every = selection.listing(project)
    return any(one.manifest and one.manifest.release_at for one in every), _seen(project)


def _seen(project: Path) -> States:
    states = {one[0]: one for one in reading.manifest_states(project)}
    listed = selection.in_order_of_preference(selection.listing(project), team=False)
    return tuple(states[one.number] for one in listed if one.number in states)


@lru_cache(maxsize=20)
def _programme(store: _Store) -> Programme:
    """Where every project stands; only what has changed on disk is read anew."""
    standings, others = [], []
    for one, visible in zip(store.projects.readable.values(), store.visible, strict=True):
        found = _standing(str(one.folder), visible)
        if found is None:
            others.append(one.name)
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
