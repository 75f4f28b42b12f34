"""What the frame has chosen for this run: who reads, and which snapshot is shown."""

from dataclasses import dataclass, field
from typing import cast

import streamlit as st

from mittaristo.access import Role
from mittaristo.i18n.translation import Language, Translate, translator
from mittaristo.panels.parts.view import View
from mittaristo.project import Project
from mittaristo.snapshots.reading import Snapshot
from mittaristo.ui.stores import Store


@dataclass(frozen=True)
class Reader:
    """Who reads, in which language, of which project: known before anything is published.

    `early`: whether drafts are seen before their release. `of_many`: whether there are other
    projects beside it. `store`: all of them, as they were when the run began.
    """

    language: Language
    project: Project
    role: Role
    early: bool = False
    of_many: bool = False
    store: Store | None = field(default=None, compare=False)

    @property
    def translate(self) -> Translate:
        return translator(self.language)


@dataclass(frozen=True)
class Shown:
    """The snapshot that a page shows, and how its figures are seen.

    `name`: what it is called beside its day. `newer`: day and name of the newest one, where that is
    another. `for_everyone`: whether everyone may see it now. `draft`: of one that is a draft, until
    when. None of it is part of what a page is made from.
    """

    snapshot: Snapshot
    view: View
    name: str = ""
    newer: str = ""
    for_everyone: bool = True
    draft: str = ""

    @property
    def sealed(self) -> bool:
        """Whether what is taken along must lie at no address, where anyone could fetch it.

        So it is with drafts and weekly snapshots, and with what the team sees of real persons.
        """
        of_the_team = self.view.role == "team" and not self.view.figures.synthetic
        return of_the_team or not self.for_everyone

    @property
    def key(self) -> tuple[object, ...]:
        """What everything on a page depends on."""
        view, digest = self.view, self.snapshot.manifest.digests["manifest"]
        names = tuple(sorted(view.names.items()))
        asked = (view.since, view.period, view.measure, view.role, view.dark, view.today)
        return (
            digest,
            view.language,
            *asked,
            view.place,
            view.row,
            names,
            view.note,
            view.chain.key,
        )


def choose(chosen: Shown) -> None:
    """Set what is shown in this run; the frame does it before the page runs."""
    st.session_state["shown"] = chosen


def current() -> Shown:
    """What the frame has chosen for this run."""
    return cast(Shown, st.session_state["shown"])


def meet(reader: Reader, page: str) -> None:
    """Set the reader of this run, and the name of the page; the frame does it before it runs."""
    st.session_state["reader"], st.session_state["page here"] = reader, page


def reader() -> Reader:
    """Who reads in this run."""
    return cast(Reader, st.session_state["reader"])


def page() -> str:
    """The name of the page that runs, as in its address."""
    return str(st.session_state["page here"])


def address() -> str:
    """The address of the page without its query; empty where the browser has not told it."""
    told = st.context.url or ""
    return told if told.startswith(("http://", "https://")) else ""
